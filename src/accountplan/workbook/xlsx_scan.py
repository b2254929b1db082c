"""A quick look at the raw part of a sheet: what the fast reader does not tell, and what it must come back with.

Only for sheets in the plain hand of Excel and most programs. Anything else about a part makes `scan` return None, and
the sheet is read by `xlsx_plain`, which takes nothing for granted.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from accountplan.workbook.archive import too_large
from accountplan.workbook.limits import Limits
from accountplan.workbook.number_formats import PLAIN, Formats, Look
from accountplan.workbook.package import Area, column_number

_ROOT = re.compile(rb"(?:\xef\xbb\xbf)?\s*(?:<\?xml\s[^>]*?\?>)?\s*<[a-zA-Z]")
_ENCODING = re.compile(rb"""<\?xml\s[^>]*?encoding\s*=\s*["']([^"']*)""")
# A cell as nearly every program writes it begins with its address.
_OTHERWISE = re.compile(rb'<c[\s>](?!r="[A-Z])')
_TEXT_CELL = re.compile(rb'<c r="([A-Z]++)([0-9]++)"(?: s="[0-9]++")?+ t="s"><v>([0-9]++)</v></c>')
# Every other cell that is not closed at once: address, style, type, what else it says, formula, and value or text.
_CELL = re.compile(
    rb'<c r="([A-Z]++)([0-9]++)"(?: s="([0-9]++)")?+(?! t="s"><v>[0-9]++</v></c>)'
    rb'(?: t="([a-zA-Z]++)")?+([^>]*+)(?<!/)>\s*+'
    rb"(<f\b[^>]*+>(?:[^<]*+</f>)?+\s*+)?+(?:<v>([^<]*+)</v>|(<is\b))?+"
)
_EMPTY_CELL = (b"</c>", b"<v/>", b"<v />")
_STYLE_OR_TYPE = re.compile(rb"\b[st]\s*=")
_MERGED = re.compile(rb'<mergeCell\b[^>]*?\bref="([A-Z]{1,3})([0-9]+):([A-Z]{1,3})([0-9]+)"')
ROWS, COLUMNS = 1_048_576, 16_384
"""As many as a sheet can have."""


@dataclass
class Scan:
    """What stands on a sheet. `filled` counts the cells with a value, error cells left out.

    `texts` are the cells that hold a shared text, `percents` the numbers shown as a percentage, `currencies` those
    shown with a currency.
    """

    filled: int = 0
    texts: int = 0
    rows: int = 0
    columns: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    uncalculated: set[tuple[int, int]] = field(default_factory=set)
    percents: set[tuple[int, int]] = field(default_factory=set)
    currencies: dict[tuple[int, int], str] = field(default_factory=dict)
    merged: list[tuple[int, int, int, int]] = field(default_factory=list)

    def note(self, at: tuple[int, int], look: Look) -> None:
        """What a number is shown as."""
        if look.shows == "percent":
            self.percents.add(at)
        if look.currency:
            self.currencies[at] = look.currency

    def check(self, limits: Limits) -> None:
        """Refuse the file where the sheet holds too much."""
        if self.filled > limits.cells:
            too_large("cells", self.filled, limits.cells)
        if (dear := len(self.errors) + len(self.formulas)) > limits.formulas:
            too_large("formulas", dear, limits.formulas)

    def areas(self, sheet: str) -> tuple[Area, ...]:
        return tuple(Area(sheet, *merged) for merged in self.merged)


def is_plain_utf8(part: bytes) -> bool:
    """Whether a part is XML as nearly all programs write it: UTF-8, and nothing in it but elements and text."""
    declared = _ENCODING.match(part)
    if declared is not None and declared[1].lower() not in (b"utf-8", b"us-ascii"):
        return False
    return _ROOT.match(part) is not None and b"<!" not in part


def scan(part: bytes, formats: Formats, limits: Limits, blanks: frozenset[bytes] = frozenset()) -> Scan | None:
    """What stands on a sheet, in one pass over its part; None where that pass could miss something.

    `blanks` are the numbers of shared texts without a sign in them: a cell that holds one is not filled.
    """
    if not is_plain_utf8(part) or b"<sheetData" not in part or _OTHERWISE.search(part):
        return None
    found = Scan()
    if not (_take_texts(found, part, limits, blanks) and _take_others(found, part, formats, limits, blanks)):
        return None
    found.merged = list(_merged(part))
    return found if found.rows <= ROWS and found.columns <= COLUMNS else None


def _take_texts(found: Scan, part: bytes, limits: Limits, blanks: frozenset[bytes]) -> bool:
    """Count the cells that hold a shared text: most of them."""
    seen, empty = 0, 0
    rows: set[bytes] = set()
    columns: set[bytes] = set()
    for match in _TEXT_CELL.finditer(part):
        column, row, index = match.groups()
        columns.add(column)
        rows.add(row)
        seen += 1
        empty += index in blanks
        if len(index) > 9:
            return False
    found.texts, found.filled = seen, seen - empty
    found.check(limits)
    return _stretch(found, columns, rows)


def _take_others(found: Scan, part: bytes, formats: Formats, limits: Limits, blanks: frozenset[bytes]) -> bool:
    """Note every other cell; False where the fast reader might take one for something else than it is."""
    numbers: dict[bytes, int] = {}
    rows: set[bytes] = set()
    for match in _CELL.finditer(part):
        letters, digits, style, kind, more, formula, value, text = match.groups()
        if more and _STYLE_OR_TYPE.search(more):
            return False
        if not (formula or value or text or kind == b"e"):
            if value is None and not part.startswith(_EMPTY_CELL, match.end()):
                return False
            continue
        if letters not in numbers:
            numbers[letters] = column_number(letters.decode()) if len(letters) < 4 else COLUMNS
        rows.add(digits)
        at = (int(digits[:8]) - 1, numbers[letters])
        if formula:
            found.formulas.add(at)
        if kind == b"s":
            found.texts += 1
            if value in blanks:
                continue
        if not _take(found, at, kind, value, text, formats.of_style(int(style[:8])) if style else PLAIN):
            return False
        found.check(limits)
    return _stretch(found, set(numbers), rows)


def _stretch(found: Scan, columns: set[bytes], rows: set[bytes]) -> bool:
    """Let the sheet reach as far as these cells; False for an address that no sheet has."""
    if any(len(letters) > 3 for letters in columns) or any(len(digits) > 7 or digits[:1] == b"0" for digits in rows):
        return False
    found.columns = max(found.columns, *(column_number(letters.decode()) + 1 for letters in columns), 0)
    found.rows = max(found.rows, *map(int, rows), 0)
    return True


def _take(
    found: Scan, at: tuple[int, int], kind: bytes | None, value: bytes | None, text: bytes | None, look: Look
) -> bool:
    if kind == b"e":
        found.errors[at] = (value or b"#?").decode("utf-8", "replace")
        return True
    if not (value or text):
        if kind != b"str":  # an empty text is a result
            found.uncalculated.add(at)
        return True
    found.filled += 1
    if kind is None or kind == b"n":
        found.note(at, look)
        # Of a number below zero the fast reader makes a date, which Excel does not; one between spaces is text to it.
        plain = value is not None and value == value.strip()
        return plain and not (value[:1] == b"-" and look.shows in ("moment", "duration"))  # type: ignore[index]
    if kind == b"s":
        return value is not None and value.isdigit() and len(value) < 10
    return kind in (b"str", b"inlineStr", b"b", b"d")


def _merged(part: bytes) -> Iterator[tuple[int, int, int, int]]:
    for left, top, right, bottom in _MERGED.findall(part, max(part.rfind(b"</sheetData>"), 0)):
        yield int(top) - 1, column_number(left.decode()), int(bottom) - 1, column_number(right.decode())
