"""What several plans say in the same words: items of the SWOT, confrontations of two of them, competitors.

Texts are the same where they differ in case, spaces and punctuation alone. More is not guessed: a typing error, or
another word for the same thing, is another text.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Generic, Protocol, TypeVar

from accountplan.consolidate.rows import CompetitorRow, ConfrontationRow, SwotRow, Tables
from accountplan.fields.base import folded


class _OfAccount(Protocol):
    @property
    def account_id(self) -> str: ...


Row = TypeVar("Row", bound=_OfAccount)


@dataclass(frozen=True)
class Said(Generic[Row]):
    """What is said in the same words, once or more often. `number` is its own among its kin, from 1."""

    number: int
    rows: tuple[Row, ...]

    @property
    def first(self) -> Row:
        return self.rows[0]

    @cached_property
    def accounts(self) -> tuple[str, ...]:
        """The accounts whose plans say it, each once."""
        return tuple(dict.fromkeys(row.account_id for row in self.rows))


@dataclass(frozen=True)
class Met:
    """A confrontation with the two items that it is of."""

    row: ConfrontationRow
    inside: SwotRow
    outside: SwotRow

    @property
    def account_id(self) -> str:
        return self.row.account_id

    @property
    def weight(self) -> float:
        """How much the two weigh in their own SWOT, together."""
        return abs(self.inside.score or 0) + abs(self.outside.score or 0)


def words_of(text: str) -> str:
    """A text by which it is known again: in lower case, without spaces and punctuation."""
    kept = "".join(sign for sign in folded(text) if unicodedata.category(sign)[0] not in "PZC")
    return kept or folded(text)


def alike(rows: Iterable[Row], by: Callable[[Row], Hashable]) -> list[Said[Row]]:
    """The rows in groups that have the same key, in the order in which they come first."""
    groups: dict[Hashable, list[Row]] = {}
    for row in rows:
        groups.setdefault(by(row), []).append(row)
    return [Said(number, tuple(group)) for number, group in enumerate(groups.values(), start=1)]


def said_of_swot(rows: Iterable[SwotRow]) -> list[Said[SwotRow]]:
    """Items of the same kind that say the same; an item without a text says nothing."""
    return alike((row for row in rows if row.text), lambda row: (row.kind, words_of(row.text or "")))


def meetings(tables: Tables) -> list[Met]:
    """Every confrontation of two items that have a text."""
    items = {(row.account_id, row.swot_id): row for row in tables.swot if row.text}
    pairs = (
        (row, items.get((row.account_id, row.inside)), items.get((row.account_id, row.outside)))
        for row in tables.confrontations
    )
    return [Met(row, inside, outside) for row, inside, outside in pairs if inside and outside]


def said_of_meetings(rows: Iterable[Met]) -> list[Said[Met]]:
    """Confrontations of items that say the same, inside and outside."""

    def by(met: Met) -> Hashable:
        return tuple((item.kind, words_of(item.text or "")) for item in (met.inside, met.outside))

    return alike(rows, by)


def named_competitors(rows: Iterable[CompetitorRow]) -> list[Said[CompetitorRow]]:
    """Competitors of the same name."""
    return alike((row for row in rows if row.name), lambda row: words_of(row.name or ""))


def strongest(rows: Sequence[SwotRow]) -> SwotRow:
    """The row with the highest score up or down; one without a score comes after all that have one."""
    return max(rows, key=lambda row: -1 if row.score is None else abs(row.score))
