"""The data sheets about change: the quarter beside the one before, and where to correct."""

from __future__ import annotations

from accountplan.consolidate.rows import ChangeRow, CorrectionRow
from accountplan.summary.corrections import kind_of, since, subject
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.data_sheets.columns import (
    account_columns,
    code,
    currency_code,
    data_sheet,
    file_columns,
    indexes,
    light_code,
    numbered,
    technical,
    way,
)
from accountplan.summary.desk import Desk
from accountplan.summary.places import Place, compact


def changes(desk: Desk) -> DataSheet[ChangeRow]:
    """Account × point: then and now."""
    rows = desk.result.tables.changes

    def unit(row: ChangeRow) -> str:
        return row.unit

    def place(row: ChangeRow) -> Place | None:
        return Place.of(row.file, row.sheet, row.cell_actual or row.cell_actual_then)

    columns: list[Column[ChangeRow]] = [
        Column("quarter", 9, lambda row: row.quarter),
        *account_columns(desk),
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
        *file_columns(),
        Column("cell-plan-then", 11, lambda row: compact(row.cell_plan_then)),
        Column("cell-actual-then", 11, lambda row: compact(row.cell_actual_then)),
        Column("cell-correction-then", 11, lambda row: compact(row.cell_correction_then)),
        Column("cell-plan", 11, lambda row: compact(row.cell_plan)),
        Column("cell-actual", 11, lambda row: compact(row.cell_actual)),
        way(desk, place),
        code("point-code", lambda row: row.kpi),
        code("light-then-code", lambda row: row.light_then),
        light_code(),
        code("direction-code", lambda row: row.direction),
        code("outcome-code", lambda row: row.outcome),
        technical("carried", lambda row: int(row.carried_over)),
        numbered(desk, rows),
        *indexes(desk),
    ]
    return data_sheet(desk, "changes", rows, columns)


def corrections(desk: Desk) -> DataSheet[CorrectionRow]:
    """Points and goals by what their shortfall costs."""
    rows = desk.result.tables.corrections
    columns: list[Column[CorrectionRow]] = [
        Column("rank", 8, lambda row: row.rank, "number"),
        *account_columns(desk),
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
        *file_columns(),
        Column("cell", 9, lambda row: compact(row.cell)),
        way(desk, lambda row: Place.of(row.file, row.sheet, row.cell)),
        code("what-code", lambda row: row.what),
        code("point-code", lambda row: row.code if row.what == "point" else ""),
        currency_code(),
        light_code(),
        technical("carried", lambda row: int(row.carried_over)),
        technical("missing", lambda row: int(row.correction_missing)),
        numbered(desk, rows),
        *indexes(desk),
    ]
    return data_sheet(desk, "corrections", rows, columns)
