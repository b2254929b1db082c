"""Charts in the house style: no legend where a label can stand at the data, no third dimension, the accent and its
tints for what was realised and planned, the colours of the lights for what they mean."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

from xlsxwriter.utility import xl_range_abs

from accountplan.layout.places import quoted
from accountplan.workbook.charting import font, titled
from accountplan.workbook.excel import StrictSheet
from accountplan.workbook.styles import LINE, PAPER, QUIET, Palette

if TYPE_CHECKING:
    from accountplan.summary.desk import Desk

_GAP_ROWS = 2


@dataclass(frozen=True)
class Block:
    """A small table that charts are drawn from: a column of categories, and a column per series."""

    sheet: str
    title: str
    top: int
    """The row of its title; below it the headings, then the rows."""
    headings: tuple[str, ...]
    rows: tuple[tuple[Any, ...], ...]

    def _ref(self, column: int) -> str:
        first = self.top + 2
        return f"={quoted(self.sheet)}!{xl_range_abs(first, column, first + max(len(self.rows), 1) - 1, column)}"

    def series(self, column: int) -> dict[str, Any]:
        """Name, categories and values of a column, as a chart takes them; with what they show."""
        return {
            "name": self.headings[column],
            "categories": self._ref(0),
            "values": self._ref(column),
            "categories_data": [row[0] for row in self.rows],
            "values_data": ["" if row[column] is None else row[column] for row in self.rows],
        }


@dataclass
class ChartData:
    """The blocks of all charts; they are written as the sheet `sheet`, below each other."""

    sheet: str
    blocks: list[Block] = field(default_factory=list)

    def block(self, title: str, headings: Sequence[str], rows: Sequence[Sequence[Any]]) -> Block:
        """Room for the figures of one chart. The first column is what they are of."""
        last = self.blocks[-1] if self.blocks else None
        top = 4 if last is None else last.top + 2 + max(len(last.rows), 1) + _GAP_ROWS
        block = Block(self.sheet, title, top, tuple(headings), tuple(map(tuple, rows)))
        self.blocks.append(block)
        return block


def write_chart_data(desk: Desk) -> None:
    """The sheet with what the charts are drawn from. Written last of all that draws; without charts there is none."""
    blocks = desk.charts.blocks
    if not blocks:
        return
    widest = max(len(block.headings) for block in blocks)
    sheet = desk.sheet("charts", max(widest, 6), desk.say("help-charts"), tint=0.25)
    sheet.set_column(0, 0, 34)
    sheet.set_column(1, widest, 16)
    for block in blocks:
        sheet.text(block.top, 0, block.title, desk.styles("plain", bold=True))
        for column, heading in enumerate(block.headings):
            sheet.text(block.top + 1, column, heading, desk.styles("header"))
        for at, row in enumerate(block.rows, start=block.top + 2):
            for column, value in enumerate(row):
                desk.put(sheet, at, column, value, "text" if isinstance(value, str) else "decimal")
    last = blocks[-1].top + 2 + len(blocks[-1].rows)
    desk.print_set_up(sheet, last, max(widest, 6) - 1, 0)


# -- how they look -----------------------------------------------------------------------------------------------------
def actual_look(palette: Palette) -> dict[str, Any]:
    """What was realised: the accent, full."""
    return {"fill": {"color": palette.accent}, "border": {"color": palette.accent, "width": 0.75}}


def plan_look(palette: Palette) -> dict[str, Any]:
    """What was planned: a tint with an edge, so that it differs without colour too."""
    return {"fill": {"color": palette.tint(0.25)}, "border": {"color": palette.accent, "width": 0.75}}


def target_look(palette: Palette) -> dict[str, Any]:
    """What was asked from above: an empty column with an edge."""
    return {"fill": {"color": PAPER}, "border": {"color": palette.accent, "width": 1.25}}


def label_last(name: str, count: int, position: str = "outside_end") -> dict[str, Any]:
    """The name of a series at its last point, in place of a legend."""
    custom: list[dict[str, Any]] = [{"delete": True}] * (count - 1)
    return {"value": True, "position": position, "font": font(), "custom": [*custom, {"value": name}]}


def dressed(
    chart: Any,
    title: str,
    *,
    size: tuple[int, int],
    num_format: str = "#,##0",
    unit: str = "",
    least: float | None = None,
) -> Any:
    """The chart with its title, quiet axes, no legend and no frame; `size` in pixels. Columns begin at `least`."""
    titled(chart, title)
    chart.set_legend({"none": True})
    line = {"color": LINE, "width": 0.75}
    chart.set_x_axis(
        {"num_font": font(), "line": line, "major_tick_mark": "none", "major_gridlines": {"visible": False}}
    )
    values: dict[str, Any] = {"num_font": font(color=QUIET), "line": {"none": True}, "major_tick_mark": "none"}
    values |= {"major_gridlines": {"visible": True, "line": line}, "num_format": num_format}
    if least is not None:
        values["min"] = least
    if unit:
        values |= {"name": unit, "name_font": font(color=QUIET)}
    chart.set_y_axis(values)
    chart.set_size({"width": size[0], "height": size[1]})
    return chart


def insert(sheet: StrictSheet, row: int, column: int, chart: Any, description: str) -> None:
    """Put a chart on a sheet; `description` is what it shows in words, for those who do not see it."""
    options = {"x_offset": 4, "y_offset": 4, "object_position": 2, "description": description}
    sheet.insert_chart(row, column, chart, options)
