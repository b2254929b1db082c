"""A list sheet: one header, one row per record, filters on, the header frozen and repeated in print."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from accountplan.layout.letters import height, lines
from accountplan.summary.data import FIRST, HEADER, Column, DataSheet
from accountplan.summary.desk import Desk
from accountplan.summary.formats import standing
from accountplan.summary.places import Place
from accountplan.workbook.excel import StrictSheet

__all__ = ["FIRST", "HEADER", "Column", "ListSheet", "write_data_sheet", "write_list"]

_HEADER_HEIGHT = 34
Row = TypeVar("Row")


@dataclass(frozen=True)
class ListSheet(Generic[Row]):
    """What a list sheet shows. The first `printed` columns go on paper; those after it say where a figure comes from.

    `link` gives the place that the last column opens; `colours` per column key the words that are coloured.
    `header` is the row of the headings: further down where something stands above the list.
    """

    key: str
    columns: Sequence[Column[Row]]
    frozen: int
    printed: int
    link: Callable[[Row], Place | None] | None = None
    colours: dict[str, dict[str, str]] | None = None
    header: int = HEADER
    pinned: bool = True
    """Whether the headings stay in sight; not where so much stands above them that no room would be left."""
    tint: float = 1.0

    @property
    def width(self) -> int:
        return len(self.columns) + (self.link is not None)


def write_list(desk: Desk, spec: ListSheet[Row], rows: Sequence[Row], help_text: str | None = None) -> StrictSheet:
    """Add the sheet. Without rows it says so in words."""
    text = help_text if help_text is not None else desk.say(f"help-{spec.key}")
    sheet = desk.sheet(spec.key, spec.width, text, spec.tint)
    write_records(desk, sheet, spec, rows)
    return sheet


def write_records(desk: Desk, sheet: StrictSheet, spec: ListSheet[Row], rows: Sequence[Row]) -> None:
    """The list itself, on a sheet that is there already."""
    first = spec.header + 1
    _header(desk, sheet, spec)
    for at, row in enumerate(rows, start=first):
        _write_row(desk, sheet, spec.columns, at, row)
        if spec.link:
            desk.link(sheet, at, len(spec.columns), spec.link(row))
    last = first + max(len(rows), 1) - 1
    if rows:
        sheet.autofilter(spec.header, 0, last, spec.width - 1)
    else:
        sheet.text(first, 0, desk.say(f"empty-{spec.key}"), desk.styles("plain"))
    sheet.freeze_panes(first if spec.pinned else 0, spec.frozen)
    for column, asked in enumerate(spec.columns):
        if spec.colours and asked.key in spec.colours:
            desk.light_colours(sheet, first, last, column, spec.colours[asked.key])
    desk.print_set_up(sheet, last, spec.printed - 1, spec.header)


def write_data_sheet(desk: Desk, data: DataSheet[Row]) -> None:
    """A data sheet as an Excel table; its columns for formulas alone are hidden."""
    shown = [n for n, column in enumerate(data.columns) if not column.technical]
    sheet = desk.sheet(f"data-{data.key}", shown[-1] + 1, desk.say(f"help-data-{data.key}"), tint=0.25)
    for n, column in enumerate(data.columns):
        sheet.set_column(n, n, column.width, None, {"hidden": column.technical})
    headers = [
        {"header": desk.say(f"col-{column.key}"), "header_format": _heading_style(desk, column.kind)}
        for column in data.columns
    ]
    options = {"name": f"data_{data.key}", "columns": headers, "style": None}
    sheet.add_table(HEADER, 0, data.last, len(data.columns) - 1, options)
    sheet.set_row(HEADER, _HEADER_HEIGHT)
    for at, row in enumerate(data.rows, start=FIRST):
        _write_row(desk, sheet, data.columns, at, row)
    sheet.freeze_panes(FIRST, 2)
    desk.print_set_up(sheet, data.last, shown[-1], HEADER)


def _write_row(desk: Desk, sheet: StrictSheet, columns: Sequence[Column[Row]], at: int, row: Row) -> None:
    most = 1
    for column, asked in enumerate(columns):
        value, kind = asked.value(row), asked.kind_in(row)
        desk.put(sheet, at, column, value, kind)
        if kind == "wrapped" and value:
            most = max(most, lines(str(value), asked.width, indent=1))
    sheet.set_row(at, height(most))


def _header(desk: Desk, sheet: StrictSheet, spec: ListSheet[Row]) -> None:
    sheet.set_row(spec.header, _HEADER_HEIGHT)
    for column, asked in enumerate(spec.columns):
        sheet.set_column(column, column, asked.width, None, {"hidden": asked.technical})
        heading = asked.heading or desk.say(f"col-{asked.key}")
        sheet.text(spec.header, column, heading, _heading_style(desk, asked.kind))
    if spec.link:
        sheet.set_column(len(spec.columns), len(spec.columns), 9)
        sheet.text(spec.header, len(spec.columns), desk.say("col-link"), _heading_style(desk, "light"))


def _heading_style(desk: Desk, kind: object) -> Any:
    """A heading stands as its figures do, and at the top: below it is the button of the filter."""
    return desk.styles("header", valign="top", **standing(kind if isinstance(kind, str) else "number"))
