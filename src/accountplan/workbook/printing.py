"""How a sheet prints: on A4, with its account, chapter and page below, a table's header on every page."""

from __future__ import annotations

import math
from collections.abc import Iterator

from accountplan.layout.pages import PAPER_HEIGHT, Pages, breaks_between, pages_of, scales_below
from accountplan.layout.places import (
    BAND_ROW,
    FIRST_ROW,
    SIGN,
    TITLE_ROW,
    FieldPlace,
    HeadingPlace,
    NotePlace,
    NotesPlace,
    Place,
    SheetPlace,
    TablePlace,
    ViewPlace,
)
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
    else:
        scale, ends = _scale_and_breaks(page, pages)
        sheet.set_print_scale(scale)
        sheet.set_h_pagebreaks(ends)
    if pages.breaks:
        sheet.repeat_columns(SIGN, place.row_id)
    if place.asks:
        sheet.print_areas(_areas(page, last, pages.breaks))
    if len(place.tables) == 1 and not place.has_form:
        sheet.repeat_rows(TITLE_ROW, place.tables[0].header_row)
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
    widest = _widest(place)
    areas = [(TITLE_ROW, starts[0], bottom, ends[0])]
    if widest is not None:
        areas += [(widest.title_row, a, widest.end_row - 1, b) for a, b in zip(starts[1:], ends[1:], strict=True)]
    return areas


def _widest(place: SheetPlace) -> TablePlace | None:
    """The table that further strips are for."""
    return max(place.tables, key=lambda table: table.guard, default=None)


def _scale_and_breaks(page: Page, pages: Pages) -> tuple[int, list[int]]:
    """How large a sheet is printed, a little smaller where that saves a page, and before which rows its pages end.

    Pages end between blocks, headings staying with what is below them.
    """
    groups = list(_groups(page.place))
    paper = PAPER_HEIGHT[page.place.chapter.orientation]
    repeated = page.sheet.height(TITLE_ROW, BAND_ROW)
    ends = [*(first for first, _ in groups[1:]), groups[-1][1]] if groups else []
    blocks = [(first, page.sheet.height(first, end - 1)) for (first, _), end in zip(groups, ends, strict=True)]
    top = page.sheet.height(TITLE_ROW, groups[0][0] - 1) if groups else 0
    widest = _widest(page.place) if pages.breaks else None
    strip = page.sheet.height(widest.title_row, widest.end_row - 1) if widest else 0
    tried: dict[int, list[int]] = {}
    counts: dict[int, int] = {}
    for scale in scales_below(pages.scale):
        room = paper * 100 / scale
        tried[scale], counts[scale] = breaks_between(blocks, top, room, repeated)
        counts[scale] += len(pages.breaks) * math.ceil(strip / (room - repeated))
    fewest = min(counts.values())
    scale = max(scale for scale, count in counts.items() if count == fewest)
    return scale, tried[scale]


def _groups(place: SheetPlace) -> Iterator[tuple[int, int]]:
    """(first row, row after the last) of everything that stays together on paper."""
    start: int | None = None
    for item in place.places:
        if isinstance(item, NotesPlace):
            continue
        first, end = _rows_of(item)
        start = first if start is None else start
        if not isinstance(item, HeadingPlace):
            yield start, end
            start = None


def _rows_of(item: Place) -> tuple[int, int]:
    if isinstance(item, TablePlace):
        return item.title_row, item.spare_rows.stop
    if isinstance(item, ViewPlace):
        return item.title_row, item.end_row
    assert isinstance(item, FieldPlace | HeadingPlace | NotePlace)
    return item.row, item.row + 1


def last_printed(page: Page) -> int:
    """The last column on paper: without the guard of tables, if no form has its help there."""
    place = page.place
    alone = not place.has_form and bool(place.tables)
    return place.last_column - 1 if alone else max(place.last_column, place.input + 1)
