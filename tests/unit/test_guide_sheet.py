"""The guide in the workbook: half a page that shows the cells as they are, asks nothing, and is in one language."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any, get_args

import openpyxl
import pytest

from accountplan.layout.answers import PlanAnswers
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    LABEL,
    SIGN,
    NotePlace,
    SheetPlace,
)
from accountplan.layout.progress import DONE_SIGN, OPEN_SIGN
from accountplan.messages import say
from accountplan.template import load_template
from accountplan.template.model import CellLook
from accountplan.workbook.styles import COMPUTED, ERROR_INK, ERROR_TINT, INPUT, OPEN_INK, OPEN_TINT, SOON_TINT
from tests.helpers import FORM, HEAD, context, opened, plan, problems_of, put_template, read, real_template

TITLE = {"nl": "Zo werkt het", "en": "How it works"}
LANGUAGES = pytest.mark.parametrize("language", ["nl", "en"])
_A4_HEIGHT = 842


@cache
def book(language: str) -> openpyxl.Workbook:
    return opened(plan(real_template("accountplan"), circumstances=context(language)))


def guide(language: str) -> Any:
    return book(language)[TITLE[language]]


def place(language: str) -> SheetPlace:
    layout = lay_out(real_template("accountplan"), context(language))
    return next(sheet for sheet in layout.sheets if sheet.chapter.kind == "guide")


def texts(sheet: Any) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows(min_row=3) for cell in row if cell.value is not None]


def sample(language: str, look: CellLook) -> Any:
    """The cell of the legend that looks like cells of this kind."""
    [row] = [p.row for p in place(language).places if isinstance(p, NotePlace) and p.note.like == look]
    return guide(language).cell(row + 1, LABEL + 1)


# -- where it stands, and how long it is -----------------------------------------------------------------------------
@LANGUAGES
def test_it_is_the_second_sheet_right_behind_the_cover(language: str) -> None:
    assert book(language).sheetnames[1] == TITLE[language]


@LANGUAGES
def test_the_contents_and_the_guide_lead_to_each_other(language: str) -> None:
    contents = book(language).worksheets[2]
    links = [str(cell.value) for row in contents.iter_rows() for cell in row if "HYPERLINK" in str(cell.value)]
    assert any(TITLE[language] in link for link in links)
    assert any(say(language, "sheet", "back") in text for text in texts(guide(language)) if "HYPERLINK" in text)


@LANGUAGES
def test_it_is_half_a_page(language: str) -> None:
    sheet = guide(language)
    height = sum(sheet.row_dimensions[n].height or 20 for n in range(3, sheet.max_row + 1))
    assert height <= _A4_HEIGHT * 0.75, "printed to the width of the paper, at some two thirds of its size"
    assert sum(len(text) for text in texts(sheet)) < 2_000
    assert sheet.page_setup.orientation in (None, "portrait")


@LANGUAGES
def test_it_speaks_one_language(language: str) -> None:
    other = {"nl": "en", "en": "nl"}[language]
    notes = [entry.note for entry in place(language).places if isinstance(entry, NotePlace)]
    labels = [label for note in notes for label in (note.text, note.term) if label is not None]
    assert len(labels) > 25
    foreign = {label[other] for label in labels if label[other] != label[language]}
    assert foreign & set(texts(guide(language))) == set()


@LANGUAGES
def test_it_names_the_sheets_as_they_are_called(language: str) -> None:
    said = " ".join(texts(guide(language)))
    for name in {"nl": ("Inhoud", "voorblad", "wijzigingslogboek"), "en": ("Contents", "cover", "change log")}[
        language
    ]:
        assert name in said
        assert name.casefold() in {sheet.casefold() for sheet in book(language).sheetnames}


# -- a legend --------------------------------------------------------------------------------------------------------
@LANGUAGES
def test_the_legend_shows_the_cells_as_they_are(language: str) -> None:
    tints = {"input": INPUT, "computed": COMPUTED, "open": OPEN_TINT, "done": INPUT, "wrong": ERROR_TINT,
             "late": ERROR_TINT, "soon": SOON_TINT}  # fmt: skip
    shown = {look: sample(language, look).fill.fgColor.rgb for look in tints}
    assert shown == {look: f"FF{tint[1:]}" for look, tint in tints.items()}
    assert sample(language, "wrong").font.color.rgb == f"FF{ERROR_INK[1:]}"
    assert sample(language, "open").border.left.color.rgb == f"FF{OPEN_INK[1:]}"
    assert sample(language, "late").font.b and not sample(language, "wrong").font.b, "not told apart by colour alone"


@LANGUAGES
def test_the_legend_has_the_colours_of_real_cells(language: str) -> None:
    layout = lay_out(real_template("accountplan"), context(language))
    for look, field in (("input", "cust.offering"), ("computed", "hist.customer_years")):
        real = book(language)[layout.fields[field].sheet][layout.fields[field].cell]
        assert sample(language, look).fill.fgColor.rgb == real.fill.fgColor.rgb


@LANGUAGES
def test_signs_stand_where_they_stand_on_every_sheet(language: str) -> None:
    sheet = guide(language)
    signs = {sheet.cell(row, SIGN + 1).value: row for row in range(1, sheet.max_row + 1)}
    assert signs[OPEN_SIGN] == sample(language, "open").row
    assert signs[DONE_SIGN] == sample(language, "done").row


@pytest.mark.parametrize("look", get_args(CellLook))
def test_every_look_can_be_shown(tmp_path: Path, look: str) -> None:
    chapter = f"""\
id: guide
title: {{nl: Uitleg, en: Guide}}
kind: guide
items:
  - note: {{nl: Zo ziet het eruit., en: It looks like this.}}
    term: {{nl: zo, en: so}}
    like: {look}
"""
    template = load_template(str(put_template(tmp_path, HEAD, form=FORM, guide=chapter)))
    sheet = opened(plan(template, circumstances=context(tier=None)))["Uitleg"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if cell.value}
    assert cells["zo"].fill.fgColor.rgb not in ("00000000", "FFFFFFFF") and cells["zo"].border.left.style
    assert cells["Zo ziet het eruit."].column > cells["zo"].column


def test_a_look_that_does_not_exist_is_named(tmp_path: Path) -> None:
    note = "  - note: {nl: Zo., en: So.}\n    like: pink\n"
    [problem] = problems_of(put_template(tmp_path, HEAD, form=FORM + note))
    assert "like" in problem


# -- it asks nothing -------------------------------------------------------------------------------------------------
@LANGUAGES
def test_nothing_can_be_typed_in_it(language: str) -> None:
    sheet = guide(language)
    assert sheet.protection.sheet
    assert [c.coordinate for row in sheet.iter_rows(min_row=3) for c in row if not c.protection.locked] == []
    assert sheet.data_validations.dataValidation == []
    assert not place(language).asks


@LANGUAGES
def test_reading_finds_nothing_in_it(language: str) -> None:
    template = real_template("accountplan")
    reading = read(plan(template, circumstances=context(language)), template)
    assert reading.findings == ()
    assert reading.plan_answers() == PlanAnswers()
    assert "guide" not in reading.completeness.by_chapter
