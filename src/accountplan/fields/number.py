"""Numbers with limits and a unit. A text is read in the notation of the workbook's language, or not at all."""

from __future__ import annotations

import math
from typing import Any, Literal

from accountplan.fields.base import Cell, FieldType, Meaning, Parsed, Problem, Rule, Style, plain, tidy
from accountplan.fields.notation import read_number
from accountplan.template.model import FieldSpec

WIDEST = 1e12
"""Bound of a number for which the template gives none: far above any account, far below where Excel rounds."""


class NumberField(FieldType):
    name = "number"
    width = 13
    lowest: float = -WIDEST
    highest: float = WIDEST

    def style(self, spec: FieldSpec) -> Style:
        if spec.role == "plan-year":
            return Style("0", "left")  # a year is no amount: 2027, not 2.027
        return Style("#,##0" if self.is_whole(spec) else "#,##0.00", "right")

    def is_whole(self, spec: FieldSpec) -> bool:
        return spec.whole

    def limits(self, spec: FieldSpec) -> tuple[float, float]:
        low, high = spec.minimum, spec.maximum
        return (
            float(low) if isinstance(low, (int, float)) else self.lowest,
            float(high) if isinstance(high, (int, float)) else self.highest,
        )

    def limits_said(self, spec: FieldSpec) -> dict[str, Any]:
        low, high = self.limits(spec)
        return {"low": tidy(low), "high": tidy(high)}

    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule:
        low, high = self.limits(spec)
        kind: Literal["whole", "decimal"] = "whole" if self.is_whole(spec) else "decimal"
        key = self.name if (low, high) != (-WIDEST, WIDEST) else f"{self.name}-any"
        return Rule(kind, key, minimum=tidy(low), maximum=tidy(high), said=self.limits_said(spec))

    def parse(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        if cell.kind == "number":
            return self.checked(cell.value, cell, spec)
        if cell.kind != "text":
            return Parsed.not_read("not-a-number", raw=cell.text)
        return self.parse_text(cell, spec, meaning)

    def parse_text(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        units = spec.unit.every() if spec.unit else ()
        meanings = read_number(cell.text, meaning.language, units).meanings
        if len(set(meanings)) > 1:
            return Parsed.not_read("number-ambiguous", raw=cell.text, meanings=[tidy(number) for number in meanings])
        return self.checked(meanings[0], cell, spec) if meanings else Parsed.not_read("not-a-number", raw=cell.text)

    def checked(self, number: float, cell: Cell, spec: FieldSpec) -> Parsed:
        """The number with what is wrong about it; one that no sum can hold is no value."""
        if not math.isfinite(number) or abs(number) > 1e300:
            return Parsed.not_read("not-a-number", raw=cell.text)
        low, high = self.limits(spec)
        problems: list[Problem] = []
        if not low <= number <= high:
            problems.append(Problem("out-of-range", {"raw": plain(number), **self.limits_said(spec)}))
        if self.is_whole(spec) and number != int(number):
            problems.append(Problem("not-whole", {"raw": plain(number)}))
        return Parsed(tidy(number), tuple(problems))
