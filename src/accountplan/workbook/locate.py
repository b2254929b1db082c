"""Finding the questions of a form again, after months in other people's hands.

Three pieces of evidence for every question: the hidden key in its row, a name on the row (key … input … guard), and its
label. The key wins over the name, the name over the label; a key or a name whose row carries the label of another
question while its own label stands elsewhere leaves two candidates: both are shown and none is taken.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar

from accountplan.fields.base import folded
from accountplan.layout.places import (
    BAND_ROW,
    COLUMN_PREFIX,
    FIELD_PREFIX,
    LABEL,
    ROLE_GUARD,
    ROLE_INPUT,
    ROLE_LABEL,
    ROLE_ROW_ID,
    TABLE_PREFIX,
    FieldPlace,
    Layout,
    SheetPlace,
)
from accountplan.layout.texts import REQUIRED, field_label
from accountplan.workbook.grid import Grid, Spot
from accountplan.workbook.identity import read_sheet_identity
from accountplan.workbook.package import Area

Thing = TypeVar("Thing")
Row = tuple[str, int]
"""(sheet, row)."""


@dataclass(frozen=True)
class Found:
    """Where a question's input stands. `moved`: not where the name says. More than one spot: a dispute."""

    spots: tuple[Spot, ...]
    moved: bool = False


