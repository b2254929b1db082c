"""Numbers as people write them, in the Netherlands and elsewhere. What can mean two things is not decided."""

from __future__ import annotations

import re
from collections.abc import Collection
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Generic, TypeVar

T = TypeVar("T", float, date)


@dataclass(frozen=True)
class Readings(Generic[T]):
    """All that a text can mean: none, one, or several."""

    meanings: tuple[T, ...] = ()
    incomplete: bool = False
    """The text leaves something out (a year, a day): no meaning may be taken, however few there are."""

    @property
    def only(self) -> T | None:
        """The one meaning that may be taken for what the person meant."""
        return self.meanings[0] if len(self.meanings) == 1 and not self.incomplete else None


# -- characters ------------------------------------------------------------------------------------------------------
_SPACE = " \u00a0\u2007\u2008\u2009\u202f\u3000"
UNSEEN = "\u200b\u200e\u200f\u2060\ufeff"
"""Characters without a width, which come along from web pages and other programs."""
_NEAT: dict[int, str | int] = {0xFF00 + low: 0x20 + low for low in range(1, 0x5F)}  # the wide forms of ASCII
_NEAT |= {ord(sign): " " for sign in _SPACE} | {ord(sign): "-" for sign in "−–—‐‑﹣"} | {ord("’"): "'"}


def neat(text: str) -> str:
    """The text with one kind of space, dash, apostrophe and digit, and nothing around it. Lines and tabs stay."""
    return text.strip().strip(UNSEEN).translate(_NEAT).strip()


LONGEST = 100
"""What is longer is a story, not a number or a date."""


# -- numbers ---------------------------------------------------------------------------------------------------------
_CURRENCIES = {"eur": ("€", "euro"), "usd": ("$", "us$"), "gbp": ("£",)}
_SHARED = ("$", "£")
"""Signs of more than one currency."""
_SCALES = {
    "k": 3, "duizend": 3, "thousand": 3,
    "mln": 6, "mln.": 6, "mio": 6, "mio.": 6, "miljoen": 6, "million": 6,
    "mld": 9, "mld.": 9, "miljard": 9,
}  # fmt: skip
"""Words for powers of ten. Not `m` and `M`, which are thousands to some and millions to others."""
_CORE = re.compile(r"[0-9](?:[0-9.,' ]*[0-9])?")
_EXPONENT = re.compile(r"e([+-]?[0-9]{1,2})(?![0-9a-z])")
_NO_CENTS = re.compile(r"[.,]-{1,2}(?!-)")
_CENTS = re.compile(r"[.,][0-9]{1,2}$")
_APART = re.compile(r"([0-9' ]+)(?:([.,])([0-9]+))?")
_GROUPED = {sign: re.compile(rf"[1-9][0-9]{{0,2}}(?:{re.escape(sign)}[0-9]{{3}})+") for sign in ".,' "}


def read_number(
    text: str, language: str, units: Collection[str] = (), *, money: bool = True, currency: str = ""
) -> Readings[float]:
    """All numbers that `text` can mean in a plan of `language`.

    A unit of the field itself (`12 dagen`), `mln` and the like, accounting parentheses and a Dutch `,-` at the end are
    understood. So is, once and only with `money`, the sign of `currency` (of any if that is empty): 12 dollars are not
    12 euros. `12.5` and `1,250` in Dutch (and `12,5`, `1.250` in English) have two meanings, and so has `12-`.
    """
    body = neat(text).casefold()
    core = _CORE.search(body)
    if core is None or len(body) > LONGEST:
        return Readings()
    cents = _CENTS.search(core[0]) is not None
    coins = _coins(currency) if money else "(?!)"
    around = _around(body[: core.start()], body[core.end() :], cents, coins, units)
    if around is None:
        return Readings()
    numbers = _plain_number(core[0], language, scaled=around.power != 0)
    return Readings(
        tuple(dict.fromkeys(float(sign * n.scaleb(around.power)) for sign in around.signs for n in numbers))
    )


@dataclass(frozen=True)
class _Around:
    """What the text around the digits says: the possible signs, and the power of ten."""

    signs: tuple[int, ...]
    power: int


def _around(before: str, after: str, cents: bool, coins: str, units: Collection[str]) -> _Around | None:
    """None where something stands there that is not understood, or that is said twice."""
    head = re.fullmatch(rf"([-+(]?) *((k)?(?:{coins}))? *([-+(]?) *", before)
    if head is None or (head[1] and head[4]):
        return None  # `(-5)`, `--5`: nobody can tell what was meant
    sign = head[1] or head[4]
    after, power = _without_exponent(after)
    after = after.strip()
    if not cents and (dash := _NO_CENTS.match(after)):
        after = after[dash.end() :].strip()
    if sign == "(":
        inside, closed, outside = after.rpartition(")")
        if not closed:
            return None
        after = f"{inside.strip()} {outside.strip()}".strip()
    elif not sign and after.endswith("-"):
        # Behind a number, as some programs write it; or short for the `,-` of whole euros.
        sign, after = "-" if cents else "±", after[:-1].rstrip()
    tail = None if head[2] else re.fullmatch(rf"(.*?) *(k)?(?:{coins})", after)
    scale = _power_of(tail[1] if tail else after, units)
    kilo = bool(head[3] or (tail and tail[2]))
    if scale is None or bool(power) + bool(scale) + kilo > 1:
        return None
    return _Around({"-": (-1,), "(": (-1,), "±": (-1, 1)}.get(sign, (1,)), power + scale + 3 * kilo)


