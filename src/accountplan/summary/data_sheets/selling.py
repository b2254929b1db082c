"""The data sheets about selling: what there is to win, product groups against the sales plan, and order values."""

from __future__ import annotations

from collections.abc import Callable

from accountplan.consolidate.rows import OrderValueRow, PotentialRow, SalesplanAccountRow
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.data_sheets.columns import (
    account_columns,
    currency_code,
    data_sheet,
    file_columns,
    indexes,
    numbered,
    per_account,
    picked,
    product_group,
    product_group_index,
    source_columns,
    technical,
    way,
)
from accountplan.summary.desk import Desk
from accountplan.summary.places import Place, compact
from accountplan.summary.selections import with_room


def potential(desk: Desk) -> DataSheet[PotentialRow]:
    """What an account buys and could buy of every product group, the largest room first."""
    rows = per_account(desk, sorted(desk.result.tables.potential, key=lambda row: -(row.room or 0)))
    columns: list[Column[PotentialRow]] = [
        *account_columns(desk),
        product_group(desk),
        Column("unit", 8, lambda row: row.currency),
        Column("current-revenue", 13, lambda row: row.current, "money"),
        Column("potential-revenue", 13, lambda row: row.potential, "money"),
        Column("room", 13, lambda row: row.room, "money"),
        Column("supplier", 26, lambda row: row.supplier),
        *source_columns(desk),
        technical("complete", lambda row: int(row.room is not None)),
        currency_code(),
        product_group_index(desk),
        numbered(desk, rows),
        picked(desk, "key-room", with_room(rows)),
        *indexes(desk),
    ]
    return data_sheet(desk, "potential", rows, columns)


def salesplan(desk: Desk) -> DataSheet[SalesplanAccountRow]:
    """By product group in the order of the portfolio; within each the largest plan of the year first."""

    def largest_plan(row: SalesplanAccountRow) -> tuple[int, float]:
        return desk.index("product-group", row.product_group), -(row.plan_year or 0)

    quarters = range(1, 5)
    columns: list[Column[SalesplanAccountRow]] = [
        product_group(desk),
        *account_columns(desk),
        Column("unit", 8, lambda row: row.currency),
        Column("plan-to-date", 13, lambda row: row.plan_to_date, "money"),
        Column("actual-to-date", 13, lambda row: row.actual_to_date, "money"),
        Column("plan-year", 13, lambda row: row.plan_year, "money"),
        Column("goals-in-money", 13, lambda row: row.goals, "money"),
        *(Column(f"plan-q{n}", 12, _figure(f"plan_q{n}"), "money") for n in quarters),
        *(Column(f"actual-q{n}", 12, _figure(f"actual_q{n}"), "money") for n in quarters),
        *file_columns(),
        Column("cell-plan", 16, lambda row: compact(row.cell_plan)),
        Column("cell-actual", 16, lambda row: compact(row.cell_actual)),
        Column("cell-goals", 12, lambda row: compact(row.cell_goals)),
        way(desk, lambda row: Place.of(row.file, row.sheet, row.cell_plan)),
        currency_code(),
        product_group_index(desk),
        *indexes(desk),
    ]
    return data_sheet(desk, "salesplan", sorted(desk.result.tables.salesplan_accounts, key=largest_plan), columns)


def _figure(name: str) -> Callable[[SalesplanAccountRow], float | None]:
    return lambda row: getattr(row, name)


def orders(desk: Desk) -> DataSheet[OrderValueRow]:
    """This year and the year before; `both` says whether an account is in the average of all."""
    columns: list[Column[OrderValueRow]] = [
        *account_columns(desk),
        Column("unit", 8, lambda row: row.currency),
        Column("revenue-now", 14, lambda row: row.revenue, "money"),
        Column("orders-now", 10, lambda row: row.orders, "number"),
        Column("order-value-now", 12, lambda row: row.order_value, "money"),
        Column("revenue-before", 14, lambda row: row.revenue_before, "money"),
        Column("orders-before", 10, lambda row: row.orders_before, "number"),
        Column("order-value-before", 12, lambda row: row.order_value_before, "money"),
        Column("order-value-change", 11, lambda row: row.change, "percent-change"),
        *source_columns(desk),
        currency_code(),
        technical("both", lambda row: int(has_both(row))),
        *indexes(desk),
    ]
    return data_sheet(desk, "orders", desk.result.tables.order_values, columns)


def has_both(row: OrderValueRow) -> bool:
    """Whether an order value is known of this year and of the year before."""
    return row.order_value is not None and row.order_value_before is not None
