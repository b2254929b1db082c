"""Where to correct: what costs most first, in its own money, with what was agreed on it and not done for it."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accountplan.consolidate.rows import CorrectionRow
from accountplan.portfolio.model import Portfolio, Rate
from accountplan.workbook.reading import Reading
from tests.unit.awkward import ROUNDS
from tests.unit.demo_rounds import demo_result
from tests.unit.reviews import Q1, Q2, Q3, kept, plan, quarter, result
from tests.unit.rounds import account, cell_of, portfolio

NEW_YEAR, EVE = date(2027, 1, 1), date(2027, 12, 31)
RATE = Rate("USD", 0.5, NEW_YEAR)


def listed(*readings: Reading, asked: Any = Q1, **how: Any) -> list[CorrectionRow]:
    return list(result(asked, *readings, **how).tables.corrections)


def order(rows: list[CorrectionRow]) -> list[tuple[str, str]]:
    return [(row.account_id, row.code) for row in rows]


# -- what it costs -----------------------------------------------------------------------------------------------------
def test_what_costs_most_comes_first_then_what_has_no_price() -> None:
    first = quarter("q1", revenue=(1000, 900), costs=(100, 250), visits=(4, 3), margin=(0.3, 0.25))
    rows = listed(plan("A-1", first), plan("A-2", quarter("q1", visits=(4, 1))))
    assert order(rows) == [
        ("A-1", "costs"), ("A-1", "revenue"), ("A-1", "margin"), ("A-2", "visits"), ("A-1", "visits")]  # fmt: skip
    assert [row.rank for row in rows] == [1, 2, 3, 4, 5]
    assert [(row.size, row.cost) for row in rows] == [(150, 150), (100, 100), (0.05, 45), (3, None), (1, None)]
    assert [round(row.share or 0, 3) for row in rows] == [1.5, 0.1, 0.167, 0.75, 0.25]


def test_a_margin_costs_its_part_of_the_actual_revenue() -> None:
    assert [row.cost for row in listed(plan("A-1", quarter("q1", margin=(0.3, 0.25))))] == [None]
    returns = quarter("q1", revenue=(100, -50), margin=(0.3, 0.25))
    assert {row.code: row.cost for row in listed(plan("A-1", returns))} == {"revenue": 150, "margin": None}


def test_what_is_green_or_unknown_is_not_to_be_corrected() -> None:
    assert listed(plan("A-1", quarter("q1", revenue=(100, 99), costs=(100, None), visits=(0, 0)))) == []


def test_a_row_says_where_it_comes_from() -> None:
    (row,) = listed(plan("A-1", quarter("q1", "Bellen", revenue=(1000, 800))))
    assert (row.what, row.light, row.since, row.plan, row.actual, row.currency) == (
        "point", "red", "Q1", 1000, 800, "EUR")  # fmt: skip
    cell = cell_of("evaluation.q1.revenue", "eval.revenue_actual")
    assert (row.file, row.sheet, row.cell) == ("A-1.xlsx", "3 Kwartaalevaluatie", cell)
    assert (row.correction, row.correction_missing) == ("Bellen", False)


@pytest.mark.parametrize(("actual", "missing"), [(80, True), (95, False)])
def test_red_without_a_correction_is_flagged(actual: float, missing: bool) -> None:
    (row,) = listed(plan("A-1", quarter("q1", revenue=(100, actual))))
    assert row.correction_missing is missing


# -- several currencies ------------------------------------------------------------------------------------------------
def abroad(*rates: Rate) -> Portfolio:
    three = (account("A-1"), account("A-2", "bob", currency="USD"), account("A-3", "bob", currency="GBP"))
    return replace(portfolio(*three), rates=rates)


def in_three_currencies(*rates: Rate) -> list[CorrectionRow]:
    return listed(
        plan("A-1", quarter("q1", revenue=(1000, 800))),
        plan("A-2", quarter("q1", revenue=(1000, 700), costs=(100, 600)), currency="USD"),
        plan("A-3", quarter("q1", revenue=(1000, 500)), currency="GBP"),
        by=abroad(*rates),
    )


def test_amounts_are_compared_at_the_portfolios_rates() -> None:
    rows = in_three_currencies(RATE)
    assert order(rows) == [("A-2", "costs"), ("A-1", "revenue"), ("A-2", "revenue"), ("A-3", "revenue")]
    assert [(row.cost, row.currency, row.cost_converted, row.converted_into) for row in rows] == [
        (500, "USD", 250, "EUR"),
        (200, "EUR", 200, "EUR"),
        (300, "USD", 150, "EUR"),
        (500, "GBP", None, None),
    ]


def test_without_rates_every_currency_is_ranked_by_itself_after_the_portfolios_own() -> None:
    rows = in_three_currencies()
    assert order(rows) == [("A-1", "revenue"), ("A-3", "revenue"), ("A-2", "costs"), ("A-2", "revenue")]
    assert [row.cost_converted for row in rows] == [200, None, None, None]


# -- goals -------------------------------------------------------------------------------------------------------------
def goal_plan(**cells: Any) -> Reading:
    goal = {"goal.specific": "Meer omzet", "goal.area": "revenue", "goal.unit": "money", "goal.start": NEW_YEAR,
            "goal.end": date(2027, 3, 31)} | cells  # fmt: skip
    states = {"goal_state.goals.1.q1": {"eval.goal_value": 60}}
    activities = {
        "activities.1": {"act.what": "Later", "act.deadline": date(2027, 6, 1), "act.status": "not-started",
                         "act.goal_id": "goals.1"},
        "activities.2": {"act.what": "Te laat", "act.deadline": date(2027, 3, 1), "act.status": "in-progress",
                         "act.goal_id": "goals.1"},
        "activities.3": {"act.what": "Klaar", "act.status": "done", "act.goal_id": "goals.1"},
        "activities.4": {"act.what": "Zonder dag", "act.goal_id": "goals.1"},
        "activities.5": {"act.what": "Van niets"},
    }  # fmt: skip
    more = {"goals": {"goals.1": goal}, "goal_state": states, "activities": activities}
    return plan("A-1", quarter("q1", revenue=(100, 80), visits=(4, 1)), tables=more)


def test_a_goal_in_money_costs_what_it_is_behind() -> None:
    row = next(row for row in listed(goal_plan(**{"goal.target": 100})) if row.what == "goal")
    assert (row.code, row.text, row.light, row.size, row.cost, row.currency) == (
        "goals.1", "Meer omzet", "red", 40, 40, "EUR")  # fmt: skip
    assert (row.share, row.since, row.carried_over, row.correction_missing) == (0.4, None, False, False)
    assert row.cell == cell_of("goal_state.goals.1.q1", "eval.goal_value")


def test_of_a_falling_goal_what_is_too_much_is_short() -> None:
    falling = {"goal.baseline": 90, "goal.target": 40}
    row = next(row for row in listed(goal_plan(**falling)) if row.what == "goal")
    assert (row.plan, row.actual, row.size, row.cost) == (40, 60, 20, 20)


def test_a_goal_in_anything_else_has_no_price() -> None:
    row = next(row for row in listed(goal_plan(**{"goal.target": 100, "goal.unit": "pieces"})) if row.what == "goal")
    assert (row.size, row.share, row.cost) == (40, 0.4, None)


def test_a_goal_of_yes_or_no_is_behind_wholly() -> None:
    ended = {"goal.target": 100, "goal.unit": "yes-no"}
    row = next(row for row in listed(goal_plan(**ended)) if row.what == "goal")
    assert (row.size, row.cost) == (None, None)
    assert row.share == 1


# -- what was not done -------------------------------------------------------------------------------------------------
def test_the_activities_behind_are_those_of_goals_in_the_areas_of_the_point() -> None:
    rows = {row.code: row for row in listed(goal_plan(**{"goal.target": 100}))}
    for code in ("revenue", "goals.1"):
        row = rows[code]
        assert (row.goal_ids, row.open_activities, row.overdue_activities) == ("goals.1", 3, 1)
        assert row.activity_ids == "activities.2;activities.1;activities.4", "overdue first, without a day last"
    visits = rows["visits"]
    assert (visits.goal_ids, visits.open_activities, visits.activity_ids) == (None, 0, None)


# -- from quarter to quarter -------------------------------------------------------------------------------------------
def test_what_is_open_stands_in_the_next_list_though_nothing_new_was_noted() -> None:
    first = quarter("q1", "Bellen", revenue=(100, 80), costs=(50, 60), visits=(4, 2))
    second = quarter("q2", revenue=(200, 150), costs=(90, 90))
    rows = {row.code: row for row in listed(plan("A-1", first, second), asked=Q2)}
    assert list(rows) == ["revenue", "visits"], "costs are green: nothing is open any more"
    revenue, visits = rows["revenue"], rows["visits"]
    assert (revenue.carried_over, revenue.correction_then, revenue.agreed_in, revenue.correction) == (
        True, "Bellen", "2027-Q1", None)  # fmt: skip
    assert (revenue.since, revenue.light, revenue.correction_missing) == ("Q1", "red", True)
    assert (visits.carried_over, visits.since, visits.light, visits.cost) == (True, "Q1", "none", None)
    assert visits.cell == cell_of("evaluation.q2.visits", "eval.visits_actual")


def test_it_stands_there_until_the_point_is_green() -> None:
    quarters = [quarter("q1", "Bellen", revenue=(100, 80)), quarter("q2", revenue=(100, 80))]
    (row,) = listed(plan("A-1", *quarters, quarter("q3", revenue=(100, 95))), asked=Q3)
    assert (row.carried_over, row.agreed_in, row.since) == (True, "2027-Q1", "Q1")
    assert listed(plan("A-1", *quarters, quarter("q3", revenue=(100, 100))), asked=Q3) == []


def test_since_when_stops_at_a_green_or_an_unknown_quarter() -> None:
    for between in ((100, 100), (100, None)):
        quarters = (quarter("q1", revenue=(100, 80)), quarter("q2", revenue=between), quarter("q3", revenue=(100, 80)))
        (row,) = listed(plan("A-1", *quarters), asked=Q3)
        assert (row.since, row.carried_over) == ("Q3", False)


def test_a_correction_that_was_reported_is_carried_over(tmp_path: Path) -> None:
    previous = kept(tmp_path, result(Q1, plan("A-1", quarter("q1", "Bellen", revenue=(100, 80)))), Q2)
    gone = plan("A-1", quarter("q1", revenue=(100, 80)), quarter("q2", revenue=(200, 160)))
    (row,) = listed(gone, asked=Q2, previous=previous)
    assert (row.carried_over, row.correction_then, row.since) == (True, "Bellen", "Q1")


def test_the_demo_carries_over_what_is_open_after_its_first_quarter() -> None:
    first, after = demo_result("q1").tables, demo_result("q2").tables
    agreed = {(row.account_id, row.kpi) for row in after.evaluations if row.quarter == "Q1" and row.correction}
    green = {(row.account_id, row.kpi) for row in after.evaluations if (row.quarter, row.light) == ("Q2", "green")}
    carried = {(row.account_id, row.code) for row in after.corrections if row.carried_over}
    assert carried == agreed - green
    assert carried & {(row.account_id, row.code) for row in first.corrections}


# -- awkward rounds ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ROUNDS)
def test_awkward_rounds_have_an_honest_list(name: str) -> None:
    tables = ROUNDS[name]("nl").tables
    rows = tables.corrections
    assert [row.rank for row in rows] == list(range(1, len(rows) + 1))
    assert len({(row.account_id, row.code) for row in rows}) == len(rows)
    asked = ROUNDS[name]("nl").quarter.name
    off = {(row.account_id, row.kpi) for row in tables.evaluations
           if row.quarter == asked and row.light in ("amber", "red")}  # fmt: skip
    assert off <= {(row.account_id, row.code) for row in rows}
    assert all(row.cost is None or row.cost > 0 for row in rows)
    ranked = [row.cost_converted for row in rows if row.cost_converted is not None]
    assert ranked == sorted(ranked, reverse=True)
