"""The data sheets about planning: who has a goal in which area, and who has how much to do."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accountplan.consolidate.load import week_name
from accountplan.consolidate.rows import CoverageRow, LoadRow
from accountplan.summary.coverage import area_name
from accountplan.summary.data import Column
from accountplan.summary.desk import Desk
from accountplan.summary.people import person_numbers, week_code

Columns = Sequence[Column[Any]]


def coverage_columns(desk: Desk, account: Columns, indexes: Columns) -> list[Column[CoverageRow]]:
    """`account` says who it is, `indexes` the numbers that formulas compare."""
    return [
        *account,
        Column("area", 24, lambda row: area_name(desk, row.area)),
        Column("with-goal", 12, lambda row: desk.yes_no(row.covered), "light"),
        Column("area-code", 10, lambda row: row.area, technical=True),
        Column("with-goal-code", 10, lambda row: int(row.covered), "number", technical=True),
        *indexes,
    ]


def load_columns(desk: Desk) -> list[Column[LoadRow]]:
    """Hours per person and week, and the numbers that formulas compare in place of names and days."""
    numbers = person_numbers(desk)
    return [
        Column("owner", 24, lambda row: row.person_name),
        Column("week", 11, lambda row: week_name(row.week) if row.week else None),
        Column("monday", 12, lambda row: row.week, "date"),
        Column("hours", 9, lambda row: row.hours, "decimal"),
        Column("activities", 11, lambda row: row.activities, "number"),
        Column("without-hours", 12, lambda row: row.unknown, "number"),
        Column("capacity", 11, lambda row: row.capacity, "number"),
        Column("overload", 11, lambda row: None if row.overload is None else desk.yes_no(row.overload), "light"),
        Column("person-index", 10, lambda row: numbers[row.person, row.person_name], "number", technical=True),
        Column("week-code", 10, lambda row: week_code(row.week), "number", technical=True),
    ]
