"""The words that stand on a sheet before anybody types: what the writer puts there, and what the reader expects."""

from __future__ import annotations

from collections.abc import Iterator

from accountplan.findings import shorter
from accountplan.layout.places import (
    FieldPlace,
    HeadingPlace,
    Layout,
    NotePlace,
    SheetPlace,
    TablePlace,
    ViewPlace,
    label_text,
)
from accountplan.messages import say
from accountplan.template.model import AxisRows, FieldSpec, Label, MirrorRows

REQUIRED = " *"
"""Behind the label of what must be answered."""
_WORDS = ("back", "row-id", "required", "end", "whole-plan", "notes", "notes-help")
"""Sentences of `messages/*/sheet.toml` that stand on every chapter's sheet."""
_LONGEST_HEADER = 120
"""Signs; Excel takes 255 halves of a sign."""


def field_label(spec: FieldSpec, layout: Layout) -> str:
    """The label of a question as its row shows it."""
    return label_text(spec, layout.context) + (REQUIRED if spec.required and spec.is_input else "")


def header_texts(place: TablePlace, layout: Layout) -> list[str]:
    """The header of every column as the sheet shows it: required ones marked, no two the same."""
    texts: list[str] = []
    row_id = say(layout.context.language, "sheet", "row-id")
    several = len(place.table.columns) > 1
    for column in place.columns:
        own = label_text(column.column, layout.context) + (REQUIRED if column.column.required else "")
        if column.across is not None:
            own = f"{column.across.labels[-1]} – {own}" if several else column.across.labels[-1]
        own = as_header(own)
        text, n = own, 2
        while text.casefold() in {row_id, *(earlier.casefold() for earlier in texts)}:
            text, n = f"{own} ({n})", n + 1
        texts.append(text)
    return texts


def as_header(text: str) -> str:
    """A text as the header of a column in an Excel table: on one line, with room left for a number behind it."""
    return shorter(" ".join(text.split()), _LONGEST_HEADER)


def label_headers(place: TablePlace, layout: Layout) -> list[str]:
    """What stands above the names of a table's rows."""
    template, language = layout.template, layout.context.language
    match place.table.rows:
        case AxisRows(axes=axes):
            return [template.axis(name).label[language] for name in axes]
        case MirrorRows(tables=names):
            mirrored = [table for name in names if (table := template.table(name))]
            return [" / ".join(table.label[language] for table in mirrored)]
    return [say(language, "sheet", "number")]


def said_of_rows(place: TablePlace, layout: Layout) -> tuple[list[str], list[str]]:
    """The sentences that may stand beside a row of a table, alone or after each other: what it misses, with `\\0` for
    the names of columns, and what contradicts."""
    language = layout.context.language
    conflicts = dict.fromkeys(slot.spec.conflict[language] for slot in place.slots if slot.spec.conflict)
    return [say(language, "sheet", key, names="\0") for key in ("row-o", "row-f")], list(conflicts)


def sheet_texts(layout: Layout, sheet: SheetPlace) -> Iterator[str]:
    """Every constant text of a chapter's sheet, hidden keys left out."""
    language = layout.context.language
    yield from _labels(sheet.chapter.title, sheet.chapter.help)
    yield from (say(language, "sheet", key) for key in _WORDS)
    for place in sheet.places:
        match place:
            case HeadingPlace():
                yield from _labels(place.heading.label, place.heading.help)
            case FieldPlace():
                yield field_label(place.spec, layout)
                yield from _labels(place.spec.label, place.spec.help, place.spec.conflict)
            case TablePlace():
                yield from _table_texts(place, layout)
            case NotePlace():
                yield from _labels(place.note.text, place.note.term)
            case ViewPlace():
                yield from _labels(place.view.label, place.view.help)


def _table_texts(place: TablePlace, layout: Layout) -> Iterator[str]:
    for text in _labels(place.table.label, place.table.help):
        yield text
        yield text + REQUIRED
    yield from label_headers(place, layout)
    yield from header_texts(place, layout)
    for column in place.columns:
        yield from _labels(column.column.conflict)
    if place.totals is not None:
        yield say(layout.context.language, "sheet", "total")
    for row in place.rows:
        yield row.key.id
        yield from row.key.labels


def _labels(*labels: Label | None) -> Iterator[str]:
    for label in labels:
        if label is not None:
            yield from label.every()
