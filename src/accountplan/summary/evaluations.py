"""Evaluation: a line per account, the worst first; above it totals of what is chosen, and of what a filter leaves."""

from __future__ import annotations

from typing import Any

from accountplan.layout.letters import column_for_words, height, lines
from accountplan.summary.desk import Desk
from accountplan.summary.evaluation_blocks import Block, rows_needed, visible_lines, write_visible
from accountplan.summary.evaluation_columns import columns_of
from accountplan.summary.evaluation_list import EvaluationList, Line, ListColumn, lines_of
from accountplan.summary.formats import standing
from accountplan.summary.page import Page
from accountplan.summary.places import Place
from accountplan.workbook.excel import StrictSheet
from accountplan.workbook.styles import ROW

_MOST_FROZEN = 260
"""Points above the list that may stay in view; more would leave no room for the list on a small screen. Excel itself
keeps the headings of a table in view."""


def write_evaluations(desk: Desk) -> None:
    """The sheet: totals by choice, lines of what is visible, the list."""
    columns, accounts = columns_of(desk), lines_of(desk)
    widths = [column.width for column in columns if column.part == "shown"]
    page = Page(desk, "evaluations", widths, f"{desk.basis} {desk.say('help-evaluations')}")
    totals = [total for total in desk.result.tables.totals if total.dimension == "portfolio"]
    totals = totals if desk.result.round.counted else []
    above = visible_lines(desk, totals) if totals else []
    needed = rows_needed(desk, totals) if totals else 2
    rows = EvaluationList(columns, accounts, page.row + needed + len(above) + 1)
    if totals:
        Block(desk, page, rows, totals).write()
    else:
        page.sentence(desk.say("empty-evaluations"))
        page.gap(ROW["gap"])
    for line in above:
        write_visible(desk, page, rows, line)
    _band(desk, page, rows)
    _list(desk, page, rows)


# -- the list ----------------------------------------------------------------------------------------------------------
def _band(desk: Desk, page: Page, rows: EvaluationList) -> None:
    """What groups of columns have in common, above their headings; the band of the sheet goes on over the amounts."""
    sheet, row = page.sheet, page.room(1, ROW["line"])
    parts = [(desk.say("band-of-plan"), "of-plan-"), (desk.say("band-of-year"), "of-year-")]
    spans = [(text, [n for n, column in enumerate(rows.columns) if column.key.startswith(key)]) for text, key in parts]
    for code in desk.words.kpis:
        spans.append(
            (desk.words.point(code), list(range(rows.at(f"plan-quarter-{code}"), rows.at(f"link-{code}") + 1)))
        )
    look = desk.styles("plain", bold=True, font_color=desk.styles.palette.readable, bottom=2, indent=1,
                       bottom_color=desk.styles.palette.accent)  # fmt: skip
    for text, columns in spans:
        if len(columns) > 1:
            sheet.merge_range(row, columns[0], row, columns[-1], "", look)
        if columns:
            sheet.text(row, columns[0], text, look)
    for top, named in ((0, "title"), (1, "band")):
        for column in range(len(rows.shown), rows.technical):
            sheet.write_blank(top, column, None, desk.styles(named))


def _list(desk: Desk, page: Page, rows: EvaluationList) -> None:
    sheet = page.sheet
    assert page.row == rows.header
    _headings(desk, sheet, rows)
    for at, line in enumerate(rows.lines, start=rows.first):
        _line(desk, sheet, rows, at, line)
    if not rows.lines:
        sheet.text(rows.first, 0, desk.say("empty-deliveries"), desk.styles("plain"))
    light = rows.at("light")
    desk.light_colours(sheet, rows.first, rows.last, light, desk.light_words())
    undelivered = {"red": desk.say("delivery-missing"), "amber": desk.say("delivery-conflict")}
    desk.light_colours(sheet, rows.first, rows.last, light, undelivered)
    sheet.freeze_panes(rows.first if sheet.height(0, rows.header) <= _MOST_FROZEN else 0, 2)
    desk.print_set_up(sheet, rows.last, len(rows.shown) - 1, rows.header)
    sheet.repeat_rows(rows.header - 1, rows.header)


def _headings(desk: Desk, sheet: StrictSheet, rows: EvaluationList) -> None:
    most = max(lines(column.heading, column.width, bold=True, indent=1) for column in rows.shown)
    headers: list[dict[str, Any]] = []
    for n, column in enumerate(rows.columns):
        look = standing(column.kind) | ({"align": "center"} if column.key.startswith("of-year-") else {})
        headers.append({"header": column.heading, "header_format": desk.styles("header", valign="top", **look)})
        if column.part != "shown":
            foldable = column.part == "amounts" and column.kind != "link"
            options = {"hidden": column.part == "technical", "level": int(foldable)}
            sheet.set_column(n, n, _wide_enough(column, most), None, options)
    table = {"name": "evaluation", "columns": headers, "style": None}
    sheet.add_table(rows.header, 0, rows.last, len(rows.columns) - 1, table)
    sheet.set_row(rows.header, height(most) + ROW["line"])


def _wide_enough(column: ListColumn, most: int) -> float:
    """A width in which the heading takes no more lines than others do."""
    width = max(column.width, column_for_words(column.heading, bold=True, indent=1))
    while lines(column.heading, width, bold=True, indent=1) > most:
        width += 1
    return width


def _line(desk: Desk, sheet: StrictSheet, rows: EvaluationList, at: int, line: Line) -> None:
    most = 1
    for n, column in enumerate(rows.columns):
        value, kind = column.value(line), column.kind
        if kind == "wrapped" and value:
            most = max(most, lines(str(value), column.width, indent=1))
        _cell(desk, sheet, (at, n), column, value, column.look(line))
    sheet.set_row(at, height(most))


def _cell(
    desk: Desk,
    sheet: StrictSheet,
    place: tuple[int, int],
    column: ListColumn,
    value: Any,
    look: dict[str, Any],
) -> None:
    kind = column.kind
    if kind == "link":
        desk.link(sheet, *place, value if isinstance(value, Place) else None)
    elif value is not None or column.part != "technical":
        desk.put(sheet, *place, value, "light" if isinstance(value, str) and kind == "share" else kind, **look)
