"""Finding the tables of a plan again: their head, their columns, and every row of them.

Columns are known by the hidden key above them, then by their header, then by their position; rows by the hidden id
inside the table, then by the name beside them, then (in a table that has lost all of its ids) by their position. Where
two of these point to different cells there are two candidates, and the reader takes none.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from accountplan.fields.base import folded
from accountplan.layout.places import (
    COLUMN_PREFIX,
    END_PREFIX,
    FIELD_PREFIX,
    NOTES_PREFIX,
    TABLE_PREFIX,
    VIEW_PREFIX,
    ColumnPlace,
    TablePlace,
)
from accountplan.layout.rows import RowKey
from accountplan.layout.texts import REQUIRED, header_texts
from accountplan.template.model import AxisRows, FreeRows, MirrorRows
from accountplan.workbook.grid import Spot
from accountplan.workbook.locate import Locator

_STRUCTURE = (FIELD_PREFIX, TABLE_PREFIX, END_PREFIX, COLUMN_PREFIX, NOTES_PREFIX, VIEW_PREFIX)
"""How the keys begin that say what a row is; a person may write `ap:` in an answer."""
_HEADER_WITHIN = 6
"""So many rows below the column keys the headers are still looked for."""


@dataclass(frozen=True)
class Head:
    """The top of a table on a sheet. `keys` is the row of the column keys; None where that is gone."""

    sheet: str
    header: int
    keys: int | None
    ids: int | None
    """The column of the row ids."""
    moved: bool = False


@dataclass
class FoundRow:
    """A row of a table on a sheet; `key` is None for a row without an id of its own (typed below the end)."""

    key: RowKey | None
    row: int
    others: tuple[int, ...] = ()
    """Other rows of the sheet that may be this one."""
    moved: bool = False
    """Found by its name or position and not by its id, or by its id beside which another row's name stands."""
    copied: bool = False
    """Its id stands in a row above as well."""


@dataclass(frozen=True)
class FoundTable:
    """Where a table stands: its sheet, where each column may be, and its rows."""

    sheet: str
    header: int
    columns: dict[str, tuple[int, ...]]
    """Sheet columns per column key, the likeliest first."""
    rows: tuple[FoundRow, ...]
    lost_columns: tuple[ColumnPlace, ...] = ()
    moved: bool = False

    def cells(self, row: FoundRow, column_key: str) -> list[Spot]:
        """Every cell that may be the one of this row and column."""
        columns = self.columns.get(column_key, ())
        return [(self.sheet, at, column) for at in (row.row, *row.others) for column in columns]


