"""Whether a cell holds what its field takes: the rule of its validation once more, for what was pasted past it."""

from __future__ import annotations

from datetime import date

from accountplan.fields import Meaning, Rule, field_type
from accountplan.template.model import FieldSpec
from accountplan.workbook.lists import list_name


def rule_of(spec: FieldSpec, meaning: Meaning, list_id: str | None) -> Rule:
    """The rule of the field's cells in this workbook."""
    return field_type(spec).rule(spec, meaning, list_name(list_id) if list_id else None)


def fault_test(rule: Rule, meaning: Meaning, cell: str) -> str | None:
    """A condition that is TRUE where a filled `cell` breaks the rule; None for a rule that nothing breaks."""
    match rule.kind:
        case "list" if rule.strict and meaning.options and meaning.options.items:
            return f"ISNA(MATCH({cell},{rule.source},0))"
        case "length":
            return f"LEN({cell})>{rule.maximum}"
        case "whole" | "decimal" | "date":
            low, high = _bound(rule.minimum), _bound(rule.maximum)
            whole = f",{cell}<>INT({cell})" if rule.kind == "whole" else ""
            return f"IF(ISNUMBER({cell}),OR({cell}<{low},{cell}>{high}{whole}),TRUE)"
    return None


def is_fault(rule: Rule, meaning: Meaning, content: str | float) -> bool:
    """What `fault_test` comes to for this content."""
    match rule.kind:
        case "list" if rule.strict and meaning.options and meaning.options.items:
            labels = {option.label.casefold() for option in meaning.options.items}
            return str(content).casefold() not in labels
        case "length":
            return rule.maximum is not None and len(str(content)) > float(str(rule.maximum))
        case "whole" | "decimal" | "date":
            if isinstance(content, str):
                return True
            low, high = float(_bound(rule.minimum)), float(_bound(rule.maximum))
            return not low <= content <= high or (rule.kind == "whole" and content != int(content))
    return False


def _bound(limit: float | date | None) -> str:
    if isinstance(limit, date):
        return str((limit - date(1899, 12, 30)).days)
    return repr(limit)
