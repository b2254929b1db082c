"""Which answers a plan must have, and which of them are there. One definition, for reading, checks and sheets alike."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accountplan.layout.answers import PlanValues
from accountplan.layout.rows import RowKey, spec_in
from accountplan.template.model import Chapter, FieldSpec, Question, Table


@dataclass(frozen=True)
class Needed:
    """One required answer. Of a table that needs rows: `spec` is None and `count` says how many rows."""

    chapter: Chapter
    spec: FieldSpec | None
    table: Table | None
    row: RowKey | None
    count: int
    answered: int


def needed_answers(values: PlanValues) -> Iterator[Needed]:
    """Every required answer of this plan, in template order. In tables: the rows asked for, and filled rows' cells."""
    shown = values.context.shown
    for chapter in values.template.chapters:
        if not shown(chapter.tiers):
            continue
        for item in chapter.items:
            if isinstance(item, Question) and shown(item.tiers) and item.is_input and values.required(item):
                yield Needed(chapter, item, None, None, 1, int(values.question(item.id) is not None))
            elif isinstance(item, Table) and shown(item.tiers):
                yield from _of_table(values, chapter, item)


def _of_table(values: PlanValues, chapter: Chapter, table: Table) -> Iterator[Needed]:
    rows = list(values.row_keys(table))
    if not rows:
        return
    filled = [row for row in rows if values.filled(table, row)]
    if table.required_rows:
        wanted = min(table.required_rows, len(rows))
        yield Needed(chapter, None, table, None, wanted, min(wanted, len(filled)))
    for row in filled:
        for column in table.columns:
            spec = spec_in(table, column.id, row.codes)
            if spec is None or not spec.is_input or not values.context.shown(spec.tiers):
                continue
            if values.required(spec, table, row):
                yield Needed(chapter, spec, table, row, 1, int(values.cell(table, row, column.id) is not None))
