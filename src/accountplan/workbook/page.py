"""What everything on one chapter's sheet needs: the sheet, its place in the layout, the plan's values; and cells."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accountplan.fields import Value, field_type, shown_as
from accountplan.layout.answers import PlanValues
from accountplan.layout.context import YES_NO, meaning_of
from accountplan.layout.places import Layout, SheetPlace
from accountplan.layout.progress import PlanProgress
from accountplan.template.model import FieldSpec
from accountplan.workbook.excel import StrictSheet, StrictWorkbook
from accountplan.workbook.logo import Logo
from accountplan.workbook.rules import validation
from accountplan.workbook.styles import Styles


@dataclass(frozen=True)
class Page:
    """One sheet while it is being written."""

    book: StrictWorkbook
    sheet: StrictSheet
    layout: Layout
    place: SheetPlace
    values: PlanValues
    styles: Styles
    typed: Mapping[str, str | float]
    progress: PlanProgress
    logo: Logo | None = None
    """What stands at the end of this sheet's band."""

    @property
    def language(self) -> str:
        return self.layout.context.language

    def input(self, row: int, column: int, spec: FieldSpec, value: Value, typed: str | float | None) -> None:
        """A cell that is filled in: by a person, or beforehand from the portfolio."""
        meaning = meaning_of(self.layout.template, self.layout.context, spec)
        style = self.style("given" if spec.locked else "input", spec)
        if isinstance(typed, str):
            self.sheet.text(row, column, typed, style)
        elif typed is not None:
            self.sheet.write_number(row, column, typed, style)
        elif value is None:
            self.sheet.write_blank(row, column, None, style)
        else:
            self._entry(row, column, field_type(spec).entry(value, spec, meaning), style)

    def _entry(self, row: int, column: int, entry: str | float | bool | date, style: Any) -> None:
        if isinstance(entry, bool):
            self.sheet.write_boolean(row, column, entry, style)
        elif isinstance(entry, (int, float)):
            self.sheet.write_number(row, column, entry, style)
        elif isinstance(entry, date):
            self.sheet.write_datetime(row, column, entry, style)
        else:
            self.sheet.text(row, column, entry, style)

    def computed(self, row: int, column: int, formula: str, value: str | float | date, spec: FieldSpec) -> None:
        """A cell with a formula of the template, and what it shows."""
        shown = (value - date(1899, 12, 30)).days if isinstance(value, date) else value
        self.sheet.write_formula(row, column, formula, self.style("computed", spec), shown)

    def style(self, name: str, spec: FieldSpec) -> Any:
        """The named style in the number format and alignment of the field."""
        looks = shown_as(spec).style(spec)
        changes: dict[str, object] = {"num_format": looks.number_format, "align": looks.align}
        if looks.align != "center":
            changes["indent"] = 1
        if spec.type != "long-text":
            changes["valign"] = "vcenter"
        return self.styles(name, **changes)

    def validate(self, first: int, last: int, column: int, spec: FieldSpec, choices: str | None = None) -> None:
        """The rule of an input on these rows of a column. `choices`: see `rules.validation`."""
        meaning = meaning_of(self.layout.template, self.layout.context, spec)
        list_id = YES_NO if spec.type == "yes-no" else spec.list_id
        self.sheet.data_validation(first, column, last, column, validation(spec, meaning, list_id, choices))
