"""Where to correct: what falls short, what that costs, what was agreed on it, and what was not done for it."""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from typing import Any

from accountplan.consolidate.history import History, Key
from accountplan.consolidate.money import Exchange
from accountplan.consolidate.plan import CELLS_JOINED, difference
from accountplan.consolidate.rows import (
    ActivityRow,
    ChangeRow,
    CorrectionRow,
    EvaluationRow,
    GoalRow,
    LightWord,
    Number,
    Tables,
)
from accountplan.consolidate.totals import weight_of
from accountplan.fields.base import tidy
from accountplan.formula.lights import shortfall
from accountplan.template.model import Kpi

_MONEY = "money"
"""What the unit of a goal means that is counted in money."""
_OFF: tuple[LightWord, ...] = ("amber", "red")


def corrections(
    tables: Tables, history: History, kpis: Mapping[str, Kpi], known: Exchange
) -> tuple[CorrectionRow, ...]:
    """Points and goals to correct, what costs most first.

    Amounts are compared at the portfolio's rates. Those of a currency without a rate follow, each currency by itself;
    then what cannot be said in money, by its shortfall as a part of the plan.
    """
    found = [*_points(tables, history, kpis), *_goals(tables, history)]
    priced = (_converted(row, known) for row in found)
    return tuple(replace(row, rank=rank) for rank, row in enumerate(sorted(priced, key=_order), start=1))


def _converted(row: CorrectionRow, known: Exchange) -> CorrectionRow:
    rate = known.rate(row.currency)
    if row.cost is None or rate is None:
        return row
    return replace(row, cost_converted=tidy(float(Decimal(str(row.cost)) * rate)), converted_into=known.own)


def _order(row: CorrectionRow) -> tuple[int, str, float]:
    if row.cost_converted is not None:
        return 0, "", -row.cost_converted
    if row.cost is not None:
        return 1, row.currency or "", -row.cost
    return 2, "", -(row.share or 0)


# -- points ------------------------------------------------------------------------------------------------------------
def _points(tables: Tables, history: History, kpis: Mapping[str, Kpi]) -> Iterator[CorrectionRow]:
    """Points that are not green, and those whose correction of then is still open though nothing is known of them."""
    carried = {(row.account_id, row.kpi): row for row in tables.changes if row.carried_over}
    behind = _Behind(tables)
    for key, quarters in history.points.items():
        point = quarters.get(history.asked)
        kpi = kpis.get(key[1])
        if kpi is not None and ((point is not None and point.light in _OFF) or key in carried):
            revenue = history.at((key[0], weight_of(dict(kpis)) or ""), history.asked)
            whole = revenue.actual if revenue else None
            yield _point(history, key, kpi, point.row if point else None, carried.get(key), whole, behind)


def _point(
    history: History,
    key: Key,
    kpi: Kpi,
    now: EvaluationRow | None,
    carried: ChangeRow | None,
    revenue: Number | None,
    behind: _Behind,
) -> CorrectionRow:
    size, share = _short(now, kpi)
    since, agreed = history.since(key), history.standing(key)
    light: LightWord = now.light if now else "none"
    goals = behind.goals_of(key[0], kpi.areas)
    told = now or carried
    return CorrectionRow(
        rank=0,
        account_id=key[0],
        year=history.asked.year,
        quarter=history.asked.name,
        what="point",
        code=kpi.code,
        goal_no=None,
        text=None,
        light=light,
        since_year=since.year if since else None,
        since=since.name if since else None,
        unit=kpi.unit,
        plan=now.plan if now else None,
        actual=now.actual if now else None,
        size=size,
        share=share,
        cost=_cost(kpi, size, revenue),
        currency=told.currency if told else None,
        cost_converted=None,
        converted_into=None,
        correction=now.correction if now else None,
        correction_then=agreed.text if agreed else None,
        agreed_in=str(agreed.quarter) if agreed else None,
        carried_over=carried is not None,
        correction_missing=light == "red" and not (now and now.correction),
        **behind.columns(key[0], goals),
        file=told.file if told else None,
        sheet=told.sheet if told else None,
        cell=(now.cell_actual or now.cell_plan) if now else carried.cell_correction_then if carried else None,
    )


