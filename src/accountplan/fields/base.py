"""What every field type can do: format its cell, guard it with a rule, write a value, and read one back."""

from __future__ import annotations

import difflib
import math
import unicodedata
from abc import ABC, abstractmethod
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, ClassVar, Literal

from accountplan.fields.notation import UNSEEN
from accountplan.template.model import FieldSpec

Value = str | int | float | bool | date | tuple[str, ...] | None
"""An answer: text and choice codes as str, yes/no as bool, percent as a fraction, several choices as a tuple."""

CellKind = Literal["empty", "text", "number", "date", "bool", "error"]

EXCEL_TEXT_LIMIT = 32_767


@dataclass(frozen=True, slots=True)
class Cell:
    """What stood in a cell, before anybody knows what it means. `text` is what a person would call its content."""

    kind: CellKind
    value: Any = None
    text: str = ""
    percent: bool | None = None
    """Of a number: whether its number format shows it as a percentage; None where nobody knows."""
    currency: str = ""
    """Of a number: the currency that its number format shows along, as it is written there; empty for none."""
    cut_at: int | None = None
    """The length at which the program that saved the file cuts texts off, where that is less than Excel's own."""

    @staticmethod
    def of(value: object) -> Cell:
        """From a Python value as spreadsheet libraries return it."""
        if value is None or (isinstance(value, str) and is_blank(value)):
            return EMPTY
        if isinstance(value, bool):
            return Cell("bool", value, "TRUE" if value else "FALSE")
        if isinstance(value, (int, float)):
            number = _float(value)
            return Cell("number", tidy(number), plain(number))
        if isinstance(value, datetime):
            return Cell("date", value, _when(value))
        if isinstance(value, date):
            return Cell("date", datetime(value.year, value.month, value.day), value.isoformat())
        return Cell("text", str(value), str(value))


EMPTY = Cell("empty")


def is_blank(text: str) -> bool:
    """Whether there is nothing in a text but what nobody can see."""
    return not text.strip() or (not text.isascii() and not "".join(text.split()).strip(UNSEEN))


def _float(value: int | float) -> float:
    try:
        return float(value)
    except OverflowError:  # a whole number of over three hundred digits
        return math.inf if value > 0 else -math.inf


def _when(moment: datetime) -> str:
    return moment.date().isoformat() if moment.time() == datetime.min.time() else moment.isoformat(sep=" ")


def tidy(number: float) -> int | float:
    """12.0 as 12; everything else as it is."""
    return int(number) if abs(number) < 1e15 and number == int(number) else number


def plain(number: float) -> str:
    """The shortest text that says the number, without an exponent where people would not write one."""
    tidied = tidy(number)
    return str(tidied) if isinstance(tidied, int) else repr(tidied)


@dataclass(frozen=True)
class Problem:
    """Why a cell's content is not (quite) an answer: a finding code and what its sentence needs."""

    code: str
    params: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class Parsed:
    value: Value = None
    problems: tuple[Problem, ...] = ()

    @staticmethod
    def not_read(code: str, **params: Any) -> Parsed:
        return Parsed(None, (Problem(code, params),))


def folded(text: str) -> str:
    """For comparing what people type: case, kinds of spaces, outer and repeated ones, and how a letter got its accent
    (as one character or as two) do not matter."""
    spaced = " ".join(text.split())
    if spaced.isascii():
        return spaced.casefold()
    return unicodedata.normalize("NFC", unicodedata.normalize("NFD", spaced).casefold())


@dataclass(frozen=True)
class Option:
    """One choice as a workbook shows it: the code, the label in the workbook's language, all names it goes by."""

    code: str
    label: str
    names: frozenset[str]
    parent: str | None = None
    means: str | None = None

    @staticmethod
    def of(
        code: str, label: str, others: Iterable[str] = (), parent: str | None = None, means: str | None = None
    ) -> Option:
        return Option(code, label, frozenset(map(folded, (code, label, *others))), parent, means)


def _unspaced(name: str) -> str:
    return name.replace(" ", "")


@dataclass(frozen=True)
class Options:
    """The choices of one list. `known` is False where the list itself could not be found (then nothing matches)."""

    items: tuple[Option, ...]
    known: bool = True

    def find(self, text: str) -> Option | None:
        """By label first, then by code or alias, then with all spaces left out; None if nothing or more than one."""
        wanted = folded(text)
        closest = (
            [option for option in self.items if folded(option.label) == wanted]
            or [option for option in self.items if wanted in option.names]
            or [option for option in self.items if _unspaced(wanted) in map(_unspaced, option.names)]
        )
        return closest[0] if len(closest) == 1 else None

    def by_code(self, code: str) -> Option | None:
        return next((option for option in self.items if option.code == code), None)

    def near(self, text: str) -> str | None:
        """The label that was probably meant, by any of its names; to suggest, never to take."""
        named = {name: option.label for option in reversed(self.items) for name in sorted(option.names)}
        close = difflib.get_close_matches(folded(text), named, n=1, cutoff=0.6)
        return named[close[0]] if close else None

    @staticmethod
    def distinct(items: Iterable[Option]) -> Options:
        """Options whose labels can be told apart: of two people with one name each shows the code too."""
        options = tuple(items)
        labels = Counter(folded(option.label) for option in options)
        return Options(
            tuple(
                replace(
                    o,
                    label=f"{o.label} ({o.code})",
                    names=o.names - {folded(o.label)} | {folded(f"{o.label} ({o.code})")},
                )
                if labels[folded(o.label)] > 1
                else o
                for o in options
            )
        )


@dataclass(frozen=True)
class Meaning:
    """What is needed, besides the field itself, to understand a cell of one workbook."""

    language: str
    options: Options | None = None
    date1904: bool = False
    year: int = 0
    """The plan year, for dates that leave it out; 0 where it is not known."""
    currency: str = ""
    """The plan's currency, as its three letters; empty where it is not known, and then any may be typed along."""


@dataclass(frozen=True)
class Style:
    """How the cell of a type looks; the workbook room turns it into a format."""

    number_format: str = "General"
    align: Literal["left", "right", "center"] = "left"
    wrap: bool = False


@dataclass(frozen=True)
class Rule:
    """A validation rule in XlsxWriter's terms. `said` are the parameters of its sentences in `messages/*/rule.toml`."""

    kind: Literal["any", "list", "whole", "decimal", "date", "length", "custom"]
    key: str
    criteria: str = "between"
    minimum: float | date | None = None
    maximum: float | date | None = None
    source: str | None = None
    strict: bool = True
    said: Mapping[str, Any] = field(default_factory=dict)


class FieldType(ABC):
    """One type of field. `source`, for types that choose from a list, is the defined name of the list's cells."""

    name: ClassVar[str]
    width: ClassVar[int] = 16
    """Comfortable column width in characters."""

    def style(self, spec: FieldSpec) -> Style:
        return Style()

    @abstractmethod
    def rule(self, spec: FieldSpec, meaning: Meaning, source: str | None) -> Rule: ...

    @abstractmethod
    def parse(self, cell: Cell, spec: FieldSpec, meaning: Meaning) -> Parsed:
        """The answer in a filled cell (never called for an empty or an error cell)."""

    def entry(self, value: Value, spec: FieldSpec, meaning: Meaning) -> str | float | bool | date:
        """What a person would have to type for this value; `parse` of it gives the value again."""
        if isinstance(value, (tuple, type(None))):
            raise TypeError(f"{spec.id}: cannot be written: {value!r}")
        return value
