"""The harness itself: it does what a person can, refuses what a person cannot, and recovers."""

from __future__ import annotations

import os
import signal
from contextlib import suppress
from datetime import date, datetime
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter

from tests.office import gnumeric
from tests.office.office import Book, Formula, Office, OfficeGone, Refused, Wrong


@pytest.fixture
def plan(tmp_path: Path) -> Path:
    """A sheet with inputs in column B, locked labels, a list, a rule with limits, and a name."""
    path = tmp_path / "plan.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        open_cell = workbook.add_format({"locked": False})
        sheet = workbook.add_worksheet("1.1 Plan")
        lists = workbook.add_worksheet("Lists")
        lists.write_column("A1", ["new", "existing", ""])
        for row in range(12):
            sheet.write(row, 0, f"Question {row + 1}")
            sheet.write_blank(row, 1, None, open_cell)
        sheet.write_formula("B12", "=B1*2", open_cell, 0)
        limits = {"validate": "integer", "criteria": "between", "minimum": 0, "maximum": 10}
        sheet.data_validation("B1", {**limits, "error_title": "Too much", "error_message": "At most 10."})
        sheet.data_validation("B2", {"validate": "list", "source": "=Lists!$A$1:$A$3", "error_message": "Choose one."})
        sheet.data_validation("B3", {"validate": "custom", "value": '=AND(LEN(B3)=7,LEFT(B3,2)="A-")'})
        sheet.data_validation("B4", {"validate": "date", "criteria": ">=", "value": date(2027, 1, 1)})
        sheet.data_validation("B5", {"validate": "length", "criteria": "<=", "value": 5})
        workbook.define_name("ap_first", "='1.1 Plan'!$A$1:$C$1")
        sheet.protect()
    return path


@pytest.fixture
def book(office: Office, plan: Path) -> Book:
    return office.open(plan)


def saved(book: Book, path: Path) -> Any:
    return openpyxl.load_workbook(book.save(path), data_only=True)["1.1 Plan"]


def test_typed_values_come_back(book: Book, tmp_path: Path) -> None:
    book.fill(
        {
            "1.1 Plan!B1": 7,
            "1.1 Plan!B2": "existing",
            "1.1 Plan!B4": date(2027, 3, 1),
            "1.1 Plan!B6": True,
            "'1.1 Plan'!B7": "= not a formula",
            "1.1 Plan!B8": Formula("=SUM(B1;1)"),
            "1.1 Plan!B9": datetime(2027, 3, 1, 12, 30),
        }
    )
    sheet = saved(book, tmp_path / "back.xlsx")
    assert [sheet[f"B{row}"].value for row in (1, 2, 4, 6, 7, 8, 9)] == [
        7,
        "existing",
        datetime(2027, 3, 1),
        True,
        "= not a formula",
        8,
        datetime(2027, 3, 1, 12, 30),
    ]
    assert sheet["B12"].value == 14
    assert book.get("1.1 Plan!B4").value == datetime(2027, 3, 1)
    assert book.get("1.1 Plan!B6").value is True
    assert book.get("1.1 Plan!B8").formula == "=SUM(B1;1)" or book.get("1.1 Plan!B8").formula == "=SUM(B1,1)"


def test_typing_is_understood_in_a_locale(book: Book) -> None:
    assert book.type("1.1 Plan!B6", "1.250,5", locale="nl-NL")
    assert book.get("1.1 Plan!B6").value == 1250.5
    book.type("1.1 Plan!B7", "1,250.5", locale="en-GB")
    assert book.get("1.1 Plan!B7").value == 1250.5
    book.type("1.1 Plan!B8", "1-3-2027", locale="nl-NL")
    assert book.get("1.1 Plan!B8").value == datetime(2027, 3, 1)
    book.type("1.1 Plan!B9", "3/1/2027", locale="en-US")
    assert book.get("1.1 Plan!B9").value == datetime(2027, 3, 1)
    book.type("1.1 Plan!B10", "12 dagen", locale="nl-NL")
    assert book.get("1.1 Plan!B10").kind == "text"


