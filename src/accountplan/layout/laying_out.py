"""Puts everything of a plan in its place: which row and which columns, chapter by chapter."""

from __future__ import annotations

from collections.abc import Iterator
from itertools import zip_longest

from accountplan.layout.context import PlanContext
from accountplan.layout.places import (
    COLUMN_PREFIX,
    FIRST_ROW,
    LABEL,
    ColumnPlace,
    FieldPlace,
    HeadingPlace,
    Layout,
    NotePlace,
    NotesPlace,
    Place,
    RowPlace,
    SheetPlace,
    TablePlace,
    ViewPlace,
)
from accountplan.layout.rows import across_keys, row_keys
from accountplan.layout.views import view_rows
from accountplan.layout.widths import sheet_widths
from accountplan.template.model import (
    Chapter,
    Heading,
    Item,
    MirrorRows,
    Note,
    Question,
    Table,
    Template,
    View,
)


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
    return SheetPlace(
        chapter, name, tuple(places), labels, sheet_widths(template, context, chapter, places, labels), row
    )


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
