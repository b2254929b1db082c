"""One module per field type: how its cell looks, what may be typed, what was meant."""

from __future__ import annotations

from accountplan.fields.base import (
    EMPTY,
    Cell,
    FieldType,
    Meaning,
    Option,
    Options,
    Parsed,
    Problem,
    Rule,
    Style,
    Value,
)
from accountplan.fields.choice import ChoiceField
from accountplan.fields.choices import ChoicesField
from accountplan.fields.computed import ComputedField
from accountplan.fields.date import DateField
from accountplan.fields.long_text import LongTextField
from accountplan.fields.money import MoneyField
from accountplan.fields.number import NumberField
from accountplan.fields.percent import PercentField
from accountplan.fields.scale import ScaleField
from accountplan.fields.text import TextField
from accountplan.fields.yes_no import YesNoField
from accountplan.template.model import FieldSpec

_TYPES: dict[str, FieldType] = {
    kind.name: kind
    for kind in (
        TextField(),
        LongTextField(),
        ChoiceField(),
        ChoicesField(),
        NumberField(),
        MoneyField(),
        PercentField(),
        DateField(),
        YesNoField(),
        ScaleField(),
        ComputedField(),
    )
}


def field_type(spec: FieldSpec) -> FieldType:
    """The type that this field asks for."""
    return _TYPES[spec.type]


def shown_as(spec: FieldSpec) -> FieldType:
    """The type that formats the cell: of a computed field, that of its result."""
    return _TYPES[spec.result_type]


def read_cell(cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
    """The answer in a cell. Empty is no answer; an Excel error is a finding, and neither is zero."""
    if cell.kind == "empty":
        return Parsed()
    if cell.kind == "error":
        return Parsed.not_read("cell-error", raw=cell.text)
    return field_type(spec).parse(cell, spec, meaning)


__all__ = [
    "EMPTY", "Cell", "FieldType", "Meaning", "Option", "Options", "Parsed", "Problem", "Rule", "Style", "Value",
    "field_type", "read_cell", "shown_as",
]  # fmt: skip
