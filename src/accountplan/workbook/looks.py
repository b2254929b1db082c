"""Looks that change with what is filled in: conditional formats, the only place where today's date may matter."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from accountplan.formula import calls, parse
from accountplan.formula.excel import condition
from accountplan.layout.places import (
    FIRST_ROW,
    SIGN,
    FieldPlace,
    RowPlace,
    SheetPlace,
    TablePlace,
    absolute,
    letters,
    runs_of,
)
from accountplan.layout.progress import CONFLICT, DONE_SIGN, FAULT, OPEN, OPEN_SIGN
from accountplan.messages import say
from accountplan.template.model import FieldSpec
from accountplan.workbook.formulas import CellAddresses
from accountplan.workbook.page import Page
from accountplan.workbook.styles import HEAT, LIGHTS

_OF_THE_ROW = ("row", "mirrored", "this", "same")
Area = tuple[int, int, int, int]
"""First row, first column, last row, last column."""


def write_looks(page: Page) -> None:
    """Every rule of a sheet; of several that hold, the first one wins."""
    if page.place.asks:
        _attention(page)
    for area, spec, at in _alike(page.place, page):
        _timely(page, area, spec, at)
        _coloured(page, area, spec)


def _rule(page: Page, area: Area, formula: str, style: str) -> None:
    page.sheet.conditional_format(
        *area,
        {"type": "formula", "criteria": f"={formula}", "format": page.styles.change(style), "stop_if_true": True},
    )


# -- what is open or wrong ---------------------------------------------------------------------------------------------
def _attention(page: Page) -> None:
    """By the marks in each row's counter: one rule for a whole sheet."""
    place = page.place
    rows = FIRST_ROW, max(FIRST_ROW, place.end_row)
    inputs = rows[0], place.input, rows[1], place.last_column
    marks = f"${letters(place.marks)}{FIRST_ROW + 1}"
    here = {kind: f'ISNUMBER(FIND("{kind}"&COLUMN()&".",{marks}))' for kind in (OPEN, FAULT, CONFLICT)}
    _rule(page, inputs, f"OR({here[FAULT]},{here[CONFLICT]})", "wrong")
    _rule(page, inputs, here[OPEN], "open")
    for table in (p for p in place.tables if p.table.required_rows):
        last = min(table.first_row + table.table.required_rows, table.end_row) - 1
        cells = f"${letters(table.row_id + 1)}{table.first_row + 1}:${letters(table.last_input)}{table.first_row + 1}"
        lacks = f'ISNUMBER(FIND("{OPEN}",{absolute(table.title_row, place.marks)}))'
        empty = f"AND({lacks},COUNTA({cells})=0)"
        _rule(page, (table.first_row, table.begin, last, table.begin), empty, "open")
    signs = rows[0], SIGN, rows[1], SIGN
    for sign, style in ((OPEN_SIGN, "sign-open"), (DONE_SIGN, "sign-done")):
        _rule(page, signs, f'${letters(SIGN)}{FIRST_ROW + 1}="{sign}"', style)


# -- what a field's own contents look like -----------------------------------------------------------------------------
def _alike(place: SheetPlace, page: Page) -> Iterator[tuple[Area, FieldSpec, CellAddresses]]:
    """Neighbouring cells of one field, and the addresses as the first of them sees them."""
    for item in place.places:
        if isinstance(item, FieldPlace):
            at = CellAddresses(page.layout, item.sheet, item.spec)
            yield (item.row, item.input, item.row, item.input), item.spec, at
        elif isinstance(item, TablePlace):
            yield from _of_table(item, page)


def _of_table(table: TablePlace, page: Page) -> Iterator[tuple[Area, FieldSpec, CellAddresses]]:
    rows = {row.row: row for row in table.rows}
    for first, last, column, spec in runs_of(table.slots, _kind):
        yield (first, column, last, column), spec, _addresses(page, table, rows[first], column, spec)


def _addresses(page: Page, table: TablePlace, row: RowPlace, column: int, spec: FieldSpec) -> CellAddresses:
    across = next((c.across for c in table.columns if c.index == column), None)
    return CellAddresses(page.layout, table.sheet, spec, table, row, across)


def _kind(spec: FieldSpec) -> tuple[object, ...]:
    """What decides how a field's contents look; nothing is like a field whose rule looks up what belongs to its row."""
    if _by_row(spec):
        return (object(),)
    return spec.role, spec.list_id, spec.result_type, spec.late_when, spec.soon_when, spec.minimum, spec.maximum


def _by_row(spec: FieldSpec) -> bool:
    """Whether each row needs a rule of its own, for its rule looks up what belongs to the row."""
    expressions = [text for text in (spec.late_when, spec.soon_when) if text]
    return any(call.function in _OF_THE_ROW for text in expressions for call in calls(parse(text)))


def _timely(page: Page, area: Area, spec: FieldSpec, at: CellAddresses) -> None:
    for expression, style in ((spec.late_when, "late"), (spec.soon_when, "soon")):
        if expression:
            _rule(page, area, condition(parse(expression), at), style)


def _coloured(page: Page, area: Area, spec: FieldSpec) -> None:
    cell = f"{letters(area[1])}{area[0] + 1}"
    if spec.role == "score":
        _heat(page, area, spec, cell)
    elif spec.role == "progress":
        page.sheet.conditional_format(*area, page.styles.bar())
    elif spec.role == "smart-letter":
        _equal(page, area, say(page.language, "word", "yes"), "done")
    elif spec.list_id is not None and spec.result_type == "choice":
        for colour, label in _lights(page, spec):
            _equal(page, area, label, f"light-{colour}")


def _equal(page: Page, area: Area, text: str, style: str) -> None:
    quoted = text.replace('"', '""')
    page.sheet.conditional_format(
        *area, {"type": "cell", "criteria": "==", "value": f'"{quoted}"', "format": page.styles.change(style)}
    )


def _lights(page: Page, spec: FieldSpec) -> Iterator[tuple[str, str]]:
    for choice in page.layout.template.choice_list(spec.list_id or "").choices:
        if choice.means in LIGHTS:
            yield choice.means, choice.label[page.language]


def _heat(page: Page, area: Area, spec: FieldSpec, cell: str) -> None:
    """Scores as a heat map: as many colours as there are in `HEAT`, over the range of the scale."""
    low, high = spec.minimum, spec.maximum
    if not isinstance(low, (int, float)) or not isinstance(high, (int, float)) or high <= low:
        return
    step = (high - low) / len(HEAT)
    for n in range(len(HEAT)):
        top: Any = low + step * (n + 1)
        test = f"{cell}<{top}" if n < len(HEAT) - 1 else f"{cell}>={low + step * n}"
        _rule(page, area, f"AND(ISNUMBER({cell}),{test})", f"heat-{n}")