class TableLocator:
    """Finds one table of the layout in the grid that came back."""

    def __init__(self, locator: Locator, place: TablePlace) -> None:
        self.locator, self.grid, self.place = locator, locator.grid, place
        self._keys = {row.key.id: row.key for row in place.rows}

    def tables(self) -> list[FoundTable]:
        """The table wherever it stands: nowhere, or in several places where its sheet or its cells were copied."""
        heads = sorted(self._heads(), key=lambda head: (head.moved, self._order(head.sheet), head.header))
        return [self._table(head, heads) for head in heads]

    def _order(self, sheet: str) -> int:
        return list(self.grid.sheets).index(sheet)

    # -- heads -------------------------------------------------------------------------------------------------------
    def _heads(self) -> list[Head]:
        return self._keyed_heads() or self._marked_heads() or self._named_heads() or self._headed_heads()

    def _keyed_heads(self) -> list[Head]:
        """By the row of column keys: of a table that was copied on its own sheet there are several."""
        ids = {(s, r): c for s, r, c in self.grid.keys.get(COLUMN_PREFIX + self.place.table.id, [])}
        rows = dict.fromkeys([*ids, *self._rows_of_column_keys()])
        found = []
        for sheet, row in rows:
            header, column = self._header_below(sheet, row), ids.get((sheet, row))
            moved = column is None
            found.append(Head(sheet, header, row, self._column_of_ids(sheet, header) if moved else column, moved))
        return found

    def _rows_of_column_keys(self) -> list[tuple[str, int]]:
        """The rows with keys of this table's columns; of one sheet that with most of them."""
        counts: dict[tuple[str, int], int] = {}
        for column in self.place.columns:
            for sheet, row, _ in self.grid.keys.get(column.key, []):
                counts[sheet, row] = counts.get((sheet, row), 0) + 1
        best: dict[str, tuple[str, int]] = {}
        for at, count in counts.items():
            if count > counts.get(best.get(at[0], at), 0) or at[0] not in best:
                best[at[0]] = at
        marked = {sheet for sheet, _, _ in self.grid.keys.get(COLUMN_PREFIX + self.place.table.id, [])}
        return [at for sheet, at in best.items() if sheet not in marked]

    def _header_below(self, sheet: str, keys: int) -> int:
        """The header row that belongs to a row of column keys."""
        marked = [
            r for s, r, _ in self.grid.keys.get(TABLE_PREFIX + self.place.table.id, []) if s == sheet and r > keys
        ]
        if marked:
            return min(marked)
        counts = {row: self._headers_in(sheet, row) for row in range(keys + 1, keys + _HEADER_WITHIN)}
        best = max(counts, key=lambda row: (counts[row], -row))
        if counts[best]:
            return best
        gone = any(text in self._keys for text in self._row_texts(sheet, keys + 1))
        return keys if gone else keys + 1

    def _marked_heads(self) -> list[Head]:
        """By the mark in the header row, where all column keys are gone."""
        marks = self.grid.keys.get(TABLE_PREFIX + self.place.table.id, [])
        return [Head(sheet, row, None, self._column_of_ids(sheet, row), moved=True) for sheet, row, _ in marks]

    def _named_heads(self) -> list[Head]:
        """By the name of the block or by the Excel table."""
        named = self.grid.package.names.get(self.place.name)
        if named is not None and named.sheet in self.grid.sheets:
            header = self._header_below(named.sheet, named.first_row)
            return [Head(named.sheet, header, None, self._column_of_ids(named.sheet, header), moved=True)]
        area = self.grid.package.tables.get(self.place.excel_table)
        if area is not None and area.sheet in self.grid.sheets:
            return [Head(area.sheet, area.first_row, None, self._column_of_ids(area.sheet, area.first_row), moved=True)]
        return []

    def _headed_heads(self) -> list[Head]:
        """By the headers alone, on the sheets of the chapter: a row with more than half of them, and two at least."""
        needed = max(2, len(self.place.columns) // 2 + 1)
        found = []
        for sheet in self.locator.sheets_of_chapter.get(self.place.chapter, []):
            rows = {
                r
                for texts in self._headers.values()
                for t in texts
                for s, r, _ in self.grid.texts.get(t, [])
                if s == sheet
            }
            counts = {row: self._headers_in(sheet, row) for row in rows}
            found += [
                Head(sheet, row, None, self._column_of_ids(sheet, row), moved=True)
                for row in sorted(counts)
                if counts[row] >= needed
            ]
        return found

    def _headers_in(self, sheet: str, row: int) -> int:
        texts = {folded(text) for text in self._row_texts(sheet, row)}
        return sum(bool(texts & own) for own in self._headers.values())

    def _column_of_ids(self, sheet: str, header: int) -> int | None:
        """The column below the header in which row ids stand; None where there are none left."""
        spots = [spot for row_id in self._keys for spot in self.grid.texts.get(row_id.casefold(), [])]
        columns = [c for s, r, c in spots if s == sheet and r > header]
        return max(set(columns), key=columns.count) if columns else None

    # -- columns -----------------------------------------------------------------------------------------------------
    @cached_property
    def _headers(self) -> dict[str, frozenset[str]]:
        """Per column key the texts by which its header may be known; none that two columns share."""
        shown = header_texts(self.place, self.locator.layout)
        found: dict[str, set[str]] = {}
        for column, text in zip(self.place.columns, shown, strict=True):
            own = {folded(text), folded(text.removesuffix(REQUIRED))}
            if column.across is None:
                own |= {folded(label) for label in column.column.label.every()}
            found[column.key] = own
        return {
            key: frozenset(t for t in texts if sum(t in other for other in found.values()) == 1)
            for key, texts in found.items()
        }

    def _table(self, head: Head, heads: Sequence[Head]) -> FoundTable:
        columns, lost, by_position = self._columns(head)
        next_head = min(
            (h.keys or h.header for h in heads if h.sheet == head.sheet and h.header > head.header), default=None
        )
        rows = _Rows(self, head, columns, next_head)
        return FoundTable(
            head.sheet, head.header, columns, tuple(rows.found()), tuple(lost), head.moved or by_position
        )  # fmt: skip

    def _columns(self, head: Head) -> tuple[dict[str, tuple[int, ...]], list[ColumnPlace], bool]:
        """Where each column may be, which are lost, and whether any is known by its position only."""
        found: dict[str, tuple[int, ...]] = {}
        missing: list[ColumnPlace] = []
        by_header = self._columns_by_header(head)
        for column in self.place.columns:
            keyed = [c for s, r, c in self.grid.keys.get(column.key, []) if (s, r) == (head.sheet, head.keys)]
            headed = by_header[column.key]
            if keyed and len(headed) == 1 and headed[0] not in keyed:
                found[column.key] = (*keyed, *headed)  # its header stands above another column than its key
            elif keyed:
                found[column.key] = tuple(keyed)
            elif len(headed) == 1:
                found[column.key] = tuple(headed)
            else:
                missing.append(column)
        offset = self._offset(head, found)
        if head.keys is not None or offset is None:
            return found, missing, False
        taken = {c for columns in found.values() for c in columns}
        lost = [column for column in missing if column.index + offset in taken]
        found |= {c.key: (c.index + offset,) for c in missing if c not in lost}
        return found, lost, bool(missing)

    def _columns_by_header(self, head: Head) -> dict[str, list[int]]:
        """Sheet columns per column key, by the texts in the header row."""
        at: dict[str, list[int]] = {}
        for column, text in enumerate(self._row_texts(head.sheet, head.header)):
            if text:
                at.setdefault(folded(text), []).append(column)
        return {
            key: sorted({column for text in texts for column in at.get(text, [])})
            for key, texts in self._headers.items()
        }

    def _offset(self, head: Head, found: dict[str, tuple[int, ...]]) -> int | None:
        """How far the columns stand from where they were laid out, if all that are known agree on it."""
        offsets = {found[c.key][0] - c.index for c in self.place.columns if c.key in found}
        if head.ids is not None:
            offsets.add(head.ids - self.place.row_id)
        return offsets.pop() if len(offsets) == 1 else None if offsets else 0

    def _row_texts(self, sheet: str, row: int) -> list[str]:
        rows = self.grid.sheets.get(sheet, [])
        return [self.grid.text(sheet, row, c) for c in range(len(rows[row]))] if 0 <= row < len(rows) else []


@dataclass
class _Rows:
    """The rows of one table on one sheet."""

    table: TableLocator
    head: Head
    columns: dict[str, tuple[int, ...]]
    next_head: int | None
    _by_id: dict[str, list[int]] = field(default_factory=dict)
    _by_label: dict[str, list[int]] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.grid, self.place, self.sheet = self.table.grid, self.table.place, self.head.sheet
        self.keys = self.table._keys
        inputs = (self.columns[c.key] for c in self.place.columns if c.key in self.columns and c.column.is_input)
        self.inputs = sorted({column for columns in inputs for column in columns})

    def found(self) -> Iterator[FoundRow]:
        """From top to bottom: rows by their id, by their name, and filled rows that have neither."""
        span = range(self.head.header + 1, self._last() + 1)
        for row in span:
            if (row_id := self._id(row)) in self.keys:
                self._by_id.setdefault(row_id, []).append(row)
            if (label := self._label(row, row_id)) is not None:
                self._by_label.setdefault(label, []).append(row)
        known = self._known(span)
        for row in span:
            if row in known:
                yield known[row]
            elif self._is_filled(row) and not any(row in other.others for other in known.values()):
                yield FoundRow(None, row, copied=self._id(row) in self.keys)

    def _known(self, span: range) -> dict[int, FoundRow]:
        free = isinstance(self.place.table.rows, FreeRows)
        rows: dict[int, FoundRow] = {}
        for row_id, key in self.keys.items():
            own, labelled = self._by_id.get(row_id, []), self._by_label.get(row_id, [])
            if own and free:
                rows[own[0]] = FoundRow(key, own[0])  # the others are rows that somebody made by copying this one
            elif own:
                # Beside its id stands the name of another row, and its own name elsewhere: who knows which is right?
                elsewhere = [] if not labelled or set(own) & set(labelled) else labelled
                others = tuple(dict.fromkeys([*own[1:], *elsewhere]))
                rows.setdefault(own[0], FoundRow(key, own[0], others, moved=self._is_named_otherwise(own[0], row_id)))
            elif labelled := [row for row in labelled if self._id(row) not in self.keys]:
                rows.setdefault(labelled[0], FoundRow(key, labelled[0], tuple(labelled[1:]), moved=True))
        if not self._by_id and not self._by_label:
            rows |= {row: FoundRow(key, row, moved=True) for key, row in self._by_position(span)}
        return rows

    def _is_named_otherwise(self, row: int, row_id: str) -> bool:
        return any(row in rows for other, rows in self._by_label.items() if other != row_id)

    def _by_position(self, span: range) -> Iterator[tuple[RowKey, int]]:
        """A fixed row is still the row it was if the whole table has kept its height."""
        if not isinstance(self.place.table.rows, FreeRows) and len(span) == len(self.keys):
            yield from zip(self.keys.values(), span, strict=True)

    def _id(self, row: int) -> str:
        return "" if self.head.ids is None else self.grid.text(self.sheet, row, self.head.ids)

    # -- the names beside the rows -----------------------------------------------------------------------------------
    def _label(self, row: int, row_id: str) -> str | None:
        """The id of the row whose name stands beside this one; its own where that fits."""
        if isinstance(self.place.table.rows, FreeRows):
            return None
        texts = self._names(row)
        if not texts:
            return None
        if row_id in self.keys and self._fits(self.keys[row_id], texts):
            return row_id
        fitting = [other for other, key in self.keys.items() if self._fits(key, texts)]
        return fitting[0] if len(fitting) == 1 else None

    def _names(self, row: int) -> list[str]:
        """The texts left of the table's inputs."""
        left = min([*self.inputs, *([] if self.head.ids is None else [self.head.ids])], default=0)
        texts = (self.grid.cell(self.sheet, row, column).text for column in range(left))
        return [folded(text) for text in texts if text and not text.startswith("ap:")]

    def _fits(self, key: RowKey, texts: list[str]) -> bool:
        labels = [folded(label) for label in key.labels]
        if isinstance(self.place.table.rows, MirrorRows):
            return any(text == labels[0] or text.startswith(f"{labels[0]} ") for text in texts)
        return isinstance(self.place.table.rows, AxisRows) and texts[-len(labels) :] == labels

    # -- where it ends -----------------------------------------------------------------------------------------------
    def _last(self) -> int:
        """The last row that belongs to the table: up to its end marker, and where that is gone block ∪ Excel table;
        with every row that has an id, and the filled rows right below."""
        end = min(self._marks(), default=None)
        ends = [*self._rows_with_ids(), *([end - 1] if end is not None else self._ends_of_areas())]
        limit = self._limit()
        return self._grown(min(max(ends, default=self.head.header + len(self.place.rows)), limit), end, limit)

    def _marks(self) -> list[int]:
        spots = self.grid.keys.get(END_PREFIX + self.place.table.id, [])
        return [row for sheet, row, _ in spots if sheet == self.sheet and row > self.head.header]

    def _ends_of_areas(self) -> list[int]:
        """The last row by the block's name, which has the end marker within, and by the Excel table."""
        block = self.grid.package.names.get(self.place.name)
        table = self.grid.package.tables.get(self.place.excel_table)
        areas = [(block, 1), (table, 0)]
        return [a.last_row - more for a, more in areas if a is not None and self._is_here(a.sheet, a.last_row)]

    def _limit(self) -> int:
        """The last row that cannot belong to something else below: another table, or a question of the form."""
        own = {END_PREFIX + self.place.table.id, TABLE_PREFIX + self.place.table.id}
        below = [
            row - 1
            for row, keys in self.table.locator.keys_on(self.sheet).items()
            if row > self.head.header and any(key.startswith(_STRUCTURE) and key not in own for key in keys)
        ]
        below += [] if self.next_head is None else [self.next_head - 1]
        return min([len(self.grid.sheets.get(self.sheet, [])) - 1, *below])

    def _is_here(self, sheet: str, last: int) -> bool:
        return sheet == self.sheet and last > self.head.header and last <= self._limit() + 1

    def _rows_with_ids(self) -> list[int]:
        spots = [spot for row_id in self.keys for spot in self.grid.texts.get(row_id.casefold(), [])]
        return [
            r for s, r, c in spots if (s, c) == (self.sheet, self.head.ids) and self.head.header < r <= self._limit()
        ]

    def _grown(self, last: int, end: int | None, limit: int) -> int:
        """With the filled rows right below: under the last row, in the row of the end marker, or under that."""
        following = last + 1
        if following == end:
            if self._is_filled(following):
                last = following
            following += 1
        while following <= limit and self._is_data(following):
            last, following = following, following + 1
        return last

    def _is_data(self, row: int) -> bool:
        texts = self.table._row_texts(self.sheet, row)
        return not any(text.startswith(_STRUCTURE) for text in texts) and self._is_filled(row)

    def _is_filled(self, row: int) -> bool:
        return any(self.grid.cell(self.sheet, row, column).kind != "empty" for column in self.inputs)
