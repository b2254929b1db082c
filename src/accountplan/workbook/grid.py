"""The cells of a workbook as they are found, whatever program wrote it: sheets by name, cells by row and column."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import Any

from accountplan.fields import Cell
from accountplan.workbook.package import Package, Refused

Spot = tuple[str, int, int]
"""(sheet, row, column), 0-based."""


@dataclass
class Grid:
    """All sheets of one file."""

    package: Package
    sheets: dict[str, list[list[Any]]] = field(default_factory=dict)

    def cell(self, sheet: str, row: int, column: int) -> Cell:
        """The cell there; an error cell where the raw parts know of one, empty outside what is filled."""
        error = self.package.errors.get(sheet, {}).get((row, column))
        if error is not None:
            return Cell("error", None, error)
        cell = Cell.of(self.raw(sheet, row, column))
        shown = self.package.percents.get(sheet, {}).get((row, column)) if cell.kind == "number" else None
        return cell if shown is None else replace(cell, percent=shown)

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
            if text.startswith(("ap:", "ap-plan:")):
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


def read_grid(content: bytes, package: Package) -> Grid:
    """Every sheet's cells. Raises `Refused` where the library cannot read the file."""
    from python_calamine import CalamineWorkbook

    try:
        if package.kind == "ods":
            content = _with_tabs(content)
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        sheets = {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:
        # The library's panic is no Exception; whatever it is, it costs this one file only.
        raise Refused("damaged") from error
    return Grid(package, sheets)


_TAB = re.compile(rb"<text:tab\b[^>]*/>")


def _with_tabs(content: bytes) -> bytes:
    """An .ods whose tabs are characters: the library passes over the element that stands for one."""
    with zipfile.ZipFile(io.BytesIO(content)) as archive:
        if not _TAB.search(archive.read("content.xml")):
            return content
        changed = io.BytesIO()
        with zipfile.ZipFile(changed, "w", zipfile.ZIP_STORED) as copy:
            for name in archive.namelist():
                part = archive.read(name)
                copy.writestr(name, _TAB.sub(b"\t", part) if name == "content.xml" else part)
    return changed.getvalue()