def test_a_locked_cell_is_refused_and_nothing_is_filled(book: Book) -> None:
    assert book.locked("1.1 Plan!A1")
    assert not book.locked("1.1 Plan!B1")
    assert book.locked("1.1 Plan!A1:B1")
    with pytest.raises(Refused):
        book.fill({"1.1 Plan!B1": 3, "1.1 Plan!A1": "mine"})
    assert book.get("1.1 Plan!B1").kind == "empty"
    for refused in (
        lambda: book.type("1.1 Plan!A1", "mine"),
        lambda: book.cut("1.1 Plan!A1", "1.1 Plan!B1"),
        lambda: book.copy("1.1 Plan!A1:B1", "1.1 Plan!A3"),
        lambda: book.paste("1.1 Plan!B3", [["a", "b"]]),
        lambda: book.sort("1.1 Plan!A1:B4", 0),
        lambda: book.insert_rows("1.1 Plan", 2),
        lambda: book.clear("1.1 Plan!A1"),
    ):
        with pytest.raises(Refused):
            refused()
    book.unprotect("1.1 Plan")
    book.set("1.1 Plan!A1", "mine")
    book.protect("1.1 Plan")
    assert book.get("1.1 Plan!A1").value == "mine"
    assert book.locked("1.1 Plan!A1")


def test_rules_of_cells(book: Book) -> None:
    rule = book.validation("1.1 Plan!B1")
    assert (rule.type, rule.operator, rule.error, rule.error_title) == ("whole", "between", "At most 10.", "Too much")
    assert book.validation("1.1 Plan!B6").type == "any"
    assert book.offered("1.1 Plan!B2") == ["new", "existing"]
    accepted: dict[str, tuple[list[Any], list[Any]]] = {
        "B1": ([0, 10], [11, -1, 2.5, "ten"]),
        "B2": (["new", "Existing"], ["other"]),
        "B3": (["A-12345"], ["B-12345", "A-1"]),
        "B4": ([date(2027, 1, 1)], [date(2026, 12, 31), "soon"]),
        "B5": (["12345"], ["123456"]),
        "B6": (["anything"], []),
    }
    for cell, (right, wrong) in accepted.items():
        for value in right:
            assert book.accepts(f"1.1 Plan!{cell}", value), (cell, value)
        for value in wrong:
            assert not book.accepts(f"1.1 Plan!{cell}", value), (cell, value)
        assert book.get(f"1.1 Plan!{cell}").kind == "empty"
    assert book.locked("1.1 Plan!A1")


def test_whole_sheets_and_hard_recalculation(book: Book) -> None:
    book.set("1.1 Plan!B1", 21)
    book.set("1.1 Plan!B6", Formula("=1/0"))
    book.recalculate()
    values = book.values("1.1 Plan")
    assert (values["A12"], values["B1"], values["B12"]) == ("Question 12", 21, 42)
    assert values["B6"] == "#DIV/0!"
    assert book.get("1.1 Plan!B6").kind == "error"
    assert book.formulas("1.1 Plan") == {"B6": "=1/0", "B12": "=B1*2"}


def test_cells_are_cut_copied_pasted_and_sorted(book: Book) -> None:
    book.unprotect("1.1 Plan")
    book.cut("1.1 Plan!A1", "1.1 Plan!D1")
    assert (book.get("1.1 Plan!A1").kind, book.get("1.1 Plan!D1").value) == ("empty", "Question 1")
    book.copy("1.1 Plan!A2:A3", "1.1 Plan!D2")
    assert book.get("1.1 Plan!D3").value == "Question 3"
    book.paste("1.1 Plan!B2", [["Existing"], ["12"]])
    assert book.get("1.1 Plan!B3").value == 12
    assert book.validation("1.1 Plan!B2").type == "any", "a paste takes the rule away"
    book.paste("1.1 Plan!B5", [["5"]], only_values=True)
    assert book.validation("1.1 Plan!B5").type == "text_len"
    book.sort("1.1 Plan!A2:B4", 0, descending=True)
    assert book.get("1.1 Plan!A2").value == "Question 4"
    book.set("1.1 Plan!D1", None)
    assert book.get("1.1 Plan!D1").kind == "empty"


