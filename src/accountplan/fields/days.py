"""Dates as people write them. What leaves out the day or the year is a period, and no date is chosen from it."""

from __future__ import annotations

import re
from calendar import monthrange
from collections.abc import Iterable
from datetime import date, timedelta

from accountplan.fields.notation import LONGEST, Readings, neat

_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb februari february", "mrt maart mar march", "apr april", "mei may",
            "jun juni june", "jul juli july", "aug augustus august", "sep sept september",
            "okt oktober oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_YEAR = "([0-9]{4})"
_SHORT_YEAR = "(?:[0-9]{4}|'?[0-9]{2})"
_MONTH = "(?P<month>[a-z]+)"
_ISO = re.compile(rf"{_YEAR}([-/.])([0-9]{{1,2}})\2([0-9]{{1,2}})(?:[t ]00:00(?::00(?:\.0+)?)?)?")
_ISO_DAY = re.compile(rf"{_YEAR}-?w([0-9]{{2}})-?([1-7])")
_PARTS = re.compile(rf"([0-9]{{1,2}})([-/. ])([0-9]{{1,2}})\2({_SHORT_YEAR})")
_NAMED = (
    re.compile(rf"(?P<day>[0-9]{{1,2}})(?:e|st|nd|rd|th)?[-. ]*(?:of )?{_MONTH}\.?(?:[-,. ]*(?P<year>{_SHORT_YEAR}))?"),
    re.compile(rf"{_MONTH}\.?[- ]*(?P<day>[0-9]{{1,2}})(?:st|nd|rd|th)?(?:(?:, *|[- ]+)(?P<year>{_SHORT_YEAR}))?"),
)
_OF_YEAR = r"(?:[-, ]*(?P<year>[0-9]{4}))?"
_WEEK = (
    re.compile(rf"(?:week|wk\.?|w) *(?P<number>[0-9]{{1,2}}){_OF_YEAR}"),
    re.compile(r"(?P<year>[0-9]{4})[- ]*(?:week|wk|w) *(?P<number>[0-9]{1,2})"),
)
_QUARTER = (
    re.compile(rf"(?:q|k|kwartaal |quarter )(?P<number>[1-4]){_OF_YEAR}"),
    re.compile(rf"(?P<number>[1-4])(?:e|st|nd|rd|th) (?:kwartaal|quarter){_OF_YEAR}"),
    re.compile(r"(?P<year>[0-9]{4})[- ]*[qk](?P<number>[1-4])"),
)
_IN_MONTH = re.compile(
    rf"(?:(?:begin|half|medio|mid|eind|einde|end|start|early|late)[- ](?:van |of )?)?{_MONTH}\.?{_OF_YEAR}"
)


def read_date(text: str, language: str, year: int = 0) -> Readings[date]:
    """All dates that `text` can mean. `1-3-2027` is 1 March in Dutch; `03/04/2027` has two meanings in any language.

    A week, a month or a quarter is never one date: its first and last day are given (of a week every day). Where the
    year is left out, `year` is the one that the plan is about; 0 where that is not known, and then nothing is read.
    """
    body = re.sub(" +", " ", neat(text)).casefold()
    if len(body) > LONGEST:
        return Readings()
    if match := _ISO.fullmatch(body):
        return _dates([(int(match[1]), int(match[3]), int(match[4]))])
    if match := _ISO_DAY.fullmatch(body):
        return Readings(_week(int(match[1]), int(match[2]))[int(match[3]) - 1 :][:1])
    if match := _PARTS.fullmatch(body):
        first, second, years = int(match[1]), int(match[3]), _years(match[4])
        day_first_only = language == "nl" and match[2] != "/"
        orders = [(y, second, first) for y in years]
        return _dates(orders if day_first_only else orders + [(y, first, second) for y in years])
    return _named(body, year) or _period(body, year)


def _years(text: str) -> tuple[int, ...]:
    """The years that a number can stand for: `27` is of this century or of the last."""
    number = int(text.lstrip("'"))
    return (number,) if len(text) == 4 else (2000 + number, 1900 + number)


def _named(body: str, year: int) -> Readings[date] | None:
    """A day with the name of its month; None where it is none. Without a year: three years to choose from."""
    match = next((match for pattern in _NAMED if (match := pattern.fullmatch(body))), None)
    if match is None or match["month"] not in _MONTHS:
        return None
    month, day = _MONTHS[match["month"]], int(match["day"])
    if match["year"]:
        return _dates((y, month, day) for y in _years(match["year"]))
    around = [(y, month, day) for y in (year - 1, year, year + 1)] if year else []
    return Readings(_dates(around).meanings, incomplete=True)


def _period(body: str, year: int) -> Readings[date]:
    """The days that a week, quarter or month runs from and to."""
    for patterns, days in ((_WEEK, _week), (_QUARTER, _quarter)):
        for pattern in patterns:
            if match := pattern.fullmatch(body):
                of_year = int(match["year"] or year)
                return Readings(days(of_year, int(match["number"])) if of_year else (), incomplete=True)
    match = _IN_MONTH.fullmatch(body)
    of_year = int(match["year"] or year) if match else 0
    if match is None or not of_year or match["month"] not in _MONTHS:
        return Readings()
    month = _MONTHS[match["month"]]
    return Readings(_months(of_year, month, month), incomplete=True)


def _week(year: int, number: int) -> tuple[date, ...]:
    """Monday to Sunday of an ISO week; nothing where the year has no such week."""
    try:
        monday = date.fromisocalendar(year, number, 1)
        return tuple(monday + timedelta(days=day) for day in range(7))
    except (ValueError, OverflowError):
        return ()


def _quarter(year: int, number: int) -> tuple[date, ...]:
    return _months(year, 3 * number - 2, 3 * number)


def _months(year: int, first: int, last: int) -> tuple[date, ...]:
    return _dates([(year, first, 1), (year, last, monthrange(year, last)[1])]).meanings if year else ()


def _dates(candidates: Iterable[tuple[int, int, int]]) -> Readings[date]:
    found: list[date] = []
    for year, month, day in candidates:
        try:
            meaning = date(year, month, day)
        except ValueError:
            continue
        if meaning not in found:
            found.append(meaning)
    return Readings(tuple(found))
