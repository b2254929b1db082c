"""Who has how much to do: hours of open activities, week by week, beside what a person has."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest

from accountplan.consolidate import Quarter, tables
from accountplan.consolidate.load import first_week, week_name
from accountplan.consolidate.rows import LoadRow
from accountplan.portfolio.model import Person, Portfolio
from tests.unit.rounds import a_round, account, answers, portfolio, reading

WEDNESDAY = date(2027, 3, 31)
"""In the week of Monday 29 March."""
MONDAYS = [date(2027, 3, 29), date(2027, 4, 5), date(2027, 4, 12), date(2027, 4, 19)]
PEOPLE = replace(
    portfolio(account("A-1"), account("A-2")),
    people=(Person("bob", "Bob Smit", capacity=8), Person("ann", "Ann de Wit", capacity=7.5), Person("cas", "Cas")),
)


def activity(hours: float | None, deadline: date | None, start: date | None = None, owner: str | None = "ann",
             status: str = "in-progress") -> dict[str, Any]:  # fmt: skip
    return {"act.what": "Bellen", "act.owner": owner, "act.start": start, "act.deadline": deadline,
            "act.hours": hours, "act.status": status}  # fmt: skip


def of(*activities: dict[str, Any], by: Portfolio | None = PEOPLE, as_of: date = WEDNESDAY) -> tuple[LoadRow, ...]:
    rows = {f"activities.{n}": cells for n, cells in enumerate(activities, start=1)}
    the_round = a_round(by, reading("A-1", answers("A-1", activities=rows)))
    return tables(the_round, Quarter(2027, 1), as_of, "nl").load


def spread(*activities: dict[str, Any], as_of: date = WEDNESDAY) -> list[tuple[date | None, float | None]]:
    return [(row.week, row.hours) for row in of(*activities, as_of=as_of)]


# -- weeks -------------------------------------------------------------------------------------------------------------
def test_hours_are_spread_evenly_from_the_start_to_the_deadline() -> None:
    found = spread(activity(12, date(2027, 4, 23), start=date(2027, 4, 7)))
    assert found == [(monday, 4) for monday in MONDAYS[1:]]


@pytest.mark.parametrize("start", [None, date(2027, 1, 4), date(2027, 3, 31)])
def test_what_has_begun_is_spread_from_now_on(start: date | None) -> None:
    assert spread(activity(10, date(2027, 4, 5), start=start)) == [(MONDAYS[0], 5), (MONDAYS[1], 5)]


@pytest.mark.parametrize("deadline", [date(2027, 1, 15), date(2027, 3, 30), date(2027, 3, 31), date(2027, 4, 4)])
def test_what_is_late_or_due_this_week_is_all_to_be_done_this_week(deadline: date) -> None:
    assert spread(activity(10, deadline, start=date(2027, 1, 4))) == [(MONDAYS[0], 10)]


def test_work_that_starts_at_the_weekend_starts_on_monday() -> None:
    assert spread(activity(6, date(2027, 4, 16), start=date(2027, 4, 3))) == [(MONDAYS[1], 3), (MONDAYS[2], 3)]
    assert spread(activity(6, date(2027, 1, 1)), as_of=date(2027, 4, 4)) == [(MONDAYS[1], 6)]
    assert first_week(date(2027, 4, 2)) == MONDAYS[0]


def test_a_start_after_the_deadline_means_the_week_of_the_deadline() -> None:
    assert spread(activity(6, date(2027, 4, 14), start=date(2027, 6, 1))) == [(MONDAYS[2], 6)]


def test_without_a_deadline_there_is_no_week() -> None:
    (row,) = of(activity(6, None, start=date(2027, 4, 14)))
    assert (row.week, row.hours, row.overload) == (None, 6, None)


def test_only_what_is_open_is_to_be_done() -> None:
    states = ("done", "dropped", "not-started")
    assert spread(*(activity(6, WEDNESDAY, status=state) for state in states)) == [(MONDAYS[0], 6)]


def test_thirds_add_up_to_whole_hours() -> None:
    last = date(2027, 4, 16)
    assert spread(*3 * [activity(8, last)]) == [(monday, 8) for monday in MONDAYS[:3]]


# -- people ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(("hours", "overload"), [(7, False), (7.5, False), (7.6, True)])
def test_more_hours_than_a_person_has_is_too_much(hours: float, overload: bool) -> None:
    (row,) = of(activity(hours, WEDNESDAY))
    assert (row.person, row.person_name, row.capacity, row.overload) == ("ann", "Ann de Wit", 7.5, overload)


def test_hours_of_several_accounts_are_added_up() -> None:
    plans = [reading(key, answers(key, activities={"activities.1": activity(5, WEDNESDAY)})) for key in ("A-1", "A-2")]
    (row,) = tables(a_round(PEOPLE, *plans), Quarter(2027, 1), WEDNESDAY, "nl").load
    assert (row.hours, row.activities, row.overload) == (10, 2, True)


def test_what_is_not_said_is_unknown_and_not_nought() -> None:
    (row,) = of(activity(None, WEDNESDAY))
    assert (row.hours, row.activities, row.unknown, row.overload) == (None, 1, 1, None)
    (row,) = of(activity(None, WEDNESDAY), activity(9, WEDNESDAY))
    assert (row.hours, row.activities, row.unknown, row.overload) == (9, 2, 1, True)
    (row,) = of(activity(9, WEDNESDAY, owner="cas"))
    assert (row.capacity, row.overload) == (None, None)


def test_people_stand_as_in_the_portfolio_and_nobody_last() -> None:
    owners = (None, "zed", "cas", "ann", "bob")
    found = of(*(activity(1, WEDNESDAY, owner=owner) for owner in owners))
    assert [row.person for row in found] == ["bob", "ann", "cas", "zed", None]
    assert of(activity(1, WEDNESDAY), by=None)[0].person_name == "ann"


@pytest.mark.parametrize(
    ("day", "name"), [(date(2027, 3, 31), "2027-W13"), (date(2027, 1, 1), "2026-W53"), (date(2029, 12, 31), "2030-W01")]
)
def test_weeks_are_named_as_calendars_do(day: date, name: str) -> None:
    assert week_name(day) == name
