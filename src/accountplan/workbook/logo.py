"""The company's logo on a sheet: at the right end of its band, on white, clear of what is written there."""

from __future__ import annotations

import io
from collections.abc import Mapping
from dataclasses import dataclass

from accountplan.workbook.excel import StrictSheet
from accountplan.workbook.picture import Picture
from accountplan.workbook.styles import ROW, Styles

COMFORTABLE = 24
"""Width in characters at which a logo looks well."""
_MARGIN, _LEAST = 6, 40
"""Pixels around it; and those that it must have: a narrower one would be a smudge."""


@dataclass(frozen=True)
class Logo:
    """A picture, and what it is called where it cannot be seen."""

    picture: Picture
    alt: str


def write_logo(sheet: StrictSheet, logo: Logo, row: int, columns: Mapping[int, float], taken: float = 0) -> None:
    """The logo at the right end of these columns, within the two rows of a band of which `row` is the first.

    `columns` are widths in characters, by index; texts may stand in the first `taken` of them. Where there is no room
    for a logo, there is none.
    """
    room = sum(map(_pixels, columns.values()))
    height = sum(int(points * 4 / 3) for points in (ROW["title"], ROW["band"]))
    wide = room - _pixels(taken) - 2 * _MARGIN
    if wide < _LEAST:
        return
    picture = logo.picture
    scale = picture.scale(wide, height - 2 * _MARGIN)
    sheet.insert_image(
        row, min(columns), "logo.png",
        {
            "image_data": io.BytesIO(picture.content),
            "x_scale": scale,
            "y_scale": scale,
            "x_offset": round(room - picture.width * scale - _MARGIN),
            "y_offset": round((height - picture.height * scale) / 2),
            "object_position": 2,  # it moves along with its cells and keeps its shape
            "description": logo.alt,
        },
    )  # fmt: skip


def whiten(sheet: StrictSheet, styles: Styles, row: int, index: int) -> None:
    """A column of a band, of which `row` is the first, as paper for the logo."""
    sheet.write_blank(row, index, None, styles("plain"))
    sheet.write_blank(row + 1, index, None, styles("band-paper"))


def _pixels(width: float) -> int:
    """The width of a column of so many characters."""
    return int(width * 7 + 0.5) + 5 if width else 0
