"""Goals: SMART, within the horizon, and worked upon."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accountplan.checks.plan import Plan
from accountplan.findings import Finding

HORIZON_YEARS = 3


def goal_not_smart(plan: Plan) -> Iterator[Finding]:
    """A goal of which one of the five letters is not filled; each letter is a computed column of the template."""
    for row in plan.rows("goals"):
        letters = row.table.all_by_role("smart-letter")
        missing = [c for c in letters if plan.values.cell(row.table, row.key, c.id) is not True]
        if missing:
            names = ", ".join(column.label[plan.language] for column in missing)
            score = len(letters) - len(missing)
            yield row.finding("goal-not-smart", goal=row.name, score=score, of=len(letters), missing=names)


def goal_horizon(plan: Plan) -> Iterator[Finding]:
    """A goal that runs for more than three years. There is no minimum."""
    for row in plan.rows("goals"):
        start, end = row.value("start"), row.value("end")
        if isinstance(start, date) and isinstance(end, date) and end > years_after(start, HORIZON_YEARS):
            years = round((end - start).days / 365.25, 1)
            yield row.finding("goal-horizon", "end", goal=row.name, years=years)


def years_after(day: date, years: int) -> date:
    """The same day so many years later; 29 February becomes 1 March."""
    try:
        return day.replace(year=day.year + years)
    except ValueError:
        return date(day.year + years, 3, 1)


def goal_without_activity(plan: Plan) -> Iterator[Finding]:
    """A goal for which nothing is planned."""
    if plan.table("activities") is None:
        return
    worked_on = {row.value("goal") for row in plan.rows("activities")}
    for row in plan.rows("goals"):
        if row.key.id not in worked_on:
            yield row.finding("goal-without-activity", goal=row.name)


def ends_before_start(plan: Plan) -> Iterator[Finding]:
    """A goal or an activity that ends before it begins."""
    for role, end_role in (("goals", "end"), ("activities", "deadline")):
        for row in plan.rows(role):
            start, end = row.value("start"), row.value(end_role)
            if isinstance(start, date) and isinstance(end, date) and end < start:
                yield row.finding("ends-before-start", end_role, what=row.name, start=start, end=end)
