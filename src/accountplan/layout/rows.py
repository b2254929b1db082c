"""The rows of a table: which there are, by what id, and what each stands for. Nothing about where they stand."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from accountplan.layout.context import PlanContext, axis_items, number_label
from accountplan.template.model import AxisRows, FieldSpec, FreeRows, MirrorRows, Rows, Table, Template


@dataclass(frozen=True)
class RowKey:
    """A row as people see it, or what stands across. `codes`: one per axis; of a mirror the mirrored row's id."""

    id: str
    codes: tuple[str, ...]
    labels: tuple[str, ...]
    mirrors: str | None = None


def row_keys(template: Template, context: PlanContext, table: Table) -> tuple[RowKey, ...]:
    """Every row of the table on the sheet, in order. Ids begin with the table's: `goals.1`, `evaluation.q1.revenue`."""
    return tuple(
        RowKey(f"{table.id}.{key.id}", key.codes, key.labels, key.mirrors)
        for key in _keys(template, context, table.rows, table)
    )


def across_keys(template: Template, context: PlanContext, table: Table) -> tuple[RowKey | None, ...]:
    """What stands across, or one None for a table without."""
    return (None,) if table.across is None else tuple(_keys(template, context, table.across, table))


def data_rows(template: Template, context: PlanContext, table: Table) -> Iterator[RowKey]:
    """The table's rows as data: with something across, every row once per item of it."""
    for row in row_keys(template, context, table):
        for across in across_keys(template, context, table):
            yield row if across is None else joined(row, across)


def joined(row: RowKey, across: RowKey) -> RowKey:
    """The data row where a row meets an item across."""
    return RowKey(f"{row.id}.{across.id}", row.codes + across.codes, row.labels + across.labels, row.mirrors)


def _keys(template: Template, context: PlanContext, rows: Rows, table: Table) -> Iterator[RowKey]:
    match rows:
        case FreeRows(count=count):
            for n in range(1, count + 1):
                yield RowKey(str(n), (str(n),), (number_label(table, n),))
        case MirrorRows(tables=names):
            for name in names:
                yield from _mirrored(template, context, name)
        case AxisRows(axes=names):
            items = [axis_items(template, context, template.axis(name)) for name in names]
            for combination in product(*items):
                codes = tuple(code for code, _ in combination)
                yield RowKey(".".join(codes), codes, tuple(label for _, label in combination))


def _mirrored(template: Template, context: PlanContext, name: str) -> Iterator[RowKey]:
    table = template.table(name)
    if table is not None and context.shown(table.tiers):
        for row in row_keys(template, context, table):
            yield RowKey(row.id, (row.id,), row.labels, row.id)


def spec_in(table: Table, column_id: str, codes: tuple[str, ...]) -> FieldSpec | None:
    """The field of a column in the row with these codes; None where there is no such cell."""
    column = table.column(column_id)
    return None if column is None else table.spec(column, codes)
