"""Writes the lists sheet: every list, the limits of the lights, what drop-downs depend on, and the register."""

from __future__ import annotations

from accountplan.layout.places import (
    LIST_PREFIX,
    absolute,
    quoted,
)
from accountplan.messages import say
from accountplan.workbook.dependent import (
    BOUNDS,
    bound_name,
    bounds,
    dependent_lists,
    suggested,
    suggested_name,
    suggested_range,
    typed_name,
    until_last,
)
from accountplan.workbook.lists import FIRST_ITEM, KEY_ROW, LIMITS, ListPlace, labels_range, limit_rows, list_places
from accountplan.workbook.mirrors import counted_rows, inputs_name, numbers_name
from accountplan.workbook.page import Page
from accountplan.workbook.register import write_register

_LIMIT_COLUMN = 1
_GAP = 2


def write_lists(page: Page) -> None:
    """Everything on the lists sheet."""
    _limits(page)
    column = _LIMIT_COLUMN
    for place in list_places(page.layout):
        _list(page, place)
        column = place.column
    column += 2 + _GAP
    for place in dependent_lists(page.layout):
        _bounds(page, place, column)
        column += len(BOUNDS) + 1
    for list_id in [entry.id for entry in page.layout.template.lists if entry.rows_of in page.layout.tables]:
        _typed_rows(page, list_id, column)
        column += _GAP
    for name in suggested(page.layout):
        page.book.name_range(suggested_name(name), suggested_range(page.layout, name))
    write_register(page, column)


def _list(page: Page, place: ListPlace) -> None:
    sheet, styles = page.sheet, page.styles
    sheet.text(KEY_ROW, place.column, place.key, styles("hidden"))
    for n, word in enumerate(("code", "name", "group")):
        sheet.text(KEY_ROW + 1, place.column + n, say(page.language, "sheet", word), styles("header"))
    for n, option in enumerate(place.options.items):
        for offset, text in enumerate((option.code, option.label, option.parent)):
            if text:
                sheet.text(FIRST_ITEM + n, place.column + offset, text, styles("plain", num_format="@"))
    sheet.set_column(place.column, place.column + 2, 16)
    page.book.name_range(place.name, labels_range(page.layout, place))


def _limits(page: Page) -> None:
    sheet, styles = page.sheet, page.styles
    sheet.text(KEY_ROW, _LIMIT_COLUMN, LIST_PREFIX + LIMITS, styles("hidden"))
    for n, word in enumerate(("limits", "green", "amber")):
        sheet.text(KEY_ROW + 1, _LIMIT_COLUMN + n, say(page.language, "sheet", word), styles("header"))
    for code, row, green, amber in limit_rows(page.layout):
        sheet.text(row, _LIMIT_COLUMN, code, styles("plain"))
        sheet.write_number(row, _LIMIT_COLUMN + 1, green, styles("plain", num_format="0.0%"))
        sheet.write_number(row, _LIMIT_COLUMN + 2, amber, styles("plain", num_format="0.0%"))
    sheet.set_column(_LIMIT_COLUMN, _LIMIT_COLUMN + 2, 16)


def _bounds(page: Page, place: ListPlace, column: int) -> None:
    """Where the items of each item of the parent list begin and end."""
    pairs = bounds(page.layout, place)
    for offset, which in enumerate(BOUNDS):
        for n, pair in enumerate(pairs):
            page.sheet.write_number(FIRST_ITEM + n, column + offset, pair[offset], page.styles("plain"))
        cells = _column(page, column + offset, max(1, len(pairs)))
        page.book.name_range(bound_name(place.id, which), cells)


def _typed_rows(page: Page, list_id: str, column: int) -> None:
    """The numbers of a table's rows, in the order in which they stand there; empty for rows that are."""
    table = page.layout.tables[page.layout.template.choice_list(list_id).rows_of or ""]
    inputs, numbers = inputs_name(table.table.id), numbers_name(table.table.id)
    for n, row in enumerate(table.rows):
        own = counted_rows(FIRST_ITEM, FIRST_ITEM + n)
        formula = f'=IF(COUNTA(INDEX({inputs},{own},0))=0,"",INDEX({numbers},{own}))'
        typed = any(name.startswith(f"{row.key.id}.") for name in page.typed)
        shown = row.key.labels[0] if typed or page.values.filled(table.table, row.key) else ""
        page.sheet.write_formula(FIRST_ITEM + n, column, formula, page.styles("plain"), shown)
    page.book.name_range(typed_name(list_id), until_last(_column(page, column, len(table.rows))))


def _column(page: Page, column: int, count: int) -> str:
    """The first `count` items of a column, from any sheet."""
    cells = f"{absolute(FIRST_ITEM, column)}:{absolute(FIRST_ITEM + count - 1, column)}"
    return f"{quoted(page.place.name)}!{cells}"
