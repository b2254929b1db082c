"""Dates without a time. A real date cell settles itself; a text may have two meanings and is then not taken."""

from __future__ import annotations

from datetime import date, datetime, timedelta

from accountplan.fields.base import Cell, FieldType, Meaning, Parsed, Problem, Rule, Style
from accountplan.fields.days import read_date
from accountplan.fields.notation import Readings
from accountplan.template.model import FieldSpec

EARLIEST = date(1900, 3, 1)
"""The first day on which all spreadsheet programs agree (Excel knows a 29 February 1900)."""
LATEST = date(2199, 12, 31)
_PLAUSIBLE = (date(1950, 1, 1), date(2099, 12, 31))


class DateField(FieldType):
    name = "date"
    width = 13

    def style(self, spec: FieldSpec) -> Style:
        return Style("dd-mm-yyyy", "right")

    def limits(self, spec: FieldSpec) -> tuple[date, date]:
        low, high = spec.minimum, spec.maximum
        return (low if isinstance(low, date) else EARLIEST, high if isinstance(high, date) else LATEST)

    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule:
        low, high = self.limits(spec)
        return Rule("date", "date", minimum=low, maximum=high, said={"low": low, "high": high})

    def parse(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        if cell.kind == "date":
            return self.checked(cell.value.date(), cell, spec)
        if cell.kind == "number":
            # A number that no format shows as a date is one only where it lands in our time: 2027 is a year.
            day = from_serial(cell.value, meaning.date1904)
            if day and _PLAUSIBLE[0] <= day <= _PLAUSIBLE[1]:
                return self.checked(day, cell, spec)
            return Parsed.not_read("not-a-date", raw=cell.text)
        if cell.kind != "text":
            return Parsed.not_read("not-a-date", raw=cell.text)
        read = read_date(cell.text, meaning.language, meaning.year)
        if read.only:
            return self.checked(read.only, cell, spec)
        return _undecided(cell.text, read) if read.meanings else Parsed.not_read("not-a-date", raw=cell.text)

    def checked(self, day: date, cell: Cell, spec: FieldSpec) -> Parsed:
        low, high = self.limits(spec)
        if not low <= day <= high:
            return Parsed(day, (Problem("out-of-range", {"raw": day, "low": low, "high": high}),))
        if not _PLAUSIBLE[0] <= day <= _PLAUSIBLE[1]:
            return Parsed(day, (Problem("date-suspicious", {"raw": day}),))
        return Parsed(day)


def _undecided(text: str, read: Readings[date]) -> Parsed:
    """All that the text can mean. Where it leaves out the year, or the day, the sentence says so."""
    days = sorted(read.meanings)
    same_day = len({(day.month, day.day) for day in days}) == 1
    sentence = ("date-without-year" if same_day else "date-incomplete") if read.incomplete else None
    return Parsed.not_read("date-ambiguous", raw=text, meanings=days, low=days[0], high=days[-1], sentence=sentence)


def serial_of(day: date) -> int:
    """The number by which spreadsheets that count from 1900 know a day."""
    return (day - date(1899, 12, 30)).days


def from_serial(serial: float, date1904: bool) -> date | None:
    """The day with this serial number; None outside the range on which programs agree, or with a time of day."""
    epoch = datetime(1904, 1, 1) if date1904 else datetime(1899, 12, 30)
    if not 0 <= serial <= 200_000 or serial != int(serial):  # first the limits: NaN and infinity have no int()
        return None
    day = (epoch + timedelta(days=int(serial))).date()
    return day if EARLIEST <= day <= LATEST else None
