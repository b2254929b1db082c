"""The answers of a plan, and the values that its formulas give: computed here again, never taken from a workbook."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cached_property
from typing import Any

from accountplan.fields import Value
from accountplan.fields.base import tidy
from accountplan.formula import evaluate, parse, truth
from accountplan.formula.lights import traffic_light
from accountplan.layout.context import PlanContext, limits_of
from accountplan.layout.rows import RowKey, data_rows, spec_in
from accountplan.template.model import FieldSpec, FreeRows, Table, Template

Cells = Mapping[str, Value]


@dataclass(frozen=True)
class PlanAnswers:
    """What was filled in: `fields[field id]`, `tables[table id][row id][field id]`. Blank answers are left out."""

    fields: Mapping[str, Value] = field(default_factory=dict)
    tables: Mapping[str, Mapping[str, Cells]] = field(default_factory=dict)

    def without_blanks(self) -> PlanAnswers:
        """The same with every blank answer, empty row and empty table left out."""
        tables: dict[str, dict[str, Cells]] = {}
        for table_id, rows in self.tables.items():
            kept = {row: {k: v for k, v in cells.items() if v is not None} for row, cells in rows.items()}
            kept = {row: cells for row, cells in kept.items() if cells}
            if kept:
                tables[table_id] = dict(kept)
        return PlanAnswers({k: v for k, v in self.fields.items() if v is not None}, tables)

    def fingerprint(self) -> str:
        """A hash by which answers are known: a workbook carries that of the answers it was born with."""
        clean = self.without_blanks()
        fields = {key: _as_kept(value) for key, value in clean.fields.items()}
        tables = {
            table: {row: {key: _as_kept(value) for key, value in cells.items()} for row, cells in rows.items()}
            for table, rows in clean.tables.items()
        }
        text = json.dumps([fields, tables], sort_keys=True, default=_plain, ensure_ascii=False)
        return hashlib.sha256(text.encode("utf-8", "replace")).hexdigest()[:16]


def _as_kept(value: Value) -> Value:
    """A number as a workbook keeps it: fifteen digits, and 12.0 as 12."""
    if isinstance(value, bool) or not isinstance(value, (int, float)):
        return value
    return tidy(float(f"{value:.15g}"))


def _plain(value: object) -> object:
    return value.isoformat() if isinstance(value, date) else str(value)


class PlanValues:
    """Answers and computed values of one plan, by id. `None` is blank."""

    def __init__(self, template: Template, context: PlanContext, answers: PlanAnswers) -> None:
        self.template, self.context, self.answers = template, context, answers
        self._computing: set[tuple[str, str]] = set()
        self._computed: dict[tuple[str, str], Any] = {}

    @cached_property
    def _rows(self) -> dict[str, dict[str, RowKey]]:
        return {
            table.id: {row.id: row for row in data_rows(self.template, self.context, table)}
            for chapter, table in self.template.tables()
            if self.context.shown(table.tiers) and self.context.shown(chapter.tiers)
        }

    def row_keys(self, table: Table) -> Iterable[RowKey]:
        """Every data row of the table, then rows that were found beyond it."""
        known = self._rows.get(table.id, {})
        yield from known.values()
        for row_id in self.answers.tables.get(table.id, {}):
            if row_id not in known:
                yield RowKey(row_id, (row_id.removeprefix(f"{table.id}."),), ("",))

    def row_key(self, table: Table, row_id: str) -> RowKey | None:
        return self._rows.get(table.id, {}).get(row_id)

    def question(self, field_id: str) -> Any:
        """The answer of a question, or the value of a computed one."""
        spec = self.template.question(field_id)
        if spec is None or not spec.computed:
            return self.answers.fields.get(field_id)
        return self._compute(spec, FormRow(self), "")

    def cell(self, table: Table, row: RowKey, column_id: str) -> Any:
        """The value of a column in a row, computed where it is a formula."""
        spec = spec_in(table, column_id, row.codes)
        if spec is None:
            return None
        if not spec.computed:
            return self.answers.tables.get(table.id, {}).get(row.id, {}).get(spec.id)
        if isinstance(table.rows, FreeRows) and not self.filled(table, row):
            return None  # what is computed of an empty row is blank, not a count of nothing
        return self._compute(spec, TableRow(self, table, row), row.id)

    def required(self, spec: FieldSpec, table: Table | None = None, row: RowKey | None = None) -> bool:
        """Whether the field must be answered, its condition taken into account."""
        if not spec.required_when:
            return spec.required
        place = FormRow(self) if table is None or row is None else TableRow(self, table, row)
        return truth(evaluate(parse(spec.required_when), place))

    def conflicts(self, spec: FieldSpec, place: FormRow) -> bool:
        """Whether the answer contradicts another one, by the field's own `conflict_when`."""
        return truth(evaluate(parse(spec.conflict_when or "False"), place))

    def filled(self, table: Table, row: RowKey) -> bool:
        """Whether anybody typed anything in the row."""
        return bool(self.answers.tables.get(table.id, {}).get(row.id))

    def _compute(self, spec: FieldSpec, place: FormRow, row_id: str) -> Any:
        key = (spec.id, row_id)
        if key in self._computed:
            return self._computed[key]
        if key in self._computing or spec.formula is None:
            return None
        self._computing.add(key)
        try:
            self._computed[key] = evaluate(parse(spec.formula), place)
        finally:
            self._computing.discard(key)
        return self._computed[key]


