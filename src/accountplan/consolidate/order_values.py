"""What an order is worth on average, this year against last: one of the things that the plans are for."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from decimal import Decimal

from accountplan.consolidate.periods import Series
from accountplan.consolidate.plan import difference
from accountplan.consolidate.quarter import Quarter
from accountplan.consolidate.rows import AccountRow, HistoryRow, Number, OrderValueRow, ReviewRow, Tables
from accountplan.consolidate.totals import weight_of
from accountplan.fields.base import tidy
from accountplan.template.model import Kpi


def order_values(tables: Tables, quarter: Quarter, kpis: dict[str, Kpi]) -> Iterator[OrderValueRow]:
    """Every account of which orders are known, of this year or of the one before, in the order of the portfolio.

    Orders are counted from 1 January, and so is the revenue beside them.
    """
    revenues = _revenue_to_date(tables, quarter, kpis)
    orders = {row.account_id: row for row in tables.reviews if row.quarter == quarter.name}
    before = {row.account_id: row for row in tables.history if row.year == quarter.year - 1}
    for account in tables.accounts:
        one, other = orders.get(account.account_id), before.get(account.account_id)
        if (one and one.orders is not None) or (other and other.orders is not None):
            yield _row(account, quarter, revenues.get(account.account_id), one, other)


def average(revenue: Number | None, orders: Number | None) -> Number | None:
    """Revenue per order; None where either is unknown, or there was no order."""
    return None if revenue is None or not orders else tidy(float(Decimal(str(revenue)) / Decimal(str(orders))))


def _revenue_to_date(tables: Tables, quarter: Quarter, kpis: Mapping[str, Kpi]) -> dict[str, Number | None]:
    """Per account the actual revenue from 1 January up to the quarter."""
    kpi = kpis.get(weight_of(dict(kpis)) or "")
    found: dict[str, Series] = {}
    for row in tables.evaluations:
        if kpi is not None and row.kpi == kpi.code and row.actual is not None:
            series = found.setdefault(row.account_id, Series(kpi.basis == "year-to-date"))
            series.values[int(row.quarter[1:])] = row.actual
    return {account: series.up_to(quarter.number) for account, series in found.items()}


def _row(
    account: AccountRow, quarter: Quarter, revenue: Number | None, now: ReviewRow | None, then: HistoryRow | None
) -> OrderValueRow:
    orders = now.orders if now else None
    revenue_before, orders_before = (then.revenue, then.orders) if then else (None, None)
    value, before = average(revenue, orders), average(revenue_before, orders_before)
    change = difference(value, before)
    return OrderValueRow(
        account_id=account.account_id,
        year=quarter.year,
        quarter=quarter.name,
        currency=account.currency or "",
        revenue=revenue,
        orders=orders,
        order_value=value,
        revenue_before=revenue_before,
        orders_before=orders_before,
        order_value_before=before,
        change=None if change is None or not before else tidy(change / before),
        file=account.file or "",
        sheet=now.sheet if now else None,
        cell=now.cell if now else None,
    )
