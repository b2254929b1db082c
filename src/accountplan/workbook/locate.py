"""Finding cells again, after months in other people's hands.

Two pieces of evidence for every question: a name on its row (key … input … guard) and the hidden key itself. Where they
disagree the key wins; where both are gone the label on the identified sheet decides; two candidates are both shown and
none is taken. What was found otherwise than by the name is reported.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from accountplan.layout.places import (
    COLUMN_PREFIX,
    END_PREFIX,
    LABEL,
    ROLE_INPUT,
    TABLE_PREFIX,
    ColumnPlace,
    FieldPlace,
    Layout,
    TablePlace,
    label_text,
)
from accountplan.layout.rows import RowKey
from accountplan.workbook.grid import Grid, Spot
from accountplan.workbook.identity import read_sheet_identity
from accountplan.workbook.package import Area


@dataclass(frozen=True)
class Found:
    """Where a question's input stands. `moved`: not where the name says. More than one spot: a dispute."""

    spots: tuple[Spot, ...]
    moved: bool = False


@dataclass(frozen=True)
class FoundRow:
    """A row of a table on a sheet; `key` is None for a row without an id (typed below the end)."""

    key: RowKey | None
    row: int


@dataclass(frozen=True)
class FoundTable:
    """Where a table stands: its sheet, the sheet column of each of its columns, and its rows."""

    sheet: str
    columns: dict[str, int]
    rows: tuple[FoundRow, ...]
    lost_columns: tuple[ColumnPlace, ...] = ()
    moved: bool = False


