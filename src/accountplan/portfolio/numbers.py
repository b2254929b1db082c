"""Whether a column or a file holds Dutch or English numbers: what its values can only be, decides for the rest."""

from __future__ import annotations

import re
from collections.abc import Iterable

from accountplan.fields.notation import read_number

_CORE = re.compile(r"\d[\d.,]*")
_SPACES = re.compile(r"(?<=\d)[\s\u00a0\u202f'](?=\d{3})")
_SIGNS = {"nl": (",", "."), "en": (".", ",")}
"""Language: decimal sign, grouping sign."""


def _pattern(decimal: str, group: str) -> re.Pattern[str]:
    return re.compile(rf"(?:\d+|[1-9]\d{{0,2}}(?:\{group}\d{{3}})+)(?:\{decimal}\d+)?")


_FITS = {language: _pattern(*signs) for language, signs in _SIGNS.items()}


def notation_of(values: Iterable[str]) -> str | None:
    """`nl` or `en` where at least one value can only be that and none only the other; else None."""
    votes = {vote for value in values if (vote := _vote(value))}
    return votes.pop() if len(votes) == 1 else None


def _vote(text: str) -> str | None:
    core = _core(text)
    fits = [language for language, pattern in _FITS.items() if core and pattern.fullmatch(core)]
    return fits[0] if len(fits) == 1 else None


def _core(text: str) -> str | None:
    """The digits and signs of the one number in a text."""
    found: list[str] = _CORE.findall(_SPACES.sub("", text))
    return re.sub(r"[.,]$", "", found[0]) if len(found) == 1 else None


def meanings_of(text: str, notation: str | None) -> tuple[float, ...]:
    """All numbers that a text can mean in this notation (None: not known). A percent sign is left aside."""
    bare = _SPACES.sub("", text).strip().rstrip("%").strip()
    core = _core(bare)
    if core is None:
        return read_number(bare, notation or "en").meanings
    factor = read_number(bare.replace(core, "1", 1), "nl").only
    if factor is None:
        return ()
    languages = [notation] if notation else list(_SIGNS)
    found = [factor * _plain(core, language) for language in languages if _FITS[language].fullmatch(core)]
    return tuple(dict.fromkeys(found))


def _plain(core: str, language: str) -> float:
    decimal, group = _SIGNS[language]
    return float(core.replace(group, "").replace(decimal, "."))
