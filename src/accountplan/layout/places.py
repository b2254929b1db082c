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
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import zip_longest

from accountplan.fields import shown_as
from accountplan.layout.context import PlanContext
from accountplan.layout.letters import column_for, column_for_words
from accountplan.layout.rows import RowKey, across_keys, joined, row_keys, spec_in
from accountplan.layout.views import timeline_widths, view_rows
from accountplan.template.model import (
    AxisRows,
    Chapter,
    Column,
    FieldSpec,
    FreeRows,
    Heading,
    Item,
    MirrorRows,
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
FORM_LABEL_WIDTH, FORM_INPUT_WIDTH, HELP_WIDTH = 36, 46, 46
SHORT_LABEL_WIDTH, SHORT_INPUT_WIDTH = 26, 18
SIGN_WIDTH, GUARD_WIDTH, TOTAL_WIDTH, BESIDE_WIDTH = 2.7, 2, 10, 110
"""In characters. What a row misses stands in the guard beside its table, and runs on over the empty cells there."""
CONTENTS_WIDTHS = 0.0, SIGN_WIDTH, 34.0, 0.0, 16.0, 16.0, 76.0
"""Of the contents: chapter, how much is filled in, the same as a bar, what it is about."""
SHORTEST_NAME, LONGEST_NAME = 7.0, 34.0
"""Widths of the column with the names of a table's rows."""
FILTERED_FROM, FILTER_BUTTON = 9, 2.5
"""Free rows from which a table's headers have filter buttons, and the width of such a button."""
TERM_WIDTH, GUIDE_WIDTHS = 20, (68, 32)
"""Of a guide: what a text is about, and the text; below the way back to the contents in the last column."""
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
        return {p.table.id: p for sheet in self.sheets for p in sheet.places if isinstance(p, TablePlace)}

    @property
    def lists_sheet(self) -> SheetPlace:
        return next(sheet for sheet in self.sheets if sheet.chapter.kind == "lists")


def lay_out(template: Template, context: PlanContext) -> Layout:
    """Where everything stands in a plan of this template under these circumstances."""
    shown = [chapter for chapter in template.chapters if context.shown(chapter.tiers)]
    return Layout(template, context, tuple(_sheet(template, context, chapter) for chapter in shown))


def _sheet(template: Template, context: PlanContext, chapter: Chapter) -> SheetPlace:
    name = chapter.title[context.language]
    items = _without_echoes([item for item in chapter.items if context.shown(item.tiers)])
    tables = [item for item in items if isinstance(item, Table)]
    labels = max((_label_columns(table) for table in tables), default=1)
    places: list[Place] = []
    row = FIRST_ROW
    for item in items:
        place, row = _place(template, context, chapter, name, item, labels, row)
        if place is not None:
            places.append(place)
    if chapter.kind == "form" and chapter.notes:
        notes = NotesPlace(chapter.id, row + 1)
        places.append(notes)
        row = notes.rows.stop
    return SheetPlace(chapter, name, tuple(places), labels, _widths(template, context, chapter, places, labels), row)


def _without_echoes(items: list[Item]) -> list[Item]:
    """A heading right above a table of the same name says nothing that the table's own title does not."""
    return [
        item
        for item, after in zip_longest(items, items[1:])
        if not (isinstance(item, Heading) and isinstance(after, Table) and item.label == after.label)
    ]


def _place(
    template: Template, context: PlanContext, chapter: Chapter, sheet: str, item: object, labels: int, row: int
) -> tuple[Place | None, int]:
    """Put one item at or below `row`; the place and the next free row."""
    first_input = LABEL + labels + 1
    match item:
        case Heading():
            return HeadingPlace(item, row + 1), row + 2
        case Note():
            return NotePlace(item, row), row + 1
        case View():
            rows = view_rows(template, context, item)
            first = row + 2 + (item.help is not None)
            return (ViewPlace(sheet, item, row + 1, first, rows), first + rows) if rows else (None, row)
        case Question():
            return FieldPlace(chapter.id, sheet, item, row, first_input, first_input + 1), row + 1
        case Table():
            table = _table(template, context, chapter, sheet, item, labels, row + 1)
            below = table.spare_rows.stop + item.totals
            return (table, below) if table.rows and table.columns else (None, row)
    raise TypeError(item)


def _table(
    template: Template, context: PlanContext, chapter: Chapter, sheet: str, table: Table, labels: int, row: int
) -> TablePlace:
    across_row = row + 1 + (table.help is not None) if isinstance(table.across, MirrorRows) else None
    key_row = row + 1 + (table.help is not None) + (across_row is not None)
    columns = tuple(_column_places(template, context, table, LABEL + labels + 1))
    index = LABEL + labels + 1 + len(columns)
    keys = row_keys(template, context, table)
    rows = tuple(RowPlace(key, key_row + 2 + n) for n, key in enumerate(keys))
    return TablePlace(
        chapter.id, sheet, table, row, key_row, rows, columns, across_row, labels, LABEL + labels,
        index + table.totals,
    )  # fmt: skip


def _column_places(template: Template, context: PlanContext, table: Table, first: int) -> Iterator[ColumnPlace]:
    """What people fill in stands first, also of what is asked across: there the Excel table ends."""
    shown = [column for column in table.columns if context.shown(column.tiers)]
    everywhere = [(across, column) for across in across_keys(template, context, table) for column in shown]
    for n, (across, column) in enumerate(sorted(everywhere, key=lambda pair: not pair[1].is_input)):
        key = f"{COLUMN_PREFIX}{column.id}" + (f"@{across.id}" if across else "")
        yield ColumnPlace(key, column, first + n, across)


def _label_columns(table: Table) -> int:
    return len(table.rows.axes) if table.rows.kind == "axes" else 1


# -- widths ----------------------------------------------------------------------------------------------------------
def _widths(
    template: Template, context: PlanContext, chapter: Chapter, places: list[Place], labels: int
) -> tuple[float, ...]:
    if chapter.kind == "guide" and all(isinstance(place, NotePlace | HeadingPlace) for place in places):
        return (0, SIGN_WIDTH, TERM_WIDTH, 0, *GUIDE_WIDTHS)
    if chapter.kind == "contents":
        return CONTENTS_WIDTHS
    first_input = LABEL + labels + 1
    has_form = any(isinstance(place, FieldPlace) for place in places)
    asks = chapter.kind == "form"
    if any(isinstance(place, ViewPlace) and place.view.shape == "timeline" for place in places):
        return 0, SIGN_WIDTH, *timeline_widths(context.year), *(BESIDE_WIDTH, 0) * asks
    widths: dict[int, float] = {KEY: 0, SIGN: SIGN_WIDTH, LABEL + labels: 0}
    for place in places:
        if isinstance(place, TablePlace):
            for n, width in enumerate(_label_widths(template, context, place)):
                widths[LABEL + n] = max(widths.get(LABEL + n, 0), width)
            for column in place.columns:
                widths[column.index] = max(widths.get(column.index, 0), _column_width(place, column, context))
            if place.totals is not None:
                widths[place.totals] = max(widths.get(place.totals, 0), TOTAL_WIDTH)
            widths.setdefault(place.guard, GUARD_WIDTH)
    if has_form or not any(isinstance(place, TablePlace) for place in places):
        label, answer = _form_widths(places)
        spare = label - sum(widths.get(LABEL + n, 0) for n in range(labels))
        widths[LABEL] = widths.get(LABEL, 0) + max(0, spare)
        widths[first_input] = max(widths.get(first_input, 0), answer)
        widths[first_input + 1] = max(widths.get(first_input + 1, 0), 2)
        beside = sum(width for index, width in widths.items() if index > first_input)
        if beside < HELP_WIDTH:
            widths[max(widths)] += HELP_WIDTH - beside
    return tuple(widths.get(index, 2) for index in range(max(widths) + 1)) + (BESIDE_WIDTH, 0) * asks


def _form_widths(places: list[Place]) -> tuple[float, float]:
    """Of labels and inputs: narrow beside tables where no question asks for a text."""
    specs = [place.spec for place in places if isinstance(place, FieldPlace)]
    short = specs and all(spec.result_type not in ("text", "long-text") for spec in specs)
    tables = any(isinstance(place, TablePlace) for place in places)
    return (SHORT_LABEL_WIDTH, SHORT_INPUT_WIDTH) if short and tables else (FORM_LABEL_WIDTH, FORM_INPUT_WIDTH)


def _label_widths(template: Template, context: PlanContext, place: TablePlace) -> list[float]:
    """Of free rows the number fits; of others the names, up to what wraps better."""
    rows = place.table.rows
    if isinstance(rows, MirrorRows):
        return [LONGEST_NAME]
    names = [row.key.labels for row in place.rows]
    wanted = [max(column_for(name, indent=1) for name in column) for column in zip(*names, strict=True)]
    widths = [min(LONGEST_NAME, max(SHORTEST_NAME, width)) for width in wanted]
    headers = [template.axis(name).label[context.language] for name in rows.axes] if isinstance(rows, AxisRows) else []
    words = [column_for_words(header, bold=True, indent=1) for header in headers]
    return [max(pair) for pair in zip_longest(widths, words, fillvalue=0.0)]


def _column_width(place: TablePlace, column: ColumnPlace, context: PlanContext) -> float:
    """What the column asks for, and no word of its header broken; the mark of what is required stays with its word."""
    spec = column.column
    header = label_text(spec, context) + ("\xa0*" if spec.required else "")
    if column.across:
        own = column.across.labels[-1]
        header = own if len(place.table.columns) == 1 else f"{header} {own}"
    words = column_for_words(header, bold=True, indent=1) + place.button(column.index)
    return max(float(spec.width or shown_as(spec).width), words)
