"""A CSV file as headers and rows, whatever program wrote it: encoding and delimiter are found out, not asked."""

from __future__ import annotations

import csv
import io
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from accountplan.messages import stop

DELIMITERS = (",", ";", "\t", "|")
_WORKBOOKS = (b"PK\x03\x04", b"\xd0\xcf\x11\xe0")
_BOMS = ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16"))
_LIVE = ("=", "+", "-", "@", "\t", "\r")
"""What a text may begin with that a spreadsheet would run; programs put a `'` before it."""


@dataclass(frozen=True)
class CsvTable:
    """Headers, and the rows that are not blank, each with its number as a spreadsheet counts them (headers: 1)."""

    headers: tuple[str, ...]
    rows: tuple[tuple[int, tuple[str, ...]], ...]
    delimiter: str
    encoding: str
    header_row: int = 1


def read_csv(path: Path, language: str, known: Callable[[str], bool]) -> CsvTable:
    """The table in a CSV file. `known` tells which headers mean something: that settles a doubtful delimiter.

    Raises `Stop`, in `language`, for a file that is missing, unreadable, no text, broken, or without a row.
    """
    text, encoding = _decoded(path, language)
    delimiter, text = _declared(text)
    if not text.strip():
        raise stop(language, "customers-empty", file=path.as_posix())
    delimiter = delimiter or max(DELIMITERS, key=lambda sign: _fit(text, sign, known))
    numbered = _records(text, delimiter, path, language)
    if not numbered:
        raise stop(language, "customers-empty", file=path.as_posix())
    (header_row, headers), *rows = numbered
    if not rows:
        raise stop(language, "customers-no-rows", file=path.as_posix())
    return CsvTable(tuple(map(str.strip, headers)), tuple(rows), delimiter, encoding, header_row)


def _decoded(path: Path, language: str) -> tuple[str, str]:
    file = path.as_posix()
    if not path.is_file():
        raise stop(language, "customers-missing", file=file)
    try:
        content = path.read_bytes()
    except OSError as error:
        raise stop(language, "customers-unreadable", file=file, why=error) from error
    if content.startswith(_WORKBOOKS):
        raise stop(language, "customers-workbook", file=file)
    try:
        return _text(content)
    except UnicodeError as error:
        raise stop(language, "customers-not-text", file=file) from error


def _text(content: bytes) -> tuple[str, str]:
    """By its byte order mark, else as UTF-8, else as Windows text. Raises UnicodeError for what is no text."""
    for bom, encoding in _BOMS:
        if content.startswith(bom):
            return content.decode(encoding), encoding
    if b"\x00" in content:
        raise UnicodeError("binary")
    try:
        return content.decode("utf-8"), "utf-8"
    except UnicodeDecodeError:
        return content.decode("cp1252"), "cp1252"


def _declared(text: str) -> tuple[str | None, str]:
    """Excel's own first line `sep=;`, which is no header."""
    first, _, rest = text.partition("\n")
    sign = first.strip().strip('"')
    return (sign[4], rest) if len(sign) == 5 and sign.lower().startswith("sep=") else (None, text)


def _fit(text: str, delimiter: str, known: Callable[[str], bool]) -> tuple[int, int]:
    """How well a delimiter fits: headers that mean something, then the number of columns."""
    header = next((row for row in csv.reader(io.StringIO(text), delimiter=delimiter) if any(map(str.strip, row))), [])
    return sum(known(name) for name in header), len(header)


def _records(text: str, delimiter: str, path: Path, language: str) -> list[tuple[int, tuple[str, ...]]]:
    records: list[tuple[int, tuple[str, ...]]] = []
    number = 0
    try:
        for number, row in enumerate(
            csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=_closed(text, delimiter)), 1
        ):
            cells = tuple(map(_unguarded, row))
            if any(cell.strip() for cell in cells):
                records.append((number, cells))
    except csv.Error as error:
        raise stop(language, "customers-broken", file=path.as_posix(), row=str(number + 1)) from error
    return records


def _closed(text: str, delimiter: str) -> bool:
    """Whether to insist on clean quotes: only where a quote that is never closed would swallow the rest of the file."""
    try:
        for _ in csv.reader(io.StringIO(text, newline=""), delimiter=delimiter, strict=True):
            pass
    except csv.Error as error:
        return "unexpected end" in str(error)
    return True


def _unguarded(cell: str) -> str:
    """Without the `'` that a careful program put before a formula."""
    return cell[1:] if cell.startswith("'") and cell[1:].startswith(_LIVE) else cell
