"""One choice out of a list. Taken by label in any language, code or alias; a near miss is suggested, never taken."""

from __future__ import annotations

from datetime import date

from accountplan.fields.base import Cell, FieldType, Meaning, Options, Parsed, Problem, Rule, Style, Value
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
        option = options.find(cell.text)
        return Parsed(option.code) if option else not_in_list(cell.text, options)

    def entry(self, value: Value, spec: FieldSpec, meaning: Meaning) -> str | float | bool | date:
        return label_of(str(value), meaning)


def not_in_list(text: str, options: Options) -> Parsed:
    return Parsed(None, (unlisted(text, options),))


def unlisted(text: str, options: Options) -> Problem:
    """The problem of a text that is no choice, with the choice that was probably meant."""
    near = options.near(text)
    return Problem("not-in-list", {"raw": text, "near": near, "sentence": "not-in-list-near" if near else None})


def label_of(code: str, meaning: Meaning) -> str:
    """The label that the workbook shows for a code; the code itself where the list does not know it."""
    option = meaning.options.by_code(code) if meaning.options else None
    return option.label if option else code
