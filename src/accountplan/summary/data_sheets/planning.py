"""The data sheets of what is to be done: goals, goal areas, activities, and who has how much to do."""

from __future__ import annotations

from accountplan.consolidate.load import week_name
from accountplan.consolidate.rows import ActivityRow, CoverageRow, GoalRow, LoadRow
from accountplan.summary.activities import by_urgency, owner_name
from accountplan.summary.coverage import area_name
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.data_sheets.columns import (
    account_columns,
    code,
    currency_code,
    data_sheet,
    indexes,
    light_code,
    numbered,
    per_account,
    picked,
    source_columns,
    technical,
)
from accountplan.summary.desk import Desk
from accountplan.summary.goals import goal_kind, goal_unit
from accountplan.summary.people import person_numbers, week_code
from accountplan.summary.selections import open_goals


def goals(desk: Desk) -> DataSheet[GoalRow]:
    """Every goal, with where it stands."""
    rows = desk.result.tables.goals

    def choice(role: str, code: str | None) -> str:
        return desk.words.choice("goals", role, code)

    columns: list[Column[GoalRow]] = [
        *account_columns(desk),
        Column("number", 8, lambda row: row.goal_no),
        Column("goal", 46, lambda row: row.goal),
        Column("area", 18, lambda row: choice("area", row.area)),
        Column("kind", 14, lambda row: choice("kind", row.kind)),
        Column("level", 14, lambda row: choice("level", row.level)),
        Column("product-group", 24, lambda row: desk.words.listed("product_groups", row.product_group)),
        Column("unit", 9, lambda row: goal_unit(desk, row)),
        Column("baseline", 11, lambda row: row.baseline, goal_kind),
        Column("target", 12, lambda row: row.target, goal_kind),
        Column("current", 11, lambda row: row.current, goal_kind),
        Column("current-quarter", 10, lambda row: row.current_quarter, "light"),
        Column("progress", 10, lambda row: row.progress, "share"),
        Column("expected", 11, lambda row: row.expected, goal_kind),
        Column("expected-progress", 10, lambda row: row.expected_progress, "share"),
        Column("light", 11, lambda row: desk.light(row.light), "light"),
        Column("start", 12, lambda row: row.start, "date"),
        Column("end", 12, lambda row: row.end, "date"),
        Column("smart", 9, lambda row: row.smart_score, "number"),
        Column("activities", 11, lambda row: row.activities, "number"),
        *source_columns(desk),
        light_code(),
        code("area-code", lambda row: row.area),
        numbered(desk, rows),
        picked(desk, "key-open", open_goals(rows, desk.result.as_of)),
        *indexes(desk),
    ]
    return data_sheet(desk, "goals", rows, columns)


def activities(desk: Desk) -> DataSheet[ActivityRow]:
    """Every activity, the overdue ones first."""
    rows = per_account(desk, by_urgency(desk.result.tables.activities))
    columns: list[Column[ActivityRow]] = [
        *account_columns(desk),
        Column("number", 8, lambda row: row.activity_no),
        Column("what", 42, lambda row: row.what),
        Column("for-goal", 9, lambda row: row.goal_no),
        Column("owner", 20, lambda row: owner_name(desk, row)),
        Column("start", 12, lambda row: row.start, "date"),
        Column("deadline", 12, lambda row: row.deadline, "date"),
        Column("week", 11, lambda row: week_name(row.deadline) if row.deadline else None),
        Column("status", 14, lambda row: desk.words.choice("activities", "status", row.status)),
        Column("late", 9, lambda row: desk.say("late") if row.overdue else None, "light"),
        Column("done-on", 12, lambda row: row.done_on, "date"),
        Column("unit", 8, lambda row: row.currency),
        Column("budget", 11, lambda row: row.budget, "money"),
        Column("spent", 11, lambda row: row.spent, "money"),
        Column("hours", 8, lambda row: row.hours, "number"),
        *source_columns(desk),
        technical("open", lambda row: int(row.open)),
        technical("overdue", lambda row: int(row.overdue)),
        technical("cancelled", lambda row: int(row.meaning == "cancelled")),
        currency_code(),
        numbered(desk, rows),
        picked(desk, "key-open", [row for row in rows if row.open]),
        picked(desk, "key-overdue", [row for row in rows if row.overdue]),
        *indexes(desk),
    ]
    return data_sheet(desk, "activities", rows, columns)


def coverage(desk: Desk) -> DataSheet[CoverageRow]:
    """Account × goal area that the template wants covered."""
    columns: list[Column[CoverageRow]] = [
        *account_columns(desk),
        Column("area", 24, lambda row: area_name(desk, row.area)),
        Column("with-goal", 12, lambda row: desk.yes_no(row.covered), "light"),
        code("area-code", lambda row: row.area),
        technical("with-goal-code", lambda row: int(row.covered)),
        *indexes(desk),
    ]
    return data_sheet(desk, "coverage", desk.result.tables.coverage, columns)


def load(desk: Desk) -> DataSheet[LoadRow]:
    """Hours per person and week, and the numbers that formulas compare in place of names and days."""
    numbers = person_numbers(desk)
    columns: list[Column[LoadRow]] = [
        Column("owner", 24, lambda row: row.person_name),
        Column("week", 11, lambda row: week_name(row.week) if row.week else None),
        Column("monday", 12, lambda row: row.week, "date"),
        Column("hours", 9, lambda row: row.hours, "decimal"),
        Column("activities", 11, lambda row: row.activities, "number"),
        Column("without-hours", 12, lambda row: row.unknown, "number"),
        Column("capacity", 11, lambda row: row.capacity, "number"),
        Column("overload", 11, lambda row: None if row.overload is None else desk.yes_no(row.overload), "light"),
        technical("person-index", lambda row: numbers[row.person, row.person_name]),
        technical("week-code", lambda row: week_code(row.week)),
    ]
    return data_sheet(desk, "load", desk.result.tables.load, columns)
