"""Back to the person: corrections workbooks and letters, and a folder that leaves other people's files alone."""

from __future__ import annotations

import io
import json
import re
import zipfile
from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any
from urllib.parse import unquote

import openpyxl
import pytest

from accountplan.feedback import Checked, Feedback, with_duplicates, write_feedback
from accountplan.feedback.corrections import COLUMNS, corrections_bytes
from accountplan.feedback.expected import expected
from accountplan.feedback.folder import REGISTER
from accountplan.feedback.names import letter_names, workbook_names
from accountplan.feedback.plan import PlanFeedback, by_manager, feedback_on
from accountplan.feedback.remark import Remark
from accountplan.fields import Meaning
from accountplan.findings import Finding, Severity
from accountplan.messages import LANGUAGES, catalogue
from accountplan.workbook.reading import Reading
from accountplan.workbook.styles import contrast
from tests.helpers import options, spec
from tests.office.office import Office
from tests.tools.ooxml import validate
from tests.tools.strictness import findings as strictness
from tests.unit.rounds import reading, shipped

SHEETS = {
    "nl": ("Correcties", "1.1 Klantgegevens", "3 Kwartaalevaluatie"),
    "en": ("Corrections", "1.1 Customer details", "3 Quarterly evaluation"),
}
PAYLOADS = [
    "=cmd|' /C calc'!A0",
    "+1+1",
    "-2",
    "@SUM(1)",
    "\t=1",
    "http://example.com",
    "mailto:a@b.c",
    "internal:A1",
    "{=1}",
]


def plan(account_id: str = "A-1", *found: Finding, manager: str = "Ann de Wit", **around: Any) -> Reading:
    """A reading with these findings."""
    made = reading(account_id, **around)
    filled = {"meta.account_manager": manager, "meta.account_name": f"Klant {account_id}"}
    answers = {key: a._replace(raw=filled.get(key, a.raw)) for key, a in made.answers.items()}
    return replace(made, answers=answers, findings=found)


def wrong(raw: str = "ca. 12", cell: str = "D9", language: str = "nl", **more: Any) -> Finding:
    """An error in a number of the form."""
    params = {"label": "Omzet", "raw": raw} | more
    return Finding("not-a-number", "plan.xlsx", SHEETS[language][1], cell, "cust.employees", params)


def missing(cell: str = "D12", field: str = "cust.offering") -> Finding:
    return Finding("missing-required", "plan.xlsx", SHEETS["nl"][1], cell, field, {"label": "Producten"})


def own_sheet() -> Finding:
    return Finding("own-sheet", "plan.xlsx", "Kladblok", None, None, {"label": ""})


def write(folder: Path, *readings: Reading, **how: Any) -> Feedback:
    """The feedback on plans that lie in `plans/` beside the folder."""
    return write_feedback(folder, [Checked(folder.parent / "plans" / r.file, r) for r in readings], **how)


def opened(content: bytes) -> Any:
    return openpyxl.load_workbook(io.BytesIO(content)).worksheets[0]


def rows(sheet: Any) -> list[dict[str, Any]]:
    """The lines of a corrections workbook by the keys of their columns."""
    lines = list(sheet.iter_rows(min_row=12, values_only=True))
    return [dict(zip(COLUMNS, line, strict=True)) for line in lines]


def texts(sheet: Any) -> str:
    return "\n".join(str(cell) for line in sheet.iter_rows(values_only=True) for cell in line if cell is not None)


def corrections(*found: Finding, way: str = "../plans/A-1.xlsx", **around: Any) -> Any:
    """The sheet about a plan with these findings."""
    told = feedback_on([Checked(Path("plans/A-1.xlsx"), plan("A-1", *found, **around))])[0]
    return opened(corrections_bytes(told, way))


