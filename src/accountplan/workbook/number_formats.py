"""What a number format says of a number: that it is a moment, a duration, or a percentage."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import Literal
from xml.etree import ElementTree

Shows = Literal["number", "percent", "moment", "duration"]

_MOMENTS = frozenset((*range(14, 23), 27, 28, 29, 30, 31, 32, 33, 34, 35, 36, 45, 47, *range(50, 59)))
_DURATION = 46
_PERCENTS = frozenset((9, 10))
# What stands for itself: between quotes, after a backslash, after the signs for a space and for filling up.
_LITERAL = re.compile(r'"[^"]*"?|\\.|_.|\*.', re.DOTALL)
_ELAPSED = re.compile(r"\[(?:h+|m+|s+)\]", re.IGNORECASE)
_BRACKETS = re.compile(r"\[[^\]]*\]?")
_MOMENT = re.compile(r"[dmyhs]|AM/PM|A/P", re.IGNORECASE)


@dataclass(frozen=True)
class Formats:
    """What the formats of the cells show, by the number that a cell gives as its style."""

    shows: tuple[Shows, ...] = ("number",)
    known: bool = True
    """False where the workbook has formats, but they were lost: nobody knows what its numbers are shown as."""

    def of_style(self, style: int) -> Shows:
        return self.shows[style] if 0 <= style < len(self.shows) else "number"

    @classmethod
    def of(cls, styles: ElementTree.Element) -> Formats:
        """From the styles part."""
        sections = {section.tag.rpartition("}")[2]: section for section in styles}
        codes = {entry.get("numFmtId", ""): entry.get("formatCode", "") for entry in sections.get("numFmts", ())}
        looked: dict[str, Shows] = {}
        shows: list[Shows] = []
        for entry in sections.get("cellXfs", ()):
            number = entry.get("numFmtId", "0")
            if number not in looked:
                looked[number] = shown_by(codes[number]) if number in codes else shown_by_number(number)
            shows.append(looked[number])
        return cls(tuple(shows))


def shown_by_number(number: str) -> Shows:
    known = int(number) if number.isdecimal() else 0
    if known in _PERCENTS:
        return "percent"
    if known == _DURATION:
        return "duration"
    return "moment" if known in _MOMENTS else "number"


def shown_by(code: str) -> Shows:
    """By a format's code, of which the section for positive numbers decides."""
    section = _LITERAL.sub("", code).split(";")[0]
    if _ELAPSED.search(section):
        return "duration"
    section = _BRACKETS.sub("", section)
    if "%" in section:
        return "percent"
    if "general" in section.lower():
        return "number"
    return "moment" if _MOMENT.search(section) else "number"
