"""An .ods: the format of LibreOffice and its relatives.

Read here from its parts and not by a library: the fast reader refuses what Gnumeric and SheetJS write, drops tabs, and
takes error cells for empty ones. All that a plan needs is a few elements, the same in every program.
"""

from __future__ import annotations

import io
import re
from collections.abc import Iterator
from datetime import UTC, date, datetime, time, timedelta
from typing import Any
from xml.etree import ElementTree
from xml.etree.ElementTree import Element

from accountplan.workbook.archive import Archive, too_large
from accountplan.workbook.gather import Budget, SheetCells, grid_of, time_of_day
from accountplan.workbook.grid import Grid
from accountplan.workbook.limits import Limits
from accountplan.workbook.package import Area, Refused, area_of

_NS = "{urn:oasis:names:tc:opendocument:xmlns:"
_TABLE, _TEXT, _OFFICE, _META = (f"{_NS}{room}:1.0}}" for room in ("table", "text", "office", "meta"))
_CALCEXT = "{urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0}"
_DC = "{http://purl.org/dc/elements/1.1/}"
_CELLS = frozenset((f"{_TABLE}table-cell", f"{_TABLE}covered-table-cell"))
_PARAGRAPHS = frozenset((f"{_TEXT}p", f"{_TEXT}h"))
_NOT_CONTENT = frozenset((f"{_OFFICE}annotation", f"{_TEXT}note"))
_ERROR = re.compile(r"#(?:NULL!|DIV/0!|VALUE!|REF!|NAME\?|NUM!|N/A|SPILL!|CALC!)|Err:\d{3}")
_CELL = r"\.\$?([A-Z]{1,3})\$?(\d+)"
_REFERENCE = re.compile(rf"\$?(?:'((?:[^']|'')+)'|([^'.$#]+)){_CELL}(?::(?:\$?(?:'(?:[^']|'')+'|[^'.$]+))?{_CELL})?")
_DURATION = re.compile(r"(-?)P(?:(\d+)D)?T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:[.,]\d+)?)S)?")
_SPACES = re.compile(r"[ \t\r\n]+")
_LONGEST = 32_767
_WIDEST = 16_384
_TALLEST = 1_048_576


def read(content: bytes, limits: Limits) -> Grid:
    """Raises `Refused`, and what the standard library raises for broken bytes."""
    archive = Archive(content, limits)
    reader = _Content(limits)
    reader.read(archive.xml("content.xml"))
    meta = ElementTree.fromstring(archive.xml("meta.xml")) if "meta.xml" in archive else Element("none")
    return grid_of(
        "ods", reader.sheets, names=reader.names, tables=reader.tables, properties=_properties(meta),
        date1904=reader.date1904, modified=_modified(meta),
    )  # fmt: skip


