"""Sentences of the messages with cells in them, as formulas."""

from __future__ import annotations

from accountplan.formula import literal
from accountplan.messages import say


def sentence(language: str, key: str, **cells: str) -> str:
    """The sentence `key` of the sheets, with the contents of `cells` (formulas) in the places of its parameters."""
    parts = say(language, "sheet", key, **{name: f"\0{name}\0" for name in cells}).split("\0")
    pieces = [cells[part] if n % 2 else literal(part) for n, part in enumerate(parts) if part]
    return "&".join(pieces)