def test_rows_columns_and_names(book: Book) -> None:
    book.unprotect("1.1 Plan")
    book.insert_rows("1.1 Plan", 1, 2)
    book.insert_columns("1.1 Plan", "A")
    assert book.get("ap_first").value == "Question 1"
    assert book.names()["ap_first"].endswith("$B$3:$D$3")
    book.delete_columns("1.1 Plan", "A")
    book.delete_rows("1.1 Plan", 1, 2)
    assert book.get("1.1 Plan!A1").value == "Question 1"
    book.merge("1.1 Plan!A1:B1")
    with pytest.raises(Wrong):
        book.get("no_such_name")
    with pytest.raises(Wrong):
        book.get("Elsewhere!A1")


def test_sheets_are_renamed_copied_moved_and_deleted(office: Office, book: Book) -> None:
    book.rename_sheet("Lists", "Lijsten")
    book.copy_sheet("1.1 Plan", "Copy", 0)
    book.move_sheet("Lijsten", 0)
    book.show_sheet("Lijsten", visible=False)
    assert [(sheet.name, sheet.visible, sheet.protected) for sheet in book.sheets()] == [
        ("Lijsten", False, False),
        ("Copy", True, True),
        ("1.1 Plan", True, True),
    ]
    book.delete_sheet("Copy")
    other = office.new()
    other.take_sheet(book, "1.1 Plan")
    other.add_sheet("Mine")
    assert [sheet.name for sheet in other.sheets()][1:] == ["1.1 Plan", "Mine"]


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".xls", ".pdf", ".csv"])
def test_saves_in_every_format(book: Book, tmp_path: Path, ending: str) -> None:
    assert book.save(tmp_path / f"saved{ending}").stat().st_size > 100


def test_saved_as_ods_it_opens_again(office: Office, plan: Path, tmp_path: Path) -> None:
    again = office.open(office.convert(plan, tmp_path / "plan.ods"))
    assert again.get("1.1 Plan!A3").value == "Question 3"


def test_many_cells_are_filled_fast(office: Office) -> None:
    book = office.new()
    sheet = book.sheets()[0].name
    book.fill({f"{sheet}!{column}{row}": row for column in "ABCDEFGHIJ" for row in range(1, 201)})
    assert len(book.values(sheet)) == 2_000


def group_of(leader: int) -> set[int]:
    """The processes of a group that are alive."""
    found = set()
    for stat in Path("/proc").glob("[0-9]*/stat"):
        with suppress(OSError):
            state, _, group = stat.read_text().rpartition(")")[2].split()[:3]
            if int(group) == leader and state != "Z":
                found.add(int(stat.parent.name))
    return found


@pytest.mark.office
def test_it_starts_again_after_a_crash(plan: Path) -> None:
    with Office(seconds=60) as office:
        book = office.open(plan)
        driver = office.start()._process.pid
        for process in group_of(driver) - {driver}:
            os.kill(process, signal.SIGKILL)
        with pytest.raises(OfficeGone):
            book.recalculate()
        with pytest.raises(Wrong):
            book.recalculate()
        assert office.open(plan).get("1.1 Plan!A1").value == "Question 1"
        driver = office.start()._process.pid
        assert len(group_of(driver)) > 1
    assert not group_of(driver), "nothing is left running"


@pytest.mark.office
def test_no_answer_in_time_ends_it(plan: Path) -> None:
    with Office() as office:
        book = office.open(plan)
        office.seconds = 0
        with pytest.raises(OfficeGone):
            book.recalculate()
        office.seconds = 60
        assert office.open(plan).sheets()


@pytest.mark.skipif(gnumeric.missing() is not None, reason="Gnumeric is not installed")
@pytest.mark.parametrize("ending", [".xlsx", ".xls", ".ods"])
def test_gnumeric_saves_what_it_opened(plan: Path, tmp_path: Path, ending: str) -> None:
    through = gnumeric.convert(plan, tmp_path / f"through{ending}")
    back = gnumeric.convert(through, tmp_path / "back.xlsx", recalculate=True)
    assert openpyxl.load_workbook(back)["1.1 Plan"]["A3"].value == "Question 3"


@pytest.mark.skipif(gnumeric.missing() is not None, reason="Gnumeric is not installed")
def test_gnumeric_says_what_failed(tmp_path: Path) -> None:
    with pytest.raises(gnumeric.GnumericFailed, match="missing"):
        gnumeric.convert(tmp_path / "missing.xlsx", tmp_path / "out.xlsx")
