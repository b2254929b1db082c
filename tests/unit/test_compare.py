"""The quarter against the one before: where every point went, and what became of what was agreed."""

from __future__ import annotations

from collections import Counter

import pytest

from accountplan.consolidate.rows import ChangeRow
from tests.unit.awkward import ROUNDS
from tests.unit.demo_rounds import demo_result
from tests.unit.reviews import Q1, Q2, Q3, plan, quarter, result
from tests.unit.rounds import account, cell_of, portfolio


def change(then: tuple[float, float | None], now: tuple[float, float | None], correction: str | None = None,
           point: str = "revenue") -> ChangeRow:  # fmt: skip
    """One point of which plan and actual were `then` in Q1 and are `now` in Q2. Green to 2 %, amber to 10 % short."""
    found = result(Q2, plan("A-1", quarter("q1", correction, **{point: then}), quarter("q2", **{point: now})))
    (row,) = [row for row in found.tables.changes if row.kpi == point]
    return row


# -- where it went -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("then", "now", "direction", "moved"),
    [
        ((100, 80), (200, 180), "better", 0.1),
        ((100, 95), (200, 180), "worse", -0.05),
        ((100, 90), (200, 180), "same", 0),
        ((100, 90), (10_000, 9004), "same", 0.0004),  # the same to a tenth of a percent
        ((100, 110), (200, 202), "same", 0),  # nothing is short above the plan
        ((100, 110), (200, 196), "worse", -0.02),
        ((0, 0), (100, 90), "worse", -0.1),
        ((100, None), (200, 180), "unknown", None),
        ((100, 90), (200, None), "unknown", None),
    ],
)
def test_a_point_goes_where_its_shortfall_goes(
    then: tuple[float, float | None], now: tuple[float, float | None], direction: str, moved: float | None
) -> None:
    row = change(then, now)
    assert (row.direction, row.change) == (direction, moved)


def test_of_costs_more_is_worse() -> None:
    row = change((100, 120), (200, 210), point="costs")
    assert (row.direction, row.shortfall_then, row.shortfall, row.achievement_then) == ("better", 0.2, 0.05, 1.2)


def test_a_row_has_both_quarters_with_their_cells() -> None:
    row = change((1000, 900), (2000, 1980), "Bellen")
    assert (row.quarter_then, row.plan_then, row.actual_then, row.light_then) == ("Q1", 1000, 900, "amber")
    assert (row.quarter, row.plan, row.actual, row.light, row.achievement) == ("Q2", 2000, 1980, "green", 0.99)
    assert (row.file, row.source_then, row.restated) == ("A-1.xlsx", "workbook", False)
    assert row.cell_actual_then == cell_of("evaluation.q1.revenue", "eval.revenue_actual")
    assert row.cell_actual == cell_of("evaluation.q2.revenue", "eval.revenue_actual")
    assert row.cell_correction_then == cell_of("evaluation.q1.revenue", "eval.correction")


# -- what became of the corrections ------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("then", "now", "outcome", "carried"),
    [
        ((100, 80), (200, 200), "worked", False),
        ((100, 80), (200, 190), "worked", True),  # red became amber: it helped, and it is not green yet
        ((100, 80), (200, 160), "open", True),
        ((100, 80), (200, 164), "open", True),  # still red, but less so
        ((100, 80), (200, 150), "worse", True),  # as red, and further off
        ((100, 95), (200, 150), "worse", True),
        ((100, 80), (200, None), "unknown", True),
        ((100, None), (200, 150), "open", True),
        ((100, None), (200, 200), "worked", False),
    ],
)
def test_every_outcome(
    then: tuple[float, float | None], now: tuple[float, float | None], outcome: str, carried: bool
) -> None:
    row = change(then, now, "Bellen")
    assert (row.outcome, row.carried_over, row.correction_then, row.agreed_in) == (
        outcome, carried, "Bellen", "2027-Q1")  # fmt: skip


def test_where_nothing_was_agreed_nothing_came_of_it() -> None:
    row = change((100, 80), (200, 150))
    assert (row.outcome, row.carried_over, row.correction_then, row.agreed_in) == ("none", False, None, None)


def test_an_earlier_correction_stands_until_the_point_is_green() -> None:
    red, green = (100, 80), (100, 100)
    first = quarter("q1", "Bellen", revenue=red, costs=(100, 120))
    second = quarter("q2", revenue=red, costs=green)
    third = quarter("q3", revenue=red, costs=(100, 120))
    found = {row.kpi: row for row in result(Q3, plan("A-1", first, second, third)).tables.changes}
    assert (found["revenue"].correction_then, found["revenue"].agreed_in, found["revenue"].outcome) == (
        "Bellen", "2027-Q1", "open")  # fmt: skip
    assert (found["costs"].correction_then, found["costs"].outcome) == (None, "none")


# -- whole rounds ------------------------------------------------------------------------------------------------------
def test_the_first_quarter_has_nothing_to_be_compared_with() -> None:
    assert result(Q1, plan("A-1", quarter("q1", revenue=(100, 90)))).tables.changes == ()


def test_every_account_and_point_that_came_has_a_row() -> None:
    by = portfolio(account("A-1"), account("A-2", "bob"))
    rows = result(Q2, plan("A-2"), plan("A-1", quarter("q2", revenue=(1, 1))), by=by).tables.changes
    assert Counter(row.account_id for row in rows) == {"A-1": 5, "A-2": 5}
    assert {row.direction for row in rows} == {"unknown"}


def test_the_demo_after_its_second_quarter() -> None:
    changed = demo_result("q2").tables.changes
    lights = {(row.account_id, row.quarter, row.kpi): row.light for row in demo_result("q2").tables.evaluations}
    assert len(changed) == len({row.account_id for row in changed}) * 5
    for row in changed:
        assert row.light_then == lights[row.account_id, "Q1", row.kpi]
        assert row.light == lights[row.account_id, "Q2", row.kpi]
    assert {row.outcome for row in changed} >= {"worked", "open", "none"}


@pytest.mark.parametrize("name", ROUNDS)
def test_awkward_rounds_can_be_compared(name: str) -> None:
    found = ROUNDS[name]("nl")
    followed = {row.account_id for row in found.tables.accounts}
    assert {row.account_id for row in found.tables.changes} <= followed
    if found.quarter.number == 1 and found.previous is None:
        assert found.tables.changes == ()
