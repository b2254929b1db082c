"""Writes the contents: every chapter with a link and how far it is, the whole plan, and links to what is still open."""

from __future__ import annotations

from accountplan.formula import literal
from accountplan.layout.letters import height_of
from accountplan.layout.places import FIRST_ROW, HELP_ROW, LABEL, TITLE_ROW, SheetPlace
from accountplan.layout.progress import Count
from accountplan.messages import say
from accountplan.workbook.counters import sheet_count_cells
from accountplan.workbook.links import link_formula
from accountplan.workbook.page import Page
from accountplan.workbook.register import REGISTER, register
from accountplan.workbook.sentences import sentence
from accountplan.workbook.styles import ROW

LINKS = 15
"""So many of what is still open are listed."""


def write_contents(page: Page) -> None:
    """The list of chapters, the total, and what is still open."""
    label = LABEL
    count, bar, about = page.place.input, page.place.input + 1, page.place.input + 2
    row = max(FIRST_ROW, page.place.end_row)
    words = (("chapter", label), ("complete", count), ("share", bar), ("about", about))
    for word, column in words:
        page.sheet.text(row, column, say(page.language, "sheet", word), page.styles("header"))
    page.sheet.set_row(row, ROW["band"])
    first = row + 1
    for place in page.layout.sheets:
        if place.chapter.kind in ("form", "guide"):
            row += 1
            _chapter(page, row, place)
    row += 1
    _total(page, row)
    page.sheet.conditional_format(first, bar, row, bar, page.styles.bar())
    page.sheet.set_row(HELP_ROW, ROW["line"])
    _open_list(page, row + 2)


def _chapter(page: Page, row: int, place: SheetPlace) -> None:
    sheet, styles = page.sheet, page.styles
    count, bar, about = page.place.input, page.place.input + 1, page.place.input + 2
    sheet.write_formula(row, LABEL, link_formula(place.name, place.name), styles("link-cell"), place.name)
    quiet = styles("cell", font_color=styles.quiet, valign="vcenter", indent=1)
    if place.asks:
        required, answered = sheet_count_cells(place)
        _figures(page, row, required, answered, page.progress.sheet(place), "cell-line")
    else:
        sheet.write_blank(row, count, None, quiet)
        sheet.write_blank(row, bar, None, quiet)
    text = place.chapter.help[page.language] if place.chapter.help else ""
    sheet.text(row, about, text, quiet)
    sheet.set_row(row, max(ROW["line"], height_of(text, page.place.widths[about], indent=1)))


def _figures(page: Page, row: int, required: str, answered: str, count: Count, style: str) -> None:
    """`8 / 12`, and the share as a bar; a dash where nothing is required."""
    sheet, column = page.sheet, page.place.input
    nothing = not count.required
    shown = "–" if nothing else f"{count.answered} / {count.required}"
    formula = f'=IF({required}=0,"–",{answered}&" / "&{required})'
    sheet.write_formula(row, column, formula, page.styles(style, align="center"), shown)
    look = page.styles(style, num_format="0%", align="right", indent=1)
    _share(page, row, column + 1, required, answered, count, look)


def _share(page: Page, row: int, column: int, required: str, answered: str, count: Count, style: object) -> None:
    """What is answered of what is required; blank where that is nothing."""
    formula = f'=IF({required}=0,"",{answered}/{required})'
    page.sheet.write_formula(row, column, formula, style, count.share if count.required else "")


def _total(page: Page, row: int) -> None:
    required, answered = total_cells(page)
    total = page.progress.total
    page.sheet.text(row, LABEL, say(page.language, "sheet", "whole-plan"), page.styles("total"))
    _figures(page, row, required, answered, total, "total")
    page.sheet.write_blank(row, page.place.input + 2, None, page.styles("total"))


def total_cells(page: Page) -> tuple[str, str]:
    """Formulas of how many answers the whole plan must have, and how many are there."""
    places = [place for place in page.layout.sheets if place.asks]
    required, answered = (f"({'+'.join(cells)})" for cells in zip(*map(sheet_count_cells, places), strict=True))
    return required, answered


def _open_list(page: Page, row: int) -> None:
    """Links to the first cells that are still open, taken from the register."""
    sheet, styles, label = page.sheet, page.styles, LABEL
    known = [entry for _, _, entry in register(page.layout, page.progress) if entry.open]
    page.heading(row, say(page.language, "sheet", "open-heading"), label, page.place.input + 2)
    done = say(page.language, "sheet", "open-none")
    for n in range(1, LINKS + 1):
        at = f"MATCH({n},{REGISTER}_running,0)"
        words = f"INDEX({REGISTER}_label,{at})"
        link = f'HYPERLINK("#"&INDEX({REGISTER}_target,{at}),{words})'
        formula = f"=IFERROR({link},{literal(done if n == 1 else '')})"
        shown = known[n - 1].label if n <= len(known) else done if n == 1 else ""
        sheet.write_formula(row + n, label, formula, styles("link"), shown)
    more = row + LINKS + 1
    rest = f"MAX(0,MAX({REGISTER}_running)-{LINKS})"
    left = max(0, len(known) - LINKS)
    formula = f'=IF({rest}=0,"",{sentence(page.language, "open-more", count=rest)})'
    shown = say(page.language, "sheet", "open-more", count=left) if left else ""
    sheet.write_formula(more, label, formula, styles("help", text_wrap=False), shown)
    page.sheet.print_area(TITLE_ROW, label - 1, more, page.place.input + 2)


def write_whole(page: Page, row: int) -> None:
    """The completeness of the whole plan, in words and as a bar, on the first sheet."""
    required, answered = total_cells(page)
    total = page.progress.total
    sheet, styles, column = page.sheet, page.styles, page.place.input
    sheet.text(row, LABEL, say(page.language, "sheet", "whole-plan"), styles("label-required"))
    look = styles("cell-line", num_format="0%", align="left", indent=1)
    _share(page, row, column, required, answered, total, look)
    sheet.conditional_format(row, column, row, column, styles.bar())
    words = sentence(page.language, "answered", answered=answered, required=required)
    shown = say(page.language, "sheet", "answered", answered=total.answered, required=total.required)
    sheet.write_formula(row, column + 1, f"={words}", styles("help", indent=1), shown)
