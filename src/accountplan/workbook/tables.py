"""A table on its sheet: title, headers, rows, what each row still misses, the Excel table over it."""

from __future__ import annotations

from accountplan.layout.letters import height, height_of
from accountplan.layout.places import (
    COLUMN_PREFIX,
    END_PREFIX,
    KEY,
    LABEL,
    TABLE_PREFIX,
    ColumnPlace,
    RowPlace,
    Slot,
    TablePlace,
    absolute,
    quoted,
    runs_of,
)
from accountplan.layout.texts import REQUIRED, header_texts, label_headers
from accountplan.messages import say
from accountplan.template.model import FreeRows
from accountplan.workbook.counters import title_marks, write_marks, write_row_marks
from accountplan.workbook.dependent import choices_here
from accountplan.workbook.formulas import (
    cell_formula,
    number_formula,
    shown_value,
    title_formula,
    title_value,
)
from accountplan.workbook.mirrors import name_shown
from accountplan.workbook.missing import Missing
from accountplan.workbook.page import Page, serial
from accountplan.workbook.styles import ROW
from accountplan.workbook.totals import write_totals

_TITLE_LINES = 4
"""Lines of room for the name of a row of another table, where it stands above a column."""


def write_table(page: Page, place: TablePlace) -> None:
    """The whole of it, and its name."""
    _title(page, place)
    _headers(page, place)
    missing = Missing(page, place)
    for row in place.rows:
        _row(page, place, row, missing)
    page.sheet.text(place.end_row, KEY, END_PREFIX + place.table.id, page.styles("hidden"))
    _end(page, place)
    name_shown(page.book, page.layout, place)
    _excel_table(page, place)
    inputs = (slot for slot in place.slots if slot.spec.is_input)
    for first, last, column, spec in runs_of(inputs, alike=lambda spec: spec):
        page.validate(first, last, column, spec, choices_here(page.layout, place, spec, first))
    if place.totals is not None:
        write_totals(page, place, place.totals)
    reference = f"{absolute(place.key_row, KEY)}:{absolute(place.end_row, place.guard)}"
    page.book.name_range(place.name, f"{quoted(place.sheet)}!{reference}")


def _title(page: Page, place: TablePlace) -> None:
    table = place.table
    page.heading(place.title_row, table.label[page.language] + (REQUIRED if table.required_rows else ""))
    if table.help is not None:
        needed = page.help(place.title_row + 1, LABEL, table.help[page.language])
        page.sheet.set_row(place.title_row + 1, max(ROW["line"], needed))
    write_marks(page, place.title_row, title_marks(place), page.progress.title(place))


def _headers(page: Page, place: TablePlace) -> None:
    sheet, styles = page.sheet, page.styles
    sheet.text(place.header_row, KEY, TABLE_PREFIX + place.table.id, styles("hidden"))
    sheet.set_row(place.key_row, None, None, {"hidden": True})
    sheet.text(place.key_row, place.row_id, COLUMN_PREFIX + place.table.id, styles("hidden"))
    labels = label_headers(place, page.layout)
    for n in range(place.labels):
        sheet.text(place.header_row, LABEL + n, labels[n] if n < len(labels) else "", styles("header"))
    headers = header_texts(place, page.layout)
    for column, text in zip(place.columns, headers, strict=True):
        sheet.text(place.key_row, column.index, column.key, styles("hidden"))
        sheet.text(place.header_row, column.index, text, _header_style(page, column))
    texts = {LABEL + n: text for n, text in enumerate(labels)}
    texts |= {column.index: text for column, text in zip(place.columns, headers, strict=True)}
    widths = {index: page.place.widths[index] - place.button(index) for index in texts}
    needed = max(height_of(text, widths[index], bold=True, indent=1) for index, text in texts.items())
    sheet.set_row(place.header_row, max(ROW["band"], needed))
    if place.across_row is not None:
        _across_titles(page, place, place.across_row)


def _header_style(page: Page, column: ColumnPlace) -> object:
    return page.styles("header" if column.column.is_input else "header-computed")


def _across_titles(page: Page, place: TablePlace, row: int) -> None:
    """Above the columns, what they stand for: rows of another table, with the names that those have."""
    needed = height(_TITLE_LINES)
    for column in place.columns:
        if column.across is not None and column.across.mirrors:
            mirrors, label = column.across.mirrors, column.across.labels[0]
            value = title_value(page.values, page.layout, mirrors, label)
            formula = title_formula(page.layout, mirrors, label)
            page.sheet.write_formula(row, column.index, formula, page.styles("row-label"), value)
            needed = max(needed, height_of(value, page.place.widths[column.index], indent=1))
    page.sheet.set_row(row, needed)


