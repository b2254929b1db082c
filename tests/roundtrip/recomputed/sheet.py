"""A sheet of the summary whose every number must be claimed: found by its headings, and held against an expectation."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

Place = tuple[int, int]


@dataclass
class Claimed:
    """What was looked at, and what did not come out as expected."""

    sheet: Worksheet
    places: set[Place] = field(default_factory=set)
    wrong: list[str] = field(default_factory=list)

    def value(self, row: int, column: int) -> Any:
        return self.sheet.cell(row, column).value

    def expect(self, row: int, column: int, expected: Any, within: float = 1e-9) -> None:
        """The cell holds this; nothing is a blank cell."""
        self.places.add((row, column))
        found = self.value(row, column)
        if not _same(found, expected, within):
            self.wrong.append(f"{get_column_letter(column)}{row}: {found!r}, recomputed {expected!r}")

    def excuse(self, row: int, column: int) -> None:
        """A number that is no figure, such as the number of a row that a formula looks for."""
        self.places.add((row, column))

    @property
    def unclaimed(self) -> list[str]:
        """Numbers that nothing was expected of."""
        return [
            f"{cell.coordinate}: {cell.value!r}"
            for row in self.sheet.iter_rows()
            for cell in row
            if isinstance(cell.value, (int, float)) and (cell.row, cell.column) not in self.places
        ]

    # -- finding -------------------------------------------------------------------------------------------------------
    def rows(self) -> Iterator[int]:
        return iter(range(1, self.sheet.max_row + 1))

    def find(self, text: str, column: int = 1, nth: int = 1) -> int:
        """The row in which a column holds this text for the nth time."""
        found = [row for row in self.rows() if self.value(row, column) == text]
        assert len(found) >= nth, f"{self.sheet.title}: no {text!r} in column {column}"
        return found[nth - 1]

    def beside(self, text: str) -> Iterator[Place]:
        """Every cell that holds this text."""
        return ((cell.row, cell.column) for row in self.sheet.iter_rows() for cell in row if cell.value == text)

    def table(self, heading: str, nth: int = 1, column: int = 1) -> Table:
        """The table whose first heading is this, for the nth time."""
        return Table(self, self.find(heading, column, nth), column)


@dataclass
class Table:
    """Rows below a row of headings, up to the first that is empty, or a sentence: how many more there are."""

    on: Claimed
    header: int
    first: int = 1
    claimed: set[str] = field(default_factory=set)

    @property
    def columns(self) -> dict[str, int]:
        found: dict[str, int] = {}
        for column in range(self.first, self.on.sheet.max_column + 1):
            heading = self.on.value(self.header, column)
            if heading is not None:
                found.setdefault(str(heading), column)
        return found

    def __iter__(self) -> Iterator[Line]:
        columns = self.columns
        for row in range(self.header + 1, self.on.sheet.max_row + 1):
            filled = [n for n in columns.values() if self.on.value(row, n) is not None]
            if self.first not in filled or len(filled) < 2 or str(self.on.value(row, self.first)).startswith("…"):
                return
            yield Line(self.on, row, columns)

    def each(self, expected: Callable[[Line], dict[str, Any]]) -> int:
        """Hold every line against what is expected under its headings; how many lines there were."""
        count = 0
        for line in self:
            for heading, value in expected(line).items():
                line.expect(heading, value)
            count += 1
        return count


@dataclass
class Line:
    """One row of a table."""

    on: Claimed
    row: int
    columns: dict[str, int]

    def __getitem__(self, heading: str) -> Any:
        return self.on.value(self.row, self.columns[heading])

    def expect(self, heading: str, expected: Any) -> None:
        self.on.expect(self.row, self.columns[heading], expected)


def _same(found: Any, expected: Any, within: float) -> bool:
    if isinstance(expected, (int, float)) and not isinstance(expected, bool):
        return isinstance(found, (int, float)) and math.isclose(found, expected, rel_tol=within, abs_tol=within)
    return (found or None) == (expected or None)
