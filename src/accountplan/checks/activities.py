"""Activities: for a goal, and on time."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accountplan.checks.plan import Plan
from accountplan.findings import Finding


def activity_without_goal(plan: Plan) -> Iterator[Finding]:
    """An activity that belongs to no goal."""
    for row in plan.rows("activities"):
        answer = row.answer("goal")
        if answer is not None and not answer.raw:
            yield row.finding("activity-without-goal", "goal", activity=row.name)


def activity_overdue(plan: Plan) -> Iterator[Finding]:
    """An activity that should have been done before `as_of` and is not closed or cancelled."""
    if plan.as_of is None:
        return
    for row in plan.rows("activities"):
        deadline = row.value("deadline")
        if isinstance(deadline, date) and deadline < plan.as_of and row.means("status") not in ("closed", "cancelled"):
            yield row.finding("activity-overdue", "status", activity=row.name, deadline=deadline)
