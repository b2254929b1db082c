"""What the sheets of the portfolio workbook share: where things stand, the band on top, guarded cells, printing."""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from accountplan.fields import Cell, Meaning, Options, Rule, Value, field_type, shown_as
from accountplan.messages import say
from accountplan.portfolio.choices import written_as
from accountplan.portfolio.sheets import identity
from accountplan.template.model import FieldSpec
from accountplan.workbook.excel import ERROR, PROMPT, PROMPT_TITLE, StrictSheet, StrictWorkbook, shortened
from accountplan.workbook.paper import PAPER_A4
from accountplan.workbook.styles import ROW, Styles

KEYS, TITLE, HELP, GAP, HEADER, FIRST = range(6)
"""Rows, counted from 0: hidden keys, title band, help line, a gap, headers, first data row."""
MARK, LEFT = 0, 1
"""Columns: hidden marks, first visible column."""
WIDEST_PORTRAIT = 150
"""Width in characters up to which a sheet is printed upright."""


@dataclass(frozen=True)
class Desk:
    """What is needed to write a sheet: the workbook, its styles and language, the lists and where their cells stand."""

    book: StrictWorkbook
    styles: Styles
    language: str
    options: Mapping[str, Options]
    sources: Mapping[str, str]
    """List: the defined name of its cells."""
    footer: str

    def say(self, key: str, **params: Any) -> str:
        return say(self.language, "portfolio", key, **params)

    def meaning(self, spec: FieldSpec) -> Meaning:
        return Meaning(self.language, self.options.get(spec.list_id) if spec.list_id else None)


def dress(desk: Desk, sheet: StrictSheet, key: str, title: str, widths: list[float]) -> None:
    """Marks, band, help line, widths and print set-up of a sheet."""
    last = LEFT + len(widths) - 1
    sheet.hide_gridlines(2)
    sheet.set_default_row(ROW["line"] - 2)
    sheet.set_column(MARK, MARK, None, None, {"hidden": True})
    for offset, width in enumerate(widths):
        sheet.set_column(LEFT + offset, LEFT + offset, width)
    sheet.set_row(KEYS, None, None, {"hidden": True})
    sheet.text(KEYS, MARK, identity(key), desk.styles("hidden"))
    _band(desk, sheet, title, last)
    _help(desk, sheet, desk.say(f"help-{key}"), widths)
    sheet.set_row(GAP, ROW["gap"])
    sheet.set_paper(PAPER_A4)
    sheet.set_landscape() if sum(widths) > WIDEST_PORTRAIT else sheet.set_portrait()
    sheet.fit_to_pages(1, 0)
    sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
    sheet.page_footer(desk.footer, "&A", "&P / &N", 9)
    sheet.set_zoom(100)


def _band(desk: Desk, sheet: StrictSheet, title: str, last: int) -> None:
    sheet.set_row(TITLE, ROW["title"])
    sheet.text(TITLE, LEFT, title, desk.styles("title", indent=1))
    for column in range(LEFT + 1, last + 1):
        sheet.write_blank(TITLE, column, None, desk.styles("title"))


def _help(desk: Desk, sheet: StrictSheet, text: str, widths: list[float]) -> None:
    sheet.set_row(HELP, 6 + 13 * lines(text, sum(widths) * 1.15))
    style = desk.styles("help", valign="vcenter", indent=1)
    if len(widths) > 1:
        sheet.merge_range(HELP, LEFT, HELP, LEFT + len(widths) - 1, "", style)
    sheet.text(HELP, LEFT, text, style)


def lines(text: str, width: float) -> int:
    """Lines that a text needs in a column of so many characters."""
    return sum(max(1, math.ceil(len(line) / width)) for line in text.split("\n"))


def input_style(desk: Desk, spec: FieldSpec, name: str = "input", number_format: str | None = None) -> Any:
    """The format of an input cell of this field."""
    style = shown_as(spec).style(spec)
    changes: dict[str, object] = {
        "num_format": number_format or style.number_format,
        "align": style.align,
        "valign": "vcenter",
        "text_wrap": False,
    }
    if style.align == "left":
        changes["indent"] = 1
    return desk.styles(name, **changes)


def put(sheet: StrictSheet, row: int, column: int, value: Value | Cell, style: Any) -> None:
    """A value into a cell, as what it is; nothing leaves the formatted cell blank."""
    if isinstance(value, Cell):
        value = value.text if value.kind == "error" else value.value
    match value:
        case None:
            sheet.write_blank(row, column, None, style)
        case bool():
            sheet.write_boolean(row, column, value, style)
        case int() | float():
            sheet.write_number(row, column, value, style)
        case datetime() | date():
            sheet.write_datetime(row, column, value, style)
        case _:
            sheet.text(row, column, str(value), style)


def entry(desk: Desk, spec: FieldSpec, value: Value) -> Value:
    """What a person would have typed for this value."""
    if value is None:
        return None
    meaning = desk.meaning(spec)
    if spec.type == "choice" and meaning.options is not None:
        return written_as(str(value), meaning.options)
    return field_type(spec).entry(value, spec, meaning)


def guard(desk: Desk, sheet: StrictSheet, place: tuple[int, int, int, int], spec: FieldSpec, prompt: str = "") -> None:
    """Validation, input message and error message on a range of input cells."""
    source = desk.sources.get(spec.list_id) if spec.list_id else None
    if spec.list_id and source is None:
        spec = spec.model_copy(update={"type": "text"})
    rule = field_type(spec).rule(spec, desk.meaning(spec), source)
    label = spec.label[desk.language]
    help_ = prompt or (spec.help[desk.language] if spec.help else desk.say("prompt-default"))
    sheet.data_validation(
        *place,
        _criteria(rule)
        | {
            "ignore_blank": True,
            "input_title": shortened(label, PROMPT_TITLE),
            "input_message": shortened(help_, PROMPT),
            "error_title": shortened(label, PROMPT_TITLE),
            "error_message": shortened(_refusal(desk, rule), ERROR),
            "error_type": "stop" if rule.strict and not _empty(desk, spec) else "warning",
        },
    )


def _refusal(desk: Desk, rule: Rule) -> str:
    """What Excel says to a wrong entry. Of a choice: that the list can be added to."""
    if rule.kind == "list" and rule.strict:
        return desk.say("rule-choice")
    return say(desk.language, "rule", f"error-{rule.key}", **rule.said)


def _empty(desk: Desk, spec: FieldSpec) -> bool:
    """A list that nobody has filled yet must not refuse everything."""
    return spec.list_id is not None and not desk.options[spec.list_id].items


def _criteria(rule: Rule) -> dict[str, Any]:
    match rule.kind:
        case "list":
            return {"validate": "list", "source": f"={rule.source}"}
        case "length":
            return {"validate": "length", "criteria": rule.criteria, "value": rule.maximum}
        case "any":
            return {"validate": "any"}
        case _:
            limits = {"minimum": rule.minimum, "maximum": rule.maximum}
            return {"validate": rule.kind, "criteria": rule.criteria, **limits}
