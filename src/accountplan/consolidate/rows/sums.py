"""What the facts of a round come to, row by row: totals and their check."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountplan.consolidate.rows.kinds import LightWord, Number


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One point of a group of accounts in the quarter asked; amounts of one currency only.

    `dimension` is portfolio, manager, team, region or tier; `group` its code. Plan and actual are summed over the
    `accounts` that have both, percentages weighted by revenue; `of_accounts` counts all that a plan is asked of or
    came from.
    """

    dimension: str
    group: str | None
    group_name: str | None
    year: int
    quarter: str
    kpi: str
    unit: str
    currency: str | None
    plan: Number | None
    actual: Number | None
    forecast: Number | None
    plan_year: Number | None
    variance: Number | None
    light: LightWord
    basis: str
    accounts: int
    of_accounts: int
    forecast_accounts: int
    green: int
    amber: int
    red: int
    none: int
    converted: bool = False
    """Amounts of several currencies, converted into the portfolio's at the rates of `rates`."""


@dataclass(frozen=True, slots=True)
class LoadRow:
    """What one person has to do in one week: the hours of open activities, of each its part of that week.

    `week` is its Monday; None holds what has no deadline. `unknown` of the `activities` say no hours; `hours` is None
    where none does. `person` is None of somebody whom the portfolio does not know, and of what nobody is to do.
    """

    person: str | None
    person_name: str | None
    week: date | None
    hours: Number | None
    activities: int
    unknown: int
    capacity: Number | None
    """Hours per week; None where the portfolio does not say."""
    overload: bool | None


@dataclass(frozen=True, slots=True)
class RateRow:
    """What one unit of a currency is worth in `into`, the portfolio's own, and since when."""

    currency: str
    into: str
    rate: Number
    on: date


@dataclass(frozen=True, slots=True)
class RangeTotalRow:
    """One product group over all accounts in the quarter asked, in one currency.

    Plan and actual are summed over the `accounts` that have both; `met`, `missed` and `other` count the verdicts.
    """

    product_group: str
    year: int
    quarter: str
    currency: str
    plan: Number | None
    actual: Number | None
    variance: Number | None
    accounts: int
    planned_accounts: int
    met: int
    missed: int
    other: int


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One figure of one total beside the sum of its sources, added up again from the cells of the plans.

    `dimension` is that of the total, or product-group; then `kpi` is None.
    `against` is `plans` (the cells), or a dimension whose groups must together come to the whole portfolio.
    """

    dimension: str
    group: str | None
    group_name: str | None
    kpi: str | None
    unit: str
    currency: str | None
    figure: str
    against: str
    total: Number | None
    sources: Number | None
    difference: Number | None
    agrees: bool
    converted: bool = False
