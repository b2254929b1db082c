"""Product range: what every account bought per product group in the quarter asked, and the totals per group."""

from __future__ import annotations

from accountplan.consolidate.plan import difference
from accountplan.consolidate.rows import RangeRow, RangeTotalRow
from accountplan.summary.desk import Desk, Place, compact
from accountplan.summary.evaluations import fraction
from accountplan.summary.lists import Column, ListSheet, write_list


def write_range(desk: Desk) -> None:
    """The product groups of the quarter asked in which anything was filled in."""
    quarter = desk.result.quarter.name
    rows = [row for row in desk.result.tables.range if row.quarter == quarter and _filled(row)]
    write_list(desk, _spec(desk), rows, f"{desk.basis} {desk.say('help-range')}")


def _filled(row: RangeRow) -> bool:
    return row.plan is not None or row.actual is not None or row.verdict is not None


def _spec(desk: Desk) -> ListSheet[RangeRow]:
    columns: list[Column[RangeRow]] = [
        Column("account", 10, lambda row: row.account_id),
        Column("name", 30, lambda row: desk.name_of(row.account_id), "wrapped"),
        Column("manager", 20, lambda row: desk.manager_of(row.account_id), "wrapped"),
        Column("product-group", 26, lambda row: desk.words.listed("product_groups", row.product_group), "wrapped"),
        Column("unit", 8, lambda row: row.currency),
        Column("plan", 13, lambda row: row.plan, "money"),
        Column("actual", 13, lambda row: row.actual, "money"),
        Column("variance", 13, lambda row: difference(row.actual, row.plan), "money-change"),
        Column("verdict", 16, lambda row: desk.words.choice("range", "verdict", row.verdict), "light"),
        Column("note", 40, lambda row: row.note, "wrapped"),
        Column("file", 44, lambda row: row.file),
        Column("sheet", 20, lambda row: row.sheet),
        Column("cell-plan", 10, lambda row: compact(row.cell_plan)),
        Column("cell-actual", 11, lambda row: compact(row.cell_actual)),
        Column("cell-verdict", 10, lambda row: compact(row.cell_verdict)),
    ]
    return ListSheet(
        "range", columns, frozen=2, printed=10, link=lambda row: Place.of(row.file, row.sheet, row.cell_verdict)
    )


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
    write_list(
        desk,
        ListSheet("range-totals", columns, frozen=1, printed=11),
        desk.result.tables.range_totals,
        f"{desk.basis} {desk.say('help-range-totals')}",
    )