# -- what a corrections workbook says ----------------------------------------------------------------------------------
def test_a_line_says_what_is_wrong_where_what_stands_there_what_was_expected_and_how_to_mend_it() -> None:
    question = shipped().question("cust.employees")
    assert question is not None
    line = rows(corrections(wrong("ca. 12")))[0]
    assert (line["where"], line["cell"], line["raw"]) == ("1.1 Klantgegevens", "D9", "ca. 12")
    assert line["question"].startswith(question.label["nl"])
    assert line["expected"].startswith("Een heel getal")
    assert line["wrong"] == "'ca. 12' bij 'Omzet' is geen getal."
    assert line["mend"] == "Typ in cel D9 op blad '1.1 Klantgegevens' alleen het getal."


def test_the_worst_comes_first_and_each_severity_has_a_sign_and_a_word() -> None:
    lines = rows(corrections(own_sheet(), missing(), wrong()))
    assert [line["severity"] for line in lines] == ["✖ fout", "▲ let op", "○ ter info"]
    assert [line["number"] for line in lines] == [1, 2, 3]


def test_the_counts_and_whose_plan_it_is_stand_on_top() -> None:
    top = texts(corrections(wrong(), missing(), missing("D13")))
    for part in (
        "✖  1 fout",
        "▲  2 keer let op",
        "○  niets ter info",
        "Klant A-1 (A-1)",
        "2027",
        "Ann de Wit",
        "A-1.xlsx",
    ):
        assert part in top


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_is_in_the_language_of_the_plan(language: str) -> None:
    sheet = corrections(wrong(language=language), language=language)
    said = texts(sheet)
    assert sheet.title == SHEETS[language][0]
    other = catalogue({"nl": "en", "en": "nl"}[language], "feedback")
    own = catalogue(language, "feedback")
    for key in (f"col-{name}" for name in COLUMNS):
        assert own[key] in said
        assert other[key] not in said.split("\n") or own[key] == other[key]


def test_a_cell_of_a_table_is_known_by_its_table_and_row() -> None:
    finding = Finding(
        "not-a-number", "p.xlsx", SHEETS["nl"][2], "E9", "evaluation.q1.revenue.eval.revenue_actual",
        {"label": "Gerealiseerd", "raw": "veel"},
    )  # fmt: skip
    line = rows(corrections(finding))[0]
    assert line["question"] == "Omzet gerealiseerd (EUR)"
    assert line["where"].startswith(f"{SHEETS['nl'][2]}\n") and line["where"].endswith("Kwartaal 1 Omzet")
    assert line["expected"].startswith("Een bedrag (EUR)")


def test_an_empty_cell_is_said_to_be_empty_and_a_row_has_no_content() -> None:
    row = Finding("goal-without-activity", "p.xlsx", "2.1 Doelstellingen", "D9", "goals.1", {"goal": "D-01"})
    assert [line["raw"] for line in rows(corrections(missing(), row))] == ["(leeg)", "–"]


def test_what_asks_nothing_of_the_person_says_so() -> None:
    sheet = corrections(own_sheet())
    assert rows(sheet)[0]["mend"] == "Je hoeft niets te doen."
    assert "Er hoeft niets verbeterd te worden" in texts(sheet)


def test_the_way_out_is_the_persons_and_not_that_of_whoever_runs_the_round() -> None:
    finding = Finding("template-unknown", "p.xlsx", params={"template": "x 1"})
    assert "--template" not in rows(corrections(finding))[0]["mend"]


