"""How far goals are: held against the straight line to the target, whatever way that runs."""

from __future__ import annotations

from datetime import date
from math import isclose
from typing import Any

import pytest

from accountplan.consolidate import Quarter, tables
from accountplan.consolidate.progress import limits
from accountplan.consolidate.rows import GoalRow
from accountplan.portfolio.model import Portfolio
from accountplan.template.model import Limits
from tests.unit.demo_rounds import demo_result
from tests.unit.rounds import a_round, account, answers, portfolio, reading, shipped

NEW_YEAR, EVE = date(2027, 1, 1), date(2027, 12, 31)
"""31 March is day 89 of the 364 between them; 30 June is day 180."""


def goal(value: float | None, baseline: float | None, target: float | None, unit: str | None = "percent", *,
         start: date | None = NEW_YEAR, end: date | None = EVE, told: int = 1, asked: int = 1,
         by: Portfolio | None = None) -> GoalRow:  # fmt: skip
    """A goal whose state after quarter `told` is `value`, as the summary of quarter `asked` has it."""
    cells: dict[str, Any] = {"goal.specific": "Meer", "goal.unit": unit, "goal.baseline": baseline,
                             "goal.target": target, "goal.start": start, "goal.end": end}  # fmt: skip
    states = {f"goal_state.goals.1.q{told}": {"eval.goal_value": value}}
    filled = answers("A-1", goals={"goals.1": cells}, goal_state=states if value is not None else {})
    the_round = a_round(by or portfolio(account("A-1")), reading("A-1", filled))
    quarter = Quarter(2027, asked)
    (row,) = tables(the_round, quarter, quarter.end(), "nl").goals
    return row


# -- the line ----------------------------------------------------------------------------------------------------------
def test_what_adds_up_runs_from_nought() -> None:
    row = goal(20_000, 80_000, 100_000, "money")
    assert (row.progress, row.measure) == (0.2, "money")
    assert isclose(row.expected_progress or 0, 89 / 364)
    assert isclose(row.expected or 0, 100_000 * 89 / 364)
    assert row.light == "amber"  # 0.2 is 18 % short of 0.2445


def test_a_level_runs_from_the_baseline() -> None:
    row = goal(31, 30, 34)
    assert (row.progress, row.measure, row.light) == (0.25, "level", "green")
    assert isclose(row.expected or 0, 30 + 4 * 89 / 364)


def test_what_is_to_become_less_runs_down_from_the_baseline() -> None:
    fewer = goal(9, 12, 8, "pieces")
    assert (fewer.progress, fewer.light) == (0.75, "green")
    assert isclose(fewer.expected or 0, 12 - 4 * 89 / 364)
    assert goal(4.2, 4, 2).progress == 0
    assert goal(4.2, 4, 2).light == "red"


def test_a_target_of_nought_is_reached_from_the_baseline() -> None:
    assert (goal(80, 100, 0, "money").progress, goal(80, 100, 0, "money").light) == (0.2, "amber")
    assert goal(-5, -10, 0, "money").progress == 0.5
    assert goal(3, None, 0, "money").progress is None


@pytest.mark.parametrize(
    ("value", "target", "progress", "light"),
    [(8, 8, 1, "green"), (8.4, 8, 1.05, "green"), (7.6, 8, 0.95, "green"), (6.4, 8, 0.8, "amber"), (4, 8, 0.5, "red"),
     (0, 0, 1, "green"), (-1, 0, 0, "red")],
)  # fmt: skip
def test_a_level_that_is_to_be_held_is_a_flat_line(value: float, target: float, progress: float, light: str) -> None:
    row = goal(value, target, target, "mark")
    assert (row.progress, row.expected_progress, row.expected, row.light) == (progress, 1, target, light)


def test_an_amount_that_stays_the_same_adds_up_all_the_same() -> None:
    assert goal(25_000, 100_000, 100_000, "money").progress == 0.25


# -- the day -----------------------------------------------------------------------------------------------------------
def test_a_goal_that_has_ended_is_held_against_its_target() -> None:
    row = goal(9, 0, 10, "visits", end=date(2027, 5, 31), told=2, asked=3)
    assert (row.progress, row.expected_progress, row.expected, row.light) == (0.9, 1, 10, "green")


def test_a_goal_that_has_not_begun_has_no_expectation() -> None:
    row = goal(31, 30, 34, start=date(2027, 4, 1))
    assert (row.progress, row.expected_progress, row.expected, row.light) == (0.25, None, None, "none")


