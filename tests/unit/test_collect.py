"""Every file of a folder is accounted for, however it is read; one account counts once or not at all."""

from __future__ import annotations

import os
import threading
from functools import partial
from pathlib import Path
from typing import Any

import pytest

from accountplan.findings import Finding
from accountplan.layout.answers import PlanAnswers
from accountplan.portfolio.collect import collect
from accountplan.portfolio.collected import Collected
from accountplan.portfolio.folder import find_files
from accountplan.portfolio.round import Round, round_of
from accountplan.workbook.reading import Reading
from tests.unit.rounds import a_round, account, answers, collected, figures, find, portfolio, reading, workbook_of


def codes(the_round: Round) -> dict[str, list[str]]:
    return {file.file: [finding.code for finding in file.findings] for file in the_round.collected}


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")


# -- what lies in the folder -------------------------------------------------------------------------------------------
def test_every_file_is_named_with_why_it_is_not_opened(tmp_path: Path) -> None:
    touch(tmp_path, "b.xlsx", "a.XLSM", "deep/er/c.ods", "~$b.xlsx", ".~lock.b.xlsx#", ".hidden.xlsx", "d.xlsx.part")
    touch(tmp_path, "notes.docx", "folder.xlsx/inside.xls", ".git/config")
    os.mkfifo(tmp_path / "pipe.xlsx")
    found = {file.shown: file.ignored for file in find_files(tmp_path)}
    assert found == {
        ".git": "ignored-hidden",
        ".hidden.xlsx": "ignored-hidden",
        ".~lock.b.xlsx#": "ignored-temporary",
        "a.XLSM": None,
        "b.xlsx": None,
        "d.xlsx.part": "ignored-temporary",
        "deep/er/c.ods": None,
        "folder.xlsx": "ignored-folder",
        "folder.xlsx/inside.xls": None,
        "notes.docx": "ignored-kind",
        "pipe.xlsx": "ignored-special",
        "~$b.xlsx": "ignored-temporary",
    }
    assert list(found) == sorted(found, key=lambda name: name.split("/"))


def test_links_that_go_round_are_not_followed_and_others_are(tmp_path: Path) -> None:
    folder, elsewhere = tmp_path / "plans", tmp_path / "elsewhere"
    touch(folder, "one/a.xlsx")
    touch(elsewhere, "b.xlsx")
    (folder / "back").symlink_to(folder)
    (folder / "one" / "up").symlink_to(folder.parent)
    (folder / "dead.xlsx").symlink_to(folder / "nowhere.xlsx")
    (folder / "self.xlsx").symlink_to(folder / "self.xlsx")
    (folder / "other").symlink_to(elsewhere)
    (folder / "linked.xlsx").symlink_to(elsewhere / "b.xlsx")
    found = {file.shown: file.ignored for file in find_files(folder)}
    assert found == {
        "back": "ignored-link",
        "dead.xlsx": "ignored-link",
        "linked.xlsx": None,
        "one/a.xlsx": None,
        "one/up": "ignored-link",
        "other/b.xlsx": None,
        "self.xlsx": "ignored-link",
    }


def test_our_own_files_are_left_out(tmp_path: Path) -> None:
    touch(tmp_path, "portfolio.xlsx", "plan.xlsx")
    found = {file.shown: file.ignored for file in find_files(tmp_path, [tmp_path / "portfolio.xlsx"])}
    assert found == {"plan.xlsx": None, "portfolio.xlsx": "ignored-own"}


