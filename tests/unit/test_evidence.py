"""Evidence that contradicts itself: sheets of others, rows and columns that moved without their keys, merged cells."""

from __future__ import annotations

import io
from collections.abc import Iterator
from functools import cache
from pathlib import Path

import openpyxl
import pytest
from openpyxl.cell import Cell as SheetCell
from openpyxl.worksheet.worksheet import Worksheet

from accountplan.layout.answers import PlanAnswers
from accountplan.template import Template
from accountplan.workbook.reading import Answer, Identity, Reading
from accountplan.workbook.write import plan_bytes
from tests.helpers import context, found, opened, plan, read, real_template, saved
from tests.tools.editing import edit
from tests.unit.test_locate import FORM, Edited, before, prospect
from tests.unit.test_locate import column as step_column


def plan_of(account: str, answers: PlanAnswers, template: Template) -> bytes:
    identity = Identity(account, 2027, template.id, template.version, "nl", "A", "EUR", answers.fingerprint())
    return plan_bytes(template, context(), answers, identity)


def put_sheet(book: openpyxl.Workbook, source: Worksheet, title: str) -> Worksheet:
    """The contents of a sheet of another book, as a sheet of this one."""
    made: Worksheet = book.create_sheet(title)
    for row in source.iter_rows():
        for cell in row:
            if isinstance(cell, SheetCell) and cell.value is not None:
                made.cell(cell.row, cell.column).value = cell.value
    return made


# -- sheets of others ------------------------------------------------------------------------------------------------
def test_a_sheet_of_another_account_is_set_aside_and_named() -> None:
    edited = Edited()
    other = opened(plan_of("B-2", PlanAnswers({"lead.value": 7}), prospect()))
    put_sheet(edited.book, other[edited.sheet().title], "Van B-2")
    reading = edited.read()
    assert [(f.code, f.severity, f.sheet) for f in reading.findings] == [("other-plan", "error", "Van B-2")]
    assert "B-2 2027" in reading.findings[0].message("nl")
    assert reading.answers["lead.value"].value == FORM["lead.value"]
    assert reading.identity is not None and reading.identity.account == "A-1"


def test_a_sheet_of_another_account_in_the_place_of_ours_gives_no_answers() -> None:
    edited = Edited()
    title = edited.sheet().title
    other = opened(plan_of("B-2", PlanAnswers({"lead.value": 7}), prospect()))
    edited.book.remove(edited.sheet())
    put_sheet(edited.book, other[title], title)
    reading = edited.read()
    assert reading.answers["lead.value"].value is None
    assert {("other-plan", None), ("field-lost", "lead.value")} <= set(found(reading))


def test_last_years_sheet_is_no_sheet_of_this_plan() -> None:
    edited = Edited()
    marks = [
        cell for cell in edited.cells() if str(cell.value).startswith("ap-plan:") and cell.parent is edited.sheet()
    ]
    marks[0].value = str(marks[0].value).replace("2027", "2026")
    assert ("other-plan", None) in found(edited.read())


# -- merged cells, formulas, texts -----------------------------------------------------------------------------------
def test_inputs_that_were_merged_are_both_named() -> None:
    edited = Edited()
    cells = sorted((edited.cell("lead.value"), edited.cell("lead.chance")), key=lambda cell: cell.row)
    assert cells[1].row == cells[0].row + 1, "they stand right below each other"
    edited.sheet().merge_cells(f"{cells[0].coordinate}:{cells[1].coordinate}")
    reading = edited.read()
    named = {field for code, field in found(reading) if code == "structure-changed"}
    assert named == {"lead.value", "lead.chance"}


def test_a_formula_in_an_input_is_read_by_its_result_with_a_note(tmp_path: Path) -> None:
    edited = Edited()
    edited.cell("lead.value").value = 31337
    path = tmp_path / "plan.xlsx"
    path.write_bytes(saved(edited.book))
    titles = [sheet.title for sheet in edited.book]
    part = f"xl/worksheets/sheet{titles.index(edited.sheet().title) + 1}.xml"
    edit(path, part, "<v>31337</v>", "<f>C1*2</f><v>31337</v>")
    reading = read(path.read_bytes(), prospect())
    assert reading.answers["lead.value"].value == 31337
    assert [(f.code, f.severity, f.field) for f in reading.findings] == [("formula-in-input", "info", "lead.value")]


