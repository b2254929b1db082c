"""Where to correct: what falls short, what that costs, and what was not done for it."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.roundtrip.recomputed.facts import QUARTER, Facts
from tests.roundtrip.recomputed.points import KPIS, LIGHTS, Points
from tests.roundtrip.recomputed.sheet import Claimed, Line
from tests.roundtrip.recomputed.sheets.compared import all_compared, shortfall
from tests.roundtrip.recomputed.sheets.evaluation import CODES
from tests.roundtrip.recomputed.work import Activity, Goal, activities, goals

AREAS = {
    "revenue": ("revenue", "profit"),
    "range": ("uptake", "market-share"),
    "visits": ("visits", "satisfaction"),
    "costs": (),
    "margin": ("margin", "profit"),
}
"""The areas of goals that work on a point, as the template says."""


@dataclass(frozen=True)
class Short:
    """A point or a goal that falls short."""

    account: str
    what: str
    """The point, or the row of the goal."""
    light: str
    plan: float | None
    actual: float | None
    size: float | None
    share: float | None
    cost: float | None
    behind: list[Activity]
    """The activities behind it that are not done."""
    carried: bool = False
    missing: bool = False


def all_short(facts: Facts) -> Iterator[Short]:
    points, compared = Points(facts), all_compared(facts)
    of_goals, still_open = list(goals(facts)), [a for a in activities(facts) if a.open]
    for (account, code), of in compared.items():
        carried = of.outcome is not None and of.now.light != "green"
        if of.now.light not in ("amber", "red") and not carried:
            continue
        variance = of.now.variance
        size = None if variance is None else variance if code == "costs" else -variance
        revenue = points.of(account, "revenue").actual
        price = {"revenue": 1.0, "costs": 1.0, "margin": revenue}.get(code)
        rows = {goal.row for goal in of_goals if goal.account == account and goal.area in AREAS[code]}
        share = shortfall(code, of.now)
        yield Short(
            account, code, of.now.light, of.now.plan, of.now.actual, size,
            None if share is None else round(float(share), 9),
            None if size is None or price is None else size * price,
            [a for a in still_open if a.account == account and a.goal in rows], carried,
            of.now.light == "red" and not facts.text(account, f"evaluation.q{QUARTER}.{code}.eval.correction"),
        )  # fmt: skip
    for goal in of_goals:
        if goal.light in ("amber", "red"):
            yield _goal(goal, [a for a in still_open if (a.account, a.goal) == (goal.account, goal.row)])


def _goal(goal: Goal, behind: list[Activity]) -> Short:
    falls = goal.baseline is not None and goal.target is not None and goal.target < goal.baseline
    size = None
    if goal.expected is not None and goal.current is not None:
        size = float(goal.current - goal.expected if falls else goal.expected - goal.current)
    due = Fraction(1) if goal.due is None else goal.due
    share = None if goal.progress is None else round(float((due - goal.progress) / due), 9)
    return Short(
        goal.account, goal.row, goal.light, number(goal.expected), number(goal.current), size, share,
        size if goal.unit == "money" else None, behind,
    )  # fmt: skip


def number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def corrections(sheet: Claimed, facts: Facts) -> None:
    found = {(short.account, short.what): short for short in all_short(facts)}
    shown: list[Short] = []

    def expected(line: Line) -> dict[str, Any]:
        subject = line["Onderdeel of doel"]
        what = CODES.get(subject) or f"goals.{int(subject.removeprefix('D-'))}"
        of = found[line["Klantnr."], what]
        shown.append(of)
        return {
            "Plaats": len(shown),
            "Stoplicht": LIGHTS[of.light],
            "Wat het kost": of.cost,
            "Plan of verwacht": of.plan,
            "Gerealiseerd": of.actual,
            "Tekort": of.size,
            "Tekort als deel": of.share,
            "Open activiteiten": len(of.behind),
            "Waarvan te laat": sum(activity.overdue for activity in of.behind),
        }

    assert sheet.table("Plaats").each(expected) == len(found)
    costs = [of.cost for of in shown if of.cost is not None]
    assert costs == sorted(costs, reverse=True)
    assert all(of.cost is None for of in shown[len(costs) :])
    _above(sheet, shown)


def _above(sheet: Claimed, found: list[Short]) -> None:
    table = sheet.table("Tekort in geld")
    line = next(iter(table))
    for code in ("revenue", "costs", "margin"):
        line.expect(KPIS[code], sum(of.cost or 0 for of in found if of.what == code))
    line.expect("Doelen in geld", sum(of.cost or 0 for of in found if of.what not in KPIS))
    counts = {
        "rood": sum(of.light == "red" for of in found),
        "oranje": sum(of.light == "amber" for of in found),
        "rood, geen bijsturing genoteerd": sum(of.missing for of in found),
        "staat open uit een vorig kwartaal": sum(of.carried for of in found),
    }
    heading, column = next(place for place in sheet.beside("Vraagt aandacht"))
    for row in range(heading + 1, heading + 1 + len(counts)):
        sheet.expect(row, column + 1, counts[sheet.value(row, column)])
