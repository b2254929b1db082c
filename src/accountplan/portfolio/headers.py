"""What the columns of a customer list stand for: our own names first, then the template's, then those of CRMs."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accountplan.messages import LANGUAGES
from accountplan.portfolio import crm_names
from accountplan.portfolio.prefill import Fields, Match, squeezed
from accountplan.portfolio.sheets import list_sheet

_CONTRACT = {
    "accountid": "id",
    "accountname": "name",
    "accountmanager": "manager",
    "team": "team",
    "region": "region",
    "tier": "tier",
    "currency": "currency",
}
"""Columns of the `accounts.csv` that accountplan itself writes …"""
_CONTRACT_REST = frozenset(("status", "file"))
"""… and those of its columns that say something about a round, not about a customer."""


_Target = tuple[str | None, str | None]


@dataclass(frozen=True)
class Columns:
    """Position per accounts column and per field id; what nothing was made of."""

    own: dict[str, int]
    fields: dict[str, int]
    unmatched: tuple[int, ...]
    doubles: tuple[tuple[int, int], ...]
    """A column, and the one that means the same and was preferred."""
    homeless: tuple[int, ...]


class Headers:
    """Matches headers for one template."""

    def __init__(self, fields: Fields) -> None:
        self.fields = fields
        self._own = {name: Match(own=key) for name, key in _contract_and_labels()}
        self._crm = dict(self._crm_names())

    def _crm_names(self) -> Iterator[tuple[str, tuple[int, Match]]]:
        """Name: how early it stands among the names of its kind, and what it means. Accounts columns go first."""
        named: list[tuple[Match, str]] = []
        for candidates, names in crm_names.FIELDS:
            field = next((field for field in candidates if field in self.fields.prefillable), None)
            if field:
                named.append((Match(field=field), names))
        named += [(Match(own=key), names) for key, names in crm_names.OWN.items()]
        for match, names in named:
            for rank, name in enumerate(names.split()):
                yield name, (rank, match)

    def known(self, header: str) -> bool:
        return self.meaning(header) is not None

    def meaning(self, header: str) -> tuple[int, Match] | None:
        """What a header means and how surely (0 is best)."""
        plain = squeezed(header)
        if plain in self._own:
            return 0, self._own[plain]
        match = self.fields.match(header)
        if match and not match.homeless:
            return 1, match
        if plain in self._crm:
            rank, meant = self._crm[plain]
            return 2 + rank, meant
        return (1, match) if match else None

    def columns(self, headers: tuple[str, ...]) -> Columns:
        """Which column holds what. Where several mean the same, the surest counts, then the first."""
        ours = {squeezed(header) for header in headers} >= {"accountid", "accountname"}
        skipped = {at for at, header in enumerate(headers) if ours and squeezed(header) in _CONTRACT_REST}
        known = {at: meaning for at, header in enumerate(headers) if (meaning := self.meaning(header))}
        meanings = {at: meaning for at, meaning in known.items() if at not in skipped}
        best: dict[_Target, int] = {}
        for at, (rank, match) in meanings.items():
            before = best.get(match.target)
            if not match.homeless and (before is None or rank < meanings[before][0]):
                best[match.target] = at
        doubles = [(at, best.get(match.target, at)) for at, (_, match) in meanings.items()]
        return Columns(
            {own: at for (own, _), at in best.items() if own},
            {field: at for (_, field), at in best.items() if field},
            tuple(at for at in range(len(headers)) if at not in meanings and at not in skipped),
            tuple((at, other) for at, other in doubles if at != other),
            tuple(at for at, (_, match) in meanings.items() if match.homeless),
        )


def _contract_and_labels() -> Iterator[tuple[str, str]]:
    """Our own names of the accounts columns, squeezed: labels, keys, and those of `accounts.csv`."""
    for column in list_sheet("accounts").columns:
        for language in LANGUAGES:
            yield squeezed(column.label[language]), column.id
    for column in list_sheet("accounts").columns:
        yield squeezed(column.id), column.id
    yield from _CONTRACT.items()
