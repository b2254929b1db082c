"""The quarter that a summary is about: `2027-Q1`."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date

from accountplan.layout.answers import axis_names
from accountplan.layout.context import PlanContext, axis_items
from accountplan.messages import DEFAULT_LANGUAGE, stop
from accountplan.portfolio.model import Portfolio, calendar_end
from accountplan.template.model import Table, Template

_WRITTEN = re.compile(r"^\s*(\d{4})\s*-?\s*[QqKk]([1-4])\s*$")


@dataclass(frozen=True, order=True)
class Quarter:
    """`number` is 1–4, which is also the place of the quarter on a template's quarter axis."""

    year: int
    number: int

    def __str__(self) -> str:
        return f"{self.year}-{self.name}"

    @property
    def name(self) -> str:
        """Q1 … Q4, as the tables have it."""
        return quarter_name(self.number)

    @property
    def before(self) -> Quarter:
        """The quarter before it, which may be one of the year before."""
        return Quarter(self.year, self.number - 1) if self.number > 1 else Quarter(self.year - 1, 4)

    def end(self, portfolio: Portfolio | None = None) -> date:
        """The last day: the portfolio's where that is about this year, else the calendar's."""
        if portfolio and portfolio.settings.year == self.year:
            return portfolio.settings.quarter_end(f"q{self.number}")
        return calendar_end(self.year, f"q{self.number}")


def quarter_name(number: int) -> str:
    return f"Q{number}"


def parse_quarter(text: str, language: str = DEFAULT_LANGUAGE) -> Quarter:
    """`2027-Q1` as a quarter. Raises `Stop` for anything else."""
    match = _WRITTEN.match(text)
    if match is None:
        raise stop(language, "consolidate-quarter", raw=text)
    return Quarter(int(match[1]), int(match[2]))


def numbered_codes(template: Template, context: PlanContext, table: Table, role: str) -> dict[str, int]:
    """The codes on the table's axis with this role, numbered from 1; empty where the table has no such axis."""
    position = template.axis_of(table, role)
    name = None if position is None else axis_names(table)[position]
    if name is None:
        return {}
    return {code: n for n, (code, _) in enumerate(axis_items(template, context, template.axis(name)), start=1)}
