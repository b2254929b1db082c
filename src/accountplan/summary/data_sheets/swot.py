"""The data sheets of what the plans say of the market: items of the SWOT, their confrontations, and competitors."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from accountplan.consolidate.profile import SWOT
from accountplan.consolidate.recurring import Met, Said, meetings, named_competitors, said_of_meetings, said_of_swot
from accountplan.consolidate.rows import CompetitorRow, SwotRow
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.data_sheets.columns import (
    PER_SWOT_KIND,
    account_columns,
    code,
    data_sheet,
    first_of_each,
    firsts,
    indexes,
    numbered,
    per_account,
    picked,
    source_columns,
    technical,
)
from accountplan.summary.desk import Desk


def swot(desk: Desk) -> DataSheet[SwotRow]:
    """Strengths, weaknesses, chances and threats, the strongest first."""
    rows = per_account(desk, sorted(desk.result.tables.swot, key=lambda row: -abs(row.score or 0)))
    columns: list[Column[SwotRow]] = [
        *account_columns(desk),
        Column("swot-kind", 14, lambda row: desk.say(f"swot-{row.kind}")),
        Column("number", 8, lambda row: row.swot_no),
        Column("item", 60, lambda row: row.text),
        Column("score", 9, lambda row: row.score, "number-change"),
        *source_columns(desk),
        code("swot-code", lambda row: row.kind),
        *_said(said_of_swot(desk.result.tables.swot)),
        firsts("first-of-kind", rows, lambda row: (row.account_id, row.kind)),
        technical("scored", lambda row: int(row.score is not None)),
        numbered(desk, rows),
        picked(desk, "key-kind", rows, lambda row: SWOT.index(row.kind) * PER_SWOT_KIND),
        *indexes(desk),
    ]
    return data_sheet(desk, "swot", rows, columns)


def confrontations(desk: Desk) -> DataSheet[Met]:
    """Every item from inside against one from outside."""
    rows = meetings(desk.result.tables)
    columns: list[Column[Met]] = [
        *account_columns(desk),
        Column("inside-number", 8, lambda met: met.inside.swot_no),
        Column("inside", 50, lambda met: met.inside.text),
        Column("outside-number", 8, lambda met: met.outside.swot_no),
        Column("outside", 50, lambda met: met.outside.text),
        Column("score", 9, lambda met: met.row.score, "number-change"),
        *(replace(column, value=partial(_of_row, column.value)) for column in source_columns(desk)),
        *_said(said_of_meetings(rows)),
        firsts("first-of-all", rows, lambda met: met.account_id),
        *indexes(desk),
    ]
    return data_sheet(desk, "confrontations", rows, columns)


def _of_row(value: Callable[[Any], Any], met: Met) -> Any:
    return value(met.row)


def competitors(desk: Desk) -> DataSheet[CompetitorRow]:
    """Whom else the customers buy from, as the plans name them."""
    rows = desk.result.tables.competitors
    columns: list[Column[CompetitorRow]] = [
        *account_columns(desk),
        Column("competitor", 34, lambda row: row.name),
        Column("market-share", 12, lambda row: row.share, "percent"),
        *source_columns(desk),
        *_said(named_competitors(rows)),
        firsts("first-of-all", rows, lambda row: row.account_id),
        technical("known", lambda row: int(row.share is not None)),
        numbered(desk, rows),
        *indexes(desk),
    ]
    return data_sheet(desk, "competitors", rows, columns)


def _said(groups: Sequence[Said[Any]]) -> list[Column[Any]]:
    """Which rows say the same, the first of each account that does, and the first of all: they count."""
    numbers = {id(row): said.number for said in groups for row in said.rows}
    openings = {id(said.first) for said in groups}
    own = {id(row) for said in groups for row in first_of_each(said.rows, lambda row: row.account_id)}
    return [
        technical("text-number", lambda row: numbers.get(id(row), 0)),
        technical("first-of-text", lambda row: int(id(row) in own)),
        technical("first-of-words", lambda row: int(id(row) in openings)),
    ]
