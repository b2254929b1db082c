"""Who has how much to do, week by week: the hours of open activities beside what a person has."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, timedelta
from decimal import Decimal

from accountplan.consolidate.rows import ActivityRow, LoadRow, Number
from accountplan.fields.base import tidy
from accountplan.portfolio.model import Portfolio

_WEEK = timedelta(days=7)
_SATURDAY = 5

Person = tuple[str | None, str | None]
"""The person's code and name; the code is None of somebody whom the portfolio does not know."""


@dataclass
class _Week:
    """What one person has to do in one week."""

    hours: list[Decimal] = field(default_factory=list)
    activities: int = 0
    unknown: int = 0


def load(activities: Iterable[ActivityRow], portfolio: Portfolio | None, as_of: date) -> tuple[LoadRow, ...]:
    """The hours of every person in every week, spread evenly over the weeks in which an activity is to be done.

    By person, in the order of the portfolio; those it does not know, and activities of nobody, come last. What has no
    deadline stands in no week: its row has `week` None.
    """
    found: dict[Person, dict[date | None, _Week]] = {}
    for activity in activities:
        if activity.open:
            weeks = weeks_of(activity, as_of)
            for week in weeks or (None,):
                _add(found.setdefault(_person(activity, portfolio), {}).setdefault(week, _Week()), activity, len(weeks))
    places = {person.key: n for n, person in enumerate(portfolio.people)} if portfolio else {}
    people = sorted(found, key=lambda who: (who == (None, None), places.get(who[0] or "", len(places)), who[1] or ""))
    return tuple(row for who in people for row in _rows(who, found[who], portfolio))


def weeks_of(activity: ActivityRow, as_of: date) -> tuple[date, ...]:
    """The Mondays of the weeks in which it is to be done; none without a deadline.

    From its start, or from now where that is later or no start is given. What should have been done by now is all to
    be done this week; what starts after its deadline, in the week of the deadline.
    """
    if activity.deadline is None:
        return ()
    now, last = first_week(as_of), monday(activity.deadline)
    first = max(now, first_week(activity.start)) if activity.start else now
    first = max(now, min(first, last))
    return tuple(first + n * _WEEK for n in range(max(0, (last - first).days // 7) + 1))


def first_week(day: date) -> date:
    """The Monday of the first week from `day` on in which there is a working day: from Saturday on the next."""
    return monday(day + _WEEK if day.weekday() >= _SATURDAY else day)


def monday(day: date) -> date:
    return day - timedelta(days=day.weekday())


def week_name(day: date) -> str:
    """The week of a day by its year and number: 2027-W14."""
    year, week, _ = day.isocalendar()
    return f"{year}-W{week:02}"


def _person(activity: ActivityRow, portfolio: Portfolio | None) -> Person:
    known = portfolio.person(activity.owner) if portfolio else None
    return activity.owner, known.name if known else activity.owner_name


def _add(week: _Week, activity: ActivityRow, weeks: int) -> None:
    week.activities += 1
    if activity.hours is None:
        week.unknown += 1
    else:
        week.hours.append(Decimal(str(activity.hours)) / max(weeks, 1))


def _rows(who: Person, weeks: dict[date | None, _Week], portfolio: Portfolio | None) -> Iterator[LoadRow]:
    known = portfolio.person(who[0]) if portfolio else None
    capacity = None if known is None or known.capacity is None else tidy(known.capacity)
    for day, week in sorted(weeks.items(), key=lambda item: (item[0] is None, item[0] or date.max)):
        hours = _sum(week.hours)
        unknown = day is None or capacity is None or hours is None
        yield LoadRow(
            person=who[0],
            person_name=who[1],
            week=day,
            hours=hours,
            activities=week.activities,
            unknown=week.unknown,
            capacity=capacity,
            overload=None if unknown else (hours or 0) > (capacity or 0),
        )


def _sum(hours: Sequence[Decimal]) -> Number | None:
    """None where nothing is known; thirds of an hour add up to whole ones."""
    return tidy(float(sum(hours, Decimal()))) if hours else None
