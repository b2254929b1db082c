"""A page about one account: blocks of records, each declared once, laid out on one grid of columns.

From the same declaration come the sheet on which an account is chosen (formulas), the pages for all accounts (values),
and what the library says of each cell (`page_values`).
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import Literal

from accountplan.layout.letters import merged
from accountplan.summary.data_sheets.columns import PER_ACCOUNT

COLUMNS = 20
WIDTH = 39 / 7
"""The grid of a page: so many columns, each of so many digits (44 pixels)."""
PAGE_WIDTH = COLUMNS * 44
"""Pixels of a whole page."""
_LETTER = 6.2
"""Pixels of a letter at the size of texts, with what wrapping leaves open at the ends of lines."""
_PADDING = 15
_SHRUNK = 1.25
"""What stands on one line is shown so much smaller, where it must, before its end is left out."""

Role = Literal["name", "under", "words", "header", "label", "fact", "value"]


@dataclass(frozen=True)
class Field:
    """One column of a block, or one fact: a column of the data sheet over `span` columns of the page.

    `kind` and `heading` are those of the data sheet's column unless said otherwise. A text takes at most so many
    `lines`; of a longer one the end is left out.
    """

    column: str
    span: int
    kind: str = ""
    lines: int = 1
    heading: str = ""

    @property
    def longest(self) -> int:
        """Signs of a text that find room."""
        room = (self.span * 44 - _PADDING) / _LETTER
        return int(room * self.lines if self.lines > 1 else room * _SHRUNK)


@dataclass(frozen=True)
class Block:
    """Records of an account, at most `most` of them, below a heading.

    Which ones says a numeric column of the data sheet, `key`: an account's number × `times` + `part` + 1, 2, 3 …;
    `room` numbers belong to a part. `empty` is what is said where an account has none.
    """

    heading: str
    data: str
    fields: tuple[Field, ...]
    most: int
    key: str = "key"
    part: int = 0
    room: int = PER_ACCOUNT
    empty: str = ""
    times: int = PER_ACCOUNT
    headed: int = 1
    """Fields that the heading stands above."""

    @property
    def speaks(self) -> Field | None:
        """The field that says that there are no records: the widest below the heading."""
        return max(self.fields[: self.headed], key=lambda field: field.span, default=None)

    @property
    def tall(self) -> bool:
        """Whether its lines may be of several lines of text."""
        return any(field.lines > 1 for field in self.fields)

    @property
    def span(self) -> int:
        return sum(field.span for field in self.fields)

    def wanted(self, account: int, n: int) -> int:
        """The key of an account's record number `n`."""
        return account * self.times + self.part + n


ACCOUNT = Block("", "accounts", (), 1, key="account-index", times=1)
"""The account's own record."""


@dataclass(frozen=True)
class Facts:
    """Facts of one record, labels beside values, row by row: of the account itself, or of the first of a block.

    Labels are `label` columns wide; a heading stands above the facts where there is one.
    """

    rows: tuple[tuple[Field, ...], ...]
    label: int = 3
    block: Block = ACCOUNT

    @property
    def n(self) -> int:
        """The number of the record."""
        return 0 if self.block is ACCOUNT else 1


@dataclass(frozen=True)
class Room:
    """Empty lines to write on, below a heading."""

    heading: str
    lines: int


Band = Facts | Room | tuple[Block, ...]
"""What stands side by side over the width of a page."""


@dataclass(frozen=True)
class Slot:
    """A cell of a page, over `span` columns: words, or a field of the record number `n` of a block.

    A header without field is the heading of its block. `side` counts the blocks of a line from the left.
    """

    column: int
    span: int
    role: Role
    text: str = ""
    block: Block = ACCOUNT
    field: Field | None = None
    n: int = 0
    side: int = 0

    @property
    def width(self) -> float:
        return merged([WIDTH] * self.span)

    @property
    def speaks(self) -> bool:
        """Whether it may have to say that there are no records."""
        return self.n == 1 and self.field is not None and self.field == self.block.speaks


@dataclass(frozen=True)
class Line:
    """Cells next to each other. A `gap` is empty; what is `spare` is left out on paper where it holds nothing."""

    slots: tuple[Slot, ...] = ()
    points: float = 0
    spare: bool = False

    @property
    def gap(self) -> bool:
        return not self.slots


def lines_of(bands: Sequence[Band]) -> Iterator[Line]:
    """Every line that a page may have, from top to bottom."""
    yield Line((Slot(0, COLUMNS, "name", field=Field("name", COLUMNS, "text")),), points=30)
    yield Line((Slot(0, COLUMNS, "under"),), points=18)
    yield Line((Slot(0, COLUMNS, "words", field=Field("page-note", COLUMNS, "wrapped", lines=3)),))
    for band in bands:
        yield Line(points=6)
        if isinstance(band, Facts):
            yield from _facts(band)
        elif isinstance(band, Room):
            yield Line((Slot(0, COLUMNS, "header", band.heading),))
            yield from (Line((Slot(0, COLUMNS, "value"),), points=24) for _ in range(band.lines))
        else:
            yield Line(tuple(_headers(band)))
            for n in range(1, max(block.most for block in band) + 1):
                yield Line(tuple(_record(band, n)), spare=n > 1)


def _facts(band: Facts) -> Iterator[Line]:
    if band.block.heading:
        yield Line((Slot(0, COLUMNS, "header", band.block.heading),))
    for fields in band.rows:
        slots, column = [], 0
        for field in fields:
            slots.append(Slot(column, band.label, "label", "", band.block, field))
            slots.append(Slot(column + band.label, field.span, "fact", "", band.block, field, band.n))
            column += band.label + field.span
        yield Line(tuple(slots))


def _headers(blocks: Sequence[Block]) -> Iterator[Slot]:
    column = 0
    for side, block in enumerate(blocks):
        span = sum(field.span for field in block.fields[: block.headed])
        yield Slot(column, span, "header", block=block, side=side)
        column += span
        for field in block.fields[block.headed :]:
            yield Slot(column, field.span, "header", block=block, field=field, side=side)
            column += field.span


def _record(blocks: Sequence[Block], n: int) -> Iterator[Slot]:
    column = 0
    for side, block in enumerate(blocks):
        for field in block.fields:
            empty = n > block.most
            yield Slot(column, field.span, "value", block=block, field=None if empty else field, n=n, side=side)
            column += field.span
