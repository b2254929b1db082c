"""Where everything of a plan stands in its workbook: pure data, computed from template and context.

Writing and reading both begin here, so that they cannot disagree. Every sheet has the same bones:

    column A   hidden; the key of a form row, the name of a table on its header row
    sign       narrow; whether what the row must answer is there: ○ still open, ✓ done
    labels     one or two columns; questions, row numbers, names of fixed rows
    row id     hidden and unlocked, so that sorting a table takes the ids along
    inputs     the first one is wide: forms type there, tables begin there
    guard      right of each input or table, locked; the help of a question, what a table's row still misses
    beside     wide and empty: a text in the guard runs on over it, as it would not over a hidden cell that is filled
    marks      the last one, hidden: which answers of its row are there, which are open, and which are wrong

    row 1      hidden; the sheet's identity, and the role of each column
    row 2      hidden; the workbook's identity
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property

from accountplan.formula import parse, references
from accountplan.layout.context import PlanContext
from accountplan.layout.rows import RowKey, joined, spec_in
from accountplan.template.model import (
    Chapter,
    Column,
    FieldSpec,
    FreeRows,
    Heading,
    Note,
    Question,
    Table,
    Template,
    View,
)

KEY = 0
SIGN = 1
LABEL = 2
IDENTITY_ROW, WORKBOOK_ROW, TITLE_ROW, BAND_ROW, HELP_ROW, FIRST_ROW = 0, 1, 2, 3, 4, 6
WHOLE_ROW = 5
"""On the first sheet that asks: how far the whole plan is."""
FIELD_PREFIX, TABLE_PREFIX, END_PREFIX, COLUMN_PREFIX = "ap:f:", "ap:t:", "ap:e:", "ap:c:"
NOTES_PREFIX, VIEW_PREFIX = "ap:n:", "ap:v:"
"""In column A of rows that are the person's own, and of rows that only show."""
SHEET_PREFIX, WORKBOOK_PREFIX, LIST_PREFIX = "ap:", "ap-plan:", "ap:l:"
HIDDEN_KEYS = (SHEET_PREFIX, WORKBOOK_PREFIX)
"""How every hidden key begins."""
ROLE_LABEL, ROLE_ROW_ID, ROLE_INPUT, ROLE_GUARD = "ap:label", "ap:row", "ap:input", "ap:guard"
ROLE_COUNTER = "ap:count"
FILTERED_FROM, FILTER_BUTTON = 9, 2.5
"""Free rows from which a table's headers have filter buttons, and the width of such a button."""
NOTES_ROWS = 6
SPARE_ROWS, SPARE_FROM = 3, 9
"""Unlocked rows below a table of free rows, if it has so many: nobody can insert rows on a protected sheet."""


def letters(column: int) -> str:
    """0 → A, 26 → AA."""
    name = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        name = chr(65 + rest) + name
    return name


def address(row: int, column: int) -> str:
    """(6, 2) → C7."""
    return f"{letters(column)}{row + 1}"


def absolute(row: int, column: int) -> str:
    """(6, 2) → $C$7."""
    return f"${letters(column)}${row + 1}"


def quoted(sheet: str) -> str:
    """A sheet name as formulas and names refer to it."""
    return "'" + sheet.replace("'", "''") + "'"


def excel_name(kind: str, name: str) -> str:
    """A defined name for an id: letters, digits and underscores, never like a cell address."""
    return f"{kind}_" + re.sub(r"[^A-Za-z0-9_]", "_", name)


def label_text(spec: FieldSpec, context: PlanContext) -> str:
    """A field's label as the sheet shows it, with its unit."""
    label, unit = spec.label[context.language], unit_text(spec, context)
    return f"{label} ({unit})" if unit else label


def unit_text(spec: FieldSpec, context: PlanContext) -> str:
    """What a field is counted in; empty where it is not said."""
    currency = context.currency if spec.result_type == "money" else ""
    return f"{currency} {spec.unit[context.language]}".strip() if spec.unit is not None else currency


@dataclass(frozen=True)
class FieldPlace:
    """A question on its sheet: one row of key, label, input, guard."""

    chapter: str
    sheet: str
    spec: Question
    row: int
    input: int
    guard: int

    @property
    def cell(self) -> str:
        return address(self.row, self.input)

    @property
    def name(self) -> str:
        return excel_name("ap", self.spec.id)

    @property
    def answer_name(self) -> str:
        """The defined name of its input alone, by which formulas on other sheets refer to it."""
        return excel_name("apv", self.spec.id)

    @property
    def key(self) -> str:
        return FIELD_PREFIX + self.spec.id


