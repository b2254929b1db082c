"""The rows of one list sheet: columns found by hidden key, else by header; cells read by their field type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from accountplan.fields import EMPTY, Cell, Meaning, Options, Problem, Value, read_cell
from accountplan.fields.base import folded
from accountplan.layout.places import address
from accountplan.portfolio.find_columns import FoundColumns, find_columns
from accountplan.portfolio.grids import Grid
from accountplan.portfolio.prefill import Fields
from accountplan.portfolio.remarks import Remarks
from accountplan.portfolio.sheets import SheetSpec
from accountplan.template.model import FieldSpec


@dataclass
class Rows:
    """The filled rows of a sheet, and what is needed to understand them."""

    grid: Grid
    spec: SheetSpec
    found: FoundColumns
    language: str
    options: Mapping[str, Options]
    remarks: Remarks
    fields: Fields | None = None
    seen: dict[str, str] = field(default_factory=dict)
    """Code, as compared: the cell where it first stood."""

    @property
    def sheet(self) -> str:
        return self.grid.name

    @property
    def prefilled(self) -> tuple[str, ...]:
        return self.found.prefilled

    def __iter__(self) -> Iterator[Row]:
        computed = {self.found.columns.get(c.id) for c in self.spec.columns if c.computed}
        for number in range(self.found.data, len(self.grid.rows)):
            cells = self.grid.rows[number]
            if any(cell.kind != "empty" for at, cell in enumerate(cells) if at not in computed):
                yield Row(self, number)

    def column(self, key: str) -> FieldSpec:
        own = self.spec.column(key)
        if own is None:
            assert self.fields is not None
            return self.fields.prefillable[key]
        return own


@dataclass(frozen=True)
class Row:
    """One filled row. Each reader returns the value or None, and reports what it could not take."""

    rows: Rows
    index: int

    def cell(self, key: str) -> Cell:
        at = self.rows.found.columns.get(key)
        return EMPTY if at is None else self.rows.grid.at(self.index, at)

    def address(self, key: str) -> str:
        """The cell of a column; of a column that is not there, the first one of the row."""
        columns = self.rows.found.columns
        return address(self.index, columns[key] if key in columns else min(columns.values(), default=0))

    def report(self, key: str, problems: Iterable[Problem], cell: Cell) -> None:
        ours = self.rows.spec.column(key) is not None
        label = self._label(key)
        self.rows.remarks.problems(problems, self.rows.sheet, self.address(key), key, label, cell, ours=ours)

    def missing(self, key: str) -> None:
        self.rows.remarks.add("value-missing", self.rows.sheet, self.address(key), key, label=self._label(key))

    def derived(self, key: str, code: str) -> str:
        """Say that a code was made from a name."""
        self.rows.remarks.add("code-derived", self.rows.sheet, self.address(key), key, made=code)
        return code

    def first(self, code: str) -> bool:
        """Whether this code did not occur before; a second one is reported and not taken."""
        key = self.rows.spec.unique
        place = self.address(key)
        before = self.rows.seen.setdefault(folded(code), place)
        if before != place:
            label = self._label(key)
            self.rows.remarks.add("row-duplicate", self.rows.sheet, place, key, label=label, raw=code, first=before)
        return before == place

    def check_order(self, first: str, last: str, start: date | None, end: date | None) -> None:
        if start and end and end < start:
            place, what = self.address(last), self._label(last)
            self.rows.remarks.add("ends-before-start", self.rows.sheet, place, last, what=what, start=start, end=end)

    # -- typed --------------------------------------------------------------------------------------------------------
    def text(self, key: str) -> str | None:
        value = self._value(key)
        return None if value is None else str(value)

    def choice(self, key: str, *, required: bool = False) -> str | None:
        value = self._value(key, required)
        return None if value is None else str(value)

    def number(self, key: str, *, required: bool = False) -> float | None:
        value = self._value(key, required)
        return value if isinstance(value, (int, float)) else None

    def day(self, key: str, *, required: bool = False) -> date | None:
        value = self._value(key, required)
        return value if isinstance(value, date) else None

    def _value(self, key: str, required: bool = False) -> Value:
        cell, spec = self.cell(key), self.rows.column(key)
        if cell.kind == "empty":
            if required:
                self.missing(key)
            return None
        options = self.rows.options.get(spec.list_id) if spec.list_id else None
        parsed = read_cell(cell, spec, Meaning(self.rows.language, options))
        self.report(key, parsed.problems, cell)
        refused = any(problem.code == "out-of-range" for problem in parsed.problems)
        return None if refused else parsed.value

    def _label(self, key: str) -> str:
        return self.rows.column(key).label[self.rows.language]


def read_rows(
    grid: Grid | None,
    spec: SheetSpec,
    language: str,
    options: Mapping[str, Options],
    remarks: Remarks,
    fields: Fields | None,
) -> Rows:
    """The rows of a sheet, none where it is not there. With `fields`, further columns may prefill those."""
    if grid is None:
        return Rows(Grid("", ()), spec, FoundColumns(0, {}), language, options, remarks, fields)
    found = find_columns(grid, spec, remarks, fields, language)
    return Rows(grid, spec, found, language, options, remarks, fields)