def test_on_its_first_day_nothing_is_expected_and_on_its_only_day_everything() -> None:
    first = goal(30, 30, 34, start=date(2027, 3, 31))
    assert (first.expected_progress, first.expected, first.light) == (0, 30, "green")
    only = goal(30, 30, 34, start=date(2027, 3, 31), end=date(2027, 3, 31))
    assert (only.expected_progress, only.expected, only.light) == (1, 34, "red")


def test_the_quarter_ends_when_the_portfolio_says() -> None:
    by = portfolio(account("A-1"), quarter_ends={"q1": date(2027, 4, 2)})
    assert isclose(goal(31, 30, 34, by=by).expected_progress or 0, 91 / 364)


def test_a_state_of_an_earlier_quarter_says_nothing_of_this_one() -> None:
    row = goal(31, 30, 34, told=1, asked=2)
    assert (row.current, row.current_quarter, row.progress, row.light) == (31, "Q1", 0.25, "none")
    assert isclose(row.expected_progress or 0, 180 / 364)


# -- the light ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("value", "light"), [(90, "green"), (89, "amber"), (75, "amber"), (74, "red"), (None, "none")])
def test_the_light_follows_from_how_far_it_is_behind(value: float | None, light: str) -> None:
    assert goal(value, 0, 100, "pieces", end=date(2027, 3, 31)).light == light


def test_the_portfolio_sets_the_limits_of_goals() -> None:
    strict = portfolio(account("A-1"), goal_limits=Limits(green=0, amber=0.01))
    assert goal(23, 0, 100, "pieces").light == "green"
    assert goal(23, 0, 100, "pieces", by=strict).light == "red"


def test_without_a_portfolio_the_limits_of_the_template_hold() -> None:
    loose = shipped().model_copy(update={"goal_limits": Limits(green=0.5, amber=0.6)})
    within, strict = limits(loose, None), portfolio(goal_limits=Limits(green=0, amber=0))
    assert (within.green, limits(loose, strict).green) == (0.5, 0)
    assert (limits(shipped(), None).green, limits(shipped(), None).amber) == (0.1, 0.25)


@pytest.mark.parametrize("missing", ["baseline", "target", "unit", "start", "end"])
def test_without_its_numbers_or_dates_a_goal_has_no_light(missing: str) -> None:
    given: dict[str, Any] = {"baseline": 30, "target": 34, "unit": "percent", "start": NEW_YEAR, "end": EVE}
    row = goal(31, **{**given, missing: None})
    assert (row.light, row.expected) == ("none", None)


def test_a_period_that_ends_before_it_begins_is_none() -> None:
    assert goal(31, 30, 34, start=date(2027, 3, 1), end=date(2027, 2, 1)).light == "none"


# -- yes or no ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "end", "told", "light"),
    [(1, EVE, 1, "green"), (0, EVE, 1, "none"), (0, date(2027, 3, 31), 1, "red"), (0, date(2027, 3, 1), 1, "red"),
     (1, date(2027, 3, 1), 1, "green"), (0, None, 1, "none"), (None, date(2027, 3, 1), 1, "none")],
)  # fmt: skip
def test_yes_or_no_is_reached_or_too_late(value: float | None, end: date | None, told: int, light: str) -> None:
    row = goal(value, None, None, "yes-no", end=end, told=told)
    assert (row.light, row.progress, row.expected) == (light, value, None)


def test_not_yet_when_last_told_is_unknown_once_the_end_has_passed() -> None:
    assert goal(0, 0, 1, "yes-no", end=date(2027, 5, 1), told=1, asked=2).light == "none"
    assert goal(1, 0, 1, "yes-no", end=date(2027, 5, 1), told=1, asked=2).light == "green"


# -- the template's own measure ----------------------------------------------------------------------------------------
@pytest.mark.parametrize("quarter", ["q1", "q2"])
def test_the_plans_show_the_same_progress(quarter: str) -> None:
    found = demo_result(quarter, "nl", 40).tables
    shown = {(state.account_id, state.goal_id, state.quarter): state.progress for state in found.goal_states}
    pairs = [(row.progress, shown[row.account_id, row.goal_id, row.current_quarter])
             for row in found.goals if row.current_quarter]  # fmt: skip
    assert len(pairs) > 100
    assert all(one == other or isclose(one or 0, other or 0) for one, other in pairs)
    assert {row.measure for row in found.goals} == {"money", "adds-up", "level", "yes-no"}
