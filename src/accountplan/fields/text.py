"""Text on one line: names, addresses, phone numbers. Always text: leading zeros stay."""

from __future__ import annotations

from accountplan.fields.base import EXCEL_TEXT_LIMIT, Cell, FieldType, Meaning, Parsed, Problem, Rule, Style
from accountplan.template.model import FieldSpec


class TextField(FieldType):
    name = "text"
    width = 28
    longest = 255

    def style(self, spec: FieldSpec) -> Style:
        return Style("@", wrap=True)

    def limit(self, spec: FieldSpec) -> int:
        return spec.max_length or self.longest

    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule:
        return Rule("length", "text", "<=", maximum=self.limit(spec), said={"longest": self.limit(spec)})

    def parse(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        text = clean(cell.text)
        problems: list[Problem] = []
        if cell.kind == "date":
            problems.append(Problem("date-suspicious", {"raw": cell.text}))
        if len(text) > self.limit(spec) or len(text) >= EXCEL_TEXT_LIMIT:
            problems.append(Problem("too-long", {"length": len(text), "longest": self.limit(spec)}))
        return Parsed(text or None, tuple(problems))


def clean(text: str) -> str:
    """Outer white space away and line ends as one `\\n`; nothing else is touched."""
    return text.replace("\r\n", "\n").replace("\r", "\n").strip()
