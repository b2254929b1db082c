"""Validation rules: what Excel lets a person type, with a sentence before and one after an error."""

from __future__ import annotations

from typing import Any

from accountplan.fields import Meaning, Rule
from accountplan.messages import say
from accountplan.template.model import FieldSpec
from accountplan.workbook.excel import ERROR, PROMPT, PROMPT_TITLE, shortened
from accountplan.workbook.faults import rule_of

_VALIDATE = {"any": "any", "list": "list", "whole": "integer", "decimal": "decimal", "date": "date", "length": "length"}


def error_text(rule: Rule, language: str) -> str:
    """What is said of an entry that breaks the rule, with an example of one that does not."""
    return shortened(say(language, "rule", f"error-{rule.key}", **rule.said), ERROR)


def validation(spec: FieldSpec, meaning: Meaning, choices: str | None = None, *, helped: bool = True) -> dict[str, Any]:
    """XlsxWriter's options for the rule of an input cell.

    `choices`: a formula for those that fit here, of all. `helped`: whether the message that the cell shows when it is
    chosen begins with the help of its field; beside a question that stands there already.
    """
    rule = rule_of(spec, meaning)
    language = meaning.language
    offered = choices is not None and spec.suggest is not None
    sentence = say(language, "rule", "prompt-suggest" if offered else f"prompt-{rule.key}", **rule.said)
    help_text = spec.help[language] if spec.help and helped else ""
    options: dict[str, Any] = {
        "validate": _VALIDATE[rule.kind],
        "input_title": shortened(spec.label[language], PROMPT_TITLE),
        "input_message": shortened(f"{help_text}\n{sentence}".strip(), PROMPT),
        "error_title": shortened(spec.label[language], PROMPT_TITLE),
        "error_message": error_text(rule, language),
        "error_type": "stop" if rule.strict else "warning",
        "ignore_blank": True,
    }
    if choices is None:
        return options | _bounds(rule, meaning)
    # What is only offered may be anything else as well: nothing is said of it then.
    free = {"error_type": "warning", "show_error": False} if offered else {}
    return options | {"validate": "list", "source": f"={choices}"} | free


def _bounds(rule: Rule, meaning: Meaning) -> dict[str, Any]:
    if rule.kind == "list":
        # A list without items (nobody named in the portfolio yet) must not refuse everything that is typed.
        empty = meaning.options is None or not meaning.options.items
        return {"source": f"={rule.source}"} | ({"error_type": "warning"} if empty else {})
    if rule.kind == "length":
        return {"criteria": rule.criteria, "value": rule.maximum}
    return {"criteria": "between", "minimum": rule.minimum, "maximum": rule.maximum}
