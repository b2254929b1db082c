"""Percentages, kept as fractions: 5 % is 0.05. A text without a percent sign has two meanings."""

from __future__ import annotations

import math
from typing import Any

from accountplan.fields.base import Cell, Meaning, Parsed, Rule, Style, tidy
from accountplan.fields.notation import read_number
from accountplan.fields.number import NumberField
from accountplan.template.model import FieldSpec


class PercentField(NumberField):
    name = "percent"
    width = 11
    lowest = 0.0
    highest = 1.0

    def style(self, spec: FieldSpec) -> Style:
        return Style("0.0%", "right")

    def limits_said(self, spec: FieldSpec) -> dict[str, Any]:
        low, high = self.limits(spec)
        return {"low": tidy(round(low * 100, 6)), "high": tidy(round(high * 100, 6))}

    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule:
        low, high = self.limits(spec)
        return Rule("decimal", "percent", minimum=tidy(low), maximum=tidy(high), said=self.limits_said(spec))

    def parse_text(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        body = cell.text.strip()
        signed = body.endswith("%")
        meanings = read_number(body.rstrip("%").strip(), meaning.language).meanings
        if not meanings:
            return Parsed.not_read("not-a-number", raw=cell.text)
        if len(set(meanings)) > 1:
            return Parsed.not_read("number-ambiguous", raw=cell.text, meanings=[tidy(number) for number in meanings])
        if not signed and meanings[0] != 0 and math.isfinite(meanings[0]):
            return Parsed.not_read(
                "percent-ambiguous", raw=cell.text, number=tidy(meanings[0]), times=tidy(meanings[0] * 100)
            )
        return self.checked(hundredth(meanings[0]), cell, spec)


def hundredth(number: float) -> float:
    """A percentage as a fraction without the dust of binary division (12.3 -> 0.123)."""
    return float(f"{number / 100:.15g}")
