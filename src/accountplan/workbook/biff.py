"""What .xls and .xlsb have in common: numbers, errors, number formats and references, in their binary form."""

from __future__ import annotations

import struct
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

from accountplan.workbook.number_formats import Look, look_of
from accountplan.workbook.package import Area

ERRORS = {
    0x00: "#NULL!", 0x07: "#DIV/0!", 0x0F: "#VALUE!", 0x17: "#REF!", 0x1D: "#NAME?", 0x24: "#NUM!", 0x2A: "#N/A",
    0x2B: "#GETTING_DATA",
}  # fmt: skip


def error_text(code: int) -> str:
    return ERRORS.get(code, f"#{code}?")


def rk_number(raw: int) -> float:
    """A number that was packed in four bytes."""
    if raw & 2:
        number = float((raw - (1 << 32) if raw & 0x8000_0000 else raw) >> 2)
    else:
        (number,) = struct.unpack("<d", struct.pack("<Q", (raw & 0xFFFF_FFFC) << 32))
    return number / 100 if raw & 1 else number


def shown_as(number: int, codes: dict[int, str]) -> Look:
    """What a number format shows: by its code, or by its number where every program knows the code by heart."""
    return look_of(str(number), codes.get(number))


def one_area(tokens: bytes, row: str) -> tuple[int, int, int, int, int] | None:
    """(sheet reference, first row, first column, last row, last column) of a formula that is one fixed area.

    `row` is the struct code of a row number: H in .xls, I in .xlsb. None for every other formula.
    """
    kind = tokens[0] & 0x1F | 0x20 if tokens else 0  # by reference, value or array: the same area
    if kind == 0x3B and len(tokens) == 1 + struct.calcsize(f"<H2{row}2H"):
        sheet, first_row, last_row, first, last = struct.unpack_from(f"<H2{row}2H", tokens, 1)
    elif kind == 0x3A and len(tokens) == 1 + struct.calcsize(f"<H{row}H"):
        sheet, first_row, first = struct.unpack_from(f"<H{row}H", tokens, 1)
        last_row, last = first_row, first
    else:
        return None
    if (first | last) & 0xC000:  # relative to the cell that asks
        return None
    return sheet, first_row, first, last_row, last


@dataclass
class References:
    """The sheets that formulas mean when they give the number of a reference."""

    own: list[bool] = field(default_factory=list)
    """Of every workbook that is referred to: whether it is this one."""
    listed: list[tuple[int, int, int]] = field(default_factory=list)
    """(workbook, first sheet, last sheet) of each reference."""

    def areas(self, names: Iterable[tuple[str, bytes]], sheets: Sequence[str], row: str) -> dict[str, Area]:
        """The names whose formula is one fixed area of one of `sheets`. `row` as in `one_area`."""
        found: dict[str, Area] = {}
        for name, tokens in names:
            area = one_area(tokens, row)
            sheet = self._sheet(area[0]) if area else -1
            if area is not None and 0 <= sheet < len(sheets):
                found[name] = Area(sheets[sheet], *area[1:])
        return found

    def _sheet(self, reference: int) -> int:
        """The number of the sheet of this workbook that is meant; -1 where it is another's, or several."""
        book, first, last = self.listed[reference] if reference < len(self.listed) else (-1, 0, 1)
        return first if 0 <= book < len(self.own) and self.own[book] and first == last else -1
