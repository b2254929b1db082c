"""What the totals of the points should come to, added up from the data sheet of the evaluations."""

from __future__ import annotations

from typing import Any

from accountplan.consolidate.rows import SalesplanRow, TotalRow
from accountplan.consolidate.salesplan import TO_DATE, YEAR
from accountplan.formula import literal
from accountplan.summary.desk import Desk
from accountplan.summary.ledger import Sum

YEARLY = ("forecast", "plan_year")
INDEXED = ("manager", "team", "region", "tier")


def total_sum(desk: Desk, total: TotalRow, figure: str, **also: Any) -> Sum:
    """The sum behind a figure (`plan`, `actual`, `forecast`, `plan_year`) of a total; of a percentage the mean,
    weighted by revenue; of several currencies converted at the rates of the round. `also` are further conditions."""
    whole, weight = sum_parts(desk, total, figure, **also)
    return whole.over(weight) if weight else whole


def sum_parts(desk: Desk, total: TotalRow, figure: str, **also: Any) -> tuple[Sum, Sum | None]:
    """The same before it is divided: of a percentage the weighted sum and the sum of the weights."""
    where: dict[str, Any] = {"quarter": total.quarter, "point_code": total.kpi}
    where["foreseen" if figure in YEARLY else "complete"] = 1
    if total.dimension in INDEXED:
        where[f"{total.dimension}_index"] = desk.index(total.dimension, total.group)
    where |= also
    rates = rates_of(desk, total)
    if total.unit != "percent":
        return _added(desk, figure, where, rates), None
    return _added(desk, f"weighted_{figure}", where, rates), _added(desk, f"weight_{figure}", where, rates)


def rates_of(desk: Desk, total: TotalRow) -> dict[str | None, float]:
    """The currencies that are added up, and what an amount in each is multiplied by."""
    if not total.converted:
        return {total.currency: 1}
    rates = {row.currency: row.rate for row in desk.result.tables.rates}
    used = {row.currency for row in desk.result.tables.accounts if row.currency and row.status != "no-plan"}
    return {currency: rates.get(currency, 1) for currency in sorted(used)}


def _added(desk: Desk, column: str, where: dict[str, Any], rates: dict[str | None, float]) -> Sum:
    data, key = desk.data["evaluations"], column.replace("_", "-")
    parts = [
        data.sum(key, **where, **({"currency_code": currency} if currency else {})).times(rate)
        for currency, rate in rates.items()
    ]
    return Sum.of(parts)


def of_formula(desk: Desk, some: str, whole: str) -> str:
    """The formula of `9 of 12`, from those of both numbers."""
    before, between, after = desk.say("of", some="\n", all="\n").split("\n")
    pieces = (before and literal(before), some, literal(between), whole, after and literal(after))
    return "&".join(filter(None, pieces))


def salesplan_sum(desk: Desk, row: SalesplanRow, figure: str) -> Sum:
    """The sum behind `planned`, `actual` or `goals` of a product group, converted at the rates of the round."""
    period = TO_DATE if (row.period, figure) == (YEAR, "actual") else row.period
    key = "goals-in-money" if figure == "goals" else f"{'plan' if figure == 'planned' else 'actual'}-{period.lower()}"
    rates = {row.currency: 1.0} | {rate.currency: rate.rate for rate in desk.result.tables.rates}
    group = desk.index("product-group", row.product_group)
    parts = [
        desk.data["salesplan"].sum(key, product_group_index=group, currency_code=currency).times(rate)
        for currency, rate in rates.items()
    ]
    return Sum.of(parts)
