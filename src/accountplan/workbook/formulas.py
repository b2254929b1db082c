"""Expressions of the template as formulas of one workbook: finds the cells, and computes what each formula shows."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from itertools import groupby

from accountplan.fields import Value
from accountplan.fields.choice import label_of
from accountplan.formula import literal, parse
from accountplan.formula.excel import Block, formula
from accountplan.layout.answers import PlanValues, axis_names, related_id
from accountplan.layout.context import meaning_of, number_width
from accountplan.layout.places import (
    LABEL,
    FieldPlace,
    Layout,
    RowPlace,
    TablePlace,
    absolute,
    address,
    letters,
    quoted,
)
from accountplan.layout.rows import RowKey, joined, spec_in
from accountplan.messages import say
from accountplan.template.model import FieldSpec, FreeRows
from accountplan.workbook.lists import limit_cells
from accountplan.workbook.mirrors import ids_name, values_name

_NAMING = ("text", "long-text", "choice", "choices", "yes-no")
"""Types whose content names a row: a number or a date within a text would look different to each who opens it."""


def shown_value(layout: Layout, spec: FieldSpec, value: Value) -> str | float | date:
    """What a computed cell shows for a value: choices by their label, yes/no in words, nothing as empty text."""
    if value is None:
        return ""
    if isinstance(value, bool):
        return say(layout.context.language, "word", "yes" if value else "no")
    if isinstance(value, str | tuple):
        meaning = meaning_of(layout.template, layout.context, spec)
        return "; ".join(label_of(code, meaning) for code in ((value,) if isinstance(value, str) else value))
    return value


class CellAddresses:
    """`formula.excel.Addresses` for one cell: a form field's, or a column's in one row of a table."""

    def __init__(
        self, layout: Layout, sheet: str, spec: FieldSpec, place: TablePlace | None = None, row: RowPlace | None = None,
        across: RowKey | None = None,
    ) -> None:  # fmt: skip
        self._layout, self._sheet, self._spec = layout, sheet, spec
        self._place, self._row, self._across = place, row, across

    # -- cells -------------------------------------------------------------------------------------------------------
    def _at(self, sheet: str, row: int, column: int) -> str:
        here = absolute(row, column)
        return here if sheet == self._sheet else f"{quoted(sheet)}!{here}"

    def _range(self, place: TablePlace, first: int, last: int, column: int) -> str:
        cells = f"{absolute(first, column)}:{absolute(last, column)}"
        return cells if place.sheet == self._sheet else f"{quoted(place.sheet)}!{cells}"

    def _own(self, column: int) -> str:
        """A cell of the own row: relative, so that the formula and the rule of one row serve the others too."""
        return f"${letters(column)}{self._row.row + 1}" if self._row else ""

    def cell(self, name: str) -> str | None:
        if self._place is not None and self._row is not None and self._place.table.column(name):
            column = self._place.column_place(name, self._across.id if self._across else None)
            spec = spec_in(self._place.table, name, self._row.key.codes)
            if column is None or spec is None:
                return None
            return self._own(column.index)
        place = self._layout.fields.get(name)
        if place is None:
            return None
        return absolute(place.row, place.input) if place.sheet == self._sheet else place.answer_name

    def _find(self, name: str | None) -> FieldSpec | None:
        if name is None:
            return self._spec
        table = self._layout.template.table_of_column(name)
        if table is None:
            return self._layout.template.question(name)
        own = self._row is not None and self._place is not None and table.id == self._place.table.id
        return spec_in(table, name, self._row.key.codes if own and self._row else ()) or table.column(name)

    def is_yes_no(self, name: str) -> bool:
        spec = self._find(name)
        return spec is not None and spec.result_type == "yes-no"

    def is_several(self, name: str) -> bool:
        spec = self._find(name)
        return spec is not None and spec.result_type == "choices"

    def word(self, name: str | None, code: str | bool) -> str:
        if isinstance(code, bool):
            return say(self._layout.context.language, "word", "yes" if code else "no")
        spec = self._find(name)
        options = None if spec is None else meaning_of(self._layout.template, self._layout.context, spec).options
        option = options.by_code(code) if options else None
        return option.label if option else code

    # -- other rows --------------------------------------------------------------------------------------------------
    def _place_of(self, column: str) -> TablePlace | None:
        table = self._layout.template.table_of_column(column)
        return None if table is None else self._layout.tables.get(table.id)

    def _row_key(self) -> RowKey | None:
        if self._row is None:
            return None
        return joined(self._row.key, self._across) if self._across else self._row.key

    def related(self, column: str, codes: tuple[str, ...]) -> str | None:
        place, own, key = self._place_of(column), self._place, self._row_key()
        if place is None or own is None or key is None:
            return None
        row_id = related_id(self._layout.template, self._layout.context, place.table, own.table, key, codes)
        for slot in place.slots:
            if slot.row.id == row_id and slot.column.id == column:
                return self._at(place.sheet, slot.at_row, slot.at_column)
        return None

    def mirrored(self, column: str) -> str | None:
        place = self._place_of(column)
        mirrors = self._row.key.mirrors if self._row else None
        found = place.column_place(column) if place else None
        if place is None or mirrors is None or found is None:
            return None
        own = f"MID({self._own(self._place.row_id)},{len(self._place.table.id) + 2},99)" if self._place else None
        return mirrored_cell(mirrors, column, own)

    def this(self) -> str:
        if self._row is None or self._place is None:
            return '""'
        if self._row.key.mirrors:
            return literal(self._row.key.labels[0])
        return self._own(LABEL)

    def code(self, axis: str) -> str | None:
        key = self._row_key()
        if self._place is None or key is None:
            return None
        names = axis_names(self._place.table)
        return key.codes[names.index(axis)] if axis in names else None

    # -- blocks of rows ----------------------------------------------------------------------------------------------
    def blocks(self, column: str, fixed: Sequence[tuple[str, str]]) -> list[Block]:
        place = self._place_of(column)
        if place is None:
            return []
        names = axis_names(place.table)
        wanted = {names.index(axis): code for axis, code in fixed if axis in names}
        if any((wanted[names.index(axis)] if axis in names else "") != code for axis, code in fixed):
            return []  # two codes on one axis, or a code on an axis that this table does not have
        depth = len(place.rows[0].key.codes) if place.rows else 0
        rows = [
            row.row for row in place.rows if all(row.key.codes[n] == code for n, code in wanted.items() if n < depth)
        ]
        rows = [row for row in rows if self._has(place, column, row)]
        found: list[Block] = []
        for across in dict.fromkeys(c.across.id if c.across else None for c in place.columns if c.column.id == column):
            if all(code == across for n, code in wanted.items() if n >= depth):
                index = place.column_place(column, across)
                for first, last in runs(rows) if index else []:
                    assert index is not None
                    found.append(Block(self._range(place, first, last, index.index), (first, last), across))
        return found

    def _has(self, place: TablePlace, column: str, row: int) -> bool:
        key = place.rows[row - place.first_row].key
        return spec_in(place.table, column, key.codes) is not None

    def beside(self, column: str, block: Block) -> str:
        place = self._place_of(column)
        found = place.column_place(column, block.across) if place else None
        if place is None or found is None:
            return '""'
        return self._range(place, *block.rows, found.index)

    def light(self) -> tuple[str, str, bool] | None:
        template = self._layout.template
        key = self._row_key()
        position = template.axis_of(self._place.table, "kpi") if self._place else None
        kpi = template.kpi(key.codes[position]) if key and position is not None else None
        if kpi is None:
            return None
        green, amber = limit_cells(self._layout, kpi.code)
        sheet = self._layout.lists_sheet.name
        return f"{quoted(sheet)}!{green}", f"{quoted(sheet)}!{amber}", kpi.better == "higher"


def runs(rows: Sequence[int]) -> list[tuple[int, int]]:
    """[3, 4, 5, 8] → [(3, 5), (8, 8)]."""
    groups = (list(group) for _, group in groupby(enumerate(rows), lambda pair: pair[1] - pair[0]))
    return [(group[0][1], group[-1][1]) for group in groups]


def mirrored_cell(row_id: str, column_id: str, id_formula: str | None = None) -> str:
    """The cell of a column in the row with this id, wherever sorting has put that row.

    `id_formula` comes to the same id; of mirror rows it makes their formulas alike.
    """
    wanted = id_formula or f'"{row_id}"'
    return f"INDEX({values_name(column_id)},MATCH({wanted},{ids_name(row_id.rsplit('.', 1)[0])},0))"


def field_formula(layout: Layout, place: FieldPlace) -> str:
    """The formula of a computed question."""
    return formula(parse(place.spec.formula or '""'), CellAddresses(layout, place.sheet, place.spec))


def cell_formula(layout: Layout, place: TablePlace, row: RowPlace, spec: FieldSpec, across: RowKey | None) -> str:
    """The formula of a computed column in one row."""
    at = CellAddresses(layout, place.sheet, spec, place, row, across)
    text = formula(parse(spec.formula or '""'), at)
    if isinstance(place.table.rows, FreeRows):
        # What is computed of an empty row is blank, not a count of nothing.
        text = f'IF(COUNTA({address(row.row, place.row_id + 1)}:{address(row.row, place.last_input)})=0,"",{text})'
    return text


def number_formula(place: TablePlace, row: int) -> str:
    """A free row's number (D-03), out of its hidden id, so that it stays with the row when the table is sorted."""
    table = place.table
    own = address(row, place.row_id)
    width, start = number_width(table), len(table.id) + 2
    if not table.number:
        return f'IF({own}="","",MID({own},{start},9))'
    zeros = "0" * (width - 1)
    return f'IF({own}="","",{literal(f"{table.number}-")}&RIGHT("{zeros}"&MID({own},{start},9),{width}))'


def title_formula(layout: Layout, row_id: str, label: str) -> str:
    """A mirrored row's name: its number and the text of its title column."""
    place = layout.tables[row_id.rsplit(".", 1)[0]]
    column = place.column_place(place.table.title_id)
    if column is None or column.column.result_type not in _NAMING:
        return f"={literal(label)}"
    cell = mirrored_cell(row_id, column.column.id)
    own = literal(label)
    return f'=IFERROR({own}&IF({cell}="",""," "&{cell}),{own})'


def title_value(values: PlanValues, layout: Layout, row_id: str, label: str) -> str:
    """What `title_formula` shows."""
    table = layout.tables[row_id.rsplit(".", 1)[0]].table
    key = values.row_key(table, row_id)
    spec = spec_in(table, table.title_id, key.codes) if key else None
    value = values.cell(table, key, table.title_id) if key else None
    if spec is None or value is None or spec.result_type not in _NAMING:
        return label
    return f"{label} {shown_value(layout, spec, value)}"
