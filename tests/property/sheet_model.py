"""Our own model of a workbook in a person's hands: cells, names, tables and merged cells, and what Excel does to them.

The operations are those of `tests.office.office.Book`, with the same words (`Sheet!C9`, rows counted from 1, columns by
letter), so that one edit can be tried on paper and in a real program. No file is involved: `of_grid` and `grid` go from
what the reader holds to the model and back; `tests.roundtrip.matrix.programs` does the same for openpyxl.

As in Excel: names, tables and merged cells shift with rows and columns, and shrink or vanish where their cells go; a
cut takes a name along where the cut holds all of it; copies and sorts move contents and leave names where they are.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any

from accountplan.workbook.grid import Grid
from accountplan.workbook.package import Area, Package, column_number
from tests.office.office import Formula, Refused, Wrong

_REFERENCE = re.compile(r"(.*)!([A-Z]{1,3})(\d+)(?::([A-Z]{1,3})(\d+))?")
At = tuple[int, int]
"""(row, column) on a sheet, 0-based."""


@dataclass(frozen=True)
class Box:
    """A rectangle of cells on some sheet, 0-based and inclusive."""

    top: int
    left: int
    bottom: int
    right: int

    def holds(self, at: At) -> bool:
        return self.top <= at[0] <= self.bottom and self.left <= at[1] <= self.right

    def covers(self, other: Box) -> bool:
        return self.holds((other.top, other.left)) and self.holds((other.bottom, other.right))

    def meets(self, other: Box) -> bool:
        return (
            self.top <= other.bottom and other.top <= self.bottom
            and self.left <= other.right and other.left <= self.right
        )  # fmt: skip

    def with_(self, other: Box) -> Box:
        """The smallest rectangle that holds both."""
        return Box(
            min(self.top, other.top), min(self.left, other.left),
            max(self.bottom, other.bottom), max(self.right, other.right),
        )  # fmt: skip

    def moved(self, rows: int, columns: int) -> Box:
        return Box(self.top + rows, self.left + columns, self.bottom + rows, self.right + columns)

    def inserted(self, axis: int, at: int, count: int) -> Box:
        """After rows (axis 0) or columns (axis 1) were inserted before `at`."""
        first, last = self.span(axis)
        return self.with_span(axis, first + count * (first >= at), last + count * (last >= at))

    def deleted(self, axis: int, at: int, count: int) -> Box | None:
        """After `count` rows or columns from `at` were deleted; None where nothing is left."""
        first, last = self.span(axis)
        first, last = _after(first, at, count), _after(last + 1, at, count) - 1
        return None if last < first else self.with_span(axis, first, last)

    def span(self, axis: int) -> tuple[int, int]:
        return (self.left, self.right) if axis else (self.top, self.bottom)

    def with_span(self, axis: int, first: int, last: int) -> Box:
        return Box(self.top, first, self.bottom, last) if axis else Box(first, self.left, last, self.right)

    def cells(self) -> Iterator[At]:
        for row in range(self.top, self.bottom + 1):
            for column in range(self.left, self.right + 1):
                yield row, column


def _after(at: int, gone: int, count: int) -> int:
    """Where a boundary stands after `count` lines from `gone` were deleted."""
    return at if at <= gone else max(gone, at - count)


@dataclass(frozen=True)
class Content:
    """What a cell holds. `kept` is what else belongs to it and travels along (the look that openpyxl knows)."""

    value: Any = None
    formula: str | None = None
    error: str | None = None
    percent: bool | None = None
    kept: Any = None

    @property
    def empty(self) -> bool:
        return self.value in (None, "") and self.formula is None and self.error is None


BLANK = Content()


@dataclass
class PaperSheet:
    cells: dict[At, Content] = field(default_factory=dict)
    merged: list[Box] = field(default_factory=list)
    tables: dict[str, Box] = field(default_factory=dict)
    origin: Any = None
    """What the sheet was made of, for whoever writes it back."""

    def copy(self) -> PaperSheet:
        # A table's name is unique in a workbook: that of a copied sheet gets another one.
        tables = {f"{name}_copy": box for name, box in self.tables.items()}
        return PaperSheet(dict(self.cells), list(self.merged), tables)


@dataclass(frozen=True)
class Name:
    sheet: str
    box: Box


class PaperBook:
    """A workbook on paper. `follow=False`: names, tables and merged cells stay where they were, as scripts leave
    them."""

    def __init__(self, sheets: dict[str, PaperSheet], names: dict[str, Name], *, follow: bool = True) -> None:
        self.sheets, self.names, self.follow = sheets, names, follow
        self.properties: Mapping[str, str] = {}
        self.package: Package | None = None

    # -- from and to the reader's words ----------------------------------------------------------------------------
    @staticmethod
    def of_grid(grid: Grid) -> PaperBook:
        package = grid.package
        sheets = {name: PaperSheet(_contents(grid, name)) for name in grid.sheets}
        for name, areas in package.merged.items():
            sheets[name].merged = [_box(area) for area in areas]
        for table, area in package.tables.items():
            sheets[area.sheet].tables[table] = _box(area)
        names = {name: Name(area.sheet, _box(area)) for name, area in package.names.items()}
        book = PaperBook(sheets, names)
        book.package = package
        return book

    def grid(self) -> Grid:
        """What the reader would hold of a saved copy."""
        package = Package("xlsx") if self.package is None else self.package
        areas = {name: _area(held.sheet, held.box) for name, held in self.names.items()}
        tables = {t: _area(name, box) for name, sheet in self.sheets.items() for t, box in sheet.tables.items()}
        return Grid(
            replace(
                package,
                names=areas,
                tables=tables,
                merged={name: tuple(_area(name, b) for b in sheet.merged) for name, sheet in self.sheets.items()},
                errors={name: dict(_errors(sheet)) for name, sheet in self.sheets.items()},
                formulas={name: frozenset(_formulas(sheet)) for name, sheet in self.sheets.items()},
                uncalculated={name: frozenset(_uncalculated(sheet)) for name, sheet in self.sheets.items()},
                percents={name: dict(_percents(sheet)) for name, sheet in self.sheets.items()},
            ),
            {name: _rows(sheet) for name, sheet in self.sheets.items()},
        )

    # -- looking ----------------------------------------------------------------------------------------------------
    def place(self, ref: str) -> tuple[str, Box]:
        """The sheet and the cells of `Sheet!B4` or `Sheet!B4:C9`."""
        match = _REFERENCE.fullmatch(ref)
        if match is None or match[1] not in self.sheets:
            raise Wrong(f"no cell {ref!r}")
        top, left = int(match[3]) - 1, column_number(match[2])
        bottom, right = (int(match[5]) - 1, column_number(match[4])) if match[4] else (top, left)
        return match[1], Box(top, left, bottom, right)

    def content(self, sheet: str, at: At) -> Content:
        return self.sheets[sheet].cells.get(at, BLANK)

    def last_row(self, sheet: str) -> int:
        return max((row for row, _ in self.sheets[sheet].cells), default=0)

    def last_column(self, sheet: str) -> int:
        return max((column for _, column in self.sheets[sheet].cells), default=0)

    # -- typing ----------------------------------------------------------------------------------------------------
    def set(self, ref: str, value: Any) -> None:
        """Type a value; the cell keeps its look."""
        sheet, box = self.place(ref)
        old = self.content(sheet, (box.top, box.left))
        self._put(sheet, (box.top, box.left), _typed(value, old))

    def fill(self, values: Mapping[str, Any]) -> None:
        for ref, value in values.items():
            self.set(ref, value)

    def clear(self, ref: str) -> None:
        sheet, box = self.place(ref)
        for at in box.cells():
            self._put(sheet, at, Content(kept=self.content(sheet, at).kept))

    def paste(self, ref: str, lines: Sequence[Sequence[str]], *, only_values: bool = False) -> None:
        """Paste cells that were copied in another book: with their looks, or only what stands in them."""
        sheet, box = self.place(ref)
        for row, line in enumerate(lines, start=box.top):
            for column, text in enumerate(line, start=box.left):
                old = self.content(sheet, (row, column)) if only_values else BLANK
                made = _typed(_understood(text), old)
                plain = made if only_values or isinstance(made.value, str) else replace(made, percent=False)
                self._put(sheet, (row, column), plain)

    def _put(self, sheet: str, at: At, content: Content) -> None:
        if content.empty and content.kept is None:
            self.sheets[sheet].cells.pop(at, None)
        else:
            self.sheets[sheet].cells[at] = content

    # -- moving cells about ------------------------------------------------------------------------------------------
    def insert_rows(self, sheet: str, row: int, count: int = 1) -> None:
        self._insert(sheet, 0, row - 1, count)

    def delete_rows(self, sheet: str, row: int, count: int = 1) -> None:
        self._delete(sheet, 0, row - 1, count)

    def insert_columns(self, sheet: str, column: str, count: int = 1) -> None:
        self._insert(sheet, 1, column_number(column), count)

    def delete_columns(self, sheet: str, column: str, count: int = 1) -> None:
        self._delete(sheet, 1, column_number(column), count)

    def _insert(self, name: str, axis: int, at: int, count: int) -> None:
        sheet = self.sheets[name]
        sheet.cells = {_shifted(where, axis, at, count): held for where, held in sheet.cells.items()}
        if self.follow:
            self._reshape(name, lambda box: box.inserted(axis, at, count))

    def _delete(self, name: str, axis: int, at: int, count: int) -> None:
        sheet = self.sheets[name]
        sheet.cells = {
            _shifted(where, axis, at + count, -count): held
            for where, held in sheet.cells.items()
            if not at <= where[axis] < at + count
        }
        if self.follow:
            self._reshape(name, lambda box: box.deleted(axis, at, count))

    def _reshape(self, name: str, change: Any) -> None:
        """Everything that refers to cells of the sheet, after `change`; what is left of nothing vanishes."""
        sheet = self.sheets[name]
        merged = [box for box in map(change, sheet.merged) if box is not None]
        sheet.merged = [box for box in merged if box.top < box.bottom or box.left < box.right]
        sheet.tables = {t: box for t, old in sheet.tables.items() if (box := change(old)) is not None}
        for key, held in list(self.names.items()):
            if held.sheet == name:
                box = change(held.box)
                if box is None:
                    del self.names[key]  # it refers to #REF! now
                else:
                    self.names[key] = Name(name, box)

    def cut(self, source: str, target: str) -> None:
        """Cut and paste: what refers to all of the cut goes along; what refers to all of the landing is gone."""
        name, box = self.place(source)
        there, to = self.place(target)
        landing = Box(to.top, to.left, to.top + box.bottom - box.top, to.left + box.right - box.left)
        taken = {at: self.sheets[name].cells.pop(at) for at in box.cells() if at in self.sheets[name].cells}
        for at in landing.cells():
            self.sheets[there].cells.pop(at, None)
        rows, columns = landing.top - box.top, landing.left - box.left
        for (row, column), content in taken.items():
            self.sheets[there].cells[row + rows, column + columns] = content
        if self.follow:
            for key, held in list(self.names.items()):
                if held.sheet == name and box.covers(held.box):
                    self.names[key] = Name(there, held.box.moved(rows, columns))
                elif held.sheet == there and landing.covers(held.box):
                    del self.names[key]

    def copy(self, source: str, target: str) -> None:
        """Copy and paste: contents and looks; a larger target is filled with the source over and over."""
        name, box = self.place(source)
        there, to = self.place(target)
        height, width = box.bottom - box.top + 1, box.right - box.left + 1
        area = Box(to.top, to.left, max(to.bottom, to.top + height - 1), max(to.right, to.left + width - 1))
        contents = {at: self.content(name, at) for at in box.cells()}
        for row, column in area.cells():
            content = contents[box.top + (row - area.top) % height, box.left + (column - area.left) % width]
            self._put(there, (row, column), content)

    def sort(self, ref: str, column: int, *, descending: bool = False, header: bool = False) -> None:
        """Sort a range by one of its columns (counted from 0); blanks go last, whatever the order."""
        name, box = self.place(ref)
        top = box.top + header
        rows = [
            [self.content(name, (r, c)) for c in range(box.left, box.right + 1)] for r in range(top, box.bottom + 1)
        ]
        filled = [row for row in rows if not row[column].empty]
        filled.sort(key=lambda row: _sortable(row[column]), reverse=descending)
        for r, row in enumerate([*filled, *(row for row in rows if row[column].empty)], start=top):
            for c, content in enumerate(row, start=box.left):
                self._put(name, (r, c), content)

    def merge(self, ref: str) -> None:
        """Merge: only the content of the first cell stays. Merged cells that it touches become part of it."""
        name, box = self.place(ref)
        while touched := [other for other in self.sheets[name].merged if box.meets(other)]:
            self.sheets[name].merged = [other for other in self.sheets[name].merged if other not in touched]
            for other in touched:
                box = box.with_(other)
        self.sheets[name].merged.append(box)
        for at in box.cells():
            if at != (box.top, box.left):
                self._put(name, at, Content(kept=self.content(name, at).kept))

    # -- sheets ------------------------------------------------------------------------------------------------------
    def rename_sheet(self, sheet: str, name: str) -> None:
        self._is_free(name)
        self.sheets = {(name if key == sheet else key): held for key, held in self.sheets.items()}
        for key, held in list(self.names.items()):
            if held.sheet == sheet:
                self.names[key] = Name(name, held.box)

    def copy_sheet(self, sheet: str, name: str, position: int | None = None) -> None:
        """A copy called `name`. Its names are its own, and of the workbook's names none is changed."""
        self._is_free(name)
        self.sheets[name] = self.sheets[sheet].copy()
        if position is not None:
            self.move_sheet(name, position)

    def move_sheet(self, sheet: str, position: int) -> None:
        others = [key for key in self.sheets if key != sheet]
        others.insert(position, sheet)
        self.sheets = {key: self.sheets[key] for key in others}

    def delete_sheet(self, sheet: str) -> None:
        if len(self.sheets) == 1:
            raise Refused("the only sheet cannot be deleted")
        del self.sheets[sheet]
        self.names = {key: held for key, held in self.names.items() if held.sheet != sheet}

    def add_sheet(self, name: str) -> None:
        self._is_free(name)
        self.sheets[name] = PaperSheet()

    def take_sheet(self, other: PaperBook, sheet: str) -> None:
        """Copy a sheet of another book to the end of this one; its names come along where this book has none such."""
        name, n = sheet, 2
        while name in self.sheets:
            name, n = f"{sheet[:26]} ({n})", n + 1
        self.sheets[name] = other.sheets[sheet].copy()
        for key, held in other.names.items():
            if held.sheet == sheet:
                self.names.setdefault(key, Name(name, held.box))

    def show_sheet(self, sheet: str, *, visible: bool = True) -> None:
        """No matter for what it holds."""

    def protect(self, sheet: str, password: str = "") -> None:
        """On paper nobody is kept from anything."""

    def unprotect(self, sheet: str, password: str = "") -> None:
        """On paper nobody is kept from anything."""

    def protect_structure(self, password: str) -> None:
        """On paper nobody is kept from anything."""

    def hide_rows(self, sheet: str, row: int, count: int = 1) -> None:
        """No matter for what it holds."""

    def hide_columns(self, sheet: str, column: str, count: int = 1) -> None:
        """No matter for what it holds."""

    def filter(self, ref: str, column: int, text: str) -> None:
        """Hidden rows are still there."""

    def comment(self, ref: str, text: str) -> None:
        """A note is no content."""

    def forget_rules(self, sheet: str) -> None:
        """A rule is no content."""

    def forget_names(self) -> None:
        self.names = {}

    def _is_free(self, name: str) -> None:
        if name in self.sheets:
            raise Refused(f"there is a sheet {name!r} already")


