"""What every view needs: cells of a table by row and column, and what they show."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from accountplan.formula import literal
from accountplan.layout.places import RowPlace, TablePlace, ViewPlace, absolute, quoted
from accountplan.layout.rows import spec_in
from accountplan.workbook.formulas import runs, shown_value
from accountplan.workbook.page import Page
from accountplan.workbook.styles import LINE

EPOCH = date(1899, 12, 30)
"""The day that spreadsheets count as 0."""
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
    """What a table's cell shows: what was typed in it, its answer, or nothing."""
    spec = spec_in(place.table, column_id, row.key.codes)
    if spec is None:
        return ""
    typed = page.typed.get(f"{row.key.id}.{spec.id}")
    if typed is not None:
        return typed
    value = shown_value(page.layout, spec, page.values.cell(place.table, row.key, column_id))
    return (value - EPOCH).days if isinstance(value, date) else value


def write_hint(page: Page, place: ViewPlace, empty: str, text: str, is_empty: bool) -> None:
    """Beside the title, while `empty` holds: what to do to see something."""
    style = page.styles("help", text_wrap=False, bottom=1, bottom_color=LINE)
    formula = f'=IF({empty},{literal(text)},"")'
    page.sheet.write_formula(place.title_row, page.place.input, formula, style, text if is_empty else "")
