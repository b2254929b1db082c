"""Tiles: what matters most, large, in boxes side by side; every figure in them looks at the total that it shows."""

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
    """One box: what it is of, its light, the figure, lines of a word with one or two figures, and `feet`: sentences."""

    title: str
    figure: Figure
    light: str = ""
    lines: Sequence[tuple[str, Figure, Figure | None]] = ()
    feet: Sequence[str] = ()


SPAN = 3
"""Columns of a tile: a word, a figure, and another figure or the light."""


def write_tiles(page: Page, tiles: Sequence[Tile], starts: Sequence[int]) -> None:
    """The tiles side by side, each from a column of `starts` on, as tall as the one with most lines."""
    lines, feet = max(len(tile.lines) for tile in tiles), max(len(tile.feet) for tile in tiles)
    for tile, column in zip(tiles, starts, strict=True):
        _tile(page, tile, column, lines, feet)
    for offset, points in enumerate([20, 30, *[17] * (lines + feet)]):
        page.sheet.set_row(page.row + offset, points)
    page.row += 2 + lines + feet
    page.gap(8)


def _tile(page: Page, tile: Tile, column: int, lines: int, feet: int) -> None:
    styles, row, last = page.desk.styles, page.row, column + SPAN - 1
    edge: dict[str, object] = {"bg_color": styles.palette.tint(0.08)}
    quiet = styles("plain", font_size=SIZE["small"], font_color=styles.quiet, indent=1, **edge)
    _across(page, row, column, SPAN - bool(tile.light), tile.title, styles("plain", bold=True, indent=1, **edge))
    if tile.light:
        ink, tint = LIGHTS.get(tile.light, (styles.quiet, styles.palette.tint(0.15)))
        look = {"font_color": ink, "bg_color": tint, "bold": True, "align": "center", "font_size": SIZE["small"]}
        page.sheet.text(row, last, f"{SIGNS[tile.light]} {page.desk.light(tile.light)}", styles("plain", **look))
    large = {"font_size": SIZE["title"], "bold": True, "align": "left", "indent": 1, **edge}
    _figure(page, row + 1, column, SPAN, tile.figure, large)
    nothing = ("", Figure(None, "text"), None)
    for offset in range(lines):
        word, first, second = tile.lines[offset] if offset < len(tile.lines) else nothing
        at = row + 2 + offset
        page.sheet.text(at, column, word, quiet)
        _figure(page, at, column + 1, 1, first, {"align": "right", "font_size": SIZE["small"], **edge})
        _figure(page, at, last, 1, second or nothing[1], {"align": "right", "font_size": SIZE["small"], **edge})
    for offset in range(feet):
        text = tile.feet[offset] if offset < len(tile.feet) else ""
        _across(page, row + 2 + lines + offset, column, SPAN, text, quiet)


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
