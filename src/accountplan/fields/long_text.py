"""Text of several lines: explanations, reports."""

from __future__ import annotations

from accountplan.fields.base import Style
from accountplan.fields.text import TextField
from accountplan.template.model import FieldSpec


class LongTextField(TextField):
    name = "long-text"
    width = 40
    longest = 4_000
    zeros_matter = False

    def style(self, spec: FieldSpec) -> Style:
        # Not the text format: Excel shows #### for a text-formatted cell of more than 255 characters.
        return Style("General", wrap=True)
