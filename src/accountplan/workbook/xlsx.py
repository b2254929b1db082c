"""An .xlsx or .xlsm: its cells, and what its raw parts say that spreadsheet libraries do not tell.

Two readers. The fast one reads what is written as Excel writes it, and must come back with as many cells as the raw
parts hold. Whatever else there is, and whatever the fast one refuses or miscounts, the plain one reads.
"""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Set

from accountplan.workbook.archive import Archive, too_large
from accountplan.workbook.calamine import sheets_of
from accountplan.workbook.grid import Grid
from accountplan.workbook.limits import Limits
from accountplan.workbook.package import Package, Refused
from accountplan.workbook.xlsx_book import Book
from accountplan.workbook.xlsx_plain import Rows, read_sheets
from accountplan.workbook.xlsx_scan import Scan, is_plain_utf8, scan

_USUAL = ("xl/workbook.xml", "xl/_rels/workbook.xml.rels", "[Content_Types].xml", "_rels/.rels")
_STRINGS, _STYLES = "xl/sharedStrings.xml", "xl/styles.xml"
_TEXTS = re.compile(rb"<sst\b[^>]*>")
_PROMISED = re.compile(rb"""\buniqueCount\s*=\s*["']([^"']*)""")
_BLANK = re.compile(rb"<si>\s*(?:<t\b[^>]*(?:/>|>\s*</t>)\s*)?</si>|<si\s*/>")


def read(content: bytes, limits: Limits, archive: Archive | None = None) -> Grid:
    """Raises `Refused`."""
    book = Book(archive or Archive(content, limits), limits)
    scans = _scans(book, limits)
    sheets = _fast(content, book, scans, limits) if scans is not None else None
    if sheets is None or scans is None:
        sheets, scans = {}, {}
        for name, rows, found in read_sheets(book, limits):
            sheets[name], scans[name] = rows, found
    return Grid(_package(book, scans), sheets)


class Shown(Mapping[tuple[int, int], bool]):
    """Of every number on a sheet whether it is shown as a percentage; held are only those of which it is true."""

    def __init__(self, percents: Set[tuple[int, int]]) -> None:
        self._percents = percents

    def __getitem__(self, at: tuple[int, int]) -> bool:
        return at in self._percents

    def __iter__(self) -> Iterator[tuple[int, int]]:
        return iter(self._percents)

    def __len__(self) -> int:
        return len(self._percents)


def _package(book: Book, scans: Mapping[str, Scan]) -> Package:
    return Package(
        "xlsx",
        book.names(),
        book.tables(),
        errors={sheet: found.errors for sheet, found in scans.items() if found.errors},
        uncalculated={sheet: frozenset(found.uncalculated) for sheet, found in scans.items()},
        formulas={sheet: frozenset(found.formulas) for sheet, found in scans.items()},
        merged={sheet: found.areas(sheet) for sheet, found in scans.items()},
        percents={sheet: Shown(found.percents) for sheet, found in scans.items()} if book.formats.known else {},
        currencies={sheet: found.currencies for sheet, found in scans.items() if found.currencies},
        properties=book.properties(),
        date1904=book.date1904,
        modified=book.modified(),
        recalculates=book.recalculates(),
    )


# -- the fast reader -------------------------------------------------------------------------------------------------
def _scans(book: Book, limits: Limits) -> dict[str, Scan] | None:
    """What stands on each sheet; None where the fast reader could not be held to it."""
    if not _is_usual(book):
        return None
    found: dict[str, Scan] = {}
    blanks, longest = _blanks(book), _longest_text(book, limits)
    filled = 0
    for sheet in book.sheets:
        looked = scan(book.archive.xml(sheet.part), book.formats, limits, blanks) if sheet.part else None
        if looked is None:
            return None
        found[sheet.name] = looked
        filled += looked.filled
        if filled > limits.cells:
            too_large("cells", filled, limits.cells)
    area = sum(looked.rows * looked.columns for looked in found.values())
    # The fast reader makes a copy of a shared text for each of its cells.
    copies = sum(looked.texts for looked in found.values()) * longest
    return found if area <= limits.area and copies <= limits.parts else None


def _is_usual(book: Book) -> bool:
    """Whether the parts stand where the fast reader looks for them, in UTF-8, with as many texts as they promise."""
    if book.part != _USUAL[0] or not all(book.archive.exactly(name) for name in _USUAL):
        return False
    for fixed, named in ((_STRINGS, book.strings_part), (_STYLES, book.styles_part)):
        if (named or fixed) != fixed or (fixed in book.archive) != (named is not None):
            return False
        if named and not is_plain_utf8(book.archive.xml(named)):
            return False
    return not book.strings_part or _keeps_its_promise(book.archive.xml(book.strings_part))


def _blanks(book: Book) -> frozenset[bytes]:
    """The numbers of the shared texts that are empty, as cells write them."""
    if not book.strings_part:
        return frozenset()
    strings = book.archive.xml(book.strings_part)
    return frozenset(str(_texts_before(strings, blank.start())).encode() for blank in _BLANK.finditer(strings))


def _longest_text(book: Book, limits: Limits) -> int:
    """The bytes of the longest shared text, at least. No spreadsheet program writes one beyond the limit."""
    if not book.strings_part:
        return 0
    strings = book.archive.xml(book.strings_part)
    longest, start = 0, 0
    while (end := strings.find(b"</si>", start)) >= 0:
        longest, start = max(longest, end - start), end + 5
    longest = max(longest, len(strings) - start)
    if longest > limits.text:
        too_large("text", longest, limits.text)
    return longest


def _texts_before(strings: bytes, end: int) -> int:
    return strings.count(b"<si>", 0, end) + strings.count(b"<si ", 0, end)


def _keeps_its_promise(strings: bytes) -> bool:
    """The fast reader makes room for as many texts as the part says; none can be shorter than five bytes."""
    start = _TEXTS.search(strings)
    if start is None:
        return False
    promised = _PROMISED.findall(start[0])
    most = max(64, len(strings) // 5)
    return all(count.isdigit() and len(count) < 10 and int(count) <= most for count in promised)


def _fast(content: bytes, book: Book, scans: Mapping[str, Scan], limits: Limits) -> dict[str, Rows] | None:
    """What the fast reader makes of it; None where it refuses, or comes back with another number of cells."""
    try:
        sheets = sheets_of(content)
    except Refused:
        return None
    if list(sheets) != list(scans):
        return None
    for name, rows in sheets.items():
        if sum(len(row) - row.count("") for row in rows) != scans[name].filled:
            return None
    return sheets
