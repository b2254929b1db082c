"""Compared: every point against the quarter before, the lights then and now, and what became of what was agreed."""

from __future__ import annotations

from collections import Counter
from dataclasses import dataclass
from fractions import Fraction
from typing import Any

from tests.roundtrip.recomputed.facts import QUARTER, Facts
from tests.roundtrip.recomputed.points import KPIS, LIGHTS, Figure, Point, Points
from tests.roundtrip.recomputed.sheet import Claimed, Line, Table
from tests.roundtrip.recomputed.sheets.evaluation import CODES

DIRECTIONS = {"better": "▲ beter", "worse": "▼ slechter", "same": "= gelijk", "unknown": "– onbekend"}
OUTCOMES = {
    "worked": "✓ geholpen",
    "open": "! staat nog open",
    "worse": "✗ verder achterop",
    "unknown": "– nog onbekend",
}
RANK = {"green": 0, "amber": 1, "red": 2}


def shortfall(code: str, point: Point) -> Fraction | None:
    """How much worse than plan, as a part of the plan; better than plan is no shortfall."""
    if point.plan is None or point.actual is None:
        return None
    plan, actual = Fraction(repr(point.plan)), Fraction(repr(point.actual))
    behind = actual - plan if code == "costs" else plan - actual
    return max(Fraction(), behind / plan)


@dataclass(frozen=True)
class Compared:
    """One point of one account in the quarter before and now."""

    code: str
    then: Point
    now: Point
    agreed: str
    """The correction that was written down the quarter before."""

    @property
    def change(self) -> Fraction | None:
        before, after = shortfall(self.code, self.then), shortfall(self.code, self.now)
        return None if before is None or after is None else before - after

    @property
    def direction(self) -> str:
        """To a tenth of a percent."""
        if self.change is None:
            return "unknown"
        return (
            "better" if self.change >= Fraction(1, 2000) else "worse" if self.change <= -Fraction(1, 2000) else "same"
        )

    @property
    def quiet(self) -> bool:
        """Green then, green now, and nothing moved or agreed: such points are counted and not listed."""
        return (self.then.light, self.now.light, self.direction, self.agreed) == ("green", "green", "same", "")

    @property
    def outcome(self) -> str | None:
        if not self.agreed:
            return None
        then, now = self.then.light, self.now.light
        if now == "none":
            return "unknown"
        if now == "green" or RANK[now] < RANK[then]:
            return "worked"
        return "worse" if RANK[now] > RANK[then] or self.direction == "worse" else "open"


def all_compared(facts: Facts) -> dict[tuple[str, str], Compared]:
    points = Points(facts)
    return {
        (account, code): Compared(
            code,
            points.of(account, code, QUARTER - 1),
            points.of(account, code),
            facts.text(account, f"evaluation.q{QUARTER - 1}.{code}.eval.correction"),
        )
        for account in facts.delivered
        for code in KPIS
    }


def compared(sheet: Claimed, facts: Facts) -> None:
    found = all_compared(facts)
    _counts(sheet, found)

    def expected(line: Line) -> dict[str, Any]:
        of = found[line["Klantnr."], CODES[line["Onderdeel"]]]
        return {
            "Stoplicht toen": LIGHTS[of.then.light],
            "Stoplicht nu": LIGHTS[of.now.light],
            "Richting": DIRECTIONS[of.direction],
            "Deel van plan toen": _part(of.then),
            "Deel van plan nu": _part(of.now),
            "Verschil in tekort": _nine(of.change),
            "Wat ervan kwam": OUTCOMES[of.outcome] if of.outcome else None,
            "Plan toen": of.then.plan,
            "Gerealiseerd toen": of.then.actual,
            "Plan": of.now.plan,
            "Gerealiseerd": of.now.actual,
        }

    told = [of for of in found.values() if not of.quiet]
    assert sheet.table("Klantnr.").each(expected) == len(told)


def _part(point: Point) -> Figure:
    """What was realised as a part of the plan, to nine decimals as the tables have it."""
    if point.plan is None or point.actual is None:
        return None
    return _nine(Fraction(repr(point.actual)) / Fraction(repr(point.plan)))


def _nine(value: Fraction | None) -> Figure:
    return None if value is None else round(float(value), 9)


def _counts(sheet: Claimed, found: dict[tuple[str, str], Compared]) -> None:
    lights = Counter((of.then.light, of.now.light) for of in found.values())
    codes = {f"toen {label}": code for code, label in LIGHTS.items()}
    table = Table(sheet, sheet.find("toen groen") - 1)
    for line in table:
        for code, label in LIGHTS.items():
            line.expect(label, lights[codes[sheet.value(line.row, 1)], code])
    directions = Counter(DIRECTIONS[of.direction] for of in found.values())
    outcomes = Counter(OUTCOMES[of.outcome] for of in found.values() if of.outcome)
    for words, counted in ((DIRECTIONS, directions), (OUTCOMES, outcomes)):
        for word in words.values():
            row, column = next(place for place in sheet.beside(word))
            beside = next(at for at in range(column + 1, column + 4) if sheet.value(row, at) is not None)
            sheet.expect(row, beside, counted[word])
