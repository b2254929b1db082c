"""The tables as files for other programs: CSV always, Parquet where pyarrow is installed."""

from __future__ import annotations

import csv
import io
from datetime import date
from importlib.util import find_spec
from pathlib import Path
from typing import Any

from accountplan.consolidate.rows import Row, Tables, values_of
from accountplan.fields.base import plain
from accountplan.files import write_whole

_STARTS_A_FORMULA = ("=", "+", "-", "@", "\t", "\r")


def write_data(tables: Tables, folder: Path) -> list[Path]:
    """Write every table into `folder` (made if need be): `<name>.csv`, and `<name>.parquet` where pyarrow is there.

    Each file appears whole or not at all. Raises OSError.
    """
    folder.mkdir(parents=True, exist_ok=True)
    written: list[Path] = []
    for name, columns, rows in tables.named():
        written.append(folder / f"{name}.csv")
        write_whole(written[-1], csv_bytes(columns, rows))
    return written + _write_parquet(tables, folder)


def csv_bytes(columns: tuple[str, ...], rows: tuple[Row, ...]) -> bytes:
    """The rows as CSV: UTF-8, comma, LF, ISO dates, numbers unrounded, empty for null; text that a spreadsheet would
    take for a formula begins with an apostrophe."""
    text = io.StringIO(newline="")
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    for row in rows:
        writer.writerow([csv_text(value) for value in values_of(row)])
    return text.getvalue().encode("utf-8", "replace")


def csv_text(value: Any) -> str:
    """One value as CSV has it. Only text is neutralised: -5 is a number and stays one."""
    if isinstance(value, str):
        return f"'{value}" if value.startswith(_STARTS_A_FORMULA) else value
    if isinstance(value, tuple):
        return csv_text(plain_text(value))
    return plain_text(value)


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


def _write_parquet(tables: Tables, folder: Path) -> list[Path]:
    if find_spec("pyarrow") is None:
        return []
    from accountplan.consolidate.frames import frames

    written: list[Path] = []
    for name, frame in frames(tables).items():
        buffer = io.BytesIO()
        frame.to_parquet(buffer, engine="pyarrow", index=False)
        written.append(folder / f"{name}.parquet")
        write_whole(written[-1], buffer.getvalue())
    return written
