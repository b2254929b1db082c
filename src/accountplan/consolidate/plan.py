"""One counted plan, looked at by role: values, cells, codes and what choices mean."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from datetime import date
from decimal import Decimal
from functools import cached_property
from typing import Any

from accountplan.fields.base import tidy
from accountplan.layout.answers import PlanValues
from accountplan.layout.context import PlanContext
from accountplan.layout.places import quoted
from accountplan.layout.rows import RowKey, spec_in
from accountplan.portfolio.round import currency_of
from accountplan.template.model import Table, Template
from accountplan.workbook.reading import Answer, Reading, ReadRow

CELLS_JOINED = ";"


class Plan:
    """A readable reading of a known template, by which the tables are filled. Raises ValueError for any other."""

    def __init__(self, account_id: str, reading: Reading) -> None:
        if reading.template is None or reading.context is None or reading.identity is None:
            raise ValueError(f"{reading.file}: nothing was read")
        self.account_id, self.reading = account_id, reading
        self.template: Template = reading.template
        self.context: PlanContext = reading.context
        self.year = reading.identity.year
        self.values = TracedValues(self.template, self.context, reading.plan_answers())

    @property
    def file(self) -> str:
        return self.reading.file

    @cached_property
    def currency(self) -> str:
        return currency_of(self.reading) or self.context.currency

    @cached_property
    def _rows(self) -> dict[str, ReadRow]:
        return {row.id: row for rows in self.reading.tables.values() for row in rows}

    def read_row(self, row: RowKey) -> ReadRow | None:
        return self._rows.get(row.id)

    def keys(self, table: Table, quarters: dict[str, int], up_to: int) -> Iterator[tuple[RowKey, int]]:
        """The table's rows with the number of their quarter, up to that of `up_to`, in the order of the quarters."""
        rows = self.values.row_keys(table)
        numbered = [(row, quarters.get(self.code(table, row, "quarter") or "", 0)) for row in rows]
        yield from sorted(((row, n) for row, n in numbered if 1 <= n <= up_to), key=lambda pair: pair[1])

    def code(self, table: Table, row: RowKey, role: str) -> str | None:
        """The row's code on the axis with this role."""
        position = self.template.axis_of(table, role)
        return row.codes[position] if position is not None and len(row.codes) > position else None

    def filled_rows(self, table: Table) -> Iterator[tuple[RowKey, ReadRow]]:
        """Every row in which anybody typed anything."""
        for read in self.reading.tables.get(table.id, ()):
            if read.filled:
                beyond = RowKey(read.id, (read.id.removeprefix(f"{table.id}."),), ("",))
                yield self.values.row_key(table, read.id) or beyond, read

    # -- the column with a role --------------------------------------------------------------------------------------
    def value(self, table: Table, row: RowKey, role: str) -> Any:
        """The value in the column with this role, computed where it is a formula; None where blank or absent."""
        column = table.by_role(role)
        return None if column is None else self.values.cell(table, row, column.id)

    def number(self, table: Table, row: RowKey, role: str) -> int | float | None:
        return as_number(self.value(table, row, role))

    def answer(self, table: Table, row: RowKey, role: str) -> Answer | None:
        """The cell in the column with this role."""
        column = table.by_role(role)
        spec = None if column is None else spec_in(table, column.id, row.codes)
        read = self.read_row(row)
        return None if spec is None or read is None else read.cells.get(spec.id)

    def cells(self, table: Table, row: RowKey, role: str) -> str | None:
        """Where the value comes from: its cell, or, of a computed one, the cells that it is made of."""
        column = table.by_role(role)
        spec = None if column is None else spec_in(table, column.id, row.codes)
        if column is None or spec is None:
            return None
        if not spec.computed:
            answer = self.answer(table, row, role)
            return answer.cell if answer else None
        read = self.read_row(row)
        return self.joined(self.values.made_of(table, row, column.id), read.sheet if read else None)

    def joined(self, places: Iterable[tuple[str, str]], sheet: str | None) -> str | None:
        """The cells of (row id, field id) places as one text; those on another sheet than `sheet` name it."""
        found: list[str] = []
        for row_id, field_id in places:
            read = self._rows.get(row_id)
            answer = read.cells.get(field_id) if read else self.reading.answers.get(field_id)
            on = read.sheet if read else answer.sheet if answer else None
            if answer and answer.cell:
                found.append(answer.cell if on == sheet else f"{quoted(on or '')}!{answer.cell}")
        return CELLS_JOINED.join(dict.fromkeys(found)) or None

    def means(self, table: Table, role: str, code: Any) -> str | None:
        """What the template says that a choice in this column means (`open`, `met` …)."""
        column = table.by_role(role)
        if column is None or column.list_id is None or not isinstance(code, str):
            return None
        choices = self.template.choice_list(column.list_id).choices
        return next((choice.means for choice in choices if choice.code == code), None)


class TracedValues(PlanValues):
    """Plan values that can say which typed-in cells a computed one is made of."""

    _touched: dict[tuple[str, str], None] | None = None

    def made_of(self, table: Table, row: RowKey, column_id: str) -> tuple[tuple[str, str], ...]:
        """(row id, field id) of every filled-in cell that the value depends on; the row id is empty for a question."""
        self._computed.clear()  # what is remembered would not be looked up again
        self._touched = {}
        self.cell(table, row, column_id)
        touched, self._touched = self._touched, None
        return tuple(touched)

    def question(self, field_id: str) -> Any:
        value = super().question(field_id)
        spec = self.template.question(field_id)
        if self._touched is not None and value is not None and spec is not None and not spec.computed:
            self._touched["", field_id] = None
        return value

    def cell(self, table: Table, row: RowKey, column_id: str) -> Any:
        value = super().cell(table, row, column_id)
        if self._touched is not None and value is not None:
            spec = spec_in(table, column_id, row.codes)
            if spec is not None and not spec.computed:
                self._touched[row.id, spec.id] = None
        return value


def as_number(value: object) -> int | float | None:
    """A number as such, 12.0 as 12; anything else is no number."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return None
    return tidy(value)


def as_text(value: object) -> str | None:
    """A text or code as such; None where blank."""
    return None if value is None else str(value)


def as_date(value: object) -> date | None:
    """A date as such; anything else is no date."""
    return value if isinstance(value, date) else None


def difference(actual: float | None, plan: float | None) -> int | float | None:
    """`actual` - `plan` as a person would subtract the numbers as written: 0.31 - 0.32 is -0.01."""
    if actual is None or plan is None:
        return None
    return tidy(float(Decimal(str(actual)) - Decimal(str(plan))))
