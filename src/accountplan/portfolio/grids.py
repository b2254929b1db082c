"""A portfolio file as plain grids of cells, one per sheet. Nothing here knows what the cells mean."""

from __future__ import annotations

import zipfile
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accountplan.fields import EMPTY, Cell
from accountplan.messages import stop

SUFFIXES = (".xlsx", ".xlsm", ".ods", ".xls")
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


def address(row: int, column: int) -> str:
    """`B6` for row 5, column 1."""
    letters = ""
    number = column + 1
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def open_grids(path: Path, language: str) -> list[Grid]:
    """All sheets of a workbook. Raises `Stop`, in `language`, for a file that is not there or cannot be read."""
    file = path.as_posix()
    if not path.is_file():
        raise stop(language, "portfolio-missing", file=file)
    if path.suffix.lower() not in SUFFIXES:
        raise stop(language, "portfolio-not-a-workbook", file=file)
    try:
        return _by_openpyxl(path) if _has_error_cells(path) else _by_calamine(path)
    except OSError as error:
        raise stop(language, "portfolio-unreadable", file=file, why=error) from error
    except _EncryptedError as error:
        raise stop(language, "portfolio-encrypted", file=file) from error
    except Exception as error:  # whatever a parser says about a broken file, a person needs the same sentence
        raise stop(language, "portfolio-damaged", file=file) from error


class _EncryptedError(Exception):
    pass


def _by_calamine(path: Path) -> list[Grid]:
    from python_calamine import CalamineError, CalamineWorkbook, PasswordError

    path.open("rb").close()  # calamine tells "no permission" and "no workbook" apart only in words
    try:
        with CalamineWorkbook.from_path(str(path)) as book:
            return [
                _grid(name, book.get_sheet_by_name(name).to_python(skip_empty_area=False)) for name in book.sheet_names
            ]
    except PasswordError as error:
        raise _EncryptedError from error
    except CalamineError:
        if path.suffix.lower() not in (".xlsx", ".xlsm"):
            raise
        return _by_openpyxl(path)


def _grid(name: str, rows: Any) -> Grid:
    return Grid(name, tuple(tuple(map(Cell.of, row)) for row in rows))


def _has_error_cells(path: Path) -> bool:
    """Whether a sheet holds `#REF!` and the like: calamine gives those as empty."""
    if path.suffix.lower() not in (".xlsx", ".xlsm") or not zipfile.is_zipfile(path):
        return False
    with zipfile.ZipFile(path) as package:
        parts = [name for name in package.namelist() if name.startswith("xl/worksheets/") and name.endswith(".xml")]
        return any(b't="e"' in package.read(name) for name in parts)


def _by_openpyxl(path: Path) -> list[Grid]:
    from openpyxl import load_workbook

    book = load_workbook(path, read_only=True, data_only=True)
    try:
        return [
            Grid(sheet.title, tuple(tuple(map(_openpyxl_cell, row)) for row in sheet.iter_rows(min_row=1, min_col=1)))
            for sheet in book.worksheets
        ]
    finally:
        book.close()


def _openpyxl_cell(cell: Any) -> Cell:
    return Cell("error", None, str(cell.value)) if cell.data_type == "e" else Cell.of(cell.value)