@pytest.mark.parametrize(
    ("kind", "more", "nl", "en"),
    [
        ("text", {}, "Tekst van hooguit 255 tekens.", "Text of at most 255 characters."),
        ("number", {"minimum": 0}, "Een getal vanaf 0, zoals 1.250.", "A number from 0, such as 1,250."),
        ("number", {"maximum": 9, "whole": True}, "Een heel getal tot en met 9, zoals 5.",
         "A whole number up to 9, such as 5."),
        ("number", {"minimum": 7, "maximum": 9}, "Een getal van 7 tot en met 9, zoals 7.",
         "A number from 7 to 9, such as 7."),
        ("money", {}, "Een bedrag (EUR), zoals 1.250.", "An amount (EUR), such as 1,250."),
        ("percent", {}, "Een percentage van 0 tot en met 100, zoals 5%.", "A percentage from 0 to 100, such as 5%."),
        ("scale", {}, "Een heel cijfer van 1 tot en met 5, zoals 3.", "A whole mark from 1 to 5, such as 3."),
        ("date", {}, "Een datum, zoals 31-12-2027.", "A date, such as 2027-12-31."),
        ("date", {"maximum": date(2027, 6, 1)}, "Een datum tot en met 1-6-2027, zoals 1-6-2027.",
         "A date up to 2027-06-01, such as 2027-06-01."),
        ("yes-no", {}, "Ja of nee.", "Yes or no."),
        ("choice", {"list": "x"}, "Eén keuze uit de lijst: L1 / L2 / L3 / L4 / L5 / L6 / … (nog 2 in de lijst).",
         "One item of the list: L1 / L2 / L3 / L4 / L5 / L6 / … (2 more in the list)."),
    ],
)  # fmt: skip
def test_what_was_expected_is_said_in_the_notation_of_the_plan(
    kind: str, more: dict[str, Any], nl: str, en: str
) -> None:
    choices = options(*((f"c{n}", f"L{n}") for n in range(1, 9))) if kind == "choice" else None
    unit = "EUR" if kind == "money" else ""
    for language, said in (("nl", nl), ("en", en)):
        assert expected(spec(kind, **more), Meaning(language, choices, year=2027), unit) == said


def test_every_input_of_the_shipped_template_says_what_it_expects() -> None:
    for language in LANGUAGES:
        for _, question in shipped().questions():
            said = expected(question, Meaning(language, options(("a", "A"))))
            assert bool(said) == question.is_input, question.id
            assert "None" not in said and "{" not in said


# -- links -------------------------------------------------------------------------------------------------------------
def test_a_link_leads_from_the_folder_to_the_very_cell(tmp_path: Path) -> None:
    name = "A-1 50% & #1 'x'.xlsx"
    file = tmp_path / "plans" / "noord é" / name
    file.parent.mkdir(parents=True)
    file.write_bytes(b"")
    done = write_feedback(tmp_path / "terug", [Checked(file, plan("A-1", wrong(), file=name))])
    links = links_of((tmp_path / "terug" / done.workbooks[0]).read_bytes())
    assert links["D12"][1] == "'1.1 Klantgegevens'!D9"
    target = links["D12"][0]
    assert not set(target) & set(" #é'&")
    assert (tmp_path / "terug" / unquote(target).replace("\\", "/")).resolve() == file.resolve()
    assert links["G5"] == (target, None), "the name of the file opens it too"


def test_a_finding_on_the_whole_file_opens_the_file() -> None:
    sheet = corrections(Finding("damaged", "A-1.xlsx"))
    assert sheet["D12"].value == "openen"
    assert (sheet["D12"].hyperlink.target, sheet["D12"].hyperlink.location) == ("..\\plans\\A-1.xlsx", None)


def test_a_sheet_of_any_name_can_be_linked_to() -> None:
    sheet = corrections(replace(wrong(), sheet="O'Brien & <Zn> #1"))
    assert sheet["D12"].hyperlink.location == "'O''Brien & <Zn> #1'!D9"


def test_a_way_that_is_too_long_for_excel_is_left_out() -> None:
    sheet = corrections(wrong(), way="../" + "map/" * 600 + "A-1.xlsx")
    assert sheet["D12"].hyperlink is None
    assert sheet["D12"].value == "D9"


def links_of(content: bytes) -> dict[str, tuple[str, str | None]]:
    return {
        cell.coordinate: (cell.hyperlink.target, cell.hyperlink.location)
        for line in opened(content).iter_rows()
        for cell in line
        if cell.hyperlink
    }


