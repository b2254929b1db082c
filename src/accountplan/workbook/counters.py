"""The counters of a sheet: hidden formulas that know, row by row, what is still open and what is wrong.

They say the same as `layout/progress.py`, whose words are used here; signs, colours, sentences and totals hang on them.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import groupby

from accountplan.formula import parse
from accountplan.formula.excel import condition
from accountplan.layout.context import YES_NO, meaning_of
from accountplan.layout.places import (
    FIRST_ROW,
    SIGN,
    TITLE_ROW,
    FieldPlace,
    Layout,
    RowPlace,
    SheetPlace,
    Slot,
    TablePlace,
    absolute,
    quoted,
)
from accountplan.layout.progress import CONFLICT, DONE_SIGN, FAULT, OPEN, OPEN_SIGN, RowState, mark, missing_rows
from accountplan.layout.rows import joined
from accountplan.template.model import FieldSpec
from accountplan.workbook.faults import fault_test, rule_of
from accountplan.workbook.formulas import CellAddresses
from accountplan.workbook.page import Page

_NOTHING = '""'


@dataclass(frozen=True)
class Counters:
    """The two counters of a row: formulas, or a number that never changes; None where there is nothing to count."""

    needed: str | int | None = None
    marks: str | None = None


def write_counters(page: Page, row: int, counters: Counters, state: RowState) -> None:
    """The counters of a row, and the sign that people see."""
    sheet, place, hidden = page.sheet, page.place, page.styles("hidden")
    if isinstance(counters.needed, int):
        sheet.write_number(row, place.needed, counters.needed, hidden)
    elif counters.needed is not None:
        sheet.write_formula(row, place.needed, f"={counters.needed}", hidden, state.needed)
    if counters.marks is not None:
        sheet.write_formula(row, place.marks, f"={counters.marks}", hidden, state.marks)
    if counters.needed is not None and counters.marks is not None:
        known = f'IF(ISNUMBER(FIND("{OPEN}",{absolute(row, place.marks)})),"{OPEN_SIGN}","{DONE_SIGN}")'
        if isinstance(counters.needed, str):
            known = f'IF({absolute(row, place.needed)}=0,"",{known})'
        sheet.write_formula(row, SIGN, f"={known}", page.styles("sign"), state.sign)


def write_sheet_counters(page: Page, required: int, answered: int) -> None:
    """On the title row: how many answers the sheet must have, and how many of them are there."""
    sheet, place, hidden = page.sheet, page.place, page.styles("hidden")
    needed, marks = (
        f"{absolute(FIRST_ROW, column)}:{absolute(max(FIRST_ROW, place.end_row), column)}"
        for column in (place.needed, place.marks)
    )
    opens = f'SUMPRODUCT(LEN({marks})-LEN(SUBSTITUTE({marks},"{OPEN}","")))'
    sheet.write_formula(TITLE_ROW, place.needed, f"=SUM({needed})", hidden, required)
    sheet.write_formula(TITLE_ROW, place.marks, f"={absolute(TITLE_ROW, place.needed)}-{opens}", hidden, answered)


def sheet_count_cells(place: SheetPlace) -> tuple[str, str]:
    """Addresses, from any sheet, of how many answers a sheet must have and how many are there."""
    required, answered = (absolute(TITLE_ROW, column) for column in (place.needed, place.marks))
    return f"{quoted(place.name)}!{required}", f"{quoted(place.name)}!{answered}"


def field_counters(layout: Layout, place: FieldPlace) -> Counters:
    """Those of a question."""
    if not place.spec.is_input:
        return Counters()
    cell = _Cell(layout, CellAddresses(layout, place.sheet, place.spec), place.spec, place.row, place.input)
    needed = cell.required
    return Counters(None if needed == "0" else 1 if needed == "1" else needed, cell.marks)


def row_counters(layout: Layout, place: TablePlace, row: RowPlace) -> Counters:
    """Those of a row of a table: of its cells once anything is filled in."""
    needed: list[str] = []
    marks: list[str] = []
    for _, slots in groupby(place.slots_of(row), key=lambda slot: slot.row.id):
        own = [slot for slot in slots if not slot.spec.computed]
        cells = [_of_slot(layout, place, row, slot) for slot in own if slot.spec.is_input]
        empty = f"COUNTA({_ranges(own)})=0"
        wanted = _sum([cell.required for cell in cells])
        if wanted != "0":
            needed.append(f"IF({empty},0,{wanted})")
        wants = [cell.marks for cell in cells if cell.marks is not None]
        if wants:
            marks.append(f"IF({empty},{_NOTHING},{'&'.join(wants)})")
    return Counters("+".join(needed) or None, "&".join(marks) or None)


def title_counters(place: TablePlace) -> Counters:
    """Those of a table's title: the rows that it must have."""
    if not place.table.required_rows:
        return Counters()
    wanted = min(place.table.required_rows, len({slot.row.id for slot in place.slots}))
    return Counters(wanted, f'REPT("{missing_rows(1)}",MAX(0,{wanted}-{filled_rows(place)}))')


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
    """An input, seen from the counters of its row."""

    layout: Layout
    at: CellAddresses
    spec: FieldSpec
    row: int
    column: int

    @property
    def required(self) -> str:
        """1, 0, or a formula that comes to either."""
        if not self.spec.required_when:
            return str(int(self.spec.required))
        return f"IF({condition(parse(self.spec.required_when), self.at)},1,0)"

    @property
    def marks(self) -> str | None:
        """The formula of the cell's mark; None where it never has one."""
        cell = absolute(self.row, self.column)
        missing, wrong = self._open, self._wrong
        if missing == wrong == _NOTHING:
            return None
        return f"IF({cell}={_NOTHING},{missing},{wrong})"

    @property
    def _open(self) -> str:
        own = f'"{mark(OPEN, self.column)}"'
        if self.spec.required_when:
            return f"IF({condition(parse(self.spec.required_when), self.at)},{own},{_NOTHING})"
        return own if self.spec.required else _NOTHING

    @property
    def _wrong(self) -> str:
        cell = absolute(self.row, self.column)
        meaning = meaning_of(self.layout.template, self.layout.context, self.spec)
        list_id = YES_NO if self.spec.type == "yes-no" else self.spec.list_id
        test = fault_test(rule_of(self.spec, meaning, list_id), meaning, cell)
        clash = _NOTHING
        if self.spec.conflict_when:
            met = condition(parse(self.spec.conflict_when), self.at)
            clash = f'IF({met},"{mark(CONFLICT, self.column)}",{_NOTHING})'
        return f'IF({test},"{mark(FAULT, self.column)}",{clash})' if test else clash


def _of_slot(layout: Layout, place: TablePlace, row: RowPlace, slot: Slot) -> _Cell:
    across = next((c.across for c in place.columns if c.index == slot.at_column), None)
    assert slot.row == (row.key if across is None else joined(row.key, across))
    at = CellAddresses(layout, place.sheet, slot.spec, place, row, across)
    return _Cell(layout, at, slot.spec, slot.at_row, slot.at_column)


def _sum(parts: list[str]) -> str:
    """A sum of 1s, 0s and formulas."""
    fixed = sum(part == "1" for part in parts)
    rest = [part for part in parts if part not in ("0", "1")]
    return "+".join(([str(fixed)] if fixed or not rest else []) + rest)


def _ranges(slots: list[Slot]) -> str:
    """The cells of a row as COUNTA takes them: neighbours as one range."""
    runs: list[list[int]] = []
    for slot in slots:
        if runs and runs[-1][1] == slot.at_column - 1:
            runs[-1][1] = slot.at_column
        else:
            runs.append([slot.at_column, slot.at_column])
    row = slots[0].at_row
    return ",".join(f"{absolute(row, first)}:{absolute(row, last)}" for first, last in runs)
