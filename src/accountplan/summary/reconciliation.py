"""Reconciliation: every total beside the sum of its sources, with the difference."""

from __future__ import annotations

from accountplan.consolidate.rows import CheckRow
from accountplan.summary.desk import Desk
from accountplan.summary.lists import Column, ListSheet, write_list
from accountplan.summary.totals import group_name


def write_reconciliation(desk: Desk) -> None:
    """What does not agree first."""
    rows = sorted(desk.result.tables.reconciliation, key=lambda row: row.agrees)
    agrees, apart = desk.say("agrees"), desk.say("disagrees")
    columns: list[Column[CheckRow]] = [
        Column("verdict-check", 14, lambda row: agrees if row.agrees else apart, "light"),
        Column("dimension", 17, lambda row: desk.say(f"dimension-{row.dimension}")),
        Column("group", 28, lambda row: group_name(desk, row.dimension, row.group, row.group_name), "wrapped"),
        Column("point", 16, lambda row: desk.words.point(row.kpi) if row.kpi else desk.say("col-product-group")),
        Column("figure", 14, lambda row: desk.say(f"col-{row.figure}")),
        Column("unit", 9, lambda row: desk.unit(row.unit, row.currency)),
        Column("total", 16, lambda row: row.total, lambda row: row.unit),
        Column("sources", 16, lambda row: row.sources, lambda row: row.unit),
        Column("difference", 14, lambda row: row.difference, lambda row: row.unit),
        Column("against", 30, lambda row: desk.say(f"against-{row.against}"), "wrapped"),
    ]
    colours = {"verdict-check": {"green": agrees, "red": apart}}
    write_list(desk, ListSheet("reconciliation", columns, frozen=1, printed=10, colours=colours), rows)
