"""The demo's figures add up: recomputed here from the answers alone, with nothing of the code that made them."""

from __future__ import annotations

from datetime import date
from typing import Any

import pytest

from accountplan.demo.returned import draft, otherwise
from tests.unit.demo_plans import Plan, plans, the_round

QUARTERS = ("q1", "q2", "q3", "q4")
ENDS = {"q1": date(2027, 3, 31), "q2": date(2027, 6, 30), "q3": date(2027, 9, 30), "q4": date(2027, 12, 31)}
ROUNDS = pytest.mark.parametrize("asked", [(12, "q1"), (12, "q2"), (60, "q2")])
GROUPS = ("boxes", "film", "labels", "food", "machines")


def groups_of(plan: Plan, quarter: str, field: str) -> list[float]:
    cells = (plan.cell("range", f"{quarter}.{group}", field) for group in GROUPS)
    return [cell for cell in cells if cell is not None]


def point(plan: Plan, quarter: str, kpi: str, field: str) -> Any:
    return plan.cell("evaluation", f"{quarter}.{kpi}", field)


@ROUNDS
def test_product_groups_add_up_to_revenue(asked: tuple[int, str]) -> None:
    for plan in plans(*asked):
        for quarter in QUARTERS:
            planned = point(plan, quarter, "revenue", "eval.revenue_plan")
            assert sum(groups_of(plan, quarter, "eval.range_plan")) == planned > 0
        for quarter in plan.quarters:
            actual = point(plan, quarter, "revenue", "eval.revenue_actual")
            assert sum(groups_of(plan, quarter, "eval.range_actual")) == actual > 0


@ROUNDS
def test_what_is_to_date_rises_through_the_year(asked: tuple[int, str]) -> None:
    for plan in plans(*asked):
        for kpi, field in (("revenue", "revenue_plan"), ("visits", "visits_plan"), ("costs", "cost_budget")):
            amounts = [point(plan, quarter, kpi, f"eval.{field}") for quarter in QUARTERS]
            assert amounts == sorted(amounts)
            assert amounts[-1] > amounts[0]
        revenue = [point(plan, quarter, "revenue", "eval.revenue_actual") for quarter in plan.quarters]
        assert revenue == sorted(revenue)


@ROUNDS
def test_visits_are_those_of_the_list(asked: tuple[int, str]) -> None:
    for plan in plans(*asked):
        visits = list(plan.rows("visits").values())
        for quarter in QUARTERS:
            planned = [visit for visit in visits if visit["visit.date"] <= ENDS[quarter]]
            assert point(plan, quarter, "visits", "eval.visits_plan") == len(planned)
            made = [visit for visit in planned if visit["visit.kind"] == "made"]
            if quarter in plan.quarters:
                assert point(plan, quarter, "visits", "eval.visits_actual") == len(made)
                open_ = [v for v in made if v.get("visit.followup") and not v.get("visit.followup_done")]
                assert plan.cell("reviews", quarter, "eval.followups_open") == len(open_)


@ROUNDS
def test_costs_are_those_of_the_activities(asked: tuple[int, str]) -> None:
    for plan in plans(*asked):
        activities = list(plan.rows("activities").values())
        budget = sum(activity.get("act.budget", 0) for activity in activities)
        assert point(plan, "q4", "costs", "eval.cost_budget") == pytest.approx(budget, abs=5)
        if plan.quarters and not plan.sample.erred("late", plan.quarter):
            spent = sum(activity.get("act.spent", 0) for activity in activities)
            assert point(plan, plan.quarters[-1], "costs", "eval.cost_spent") == spent


@ROUNDS
def test_margins_are_of_this_world(asked: tuple[int, str]) -> None:
    for plan in plans(*asked):
        margins = [point(plan, quarter, "margin", "eval.margin_plan") for quarter in QUARTERS]
        margins += [point(plan, quarter, "margin", "eval.margin_actual") for quarter in plan.quarters]
        assert all(0.15 < margin < 0.45 for margin in margins)
        assert max(margins) - min(margins) < 0.04


@ROUNDS
def test_last_years_lead_up_to_this_one(asked: tuple[int, str]) -> None:
    for plan in plans(*asked):
        years = [plan.cell("sales", year, "hist.our_revenue") for year in ("y1", "y2", "y3")]
        assert years[-1] == plan.account.revenue_last_year
        assert plan.cell("sales", "y3", "hist.our_orders") == plan.account.orders_last_year
        assert all(year > 0 for year in years)
        current = sum(row["pot.group_current"] for row in plan.rows("potential").values())
        assert current == years[-1]
        planned = point(plan, "q4", "revenue", "eval.revenue_plan")
        assert 0.85 < planned / years[-1] < 1.35
        if not plan.draft.typed:
            potential = sum(row["pot.group_potential"] for row in plan.rows("potential").values())
            assert planned < potential <= plan.draft.fields["pot.max_revenue"]


@ROUNDS
def test_goals_about_revenue_take_their_numbers_from_the_plan(asked: tuple[int, str]) -> None:
    for plan in plans(*asked):
        goals = [row for row in plan.rows("goals").values() if row["goal.area"] == "revenue"]
        assert len(goals) == 1
        assert goals[0]["goal.target"] == point(plan, "q4", "revenue", "eval.revenue_plan")
        assert goals[0]["goal.baseline"] == plan.account.revenue_last_year
        number = next(row for row, cells in plan.rows("goals").items() if cells is goals[0])
        for quarter in plan.quarters:
            state = plan.cell("goal_state", f"{number}.{quarter}", "eval.goal_value")
            assert state == point(plan, quarter, "revenue", "eval.revenue_actual")


@ROUNDS
def test_verdicts_follow_from_the_amounts(asked: tuple[int, str]) -> None:
    for plan in plans(*asked):
        for quarter in plan.quarters:
            for group in GROUPS:
                planned = plan.cell("range", f"{quarter}.{group}", "eval.range_plan")
                actual = plan.cell("range", f"{quarter}.{group}", "eval.range_actual")
                if planned:
                    share = actual / planned
                    expected = "more" if share >= 1.05 else "as-planned" if share >= 0.95 else "less"
                    assert plan.cell("range", f"{quarter}.{group}", "eval.range_verdict") == expected


@pytest.mark.parametrize("count", [12, 60])
def test_the_sales_plan_asks_a_little_more_than_the_plans_promise(count: int) -> None:
    for target in the_round(count, "q1").portfolio.targets:
        quarter = target.quarter[-2:].lower()
        before = f"q{int(quarter[1]) - 1}"
        promised = 0
        for plan in plans(count, "q1"):
            promised += plan.cell("range", f"{quarter}.{target.product_group}", "eval.range_plan") or 0
            promised -= plan.cell("range", f"{before}.{target.product_group}", "eval.range_plan") or 0
        assert 1.0 < target.amount / promised < 1.12, target


def test_a_second_version_differs_and_still_adds_up() -> None:
    plan = next(plan for plan in plans(12, "q1") if plan.sample.erred("twice", "q1"))
    sample = otherwise(plan.sample, "q1")
    other = Plan(sample, plan.account, draft(the_round(12, "q1"), plan.account, sample), "q1")
    revenue = point(other, "q1", "revenue", "eval.revenue_actual")
    assert revenue != point(plan, "q1", "revenue", "eval.revenue_actual")
    assert sum(groups_of(other, "q1", "eval.range_actual")) == revenue
