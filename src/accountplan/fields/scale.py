"""A whole mark on a scale, 1–5 unless the template says otherwise."""

from __future__ import annotations

from accountplan.fields.base import Meaning, Rule, Style, tidy
from accountplan.fields.number import NumberField
from accountplan.template.model import FieldSpec


class ScaleField(NumberField):
    name = "scale"
    width = 9
    lowest = 1.0
    highest = 5.0

    def style(self, spec: FieldSpec) -> Style:
        return Style("0", "center")

    def is_whole(self, spec: FieldSpec) -> bool:
        return True

    def takes_money(self, spec: FieldSpec) -> bool:
        return False

    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule:
        low, high = self.limits(spec)
        return Rule("whole", "scale", minimum=tidy(low), maximum=tidy(high), said=self.limits_said(spec))
