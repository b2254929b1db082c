"""The totals of a table with something across: of each row beside it, of each column below its end."""

from __future__ import annotations

from accountplan.layout.places import KEY, LABEL, VIEW_PREFIX, TablePlace, absolute
from accountplan.messages import say
from accountplan.workbook.page import Page
from accountplan.workbook.styles import ROW


def write_totals(page: Page, place: TablePlace, column: int) -> None:
    """The totals, and what they are called."""
    word = say(page.language, "sheet", "total")
    page.sheet.text(place.header_row, column, word, page.styles("header-computed"))
    page.sheet.text(place.totals_row, KEY, VIEW_PREFIX + place.table.id, page.styles("hidden"))
    for index in range(LABEL, LABEL + place.labels):
        page.sheet.text(place.totals_row, index, word if index == LABEL else "", page.styles("row-label"))
    page.sheet.set_row(place.totals_row, ROW["line"])
    shown = {(slot.at_row, slot.at_column): page.shown(place.table, slot) for slot in place.slots}
    first, last = place.columns[0].index, place.columns[-1].index
    for row in place.rows:
        cells = [(row.row, index) for index in range(first, last + 1)]
        _total(page, row.row, column, cells, shown)
    for index in range(first, last + 1):
        cells = [(row.row, index) for row in place.rows]
        _total(page, place.totals_row, index, cells, shown)


def _total(
    page: Page, row: int, column: int, cells: list[tuple[int, int]], shown: dict[tuple[int, int], str | float]
) -> None:
    """The sum of these cells; blank, not 0, while none of them holds a number."""
    numbers = [value for cell in cells if isinstance(value := shown.get(cell), (int, float))]
    area = f"{absolute(*cells[0])}:{absolute(*cells[-1])}"
    style = page.styles("computed", align="center", valign="vcenter", bold=True)
    page.sheet.write_formula(
        row, column, f'=IF(COUNT({area})=0,"",SUM({area}))', style, sum(numbers) if numbers else ""
    )
