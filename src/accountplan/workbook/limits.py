"""How much a file may ask of us: more than any plan workbook needs, and more than nearly any spreadsheet does."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, fields, replace


def _limit(default: int, what: str) -> int:
    """A limit with what it counts, for the table in the docs."""
    made: int = field(default=default, metadata={"what": what})
    return made


@dataclass(frozen=True)
class Limits:
    """The limits of the guard and the readers; a file beyond one of them is refused."""

    size: int = _limit(50_000_000, "bytes of the file itself")
    members: int = _limit(5_000, "members of the package")
    unzipped: int = _limit(400_000_000, "bytes of all members, as the package declares them")
    parts: int = _limit(64_000_000, "bytes of the members that are read, counted while they are inflated")
    ratio: int = _limit(500, "how many times larger a member of more than 1 MB becomes by inflating it")
    text: int = _limit(10_000_000, "bytes of one shared text, with its formats")
    depth: int = _limit(100, "elements within elements in a part")
    sheets: int = _limit(1_000, "sheets")
    cells: int = _limit(500_000, "filled cells, of all sheets together")
    formulas: int = _limit(250_000, "formulas and error cells, of one sheet")
    area: int = _limit(4_000_000, "cells between A1 and the last filled cell of each sheet; beyond it a slower reader")
    names: int = _limit(100_000, "defined names and tables")
    seconds: int = _limit(10, "seconds that reading the file may take")
    memory: int = _limit(
        250, "MB that reading the file may take, above what the reading process takes by itself (Linux)"
    )

    @classmethod
    def of(cls, given: Mapping[str, int]) -> Limits:
        """The defaults, but for those given by name. Raises ValueError for an unknown name or a value below 1."""
        for name, value in given.items():
            if name not in cls.known():
                raise ValueError(f"{name}: no such limit; there are {', '.join(cls.known())}")
            if value < 1:
                raise ValueError(f"{name}: {value} is no limit")
        return replace(LIMITS, **given)

    def every(self) -> Iterator[tuple[str, int, str]]:
        """Name, value and meaning of each limit, as the docs show them."""
        for each in fields(self):
            yield each.name, getattr(self, each.name), each.metadata["what"]

    @classmethod
    def known(cls) -> tuple[str, ...]:
        return tuple(each.name for each in fields(cls))


LIMITS = Limits()
"""What holds unless somebody says otherwise."""
