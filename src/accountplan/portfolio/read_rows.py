"""The rows of one list sheet: columns found by hidden key, else by header; cells read by their field type."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from datetime import date

from accountplan.fields import EMPTY, Cell, Meaning, Options, Problem, Value, read_cell
from accountplan.fields.base import folded
from accountplan.messages import LANGUAGES
from accountplan.portfolio.grids import Grid, address
from accountplan.portfolio.prefill import Fields
from accountplan.portfolio.remarks import Remarks
from accountplan.portfolio.sheets import HEADER_MARK, SheetSpec
from accountplan.portfolio.tabs import mark_of
from accountplan.template.model import FieldSpec

_LOOKED = 40
"""Rows in which a header row without its mark is looked for."""


@dataclass(frozen=True)
class _Found:
    """Where the columns of a sheet stand; `data` is the first row below the headers."""

    data: int
    columns: Mapping[str, int]
    prefilled: tuple[str, ...] = ()


@dataclass
class Rows:
    """The filled rows of a sheet, and what is needed to understand them."""

    grid: Grid
    spec: SheetSpec
    found: _Found
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
            marks = {0} if cells and self.grid.at(number, 0).text in (HEADER_MARK,) else set()
            if any(cell.kind != "empty" for at, cell in enumerate(cells) if at not in computed | marks):
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
        return Rows(Grid("", ()), spec, _Found(0, {}), language, options, remarks, fields)
    found = _Finder(grid, spec, remarks, fields).found()
    return Rows(grid, spec, found, language, options, remarks, fields)


class _Finder:
    """Finds the header row and what each column is."""

    def __init__(self, grid: Grid, spec: SheetSpec, remarks: Remarks, fields: Fields | None) -> None:
        self.grid, self.spec, self.remarks, self.fields = grid, spec, remarks, fields
        self.own = {column.id: column.id for column in spec.columns}
        self.labels = {folded(c.label[language]): c.id for c in reversed(spec.columns) for language in LANGUAGES}

    def found(self) -> _Found:
        mark = mark_of(self.grid)
        header = self._header(mark[1] if mark else 0)
        if header is None:
            self._missing(set())
            return _Found(len(self.grid.rows), {})
        columns: dict[str, int] = {}
        for at in range(self.grid.width()):
            key = self._key(header, at, mark)
            if key is None:
                continue
            if key in columns:
                text = self.grid.at(header, at).text
                other = address(header, columns[key])
                self.remarks.add("column-duplicate", self.grid.name, address(header, at), key, header=text, other=other)
            else:
                columns[key] = at
        self._missing(set(columns))
        known = self.fields.prefillable if self.fields else {}
        return _Found(header + 1, columns, tuple(key for key in known if key in columns))

    def _header(self, marks: int) -> int | None:
        for row in range(len(self.grid.rows)):
            if folded(self.grid.at(row, marks).text) == HEADER_MARK:
                return row
        best, most = None, 0
        for row in range(min(_LOOKED, len(self.grid.rows))):
            known = sum(self._named(cell.text) is not None for cell in self.grid.rows[row] if cell.kind == "text")
            keys_row = any(cell.text.startswith("ap-portfolio:") for cell in self.grid.rows[row])
            if known > most and not keys_row:
                best, most = row, known
        return best

    def _key(self, header: int, at: int, mark: tuple[int, int, int, str] | None) -> str | None:
        """What the column at this place is; None for a mark column or an unknown one, which is reported."""
        if mark and at == mark[1]:
            return None
        hidden = self.grid.at(mark[0], at).text.strip() if mark else ""
        if hidden in self.own or (self.fields and hidden in self.fields.prefillable):
            return hidden
        text = self.grid.at(header, at).text
        key = self._named(text)
        if key is None and (text.strip() or self._filled(header, at)):
            homeless = self.fields.match(_bare(text)) if self.fields and text.strip() else None
            code = "column-without-place" if homeless and homeless.homeless else "column-unknown"
            place = address(header, at)
            self.remarks.add(code, self.grid.name, place, header=text or place.rstrip("0123456789"))
        return key

    def _named(self, text: str) -> str | None:
        bare = folded(_bare(text))
        if not bare:
            return None
        key = self.own.get(bare) or self.labels.get(bare)
        if key is None and self.fields:
            match = self.fields.match(bare)
            key = (match.own or match.field) if match else None
        return key

    def _filled(self, header: int, at: int) -> bool:
        return any(at < len(row) and row[at].kind != "empty" for row in self.grid.rows[header + 1 :])

    def _missing(self, present: set[str]) -> None:
        """Required columns that are not there. Of names per language, one is enough."""
        needed = {column.id for column in self.spec.columns if column.required} | ({"id"} & set(self.own))
        if "label.nl" in self.own and not any(key.startswith("label.") for key in present):
            needed |= {"label.nl"}
        for column in self.spec.columns:
            if column.id in needed - present:
                label = column.label[LANGUAGES[0]]
                self.remarks.add("column-missing", self.grid.name, None, column.id, label=label)


def _bare(header: str) -> str:
    """A header without the mark of a required column."""
    return header.strip().rstrip("*").strip()
