"""A plan workbook, written from the layout: the mirror image of `read.py`."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime

from accountplan.layout.answers import PlanAnswers, PlanValues
from accountplan.layout.context import PlanContext, meaning_of
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    WHOLE_ROW,
    Layout,
    SheetPlace,
)
from accountplan.layout.progress import PlanProgress
from accountplan.messages import say
from accountplan.template.model import FieldSpec, Template
from accountplan.workbook.contents import write_contents, write_whole
from accountplan.workbook.excel import StrictSheet, packed, workbook
from accountplan.workbook.faults import is_fault, rule_of
from accountplan.workbook.identity import PROPERTY, identity_text, sheet_identity
from accountplan.workbook.lists_sheet import write_lists
from accountplan.workbook.logo import Logo
from accountplan.workbook.page import Page
from accountplan.workbook.picture import Picture
from accountplan.workbook.reading import Identity
from accountplan.workbook.sheets import finish, write_frame, write_items
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
    logo: Picture | None = None,
    typed: Mapping[str, str | float] | None = None,
    saved: datetime | None = None,
) -> bytes:
    """The workbook of one account, with these answers filled in.

    `logo` is the company's, for the first sheet that asks something.
    `typed` puts content in cells that is not an answer, as a person may: by field id, or `<row id>.<field id>`.
    `saved` is when the document says that a person saved it last (UTC); by itself it says so of the first of January.
    The same arguments give the same bytes. Raises `ExcelRefuses` (a bug) for anything that Excel would not take.
    """
    layout = lay_out(template, context)
    title = say(context.language, "sheet", "subject", year=str(context.year), account=account_name or identity.account)
    properties = {"subject": template.title[context.language], "company": company}
    with workbook(datetime(context.year, 1, 1), title, modified=saved, **properties) as made:
        book, buffer = made
        book.set_custom_property(PROPERTY, identity_text(identity)[:255], "text")
        styles = Styles(book, accent)
        values = PlanValues(template, context, answers)
        progress = PlanProgress(layout, values, _faults(layout, typed or {}))
        sheets = [(place, book.sheet(place.name)) for place in layout.sheets]
        emblem = Logo(logo, company or say(context.language, "sheet", "logo")) if logo else None
        for place, sheet in sheets:
            on_it = emblem if place is _cover(layout) else None
            page = Page(book, sheet, layout, place, values, styles, typed or {}, progress, on_it)
            write_frame(page, identity_text(identity), sheet_identity(template, place.chapter.id), title)
            _fill(page)
            finish(page, title)
        _open_at(sheets)
    return packed(buffer.getvalue())


def _fill(page: Page) -> None:
    kind = page.place.chapter.kind
    if kind == "lists":
        write_lists(page)
        page.sheet.hide()
    write_items(page)
    if kind == "contents":
        write_contents(page)
    elif page.place is _cover(page.layout):
        write_whole(page, WHOLE_ROW)


def _cover(layout: Layout) -> SheetPlace | None:
    """The first sheet that asks something."""
    return next((sheet for sheet in layout.sheets if sheet.asks), None)


def _faults(layout: Layout, typed: Mapping[str, str | float]) -> dict[str, bool]:
    """Of the cells that hold no answer, whether what they hold is something that the field does not take."""
    specs: dict[str, FieldSpec] = {name: place.spec for name, place in layout.fields.items()}
    specs |= {f"{slot.row.id}.{slot.spec.id}": slot.spec for place in layout.tables.values() for slot in place.slots}
    found = {}
    for name, content in typed.items():
        if name in specs:
            spec = specs[name]
            meaning = meaning_of(layout.template, layout.context, spec)
            found[name] = is_fault(rule_of(spec, meaning), meaning, content)
    return found


def _open_at(sheets: list[tuple[SheetPlace, StrictSheet]]) -> None:
    first = next(sheet for place, sheet in sheets if place.chapter.kind != "lists")
    first.activate()
    first.set_first_sheet()
