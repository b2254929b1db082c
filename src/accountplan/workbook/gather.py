"""What the readers of raw parts gather of a workbook, cell by cell, until it is a grid."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, datetime, time, timedelta
from typing import Any

from accountplan.workbook.archive import too_large
from accountplan.workbook.grid import Grid
from accountplan.workbook.limits import Limits
from accountplan.workbook.number_formats import Look, Shows
from accountplan.workbook.package import Area, Package

_NO_CELLS: list[Any] = []
"""Stands for every row without a cell; never changed."""
_WIDEST_SERIAL = 2_958_465 - 1_462
"""The serial number of the last day that there is, whether days are counted from 1900 or from 1904."""

At = tuple[int, int]
"""(row, column), 0-based."""


class SheetCells:
    """One sheet: what stands in its cells, and what is to be said of them."""

    def __init__(self, name: str, budget: Budget) -> None:
        self.name = name
        self.rows: list[list[Any]] = []
        self.errors: dict[At, str] = {}
        self.formulas: set[At] = set()
        self.uncalculated: set[At] = set()
        self.cut: set[At] = set()
        self.merged: list[Area] = []
        self.percents: dict[At, bool] = {}
        self.currencies: dict[At, str] = {}
        self._budget = budget

    def put(self, row: int, column: int, value: Any) -> None:
        """A filled cell. Raises `Refused` where it lies further out than any plan reaches."""
        if row >= len(self.rows):
            self._budget.spend(0, row + 1 - len(self.rows))
            self.rows.extend([_NO_CELLS] * (row + 1 - len(self.rows)))
        cells = self.rows[row]
        if cells is _NO_CELLS:
            cells = self.rows[row] = []
        longer = max(0, column + 1 - len(cells))
        self._budget.spend(1, longer)
        cells.extend([""] * longer)
        cells[column] = value

    def put_number(self, row: int, column: int, number: float, look: Look | None, date1904: bool) -> None:
        """A number as its number format has it; None where nobody knows that."""
        moment = moment_of(number, look.shows if look else None, date1904)
        if moment is not None:
            self.put(row, column, moment)
        else:
            self.put(row, column, number)
            if look is not None:
                self.percents[row, column] = look.shows == "percent"
            if look is not None and look.currency:
                self.currencies[row, column] = look.currency

    def put_error(self, row: int, column: int, error: str) -> None:
        self.put(row, column, "")
        self.errors[row, column] = error

    def merge(self, first_row: int, first_column: int, last_row: int, last_column: int) -> None:
        """Cells that are shown as one. Raises `Refused` where they are more than any plan has."""
        high, wide = last_row - first_row + 1, last_column - first_column + 1
        if high > 0 and wide > 0 and high * wide > 1:
            self._budget.spend(0, high * wide)
            self.merged.append(Area(self.name, first_row, first_column, last_row, last_column))


class Budget:
    """How much the sheets of one file may hold together, and how far they may reach."""

    def __init__(self, limits: Limits) -> None:
        self._limits = limits
        self._cells = self._area = 0

    def spend(self, cells: int, area: int) -> None:
        self._cells += cells
        self._area += area
        if self._cells > self._limits.cells:
            too_large("cells", self._cells, self._limits.cells)
        if self._area > self._limits.area:
            too_large("area", self._area, self._limits.area)


def grid_of(  # noqa: PLR0913 (a file says as many things)
    kind: str, sheets: list[SheetCells], *,
    names: Mapping[str, Area], tables: Mapping[str, Area] | None = None, properties: Mapping[str, str] | None = None,
    date1904: bool = False, modified: datetime | None = None, recalculates: bool = False,
) -> Grid:  # fmt: skip
    """The grid of what was gathered; what is to be said of no cell is left out."""
    package = Package(
        kind,
        names,
        tables or {},
        errors={sheet.name: sheet.errors for sheet in sheets if sheet.errors},
        uncalculated={sheet.name: frozenset(sheet.uncalculated) for sheet in sheets if sheet.uncalculated},
        formulas={sheet.name: frozenset(sheet.formulas) for sheet in sheets if sheet.formulas},
        cut={sheet.name: frozenset(sheet.cut) for sheet in sheets if sheet.cut},
        merged={sheet.name: tuple(sheet.merged) for sheet in sheets if sheet.merged},
        percents={sheet.name: sheet.percents for sheet in sheets if sheet.percents},
        currencies={sheet.name: sheet.currencies for sheet in sheets if sheet.currencies},
        properties=properties or {},
        date1904=date1904,
        modified=modified,
        recalculates=recalculates,
    )
    return Grid(package, {sheet.name: sheet.rows for sheet in sheets})


def moment_of(serial: float, shown: Shows | None, date1904: bool) -> date | time | timedelta | None:
    """The day, time of day or duration that a number is shown as; None where it is shown as a number, or none."""
    if shown not in ("moment", "duration") or not 0 <= serial < _WIDEST_SERIAL:  # NaN is not in range, either
        return None
    if shown == "duration":
        return timedelta(days=serial)
    days = int(serial)
    seconds = round((serial - days) * 86_400)
    if days == 0:
        return time_of_day(seconds) if 0 < seconds < 86_400 else None
    # A day of 1900 that never was: before it the count is one less.
    epoch = date(1904, 1, 1) if date1904 else date(1899, 12, 31 if days < 60 else 30)
    day = epoch + timedelta(days=days)
    return day if seconds == 0 else datetime(day.year, day.month, day.day) + timedelta(seconds=seconds)


def time_of_day(seconds: float) -> time:
    """The time after so many seconds, of which a day has more."""
    return (datetime(1900, 1, 1) + timedelta(seconds=seconds)).time()