class Locator:
    """Finds what the layout placed in the grid that came back."""

    def __init__(self, layout: Layout, grid: Grid) -> None:
        self.layout, self.grid = layout, grid

    # -- sheets ------------------------------------------------------------------------------------------------------
    @cached_property
    def sheets_of_chapter(self) -> dict[str, list[str]]:
        """Names of the sheets that say they are a chapter: several where one was copied."""
        found: dict[str, list[str]] = {}
        for key, spots in self.grid.keys.items():
            identity = read_sheet_identity(key)
            if identity is not None:
                names = found.setdefault(identity[2], [])
                names.extend(sheet for sheet, _, _ in spots if sheet not in names)
        for sheet in self.layout.sheets:
            if sheet.chapter.id not in found and sheet.name in self.grid.sheets:
                found[sheet.chapter.id] = [sheet.name]
        return found

    def own_sheets(self) -> list[str]:
        """Sheets that people added."""
        ours = {name for names in self.sheets_of_chapter.values() for name in names}
        return [name for name in self.grid.sheets if name not in ours]

    def _roles(self, sheet: str) -> dict[str, int]:
        """Column per role, out of the hidden first row."""
        roles: dict[str, int] = {}
        for role in (ROLE_INPUT,):
            for name, _, column in self.grid.keys.get(role, []):
                if name == sheet:
                    roles[role] = column
        return roles

    # -- questions ---------------------------------------------------------------------------------------------------
    def field(self, place: FieldPlace) -> Found | None:
        """Where the question's input is now; None if nothing points to it any more."""
        keyed = self.grid.keys.get(place.key, [])
        named = self.grid.package.names.get(place.name)
        if keyed:
            return self._by_key(place, keyed, named)
        if named is not None and named.sheet in self.grid.sheets:
            spot = (named.sheet, named.first_row, self._input_of_area(place, named))
            return Found((spot,), moved=not self._label_agrees(place, named))
        return self._by_label(place)

    def _by_key(self, place: FieldPlace, keyed: list[Spot], named: Area | None) -> Found:
        spots = tuple((sheet, row, self._input_column(place, sheet, column, named)) for sheet, row, column in keyed)
        agrees = named is None or any((s, r) == (named.sheet, named.first_row) for s, r, _ in keyed)
        if len(spots) == 1 and (elsewhere := self._label_elsewhere(place, spots[0])):
            # The question stands in another row than its key (sorted without the key column): who knows which is right?
            return Found((*spots, *elsewhere), moved=True)
        return Found(spots, moved=not agrees)

    def _label_elsewhere(self, place: FieldPlace, keyed: Spot) -> tuple[Spot, ...]:
        """The inputs beside the question's label, where it does not stand beside its key but in other rows."""
        labelled = [spot for label in self._labels(place) for spot in self.grid.texts.get(label, [])]
        if any((sheet, row) == keyed[:2] for sheet, row, _ in labelled):
            return ()
        rows = {row for sheet, row, column in labelled if sheet == keyed[0] and column < keyed[2]}
        return tuple((keyed[0], row, keyed[2]) for row in sorted(rows))

    def _input_column(self, place: FieldPlace, sheet: str, key_column: int, named: Area | None) -> int:
        role = self._roles(sheet).get(ROLE_INPUT)
        if role is not None:
            return role
        if named is not None and named.sheet == sheet:
            return self._input_of_area(place, named)
        return key_column + place.input

    def _input_of_area(self, place: FieldPlace, named: Area) -> int:
        role = self._roles(named.sheet).get(ROLE_INPUT)
        return role if role is not None else max(named.first_column, named.last_column - 1)

    def _label_agrees(self, place: FieldPlace, named: Area) -> bool:
        labels = set(self._labels(place))
        columns = range(named.first_column, named.last_column + 1)
        return any(self.grid.text(named.sheet, named.first_row, c).casefold() in labels for c in columns)

    def _labels(self, place: FieldPlace) -> Iterator[str]:
        own = label_text(place.spec, self.layout.context)
        for text in (own, f"{own} *", *place.spec.label.every()):
            yield text.strip().casefold()

    def _by_label(self, place: FieldPlace) -> Found | None:
        ours = set(self.sheets_of_chapter.get(place.chapter, []))
        spots: list[Spot] = []
        for label in dict.fromkeys(self._labels(place)):
            for sheet, row, column in self.grid.texts.get(label, []):
                if sheet in ours:
                    role = self._roles(sheet).get(ROLE_INPUT)
                    spots.append((sheet, row, column + (place.input - LABEL) if role is None else role))
        return Found((spots[0],), moved=True) if len(set(spots)) == 1 else None

    # -- tables ------------------------------------------------------------------------------------------------------
    def tables(self, place: TablePlace) -> list[FoundTable]:
        """Where a table's columns and rows are now: nowhere, or in several places where its sheet was copied."""
        return [
            self._table(place, sheet, key_row, header_row, id_column, moved)
            for sheet, key_row, header_row, id_column, moved in self._heads(place)
        ]

    def _heads(self, place: TablePlace) -> Iterator[tuple[str, int, int, int, bool]]:
        """(sheet, row of the column keys, header row, column of the row ids, not where it should be) of the table."""
        key = self.grid.keys.get(COLUMN_PREFIX + place.table.id, [])
        headed = self.grid.keys.get(TABLE_PREFIX + place.table.id, [])
        named = self.grid.package.names.get(place.name)
        for sheet, key_row, id_column in key:
            below = (r for s, r, _ in headed if s == sheet and r > key_row)
            yield sheet, key_row, next(below, key_row + 1), id_column, False
        for sheet, header_row, _ in headed:
            if sheet not in {s for s, _, _ in key}:
                yield sheet, header_row - 1, header_row, place.row_id, True
        if not key and not headed and named is not None and named.sheet in self.grid.sheets:
            yield named.sheet, named.first_row, named.first_row + 1, place.row_id, True

    def _table(
        self, place: TablePlace, sheet: str, key_row: int, header_row: int, id_column: int, moved: bool
    ) -> FoundTable:
        columns, lost = self._columns(place, sheet, key_row, header_row, id_column)
        rows = tuple(self._rows(place, sheet, header_row, id_column, columns))
        return FoundTable(sheet, columns, rows, lost, moved)

    def _columns(
        self, place: TablePlace, sheet: str, key_row: int, header_row: int, id_column: int
    ) -> tuple[dict[str, int], tuple[ColumnPlace, ...]]:
        """Sheet column per column key: by hidden key, then by header, then by position."""
        found: dict[str, int] = {}
        lost: list[ColumnPlace] = []
        for column in place.columns:
            spots = [c for s, r, c in self.grid.keys.get(column.key, []) if s == sheet and r == key_row]
            if not spots:
                spots = self._by_header(column, sheet, header_row)
            if spots:
                found[column.key] = spots[0]
            elif not self.grid.text(sheet, key_row, id_column).startswith(COLUMN_PREFIX):
                found[column.key] = column.index - place.row_id + id_column
            else:
                lost.append(column)
        return found, tuple(lost)

    def _by_header(self, column: ColumnPlace, sheet: str, header_row: int) -> list[int]:
        if column.across is not None:
            return []
        labels = {label_text(column.column, self.layout.context).casefold()}
        labels |= {f"{label} *" for label in labels} | {label.casefold() for label in column.column.label.every()}
        rows = self.grid.sheets.get(sheet, [])
        width = len(rows[header_row]) if header_row < len(rows) else 0
        spots = [c for c in range(width) if self.grid.text(sheet, header_row, c).casefold() in labels]
        return spots if len(spots) == 1 else []

    def _rows(
        self, place: TablePlace, sheet: str, header_row: int, id_column: int, columns: dict[str, int]
    ) -> Iterator[FoundRow]:
        """Rows by their hidden id, then filled rows without one, down to the end marker and below it."""
        keys = {row.key.id: row.key for row in place.rows}
        seen: set[str] = set()
        inputs = [columns[c.key] for c in place.columns if c.key in columns and c.column.is_input]
        for row in range(header_row + 1, self._last_row(place, sheet, header_row, inputs) + 1):
            row_id = self.grid.text(sheet, row, id_column)
            if row_id in keys and row_id not in seen:
                seen.add(row_id)
                yield FoundRow(keys[row_id], row)
            elif any(self.grid.cell(sheet, row, column).kind != "empty" for column in inputs):
                yield FoundRow(self._by_position(place, row - header_row - 1, row_id, keys, seen), row)

    def _by_position(
        self, place: TablePlace, n: int, row_id: str, keys: dict[str, RowKey], seen: set[str]
    ) -> RowKey | None:
        """A fixed row that lost its id is still the row it was if every row before it is in place."""
        if row_id or place.table.rows.kind == "free" or not 0 <= n < len(place.rows):
            return None
        key = place.rows[n].key
        if key.id in seen or len(seen) != n:
            return None
        seen.add(key.id)
        return keys[key.id]

    def _last_row(self, place: TablePlace, sheet: str, header_row: int, inputs: list[int]) -> int:
        """The last row that belongs to the table: block ∪ Excel table ∪ filled rows right below."""
        ends = [
            r - 1 for s, r, _ in self.grid.keys.get(END_PREFIX + place.table.id, []) if s == sheet and r > header_row
        ]
        for area in (self.grid.package.names.get(place.name), self.grid.package.tables.get(place.excel_table)):
            if area is not None and area.sheet == sheet and area.last_row > header_row:
                ends.append(area.last_row - (area is self.grid.package.names.get(place.name)))
        last = max(ends, default=header_row + len(place.rows))
        # Right below: directly under the last row, or under the end marker.
        following = last + 1
        if any(r == following for s, r, _ in self.grid.keys.get(END_PREFIX + place.table.id, []) if s == sheet):
            if any(self.grid.cell(sheet, following, column).kind != "empty" for column in inputs):
                last = following  # typed in the row of the end marker itself
            following += 1
        while self._is_data(sheet, following, inputs):
            last, following = following, following + 1
        return last

    def _is_data(self, sheet: str, row: int, inputs: list[int]) -> bool:
        rows = self.grid.sheets.get(sheet, [])
        if row >= len(rows) or self.grid.text(sheet, row, 0).startswith("ap:"):
            return False
        if any(self.grid.text(sheet, row, column).startswith("ap:") for column in range(len(rows[row]))):
            return False
        return any(self.grid.cell(sheet, row, column).kind != "empty" for column in inputs)
