"""Goals by their light, the areas that they cover, and activities with what they cost."""

from __future__ import annotations

from collections import Counter
from typing import Any

from tests.roundtrip.recomputed.facts import AS_OF, Facts
from tests.roundtrip.recomputed.points import LIGHTS
from tests.roundtrip.recomputed.sheet import Claimed, Line
from tests.roundtrip.recomputed.sheets.corrections import number
from tests.roundtrip.recomputed.work import activities, goals

AREAS = {
    "financieel": ("revenue", "margin", "profit"),
    "product-/artikelafname": ("uptake",),
    "bezoekfrequentie": ("visits",),
    "klanttevredenheid": ("satisfaction",),
    "marktaandeel": ("market-share",),
}
"""The areas that the template wants a goal in, and which areas of goals they are."""


def strip(sheet: Claimed, row: int, said: dict[str, Any]) -> None:
    """Figures in a row above a list, each with its words in the number format."""
    for cell in sheet.sheet[row]:
        if isinstance(cell.value, (int, float)):
            words = "".join(cell.number_format.split('"')[1::2]).strip(" :✓!✗–")
            sheet.expect(row, cell.column, said[words])


def goals_sheet(sheet: Claimed, facts: Facts) -> None:
    found = {(goal.account, goal.row): goal for goal in goals(facts)}
    done = Counter((activity.account, activity.goal) for activity in activities(facts))
    smart = {key: facts.number(key[0], f"{key[1]}.goal.smart_score") for key in found}
    lights = Counter(goal.light for goal in found.values())

    def expected(line: Line) -> dict[str, Any]:
        key = line["Klantnr."], f"goals.{int(line['Nr.'].removeprefix('D-'))}"
        goal = found[key]
        letters = [facts.text(key[0], f"{key[1]}.goal.smart_{letter}") for letter in "smart"]
        assert smart[key] == letters.count("true")
        return {
            "Stoplicht": LIGHTS[goal.light],
            "Nulmeting": number(goal.baseline),
            "Streefwaarde": number(goal.target),
            "Verwachte stand": number(goal.expected),
            "Stand": number(goal.current),
            "Voortgang": number(goal.progress),
            "Verwachte voortgang": None if goal.from_ is None else number(goal.due),
            "SMART": smart[key],
            "Activiteiten": done[key],
            "Stand van": f"Q{goal.stands}" if goal.stands else None,
        }

    assert sheet.table("Stoplicht").each(expected) == len(found)
    said = {
        "op koers": lights["green"],
        "in gevaar": lights["amber"],
        "gemist of te ver achter": lights["red"],
        "onbekend": lights["none"],
        "zonder activiteit": sum(not done[key] for key in found),
    }
    said |= {f"score {n}": sum(score == n for score in smart.values()) for n in range(6)}
    for row in range(5, sheet.find("Stoplicht")):
        strip(sheet, row, said)


def coverage(sheet: Claimed, facts: Facts) -> None:
    """Per account the areas without a goal. Of the computed answers one says the same, and is not looked at."""
    areas = {account: {goal.area for goal in goals(facts) if goal.account == account} for account in facts.delivered}
    missing = {
        account: [name for name, wanted in AREAS.items() if not areas[account] & set(wanted)]
        for account in facts.delivered
    }

    def expected(line: Line) -> dict[str, Any]:
        account = line["Klantnr."]
        marks = {name: "–" if name in missing[account] else "✓" for name in AREAS}
        return {"Gebieden zonder doel": len(missing[account])} | marks

    table = sheet.table("Klantnr.")
    assert table.each(expected) == len(facts.delivered)
    above = sheet.find("Klanten met een doel in het gebied") if "Klanten met een doel in het gebied" in {
        sheet.value(row, 1) for row in sheet.rows()
    } else table.header - 2  # fmt: skip
    for name in AREAS:
        covered = sum(name not in names for names in missing.values())
        sheet.expect(above, table.columns[name], covered)


def activities_sheet(sheet: Claimed, facts: Facts) -> None:
    found = {(activity.account, activity.row): activity for activity in activities(facts)}

    def expected(line: Line) -> dict[str, Any]:
        of = found[line["Klantnr."], f"activities.{int(line['Nr.'].removeprefix('A-'))}"]
        left = None if of.budget is None or of.status == "dropped" else of.budget - (of.spent or 0)
        return {
            "Te laat": "te laat" if of.overdue else None,
            "Dagen te laat": (AS_OF - of.deadline).days if of.overdue and of.deadline else None,
            "Budget": of.budget,
            "Besteed": of.spent,
            "Over": left,
            "Uren": of.hours,
        }

    header = sheet.find("Te laat")
    count = 0
    for row in range(header + 1, sheet.sheet.max_row + 1):  # the first column says only what is late
        line = Line(sheet, row, sheet.table("Te laat").columns)
        if line["Klantnr."] is not None:
            for heading, value in expected(line).items():
                line.expect(heading, value)
            count += 1
    assert count == len(found)
    still_open = [activity for activity in found.values() if activity.open]
    budget = sum(a.budget or 0 for a in found.values() if a.status != "dropped")
    spent = sum(a.spent or 0 for a in found.values())
    columns = sheet.table("Te laat").columns
    top = header - 2
    for heading, value in (("Budget", budget), ("Besteed", spent), ("Over", budget - spent)):
        sheet.expect(top, columns[heading], value)
    said = {
        "te laat": sum(activity.overdue for activity in still_open),
        "nog open": len(still_open),
        "gereed of vervallen": len(found) - len(still_open),
        "uur aan open activiteiten": sum(activity.hours or 0 for activity in still_open),
    }
    for column in range(1, columns["Budget"]):
        cell = sheet.sheet.cell(top, column)
        if isinstance(cell.value, (int, float)):
            words = "".join(cell.number_format.split('"')[1::2]).strip()
            sheet.expect(top, column, said[words])
