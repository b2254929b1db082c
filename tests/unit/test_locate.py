"""Cells found again after edits: the right value, or a finding that names the place; never a wrong value silently."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.cell import Cell as SheetCell
from openpyxl.utils import column_index_from_string, get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from accountplan.layout.answers import PlanAnswers
from accountplan.layout.places import HELP_ROW, LABEL, TITLE_ROW
from accountplan.template import Template, load_template
from accountplan.workbook.reading import Answer, Reading
from tests.helpers import FORM as NAME
from tests.helpers import HEAD, SAMPLES, found, opened, plan, put_template, read, real_template, saved

FORM = {
    "lead.temperature": "warm", "lead.needs": ("cost",), "lead.known_us": True, "lead.known_from": "een beurs",
    "lead.value": 125_000, "lead.chance": 0.25,
}  # fmt: skip

ROLES = ("ap:input", "ap:label", "ap:row", "ap:guard")


@cache
def prospect() -> Template:
    return real_template(str(SAMPLES / "prospectplan"))


@cache
def column() -> str:
    table = prospect().table("steps")
    assert table is not None
    return next(column.id for column in table.columns if column.type == "text")


@cache
def answers() -> PlanAnswers:
    return PlanAnswers(FORM, {"steps": {f"steps.{n}": {column(): f"Stap {n}"} for n in (1, 2)}})


@cache
def filled() -> bytes:
    return plan(prospect(), answers())


@cache
def before() -> Reading:
    return read(filled(), prospect())


class Edited:
    """A filled plan, open in a program that lets people do anything."""

    def __init__(self) -> None:
        self.book = opened(filled())

    def place(self, field: str) -> Answer:
        return before().answers[field]

    def sheet(self, field: str = "lead.value") -> Worksheet:
        return self.book[self.place(field).sheet]

    def cell(self, field: str) -> SheetCell:
        return self.sheet(field)[self.place(field).cell]

    def row(self, field: str) -> int:
        return int(re.sub(r"\D", "", self.place(field).cell or ""))

    def cells(self) -> Iterator[SheetCell]:
        for sheet in self.book:
            for row in sheet.iter_rows():
                yield from (cell for cell in row if isinstance(cell, SheetCell))

    def holding(self, text: str) -> SheetCell:
        return next(cell for cell in self.cells() if cell.value == text)

    def label(self, field: str) -> SheetCell:
        return self.sheet(field).cell(self.row(field), LABEL + 1)

    def read(self) -> Reading:
        return read(saved(self.book), prospect())

    def forget(self, text: str) -> None:
        self.holding(text).value = None

    def forget_names(self) -> None:
        self.book.defined_names.clear()

    def clear(self, *starts: str, sheet: Worksheet | None = None) -> None:
        for cell in self.cells():
            if isinstance(cell.value, str) and cell.value.startswith(starts) and sheet in (None, cell.parent):
                cell.value = None

    def insert_columns(self, sheet: Worksheet, at: int, count: int = 1) -> None:
        """Columns put in between, in a program that takes the names along."""
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        for table in list(sheet.tables):
            del sheet.tables[table]
        sheet.insert_cols(at, count)
        for name in self.book.defined_names.values():
            where, _, cells = (name.attr_text or "").rpartition("!")
            if where.strip("'") == sheet.title:
                name.attr_text = f"{where}!" + re.sub(r"\$([A-Z]+)", lambda m: _moved(m[1], at, count), cells)


def _moved(column: str, at: int, count: int) -> str:
    number = column_index_from_string(column)
    return f"${get_column_letter(number + count if number >= at else number)}"


def silently_wrong(reading: Reading) -> list[str]:
    """Answers that are not what was filled in, and that no error or warning names."""
    named = {finding.field for finding in reading.findings if finding.severity != "info"}
    wrong = [field for field, value in FORM.items() if reading.answers[field].value != value and field not in named]
    rows = {row.id: row.cells[column()].value for row in reading.tables["steps"]}
    for row_id, cells in answers().tables["steps"].items():
        # A row that lost its id has another one, and keeps what was filled in.
        value = rows[row_id] if rows.get(row_id) else next((v for v in rows.values() if v == cells[column()]), None)
        if value != cells[column()] and not named & {row_id, "steps", f"{row_id}.{column()}", f"steps.{column()}"}:
            wrong.append(row_id)
    return wrong


def assert_all_right(reading: Reading) -> None:
    assert reading.plan_answers() == answers().without_blanks()


def test_the_plan_of_these_tests_is_right_and_says_nothing() -> None:
    assert_all_right(Edited().read())
    assert found(Edited().read()) == []


# -- sheets ----------------------------------------------------------------------------------------------------------
def test_sheets_that_were_renamed_are_known_by_their_mark() -> None:
    edited = Edited()
    for n, sheet in enumerate(edited.book.worksheets):
        sheet.title = f"Blad{n}"
    reading = edited.read()
    assert_all_right(reading)
    assert "own-sheet" not in {code for code, _ in found(reading)}
    assert (reading.answers["lead.value"].sheet or "").startswith("Blad")


def test_sheets_that_were_moved_are_no_matter() -> None:
    edited = Edited()
    edited.book.move_sheet(edited.book.worksheets[0], 3)
    reading = edited.read()
    assert_all_right(reading)
    assert found(reading) == []


def test_a_sheet_of_ones_own_is_said_to_be_kept_and_not_read() -> None:
    edited = Edited()
    edited.book.create_sheet("Mijn notities")["A1"] = "Waarde per jaar"
    reading = edited.read()
    assert_all_right(reading)
    assert [(f.code, f.sheet) for f in reading.findings] == [("own-sheet", "Mijn notities")]
    assert reading.filled_in, "notes of one's own are work, too"


def test_a_sheet_that_was_deleted_loses_its_fields_aloud() -> None:
    edited = Edited()
    edited.book.remove(edited.sheet())
    reading = edited.read()
    lost = {field for code, field in found(reading) if code == "field-lost"}
    assert FORM.keys() <= lost
    assert silently_wrong(reading) == []


def test_a_copy_that_says_the_same_is_no_dispute() -> None:
    edited = Edited()
    edited.book.copy_worksheet(edited.sheet())
    reading = edited.read()
    assert_all_right(reading)
    assert found(reading, "own-sheet") == []


def test_of_two_copies_that_differ_neither_is_taken_and_both_are_shown() -> None:
    edited = Edited()
    copy = edited.book.copy_worksheet(edited.sheet())
    copy[edited.place("lead.value").cell].value = 99
    reading = edited.read()
    assert found(reading) == [("field-duplicated", "lead.value")]
    answer = reading.answers["lead.value"]
    assert (answer.value, answer.raw) == (None, "125000 | 99")
    assert copy.title in reading.findings[0].message("nl")
    assert reading.answers["lead.chance"].value == 0.25


def test_of_two_copies_of_a_table_no_differing_cell_is_taken() -> None:
    edited = Edited()
    place = before().tables["steps"][0].cells[column()]
    copy = edited.book.copy_worksheet(edited.book[place.sheet])
    copy[place.cell].value = "Iets anders"
    reading = edited.read()
    assert found(reading) == [("field-duplicated", f"steps.1.{column()}")]
    row = reading.tables["steps"][0]
    assert (row.cells[column()].value, row.cells[column()].raw) == (None, "Stap 1 | Iets anders")
    assert reading.tables["steps"][1].cells[column()].value == "Stap 2"
    assert silently_wrong(reading) == []


def test_a_row_that_only_the_copy_of_a_table_has_is_reported() -> None:
    edited = Edited()
    place = before().tables["steps"][4].cells[column()]
    copy = edited.book.copy_worksheet(edited.book[place.sheet])
    copy[place.cell].value = "Alleen hier"
    assert found(edited.read()) == [("field-duplicated", f"steps.5.{column()}")]


def test_a_copy_without_its_original_is_read() -> None:
    edited = Edited()
    title = edited.sheet().title
    copy = edited.book.copy_worksheet(edited.sheet())
    edited.book.remove(edited.sheet())
    copy.title = f"{title} kopie"[:31]
    edited.forget_names()
    reading = edited.read()
    assert silently_wrong(reading) == []
    assert_all_right(reading)


def test_a_renamed_sheet_without_its_mark_is_known_by_the_keys_of_its_questions() -> None:
    edited = Edited()
    edited.clear("ap:prospectplan@", sheet=edited.sheet())
    edited.sheet().title = "Blad1"
    edited.forget_names()
    reading = edited.read()
    assert_all_right(reading)
    assert found(reading) == []


def test_a_renamed_sheet_without_its_mark_is_known_by_the_keys_of_its_tables() -> None:
    edited = Edited()
    sheet = edited.book[before().tables["steps"][0].sheet]
    edited.clear("ap:prospectplan@", "ap:f:", sheet=sheet)
    sheet.title = "Blad1"
    reading = edited.read()
    assert_all_right(reading)
    assert "own-sheet" not in {code for code, _ in found(reading)}


def test_sheets_without_their_marks_and_keys_are_known_by_their_names() -> None:
    edited = Edited()
    edited.clear("ap:prospectplan@")
    assert found(edited.read()) == [], "the overview has no keys: only its name is left"


def test_a_sheet_that_took_the_name_of_another_is_not_taken_for_it() -> None:
    edited = Edited()
    start = edited.book.worksheets[0]
    edited.book.remove(start)
    edited.forget_names()
    edited.clear("ap:f:who.")
    edited.sheet().title = start.title
    edited.book.worksheets[1]["K40"] = "Bedrijf"
    reading = edited.read()
    assert ("field-lost", "who.company") in found(reading)
    assert reading.answers["lead.value"].value == 125_000


@pytest.mark.parametrize("title", ["De prospect", None], ids=["with its title", "without its title"])
def test_what_stands_right_below_the_title_band_is_stray_and_the_band_is_not(title: str | None) -> None:
    edited = Edited()
    edited.sheet().cell(TITLE_ROW + 1, LABEL + 1).value = title
    edited.sheet().cell(HELP_ROW + 1, 12).value = "Bel mij even"
    assert [(f.code, f.cell) for f in edited.read().findings] == [("stray-text", f"L{HELP_ROW + 1}")]


def test_a_title_band_that_moved_down_is_no_stray_text() -> None:
    edited = Edited()
    insert_rows(edited.book, edited.sheet(), TITLE_ROW + 1, names=True)
    assert found(edited.read()) == []


# -- evidence that is gone -------------------------------------------------------------------------------------------
def test_names_that_are_gone_are_made_up_for_by_keys() -> None:
    edited = Edited()
    edited.forget_names()
    reading = edited.read()
    assert_all_right(reading)
    assert found(reading) == []


def test_keys_that_are_gone_are_made_up_for_by_names() -> None:
    edited = Edited()
    edited.clear("ap:f:")
    reading = edited.read()
    assert_all_right(reading)


def test_of_questions_without_keys_only_the_one_without_its_label_is_pointed_out() -> None:
    edited = Edited()
    edited.clear("ap:f:")
    edited.label("lead.value").value = "Vul hier in"
    reading = edited.read()
    assert_all_right(reading)
    assert [field for code, field in found(reading) if code == "relocated"] == ["lead.value"]


def test_without_names_keys_and_roles_an_input_is_known_by_its_distance_from_the_label() -> None:
    edited = Edited()
    edited.forget_names()
    edited.clear("ap:f:", *ROLES)
    assert edited.read().plan_answers().fields == answers().fields


def test_a_label_on_a_sheet_of_ones_own_does_not_tell_where_a_question_is() -> None:
    edited = Edited()
    edited.forget_names()
    edited.clear("ap:f:")
    notes = edited.book.create_sheet("Mijn notities")
    notes.cell(1, LABEL + 1).value = "Waarde per jaar"
    notes.cell(1, edited.cell("lead.value").column).value = 7
    assert edited.read().answers["lead.value"].value == 125_000


def test_a_label_in_the_row_of_another_question_does_not_tell_where_a_question_is() -> None:
    edited = Edited()
    edited.forget_names()
    edited.clear("ap:f:lead.value")
    edited.label("lead.value").value = "Iets anders"
    edited.label("lead.chance").value = "Waarde per jaar"
    reading = edited.read()
    assert ("field-lost", "lead.value") in found(reading)
    assert (reading.answers["lead.value"].value, reading.answers["lead.chance"].value) == (None, 0.25)


def test_a_key_column_that_is_gone_altogether() -> None:
    edited = Edited()
    for sheet in edited.book:
        for row in range(3, sheet.max_row + 1):
            sheet.cell(row, 1).value = None
    reading = edited.read()
    assert silently_wrong(reading) == []
    assert reading.answers["lead.value"].value == 125_000


def test_without_names_and_keys_the_labels_tell_and_it_is_reported() -> None:
    edited = Edited()
    edited.forget_names()
    edited.clear("ap:f:")
    reading = edited.read()
    assert reading.plan_answers().fields == answers().fields
    relocated = {field for code, field in found(reading) if code == "relocated"}
    assert FORM.keys() <= relocated


def test_without_names_keys_and_labels_a_field_is_lost_aloud() -> None:
    edited = Edited()
    edited.forget_names()
    edited.clear("ap:f:")
    for cell in edited.cells():
        if isinstance(cell.value, str) and cell.value.startswith("Waarde per jaar"):
            cell.value = "Iets anders"
    reading = edited.read()
    assert ("field-lost", "lead.value") in found(reading)
    assert reading.answers["lead.value"].value is None
    assert silently_wrong(reading) == []


def test_the_first_two_rows_may_be_gone() -> None:
    edited = Edited()
    for sheet in edited.book:
        for row in (1, 2):
            for cell in sheet[row]:
                cell.value = None
    reading = edited.read()
    assert silently_wrong(reading) == []
    assert reading.answers["lead.value"].value == 125_000


@pytest.mark.parametrize("before_column", [2, 3], ids=["between key and label", "between label and input"])
def test_without_the_first_two_rows_and_names_a_column_in_between_is_told(before_column: int) -> None:
    edited = Edited()
    edited.forget_names()
    for sheet in edited.book:
        sheet.delete_rows(1, 2)
    edited.sheet().insert_cols(before_column)
    assert silently_wrong(edited.read()) == []


def test_a_copy_of_a_sheet_that_lost_its_keys_is_a_candidate_too() -> None:
    edited = Edited()
    copy = edited.book.copy_worksheet(edited.sheet())
    for row in copy.iter_rows():
        for cell in row:
            if isinstance(cell, SheetCell) and str(cell.value).startswith("ap:f:"):
                cell.value = None
    copy[edited.cell("lead.value").coordinate].value = 7
    reading = edited.read()
    assert (reading.answers["lead.value"].value, reading.answers["lead.chance"].value) == (None, FORM["lead.chance"])
    assert ("field-duplicated", "lead.value") in found(reading)


def test_without_roles_and_names_a_column_before_the_labels_leaves_candidates_of_which_none_is_taken() -> None:
    edited = Edited()
    edited.clear(*ROLES)
    edited.forget_names()
    edited.insert_columns(edited.sheet(), LABEL + 1)
    assert_in_dispute(edited.read(), "lead.value", "125000")


def test_without_roles_a_column_before_the_inputs_leaves_candidates_of_which_none_is_taken() -> None:
    edited = Edited()
    edited.clear(*ROLES)
    edited.insert_columns(edited.sheet(), edited.cell("lead.value").column)
    assert_in_dispute(edited.read(), "lead.value", "125000")


def assert_in_dispute(reading: Reading, field: str, *shown: str) -> None:
    """No value is taken, and what may be the answer is shown."""
    answer = reading.answers[field]
    assert ("field-duplicated", field) in found(reading)
    assert answer.value is None
    assert {*shown} <= {*answer.raw.split(" | ")}


def without_keys(edited: Edited, *more: str) -> Worksheet:
    """A copy of the form of which the questions lost their keys, with another value per year."""
    copy = edited.book.copy_worksheet(edited.sheet())
    edited.clear("ap:f:", *more, sheet=copy)
    copy[edited.cell("lead.value").coordinate].value = 99
    return copy


def test_a_copy_without_keys_is_read_in_its_own_column_of_inputs() -> None:
    edited = Edited()
    copy = without_keys(edited)
    edited.insert_columns(copy, edited.cell("lead.value").column)
    assert edited.read().answers["lead.value"].raw == "125000 | 99"


def test_a_copy_without_keys_and_roles_is_read_where_inputs_were_laid_out() -> None:
    edited = Edited()
    column = edited.cell("lead.value").column
    without_keys(edited, *ROLES)
    edited.insert_columns(edited.sheet(), column)
    assert edited.read().answers["lead.value"].raw == "125000 | 99"


def test_in_a_copy_a_label_in_the_row_of_another_question_is_no_candidate() -> None:
    edited = Edited()
    copy = without_keys(edited)
    copy.cell(edited.row("lead.chance"), 1).value = "ap:f:lead.chance"
    copy.cell(edited.row("lead.chance"), LABEL + 1).value = "Waarde per jaar"
    copy.cell(edited.row("lead.value"), LABEL + 1).value = "Iets anders"
    assert edited.read().answers["lead.value"].value == 125_000


# -- evidence that disagrees -----------------------------------------------------------------------------------------
def test_labels_that_were_overwritten_are_no_matter() -> None:
    edited = Edited()
    for cell in edited.cells():
        if isinstance(cell.value, str) and cell.value.startswith(("Waarde per jaar", "Kans van slagen")):
            cell.value = "Vul hier in"
    reading = edited.read()
    assert_all_right(reading)
    assert found(reading) == [("stray-text", None)] * 2


def test_a_label_that_was_overwritten_is_not_looked_for_on_other_sheets() -> None:
    edited = Edited()
    edited.label("lead.value").value = "Vul hier in"
    edited.book.create_sheet("Mijn notities").cell(1, LABEL + 1).value = "Waarde per jaar"
    assert_all_right(edited.read())


def test_a_label_that_was_overwritten_is_not_looked_for_among_the_answers() -> None:
    edited = Edited()
    edited.label("lead.value").value = "Vul hier in"
    edited.cell("lead.known_from").value = "Waarde per jaar"
    reading = edited.read()
    assert reading.answers["lead.value"].value == 125_000
    assert reading.answers["lead.known_from"].value == "Waarde per jaar"


def test_of_two_questions_with_one_label_either_may_lose_it(tmp_path: Path) -> None:
    twin = NAME.partition("items:\n")[2].replace("own.name", "own.twin")
    template = load_template(str(put_template(tmp_path, HEAD, form=NAME + twin)))
    written = plan(template, PlanAnswers({"own.name": "Jan", "own.twin": "Zoë"}))
    book = opened(written)
    first = read(written, template).answers["own.name"]
    book[first.sheet or ""].cell(book[first.sheet or ""][first.cell or ""].row, LABEL + 1).value = "Vul hier in"
    reading = read(saved(book), template)
    assert (reading.answers["own.name"].value, reading.answers["own.twin"].value) == ("Jan", "Zoë")


def test_a_question_that_bears_the_name_of_another_is_read_and_pointed_out() -> None:
    edited = Edited()
    edited.label("lead.chance").value = "Waarde per jaar"
    reading = edited.read()
    assert reading.answers["lead.chance"].value == FORM["lead.chance"]
    assert ("relocated", "lead.chance") in found(reading)


def test_a_question_that_bears_the_name_of_another_is_pointed_out_wherever_its_column_moved() -> None:
    edited = Edited()
    edited.label("lead.chance").value = "Waarde per jaar"
    edited.insert_columns(edited.sheet(), LABEL + 1, 2)
    reading = edited.read()
    assert reading.answers["lead.chance"].value == FORM["lead.chance"]
    assert ("relocated", "lead.chance") in found(reading)


def swap(sheet: Worksheet, one: int, other: int, columns: range) -> None:
    for number in columns:
        above, below = sheet.cell(one, number), sheet.cell(other, number)
        if isinstance(above, SheetCell) and isinstance(below, SheetCell):
            above.value, below.value = below.value, above.value
            above.number_format, below.number_format = below.number_format, above.number_format


def test_rows_that_were_sorted_along_with_their_keys_are_found_and_reported() -> None:
    edited = Edited()
    swap(edited.sheet(), edited.row("lead.value"), edited.row("lead.chance"), range(1, LABEL + 4))
    reading = edited.read()
    assert (reading.answers["lead.value"].value, reading.answers["lead.chance"].value) == (125_000, 0.25)
    assert sorted(found(reading)) == [("relocated", "lead.chance"), ("relocated", "lead.value")]


def test_rows_that_were_sorted_without_their_keys_are_in_dispute() -> None:
    edited = Edited()
    swap(edited.sheet(), edited.row("lead.value"), edited.row("lead.chance"), range(LABEL + 1, LABEL + 4))
    reading = edited.read()
    assert silently_wrong(reading) == []
    for field in ("lead.value", "lead.chance"):
        assert reading.answers[field].value is None
        assert ("field-duplicated", field) in found(reading)


def test_rows_that_were_sorted_without_their_keys_are_in_dispute_though_the_column_moved_without_its_role() -> None:
    edited = Edited()
    edited.clear(*ROLES)
    inputs = edited.cell("lead.value").column
    edited.insert_columns(edited.sheet(), inputs)
    swap(edited.sheet(), edited.row("lead.value"), edited.row("lead.chance"), range(LABEL + 1, inputs + 2))
    reading = edited.read()
    for field in ("lead.value", "lead.chance"):
        assert_in_dispute(reading, field, "125000", "0.25")


def test_rows_that_were_sorted_without_their_keys_and_hold_the_same_are_no_dispute() -> None:
    edited = Edited()
    edited.cell("lead.value").value = edited.cell("lead.chance").value = None
    swap(edited.sheet(), edited.row("lead.value"), edited.row("lead.chance"), range(LABEL + 1, LABEL + 4))
    reading = edited.read()
    assert reading.answers["lead.value"].value is None
    assert silently_wrong_of(reading, {"lead.value", "lead.chance"}) == []


def silently_wrong_of(reading: Reading, emptied: set[str]) -> list[str]:
    return [field for field in silently_wrong(reading) if field not in emptied]


def test_a_name_that_was_dragged_along_is_overruled_by_the_key() -> None:
    edited = Edited()
    row, other = edited.row("lead.value"), edited.row("lead.chance")
    name = edited.book.defined_names["ap_lead_value"]
    name.attr_text = (name.attr_text or "").replace(f"${row}", f"${other}")
    reading = edited.read()
    assert reading.answers["lead.value"].value == 125_000
    assert found(reading) == [("relocated", "lead.value")]


def test_a_key_that_stands_twice_with_different_answers_is_in_dispute() -> None:
    edited = Edited()
    sheet = edited.sheet()
    sheet.cell(edited.row("lead.chance"), 1).value = "ap:f:lead.value"
    reading = edited.read()
    assert ("field-duplicated", "lead.value") in found(reading)
    assert reading.answers["lead.value"].value is None
    assert silently_wrong(reading) == []


# -- rows and columns ------------------------------------------------------------------------------------------------
def shifted(reference: str, sheet: str, from_row: int) -> str:
    """A defined name after rows were inserted."""
    if not reference.startswith((f"'{sheet}'!", f"{sheet}!")):
        return reference
    where, _, cells = reference.rpartition("!")
    return f"{where}!" + re.sub(r"\$(\d+)", lambda m: f"${int(m[1]) + (int(m[1]) >= from_row) * 2}", cells)


def insert_rows(book: openpyxl.Workbook, sheet: Worksheet, at: int, names: bool) -> None:
    for merged in list(sheet.merged_cells.ranges):
        sheet.unmerge_cells(str(merged))
    for table in list(sheet.tables):
        del sheet.tables[table]
    sheet.insert_rows(at, 2)
    if names:
        for name in book.defined_names.values():
            name.attr_text = shifted(name.attr_text or "", sheet.title, at)


@pytest.mark.parametrize("names", [True, False], ids=["names moved along", "names left behind"])
def test_rows_inserted_above_the_questions(names: bool) -> None:
    edited = Edited()
    insert_rows(edited.book, edited.sheet(), 7, names)
    reading = edited.read()
    assert_all_right(reading)
    if names:
        assert found(reading) == []


@pytest.mark.parametrize("names", [True, False], ids=["names moved along", "names left behind"])
def test_rows_inserted_within_a_table(names: bool) -> None:
    edited = Edited()
    cell = before().tables["steps"][1].cells[column()]
    insert_rows(edited.book, edited.book[cell.sheet], int(re.sub(r"\D", "", cell.cell or "")), names)
    reading = edited.read()
    assert_all_right(reading)


@pytest.mark.parametrize("at", [1, 2, 3])
def test_columns_inserted_left_of_the_inputs(at: int) -> None:
    edited = Edited()
    edited.forget_names()
    for sheet in edited.book:
        for merged in list(sheet.merged_cells.ranges):
            sheet.unmerge_cells(str(merged))
        for table in list(sheet.tables):
            del sheet.tables[table]
        if sheet.sheet_state == "visible":
            sheet.insert_cols(at)
    reading = edited.read()
    assert silently_wrong(reading) == []
    assert_all_right(reading)


def test_columns_of_a_table_that_changed_places_are_known_by_their_key() -> None:
    edited = Edited()
    place = before().tables["steps"][0]
    sheet = edited.book[place.sheet]
    for table in list(sheet.tables):
        del sheet.tables[table]
    key = edited.holding(f"ap:c:{column()}")
    other = sheet.cell(key.row, key.column + 1)
    end = edited.holding("ap:e:steps").row
    for row in range(key.row, end):
        one, two = sheet.cell(row, key.column), sheet.cell(row, other.column)
        one.value, two.value = two.value, one.value
    reading = edited.read()
    assert_all_right(reading)


def test_without_its_keys_a_column_is_known_by_its_header() -> None:
    edited = Edited()
    edited.holding(f"ap:c:{column()}").value = None
    assert silently_wrong(edited.read()) == []
    assert_all_right(edited.read())


def test_a_column_without_key_and_header_is_lost_aloud() -> None:
    edited = Edited()
    key = edited.holding(f"ap:c:{column()}")
    sheet, row, number = key.parent, key.row, key.column
    key.value = None
    for table in list(sheet.tables):
        del sheet.tables[table]
    sheet.cell(row + 1, number).value = "Anders"
    reading = edited.read()
    assert ("field-lost", f"steps.{column()}") in found(reading)
    assert silently_wrong(reading) == []


def test_a_table_without_any_key_is_known_by_its_place_and_reported() -> None:
    edited = Edited()
    edited.clear("ap:c:", "ap:t:", "ap:e:")
    reading = edited.read()
    assert_all_right(reading)
    assert ("relocated", "steps") in found(reading)


def test_a_table_without_any_key_or_name_is_known_by_its_headers_and_reported() -> None:
    edited = Edited()
    edited.clear("ap:c:", "ap:t:", "ap:e:")
    edited.forget_names()
    reading = edited.read()
    assert_all_right(reading)
    assert ("relocated", "steps") in found(reading)


def test_a_table_without_any_evidence_is_lost_aloud() -> None:
    edited = Edited()
    header = edited.holding("ap:t:steps")
    for table in list(header.parent.tables):
        del header.parent.tables[table]
    for cell in header.parent[header.row]:
        cell.value = None
    edited.clear("ap:c:", "ap:t:", "ap:e:")
    edited.forget_names()
    reading = edited.read()
    assert ("field-lost", "steps") in found(reading)
    assert silently_wrong(reading) == []


# -- everything at once ----------------------------------------------------------------------------------------------
MUTILATIONS: dict[str, Any] = {
    "names": lambda edited: edited.forget_names(),
    "keys": lambda edited: edited.clear("ap:f:"),
    "column keys": lambda edited: edited.clear("ap:c:"),
    "table keys": lambda edited: edited.clear("ap:t:", "ap:e:"),
    "roles": lambda edited: edited.clear(*ROLES),
    "marks": lambda edited: edited.clear("ap:prospectplan@"),
    "row ids": lambda edited: edited.clear("steps."),
    "lists": lambda edited: edited.clear("ap:l:"),
    "titles": lambda edited: [setattr(sheet, "title", f"Z{n}") for n, sheet in enumerate(edited.book.worksheets)],
}


@pytest.mark.parametrize("one", MUTILATIONS)
@pytest.mark.parametrize("other", MUTILATIONS)
def test_whatever_two_kinds_of_evidence_are_gone_nothing_is_silently_wrong(one: str, other: str) -> None:
    edited = Edited()
    MUTILATIONS[one](edited)
    MUTILATIONS[other](edited)
    assert silently_wrong(edited.read()) == []
