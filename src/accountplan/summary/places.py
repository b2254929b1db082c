"""Where a figure comes from: a cell of a plan, the way to it, and how people write its address."""

from __future__ import annotations

import re
from dataclasses import dataclass
from urllib.parse import quote

from accountplan.layout.places import quoted

LONGEST_LINK = 2083
"""Excel opens no longer ones; the columns beside them name file and cell."""
_DRIVE = re.compile(r"^[A-Za-z]:(?=/)")


@dataclass(frozen=True)
class Place:
    """A cell of a plan. Where sheet or cell are unknown the file alone is opened."""

    file: str
    sheet: str | None = None
    cell: str | None = None

    @staticmethod
    def of(file: str | None, sheet: str | None, cells: str | None) -> Place | None:
        """The first of several cells; one on another sheet is written `'sheet'!cell`."""
        if not file:
            return None
        first = (cells or "").split(";")[0]
        return Place(file, sheet, first) if first and "!" not in first else Place(file)

    def target(self, plans_at: str) -> str:
        """The way from the summary to the cell: percent-encoded, the sheet and cell behind a #. Empty where too long.

        `plans_at` is the way from the summary to the folder of the plans. Every sign of a name is encoded, a colon
        too: `mailto:x.xlsx` is a file like any other.
        """
        drive = _DRIVE.match(plans_at)
        start = drive.group() if drive else ""
        parts = (plans_at.removeprefix(start), self.file)
        way = start + quote(_octets("/".join(part for part in parts if part not in ("", "."))), safe="/")
        found = f"{way}#{quoted(self.sheet)}!{self.cell}" if self.sheet and self.cell else way
        return found if len(found) <= LONGEST_LINK else ""


def _octets(name: str) -> bytes:
    """The bytes of a file name, also of one that is no UTF-8."""
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")


def compact(cells: str | None) -> str:
    """Cells as people write them: E54;E55;E56 as E54:E56."""
    runs: list[list[tuple[str, int]]] = []
    for cell in (cells or "").split(";"):
        letters = cell.rstrip("0123456789")
        number = int(cell[len(letters) :] or 0)
        last = runs[-1][-1] if runs else None
        if last and number and last == (letters, number - 1):
            runs[-1].append((letters, number))
        else:
            runs.append([(letters, number)])
    named = [[f"{letters}{number or ''}" for letters, number in run] for run in runs]
    return ", ".join(names[0] if len(names) == 1 else f"{names[0]}:{names[-1]}" for names in named)
