"""The people of a round with what they have to do, week by week."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

from accountplan.consolidate.load import Person, first_week
from accountplan.consolidate.rows import LoadRow, Number
from accountplan.summary.desk import Desk

WEEKS = 13
"""A quarter ahead."""
NEAR = 0.8
"""From this part of a person's hours on, a week is nearly full."""


@dataclass(frozen=True)
class Worker:
    """One person. `number` is that in the data sheet; `load` by Monday, None for what has no deadline."""

    number: int
    key: str | None
    name: str
    team: str
    capacity: Number | None
    load: Mapping[date | None, LoadRow]

    def part(self, row: LoadRow) -> float | None:
        """The hours of a week as a part of those that there are; None where either is unknown."""
        if row.hours is None or self.capacity is None:
            return None
        return row.hours / self.capacity if self.capacity else float("inf") if row.hours else 0.0

    def too_full(self, weeks: Sequence[date]) -> int:
        """In how many of these weeks there is more to do than there are hours."""
        return sum(bool(self.load[week].overload) for week in weeks if week in self.load)


def weeks_ahead(as_of: date) -> list[date]:
    """The Mondays of the weeks ahead, this one first."""
    return [first_week(as_of) + timedelta(days=7 * n) for n in range(WEEKS)]


def week_code(week: date | None) -> int:
    """A week as a number for formulas: 202714; 0 for none."""
    if week is None:
        return 0
    year, number, _ = week.isocalendar()
    return year * 100 + number


def person_numbers(desk: Desk) -> dict[Person, int]:
    """The number of everybody who has something to do, from 1, then of those who have hours and nothing to do."""
    who = [(row.person, row.person_name) for row in desk.result.tables.load]
    portfolio = desk.result.round.portfolio
    who += [(person.key, person.name) for person in portfolio.people if person.capacity] if portfolio else []
    return {person: n for n, person in enumerate(dict.fromkeys(who), start=1)}


def workers(desk: Desk) -> list[Worker]:
    """Everybody with something to do, or with hours; whose weeks ahead are fullest first, what is nobody's last."""
    portfolio = desk.result.round.portfolio
    rows: dict[Person, dict[date | None, LoadRow]] = {}
    for row in desk.result.tables.load:
        rows.setdefault((row.person, row.person_name), {})[row.week] = row
    found = []
    for (key, name), number in person_numbers(desk).items():
        person = portfolio.person(key) if portfolio else None
        team = desk.words.listed("teams", person.team) if person else ""
        shown = name or key or desk.say("nobody-named")
        capacity = person.capacity if person else None
        found.append(Worker(number, key or name, shown, team, capacity, rows.get((key, name), {})))
    weeks = weeks_ahead(desk.result.as_of)

    def fullest(worker: Worker) -> tuple[bool, int, float]:
        parts = [worker.part(worker.load[week]) or 0 for week in weeks if week in worker.load]
        return worker.key is None, -worker.too_full(weeks), -max(parts, default=0)

    return sorted(found, key=fullest)
