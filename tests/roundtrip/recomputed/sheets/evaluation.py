"""Evaluation: the totals of what is chosen and of what is visible, and the points of every account."""

from __future__ import annotations

from typing import Any

from tests.roundtrip.recomputed.facts import Facts
from tests.roundtrip.recomputed.points import KPIS, LIGHTS, Figure, Point, Points, Total
from tests.roundtrip.recomputed.sheet import Claimed, Line

CODES = {label: code for code, label in KPIS.items()}
IN_MONEY = ("revenue", "costs", "margin")
"""Points whose sums are of one currency, by which they are headed."""


def part(one: Figure, whole: Figure) -> Figure:
    return one / whole if one is not None and whole else None


def evaluation(sheet: Claimed, facts: Facts) -> None:
    points = Points(facts)
    totals = {code: points.total(code, facts.asked) for code in KPIS}
    _chosen(sheet, facts, totals)
    _visible(sheet, facts, totals)
    _accounts(sheet, facts, points)


def _chosen(sheet: Claimed, facts: Facts, totals: dict[str, Total]) -> None:
    """All accounts: nothing is chosen yet. Behind the table stand the counts that its words are made of."""
    behind = _sums(sheet)

    def expected(line: Line) -> dict[str, Any]:
        code = CODES[line["Onderdeel"]]
        total = totals[code]
        for heading, column in behind.items():
            counts = {
                f"Σ · Telt mee{' · EUR' if code in IN_MONEY else ''}": len(facts.asked),
                f"Σ · {line['Onderdeel']} · klanten compleet{_eur(code)}": total.accounts,
                f"Σ · {line['Onderdeel']} · prognose bekend{_eur(code)}": total.foreseen,
            }
            if heading in counts:
                sheet.expect(line.row, column, counts[heading] if not _absent(code, heading) else None)
        return {
            "Plan": total.plan,
            "Realisatie": total.actual,
            "Afwijking": total.variance,
            "% van plan": part(total.actual, total.plan),
            "Stoplicht": LIGHTS[total.light],
            "Prognose heel jaar": total.forecast,
            "Plan heel jaar": total.plan_year,
            "% van jaarplan": part(total.forecast, total.plan_year),
            "Klanten compleet": f"{total.accounts} van {len(facts.asked)}",
        }

    assert sheet.table("Onderdeel").each(expected) == len(KPIS)
    for row in (sheet.find("Kies:") - 1, sheet.find("Kies:")):
        for column in range(1, sheet.sheet.max_column + 1):
            sheet.excuse(row, column)  # by which numbers the formulas look for what is chosen


def _absent(code: str, heading: str) -> bool:
    return code == "range" and "prognose" in heading


def _eur(code: str) -> str:
    return " · EUR" if code in IN_MONEY else ""


def _sums(sheet: Claimed) -> dict[str, int]:
    """The columns behind the list that its totals add up, by heading."""
    header = sheet.table("Klantnr.")
    return {heading: column for heading, column in header.columns.items() if heading.startswith("Σ")}


def _visible(sheet: Claimed, facts: Facts, totals: dict[str, Total]) -> None:
    """What a filter leaves; nothing is filtered yet."""
    row = sheet.find("Zichtbaar")
    columns = sheet.table("Klantnr.").columns
    expected: dict[str, Any] = {}
    for code, label in KPIS.items():
        total = totals[code]
        expected |= {
            label: part(total.actual, total.plan),
            f"{label} heel jaar": part(total.forecast, total.plan_year),
            f"{label}: plan": total.plan,
            f"{label}: gerealiseerd": total.actual,
            f"{label}: afwijking": total.variance,
            f"{label}: prognose heel jaar": total.forecast,
            f"{label}: plan heel jaar": total.plan_year,
            f"Σ · {label} · klanten compleet{_eur(code)}": total.accounts,
            f"Σ · {label} · prognose bekend{_eur(code)}": total.foreseen,
        }
    expected |= {"Klant": len(facts.asked), "Σ · Telt mee": len(facts.asked), "Σ · Telt mee · EUR": len(facts.asked)}
    for heading, value in expected.items():
        if heading in columns:
            sheet.expect(row, columns[heading], value)


def _accounts(sheet: Claimed, facts: Facts, points: Points) -> None:
    def expected(line: Line) -> dict[str, Any]:
        account = line["Klantnr."]
        found: dict[str, Any] = {"Σ · Telt mee": 1, "Σ · Telt mee · EUR": 1}
        revenue = points.of(account, "revenue")
        for code, label in KPIS.items():
            point = points.of(account, code)
            plan, actual = points.alone(account, code)
            found |= {
                label: part(point.actual, point.plan) if point.complete else "geen cijfer",
                f"{label} heel jaar": part(point.forecast, point.plan_year),
                f"{label}: plan kwartaal": plan,
                f"{label}: gerealiseerd kwartaal": actual,
                f"{label}: plan": point.plan,
                f"{label}: gerealiseerd": point.actual,
                f"{label}: afwijking": point.variance,
                f"{label}: prognose heel jaar": point.forecast,
                f"{label}: plan heel jaar": point.plan_year,
            }
            found |= _behind(code, label, point, revenue)
        for heading in ("Nr. accountmanager", "Nr. team", "Nr. regio", "Nr. prioriteit"):
            sheet.excuse(line.row, line.columns[heading])  # by which the totals of what is chosen look for a row
        return {heading: value for heading, value in found.items() if heading in line.columns}

    assert sheet.table("Klantnr.").each(expected) == len(facts.asked)


def _behind(code: str, label: str, point: Point, revenue: Point) -> dict[str, Any]:
    """What an account adds to the totals: only figures that are complete, a margin times the revenue it is of."""
    found: dict[str, Any] = {}
    for word, known, names in (
        ("klanten compleet", point.complete, (("plan", "plan"), ("gerealiseerd", "actual"))),
        ("prognose bekend", point.foreseen, (("prognose heel jaar", "forecast"), ("plan heel jaar", "plan_year"))),
    ):
        found[f"Σ · {label} · {word}{_eur(code)}"] = 1 if known else None
        for said, name in names:
            value, weight = getattr(point, name), getattr(revenue, name)
            if code == "margin":
                short = "prognose" if name == "forecast" else said
                found[f"Σ · {label} · gewogen {short} · EUR"] = value * weight if known else None
                found[f"Σ · {label} · gewicht {short} · EUR"] = weight if known else None
            else:
                found[f"Σ · {label} · {said}{_eur(code)}"] = value if known else None
    return found
