"""Links within a workbook."""

from __future__ import annotations

from accountplan.formula import literal
from accountplan.layout.places import quoted


def link_formula(sheet: str, words: str, cell: str = "A1") -> str:
    """A link within the workbook that keeps the look of its cell in every program."""
    return f"=HYPERLINK({literal(f'#{quoted(sheet)}!{cell}')},{literal(words)})"
