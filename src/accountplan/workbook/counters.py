"""The counters of a sheet: hidden formulas that know, row by row, what is still open and what is wrong.

They say the same as `layout/progress.py`, whose words are used here; signs, colours, sentences and totals hang on them.
"""

from __future__ import annotations

from dataclasses import dataclass

from accountplan.formula import parse
from accountplan.formula.excel import condition
from accountplan.layout.context import meaning_of
from accountplan.layout.places import (
    FIRST_ROW,
    SIGN,
    TITLE_ROW,
    WORKBOOK_ROW,
    FieldPlace,
    Layout,
    RowPlace,
    SheetPlace,
    Slot,
    TablePlace,
    absolute,
    address,
    quoted,
)
from accountplan.layout.progress import CONFLICT, DONE, DONE_SIGN, FAULT, OPEN, OPEN_SIGN, RowState, mark, row_mark
from accountplan.layout.rows import joined
from accountplan.template.model import FieldSpec
from accountplan.workbook.faults import fault_test, rule_of
from accountplan.workbook.formulas import CellAddresses
from accountplan.workbook.page import Page

ANSWERED_ROW, REQUIRED_ROW = WORKBOOK_ROW, TITLE_ROW
_NOTHING = '""'


def write_marks(page: Page, row: int, marks: str | None, state: RowState) -> None:
    """The marks of a row by their formula, and the sign that people see; nothing where a row never has a mark."""
    if marks is None:
        return
    column = page.place.marks
    page.sheet.write_formula(row, column, f"={marks}", page.styles("hidden"), state.marks)
    page.sheet.write_formula(row, SIGN, f"={sign_of(row, column)}", page.styles("sign"), state.sign)


def write_row_marks(page: Page, place: TablePlace, row: RowPlace, state: RowState) -> None:
    """The same of a row of a table."""
    column, hidden, sign = page.place.marks, page.styles("hidden"), page.styles("sign")
    known = "" if page.sheet.is_shared(row.row, column) else row_marks(page.layout, place, row)
    if known is not None:
        page.row_formula(place, row, column, lambda: known, hidden, state.marks)
        page.row_formula(place, row, SIGN, lambda: sign_of(row.row, column), sign, state.sign)


def sign_of(row: int, marks: int) -> str:
    """The formula of a row's sign."""
    at = address(row, marks)
    return f'IF(ISNUMBER(FIND("{OPEN}",{at})),"{OPEN_SIGN}",IF(ISNUMBER(FIND("{DONE}",{at})),"{DONE_SIGN}",""))'


def write_sheet_counters(page: Page, required: int, answered: int) -> None:
    """Above the marks: how many answers the sheet must have, and how many of them are there."""
    sheet, place, hidden = page.sheet, page.place, page.styles("hidden")
    rows = FIRST_ROW, max(FIRST_ROW, place.end_row)
    cells = ":".join(absolute(row, place.marks) for row in rows)
    done = absolute(ANSWERED_ROW, place.marks)
    sheet.write_formula(REQUIRED_ROW, place.marks, f"={done}+{count_of(OPEN, cells)}", hidden, required)
    sheet.write_formula(ANSWERED_ROW, place.marks, f"={count_of(DONE, cells)}", hidden, answered)


def count_of(kind: str, cells: str) -> str:
    """How many marks of one kind there are."""
    return f'SUMPRODUCT(LEN({cells})-LEN(SUBSTITUTE({cells},"{kind}","")))'


def sheet_count_cells(place: SheetPlace) -> tuple[str, str]:
    """Addresses, from any sheet, of how many answers a sheet must have and how many are there."""
    required, answered = (absolute(row, place.marks) for row in (REQUIRED_ROW, ANSWERED_ROW))
    return f"{quoted(place.name)}!{required}", f"{quoted(place.name)}!{answered}"


def field_marks(layout: Layout, place: FieldPlace) -> str | None:
    """The formula of a question's marks; None where it never has one."""
    return _Cell(layout, CellAddresses(layout, place.sheet, place.spec), place.spec, place.row, place.input).marks


