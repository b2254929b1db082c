"""The charts of the sales plan: target, plans and actual of every product group, each bar with its name and amount."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accountplan.consolidate.rows import SalesplanRow
from accountplan.consolidate.salesplan import TO_DATE, YEAR
from accountplan.summary.charts import actual_look, dressed, insert, plan_look, target_look
from accountplan.summary.desk import Desk
from accountplan.summary.figures import said_whole
from accountplan.summary.formats import FORMATS
from accountplan.summary.page import Page
from accountplan.workbook.charting import font

MOST = 8
"""Product groups that a chart shows: those with the largest targets, or plans."""
_LEFT, _RIGHT = 0, 7
_PER_BAR, _AROUND = 20, 60
_FIGURES = {"target": ("col-target-sales", target_look), "planned": ("col-planned", plan_look),
            "actual": ("col-actual", actual_look)}  # fmt: skip


def write_charts(desk: Desk, page: Page, rows: Sequence[SalesplanRow], kind: str, to_date: str) -> None:
    """The year to date, and beside it the whole year."""
    unit = desk.say(f"amounts-short-{kind}", currency=rows[0].currency)
    charts = (
        (TO_DATE, _LEFT, desk.say("chart-salesplan", period=to_date, unit=unit)),
        (YEAR, _RIGHT, desk.say("chart-salesplan", period=desk.say("period-year"), unit=unit)),
    )
    top, tallest = page.row, 0
    for period, column, title in charts:
        shown = largest([row for row in rows if row.period == period and _known([row])])
        height = _AROUND + _PER_BAR * len(shown) * (len(_known(shown)) + 1)
        if _known(shown):
            chart, text = _chart(desk, title, shown, kind, (page.pixels(column, 6) - 20, height))
            insert(page.sheet, top, column, chart, text)
            tallest = max(tallest, height)
    if tallest:
        page.room(page.rows_under(tallest))
        page.gap()


def largest(rows: Sequence[SalesplanRow]) -> list[SalesplanRow]:
    """The product groups with the largest targets or plans, in the order in which they came."""
    ranked = sorted(rows, key=lambda row: -max(abs(row.target or 0), abs(row.planned or 0), abs(row.actual or 0)))
    chosen = {id(row) for row in ranked[:MOST]}
    return [row for row in rows if id(row) in chosen and (row.currency == rows[0].currency)]


def _chart(desk: Desk, title: str, rows: Sequence[SalesplanRow], kind: str, size: tuple[int, int]) -> tuple[Any, str]:
    """A bar per figure, and what it shows in words."""
    figures = _known(rows)
    names = [desk.say(_FIGURES[figure][0]) for figure in figures]
    groups = [desk.words.listed("product_groups", row.product_group) for row in rows]
    lines = [(group, *(getattr(row, figure) for figure in figures)) for group, row in zip(groups, rows, strict=True)]
    block = desk.charts.block(title, (desk.say("col-product-group"), *names), lines)
    chart = desk.book.add_chart({"type": "bar"})
    for column, figure in enumerate(figures, start=1):
        label = {"value": True, "series_name": True, "separator": " ", "font": font(), "num_format": FORMATS[kind]}
        look = _FIGURES[figure][1](desk.styles.palette)
        chart.add_series({**block.series(column), **look, "gap": 50, "overlap": 0, "data_labels": label})
    dressed(chart, title, size=size)
    # of a chart of bars, XlsxWriter calls the axis of the categories y
    chart.set_y_axis(
        {"num_font": font(), "reverse": True, "major_tick_mark": "none", "major_gridlines": {"visible": False}}
    )
    least = min((n for line in lines for n in line[1:] if n is not None), default=0)
    start = {"min": 0} if least >= 0 else {}
    chart.set_x_axis({"visible": False, "major_gridlines": {"visible": False}, **start})
    said = "; ".join(f"{line[0]}: {' / '.join(said_whole(desk.language, n) for n in line[1:])}" for line in lines)
    return chart, desk.say("chart-text", title=title, said=said)


def _known(rows: Sequence[SalesplanRow]) -> list[str]:
    """The figures that there is anything of."""
    return [figure for figure in _FIGURES if any(getattr(row, figure) is not None for row in rows)]
