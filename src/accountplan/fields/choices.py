"""Several choices in one cell, separated by `; `. The rule only warns: Excel cannot check a combination."""

from __future__ import annotations

from datetime import date

from accountplan.fields.base import Cell, FieldType, Meaning, Options, Parsed, Problem, Rule, Style, Value
from accountplan.fields.choice import before_excel, chosen, label_of, unlisted
from accountplan.template.model import FieldSpec


class ChoicesField(FieldType):
    name = "choices"
    width = 28

    def style(self, spec: FieldSpec) -> Style:
        return Style("@", wrap=True)

    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule:
        return Rule("list", "choices", source=source, strict=False)

    def parse(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        options = meaning.options or Options((), known=False)
        if not options.known:
            return Parsed.not_read("list-unknown", raw=cell.text)
        whole = chosen(cell, options)
        if whole:
            return Parsed((whole.code,))
        if cell.kind != "text":
            return Parsed(None, (unlisted(cell.text, options, before_excel(cell)),))
        codes: list[str] = []
        problems: list[Problem] = []
        for part in filter(None, (part.strip() for part in cell.text.replace("\n", ";").split(";"))):
            option = options.find(part)
            if option is None:
                problems.append(unlisted(part, options))
            elif option.code not in codes:
                codes.append(option.code)
        if cell.cut_at is not None:  # who knows which choices stood behind the last one
            problems.append(Problem("too-long", {"length": len(cell.text), "sentence": "text-cut-off"}))
        return Parsed(None, tuple(problems)) if problems else Parsed(tuple(codes) or None)

    def entry(self, value: Value, spec: FieldSpec, meaning: Meaning) -> str | float | bool | date:
        assert isinstance(value, tuple)
        return "; ".join(label_of(code, meaning) for code in value)