def _short(now: EvaluationRow | None, kpi: Kpi) -> tuple[Number | None, Number | None]:
    """How far a point is short of its plan, in its own unit and as a part of the plan."""
    if now is None or now.plan is None or now.actual is None:
        return None, None
    pair = (now.plan, now.actual) if kpi.better == "higher" else (now.actual, now.plan)
    return difference(*pair), shortfall(now.plan, now.actual, kpi.better)


def _cost(kpi: Kpi, size: Number | None, revenue: Number | None) -> Number | None:
    """What a shortfall comes to in money; a percentage is one of the revenue, and of none or a negative one nothing."""
    if size is None or kpi.unit == "number":
        return None
    if kpi.unit == "money":
        return size
    return None if revenue is None or revenue <= 0 else tidy(float(Decimal(str(size)) * Decimal(str(revenue))))


# -- goals -------------------------------------------------------------------------------------------------------------
def _goals(tables: Tables, history: History) -> Iterator[CorrectionRow]:
    behind = _Behind(tables)
    for goal in tables.goals:
        if goal.light in _OFF:
            yield _goal(history, goal, behind)


def _goal(history: History, goal: GoalRow, behind: _Behind) -> CorrectionRow:
    size, share = _lagging(goal)
    return CorrectionRow(
        rank=0,
        account_id=goal.account_id,
        year=history.asked.year,
        quarter=history.asked.name,
        what="goal",
        code=goal.goal_id,
        goal_no=goal.goal_no,
        text=goal.goal,
        light=goal.light,
        since_year=None,
        since=None,
        unit=goal.unit,
        plan=goal.expected,
        actual=goal.current,
        size=size,
        share=share,
        cost=size if goal.measure == _MONEY else None,
        currency=goal.currency,
        cost_converted=None,
        converted_into=None,
        correction=None,
        correction_then=None,
        agreed_in=None,
        carried_over=False,
        correction_missing=False,
        **behind.columns(goal.account_id, [goal.goal_id]),
        file=goal.file,
        sheet=goal.sheet,
        cell=goal.cell_current or goal.cell,
    )


def _lagging(goal: GoalRow) -> tuple[Number | None, Number | None]:
    """How far a goal is behind what was to be expected, in its own unit and as a part of it; yes or no: wholly."""
    falling = goal.baseline is not None and goal.target is not None and goal.target < goal.baseline
    pair = (goal.current, goal.expected) if falling else (goal.expected, goal.current)
    if goal.progress is None:
        return difference(*pair), None
    due = 1 if goal.expected_progress is None else goal.expected_progress
    return difference(*pair), shortfall(due, goal.progress, "higher")


# -- what was not done -------------------------------------------------------------------------------------------------
@dataclass
class _Behind:
    """The goals behind a point, and the activities behind those that are not done."""

    tables: Tables

    def __post_init__(self) -> None:
        self._goals: dict[str, list[GoalRow]] = {}
        self._open: dict[Key, list[ActivityRow]] = {}
        for goal in self.tables.goals:
            self._goals.setdefault(goal.account_id, []).append(goal)
        for activity in self.tables.activities:
            if activity.open:
                self._open.setdefault((activity.account_id, activity.goal_id or ""), []).append(activity)

    def goals_of(self, account_id: str, areas: Collection[str]) -> list[str]:
        return [goal.goal_id for goal in self._goals.get(account_id, ()) if goal.area in areas]

    def columns(self, account_id: str, goals: list[str]) -> dict[str, Any]:
        open_ones = [activity for goal in goals for activity in self._open.get((account_id, goal), ())]
        urgent = sorted(open_ones, key=lambda activity: (not activity.overdue, activity.deadline or date.max))
        return {
            "goal_ids": CELLS_JOINED.join(goals) or None,
            "open_activities": len(urgent),
            "overdue_activities": sum(activity.overdue for activity in urgent),
            "activity_ids": CELLS_JOINED.join(activity.activity_id for activity in urgent) or None,
        }
