"""The sales plan beside the account plans, order values and customers kept: every figure added up by hand."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.consolidate.retention import Customer, retention
from accountplan.consolidate.rows import SalesplanRow
from tests.unit.rounds import a_round, portfolio, reading
from tests.unit.selling import first_plan, selling, the_portfolio, third_plan

PERIODS = ("Q1", "Q2", "Q3", "Q4", "to-date", "year")


def rows_of(result: Consolidated, group: str) -> dict[str, SalesplanRow]:
    return {row.period: row for row in result.tables.salesplan if row.product_group == group}


def figures_of(row: SalesplanRow) -> tuple[Any, ...]:
    return row.target, row.planned, row.actual, row.uncovered, row.over_committed


# -- the sales plan ----------------------------------------------------------------------------------------------------
def test_targets_are_of_a_quarter_alone_and_plans_are_taken_apart_to_match() -> None:
    bread = rows_of(selling(), "bread")
    assert tuple(bread) == PERIODS
    assert {period: figures_of(row) for period, row in bread.items()} == {
        # dollars at 0.90: 400 + 500 + 90, and so on
        "Q1": (1000, 990, 981, 10, 0),
        "Q2": (1200, 1090, 578, 110, 0),
        "Q3": (0, 1090, None, 0, 1090),
        "Q4": (1300, 1290, None, 10, 0),
        "to-date": (2200, 2080, 1039, 120, 0),
        "year": (3500, 4460, None, 0, 960),
    }
    assert [row.covered for row in bread.values()][:3] == [0.99, pytest.approx(1090 / 1200), None]
    assert [(row.planned_accounts, row.actual_accounts) for row in bread.values()] == [
        (3, 3), (3, 2), (3, 0), (3, 0), (3, 2), (3, 0)]  # fmt: skip


def test_goals_in_money_that_run_in_the_year_are_added_up() -> None:
    bread = rows_of(selling(), "bread")
    assert (bread["year"].goals, bread["year"].goal_accounts) == (2100 + 450, 2)
    assert bread["to-date"].goals is None


def test_a_product_group_without_a_target_is_shown_and_not_judged() -> None:
    cake = rows_of(selling(), "cake")
    assert [figures_of(cake[period]) for period in ("Q1", "Q2", "to-date", "year")] == [
        (None, 50, 60, None, None), (None, 70, -20, None, None), (None, 120, 40, None, None),
        (None, None, None, None, None)]  # fmt: skip
    assert cake["Q1"].covered is None


def test_a_target_that_nobody_plans_for_is_uncovered_whole() -> None:
    pie = rows_of(selling(1), "pie")
    assert figures_of(pie["Q1"]) == figures_of(pie["to-date"]) == (100, None, None, 100, 0)
    assert pie["Q1"].covered == 0
    assert pie["year"].target is None, "three quarters have no target: what they come to is unknown"


def test_an_account_without_a_rate_is_left_out_and_counted() -> None:
    bread = rows_of(selling(by=the_portfolio(rates=())), "bread")
    assert (bread["Q1"].planned, bread["Q1"].left_out, bread["Q1"].converted) == (900, 1, False)
    assert rows_of(selling(), "bread")["Q1"].converted


def test_the_rate_is_that_of_the_quarter_asked() -> None:
    assert rows_of(selling(4), "bread")["year"].planned == 2000 + 2100 + 400 * 0.5


def test_after_the_last_quarter_the_year_has_an_actual() -> None:
    bread = rows_of(selling(4, "nl", None, first_plan()), "bread")
    assert (bread["year"].actual, bread["to-date"].actual) == (9999, 9999)


def test_when_nobody_delivered_all_is_uncovered() -> None:
    by = the_portfolio()
    the_round = a_round(by)
    found = tables(the_round, Quarter(2027, 1), date(2027, 3, 31), "nl")
    bread = [row for row in found.salesplan if row.product_group == "bread"]
    assert [(row.planned, row.uncovered) for row in bread] == [(None, row.target) for row in bread]
    assert (found.salesplan_accounts, found.order_values) == ((), ())


def test_without_a_portfolio_every_currency_stands_apart() -> None:
    the_round = a_round(None, first_plan(), third_plan())
    found = tables(the_round, Quarter(2027, 1), date(2027, 3, 31), "nl")
    bread = [
        (row.currency, row.planned) for row in found.salesplan if (row.product_group, row.period) == ("bread", "Q1")
    ]
    assert bread == [("EUR", 400), ("USD", 100)]
    assert found.retention == ()


def test_plans_of_later_quarters_are_known_and_actuals_are_not() -> None:
    row = selling().tables.salesplan_accounts[0]
    assert (row.account_id, row.product_group, row.plan_q3, row.plan_q4, row.plan_year) == (
        "A-1",
        "bread",
        400,
        700,
        2000,
    )
    assert (row.actual_q2, row.actual_q3, row.actual_to_date) == (470, None, 850)
    assert (len(row.cell_plan.split(";")), len(row.cell_actual.split(";"))) == (4, 2)  # type: ignore[union-attr]
    assert all(found.quarter in ("Q1", "Q2") for found in selling().tables.range), (
        "the range goes up to the quarter asked"
    )


# -- order values ------------------------------------------------------------------------------------------------------
def test_an_order_value_is_revenue_to_date_by_orders_to_date() -> None:
    first, second, third = selling().tables.order_values
    assert (first.revenue, first.orders, first.order_value, first.order_value_before) == (1800, 20, 90, 80)
    assert first.change == 0.125
    assert (second.order_value, second.order_value_before, second.change) == (None, 100, None), "no orders, no average"
    assert (third.currency, third.change) == ("USD", 0.25)


def test_the_orders_are_those_of_the_quarter_asked() -> None:
    first, *_ = selling(1).tables.order_values
    assert (first.revenue, first.orders, first.order_value) == (880, 11, 80)


# -- customers kept ----------------------------------------------------------------------------------------------------
def test_retention_counts_the_customers_of_1_january() -> None:
    this, last = selling().tables.retention
    # A-1 … A-4 were customers on 1 January; A-5 had left, of A-6 nobody knows
    assert (this.year, this.customers, this.kept, this.lost_accounts, this.unknown) == (2027, 4, 3, "A-4", 1)
    assert this.rate == 0.75
    # on 1 January 2026 A-2 was none yet; A-5 left on 29 June, within the same part of the year
    assert (last.until, last.customers, last.kept, last.lost_accounts) == (date(2026, 6, 30), 4, 3, "A-5")


def test_who_leaves_later_in_the_year_is_still_a_customer() -> None:
    this, last = selling(1, as_of=date(2027, 2, 28)).tables.retention
    assert (this.kept, this.lost_accounts) == (4, None), "the last day is still a day as a customer"
    assert (last.until, last.kept) == (date(2026, 2, 28), 4)


@pytest.mark.parametrize(
    ("as_of", "until"),
    [
        (date(2028, 2, 29), date(2027, 2, 28)),
        (date(2029, 1, 20), date(2027, 12, 31)),
        (date(2027, 5, 1), date(2027, 1, 1)),
    ],
)
def test_the_day_lies_in_its_own_year(as_of: date, until: date) -> None:
    _, last = retention([Customer("A", date(2020, 1, 1), None)], 2028, as_of)
    assert last.until == until


def test_without_days_retention_is_unknown() -> None:
    by = the_portfolio()
    by = replace(by, accounts=tuple(replace(a, customer_since=None, customer_until=None) for a in by.accounts))
    this, last = selling(by=by).tables.retention
    assert (this.customers, this.rate, last.customers, last.rate) == (None, None, None, None)
    assert this.unknown == 6


def test_since_when_may_stand_in_the_plan_alone() -> None:
    by = portfolio(replace(the_portfolio().accounts[0], customer_since=None))
    plan = reading("A-1")
    known = plan.answers["hist.customer_since"]._replace(value=date(2020, 1, 1))
    plan = replace(plan, answers={**plan.answers, "hist.customer_since": known})
    this, _ = selling(1, "nl", by, plan).tables.retention
    assert (this.customers, this.unknown) == (1, 0)


def test_nobody_at_the_start_gives_no_rate() -> None:
    this, _ = retention([Customer("A", date(2027, 2, 1), None)], 2027, date(2027, 3, 31))
    assert (this.customers, this.lost, this.rate) == (0, 0, None)
