"""What a plan asks: the definition, loaded from YAML and checked as a whole."""

from accountplan.template.load import find_template, load_template, shipped_folder, shipped_templates
from accountplan.template.model import (
    Axis,
    Chapter,
    ChoiceList,
    Column,
    FieldSpec,
    Heading,
    Kpi,
    Limits,
    Question,
    Table,
    Template,
)

__all__ = [
    "Axis", "Chapter", "ChoiceList", "Column", "FieldSpec", "Heading", "Kpi", "Limits", "Question", "Table", "Template",
    "find_template", "load_template", "shipped_folder", "shipped_templates",
]  # fmt: skip
