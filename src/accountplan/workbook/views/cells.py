"""What every view needs: cells of a table by row and column, and what they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from accountplan.formula import literal
from accountplan.layout.places import RowPlace, TablePlace, ViewPlace, absolute, address, quoted
from accountplan.messages import say
from accountplan.workbook.formulas import runs
from accountplan.workbook.page import Page
from accountplan.workbook.styles import LINE

Shown = str | float


@dataclass(frozen=True)
class Cells:
    """Cells of one column, next to each other or not, and what they show."""

    sheet: str
    column: int
    rows: tuple[int, ...]
    shown: tuple[Shown, ...]

    @property
    def reference(self) -> str:
        """Their addresses, from any sheet; ranges that are apart stand in brackets."""
        sheet = quoted(self.sheet)
        parts = [
            f"{sheet}!{absolute(first, self.column)}" + (f":{absolute(last, self.column)}" if last > first else "")
            for first, last in runs(self.rows)
        ]
        return parts[0] if len(parts) == 1 else f"({','.join(parts)})"


def column_cells(page: Page, place: TablePlace, rows: Sequence[RowPlace], column_id: str) -> Cells:
    """The cells of a table's column in these rows."""
    column = place.column_place(column_id)
    assert column is not None
    shown = tuple(shown_in(page, place, row, column_id) for row in rows)
    return Cells(place.sheet, column.index, tuple(row.row for row in rows), shown)


def shown_in(page: Page, place: TablePlace, row: RowPlace, column_id: str) -> Shown:
    """What the cell of a column in this row shows; nothing where the row has no such cell."""
    slot = next((slot for slot in place.slots_of(row) if slot.column.id == column_id), None)
    return "" if slot is None else page.shown(place.table, slot)


def write_hint(page: Page, place: ViewPlace, table: TablePlace, empty: str, is_empty: bool) -> None:
    """Beside the title, while `empty` holds: what to fill in to see something."""
    text = say(page.language, "sheet", "view-empty", table=table.table.label[page.language])
    style = page.styles("help", text_wrap=False, bottom=1, bottom_color=LINE)
    formula = f'=IF({empty},{literal(text)},"")'
    page.sheet.write_formula(place.title_row, page.place.input, formula, style, text if is_empty else "")


def range_of(page: Page, sheet: str, first: tuple[int, int], last: tuple[int, int]) -> str:
    """A rectangle of cells as the page's own formulas refer to it."""
    cells = f"{absolute(*first)}:{absolute(*last)}"
    return cells if sheet == page.place.name else f"{quoted(sheet)}!{cells}"


def address_of(page: Page, sheet: str, row: int, column: int) -> str:
    """One cell as the page's own formulas refer to it: relative, so that the same formula serves the rows below."""
    return address(row, column) if sheet == page.place.name else f"{quoted(sheet)}!{address(row, column)}"


def hide_spare(page: Page, count: int) -> int:
    """The first of so many hidden columns in which the view may reckon."""
    first = page.place.spare
    page.sheet.set_column(first, first + count - 1, 0, None, {"hidden": True})
    return first
