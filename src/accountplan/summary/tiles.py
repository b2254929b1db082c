"""Tiles: what matters most, large, in boxes side by side; every figure in them is a cell that looks at its own total."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accountplan.summary.formats import number_format
from accountplan.summary.page import Page
from accountplan.workbook.styles import LIGHTS, SIZE

SIGNS = {"green": "✓", "amber": "!", "red": "✗", "none": "–"}
"""Beside the colours of the lights, for those who do not see them."""


@dataclass(frozen=True)
class Figure:
    """A number in a tile: its value, how it is shown, and the formula that looks it up."""

    value: Any
    kind: str
    formula: str = ""


@dataclass(frozen=True)
class Tile:
    """One box: what it is of, its light, the figure, and lines of a word with one or two figures below it."""

    title: str
    figure: Figure
    light: str = ""
    lines: Sequence[tuple[str, Figure, Figure | None]] = ()
    foot: str = ""


def write_tiles(page: Page, tiles: Sequence[Tile], span: int) -> None:
    """The tiles next to each other, each `span` columns wide: title, figure, lines, and a foot where one has one."""
    deepest = max(len(tile.lines) for tile in tiles)
    foot = any(tile.foot for tile in tiles)
    for n, tile in enumerate(tiles):
        _tile(page, tile, n * span, span, deepest, foot)
    heights = [20, 30, *[18] * deepest, *([18] if foot else [])]
    for offset, points in enumerate(heights):
        page.sheet.set_row(page.row + offset, points)
    page.row += len(heights)
    page.gap(8)


def _tile(page: Page, tile: Tile, column: int, span: int, deepest: int, foot: bool) -> None:
    tint, row, last = page.desk.styles.palette.tint(0.08), page.row, column + span - 1
    edge: dict[str, object] = {"bg_color": tint, "valign": "vcenter"}
    quiet = {"font_size": SIZE["small"], "font_color": page.desk.styles.quiet, **edge}
    style = page.desk.styles
    wide = span - 1 if tile.light else span
    _across(page, row, column, wide, tile.title, style("plain", bold=True, indent=1, **edge))
    if tile.light:
        ink, colour = LIGHTS.get(tile.light, (style.quiet, tint))
        text = f"{SIGNS[tile.light]} {page.desk.light(tile.light)}"
        light = style("plain", bold=True, font_color=ink, bg_color=colour, align="center", font_size=SIZE["small"])
        page.sheet.text(row, last, text, light)
    large: dict[str, object] = {"font_size": SIZE["title"], "bold": True, "align": "left", "indent": 1, **edge}
    _figure(page, row + 1, column, span, tile.figure, large)
    for offset in range(deepest):
        word, first, second = tile.lines[offset] if offset < len(tile.lines) else ("", Figure(None, "text"), None)
        at = row + 2 + offset
        half = max(1, (span - 1) // 2)
        _across(page, at, column, half, word, style("plain", indent=1, **quiet))
        _figure(page, at, column + half, span - half - 1, first, {**edge, "align": "right"})
        _figure(page, at, last, 1, second or Figure(None, "text"), {**edge, "align": "right"})
    if foot:
        _across(page, row + 2 + deepest, column, span, tile.foot, style("plain", indent=1, **quiet))
    if column:  # a white line between the tiles
        page.sheet.set_column(column, column, page.widths[column])


def _across(page: Page, row: int, column: int, span: int, text: str, style: Any) -> None:
    if span > 1:
        page.sheet.merge_range(row, column, row, column + span - 1, "", style)
    page.sheet.text(row, column, text, style)


def _figure(page: Page, row: int, column: int, span: int, figure: Figure, look: dict[str, object]) -> None:
    shown = number_format(figure.kind, figure.value)
    style = page.desk.styles("plain", **(look | ({"num_format": shown} if shown else {})))
    if span > 1:
        page.sheet.merge_range(row, column, row, column + span - 1, "", style)
    if figure.formula:
        page.sheet.write_formula(row, column, f"={figure.formula}", style, "" if figure.value is None else figure.value)
    elif figure.value is None:
        page.sheet.write_blank(row, column, None, style)
    elif isinstance(figure.value, str):
        page.sheet.text(row, column, figure.value, style)
    else:
        page.sheet.write_number(row, column, figure.value, style)
