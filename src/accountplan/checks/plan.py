"""A plan as the rules see it: its rows by role, their values, and the place of each."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from datetime import date
from typing import Any

from accountplan.findings import Finding
from accountplan.layout.answers import PlanValues
from accountplan.layout.context import number_label, options_of
from accountplan.layout.rows import RowKey, spec_in
from accountplan.template.model import Table
from accountplan.workbook.reading import Answer, Reading, ReadRow


@dataclass(frozen=True)
class Row:
    """A filled row of a table, with its values by column role."""

    plan: Plan
    table: Table
    key: RowKey
    read: ReadRow

    def value(self, role: str) -> Any:
        """The value of the column with this role; None if blank or if there is no such column."""
        column = self.table.by_role(role)
        return None if column is None else self.plan.values.cell(self.table, self.key, column.id)

    def answer(self, role: str) -> Answer | None:
        """The cell of the column with this role."""
        column = self.table.by_role(role)
        spec = spec_in(self.table, column.id, self.key.codes) if column else None
        return self.read.cells.get(spec.id) if spec else None

    def means(self, role: str) -> str | None:
        """What the choice in the column with this role means to code."""
        column, code = self.table.by_role(role), self.value(role)
        if column is None or column.list_id is None or code is None:
            return None
        option = options_of(self.plan.values.template, self.plan.values.context, column.list_id).by_code(str(code))
        return option.means if option else None

    @property
    def name(self) -> str:
        """How people know the row: its number and its title."""
        number = self.key.labels[0]
        title = self.plan.values.cell(self.table, self.key, self.table.title_id)
        return f"{number} ({title})" if isinstance(title, str) and title else number

    def finding(self, code: str, role: str | None = None, **params: Any) -> Finding:
        """A finding on the cell of a role, or on the row's first input."""
        answer = self.answer(role) if role else None
        cell = answer.cell if answer else self.read.first_cell
        field = f"{self.read.id}.{answer.field}" if answer else self.read.id
        return Finding(code, self.plan.reading.file, self.read.sheet, cell, field, params)


@dataclass(frozen=True)
class Moment:
    """When a plan is looked at: on the day `as_of` (None: rules that need a day say nothing), and after which quarter.

    `quarter` is the number of the quarter whose figures must be there by now; None where none is asked for.
    """

    as_of: date | None = None
    quarter: int | None = None


@dataclass(frozen=True)
class Plan:
    """One readable plan at a moment, with its answers and computed values."""

    reading: Reading
    moment: Moment
    values: PlanValues

    @property
    def as_of(self) -> date | None:
        return self.moment.as_of

    @property
    def quarter(self) -> int | None:
        return self.moment.quarter

    @property
    def language(self) -> str:
        return self.values.context.language

    def table(self, role: str) -> Table | None:
        return self.values.template.table_by_role(role)

    def all_rows(self, table: Table) -> Iterator[Row]:
        """Every row of a table, filled or not."""
        read = {row.id: row for row in self.reading.tables.get(table.id, ())}
        for key in self.values.row_keys(table):
            if key.id in read:
                yield Row(self, table, key if key.labels[0] else _found_below(table, key), read[key.id])

    def rows(self, role: str) -> Iterator[Row]:
        """The filled rows of the table with this role."""
        table = self.table(role)
        if table is not None:
            yield from (row for row in self.all_rows(table) if row.read.filled)

    def axis_label(self, table: Table, key: RowKey, role: str) -> str:
        """How people call a row's place on an axis: `Kwartaal 1`."""
        position = self.values.template.axis_of(table, role)
        return key.labels[position] if position is not None and position < len(key.labels) else ""


def _found_below(table: Table, key: RowKey) -> RowKey:
    """A row that was typed below the end has no number; its sheet row must do."""
    row = key.id.rpartition("+")[2]
    label = f"{table.number or ''}+{row}" if row.isdigit() else number_label(table, 0)
    return RowKey(key.id, key.codes, (label,), key.mirrors)


Rule = Callable[[Plan], Iterator[Finding]]
