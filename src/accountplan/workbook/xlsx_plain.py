"""The second reader of .xlsx: the plain parts, element by element, with the standard library.

It gives what the fast reader gives, and reads what that one refuses or passes over: cells without an address, newer
error values, other encodings and namespaces, sheets with a few cells far apart.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, time, timedelta
from typing import Any
from xml.parsers import expat

from accountplan.workbook.archive import shown, too_large
from accountplan.workbook.limits import Limits
from accountplan.workbook.number_formats import Formats, Shows
from accountplan.workbook.package import Refused, column_number
from accountplan.workbook.xlsx_book import Book
from accountplan.workbook.xlsx_scan import COLUMNS, ROWS, Scan

Rows = list[list[Any]]

_MAIN = ("http://schemas.openxmlformats.org/spreadsheetml/2006/main", "http://purl.oclc.org/ooxml/spreadsheetml/main")
_SPACE = "http://www.w3.org/XML/1998/namespace}space"
_ADDRESS = re.compile(r"\$?([A-Z]{1,3})\$?([1-9][0-9]{0,6})", re.IGNORECASE)
_ESCAPED = re.compile(r"_x([0-9A-Fa-f]{4})_")
_NOTHING: list[Any] = []
_LAST_SERIAL = 2_958_466


def read_sheets(book: Book, limits: Limits) -> Iterator[tuple[str, Rows, Scan]]:
    """Every sheet: its name, its rows (each as long as it is filled) and what stands in its raw part."""
    strings = _strings(book, limits) if book.strings_part else []
    left = limits
    for sheet in book.sheets:
        if sheet.part is None:
            yield sheet.name, [], Scan()
            continue
        reader = _Sheet(sheet.part, strings, book.formats, book.date1904, left)
        reader.parse(book.archive.xml(sheet.part))
        yield sheet.name, reader.rows(), reader.found
        left = reader.left()


class _Parser:
    """Elements by their own names, with their text; subclasses say which of them matter."""

    def __init__(self, part: str, limits: Limits) -> None:
        self.part, self.limits = part, limits
        self.text: list[str] | None = None
        """What the element at hand holds, while somebody wants it."""
        self._depth = 0
        self._names: dict[str, str] = {}

    def parse(self, content: bytes) -> None:
        parser = expat.ParserCreate(namespace_separator="}")
        parser.buffer_text = True
        parser.StartElementHandler = self._start
        parser.EndElementHandler = self._end
        parser.CharacterDataHandler = self._characters
        try:
            parser.Parse(content, True)
        except (expat.ExpatError, LookupError, ValueError) as error:
            raise Refused("damaged", sentence="damaged-part", part=shown(self.part)) from error

    def is_root(self, name: str) -> bool:
        """Whether a part of this kind begins with this element."""
        return bool(name)

    def begin(self, name: str, attributes: dict[str, str]) -> None: ...

    def finish(self, name: str) -> None: ...

    def _start(self, name: str, attributes: dict[str, str]) -> None:
        self._depth += 1
        if self._depth == 1 and not self.is_root(self._local(name)):
            raise Refused("damaged", sentence="damaged-part", part=shown(self.part))
        if self._depth > self.limits.depth:
            raise Refused("unsafe", sentence="unsafe-depth", part=shown(self.part))
        self.begin(self._local(name), attributes)

    def _end(self, name: str) -> None:
        self._depth -= 1
        self.finish(self._local(name))

    def _local(self, name: str) -> str:
        """The name within the language of spreadsheets; nothing for an element of another."""
        if name not in self._names:
            space, _, local = name.rpartition("}")
            self._names[name] = local if space in _MAIN or not space else ""
        return self._names[name]

    def _characters(self, text: str) -> None:
        if self.text is not None:
            self.text.append(text)


class _Rich(_Parser):
    """Texts in runs, shared or in a cell: `<t>` on its own or in `<r>`, but not what says how it sounds."""

    def __init__(self, part: str, limits: Limits) -> None:
        super().__init__(part, limits)
        self._runs: list[str] = []
        self._kept = self._sounds = False

    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "rPh":
            self._sounds = True
        elif name == "t" and not self._sounds:
            self.text, self._kept = [], attributes.get(_SPACE) == "preserve"

    def finish(self, name: str) -> None:
        if name == "rPh":
            self._sounds = False
        elif name == "t" and self.text is not None and not self._sounds:
            run = "".join(self.text)
            self._runs.append(run if self._kept else run.strip(" \t\r\n"))
            self.text = None

    def taken(self) -> str:
        """The text gathered since the last time."""
        whole, self._runs = unescaped("".join(self._runs)), []
        return whole


class _Strings(_Rich):
    def __init__(self, part: str, limits: Limits) -> None:
        super().__init__(part, limits)
        self.every: list[str] = []

    def is_root(self, name: str) -> bool:
        return name == "sst"

    def finish(self, name: str) -> None:
        super().finish(name)
        if name == "si":
            self.every.append(self.taken())
            if len(self.every[-1]) > self.limits.text:
                too_large("text", len(self.every[-1]), self.limits.text)


def _strings(book: Book, limits: Limits) -> list[str]:
    assert book.strings_part is not None
    reader = _Strings(book.strings_part, limits)
    reader.parse(book.archive.xml(book.strings_part))
    return reader.every


class _Sheet(_Rich):
    """The cells of one sheet."""

    def __init__(self, part: str, strings: list[str], formats: Formats, date1904: bool, limits: Limits) -> None:
        super().__init__(part, limits)
        self._strings, self._formats, self._date1904 = strings, formats, date1904
        self.found = Scan()
        self._rows: dict[int, dict[int, Any]] = {}
        self._row = self._column = -1
        self._cell: dict[str, str] | None = None
        self._value: str | None = None
        self._formula = False
        self._area = 0

    def is_root(self, name: str) -> bool:
        return name.endswith("sheet")

    # -- elements ----------------------------------------------------------------------------------------------------
    def begin(self, name: str, attributes: dict[str, str]) -> None:
        if name == "row":
            number = attributes.get("r", "").strip()
            self._row = int(number) - 1 if number.isdecimal() and len(number) < 8 else self._row + 1
            self._column = -1
        elif name == "c":
            self._cell, self._value, self._formula, self._runs = attributes, None, False, []
            self._place(attributes.get("r"))
        elif name == "mergeCell":
            self._merge(attributes.get("ref", ""))
        elif self._cell is not None:
            if name == "v":
                self.text = []
            elif name == "f":
                self._formula = True
            else:
                super().begin(name, attributes)

    def finish(self, name: str) -> None:
        if name == "v" and self._cell is not None and self.text is not None:
            self._value, self.text = "".join(self.text), None
        elif name == "c" and self._cell is not None:
            self._take(self._cell)
            self._cell = None
            self.found.check(self.limits)
        else:
            super().finish(name)

    def _place(self, address: str | None) -> None:
        """Where the cell stands: by its address, else right of the one before it."""
        if address is None:
            self._column += 1
        else:
            match = _ADDRESS.fullmatch(address.strip())
            if match is None:
                raise Refused("damaged", sentence="damaged-cell", part=shown(self.part), address=shown(address))
            self._row, self._column = int(match[2]) - 1, column_number(match[1].upper())
        if not (0 <= self._row < ROWS and self._column < COLUMNS):
            place = address or f"{self._row + 1}:{self._column + 1}"
            raise Refused("damaged", sentence="damaged-cell", part=shown(self.part), address=shown(place))

    def _merge(self, reference: str) -> None:
        ends = [_ADDRESS.fullmatch(end) for end in reference.split(":")]
        if len(ends) == 2 and ends[0] and ends[1]:
            (left, top), (right, bottom) = ends[0].groups(), ends[1].groups()
            self.found.merged.append(
                (int(top) - 1, column_number(left.upper()), int(bottom) - 1, column_number(right.upper()))
            )

    # -- cells -------------------------------------------------------------------------------------------------------
    def _take(self, cell: dict[str, str]) -> None:
        at, kind, found = (self._row, self._column), cell.get("t", "n").strip(), self.found
        if self._formula:
            found.formulas.add(at)
        if kind == "e":
            found.errors[at] = self._value or "#?"
            return
        text = self.taken()
        if not self._value and not text:
            if self._formula and kind != "str":
                found.uncalculated.add(at)
            return
        self._put(at, self._content(at, kind, cell, text))

    def _content(self, at: tuple[int, int], kind: str, cell: dict[str, str], text: str) -> Any:
        value = self._value or ""
        if kind == "s":
            return self._shared(at, value.strip())
        if kind == "inlineStr":
            return text or unescaped(value)
        if kind == "str":
            return unescaped(value)
        if kind == "b":
            return value.strip().lower() in ("1", "true")
        if kind == "d":
            return _moment_of(value.strip())
        number = _number(value.strip())
        if number is None:
            return value
        look = self._formats.of_style(int(cell["s"]) if cell.get("s", "").isdecimal() else 0)
        self.found.note(at, look)
        return moment(number, look.shows, self._date1904)

    def _shared(self, at: tuple[int, int], index: str) -> Any:
        """The shared text; an error cell where the workbook names one that it does not have."""
        if index.isdecimal() and len(index) < 10 and int(index) < len(self._strings):
            return self._strings[int(index)]
        self.found.errors[at] = "#?"
        return ""

    def _put(self, at: tuple[int, int], content: Any) -> None:
        row = self._rows.setdefault(at[0], {})
        if at[1] in row and row[at[1]] != content:
            address = f"{at[0] + 1}:{at[1] + 1}"
            raise Refused("damaged", sentence="damaged-cell", part=shown(self.part), address=address)
        if content != "":
            row[at[1]] = content
            self.found.filled += 1

    # -- all together ------------------------------------------------------------------------------------------------
    def rows(self) -> Rows:
        """Rows up to the last filled one, each up to its last filled cell."""
        height = max(self._rows, default=-1) + 1
        self._area = height + sum(max(row, default=-1) + 1 for row in self._rows.values())
        if self._area > self.limits.area:
            too_large("area", self._area, self.limits.area)
        rows = [_NOTHING] * height
        for number, row in self._rows.items():
            rows[number] = [row.get(column, "") for column in range(max(row, default=-1) + 1)]
        return rows

    def left(self) -> Limits:
        """The limits of the sheets that follow."""
        return replace(self.limits, cells=self.limits.cells - self.found.filled, area=self.limits.area - self._area)


def unescaped(text: str) -> str:
    """`_x000D_` is how Excel writes a sign that XML cannot hold; halves of a pair are left as they stand."""
    return _ESCAPED.sub(_sign, text) if "_x" in text else text


def _sign(match: re.Match[str]) -> str:
    code = int(match[1], 16)
    return match[0] if 0xD800 <= code <= 0xDFFF else chr(code)


def _number(text: str) -> float | None:
    if "_" in text:  # Python would read over it
        return None
    try:
        return float(text)
    except ValueError:
        return None


def moment(number: float, shows: Shows, date1904: bool) -> float | date | time | timedelta:
    """What a number is that is shown as a date, a time or a duration; the number itself where there is no such date."""
    if shows == "duration" and 0 <= number < _LAST_SERIAL:
        return timedelta(milliseconds=round(number * 86_400_000))
    if shows != "moment" or not 0 <= number < _LAST_SERIAL - (1462 if date1904 else 0):
        return number
    days = number + 1462 if date1904 else number
    start = datetime(1899, 12, 31) if days < 60 else datetime(1899, 12, 30)  # Excel knows a 29 February 1900
    at = start + timedelta(milliseconds=round(days * 86_400_000))
    if number < 1:
        return at.time()
    return at.date() if number == int(number) else at


def _moment_of(text: str) -> Any:
    """A moment in ISO notation; the text itself if it is none."""
    for kind in (date, datetime, time):
        try:
            return kind.fromisoformat(text) if not text.endswith("Z") else text
        except ValueError:
            continue
    return text
