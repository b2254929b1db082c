"""Which sheet of a workbook is which: by its hidden identity, else by its name in any language."""

from __future__ import annotations

from accountplan.fields.base import folded
from accountplan.messages import LANGUAGES, stop
from accountplan.portfolio.grids import Grid
from accountplan.portfolio.remarks import Remarks
from accountplan.portfolio.sheets import FORMAT_VERSION, LISTS_SHEET, identified, list_sheets, sheet_name

_KNOWN = ("settings", *(sheet.key for sheet in list_sheets()))


def mark_of(grid: Grid) -> tuple[int, int, int, str] | None:
    """Row and column of the identity, its version, and the sheet it names."""
    for row, column, text in grid.head():
        found = identified(text)
        if found:
            return row, column, *found
    return None


def find_tabs(grids: list[Grid], remarks: Remarks, file: str, language: str) -> dict[str, Grid]:
    """The sheets by key. Raises `Stop` if this is no portfolio, or one of a later version."""
    tabs: dict[str, Grid] = {}
    strangers: list[Grid] = []
    for grid in grids:
        mark = mark_of(grid)
        if mark is None:
            strangers.append(grid)
        elif mark[2] > FORMAT_VERSION:
            raise stop(language, "portfolio-newer", file=file)
        elif mark[3] in tabs:
            remarks.add("sheet-duplicate", grid.name, "A1", other=tabs[mark[3]].name)
        elif mark[3] in _KNOWN:
            tabs[mark[3]] = grid
    for grid in strangers:
        _by_name(grid, tabs, remarks)
    if "settings" not in tabs:
        known = "accounts" in tabs
        raise stop(language, "portfolio-no-settings" if known else "portfolio-not-one", file=file)
    for key in _KNOWN:
        if key not in tabs:
            remarks.add("sheet-missing", sheet_name(key, language), None, name=sheet_name(key, language))
    return tabs


def _by_name(grid: Grid, tabs: dict[str, Grid], remarks: Remarks) -> None:
    names = {folded(sheet_name(key, language)): key for key in (*_KNOWN, LISTS_SHEET) for language in LANGUAGES}
    key = names.get(folded(grid.name))
    if key == LISTS_SHEET:
        return
    if key is None or key in tabs:
        if any(cell.kind != "empty" for row in grid.rows for cell in row):
            remarks.add("own-sheet", grid.name, None)
        return
    tabs[key] = grid