# -- nothing of a person becomes live ----------------------------------------------------------------------------------
@pytest.mark.parametrize("payload", PAYLOADS)
def test_what_a_person_typed_stays_text_wherever_it_stands(tmp_path: Path, payload: str) -> None:
    finding = Finding("not-a-number", payload, payload, payload, "cust.employees", {"label": payload, "raw": payload})
    told = PlanFeedback(
        Path(payload.replace("/", "-")), payload, "nl", 2027, payload, payload, payload,
        (*feedback_on([Checked(Path("x.xlsx"), plan("A-1", finding))])[0].remarks,
         Remark("error", payload, payload, payload, payload, payload, payload, payload, payload, payload)),
    )  # fmt: skip
    path = tmp_path / "c.xlsx"
    path.write_bytes(corrections_bytes(told, "../plans/x.xlsx"))
    with zipfile.ZipFile(path) as package:
        sheet = package.read("xl/worksheets/sheet1.xml").decode()
        targets = set(re.findall(r'Target="([^"]*)"', package.read("xl/worksheets/_rels/sheet1.xml.rels").decode()))
    assert "<f>" not in sheet and "<f " not in sheet
    assert targets == {"..\\plans\\x.xlsx"}
    assert strictness(path) == []


def test_control_characters_and_endless_texts_arrive_readable() -> None:
    sheet = corrections(wrong("a\x00\x1b[31mb" + "é" * 40_000), replace(missing(), params={"label": "x\ny" * 9_000}))
    line = rows(sheet)[0]
    assert line["raw"].startswith("a␀␛[31mb")
    assert max(len(str(text)) for line in rows(sheet) for text in line.values()) < 700


def test_rows_are_high_enough_for_what_stands_in_them() -> None:
    sheet = corrections(wrong("woord " * 100), missing())
    heights = [sheet.row_dimensions[row].height for row in (12, 13)]
    assert heights[0] > 150 > heights[1] > 15
    assert max(heights) <= 409


# -- the whole workbook ------------------------------------------------------------------------------------------------
def a_full_workbook(folder: Path, language: str) -> Path:
    name, first, _ = SHEETS[language]
    made = plan(
        "A-1", wrong("=1+1", language=language), Finding("damaged", "A-1.xlsx"),
        Finding("own-sheet", "A-1.xlsx", "Kladblok"), Finding("missing-required", "A-1.xlsx", first, "D12",
        "cust.offering", {"label": "x"}), language=language,
    )  # fmt: skip
    done = write_feedback(folder, [Checked(folder.parent / "A-1.xlsx", made)])
    assert name.lower() in done.workbooks[0]
    return folder / done.workbooks[0]


@pytest.mark.parametrize("language", LANGUAGES)
def test_excel_has_nothing_to_repair(tmp_path: Path, language: str) -> None:
    assert strictness(a_full_workbook(tmp_path / "terug", language)) == []


@pytest.mark.node
def test_the_validator_of_microsoft_finds_nothing(tmp_path: Path) -> None:
    files = [a_full_workbook(tmp_path / language, language) for language in LANGUAGES]
    assert {path.name: found for path, found in validate(files).items() if found} == {}


@pytest.mark.office
def test_libreoffice_shows_what_stands_in_it(office: Office, tmp_path: Path) -> None:
    path = a_full_workbook(tmp_path / "terug", "nl")
    book = office.open(path)
    assert [book.get(f"Correcties!{ref}").text for ref in ("B12", "C12", "D12", "F12")] == [
        "✖ fout", "1.1 Klantgegevens", "D9", "=1+1"]  # fmt: skip
    assert book.formulas("Correcties") == {}


def test_it_prints_on_a4_landscape_one_page_wide_with_its_heading_on_every_page() -> None:
    sheet = corrections(*(missing(f"D{row}") for row in range(9, 90)))
    assert (sheet.page_setup.paperSize, sheet.page_setup.orientation) == (9, "landscape")
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert (sheet.page_setup.fitToWidth or 1, sheet.page_setup.fitToHeight) == (1, 0)
    assert sheet.print_title_rows == "$11:$11"
    assert sheet.freeze_panes == "A12"


def test_every_severity_can_be_read_on_its_tint() -> None:
    for cell in (corrections(wrong(), missing(), own_sheet())[f"B{row}"] for row in (12, 13, 14)):
        ink, tint = (f"#{colour.rgb[2:]}" for colour in (cell.font.color, cell.fill.fgColor))
        assert contrast(ink, tint) >= 4.5


