"""Yes or no, in any language of the plan, or a real TRUE or FALSE."""

from __future__ import annotations

import difflib
from datetime import date
from functools import cache

from accountplan.fields.base import Cell, FieldType, Meaning, Parsed, Rule, Style, Value, folded
from accountplan.messages import LANGUAGES, say
from accountplan.template.model import FieldSpec

_MORE = {
    "j": True, "y": True, "waar": True, "true": True,
    "n": False, "onwaar": False, "false": False,
}  # fmt: skip


@cache
def _words() -> dict[str, bool]:
    own = {say(language, "word", key): key == "yes" for language in LANGUAGES for key in ("yes", "no")}
    return _MORE | {folded(word): value for word, value in own.items()}


class YesNoField(FieldType):
    name = "yes-no"
    width = 9

    def style(self, spec: FieldSpec) -> Style:
        return Style("@", "center")

    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule:
        return Rule("list", "yes-no", source=source)

    def parse(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        if cell.kind == "bool":
            return Parsed(cell.value)
        value = _words().get(folded(cell.text)) if cell.kind == "text" else None
        return Parsed(value) if value is not None else _neither(cell.text, meaning.language)

    def entry(self, value: Value, spec: FieldSpec, meaning: Meaning) -> str | float | bool | date:
        return say(meaning.language, "word", "yes" if value else "no")


def _neither(text: str, language: str) -> Parsed:
    """Not taken; the word that was probably meant is suggested, in the language of the workbook."""
    close = difflib.get_close_matches(folded(text), [word for word in _words() if len(word) > 1], n=1, cutoff=0.6)
    near = say(language, "word", "yes" if _words()[close[0]] else "no") if close else None
    sentence = "not-yes-no-near" if near else None
    return Parsed.not_read("not-yes-no", raw=text, near=near, sentence=sentence)
