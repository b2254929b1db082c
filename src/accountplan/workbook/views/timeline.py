"""A timeline: what is planned, week by week over the plan year, drawn by conditional formats from dates and status.

Only the column beside the bars has formulas; the bars themselves are empty cells, in which nothing can go wrong.
"""

from __future__ import annotations

import math
from dataclasses import dataclass
from datetime import date

from accountplan.formula import literal
from accountplan.layout.context import options_of
from accountplan.layout.letters import column_for
from accountplan.layout.places import LABEL, ColumnPlace, RowPlace, TablePlace, ViewPlace, absolute, letters
from accountplan.layout.views import TIMELINE_ABOVE, TIMELINE_BELOW, WEEK_WIDTH, weeks_of
from accountplan.messages import say
from accountplan.workbook.mirrors import counted_rows, numbers_name, values_name
from accountplan.workbook.page import Page
from accountplan.workbook.styles import ROW, SIZE
from accountplan.workbook.views.cells import Shown, address_of, column_cells, hide_spare, shown_in, write_hint

_ROLES = ("owner", "start", "deadline", "status")
"""What stands between the names and the weeks, in this order."""
_SAMPLE = 2
"""Weeks that a piece of a bar takes, in the words below."""
_HEADER = 15
"""Points of the rows above what is listed."""


@dataclass(frozen=True)
class _Timeline:
    page: Page
    place: ViewPlace
    table: TablePlace

    @property
    def weeks(self) -> tuple[date, ...]:
        return weeks_of(self.page.layout.context.year)

    @property
    def first_week(self) -> int:
        """The column of the first week."""
        return self.page.place.input + len(_ROLES)

    @property
    def last_week(self) -> int:
        return self.first_week + len(self.weeks) - 1

    @property
    def rows(self) -> range:
        return range(self.place.first_row + TIMELINE_ABOVE, self.place.end_row - TIMELINE_BELOW)

    @property
    def monday(self) -> str:
        """The first day of a week as a conditional format reckons it, out of the column."""
        first = self.weeks[0]
        return f"DATE({first.year},{first.month},{first.day})+7*(COLUMN()-{self.first_week + 1})"

    def column(self, role: str) -> ColumnPlace | None:
        column = self.table.table.by_role(role)
        return self.table.column_place(column.id) if column else None

    def month(self, number: int) -> int:
        """The column of the week in which a month begins."""
        first = date(self.page.layout.context.year, number, 1)
        return self.first_week + (first - self.weeks[0]).days // 7


def write_timeline(page: Page, place: ViewPlace) -> None:
    """The weeks, what is planned, and what the looks of the bars mean."""
    line = _Timeline(page, place, page.layout.tables[place.view.of])
    what = line.column("what")
    assert what is not None
    names = column_cells(page, line.table, line.table.rows, what.column.id)
    write_hint(page, place, line.table, f"COUNTA({names.reference})=0", not any(names.shown))
    _write_weeks(line)
    _write_moments(line)
    for row, source in zip(line.rows, line.table.rows, strict=True):
        _write_row(line, row, source, what)
    _draw(line)
    _write_legend(line)


def _write_weeks(line: _Timeline) -> None:
    """Months, and below them the numbers of the weeks; left of them the headers."""
    page, sheet, first = line.page, line.page.sheet, line.place.first_row
    for number, name in enumerate(say(page.language, "sheet", "months").split(), start=1):
        sheet.text(first, line.month(number), name, page.styles("month"))
    columns = [(LABEL, line.column("what")), *((page.place.input + n, line.column(r)) for n, r in enumerate(_ROLES))]
    for index, column in columns:
        text = column.column.label[page.language] if column else ""
        sheet.text(first + 1, index, text, page.styles("header", font_size=SIZE["small"]))
    for n, monday in enumerate(line.weeks):
        sheet.write_number(first + 1, line.first_week + n, monday.isocalendar().week, page.styles("week"))
    sheet.set_row(first, _HEADER)
    sheet.set_row(first + 1, ROW["line"])


def _write_moments(line: _Timeline) -> None:
    """The weeks of the evaluations, each marked by a sign; their dates stand in hidden cells."""
    page, sheet, row = line.page, line.page.sheet, line.place.first_row + 2
    sheet.set_row(row, _HEADER)
    table = next((place for place in page.layout.tables.values() if place.table.role == "moments"), None)
    column = table.table.by_role("moment") if table else None
    if table is None or column is None:
        return
    cells = column_cells(page, table, table.rows, column.id)
    sheet.text(row, LABEL, table.table.label[page.language], page.styles("listed"))
    for index in range(page.place.input, line.first_week):
        sheet.write_blank(row, index, None, page.styles("listed"))
    helper = hide_spare(page, len(cells.rows))
    for n, (at, shown) in enumerate(zip(cells.rows, cells.shown, strict=True)):
        _copy(page, (row, helper + n), address_of(page, table.sheet, at, cells.column), shown, "hidden")
    for index in range(line.first_week, line.last_week + 1):
        sheet.write_number(row, index, 0, page.styles("mark"))
    dates = f"{absolute(row, helper)}:{absolute(row, helper + len(cells.rows) - 1)}"
    here = f'COUNTIFS({dates},">="&({line.monday}),{dates},"<"&({line.monday}+7))>0'
    _rule(page, (row, line.first_week, row, line.last_week), here, "moment")


