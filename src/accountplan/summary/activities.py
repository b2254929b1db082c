"""Activities: the overdue ones first, then what is still to be done, per person and week; then what is done or off."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from datetime import date

from accountplan.consolidate.load import week_name
from accountplan.consolidate.plan import difference
from accountplan.consolidate.rows import ActivityRow, Number
from accountplan.consolidate.totals import exact_sum
from accountplan.summary.desk import Desk
from accountplan.summary.lists import Column, ListSheet, write_records
from accountplan.summary.places import Place
from accountplan.summary.strip import Part, write_strip
from accountplan.workbook.styles import LIGHTS

_TOP = 4
"""The row with the counts; below it a row of amounts per currency."""
_UNIT, _BUDGET, _SPENT, _LEFT = range(11, 15)
"""Columns of the list that have a total above them."""


def write_activities(desk: Desk) -> None:
    """How many there are and what they cost, then all of them."""
    rows = per_person(desk, desk.result.tables.activities)
    currencies = sorted({row.currency for row in rows if row.budget is not None or row.spent is not None})
    spec = _spec(desk, _TOP + 1 + max(1, len(currencies)))
    sheet = desk.sheet("activities", spec.width, desk.say("help-activities", as_of=desk.result.as_of))
    if rows:
        for n in range(max(1, len(currencies))):
            parts = [*(_counts(desk) if n == 0 else ())]
            parts += [*(_amounts(desk, currencies[n]) if currencies else ())]
            write_strip(desk, sheet, _TOP + n, parts, spec.width)
    write_records(desk, sheet, spec, rows)


def by_urgency(rows: Sequence[ActivityRow]) -> list[ActivityRow]:
    """Overdue, open, the rest; within each by deadline, those without one last."""
    return sorted(rows, key=lambda row: (not row.overdue, not row.open, row.deadline or date.max))


def per_person(desk: Desk, rows: Sequence[ActivityRow]) -> list[ActivityRow]:
    """Overdue, open, the rest; within each person by person in the order of their deadlines, those of nobody last."""

    def person(row: ActivityRow) -> tuple[bool, str]:
        name = owner_name(desk, row)
        return not name, name.casefold()

    return sorted(by_urgency(rows), key=lambda row: (not row.overdue, not row.open, person(row)))


def owner_name(desk: Desk, row: ActivityRow) -> str:
    """Who is to do it: by the portfolio's name for the person, else as the plan has it."""
    return desk.words.listed("people", row.owner) if row.owner else row.owner_name or ""


def days_late(row: ActivityRow, as_of: date) -> int | None:
    """How long ago an overdue activity should have been done."""
    return (as_of - row.deadline).days if row.overdue and row.deadline else None


# -- above the list ----------------------------------------------------------------------------------------------------
def _counts(desk: Desk) -> Iterator[Part]:
    rows, data = desk.result.tables.activities, desk.data["activities"]
    late = sum(row.overdue for row in rows)
    yield Part(0, 1, desk.say("activities-late"), late, data.count(overdue=1), "red" if late else "green")
    yield Part(2, 2, desk.say("activities-open"), sum(row.open for row in rows), data.count(open=1))
    yield Part(3, 5, desk.say("activities-closed"), sum(not row.open for row in rows), data.count(open=0))
    hours = exact_sum(row.hours for row in rows if row.open) or 0
    yield Part(6, 7, desk.say("activities-hours"), hours, data.sum("hours", open=1))


def _amounts(desk: Desk, currency: str) -> Iterator[Part]:
    """Budget, spent and left, above their columns. What was cancelled has no budget; what it has cost was spent."""
    rows = [row for row in desk.result.tables.activities if row.currency == currency]
    data = desk.data["activities"]
    wanted = [row for row in rows if row.meaning != "cancelled"]
    budget = data.sum("budget", currency_code=currency, cancelled=0)
    spent = data.sum("spent", currency_code=currency)
    planned, paid = exact_sum(row.budget for row in wanted) or 0, exact_sum(row.spent for row in rows) or 0
    left = difference(planned, paid) or 0
    yield Part(_UNIT, _UNIT, currency)
    for column, key, value, sources in (
        (_BUDGET, "budget", planned, budget),
        (_SPENT, "spent", paid, spent),
        (_LEFT, "left", left, budget + spent.times(-1)),
    ):
        what = f"{desk.say(f'col-{key}')} {currency}"
        yield Part(column, column, "#", value, sources, "red" if value < 0 else "", "money", what, "money")


def _left(row: ActivityRow) -> Number | None:
    return None if row.budget is None or row.meaning == "cancelled" else difference(row.budget, row.spent or 0)


# -- the list ----------------------------------------------------------------------------------------------------------
def _spec(desk: Desk, header: int) -> ListSheet[ActivityRow]:
    late = desk.say("late")
    columns: list[Column[ActivityRow]] = [
        Column("late", 10, lambda row: late if row.overdue else None, "light"),
        Column("days-late", 9, lambda row: days_late(row, desk.result.as_of), "number"),
        Column("owner", 20, lambda row: owner_name(desk, row), "wrapped"),
        Column("week", 11, lambda row: week_name(row.deadline) if row.deadline else None, "light"),
        Column("account", 10, lambda row: row.account_id),
        Column("name", 24, lambda row: desk.name_of(row.account_id), "wrapped"),
        Column("number", 8, lambda row: row.activity_no),
        Column("what", 40, lambda row: row.what, "wrapped"),
        Column("for-goal", 9, lambda row: row.goal_no),
        Column("deadline", 12, lambda row: row.deadline, "date"),
        Column("status", 13, lambda row: desk.words.choice("activities", "status", row.status)),
        Column("unit", 8, lambda row: row.currency),
        Column("budget", 11, lambda row: row.budget, "money"),
        Column("spent", 11, lambda row: row.spent, "money"),
        Column("left", 11, _left, "money"),
        Column("hours", 8, lambda row: row.hours, "number"),
        Column("start", 12, lambda row: row.start, "date"),
        Column("done-on", 12, lambda row: row.done_on, "date"),
        Column("manager", 20, lambda row: desk.manager_of(row.account_id)),
        Column("file", 44, lambda row: row.file),
        Column("sheet", 24, lambda row: row.sheet),
        Column("cell", 9, lambda row: row.cell),
    ]
    return ListSheet(
        "activities",
        columns,
        frozen=4,
        printed=16,
        link=lambda row: Place.of(row.file, row.sheet, row.cell),
        colours={"late": {colour: late for colour in LIGHTS if colour == "red"}},
        header=header,
    )
