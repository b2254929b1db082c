"""Rounds of two quarters by hand, for what is compared between them."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import Any

from accountplan.consolidate import Consolidated, Quarter, tables, write_data
from accountplan.consolidate.previous import Previous, read_previous
from accountplan.portfolio.model import Account, Portfolio
from accountplan.workbook.reading import Reading
from tests.unit.rounds import a_round, account, answers, figures, portfolio, reading

Q1, Q2, Q3 = Quarter(2027, 1), Quarter(2027, 2), Quarter(2027, 3)
CORRECTION = "eval.correction"
Rows = dict[str, dict[str, Any]]


def quarter(name: str, correction: str | None = None, **points: tuple[Any, ...]) -> Rows:
    """Rows of the evaluation; the correction is noted on each of the points."""
    rows = figures(name, **points)
    return {row: cells | ({CORRECTION: correction} if correction else {}) for row, cells in rows.items()}


def plan(account_id: str = "A-1", *quarters: Rows, tables: dict[str, Any] | None = None, **around: Any) -> Reading:
    rows: Rows = {}
    for one in quarters:
        rows |= one
    return reading(account_id, answers(account_id, rows, **(tables or {})), **around)


def result(asked: Quarter, *readings: Reading, by: Portfolio | None = None, previous: Previous | None = None,
           language: str = "nl") -> Consolidated:  # fmt: skip
    the_round = a_round(by or portfolio(account("A-1"), account("A-2", "bob")), *readings)
    day = asked.end(by)
    found = tables(the_round, asked, day, language, previous)
    return Consolidated(the_round, asked, day, language, found, previous)


def kept(folder: Path, earlier: Consolidated, asked: Quarter) -> Previous:
    """What `earlier` leaves behind as data, read back."""
    write_data(earlier.tables, folder)
    return read_previous(folder, asked, "nl")


def moved(of: Account, team: str, manager: str) -> Account:
    return replace(of, team=team, manager=manager)
