"""The tables as pandas DataFrames, for analysts. The only module that knows pandas; nothing else waits for it."""

from __future__ import annotations

from dataclasses import fields
from typing import Any, get_type_hints

import pandas as pd

from accountplan.consolidate.data import plain_text
from accountplan.consolidate.rows import ROW_KINDS, Row, Tables


def frames(tables: Tables) -> dict[str, pd.DataFrame]:
    """A DataFrame per table, with columns that know null: Int64, Float64, boolean, string, and dates as datetime64.

    The values of `answers` are text, as in the CSV, because a column has one type; their type stands beside them.
    """
    return {name: _frame(ROW_KINDS[name], rows) for name, _, rows in tables.named()}


def _frame(kind: type[Row], rows: tuple[Row, ...]) -> pd.DataFrame:
    hints = get_type_hints(kind)
    columns: dict[str, Any] = {}
    for field in fields(kind):
        dtype = _dtype(hints[field.name])
        values = [getattr(row, field.name) for row in rows]
        if dtype == "value":
            values, dtype = [None if value is None else plain_text(value) for value in values], "string"
        columns[field.name] = pd.Series(pd.to_datetime(values) if dtype == "datetime64[s]" else values, dtype=dtype)
    return pd.DataFrame(columns)


def _dtype(hint: Any) -> str:
    """The column type for an annotation such as `int | float | None`."""
    kinds = set(getattr(hint, "__args__", (hint,))) - {type(None)}
    names = {getattr(kind, "__name__", str(kind)) for kind in kinds}
    if "tuple" in names:
        return "value"
    if names <= {"int", "float", "bool", "date"}:
        return {"date": "datetime64[s]", "bool": "boolean"}.get(min(names), "Float64" if "float" in names else "Int64")
    return "string"
