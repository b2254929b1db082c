"""What people put on our sheets where nothing is asked: reported, so that nobody waits for an answer to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping

from accountplan.fields.base import folded
from accountplan.layout.context import YES_NO, meaning_of
from accountplan.layout.places import (
    HIDDEN_KEYS,
    NOTES_PREFIX,
    ROLE_COUNTER,
    VIEW_PREFIX,
    FieldPlace,
    Layout,
    SheetPlace,
    TablePlace,
)
from accountplan.layout.progress import SIGNS
from accountplan.layout.texts import REQUIRED, said_of_rows, sheet_texts
from accountplan.messages import say
from accountplan.workbook.faults import rule_of
from accountplan.workbook.grid import Spot
from accountplan.workbook.locate import Locator
from accountplan.workbook.locate_tables import FoundTable
from accountplan.workbook.rules import error_text

_NOT_ASKED = (NOTES_PREFIX, VIEW_PREFIX)
_MARKS = re.compile(r"(?:[odfx]\d+\.)+")
"""What `layout/progress.py` makes of a row."""


def stray_cells(
    locator: Locator, tables: Mapping[str, list[FoundTable]], answers: set[Spot]
) -> Iterator[tuple[Spot, str]]:
    """(place, text) of every filled cell on a chapter's sheet that is neither an answer nor ours.

    `tables` are the places of each table by its id, `answers` the cells that have been read.

    Ours are: hidden keys, the constant texts of the sheet, formulas, the title band, the counters and what they say,
    and the names and totals beside the rows of tables (formulas, which some programs keep as texts). Rows of notes and
    of views are nobody's answers.
    """
    for place in locator.layout.sheets:
        if place.chapter.kind == "form":
            ours = _Ours(locator.layout, place)
            for sheet in locator.sheets_of_chapter.get(place.chapter.id, []):
                passed = _beside_rows(tables, place, sheet) | answers
                for spot, text in _filled(locator, place, sheet):
                    if spot not in passed and not ours.hold(text):
                        yield spot, text


class _Ours:
    """The texts that a sheet has of itself."""

    def __init__(self, layout: Layout, place: SheetPlace) -> None:
        texts = [*sheet_texts(layout, place), *SIGNS, *_errors(layout, place)]
        self._texts = {folded(text).removesuffix(REQUIRED) for text in texts}
        self._starts = tuple(map(folded, said_of_rows(layout)))
        pattern = say(layout.context.language, "sheet", "answered", answered="\0", required="\0")
        self._count = re.compile(re.escape(folded(pattern)).replace("\0", r"\d+"))

    def hold(self, text: str) -> bool:
        plain = folded(text).removesuffix(REQUIRED)
        made_up = plain.startswith(self._starts) or self._count.fullmatch(plain) or _MARKS.fullmatch(plain)
        return plain in self._texts or bool(made_up)


def _errors(layout: Layout, place: SheetPlace) -> Iterator[str]:
    """What stands in the place of a question's help while its answer is wrong."""
    for item in place.places:
        if isinstance(item, FieldPlace) and item.spec.is_input:
            meaning = meaning_of(layout.template, layout.context, item.spec)
            list_id = YES_NO if item.spec.type == "yes-no" else item.spec.list_id
            yield error_text(rule_of(item.spec, meaning, list_id), layout.context.language)


def _filled(locator: Locator, place: SheetPlace, sheet: str) -> Iterator[tuple[Spot, str]]:
    """Every filled cell below the title band that is no formula, no key and no counter, in rows that ask something."""
    grid = locator.grid
    formulas = grid.package.formulas.get(sheet, frozenset())
    band = locator.band_of(sheet)
    counters = _counters(locator, place, sheet)
    not_asked = {row for row, keys in locator.keys_on(sheet).items() if any(k.startswith(_NOT_ASKED) for k in keys)}
    for r, row in enumerate(grid.sheets.get(sheet, [])):
        if r > band and r not in not_asked:
            for c, value in enumerate(row):
                if value not in (None, "") and (r, c) not in formulas and c not in counters:
                    text = grid.cell(sheet, r, c).text
                    if text.strip() and not text.startswith(HIDDEN_KEYS):
                        yield (sheet, r, c), text


def _counters(locator: Locator, place: SheetPlace, sheet: str) -> set[int]:
    """The column of the marks: what says that it is, or where it was laid out if none does."""
    said = {column for name, _, column in locator.grid.keys.get(ROLE_COUNTER, []) if name == sheet}
    return said or {place.marks}


def _beside_rows(tables: Mapping[str, list[FoundTable]], place: SheetPlace, sheet: str) -> set[Spot]:
    """The cells left of the inputs of tables and their totals, in their rows, and what names the columns above their
    headers."""
    found: set[Spot] = set()
    for table in (p for p in place.places if isinstance(p, TablePlace)):
        for one in tables.get(table.table.id, []):
            if one.sheet == sheet and one.columns:
                columns = sorted(c for candidates in one.columns.values() for c in candidates)
                beside = [*range(columns[0]), *([columns[-1] + 1] if table.totals is not None else [])]
                found |= {(sheet, row.row, c) for row in one.rows for c in beside}
                found |= {(sheet, one.header - up, c) for up in (0, 1, 2) for c in columns}
    return found
