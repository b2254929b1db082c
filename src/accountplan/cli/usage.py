"""Wrong use of the command line, said in one line of the language that was asked for."""

from __future__ import annotations

from typing import Any

import click
from click import exceptions

from accountplan.messages import DEFAULT_LANGUAGE, LANGUAGES, say


def language_asked(arguments: list[str]) -> str:
    """The language on the command line, whatever else is wrong with it; else the default."""
    for n, argument in enumerate(arguments):
        name, sign, value = argument.partition("=")
        if name == "--language":
            value = value if sign else "".join(arguments[n + 1 : n + 2])
            return value if value in LANGUAGES else DEFAULT_LANGUAGE
    return DEFAULT_LANGUAGE


def usage_line(error: click.ClickException, language: str) -> str:
    """What is wrong, and where to see how it is done."""
    context = getattr(error, "ctx", None)
    command = context.command_path if context else "accountplan"
    return f"{_what(error, language)} {say(language, 'usage', 'help', command=command)}"


def _what(error: click.ClickException, language: str) -> str:
    name = _name(getattr(error, "param", None))
    match error:
        case exceptions.MissingParameter():
            return say(language, "usage", "missing", name=name)
        case exceptions.NoSuchOption():
            return say(language, "usage", "no-option", name=error.option_name)
        case exceptions.BadOptionUsage():
            return say(language, "usage", "option-value", name=error.option_name)
        case exceptions.BadParameter():
            return say(language, "usage", "bad-value", name=name, allowed=_allowed(error.param, language))
    unknown = getattr(error, "command_name", None)
    return say(language, "usage", "no-command", name=unknown) if unknown else say(language, "usage", "wrong")


def _name(param: click.Parameter | None) -> str:
    if param is None:
        return ""
    return param.opts[0] if isinstance(param, click.Option) else (param.name or "").upper()


def _allowed(param: Any, language: str) -> str:
    """What the parameter takes, for a person."""
    kind = getattr(param, "type", None)
    if isinstance(kind, click.Choice):
        return ", ".join(map(str, kind.choices))
    if isinstance(kind, click.IntRange):
        return f"{kind.min}–{kind.max}" if kind.max is not None else f"≥ {kind.min}"
    return say(language, "usage", "whole-number")
