"""One choice out of a list. Taken by label in any language, code or alias; a near miss is suggested, never taken."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, datetime

from accountplan.fields.base import (
    Cell,
    FieldType,
    Meaning,
    Option,
    Options,
    Parsed,
    Problem,
    Rule,
    Style,
    Value,
    folded,
)
from accountplan.template.model import FieldSpec


class ChoiceField(FieldType):
    name = "choice"
    width = 20

    def style(self, spec: FieldSpec) -> Style:
        # As text: a choice such as 1-9 would become a date under the fingers of whoever types it.
        return Style("@", wrap=True)

    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule:
        return Rule("list", "choice", source=source)

    def parse(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        options = meaning.options or Options((), known=False)
        if not options.known:
            return Parsed.not_read("list-unknown", raw=cell.text)
        option = chosen(cell, options)
        return Parsed(option.code) if option else Parsed(None, (unlisted(cell.text, options, before_excel(cell)),))

    def entry(self, value: Value, spec: FieldSpec, meaning: Meaning) -> str | float | bool | date:
        return label_of(str(value), meaning)


def chosen(cell: Cell, options: Options) -> Option | None:
    """The choice that a cell names. What a program made a number, a date or TRUE must say it to the letter."""
    option = options.find(cell.text)
    return option if option and (cell.kind == "text" or folded(cell.text) in option.names) else None


def before_excel(cell: Cell) -> tuple[str, ...]:
    """What may have been typed before a program made it a date: `1-9` becomes 1 September, `10-49` October 1949."""
    if cell.kind != "date":
        return ()
    day: datetime = cell.value
    return (
        *(f"{day.day}{sign}{day.month}" for sign in "-/"),
        *(f"{day.month}{sign}{day.day}" for sign in "-/"),
        *(f"{day.month}{sign}{day:%y}" for sign in "-/"),
    )


def unlisted(text: str, options: Options, typed: Iterable[str] = ()) -> Problem:
    """The problem of a text that is no choice, and what was probably meant: the one among `typed`, else the nearest."""
    meant = {option.label for one in typed if (option := options.find(one))}
    near = meant.pop() if len(meant) == 1 else options.near(text)
    return Problem("not-in-list", {"raw": text, "near": near, "sentence": "not-in-list-near" if near else None})


def label_of(code: str, meaning: Meaning) -> str:
    """The label that the workbook shows for a code; the code itself where the list does not know it."""
    option = meaning.options.by_code(code) if meaning.options else None
    return option.label if option else code
