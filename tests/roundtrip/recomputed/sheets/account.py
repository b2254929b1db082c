"""The account page, as it stands when the summary is opened; choosing another account has tests of its own."""

from __future__ import annotations

from typing import Any

from openpyxl.utils import column_index_from_string

from tests.roundtrip.recomputed.facts import NAME, Facts
from tests.roundtrip.recomputed.points import Points
from tests.roundtrip.recomputed.sheet import Claimed, Line, Table
from tests.roundtrip.recomputed.sheets.evaluation import CODES
from tests.roundtrip.recomputed.sheets.salesplan import Groups
from tests.roundtrip.recomputed.sheets.whitespace import rooms
from tests.roundtrip.recomputed.work import goals

PAPER = column_index_from_string("T")
"""The last column of the page; right of it, hidden, are the numbers of the rows that its formulas look into."""


def account_page(sheet: Claimed, facts: Facts) -> None:
    account = str(sheet.value(sheet.find("Klant kiezen"), 4)).split(" · ")[0]
    for row in sheet.rows():
        for column in range(PAPER + 1, sheet.sheet.max_column + 1):
            sheet.excuse(row, column)
    _facts(sheet, facts, account)
    _people(sheet, facts, account)
    _points(sheet, facts, account)
    _goals(sheet, facts, account)


def _facts(sheet: Claimed, facts: Facts, account: str) -> None:
    record = facts.accounts[account]
    revenue = facts.number(account, "hist.our_revenue") or facts.number(account, "sales.y3.hist.our_revenue")
    most = facts.number(account, "pot.max_revenue")
    expected = {
        "Volledig": int(record["answered"]) / int(record["required"]),
        "Past bij ons": facts.number(account, "mkt.fit"),
        "Omzet van de klant": facts.number(account, "hist.customer_revenue"),
        "Maximaal haalbaar": most,
        "Ons deel daarvan": (revenue or 0) / (most or 1),
        "Cijfer": facts.number(account, "hist.satisfaction_score"),
    }
    for label, value in expected.items():
        row, column = next(sheet.beside(label))
        at = next(at for at in range(column + 1, PAPER + 1) if sheet.value(row, at) is not None)
        sheet.expect(row, at, value)


def _people(sheet: Claimed, facts: Facts, account: str) -> None:
    """The people with most influence, and where there is most room."""
    people = [facts.number(account, f"{row}.contacts.influence") or 0 for row in facts.rows(account, "contacts")]
    found = sorted((room for room in rooms(facts) if room.account == account), key=lambda room: -room.room)
    labels = {code: name for name, code in Groups(facts).codes.items()}
    influence = {facts.text(account, f"{row}.contacts.name"): facts.number(account, f"{row}.contacts.influence")
                 for row in facts.rows(account, "contacts")}  # fmt: skip
    shown: list[float] = []
    for line, room in zip(sheet.table("Wie beslist er, meeste invloed eerst"), found, strict=False):
        line.expect("Invloed", influence[line["Wie beslist er, meeste invloed eerst"]])
        shown.append(line["Invloed"])
        assert line["Grootste ruimte"] == labels[room.group]
        line.expect("Ruimte", room.room)
    assert shown == sorted(people, reverse=True)[: len(shown)]


def _points(sheet: Claimed, facts: Facts, account: str) -> None:
    def expected(line: Line) -> dict[str, Any]:
        code = CODES[line[f"Kwartaal {NAME}"]]
        point = Points(facts).of(account, code)
        share = point.variance / point.plan if point.variance is not None and point.plan else None
        return {
            "Plan": point.plan,
            "Gerealiseerd": point.actual,
            "Afwijking": point.variance,
            "in %": None if code == "margin" else share,
            "Prognose jaar": point.forecast,
            "Plan jaar": point.plan_year,
        }

    assert sheet.table(f"Kwartaal {NAME}").each(expected) == len(CODES)


def _goals(sheet: Claimed, facts: Facts, account: str) -> None:
    """The goals that run, the worst first."""
    by_text = {facts.text(account, f"{g.row}.goal.specific"): g for g in goals(facts) if g.account == account}
    table = Table(sheet, sheet.find("Doelen die lopen, slechtste eerst"))
    for line in table:
        goal = next(g for text, g in by_text.items() if text.startswith(str(line["Doelen die lopen, slechtste eerst"])))
        for heading, value in (
            ("Stand", goal.current),
            ("Verwachte stand", goal.expected),
            ("Streefwaarde", goal.target),
        ):
            line.expect(heading, None if value is None else float(value))
