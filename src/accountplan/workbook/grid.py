"""The cells of a workbook as they are found, whatever program wrote it: sheets by name, cells by row and column."""

from __future__ import annotations

import importlib
import struct
import zipfile
import zlib
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

from accountplan.fields import Cell
from accountplan.layout.places import HIDDEN_KEYS
from accountplan.workbook.guard import LIMITS, Limits, inspect
from accountplan.workbook.package import Package, Refused

Spot = tuple[str, int, int]
"""(sheet, row, column), 0-based."""


@dataclass
class Grid:
    """All sheets of one file."""

    package: Package
    sheets: dict[str, list[list[Any]]] = field(default_factory=dict)

    def without(self, sheets: Collection[str]) -> Grid:
        """The grid without these sheets."""
        kept = {name: rows for name, rows in self.sheets.items() if name not in sheets}
        return Grid(self.package, kept) if sheets else self

    def cell(self, sheet: str, row: int, column: int) -> Cell:
        """The cell there; an error cell where the raw parts know of one, empty outside what is filled."""
        error = self.package.errors.get(sheet, {}).get((row, column))
        if error is not None:
            return Cell("error", None, error)
        cell = Cell.of(self.raw(sheet, row, column))
        if (row, column) in self.package.cut.get(sheet, ()):
            cell = replace(cell, cut_at=len(cell.text))
        return self._as_shown(cell, sheet, (row, column)) if cell.kind == "number" else cell

    def _as_shown(self, cell: Cell, sheet: str, at: tuple[int, int]) -> Cell:
        """A number with what its number format says of it."""
        percent = self.package.percents.get(sheet, {}).get(at)
        currency = self.package.currencies.get(sheet, {}).get(at, "")
        return replace(cell, percent=percent, currency=currency) if percent is not None or currency else cell

    def raw(self, sheet: str, row: int, column: int) -> Any:
        rows = self.sheets.get(sheet, [])
        if not 0 <= row < len(rows) or not 0 <= column < len(rows[row]):
            return None
        return rows[row][column]

    def text(self, sheet: str, row: int, column: int) -> str:
        """The cell if it is text, else nothing: for keys and labels."""
        value = self.raw(sheet, row, column)
        return value.strip() if isinstance(value, str) else ""

    @cached_property
    def keys(self) -> dict[str, list[Spot]]:
        """Every hidden key (`ap:…`, `ap-plan:…`) and where it stands; more than once where sheets were copied."""
        found: dict[str, list[Spot]] = {}
        for text, spot in self._texts():
            if text.startswith(HIDDEN_KEYS):
                found.setdefault(text, []).append(spot)
        return found

    @cached_property
    def texts(self) -> dict[str, list[Spot]]:
        """Every text and where it stands: the last resort for finding labels."""
        found: dict[str, list[Spot]] = {}
        for text, spot in self._texts():
            found.setdefault(text.strip().casefold(), []).append(spot)
        return found

    def _texts(self) -> Iterator[tuple[str, Spot]]:
        for sheet, rows in self.sheets.items():
            for r, row in enumerate(rows):
                for c, value in enumerate(row):
                    if value and isinstance(value, str):
                        yield value, (sheet, r, c)


_BROKEN = (
    zipfile.BadZipFile, ElementTree.ParseError, zlib.error, struct.error, ValueError, OSError, RuntimeError,
    NotImplementedError, EOFError, LookupError, TypeError, AttributeError, RecursionError, ArithmeticError,
)  # fmt: skip
"""What the standard library raises for bytes that are not what they say they are."""


def open_grid(content: bytes, limits: Limits = LIMITS) -> Grid:
    """Every sheet's cells and what the raw parts say of them. Raises `Refused`, and nothing else for what a file holds.

    The guard looks first; then the module of the kind of file reads it: `read(content, limits) -> Grid`.
    """
    inspected = inspect(content, limits)
    try:
        if inspected.archive is not None and inspected.kind == "xlsx":
            from accountplan.workbook import xlsx

            return xlsx.read(content, limits, inspected.archive)
        # On demand: a round is mostly of one kind.
        reader = importlib.import_module(f"accountplan.workbook.{inspected.kind}")
        grid: Grid = reader.read(content, limits)
    except _BROKEN as error:
        raise Refused("damaged") from error
    return grid