def test_the_same_plans_give_the_same_bytes(tmp_path: Path) -> None:
    for name in ("een", "twee"):
        write(tmp_path / name, plan("A-1", wrong(), missing()), plan("A-2", wrong()), as_of=date(2027, 3, 31))
    one, two = ({p.name: p.read_bytes() for p in (tmp_path / name).iterdir()} for name in ("een", "twee"))
    assert one == two


# -- letters -----------------------------------------------------------------------------------------------------------
def letter(folder: Path, *readings: Reading, **how: Any) -> str:
    done = write(folder / "terug", *readings, **how)
    assert len(done.letters) == 1
    return (folder / "terug" / done.letters[0]).read_text("utf-8")


def test_a_letter_is_about_all_plans_of_a_manager_the_worst_first(tmp_path: Path) -> None:
    text = letter(tmp_path, plan("A-1", missing()), plan("A-2"), plan("A-3", wrong(), missing()))
    assert text.startswith(
        "Onderwerp: accountplan 2027, graag nog even kijken (1 fout, 2 keer let op)\n\nBeste Ann de Wit,\n"
    )
    assert "We hebben 3 plannen van je bekeken; bij 2 daarvan" in text
    assert text.index("1. Klant A-3 (A-3): 1 fout, 1 keer let op") < text.index("2. Klant A-1 (A-1): 1 keer let op")
    assert "- fout – 'ca. 12' bij 'Omzet' is geen getal. Typ in cel D9 op blad '1.1 Klantgegevens'" in text
    assert "Hier hoeft niets meer aan te gebeuren: A-2.xlsx." in text
    assert "Alle punten staan in: A-3 - correcties.xlsx" in text
    assert text.endswith("Met vriendelijke groet,\n")


def test_a_letter_names_the_worst_few(tmp_path: Path) -> None:
    text = letter(tmp_path, plan("A-1", *(missing(f"D{row}") for row in range(9, 19)), wrong()))
    assert text.count("   - let op – ") == 2 and text.count("   - fout – ") == 1
    assert "en nog 8; zie het correctiebestand" in text


def test_by_when_is_said_where_a_day_was_given(tmp_path: Path) -> None:
    assert "uiterlijk 7-4-2027 terug" in letter(tmp_path, plan("A-1", wrong()), as_of=date(2027, 3, 31))
    assert "uiterlijk" not in letter(tmp_path, plan("A-1", wrong()))


def test_a_letter_is_in_the_language_of_most_of_its_plans(tmp_path: Path) -> None:
    plans = [plan(f"A-{n}", wrong(language=lang), language=lang) for n, lang in enumerate(("en", "nl", "en"))]
    assert letter(tmp_path, *plans).startswith("Subject: ")
    assert letter(tmp_path, *plans[:2], plan("A-9", wrong())).startswith("Onderwerp: ")


def test_nothing_to_mend_asks_for_nothing_back(tmp_path: Path) -> None:
    text = letter(tmp_path, plan("A-1", own_sheet()))
    assert "niets terug te sturen" in text and "Fouten gaan voor" not in text


def test_what_people_typed_cannot_add_lines_to_a_letter(tmp_path: Path) -> None:
    text = letter(tmp_path, plan("A-1", wrong("x\nBcc: everybody\r\n\x1b]0;"), manager="Ann\nBcc: all"))
    assert not [line for line in text.splitlines() if line.startswith("Bcc")]
    assert "\x1b" not in text and "\r" not in text


def test_whoever_has_all_plans_in_order_gets_no_letter(tmp_path: Path) -> None:
    done = write(tmp_path / "terug", plan("A-1"), plan("A-2", wrong(), manager="Bob Smit"))
    assert done.letters == ("Bob Smit.txt",)
    assert done.workbooks == ("A-2 - correcties.xlsx",)


