"""What a cell asks, in words: the type, the limits or the choices, and an example as the plan's language writes it."""

from __future__ import annotations

from datetime import date
from typing import Any

from accountplan.fields import Meaning, field_type
from accountplan.fields.date import EARLIEST, LATEST
from accountplan.fields.number import WIDEST
from accountplan.messages import catalogue, say
from accountplan.template.model import FieldSpec

_MOST_CHOICES = 6
_NO_LIMITS = (-WIDEST, WIDEST, EARLIEST, LATEST)
_EXAMPLES = {"percent": (5, 1), "scale": (3,)}
_NUMBERS = (1250, 125, 25, 5, 1)


def expected(spec: FieldSpec, meaning: Meaning, unit: str = "") -> str:
    """What may be typed in a cell of this field; blank for one in which nothing may. `unit` stands behind a number."""
    if not spec.is_input:
        return ""
    rule = field_type(spec).rule(spec, meaning, None)
    kind = rule.key.removesuffix("-any")
    key = f"expected-{kind}" + ("-whole" if kind == "number" and rule.kind == "whole" else "")
    if key not in catalogue(meaning.language, "feedback"):
        return ""
    low, high = (_limit(rule.said.get(name)) for name in ("low", "high"))
    return say(
        meaning.language, "feedback", key, choices=_choices(meaning), longest=rule.said.get("longest"),
        unit=f" ({unit})" if unit else "", bounds=_bounds(low, high, meaning.language),
        example=_day(low, high, meaning.year) if kind == "date" else _number(low, high, kind),
    )  # fmt: skip


def _limit(limit: Any) -> Any:
    return None if limit in _NO_LIMITS else limit


def _bounds(low: Any, high: Any, language: str) -> str:
    ends = "between" if None not in (low, high) else "from" if low is not None else "to" if high is not None else ""
    return say(language, "feedback", f"bounds-{ends}", low=low, high=high) if ends else ""


def _number(low: Any, high: Any, kind: str) -> Any:
    """A number within the limits that looks like one of its kind."""
    tried = _EXAMPLES.get(kind, _NUMBERS)
    return next((n for n in tried if (low is None or low <= n) and (high is None or n <= high)), low)


def _day(low: date | None, high: date | None, year: int) -> date | None:
    """The last day of the plan year, or a limit where that day lies outside."""
    last = date(year or 2027, 12, 31)
    if low is not None and last < low:
        return low
    return high if high is not None and last > high else last


def _choices(meaning: Meaning) -> str:
    """The labels of the list, the first few of a long one."""
    labels = [option.label for option in meaning.options.items] if meaning.options else []
    shown = " / ".join(labels[:_MOST_CHOICES])
    rest = len(labels) - _MOST_CHOICES
    return shown + (say(meaning.language, "feedback", "more-choices", count=rest) if rest > 0 else "")