# -- contents ----------------------------------------------------------------------------------------------------------
def _typed(value: Any, old: Content) -> Content:
    """The cell after a person typed `value` in it."""
    if isinstance(value, Formula):
        result = value.result
        if isinstance(result, str) and result.startswith("#"):
            return Content(None, value.text, result, old.percent, old.kept)
        return Content(result, value.text, None, old.percent, old.kept)
    moment = datetime(value.year, value.month, value.day) if type(value) is date else value
    return Content(moment, percent=old.percent, kept=old.kept)


def _understood(text: str) -> Any:
    """What a program makes of pasted text: a number where it looks like one in English, else the text."""
    if text.startswith("'"):
        return text[1:]
    try:
        return float(text)
    except ValueError:
        return text or None


def _sortable(content: Content) -> tuple[int, Any]:
    value = content.value
    if isinstance(value, bool):
        return 2, value
    if isinstance(value, datetime):
        return 0, (value - datetime(1899, 12, 30)).total_seconds() / 86400
    return (0, value) if isinstance(value, (int, float)) else (1, str(value or content.error or "").casefold())


def _shifted(at: At, axis: int, first: int, count: int) -> At:
    row, column = at
    if axis:
        return row, column + count * (column >= first)
    return row + count * (row >= first), column


def _box(area: Area) -> Box:
    return Box(area.first_row, area.first_column, area.last_row, area.last_column)