def test_a_folder_that_is_not_there_is_an_error_of_the_caller(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere"):
        find_files(tmp_path / "nowhere")


# -- reading -----------------------------------------------------------------------------------------------------------
def by_name(path: Path, shown: str, *, fatal: str = "") -> Reading:
    """A reader that takes the account from the file's name, and that some files bring down."""
    if path.stem == fatal:
        os._exit(3)
    if path.stem == "raises":
        raise RuntimeError("boom")
    return reading(path.stem, file=shown)


def test_any_number_of_workers_gives_the_same_round(tmp_path: Path) -> None:
    names = [f"{folder}/A-{n}.xlsx" for folder in "ba" for n in range(8)]
    touch(tmp_path, *names)
    alone = collect(tmp_path, find, workers=1, read=by_name)
    many = collect(tmp_path, find, workers=3, read=by_name)
    assert [file.file for file in many.collected] == sorted(names)
    assert codes(many) == codes(alone)
    assert list(many.counted) == list(alone.counted)
    assert all(read.template is find("accountplan") for read in many.counted.values())


def test_a_file_that_ends_the_process_costs_only_itself(tmp_path: Path) -> None:
    touch(tmp_path, *(f"A-{n}.xlsx" for n in range(10)))
    the_round = collect(tmp_path, find, workers=2, read=partial(by_name, fatal="A-4"))
    assert [file.file for file in the_round.collected if file.status == "refused"] == ["A-4.xlsx"]
    assert codes(the_round)["A-4.xlsx"] == ["damaged"]
    assert len(the_round.counted) == 9


def test_a_reader_that_fails_is_a_finding_on_that_file(tmp_path: Path) -> None:
    touch(tmp_path, "raises.xlsx", "A-1.xlsx")
    seen: list[tuple[int, int]] = []
    the_round = collect(tmp_path, find, read=by_name, progress=lambda done, of: seen.append((done, of)))
    assert codes(the_round) == {"A-1.xlsx": [], "raises.xlsx": ["unreadable"]}
    assert seen == [(1, 2), (2, 2)]


def test_real_workbooks_and_a_stranger(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(workbook_of("A-1"))
    (tmp_path / "copy.xlsx").write_bytes(workbook_of("A-1"))
    (tmp_path / "stranger.xlsx").write_bytes(b"not a workbook at all")
    the_round = collect(tmp_path, find, portfolio(account("A-1"), account("A-2")))
    assert [(file.file, file.status, file.account_id) for file in the_round.collected] == [
        ("copy.xlsx", "read", "A-1"), ("plan.xlsx", "read", "A-1"), ("stranger.xlsx", "refused", None)]  # fmt: skip
    assert [delivery.status for delivery in the_round.deliveries] == ["delivered", "missing"]
    assert the_round.counted["A-1"].file == "copy.xlsx"
    assert all(len(file.sha256) == 64 for file in the_round.collected)


def test_a_process_with_threads_reads_many_files_too(tmp_path: Path) -> None:
    content = workbook_of("A-1")
    for number in range(9):
        (tmp_path / f"plan-{number}.xlsx").write_bytes(content)
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        the_round = collect(tmp_path, find, workers=2)
    finally:
        done.set()
        thread.join()
    assert [file.status for file in the_round.collected] == ["read"] * 9
    assert the_round.counted["A-1"].file == "plan-0.xlsx"


# -- one account, several files ----------------------------------------------------------------------------------------
def plan(name: str, revenue: float, account_id: str = "A-1", **around: Any) -> Reading:
    return reading(account_id, answers(account_id, figures("q1", revenue=(100, revenue))), name, **around)


def test_identical_copies_count_once_the_first_by_path() -> None:
    the_round = a_round(portfolio(account("A-1")), plan("a.xlsx", 90), plan("b.xlsx", 90))
    assert the_round.counted["A-1"].file == "a.xlsx"
    assert codes(the_round) == {"a.xlsx": ["account-duplicate"], "b.xlsx": ["account-duplicate"]}
    for file in the_round.collected:
        (finding,) = file.findings
        assert finding.severity == "warning"
        assert "Alleen 'a.xlsx' telt mee" in finding.message("nl")


def test_copies_that_differ_count_not_at_all_and_are_all_named() -> None:
    the_round = a_round(portfolio(account("A-1")), plan("a.xlsx", 90), plan("b.xlsx", 90), plan("c.xlsx", 80))
    assert not the_round.counted
    assert [delivery.status for delivery in the_round.deliveries] == ["conflict"]
    found = codes(the_round)
    assert found == {
        "a.xlsx": ["account-duplicate"],
        "b.xlsx": ["account-duplicate"],
        "c.xlsx": ["account-duplicate"],
    }
    (finding,) = the_round.collected[0].findings
    assert finding.severity == "error"
    assert "a.xlsx, b.xlsx, c.xlsx" in finding.message("nl")


def test_of_the_newest_version_the_first_copy_counts() -> None:
    files = [
        *collected(plan("a.xlsx", 80), modified=5),
        *collected(plan("b.xlsx", 90), modified=6),
        *collected(plan("c.xlsx", 90), modified=7),
    ]
    assert round_of(files, on_duplicate="newest").counted["A-1"].file == "b.xlsx"


def test_a_value_that_could_not_be_read_makes_a_difference() -> None:
    def with_raw(name: str, raw: str) -> Reading:
        read = plan(name, 90)
        question = next(iter(read.answers))
        changed = {**read.answers, question: type(read.answers[question])(question, "number", None, raw)}
        return Reading(**{**vars(read), "answers": changed, "sha256": name})

    assert not a_round(None, with_raw("a.xlsx", "12.5"), with_raw("b.xlsx", "1,250")).counted


# -- who delivered -----------------------------------------------------------------------------------------------------
def test_deliveries_follow_the_portfolio_and_then_the_unknown_accounts() -> None:
    of = portfolio(account("A-3"), account("A-1"), account("A-9", tier="C"))
    the_round = a_round(of, plan("a.xlsx", 1), plan("z.xlsx", 1, "Z-9"), plan("old.xlsx", 1, "A-3", year=2026))
    assert [(d.account_id, d.status) for d in the_round.deliveries] == [
        ("A-3", "missing"), ("A-1", "delivered"), ("A-9", "no-plan"), ("Z-9", "delivered")]  # fmt: skip
    assert [d.account_id for d in the_round.expected] == ["A-3", "A-1"]
    assert the_round.delivered_of_expected == (1, 2)
    assert codes(the_round) == {"a.xlsx": [], "z.xlsx": ["account-unknown"], "old.xlsx": ["other-year"]}


def test_a_plan_that_was_not_asked_for_counts_but_not_as_expected() -> None:
    the_round = a_round(portfolio(account("A-1"), account("A-9", tier="C")), plan("c.xlsx", 1, "A-9"))
    assert [d.status for d in the_round.deliveries] == ["missing", "delivered"]
    assert the_round.delivered_of_expected == (0, 1)


def test_another_currency_than_the_portfolios_is_said() -> None:
    of = portfolio(account("A-1"), account("A-2", currency="GBP"), account("A-3", currency=None), currency="USD")
    plans = [plan(f"{n}.xlsx", 1, f"A-{n}", currency="GBP") for n in (1, 2, 3)]
    the_round = a_round(of, *plans, plan("x.xlsx", 1, "X-1", currency="GBP"))
    assert codes(the_round) == {
        "1.xlsx": ["currency-differs"],
        "2.xlsx": [],
        "3.xlsx": ["currency-differs"],
        "x.xlsx": ["account-unknown"],
    }
    (finding,) = the_round.collected[0].findings
    assert finding.severity == "warning"
    assert all(word in finding.message("nl") for word in ("A-1", "GBP", "EUR"))
    assert (finding.sheet, finding.cell) != (None, None)


def test_the_currency_that_a_plan_names_goes_before_the_one_it_was_made_with() -> None:
    named = reading("A-1", PlanAnswers({"meta.currency": "USD"}), currency="EUR")
    (finding,) = a_round(portfolio(account("A-1")), named).collected[0].findings
    assert (finding.code, finding.params["currency"]) == ("currency-differs", "USD")


def test_an_account_is_not_missing_its_refused_file() -> None:
    refused = Reading("a.xlsx", "x", False, plan("a.xlsx", 1).identity, findings=(Finding("template-unknown"),))
    the_round = round_of([Collected("a.xlsx", "x", "refused", refused)], portfolio(account("A-1")))
    (delivery,) = the_round.deliveries
    assert (delivery.status, delivery.files) == ("missing", ("a.xlsx",))
