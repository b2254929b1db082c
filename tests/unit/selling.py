"""Rounds about what is to be sold: targets, plans and goals per product group, potential, orders, customers who left.

The figures are small enough to be added up by hand; what they come to stands in `test_selling.py`.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import Any

from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.portfolio.model import ListItem, Portfolio, Rate, Target
from accountplan.workbook.reading import Reading
from tests.unit.rounds import a_round, account, answers, figures, portfolio, reading, sold

RATES = (Rate("USD", 0.9, date(2027, 1, 1)), Rate("USD", 0.5, date(2027, 9, 1)))


def the_portfolio(rates: Iterable[Rate] = RATES, quarters: dict[int, float] | None = None) -> Portfolio:
    """Bread has a target for every quarter (of nothing for the third), cake has none, pie for the first one only."""
    asked = quarters or {1: 1000.0, 2: 1200.0, 3: 0.0, 4: 1300.0}
    by = portfolio(
        account("A-1", customer_since=date(2020, 1, 1)),
        replace(account("A-2", "bob"), team="north", customer_since=date(2026, 6, 1)),
        account("A-3", "bob", currency="USD", customer_since=date(2021, 5, 1)),
        account("A-4", "bob", customer_since=date(2019, 1, 1), customer_until=date(2027, 2, 28)),
        account("A-5", customer_since=date(2015, 1, 1), customer_until=date(2026, 6, 29)),
        account("A-6"),
        company="Bakker & Zn",
    )
    pie = ListItem("pie", {"nl": "Taart", "en": "Pie"})
    targets = [Target("bread", f"2027-Q{n}", amount) for n, amount in asked.items()]
    return replace(
        by,
        product_groups=(*by.product_groups, pie),
        targets=(*targets, Target("pie", "2027-Q1", 100.0), Target("bread", "2026-Q1", 7.0)),
        rates=tuple(rates),
    )


def goal(group: str | None, target: float, unit: str = "money", start: int = 2027, end: int = 2027, **more: Any) -> Any:
    return {
        "goal.specific": f"{group} {target}",
        "goal.product": group,
        "goal.unit": unit,
        "goal.target": target,
        "goal.area": "uptake",
        "goal.start": date(start, 1, 1),
        "goal.end": date(end, 12, 31),
        **more,
    }


def _numbered(table: str, rows: Iterable[Any]) -> dict[str, Any]:
    return {f"{table}.{n}": {key: value for key, value in row.items() if value is not None}
            for n, row in enumerate(rows, start=1)}  # fmt: skip


def potential(group: str, current: float | None, could: float | None, supplier: str | None = None) -> dict[str, Any]:
    return {"pot.group": group, "pot.group_current": current, "pot.group_potential": could,
            "pot.group_competitor": supplier}  # fmt: skip


def orders(now: dict[str, int], before: tuple[float, int] | None) -> dict[str, dict[str, Any]]:
    """Orders to date by quarter, and revenue and orders of last year."""
    found: dict[str, dict[str, Any]] = {
        "reviews": {f"reviews.{quarter}": {"eval.orders": count} for quarter, count in now.items()}
    }
    if before:
        found["sales"] = {"sales.y3": {"hist.our_revenue": before[0], "hist.our_orders": before[1]}}
    return found


def first_plan() -> Reading:
    bread = {**sold("q1", bread=(400, 380, "less")), **sold("q2", bread=(900, 850, "less")),
             **sold("q3", bread=(1300, 9999, "more")), **sold("q4", bread=(2000, 9999, "more"))}  # fmt: skip
    cake = {**sold("q1", cake=(50, 60, "more")), **sold("q2", cake=(120, 40, "less"))}
    goals = [
        goal("bread", 2100),
        goal("bread", 50, start=2025, end=2026),
        goal("bread", 40, "percent"),
        goal("bread", 900, **{"goal.area": "margin"}),
        goal(None, 5000),
    ]
    room = [potential("bread", 100, 400, "Bakker  Jansen"), potential("cake", 50, 50), potential("cake", 60, None)]
    filled = answers(
        "A-1", figures("q1", revenue=(900, 880)) | figures("q2", revenue=(1900, 1800)),
        range=bread | cake,
        goals=_numbered("goals", goals), potential=_numbered("potential", room),
        **orders({"q1": 11, "q2": 20}, (4000, 50)),
    )  # fmt: skip
    return reading("A-1", filled)


def second_plan() -> Reading:
    """No actual of the second quarter, no orders, and more bought than there is to buy."""
    bread = {**sold("q1", bread=(500, 520, "more")), **sold("q2", bread=(1000, None, None)),
             **sold("q3", bread=(1600, None, None)), **sold("q4", bread=(2100, None, None))}  # fmt: skip
    filled = answers(
        "A-2", figures("q2", revenue=(500, 500)), range=bread,
        potential=_numbered("potential", [potential("bread", 30, 10, "bakker jansen")]),
        **orders({"q2": 0}, (1000, 10)),
    )  # fmt: skip
    return reading("A-2", filled)


def third_plan() -> Reading:
    """In dollars."""
    bread = {**sold("q1", bread=(100, 90, "less")), **sold("q2", bread=(200, 210, "more")),
             **sold("q3", bread=(300, None, None)), **sold("q4", bread=(400, None, None))}  # fmt: skip
    filled = answers(
        "A-3", figures("q2", revenue=(310, 300)), range=bread,
        goals=_numbered("goals", [goal("bread", 500, start=2026, end=2028)]),
        potential=_numbered("potential", [potential("bread", 10, 110)]), **orders({"q2": 3}, (800, 10)),
    )  # fmt: skip
    return reading("A-3", filled, currency="USD")


def selling(number: int = 2, language: str = "nl", by: Portfolio | None = None, *plans: Reading,
            as_of: date | None = None) -> Consolidated:  # fmt: skip
    """The round of a quarter; of all three plans unless others are given."""
    by = by or the_portfolio()
    quarter = Quarter(2027, number)
    the_round = a_round(by, *(plans or (first_plan(), second_plan(), third_plan())))
    day = as_of or quarter.end(by)
    return Consolidated(the_round, quarter, day, language, tables(the_round, quarter, day, language))


def without_rates(language: str) -> Consolidated:
    return selling(2, language, the_portfolio(rates=()))


def without_targets(language: str) -> Consolidated:
    return selling(2, language, replace(the_portfolio(), targets=()))


def much_room(language: str) -> Consolidated:
    """More accounts and product groups than a matrix has lines and columns for: account n has room for 99 × n of each
    of ten groups, the even ones of group 0 to 9, the odd ones of 2 to 11."""
    numbers = range(1, 31)
    by = portfolio(*(replace(account(f"M-{n}"), name=f"={n} * {n}") for n in numbers))
    plans = [
        reading(f"M-{n}", answers(f"M-{n}", potential=_numbered("potential", [
            potential(f"group {k}", k, k + 99 * n, f"=Leverancier {k}") for k in range(2 * (n % 2), 10 + 2 * (n % 2))
        ])))
        for n in numbers
    ]  # fmt: skip
    return selling(2, language, by, *plans)
