"""The money of one account: what was bought, what is planned and what came of it, so that everything adds up.

Every total is made of the amounts below it: a year of quarters, a quarter of product groups.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from functools import cached_property
from random import Random

from accountplan.demo.samples import Sample

QUARTERS = ("q1", "q2", "q3", "q4")
EVALUATED = ("q1", "q2")
"""The quarters of which the samples know what was realised."""
MORE, AS_PLANNED, LESS = "more", "as-planned", "less"
_NOISE = 0.006
"""Nobody realises a round percentage of a plan."""


@dataclass(frozen=True)
class Money:
    """Planned and realised revenue; both per product group, in whole units of the currency."""

    plan: Mapping[str, int]
    actual: Mapping[str, int]

    @property
    def planned(self) -> int:
        return sum(self.plan.values())

    @property
    def realised(self) -> int:
        return sum(self.actual.values())


class Figures:
    """All amounts of one account in the plan year and the three before it."""

    def __init__(self, sample: Sample) -> None:
        self._given = sample.figures
        self._seed = sample.id

    @cached_property
    def groups(self) -> tuple[str, ...]:
        """The product groups that the customer buys."""
        return tuple(group for group, share in self._given["mix"].items() if share)

    @cached_property
    def last_year(self) -> dict[str, int]:
        """Revenue of the year before the plan year, per product group."""
        total, mix = int(self._given["last_year"]), self._given["mix"]
        amounts = {group: round(total * mix[group]) for group in self.groups}
        amounts[self.groups[0]] += total - sum(amounts.values())
        return amounts

    @cached_property
    def history(self) -> tuple[int, int, int]:
        """Revenue of the last three years, oldest first."""
        last = int(self._given["last_year"])
        before = _rounded(last / (1 + self._given["growth"][1]), 100)
        if not self._given["orders"][0]:
            return 0, before, last
        return _rounded(before / (1 + self._given["growth"][0]), 100), before, last

    @property
    def orders(self) -> tuple[int, int, int]:
        """Number of orders in those years."""
        first, second, third = self._given["orders"]
        return first, second, third

    def orders_to_date(self, quarter: str) -> int | None:
        """Orders from 1 January: fewer and larger ones than last year. None where nobody counted them."""
        last = self.orders[2]
        if not last:
            return None
        share = sum(self._given["season"][: QUARTERS.index(quarter) + 1])
        counted = round(last * share * (0.98 + Random(f"{self._seed}:orders").uniform(-0.06, 0.06)))
        return max(1, int(counted))

    @cached_property
    def quarters(self) -> dict[str, Money]:
        """Each quarter alone."""
        return {quarter: self._quarter(number, quarter) for number, quarter in enumerate(QUARTERS)}

    def _quarter(self, number: int, quarter: str) -> Money:
        season = self._given["season"][number]
        step = 100 if self._given["last_year"] >= 50_000 else 10
        plan = {
            group: _rounded(amount * self._given["plan"][group] * season, step)
            for group, amount in self.last_year.items()
        }
        noise = Random(f"{self._seed}:{quarter}")
        factors = self._given["actual"].get(quarter, {})
        actual = {
            group: round(plan[group] * (factors[group] + noise.uniform(-_NOISE, _NOISE)))
            for group in self.groups
            if group in factors
        }
        return Money(plan, actual)

    def to_date(self, quarter: str) -> Money:
        """From 1 January up to the end of the quarter."""
        so_far = [self.quarters[q] for q in QUARTERS[: QUARTERS.index(quarter) + 1]]
        return Money(
            {group: sum(money.plan[group] for money in so_far) for group in self.groups},
            {group: sum(money.actual.get(group, 0) for money in so_far) for group in self.groups},
        )

    @cached_property
    def year_plan(self) -> Mapping[str, int]:
        return self.to_date(QUARTERS[-1]).plan

    def forecast(self, quarter: str) -> int:
        """The year's revenue as somebody sees it who expects half of the miss to last."""
        so_far = self.to_date(quarter)
        to_come = sum(self.year_plan.values()) - so_far.planned
        trend = (1 + so_far.realised / so_far.planned) / 2
        return so_far.realised + _rounded(to_come * trend, 500)

    def verdict(self, quarter: str, group: str) -> str:
        """Whether the customer bought more, as planned or less of a group, year to date."""
        so_far = self.to_date(quarter)
        share = so_far.actual[group] / so_far.plan[group] if so_far.plan[group] else 1.0
        return MORE if share >= 1.05 else AS_PLANNED if share >= 0.95 else LESS

    # -- margin, as a fraction of revenue --------------------------------------------------------------------------
    @property
    def margin_plan(self) -> float:
        return float(self._given["margin"]["plan"])

    @property
    def margin_last_year(self) -> float:
        return round(float(self._given["margin"].get("last", self.margin_plan - 0.006)), 4)

    def margin(self, quarter: str) -> float:
        return float(self._given["margin"][quarter])

    def margin_forecast(self, quarter: str) -> float:
        return round((self.margin_plan + self.margin(quarter)) / 2, 3)

    # -- what there is to win --------------------------------------------------------------------------------------
    @cached_property
    def potential(self) -> dict[str, int]:
        """What the customer spends on each group, with us and with others."""
        wallet = self._given.get("wallet", {})
        return {group: _up(amount / wallet.get(group, 1.0), 500) for group, amount in self.last_year.items()}

    @property
    def max_revenue(self) -> int:
        return _up(sum(self.potential.values()), 5000)

    @property
    def our_share(self) -> float:
        return round(sum(self.last_year.values()) / sum(self.potential.values()), 2)

    def supplier(self, group: str) -> str | None:
        """Who else supplies a group."""
        name: str | None = self._given.get("suppliers", {}).get(group)
        return name


def _rounded(amount: float, step: int) -> int:
    return round(amount / step) * step


def _up(amount: float, step: int) -> int:
    return -int(-amount // step) * step
