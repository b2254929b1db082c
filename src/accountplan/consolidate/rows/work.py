"""What the plans want and do, row by row: goals, activities, visits, and what was agreed on them."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountplan.consolidate.rows.kinds import LightWord, Number


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal. `current` is its latest state up to the quarter asked, `current_quarter` when that was."""

    account_id: str
    goal_id: str
    area: str | None
    kind: str | None
    level: str | None
    product_group: str | None
    start: date | None
    end: date | None
    baseline: Number | None
    target: Number | None
    current: Number | None
    unit: str | None
    smart_score: Number | None
    file: str
    sheet: str | None
    cell: str | None
    goal_no: str | None
    goal: str | None
    current_quarter: str | None
    cell_current: str | None
    activities: int
    currency: str
    priority: str | None = None
    progress: Number | None = None
    """The way from the start of the straight line to the target that has been covered: 1 is the target."""
    expected_progress: Number | None = None
    """The same, where the straight line from the start day to the end day stands on the day asked."""
    expected: Number | None = None
    """The value on that line."""
    light: LightWord = "none"
    measure: str | None = None
    """What the unit means: money, adds-up, level or yes-no."""


@dataclass(frozen=True, slots=True)
class GoalStateRow:
    """Where one goal stood at the end of one quarter. `progress` is the template's own measure, 1 is the target."""

    account_id: str
    goal_id: str
    quarter: str
    value: Number
    progress: Number | None
    file: str
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Whether an account has a goal in one of the areas that the template wants covered."""

    account_id: str
    area: str
    covered: bool


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity. `goal_id` is the row id of its goal; `overdue` is true where it is open past its deadline."""

    account_id: str
    activity_id: str
    goal_id: str | None
    what: str | None
    owner: str | None
    start: date | None
    deadline: date | None
    budget: Number | None
    spent: Number | None
    hours: Number | None
    status: str | None
    overdue: bool
    file: str
    sheet: str | None
    cell: str | None
    activity_no: str | None
    goal_no: str | None
    owner_name: str | None
    open: bool
    done_on: date | None
    currency: str
    meaning: str | None = None
    """What the status says: open, closed or cancelled."""


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit. `meaning` is what its kind says: planned, made or cancelled; a follow-up is open until it is done."""

    account_id: str
    visit_id: str
    visit_no: str | None
    day: date | None
    kind: str | None
    meaning: str | None
    by: str | None
    by_name: str | None
    contacts: str | None
    report: str | None
    followup: str | None
    followup_open: bool
    file: str
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """The review of one account after one quarter: when it was planned, when held, and what came out in numbers."""

    account_id: str
    quarter: str
    planned_on: date | None
    held_on: date | None
    present: str | None
    followups_open: Number | None
    orders: Number | None
    """From 1 January up to the end of the quarter."""
    file: str
    sheet: str | None
    cell: str | None
