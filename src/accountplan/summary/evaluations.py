"""Evaluation: every account, quarter and point, with the cells of the plan that each figure stands in."""

from __future__ import annotations

from accountplan.consolidate.rows import EvaluationRow
from accountplan.summary.desk import Desk
from accountplan.summary.figures import share
from accountplan.summary.lists import Column, ListSheet, write_list
from accountplan.summary.places import Place, compact


def write_evaluations(desk: Desk) -> None:
    """The quarter asked first, earlier quarters below it; within a quarter in the order of the portfolio."""
    rows = sorted(desk.result.tables.evaluations, key=lambda row: row.quarter, reverse=True)
    write_list(desk, _spec(desk), rows, f"{desk.basis} {desk.say('help-evaluations')}")


def _spec(desk: Desk) -> ListSheet[EvaluationRow]:
    columns: list[Column[EvaluationRow]] = [
        Column("quarter", 9, lambda row: row.quarter),
        Column("account", 10, lambda row: row.account_id),
        Column("name", 28, lambda row: desk.name_of(row.account_id), "wrapped"),
        Column("point", 13, lambda row: desk.words.point(row.kpi)),
        Column("unit", 8, lambda row: desk.unit(row.unit, row.currency)),
        Column("plan", 12, lambda row: row.plan, lambda row: row.unit),
        Column("actual", 13, lambda row: row.actual, lambda row: row.unit),
        Column("variance", 12, lambda row: row.variance, lambda row: f"{row.unit}-change"),
        Column("variance-share", 11, share, "percent-change"),
        Column("light", 11, lambda row: desk.light(row.light), "light"),
        Column("override", 11, lambda row: desk.light(row.light_override) if row.light_override else None, "light"),
        Column("forecast", 12, lambda row: row.forecast, lambda row: row.unit),
        Column("correction", 46, lambda row: row.correction, "wrapped"),
        Column("override-reason", 30, lambda row: row.light_reason, "wrapped"),
        Column("plan-year", 12, lambda row: row.plan_year, lambda row: row.unit),
        Column("manager", 20, lambda row: desk.manager_of(row.account_id)),
        Column("team", 22, lambda row: desk.team_of(row.account_id)),
        Column("region", 18, lambda row: desk.region_of(row.account_id)),
        Column("file", 44, lambda row: row.file),
        Column("sheet", 20, lambda row: row.sheet),
        Column("cell-plan", 11, lambda row: compact(row.cell_plan)),
        Column("cell-actual", 13, lambda row: compact(row.cell_actual)),
        Column("cell-forecast", 11, lambda row: compact(row.cell_forecast)),
        Column("cell-plan-year", 11, lambda row: compact(row.cell_plan_year)),
        Column("cell-correction", 11, lambda row: compact(row.cell_correction)),
    ]
    words = desk.light_words()
    return ListSheet(
        "evaluations", columns, frozen=4, printed=13, link=_place, colours={"light": words, "override": words}
    )


def _place(row: EvaluationRow) -> Place | None:
    return Place.of(row.file, row.sheet, row.cell_actual or row.cell_plan)
