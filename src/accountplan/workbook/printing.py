"""How a sheet prints: on A4, with its account, chapter and page below, a table's header on every page."""

from __future__ import annotations

from accountplan.layout.pages import pages_of
from accountplan.layout.places import BAND_ROW, FIRST_ROW, SIGN, TITLE_ROW, NotesPlace, TablePlace
from accountplan.messages import say
from accountplan.workbook.page import Page
from accountplan.workbook.paper import PAPER_A4


def set_printing(page: Page, account: str) -> None:
    """Paper, size, strips, what is repeated, and the footer."""
    sheet, place = page.sheet, page.place
    sheet.set_paper(PAPER_A4)
    if place.chapter.orientation == "landscape":
        sheet.set_landscape()
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    last = last_printed(page)
    pages = pages_of(place.widths, SIGN, last, place.row_id, place.chapter.orientation)
    if place.has_timeline:
        sheet.fit_to_pages(1, 1)
    elif pages.scale is None:
        sheet.fit_to_pages(1, 0)
    else:
        sheet.set_print_scale(pages.scale)
        sheet.repeat_columns(SIGN, place.row_id)
    if place.asks:
        sheet.print_areas(_areas(page, last, pages.breaks))
    tables = [p for p in place.places if isinstance(p, TablePlace)]
    if len(tables) == 1 and not place.has_form:
        sheet.repeat_rows(TITLE_ROW, tables[0].header_row)
    else:
        sheet.repeat_rows(TITLE_ROW, BAND_ROW)
    of, number = (say(page.language, "sheet", word) for word in ("of", "page"))
    sheet.page_footer(account, "&A", f"{number} &P {of} &N")


def _areas(page: Page, last: int, breaks: tuple[int, ...]) -> list[tuple[int, int, int, int]]:
    """What is printed: all but the room for notes; in strips, of the second and further ones the widest table alone."""
    place = page.place
    notes = next((p.title_row for p in place.places if isinstance(p, NotesPlace)), place.end_row + 1)
    bottom = max(FIRST_ROW, notes - 1)
    starts = (SIGN, *breaks)
    ends = (*(start - 1 for start in breaks), last)
    tables = [p for p in place.places if isinstance(p, TablePlace)]
    widest = max(tables, key=lambda table: table.guard, default=None)
    areas = [(TITLE_ROW, starts[0], bottom, ends[0])]
    if widest is not None:
        areas += [(widest.title_row, a, widest.end_row - 1, b) for a, b in zip(starts[1:], ends[1:], strict=True)]
    return areas


def last_printed(page: Page) -> int:
    """The last column on paper: without the guard of tables, if no form has its help there."""
    place = page.place
    alone = not place.has_form and any(isinstance(p, TablePlace) for p in place.places)
    return place.last_column - 1 if alone else max(place.last_column, place.input + 1)