@dataclass(frozen=True)
class ColumnPlace:
    """A column of a table as it stands on the sheet; with rows across, one per column and item."""

    key: str
    column: Column
    index: int
    across: RowKey | None = None


@dataclass(frozen=True)
class RowPlace:
    key: RowKey
    row: int


@dataclass(frozen=True)
class Slot:
    """One cell of a table: which field of which data row, and where."""

    row: RowKey
    spec: FieldSpec
    column: Column
    at_row: int
    at_column: int

    @property
    def cell(self) -> str:
        return address(self.at_row, self.at_column)


def runs_of(slots: Iterable[Slot], alike: Callable[[FieldSpec], object]) -> list[tuple[int, int, int, FieldSpec]]:
    """(first row, last row, column, field of the first) of cells below each other whose fields are `alike`."""
    runs: list[tuple[int, int, int, FieldSpec]] = []
    before: object = None
    for slot in sorted(slots, key=lambda slot: (slot.at_column, slot.at_row)):
        own = alike(slot.spec)
        if runs and runs[-1][1:3] == (slot.at_row - 1, slot.at_column) and own == before:
            runs[-1] = (runs[-1][0], slot.at_row, slot.at_column, runs[-1][3])
        else:
            runs.append((slot.at_row, slot.at_row, slot.at_column, slot.spec))
        before = own
    return runs


@dataclass(frozen=True)
class TablePlace:
    """A table on its sheet: title, help, hidden column keys, headers, rows, end marker."""

    chapter: str
    sheet: str
    table: Table
    title_row: int
    key_row: int
    rows: tuple[RowPlace, ...]
    columns: tuple[ColumnPlace, ...]
    across_row: int | None
    """Where what stands across is named by formulas; the header itself must be constant text."""
    labels: int
    """How many label columns stand left of the row ids (from column B)."""
    row_id: int
    guard: int

    @property
    def header_row(self) -> int:
        return self.key_row + 1

    @property
    def first_row(self) -> int:
        return self.key_row + 2

    @property
    def end_row(self) -> int:
        return self.first_row + len(self.rows)

    @property
    def spare_rows(self) -> range:
        """Rows below the end that are read too."""
        spare = isinstance(self.table.rows, FreeRows) and len(self.rows) >= SPARE_FROM
        return range(self.end_row + 1, self.end_row + 1 + (SPARE_ROWS if spare else 0))

    @property
    def totals(self) -> int | None:
        """The column in which rows are added up; columns are right below the end."""
        return self.guard - 1 if self.table.totals else None

    @property
    def totals_row(self) -> int:
        return self.end_row + 1

    @property
    def name(self) -> str:
        return excel_name("apt", self.table.id)

    @property
    def excel_table(self) -> str:
        return excel_name("tbl", self.table.id)

    @property
    def last_input(self) -> int:
        """The last column that people may type in: there the Excel table ends."""
        return max(place.index for place in self.columns if place.column.is_input)

    @property
    def begin(self) -> int:
        """Where one begins to fill in a row: its first answer that must be there, else its first input."""
        required = (place.index for place in self.columns if place.column.is_input and place.column.required)
        return next(required, self.row_id + 1)

    @property
    def uniform(self) -> bool:
        """Whether every row asks the same: then the formulas of its rows are the same, seen from their row."""
        return isinstance(self.table.rows, FreeRows) and not self.table.cells

    @property
    def filtered(self) -> bool:
        """Whether the headers of its inputs have filter buttons."""
        return isinstance(self.table.rows, FreeRows) and len(self.rows) >= FILTERED_FROM

    def button(self, column: int) -> float:
        """The width that a filter button takes of this column's header."""
        return FILTER_BUTTON if self.filtered and column <= self.last_input else 0

    def column_place(self, column_id: str, across: str | None = None) -> ColumnPlace | None:
        for place in self.columns:
            if place.column.id == column_id and (place.across is None or place.across.id == across):
                return place
        return None

    def slots_of(self, row: RowPlace) -> tuple[Slot, ...]:
        """The cells of one row on the sheet, left to right; cells that the row does not have are left out."""
        return self._slots[row.row]

    @cached_property
    def _slots(self) -> dict[int, tuple[Slot, ...]]:
        return {row.row: tuple(self._slots_of(row)) for row in self.rows}

    def _slots_of(self, row: RowPlace) -> Iterator[Slot]:
        for place in self.columns:
            key = row.key if place.across is None else joined(row.key, place.across)
            spec = spec_in(self.table, place.column.id, row.key.codes)
            if spec is not None:
                yield Slot(key, spec, place.column, row.row, place.index)

    def data_rows(self, row: RowPlace) -> list[tuple[RowKey, list[Slot]]]:
        """The data rows that stand in one row of the sheet, each with its cells: one, or one per item across."""
        found: dict[str, tuple[RowKey, list[Slot]]] = {}
        for slot in self.slots_of(row):
            found.setdefault(slot.row.id, (slot.row, []))[1].append(slot)
        return list(found.values())

    @cached_property
    def slots(self) -> tuple[Slot, ...]:
        """Every cell of the table, row by row."""
        return tuple(slot for row in self.rows for slot in self.slots_of(row))