class _Content:
    """The sheets, row by row: no row is kept as elements once it has been read."""

    def __init__(self, limits: Limits) -> None:
        self.sheets: list[SheetCells] = []
        self.names: dict[str, Area] = {}
        self.tables: dict[str, Area] = {}
        self.date1904 = False
        self._limits, self._budget = limits, Budget(limits)
        self._path: list[str] = []
        self._row = 0
        self._looked = 0
        """How many cells have been looked at, each as often as it stands for itself."""
        self._table = 0
        """How deep the path was where the sheet began; 0 outside of sheets."""

    def read(self, content: bytes) -> None:
        for event, element in ElementTree.iterparse(io.BytesIO(content), ("start", "end")):
            if event == "start":
                self._path.append(element.tag)
                self._begin(element)
            else:
                self._end(element)
                self._path.pop()

    def _begin(self, element: Element) -> None:
        if len(self._path) > self._limits.depth:
            raise Refused("unsafe", sentence="unsafe-depth", part="content.xml")
        under = self._path[-2] if len(self._path) > 1 else ""
        if element.tag == f"{_TABLE}table" and under == f"{_OFFICE}spreadsheet":
            self._table, self._row = len(self._path), 0
            self.sheets.append(SheetCells(element.get(f"{_TABLE}name", ""), self._budget))
            if len(self.sheets) > self._limits.sheets:
                too_large("sheets", len(self.sheets), self._limits.sheets)

    def _end(self, element: Element) -> None:
        tag = element.tag
        if tag == f"{_TABLE}table" and len(self._path) == self._table:
            self._table = 0
            element.clear()
        elif tag == f"{_TABLE}table-source" and len(self._path) == self._table + 1 and self._table:
            self.sheets.pop()  # what LibreOffice remembers of another workbook
            self._table = 0
        elif tag == f"{_TABLE}table-row" and self._table and not self._inside():
            self._take_row(element)
            element.clear()
        elif tag == f"{_TABLE}null-date":
            self.date1904 = element.get(f"{_TABLE}date-value", "").startswith("1904-01-01")
        elif tag == f"{_TABLE}named-range" and not self._table:
            self._take_area(self.names, element, "cell-range-address")
        elif tag == f"{_TABLE}database-range":
            self._take_area(self.tables, element, "target-range-address")

    def _inside(self) -> bool:
        """Whether this row stands inside a cell or a drawing of the sheet, and is none of its own."""
        return any(not step.startswith(f"{_TABLE}table-") for step in self._path[self._table :]) or any(
            step in _CELLS for step in self._path[self._table :]
        )

    def _take_area(self, found: dict[str, Area], element: Element, attribute: str) -> None:
        area = area_of(_REFERENCE.fullmatch(element.get(f"{_TABLE}{attribute}", "").strip()))
        if area is not None:
            found[element.get(f"{_TABLE}name", "")] = area
        if len(found) > self._limits.names:
            too_large("names", len(found), self._limits.names)

    def _take_row(self, row: Element) -> None:
        times = _times(row, "number-rows-repeated", _TALLEST - self._row)
        cells = [(at, cell) for at, cell in _cells(row) if _is_filled(cell)]
        self._looked += times * sum(_times(cell, "number-columns-repeated", _WIDEST - at) for at, cell in cells)
        if self._looked > self._limits.cells:
            too_large("cells", self._looked, self._limits.cells)
        for number in range(self._row, self._row + times if cells else self._row):
            for at, cell in cells:
                for column in range(at, at + _times(cell, "number-columns-repeated", _WIDEST - at)):
                    _take_cell(self.sheets[-1], number, column, cell)
        self._row += times


def _cells(row: Element) -> Iterator[tuple[int, Element]]:
    column = 0
    for cell in row:
        if cell.tag in _CELLS:
            yield column, cell
            column += _times(cell, "number-columns-repeated", _WIDEST - column)


def _times(element: Element, attribute: str, most: int) -> int:
    """How often an element stands for itself: at least once, and not beyond the end of the sheet."""
    return max(0, min(most, int(element.get(f"{_TABLE}{attribute}", "1") or 1)))


def _is_filled(cell: Element) -> bool:
    spans = (cell.get(f"{_TABLE}number-{way}-spanned", "1") for way in ("columns", "rows"))
    return (
        f"{_OFFICE}value-type" in cell.attrib
        or f"{_TABLE}formula" in cell.attrib
        or any(child.tag in _PARAGRAPHS for child in cell)
        or any(span != "1" for span in spans)
    )


def _take_cell(sheet: SheetCells, row: int, column: int, cell: Element) -> None:
    columns = _times(cell, "number-columns-spanned", _WIDEST - column)
    rows = _times(cell, "number-rows-spanned", _TALLEST - row)
    sheet.merge(row, column, row + rows - 1, column + columns - 1)
    if f"{_TABLE}formula" in cell.attrib:
        sheet.formulas.add((row, column))
    text = "\n".join(_paragraph(child) for child in cell if child.tag in _PARAGRAPHS)
    if f"{_TABLE}formula" in cell.attrib and not text and not _has_result(cell):
        sheet.uncalculated.add((row, column))
        return
    if _is_error(cell, text):
        sheet.put_error(row, column, text or "#?")
        return
    value = _value(cell, text)
    if value not in ("", None):
        sheet.put(row, column, value)
    if isinstance(value, float):
        percent = _is_percent(cell, value, text)
        if percent is not None:
            sheet.percents[row, column] = percent
        if f"{_OFFICE}currency" in cell.attrib:
            sheet.currencies[row, column] = cell.attrib[f"{_OFFICE}currency"]


