"""The data sheets about change: the quarter beside the one before, and where to correct."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accountplan.consolidate.rows import ChangeRow, CorrectionRow
from accountplan.summary.corrections import kind_of, since, subject
from accountplan.summary.data import Column
from accountplan.summary.desk import Desk
from accountplan.summary.places import Place, compact

Columns = Sequence[Column[Any]]


def change_columns(desk: Desk, account: Columns, indexes: Columns) -> list[Column[ChangeRow]]:
    """`account` says who it is, `indexes` the numbers that formulas compare."""

    def unit(row: ChangeRow) -> str:
        return row.unit

    def place(row: ChangeRow) -> Place | None:
        return Place.of(row.file, row.sheet, row.cell_actual or row.cell_actual_then)

    return [
        Column("quarter", 9, lambda row: row.quarter),
        *account,
        Column("point", 14, lambda row: desk.words.point(row.kpi)),
        Column("unit", 8, lambda row: desk.unit(row.unit, row.currency)),
        Column("quarter-then", 10, lambda row: f"{row.year_then}-{row.quarter_then}"),
        Column("plan-then", 13, lambda row: row.plan_then, unit),
        Column("actual-then", 13, lambda row: row.actual_then, unit),
        Column("achievement-then", 13, lambda row: row.achievement_then, "percent"),
        Column("light-then", 11, lambda row: desk.light(row.light_then), "light"),
        Column("plan", 13, lambda row: row.plan, unit),
        Column("actual", 13, lambda row: row.actual, unit),
        Column("achievement", 13, lambda row: row.achievement, "percent"),
        Column("light-now", 11, lambda row: desk.light(row.light), "light"),
        Column("direction", 12, lambda row: desk.say(f"direction-{row.direction}"), "light"),
        Column("change", 12, lambda row: row.change, "percent-change"),
        Column("correction-then", 46, lambda row: row.correction_then),
        Column("agreed-in", 11, lambda row: row.agreed_in, "light"),
        Column("outcome", 18, lambda row: None if row.outcome == "none" else desk.say(f"outcome-{row.outcome}")),
        Column("carried-over", 12, lambda row: desk.yes_no(row.carried_over), "light"),
        Column("correction-now", 46, lambda row: row.correction),
        Column("plan-reported", 13, lambda row: row.plan_reported, unit),
        Column("actual-reported", 13, lambda row: row.actual_reported, unit),
        Column("plan-restated", 13, lambda row: row.plan_restated, unit),
        Column("actual-restated", 13, lambda row: row.actual_restated, unit),
        Column("file", 40, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell-plan-then", 11, lambda row: compact(row.cell_plan_then)),
        Column("cell-actual-then", 11, lambda row: compact(row.cell_actual_then)),
        Column("cell-correction-then", 11, lambda row: compact(row.cell_correction_then)),
        Column("cell-plan", 11, lambda row: compact(row.cell_plan)),
        Column("cell-actual", 11, lambda row: compact(row.cell_actual)),
        Column("way", 12, lambda row: desk.target(place(row)), technical=True),
        Column("point-code", 10, lambda row: row.kpi, technical=True),
        Column("light-then-code", 10, lambda row: row.light_then, technical=True),
        Column("light-code", 10, lambda row: row.light, technical=True),
        Column("direction-code", 10, lambda row: row.direction, technical=True),
        Column("outcome-code", 10, lambda row: row.outcome, technical=True),
        Column("carried", 10, lambda row: int(row.carried_over), "number", technical=True),
        *indexes,
    ]


def correction_columns(desk: Desk, account: Columns, indexes: Columns) -> list[Column[CorrectionRow]]:
    return [
        Column("rank", 8, lambda row: row.rank, "number"),
        *account,
        Column("correct-kind", 12, lambda row: desk.say(f"correct-{row.what}")),
        Column("subject", 14, lambda row: subject(desk, row)),
        Column("goal", 46, lambda row: row.text),
        Column("light", 11, lambda row: desk.light(row.light), "light"),
        Column("since", 10, since, "light"),
        Column("plan-expected", 13, lambda row: row.plan, kind_of),
        Column("actual", 13, lambda row: row.actual, kind_of),
        Column("shortfall", 13, lambda row: row.size, kind_of),
        Column("shortfall-share", 11, lambda row: row.share, "percent"),
        Column("cost", 13, lambda row: row.cost, "money"),
        Column("unit", 8, lambda row: row.currency),
        Column("cost-converted", 13, lambda row: row.cost_converted, "money"),
        Column("converted-into", 8, lambda row: row.converted_into),
        Column("correction-now", 46, lambda row: row.correction),
        Column("correction-then", 46, lambda row: row.correction_then),
        Column("agreed-in", 11, lambda row: row.agreed_in, "light"),
        Column("carried-over", 12, lambda row: desk.yes_no(row.carried_over), "light"),
        Column("correction-missing", 12, lambda row: desk.yes_no(row.correction_missing), "light"),
        Column("open-activities", 11, lambda row: row.open_activities, "number"),
        Column("overdue-activities", 11, lambda row: row.overdue_activities, "number"),
        Column("file", 40, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell", 9, lambda row: compact(row.cell)),
        Column("way", 12, lambda row: desk.target(Place.of(row.file, row.sheet, row.cell)), technical=True),
        Column("what-code", 10, lambda row: row.what, technical=True),
        Column("point-code", 10, lambda row: row.code if row.what == "point" else "", technical=True),
        Column("currency-code", 10, lambda row: row.currency, technical=True),
        Column("light-code", 10, lambda row: row.light, technical=True),
        Column("carried", 10, lambda row: int(row.carried_over), "number", technical=True),
        Column("missing", 10, lambda row: int(row.correction_missing), "number", technical=True),
        *indexes,
    ]
