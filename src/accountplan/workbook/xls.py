"""An .xls: the format of Excel 97 to 2003.

Its records are read here and not by a library: of those one takes Gnumeric's percentages for times of day and error
cells for empty ones, the other refuses Gnumeric's files, and none tells which cells hold a formula. What these records
do not say clearly costs the file (`damaged`), never an answer.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator

from accountplan.workbook.biff import References, error_text, rk_number, shown_as
from accountplan.workbook.compound import Compound, last_saved, own_properties
from accountplan.workbook.gather import Budget, SheetCells, grid_of
from accountplan.workbook.grid import Grid
from accountplan.workbook.limits import Limits
from accountplan.workbook.number_formats import Look
from accountplan.workbook.package import Area, Refused

_BOF, _EOF, _CONTINUE, _FILEPASS = 0x809, 0x0A, 0x3C, 0x2F
_BOUNDSHEET, _SST, _NAME, _SUPBOOK, _EXTERNSHEET = 0x85, 0xFC, 0x18, 0x1AE, 0x17
_DATEMODE, _FORMAT, _XF = 0x22, 0x41E, 0xE0
_NUMBER, _RK, _MULRK, _BOOLERR, _MERGED = 0x203, 0x27E, 0xBD, 0x205, 0xE5
_LABELSST, _LABEL, _RSTRING = 0xFD, 0x204, 0xD6
_FORMULA, _STRING = 0x06, 0x207
_BIFF8 = 0x600
_OWN_SHEETS = 0x0401
_MOST_OF_A_LABEL = 255
"""Programs that put each text in its cell, instead of in the list of texts, cut it off here."""


def read(content: bytes, limits: Limits) -> Grid:
    """Raises `Refused`, and what the standard library raises for broken bytes."""
    file = Compound(content)
    stream = file.stream("Workbook")
    if stream is None:
        sentence = "not-a-workbook" if file.stream("Book") is None else "kind-old-excel"
        raise Refused("not-a-plan", sentence=sentence)
    book, budget = _Book(stream), Budget(limits)
    sheets = [_Sheet(book, SheetCells(name, budget)).read(at) for name, at in book.worksheets()]
    return grid_of(
        "xls", sheets, names=book.names(), properties=own_properties(file), date1904=book.date1904,
        modified=last_saved(file),
    )  # fmt: skip


class _Record:
    """One record with what continues it. Texts are read with `text`, everything else from `data`."""

    def __init__(self, kind: int, data: bytes) -> None:
        self.kind, self.data = kind, data
        self.continued: list[bytes] = []
        self._part, self._at = -1, 0

    def _bytes(self) -> bytes:
        return self.data if self._part < 0 else self.continued[self._part]

    def _next(self) -> None:
        self._part += 1
        self._at = 0
        if self._part >= len(self.continued):
            raise ValueError("a text that breaks off")

    def take(self, size: int) -> bytes:
        """The next bytes, also out of what continues the record."""
        taken = b""
        while len(taken) < size:
            if self._at >= len(self._bytes()):
                self._next()
            piece = self._bytes()[self._at : self._at + size - len(taken)]
            self._at += len(piece)
            taken += piece
        return taken

    def number(self, size: int) -> int:
        return int.from_bytes(self.take(size), "little")

    def text(self, length: int) -> str:
        """A text of so many characters with its flags; in each continuation they are said again."""
        flags = self.number(1)
        runs = self.number(2) if flags & 8 else 0
        extra = self.number(4) if flags & 4 else 0
        pieces: list[str] = []
        while length:
            if self._at >= len(self._bytes()):
                self._next()
                flags = self.number(1)
            width = 1 + (flags & 1)
            count = min(length, (len(self._bytes()) - self._at) // width)
            if count == 0 and self._at < len(self._bytes()):
                raise ValueError("half a character")
            raw = self._bytes()[self._at : self._at + count * width]
            pieces.append(raw.decode("utf-16-le" if width == 2 else "latin-1", "surrogatepass"))
            self._at += count * width
            length -= count
        self.take(4 * runs + extra)
        return _whole("".join(pieces))


def _whole(text: str) -> str:
    """Halves of a character that were parted by a continuation, joined; a half that stands alone is a mark."""
    return text.encode("utf-16-le", "surrogatepass").decode("utf-16-le", "replace") if not text.isascii() else text


def _records(stream: bytes, at: int) -> Iterator[_Record]:
    """The records from one beginning to its end, without what is embedded in between."""
    depth = 0
    record: _Record | None = None
    while at + 4 <= len(stream):
        kind, size = struct.unpack_from("<2H", stream, at)
        data = stream[at + 4 : at + 4 + size]
        at += 4 + size
        if len(data) < size:
            break
        if kind == _CONTINUE:
            if record is not None:
                record.continued.append(data)
            continue
        if record is not None and depth == 1:
            yield record
        record = _Record(kind, data)
        if kind == _BOF:
            depth += 1
            record = record if depth == 1 else None
        elif kind == _EOF:
            depth -= 1
            record = None
            if depth == 0:
                return
    raise ValueError("a stream of records without an end")


class _Book:
    """What the records of the workbook as a whole say."""

    def __init__(self, stream: bytes) -> None:
        self.stream = stream
        self.texts: list[str] = []
        self.date1904 = False
        self._sheets: list[tuple[str, int, bool]] = []
        """(name, where it begins, whether it is a sheet of cells)."""
        self._names: list[tuple[str, bytes]] = []
        self._references = References()
        self._codes: dict[int, str] = {}
        self._formats: list[int] = []
        records = _records(stream, 0)
        if struct.unpack_from("<H", next(records).data)[0] != _BIFF8:
            raise Refused("not-a-plan", sentence="kind-old-excel")
        take = {
            _BOUNDSHEET: self._take_sheet, _SST: self._take_texts, _NAME: self._take_name, _SUPBOOK: self._take_book,
            _EXTERNSHEET: self._take_references, _FORMAT: self._take_code,
        }  # fmt: skip
        for record in records:
            if record.kind == _FILEPASS:
                raise Refused("encrypted")
            if record.kind in take:
                take[record.kind](record)
            elif record.kind == _DATEMODE:
                self.date1904 = record.data[:1] == b"\1"
            elif record.kind == _XF:
                self._formats.append(struct.unpack_from("<2H", record.data)[1])
        self.shown: list[Look] = [shown_as(number, self._codes) for number in self._formats]

    def _take_sheet(self, record: _Record) -> None:
        at, _, kind, length = struct.unpack("<I3B", record.take(7))
        self._sheets.append((record.text(length), at, kind == 0))

    def _take_texts(self, record: _Record) -> None:
        count = struct.unpack("<2I", record.take(8))[1]
        self.texts = [record.text(record.number(2)) for _ in range(count)]

    def _take_name(self, record: _Record) -> None:
        flags, _, length, size, _, sheet, _ = struct.unpack("<H2B3HI", record.take(14))
        if not flags & 0x20 and sheet == 0:  # not one of Excel's own, nor of one sheet alone
            name = record.text(length)
            self._names.append((name, record.take(size)))

    def _take_book(self, record: _Record) -> None:
        self._references.own.append(len(record.data) >= 4 and struct.unpack_from("<2H", record.data)[1] == _OWN_SHEETS)

    def _take_references(self, record: _Record) -> None:
        for _ in range(record.number(2)):
            book, first, last = struct.unpack("<3H", record.take(6))
            self._references.listed.append((book, first, last))

    def _take_code(self, record: _Record) -> None:
        number = record.number(2)
        self._codes[number] = record.text(record.number(2))

    def worksheets(self) -> Iterator[tuple[str, int]]:
        return ((name, at) for name, at, has_cells in self._sheets if has_cells)

    def names(self) -> dict[str, Area]:
        return self._references.areas(self._names, [name for name, _, _ in self._sheets], "H")


class _Sheet:
    """What the records of one sheet say of its cells."""

    def __init__(self, book: _Book, cells: SheetCells) -> None:
        self._book, self._cells = book, cells
        self._unsaid: tuple[int, int] | None = None
        """The cell with a formula whose text comes in a record of its own."""

    def read(self, at: int) -> SheetCells:
        take = {
            _NUMBER: self._take_number, _RK: self._take_rk, _MULRK: self._take_rks, _BOOLERR: self._take_flag,
            _LABELSST: self._take_listed, _LABEL: self._take_text, _RSTRING: self._take_text,
            _FORMULA: self._take_formula, _STRING: self._take_result, _MERGED: self._take_merged,
        }  # fmt: skip
        for record in _records(self._book.stream, at):
            if record.kind in take:
                take[record.kind](record)
        return self._cells

    def _number(self, row: int, column: int, look: int, number: float) -> None:
        shown = self._book.shown[look] if look < len(self._book.shown) else None
        self._cells.put_number(row, column, number, shown, self._book.date1904)

    def _take_number(self, record: _Record) -> None:
        self._number(*struct.unpack_from("<3Hd", record.data))

    def _take_rk(self, record: _Record) -> None:
        row, column, look, raw = struct.unpack_from("<3HI", record.data)
        self._number(row, column, look, rk_number(raw))

    def _take_rks(self, record: _Record) -> None:
        row, column = struct.unpack_from("<2H", record.data)
        for number, (look, raw) in enumerate(struct.iter_unpack("<HI", record.data[4:-2])):
            self._number(row, column + number, look, rk_number(raw))

    def _take_flag(self, record: _Record) -> None:
        row, column, _, value, is_error = struct.unpack_from("<3H2B", record.data)
        if is_error:
            self._cells.put_error(row, column, error_text(value))
        else:
            self._cells.put(row, column, bool(value))

    def _take_listed(self, record: _Record) -> None:
        row, column, _, number = struct.unpack_from("<3HI", record.data)
        self._cells.put(row, column, self._book.texts[number])

    def _take_text(self, record: _Record) -> None:
        row, column, _, length = struct.unpack("<4H", record.take(8))
        self._cells.put(row, column, record.text(length))
        if length == _MOST_OF_A_LABEL:
            self._cells.cut.add((row, column))

    def _take_formula(self, record: _Record) -> None:
        row, column, look = struct.unpack_from("<3H", record.data)
        result = record.data[6:14]
        self._cells.formulas.add((row, column))
        self._unsaid = None
        if result[6:] != b"\xff\xff":
            self._number(row, column, look, struct.unpack("<d", result)[0])
        elif result[0] == 0:
            self._unsaid = row, column
        elif result[0] == 1:
            self._cells.put(row, column, bool(result[2]))
        elif result[0] == 2:
            self._cells.put_error(row, column, error_text(result[2]))

    def _take_result(self, record: _Record) -> None:
        if self._unsaid is not None:
            self._cells.put(*self._unsaid, record.text(record.number(2)))
            self._unsaid = None

    def _take_merged(self, record: _Record) -> None:
        for first_row, last_row, first, last in struct.iter_unpack("<4H", record.data[2:]):
            self._cells.merge(first_row, first, last_row, last)
