"""The data sheets about selling: product groups against the sales plan, order values, and who is still a customer."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accountplan.consolidate.retention import Customer, customers, span
from accountplan.consolidate.rows import AccountRow, OrderValueRow, SalesplanAccountRow
from accountplan.summary.data import Column
from accountplan.summary.desk import Desk
from accountplan.summary.places import Place, compact

Columns = Sequence[Column[Any]]


def salesplan_rows(desk: Desk) -> list[SalesplanAccountRow]:
    """By product group in the order of the portfolio; within each the largest plan of the year first."""
    rows = desk.result.tables.salesplan_accounts
    return sorted(rows, key=lambda row: (desk.index("product-group", row.product_group), -(row.plan_year or 0)))


def salesplan_columns(desk: Desk, account: Columns, indexes: Columns) -> list[Column[SalesplanAccountRow]]:
    """`account` says who it is, `indexes` the numbers that formulas compare."""
    quarters = range(1, 5)
    return [
        Column("product-group", 26, lambda row: desk.words.listed("product_groups", row.product_group)),
        *account,
        Column("unit", 8, lambda row: row.currency),
        Column("plan-to-date", 13, lambda row: row.plan_to_date, "money"),
        Column("actual-to-date", 13, lambda row: row.actual_to_date, "money"),
        Column("plan-year", 13, lambda row: row.plan_year, "money"),
        Column("goals-in-money", 13, lambda row: row.goals, "money"),
        *(_amount(f"plan-q{n}") for n in quarters),
        *(_amount(f"actual-q{n}") for n in quarters),
        Column("file", 40, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell-plan", 16, lambda row: compact(row.cell_plan)),
        Column("cell-actual", 16, lambda row: compact(row.cell_actual)),
        Column("cell-goals", 12, lambda row: compact(row.cell_goals)),
        Column("way", 12, lambda row: desk.target(Place.of(row.file, row.sheet, row.cell_plan)), technical=True),
        Column("currency-code", 10, lambda row: row.currency, technical=True),
        Column(
            "product-group-index", 10, lambda row: desk.index("product-group", row.product_group), "number",
            technical=True,
        ),
        *indexes,
    ]  # fmt: skip


def _amount(key: str) -> Column[SalesplanAccountRow]:
    name = key.replace("-", "_")
    return Column(key, 12, lambda row: getattr(row, name), "money")


def order_value_columns(desk: Desk, account: Columns, indexes: Columns) -> list[Column[OrderValueRow]]:
    """This year and the year before; `both` says whether an account is in the average of all."""
    return [
        *account,
        Column("unit", 8, lambda row: row.currency),
        Column("revenue-now", 14, lambda row: row.revenue, "money"),
        Column("orders-now", 10, lambda row: row.orders, "number"),
        Column("order-value-now", 12, lambda row: row.order_value, "money"),
        Column("revenue-before", 14, lambda row: row.revenue_before, "money"),
        Column("orders-before", 10, lambda row: row.orders_before, "number"),
        Column("order-value-before", 12, lambda row: row.order_value_before, "money"),
        Column("order-value-change", 11, lambda row: row.change, "percent-change"),
        Column("file", 40, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell", 9, lambda row: row.cell),
        Column("way", 12, lambda row: desk.target(Place.of(row.file, row.sheet, row.cell)), technical=True),
        Column("currency-code", 10, lambda row: row.currency, technical=True),
        Column("both", 10, lambda row: int(has_both(row)), "number", technical=True),
        *indexes,
    ]


def has_both(row: OrderValueRow) -> bool:
    """Whether an order value is known of this year and of the year before."""
    return row.order_value is not None and row.order_value_before is not None


def customer_columns(desk: Desk) -> list[Column[AccountRow]]:
    """Until when an account was a customer; whether it was one on 1 January, and whether it stayed: this year, last."""
    known = {one.account_id: one for one in customers(desk.result.tables.accounts, desk.result.round.portfolio)}
    year, as_of = desk.result.quarter.year, desk.result.as_of

    def was(key: str, one: int, last_day: bool) -> Column[AccountRow]:
        since, until = span(one, year, as_of)

        def value(row: AccountRow) -> int:
            customer = known.get(row.account_id, Customer(row.account_id, None, None))
            return int(bool(customer.on(since)) and (not last_day or bool(customer.on(until))))

        return Column(key, 10, value, "number", technical=True)

    def until(row: AccountRow) -> Any:
        return known[row.account_id].until if row.account_id in known else None

    return [
        Column("customer-until", 13, until, "date"),
        was("customer-at-start", year, False),
        was("customer-kept", year, True),
        was("customer-at-start-before", year - 1, False),
        was("customer-kept-before", year - 1, True),
    ]
