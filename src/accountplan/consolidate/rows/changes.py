"""What changed since the quarter before, and what that asks for, row by row."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from accountplan.consolidate.rows.kinds import LightWord, Number

Direction = Literal["better", "worse", "same", "unknown"]
Outcome = Literal["worked", "open", "worse", "unknown", "none"]


@dataclass(frozen=True, slots=True)
class ChangeRow:
    """One point of one account, the quarter asked against the one before it.

    The figures of then are those that were reported then (`source_then` is `data`); where none were, what the workbook
    says now of that quarter (`workbook`). An achievement is the actual as a part of the plan, a shortfall what is
    missing as a part of it: 0 at the plan and beyond. `change` is how much smaller the shortfall has become: negative
    is worse. `outcome` is what became of the correction that stood then: worked (the light is better, or green), open
    (still not green), worse (a worse light, or further off), unknown (no light now), or none (nothing was agreed).
    """

    account_id: str
    year: int
    quarter: str
    kpi: str
    unit: str
    currency: str | None
    basis: str | None
    year_then: int
    quarter_then: str
    source_then: str
    plan_then: Number | None
    actual_then: Number | None
    achievement_then: Number | None
    light_then: LightWord
    plan: Number | None
    actual: Number | None
    achievement: Number | None
    light: LightWord
    shortfall_then: Number | None
    shortfall: Number | None
    direction: Direction
    change: Number | None
    correction_then: str | None
    agreed_in: str | None
    """The quarter in which it was noted: the one before, or an earlier one since which the point was never green."""
    outcome: Outcome
    carried_over: bool
    """It was agreed and the point is not green yet."""
    correction: str | None
    restated: bool
    """What was reported then differs from what the workbook says now of that quarter: both figures follow."""
    plan_reported: Number | None
    actual_reported: Number | None
    plan_restated: Number | None
    actual_restated: Number | None
    currency_then: str | None
    file: str | None
    sheet: str | None
    cell_plan_then: str | None
    cell_actual_then: str | None
    cell_correction_then: str | None
    cell_plan: str | None
    cell_actual: str | None


@dataclass(frozen=True, slots=True)
class MoveRow:
    """What else changed of an account since the earlier summary: `what` is manager, team, region, tier, joined or left.

    `before` and `after` are codes; the names are those of managers, as they were called at the time.
    """

    account_id: str
    account_name: str | None
    what: str
    before: str | None
    after: str | None
    before_name: str | None
    after_name: str | None


@dataclass(frozen=True, slots=True)
class CorrectionRow:
    """Something to correct, `rank` 1 first: a point that is not green, or a goal that is behind.

    `what` is point or goal; `code` the point's code or the goal's row id. `size` is the shortfall in the unit of the
    figures (positive is short), `share` the same as a part of the plan; of a goal, of what was expected. `cost` is
    what it comes to in money, `cost_converted` the same in `converted_into`, the portfolio's currency. Activities are
    those of the goals behind it that are not done, overdue ones first.
    """

    rank: int
    account_id: str
    year: int
    quarter: str
    what: str
    code: str
    goal_no: str | None
    text: str | None
    light: LightWord
    since_year: int | None
    since: str | None
    """The first quarter of those, up to this one, in which it was never green."""
    unit: str | None
    plan: Number | None
    actual: Number | None
    size: Number | None
    share: Number | None
    cost: Number | None
    currency: str | None
    cost_converted: Number | None
    converted_into: str | None
    correction: str | None
    correction_then: str | None
    agreed_in: str | None
    carried_over: bool
    correction_missing: bool
    """Red, and nothing was noted this quarter."""
    goal_ids: str | None
    open_activities: int
    overdue_activities: int
    activity_ids: str | None
    file: str | None
    sheet: str | None
    cell: str | None
