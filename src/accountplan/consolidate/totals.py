"""Totals per manager, team, region, tier and of the whole portfolio: never over two currencies, never a plain average.

Where the portfolio has rates for all currencies of a group, there is one more total, converted, that says so."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from decimal import Decimal

from accountplan.consolidate.figures import light_of
from accountplan.consolidate.money import Exchange, exchange
from accountplan.consolidate.plan import difference
from accountplan.consolidate.quarter import Quarter
from accountplan.consolidate.rows import (
    AccountRow,
    EvaluationRow,
    Number,
    RangeRow,
    RangeTotalRow,
    Tables,
    TotalRow,
)
from accountplan.fields.base import tidy
from accountplan.portfolio.round import Round
from accountplan.template.model import Kpi, Limits

DIMENSIONS = ("portfolio", "manager", "team", "region", "tier")


@dataclass(frozen=True)
class Group:
    """Accounts that are added up together."""

    dimension: str
    code: str | None
    name: str | None
    accounts: tuple[AccountRow, ...]


def kpis_of(the_round: Round) -> dict[str, Kpi]:
    """Every point that the round's templates know, in their order; of two with one code the first."""
    found: dict[str, Kpi] = {}
    for template in the_round.templates:
        for kpi in template.kpis:
            found.setdefault(kpi.code, kpi)
    return found


def weight_of(kpis: dict[str, Kpi]) -> str | None:
    """The point that percentages are weighted by: the first amount of which more is better, which is revenue."""
    return next((kpi.code for kpi in kpis.values() if kpi.unit == "money" and kpi.better == "higher"), None)


def groups_of(accounts: Iterable[AccountRow], dimensions: Sequence[str] = DIMENSIONS) -> Iterator[Group]:
    """The whole portfolio, then every manager, team and region by name; accounts without one come last."""
    taking_part = [account for account in accounts if account.status != "no-plan"]
    for dimension in dimensions:
        members: dict[str | None, list[AccountRow]] = {}
        for account in taking_part:
            members.setdefault(_code(account, dimension), []).append(account)
        found = [Group(dimension, code, _name(rows[0], dimension), tuple(rows)) for code, rows in members.items()]
        if dimension == "portfolio" or any(group.code is not None for group in found):
            yield from sorted(found, key=lambda group: (group.code is None, group.name or "", group.code or ""))


def _code(account: AccountRow, dimension: str) -> str | None:
    codes = {"manager": account.manager_key, "team": account.team, "region": account.region, "tier": account.tier}
    return codes.get(dimension)


def _name(account: AccountRow, dimension: str) -> str | None:
    return account.account_manager if dimension == "manager" else _code(account, dimension)


def totals(
    tables: Tables, the_round: Round, quarter: Quarter, dimensions: Sequence[str] = DIMENSIONS
) -> tuple[TotalRow, ...]:
    """Every total of a quarter: per group of these dimensions, point and currency."""
    kpis = kpis_of(the_round)
    weight = weight_of(kpis)
    rows = {(row.account_id, row.kpi): row for row in tables.evaluations if row.quarter == quarter.name}
    known = exchange(the_round.portfolio, quarter.end(the_round.portfolio))
    found: list[TotalRow] = []
    for group in groups_of(tables.accounts, dimensions):
        for kpi in kpis.values():
            limits = the_round.portfolio.settings.limits_of(kpi) if the_round.portfolio else kpi.limits
            for basket in baskets_of(group, kpi, known):
                addends = [
                    Addend(rows[account, kpi.code], rows.get((account, weight or "")), rate)
                    for account, rate in basket.members.items()
                    if (account, kpi.code) in rows
                ]
                found.append(_total(group, kpi, limits, basket, quarter, addends))
    return tuple(found)


@dataclass(frozen=True)
class Basket:
    """Accounts whose figures may be added up, and what their amounts are multiplied by first."""

    currency: str | None
    members: dict[str, Decimal]
    converted: bool = False


def baskets_of(group: Group, kpi: Kpi, known: Exchange) -> list[Basket]:
    """What a point is kept apart by: amounts and percentages of them by currency, numbers by nothing.

    Where there are several currencies and a rate for each, one more basket holds all of them in the portfolio's own.
    """
    if kpi.unit == "number":
        return [Basket(None, {account.account_id: Decimal(1) for account in group.accounts})]
    currencies = sorted({account.currency for account in group.accounts if account.currency})
    apart = [
        Basket(currency, {a.account_id: Decimal(1) for a in group.accounts if a.currency == currency})
        for currency in currencies
    ]
    if len(apart) < 2 or known.own is None or not known.can(currencies):
        return apart
    rates = {a.account_id: known.rate(a.currency) or Decimal(1) for a in group.accounts if a.currency}
    return [*apart, Basket(known.own, rates, converted=True)]


