"""Summaries to look at: each written once however many tests look at it, and opened sheet by sheet.

A test looks at one or two of some thirty sheets, and openpyxl takes longer to open all of them than we to write them.
"""

from __future__ import annotations

import io
import re
import zipfile
from functools import cached_property
from html import unescape
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from accountplan.consolidate import Consolidated
from accountplan.summary import summary_bytes

_EMPTY = '<worksheet xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"><sheetData/></worksheet>'
_MOST = 12
_written: dict[tuple[int, str], tuple[Consolidated, bytes]] = {}
"""The latest summaries, by the identity of what they were written from and by where they say the plans are."""


def written(result: Consolidated, plans_at: str = "returned") -> bytes:
    """The summary of a round, as a file."""
    key = id(result), plans_at
    if key not in _written:
        while len(_written) >= _MOST:
            del _written[next(iter(_written))]
        _written[key] = result, summary_bytes(result, plans_at)
    return _written[key][1]


class Book:
    """A workbook of ours to look at; `values` are what formulas came to when it was written."""

    def __init__(self, content: bytes, values: bool = False) -> None:
        self._content, self._values = content, values
        self._opened: dict[str, Worksheet] = {}

    @cached_property
    def sheetnames(self) -> list[str]:
        with zipfile.ZipFile(io.BytesIO(self._content)) as package:
            return [unescape(name) for name in re.findall('<sheet name="([^"]*)"', _workbook(package))]

    def __getitem__(self, name: str) -> Worksheet:
        if name not in self._opened:
            content = io.BytesIO(_with_one(self._content, self.sheetnames.index(name) + 1))
            sheet = openpyxl.load_workbook(content, data_only=self._values)[name]
            assert isinstance(sheet, Worksheet)
            self._opened[name] = sheet
        return self._opened[name]


def opened(result: Consolidated, plans_at: str = "returned") -> Book:
    """The summary of a round, with its formulas."""
    return Book(written(result, plans_at))


def as_it_looks(result: Consolidated) -> Book:
    """The summary of a round as it looks: every formula with the value that was written with it."""
    return Book(written(result), values=True)


def records(book: Book, sheet: str) -> list[dict[str, Any]]:
    """The rows of a list sheet by the headings of its columns: there its filters begin."""
    filtered = book[sheet].auto_filter.ref
    header = range_boundaries(filtered)[1] if filtered else 5
    rows = list(book[sheet].iter_rows(min_row=header, values_only=True))
    return [dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]]


def texts(book: Book, sheet: str) -> str:
    """All that stands on a sheet, a cell a line."""
    return "\n".join(str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row if cell is not None)


def _workbook(package: zipfile.ZipFile) -> str:
    return package.read("xl/workbook.xml").decode()


def _with_one(content: bytes, number: int) -> bytes:
    """The workbook with all sheets but one empty."""
    made = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as package, zipfile.ZipFile(made, "w") as trimmed:
        for part in package.namelist():
            other = re.fullmatch(r"xl/worksheets/(_rels/)?sheet(\d+)\.xml(\.rels)?", part)
            if other is None or int(other[2]) == number:
                trimmed.writestr(part, package.read(part))
            elif not other[1]:
                trimmed.writestr(part, _EMPTY)
    return made.getvalue()
