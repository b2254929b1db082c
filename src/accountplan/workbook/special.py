"""The two sheets that ask nothing: the contents, and the lists behind the drop-downs."""

from __future__ import annotations

from accountplan.layout.places import FIRST_ROW, HELP_ROW, LABEL, LIST_PREFIX, Layout, SheetPlace
from accountplan.messages import say
from accountplan.workbook.excel import StrictSheet, StrictWorkbook
from accountplan.workbook.lists import (
    FIRST_ITEM,
    KEY_ROW,
    LIMITS,
    ListPlace,
    labels_range,
    limit_rows,
    list_places,
)
from accountplan.workbook.sheets import link_formula
from accountplan.workbook.styles import ROW, Styles

_LIMIT_COLUMN = 1


def write_contents(sheet: StrictSheet, layout: Layout, place: SheetPlace, styles: Styles) -> None:
    """Every other chapter with a link to its sheet and what it is about."""
    language = layout.context.language
    label, about = LABEL, place.input
    row = max(FIRST_ROW, place.end_row)
    sheet.text(row, label, say(language, "sheet", "chapter"), styles("header"))
    sheet.text(row, about, say(language, "sheet", "about"), styles("header"))
    for other in layout.sheets:
        if other.chapter.kind == "form":
            row += 1
            sheet.write_formula(row, label, link_formula(other.name, other.name), styles("link"), other.name)
            help_text = other.chapter.help[language] if other.chapter.help else ""
            sheet.text(row, about, help_text, styles("cell", font_color=styles.quiet))
            sheet.set_row(row, ROW["line"] + (12 if len(help_text) > 85 else 0))
    sheet.set_column(about, about, 88)
    sheet.set_row(HELP_ROW, ROW["line"])


def write_lists(book: StrictWorkbook, sheet: StrictSheet, layout: Layout, styles: Styles) -> None:
    """Codes and labels of every list, each list under its key, and the traffic-light limits."""
    _write_limits(sheet, layout, styles)
    language = layout.context.language
    for place in list_places(layout):
        sheet.text(KEY_ROW, place.column, place.key, styles("hidden"))
        for n, word in enumerate(("code", "name", "group")):
            sheet.text(KEY_ROW + 1, place.column + n, say(language, "sheet", word), styles("header"))
        _write_items(sheet, place, styles)
        sheet.set_column(place.column, place.column + 2, 16)
        book.name_range(place.name, labels_range(layout, place))


def _write_items(sheet: StrictSheet, place: ListPlace, styles: Styles) -> None:
    for n, option in enumerate(place.options.items):
        row = FIRST_ITEM + n
        sheet.text(row, place.column, option.code, styles("plain", num_format="@"))
        sheet.text(row, place.column + 1, option.label, styles("plain", num_format="@"))
        if option.parent:
            sheet.text(row, place.column + 2, option.parent, styles("plain", num_format="@"))


def _write_limits(sheet: StrictSheet, layout: Layout, styles: Styles) -> None:
    language = layout.context.language
    sheet.text(KEY_ROW, _LIMIT_COLUMN, LIST_PREFIX + LIMITS, styles("hidden"))
    for n, word in enumerate(("limits", "green", "amber")):
        sheet.text(KEY_ROW + 1, _LIMIT_COLUMN + n, say(language, "sheet", word), styles("header"))
    for code, row, green, amber in limit_rows(layout):
        sheet.text(row, _LIMIT_COLUMN, code, styles("plain"))
        sheet.write_number(row, _LIMIT_COLUMN + 1, green, styles("plain", num_format="0.0%"))
        sheet.write_number(row, _LIMIT_COLUMN + 2, amber, styles("plain", num_format="0.0%"))
    sheet.set_column(_LIMIT_COLUMN, _LIMIT_COLUMN + 2, 16)
