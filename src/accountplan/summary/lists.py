"""A list sheet: one header, one row per record, filters on, the header frozen and repeated in print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from accountplan.summary.desk import Desk, Place, standing
from accountplan.workbook.excel import StrictSheet
from accountplan.workbook.paper import height_of, lines_of

HEADER, FIRST = 4, 5
_HEADER_HEIGHT = 34
Row = TypeVar("Row")


@dataclass(frozen=True)
class Column(Generic[Row]):
    """One column. `key` names its heading; `kind` may depend on the row (an amount here, a percentage there)."""

    key: str
    width: float
    value: Callable[[Row], Any]
    kind: str | Callable[[Row], str] = "text"

    def kind_in(self, row: Row) -> str:
        return self.kind if isinstance(self.kind, str) else self.kind(row)


@dataclass(frozen=True)
class ListSheet(Generic[Row]):
    """What a list sheet shows. The first `printed` columns go on paper; those after it say where a figure comes from.

    `link` gives the place that the last column opens; `colours` per column key the words that are coloured.
    """

    key: str
    columns: Sequence[Column[Row]]
    frozen: int
    printed: int
    link: Callable[[Row], Place | None] | None = None
    colours: dict[str, dict[str, str]] | None = None


def write_list(desk: Desk, spec: ListSheet[Row], rows: Sequence[Row], help_text: str | None = None) -> StrictSheet:
    """Add the sheet. Without rows it says so in words."""
    width = len(spec.columns) + (spec.link is not None)
    sheet = desk.sheet(spec.key, width, help_text if help_text is not None else desk.say(f"help-{spec.key}"))
    _header(desk, sheet, spec)
    for at, row in enumerate(rows, start=FIRST):
        _write_row(desk, sheet, spec, at, row)
    last = FIRST + max(len(rows), 1) - 1
    if rows:
        sheet.autofilter(HEADER, 0, last, width - 1)
    else:
        sheet.text(FIRST, 0, desk.say(f"empty-{spec.key}"), desk.styles("plain"))
    sheet.freeze_panes(FIRST, spec.frozen)
    for column, asked in enumerate(spec.columns):
        if spec.colours and asked.key in spec.colours:
            desk.light_colours(sheet, FIRST, last, column, spec.colours[asked.key])
    desk.print_set_up(sheet, last, spec.printed - 1, HEADER)
    return sheet


def _write_row(desk: Desk, sheet: StrictSheet, spec: ListSheet[Row], at: int, row: Row) -> None:
    lines = 1
    for column, asked in enumerate(spec.columns):
        value, kind = asked.value(row), asked.kind_in(row)
        desk.put(sheet, at, column, value, kind)
        if kind == "wrapped" and value:
            lines = max(lines, lines_of(value, asked.width))
    if spec.link:
        desk.link(sheet, at, len(spec.columns), spec.link(row))
    sheet.set_row(at, height_of(lines))


def _header(desk: Desk, sheet: StrictSheet, spec: ListSheet[Row]) -> None:
    sheet.set_row(HEADER, _HEADER_HEIGHT)
    for column, asked in enumerate(spec.columns):
        sheet.set_column(column, column, asked.width)
        sheet.text(HEADER, column, desk.say(f"col-{asked.key}"), _heading_style(desk, asked.kind))
    if spec.link:
        sheet.set_column(len(spec.columns), len(spec.columns), 9)
        sheet.text(HEADER, len(spec.columns), desk.say("col-link"), _heading_style(desk, "light"))


def _heading_style(desk: Desk, kind: object) -> Any:
    """A heading stands as its figures do, and at the top: below it is the button of the filter."""
    return desk.styles("header", valign="top", **standing(kind if isinstance(kind, str) else "number"))
