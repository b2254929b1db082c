"""A plan workbook, written from the layout: the mirror image of `read.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from accountplan.layout.answers import PlanAnswers, PlanValues
from accountplan.layout.context import PlanContext
from accountplan.layout.places import Layout, SheetPlace, lay_out
from accountplan.messages import say
from accountplan.template.model import Template
from accountplan.workbook.excel import StrictSheet, StrictWorkbook, workbook
from accountplan.workbook.identity import PROPERTY, identity_text
from accountplan.workbook.reading import Identity
from accountplan.workbook.sheets import SheetWriter
from accountplan.workbook.special import write_contents, write_lists
from accountplan.workbook.styles import Styles


def plan_bytes(  # noqa: PLR0913 (what a workbook shows besides its answers is by name)
    template: Template,
    context: PlanContext,
    answers: PlanAnswers,
    identity: Identity,
    *,
    account_name: str = "",
    accent: str | None = None,
    company: str = "",
    typed: Mapping[str, str | float] | None = None,
) -> bytes:
    """The workbook of one account, with these answers filled in.

    `typed` puts content in cells that is not an answer, as a person may: by field id, or `<row id>.<field id>`.
    The same arguments give the same bytes. Raises `ExcelRefuses` (a bug) for anything that Excel would not take.
    """
    layout = lay_out(template, context)
    title = say(context.language, "sheet", "subject", year=str(context.year), account=account_name or identity.account)
    with workbook(
        datetime(context.year, 1, 1), title, subject=template.title[context.language], company=company
    ) as made:
        book, buffer = made
        book.set_custom_property(PROPERTY, identity_text(identity)[:255], "text")
        styles = Styles(book, accent)
        values = PlanValues(template, context, answers)
        sheets = [(place, book.sheet(place.name)) for place in layout.sheets]
        for place, sheet in sheets:
            writer = SheetWriter(book, sheet, layout, place, values, styles, typed or {})
            writer.frame(identity_text(identity), title)
            _fill(book, sheet, layout, place, writer, styles)
            writer.finish()
        _open_at(sheets)
    return buffer.getvalue()


def _fill(
    book: StrictWorkbook, sheet: StrictSheet, layout: Layout, place: SheetPlace, writer: SheetWriter, styles: Styles
) -> None:
    if place.chapter.kind == "contents":
        write_contents(sheet, layout, place, styles)
    elif place.chapter.kind == "lists":
        write_lists(book, sheet, layout, styles)
        sheet.hide()
    writer.items()


def _open_at(sheets: list[tuple[SheetPlace, StrictSheet]]) -> None:
    first = next(sheet for place, sheet in sheets if place.chapter.kind != "lists")
    first.activate()
    first.set_first_sheet()
