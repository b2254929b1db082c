"""What eyes miss: nothing on any sheet is wider or taller than its cell."""

from __future__ import annotations

import io
from functools import cache
from pathlib import Path

import pytest
import xlsxwriter

from accountplan.demo.portfolio import portfolio_of
from accountplan.demo.returned import Round, returned
from accountplan.demo.samples import load_samples
from accountplan.demo.vary import cast
from accountplan.fields import Value
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    NotesPlace,
    address,
    quoted,
)
from accountplan.template import load_template
from accountplan.template.model import FreeRows
from accountplan.workbook.styles import ROW
from tests.helpers import HEAD, REAL_TEMPLATES, context, plan, put_template, real_template
from tests.office.office import Book, Office
from tests.tools.counts import FULL
from tests.tools.fitting import cut_off


@cache
def empty(template: str, language: str) -> bytes:
    """A plan that nobody has touched."""
    return plan(real_template(template), circumstances=context(language))


@cache
def filled(template: str, language: str) -> tuple[bytes, ...]:
    """The plans of the demo's first accounts, after two quarters."""
    samples, made = load_samples(), real_template(template)
    accounts = cast(samples, 2, 1)
    of_the_demo = Round(made, portfolio_of(samples, accounts, made, language), samples, "q2")
    return tuple(file.content for account in accounts.accounts for file in returned(of_the_demo, account))


@cache
def begun(template: str, language: str) -> bytes:
    """A plan of which every row has a text and still misses the rest."""
    around = context(language)
    tables: dict[str, dict[str, dict[str, Value]]] = {}
    for place in lay_out(real_template(template), around).tables.values():
        for slot in place.slots:
            if slot.spec.is_input and slot.spec.type in ("text", "long-text"):
                tables.setdefault(place.table.id, {}).setdefault(slot.row.id, {slot.spec.id: "Kort"})
    return plan(real_template(template), PlanAnswers({}, {**tables}), around)


def complaints(content: bytes) -> list[str]:
    return list(cut_off(content))


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("template", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_everything_fits_its_cell_in_an_empty_plan(template: str, language: str) -> None:
    assert complaints(empty(template, language)) == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("template", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_what_every_row_misses_can_be_read(template: str, language: str) -> None:
    assert complaints(begun(template, language)) == []


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("template", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_everything_fits_its_cell_in_a_plan_that_is_filled_in(template: str, language: str) -> None:
    for content in filled(template, language):
        assert complaints(content) == []


WORDY = """\
id: "1"
title: {nl: Vragen, en: Questions}
help: {nl: HELP, en: HELP}
items:
  - heading: {nl: Een kop die zelf ook al behoorlijk lang is geworden, en: Heading}
    help: {nl: HELP, en: HELP}
  - field: own.name
    label: {nl: LABEL, en: LABEL}
    help: {nl: HELP, en: HELP}
    type: text
    required: true
  - table: rows
    label: {nl: Rijen, en: Rows}
    help: {nl: HELP, en: HELP}
    rows: 12
    columns:
      - id: row.short
        label: {nl: Klanttevredenheidsonderzoeksresultaat, en: Short}
        type: yes-no
        required: true
"""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_everything_fits_where_a_template_has_much_to_say(tmp_path: Path, language: str) -> None:
    words = "Waarom dit ertoe doet en wat er van wordt verwacht. " * 8
    chapter = WORDY.replace("HELP", f'"{words}"').replace("LABEL", f'"{words[:150]}"')
    wordy = load_template(str(put_template(tmp_path, HEAD, one=chapter)))
    assert complaints(plan(wordy, circumstances=context(language))) == []


# -- what is noticed ---------------------------------------------------------------------------------------------------
LONG = "Wat willen wij dit jaar bij deze klant bereiken"
NOTICED = {
    "a text that runs into its neighbour": ("B2", LONG, {}, 20, "wide in"),
    "a text that ends outside what is printed": ("C2", LONG, {}, 20, "wide in"),
    "a text on the right": ("B2", LONG, {"align": "right"}, 20, "wide in"),
    "more lines than there is room for": ("B2", LONG, {"text_wrap": True}, 30, "lines of 11 points"),
    "a word that is broken": ("B2", "Klanttevredenheid", {"text_wrap": True}, 60, "a word is broken"),
    "letters that are taller than their row": ("B2", "Kop", {"font_size": 24}, 20, "24 points"),
    "a figure": ("B2", 1234567890123, {"num_format": "#,##0.00"}, 20, "####"),
}


def sheet_with(cell: str, content: object, look: dict[str, object], height: float) -> bytes:
    """Columns B and C of width 12 are printed, C3 is taken."""
    buffer = io.BytesIO()
    with xlsxwriter.Workbook(buffer, {"in_memory": True}) as book:
        sheet = book.add_worksheet("Blad")
        sheet.set_column("B:C", 12)
        sheet.set_row(1, height)
        sheet.write(cell, content, book.add_format({"font_name": "Calibri", **look}))
        if cell == "B2":
            sheet.write("C2", "x")
        sheet.print_area("B1:C9")
    return buffer.getvalue()


@pytest.mark.parametrize("case", NOTICED)
def test_what_does_not_fit_is_noticed(case: str) -> None:
    cell, content, look, height, expected = NOTICED[case]
    (complaint,) = complaints(sheet_with(cell, content, look, height))
    assert complaint.startswith(f"Blad!{cell}: ")
    assert expected in complaint


def test_what_fits_is_not_remarked() -> None:
    assert complaints(sheet_with("C2", "Kort", {}, 20)) == []
    assert complaints(sheet_with("B2", LONG, {"text_wrap": True}, 80)) == []


# -- in a real program -------------------------------------------------------------------------------------------------
def opened(office: Office, folder: Path, content: bytes) -> Book:
    path = folder / "plan.xlsx"
    path.write_bytes(content)
    return office.open(path)


@pytest.mark.parametrize("language", ["nl", "en"] if FULL else ["nl"])
def test_libreoffice_would_make_no_row_taller(office: Office, tmp_path: Path, language: str) -> None:
    book = opened(office, tmp_path, filled("accountplan", language)[0])
    for sheet in [sheet.name for sheet in book.sheets() if sheet.visible]:
        before = book.heights(sheet)
        book.unprotect(sheet)
        book.let_rows_grow(sheet)
        both = enumerate(zip(before, book.heights(sheet), strict=True), start=1)
        assert [(sheet, row, own, needed) for row, (own, needed) in both if needed > own >= ROW["line"]] == []


def test_rows_grow_with_what_is_typed_in_them_and_keep_their_air(office: Office, tmp_path: Path) -> None:
    layout = lay_out(real_template("accountplan"), context("nl"))
    book = opened(office, tmp_path, empty("accountplan", "nl"))
    question = next(place for place in layout.fields.values() if place.spec.type == "long-text")
    table = next(place for place in layout.tables.values() if isinstance(place.table.rows, FreeRows))
    notes = next(place for sheet in layout.sheets for place in sheet.places if isinstance(place, NotesPlace))
    own = next(sheet for sheet in layout.sheets if notes in sheet.places)
    for sheet, row, column in (
        (question.sheet, question.row, question.input),
        (table.sheet, table.first_row, table.row_id + 1),
        (own.name, notes.rows[0], own.input),
    ):
        cell = f"{quoted(sheet)}!{address(row, column)}"
        height = book.heights(sheet)[row]
        book.set(cell, "kort")
        assert book.heights(sheet)[row] == pytest.approx(height, rel=0.1), cell
        book.set(cell, "een tekst die veel langer is dan in een enkele regel past " * 6)
        assert book.heights(sheet)[row] > height + 10, cell
