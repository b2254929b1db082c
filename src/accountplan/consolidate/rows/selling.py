"""What is to be sold and to whom: the sales plan beside the account plans, order values, customers kept."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountplan.consolidate.rows.kinds import Number


@dataclass(frozen=True, slots=True)
class SalesplanAccountRow:
    """One product group of one account: what was planned and sold in each quarter alone, from 1 January up to the
    quarter asked, and what is planned for the whole year. Later quarters have no actual.

    `goals` adds up the targets of the account's goals in money about the product group that run in the year.
    """

    account_id: str
    year: int
    product_group: str
    currency: str
    plan_q1: Number | None
    plan_q2: Number | None
    plan_q3: Number | None
    plan_q4: Number | None
    plan_to_date: Number | None
    plan_year: Number | None
    actual_q1: Number | None
    actual_q2: Number | None
    actual_q3: Number | None
    actual_q4: Number | None
    actual_to_date: Number | None
    goals: Number | None
    goal_count: int
    file: str
    sheet: str | None
    cell_plan: str | None
    """Of all quarters, as far as they are filled in; so are those of the actual."""
    cell_actual: str | None
    cell_goals: str | None


@dataclass(frozen=True, slots=True)
class SalesplanRow:
    """One product group in one period against the sales plan, in the portfolio's currency.

    `period` is a quarter alone (`Q1` … `Q4`), `to-date` (from 1 January up to the quarter asked) or `year`. `planned`
    and `actual` add up what the accounts plan and sold, `goals` what their goals in money come to (of the year only).
    A target of several quarters is known where each of them is.
    """

    product_group: str
    year: int
    period: str
    currency: str
    target: Number | None
    planned: Number | None
    goals: Number | None
    actual: Number | None
    uncovered: Number | None
    """What the target asks and no account plans."""
    over_committed: Number | None
    """What the accounts plan above the target."""
    covered: Number | None
    """Planned as a part of the target: 1 is all of it."""
    planned_accounts: int
    actual_accounts: int
    goal_accounts: int
    left_out: int
    """Accounts in a currency without a rate: they are in none of these sums."""
    converted: bool
    """Whether amounts in other currencies are among them, converted at the rates of `rates`."""


@dataclass(frozen=True, slots=True)
class OrderValueRow:
    """What an order of one account is worth on average: from 1 January up to the quarter asked, and in the whole year
    before. None where revenue or orders are unknown, or there were no orders; `change` is a fraction.
    """

    account_id: str
    year: int
    quarter: str
    currency: str
    revenue: Number | None
    orders: Number | None
    order_value: Number | None
    revenue_before: Number | None
    orders_before: Number | None
    order_value_before: Number | None
    change: Number | None
    file: str
    sheet: str | None
    cell: str | None
    """Where the orders of this year stand."""


@dataclass(frozen=True, slots=True)
class RetentionRow:
    """How many of the customers of 1 January were still customers on a day; of this year and of the year before.

    `lost_accounts` are those who left, by their ids. Accounts of which nobody knows since when they are customers are
    `unknown` and in none of the other numbers; where that goes for all, those are None.
    """

    year: int
    since: date
    until: date
    customers: int | None
    kept: int | None
    lost: int | None
    rate: Number | None
    lost_accounts: str | None
    unknown: int
