"""What a view must say to show something: a table that exists, and of it what its shape needs."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from itertools import product
from typing import Any

from accountplan.template.model import AxisRows, FieldSpec, Item, MirrorRows, Question, Table, Template, View

Complaint = tuple[tuple[Any, ...], str, dict[str, Any]]
"""Where in the view, which sentence, and its parameters."""
CHARTS = ("column", "bar", "pie", "line")
ROLES = {"chain": ("name", "reports-to"), "timeline": ("what", "deadline", "status")}
"""Which roles the columns of a list's table must have."""
_NUMERIC = ("number", "money", "percent", "scale")
_KEYS = {"chain": (), "timeline": (), "ranking": ("words",), **dict.fromkeys(CHARTS, ("by", "columns", "rows"))}
"""The keys that mean something, per shape."""


def check_view(template: Template, view: View) -> Iterator[Complaint]:
    """Everything about a view that does not fit its table or its shape."""
    table = template.table(view.of)
    if table is None:
        yield ("of",), "view-table-unknown", {"id": view.of}
        return
    for key in ("by", "columns", "rows", "words"):
        if getattr(view, key) and key not in _KEYS[view.shape]:
            yield (key,), "view-key-useless", {"key": key, "shape": view.shape}
    yield from _SHAPES[view.shape](template, table, view)


# -- charts ------------------------------------------------------------------------------------------------------------
def _chart(template: Template, table: Table, view: View) -> Iterator[Complaint]:
    if table.across is not None or isinstance(table.rows, MirrorRows):
        yield ("of",), "view-rows-wrong", {"id": view.of, "shape": view.shape}
        return
    if not view.columns or (view.shape == "pie" and len(view.columns) > 1):
        yield ("columns",), "view-columns-count", {"shape": view.shape}
    for column_id in view.columns:
        column = table.column(column_id)
        if column is None:
            yield ("columns",), "column-unknown", {"id": column_id, "table": table.id}
        elif not _is_number(column, table):
            yield ("columns",), "view-column-wrong", {"id": column_id}
    yield from _along(template, table, view)


def _is_number(column: FieldSpec, table: Table) -> bool:
    changes = [change.result or change.type for cells in table.cells.values() for change in cells.values()]
    return column.result_type in _NUMERIC or any(kind in _NUMERIC for kind in changes)


def _along(template: Template, table: Table, view: View) -> Iterator[Complaint]:
    """What stands along a chart, and the codes that choose among the rows."""
    axes = table.rows.axes if isinstance(table.rows, AxisRows) else ()
    if view.by is not None and view.by not in axes and table.column(view.by) is None:
        yield ("by",), "view-by-unknown", {"id": view.by, "table": table.id}
    for axis, chosen in view.rows.items():
        if axis not in axes or axis == view.by:
            yield ("rows", axis), "view-axis-unknown", {"axis": axis, "table": table.id}
            continue
        items = template.axis(axis).items
        known = [item.code for item in items] + [f"y{n}" for n, _ in enumerate(template.axis(axis).years, start=1)]
        for code in (chosen,) if isinstance(chosen, str) else chosen:
            if known and code not in known:
                yield ("rows", axis), "row-code-unknown", {"code": code, "known": known}
    along = view.by or (axes[0] if axes else None)
    left = [axis for axis in axes if axis not in (along, *view.rows)]
    if left and along in axes:
        yield ("rows",), "view-axis-open", {"axes": left}


# -- lists -------------------------------------------------------------------------------------------------------------
def _list(template: Template, table: Table, view: View) -> Iterator[Complaint]:
    for role in ROLES[view.shape]:
        if table.by_role(role) is None:
            yield ("of",), "view-role-missing", {"id": view.of, "role": role, "shape": view.shape}
    if view.shape == "timeline" and any(item is not view for item in _around(template, view)):
        yield ("shape",), "view-alone", {}


def _around(template: Template, view: View) -> Iterator[Item]:
    """What stands in the chapter of a view and has columns of its own."""
    home = next(chapter for chapter, other in template.views() if other is view)
    return (item for item in home.items if isinstance(item, Question | Table | View))


def _ranking(template: Template, table: Table, view: View) -> Iterator[Complaint]:
    if not isinstance(table.rows, MirrorRows) or not isinstance(table.across, MirrorRows) or len(table.columns) > 1:
        yield ("of",), "view-rows-wrong", {"id": view.of, "shape": view.shape}
        return
    if table.by_role("score") is None:
        yield ("of",), "view-role-missing", {"id": view.of, "role": "score", "shape": view.shape}
    pairs = [f"{one}.{other}" for one, other in product(table.rows.tables, table.across.tables)]
    for name in view.words:
        if name not in pairs:
            yield ("words", name), "view-words-unknown", {"name": name, "known": pairs}
    for name in pairs:
        if name not in view.words:
            yield ("words",), "view-words-missing", {"name": name}


_SHAPES: dict[str, Callable[[Template, Table, View], Iterator[Complaint]]] = {
    **dict.fromkeys(CHARTS, _chart),
    **dict.fromkeys(ROLES, _list),
    "ranking": _ranking,
}