@dataclass(frozen=True)
class Addend:
    """One account's point, and the point that it is weighted by if it is a percentage."""

    row: EvaluationRow
    weight: EvaluationRow | None
    rate: Decimal = Decimal(1)

    def has(self, *figures: str) -> bool:
        """Whether these figures are there, and what they are weighted by."""
        own = all(getattr(self.row, figure) is not None for figure in figures)
        return own and (self.row.unit != "percent" or all(self.weight_of(figure) is not None for figure in figures))

    def weight_of(self, figure: str) -> Number | None:
        return getattr(self.weight, figure) if self.weight else None


def _total(group: Group, kpi: Kpi, limits: Limits, basket: Basket, quarter: Quarter, all_of: list[Addend]) -> TotalRow:
    complete = [addend for addend in all_of if addend.has("plan", "actual")]
    yearly = ("forecast", "plan_year") if kpi.basis == "year-to-date" else ("forecast",)
    foreseen = [addend for addend in all_of if addend.has(*yearly)]
    planned, actual = added(kpi, complete, "plan"), added(kpi, complete, "actual")
    lights = [addend.row.light for addend in all_of]
    return TotalRow(
        dimension=group.dimension,
        group=group.code,
        group_name=group.name,
        year=quarter.year,
        quarter=quarter.name,
        kpi=kpi.code,
        unit=kpi.unit,
        currency=basket.currency,
        plan=planned,
        actual=actual,
        forecast=added(kpi, foreseen, "forecast"),
        plan_year=added(kpi, foreseen, "plan_year"),
        variance=difference(actual, planned),
        light=light_of(kpi, limits, planned, actual),
        basis=kpi.basis,
        accounts=len(complete),
        of_accounts=len(basket.members),
        forecast_accounts=len(foreseen),
        green=lights.count("green"),
        amber=lights.count("amber"),
        red=lights.count("red"),
        none=len(basket.members) - len(lights) + lights.count("none"),
        converted=basket.converted,
    )


def range_totals(tables: Tables, quarter: Quarter) -> tuple[RangeTotalRow, ...]:
    """Every product group of the quarter asked over all accounts, per currency, in the order of the plans."""
    members: dict[tuple[str, str], list[RangeRow]] = {}
    for row in tables.range:
        if row.quarter == quarter.name:
            members.setdefault((row.product_group, row.currency), []).append(row)
    return tuple(_range_total(group, currency, quarter, rows) for (group, currency), rows in members.items())


def _range_total(group: str, currency: str, quarter: Quarter, rows: list[RangeRow]) -> RangeTotalRow:
    complete = [row for row in rows if row.plan is not None and row.actual is not None]
    planned, actual = exact_sum(row.plan for row in complete), exact_sum(row.actual for row in complete)
    meanings = [row.meaning for row in rows]
    return RangeTotalRow(
        product_group=group,
        year=quarter.year,
        quarter=quarter.name,
        currency=currency,
        plan=planned,
        actual=actual,
        variance=difference(actual, planned),
        accounts=len(complete),
        planned_accounts=sum(row.plan is not None and row.plan > 0 for row in rows),
        met=meanings.count("met"),
        missed=meanings.count("missed"),
        other=meanings.count("other"),
    )


def exact_sum(numbers: Iterable[Number | None]) -> Number | None:
    """The sum of what is known; None where nothing is."""
    known = [_exact(number) for number in numbers if number is not None]
    return tidy(float(sum(known, Decimal()))) if known else None


def added(kpi: Kpi, addends: Sequence[Addend], figure: str) -> Number | None:
    """The sum of a figure; of a percentage the mean, weighted by revenue. None where there is nothing to add up."""
    if kpi.unit != "percent":
        by = Decimal(1) if kpi.unit == "number" else None
        known = [(a.row, by or a.rate) for a in addends if getattr(a.row, figure) is not None]
        return tidy(float(sum(_exact(getattr(row, figure)) * rate for row, rate in known))) if known else None
    weighted = [
        (_exact(getattr(a.row, figure)), _exact(a.weight_of(figure)) * a.rate)
        for a in addends
        if getattr(a.row, figure) is not None
    ]
    whole = sum((weight for _, weight in weighted), Decimal())
    return None if whole == 0 else tidy(float(sum((value * weight for value, weight in weighted), Decimal()) / whole))


def _exact(number: Number | None) -> Decimal:
    """The number as it was written: sums of amounts in cents come out in cents."""
    return Decimal(str(number or 0))