class FormRow:
    """Where the expression of a form field is evaluated."""

    def __init__(self, values: PlanValues) -> None:
        self._values = values

    def value(self, name: str) -> Any:
        return self._values.question(name)

    def id(self) -> str | None:
        return None

    def related(self, column: str, codes: tuple[str, ...]) -> TableRow | None:
        return None

    def mirrored(self) -> TableRow | None:
        return None

    def rows(self, column: str) -> Iterable[TableRow]:
        table = self._values.template.table_of_column(column)
        if table is not None:
            yield from (TableRow(self._values, table, key) for key in self._values.row_keys(table))

    def code(self, axis: str) -> str | None:
        return None

    def light(self, plan: float, actual: float) -> str | None:
        return None


class TableRow(FormRow):
    """Where the expression of a table's column is evaluated: one data row."""

    def __init__(self, values: PlanValues, table: Table, key: RowKey) -> None:
        super().__init__(values)
        self.table, self.key = table, key

    def value(self, name: str) -> Any:
        if self.table.column(name) is None:
            return self._values.question(name)
        return self._values.cell(self.table, self.key, name)

    def id(self) -> str | None:
        return self.key.mirrors or self.key.id

    def related(self, column: str, codes: tuple[str, ...]) -> TableRow | None:
        table = self._values.template.table_of_column(column)
        if table is None:
            return None
        row_id = related_row(self._values, table, self.table, self.key, codes)
        key = None if row_id is None else self._values.row_key(table, row_id)
        return None if key is None else TableRow(self._values, table, key)

    def mirrored(self) -> TableRow | None:
        if self.key.mirrors is None:
            return None
        table = self._values.template.table(self.key.mirrors.rsplit(".", 1)[0])
        key = None if table is None else self._values.row_key(table, self.key.mirrors)
        return None if table is None or key is None else TableRow(self._values, table, key)

    def code(self, axis: str) -> str | None:
        return axis_code(self._values.template, self.table, self.key, axis)

    def light(self, plan: float, actual: float) -> str | None:
        values = self._values
        position = values.template.axis_of(self.table, "kpi")
        if position is None or position >= len(self.key.codes):  # a row that belongs to no fixed row has one code only
            return None
        kpi = values.template.kpi(self.key.codes[position])
        if kpi is None:
            return None
        limits = limits_of(values.template, values.context, kpi.code)
        return traffic_light(plan, actual, kpi.better, limits.green, limits.amber)


def axis_names(table: Table) -> tuple[str | None, ...]:
    """The axis at each position of a row's codes; None where the position is free or a mirror."""
    names: list[str | None] = []
    for rows in (table.rows, table.across):
        if rows is not None:
            names.extend(getattr(rows, "axes", (None,)))
    return tuple(names)


def axis_code(template: Template, table: Table, row: RowKey, axis: str) -> str | None:
    """The row's code on the axis with this id."""
    names = axis_names(table)
    return row.codes[names.index(axis)] if axis in names and len(row.codes) == len(names) else None


def related_row(values: PlanValues, table: Table, own: Table, row: RowKey, codes: tuple[str, ...]) -> str | None:
    """Id of the row of `table` that shares `row`'s axis codes, with `codes` in their place where they fit."""
    return related_id(values.template, values.context, table, own, row, codes)


def related_id(
    template: Template, context: PlanContext, table: Table, own: Table, row: RowKey, codes: tuple[str, ...]
) -> str | None:
    """See `related_row`; None if the table has an axis on which nothing is known."""
    from accountplan.layout.context import axis_items

    parts: list[str] = []
    for name in axis_names(table):
        if name is None:
            return None
        on_axis = {code for code, _ in axis_items(template, context, template.axis(name))}
        given = next((code for code in codes if code in on_axis), None)
        part = given or axis_code(template, own, row, name)
        if part is None:
            return None
        parts.append(part)
    return f"{table.id}." + ".".join(parts)
