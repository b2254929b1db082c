"""What everything on one chapter's sheet needs: the sheet, its place in the layout, the plan's values; and cells."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

from accountplan.fields import Meaning, Rule, Value, field_type, shown_as
from accountplan.fields.date import serial_of
from accountplan.layout.answers import PlanValues
from accountplan.layout.context import meaning_of
from accountplan.layout.letters import column_for, height, height_of, merged
from accountplan.layout.places import LABEL, SIGN, Layout, RowPlace, SheetPlace, Slot, TablePlace
from accountplan.layout.progress import PlanProgress
from accountplan.template.model import FieldSpec, Question, Table
from accountplan.workbook.alike import stays_home
from accountplan.workbook.excel import StrictSheet, StrictWorkbook
from accountplan.workbook.faults import rule_of
from accountplan.workbook.formulas import shown_value
from accountplan.workbook.logo import Logo
from accountplan.workbook.rules import validation
from accountplan.workbook.styles import ROW, SIZE, Styles

_KEPT = 1.3
"""How tall a row is that grows by itself, in sizes of the largest font in it."""


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

    # -- room --------------------------------------------------------------------------------------------------------
    def width(self, first: int, last: int) -> float:
        """How wide these columns are together."""
        return merged(self.place.widths[first : last + 1])

    def beyond(self, *needed: float) -> int:
        """The first column right of texts this wide that begin at the labels; the last that people see if none is."""
        for index in range(LABEL + 1, self.place.last_column):
            if self.place.widths[index] and self.width(LABEL, index - 1) >= max(needed):
                return index
        return self.place.last_column

    def heading(self, row: int, text: str, first: int = SIGN, last: int | None = None) -> None:
        """A heading, with a line below it from column `first` to `last`: over the whole sheet unless that is said."""
        style = self.styles("heading")
        for index in range(first, (self.place.last_column if last is None else last) + 1):
            self.sheet.write_blank(row, index, None, style)
        self.sheet.text(row, LABEL, text, style)
        self.sheet.set_row(row, ROW["heading"])

    def help(self, row: int, column: int, text: str, **changes: object) -> float:
        """A help text from `column` on, over the empty cells right of it; the height that it needs.

        What is longer than the sheet is wide is wrapped in merged cells: locked ones, so that it harms nobody.
        """
        last, style = self.place.last_column, self.styles("help", text_wrap=False, **changes)
        room = self.width(column, last)
        if column_for(text, SIZE["small"]) > room:
            style = self.styles("help", **changes)
            if last > column:
                self.sheet.merge_range(row, column, row, last, "", style)
        self.sheet.text(row, column, text, style)
        return height_of(text, room, SIZE["small"])

    def height(self, column: int, spec: FieldSpec, value: Value, typed: str | float | None = None) -> float:
        """The height that a cell with this answer needs; figures and dates never wrap."""
        if typed is not None:
            text = typed if isinstance(typed, str) else ""
        else:
            text = self._words(spec, value) if isinstance(value, str | tuple | bool) else ""
        if not text:
            return height(1)
        indent = 0 if shown_as(spec).style(spec).align == "center" else 1
        return height_of(text, self.place.widths[column], indent=indent)

    def _words(self, spec: FieldSpec, value: Value) -> str:
        if spec.computed:
            return str(shown_value(self.layout, spec, value))
        meaning = meaning_of(self.layout.template, self.layout.context, spec)
        return str(field_type(spec).entry(value, spec, meaning))

    def keeping(self, height: float, **changes: object) -> Any:
        """The look of a hidden key in a font so large that its row, when it grows or shrinks, stays this tall."""
        return self.styles("hidden", font_size=round(height / _KEPT), **changes)

    # -- cells -------------------------------------------------------------------------------------------------------
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

    def shown(self, table: Table, slot: Slot) -> str | float:
        """What a cell of a table shows: what was typed in it, or its answer; dates as spreadsheets count them."""
        typed = self.typed.get(f"{slot.row.id}.{slot.spec.id}")
        if typed is not None:
            return typed
        return serial(shown_value(self.layout, slot.spec, self.values.cell(table, slot.row, slot.column.id)))

    def computed(self, row: int, column: int, formula: str, value: str | float | date, spec: FieldSpec) -> None:
        """A cell with a formula of the template, and what it shows."""
        self.sheet.write_formula(row, column, f"={formula}", self.style("computed", spec), serial(value))

    def row_formula(
        self, place: TablePlace, row: RowPlace, column: int, formula: Callable[[], str], style: Any, value: str | float,
    ) -> None:  # fmt: skip
        """A formula that every row of a table has; where all rows ask the same it is made, and kept, once if it may."""
        text = "=0" if self.sheet.is_shared(row.row, column) else f"={formula()}"
        self.sheet.write_formula(row.row, column, text, style, value)
        if row.row == place.first_row and place.uniform and stays_home(text):
            self.sheet.share_formula(row.row, place.end_row - 1, column)

    def rule(self, spec: FieldSpec) -> tuple[Rule, Meaning]:
        """The rule of a field's cells, and how to understand them."""
        meaning = meaning_of(self.layout.template, self.layout.context, spec)
        return rule_of(spec, meaning), meaning

    def style(self, name: str, spec: FieldSpec) -> Any:
        """The named style in the number format and alignment of the field."""
        looks = shown_as(spec).style(spec)
        changes: dict[str, object] = {"num_format": looks.number_format, "align": looks.align}
        if looks.align != "center":
            changes["indent"] = 1
        if spec.type != "long-text" or not isinstance(spec, Question):
            changes["valign"] = "vcenter"
        return self.styles(name, **changes)

    def validate(
        self, first: int, last: int, column: int, spec: FieldSpec, choices: str | None = None, *, helped: bool = True
    ) -> None:
        """The rule of an input on these rows of a column. `choices`, `helped`: see `rules.validation`."""
        meaning = meaning_of(self.layout.template, self.layout.context, spec)
        rule = validation(spec, meaning, choices, helped=helped)
        self.sheet.data_validation(first, column, last, column, rule)


def serial(value: str | float | date) -> str | float:
    """What a formula shows, as a file keeps it: a day as its number."""
    return serial_of(value) if isinstance(value, date) else value
