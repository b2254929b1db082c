"""SWOT & market."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.roundtrip.recomputed.facts import Facts
from tests.roundtrip.recomputed.sheet import Claimed, Line, Table

KINDS = {
    "Sterktes": ("strengths", "swot.strength"),
    "Zwaktes": ("weaknesses", "swot.weakness"),
    "Kansen": ("opportunities", "swot.opportunity"),
    "Bedreigingen": ("threats", "swot.threat"),
}
Said = tuple[str, str, float | None]
"""Account, text, score."""


def folded(text: str) -> str:
    return "".join(sign for sign in text.lower() if sign.isalnum() or sign in "+=%€&")


def confrontations(facts: Facts) -> Iterator[tuple[str, str, str, float]]:
    """Account, the row inside, the row outside, and the score."""
    for account in facts.delivered:
        for row in facts.rows(account, "confrontation"):
            score = facts.number(account, f"{row}.conf.score")
            if score is not None:
                _, kind, number, other, of = row.split(".")
                yield account, f"{kind}.{number}", f"{other}.{of}", score


def items(facts: Facts, kind: str) -> list[Said]:
    """Every item of a kind with the sum of its scores; None where it has none."""
    table, column = KINDS[kind]
    met = list(confrontations(facts))
    found: list[Said] = []
    for account in facts.delivered:
        for row in facts.rows(account, table):
            scores = [score for of, inside, outside, score in met if of == account and row in (inside, outside)]
            found.append((account, facts.text(account, f"{row}.{column}"), sum(scores) if scores else None))
    return found


def swot_and_market(sheet: Claimed, facts: Facts) -> None:
    _counts(sheet, facts)
    for kind in KINDS:
        _box(sheet, facts, kind)
    _strongest(sheet, facts)
    _competitors(sheet, facts)
    _satisfaction(sheet, facts)


def _counts(sheet: Claimed, facts: Facts) -> None:
    def expected(line: Line) -> dict[str, Any]:
        said = items(facts, line["Soort"])
        scores = [score for _, _, score in said if score is not None]
        return {
            "Punten": len(said),
            "Klanten": len({account for account, _, _ in said}),
            "Verschillend": len({folded(text) for _, text, _ in said}),
            "Gemiddelde": sum(scores) / len(scores),
        }

    assert sheet.table("Soort").each(expected) == len(KINDS)


def _box(sheet: Claimed, facts: Facts, kind: str) -> None:
    """The six items with the highest scores, up or down, none of them passed over."""
    said = items(facts, kind)
    by_text = {text: score for _, text, score in said}
    place = next((row, column) for row, column in sheet.beside(kind) if sheet.value(row, column + 1) == "Klant")
    shown: list[float] = []
    for line in Table(sheet, place[0], place[1]):
        score = by_text[line[kind]]
        line.expect("Score", score)
        shown.append(abs(score or 0))
    assert shown == sorted((abs(score or 0) for _, _, score in said), reverse=True)[:6]


def _strongest(sheet: Claimed, facts: Facts) -> None:
    texts = {
        (account, row): facts.text(account, f"{row}.{column}")
        for table, column in KINDS.values()
        for account in facts.delivered
        for row in facts.rows(account, table)
    }
    met = [(texts[a, inside], texts[a, outside], score) for a, inside, outside, score in confrontations(facts)]
    for heading, sign in (("Helpt het meest", 1), ("Schaadt het meest", -1)):
        shown: list[float] = []
        for line in sheet.table(heading):
            pair = [(i, o, s) for i, o, s in met if (i, o) == (line[heading], line["Punt van buiten"])]
            line.expect("Score", max(score * sign for _, _, score in pair) * sign)
            line.expect("Klanten", len(pair))
            shown.append(line["Score"] * sign)
        assert shown == sorted((score * sign for _, _, score in met if score * sign > 0), reverse=True)[:6]


def shares_by_name(facts: Facts) -> dict[str, list[float]]:
    """The shares of every competitor as it is written, where no two write it differently."""
    found: dict[str, list[float]] = {}
    for account in facts.delivered:
        for row in facts.rows(account, "competitors"):
            share = facts.number(account, f"{row}.comp.market_share")
            found.setdefault(facts.text(account, f"{row}.comp.name"), []).extend([] if share is None else [share])
    assert len({folded(name) for name in found}) == len(found)
    return found


def _competitors(sheet: Claimed, facts: Facts) -> None:
    named: dict[str, list[tuple[str, float | None]]] = {}
    for account in facts.delivered:
        for row in facts.rows(account, "competitors"):
            name = folded(facts.text(account, f"{row}.comp.name"))
            named.setdefault(name, []).append((account, facts.number(account, f"{row}.comp.market_share")))
    lines = list(sheet.table("Concurrent"))
    for line in lines:
        rows = named[folded(line["Concurrent"])]
        shares = [share for _, share in rows if share is not None]
        line.expect("Klanten", len({account for account, _ in rows}))
        line.expect("Gemiddeld aandeel", sum(shares) / len(shares))
        line.expect("Laagste", min(shares))
        line.expect("Hoogste", max(shares))
    counts = [line["Klanten"] for line in lines]
    assert counts == sorted((len({a for a, _ in rows}) for rows in named.values()), reverse=True)[:10]


def _satisfaction(sheet: Claimed, facts: Facts) -> None:
    satisfied = [facts.text(a, "hist.satisfied") for a in facts.delivered]
    marks = [mark for a in facts.delivered if (mark := facts.number(a, "hist.satisfaction_score")) is not None]
    for label, value in (
        ("Tevreden", satisfied.count("true")),
        ("Niet tevreden", satisfied.count("false")),
        ("Niet ingevuld", satisfied.count("")),
        ("Gemiddeld cijfer", sum(marks) / len(marks)),
    ):
        sheet.expect(sheet.find(label), 2, value)
    reasons = Table(sheet, next(row for row, column in sheet.beside("Cijfer") if column == 2))
    shown = []
    for line in reasons:
        line.expect("Cijfer", facts.number(facts.named(line["Klant"]), "hist.satisfaction_score"))
        shown.append(line["Cijfer"])
    assert shown == sorted(marks)[:12]
