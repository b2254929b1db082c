"""Activities: the overdue ones first, then what is still to be done, then what is done or off."""

from __future__ import annotations

from datetime import date

from accountplan.consolidate.rows import ActivityRow
from accountplan.summary.desk import Desk
from accountplan.summary.lists import Column, ListSheet, write_list
from accountplan.summary.places import Place
from accountplan.workbook.styles import LIGHTS


def write_activities(desk: Desk) -> None:
    help_text = desk.say("help-activities", as_of=desk.result.as_of)
    write_list(desk, _spec(desk), by_urgency(desk.result.tables.activities), help_text)


def by_urgency(rows: tuple[ActivityRow, ...]) -> list[ActivityRow]:
    """Overdue, open, the rest; within each by deadline, those without one last."""
    return sorted(rows, key=lambda row: (not row.overdue, not row.open, row.deadline or date.max))


def days_late(row: ActivityRow, as_of: date) -> int | None:
    """How long ago an overdue activity should have been done."""
    return (as_of - row.deadline).days if row.overdue and row.deadline else None


def _spec(desk: Desk) -> ListSheet[ActivityRow]:
    late = desk.say("late")
    columns: list[Column[ActivityRow]] = [
        Column("late", 9, lambda row: late if row.overdue else None, "light"),
        Column("days-late", 9, lambda row: days_late(row, desk.result.as_of), "number"),
        Column("account", 10, lambda row: row.account_id),
        Column("name", 26, lambda row: desk.name_of(row.account_id), "wrapped"),
        Column("number", 8, lambda row: row.activity_no),
        Column("what", 42, lambda row: row.what, "wrapped"),
        Column("for-goal", 9, lambda row: row.goal_no),
        Column("owner", 20, lambda row: row.owner_name, "wrapped"),
        Column("deadline", 12, lambda row: row.deadline, "date"),
        Column("status", 14, lambda row: desk.words.choice("activities", "status", row.status)),
        Column("unit", 8, lambda row: row.currency),
        Column("budget", 11, lambda row: row.budget, "money"),
        Column("spent", 11, lambda row: row.spent, "money"),
        Column("hours", 8, lambda row: row.hours, "number"),
        Column("start", 12, lambda row: row.start, "date"),
        Column("manager", 20, lambda row: desk.manager_of(row.account_id)),
        Column("file", 44, lambda row: row.file),
        Column("sheet", 24, lambda row: row.sheet),
        Column("cell", 9, lambda row: row.cell),
    ]
    return ListSheet(
        "activities",
        columns,
        frozen=4,
        printed=14,
        link=lambda row: Place.of(row.file, row.sheet, row.cell),
        colours={"late": {colour: late for colour in LIGHTS if colour == "red"}},
    )
