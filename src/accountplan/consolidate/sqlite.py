"""The tables as one SQLite database, for Power BI, Power Query, datasette and whoever writes SQL.

The same tables with the same columns as the CSVs: INTEGER, REAL and TEXT, days as ISO text, yes and no as 1 and 0,
several choices joined by `;`, NULL where nothing is known. Views answer what is asked most.
"""

from __future__ import annotations

import sqlite3
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import fields
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import Any, get_type_hints

from accountplan.consolidate.data import plain_text
from accountplan.consolidate.rows import ROW_KINDS, Row, Tables, values_of
from accountplan.workbook.excel import visible

NAME = "accountplan.sqlite"
APPLICATION = 0x41504C4E
"""`APLN`: by this number tools tell whose database a file is."""
VERSION = 1
"""Of the views; tables and columns only come in addition."""

_CHUNK = 1 << 20
_INDEXED = ("account_id", "field")
"""Columns by which tables are looked into."""
_ACCOUNT = "a.account_id, a.account_name, a.account_manager, a.team, a.region, a.tier"
_OF_ACCOUNT = "JOIN accounts a ON a.account_id = t.account_id"
_ASKED = 'JOIN "round" r ON r.year = t.year AND r.quarter = t.quarter'

VIEWS = {
    "v_deliveries": f"""
        SELECT {_ACCOUNT}, a.status, a.saved_on, a.return_by, a.days_late, a.answered, a.required,
            1.0 * a.answered / NULLIF(a.required, 0) AS completeness, a.errors, a.warnings, a.files, a.version, a.file
        FROM accounts a WHERE a.expected""",
    "v_deliveries_by_manager": """
        SELECT account_manager, COUNT(*) AS asked, SUM(status = 'delivered') AS delivered,
            SUM(status = 'delivered' AND COALESCE(days_late, 0) > 0) AS late, SUM(status = 'missing') AS missing,
            SUM(status = 'conflict') AS conflict, 1.0 * SUM(status = 'delivered') / COUNT(*) AS rate
        FROM accounts WHERE expected GROUP BY manager_key, account_manager""",
    "v_evaluations": f"""
        SELECT {_ACCOUNT}, t.year, t.quarter, t.kpi, t.unit, t.currency, t.plan, t.actual, t.variance, t.forecast,
            t.plan_year, t.light, t.correction, t.file, t.sheet, t.cell_plan, t.cell_actual
        FROM evaluations t {_OF_ACCOUNT} {_ASKED}""",
    "v_reds": """
        SELECT * FROM v_evaluations WHERE light = 'red'""",
    "v_totals_by_manager": """
        SELECT "group" AS manager_key, group_name AS account_manager, year, quarter, kpi, unit, currency, converted,
            plan, actual, variance, forecast, plan_year, light, accounts, of_accounts, green, amber, red
        FROM totals WHERE dimension = 'manager'""",
    "v_totals_by_team": """
        SELECT "group" AS team, year, quarter, kpi, unit, currency, converted,
            plan, actual, variance, forecast, plan_year, light, accounts, of_accounts, green, amber, red
        FROM totals WHERE dimension = 'team'""",
    "v_open_activities": f"""
        SELECT {_ACCOUNT}, t.activity_no, t.what, t.owner_name, t.start, t.deadline, t.overdue, t.hours, t.budget,
            t.spent, t.currency, t.status, t.goal_no, t.file, t.sheet, t.cell
        FROM activities t {_OF_ACCOUNT} WHERE t.open ORDER BY t.overdue DESC, t.deadline""",
    "v_goals_at_risk": f"""
        SELECT {_ACCOUNT}, t.goal_no, t.goal, t.area, t.baseline, t.target, t.current, t.expected, t.unit, t.progress,
            t.expected_progress, t.light, t.start, t."end", t.activities, t.file, t.sheet, t.cell
        FROM goals t {_OF_ACCOUNT} WHERE t.light IN ('amber', 'red') ORDER BY t.light DESC""",
    "v_errors": """
        SELECT t.file, t.account_id, a.account_name, a.account_manager, t.code, t.message, t.sheet, t.cell, t.field
        FROM findings t LEFT JOIN accounts a ON a.account_id = t.account_id WHERE t.severity = 'error'""",
}


def sqlite_chunks(tables: Tables) -> Iterator[bytes]:
    """The database, piece by piece; the same tables give the same bytes with the same version of SQLite.

    It is made in a folder for temporary files, so that a round of thousands need not fit in memory. Raises OSError.
    """
    with TemporaryDirectory(prefix="accountplan-") as folder:
        path = Path(folder) / NAME
        try:
            with closing(sqlite3.connect(path, isolation_level=None)) as database:
                _fill(database, tables)
        except sqlite3.OperationalError as error:  # the disk is full
            raise OSError(str(error)) from error
        with open(path, "rb") as file:
            while chunk := file.read(_CHUNK):
                yield chunk


def _fill(database: sqlite3.Connection, tables: Tables) -> None:
    for pragma in ("journal_mode = OFF", "synchronous = OFF", "page_size = 4096", "encoding = 'UTF-8'",
                   f"application_id = {APPLICATION}", f"user_version = {VERSION}"):  # fmt: skip
        database.execute(f"PRAGMA {pragma}")
    database.execute("BEGIN")
    for name, columns, rows in tables.named():
        types = types_of(ROW_KINDS[name])
        database.execute(f'CREATE TABLE "{name}" ({", ".join(f"{_quoted(c)} {types[c]}" for c in columns)})')
        places = ", ".join("?" * len(columns))
        makers = [_MAKERS[types[column]] for column in columns]
        database.executemany(f'INSERT INTO "{name}" VALUES ({places})', (tuple(_cells(row, makers)) for row in rows))
        for column in _INDEXED:
            if column in columns:
                database.execute(f'CREATE INDEX "{name}_{column}" ON "{name}" ({_quoted(column)})')
    for name, select in VIEWS.items():
        database.execute(f"CREATE VIEW {name} AS {' '.join(select.split())}")
    database.execute("COMMIT")
    database.execute("VACUUM")


def types_of(kind: type[Row]) -> dict[str, str]:
    """The type of each column: INTEGER, REAL or TEXT."""
    hints = get_type_hints(kind)
    return {field.name: _type(hints[field.name]) for field in fields(kind)}


def _type(hint: Any) -> str:
    names = {getattr(kind, "__name__", "") for kind in getattr(hint, "__args__", (hint,))} - {"NoneType"}
    if names <= {"int", "bool"}:
        return "INTEGER"
    return "REAL" if names <= {"int", "float"} else "TEXT"


def _text(value: Any) -> str:
    return visible(plain_text(value))


_MAKERS: dict[str, Callable[[Any], int | float | str]] = {"INTEGER": int, "REAL": float, "TEXT": _text}


def _cells(row: Row, makers: list[Callable[[Any], int | float | str]]) -> Iterator[int | float | str | None]:
    for value, make in zip(values_of(row), makers, strict=True):
        yield None if value is None else make(value)


def _quoted(name: str) -> str:
    return f'"{name}"'
