"""The data sheets of the points: their figures in every quarter, and those of the product groups."""

from __future__ import annotations

from functools import partial
from typing import Any

from accountplan.consolidate.rows import EvaluationRow, RangeRow
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.data_sheets.columns import (
    PER_ACCOUNT,
    PER_QUARTER,
    account_columns,
    code,
    currency_code,
    data_sheet,
    file_columns,
    indexes,
    light_code,
    picked,
    product_group,
    product_group_index,
    technical,
    told,
    way,
)
from accountplan.summary.desk import Desk
from accountplan.summary.figures import share
from accountplan.summary.places import Place, compact
from accountplan.summary.selections import agreed_on


def evaluations(desk: Desk) -> DataSheet[EvaluationRow]:
    """Account × quarter × point."""
    rows, points = desk.result.tables.evaluations, list(desk.words.kpis)

    def unit(row: EvaluationRow) -> str:
        return row.unit

    def place(row: EvaluationRow) -> Place | None:
        return Place.of(row.file, row.sheet, row.cell_actual or row.cell_plan)

    def key(row: EvaluationRow) -> int:
        point = points.index(row.kpi) + 1 if row.kpi in points else 0
        return desk.index("account", row.account_id) * PER_ACCOUNT + _quarter_part(row) + point

    columns: list[Column[EvaluationRow]] = [
        Column("quarter", 9, lambda row: row.quarter),
        *account_columns(desk),
        Column("point", 14, lambda row: desk.words.point(row.kpi)),
        Column("unit", 8, lambda row: desk.unit(row.unit, row.currency)),
        Column("plan", 13, lambda row: row.plan, unit),
        Column("actual", 13, lambda row: row.actual, unit),
        Column("variance", 13, lambda row: row.variance, lambda row: f"{row.unit}-change"),
        Column("variance-share", 11, share, "share-change"),
        Column("plan-quarter", 13, lambda row: row.plan_quarter, unit),
        Column("actual-quarter", 13, lambda row: row.actual_quarter, unit),
        Column("forecast", 13, lambda row: row.forecast, unit),
        Column("plan-year", 13, lambda row: row.plan_year, unit),
        Column("light", 11, lambda row: desk.light(row.light), "light"),
        Column("override", 11, lambda row: desk.light(row.light_override) if row.light_override else None, "light"),
        Column("override-reason", 30, lambda row: row.light_reason),
        Column("correction", 46, lambda row: row.correction),
        *file_columns(),
        Column("cell-plan", 11, lambda row: compact(row.cell_plan)),
        Column("cell-actual", 11, lambda row: compact(row.cell_actual)),
        Column("cell-forecast", 11, lambda row: compact(row.cell_forecast)),
        Column("cell-plan-year", 11, lambda row: compact(row.cell_plan_year)),
        Column("cell-correction", 11, lambda row: compact(row.cell_correction)),
        way(desk, place),
        code("point-code", lambda row: row.kpi),
        currency_code(),
        light_code(),
        *_weighing(desk),
        technical("key", key),
        told("agreed", lambda row: agreed_on(desk, row)),
        picked(desk, "key-agreed", [row for row in rows if agreed_on(desk, row)], _quarter_part),
        *indexes(desk),
    ]
    return data_sheet(desk, "evaluations", rows, columns)


def _quarter_part(row: EvaluationRow) -> int:
    """By how much the keys of a quarter's points are further on."""
    return int(row.quarter[1:]) * PER_QUARTER


def _weighing(desk: Desk) -> list[Column[EvaluationRow]]:
    """What totals are added up from: whether a row counts in them, and percentages times what they are weighted by."""
    by_key = {(row.account_id, row.quarter, row.kpi): row for row in desk.result.tables.evaluations}

    def weight(row: EvaluationRow, figure: str) -> Any:
        other = by_key.get((row.account_id, row.quarter, desk.weight or ""))
        return getattr(other, figure) if row.unit == "percent" and other else None

    def weighted(row: EvaluationRow, figure: str) -> Any:
        value, by = getattr(row, figure), weight(row, figure)
        return None if value is None or by is None else value * by

    def has(row: EvaluationRow, *figures: str) -> int:
        own = all(getattr(row, figure) is not None for figure in figures)
        return int(own and (row.unit != "percent" or all(weight(row, figure) is not None for figure in figures)))

    def yearly(row: EvaluationRow) -> tuple[str, ...]:
        return ("forecast", "plan_year") if row.basis == "year-to-date" else ("forecast",)

    columns = [
        technical("complete", lambda row: has(row, "plan", "actual")),
        technical("foreseen", lambda row: has(row, *yearly(row))),
    ]
    for figure in ("plan", "actual", "forecast", "plan_year"):
        key = figure.replace("_", "-")
        columns.append(technical(f"weight-{key}", partial(weight, figure=figure)))
        columns.append(technical(f"weighted-{key}", partial(weighted, figure=figure)))
    return columns


def product_range(desk: Desk) -> DataSheet[RangeRow]:
    """Account × quarter × product group, where anything was filled in."""
    rows = [row for row in desk.result.tables.range if _filled(row)]
    columns: list[Column[RangeRow]] = [
        Column("quarter", 9, lambda row: row.quarter),
        *account_columns(desk),
        product_group(desk),
        Column("unit", 8, lambda row: row.currency),
        Column("plan", 13, lambda row: row.plan, "money"),
        Column("actual", 13, lambda row: row.actual, "money"),
        Column("verdict", 16, lambda row: desk.words.choice("range", "verdict", row.verdict), "light"),
        Column("note", 40, lambda row: row.note),
        *file_columns(),
        Column("cell-plan", 11, lambda row: compact(row.cell_plan)),
        Column("cell-actual", 11, lambda row: compact(row.cell_actual)),
        Column("cell-verdict", 11, lambda row: compact(row.cell_verdict)),
        currency_code(),
        product_group_index(desk),
        *indexes(desk),
    ]
    return data_sheet(desk, "range", rows, columns)


def _filled(row: RangeRow) -> bool:
    return row.plan is not None or row.actual is not None or row.verdict is not None
