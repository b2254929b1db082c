"""Product groups: what all accounts together bought of each in the quarter asked."""

from __future__ import annotations

from accountplan.consolidate.rows import RangeTotalRow
from accountplan.summary.desk import Desk
from accountplan.summary.figures import fraction
from accountplan.summary.lists import FIRST, Column, ListSheet, write_list


def write_range_totals(desk: Desk) -> None:
    """Every product group over all accounts, per currency."""
    columns: list[Column[RangeTotalRow]] = [
        Column("product-group", 34, lambda row: desk.words.listed("product_groups", row.product_group), "wrapped"),
        Column("unit", 9, lambda row: row.currency),
        Column("plan", 15, lambda row: row.plan, "money"),
        Column("actual", 15, lambda row: row.actual, "money"),
        Column("variance", 15, lambda row: row.variance, "money-change"),
        Column("variance-share", 11, lambda row: fraction(row.variance, row.plan),
               "percent-change"),
        Column("complete", 13, lambda row: row.accounts, "number"),
        Column("planned-accounts", 13, lambda row: row.planned_accounts, "number"),
        Column("met", 13, lambda row: row.met, "number"),
        Column("missed", 13, lambda row: row.missed, "number"),
        Column("other", 13, lambda row: row.other, "number"),
    ]  # fmt: skip
    rows = desk.result.tables.range_totals
    spec = ListSheet("range-totals", columns, frozen=1, printed=11)
    write_list(desk, spec, rows, f"{desk.basis} {desk.say('help-range-totals')}")
    sheet = desk.say("sheet-range-totals")
    for at, row in enumerate(rows, start=FIRST):
        for column, figure in enumerate(("plan", "actual"), start=2):
            name = ("product-group", row.product_group, None, row.currency, False, figure)
            desk.ledger.stands(name, sheet, (at, column))
