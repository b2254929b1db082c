"""What LibreOffice makes of every formula of a workbook, beside the value that stands written with it."""

from __future__ import annotations

import math
from pathlib import Path

from tests.office.office import Office
from tests.tools.parts import Cell, Package


def disagreements(office: Office, path: Path, names: dict[str, str] | None = None) -> list[str]:
    """Every formula cell whose value, once worked out anew, is another than was written; in words.

    `names` says what a cell is, by `<sheet>!<cell>`.
    """
    book = office.open(path)
    book.recalculate()
    found: list[str] = []
    for sheet in Package(path).sheets:
        formulas = [cell for cell in sheet.cells if cell.formula is not None]
        values = book.values(sheet.name) if formulas else {}
        for cell in formulas:
            written, worked_out = _written(cell), values.get(cell.ref, "")
            if not same(written, worked_out):
                place = f"{sheet.name}!{cell.ref}"
                what = (names or {}).get(place, place)
                found.append(f"{what}: written {written!r}, LibreOffice {worked_out!r}\n    ={cell.formula}")
    book.close()
    return found


def formula_count(path: Path) -> int:
    return sum(cell.formula is not None for sheet in Package(path).sheets for cell in sheet.cells)


def _written(cell: Cell) -> float | str:
    if cell.kind == "str" or not cell.value:
        return (cell.value or "").replace("_x005F_", "_")  # as a workbook holds what looks like an escape
    return float(cell.value)


def same(one: float | str, other: float | str) -> bool:
    """Equal; numbers to nine digits."""
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
    return one == other
