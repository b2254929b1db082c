"""What people put on our sheets where nothing is asked: reported, so that nobody waits for an answer to it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping

from accountplan.fields.base import folded
from accountplan.layout.places import HIDDEN_KEYS, SheetPlace, TablePlace
from accountplan.layout.texts import REQUIRED, sheet_texts
from accountplan.workbook.grid import Spot
from accountplan.workbook.locate import Locator
from accountplan.workbook.locate_tables import FoundTable


def stray_cells(
    locator: Locator, tables: Mapping[str, list[FoundTable]], answers: set[Spot]
) -> Iterator[tuple[Spot, str]]:
    """(place, text) of every filled cell on a chapter's sheet that is neither an answer nor ours.

    `tables` are the places of each table by its id, `answers` the cells that have been read.

    Ours are: hidden keys, the constant texts of the sheet, formulas, the title band, and the names beside the rows of
    tables (formulas, which some programs keep as texts).
    """
    for place in locator.layout.sheets:
        if place.chapter.kind == "form":
            known = {folded(text).removesuffix(REQUIRED) for text in sheet_texts(locator.layout, place)}
            for sheet in locator.sheets_of_chapter.get(place.chapter.id, []):
                beside = _beside_rows(tables, place, sheet)
                for spot, text in _filled(locator, sheet):
                    if spot not in answers and spot not in beside and folded(text).removesuffix(REQUIRED) not in known:
                        yield spot, text


def _filled(locator: Locator, sheet: str) -> Iterator[tuple[Spot, str]]:
    """Every filled cell below the title band that is no formula and no key."""
    grid = locator.grid
    formulas = grid.package.formulas.get(sheet, frozenset())
    band = locator.band_of(sheet)
    for r, row in enumerate(grid.sheets.get(sheet, [])):
        if r > band:
            for c, value in enumerate(row):
                if value not in (None, "") and (r, c) not in formulas:
                    text = grid.cell(sheet, r, c).text
                    if text.strip() and not text.startswith(HIDDEN_KEYS):
                        yield (sheet, r, c), text


def _beside_rows(tables: Mapping[str, list[FoundTable]], place: SheetPlace, sheet: str) -> set[Spot]:
    """The cells left of the inputs of tables, in their rows, and what names the columns above their headers."""
    found: set[Spot] = set()
    for table in (p for p in place.places if isinstance(p, TablePlace)):
        for one in tables.get(table.table.id, []):
            if one.sheet == sheet and one.columns:
                columns = sorted(c for candidates in one.columns.values() for c in candidates)
                found |= {(sheet, row.row, c) for row in one.rows for c in range(columns[0])}
                found |= {(sheet, one.header - up, c) for up in (0, 1, 2) for c in columns}
    return found
