"""How far a plan is, row by row of its sheets: what the counters on them show, worked out here as well.

A row's *marks* are a text with one mark for each of its cells that wants attention: a letter, the number of the sheet
column (A is 1), and a full stop. `o6.` is open: required and empty; `f6.` holds what its field does not take; `x6.`
contradicts another answer. The title of a table has an `o0.` for each row that it still misses.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property
from itertools import groupby

from accountplan.layout.answers import FormRow, PlanValues, TableRow
from accountplan.layout.places import FieldPlace, Layout, RowPlace, SheetPlace, Slot, TablePlace
from accountplan.layout.rows import RowKey
from accountplan.template.model import FieldSpec, Table

OPEN, FAULT, CONFLICT = "o", "f", "x"
OPEN_SIGN, DONE_SIGN = "○", "✓"
SIGNS = (OPEN_SIGN, DONE_SIGN)


def mark(kind: str, column: int) -> str:
    """The mark of a cell in this sheet column (0 is A)."""
    return f"{kind}{column + 1}."


def missing_rows(count: int) -> str:
    """The marks of a table's title for so many rows that are missing."""
    return f"{OPEN}0." * count


@dataclass(frozen=True)
class RowState:
    """One row: how many answers it must have, and the marks of its cells."""

    needed: int = 0
    marks: str = ""

    @property
    def open(self) -> int:
        return self.marks.count(OPEN)

    @property
    def sign(self) -> str:
        return "" if not self.needed else OPEN_SIGN if self.open else DONE_SIGN


@dataclass(frozen=True)
class Count:
    required: int = 0
    answered: int = 0

    def __add__(self, other: Count) -> Count:
        return Count(self.required + other.required, self.answered + other.answered)

    @property
    def share(self) -> float:
        """Of 1; a plan that must answer nothing is done."""
        return self.answered / self.required if self.required else 1.0


@dataclass(frozen=True)
class PlanProgress:
    """The progress of one plan. `typed`: the cells (by field id, or `<row id>.<field id>`) that hold something which is
    no answer, and whether it is a fault."""

    layout: Layout
    values: PlanValues
    typed: Mapping[str, bool] = field(default_factory=dict)

    def field(self, place: FieldPlace) -> RowState:
        """The row of a question."""
        spec = place.spec
        if not spec.is_input:
            return RowState()
        needed = self.values.required(spec)
        value = self.values.question(spec.id)
        conflict = bool(spec.conflict_when) and self.values.conflicts(spec, FormRow(self.values))
        return RowState(int(needed), self._mark(spec, spec.id, value is None, needed, conflict, place.input))

    def row(self, place: TablePlace, row: RowPlace) -> RowState:
        """A row of a table."""
        return self._rows[place.table.id][row.key.id]

    @cached_property
    def _rows(self) -> dict[str, dict[str, RowState]]:
        return {
            place.table.id: {row.key.id: self._row(place, row) for row in place.rows}
            for place in self.layout.tables.values()
        }

    def _row(self, place: TablePlace, row: RowPlace) -> RowState:
        needed, marks = 0, ""
        for key, slots in _data_rows(place, row):
            if self._filled(place.table, key):
                for slot in slots:
                    if slot.spec.is_input:
                        required, own = self._slot(place.table, slot)
                        needed, marks = needed + required, marks + own
        return RowState(needed, marks)

    def _slot(self, table: Table, slot: Slot) -> tuple[int, str]:
        spec, values = slot.spec, self.values
        needed = values.required(spec, table, slot.row)
        value = values.cell(table, slot.row, slot.column.id)
        conflict = bool(spec.conflict_when) and values.conflicts(spec, TableRow(values, table, slot.row))
        name = f"{slot.row.id}.{spec.id}"
        return int(needed), self._mark(spec, name, value is None, needed, conflict, slot.at_column)

    def _mark(self, spec: FieldSpec, name: str, blank: bool, needed: bool, conflict: bool, column: int) -> str:
        if name in self.typed:
            return mark(FAULT, column) if self.typed[name] else ""
        if blank:
            return mark(OPEN, column) if needed else ""
        return mark(CONFLICT, column) if conflict else ""

    def _filled(self, table: Table, key: RowKey) -> bool:
        return self.values.filled(table, key) or any(name.startswith(f"{key.id}.") for name in self.typed)

    def title(self, place: TablePlace) -> RowState:
        """The title of a table: the rows that it must have."""
        if not place.table.required_rows:
            return RowState()
        keys = [key for row in place.rows for key, _ in _data_rows(place, row)]
        wanted = min(place.table.required_rows, len(keys))
        filled = sum(self._filled(place.table, key) for key in keys)
        return RowState(wanted, missing_rows(max(0, wanted - filled)))

    def sheet(self, sheet: SheetPlace) -> Count:
        """A chapter."""
        return self._sheets[sheet.chapter.id]

    @cached_property
    def _sheets(self) -> dict[str, Count]:
        return {sheet.chapter.id: _count(self.states(sheet)) for sheet in self.layout.sheets}

    @property
    def total(self) -> Count:
        """The whole plan."""
        return sum(self._sheets.values(), Count())

    def states(self, sheet: SheetPlace) -> Iterator[RowState]:
        """Every row of a sheet that counts."""
        for place in sheet.places:
            if isinstance(place, FieldPlace):
                yield self.field(place)
            elif isinstance(place, TablePlace):
                yield self.title(place)
                yield from (self.row(place, row) for row in place.rows)


def _count(states: Iterator[RowState]) -> Count:
    every = list(states)
    required = sum(state.needed for state in every)
    return Count(required, required - sum(state.open for state in every))


def _data_rows(place: TablePlace, row: RowPlace) -> Iterator[tuple[RowKey, list[Slot]]]:
    """The data rows that stand in one row of a sheet, each with its cells: one, or one per item across."""
    for _, slots in groupby(place.slots_of(row), key=lambda slot: slot.row.id):
        own = list(slots)
        yield own[0].row, own
