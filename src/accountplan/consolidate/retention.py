"""Customers kept: of those of 1 January, how many there still are; this year beside the same part of last year."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from accountplan.consolidate.plan import CELLS_JOINED
from accountplan.consolidate.rows import AccountRow, RetentionRow
from accountplan.portfolio.model import Portfolio


@dataclass(frozen=True)
class Customer:
    """From when to when an account was a customer; `until` is its last day, None while it is one."""

    account_id: str
    since: date | None
    until: date | None

    def on(self, day: date) -> bool | None:
        """Whether it was a customer on a day; None where nobody knows since when."""
        if self.since is None:
            return None
        return self.since <= day and (self.until is None or self.until >= day)


def customers(accounts: Sequence[AccountRow], portfolio: Portfolio | None) -> list[Customer]:
    """The accounts of the portfolio. Since when the portfolio says, else the plan."""
    told: Mapping[str, date | None] = {row.account_id: row.customer_since for row in accounts}
    return [
        Customer(account.id, account.customer_since or told.get(account.id), account.customer_until)
        for account in (portfolio.accounts if portfolio else ())
    ]


def retention(known: Sequence[Customer], year: int, as_of: date) -> Iterator[RetentionRow]:
    """The year up to `as_of`, then the year before up to the same day. Nothing without accounts."""
    for one in (year, year - 1) if known else ():
        since, until = span(one, year, as_of)
        yield _row(known, one, since, until)


def span(one: int, year: int, as_of: date) -> tuple[date, date]:
    """1 January of a year, and the day that stands as far in it as `as_of` in `year`."""
    until = min(max(as_of, date(year, 1, 1)), date(year, 12, 31))
    day = 28 if (until.month, until.day) == (2, 29) else until.day
    return date(one, 1, 1), until if one == year else date(one, until.month, day)


def _row(known: Sequence[Customer], year: int, since: date, until: date) -> RetentionRow:
    at_start = [customer for customer in known if customer.on(since)]
    lost = [customer.account_id for customer in at_start if not customer.on(until)]
    unknown = sum(customer.since is None for customer in known)
    nobody_knows = unknown == len(known)
    return RetentionRow(
        year=year,
        since=since,
        until=until,
        customers=None if nobody_knows else len(at_start),
        kept=None if nobody_knows else len(at_start) - len(lost),
        lost=None if nobody_knows else len(lost),
        rate=(len(at_start) - len(lost)) / len(at_start) if at_start else None,
        lost_accounts=CELLS_JOINED.join(lost) or None,
        unknown=unknown,
    )
