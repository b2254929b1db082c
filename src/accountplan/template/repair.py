"""Mending a definition that cannot be validated just enough to look at the rest of it.

All mistakes are to be reported at once, and the rules of `check.py` need a template. So what is wrong in form is put
aside, and whatever is then said about the same part of the source is left out: it would be about our mending.
"""

from __future__ import annotations

from itertools import count
from typing import Any

from accountplan.template.source import Marked

_TEXT = {"nl": "?", "en": "?"}
_numbers = count(1)


class Mended:
    """Which mappings of the source were touched."""

    def __init__(self, data: Marked) -> None:
        self._data = data
        self._touched: set[int] = set()

    def touched(self, path: tuple[Any, ...]) -> bool:
        """Whether the part of the source at this path was mended."""
        return id(self._part(path)) in self._touched

    def _part(self, path: tuple[Any, ...]) -> Marked:
        """The innermost mapping of the source at this path."""
        return [part for part in _along(self._data, path) if isinstance(part, Marked)][-1]

    def mend(self, mistake: Any) -> None:
        """Put one mistake of form aside: leave the key out, or fill in what is missing."""
        path = mistake["loc"]
        part = self._part(path)
        if mistake["type"] == "missing":
            owner, key = _along(self._data, path[:-1])[-1], path[-1]
            if isinstance(owner, dict):
                owner[key] = _placeholder(str(key))
        else:
            owner, key = _holder(self._data, path)
            if isinstance(owner, dict):
                owner.pop(key, None)
            elif isinstance(owner, list) and isinstance(key, int):
                owner[key : key + 1] = []
        self._touched.add(id(part))


def _along(data: Any, path: tuple[Any, ...]) -> list[Any]:
    """The mappings and lists along `path`, from the whole inwards; steps that are no keys are passed over."""
    parts = [data]
    for step in path:
        inner = _step(parts[-1], step)
        if isinstance(inner, (dict, list)):
            parts.append(inner)
    return parts


def _holder(data: Any, path: tuple[Any, ...]) -> tuple[Any, Any]:
    """The mapping or list that holds the last existing step of `path`, and that step."""
    holder, key, current = data, None, data
    for step in path:
        inner = _step(current, step)
        if inner is not None or (isinstance(current, dict) and step in current):
            holder, key, current = current, step, inner
    return holder, key


def _step(current: Any, step: Any) -> Any:
    if isinstance(current, dict):
        return current.get(step)
    if isinstance(current, list) and isinstance(step, int) and step < len(current):
        return current[step]
    return None


def _placeholder(key: str) -> Any:
    name = f"mended{next(_numbers)}"
    match key:
        case "label" | "title":
            return dict(_TEXT)
        case "type":
            return "text"
        case "kind":
            return "heading"
        case "rows":
            return {"kind": "free", "count": 1}
        case "columns":
            return [{"id": name, "type": "text", "label": dict(_TEXT)}]
        case "chapters" | "axes" | "tables":
            return []
        case "count":
            return 1
    return name