def _has_result(cell: Element) -> bool:
    """Whether a cell says what its formula came to: an empty text is a result, a type without a value is none."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    said = ("value", "date-value", "time-value", "boolean-value")
    return kind == "string" or any(f"{_OFFICE}{name}" in cell.attrib for name in said)


def _is_error(cell: Element, text: str) -> bool:
    """LibreOffice says it of the cell; other programs only write the error as its text."""
    return cell.get(f"{_CALCEXT}value-type") == "error" or _ERROR.fullmatch(text) is not None


def _value(cell: Element, text: str) -> Any:
    """The value that the attributes say; a text also by its paragraphs."""
    kind = cell.get(f"{_OFFICE}value-type", "")
    if kind in ("float", "percentage", "currency"):
        return float(cell.get(f"{_OFFICE}value", text))
    if kind == "date":
        raw = cell.get(f"{_OFFICE}date-value", text)
        return _moment(raw) or raw
    if kind == "time":
        raw = cell.get(f"{_OFFICE}time-value", text)
        return _time(raw) or raw
    if kind == "boolean":
        return cell.get(f"{_OFFICE}boolean-value", text).strip().lower() == "true"
    return cell.get(f"{_OFFICE}string-value") or text


def _is_percent(cell: Element, value: float, text: str) -> bool | None:
    """Whether a number is shown as a percentage: by its type, else by what is shown. None where nothing is."""
    if cell.get(f"{_OFFICE}value-type") == "percentage":
        return True
    shown = text.strip()
    if not shown.endswith("%"):
        return False if shown else None
    try:
        number = float(shown.rstrip("%\u00a0\u202f ").replace(",", ".").replace("\u2212", "-"))
    except ValueError:
        return None
    # A sign that only decorates leaves the number what it is: 12 shown as 12%.
    return abs(number - value * 100) < abs(number - value) if number or value else True


def _paragraph(element: Element) -> str:
    """The text of a paragraph: runs of spaces are one, and those that count are elements."""
    text = "".join(_pieces(element))
    collapsed = _SPACES.sub(" ", text).removeprefix(" ")
    return collapsed.translate(_MEANT)


_SPACE, _TAB, _BREAK = "\ue000", "\ue001", "\ue002"
_MEANT = {ord(_SPACE): " ", ord(_TAB): "\t", ord(_BREAK): "\n"}
"""What stands for the spaces that count until the others are joined; nobody types these characters."""


def _pieces(element: Element) -> Iterator[str]:
    yield element.text or ""
    for child in element:
        if child.tag == f"{_TEXT}s":
            yield _SPACE * max(0, min(_LONGEST, int(child.get(f"{_TEXT}c", "1") or 1)))
        elif child.tag == f"{_TEXT}tab":
            yield _TAB
        elif child.tag == f"{_TEXT}line-break":
            yield _BREAK
        elif child.tag not in _NOT_CONTENT:
            yield from _pieces(child)
        yield child.tail or ""


def _moment(text: str) -> date | datetime | None:
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    moment = moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
    return moment.date() if moment.time() == time.min else moment


def _time(text: str) -> time | timedelta | None:
    """A time of day, or a duration where it is none."""
    match = _DURATION.fullmatch(text.strip())
    if match is None:
        return None
    days, hours, minutes = (int(part or 0) for part in match.group(2, 3, 4))
    seconds = float((match[5] or "0").replace(",", ".").replace("\u2212", "-"))
    length = timedelta(days=days, hours=hours, minutes=minutes, seconds=seconds)
    if not match[1] and length < timedelta(days=1):
        return time_of_day(length.total_seconds())
    return -length if match[1] else length


# -- what the document says of itself ----------------------------------------------------------------------------------
def _properties(meta: Element) -> dict[str, str]:
    return {
        entry.get(f"{_META}name", ""): "".join(entry.itertext()) for entry in meta.iter(f"{_META}user-defined")
    }  # fmt: skip


def _modified(meta: Element) -> datetime | None:
    """When it was saved last (UTC where it says so, without a zone)."""
    moment = _moment(next((entry.text or "" for entry in meta.iter(f"{_DC}date")), ""))
    return datetime.combine(moment, time.min) if type(moment) is date else moment  # type: ignore[return-value]
