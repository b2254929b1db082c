"""From a sample's row, whose keys are short, to the cells of a table in the template."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

from accountplan.demo.samples import Desk
from accountplan.fields import Value
from accountplan.layout.answers import Cells
from accountplan.layout.rows import spec_in
from accountplan.template.model import Chapter, ChoiceList, Column, FieldSpec, Table, Template

SELF = "manager"
"""In the samples: the account manager, whoever that is."""


def column_of(table: Table, key: str) -> Column | None:
    """The column that a key of a sample's row means: its id, its role, or the last part of its id."""
    by_id = table.column(key) or table.by_role(key)
    return by_id or next((c for c in table.columns if c.id.rpartition(".")[2] == key), None)


def cells_of(table: Table, row: Mapping[str, Any], desk: Desk, codes: tuple[str, ...] = ()) -> Cells:
    """The cells of one row, by field id. What is no column of the table, or not part of this plan, is left out."""
    cells: dict[str, Value] = {}
    for key, value in row.items():
        column = column_of(table, key)
        spec = None if column is None else spec_in(table, column.id, codes)
        if spec is not None and spec.is_input and desk.context.shown(spec.tiers):
            cells[spec.id] = as_value(value, spec, desk)
    return cells


def as_value(value: Any, spec: FieldSpec, desk: Desk) -> Value:
    """A value of the samples as an answer to this field."""
    if spec.list_id and value == SELF:
        return desk.sample.manager
    if isinstance(value, list):
        return tuple(value)
    answer: Value = value
    return answer


def set_cell(cells: dict[str, Value], table: Table, role: str, value: Value, codes: tuple[str, ...] = ()) -> None:
    """Answer the column with this role, if the table has it and a person may fill it in there."""
    column = table.by_role(role)
    spec = None if column is None else spec_in(table, column.id, codes)
    if spec is not None and spec.is_input and value is not None:
        cells[spec.id] = value


def numbered(table: Table, rows: Iterable[Cells]) -> dict[str, Cells]:
    """Rows of a table with free rows, from its first row down."""
    return {f"{table.id}.{number}": cells for number, cells in enumerate(rows, start=1)}


def shown(template: Template, desk: Desk, table: Table) -> bool:
    """Whether this plan has the table."""
    chapter = chapter_of(template, table)
    return desk.context.shown(table.tiers) and chapter is not None and desk.context.shown(chapter.tiers)


def chapter_of(template: Template, table: Table) -> Chapter | None:
    return next((chapter for chapter, other in template.tables() if other.id == table.id), None)


def meaning(template: Template, spec: FieldSpec | None, means: str, last: bool = False) -> str | None:
    """The code of the choice that means this, in the field's list; of several the first, or the last."""
    entry: ChoiceList | None = template.choice_list(spec.list_id) if spec is not None and spec.list_id else None
    codes = [choice.code for choice in entry.choices if choice.means == means] if entry else []
    return codes[-1 if last else 0] if codes else None