def _coins(currency: str) -> str:
    """How a currency is written, as a pattern; with none given, how any is."""
    names = [currency.casefold()] if currency else list(_CURRENCIES)
    return "|".join(re.escape(sign) for name in names for sign in (*_CURRENCIES.get(name, ()), name))


def is_currency(text: str) -> bool:
    """Whether a text is the name or the sign of a currency that is known here."""
    return re.fullmatch(_coins(""), text.casefold()) is not None


def is_other_currency(sign: str, currency: str) -> bool:
    """Whether an amount shown with `sign` is surely not in `currency`; of a currency unknown here little is sure."""
    if not currency or re.fullmatch(_coins(currency), sign.casefold()):
        return False
    return currency.casefold() in _CURRENCIES or (is_currency(sign) and sign not in _SHARED)


def _without_exponent(after: str) -> tuple[str, int]:
    match = _EXPONENT.match(after)
    return (after[match.end() :], int(match[1])) if match else (after, 0)


def _power_of(words: str, units: Collection[str]) -> int | None:
    """The power of ten that the words behind a number stand for; None where they are not understood."""
    if not words or words in units:
        return 0
    if any(word in _SCALES for unit in units for word in unit.split()):
        return None  # a field in millions: whether 12 mln is 12 of them is not said
    scale, _, unit = words.partition(" ")
    return _SCALES.get(scale) if not unit or unit.strip() in units else None


def _plain_number(digits: str, language: str, scaled: bool) -> tuple[Decimal, ...]:
    decimal = "," if language == "nl" else "."
    if " " in digits or "'" in digits:
        return _apart(digits, decimal)
    signs = [sign for sign in digits if sign in ".,"]
    if not signs:
        return (Decimal(digits),)
    if len(set(signs)) == 2:
        return _both(digits, signs[-1])
    whole = Decimal(digits.replace(signs[0], ""))
    grouped = _GROUPED[signs[0]].fullmatch(digits) is not None
    if len(signs) > 1:
        return (whole,) if grouped else ()
    fraction = Decimal(digits.replace(signs[0], "."))
    if signs[0] == decimal:
        return (fraction, whole) if grouped else (fraction,)
    # The language's own grouping is plain, unless it counts millions; a foreign decimal sign never is.
    return (whole,) if grouped and not scaled else (fraction, whole)


def _apart(digits: str, decimal: str) -> tuple[Decimal, ...]:
    """`1 250,50` and `1'250.50`: what comes behind the groups is a fraction, or one group more in another style."""
    match = _APART.fullmatch(digits)
    if match is None or not any(_GROUPED[sign].fullmatch(match[1]) for sign in " '"):
        return ()
    whole, fraction = re.sub("[ ']", "", match[1]), match[3] or "0"
    number = Decimal(f"{whole}.{fraction}")
    return (number, Decimal(whole + fraction)) if match[2] not in (None, decimal) and len(fraction) == 3 else (number,)


def _both(digits: str, last: str) -> tuple[Decimal, ...]:
    """`1.250,50` and `1,250.50`: the last sign is the decimal one, in any language."""
    whole, _, fraction = digits.rpartition(last)
    other = "." if last == "," else ","
    return (Decimal(f"{whole.replace(other, '')}.{fraction}"),) if _GROUPED[other].fullmatch(whole) else ()


# -- estimates -------------------------------------------------------------------------------------------------------
_ESTIMATE = re.compile(
    r"([€$£]|eur\b|euro\b)? *"
    r"(?:(?:ca|circa|ong|ongeveer|plm|rond|about|approx|approximately|around)\b\.?|[±~≈]|\+/-) *",
    re.IGNORECASE,
)


def without_estimate(text: str) -> tuple[str, bool]:
    """A number without the `ca.` or `±` that calls it an estimate, and whether it was called so."""
    body = neat(text)
    match = _ESTIMATE.match(body)
    return (f"{match[1] or ''}{body[match.end() :]}", True) if match else (text, False)


# -- units -----------------------------------------------------------------------------------------------------------
_IRREGULAR = (("uur", "uren", "u"), ("jaar", "jaren"), ("week", "weken"))


def unit_forms(unit: str) -> set[str]:
    """A unit as people write it behind a number: `dagen` also as `dag` and `dag(en)`, `uren` also as `uur`."""
    word = neat(unit).casefold()
    forms = {word, *next((group for group in _IRREGULAR if word in group), ())}
    for form in tuple(forms):
        for ending in ("en", "s"):
            stem = form.removesuffix(ending)
            forms |= {stem, stem + ending, f"{stem}({ending})"}
    return forms