# -- rows --------------------------------------------------------------------------------------------------------------
def _row(page: Page, place: TablePlace, row: RowPlace, missing: Missing) -> None:
    sheet, styles = page.sheet, page.styles
    _row_labels(page, place, row)
    sheet.text(row.row, place.row_id, row.key.id, page.keeping(ROW["line"], locked=False))
    present = {slot.at_column: slot for slot in place.slots_of(row)}
    for column in place.columns:
        slot = present.get(column.index)
        if slot is None:
            sheet.write_blank(row.row, column.index, None, styles("absent"))
        else:
            _cell(page, place, row, column, slot)
    state = page.progress.row(place, row)
    write_row_marks(page, place, row, state)
    says = missing.beside(row, state)
    if says is not None:
        formula, value = says
        page.row_formula(place, row, place.guard, lambda: formula, styles("missing"), value)
    sheet.growing_row(row.row, _row_height(page, place, row))


def _row_labels(page: Page, place: TablePlace, row: RowPlace) -> None:
    sheet, style = page.sheet, page.styles("row-label")
    if isinstance(place.table.rows, FreeRows):
        page.row_formula(place, row, LABEL, lambda: number_formula(place, row.row), style, row.key.labels[0])
    elif row.key.mirrors:
        value = title_value(page.values, page.layout, row.key.mirrors, row.key.labels[0])
        formula = title_formula(page.layout, row.key.mirrors, row.key.labels[0])
        sheet.write_formula(row.row, LABEL, formula, style, value)
    else:
        for n, label in enumerate(row.key.labels):
            sheet.text(row.row, LABEL + n, label, style)
    used = 1 if isinstance(place.table.rows, FreeRows) or row.key.mirrors else len(row.key.labels)
    for n in range(used, place.labels):
        sheet.write_blank(row.row, LABEL + n, None, style)


def _cell(page: Page, place: TablePlace, row: RowPlace, column: ColumnPlace, slot: Slot) -> None:
    value = page.values.cell(place.table, slot.row, slot.column.id)
    if slot.spec.computed:
        shown = shown_value(page.layout, slot.spec, value)
        page.row_formula(
            place, row, slot.at_column, lambda: cell_formula(page.layout, place, row, slot.spec, column.across),
            page.style("computed", slot.spec), serial(shown),
        )  # fmt: skip
    else:
        typed = page.typed.get(f"{slot.row.id}.{slot.spec.id}")
        page.input(slot.at_row, slot.at_column, slot.spec, value, typed)


def _row_height(page: Page, place: TablePlace, row: RowPlace) -> float:
    """Room for what is filled in and for the labels."""
    key, widths = row.key, page.place.widths
    names = (title_value(page.values, page.layout, key.mirrors, key.labels[0]),) if key.mirrors else key.labels
    answers = (
        page.height(
            slot.at_column,
            slot.spec,
            page.values.cell(place.table, slot.row, slot.column.id),
            page.typed.get(f"{slot.row.id}.{slot.spec.id}"),
        )
        for slot in place.slots_of(row)
    )
    return max(
        ROW["line"],
        *(height_of(name, widths[LABEL + n], indent=1) for n, name in enumerate(names)),
        *answers,
    )


def _end(page: Page, place: TablePlace) -> None:
    """The row after the last, and rows below it for what does not fit: to be typed in, and read too."""
    if not place.spare_rows:
        page.sheet.set_row(place.end_row, ROW["gap"])
        return
    page.sheet.text(place.end_row, LABEL, say(page.language, "sheet", "end"), page.styles("help", text_wrap=False))
    for row in place.spare_rows:
        for column in place.columns:
            if column.column.is_input:
                page.sheet.write_blank(row, column.index, None, page.style("input", column.column))


# -- the Excel table ---------------------------------------------------------------------------------------------------
def _excel_table(page: Page, place: TablePlace) -> None:
    headers = header_texts(place, page.layout)
    columns = [{"header": say(page.language, "sheet", "row-id")}]
    columns += [
        {"header": text}
        for column, text in zip(place.columns, headers, strict=True)
        if column.index <= place.last_input
    ]
    page.sheet.add_table(
        place.header_row, place.row_id, place.end_row - 1, place.last_input,
        {
            "name": place.excel_table,
            "columns": columns,
            "style": None,
            "banded_rows": False,
            "autofilter": place.filtered,
        },
    )  # fmt: skip
    page.sheet.text(place.header_row, place.row_id, columns[0]["header"], page.styles("header"))
    for column, text in zip(place.columns, headers, strict=True):
        page.sheet.text(place.header_row, column.index, text, _header_style(page, column))
