"""The tables as files for other programs: CSV and SQLite always, Parquet where pyarrow is installed."""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import date
from importlib.util import find_spec
from itertools import chain
from pathlib import Path
from typing import Any

from accountplan.consolidate.rows import Row, Tables, values_of
from accountplan.fields.base import plain
from accountplan.files import Content, clear_unfinished, write_together
from accountplan.workbook.excel import visible

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")
_NEEDS_QUOTES = re.compile(r'[",\r\n]')
_FORMULA_INSIDE = re.compile(r"(?<=[;\t\r\n])(?=[=@＝＠]|[+\-＋－][^;\t\r\n]*[|(])")
"""Where a program that takes `;`, tab or line end for the end of a cell would begin a formula: Excel in Dutch does. A
list with hyphens and a text such as `+5%; -3%` are none."""
_NEUTRALISED_INSIDE = re.compile(r"(?<=[;\t\r\n])'(?=[=@＝＠]|[+\-＋－][^;\t\r\n]*[|(])")


def write_data(tables: Tables, folder: Path) -> list[Path]:
    """Write every table into `folder` (made if need be): `<name>.csv`, and `<name>.parquet` where pyarrow is there;
    and all of them as `accountplan.sqlite`.

    Each file appears whole or not at all, and none before all are on the disk. `files.csv` is taken away first and put
    back last: where it stands, all tables are of one run. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    clear_unfinished(folder)
    written: list[Path] = []

    def noted() -> Iterator[tuple[Path, Content]]:
        for name, content in chain(_csv_files(tables), _parquet_files(tables), _database(tables)):
            written.append(folder / name)
            yield written[-1], content

    write_together(noted())
    return written


def _csv_files(tables: Tables) -> Iterator[tuple[str, Content]]:
    for name, columns, rows in tables.named():
        yield f"{name}.csv", csv_lines(columns, rows)


def _database(tables: Tables) -> Iterator[tuple[str, Content]]:
    from accountplan.consolidate.sqlite import NAME, sqlite_chunks

    yield NAME, sqlite_chunks(tables)


def csv_lines(columns: tuple[str, ...], rows: tuple[Row, ...]) -> Iterator[bytes]:
    """The rows as CSV, line by line: UTF-8, comma, LF, ISO dates, numbers unrounded, empty for null; text that a
    spreadsheet would take for a formula begins with an apostrophe, and control characters are shown as marks."""
    lines = chain([columns], ((csv_text(value) for value in values_of(row)) for row in rows))
    return ((",".join(map(_quoted, line)) + "\n").encode("utf-8") for line in lines)


def _quoted(text: str) -> str:
    """A cell of a CSV file. (Python's own writer leaves a lone CR bare, at which readers begin a new row.)"""
    return '"' + text.replace('"', '""') + '"' if _NEEDS_QUOTES.search(text) else text


def csv_text(value: Any) -> str:
    """One value as CSV has it. Only text is neutralised: -5 is a number and stays one."""
    if isinstance(value, str):
        shown = _FORMULA_INSIDE.sub("'", visible(value))
        return f"'{shown}" if shown.startswith(_STARTS_A_FORMULA) else shown
    if isinstance(value, tuple):
        return csv_text(plain_text(value))
    return plain_text(value)


def plain_csv_text(text: str) -> str:
    """A text as it was before `csv_text` neutralised it."""
    shown = text[1:] if text.startswith("'") and text[1:].startswith(_STARTS_A_FORMULA) else text
    return _NEUTRALISED_INSIDE.sub("", shown)


def plain_text(value: Any) -> str:
    """A value as plain text, the same in every language."""
    match value:
        case None:
            return ""
        case bool():
            return "true" if value else "false"
        case int() | float():
            return plain(float(value)) if isinstance(value, float) else str(value)
        case date():
            return value.isoformat()
        case tuple():
            return ";".join(map(plain_text, value))
        case _:
            return str(value)


def _parquet_files(tables: Tables) -> Iterator[tuple[str, bytes]]:
    if find_spec("pyarrow") is None:
        return
    from accountplan.consolidate.frames import frames

    for name, frame in frames(tables).items():
        buffer = io.BytesIO()
        frame.to_parquet(buffer, engine="pyarrow", index=False)
        yield f"{name}.parquet", buffer.getvalue()