def _write_row(line: _Timeline, row: int, source: RowPlace, what: ColumnPlace) -> None:
    """Number and name, owner, dates and status of one row of the table; blank where that is blank."""
    page, table = line.page, line.table
    name = _shown_here(line, row, values_name(what.column.id))
    shown = str(shown_in(page, table, source, what.column.id))
    formula = f'=IF({name}="","",{_shown_here(line, row, numbers_name(table.table.id))}&" "&{name})'
    full = f"{source.key.labels[0]} {shown}" if shown else ""
    page.sheet.write_formula(row, LABEL, formula, page.styles("listed"), full)
    for n, role in enumerate(_ROLES):
        column = line.column(role)
        if column is not None:
            at = _shown_here(line, row, values_name(column.column.id))
            look = {"num_format": "dd-mm-yyyy", "align": "center", "indent": 0} if column.column.type == "date" else {}
            shown_here = shown_in(page, table, source, column.column.id)
            _copy(page, (row, page.place.input + n), at, shown_here, "listed", **look)


def _shown_here(line: _Timeline, row: int, name: str) -> str:
    """Of a named column the cell that belongs to a row of the timeline: the same words in each of its rows."""
    return f"INDEX({name},{counted_rows(line.rows.start, row)})"


def _copy(page: Page, at: tuple[int, int], source: str, shown: Shown, style: str, **look: object) -> None:
    page.sheet.write_formula(*at, f'=IF({source}="","",{source})', page.styles(style, **look), shown)


# -- how it is drawn ---------------------------------------------------------------------------------------------------
def _draw(line: _Timeline) -> None:
    """Bars over the weeks between start and deadline; of one date alone, its week."""
    page, area = line.page, (line.rows.start, line.first_week, line.rows.stop - 1, line.last_week)
    first, last, status = (f"${letters(page.place.input + n)}{line.rows.start + 1}" for n in (1, 2, 3))
    days = f"{first}:{last}"
    planned = f"COUNT({days})>0,MAX({days})>={line.monday},MIN({days})<{line.monday}+7"
    for meaning, style in (("closed", "bar-done"), ("cancelled", "bar-dropped")):
        labels = _labels(line, meaning)
        if labels:
            known = ",".join(f"{status}={literal(label)}" for label in labels)
            _rule(page, area, f"AND({planned},OR({known}))", style, stop=True)
    _rule(page, area, f"AND({planned})", "bar-open")
    quarters = ",".join(f"COLUMN()={line.month(month) + 1}" for month in (1, 4, 7, 10))
    _rule(page, area, f"OR({quarters})", "quarter")
    _rule(page, area, "TRUE", "row-line")
    today = (line.place.first_row + 1, *area[1:])
    _rule(page, today, f"AND(TODAY()>={line.monday},TODAY()<{line.monday}+7)", "this-week")


def _rule(page: Page, area: tuple[int, int, int, int], formula: str, style: str, *, stop: bool = False) -> None:
    look = page.styles.change(style)
    options = {"type": "formula", "criteria": f"={formula}", "format": look, "stop_if_true": stop}
    page.sheet.conditional_format(*area, options)


def _labels(line: _Timeline, *meanings: str) -> list[str]:
    """The choices of the status that mean one of these."""
    column = line.column("status")
    if column is None or column.column.list_id is None:
        return []
    options = options_of(line.page.layout.template, line.page.layout.context, column.column.list_id)
    return [option.label for option in options.items if option.means in meanings]


def _write_legend(line: _Timeline) -> None:
    """What the looks mean, each beside a piece of it."""
    page, row = line.page, line.rows.stop
    every = (("bar-done", ["closed"]), ("bar-open", ["open"]), ("bar-dropped", ["cancelled"]))
    column = line.first_week
    for style, meanings in every:
        text = ", ".join(_labels(line, *meanings))
        if text:
            for n in range(_SAMPLE):
                page.sheet.write_blank(row, column + n, None, page.styles(style))
            page.sheet.text(row, column + _SAMPLE, text, page.styles("help", text_wrap=False))
            column += _SAMPLE + 1 + math.ceil(column_for(text, SIZE["small"]) / WEEK_WIDTH)
    page.sheet.text(row, column, say(page.language, "sheet", "timeline-signs"), page.styles("help", text_wrap=False))