# -- files that cannot be read, files that came twice ------------------------------------------------------------------
@pytest.mark.parametrize(
    ("others", "asked", "said"),
    [
        ((), None, "hele bestand"),
        (("en",), None, "whole file"),
        (("en",), "nl", "hele bestand"),
        ((), "en", "whole file"),
    ],
)
def test_a_file_that_cannot_be_read_speaks_the_language_asked_or_that_of_the_others(
    tmp_path: Path, others: Sequence[str], asked: str | None, said: str
) -> None:
    broken = Reading("kapot.xlsx", findings=(Finding("encrypted", "kapot.xlsx"),))
    done = write(tmp_path / "terug", broken, *(plan("A-1", language=lang) for lang in others), language=asked)
    line = rows(opened((tmp_path / "terug" / done.workbooks[0]).read_bytes()))[0]
    assert line["where"] == said
    assert "xlsx" in line["expected"]
    assert done.letters == ("zonder-accountmanager.txt" if said == "hele bestand" else "without-account-manager.txt",)


def test_accounts_that_came_twice_are_said_in_each_file(tmp_path: Path) -> None:
    twice = with_duplicates([plan("A-1", file="een.xlsx"), plan("A-1", file="twee.xlsx"), plan("A-2")])
    assert [[f.code for f in one.findings] for one in twice] == [["account-duplicate"]] * 2 + [[]]
    done = write(tmp_path / "terug", *twice)
    for name in done.workbooks:
        line = rows(opened((tmp_path / "terug" / name).read_bytes()))[0]
        assert "een.xlsx" in line["wrong"] and "twee.xlsx" in line["wrong"]
        assert line["expected"] == "Eén bestand per klant."
    assert len(done.workbooks) == 2


# -- names -------------------------------------------------------------------------------------------------------------
def told(file: str, manager: str = "Ann", severity: Severity = "error") -> PlanFeedback:
    remark = Remark(severity, "x", "", "", "", "", None, "", "", "")
    return PlanFeedback(Path(file), file, "nl", 2027, "A-1", "", manager, (remark,))


def test_no_two_workbooks_have_one_name() -> None:
    plans = [told("noord/A-1.xlsx"), told("zuid/a-1.ods"), told("A-1 - correcties.xlsx"), told("CON.xlsx")]
    assert workbook_names(plans) == [
        "A-1 - correcties.xlsx", "a-1 - correcties (2).xlsx", "A-1 - correcties - correcties.xlsx",
        "CON - correcties.xlsx"]  # fmt: skip


def test_two_managers_of_one_safe_name_do_not_overwrite_each_other() -> None:
    managers = ["A/B", "A:B", "a?b", "zonder-accountmanager", "../../etc", "", "x" * 300]
    names = letter_names(by_manager(told("A.xlsx", manager) for manager in managers))
    assert len({name.casefold() for name in names}) == len(managers)
    assert names[-1] == "zonder-accountmanager.txt"
    assert not [name for name in names if "/" in name or name.startswith(".") or len(name) > 130]


def test_one_manager_however_written_gets_one_letter() -> None:
    assert list(by_manager([told("A.xlsx", "Ann de Wit"), told("B.xlsx", "ann  DE wit")])) == ["Ann de Wit"]


# -- the folder --------------------------------------------------------------------------------------------------------
def names_in(folder: Path) -> set[str]:
    return {path.name for path in folder.iterdir()} - {REGISTER}


def test_the_feedback_on_a_plan_that_is_now_right_goes_away(tmp_path: Path) -> None:
    folder = tmp_path / "terug"
    write(folder, plan("A-1", wrong()), plan("A-2", wrong(), manager="Bob"))
    done = write(folder, plan("A-1"), plan("A-2", wrong(), manager="Bob"))
    assert set(done.removed) == {"A-1 - correcties.xlsx", "Ann de Wit.txt"}
    assert names_in(folder) == {"A-2 - correcties.xlsx", "Bob.txt"}


