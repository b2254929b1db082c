"""Findings: what a person must look at, errors first, each with its cell."""

from __future__ import annotations

from accountplan.consolidate.rows import FindingRow
from accountplan.summary.desk import Desk
from accountplan.summary.lists import Column, ListSheet, write_list
from accountplan.summary.places import Place

_ORDER = {"error": 0, "warning": 1, "info": 2}


def write_findings(desk: Desk) -> None:
    rows = sorted(desk.result.tables.findings, key=lambda row: _ORDER[row.severity])
    columns: list[Column[FindingRow]] = [
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
    ]
    words = {"red": desk.say("severity-error"), "amber": desk.say("severity-warning")}
    spec = ListSheet("findings", columns, frozen=2, printed=6, link=_place, colours={"severity": words})
    write_list(desk, spec, rows)


def _place(row: FindingRow) -> Place | None:
    return Place.of(row.file, row.sheet, row.cell) if row.account_id else None
