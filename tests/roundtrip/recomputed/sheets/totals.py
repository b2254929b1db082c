"""Totals per manager, team, region and tier."""

from __future__ import annotations

from typing import Any

from tests.roundtrip.recomputed.facts import Facts
from tests.roundtrip.recomputed.points import KPIS, LIGHTS, Points
from tests.roundtrip.recomputed.sheet import Claimed, Line


def totals(sheet: Claimed, facts: Facts) -> None:
    points, groups = Points(facts), Points(facts).groups()
    codes = {label: code for code, label in KPIS.items()}

    def expected(line: Line) -> dict[str, Any]:
        members = groups[line["Per"], line["Groep"]]
        total = points.total(codes[line["Onderdeel"]], members)
        return {
            "Plan": total.plan,
            "Gerealiseerd": total.actual,
            "Afwijking": total.variance,
            "Afwijking in %": None if line["Onderdeel"] == "Marge" else total.share,
            "Stoplicht": LIGHTS[total.light],
            "Klanten compleet": f"{total.accounts} van {len(members)}",
            "Prognose heel jaar": total.forecast,
            "Plan heel jaar": total.plan_year,
            "Groen": total.lights["green"],
            "Oranje": total.lights["amber"],
            "Rood": total.lights["red"],
            "Onbekend": total.lights["none"],
            "Klanten in prognose": total.foreseen,
        }

    assert sheet.table("Per").each(expected) == len(groups) * len(KPIS)
