"""Findings: how many of what, then everything that a person must look at, errors first, each with its cell."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from typing import Any

from accountplan.consolidate.rows import FindingRow
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.desk import Desk
from accountplan.summary.lists import ListSheet, write_records
from accountplan.summary.page import Cell, Page
from accountplan.summary.places import Place
from accountplan.summary.why import in_short

_SEVERITIES = ("error", "warning", "info")
_MOST_KINDS = 8


def write_findings(desk: Desk) -> None:
    rows = sorted(desk.result.tables.findings, key=lambda row: _SEVERITIES.index(row.severity))
    columns = _columns(desk, rows)
    widths = [column.width for column in columns if not column.technical]
    page = Page(desk, "findings", widths, desk.say("help-findings"))
    words = {"red": desk.say("severity-error"), "amber": desk.say("severity-warning")}
    if rows:
        _counts(page, rows, columns)
        desk.light_colours(page.sheet, 4, page.row, 0, words)
        page.gap()
    spec = ListSheet(
        "findings", columns, frozen=2, printed=6, link=_place, colours={"severity": words}, header=page.row,
        pinned=not rows,
    )  # fmt: skip
    write_records(desk, page.sheet, spec, rows)


def _columns(desk: Desk, rows: list[FindingRow]) -> list[Column[FindingRow]]:
    firsts: dict[tuple[str, str, str | None], int] = {}
    for row in rows:
        if row.account_id:
            firsts.setdefault((row.severity, row.code, row.account_id), id(row))

    def first(row: FindingRow) -> int:
        return int(firsts.get((row.severity, row.code, row.account_id)) == id(row))

    return [
        Column("severity", 11, lambda row: desk.say(f"severity-{row.severity}"), "light"),
        Column("account", 10, lambda row: row.account_id),
        Column("name", 28, lambda row: desk.name_of(row.account_id), "wrapped"),
        Column("manager", 20, lambda row: desk.manager_of(row.account_id), "wrapped"),
        Column("message", 84, lambda row: row.message, "wrapped"),
        Column("code", 22, lambda row: row.code),
        Column("file", 44, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell", 9, lambda row: row.cell),
        Column("field", 28, lambda row: row.field),
        Column("severity-code", 10, lambda row: row.severity, technical=True),
        Column("first-of-code", 10, first, technical=True),
    ]


def _kinds(rows: list[FindingRow]) -> list[FindingRow]:
    """The first finding of each severity and code: errors before warnings, of them the most frequent first."""
    counted = Counter((row.severity, row.code) for row in rows)
    firsts = {(row.severity, row.code): row for row in reversed(rows)}
    order = sorted(counted, key=lambda kind: (_SEVERITIES.index(kind[0]), -counted[kind], kind[1]))
    return [firsts[kind] for kind in order]


def _counts(page: Page, rows: list[FindingRow], columns: Sequence[Column[FindingRow]]) -> None:
    """How many of each severity and of the most frequent kinds, at how many accounts, and what they say."""
    desk, kinds = page.desk, _kinds(rows)
    severities = [severity for severity in _SEVERITIES if any(row.severity == severity for row in rows)]
    shown, rest = kinds[:_MOST_KINDS], kinds[_MOST_KINDS:]
    below = 1 + len(severities) + len(shown) + bool(rest) + 1
    data = DataSheet("findings", page.name, rows, columns, page.row + below + 1)
    page.headers([
        Cell(desk.say("col-severity"), "light"),
        Cell(desk.say("col-how-many"), "number"),
        Cell(desk.say("col-code")),
        Cell(desk.say("col-accounts"), "number"),
        Cell(desk.say("col-for-example")),
    ])  # fmt: skip
    for severity in severities:
        _severity(page, data, severity)
    for first in shown:
        _kind(page, data, first)
    if rest:
        page.line([Cell(desk.say("more-codes", count=str(len(rest))), look=page.quiet | {"bottom": 0})])


def _severity(page: Page, data: DataSheet[FindingRow], severity: str) -> None:
    found, word = data.count(severity_code=severity), page.desk.say(f"severity-{severity}")
    bold: dict[str, object] = {"bold": True}
    row = page.line([
        Cell(word, "light", look=bold), Cell(found.value, "number", look=bold), Cell(page.desk.say("all-codes"))
    ])  # fmt: skip
    page.note(row, 1, word, "number", found)


def _kind(page: Page, data: DataSheet[FindingRow], first: FindingRow) -> None:
    kind: dict[str, Any] = {"severity_code": first.severity, "code": first.code}
    found, accounts = data.count(**kind), data.count(**kind, first_of_code=1)
    word = page.desk.say(f"severity-{first.severity}")
    row = page.line([
        Cell(word, "light"),
        Cell(found.value, "number"),
        Cell(first.code),
        Cell(accounts.value or None, "number"),
        Cell(in_short(first.message), "wrapped", look=page.quiet),
    ])  # fmt: skip
    page.note(row, 1, f"{word} · {first.code}", "number", found)
    if accounts.value:
        page.note(row, 3, f"{word} · {first.code} · {page.desk.say('col-accounts').lower()}", "number", accounts)


def _place(row: FindingRow) -> Place | None:
    return Place.of(row.file, row.sheet, row.cell) if row.account_id else None
