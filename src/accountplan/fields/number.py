"""Numbers with limits and a unit. A text is read in the notation of the workbook's language, or not at all."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any, Literal

from accountplan.fields.base import Cell, FieldType, Meaning, Parsed, Problem, Rule, Style, plain, tidy
from accountplan.fields.notation import is_other_currency, read_number, unit_forms, without_estimate
from accountplan.template.model import FieldSpec

WIDEST = 1e12
"""Bound of a number for which the template gives none: far above any account, far below where Excel rounds."""

LARGEST = 1e300
"""A number above it is none: a sum of several could be infinite."""


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

    def takes_money(self, spec: FieldSpec) -> bool:
        """Whether a currency may be typed along: 12 euros are no 12 days."""
        return spec.unit is None

    def parse(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        if cell.kind == "number":
            if cell.currency and (not self.takes_money(spec) or is_other_currency(cell.currency, meaning.currency)):
                return Parsed.not_read("not-a-number", raw=cell.text, currency=cell.currency, sentence="not-this-money")
            return self.parse_number(cell, spec)
        if cell.kind != "text":
            return Parsed.not_read("not-a-number", raw=cell.text)
        text, estimate = without_estimate(cell.text)
        parsed = self.parse_text(text, cell, spec, meaning)
        if not estimate or parsed.value is None:
            return parsed
        return Parsed(parsed.value, (*parsed.problems, Problem("approximate", {"raw": cell.text})))

    def parse_number(self, cell: Cell, spec: FieldSpec) -> Parsed:
        """A real number means itself, unless it is shown as a percentage: of 5% (0.05) nobody knows which is meant."""
        if cell.percent and cell.value:
            return ambiguous(cell, (cell.value, in_percents(cell.value)))
        return self.checked(cell.value, cell, spec)

    def parse_text(self, text: str, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        """What `text`, out of the cell, means."""
        units = {form for unit in (spec.unit.every() if spec.unit else ()) for form in unit_forms(unit)}
        read = read_number(
            text, meaning.language, units, money=self.takes_money(spec), currency=meaning.currency
        )  # fmt: skip
        return self.checked(read.only, cell, spec) if read.only is not None else ambiguous(cell, read.meanings)

    def checked(self, number: float, cell: Cell, spec: FieldSpec) -> Parsed:
        """The number with what is wrong about it; one that no sum can hold is no value."""
        if not abs(number) <= LARGEST:  # so written for NaN too
            return Parsed.not_read("not-a-number", raw=cell.text)
        low, high = self.limits(spec)
        problems: list[Problem] = []
        if not low <= number <= high:
            problems.append(Problem("out-of-range", {"raw": plain(number), **self.limits_said(spec)}))
        if self.is_whole(spec) and number != int(number):
            problems.append(Problem("not-whole", {"raw": plain(number)}))
        return Parsed(tidy(number), tuple(problems))


def ambiguous(cell: Cell, meanings: Sequence[float]) -> Parsed:
    """No number, and why: the text has none of these meanings more than another, or no meaning at all."""
    if not meanings or not all(abs(number) <= LARGEST for number in meanings):
        return Parsed.not_read("not-a-number", raw=cell.text)
    return Parsed.not_read("number-ambiguous", raw=cell.text, meanings=[tidy(number) for number in meanings])


def in_percents(fraction: float) -> float:
    """A fraction as a percentage, without the dust of binary multiplication (0.07 -> 7)."""
    return float(f"{fraction * 100:.15g}")
