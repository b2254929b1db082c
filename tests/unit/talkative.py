"""A round whose plans hold what is hard to put on one page: much of it, long texts, texts that look like formulas."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.portfolio.model import Account
from accountplan.workbook.reading import Reading
from tests.unit.rounds import a_round, account, answers, figures, portfolio, reading

LONG_NAME = "Koninklijke " * 8 + "NV"
FORMULA = '=1+1 "zeg" & <b> * ? ~'
ENDLESS = "Woord na woord, zin na zin; en dan nog wat. " * 20
JANUARY, DECEMBER = date(2027, 1, 1), date(2027, 12, 31)


def talkative(language: str = "nl") -> Consolidated:
    """Two accounts that say much, one that says nothing, one that did not deliver, one that needs no plan; after Q2."""
    by = portfolio(
        Account("=A", FORMULA, "ann", "north", tier="A", currency="EUR"),
        Account("a", LONG_NAME, "ann", "north", tier="A", currency="EUR"),
        Account("A", "Dezelfde letter, groot", "bob", "south", tier="A", currency="EUR"),
        Account("A-9", "Te laat", "bob", "south", tier="A", currency="EUR"),
        account("A-10", tier="C"),
    )
    the_round = a_round(by, _much("=A"), _much("a"), reading("A", file="leeg.xlsx"))
    day = date(2027, 6, 30)
    return Consolidated(the_round, Quarter(2027, 2), day, language, tables(the_round, Quarter(2027, 2), day, language))


def _much(account_id: str) -> Reading:
    rows: dict[str, dict[str, Any]] = {}
    for quarter in ("q1", "q2"):
        rows |= figures(
            quarter, revenue=(1_234_567.5, 1000, 5_000_000), margin=(0.3, -0.1), visits=(3, 3), costs=(0, 5)
        )
        rows[f"evaluation.{quarter}.revenue"] |= {"eval.correction": f"{quarter}: {FORMULA}\nen {ENDLESS}"}
        for point in ("margin", "visits", "costs"):
            rows[f"evaluation.{quarter}.{point}"] |= {"eval.correction": f"{quarter} {point}"}
    tables: dict[str, dict[str, Any]] = {
        "contacts": _rows("contacts", 9, lambda n: {
            "contacts.name": FORMULA if n == 1 else f"Persoon {n}", "contacts.job_title": ENDLESS[:80],
            "contacts.influence": n % 5 + 1, "contacts.phone": "+31 6"}),
        "goals": _rows("goals", 9, lambda n: {
            "goal.specific": f"{n} {ENDLESS}", "goal.unit": "money", "goal.baseline": n + 0.25,
            "goal.target": 2_000_000.75, "goal.start": JANUARY, "goal.end": DECEMBER}),
        "activities": _rows("activities", 9, lambda n: {
            "act.what": f"{FORMULA} {n}", "act.deadline": date(2027, n, 1), "act.status": "in-progress"}),
        "visits": _rows("visits", 9, lambda n: {
            "visit.date": date(2027, n, 2), "visit.kind": "made" if n < 6 else "planned", "visit.report": ENDLESS,
            "visit.with": "Jan", "visit.followup": "@bellen", "visit.followup_done": False}),
        "strengths": _rows("strengths", 5, lambda n: {"swot.strength": f"{ENDLESS[:150]} {n}"}),
        "threats": {"threats.1": {"swot.threat": "-1"}},
        "potential": _rows("potential", 2, lambda n: {
            "pot.group": ("bread", "cake")[n - 1], "pot.group_current": n, "pot.group_potential": 9_999_999.5,
            "pot.group_competitor": "'Ander"}),
    }  # fmt: skip
    return reading(account_id, answers(account_id, rows, **tables), file=f"{account_id} 50% & #1.xlsx")


def _rows(table: str, count: int, cells: Any) -> dict[str, dict[str, Any]]:
    return {f"{table}.{n}": cells(n) for n in range(1, count + 1)}
