"""The data sheet with the answers to questions; what stands in tables has sheets of its own."""

from __future__ import annotations

from typing import Any

from accountplan.consolidate.rows import AnswerRow
from accountplan.fields.base import plain
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.data_sheets.columns import account_columns, data_sheet, source_columns, technical
from accountplan.summary.desk import Desk
from accountplan.workbook.excel import readable

MOST_ANSWERS = 100_000
"""Rows of the sheet; the tables beside the summary have them all."""


def answers(desk: Desk) -> DataSheet[AnswerRow]:
    """Every answer that was given, as people read it."""
    rows = [row for row in desk.result.tables.answers if row.value is not None and row.row is None]
    columns: list[Column[AnswerRow]] = [
        *account_columns(desk),
        Column("question", 40, lambda row: desk.words.question(row.field)),
        Column("answer", 60, lambda row: readable(row.raw or _shown(row.value))),
        *source_columns(desk),
        Column("field", 28, lambda row: row.field),
        technical("account-index", lambda row: desk.index("account", row.account_id)),
    ]
    return data_sheet(desk, "answers", rows[:MOST_ANSWERS], columns)


def _shown(value: Any) -> str:
    return plain(value) if isinstance(value, float) else str(value)
