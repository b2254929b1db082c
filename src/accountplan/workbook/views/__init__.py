"""The views of a sheet: charts and lists of what a table holds. They ask nothing, and nobody reads them back."""

from __future__ import annotations

from accountplan.layout.places import KEY, LABEL, ViewPlace
from accountplan.workbook.page import Page
from accountplan.workbook.styles import ROW
from accountplan.workbook.views.chain import write_chain
from accountplan.workbook.views.charts import write_charts
from accountplan.workbook.views.ranking import write_ranking
from accountplan.workbook.views.timeline import write_timeline


def write_view(page: Page, place: ViewPlace) -> None:
    """One view: its title, its help, and what it shows."""
    _title(page, place)
    for row in range(place.first_row, place.end_row):
        page.sheet.text(row, KEY, place.key, page.styles("hidden"))
    match place.view.shape:
        case "column" | "bar" | "pie" | "line":
            write_charts(page, place)
        case "chain":
            write_chain(page, place)
        case "ranking":
            write_ranking(page, place)
        case "timeline":
            write_timeline(page, place)


def _title(page: Page, place: ViewPlace) -> None:
    sheet, styles, view = page.sheet, page.styles, place.view
    sheet.text(place.title_row, KEY, place.key, styles("hidden"))
    page.heading(place.title_row, view.label[page.language])
    if view.help is not None:
        sheet.text(place.title_row + 1, KEY, place.key, styles("hidden"))
        needed = page.help(place.title_row + 1, LABEL, view.help[page.language])
        sheet.set_row(place.title_row + 1, max(ROW["line"], needed))