class Locator:
    """Finds sheets and questions of the layout in the grid that came back."""

    def __init__(self, layout: Layout, grid: Grid) -> None:
        self.layout, self.grid = layout, grid

    # -- sheets ------------------------------------------------------------------------------------------------------
    @cached_property
    def sheets_of_chapter(self) -> dict[str, list[str]]:
        """Names of the sheets that are a chapter: several where one was copied.

        A sheet is known by its mark, then by the keys on it, then by its name.
        """
        found: dict[str, list[str]] = {}
        for key, spots in self.grid.keys.items():
            identity = read_sheet_identity(key)
            if identity is not None:
                _add(found.setdefault(identity[2], []), (sheet for sheet, _, _ in spots))
        known = {name for names in found.values() for name in names}
        for place in self.layout.sheets:
            keyed = (sheet for key in _keys_of(place) for sheet, _, _ in self.grid.keys.get(key, []))
            _add(found.setdefault(place.chapter.id, []), (sheet for sheet in keyed if sheet not in known))
        known = {name for names in found.values() for name in names}
        for place in self.layout.sheets:
            if not found[place.chapter.id] and place.name in self.grid.sheets and place.name not in known:
                found[place.chapter.id].append(place.name)
        return found

    def band_of(self, sheet: str) -> int:
        """The last row of a sheet's title band: right below its title."""
        titles = (folded(title) for place in self.layout.sheets for title in place.chapter.title.every())
        rows = (row for title in titles for name, row, _ in self.grid.texts.get(title, []) if name == sheet)
        return min(rows, default=BAND_ROW - 1) + 1

    def own_sheets(self) -> list[str]:
        """Sheets that people added."""
        ours = {name for names in self.sheets_of_chapter.values() for name in names}
        return [name for name in self.grid.sheets if name not in ours]

    @cached_property
    def _inputs(self) -> dict[str, int]:
        """Per sheet the column that the hidden first row calls the inputs; the first where it was copied."""
        return {sheet: columns[0] for sheet, columns in self._input_columns.items()}

    @cached_property
    def _input_columns(self) -> dict[str, list[int]]:
        """Per sheet every column that is called the inputs: several where somebody copied the whole column."""
        found: dict[str, list[int]] = {}
        for sheet, _, column in self.grid.keys.get(ROLE_INPUT, []):
            _add(found.setdefault(sheet, []), [column])
        return found

    def keys_on(self, sheet: str) -> dict[int, set[str]]:
        """The hidden keys of a sheet, by row."""
        return self._keys_by_row.get(sheet, {})

    @cached_property
    def _keys_by_row(self) -> dict[str, dict[int, set[str]]]:
        found: dict[str, dict[int, set[str]]] = {}
        for key, spots in self.grid.keys.items():
            for sheet, row, _ in spots:
                found.setdefault(sheet, {}).setdefault(row, set()).add(key)
        return found

    @cached_property
    def _without_inputs(self) -> frozenset[str]:
        """The sheets whose whole column of inputs was deleted: the other columns still say what they are."""
        others = (spot[0] for role in (ROLE_LABEL, ROLE_ROW_ID, ROLE_GUARD) for spot in self.grid.keys.get(role, []))
        return frozenset(others) - self._inputs.keys()

    # -- questions ---------------------------------------------------------------------------------------------------
    def field(self, place: FieldPlace) -> Found | None:
        """Where the question's input is now; None if nothing points to it any more."""
        found = self._found(place)
        spots = [spot for at in found.spots for spot in self._with_copies(at)] if found else []
        spots += self._in_copies(place, spots) if spots else []
        return Found(tuple(dict.fromkeys(spots)), found.moved) if found and spots else None

    def _with_copies(self, spot: Spot) -> Iterator[Spot]:
        """The place, and the same in every copy of its column; nothing where the sheet's inputs were deleted."""
        sheet, row, column = spot
        if sheet not in self._without_inputs:
            columns = self._input_columns.get(sheet, [])
            yield from ((sheet, row, one) for one in (columns if column in columns else [column]))

    def _in_copies(self, place: FieldPlace, spots: list[Spot]) -> list[Spot]:
        """The same question on other sheets of its chapter, of which the copy has its label but lost its key."""
        known = {sheet for sheet, _, _ in spots}
        others = [sheet for sheet in self.sheets_of_chapter.get(place.chapter, []) if sheet not in known]
        rows = [spot[:2] for spot in self._labelled(place) if spot[0] in others and not self._is_keyed(spot[:2])]
        return [self._in_row(row, spots[0], place) for row in dict.fromkeys(rows)]

    def _found(self, place: FieldPlace) -> Found | None:
        keyed = self.grid.keys.get(place.key, [])
        named = self._named(place)
        if keyed:
            return self._by_key(place, keyed, self.grid.package.names.get(place.name))
        if named is not None:
            return self._by_name(place, named)
        return self._by_label(place)

    def _by_key(self, place: FieldPlace, keyed: list[Spot], named: Area | None) -> Found:
        spots = [spot for at in keyed for spot in self._inputs_of_key(place, at, named)]
        elsewhere = self._labelled_elsewhere(place, {(sheet, row) for sheet, row, _ in keyed})
        spots += [self._in_row(row, spots[0], place) for row in elsewhere]
        agrees = named is None or any((s, r) == (named.sheet, named.first_row) for s, r, _ in keyed)
        # Without role and name the column is only known by its distance from key and label.
        guessed = named is None and any(sheet not in self._inputs for sheet, _, _ in keyed)
        moved = not agrees or bool(elsewhere) or guessed or self._is_named_otherwise(place, keyed[0][:2])
        return Found(tuple(dict.fromkeys(spots)), moved)

    def _by_name(self, place: FieldPlace, named: Area) -> Found:
        role = self._inputs.get(named.sheet)
        spot = (named.sheet, named.first_row, role if role is not None else _last_but_guard(named))
        labelled = self._has_label(place, (named.sheet, named.first_row))
        elsewhere = self._labelled_elsewhere(place, {(named.sheet, named.first_row)})
        spots = (spot, *(self._in_row(row, spot, place) for row in elsewhere))
        return Found(tuple(dict.fromkeys(spots)), moved=not labelled)

    def _by_label(self, place: FieldPlace) -> Found | None:
        ours = set(self.sheets_of_chapter.get(place.chapter, []))
        labelled = [spot for spot in self._labelled(place) if spot[0] in ours and not self._is_keyed(spot[:2])]
        spots = [(sheet, row, self._inputs.get(sheet, column + place.input - LABEL)) for sheet, row, column in labelled]
        return Found(tuple(dict.fromkeys(spots)), moved=True) if spots else None

    # -- evidence ----------------------------------------------------------------------------------------------------
    def _named(self, place: FieldPlace) -> Area | None:
        """The row of the question's name, unless that row belongs to another question by its key."""
        named = self.grid.package.names.get(place.name)
        if named is None or named.sheet not in self.grid.sheets or self._is_keyed((named.sheet, named.first_row)):
            return None
        return named

    def _inputs_of_key(self, place: FieldPlace, key: Spot, named: Area | None) -> Iterator[Spot]:
        """The input in a key's row: by the column's role; without that, all that name and distance say."""
        sheet, row, column = key
        role = self._inputs.get(sheet)
        if role is not None:
            yield sheet, row, role
            return
        if named is not None and named.sheet == sheet:
            yield sheet, row, _last_but_guard(named)
        yield sheet, row, column + place.input
        for at in self._labelled(place):
            if at[:2] == (sheet, row):  # a column may have been put in between
                yield sheet, row, at[2] + place.input - LABEL

    def _in_row(self, row: Row, like: Spot, place: FieldPlace) -> Spot:
        role = self._inputs.get(row[0])
        return (*row, role if role is not None else like[2] if like[0] == row[0] else place.input)

    def _labels(self, place: FieldPlace) -> Iterator[str]:
        own = field_label(place.spec, self.layout).removesuffix(REQUIRED)
        for text in (own, *place.spec.label.every()):
            yield text.strip().casefold()
            yield (text.strip() + REQUIRED).casefold()

    def _labelled(self, place: FieldPlace) -> list[Spot]:
        """Wherever the question's label stands."""
        return [spot for label in dict.fromkeys(self._labels(place)) for spot in self.grid.texts.get(label, [])]

    def _has_label(self, place: FieldPlace, row: Row) -> bool:
        return any(spot[:2] == row for spot in self._labelled(place))

    def _labelled_elsewhere(self, place: FieldPlace, rows: set[Row]) -> list[Row]:
        """Rows of the same sheets with the question's label, where the rows that should have it do not.

        A row whose own key asks for that same label (two questions of one name) is not meant.
        """
        labelled = self._labelled(place)
        if any(spot[:2] in rows for spot in labelled):
            return []
        sheets = {sheet for sheet, _ in rows}
        found = [
            (sheet, row)
            for sheet, row, column in labelled
            if sheet in sheets
            and column < self._inputs.get(sheet, place.input)
            and (sheet, row) not in self._named_alike(place)
        ]
        return list(dict.fromkeys(found))

    def _is_named_otherwise(self, place: FieldPlace, row: Row) -> bool:
        """Whether a question's row has the label of another question, and not its own."""
        if self._has_label(place, row):
            return False
        left = range(self._inputs.get(row[0], place.input))
        return any(self.grid.text(*row, column).casefold() in self._all_labels for column in left)

    @cached_property
    def _all_labels(self) -> frozenset[str]:
        return frozenset(label for place in self.layout.fields.values() for label in self._labels(place))

    def _named_alike(self, place: FieldPlace) -> set[Row]:
        """The rows of other questions with the same label."""
        own = set(self._labels(place))
        others = (
            other for other in self.layout.fields.values() if other is not place and own & set(self._labels(other))
        )
        return {spot[:2] for other in others for spot in self.grid.keys.get(other.key, [])}

    def _is_keyed(self, row: Row) -> bool:
        return row in self._keyed_rows

    @cached_property
    def _keyed_rows(self) -> frozenset[Row]:
        """The rows that carry a question's key."""
        keys = (spots for key, spots in self.grid.keys.items() if key.startswith(FIELD_PREFIX))
        return frozenset(spot[:2] for spots in keys for spot in spots)


def _last_but_guard(named: Area) -> int:
    """The input of a named row: left of the guard, with which the name ends."""
    return max(named.first_column, named.last_column - 1)


def _keys_of(sheet: SheetPlace) -> Iterator[str]:
    for place in sheet.places:
        if isinstance(place, FieldPlace):
            yield place.key
        elif hasattr(place, "table"):
            yield COLUMN_PREFIX + place.table.id
            yield TABLE_PREFIX + place.table.id


def _add(known: list[Thing], more: Iterable[Thing]) -> None:
    known.extend(one for one in dict.fromkeys(more) if one not in known)
