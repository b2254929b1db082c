"""A strip of figures above a list: how many there are of what. Each is a number that says its own word."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accountplan.summary.desk import Desk
from accountplan.summary.formats import number_format, standing
from accountplan.summary.ledger import Sum
from accountplan.workbook.excel import StrictSheet
from accountplan.workbook.styles import LIGHTS, ROW

_MARK = "#"


@dataclass(frozen=True)
class Part:
    """A figure over the columns from `first` to `last`. In `text` the mark # stands for it: `✓ # on track`.

    Without a value the text alone stands there. `sources` is what the figure is checked against.
    """

    first: int
    last: int
    text: str
    value: float | None = None
    sources: Sum | None = None
    light: str = ""
    kind: str = "number"
    what: str = ""
    """What the figure is, for the reconciliation, where the text does not say it."""
    stands: str = "text"
    """The kind of the column that it stands above."""


def write_strip(desk: Desk, sheet: StrictSheet, row: int, parts: Sequence[Part], width: int) -> None:
    """One row of figures, next to each other; `width` is that of the sheet in columns."""
    ground = desk.styles.palette.tint(0.08)
    for column in range(width):
        sheet.write_blank(row, column, None, desk.styles("plain", bg_color=ground))
    for part in parts:
        ink, tint = LIGHTS.get(part.light, (desk.styles.palette.readable, ground))
        look: dict[str, object] = {"bold": True, "font_color": ink, "bg_color": tint, "valign": "vcenter"}
        style = desk.styles("plain", num_format=_format(part), **look, **standing(part.stands))
        if part.last > part.first:
            sheet.merge_range(row, part.first, row, part.last, "", style)
        if part.value is None:
            sheet.text(row, part.first, part.text, style)
        else:
            sheet.write_number(row, part.first, part.value, style)
            if part.sources is not None:
                what = part.what or " ".join(part.text.replace(_MARK, "").split())
                desk.ledger.note(sheet.name, (row, part.first), what, part.kind, part.value, part.sources)
    sheet.set_row(row, ROW["line"])


def _format(part: Part) -> str:
    """The number between its words, for any program: texts of a number format stand between quotes."""
    before, _, after = part.text.partition(_MARK)
    return "".join((_quoted(before), number_format(part.kind, part.value) or "", _quoted(after)))


def _quoted(text: str) -> str:
    return f'"{text}"' if text else ""
