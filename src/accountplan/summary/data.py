"""Data sheets: tidy tables that people can pivot and that the formulas of other sheets look into."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Generic, TypeVar

from xlsxwriter.utility import xl_range_abs, xl_rowcol_to_cell

from accountplan.fields.base import tidy
from accountplan.formula import literal
from accountplan.layout.places import quoted
from accountplan.summary.ledger import Sum

HEADER, FIRST = 4, 5
"""Rows of the header and of the first record, on every sheet that is one list."""
Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. `key` names its heading; `kind` may depend on the row (an amount here, a percentage there)."""

    key: str
    width: float
    value: Callable[[Row], Any]
    kind: str | Callable[[Row], str] = "text"
    technical: bool = False
    """For formulas only: hidden."""
    heading: str = ""
    """What stands above it where no sentence does: a name out of a template."""

    def kind_in(self, row: Row) -> str:
        return self.kind if isinstance(self.kind, str) else self.kind(row)


@dataclass(frozen=True)
class CellCondition:
    """A condition that stands in a cell, for the reader to choose. As the sheet is written every record meets it."""

    cell: str


@dataclass(frozen=True)
class DataSheet(Generic[Row]):
    """One table as a sheet. Where it stands is known before it is written, so that other sheets can refer to it."""

    key: str
    name: str
    rows: Sequence[Row]
    columns: Sequence[Column[Row]]
    first: int = FIRST
    """The row of the first record."""

    @property
    def last(self) -> int:
        """The last row of records; a table without any has one empty row."""
        return self.first + max(len(self.rows), 1) - 1

    @cached_property
    def _at(self) -> dict[str, int]:
        return {column.key: n for n, column in enumerate(self.columns)}

    def column(self, key: str) -> Column[Row]:
        """The column with this key."""
        return self.columns[self._at[key]]

    @cached_property
    def _values(self) -> dict[str, list[Any]]:
        return {}

    def values(self, column: str) -> list[Any]:
        """What the records hold in a column."""
        if column not in self._values:
            self._values[column] = [self.columns[self._at[column]].value(row) for row in self.rows]
        return self._values[column]

    def ref(self, column: str, count: int | None = None) -> str:
        """The records of a column, or the first `count` of them, as formulas of any sheet write it."""
        at, last = self._at[column], self.last if count is None else self.first + count - 1
        return f"{quoted(self.name)}!{xl_range_abs(self.first, at, last, at)}"

    def cell(self, row: int, column: str) -> str:
        """The cell of the record number `row`, from 0."""
        return f"{quoted(self.name)}!{xl_rowcol_to_cell(self.first + row, self._at[column], True, True)}"

    def sum(self, column: str, **where: Any) -> Sum:
        """What a column comes to over the records whose columns hold these values (`point_code="revenue"`)."""
        added = [value for value, wanted in zip(self.values(column), self._wanted(where), strict=True) if wanted]
        conditions = self._conditions(where)
        formula = f"SUMIFS({self.ref(column)},{conditions})" if conditions else f"SUM({self.ref(column)})"
        return Sum(formula, tidy(float(sum(value for value in added if isinstance(value, (int, float))))))

    def count(self, **where: Any) -> Sum:
        """How many records hold these values."""
        return Sum(f"COUNTIFS({self._conditions(where)})", sum(self._wanted(where)))

    def mean(self, column: str, **where: Any) -> Sum | None:
        """The plain average of a column over the records that hold these values; None where there are none."""
        count = self.count(**where)
        return self.sum(column, **where).over(count) if count.value else None

    def _wanted(self, where: dict[str, Any]) -> list[bool]:
        fixed = {name: value for name, value in where.items() if not isinstance(value, CellCondition)}
        columns = [(self.values(_key(name)), value) for name, value in fixed.items()]
        return [all(values[n] == value for values, value in columns) for n in range(len(self.rows))]

    def _conditions(self, where: dict[str, Any]) -> str:
        return ",".join(f"{self.ref(_key(name))},{_criterion(value)}" for name, value in where.items())


def _key(name: str) -> str:
    return name.replace("_", "-")


def _criterion(value: Any) -> str:
    """A value as a condition of SUMIFS: equal to it, whatever signs it holds."""
    if isinstance(value, CellCondition):
        return value.cell
    if isinstance(value, (int, float)):
        return repr(value)
    escaped = "".join(f"~{sign}" if sign in "~*?" else sign for sign in value)
    return literal(f"={escaped}")
