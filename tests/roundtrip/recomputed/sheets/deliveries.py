"""Deliveries: how much is in per manager, and the list of all accounts."""

from __future__ import annotations

from datetime import date
from typing import Any

from tests.roundtrip.recomputed.facts import BACK_BY, Facts, as_day
from tests.roundtrip.recomputed.sheet import Claimed, Line

BEGAN = date(2027, 4, 1)
"""The first day of the quarter."""


def days_late(facts: Facts, account: str) -> int | None:
    """Days between the day by which the plan had to be back and the day on which its workbook was saved last."""
    saved = facts.accounts[account]["saved_on"]
    if account not in facts.asked or not saved:
        return None
    return max(0, (date.fromisoformat(saved) - BACK_BY).days)


def deliveries(sheet: Claimed, facts: Facts) -> None:
    def counts(line: Line) -> dict[str, Any]:
        name = line["Accountmanager"]
        members = [a for a in facts.asked if name in ("Alle klanten", facts.accounts[a]["account_manager"])]
        status = [facts.accounts[a]["status"] for a in members]
        came = [a for a in members if facts.accounts[a]["status"] == "delivered"]
        late = [bool(days_late(facts, a)) for a in came]
        stale = sum(date.fromisoformat(facts.accounts[a]["saved_on"]) < BEGAN for a in came)
        return {
            "Gevraagd": len(members),
            "Binnen": status.count("delivered"),
            "Deel binnen": status.count("delivered") / len(members),
            "Op tijd": late.count(False) - stale,
            "Te laat": late.count(True),
            "Niet bijgewerkt": stale,
            "Ontbreekt": status.count("missing"),
            "In conflict": status.count("conflict"),
        }

    def account(line: Line) -> dict[str, Any]:
        key = line["Klantnr."]
        row = facts.accounts[key]
        found = [f for f in facts.csv("findings") if f["account_id"] == key]
        plan = key in facts.delivered
        answered, required = (int(row[name]) if row[name] else None for name in ("answered", "required"))
        saved = as_day(line["Opgeslagen op"])
        assert (saved.isoformat() if saved else "") == row["saved_on"]
        return {
            "Dagen te laat": days_late(facts, key) or None,
            "Volledig": answered / required if answered is not None and required else None,
            "Fouten": sum(f["severity"] == "error" for f in found) if plan else None,
            "Let op": sum(f["severity"] == "warning" for f in found) if plan else None,
            "Ingevuld": answered,
            "Verplicht": required,
            "Aantal bestanden": sum(f["account_id"] == key for f in facts.csv("files")) or None,
            "Plan gevraagd": int(key in facts.asked),
        }

    managers = sheet.table("Accountmanager")
    assert managers.each(counts) == 1 + len({facts.accounts[a]["account_manager"] for a in facts.asked})
    listed = sheet.table("Klantnr.")
    assert listed.each(account) == len(facts.accounts)
    for line in listed:
        sheet.excuse(line.row, line.columns["Nr. accountmanager"])  # by what the counts above look for a manager
