"""The parts of a sheet that are no table: headings, questions with their help, texts, and room for notes."""

from __future__ import annotations

from accountplan.formula import literal
from accountplan.layout.letters import column_for, height, height_of
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
from accountplan.layout.progress import CONFLICT, DONE_SIGN, FAULT, OPEN_SIGN, RowState
from accountplan.layout.texts import field_label
from accountplan.messages import say
from accountplan.workbook.counters import field_marks, write_marks
from accountplan.workbook.dependent import choices_suggested
from accountplan.workbook.faults import fault_test
from accountplan.workbook.formulas import field_formula, shown_value
from accountplan.workbook.page import Page
from accountplan.workbook.rules import error_text
from accountplan.workbook.styles import DONE_INK, LINE, OPEN_INK, ROW, SIZE

_LINES = {"long-text": 4, "choices": 2}
"""Lines of room for what may be long."""
_SIGNED = {"open": (OPEN_SIGN, OPEN_INK), "done": (DONE_SIGN, DONE_INK)}
"""Looks that a sign in the margin goes with."""

_NOTES_WIDTH = 100.0
"""In characters: of the room for notes, where the sheet is so wide."""


def write_heading(page: Page, place: HeadingPlace) -> None:
    """A heading over the whole width, its help beside it."""
    text = place.heading.help[page.language] if place.heading.help else ""
    _heading(page, place.row, place.heading.label[page.language], text)


def _heading(page: Page, row: int, label: str, help_text: str, last: int | None = None) -> None:
    page.heading(row, label, last=last)
    needed: float = ROW["heading"]
    if help_text:
        column = max(page.place.input, page.beyond(column_for(label, SIZE["heading"], bold=True)))
        needed = max(needed, page.help(row, column, help_text, bottom=1, bottom_color=LINE))
    page.sheet.set_row(row, needed)


def write_note(page: Page, place: NotePlace) -> None:
    """A text over the whole width: locked, so that merging its cells harms nobody. Of a term, right of it."""
    if place.note.term is not None or place.note.like is not None:
        _explained(page, place)
        return
    strong = place.note.strong
    style = page.styles("note-strong" if strong else "note")
    text = place.note.text[page.language]
    last = page.place.last_column
    page.sheet.merge_range(place.row, LABEL, place.row, last, "", style)
    page.sheet.text(place.row, LABEL, text, style)
    size = SIZE["heading" if strong else "text"]
    page.sheet.set_row(place.row, max(ROW["line"], height_of(text, page.width(LABEL, last), size, strong)))


def _explained(page: Page, place: NotePlace) -> None:
    """A term, or a cell as it looks in the plan with its sign, and right of it what that means."""
    note, sheet, styles = place.note, page.sheet, page.styles
    term = note.term[page.language] if note.term else ""
    sheet.text(place.row, LABEL, term, styles.sample(note.like) if note.like else styles("label-required"))
    if note.like in _SIGNED:
        sign, ink = _SIGNED[note.like]
        sheet.text(place.row, SIGN, sign, styles("sign", font_color=ink, bold=True))
    text, first, last = note.text[page.language], page.place.input, page.place.last_column
    style = styles("note", align="left", valign="vcenter", indent=1)
    sheet.merge_range(place.row, first, place.row, last, "", style)
    sheet.text(place.row, first, text, style)
    beside = height_of(term, page.place.widths[LABEL], bold=True, indent=1)
    sheet.set_row(place.row, max(ROW["line"], beside, height_of(text, page.width(first, last), indent=1)))


def write_field(page: Page, place: FieldPlace) -> None:
    """A question: sign, label, input, help."""
    spec, sheet = place.spec, page.sheet
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
            offered = choices_suggested(page.layout, spec)
            page.validate(place.row, place.row, place.input, spec, offered, helped=False)
    write_marks(page, place.row, field_marks(page.layout, place), state)
    reference = f"{quoted(place.sheet)}!{absolute(place.row, KEY)}:{absolute(place.row, place.guard)}"
    page.book.name_range(place.name, reference)
    if spec.id in page.layout.asked_elsewhere:
        page.book.name_range(place.answer_name, f"{quoted(place.sheet)}!{absolute(place.row, place.input)}")
    least = _least_height(page, place)
    answer = page.height(place.input, spec, page.values.question(spec.id), page.typed.get(spec.id))
    sheet.text(place.row, KEY, place.key, page.keeping(least))
    sheet.growing_row(place.row, max(least, answer))


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
    found: dict[str, str] = {}
    if spec.is_input and fault_test(*page.rule(spec), "A1") is not None:
        found[FAULT] = error_text(page.rule(spec)[0], page.language)
    if spec.may_clash and spec.conflict:
        found[CONFLICT] = spec.conflict[page.language]
    return found


def _least_height(page: Page, place: FieldPlace) -> float:
    """What the row needs before anything is typed in it: for its label, its help, and what may take its place."""
    spec = place.spec
    beside = page.width(place.guard, page.place.last_column)
    texts = [_help_text(page, place), *_wrong_texts(page, place).values()]
    bold = spec.required and spec.is_input
    return max(
        ROW["line"],
        height_of(field_label(spec, page.layout), page.place.widths[LABEL], bold=bold),
        *(height_of(text, beside, SIZE["small"], indent=1) for text in texts),
        height(_LINES.get(spec.result_type, 1)),
    )


def write_notes(page: Page, place: NotesPlace) -> None:
    """Rows in which people may put what they like; nobody reads them as answers."""
    sheet, last = page.sheet, min(page.place.last_column, page.beyond(_NOTES_WIDTH))
    sheet.text(place.title_row, KEY, place.key, page.styles("hidden"))
    label, help_text = (say(page.language, "sheet", key) for key in ("notes", "notes-help"))
    _heading(page, place.title_row, label, help_text, last)
    for row in place.rows:
        sheet.text(row, KEY, place.key, page.keeping(ROW["line"]))
        sheet.growing_row(row, ROW["line"])
        for index in range(LABEL, last + 1):
            if page.place.widths[index]:
                sheet.write_blank(row, index, None, page.styles("own"))
