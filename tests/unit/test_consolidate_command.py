"""`accountplan consolidate`: what it says, what it writes where, and what it never overwrites unasked."""

from __future__ import annotations

import io
import json
import shutil
import zipfile
from datetime import date
from pathlib import Path

import openpyxl
import pytest

from accountplan.cli.common import time_left
from accountplan.portfolio.write import portfolio_bytes
from accountplan.workbook.archive import Archive
from accountplan.workbook.limits import LIMITS
from accountplan.workbook.xlsx_book import Book
from tests.unit.commands import ran
from tests.unit.rounds import account, answers, figures, portfolio, shipped, workbook_of

SAME = ("consolidate", "plans", "--portfolio", "p.xlsx")
Q1 = (*SAME, "--quarter", "2027-Q1")


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio of three accounts and the plans of two."""
    folder = tmp_path_factory.mktemp("round")
    of = portfolio(account("A-1"), account("A-2", "bob"), account("A-3"), language="en")
    (folder / "p.xlsx").write_bytes(portfolio_bytes(of, shipped()))
    (folder / "plans").mkdir()
    red = figures("q1", revenue=(1000, 800)) | figures("q2", revenue=(2000, 1990)) | figures("q4", revenue=(4000, 3000))
    late = {"activities.1": {"act.what": "Call", "act.deadline": date(2027, 5, 1), "act.status": "not-started"}}
    (folder / "plans/A-1.xlsx").write_bytes(workbook_of("A-1", answers("A-1", red, activities=late)))
    (folder / "plans/A-2.xlsx").write_bytes(workbook_of("A-2", language="en"))
    return folder


@pytest.fixture(scope="module")
def summary(made: Path) -> bytes:
    """That of the first quarter."""
    assert ran(made, *Q1, "--output", "s.xlsx", "--quiet").code == 0
    content = (made / "s.xlsx").read_bytes()
    (made / "s.xlsx").unlink()
    return content


@pytest.fixture
def place(made: Path, tmp_path: Path) -> Path:
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


def contents(folder: Path) -> dict[str, bytes]:
    return {path.relative_to(folder).as_posix(): path.read_bytes() for path in sorted(folder.rglob("*.*"))}


# -- what it says ------------------------------------------------------------------------------------------------------
def test_five_lines_at_the_end(place: Path) -> None:
    (place / "plans/broken.xlsx").write_bytes(b"no workbook")
    done = ran(place, *Q1, "--output", "s.xlsx")
    read, refused, delivered, reds, where = done.out.splitlines()
    assert "2" in read
    assert refused == "Refused: broken.xlsx."
    assert "2 of 3" in delivered
    assert reds == "On red in 2027-Q1: Revenue 1."
    assert where == "s.xlsx"
    assert (done.code, done.err) == (1, "")


def test_for_programs_one_object(place: Path) -> None:
    (place / "plans/broken.xlsx").write_bytes(b"no workbook")
    done = ran(place, *Q1, "--output", "s.xlsx", "--data", "d", "--json")
    (found,) = done.json
    assert (found["period"], found["as_of"]) == ("2027-Q1", "2027-03-31")
    assert (found["found"], found["read"], found["refused"], found["refused_files"]) == (3, 2, 1, ["broken.xlsx"])
    assert (found["delivered"], found["expected"], found["missing"]) == (2, 3, 1)
    assert found["reds"]["revenue"] == 1
    assert found["totals"] > 0 == found["totals_disagreeing"]
    assert {"s.xlsx", "d/accounts.csv", "d/accountplan.sqlite"} <= set(found["outputs"])
    assert found["exit_code"] == done.code == 1


def test_quiet_is_quiet(place: Path) -> None:
    done = ran(place, *Q1, "--output", "s.xlsx", "--quiet", watched=True)
    assert (done.code, done.out, done.err) == (0, "", "")


def test_progress_is_for_those_who_watch(place: Path) -> None:
    done = ran(place, *Q1, "--output", "s.xlsx", watched=True)
    assert "2 of 2 read" in done.err
    assert "Working out the summary of 2027-Q1" in done.err
    assert ran(place, *Q1, "--output", "s.xlsx").err == ""


@pytest.mark.parametrize(
    ("spent", "done", "total", "left"), [(1.0, 1, 100, None), (10.0, 10, 100, 90), (10.0, 99, 100, None)]
)
def test_the_time_left_is_said_once_it_is_known(spent: float, done: int, total: int, left: int | None) -> None:
    assert time_left(spent, done, total) == left


# -- where it goes -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("output", ["out/", "there"])
def test_in_a_folder_a_summary_is_named_by_its_quarter(place: Path, output: str) -> None:
    (place / "there").mkdir()
    assert ran(place, *Q1, "--output", output).out.splitlines()[-1] == f"{Path(output)}/summary-2027-Q1.xlsx"


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["--quarter", "2027-Q1", "--quarter", "2027-Q2", "--output", "s.xlsx"], "s.xlsx"),
        (["--quarter", "2027-Q1", "--quarter", "2026-Q4", "--output", "s/"], "2026-Q4"),
        (["--quarter", "2027-Q1", "--year", "2027", "--output", "s.xlsx"], "--year"),
        (["--quarter", "2027-Q1"], "--reminders"),
    ],
)
def test_what_cannot_be_is_one_clear_line(place: Path, arguments: list[str], part: str) -> None:
    done = ran(place, *SAME, *arguments)
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1)
    assert part in done.err


def test_all_quarters_are_those_of_a_known_year(place: Path) -> None:
    done = ran(place, "consolidate", "plans", "--quarter", "all", "--data", "d")
    assert done.code == 2
    assert "--year" in done.err
    assert ran(place, "consolidate", "plans", "--quarter", "all", "--year", "2027", "--data", "d").code == 0
    assert sorted(path.name for path in (place / "d").iterdir()) == [f"2027-Q{number}" for number in range(1, 5)]


# -- several quarters --------------------------------------------------------------------------------------------------
def test_several_quarters_are_what_each_of_them_would_be_alone(place: Path) -> None:
    asked = ("--quarter", "2027-Q2", "--quarter", "2027-Q1", "--quarter", "2027-Q2")
    done = ran(place, *SAME, *asked, "--output", "all/", "--data", "data", "--json", "--log", "run.jsonl")
    assert [found["period"] for found in done.json] == ["2027-Q1", "2027-Q2"]
    for quarter in ("2027-Q1", "2027-Q2"):
        ran(place, *SAME, "--quarter", quarter, "--output", "one/", "--data", f"alone/{quarter}")
    assert contents(place / "all") == contents(place / "one")
    assert contents(place / "data") == contents(place / "alone")
    logged = [json.loads(line)["what"] for line in (place / "run.jsonl").read_text("utf-8").splitlines()]
    assert logged == ["run", "file", "file", "end"], "each file is read once"


def test_checks_ask_what_day_it_is_in_each_quarter(place: Path) -> None:
    ran(place, *SAME, "--quarter", "all", "--data", "d")
    late = [(place / f"d/2027-Q{n}/findings.csv").read_text("utf-8").count("activity-overdue") for n in range(1, 5)]
    assert late == [0, 1, 1, 1]


# -- a whole year ------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("language", "title"), [("nl", "Jaaroverzicht 2027"), ("en", "Annual summary 2027")])
def test_a_year_speaks_of_the_year(place: Path, language: str, title: str) -> None:
    done = ran(place, *SAME, "--year", "2027", "--output", "out/", "--data", "d", "--language", language)
    assert done.out.splitlines()[-1] == "out/summary-2027.xlsx"
    book = openpyxl.load_workbook(place / "out/summary-2027.xlsx", read_only=True)
    heads = {sheet.title: [str(row[0]) for row in sheet.iter_rows(max_row=3, values_only=True)] for sheet in book}
    assert title in heads[book.sheetnames[0]][0]
    assert {name: head for name, head in heads.items() if title not in head[0] + head[1]} == {}
    said = " ".join(text for head in heads.values() for text in head).lower()
    assert "kwartaal 4" not in said
    assert "quarter 4" not in said
    evaluations = (place / "d/evaluations.csv").read_text("utf-8")
    assert all(f",Q{number}," in evaluations for number in range(1, 5)), "the quarters before are the trend"
    assert "3000" in (place / "d/totals.csv").read_text("utf-8"), "its figures are those of the year so far"
    assert ",true," in (place / "d/round.csv").read_text("utf-8").splitlines()[1]


# -- what is there already ---------------------------------------------------------------------------------------------
@pytest.fixture
def older(place: Path, summary: bytes) -> Path:
    """A summary of the first quarter is there already."""
    (place / "s.xlsx").write_bytes(summary)
    return place / "s.xlsx"


def refused(place: Path, *arguments: object, quarter: str = "2027-Q1") -> str:
    """What is said when `s.xlsx` would have to be replaced; it is left as it was."""
    before = (place / "s.xlsx").read_bytes()
    done = ran(place, *SAME, *(arguments or ("--quarter", quarter)), "--output", "s.xlsx", "--data", "d")
    assert (done.code, done.out, done.err.count("\n")) == (2, "", 1), done
    assert "--force" in done.err
    assert (place / "s.xlsx").read_bytes() == before
    assert not (place / "d").exists(), "nothing else is written either"
    return done.err


def test_of_the_same_inputs_it_is_written_again(place: Path, older: Path) -> None:
    before = older.read_bytes()
    shutil.copy(place / "p.xlsx", place / "elsewhere.xlsx")
    assert ran(place, "consolidate", "plans", "--portfolio", "elsewhere.xlsx", *Q1[-2:], "-o", "s.xlsx").code == 0
    assert older.read_bytes() == before


@pytest.mark.parametrize(
    ("arguments", "what"),
    [
        (["--quarter", "2027-Q2"], "of 2027-Q1"),
        (["--year", "2027"], "of 2027-Q1"),
        (["--quarter", "2027-Q1", "--as-of", "2027-05-01"], "as of 2027-03-31"),
        (["--quarter", "2027-Q1", "--on-duplicate", "newest"], "other options"),
    ],
)
def test_of_other_inputs_it_stays(place: Path, older: Path, arguments: list[str], what: str) -> None:
    assert f"({what})" in refused(place, *arguments)


def test_unless_it_is_forced(place: Path, older: Path) -> None:
    assert ran(place, *SAME, "--quarter", "2027-Q2", "--output", "s.xlsx", "--force", "--quiet").code == 0
    assert "(of 2027-Q2)" in refused(place)


def test_another_period_is_refused_before_anything_is_read(place: Path, older: Path) -> None:
    shutil.rmtree(place / "plans")
    (place / "plans").mkdir()
    assert "(of 2027-Q1)" in refused(place, quarter="2027-Q3")


def test_of_other_plans_it_stays(place: Path, older: Path) -> None:
    (place / "plans/A-3.xlsx").write_bytes(workbook_of("A-3"))
    assert "(other plans)" in refused(place)


def test_of_another_portfolio_it_stays(place: Path, older: Path) -> None:
    (place / "p.xlsx").write_bytes(portfolio_bytes(portfolio(account("A-1"), language="en"), shipped()))
    assert "(another portfolio)" in refused(place)


@pytest.mark.parametrize("kind", ["a workbook", "no workbook"])
def test_somebody_elses_file_stays(place: Path, kind: str) -> None:
    openpyxl.Workbook().save(place / "s.xlsx")
    if kind == "no workbook":
        (place / "s.xlsx").write_bytes(b"not even a workbook")
    assert "no summary" in refused(place)


def test_a_plan_is_never_taken_for_an_older_summary(place: Path) -> None:
    plan = place / "plans/A-1.xlsx"
    before = plan.read_bytes()
    assert ran(place, *Q1, "--output", "plans/A-1.xlsx").code == 2
    assert plan.read_bytes() == before


def test_what_somebody_saved_since_stays(place: Path, older: Path) -> None:
    book = openpyxl.load_workbook(older)
    book.worksheets[0]["B60"] = "call them"
    book.save(older)
    assert "saved by somebody" in refused(place)


def test_what_somebody_saved_under_a_name_of_theirs_stays(place: Path, older: Path) -> None:
    parts = {info.filename: content for info, content in _members(older)}
    parts["docProps/core.xml"] = parts["docProps/core.xml"].replace(
        b"<cp:lastModifiedBy></cp:lastModifiedBy>", b"<cp:lastModifiedBy>Ann</cp:lastModifiedBy>"
    )
    with zipfile.ZipFile(older, "w") as package:
        for name, content in parts.items():
            package.writestr(name, content)
    assert "saved by somebody" in refused(place)


def _members(path: Path) -> list[tuple[zipfile.ZipInfo, bytes]]:
    with zipfile.ZipFile(io.BytesIO(path.read_bytes())) as package:
        return [(info, package.read(info)) for info in package.infolist()]


def test_pages_and_summaries_are_told_apart(place: Path, older: Path) -> None:
    assert ran(place, *Q1, "--pages", "s.xlsx").code == 2
    assert ran(place, *Q1, "--pages", "pages.xlsx", "--briefing", "visit/").code == 0
    assert ran(place, *Q1, "--pages", "pages.xlsx", "--briefing", "visit/").code == 0
    assert (place / "visit/briefings-2027-Q1.xlsx").exists()
    assert ran(place, *Q1, "--pages", "pages.xlsx", "--account", "A-1").code == 2


def test_a_summary_that_lies_among_the_plans_is_none(place: Path, older: Path) -> None:
    shutil.copy(older, place / "plans/summary of last time.xlsx")
    (found,) = ran(place, *Q1, "--data", "d", "--json").json
    assert (found["read"], found["refused"], found["ignored"], found["exit_code"]) == (2, 0, 1, 0)


def test_a_summary_says_what_it_was_made_from(summary: bytes) -> None:
    properties = Book(Archive(summary, LIMITS), LIMITS).properties()
    assert len(properties["accountplan-fingerprint"]) == 64
    assert json.loads(properties["accountplan-inputs"])["period"] == "2027-Q1"
    assert max(map(len, properties.values())) <= 255, "more than a property holds"


# -- reminders ---------------------------------------------------------------------------------------------------------
def test_reminders_alone_can_be_asked_for(place: Path) -> None:
    done = ran(place, *Q1, "--reminders", "mails")
    assert (done.code, done.out.splitlines()[-1]) == (0, "mails")
    assert "2" in done.err
    assert {path.name for path in (place / "mails").glob("*.txt")} == {"Ann de Wit.txt", "Bob Smit.txt"}
