"""Every total that a sheet shows, where it stands, and what it should come to: the sheet Reconciliation checks them."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field

from xlsxwriter.utility import xl_rowcol_to_cell

from accountplan.consolidate.rows import Number
from accountplan.layout.places import quoted


@dataclass(frozen=True)
class Sum:
    """What rows of a data sheet come to: the formula, without its equals sign, and its value."""

    formula: str
    value: Number

    def __add__(self, other: Sum) -> Sum:
        return Sum(f"{self.formula}+{other.formula}", self.value + other.value)

    def __sub__(self, other: Sum) -> Sum:
        return Sum(f"{self.formula}-({other.formula})", self.value - other.value)

    def times(self, factor: Number) -> Sum:
        """The sum multiplied by a number, such as a rate."""
        return self if factor == 1 else Sum(f"({self.formula})*{factor!r}", self.value * factor)

    @staticmethod
    def of(parts: Iterable[Sum]) -> Sum:
        """Some of them, at least one, together."""
        first, *others = parts
        return sum(others, first)

    def over(self, whole: Sum) -> Sum:
        """The one divided by the other; nothing of nothing is 0."""
        value = self.value / whole.value if whole.value else 0
        return Sum(f"IF(({whole.formula})=0,0,({self.formula})/({whole.formula}))", value)


@dataclass(frozen=True)
class Total:
    """A figure on a sheet. `what` says in words what it is; `sources` is what it is checked against."""

    sheet: str
    cell: str
    what: str
    kind: str
    value: Number
    sources: Sum

    @property
    def reference(self) -> str:
        return f"{quoted(self.sheet)}!{self.cell}"


@dataclass
class Ledger:
    """The totals of all sheets, in the order in which they were written, and where figures with a name stand."""

    totals: list[Total] = field(default_factory=list)
    places: dict[tuple[object, ...], str] = field(default_factory=dict)
    verdicts: tuple[str, int, int] | None = None
    """The cells of the reconciliation that say whether a total agrees, how many there are, and how many do not; known
    once that sheet is written."""

    def note(self, sheet: str, at: tuple[int, int], what: str, kind: str, value: Number | None, sources: Sum) -> None:
        """Remember a total at (row, column) of a sheet. One that is unknown is none."""
        if value is not None:
            self.totals.append(Total(sheet, xl_rowcol_to_cell(*at, True, True), what, kind, value, sources))

    def stands(self, name: tuple[object, ...], sheet: str, at: tuple[int, int]) -> None:
        """Remember where a figure stands, so that the reconciliation can look at the cell itself."""
        self.places[name] = f"{quoted(sheet)}!{xl_rowcol_to_cell(*at, True, True)}"

    def __iter__(self) -> Iterator[Total]:
        return iter(self.totals)
