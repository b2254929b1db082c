"""Formulas that stand below each other and say the same, seen from their own row: a file keeps such a run once."""

from __future__ import annotations

import re
from collections.abc import Iterator

# A text, a quoted sheet's name, or an address whose row goes along with its cell. Not the end of a name (`apl_A1`).
_PART = re.compile(r""""[^"]*"|'[^']*'|(?<![\w$.])(\$?[A-Z]{1,3})(\d+)(?![\w(.])""")
_ELSEWHERE = re.compile(r""""[^"]*"|('[^']*'!)""")


def stays_home(formula: str) -> bool:
    """Whether a formula refers to its own sheet alone. Of one that does not, Excel would share no more than the words:
    its addresses on other sheets would not go along."""
    return not any(match[1] for match in _ELSEWHERE.finditer(formula))


def runs_of(formulas: dict[int, str]) -> Iterator[tuple[int, int]]:
    """(first row, last row) of every run of two or more in a column's formulas, by row."""
    first: int | None = None
    last = -1
    before = ""
    for row in sorted(formulas):
        own = seen_from(formulas[row], row)
        if first is not None and row == last + 1 and own == before:
            last = row
            continue
        if first is not None and last > first:
            yield first, last
        first, last, before = row, row, own
    if first is not None and last > first:
        yield first, last


def seen_from(formula: str, row: int) -> str:
    """The formula with every row that goes along as its distance from `row` (0-based)."""

    def distance(match: re.Match[str]) -> str:
        return match[0] if match[1] is None else f"{match[1]}[{int(match[2]) - row - 1}]"

    return _PART.sub(distance, formula)
