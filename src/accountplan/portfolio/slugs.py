"""Codes made from names: short, plain, unique, and the same every time."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable

from accountplan.fields.base import folded

_LONGEST = 40


def slug(text: str) -> str:
    """`Zoë de Vries` as `zoe-de-vries`; `x` where no letter or digit can be kept."""
    plain = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode().lower()
    return re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[:_LONGEST].rstrip("-") or "x"


class Slugs:
    """Gives out codes, none twice and none of those already in use."""

    def __init__(self, used: Iterable[str] = ()) -> None:
        self._taken = {folded(code) for code in used}

    def fresh(self, text: str) -> str:
        """A code for `text` that nobody has yet."""
        base = code = slug(text)
        number = 2
        while code in self._taken:
            code = f"{base}-{number}"
            number += 1
        self._taken.add(code)
        return code
