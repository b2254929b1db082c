"""Goals: what every account wants to reach, and where it stands."""

from __future__ import annotations

from accountplan.consolidate.rows import GoalRow
from accountplan.summary.desk import Desk
from accountplan.summary.lists import Column, ListSheet, write_list
from accountplan.summary.places import Place, compact


def write_goals(desk: Desk) -> None:
    write_list(desk, _spec(desk), desk.result.tables.goals)


def _spec(desk: Desk) -> ListSheet[GoalRow]:
    def choice(role: str, code: str | None) -> str:
        return desk.words.choice("goals", role, code)

    columns: list[Column[GoalRow]] = [
        Column("account", 10, lambda row: row.account_id),
        Column("name", 26, lambda row: desk.name_of(row.account_id), "wrapped"),
        Column("number", 8, lambda row: row.goal_no),
        Column("goal", 46, lambda row: row.goal, "wrapped"),
        Column("area", 16, lambda row: choice("area", row.area), "wrapped"),
        Column("unit", 10, lambda row: choice("unit", row.unit)),
        Column("baseline", 11, lambda row: row.baseline, "number"),
        Column("target", 12, lambda row: row.target, "number"),
        Column("current", 11, lambda row: row.current, "number"),
        Column("current-quarter", 10, lambda row: row.current_quarter, "light"),
        Column("end", 12, lambda row: row.end, "date"),
        Column("smart", 9, lambda row: row.smart_score, "number"),
        Column("activities", 11, lambda row: row.activities, "number"),
        Column("kind", 14, lambda row: choice("kind", row.kind)),
        Column("level", 14, lambda row: choice("level", row.level)),
        Column("product-group", 24, lambda row: desk.words.listed("product_groups", row.product_group)),
        Column("start", 12, lambda row: row.start, "date"),
        Column("manager", 20, lambda row: desk.manager_of(row.account_id)),
        Column("file", 44, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell", 9, lambda row: row.cell),
        Column("cell-current", 10, lambda row: compact(row.cell_current)),
    ]
    return ListSheet("goals", columns, frozen=4, printed=13, link=lambda row: Place.of(row.file, row.sheet, row.cell))
