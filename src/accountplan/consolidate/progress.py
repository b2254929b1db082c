"""Where a goal stands against the straight line to its target, and the light that follows from it.

What adds up over the period (the `means` of its unit says so) runs from nought on the start day to the target on the
end day; a level, and whatever is to become less, runs from the baseline. A level that is to be held (the baseline is
the target) is a flat line: at least the target is as it should be.
"""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from decimal import Decimal

from accountplan.consolidate.quarter import Quarter
from accountplan.consolidate.rows import GoalRow, LightWord, Number
from accountplan.fields.base import tidy
from accountplan.formula.lights import traffic_light
from accountplan.portfolio.model import Portfolio
from accountplan.template.model import Limits, Template

ADDING_UP = ("money", "adds-up")
"""What a unit means in which values grow from nought in the course of a goal."""
YES_NO = "yes-no"


def limits(template: Template, portfolio: Portfolio | None) -> Limits:
    """How far a goal may be behind: the portfolio's limits, else the template's."""
    return portfolio.settings.limits_of_goals(template) if portfolio else template.goal_limits


def followed(row: GoalRow, quarter: Quarter, portfolio: Portfolio | None, within: Limits) -> GoalRow:
    """The goal with its progress, what was to be expected at the end of the quarter, and its light.

    A goal that has ended is held against its end day; one that has not begun, or has no period or no numbers, has no
    light. Nor has a goal whose latest state is of an earlier quarter, in which it was not to be finished yet.
    """
    if row.measure == YES_NO:
        return _yes_or_no(row, quarter, portfolio)
    line = _line(row)
    if line is None:
        return row
    start, target = line
    covered = _covered(row.current, start, target)
    share = _share(row, _day(row, quarter, portfolio))
    if share is None:
        return replace(row, progress=covered)
    due = 1 if start == target else _number(share)
    fresh = covered is not None and _told(row, quarter, portfolio)
    return replace(
        row,
        progress=covered,
        expected_progress=due,
        expected=_number(start + (target - start) * share),
        light=traffic_light(due, covered, "higher", within.green, within.amber) if fresh and covered is not None
        else "none",
    )  # fmt: skip


# -- the line ----------------------------------------------------------------------------------------------------------
def _line(row: GoalRow) -> tuple[Decimal, Decimal] | None:
    """The values on the start day and on the end day; None where they cannot be known."""
    if row.target is None or row.measure is None:
        return None
    target = Decimal(str(row.target))
    baseline = None if row.baseline is None else Decimal(str(row.baseline))
    rising = baseline is None or target >= baseline
    if row.measure in ADDING_UP and rising and target > 0:
        return Decimal(), target
    return None if baseline is None else (baseline, target)


def _covered(value: Number | None, start: Decimal, target: Decimal) -> Number | None:
    """The part of the way to the target that has been covered; never less than nothing."""
    if value is None:
        return None
    now = Decimal(str(value))
    if start != target:
        return _number(max(Decimal(), (now - start) / (target - start)))
    return _number(max(Decimal(), now / target)) if target > 0 else int(now >= target)


def _share(row: GoalRow, day: date) -> Decimal | None:
    """The part of the period that has gone by on a day; None before it, and where there is none."""
    if row.start is None or row.end is None or row.end < row.start or day < row.start:
        return None
    days = (row.end - row.start).days
    return Decimal((day - row.start).days) / days if days else Decimal(1)


def _number(exact: Decimal) -> Number:
    return tidy(float(exact))


# -- days --------------------------------------------------------------------------------------------------------------
def _day(row: GoalRow, quarter: Quarter, portfolio: Portfolio | None) -> date:
    """The day that a goal is held against: the end of the quarter, or its own end where that came first."""
    end = quarter.end(portfolio)
    return min(end, row.end) if row.end else end


def _told(row: GoalRow, quarter: Quarter, portfolio: Portfolio | None) -> bool:
    """Whether the latest state tells how things are on that day."""
    if row.current_quarter is None:
        return False
    of = Quarter(quarter.year, int(row.current_quarter[1:]))
    return of.end(portfolio) >= _day(row, quarter, portfolio)


# -- yes or no ---------------------------------------------------------------------------------------------------------
def _yes_or_no(row: GoalRow, quarter: Quarter, portfolio: Portfolio | None) -> GoalRow:
    """Reached or not: green as soon as it is, red when it is not and the goal has ended."""
    if row.current is None:
        return row
    wanted = 1 if row.target is None else row.target
    reached = row.current >= wanted if wanted > 0 else row.current <= wanted
    ended = row.end is not None and row.end <= quarter.end(portfolio) and _told(row, quarter, portfolio)
    light: LightWord = "green" if reached else "red" if ended else "none"
    return replace(row, progress=int(reached), light=light)
