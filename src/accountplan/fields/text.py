"""Text on one line: names, addresses, phone numbers. Always text: leading zeros stay."""

from __future__ import annotations

from collections.abc import Iterator
from typing import ClassVar

from accountplan.fields.base import EXCEL_TEXT_LIMIT, Cell, FieldType, Meaning, Parsed, Problem, Rule, Style
from accountplan.template.model import FieldSpec

_MOST_DIGITS = 1e15
"""From here on spreadsheet programs make the last digits zero."""


class TextField(FieldType):
    name = "text"
    width = 28
    longest = 255
    zeros_matter: ClassVar[bool] = True
    """A whole number in a cell of this type may have been a postcode or a phone number that began with a zero."""

    def style(self, spec: FieldSpec) -> Style:
        return Style("@", wrap=True)

    def limit(self, spec: FieldSpec) -> int:
        return spec.max_length or self.longest

    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule:
        return Rule("length", "text", "<=", maximum=self.limit(spec), said={"longest": self.limit(spec)})

    def parse(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        text = clean(cell.text)
        problems: list[Problem] = []
        if cell.kind == "number":
            if not abs(cell.value) < _MOST_DIGITS:  # so written for NaN too
                return Parsed.not_read("digits-lost", raw=cell.text)
            problems += self._of_number(cell)
        if cell.kind == "bool":
            problems.append(Problem("number-in-text", {"raw": cell.text, "sentence": "bool-in-text"}))
        if cell.kind == "date":
            problems.append(Problem("date-suspicious", {"raw": cell.text}))
        said = {"length": len(text), "longest": self.limit(spec)}
        if excel_length(cell.text) >= (cell.cut_at or EXCEL_TEXT_LIMIT):
            problems.append(Problem("too-long", {**said, "sentence": "text-cut-off"}))
        elif len(text) > self.limit(spec):
            problems.append(Problem("too-long", said))
        return Parsed(text or None, tuple(problems))

    def _of_number(self, cell: Cell) -> Iterator[Problem]:
        """What may be wrong about a number for a text: zeros gone from its start, or not what the person sees."""
        whole = isinstance(cell.value, int)
        if cell.percent or cell.currency or not whole or (self.zeros_matter and cell.value < 0):
            yield Problem("number-in-text", {"raw": cell.text, "sentence": "number-shown-otherwise"})
        elif self.zeros_matter:
            yield Problem("number-in-text", {"raw": cell.text})


def excel_length(text: str) -> int:
    """The length as Excel counts it: an emoji is two."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def clean(text: str) -> str:
    """Outer white space away and line ends as one `\\n`; nothing else is touched."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
