"""Where the columns of a list sheet stand: by what their headers say, and by the hidden keys above them.

A renamed header leaves the key, and a column that Excel moves within its table leaves the key behind. So a header that
means something counts; a header that means nothing lets the key speak. Where the two differ, that is a finding.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass

from accountplan.fields.base import folded
from accountplan.layout.places import address
from accountplan.messages import LANGUAGES
from accountplan.portfolio.grids import Grid
from accountplan.portfolio.prefill import Fields, Match
from accountplan.portfolio.remarks import Remarks
from accountplan.portfolio.sheets import HEADER_MARK, SheetSpec, identified
from accountplan.portfolio.tabs import mark_of

_LOOKED = 40
"""Rows in which a header row without its mark is looked for."""


@dataclass(frozen=True)
class FoundColumns:
    """Where the columns of a sheet stand; `data` is the first row below the headers."""

    data: int
    columns: Mapping[str, int]
    prefilled: tuple[str, ...] = ()
    """The field ids among them, in template order."""


@dataclass(frozen=True)
class _Seen:
    """One column as it was met: its header, what that means, what the key above says."""

    at: int
    header: str
    says: Match | None
    key: str | None


def find_columns(grid: Grid, spec: SheetSpec, remarks: Remarks, fields: Fields | None, language: str) -> FoundColumns:
    """The columns of a sheet. Unknown, doubled, moved and missing ones are reported."""
    finder = _Finder(grid, spec, remarks, fields)
    header = finder.header_row()
    if header is None:
        finder.missing(set(), language)
        return FoundColumns(len(grid.rows), {})
    columns = finder.columns(header)
    finder.missing(set(columns), language)
    known = fields.prefillable if fields else {}
    return FoundColumns(header + 1, columns, tuple(key for key in known if key in columns))


class _Finder:
    def __init__(self, grid: Grid, spec: SheetSpec, remarks: Remarks, fields: Fields | None) -> None:
        self.grid, self.spec, self.remarks, self.fields = grid, spec, remarks, fields
        self.mark = mark_of(grid)
        self.own = {column.id: Match(own=column.id) for column in spec.columns}
        self.own |= {
            folded(column.label[language]): Match(own=column.id)
            for column in reversed(spec.columns)
            for language in LANGUAGES
        }

    def header_row(self) -> int | None:
        """By its mark, else the row in which most headers mean something."""
        marks = self.mark[1] if self.mark else 0
        for row in range(len(self.grid.rows)):
            if folded(self.grid.at(row, marks).text) == HEADER_MARK:
                return row
        known = {row: self._known_in(row) for row in range(min(_LOOKED, len(self.grid.rows)))}
        best = max(known, key=lambda row: known[row], default=None)
        return best if best is not None and known[best] else None

    def _known_in(self, row: int) -> int:
        texts = [cell.text for cell in self.grid.rows[row] if cell.kind == "text"]
        return 0 if any(map(identified, texts)) else sum(self._meaning(text) is not None for text in texts)

    def columns(self, header: int) -> dict[str, int]:
        """Position by accounts column or field id."""
        seen = [self._seen(header, at) for at in range(self.grid.width()) if not self.mark or at != self.mark[1]]
        said = {_id_of(one.says) for one in seen if one.says}
        found: dict[str, int] = {}
        for one in seen:
            key = self._settled(one, header, said)
            if key is None:
                continue
            if key in found:
                other = address(header, found[key])
                self._say("column-duplicate", header, one, other=other)
            else:
                found[key] = one.at
        return found

    def _seen(self, header: int, at: int) -> _Seen:
        key = self.grid.at(self.mark[0], at).text.strip() if self.mark else ""
        known = key in {c.id for c in self.spec.columns} or (self.fields is not None and key in self.fields.prefillable)
        text = self.grid.at(header, at).text
        return _Seen(at, text.strip(), self._meaning(text), key if known else None)

    def _settled(self, one: _Seen, header: int, said: set[str | None]) -> str | None:
        """What a column is; None for one that is empty or unknown, which is reported."""
        says = _id_of(one.says) if one.says else None
        if says is not None:
            if one.key is not None and one.key != says:
                self._say("column-moved", header, one)
            return says
        if one.key is not None and one.key not in said:
            return one.key
        if one.says is not None and one.says.homeless:
            self._say("column-without-place", header, one)
        elif one.header or self._filled(header, one.at):
            self._say("column-unknown", header, one)
        return None

    def _meaning(self, header: str) -> Match | None:
        bare = header.strip().rstrip("*").strip()
        if not bare:
            return None
        inner = bare.rpartition("(")[2].removesuffix(")").strip() if bare.endswith(")") else ""
        if self.fields and inner in self.fields.prefillable:
            return Match(field=inner)
        own = self.own.get(folded(bare))
        return own or (self.fields.match(bare) if self.fields else None)

    def _filled(self, header: int, at: int) -> bool:
        return any(at < len(row) and row[at].kind != "empty" for row in self.grid.rows[header + 1 :])

    def _say(self, code: str, header: int, one: _Seen, **params: str) -> None:
        place = address(header, one.at)
        shown = one.header or place.rstrip("0123456789")
        self.remarks.add(code, self.grid.name, place, None, **{"header": shown, **params})

    def missing(self, present: set[str], language: str) -> None:
        """Report required columns that are not there. Of the names per language, one is enough."""
        needed = {column.id for column in self.spec.columns if column.required}
        label = f"label.{language}"
        if self.spec.column(label) and not any(key.startswith("label.") for key in present):
            needed.add(label)
        for column in self.spec.columns:
            if column.id in needed - present:
                self.remarks.add("column-missing", self.grid.name, None, column.id, label=column.label[language])


def _id_of(match: Match) -> str | None:
    return match.own or match.field
