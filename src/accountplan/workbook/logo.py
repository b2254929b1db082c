"""The company's logo on a sheet: at the right end of its band, on white, clear of what is written there."""

from __future__ import annotations

import io
from collections.abc import Mapping

from accountplan.workbook.excel import StrictSheet
from accountplan.workbook.picture import Picture
from accountplan.workbook.styles import ROW, Styles

_MARGIN = 6
"""Pixels around it."""


def write_logo(
    sheet: StrictSheet, styles: Styles, picture: Picture, alt: str, row: int, columns: Mapping[int, float],
    taken: float = 0,
) -> None:  # fmt: skip
    """The logo at the right end of these columns, within the two rows of a band of which `row` is the first.

    `columns` are the widths in characters, by index, of the columns that become white; texts may stand in the first
    `taken` characters of them. `alt` is what the logo is called where it cannot be seen.
    """
    for at in (row, row + 1):
        for index in columns:
            sheet.write_blank(at, index, None, styles("paper-band" if at == row else "paper-band-end"))
    room = sum(map(_pixels, columns.values()))
    height = sum(int(points * 4 / 3) for points in (ROW["title"], ROW["band"]))
    scale = picture.scale(max(1, room - 7 * taken - 2 * _MARGIN), height - 2 * _MARGIN)
    sheet.insert_image(
        row,
        min(columns),
        "logo.png",
        {
            "image_data": io.BytesIO(picture.content),
            "x_scale": scale,
            "y_scale": scale,
            "x_offset": round(room - picture.width * scale - _MARGIN),
            "y_offset": round((height - picture.height * scale) / 2),
            "object_position": 2,  # it moves along with its cells and keeps its shape
            "description": alt,
        },
    )


def _pixels(width: float) -> int:
    """The width of a column of so many characters."""
    return int(width * 7 + 0.5) + 5 if width else 0
