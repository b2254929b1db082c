"""Whether a cell holds what its field takes: the rule of its validation once more, for what was pasted past it."""

from __future__ import annotations

from datetime import date

from accountplan.fields import Meaning, Rule, field_type
from accountplan.fields.date import serial_of
from accountplan.fields.number import WIDEST
from accountplan.layout.context import list_of
from accountplan.template.model import FieldSpec
from accountplan.workbook.lists import list_name

_ROOM = 200
"""Signs: a longer limit on a text is one that nobody reaches by accident."""


def rule_of(spec: FieldSpec, meaning: Meaning) -> Rule:
    """The rule of the field's cells in this workbook."""
    list_id = list_of(spec)
    return field_type(spec).rule(spec, meaning, list_name(list_id) if list_id else None)


def fault_test(rule: Rule, meaning: Meaning, cell: str) -> str | None:
    """A condition that is TRUE where a filled `cell` breaks the rule; None for a rule that nothing breaks.

    MEDIAN passes over what is no number, so that a text differs from it as a number outside the limits does.
    """
    match rule.kind:
        case "list" if rule.strict and meaning.options and meaning.options.items:
            return f"ISNA(MATCH({cell},{rule.source},0))"
        case "length" if _limit(rule.maximum) < _ROOM:
            return f"LEN({cell})>{rule.maximum}"
        case "decimal" if _limit(rule.maximum) >= WIDEST and _limit(rule.minimum) <= -WIDEST:
            return f"NOT(ISNUMBER({cell}))"
        case "whole":
            return f"IFERROR(MEDIAN({_bound(rule.minimum)},{cell},{_bound(rule.maximum)})<>INT({cell}),TRUE)"
        case "decimal" | "date":
            return f"MEDIAN({_bound(rule.minimum)},{cell},{_bound(rule.maximum)})<>{cell}"
    return None


def is_fault(rule: Rule, meaning: Meaning, content: str | float) -> bool:
    """What `fault_test` comes to for this content."""
    match rule.kind:
        case "list" if rule.strict and meaning.options and meaning.options.items:
            labels = {option.label.casefold() for option in meaning.options.items}
            return str(content).casefold() not in labels
        case "length" if _limit(rule.maximum) < _ROOM:
            return len(str(content)) > _limit(rule.maximum)
        case "whole" | "decimal" | "date":
            if isinstance(content, str):
                return True
            outside = not _limit(rule.minimum) <= content <= _limit(rule.maximum)
            return outside or (rule.kind == "whole" and content != int(content))
    return False


def _limit(limit: float | date | None) -> float:
    if isinstance(limit, date):
        return serial_of(limit)
    return float(limit or 0)


def _bound(limit: float | date | None) -> str:
    if limit in (WIDEST, -WIDEST):
        return "10^12" if limit == WIDEST else "-(10^12)"
    return repr(_limit(limit)) if isinstance(limit, float) else str(int(_limit(limit)))
