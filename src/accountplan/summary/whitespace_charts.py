"""The charts of the white space: what is bought and what there is to win, per product group and account."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accountplan.consolidate.rows import Number, PotentialRow
from accountplan.consolidate.totals import exact_sum
from accountplan.summary.charts import actual_look, dressed, insert, target_look
from accountplan.summary.figures import said_whole
from accountplan.summary.formats import FORMATS
from accountplan.summary.page import Page
from accountplan.summary.rooms import Room
from accountplan.workbook.charting import font
from accountplan.workbook.styles import INK

MOST = 8
"""Bars of a chart: the product groups or accounts with the largest room."""
_BAR, _AROUND = 34, 60
_LEFT, _RIGHT = (0, 6), (6, 7)
"""Columns of the page: where a chart begins, and how many it takes."""


def write_charts(page: Page, room: Room) -> None:
    """Side by side: the product groups, and the accounts. Of negative amounts there are none."""
    desk, rows = room.desk, room.rows
    groups = [(room.group(code), room.of(code)) for code in room.groups]
    per_account: dict[str, list[PotentialRow]] = {account: [] for account in room.accounts}
    for row in rows:
        per_account[row.account_id].append(row)
    accounts = [(desk.name_of(account), some) for account, some in per_account.items()]
    drawn = (
        ("chart-room-groups", "col-product-group", _LEFT, groups),
        ("chart-room-accounts", "col-name", _RIGHT, accounts),
    )
    top, tallest = page.row, 0
    for key, of, (column, span), members in drawn:
        bars = _bars(members)
        if bars:
            height = _AROUND + _BAR * len(bars)
            titles = (desk.say(key, unit=room.unit), desk.say(of))
            chart, text = _chart(room, titles, bars, (page.pixels(column, span) - 16, height))
            insert(page.sheet, top, column, chart, text)
            tallest = max(tallest, height)
    if tallest:
        page.room(page.rows_under(tallest))
        page.gap()


def _bars(members: Sequence[tuple[str, Sequence[PotentialRow]]]) -> list[tuple[str, Number, Number]]:
    """Name, what is bought and what there is to win, the largest room first."""
    summed = [
        (name, exact_sum(row.current for row in rows) or 0, exact_sum(row.room for row in rows) or 0)
        for name, rows in members
    ]
    ranked = sorted(summed, key=lambda bar: -bar[2])
    return [bar for bar in ranked if bar[1] >= 0 and bar[2] > 0][:MOST]


def _chart(
    room: Room, titles: tuple[str, str], bars: Sequence[tuple[str, Number, Number]], size: tuple[int, int]
) -> tuple[Any, str]:
    """Bars of two parts: full for what is bought, empty for the room; the first says which is which.

    `titles` are that of the chart, and of what its bars are.
    """
    title, of = titles
    desk, palette = room.desk, room.desk.styles.palette
    names = (desk.say("col-current-revenue"), desk.say("col-room"))
    block = desk.charts.block(title, (of, *names), bars)
    chart = desk.book.add_chart({"type": "bar", "subtype": "stacked"})
    looks = ((actual_look(palette), palette.on_accent), (target_look(palette), INK))
    for column, (look, ink) in enumerate(looks, start=1):
        label = {"value": True, "font": font(color=ink), "num_format": FORMATS[room.kind], "position": "center"}
        chart.add_series({**block.series(column), **look, "gap": 45, "data_labels": label})
    dressed(chart, title, size=size)
    categories = {"num_font": font(), "reverse": True, "major_tick_mark": "none", "major_gridlines": {"visible": False}}
    chart.set_y_axis(categories)  # of bars, XlsxWriter calls the axis of the categories y
    chart.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    said = "; ".join(f"{name}: {' + '.join(said_whole(desk.language, n) for n in parts)}" for name, *parts in bars)
    return chart, desk.say("chart-text", title=title, said=said)
