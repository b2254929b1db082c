"""Answers to questions that the template no longer asks: kept as they stand, so that nothing is lost."""

from __future__ import annotations

from collections.abc import Iterator

from accountplan.layout.places import COLUMN_PREFIX, END_PREFIX, FIELD_PREFIX, ROLE_INPUT, address
from accountplan.template.model import Template
from accountplan.workbook.grid import Grid, Spot
from accountplan.workbook.reading import Answer


def retired_answers(grid: Grid, template: Template) -> dict[str, Answer]:
    """Filled answers by field id, or `<row id>.<column id>`, whose key the template does not know. `value` is None."""
    found: dict[str, Answer] = {}
    inputs = {sheet: column for sheet, _, column in grid.keys.get(ROLE_INPUT, [])}
    for key, spots in grid.keys.items():
        if key.startswith(FIELD_PREFIX) and template.question(key.removeprefix(FIELD_PREFIX)) is None:
            for sheet, row, _ in spots:
                _keep(found, grid, key.removeprefix(FIELD_PREFIX), (sheet, row, inputs.get(sheet, -1)))
    for name, spot in _retired_cells(grid, template):
        _keep(found, grid, name, spot)
    return found


def _keep(found: dict[str, Answer], grid: Grid, name: str, spot: Spot) -> None:
    cell = grid.cell(*spot)
    if cell.kind != "empty":
        found.setdefault(name, Answer(name, "text", None, cell.text, spot[0], address(*spot[1:])))


def _retired_cells(grid: Grid, template: Template) -> Iterator[tuple[str, Spot]]:
    """The cells below column keys that the template does not know, down to the end of their table."""
    known = {table.id: {column.id for column in table.columns} for _, table in template.tables()}
    columns = {key: spots for key, spots in grid.keys.items() if key.startswith(COLUMN_PREFIX)}
    for key, heads in columns.items():
        table = key.removeprefix(COLUMN_PREFIX)
        if END_PREFIX + table in grid.keys:
            for sheet, row, ids in heads:
                for name, at in _unknown_columns(columns, (sheet, row), known.get(table, set()) | {table}):
                    for below in range(row + 2, _end(grid, sheet, row, table)):
                        row_id = grid.text(sheet, below, ids) or f"{table}.+{below + 1}"
                        yield f"{row_id}.{name}", (sheet, below, at)


def _unknown_columns(
    columns: dict[str, list[Spot]], head: tuple[str, int], known: set[str]
) -> Iterator[tuple[str, int]]:
    """(column id, sheet column) of each key in the row `head` that is none of `known`."""
    for key, spots in columns.items():
        name = key.removeprefix(COLUMN_PREFIX)
        if name.split("@")[0] not in known:
            yield from ((name, column) for sheet, row, column in spots if (sheet, row) == head)


def _end(grid: Grid, sheet: str, row: int, table: str) -> int:
    marks = [r for s, r, _ in grid.keys.get(END_PREFIX + table, []) if s == sheet and r > row]
    return min(marks, default=len(grid.sheets.get(sheet, [])))
