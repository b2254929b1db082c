"""What a file says beside its cells: names, tables, error cells, formulas. The same words for every kind of file."""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import datetime
from typing import Any


class Refused(Exception):
    """The file cannot be read; `code` is the finding that says why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Area:
    """A rectangle of cells on a sheet, 0-based and inclusive."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int

    def holds(self, row: int, column: int) -> bool:
        return self.first_row <= row <= self.last_row and self.first_column <= column <= self.last_column


@dataclass(frozen=True)
class Package:
    """What the raw parts say; empty where a kind of file, or the program that wrote it, says nothing."""

    kind: str
    names: Mapping[str, Area] = field(default_factory=dict)
    tables: Mapping[str, Area] = field(default_factory=dict)
    errors: Mapping[str, Mapping[tuple[int, int], str]] = field(default_factory=dict)
    """Per sheet: (row, column) of error cells, and the error."""
    uncalculated: Mapping[str, frozenset[tuple[int, int]]] = field(default_factory=dict)
    """Per sheet: cells with a formula of which no result was saved."""
    formulas: Mapping[str, frozenset[tuple[int, int]]] = field(default_factory=dict)
    """Per sheet: cells with a formula, whether or not its result was saved."""
    merged: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)
    """Per sheet: merged cells, as areas of at least two cells."""
    cut: Mapping[str, frozenset[tuple[int, int]]] = field(default_factory=dict)
    """Per sheet: cells whose text is just as long as the program that saved it cuts texts off."""
    percents: Mapping[str, Mapping[tuple[int, int], bool]] = field(default_factory=dict)
    """Per sheet: whether a filled number cell is shown as a percentage; a cell that is not there: nobody knows."""
    currencies: Mapping[str, Mapping[tuple[int, int], str]] = field(default_factory=dict)
    """Per sheet: number cells that are shown with a currency, and how that is written."""
    properties: Mapping[str, str] = field(default_factory=dict)
    date1904: bool = False
    modified: datetime | None = None
    """When the document says that it was saved last (UTC, without a zone)."""
    recalculates: bool = False
    """The document asks to be calculated on opening: the results in it are not those of its formulas."""


def area_of(reference: re.Match[str] | None) -> Area | None:
    """The area of a reference that a pattern took apart.

    Its groups: the sheet in quotes or bare, column and row of the first cell, and of the last where there is one.
    """
    if reference is None:
        return None
    quoted, bare, first, first_row, last, last_row = reference.groups()
    start = (int(first_row) - 1, column_number(first))
    end = (int(last_row) - 1, column_number(last)) if last else start
    return Area((quoted or bare).replace("''", "'"), *start, *end)


def column_number(name: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1
