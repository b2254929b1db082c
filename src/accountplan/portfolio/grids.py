"""A portfolio file as plain grids of cells, one per sheet. Nothing here knows what the cells mean."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, replace
from pathlib import Path

from accountplan.errors import Stop
from accountplan.fields import EMPTY, Cell
from accountplan.findings import Finding
from accountplan.messages import stop
from accountplan.workbook.content import content_of
from accountplan.workbook.grid import Grid as Workbook
from accountplan.workbook.grid import open_grid
from accountplan.workbook.limits import LIMITS
from accountplan.workbook.package import Refused

SUFFIXES = (".xlsx", ".xlsm", ".ods", ".xls")
_LIMITS = replace(LIMITS, cells=5_000_000, area=10_000_000, parts=LIMITS.unzipped)
"""A portfolio lists every customer that there is, and there is one of it."""
_HEAD_ROWS, _HEAD_COLUMNS = 12, 12
"""How far from the corner marks are looked for: rows or columns may have been inserted before them."""


@dataclass(frozen=True)
class Grid:
    """One sheet: its name and its cells from A1 on; rows may differ in length."""

    name: str
    rows: tuple[tuple[Cell, ...], ...]

    def at(self, row: int, column: int) -> Cell:
        """The cell at this place, counted from 0; empty beyond the edges."""
        if row < 0 or column < 0 or row >= len(self.rows) or column >= len(self.rows[row]):
            return EMPTY
        return self.rows[row][column]

    def width(self) -> int:
        return max(map(len, self.rows), default=0)

    def head(self) -> list[tuple[int, int, str]]:
        """The texts near the corner: row, column, text."""
        rows = enumerate(self.rows[:_HEAD_ROWS])
        return [
            (r, c, cell.text) for r, row in rows for c, cell in enumerate(row[:_HEAD_COLUMNS]) if cell.kind == "text"
        ]


def open_grids(path: Path, language: str) -> list[Grid]:
    """All sheets of a workbook. Raises `Stop`, in `language`, for a file that is not there or cannot be read."""
    file = path.as_posix()
    if not path.is_file():
        raise stop(language, "portfolio-missing", file=file)
    if path.suffix.lower() not in SUFFIXES:
        raise stop(language, "portfolio-not-a-workbook", file=file)
    try:
        book = open_grid(content_of(path, _LIMITS.size), _LIMITS)
    except OSError as error:
        raise stop(language, "portfolio-unreadable", file=file, why=error) from error
    except Refused as refused:
        raise _stop(refused, file, language) from refused
    return [Grid(name, tuple(_rows(book, name))) for name in book.sheets]


def _stop(refused: Refused, file: str, language: str) -> Stop:
    if refused.code == "encrypted":
        return stop(language, "portfolio-encrypted", file=file)
    if refused.code in ("damaged", "not-a-plan"):
        return stop(language, "portfolio-damaged", file=file)
    return Stop(Finding(refused.code, file, params=refused.params).message(language))


def _rows(book: Workbook, sheet: str) -> Iterator[tuple[Cell, ...]]:
    for r, row in enumerate(book.sheets[sheet]):
        # What is taken is the content, whatever a number is shown as: it goes on to plans in their own formats.
        yield tuple(replace(book.cell(sheet, r, c), percent=None, currency="") for c in range(len(row)))
