"""The five points of every account in every quarter, their lights, and what they come to over a group of accounts."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from fractions import Fraction

from tests.roundtrip.recomputed.facts import QUARTER, Facts

KPIS = {
    "revenue": "Omzet",
    "range": "Assortiment",
    "visits": "Bezoeken",
    "costs": "Kosten",
    "margin": "Marge",
}
"""Code and label of each point, in their order."""
_COLUMNS = {
    "revenue": ("revenue_plan", "revenue_actual", "revenue_forecast"),
    "visits": ("visits_plan", "visits_actual", "visits_forecast"),
    "costs": ("cost_budget", "cost_spent", "cost_forecast"),
    "margin": ("margin_plan", "margin_actual", "margin_forecast"),
}
LIGHTS = {"green": "groen", "amber": "oranje", "red": "rood", "none": "onbekend"}
Figure = float | None


@dataclass(frozen=True)
class Point:
    """One point of one account at the end of a quarter."""

    plan: Figure
    actual: Figure
    forecast: Figure
    plan_year: Figure
    light: str

    @property
    def complete(self) -> bool:
        return self.plan is not None and self.actual is not None

    @property
    def foreseen(self) -> bool:
        return self.forecast is not None and self.plan_year is not None

    @property
    def variance(self) -> Figure:
        return None if self.plan is None or self.actual is None else self.actual - self.plan


@dataclass(frozen=True)
class Total:
    """A point over a group of accounts."""

    plan: Figure
    actual: Figure
    forecast: Figure
    plan_year: Figure
    accounts: int
    foreseen: int
    lights: dict[str, int]
    light: str

    @property
    def variance(self) -> Figure:
        return None if self.plan is None or self.actual is None else self.actual - self.plan

    @property
    def share(self) -> Figure:
        return self.variance / self.plan if self.variance is not None and self.plan else None


class Points:
    """All points of a demo."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts

    def of(self, account: str, kpi: str, quarter: int = QUARTER) -> Point:
        """The point as the answers have it; of an account without a plan nothing is known."""
        if account not in self.facts.answers:
            return Point(None, None, None, None, "none")
        plan, actual, forecast = self._figures(account, kpi, quarter)
        plan_year = None if kpi == "range" else self._figures(account, kpi, 4)[0]
        return Point(plan, actual, forecast, plan_year, self.light(kpi, plan, actual))

    def alone(self, account: str, kpi: str) -> tuple[Figure, Figure]:
        """Plan and actual of the quarter alone; a percentage is freed of the quarter before by its revenue."""
        before, now = (self.of(account, kpi, quarter) for quarter in (QUARTER - 1, QUARTER))
        if kpi == "range":
            return None, None
        figures = []
        for name in ("plan", "actual"):
            then, value = getattr(before, name), getattr(now, name)
            if kpi == "margin" and None not in (then, value):
                first, second = (getattr(self.of(account, "revenue", q), name) for q in (QUARTER - 1, QUARTER))
                figures.append((value * second - then * first) / (second - first))
            else:
                figures.append(None if then is None or value is None else value - then)
        return figures[0], figures[1]

    def _figures(self, account: str, kpi: str, quarter: int) -> tuple[Figure, Figure, Figure]:
        if kpi == "range":
            return *self._judged(account, quarter), None
        row = f"evaluation.q{quarter}.{kpi}.eval."
        plan, actual, forecast = (self.facts.number(account, row + name) for name in _COLUMNS[kpi])
        return plan, actual, forecast

    def _judged(self, account: str, quarter: int) -> tuple[Figure, Figure]:
        """How many product groups were planned, and how many sold as planned or more; unknown before any is judged."""
        planned, verdicts = 0, []
        for row in self.facts.rows(account, f"range.q{quarter}"):
            verdict = self.facts.text(account, f"{row}.eval.range_verdict")
            planned += (self.facts.number(account, f"{row}.eval.range_plan") or 0) > 0 or bool(verdict)
            verdicts += [verdict] if verdict else []
        return planned or None, sum(v in ("more", "as-planned") for v in verdicts) if verdicts else None

    def light(self, kpi: str, plan: Figure, actual: Figure) -> str:
        """By the limits of the portfolio; exact, so that a limit that is just met is met."""
        if plan is None or actual is None:
            return "none"
        green, amber = (Fraction(str(limit)) for limit in self.facts.setting(KPIS[kpi])[:2])
        behind = Fraction(str(plan)) - Fraction(str(actual))
        behind = -behind if kpi == "costs" else behind
        if behind <= 0:
            return "green"
        if not plan:
            return "red"
        share = behind / abs(Fraction(str(plan)))
        return "green" if share <= green else "amber" if share <= amber else "red"

    def total(self, kpi: str, accounts: Iterable[str], quarter: int = QUARTER) -> Total:
        """Over accounts that have both figures; a margin by the revenue that it is of."""
        points = {account: self.of(account, kpi, quarter) for account in accounts}
        weights = {account: self.of(account, "revenue", quarter) for account in points}
        lights = [point.light for point in points.values()]
        sums: dict[str, Figure] = {}
        counts: dict[str, int] = {}
        for names, known in ((("plan", "actual"), "complete"), (("forecast", "plan_year"), "foreseen")):
            members = [a for a, p in points.items() if getattr(p, known)]
            if kpi == "margin":
                members = [a for a in members if getattr(weights[a], known)]
            counts[known] = len(members)
            for name in names:
                by = [getattr(weights[a], name) if kpi == "margin" else 1 for a in members]
                summed = sum(getattr(points[a], name) * weight for a, weight in zip(members, by, strict=True))
                sums[name] = None if not members else summed / sum(by) if kpi == "margin" else summed
        light = self.light(kpi, sums["plan"], sums["actual"])
        return Total(
            sums["plan"], sums["actual"], sums["forecast"], sums["plan_year"], counts["complete"], counts["foreseen"],
            {name: lights.count(name) for name in LIGHTS}, light,
        )  # fmt: skip

    def groups(self) -> dict[tuple[str, str], list[str]]:
        """Per kind of group and its name as people know it, the accounts that a plan is asked of."""
        found: dict[tuple[str, str], list[str]] = {}
        teams = {row[0]: row[1] for row in self.facts.portfolio["Teams"]}
        regions = {row[0]: row[1] for row in self.facts.portfolio["Regio's"]}
        for account in self.facts.asked:
            row = self.facts.accounts[account]
            for kind, name in (
                ("Portefeuille", "Alle klanten"),
                ("Accountmanager", row["account_manager"]),
                ("Team", teams[row["team"]]),
                ("Regio", regions[row["region"]]),
                ("Prioriteit", row["tier"]),
            ):
                found.setdefault((kind, name), []).append(account)
        return found
