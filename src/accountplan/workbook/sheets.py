"""One chapter's sheet: its frame, what stands on it from top to bottom, and how it opens and prints."""

from __future__ import annotations

from accountplan.formula import literal
from accountplan.layout.letters import column_for
from accountplan.layout.places import (
    BAND_ROW,
    HELP_ROW,
    IDENTITY_ROW,
    KEY,
    LABEL,
    ROLE_COUNTER,
    ROLE_GUARD,
    ROLE_INPUT,
    ROLE_LABEL,
    ROLE_ROW_ID,
    TITLE_ROW,
    WORKBOOK_ROW,
    FieldPlace,
    HeadingPlace,
    NotePlace,
    NotesPlace,
    TablePlace,
    ViewPlace,
)
from accountplan.messages import say
from accountplan.workbook.counters import sheet_count_cells, write_sheet_counters
from accountplan.workbook.forms import write_field, write_heading, write_note, write_notes
from accountplan.workbook.links import link_formula
from accountplan.workbook.logo import COMFORTABLE, whiten, write_logo
from accountplan.workbook.looks import write_looks
from accountplan.workbook.page import Page
from accountplan.workbook.printing import set_printing
from accountplan.workbook.sentences import sentence
from accountplan.workbook.styles import ROW, SIZE
from accountplan.workbook.tables import write_table
from accountplan.workbook.views import write_view

_PROTECTION = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}
_WIDE, _ZOOM_WIDE = 200, 85
"""Columns of more than so many characters open a little smaller, in percent."""
_ASIDE = 18
"""Characters that the link to the contents and the completeness take."""


# -- the frame ---------------------------------------------------------------------------------------------------------
def write_frame(page: Page, identity: str, sheet_identity: str, title: str) -> None:
    """Columns, hidden identity rows, title band."""
    sheet, place, styles = page.sheet, page.place, page.styles
    sheet.set_default_row(ROW["line"])
    sheet.hide_gridlines(2)
    for index, width in enumerate(place.widths):
        if width:
            sheet.set_column(index, index, width)
        else:
            sheet.set_column(index, index, 0, None, {"hidden": True})
    sheet.text(IDENTITY_ROW, KEY, sheet_identity, styles("hidden"))
    roles = {LABEL: ROLE_LABEL, place.row_id: ROLE_ROW_ID, place.input: ROLE_INPUT, place.input + 1: ROLE_GUARD}
    if place.asks:
        roles[place.marks] = ROLE_COUNTER
    for index, role in roles.items():
        sheet.text(IDENTITY_ROW, index, role, styles("hidden"))
    sheet.text(WORKBOOK_ROW, KEY, identity, styles("hidden"))
    for row in (IDENTITY_ROW, WORKBOOK_ROW):
        sheet.set_row(row, None, None, {"hidden": True})
    _band(page, title)


def _band(page: Page, title: str) -> None:
    sheet, place, styles, chapter = page.sheet, page.place, page.styles, page.place.chapter
    last = max(place.last_column, place.input + 1)
    size, small = SIZE["title"], SIZE["small"]
    aside = page.beyond(column_for(chapter.title[page.language], size, bold=True), column_for(title, small))
    white = _for_the_logo(page, aside, last)
    for index in range(LABEL - 1, last + 1):
        if index in white:
            whiten(sheet, styles, TITLE_ROW, index)
        else:
            sheet.write_blank(TITLE_ROW, index, None, styles("title"))
            sheet.write_blank(BAND_ROW, index, None, styles("band"))
    sheet.text(TITLE_ROW, LABEL, chapter.title[page.language], styles("title"))
    sheet.text(BAND_ROW, LABEL, title, styles("band"))
    contents = next((s for s in page.layout.sheets if s.chapter.kind == "contents"), None)
    if contents is not None and contents is not place:
        words = say(page.language, "sheet", "back")
        style = styles("link", font_size=SIZE["small"], indent=1) if aside in white else styles("link-band")
        sheet.write_formula(TITLE_ROW, aside, link_formula(contents.name, words), style, words)
    if place.asks:
        _completeness(page, aside, "band-paper" if aside in white else "band")
    if page.logo is not None:
        write_logo(sheet, page.logo, TITLE_ROW, white, _ASIDE if aside in white else 0)
    sheet.set_row(TITLE_ROW, ROW["title"])
    sheet.set_row(BAND_ROW, ROW["band"])
    if chapter.help is not None:
        sheet.set_row(HELP_ROW, max(ROW["line"], page.help(HELP_ROW, LABEL, chapter.help[page.language])))


def _for_the_logo(page: Page, aside: int, last: int) -> dict[int, float]:
    """The columns that are white for the logo, with their widths: those behind the texts of the band, or from `aside`
    on, where the rest is too narrow. None on a sheet without a logo."""
    if page.logo is None:
        return {}
    widths = dict(enumerate(page.place.widths))
    behind = {index: widths[index] for index in range(aside + 1, last + 1)}
    return behind if sum(behind.values()) >= COMFORTABLE else {aside: widths[aside]} | behind


def _completeness(page: Page, column: int, style: str) -> None:
    """How much of the chapter has been answered, in words."""
    count = page.progress.sheet(page.place)
    write_sheet_counters(page, count.required, count.answered)
    required, answered = (address.rpartition("!")[2] for address in sheet_count_cells(page.place))
    words = sentence(page.language, "answered", answered=answered, required=required)
    nothing = say(page.language, "sheet", "nothing-required")
    shown = say(page.language, "sheet", "answered", answered=count.answered, required=count.required)
    page.sheet.write_formula(
        BAND_ROW, column, f"=IF({required}=0,{literal(nothing)},{words})", page.styles(style, bold=True),
        shown if count.required else nothing,
    )  # fmt: skip


# -- what stands on it -------------------------------------------------------------------------------------------------
def write_items(page: Page) -> None:
    """Everything on the sheet, from top to bottom."""
    for place in page.place.places:
        match place:
            case HeadingPlace():
                write_heading(page, place)
            case FieldPlace():
                write_field(page, place)
            case TablePlace():
                write_table(page, place)
            case NotePlace():
                write_note(page, place)
            case ViewPlace():
                write_view(page, place)
            case NotesPlace():
                write_notes(page, place)
    write_looks(page)


# -- how it opens and prints -------------------------------------------------------------------------------------------
def finish(page: Page, title: str) -> None:
    """Protection, printing, the tab, and where the sheet opens."""
    sheet, place = page.sheet, page.place
    sheet.share_alike()
    sheet.protect("", _PROTECTION)
    sheet.freeze_panes(HELP_ROW, 0)
    sheet.set_zoom(_ZOOM_WIDE if sum(place.widths[: place.last_column + 1]) > _WIDE else 100)
    colour = page.styles.tab_colour(place.chapter.part)
    if colour is not None:
        sheet.set_tab_color(colour)
    set_printing(page, title)
    first = next((p for p in place.places if isinstance(p, FieldPlace) and p.spec.is_input), None)
    table = next(iter(place.tables), None)
    rows = [first.row] if first else []
    rows += [table.first_row] if table else []
    at = min(rows, default=TITLE_ROW)
    sheet.set_selection(at, place.input, at, place.input)