def test_what_stands_where_nothing_is_asked_is_reported_and_never_taken() -> None:
    edited = Edited()
    sheet, row = edited.sheet(), edited.row("lead.value")
    sheet.cell(row + 40, 2).value = "Bel mij even"
    sheet.cell(row, 12).value = 42
    reading = edited.read()
    said = [(f.code, f.severity, f.cell, f.params["raw"]) for f in reading.findings]
    assert said == [("stray-text", "info", f"L{row}", "42"), ("stray-text", "info", f"B{row + 40}", "Bel mij even")]


def test_inputs_of_a_column_that_was_copied_are_in_dispute_where_they_differ() -> None:
    edited = Edited()
    sheet = edited.sheet()
    role = next(cell for cell in edited.cells() if cell.value == "ap:input" and cell.parent is sheet)
    for (cell,) in sheet.iter_rows(min_col=role.column, max_col=role.column):
        sheet.cell(cell.row, 12).value = cell.value
    sheet.cell(edited.row("lead.value"), 12).value = 7
    reading = edited.read()
    assert reading.answers["lead.chance"].value == FORM["lead.chance"]
    assert reading.answers["lead.value"].value is None
    assert ("field-duplicated", "lead.value") in found(reading)


# -- columns ---------------------------------------------------------------------------------------------------------
def head_of(edited: Edited, table: str = "steps") -> tuple[Worksheet, int, int]:
    """(sheet, row of the column keys, last row) of a table."""
    key = edited.holding(f"ap:c:{table}")
    sheet = key.parent
    assert isinstance(sheet, Worksheet)
    for name in list(sheet.tables):
        del sheet.tables[name]
    return sheet, key.row, edited.holding(f"ap:e:{table}").row


def swap_columns(sheet: Worksheet, rows: range, one: int, other: int) -> None:
    for row in rows:
        left, right = sheet.cell(row, one), sheet.cell(row, other)
        assert isinstance(left, SheetCell) and isinstance(right, SheetCell)
        left.value, right.value = right.value, left.value


def test_columns_moved_without_their_hidden_keys_are_in_dispute() -> None:
    edited = Edited()
    sheet, keys, end = head_of(edited)
    at = edited.holding(f"ap:c:{step_column()}").column
    swap_columns(sheet, range(keys + 1, end), at, at + 1)
    reading = edited.read()
    assert ("field-duplicated", f"steps.1.{step_column()}") in found(reading)
    assert reading.tables["steps"][0].cells[step_column()].value is None


def test_a_column_that_was_copied_with_its_key_is_in_dispute_where_the_copies_differ() -> None:
    edited = Edited()
    sheet, keys, end = head_of(edited)
    at = edited.holding(f"ap:c:{step_column()}").column
    free = sheet.max_column + 2
    for row in range(keys, end):
        sheet.cell(row, free).value = sheet.cell(row, at).value
    first = before().tables["steps"][0].cells[step_column()].cell or ""
    sheet.cell(int("".join(filter(str.isdigit, first))), free).value = "Anders"
    reading = edited.read()
    duplicated = [field for code, field in found(reading) if code == "field-duplicated"]
    assert duplicated == [f"steps.1.{step_column()}"]
    assert reading.tables["steps"][1].cells[step_column()].value == "Stap 2"


def test_a_form_whose_column_of_inputs_was_deleted_is_lost_aloud() -> None:
    edited = Edited()
    role = next(cell for cell in edited.cells() if cell.value == "ap:input" and cell.parent is edited.sheet())
    for merged in list(edited.sheet().merged_cells.ranges):
        edited.sheet().unmerge_cells(str(merged))
    edited.sheet().delete_cols(role.column)
    lost = {field for code, field in found(edited.read()) if code == "field-lost"}
    assert lost >= FORM.keys()


# -- rows ------------------------------------------------------------------------------------------------------------
@cache
def evaluated() -> bytes:
    cells = {f"evaluation.q{q}.costs": {"eval.actual": 100 * q} for q in (1, 2, 3)}
    table = account_plan().table("evaluation")
    assert table is not None
    column = next(c.id for c in table.columns if c.role == "correction")
    return plan(account_plan(), PlanAnswers({}, {"evaluation": {row: {column: row} for row in cells}}))


