"""What a number format says of a number: that it is a moment, a duration, a percentage, or an amount of money."""

from __future__ import annotations

import re
import unicodedata
from dataclasses import dataclass
from typing import Literal, NamedTuple
from xml.etree import ElementTree

from accountplan.fields.notation import is_currency

Shows = Literal["number", "percent", "moment", "duration"]

_MOMENTS = frozenset((*range(14, 23), 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 47, *range(50, 59)))
_DURATION = 46
_PERCENTS = frozenset((9, 10))
# What stands for itself: between quotes, after a backslash, after the signs for a space and for filling up.
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.', re.DOTALL)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]?")
_MOMENT = re.compile(r"[dmyhs]|AM/PM|A/P", re.IGNORECASE)
_CURRENCY = re.compile(r"\[\$([^\]-]+)")
_WORDS = re.compile(r'"([^"]*)"?')
_PIECE = re.compile(rf"{_LITERAL.pattern}|;", re.DOTALL)


class Look(NamedTuple):
    """What a number is shown as, and in which currency, as the format writes that; empty where it names none."""

    shows: Shows = "number"
    currency: str = ""


PLAIN = Look()


@dataclass(frozen=True)
class Formats:
    """What the formats of the cells show, by the number that a cell gives as its style."""

    looks: tuple[Look, ...] = (PLAIN,)
    known: bool = True
    """False where the workbook has formats, but they were lost: nobody knows what its numbers are shown as."""

    def of_style(self, style: int) -> Look:
        return self.looks[style] if 0 <= style < len(self.looks) else PLAIN

    @classmethod
    def of(cls, styles: ElementTree.Element) -> Formats:
        """From the styles part."""
        sections = {section.tag.rpartition("}")[2]: section for section in styles}
        codes = {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in sections.get("numFmts", ())}
        known: dict[str, Look] = {}
        looks: list[Look] = []
        for entry in sections.get("cellXfs", ()):
            number = entry.get("numFmtId", "0")
            if number not in known:
                known[number] = look_of(number, codes.get(number))
            looks.append(known[number])
        return cls(tuple(looks))


def look_of(number: str, code: str | None) -> Look:
    """By a format's code; by its number where the document gives no code, for every program knows that by heart."""
    return Look(shown_by_number(number)) if code is None else Look(shown_by(code), currency_by(code))


def shown_by_number(number: str) -> Shows:
    """By a format whose code every program knows by heart; its currency is that of whoever looks at it."""
    known = int(number) if number.isdecimal() else 0
    if known in _PERCENTS:
        return "percent"
    if known == _DURATION:
        return "duration"
    return "moment" if known in _MOMENTS else "number"


def shown_by(code: str) -> Shows:
    """By a format's code, of which the section for positive numbers decides."""
    section = _LITERAL.sub("", _first_section(code))
    if _ELAPSED.search(section):
        return "duration"
    section = _BRACKETS.sub("", section)
    if "%" in section:
        return "percent"
    if "general" in section.lower():
        return "number"
    return "moment" if _MOMENT.search(section) else "number"


def currency_by(code: str) -> str:
    """The currency that a format's code shows with a positive number, as it is written there; empty for none."""
    section = _first_section(code)
    named = _CURRENCY.search(section)
    if named is not None:
        return named[1].strip()
    words = (word.strip() for word in _WORDS.findall(section))
    signs = (sign for sign in _BRACKETS.sub("", section) if unicodedata.category(sign) == "Sc")
    return next((word for word in words if is_currency(word)), None) or next(signs, "")


def _first_section(code: str) -> str:
    """The section for positive numbers, with its literals."""
    ends = (match.start() for match in _PIECE.finditer(code) if match[0] == ";")
    return code[: next(ends, len(code))]
