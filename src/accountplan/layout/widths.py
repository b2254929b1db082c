"""How wide the columns of a sheet are: what stands in them fits, and forms beside tables do not make them huge."""

from __future__ import annotations

from itertools import zip_longest

from accountplan.fields import shown_as
from accountplan.layout.context import PlanContext
from accountplan.layout.letters import column_for, column_for_words
from accountplan.layout.places import (
    KEY,
    LABEL,
    SIGN,
    ColumnPlace,
    FieldPlace,
    HeadingPlace,
    NotePlace,
    Place,
    TablePlace,
    ViewPlace,
    label_text,
)
from accountplan.layout.views import timeline_widths
from accountplan.template.model import AxisRows, Chapter, MirrorRows, Template

FORM_LABEL_WIDTH, FORM_INPUT_WIDTH, HELP_WIDTH = 36, 46, 46
SHORT_LABEL_WIDTH, SHORT_INPUT_WIDTH = 26, 18
SIGN_WIDTH, GUARD_WIDTH, TOTAL_WIDTH, BESIDE_WIDTH = 2.7, 2, 10, 110
"""In characters. What a row misses stands in the guard beside its table, and runs on over the empty cells there."""
CONTENTS_WIDTHS = 0.0, SIGN_WIDTH, 34.0, 0.0, 16.0, 16.0, 76.0
"""Of the contents: chapter, how much is filled in, the same as a bar, what it is about."""
SHORTEST_NAME, LONGEST_NAME = 7.0, 34.0
"""Widths of the column with the names of a table's rows."""
TERM_WIDTH, GUIDE_WIDTHS = 20, (68, 32)
"""Of a guide: what a text is about, and the text; below the way back to the contents in the last column."""


def sheet_widths(
    template: Template, context: PlanContext, chapter: Chapter, places: list[Place], labels: int
) -> tuple[float, ...]:
    """Width of every column of a sheet, in characters; 0 is hidden."""
    if chapter.kind == "guide" and all(isinstance(place, NotePlace | HeadingPlace) for place in places):
        return (0, SIGN_WIDTH, TERM_WIDTH, 0, *GUIDE_WIDTHS)
    if chapter.kind == "contents":
        return CONTENTS_WIDTHS
    first_input = LABEL + labels + 1
    has_form = any(isinstance(place, FieldPlace) for place in places)
    asks = chapter.kind == "form"
    if any(isinstance(place, ViewPlace) and place.view.shape == "timeline" for place in places):
        return 0, SIGN_WIDTH, *timeline_widths(context.year), *(BESIDE_WIDTH, 0) * asks
    widths: dict[int, float] = {KEY: 0, SIGN: SIGN_WIDTH, LABEL + labels: 0}
    for place in places:
        if isinstance(place, TablePlace):
            for n, width in enumerate(_label_widths(template, context, place)):
                widths[LABEL + n] = max(widths.get(LABEL + n, 0), width)
            for column in place.columns:
                widths[column.index] = max(widths.get(column.index, 0), _column_width(place, column, context))
            if place.totals is not None:
                widths[place.totals] = max(widths.get(place.totals, 0), TOTAL_WIDTH)
            widths.setdefault(place.guard, GUARD_WIDTH)
    if has_form or not any(isinstance(place, TablePlace) for place in places):
        label, answer = _form_widths(places)
        spare = label - sum(widths.get(LABEL + n, 0) for n in range(labels))
        widths[LABEL] = widths.get(LABEL, 0) + max(0, spare)
        widths[first_input] = max(widths.get(first_input, 0), answer)
        widths[first_input + 1] = max(widths.get(first_input + 1, 0), 2)
        beside = sum(width for index, width in widths.items() if index > first_input)
        if beside < HELP_WIDTH:
            widths[max(widths)] += HELP_WIDTH - beside
    return tuple(widths.get(index, 2) for index in range(max(widths) + 1)) + (BESIDE_WIDTH, 0) * asks


def _form_widths(places: list[Place]) -> tuple[float, float]:
    """Of labels and inputs: narrow beside tables where no question asks for a text."""
    specs = [place.spec for place in places if isinstance(place, FieldPlace)]
    short = specs and all(spec.result_type not in ("text", "long-text") for spec in specs)
    tables = any(isinstance(place, TablePlace) for place in places)
    return (SHORT_LABEL_WIDTH, SHORT_INPUT_WIDTH) if short and tables else (FORM_LABEL_WIDTH, FORM_INPUT_WIDTH)


def _label_widths(template: Template, context: PlanContext, place: TablePlace) -> list[float]:
    """Of free rows the number fits; of others the names, up to what wraps better."""
    rows = place.table.rows
    if isinstance(rows, MirrorRows):
        return [LONGEST_NAME]
    names = [row.key.labels for row in place.rows]
    wanted = [max(column_for(name, indent=1) for name in column) for column in zip(*names, strict=True)]
    widths = [min(LONGEST_NAME, max(SHORTEST_NAME, width)) for width in wanted]
    headers = [template.axis(name).label[context.language] for name in rows.axes] if isinstance(rows, AxisRows) else []
    words = [column_for_words(header, bold=True, indent=1) for header in headers]
    return [max(pair) for pair in zip_longest(widths, words, fillvalue=0.0)]


def _column_width(place: TablePlace, column: ColumnPlace, context: PlanContext) -> float:
    """What the column asks for, and no word of its header broken; the mark of what is required stays with its word."""
    spec = column.column
    header = label_text(spec, context) + ("\xa0*" if spec.required else "")
    if column.across:
        own = column.across.labels[-1]
        header = own if len(place.table.columns) == 1 else f"{header} {own}"
    words = column_for_words(header, bold=True, indent=1) + place.button(column.index)
    return max(float(spec.width or shown_as(spec).width), words)
