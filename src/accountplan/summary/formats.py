"""How values look in the summary: number formats and where they stand in their cells."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any, Literal

Kind = Literal["text", "wrapped", "money", "thousands", "number", "percent", "date", "light"]

FORMATS = {
    "money": "#,##0",
    "thousands": "#,##0,",
    "number": "#,##0",
    "decimal": "#,##0.0#",
    "percent": "0.0%",
    "share": "0%",
    "date": "dd-mm-yyyy",
    "money-change": "+#,##0;-#,##0;0",
    "thousands-change": "+#,##0,;-#,##0,;0",
    "number-change": "+#,##0;-#,##0;0",
    "decimal-change": "+#,##0.0#;-#,##0.0#;0",
    "percent-change": "+0.0%;-0.0%;0.0%",
    "share-change": "+0%;-0%;0%",
}
"""Excel's format per kind. `thousands` shows 1,250,000 as 1,250: the heading must say so."""

LARGE = 1_000_000
"""From this amount on, a column of amounts is shown in thousands."""

_ALIGN = {
    "money": "right",
    "thousands": "right",
    "number": "right",
    "decimal": "right",
    "percent": "right",
    "share": "right",
    "date": "center",
    "light": "center",
}


def money_kind(amounts: Iterable[float | None]) -> Literal["money", "thousands"]:
    """The kind for amounts that are shown together: in thousands where one of them is large."""
    return "thousands" if any(abs(amount or 0) >= LARGE for amount in amounts) else "money"


def standing(kind: str) -> dict[str, object]:
    """How a kind stands in its column, and its heading too: text a little away from the figures left of it."""
    align = _ALIGN.get(kind.removesuffix("-change"))
    return {"align": align} if align else {"align": "left", "indent": 1}


def number_format(kind: str, value: Any) -> str | None:
    """Excel's format for a kind; numbers with a fraction show it."""
    if kind.startswith("number") and isinstance(value, float) and not value.is_integer():
        kind = kind.replace("number", "decimal")
    return FORMATS.get(kind)
