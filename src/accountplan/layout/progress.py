"""How far a plan is, row by row of its sheets: what the counters on them show, worked out here as well.

A row's *marks* are a text about its cells: per mark a letter, the number of the sheet column (A is 1), and a full stop.
`o6.` is open: required and empty; `d6.` is done: required and filled in; `f6.` holds what its field does not take;
`x6.` contradicts another answer. The title of a table has a `d0.` or an `o0.` for each row that it must have.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from functools import cached_property

from accountplan.layout.answers import FormRow, PlanValues, TableRow
from accountplan.layout.places import FieldPlace, Layout, RowPlace, SheetPlace, Slot, TablePlace
from accountplan.layout.rows import RowKey
from accountplan.template.model import Table

OPEN, DONE, FAULT, CONFLICT = "o", "d", "f", "x"
OPEN_SIGN, DONE_SIGN = "○", "✓"
SIGNS = (OPEN_SIGN, DONE_SIGN)


def mark(kind: str, column: int) -> str:
    """The mark of a cell in this sheet column (0 is A)."""
    return f"{kind}{column + 1}."


def row_mark(kind: str) -> str:
    """The mark of a row that a table must have."""
    return f"{kind}0."


@dataclass(frozen=True)
class RowState:
    """One row, by the marks of its cells."""

    marks: str = ""

    @property
    def open(self) -> int:
        return self.marks.count(OPEN)

    @property
    def needed(self) -> int:
        """How many answers the row must have."""
        return self.open + self.marks.count(DONE)

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
        return self._fields[place.spec.id]

    @cached_property
    def _fields(self) -> dict[str, RowState]:
        return {name: self._field(place) for name, place in self.layout.fields.items()}

    def _field(self, place: FieldPlace) -> RowState:
        spec = place.spec
        if not (spec.is_input or spec.may_clash):
            return RowState()
        needed = spec.is_input and self.values.required(spec)
        value = self.values.question(spec.id)
        conflict = spec.may_clash and self.values.conflicts(spec, FormRow(self.values))
        return RowState(self._mark(spec.id, value is None, needed, conflict, place.input))

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
        marks = [
            self._slot(place.table, slot)
            for key, slots in place.data_rows(row)
            if self._filled(place.table, key)
            for slot in slots
            if slot.spec.is_input or slot.spec.may_clash
        ]
        return RowState("".join(marks))

    def _slot(self, table: Table, slot: Slot) -> str:
        spec, values = slot.spec, self.values
        needed = spec.is_input and values.required(spec, table, slot.row)
        value = values.cell(table, slot.row, slot.column.id)
        conflict = spec.may_clash and values.conflicts(spec, TableRow(values, table, slot.row))
        name = f"{slot.row.id}.{spec.id}"
        return self._mark(name, value is None, needed, conflict, slot.at_column)

    def _mark(self, name: str, blank: bool, needed: bool, conflict: bool, column: int) -> str:
        if blank and name not in self.typed:
            return mark(OPEN, column) if needed else ""
        done = mark(DONE, column) if needed else ""
        if name in self.typed:
            return done + (mark(FAULT, column) if self.typed[name] else "")
        return done + (mark(CONFLICT, column) if conflict else "")

    def _filled(self, table: Table, key: RowKey) -> bool:
        return self.values.filled(table, key) or any(name.startswith(f"{key.id}.") for name in self.typed)

    def title(self, place: TablePlace) -> RowState:
        """The title of a table: the rows that it must have."""
        if not place.table.required_rows:
            return RowState()
        keys = [key for row in place.rows for key, _ in place.data_rows(row)]
        wanted = min(place.table.required_rows, len(keys))
        filled = min(wanted, sum(self._filled(place.table, key) for key in keys))
        return RowState(row_mark(DONE) * filled + row_mark(OPEN) * (wanted - filled))

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
