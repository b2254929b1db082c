"""Rules over the answers of one plan. Each is a function from a plan to findings; to add one, write it and list it."""

from __future__ import annotations

from datetime import date

from accountplan.checks.activities import activity_overdue, activity_without_goal
from accountplan.checks.evaluation import correction_missing, evaluation_missed, evaluation_not_planned
from accountplan.checks.goals import ends_before_start, goal_horizon, goal_not_smart, goal_without_activity
from accountplan.checks.identity import identity_changed
from accountplan.checks.plan import Plan, Rule
from accountplan.checks.required import missing_required
from accountplan.checks.shares import shares_over_100
from accountplan.workbook.reading import Reading

RULES: tuple[Rule, ...] = (
    identity_changed,
    missing_required,
    ends_before_start,
    goal_not_smart,
    goal_horizon,
    goal_without_activity,
    activity_without_goal,
    activity_overdue,
    shares_over_100,
    evaluation_not_planned,
    evaluation_missed,
    correction_missing,
)


def check_reading(reading: Reading, as_of: date | None = None, quarter: int | None = None) -> Reading:
    """The reading with the findings of every rule added. Without `as_of`, rules that need a day are silent.

    `quarter` (1–4) is the one whose figures are asked for.
    """
    if not reading.readable:
        return reading
    plan = Plan(reading, as_of, quarter)
    return reading.with_findings(tuple(finding for rule in RULES for finding in rule(plan)))


__all__ = ["RULES", "Plan", "Rule", "check_reading"]
