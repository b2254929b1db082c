"""A formula for the person in Excel. Never read as truth: the reader computes it again from the inputs."""

from __future__ import annotations

from accountplan.fields.base import Cell, FieldType, Meaning, Parsed, Rule
from accountplan.template.model import FieldSpec


class ComputedField(FieldType):
    name = "computed"

    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule:
        raise TypeError(f"{spec.id}: nobody types in a computed cell")

    def parse(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        return Parsed()