@dataclass(frozen=True)
class HeadingPlace:
    heading: Heading
    row: int


@dataclass(frozen=True)
class NotePlace:
    """A text on its own row."""

    note: Note
    row: int


@dataclass(frozen=True)
class ViewPlace:
    """A view: its title, its help, and the rows that it takes."""

    sheet: str
    view: View
    title_row: int
    first_row: int
    count: int

    @property
    def end_row(self) -> int:
        """The row after its last."""
        return self.first_row + self.count

    @property
    def key(self) -> str:
        return VIEW_PREFIX + self.view.id


@dataclass(frozen=True)
class NotesPlace:
    """Room for notes of one's own: a title and unlocked rows, never taken for answers."""

    chapter: str
    title_row: int

    @property
    def rows(self) -> range:
        return range(self.title_row + 1, self.title_row + 1 + NOTES_ROWS)

    @property
    def key(self) -> str:
        return NOTES_PREFIX + self.chapter


Place = HeadingPlace | FieldPlace | TablePlace | NotePlace | ViewPlace | NotesPlace


@dataclass(frozen=True)
class SheetPlace:
    """One sheet: its name, columns and what stands on it from top to bottom."""

    chapter: Chapter
    name: str
    places: tuple[Place, ...]
    labels: int
    widths: tuple[float, ...]
    """Per column, in characters; 0 is hidden."""
    end_row: int

    @property
    def row_id(self) -> int:
        return LABEL + self.labels

    @property
    def input(self) -> int:
        return self.row_id + 1

    @cached_property
    def tables(self) -> tuple[TablePlace, ...]:
        return tuple(place for place in self.places if isinstance(place, TablePlace))

    @property
    def has_form(self) -> bool:
        return any(isinstance(place, FieldPlace) for place in self.places)

    @property
    def has_timeline(self) -> bool:
        """Its columns are weeks, and it prints on one page."""
        return any(isinstance(place, ViewPlace) and place.view.shape == "timeline" for place in self.places)

    @property
    def asks(self) -> bool:
        """Whether answers are counted on it."""
        return self.chapter.kind == "form"

    @property
    def last_column(self) -> int:
        """The last column on which anything stands that people see."""
        return len(self.widths) - 1 - 2 * self.asks

    @property
    def marks(self) -> int:
        """The hidden marks of a row's cells (see `layout/progress.py`), above them what they come to."""
        return self.last_column + 2

    @property
    def spare(self) -> int:
        """The first column that nothing else stands in: views reckon there, and hide it."""
        return len(self.widths)


@dataclass(frozen=True)
class Layout:
    """The whole workbook."""

    template: Template
    context: PlanContext
    sheets: tuple[SheetPlace, ...]

    @cached_property
    def fields(self) -> dict[str, FieldPlace]:
        return {p.spec.id: p for sheet in self.sheets for p in sheet.places if isinstance(p, FieldPlace)}

    @cached_property
    def tables(self) -> dict[str, TablePlace]:
        return {place.table.id: place for sheet in self.sheets for place in sheet.tables}

    @cached_property
    def asked_elsewhere(self) -> frozenset[str]:
        """The questions whose answers an expression on another sheet needs."""
        homes = {name: place.sheet for name, place in self.fields.items()}
        specs: list[tuple[str, FieldSpec]] = [(place.sheet, place.spec) for place in self.fields.values()]
        for table in self.tables.values():
            specs += [(table.sheet, spec) for spec in {id(slot.spec): slot.spec for slot in table.slots}.values()]
        asked = (
            (sheet, name)
            for sheet, spec in specs
            for text in (spec.formula, spec.required_when, spec.conflict_when)
            if text
            for name in references(parse(text))
        )
        return frozenset(name for sheet, name in asked if homes.get(name, sheet) != sheet)

    @property
    def lists_sheet(self) -> SheetPlace:
        return next(sheet for sheet in self.sheets if sheet.chapter.kind == "lists")
