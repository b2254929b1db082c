"""What a summary was made from, as it says so itself: by that an older one is known before it is overwritten."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import asdict, dataclass, fields, replace
from pathlib import Path
from typing import Any

from accountplan.consolidate import Consolidated
from accountplan.portfolio.model import Portfolio
from accountplan.workbook.archive import Archive
from accountplan.workbook.content import content_of
from accountplan.workbook.excel import StrictWorkbook
from accountplan.workbook.identity import PROPERTY, SUMMARY_MARK
from accountplan.workbook.limits import LIMITS
from accountplan.workbook.package import Refused
from accountplan.workbook.xlsx_book import Book

FINGERPRINT = "accountplan-fingerprint"
"""Name of the document property with the sha256 of all inputs."""
INPUTS = "accountplan-inputs"
"""Name of the document property that says, by shorter hashes, which input is which."""

_SHORT = 12
"""Signs of a hash that tells one input from another of its kind: all of them fit in one property."""
_LARGEST = replace(LIMITS, size=10 * LIMITS.size, unzipped=10 * LIMITS.unzipped)
"""A summary of a thousand plans is larger than any plan."""


@dataclass(frozen=True)
class Inputs:
    """All that the contents of a summary depend on, but for accountplan itself. None is not known (yet)."""

    period: str | None = None
    as_of: str | None = None
    language: str | None = None
    plans: str | None = None
    portfolio: str | None = None
    previous: str | None = None
    templates: str | None = None
    options: str | None = None

    @property
    def fingerprint(self) -> str:
        return hashlib.sha256(self.text.encode()).hexdigest()

    @property
    def text(self) -> str:
        return json.dumps({key: value for key, value in asdict(self).items() if value}, separators=(",", ":"))

    def differing(self, other: Inputs) -> Iterator[str]:
        """The names of what is known of both and is not the same."""
        for field in fields(self):
            ours, theirs = getattr(self, field.name), getattr(other, field.name)
            if ours is not None and theirs is not None and ours != theirs:
                yield field.name


def inputs_of(result: Consolidated, options: Mapping[str, object] | None = None) -> Inputs:
    """The inputs of a summary. `options` are those that differ from what holds by itself, by name."""
    return Inputs(
        result.period,
        result.as_of.isoformat(),
        result.language,
        plans=_hash(sorted(file.sha256 for file in result.round.collected if file.status != "ignored")),
        portfolio=portfolio_hash(result.round.portfolio),
        previous=_hash([repr(result.previous)]),
        templates=_hash(f"{template.id} {template.version}" for template in result.round.templates),
        options=options_hash(options),
    )


def portfolio_hash(portfolio: Portfolio | None) -> str:
    """By what the portfolio says, not by its file: opened and saved again it is the same."""
    return _hash([repr(replace(portfolio, findings=()) if portfolio else None)])


def options_hash(options: Mapping[str, object] | None) -> str:
    return _hash(f"{name}={value}" for name, value in sorted((options or {}).items()))


def _hash(parts: Iterable[str]) -> str:
    return hashlib.sha256("\n".join(parts).encode("utf-8", "surrogatepass")).hexdigest()[:_SHORT]


def write_inputs(book: StrictWorkbook, inputs: Inputs) -> None:
    """Let a workbook say what it was made from."""
    for name, text in ((PROPERTY, SUMMARY_MARK), (FINGERPRINT, inputs.fingerprint), (INPUTS, inputs.text)):
        book.set_custom_property(name, text, "text")


# -- an older one ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Older:
    """A summary that is there already. `touched`: somebody's program has saved it since we wrote it."""

    inputs: Inputs
    fingerprint: str
    touched: bool


def older_summary(path: Path) -> Older | None:
    """What the file at `path` says of itself; None if it is no summary of ours. Raises OSError if it cannot be read."""
    try:
        book = Book(Archive(content_of(path, _LARGEST.size), _LARGEST), _LARGEST)
        properties, core = book.properties(), book.core()
    except Refused:
        return None
    if properties.get(PROPERTY) != SUMMARY_MARK:
        return None
    touched = core.get("modified") != core.get("created") or bool(core.get("lastModifiedBy"))
    return Older(_read(properties.get(INPUTS, "")), properties.get(FINGERPRINT, ""), touched)


def _read(text: str) -> Inputs:
    try:
        found: Any = json.loads(text)
        return Inputs(**{field.name: str(found[field.name]) for field in fields(Inputs) if field.name in found})
    except (ValueError, TypeError, RecursionError):
        return Inputs()
