"""One chapter's sheet: its frame, its form, its tables."""

from __future__ import annotations

import math
from collections.abc import Mapping
from datetime import date
from typing import Any

from accountplan.fields import Value, field_type, shown_as
from accountplan.formula import literal
from accountplan.layout.answers import PlanValues
from accountplan.layout.context import YES_NO, meaning_of
from accountplan.layout.places import (
    BAND_ROW,
    COLUMN_PREFIX,
    END_PREFIX,
    HELP_ROW,
    IDENTITY_ROW,
    KEY,
    LABEL,
    ROLE_GUARD,
    ROLE_INPUT,
    ROLE_LABEL,
    ROLE_ROW_ID,
    TABLE_PREFIX,
    TITLE_ROW,
    WORKBOOK_ROW,
    ColumnPlace,
    FieldPlace,
    HeadingPlace,
    Layout,
    RowPlace,
    SheetPlace,
    Slot,
    TablePlace,
    absolute,
    quoted,
)
from accountplan.layout.texts import REQUIRED, field_label, header_texts, label_headers
from accountplan.messages import say
from accountplan.template.model import FieldSpec, FreeRows
from accountplan.workbook.excel import StrictSheet, StrictWorkbook
from accountplan.workbook.formulas import (
    cell_formula,
    field_formula,
    number_formula,
    shown_value,
    title_formula,
    title_value,
)
from accountplan.workbook.identity import sheet_identity
from accountplan.workbook.paper import PAPER_A4
from accountplan.workbook.rules import validation
from accountplan.workbook.styles import LINE, ROW, Styles

_LONG_LINES = 4
"""Lines of room for a long text in a form."""
_PROTECTION = {"format_columns": True, "format_rows": True, "sort": True, "autofilter": True}


