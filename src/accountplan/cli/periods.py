"""Which period a summary is asked for: one quarter, several, or a whole year."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from accountplan.messages import stop

if TYPE_CHECKING:
    from accountplan.consolidate import Quarter
    from accountplan.portfolio.model import Portfolio

ALL = "all"
"""Said instead of a quarter: each of the year."""


@dataclass(frozen=True)
class Asked:
    """The quarters, in their order. A whole year is its last quarter."""

    quarters: tuple[Quarter, ...]
    whole_year: bool = False

    @property
    def periods(self) -> list[str]:
        """What their outputs are called after: `2027-Q1`, or `2027` for a whole year."""
        return [str(quarter.year) if self.whole_year else str(quarter) for quarter in self.quarters]


def asked_for(quarters: Sequence[str], year: int | None, portfolio: Portfolio | None, language: str) -> Asked:
    """What `--quarter` and `--year` ask for. Raises `Stop`: nothing, or both at once.

    `all` are the quarters of the portfolio's year; without a portfolio `year` says which.
    """
    from accountplan.consolidate import Quarter, parse_quarter

    every = ALL in (text.strip().lower() for text in quarters)
    if every and (year or portfolio):
        known = year or (portfolio.settings.year if portfolio else 0)
        return Asked(tuple(Quarter(known, number) for number in range(1, 5)))
    if every:
        raise stop(language, "all-of-which-year")
    if bool(quarters) == (year is not None):
        raise stop(language, "quarter-or-year")
    if year is not None:
        return Asked((Quarter(year, 4),), whole_year=True)
    return Asked(tuple(sorted({parse_quarter(text, language) for text in quarters})))
