"""Amounts of several currencies: apart, or converted at the rates that stand in the portfolio."""

from __future__ import annotations

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from accountplan.consolidate.rows import RateRow
from accountplan.portfolio.model import Portfolio


@dataclass(frozen=True)
class Exchange:
    """The rates that hold in one quarter. `own` is the portfolio's currency; None without a portfolio."""

    own: str | None
    rates: Mapping[str, RateRow]

    def can(self, currencies: Collection[str]) -> bool:
        """Whether amounts of all of these can be added up in the portfolio's own currency."""
        return all(self.rate(currency) is not None for currency in currencies)

    def rate(self, currency: str | None) -> Decimal | None:
        """What one unit is worth in the own currency; None where no rate says."""
        if currency is not None and currency == self.own:
            return Decimal(1)
        row = self.rates.get(currency or "")
        return Decimal(str(row.rate)) if row else None


def exchange(portfolio: Portfolio | None, at: date) -> Exchange:
    """The rates on a day: of each currency the latest up to it, else the first after it."""
    if portfolio is None:
        return Exchange(None, {})
    own = portfolio.settings.currency
    known: dict[str, RateRow] = {}
    for rate in sorted(portfolio.rates, key=lambda rate: rate.on):
        if rate.currency != own and (rate.on <= at or rate.currency not in known):
            known[rate.currency] = RateRow(rate.currency, own, rate.rate, rate.on)
    return Exchange(own, known)


def rates_used(known: Exchange, currencies: Iterable[str | None]) -> tuple[RateRow, ...]:
    """The rates of the currencies that occur, by currency."""
    return tuple(known.rates[currency] for currency in sorted({c for c in currencies if c}) if currency in known.rates)