def account_plan() -> Template:
    return real_template("accountplan")


def corrections(reading: Reading) -> Iterator[tuple[str, Answer]]:
    table = account_plan().table("evaluation")
    assert table is not None
    column = next(c.id for c in table.columns if c.role == "correction")
    for row in reading.tables["evaluation"]:
        if column in row.cells and (row.cells[column].raw or row.cells[column].value):
            yield row.id, row.cells[column]


def swap_rows(sheet: Worksheet, one: int, other: int, columns: range) -> None:
    for column in columns:
        above, below = sheet.cell(one, column), sheet.cell(other, column)
        if isinstance(above, SheetCell) and isinstance(below, SheetCell):
            above.value, below.value = below.value, above.value


@pytest.mark.parametrize("labels", [True, False], ids=["with their names", "without their names"])
def test_fixed_rows_that_were_sorted(labels: bool) -> None:
    book = openpyxl.load_workbook(io.BytesIO(evaluated()))
    places = dict(corrections(read(evaluated(), account_plan())))
    one, other = places["evaluation.q1.costs"], places["evaluation.q2.costs"]
    sheet = book[one.sheet or ""]
    rows = [int("".join(filter(str.isdigit, place.cell or ""))) for place in (one, other)]
    ids = next(c.column for c in sheet[rows[0]] if c.value == "evaluation.q1.costs")
    swap_rows(sheet, rows[0], rows[1], range(2 if labels else ids, sheet.max_column + 1))
    reading = read(saved(book), account_plan())
    values = {row: answer.value for row, answer in corrections(reading)}
    if labels:
        assert values == {f"evaluation.q{q}.costs": f"evaluation.q{q}.costs" for q in (1, 2, 3)}
        assert "field-duplicated" not in {code for code, _ in found(reading)}
    else:
        assert values["evaluation.q1.costs"] is None and values["evaluation.q2.costs"] is None
        assert values["evaluation.q3.costs"] == "evaluation.q3.costs"
        assert any(
            code == "field-duplicated" and str(field).startswith("evaluation.q1") for code, field in found(reading)
        )


def test_a_fixed_row_that_bears_the_name_of_another_is_read_by_its_id_and_pointed_out() -> None:
    book = openpyxl.load_workbook(io.BytesIO(evaluated()))
    places = dict(corrections(read(evaluated(), account_plan())))
    sheet = book[places["evaluation.q1.costs"].sheet or ""]
    one, other = (
        next(row for row in sheet.iter_rows() if any(cell.value == name for cell in row))
        for name in ("evaluation.q1.costs", "evaluation.q2.costs")
    )
    for cell, source in zip(one, other, strict=True):
        if isinstance(cell, SheetCell) and cell.value in ("Q1", "Kwartaal 1"):
            cell.value = source.value
    reading = read(saved(book), account_plan())
    assert dict(corrections(reading))["evaluation.q1.costs"].value == "evaluation.q1.costs"
    assert ("relocated", "evaluation.q1.costs") in found(reading)


def test_ids_whose_own_key_is_gone_are_still_ids() -> None:
    edited = Edited()
    edited.clear("ap:c:steps")
    filled = [row.id for row in edited.read().tables["steps"] if row.filled]
    assert filled == ["steps.1", "steps.2"]


def test_an_answer_that_looks_like_a_key_is_an_answer() -> None:
    edited = Edited()
    edited.clear("ap:e:", "ap:t:")
    edited.holding("Stap 2").value = "ap:"
    rows = [row.cells[step_column()].value for row in edited.read().tables["steps"] if row.filled]
    assert rows == ["Stap 1", "ap:"]


def test_a_free_row_that_was_copied_is_an_extra_row_and_said_to_be_one() -> None:
    edited = Edited()
    sheet, keys, _ = head_of(edited)
    for cell in sheet[keys + 2]:
        sheet.cell(keys + 4, cell.column).value = cell.value
    reading = edited.read()
    assert [row.cells[step_column()].value for row in reading.tables["steps"] if row.filled] == [
        "Stap 1",
        "Stap 2",
        "Stap 1",
    ]
    assert [(f.code, f.severity) for f in reading.findings if f.code == "structure-changed"] == [
        ("structure-changed", "warning")
    ]
