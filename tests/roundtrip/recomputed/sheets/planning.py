"""Planning: the hours of open activities per person and week, and of each activity on its own."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date, timedelta
from fractions import Fraction
from typing import Any

from tests.roundtrip.recomputed.facts import AS_OF, Facts
from tests.roundtrip.recomputed.sheet import Claimed, Line
from tests.roundtrip.recomputed.work import Activity, activities

WEEK = timedelta(days=7)
HOURS = 1e-8
"""Sums of parts of an hour are shown as the tables have them, to nine decimals."""


def monday(day: date) -> date:
    """Of the first week from this day on that has a working day left."""
    day += timedelta(days=2) if day.weekday() >= 5 else timedelta()
    return day - timedelta(days=day.weekday())


def weeks_of(activity: Activity) -> list[date]:
    """The Mondays of the weeks that its hours are spread over: from its start, or from now, to its deadline."""
    if activity.deadline is None:
        return []
    now, last = monday(AS_OF), activity.deadline - timedelta(days=activity.deadline.weekday())
    start = monday(activity.start) if activity.start else now
    first = max(now, min(start, last))
    return [first + n * WEEK for n in range((last - first).days // 7 + 1)] if last >= first else [first]


def spread(found: list[Activity]) -> dict[date, Fraction]:
    """The hours of these activities per week."""
    hours: dict[date, Fraction] = {}
    for activity in found:
        weeks = weeks_of(activity)
        for week in weeks:
            hours[week] = hours.get(week, Fraction()) + Fraction(repr(activity.hours or 0)) / len(weeks)
    return hours


def planning(sheet: Claimed, facts: Facts) -> None:
    people = {row[1]: (row[0], row[4]) for row in facts.portfolio["Medewerkers"] if row[2] and "@" in str(row[2])}
    still_open = [activity for activity in activities(facts) if activity.open]
    table = sheet.table("Actiehouder")
    weeks = _weeks(table.columns)

    def expected(line: Line) -> dict[str, Any]:
        name = line["Actiehouder"]
        key, capacity = people.get(name, (None, None))
        own = [a for a in still_open if name == "Samen" or a.owner == key]
        hours = spread(own)
        last = max(weeks.values())
        total = sum(a.hours or 0 for a in own)
        shown = [hours[week] for week in weeks.values() if week in hours]
        over = sum(1 for value in shown if capacity is not None and value > capacity)
        found: dict[str, Any] = {heading: _number(hours.get(week)) for heading, week in weeks.items()}
        found["Daarna"] = _number(sum((v for week, v in hours.items() if week > last), Fraction())) or None
        found["Geen deadline"] = sum(a.hours or 0 for a in own if a.deadline is None) or (
            0 if name == "Samen" else None
        )
        found |= {"Uren per week": capacity, "Totaal": total, "Weken te vol": over if name != "Samen" else None}
        return found

    count = _each(table, expected)
    assert count == len(people) + 1
    _timeline(sheet, facts, people, still_open, weeks)


def _weeks(columns: dict[str, int]) -> dict[str, date]:
    """The headings of weeks, such as W26 with its Monday below it, and those Mondays."""
    return {
        heading: date.fromisocalendar(AS_OF.year, int(heading.split("\n")[0][1:]), 1)
        for heading in columns
        if heading.startswith("W") and heading[1:3].isdigit()
    }


def _each(table: Any, expected: Callable[[Line], dict[str, Any]]) -> int:
    """As `Table.each`, with sums of parts of hours within what is shown of them."""
    count = 0
    for line in table:
        for heading, value in expected(line).items():
            line.on.expect(line.row, line.columns[heading], value, HOURS)
        count += 1
    return count


def _number(value: Fraction | None) -> float | None:
    return None if value is None else float(value)


def _timeline(
    sheet: Claimed, facts: Facts, people: dict[str, Any], still_open: list[Activity], weeks: dict[str, date]
) -> None:
    """A row per activity below the person who is to do it: its hours in every week that is shown."""
    columns = sheet.table("Actiehouder").columns
    names = {key: name for name, (key, _) in people.items()}
    what = {facts.text(a.account, f"{a.row}.act.what"): a for a in still_open}
    shown = 0
    for row in range(sheet.find("Activiteit") + 1, sheet.sheet.max_row + 1):
        title = sheet.value(row, 1)
        activity = what.get(str(title))
        if activity is not None:
            hours = spread([activity])
            for heading, week in weeks.items():
                sheet.expect(row, columns[heading], _number(hours.get(week)), HOURS)
            shown += 1
        elif title in people:
            own = [a for a in still_open if names.get(a.owner) == title]
            late = sum(a.overdue for a in own)
            counts = f"{len(own)} open, waarvan {late} te laat" if late else f"{len(own)} open"
            total = sum(a.hours or 0 for a in own)
            assert f"{counts}, {total:g} uur" in [cell.value for cell in sheet.sheet[row]]
    assert shown == len(still_open)