def test_the_feedback_on_plans_that_were_not_looked_at_now_stays(tmp_path: Path) -> None:
    folder, plans = tmp_path / "terug", tmp_path / "plans"
    plans.mkdir()
    (plans / "A-1.xlsx").write_bytes(b"")
    write(folder, plan("A-1", wrong()), plan("A-2", wrong(), manager="Bob"))
    done = write(folder, plan("A-3", wrong(), manager="Cas"))
    assert set(done.removed) == {"A-2 - correcties.xlsx", "Bob.txt"}, "only of the plan that is gone"
    assert {"A-1 - correcties.xlsx", "Ann de Wit.txt"} <= names_in(folder)


def test_a_second_run_replaces_ours_and_leaves_what_is_the_same(tmp_path: Path) -> None:
    folder = tmp_path / "terug"
    write(folder, plan("A-1", wrong("een")), plan("A-2", wrong()))
    before = {path.name: path.stat().st_mtime_ns for path in folder.iterdir()}
    done = write(folder, plan("A-1", wrong("twee")), plan("A-2", wrong()))
    assert done.kept == ()
    assert (folder / "A-2 - correcties.xlsx").stat().st_mtime_ns == before["A-2 - correcties.xlsx"]
    assert "twee" in texts(opened((folder / "A-1 - correcties.xlsx").read_bytes()))
    assert names_in(folder) == before.keys() - {REGISTER}


@pytest.mark.parametrize("name", ["A-1 - correcties.xlsx", "Ann de Wit.txt"])
@pytest.mark.parametrize("when", ["before", "after"])
def test_a_file_of_somebody_else_is_never_replaced_or_removed(tmp_path: Path, name: str, when: str) -> None:
    folder = tmp_path / "terug"
    if when == "after":
        write(folder, plan("A-1", wrong("een")))
    folder.mkdir(exist_ok=True)
    (folder / name).write_bytes(b"mine")
    done = write(folder, plan("A-1", wrong("twee")))
    assert (folder / name).read_bytes() == b"mine"
    assert done.kept == (name,)
    second = name.replace(".", " (2).")
    assert (folder / second).exists()
    assert write(folder, plan("A-1", wrong("drie"))).kept == (name,)
    assert names_in(folder) == {"A-1 - correcties.xlsx", "Ann de Wit.txt", second}
    write(folder, plan("A-1"))
    assert names_in(folder) == {name}


@pytest.mark.parametrize(
    "register", [b"", b"[]", b"\xff{", b'{"../A-1.xlsx": {"hashes": [], "about": []}}', b'{"x": 1}']
)
def test_a_register_that_is_none_is_no_reason_to_replace_anything(tmp_path: Path, register: bytes) -> None:
    folder = tmp_path / "terug"
    write(folder, plan("A-1", wrong("een")))
    (folder / REGISTER).write_bytes(register)
    done = write(folder, plan("A-1", wrong("twee")))
    assert done.kept == ("A-1 - correcties.xlsx", "Ann de Wit.txt")


def test_a_run_that_was_broken_off_finds_its_own_files_again(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    folder = tmp_path / "terug"
    write(folder, plan("A-1", wrong("een")))
    written: list[Path] = []

    def power_fails(path: Path, content: bytes) -> None:
        if len(written) == 2:
            raise OSError("no power")
        written.append(path)
        path.write_bytes(content)

    with monkeypatch.context() as patched:
        patched.setattr("accountplan.feedback.folder.write_whole", power_fails)
        with pytest.raises(OSError, match="no power"):
            write(folder, plan("A-1", wrong("twee")))
    assert [path.name for path in written] == [REGISTER, "A-1 - correcties.xlsx"]
    assert write(folder, plan("A-1", wrong("drie"))).kept == ()


def test_nothing_to_say_leaves_no_folder(tmp_path: Path) -> None:
    assert write(tmp_path / "terug", plan("A-1")) == Feedback((), (), (), ())
    assert not (tmp_path / "terug").exists()


def test_the_register_says_which_plans_a_file_is_about(tmp_path: Path) -> None:
    write(tmp_path / "terug", plan("A-1", wrong()))
    register = json.loads((tmp_path / "terug" / REGISTER).read_text("ascii"))
    assert register["A-1 - correcties.xlsx"]["about"] == ["../plans/A-1.xlsx"]
