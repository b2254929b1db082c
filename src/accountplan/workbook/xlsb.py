"""An .xlsb: the binary sibling of .xlsx.

Its records are read here and not by a library: of what SheetJS writes the fast reader gives only column A, and of what
anybody writes no names, errors or formulas.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from typing import Any

from accountplan.workbook.archive import Archive, too_large
from accountplan.workbook.biff import References, error_text, rk_number, shown_as
from accountplan.workbook.gather import Budget, SheetCells, grid_of
from accountplan.workbook.grid import Grid
from accountplan.workbook.limits import Limits
from accountplan.workbook.number_formats import Look
from accountplan.workbook.package import Area
from accountplan.workbook.xlsx_book import Book as Parts

# Of the workbook, its styles, its texts, and its tables.
_SHEET, _WORKBOOK, _CALCULATION, _NAME, _REFERENCES = 156, 153, 157, 39, 362
_BOOKS = {357: True, 358: True, 355: False, 667: False, 359: False}
"""Records of what references may be to, and whether it is this workbook."""
_CODE, _LOOK, _LOOKS, _LOOKS_END, _TEXT, _TABLE = 44, 47, 617, 618, 19, 343
# Of a sheet. Short cells have no column: they stand right of the cell before.
_ROW, _MERGED, _RICH, _FIRST_SHORT, _LAST_SHORT = 0, 176, 62, 12, 18
_BLANK, _RK, _ERROR, _FLAG, _REAL, _OWN_TEXT, _LISTED = range(1, 8)
_FORMULAS = {8: _OWN_TEXT, 9: _REAL, 10: _FLAG, 11: _ERROR}
_NO_RECORD_IS_LONGER = 4
"""Bytes of the length of a record."""


def read(content: bytes, limits: Limits) -> Grid:
    """Raises `Refused`, and what the standard library raises for broken bytes."""
    archive = Archive(content, limits)
    parts = Parts(archive, limits)
    book, budget = _Book(archive, parts), Budget(limits)
    if len(book.sheets) > limits.sheets:
        too_large("sheets", len(book.sheets), limits.sheets)
    sheets: list[SheetCells] = []
    tables: dict[str, Area] = {}
    for name, relation in book.sheets:
        kind, part = book.relations.get(relation, ("", ""))
        if kind == "worksheet":
            sheets.append(_Sheet(book, SheetCells(name, budget)).read(archive.read(part)))
            tables |= dict(_tables(archive, parts, name, part))
    return grid_of(
        "xlsb", sheets, names=book.names(), tables=tables, properties=parts.properties(), date1904=book.date1904,
        modified=parts.modified(), recalculates=book.recalculates,
    )  # fmt: skip


def _records(part: bytes) -> Iterator[tuple[int, bytes]]:
    """(kind, data) of every record. Kind and length are numbers of seven bits a byte."""
    at = 0
    while at < len(part):
        kind = part[at]
        at += 1
        if kind & 0x80:
            kind = kind & 0x7F | (part[at] & 0x7F) << 7
            at += 1
        size = 0
        for place in range(_NO_RECORD_IS_LONGER):
            byte = part[at]
            at += 1
            size |= (byte & 0x7F) << 7 * place
            if not byte & 0x80:
                break
        if at + size > len(part):
            raise ValueError("a record that breaks off")
        yield kind, part[at : at + size]
        at += size


def _text(data: bytes, at: int) -> tuple[str, int]:
    """A text with its length before it, and where it ends. A length of all ones is no text."""
    (length,) = struct.unpack_from("<I", data, at)
    if length == 0xFFFF_FFFF:
        return "", at + 4
    end = at + 4 + 2 * length
    if end > len(data):
        raise ValueError("a text that breaks off")
    return data[at + 4 : end].decode("utf-16-le", "replace"), end


class _Book:
    """What stands in the parts beside the sheets."""

    def __init__(self, archive: Archive, parts: Parts) -> None:
        self.relations = parts.relations(parts.part)
        self.sheets: list[tuple[str, str]] = []
        """(name, relation) of each."""
        self.date1904 = self.recalculates = False
        self._names: list[tuple[str, bytes]] = []
        self._references = References()
        for kind, data in _records(archive.read(parts.part)):
            self._take(kind, data)
        self.texts = [_text(data, 1)[0] for kind, data in _optional(archive, parts.strings_part) if kind == _TEXT]
        self.shown = _shown(_optional(archive, parts.styles_part))

    def _take(self, kind: int, data: bytes) -> None:
        if kind == _SHEET:
            relation, at = _text(data, 8)
            self.sheets.append((_text(data, at)[0], relation))
        elif kind == _WORKBOOK:
            self.date1904 = bool(data[0] & 1)
        elif kind == _CALCULATION:
            self.recalculates = len(data) > 24 and bool(data[24] & 1)
        elif kind == _NAME:
            flags, _, sheet = struct.unpack_from("<IBI", data)
            name, at = _text(data, 9)
            (size,) = struct.unpack_from("<I", data, at)
            if sheet == 0xFFFF_FFFF and not flags & 0x20:  # not of one sheet alone, nor of Excel's own
                self._names.append((name, data[at + 4 : at + 4 + size]))
        elif kind in _BOOKS:
            self._references.own.append(_BOOKS[kind])
        elif kind == _REFERENCES:
            self._references.listed = list(struct.iter_unpack("<Iii", data[4 : 4 + 12 * (len(data[4:]) // 12)]))

    def names(self) -> dict[str, Area]:
        return self._references.areas(self._names, [name for name, _ in self.sheets], "I")


def _optional(archive: Archive, part: str | None) -> Iterator[tuple[int, bytes]]:
    return _records(archive.read(part)) if part else iter(())


def _shown(records: Iterator[tuple[int, bytes]]) -> list[Look]:
    """What the format of each style of a cell shows."""
    codes: dict[int, str] = {}
    numbers: list[int] = []
    of_cells = False
    for kind, data in records:
        if kind == _CODE:
            codes[struct.unpack_from("<H", data)[0]] = _text(data, 2)[0]
        elif kind in (_LOOKS, _LOOKS_END):
            of_cells = kind == _LOOKS
        elif kind == _LOOK and of_cells:
            numbers.append(struct.unpack_from("<2H", data)[1])
    return [shown_as(number, codes) for number in numbers]


class _Sheet:
    """What the records of one sheet say of its cells."""

    def __init__(self, book: _Book, cells: SheetCells) -> None:
        self._book, self._cells = book, cells
        self._row, self._column = 0, -1

    def read(self, part: bytes) -> SheetCells:
        for kind, data in _records(part):
            if kind == _ROW:
                self._row, self._column = struct.unpack_from("<I", data)[0], -1
            elif kind == _MERGED:
                first_row, last_row, first, last = struct.unpack_from("<4I", data)
                self._cells.merge(first_row, first, last_row, last)
            elif _FIRST_SHORT <= kind <= _LAST_SHORT:
                self._column += 1
                self._take(kind - _FIRST_SHORT + _BLANK, data, 0)
            elif kind == _RICH or kind in _FORMULAS or _BLANK <= kind <= _LISTED:
                (self._column,) = struct.unpack_from("<I", data)
                if kind in _FORMULAS:
                    self._cells.formulas.add((self._row, self._column))
                self._take(_FORMULAS.get(kind, kind), data, 4)
        return self._cells

    def _take(self, kind: int, data: bytes, at: int) -> None:
        """A cell; at `at` stands how it looks, and after that its value."""
        look = int.from_bytes(data[at : at + 3], "little")
        at += 4
        if kind == _REAL:
            self._number(look, struct.unpack_from("<d", data, at)[0])
        elif kind == _RK:
            self._number(look, rk_number(struct.unpack_from("<I", data, at)[0]))
        elif kind == _ERROR:
            self._cells.put_error(self._row, self._column, error_text(data[at]))
        elif kind != _BLANK:
            self._put(self._value(kind, data, at))

    def _value(self, kind: int, data: bytes, at: int) -> Any:
        if kind == _FLAG:
            return bool(data[at])
        if kind == _LISTED:
            return self._book.texts[struct.unpack_from("<I", data, at)[0]]
        return _text(data, at + (kind == _RICH))[0]

    def _put(self, value: Any) -> None:
        self._cells.put(self._row, self._column, value)

    def _number(self, look: int, number: float) -> None:
        shown = self._book.shown[look] if look < len(self._book.shown) else None
        self._cells.put_number(self._row, self._column, number, shown, self._book.date1904)


def _tables(archive: Archive, parts: Parts, sheet: str, part: str) -> Iterator[tuple[str, Area]]:
    """Name and area of the tables of a sheet."""
    for kind, target in parts.relations(part).values():
        if kind == "table" and target in archive:
            for record, data in _records(archive.read(target)):
                if record == _TABLE:
                    first_row, last_row, first, last = struct.unpack_from("<4I", data)
                    yield _text(data, _text(data, 64)[1])[0], Area(sheet, first_row, first, last_row, last)
