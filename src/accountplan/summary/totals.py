"""Totals: the five points of the portfolio and of every manager, team and region, each currency apart."""

from __future__ import annotations

from xlsxwriter.utility import xl_rowcol_to_cell

from accountplan.consolidate.rows import CheckRow, TotalRow
from accountplan.layout.places import quoted
from accountplan.summary.desk import Desk
from accountplan.summary.figures import share
from accountplan.summary.lists import FIRST, Column, ListSheet, write_list
from accountplan.summary.sums import total_sum

FIGURES = ("plan", "actual", "forecast", "plan_year")


def write_totals(desk: Desk) -> None:
    """Every group, and what the reconciliation holds its figures against."""
    spec, rows = _spec(desk), desk.result.tables.totals
    write_list(desk, spec, rows, f"{desk.basis} {desk.say('help-totals')}")
    columns = {column.key: n for n, column in enumerate(spec.columns)}
    sheet = desk.say("sheet-totals")
    for at, row in enumerate(rows, start=FIRST):
        for figure in FIGURES:
            place = (at, columns[figure.replace("_", "-")])
            value = getattr(row, figure)
            desk.ledger.stands((*total_key(row), figure), sheet, place)
            desk.ledger.note(sheet, place, total_name(desk, row, figure), row.unit, value, total_sum(desk, row, figure))


def cell_of(desk: Desk, row: TotalRow, figure: str) -> str:
    """Where a figure of a total stands, as formulas of other sheets write it."""
    columns = {column.key: n for n, column in enumerate(_spec(desk).columns)}
    at = FIRST + desk.result.tables.totals.index(row)
    return f"{quoted(desk.say('sheet-totals'))}!{xl_rowcol_to_cell(at, columns[figure.replace('_', '-')], True, True)}"


def total_key(row: TotalRow | CheckRow) -> tuple[object, ...]:
    """By what the reconciliation knows a total, but for its figure."""
    return row.dimension, row.group, row.kpi, row.currency, row.converted


def check_key(check: CheckRow) -> tuple[object, ...]:
    """The total that a check is of."""
    return (*total_key(check), check.figure)


def total_name(desk: Desk, row: TotalRow, figure: str) -> str:
    """A figure of a total in words: `North · Revenue · actual · EUR`."""
    group = group_name(desk, row.dimension, row.group, row.group_name)
    named = desk.say(f"col-{figure.replace('_', '-')}").lower()
    parts = (group, desk.words.point(row.kpi), named, row.currency, desk.say("converted") if row.converted else "")
    return " · ".join(part for part in parts if part)


def group_name(desk: Desk, dimension: str, group: str | None, name: str | None) -> str:
    """What a group is called; the whole portfolio and accounts without a group have words of their own."""
    if dimension == "portfolio":
        return desk.say("group-portfolio")
    if dimension == "product-group":
        return desk.words.listed("product_groups", group)
    return desk.words.group(dimension, group, name) or desk.say("group-none")


def _spec(desk: Desk) -> ListSheet[TotalRow]:
    columns: list[Column[TotalRow]] = [
        Column("dimension", 17, lambda row: desk.say(f"dimension-{row.dimension}")),
        Column("group", 26, lambda row: group_name(desk, row.dimension, row.group, row.group_name), "wrapped"),
        Column("point", 14, lambda row: desk.words.point(row.kpi)),
        Column("unit", 18, lambda row: total_unit(desk, row)),
        Column("plan", 14, lambda row: row.plan, lambda row: row.unit),
        Column("actual", 14, lambda row: row.actual, lambda row: row.unit),
        Column("variance", 13, lambda row: row.variance, lambda row: f"{row.unit}-change"),
        Column("variance-share", 11, share, "percent-change"),
        Column("light", 11, lambda row: desk.light(row.light), "light"),
        Column("complete", 11, lambda row: complete(desk, row), "light"),
        Column("forecast", 14, lambda row: row.forecast, lambda row: row.unit),
        Column("plan-year", 14, lambda row: row.plan_year, lambda row: row.unit),
        Column("green", 9, lambda row: row.green, "number"),
        Column("amber", 9, lambda row: row.amber, "number"),
        Column("red", 9, lambda row: row.red, "number"),
        Column("none", 11, lambda row: row.none, "number"),
        Column("forecast-accounts", 12, lambda row: row.forecast_accounts, "number"),
    ]
    return ListSheet("totals", columns, frozen=3, printed=16, colours={"light": desk.light_words()})


def total_unit(desk: Desk, row: TotalRow) -> str:
    """What a total is measured in; a percentage belongs to the revenue of one currency."""
    unit = f"% {row.currency}" if row.unit == "percent" else desk.unit(row.unit, row.currency)
    return f"{unit} ({desk.say('converted')})" if row.converted else unit


def complete(desk: Desk, row: TotalRow) -> str:
    """How many of the accounts are in the total: 9 of 12."""
    return desk.say("of", some=str(row.accounts), all=str(row.of_accounts))
