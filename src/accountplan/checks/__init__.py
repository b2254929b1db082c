"""Rules over the answers of one plan. Each is a function from a plan to findings; to add one, write it and list it."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date

from accountplan.checks.activities import activity_overdue, activity_without_goal
from accountplan.checks.evaluation import correction_missing, evaluation_missed, evaluation_not_planned
from accountplan.checks.goals import ends_before_start, goal_horizon, goal_not_smart, goal_without_activity
from accountplan.checks.identity import identity_changed
from accountplan.checks.plan import Moment, Plan, Rule
from accountplan.checks.required import missing_required
from accountplan.checks.shares import shares_over_100
from accountplan.findings import Finding
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


OF_A_MOMENT: tuple[Rule, ...] = (activity_overdue, evaluation_missed)
"""The rules among them that ask what day it is; the others say the same at every moment."""


def check_reading(reading: Reading, as_of: date | None = None, quarter: int | None = None) -> Reading:
    """The reading with the findings of every rule added. Without `as_of`, rules that need a day are silent.

    `quarter` (1–4) is the one whose figures are asked for.
    """
    return check_at(reading, (Moment(as_of, quarter),))


def check_at(reading: Reading, moments: Sequence[Moment]) -> Reading:
    """The reading with the findings of every rule at the first moment added; those at the others stand beside them."""
    if not reading.readable:
        return reading
    values = reading.values()
    first, *others = (Plan(reading, moment, values) for moment in moments)
    found = {rule: tuple(rule(first)) for rule in RULES}
    at_others = (found | {rule: tuple(rule(plan)) for rule in OF_A_MOMENT} for plan in others)
    return replace(
        reading,
        findings=_all(reading, found),
        at_other_moments=tuple(_all(reading, found) for found in at_others),
    )


def _all(reading: Reading, found: Mapping[Rule, tuple[Finding, ...]]) -> tuple[Finding, ...]:
    return (*reading.findings, *(finding for findings in found.values() for finding in findings))


__all__ = ["RULES", "Moment", "Plan", "Rule", "check_at", "check_reading"]
