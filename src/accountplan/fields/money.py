"""Amounts in the plan's currency."""

from __future__ import annotations

from accountplan.fields.base import Style
from accountplan.fields.number import NumberField
from accountplan.template.model import FieldSpec


class MoneyField(NumberField):
    name = "money"
    width = 15

    def takes_money(self, spec: FieldSpec) -> bool:
        return True

    def style(self, spec: FieldSpec) -> Style:
        return Style("#,##0;[Red]-#,##0", "right")