class SheetWriter:
    """Writes one sheet of a plan; `frame`, then `items`, then `finish`."""

    def __init__(
        self, book: StrictWorkbook, sheet: StrictSheet, layout: Layout, place: SheetPlace, values: PlanValues,
        styles: Styles, typed: Mapping[str, str | float],
    ) -> None:  # fmt: skip
        self.book, self.sheet, self.layout, self.place = book, sheet, layout, place
        self.values, self.styles, self.typed = values, styles, typed
        self.language = layout.context.language

    # -- the frame ---------------------------------------------------------------------------------------------------
    def frame(self, identity: str, title: str) -> None:
        """Columns, hidden identity rows, title band."""
        sheet, place, styles = self.sheet, self.place, self.styles
        sheet.set_default_row(ROW["line"])
        sheet.hide_gridlines(2)
        for index, width in enumerate(place.widths):
            if width:
                sheet.set_column(index, index, width)
            else:
                sheet.set_column(index, index, 0, None, {"hidden": True})
        sheet.text(IDENTITY_ROW, KEY, sheet_identity(self.layout.template, place.chapter.id), styles("hidden"))
        roles = {LABEL: ROLE_LABEL, place.row_id: ROLE_ROW_ID, place.input: ROLE_INPUT, place.input + 1: ROLE_GUARD}
        for index, role in roles.items():
            sheet.text(IDENTITY_ROW, index, role, styles("hidden"))
        sheet.text(WORKBOOK_ROW, KEY, identity, styles("hidden"))
        for row in (IDENTITY_ROW, WORKBOOK_ROW):
            sheet.set_row(row, None, None, {"hidden": True})
        self._band(title)

    def _band(self, title: str) -> None:
        sheet, chapter, styles = self.sheet, self.place.chapter, self.styles
        last = max(self.place.last_column, self.place.input + 1)
        for index in range(LABEL, last + 1):
            sheet.write_blank(TITLE_ROW, index, None, styles("title"))
            sheet.write_blank(BAND_ROW, index, None, styles("band"))
        sheet.text(TITLE_ROW, LABEL, chapter.title[self.language], styles("title"))
        sheet.text(BAND_ROW, LABEL, title, styles("band"))
        contents = next((s for s in self.layout.sheets if s.chapter.kind == "contents"), None)
        if contents is not None and contents is not self.place:
            words = say(self.language, "sheet", "back")
            labels = sum(self.place.widths[LABEL : LABEL + self.place.labels])
            column = self.place.input if labels >= len(title) else self.place.input + 1
            sheet.write_formula(BAND_ROW, column, link_formula(contents.name, words), styles("link-band"), words)
        sheet.set_row(TITLE_ROW, ROW["title"])
        sheet.set_row(BAND_ROW, ROW["band"])
        if chapter.help is not None:
            sheet.text(HELP_ROW, LABEL, chapter.help[self.language], styles("help", text_wrap=False))

    def finish(self) -> None:
        """Protection, printing, and where the sheet opens."""
        sheet, place = self.sheet, self.place
        sheet.protect("", _PROTECTION)
        sheet.freeze_panes(HELP_ROW, 0)
        sheet.set_paper(PAPER_A4)
        if place.chapter.orientation == "landscape":
            sheet.set_landscape()
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.fit_to_pages(1, 0)
        tables = [p for p in place.places if isinstance(p, TablePlace)]
        if len(tables) == 1 and not place.has_form:
            sheet.repeat_rows(tables[0].header_row)
        page, of = (say(self.language, "sheet", word) for word in ("page", "of"))
        sheet.set_footer(f"&L&8&F&C&8&A&R&8{page} &P {of} &N")
        first = next((p for p in place.places if isinstance(p, FieldPlace) and p.spec.is_input), None)
        table = next((p for p in place.places if isinstance(p, TablePlace)), None)
        at = first.row if first else table.first_row if table else TITLE_ROW
        sheet.set_selection(at, place.input, at, place.input)

    def items(self) -> None:
        """Everything on the sheet, from top to bottom."""
        for place in self.place.places:
            match place:
                case HeadingPlace():
                    self._heading(place)
                case FieldPlace():
                    self._field(place)
                case TablePlace():
                    self._table(place)
        self._rules()

    # -- the form ----------------------------------------------------------------------------------------------------
    def _heading(self, place: HeadingPlace) -> None:
        for index in range(LABEL, self.place.last_column + 1):
            self.sheet.write_blank(place.row, index, None, self.styles("heading"))
        self.sheet.text(place.row, LABEL, place.heading.label[self.language], self.styles("heading"))
        if place.heading.help is not None:
            text = place.heading.help[self.language]
            self.sheet.text(
                place.row, self.place.input, text, self.styles("help", text_wrap=False, bottom=1, bottom_color=LINE)
            )
        self.sheet.set_row(place.row, ROW["heading"])

    def _field(self, place: FieldPlace) -> None:
        spec, sheet = place.spec, self.sheet
        sheet.text(place.row, KEY, place.key, self.styles("hidden"))
        sheet.text(
            place.row,
            LABEL,
            field_label(spec, self.layout),
            self.styles("label-required" if spec.required else "label"),
        )
        help_text = spec.help[self.language] if spec.help else ""
        self._help(place.row, place.guard, help_text)
        if spec.computed:
            value = shown_value(self.layout, spec, self.values.question(spec.id))
            self._formula(place.row, place.input, field_formula(self.layout, place), value, spec)
        else:
            self._input(place.row, place.input, spec, self.values.question(spec.id), self.typed.get(spec.id))
        self.book.name_range(
            place.name, f"{quoted(place.sheet)}!{absolute(place.row, KEY)}:{absolute(place.row, place.guard)}"
        )
        sheet.set_row(place.row, self._field_height(place, help_text))

    def _help(self, row: int, column: int, text: str) -> None:
        """The help text from `column` to the end of the sheet: locked, so that merging it harms nobody."""
        last = self.place.last_column
        style = self.styles("help", indent=1)
        if last > column:
            self.sheet.merge_range(row, column, row, last, "", style)
        self.sheet.text(row, column, text, style)

    def _field_height(self, place: FieldPlace, help_text: str) -> float:
        widths = self.place.widths
        answer = self.values.question(place.spec.id)
        lines = max(
            _lines(field_label(place.spec, self.layout), sum(widths[LABEL : LABEL + self.place.labels])),
            _lines(help_text, sum(widths[place.guard :]) * 1.1),
            _lines(str(answer), widths[place.input]) if isinstance(answer, str) else 1,
            _LONG_LINES if place.spec.type == "long-text" else 1,
        )
        return max(ROW["line"], lines * 15 + 5)

    # -- cells -------------------------------------------------------------------------------------------------------
    def _input(self, row: int, column: int, spec: FieldSpec, value: Value, typed: str | float | None) -> None:
        meaning = meaning_of(self.layout.template, self.layout.context, spec)
        style = self._style("given" if spec.locked else "input", spec)
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

    def _formula(self, row: int, column: int, formula: str, value: str | float | date, spec: FieldSpec) -> None:
        shown = _serial(value) if isinstance(value, date) else value
        self.sheet.write_formula(row, column, formula, self._style("computed", spec), shown)

    def _style(self, name: str, spec: FieldSpec) -> Any:
        looks = shown_as(spec).style(spec)
        changes: dict[str, object] = {"num_format": looks.number_format, "align": looks.align}
        if looks.align != "center":
            changes["indent"] = 1
        if spec.type != "long-text":
            changes["valign"] = "vcenter"
        return self.styles(name, **changes)

    def _validate(self, first: int, last: int, column: int, spec: FieldSpec) -> None:
        meaning = meaning_of(self.layout.template, self.layout.context, spec)
        list_id = YES_NO if spec.type == "yes-no" else spec.list_id
        self.sheet.data_validation(first, column, last, column, validation(spec, meaning, list_id))

    def _rules(self) -> None:
        """A validation rule on every input cell; neighbours of one column that ask the same share one."""
        for place in self.place.places:
            if isinstance(place, FieldPlace) and place.spec.is_input:
                self._validate(place.row, place.row, place.input, place.spec)
            elif isinstance(place, TablePlace):
                for first, last, column, spec in _same_rules(place):
                    self._validate(first, last, column, spec)

    # -- tables ------------------------------------------------------------------------------------------------------
    def _table(self, place: TablePlace) -> None:
        sheet, styles, table = self.sheet, self.styles, place.table
        self._table_title(place)
        self._headers(place)
        for row in place.rows:
            self._row_labels(place, row)
            sheet.text(row.row, place.row_id, row.key.id, styles("hidden", locked=False))
            present = {slot.at_column: slot for slot in place.slots_of(row)}
            for column in place.columns:
                slot = present.get(column.index)
                if slot is None:
                    sheet.write_blank(row.row, column.index, None, styles("absent"))
                else:
                    self._cell(place, row, column, slot)
            sheet.set_row(row.row, self._row_height(place, row))
        sheet.text(place.end_row, KEY, END_PREFIX + table.id, styles("hidden"))
        sheet.set_row(place.end_row, ROW["gap"])
        self._excel_table(place)
        self.book.name_range(
            place.name, f"{quoted(place.sheet)}!{absolute(place.key_row, KEY)}:{absolute(place.end_row, place.guard)}"
        )

    def _table_title(self, place: TablePlace) -> None:
        table, sheet = place.table, self.sheet
        for index in range(LABEL, self.place.last_column + 1):
            sheet.write_blank(place.title_row, index, None, self.styles("heading"))
        mark = REQUIRED if table.required_rows else ""
        sheet.text(place.title_row, LABEL, table.label[self.language] + mark, self.styles("heading"))
        sheet.set_row(place.title_row, ROW["heading"])
        if table.help is not None:
            sheet.text(place.title_row + 1, LABEL, table.help[self.language], self.styles("help", text_wrap=False))

    def _headers(self, place: TablePlace) -> None:
        sheet, styles = self.sheet, self.styles
        sheet.text(place.header_row, KEY, TABLE_PREFIX + place.table.id, styles("hidden"))
        sheet.set_row(place.key_row, None, None, {"hidden": True})
        sheet.text(place.key_row, place.row_id, COLUMN_PREFIX + place.table.id, styles("hidden"))
        labels = label_headers(place, self.layout)
        for n in range(place.labels):
            sheet.text(place.header_row, LABEL + n, labels[n] if n < len(labels) else "", styles("header"))
        headers = header_texts(place, self.layout)
        for column, text in zip(place.columns, headers, strict=True):
            sheet.text(place.key_row, column.index, column.key, styles("hidden"))
            sheet.text(place.header_row, column.index, text, styles("header"))
            if place.across_row is not None and column.across is not None and column.across.mirrors:
                self._across_title(place.across_row, column)
        lines = max(
            _lines(text, self.place.widths[column.index] * 0.9)
            for column, text in zip(place.columns, headers, strict=True)
        )
        sheet.set_row(place.header_row, max(ROW["band"], lines * 15 + 6))

    def _across_title(self, row: int, column: ColumnPlace) -> None:
        assert column.across is not None and column.across.mirrors is not None
        mirrors, label = column.across.mirrors, column.across.labels[0]
        value = title_value(self.values, self.layout, mirrors, label)
        formula = title_formula(self.layout, self.place.name, mirrors, label)
        self.sheet.write_formula(row, column.index, formula, self.styles("row-label"), value)
        self.sheet.set_row(row, 62)

    def _row_labels(self, place: TablePlace, row: RowPlace) -> None:
        sheet, style = self.sheet, self.styles("row-label")
        if isinstance(place.table.rows, FreeRows):
            sheet.write_formula(row.row, LABEL, number_formula(place, row.row), style, row.key.labels[0])
        elif row.key.mirrors:
            value = title_value(self.values, self.layout, row.key.mirrors, row.key.labels[0])
            formula = title_formula(self.layout, self.place.name, row.key.mirrors, row.key.labels[0])
            sheet.write_formula(row.row, LABEL, formula, style, value)
        else:
            for n, label in enumerate(row.key.labels):
                sheet.text(row.row, LABEL + n, label, style)
        used = 1 if isinstance(place.table.rows, FreeRows) or row.key.mirrors else len(row.key.labels)
        for n in range(used, place.labels):
            sheet.write_blank(row.row, LABEL + n, None, style)

    def _cell(self, place: TablePlace, row: RowPlace, column: ColumnPlace, slot: Slot) -> None:
        value = self.values.cell(place.table, slot.row, slot.column.id)
        if slot.spec.computed:
            formula = cell_formula(self.layout, place, row, slot.spec, column.across)
            shown = shown_value(self.layout, slot.spec, value)
            self._formula(slot.at_row, slot.at_column, formula, shown, slot.spec)
        else:
            typed = self.typed.get(f"{slot.row.id}.{slot.spec.id}")
            self._input(slot.at_row, slot.at_column, slot.spec, value, typed)

    def _row_height(self, place: TablePlace, row: RowPlace) -> float | None:
        """Room for what is filled in and for the label; an empty row is left to grow by itself."""
        lines = 1
        for slot in place.slots_of(row):
            value = self.values.cell(place.table, slot.row, slot.column.id)
            if isinstance(value, str):
                lines = max(lines, _lines(value, self.place.widths[slot.at_column]))
        width = self.place.widths[LABEL]
        if row.key.mirrors:
            lines = max(lines, _lines(title_value(self.values, self.layout, row.key.mirrors, row.key.labels[0]), width))
        return ROW["line"] if lines == 1 else lines * 15 + 5

    def _excel_table(self, place: TablePlace) -> None:
        headers = header_texts(place, self.layout)
        columns = [{"header": say(self.language, "sheet", "row-id")}]
        columns += [
            {"header": text}
            for column, text in zip(place.columns, headers, strict=True)
            if column.index <= place.last_input
        ]
        self.sheet.add_table(
            place.header_row, place.row_id, place.end_row - 1, place.last_input,
            {
                "name": place.excel_table,
                "columns": columns,
                "style": None,
                "banded_rows": False,
                "autofilter": isinstance(place.table.rows, FreeRows) and len(place.rows) > 8,
            },
        )  # fmt: skip
        style = self.styles("header")
        self.sheet.text(place.header_row, place.row_id, columns[0]["header"], style)
        for column, text in zip(place.columns, headers, strict=True):
            self.sheet.text(place.header_row, column.index, text, style)


def link_formula(sheet: str, words: str) -> str:
    """A link within the workbook that keeps the look of its cell in every program."""
    return f"=HYPERLINK({literal(f'#{quoted(sheet)}!A1')},{literal(words)})"


def _same_rules(place: TablePlace) -> list[tuple[int, int, int, FieldSpec]]:
    """(first row, last row, column, field) of neighbouring inputs that ask the same."""
    runs: list[tuple[int, int, int, FieldSpec]] = []
    for slot in sorted(place.slots, key=lambda slot: (slot.at_column, slot.at_row)):
        if not slot.spec.is_input:
            continue
        first, last, column, spec = runs[-1] if runs else (0, 0, 0, None)
        if (last, column, spec) == (slot.at_row - 1, slot.at_column, slot.spec):
            runs[-1] = (first, slot.at_row, column, slot.spec)
        else:
            runs.append((slot.at_row, slot.at_row, slot.at_column, slot.spec))
    return runs


def _lines(text: str, width: float) -> int:
    """Lines that a wrapped text takes in a column of this width."""
    per_line = max(4.0, width * 1.05)
    return sum(max(1, math.ceil(len(part) / per_line)) for part in text.split("\n"))


def _serial(day: date) -> int:
    return (day - date(1899, 12, 30)).days
