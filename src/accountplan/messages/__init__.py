"""Every sentence that a person reads: a folder per language, in it a file, or a folder of files, per subject.

`say("nl", "finding", "not-a-number", cell="C7", raw="ca. 12")` fills that key of `nl/finding.toml`.
Numbers and dates among the parameters are written as the language writes them.
"""

from __future__ import annotations

import errno
import re
import tomllib
from datetime import date
from functools import cache, lru_cache
from importlib.resources import files
from typing import Any

from accountplan.errors import Stop

LANGUAGES = ("nl", "en")
DEFAULT_LANGUAGE = "nl"
_FIRST_END = re.compile(r"(?<=[.?!]) ")


@cache
def catalogue(language: str, subject: str) -> dict[str, str]:
    """All sentences of one subject in one language: of its file, or of all files in its folder."""
    folder = files(__name__).joinpath(language)
    if not folder.joinpath(subject).is_dir():
        return tomllib.loads(folder.joinpath(f"{subject}.toml").read_text("utf-8"))
    parts = sorted((part for part in folder.joinpath(subject).iterdir()), key=lambda part: part.name)
    return {key: said for part in parts for key, said in tomllib.loads(part.read_text("utf-8")).items()}


@lru_cache(maxsize=4096, typed=True)
def _number(language: str, value: float) -> str:
    from babel.numbers import format_decimal

    return format_decimal(value, locale=language, decimal_quantization=False)


def _spoken(language: str, value: object) -> object:
    if isinstance(value, bool) or value is None:
        return say(language, "word", {True: "yes", False: "no", None: "nothing"}[value])
    if isinstance(value, (int, float)):
        return _number(language, value)
    if isinstance(value, date):
        return f"{value.day}-{value.month}-{value.year}" if language == "nl" else value.isoformat()
    if isinstance(value, OSError):
        key = f"os-{errno.errorcode.get(value.errno or 0)}"
        return catalogue(language, "word").get(key) or value.strerror or str(value)
    if isinstance(value, (list, tuple)):
        # Dutch numbers hold commas themselves.
        between = " / " if any(isinstance(item, (int, float, date)) for item in value) else ", "
        return between.join(str(_spoken(language, item)) for item in value)
    return value


def say(language: str, subject: str, key: str, /, **params: Any) -> str:
    """The sentence `key` of `subject`, filled. Raises KeyError for one that does not exist (a test finds those)."""
    sentence = catalogue(language, subject)[key]
    return sentence.format(**{name: _spoken(language, value) for name, value in params.items()}) if params else sentence


def halves(language: str, subject: str, key: str, /, **params: Any) -> tuple[str, str]:
    """`say` in two: its first sentence, and what follows it (blank where there is no more).

    It is split before it is filled, so that a full stop in what a person typed does not matter.
    """
    parts = (*_FIRST_END.split(catalogue(language, subject)[key], maxsplit=1), "")
    said = {name: _spoken(language, value) for name, value in params.items()}
    return parts[0].format(**said), parts[1].format(**said)


def stop(language: str, key: str, /, **params: Any) -> Stop:
    """An error that ends the command: one clear line, exit code 2."""
    return Stop(say(language, "stop", key, **params))
