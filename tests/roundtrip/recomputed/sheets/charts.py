"""What the charts are drawn from: a small table per chart, below each other."""

from __future__ import annotations

from typing import Any

from tests.roundtrip.recomputed.facts import QUARTER, Facts
from tests.roundtrip.recomputed.points import Points
from tests.roundtrip.recomputed.sheet import Claimed, Line, Table
from tests.roundtrip.recomputed.sheets.salesplan import Groups
from tests.roundtrip.recomputed.sheets.swot import shares_by_name
from tests.roundtrip.recomputed.sheets.whitespace import rooms


def charts(sheet: Claimed, facts: Facts) -> None:
    """Every table by the words that its title begins with; the nth of those that begin alike."""
    for words, claim in (
        ("Omzet per kwartaal", _per_quarter),
        ("Omzet: van plan naar gerealiseerd", _bridge),
        ("Haalbare omzet", _fit),
        ("Doel en plan per productgroep", _targets),
        ("Omzet nu en ruimte per productgroep", _room),
        ("Klanten met de meeste ruimte", _room),
        ("Marktaandeel van de concurrenten", _competitors),
        ("Aantal klanten per cijfer", _marks),
    ):
        rows = [row for row in sheet.rows() if str(sheet.value(row, 1) or "").startswith(words)]
        assert rows, words
        for row in rows:
            claim(Table(sheet, row + 1), facts)


def _per_quarter(table: Table, facts: Facts) -> None:
    """Revenue of each quarter alone, of the accounts of which plan and actual of that quarter are known."""
    points = Points(facts)

    def expected(line: Line) -> dict[str, Any]:
        number = int(line["Kwartaal"][1:])
        plan, actual = 0.0, 0.0
        for account in facts.asked:
            now = points.of(account, "revenue", number)
            before = points.of(account, "revenue", number - 1) if number > 1 else None
            if now.complete and (before is None or before.complete):
                plan += (now.plan or 0) - ((before.plan or 0) if before else 0)
                actual += (now.actual or 0) - ((before.actual or 0) if before else 0)
        return {"Plan": plan, "Gerealiseerd": actual}

    assert table.each(expected) == QUARTER


def _bridge(table: Table, facts: Facts) -> None:
    """From plan to actual, a step per team; the foot of a step is the lower of where it begins and ends."""
    points = Points(facts)
    total = points.total("revenue", facts.asked)
    steps = {name: points.total("revenue", members).variance or 0
             for (kind, name), members in points.groups().items() if kind == "Team"}  # fmt: skip
    running = total.plan or 0

    def expected(line: Line) -> dict[str, Any]:
        nonlocal running
        if line["Stap"] in steps:
            change = steps[line["Stap"]]
            before, running = running, running + change
            return {
                "Onderkant": min(before, running), "Geheel": None,
                "Meer": change if change > 0 else None, "Minder": -change if change < 0 else None,
            }  # fmt: skip
        return {"Onderkant": None, "Geheel": running, "Meer": None, "Minder": None}

    assert table.each(expected) == len(steps) + 2
    assert running == total.actual


def _fit(table: Table, facts: Facts) -> None:
    def expected(line: Line) -> dict[str, Any]:
        account = facts.named(line["Klant"])
        most = facts.number(account, "pot.max_revenue")
        return {"Past bij ons": facts.number(account, "mkt.fit"), "Maximaal haalbaar": most}

    assert table.each(expected) > 0


def _targets(table: Table, facts: Facts) -> None:
    """Up to the quarter where an actual is shown, else the whole year."""
    groups = Groups(facts)
    quarters = (1, 2) if "Gerealiseerd" in table.columns else (1, 2, 3, 4)

    def expected(line: Line) -> dict[str, Any]:
        code = groups.codes[line["Productgroep"]]
        found = {
            "Doel": sum(facts.targets[line["Productgroep"]][n - 1] for n in quarters),
            "Gepland": sum(groups.known(code, quarters, "plan").values()),
            "Gerealiseerd": sum(groups.known(code, quarters, "actual").values()),
        }
        return {heading: value for heading, value in found.items() if heading in table.columns}

    assert table.each(expected) == len(facts.targets)


def _room(table: Table, facts: Facts) -> None:
    groups, found = Groups(facts), list(rooms(facts))

    def expected(line: Line) -> dict[str, Any]:
        name = line.on.value(line.row, table.first)
        of = [
            r for r in found if groups.codes.get(name) == r.group or facts.accounts[r.account]["account_name"] == name
        ]
        return {"Omzet nu": sum(r.current for r in of), "Ruimte": sum(r.room for r in of)}

    assert table.each(expected) > 0


def _competitors(table: Table, facts: Facts) -> None:
    named = shares_by_name(facts)

    def expected(line: Line) -> dict[str, Any]:
        shares = named[line["Concurrent"]]
        return {"Gemiddeld aandeel": sum(shares) / len(shares)}

    assert table.each(expected) == min(10, len(named))


def _marks(table: Table, facts: Facts) -> None:
    marks = [facts.number(account, "hist.satisfaction_score") for account in facts.delivered]
    assert table.each(lambda line: {"Klanten": marks.count(float(line["Tevredenheidscijfer"]))}) == 10