def _area(sheet: str, box: Box) -> Area:
    return Area(sheet, box.top, box.left, box.bottom, box.right)


def _contents(grid: Grid, sheet: str) -> dict[At, Content]:
    package = grid.package
    errors, percents = package.errors.get(sheet, {}), package.percents.get(sheet, {})
    formulas = package.formulas.get(sheet, frozenset()) | package.uncalculated.get(sheet, frozenset())
    found = {
        (r, c): Content(value, "=" if (r, c) in formulas else None, errors.get((r, c)), percents.get((r, c)))
        for r, row in enumerate(grid.sheets[sheet])
        for c, value in enumerate(row)
        if value not in (None, "")
    }
    for at in {*errors, *formulas} - found.keys():
        found[at] = Content(None, "=" if at in formulas else None, errors.get(at))
    return found


def _rows(sheet: PaperSheet) -> list[list[Any]]:
    height = max((row for row, _ in sheet.cells), default=-1) + 1
    width = max((column for _, column in sheet.cells), default=-1) + 1
    rows: list[list[Any]] = [[None] * width for _ in range(height)]
    for (row, column), content in sheet.cells.items():
        rows[row][column] = content.value
    return rows


def _errors(sheet: PaperSheet) -> Iterable[tuple[At, str]]:
    return ((at, content.error) for at, content in sheet.cells.items() if content.error is not None)


def _formulas(sheet: PaperSheet) -> Iterable[At]:
    return (at for at, content in sheet.cells.items() if content.formula is not None)


def _uncalculated(sheet: PaperSheet) -> Iterable[At]:
    return (
        at for at, content in sheet.cells.items()
        if content.formula is not None and content.value is None and content.error is None
    )  # fmt: skip


def _percents(sheet: PaperSheet) -> Iterable[tuple[At, bool]]:
    return ((at, content.percent) for at, content in sheet.cells.items() if content.percent is not None)
