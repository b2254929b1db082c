"""How much room a view takes on its sheet, and what stands along it: choices along a chart, weeks along a timeline."""

from __future__ import annotations

from datetime import date, timedelta

from accountplan.fields import Option
from accountplan.layout.context import PlanContext, options_of
from accountplan.layout.rows import row_keys
from accountplan.template.model import Column, Table, Template, View

CHART_ROWS = 13
RANKED = 5
TIMELINE_ABOVE, TIMELINE_BELOW = 3, 1
"""Rows above what a timeline lists (months, weeks, evaluations), and below it (what its looks mean)."""
WHAT_WIDTH, WHO_WIDTH, DAY_WIDTH, STATUS_WIDTH, WEEK_WIDTH = 44, 17, 11, 13, 1.6
"""Of a timeline's columns, in characters: its sheet goes on one page."""
MOST_CHOICES = 12
"""Of a longer list a chart has no bar per choice, but one per row of the table."""


def view_rows(template: Template, context: PlanContext, view: View) -> int:
    """Rows that the view fills; 0 where this plan lacks what it would show."""
    table = template.table(view.of)
    home = next((chapter for chapter, other in template.tables() if other.id == view.of), None)
    if table is None or home is None or not context.shown(table.tiers) or not context.shown(home.tiers):
        return 0
    rows = len(row_keys(template, context, table))
    if not rows or not all(context.shown(column.tiers) for column in _needed(table, view)):
        return 0
    match view.shape:
        case "chain":
            return rows + 1
        case "timeline":
            return TIMELINE_ABOVE + rows + TIMELINE_BELOW
        case "ranking":
            return RANKED
    return max(CHART_ROWS, len(charted_choices(template, context, view)) + 1)


def _needed(table: Table, view: View) -> list[Column]:
    """The columns without which there is nothing to show."""
    roles = {"chain": ("name", "reports-to"), "ranking": ("score",), "timeline": ("what", "deadline", "status")}
    named = [table.by_role(role) for role in roles.get(view.shape, ())]
    return [column for column in (*named, *map(table.column, (*view.columns, charted_by(table, view)))) if column]


def charted_by(table: Table, view: View) -> str:
    """The column or axis along which a chart stands."""
    return view.by or getattr(table.rows, "axes", (table.title_id,))[0]


def charted_choices(template: Template, context: PlanContext, view: View) -> tuple[Option, ...]:
    """The choices along a chart of bars, whose figures are added up per choice; none where each row has a bar."""
    table = template.table(view.of)
    column = table.column(charted_by(table, view)) if table else None
    if column is None or column.type != "choice" or column.list_id is None or view.shape == "pie":
        return ()
    choices = options_of(template, context, column.list_id).items
    return choices if len(choices) <= MOST_CHOICES else ()


def weeks_of(year: int) -> tuple[date, ...]:
    """The Mondays of the weeks of a year, from that of 1 January to that of 31 December."""
    first = date(year, 1, 1)
    monday = first - timedelta(days=first.weekday())
    return tuple(monday + timedelta(weeks=n) for n in range(((date(year, 12, 31) - monday).days // 7) + 1))


def timeline_widths(year: int) -> tuple[float, ...]:
    """The columns of a timeline's sheet, from the labels on; 0 is hidden."""
    weeks = (WEEK_WIDTH,) * len(weeks_of(year))
    return WHAT_WIDTH, 0, WHO_WIDTH, DAY_WIDTH, DAY_WIDTH, STATUS_WIDTH, *weeks
