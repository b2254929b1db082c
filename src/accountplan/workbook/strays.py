"""What people put on our sheets where nothing is asked: reported, so that nobody waits for an answer to it."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import cached_property

from accountplan.fields.base import Cell, folded
from accountplan.layout.context import meaning_of
from accountplan.layout.places import (
    HIDDEN_KEYS,
    NOTES_PREFIX,
    ROLE_COUNTER,
    ROLE_INPUT,
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
_NAMES = ".{1,400}?"
"""Of columns that a row misses: no more than the formula takes."""
_MARKS = re.compile(r"(?:[odfx]\d+\.)+")
"""What `layout/progress.py` makes of a row."""


def stray_cells(
    locator: Locator, tables: Mapping[str, list[FoundTable]], answers: set[Spot]
) -> Iterator[tuple[Spot, str]]:
    """(place, text) of every filled cell on a chapter's sheet that is neither an answer nor ours.

    `tables` are the places of each table by its id, `answers` the cells that have been read.

    Ours are: hidden keys, the constant texts of the sheet, formulas, the title band, the counters and what they say,
    how far the whole plan is, and beside the rows of tables their names, their totals and what they miss (formulas,
    which some programs keep as texts). Rows of notes and of views are nobody's answers.
    """
    cover = next((place for place in locator.layout.sheets if place.asks), None)
    for place in locator.layout.sheets:
        if place.asks:
            ours = _Ours(locator.layout, place)
            for sheet in locator.sheets_of_chapter.get(place.chapter.id, []):
                passed = _beside_rows(tables, place, sheet) | answers
                passed |= _whole(locator, place, sheet) if place is cover else set()
                said = tuple(_said(locator.layout, tables, place, sheet))
                for spot, cell in _filled(locator, place, sheet):
                    if not (spot in passed or ours.hold(cell.text) or any(one.says(spot, cell) for one in said)):
                        yield spot, cell.text


class _Ours:
    """The texts that a sheet has of itself."""

    def __init__(self, layout: Layout, place: SheetPlace) -> None:
        texts = [*sheet_texts(layout, place), *SIGNS, *_errors(layout, place)]
        self._texts = {folded(text).removesuffix(REQUIRED) for text in texts}
        pattern = say(layout.context.language, "sheet", "answered", answered="\0", required="\0")
        self._count = re.compile(re.escape(folded(pattern)).replace("\0", r"\d+"))

    def hold(self, text: str) -> bool:
        plain = folded(text).removesuffix(REQUIRED)
        return plain in self._texts or bool(self._count.fullmatch(plain) or _MARKS.fullmatch(plain))


@dataclass(frozen=True)
class _Beside:
    """What stands right of a table's rows: what they miss, and what contradicts, a sentence or several."""

    table: FoundTable
    sentences: re.Pattern[str]
    begins: tuple[str, ...]

    def says(self, spot: Spot, cell: Cell) -> bool:
        _, row, column = spot
        return self._is_beside(row, column) and self._is_said(folded(cell.text), cut=cell.cut_at is not None)

    def _is_beside(self, row: int, column: int) -> bool:
        return column > _columns(self.table)[-1] and row in self._rows

    @cached_property
    def _rows(self) -> frozenset[int]:
        return frozenset(row.row for row in self.table.rows)

    def _is_said(self, text: str, *, cut: bool) -> bool:
        return text.startswith(self.begins) if cut else self.sentences.fullmatch(text) is not None


def _said(layout: Layout, tables: Mapping[str, list[FoundTable]], place: SheetPlace, sheet: str) -> Iterator[_Beside]:
    """What every table on a sheet says beside its rows: what they miss, then what is wrong, then what contradicts."""
    for table in place.tables:
        missing, conflicts = ([folded(text) for text in texts] for texts in said_of_rows(table, layout))
        parts = [re.escape(text).replace("\0", _NAMES) for text in missing]
        clashes = "|".join(map(re.escape, conflicts))
        sentences = re.compile("".join(f"(?:{part}(?: |$))?" for part in parts) + f"(?:(?:{clashes})(?: |$))*")
        begins = tuple(text.partition("\0")[0] for text in (*missing, *conflicts))
        yield from (_Beside(one, sentences, begins) for one in _standing(tables, table, sheet))


def _errors(layout: Layout, place: SheetPlace) -> Iterator[str]:
    """What stands in the place of a question's help while its answer is wrong."""
    for item in place.places:
        if isinstance(item, FieldPlace) and item.spec.is_input:
            meaning = meaning_of(layout.template, layout.context, item.spec)
            yield error_text(rule_of(item.spec, meaning), layout.context.language)


def _filled(locator: Locator, place: SheetPlace, sheet: str) -> Iterator[tuple[Spot, Cell]]:
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
                    cell = grid.cell(sheet, r, c)
                    if cell.text.strip() and not cell.text.startswith(HIDDEN_KEYS):
                        yield (sheet, r, c), cell


def _counters(locator: Locator, place: SheetPlace, sheet: str) -> set[int]:
    """The column of the marks: what says that it is, or where it was laid out if none does."""
    said = {column for name, _, column in locator.grid.keys.get(ROLE_COUNTER, []) if name == sheet}
    return said or {place.marks}


def _whole(locator: Locator, place: SheetPlace, sheet: str) -> set[Spot]:
    """How far the whole plan is, beside the words for it: a share that people see as a bar."""
    grid = locator.grid
    words = folded(say(locator.layout.context.language, "sheet", "whole-plan"))
    inputs = [column for name, _, column in grid.keys.get(ROLE_INPUT, []) if name == sheet] or [place.input]
    spots = {(sheet, row, c) for name, row, _ in grid.texts.get(words, []) if name == sheet for c in inputs}
    cells = {spot: grid.cell(*spot) for spot in spots}
    return {spot for spot, cell in cells.items() if cell.kind == "number" and 0 <= cell.value <= 1}


def _beside_rows(tables: Mapping[str, list[FoundTable]], place: SheetPlace, sheet: str) -> set[Spot]:
    """The cells left of the inputs of tables and their totals, in their rows, and what names the columns above their
    headers."""
    found: set[Spot] = set()
    for table in place.tables:
        for one in _standing(tables, table, sheet):
            columns = _columns(one)
            beside = [*range(columns[0]), *([columns[-1] + 1] if table.totals is not None else [])]
            found |= {(sheet, row.row, c) for row in one.rows for c in beside}
            found |= {(sheet, one.header - up, c) for up in (0, 1, 2) for c in columns}
    return found


def _standing(tables: Mapping[str, list[FoundTable]], table: TablePlace, sheet: str) -> Iterator[FoundTable]:
    """Every place on this sheet where the table stands with a column at least."""
    return (one for one in tables.get(table.table.id, []) if one.sheet == sheet and one.columns)


def _columns(table: FoundTable) -> list[int]:
    return sorted(column for candidates in table.columns.values() for column in candidates)