def row_marks(layout: Layout, place: TablePlace, row: RowPlace) -> str | None:
    """Of a row of a table: of its cells once anything is filled in."""
    marks: list[str] = []
    for _, slots in place.data_rows(row):
        own = [slot for slot in slots if not slot.spec.computed]
        cells = [_of_slot(layout, place, row, slot) for slot in slots]
        wants = [own_marks for cell in cells if (own_marks := cell.marks) is not None]
        if len(own) == 1 and not own[0].spec.required and not own[0].spec.required_when:
            marks += wants  # which is blank by itself where the cell is
        elif wants:
            marks.append(f"IF(COUNTA({_ranges(own)})=0,{_NOTHING},{'&'.join(wants)})")
    return "&".join(marks) or None


def title_marks(place: TablePlace) -> str | None:
    """Of a table's title: the rows that it must have."""
    if not place.table.required_rows:
        return None
    wanted = min(place.table.required_rows, len({slot.row.id for slot in place.slots}))
    filled = f"MIN({wanted},{filled_rows(place)})"
    return f'REPT("{row_mark(DONE)}",{filled})&REPT("{row_mark(OPEN)}",{wanted}-{filled})'


def filled_rows(place: TablePlace) -> str:
    """The number of data rows of a table in which anything stands."""
    counts = []
    for across in dict.fromkeys(column.across for column in place.columns):
        columns = [c.index for c in place.columns if c.across == across and not c.column.computed]
        cells = "+".join(
            f'({absolute(place.first_row, index)}:{absolute(place.end_row - 1, index)}<>"")' for index in columns
        )
        counts.append(f"SUMPRODUCT(--(({cells})>0))")
    return "+".join(counts) if len(counts) == 1 else f"({'+'.join(counts)})"


@dataclass(frozen=True)
class _Cell:
    """An input, or what may contradict something, seen from the counters of its row."""

    layout: Layout
    at: CellAddresses
    spec: FieldSpec
    row: int
    column: int

    @property
    def marks(self) -> str | None:
        """The formula of the cell's marks; None where it never has one. Short: every row of a table holds it."""
        cell, wrong = self._cell, self._wrong
        is_open, done = f'"{mark(OPEN, self.column)}"', f'"{mark(DONE, self.column)}"'
        if not self.spec.is_input:
            return None if wrong is None else f"IF({cell}={_NOTHING},{_NOTHING},{wrong})"
        if self.spec.required_when:
            met = condition(parse(self.spec.required_when), self.at)
            answered = f"IF({met},IF({cell}={_NOTHING},{is_open},{done}),{_NOTHING})"
            return answered if wrong is None else f"{answered}&IF({cell}={_NOTHING},{_NOTHING},{wrong})"
        if self.spec.required:
            return f"IF({cell}={_NOTHING},{is_open},{done if wrong is None else f'{done}&{wrong}'})"
        return None if wrong is None else f"IF({cell}={_NOTHING},{_NOTHING},{wrong})"

    @property
    def _cell(self) -> str:
        return address(self.row, self.column)

    @property
    def _wrong(self) -> str | None:
        """Of a cell that is filled in."""
        test, clash = self._fault_test if self.spec.is_input else None, None
        if self.spec.conflict_when and self.spec.may_clash:
            met = condition(parse(self.spec.conflict_when), self.at)
            clash = f'IF({met},"{mark(CONFLICT, self.column)}",{_NOTHING})'
        return f'IF({test},"{mark(FAULT, self.column)}",{clash or _NOTHING})' if test else clash

    @property
    def _fault_test(self) -> str | None:
        meaning = meaning_of(self.layout.template, self.layout.context, self.spec)
        return fault_test(rule_of(self.spec, meaning), meaning, self._cell)


def _of_slot(layout: Layout, place: TablePlace, row: RowPlace, slot: Slot) -> _Cell:
    across = next((c.across for c in place.columns if c.index == slot.at_column), None)
    assert slot.row == (row.key if across is None else joined(row.key, across))
    at = CellAddresses(layout, place.sheet, slot.spec, place, row, across)
    return _Cell(layout, at, slot.spec, slot.at_row, slot.at_column)


def _ranges(slots: list[Slot]) -> str:
    """The cells of a row as COUNTA takes them: neighbours as one range."""
    runs: list[list[int]] = []
    for slot in slots:
        if runs and runs[-1][1] == slot.at_column - 1:
            runs[-1][1] = slot.at_column
        else:
            runs.append([slot.at_column, slot.at_column])
    row = slots[0].at_row
    return ",".join(f"{address(row, first)}:{address(row, last)}" for first, last in runs)
