"""The parts of a sheet that are no table: headings, questions with their help, texts, and room for notes."""

from __future__ import annotations

import math

from accountplan.formula import literal
from accountplan.layout.context import YES_NO, meaning_of
from accountplan.layout.places import (
    KEY,
    LABEL,
    SIGN,
    FieldPlace,
    HeadingPlace,
    NotePlace,
    NotesPlace,
    absolute,
    quoted,
)
from accountplan.layout.progress import CONFLICT, FAULT, RowState
from accountplan.layout.texts import field_label
from accountplan.messages import say
from accountplan.workbook.counters import field_counters, write_counters
from accountplan.workbook.faults import fault_test, rule_of
from accountplan.workbook.formulas import field_formula, shown_value
from accountplan.workbook.page import Page
from accountplan.workbook.rules import error_text
from accountplan.workbook.styles import LINE, ROW

_LONG_LINES = 4
"""Lines of room for a long text in a form."""


def write_heading(page: Page, place: HeadingPlace) -> None:
    """A heading over the whole width, its help beside it."""
    for index in range(SIGN, page.place.last_column + 1):
        page.sheet.write_blank(place.row, index, None, page.styles("heading"))
    page.sheet.text(place.row, LABEL, place.heading.label[page.language], page.styles("heading"))
    if place.heading.help is not None:
        text = place.heading.help[page.language]
        style = page.styles("help", text_wrap=False, bottom=1, bottom_color=LINE)
        page.sheet.text(place.row, page.place.input, text, style)
    page.sheet.set_row(place.row, ROW["heading"])


def write_note(page: Page, place: NotePlace) -> None:
    """A text over the whole width: locked, so that merging its cells harms nobody."""
    style = page.styles("note-strong" if place.note.strong else "note")
    text = place.note.text[page.language]
    last = page.place.last_column
    page.sheet.merge_range(place.row, LABEL, place.row, last, "", style)
    page.sheet.text(place.row, LABEL, text, style)
    page.sheet.set_row(place.row, max(ROW["line"], lines(text, sum(page.place.widths[LABEL:])) * 15 + 5))


def write_field(page: Page, place: FieldPlace) -> None:
    """A question: sign, label, input, help."""
    spec, sheet = place.spec, page.sheet
    sheet.text(place.row, KEY, place.key, page.styles("hidden"))
    label = "label-required" if spec.required and spec.is_input else "label"
    sheet.text(place.row, LABEL, field_label(spec, page.layout), page.styles(label))
    state = page.progress.field(place)
    _help(page, place, state)
    if spec.computed:
        value = shown_value(page.layout, spec, page.values.question(spec.id))
        page.computed(place.row, place.input, field_formula(page.layout, place), value, spec)
    else:
        page.input(place.row, place.input, spec, page.values.question(spec.id), page.typed.get(spec.id))
        if spec.is_input:
            page.validate(place.row, place.row, place.input, spec)
            write_counters(page, place.row, field_counters(page.layout, place), state)
    reference = f"{quoted(place.sheet)}!{absolute(place.row, KEY)}:{absolute(place.row, place.guard)}"
    page.book.name_range(place.name, reference)
    sheet.set_row(place.row, _field_height(page, place))


def _help(page: Page, place: FieldPlace, state: RowState) -> None:
    """The help, from the guard to the end of the sheet; in its place, what is wrong with the answer if anything is.

    The cells are locked, so that merging them harms nobody.
    """
    row, column, last = place.row, place.guard, page.place.last_column
    style = page.styles("help", indent=1)
    if last > column:
        page.sheet.merge_range(row, column, row, last, "", style)
    text = _help_text(page, place)
    wrong = _wrong_texts(page, place)
    if not wrong:
        page.sheet.text(row, column, text, style)
        return
    marks = absolute(row, page.place.marks)
    formula, shown = literal(text), text
    for kind, sentence in reversed(wrong.items()):
        formula = f'IF(ISNUMBER(FIND("{kind}",{marks})),{literal(sentence)},{formula})'
        shown = sentence if kind in state.marks else shown
    page.sheet.write_formula(row, column, f"={formula}", style, shown)


def _help_text(page: Page, place: FieldPlace) -> str:
    return place.spec.help[page.language] if place.spec.help else ""


def _wrong_texts(page: Page, place: FieldPlace) -> dict[str, str]:
    """What stands in the place of the help, by the mark of what is wrong."""
    spec = place.spec
    if not spec.is_input:
        return {}
    found: dict[str, str] = {}
    meaning = meaning_of(page.layout.template, page.layout.context, spec)
    rule = rule_of(spec, meaning, YES_NO if spec.type == "yes-no" else spec.list_id)
    if fault_test(rule, meaning, "A1") is not None:
        found[FAULT] = error_text(rule, page.language)
    if spec.conflict_when and spec.conflict:
        found[CONFLICT] = spec.conflict[page.language]
    return found


def _field_height(page: Page, place: FieldPlace) -> float:
    widths = page.place.widths
    answer = page.values.question(place.spec.id)
    beside = sum(widths[place.guard : page.place.last_column + 1]) * 1.1
    texts = [_help_text(page, place), *_wrong_texts(page, place).values()]
    needed = max(
        lines(field_label(place.spec, page.layout), sum(widths[LABEL : LABEL + page.place.labels])),
        *(lines(text, beside) for text in texts),
        lines(str(answer), widths[place.input]) if isinstance(answer, str) else 1,
        _LONG_LINES if place.spec.type == "long-text" else 1,
    )
    return max(ROW["line"], needed * 15 + 5)


def write_notes(page: Page, place: NotesPlace) -> None:
    """Rows in which people may put what they like; nobody reads them as answers."""
    sheet, last = page.sheet, page.place.last_column
    for index in range(SIGN, last + 1):
        sheet.write_blank(place.title_row, index, None, page.styles("heading"))
    sheet.text(place.title_row, KEY, place.key, page.styles("hidden"))
    sheet.text(place.title_row, LABEL, say(page.language, "sheet", "notes"), page.styles("heading"))
    help_style = page.styles("help", text_wrap=False, bottom=1, bottom_color=LINE)
    sheet.text(place.title_row, page.place.input, say(page.language, "sheet", "notes-help"), help_style)
    sheet.set_row(place.title_row, ROW["heading"])
    for row in place.rows:
        sheet.text(row, KEY, place.key, page.styles("hidden"))
        for index in range(LABEL, last + 1):
            if page.place.widths[index]:
                sheet.write_blank(row, index, None, page.styles("own"))


def lines(text: str, width: float) -> int:
    """Lines that a wrapped text takes in a column of this width."""
    per_line = max(4.0, width * 1.05)
    return sum(max(1, math.ceil(len(part) / per_line)) for part in text.split("\n"))
