"""Percentages, kept as fractions: 5 % is 0.05. A text without a percent sign has two meanings."""

from __future__ import annotations

import re
from typing import Any

from accountplan.fields.base import Cell, Meaning, Parsed, Rule, Style, tidy
from accountplan.fields.notation import neat, read_number
from accountplan.fields.number import LARGEST, NumberField, ambiguous, in_percents
from accountplan.template.model import FieldSpec

_SIGN = re.compile(r" *(?:%|procent|percent|pct\.?)(?= *\)?$)", re.IGNORECASE)


class PercentField(NumberField):
    name = "percent"
    width = 11
    lowest = 0.0
    highest = 1.0

    def style(self, spec: FieldSpec) -> Style:
        return Style("0.0%", "right")

    def takes_money(self, spec: FieldSpec) -> bool:
        return False

    def limits_said(self, spec: FieldSpec) -> dict[str, Any]:
        low, high = self.limits(spec)
        return {"low": tidy(in_percents(low)), "high": tidy(in_percents(high))}

    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule:
        low, high = self.limits(spec)
        return Rule("decimal", "percent", minimum=tidy(low), maximum=tidy(high), said=self.limits_said(spec))

    def parse_number(self, cell: Cell, spec: FieldSpec) -> Parsed:
        """Settled by the number format; where nobody knows it, the number is a fraction, as we write it."""
        return self.unsigned(cell.value, cell, spec) if cell.percent is False else self.checked(cell.value, cell, spec)

    def parse_text(self, text: str, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        body, signed = _SIGN.subn("", neat(text))
        read = read_number(body, meaning.language, money=False)
        if read.only is None:
            return ambiguous(cell, read.meanings)
        return self.checked(hundredth(read.only), cell, spec) if signed else self.unsigned(read.only, cell, spec)

    def unsigned(self, number: float, cell: Cell, spec: FieldSpec) -> Parsed:
        """A number without a percent sign is a percentage or a fraction. Only the limits of the field can tell."""
        low, high = self.limits(spec)
        if number == 0 or not abs(number) <= LARGEST:
            return self.checked(number, cell, spec)
        possible = [meaning for meaning in (number, hundredth(number)) if low <= meaning <= high]
        if len(possible) == 1:
            return self.checked(possible[0], cell, spec)
        times = tidy(in_percents(number))
        return Parsed.not_read("percent-ambiguous", raw=cell.text, number=tidy(number), times=times)


def hundredth(number: float) -> float:
    """A percentage as a fraction without the dust of binary division (12.3 -> 0.123)."""
    return float(f"{number / 100:.15g}")
