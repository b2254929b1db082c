"""Numbers and dates as people write them, in the Netherlands and elsewhere. What can mean two things is not decided."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Generic, TypeVar

T = TypeVar("T", float, date)


@dataclass(frozen=True)
class Readings(Generic[T]):
    """All that a text can mean: none, one, or several."""

    meanings: tuple[T, ...] = ()

    @property
    def only(self) -> T | None:
        return self.meanings[0] if len(self.meanings) == 1 else None


_CURRENCY = re.compile(r"(?:€|\$|£|\b(?:eur|euro|usd|gbp)\b)", re.IGNORECASE)
_SPACES = re.compile(r"[\s\u00a0\u202f\u2009]+")
_SCALES = {
    "k": 1e3, "duizend": 1e3, "thousand": 1e3,
    "mln": 1e6, "mln.": 1e6, "mio": 1e6, "miljoen": 1e6, "million": 1e6,
    "mld": 1e9, "mld.": 1e9, "miljard": 1e9,
}  # fmt: skip
_NUMBER = re.compile(r"^(?P<digits>\d[\d.,']*)(?P<exponent>[eE][+-]?\d+)?$")
_GROUPED = {sign: re.compile(rf"^[1-9]\d{{0,2}}(?:{re.escape(sign)}\d{{3}})+$") for sign in ".,' "}


def read_number(text: str, language: str, units: tuple[str, ...] = ()) -> Readings[float]:
    """All numbers that `text` can mean in a plan of `language`.

    A currency sign, a unit of the field itself (`12 dagen`), `mln` and the like, accounting parentheses and a Dutch
    `,-` at the end are understood. `12.5` and `1,250` in Dutch (and `12,5`, `1.250` in English) have two meanings.
    """
    body = _CURRENCY.sub("", text).strip().replace("−", "-")
    body, signs = _without_sign(body)
    if signs > 1:
        return Readings()  # `(-5)`, `-5-`: nobody can tell what was meant
    sign = -1.0 if signs else 1.0
    body, factor = _without_unit(body, units)
    return Readings(tuple(sign * factor * meaning for meaning in _plain_number(body, language)))


def _without_sign(body: str) -> tuple[str, int]:
    """A number without its sign, and how often it was said to be negative: by parentheses, before it, behind it."""
    negative = 0
    if body.startswith("(") and body.endswith(")"):
        negative, body = 1, body[1:-1].strip()
    if body.startswith(("+", "-")):
        negative, body = negative + (body[0] == "-"), body[1:].strip()
    body = re.sub(r"[.,]-{1,2}$", "", body)
    return (body[:-1].strip(), negative + 1) if body.endswith("-") else (body, negative)


def _without_unit(body: str, units: tuple[str, ...]) -> tuple[str, float]:
    match = re.match(r"^([\d.,' \u00a0\u202f\u2009]*\d)\s*([^\d\s].*)$", body)
    if not match:
        return body, 1.0
    word = match[2].strip().casefold()
    if word in _SCALES:
        return match[1], _SCALES[word]
    if word in {unit.casefold() for unit in units}:
        return match[1], 1.0
    return body, 1.0


def _plain_number(body: str, language: str) -> tuple[float, ...]:
    spaced = _SPACES.sub(" ", body)
    if " " in spaced:
        whole, *rest = re.split(r"(?=[.,])", spaced, maxsplit=1)
        if not _GROUPED[" "].match(whole):
            return ()
        spaced = whole.replace(" ", "") + "".join(rest)
        if rest and not re.fullmatch(r"[.,]\d+", rest[0]):
            return ()
        return (float(spaced.replace(",", ".")),)
    match = _NUMBER.match(spaced)
    if not match:
        return ()
    if match["exponent"]:
        return (float(spaced.replace(",", ".")),) if spaced.count(".") + spaced.count(",") <= 1 else ()
    return _separated(match["digits"], language)


def _separated(digits: str, language: str) -> tuple[float, ...]:
    if "'" in digits:
        whole, *rest = re.split(r"(?=[.,])", digits, maxsplit=1)
        return _separated(whole.replace("'", "") + "".join(rest), language) if _GROUPED["'"].match(whole) else ()
    group = "." if language == "nl" else ","
    signs = [sign for sign in digits if sign in ".,"]
    if not signs:
        return (float(digits),)
    if len(set(signs)) == 2:
        return _both(digits, signs[-1])
    if len(signs) > 1:
        return (float(digits.replace(signs[0], "")),) if _GROUPED[signs[0]].match(digits) else ()
    as_decimal = () if digits.endswith(signs[0]) else (float(digits.replace(signs[0], ".")),)
    as_group = (float(digits.replace(signs[0], "")),) if _GROUPED[signs[0]].match(digits) else ()
    if signs[0] == group:
        # The language's own grouping is plain; a foreign decimal sign is never taken for granted.
        return as_group or (*as_decimal, *_as_grouped(digits, group))
    return as_decimal + as_group


def _both(digits: str, last: str) -> tuple[float, ...]:
    """`1.250,50` and `1,250.50`: the last sign is the decimal one, in any language."""
    whole, _, fraction = digits.rpartition(last)
    other = "." if last == "," else ","
    if last in whole or not fraction.isdigit() or not _GROUPED[other].match(whole):
        return ()
    return (float(whole.replace(other, "") + "." + fraction),)


def _as_grouped(digits: str, sign: str) -> tuple[float, ...]:
    """The second meaning of a foreign decimal sign: that it should not be there (`12.5` in Dutch: 12,5 or 125)."""
    return (
        (float(digits.replace(sign, "")),) if digits.replace(sign, "").isdigit() and not digits.endswith(sign) else ()
    )


# -- dates -----------------------------------------------------------------------------------------------------------
_MONTHS = {
    name: number
    for number, names in enumerate(
        (
            "jan januari january", "feb februari february", "mrt maart mar march", "apr april", "mei may",
            "jun juni june", "jul juli july", "aug augustus august", "sep sept september",
            "okt oktober oct october", "nov november", "dec december",
        ),
        start=1,
    )
    for name in names.split()
}  # fmt: skip
_ISO = re.compile(r"^(\d{4})[-/.](\d{1,2})[-/.](\d{1,2})(?:[t ]00:00(?::00(?:\.0+)?)?)?$")
_PARTS = re.compile(r"^(\d{1,2})([-/. ])(\d{1,2})\2(\d{4}|\d{2})$")
_DAY_NAME = re.compile(r"^(\d{1,2})(?:e|st|nd|rd|th)?[-. ]*([a-z]+)\.?[-,. ]*(\d{4})$")
_NAME_DAY = re.compile(r"^([a-z]+)\.?[- ]*(\d{1,2})(?:st|nd|rd|th)?,?[- ]+(\d{4})$")


def read_date(text: str, language: str) -> Readings[date]:
    """All dates that `text` can mean. `1-3-2027` is 1 March in Dutch; `03/04/2027` has two meanings in any language."""
    body = _SPACES.sub(" ", text.strip()).casefold()
    if match := _ISO.match(body):
        return _dates((int(match[1]), int(match[2]), int(match[3])))
    if match := _DAY_NAME.match(body):
        return _dates((int(match[3]), _MONTHS.get(match[2], 0), int(match[1])))
    if match := _NAME_DAY.match(body):
        return _dates((int(match[3]), _MONTHS.get(match[1], 0), int(match[2])))
    if match := _PARTS.match(body):
        first, sign, second = int(match[1]), match[2], int(match[3])
        years = (int(match[4]),) if len(match[4]) == 4 else (2000 + int(match[4]), 1900 + int(match[4]))
        day_first_only = language == "nl" and sign in "-. "
        orders = [(year, second, first) for year in years]
        if not day_first_only:
            orders += [(year, first, second) for year in years]
        return _dates(*orders)
    return Readings()


def _dates(*candidates: tuple[int, int, int]) -> Readings[date]:
    found: list[date] = []
    for year, month, day in candidates:
        try:
            meaning = date(year, month, day)
        except ValueError:
            continue
        if meaning not in found:
            found.append(meaning)
    return Readings(tuple(found))
