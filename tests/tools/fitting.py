"""What does not fit its cell: texts that are cut off, words that are broken, figures that show as ####.

for complaint in cut_off(path.read_bytes()): ...
"""

from __future__ import annotations

import io
from collections.abc import Iterator
from datetime import date
from typing import Any

import openpyxl
from openpyxl.utils import range_boundaries

from accountplan.layout.letters import column_for, column_for_words, lines, merged
from accountplan.layout.places import FILTER_BUTTON, NOTES_PREFIX
from accountplan.workbook.styles import OPEN_INK

_PADDING = 5 / 7
"""What a file says of a column's width beyond what fits in it."""
_LINE = 15 / 11
_BEYOND = 4
"""Columns right of the last that is used."""


def cut_off(content: bytes) -> Iterator[str]:
    """A sentence, with sheet and cell, for everything on the visible sheets of a workbook that does not fit."""
    shown, typed = (openpyxl.load_workbook(io.BytesIO(content), data_only=shown) for shown in (True, False))
    for sheet in shown.worksheets:
        if sheet.sheet_state == "visible":
            yield from _Sheet(sheet, typed[sheet.title]).complaints()


class _Sheet:
    def __init__(self, sheet: Any, typed: Any) -> None:
        """`typed`: the same sheet with its formulas."""
        self.sheet, self.typed = sheet, typed
        self.widths = _widths(sheet)
        self.buttons = {
            (row, column)
            for table in sheet.tables.values()
            if table.autoFilter is not None
            for left, row, right, _ in [range_boundaries(table.autoFilter.ref)]
            for column in range(left, right + 1)
        }
        self.merges = {cell: area for area in sheet.merged_cells.ranges for row in area.rows for cell in row}
        self.last = sheet.max_column
        everything = (1, 1, sheet.max_column, sheet.max_row)
        areas = [range_boundaries(area.split("!")[-1]) for area in (sheet.print_area or "").split(",") if area]
        self.printed = areas or [everything]

    def complaints(self) -> Iterator[str]:
        for row in self.sheet.iter_rows():
            for cell in row:
                if cell.value not in (None, "") and self._shown(cell):
                    for complaint in self._of(cell):
                        yield f"{self.sheet.title}!{cell.coordinate}: {complaint}: {str(cell.value)[:70]!r}"

    def _shown(self, cell: Any) -> bool:
        return not self.sheet.row_dimensions[cell.row].hidden and self.widths.get(cell.column, 1) > 0

    def _of(self, cell: Any) -> Iterator[str]:
        if self._area(cell.row, cell.column) is None and not self._own(cell):
            yield "not printed"
        if not isinstance(cell.value, str):
            yield from self._figure(cell)
        elif cell.alignment.wrap_text:
            yield from self._wrapped(cell)
        else:
            yield from self._unwrapped(cell)

    def _wrapped(self, cell: Any) -> Iterator[str]:
        size, bold, indent = _look(cell)
        width, height = self._width(cell), self._height(cell)
        count = lines(cell.value, width, size, bold, indent)
        needed = count * size * _LINE
        if height is not None and needed > height + 0.01:
            yield f"{count} lines of {size:g} points in {height:g} points"
        if self._ours(cell) and column_for_words(cell.value, size, bold, indent) > width + 0.01:
            yield f"a word is broken at width {width:.1f}"

    def _ours(self, cell: Any) -> bool:
        """Whether the text is no person's, typed here or shown by a formula: people have words of any length."""
        return cell.protection.locked and self.typed[cell.coordinate].data_type != "f"

    def _unwrapped(self, cell: Any) -> Iterator[str]:
        size, bold, indent = _look(cell)
        height = self._height(cell)
        if cell.alignment.shrink_to_fit:
            return
        needed, room = column_for(cell.value.replace("\n", " "), size, bold, indent), self._room(cell)
        if needed > room + 0.01:
            yield f"{needed:.1f} wide in {room:.1f}"
        if height is not None and size * _LINE > height:
            yield f"{size:g} points in a row of {height:g}"

    def _figure(self, cell: Any) -> Iterator[str]:
        size, bold, indent = _look(cell)
        needed, width = column_for(_as_shown(cell), size, bold, indent), self._width(cell)
        if needed > width + 0.01:
            yield f"#### ({needed:.1f} wide in {width:.1f})"

    # -- paper -------------------------------------------------------------------------------------------------------
    def _own(self, cell: Any) -> bool:
        """Room of people's own is not printed, nor what a table's row misses."""
        noted = str(self.sheet.cell(cell.row, 1).value or "").startswith(NOTES_PREFIX)
        return noted or self._runs_on(cell)

    def _runs_on(self, cell: Any) -> bool:
        """Whether it says what a row misses: a text for the screen, that runs on beside the sheet."""
        return str(cell.font.color.rgb if cell.font.color else "").endswith(OPEN_INK[1:]) and cell.column > 2

    def _area(self, row: int, column: int) -> tuple[int, int, int, int] | None:
        """The print area with a cell."""
        return next((a for a in self.printed if a[0] <= column <= a[2] and a[1] <= row <= a[3]), None)

    # -- room --------------------------------------------------------------------------------------------------------
    def _columns(self, cell: Any) -> range:
        area = self.merges.get((cell.row, cell.column))
        return range(cell.column, (area.max_col if area else cell.column) + 1)

    def _width(self, cell: Any) -> float:
        button = FILTER_BUTTON if (cell.row, cell.column) in self.buttons else 0
        return merged(self.widths.get(column, 8.43) for column in self._columns(cell)) - button

    def _room(self, cell: Any) -> float:
        """How wide an unwrapped text may become: over empty cells right of it, as far as its page goes."""
        columns = list(self._columns(cell))
        if cell.alignment.horizontal in (None, "general", "left"):
            area = None if self._runs_on(cell) else self._area(cell.row, cell.column)
            after, last = columns[-1] + 1, self.last + _BEYOND if area is None else area[2]
            while after <= last and self._empty(cell.row, after):
                columns.append(after)
                after += 1
        return merged(self.widths.get(column, 8.43) for column in columns)

    def _empty(self, row: int, column: int) -> bool:
        return (row, column) not in self.merges and self.sheet.cell(row, column).value is None

    def _height(self, cell: Any) -> float | None:
        """Points; None for a row that grows by itself."""
        area = self.merges.get((cell.row, cell.column))
        rows = range(cell.row, (area.max_row if area else cell.row) + 1)
        heights = [self.sheet.row_dimensions[row].height for row in rows]
        return None if None in heights else sum(heights)


def _widths(sheet: Any) -> dict[int, float]:
    """Width of every column as Excel's ruler shows it; 0 is hidden."""
    widths: dict[int, float] = {}
    for dimension in sheet.column_dimensions.values():
        width = 0.0 if dimension.hidden else dimension.width - _PADDING
        widths |= dict.fromkeys(range(dimension.min, dimension.max + 1), width)
    return widths


def _look(cell: Any) -> tuple[float, bool, int]:
    return float(cell.font.sz), bool(cell.font.b), int(cell.alignment.indent or 0)


def _as_shown(cell: Any) -> str:
    """A figure in its number format, roughly: what matters is how wide it is."""
    value, code = cell.value, cell.number_format.split(";")[0]
    if isinstance(value, bool):
        return "WAAR"
    if isinstance(value, date):
        return "00-00-0000"
    if code == "General":
        return f"{value:g}"
    shown = value * 100 if "%" in code else value
    decimals = len(code.partition(".")[2].rstrip("%"))
    return f"{shown:,.{decimals}f}" + "%" * ("%" in code)
