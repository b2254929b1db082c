"""What the library says of every cell of an account's page."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from functools import cached_property
from typing import Any

from accountplan.summary.blocks import Block, Field, Line, Slot
from accountplan.summary.data import Column
from accountplan.summary.desk import Desk
from accountplan.workbook.excel import readable

TEXTS = ("text", "wrapped")
"""Kinds of what is left out at its end where there is no room."""


class PageValues:
    """Looks records up by the keys of their data sheets, as the formulas of the page do."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._positions: dict[tuple[str, str], dict[Any, int]] = {}
        self._counts: dict[tuple[str, str, int], Counter[int]] = {}

    def value(self, slot: Slot, account_id: str) -> Any:
        """What a cell shows: a number, a day, a text; None for nothing."""
        if slot.role == "under":
            return self.under
        if slot.role == "label" and slot.field is not None:
            return self.heading_of(slot.field)
        if slot.role == "header":
            return self._header(slot, account_id)
        return self._record(slot, account_id) if slot.field is not None else None

    @cached_property
    def under(self) -> str:
        """Of whom and when the page is."""
        return " · ".join(filter(None, (self.desk.company, self.desk.title)))

    def heading_of(self, field: Field) -> str:
        return field.heading or self.desk.say(f"col-{field.column}")

    def kind(self, slot: Slot) -> str:
        """How a cell shows its value. Where that depends on the record: as in the first record of that number."""
        if slot.field is None:
            return "text"
        if slot.field.kind:
            return slot.field.kind
        column = self._column(slot)
        if isinstance(column.kind, str):
            return column.kind
        keys = self._keys(slot.block)
        found = (at for key, at in keys.items() if key % slot.block.times == slot.block.part + slot.n)
        at = next(found, None)
        return "number" if at is None else column.kind_in(self.desk.data[slot.block.data].rows[at])

    def varies(self, slot: Slot) -> bool:
        """Whether the look of a value depends on the record: an amount of one account, a percentage of another."""
        if slot.field is None or slot.field.kind:
            return False
        return not isinstance(self._column(slot).kind, str)

    def kind_for(self, slot: Slot, account_id: str) -> str:
        """How a cell shows the value of one account."""
        at = self.position(slot.block, account_id, slot.n)
        if slot.field is None or slot.field.kind or at is None:
            return self.kind(slot)
        return self._column(slot).kind_in(self.desk.data[slot.block.data].rows[at])

    def position(self, block: Block, account_id: str, n: int) -> int | None:
        """Where the record number `n` of an account stands on its data sheet, from 0; None where there is none."""
        return self._keys(block).get(block.wanted(self.desk.index("account", account_id), n))

    def count(self, block: Block, account_id: str) -> int:
        """How many records an account has in a block."""
        name = (block.data, block.key, block.room)
        if name not in self._counts:
            self._counts[name] = Counter((key - 1) // block.room for key in self._keys(block))
        return self._counts[name][block.wanted(self.desk.index("account", account_id), 0) // block.room]

    def delivered(self, account_id: str) -> bool:
        return self.desk.accounts[account_id].status == "delivered"

    def holds(self, line: Line, account_id: str) -> bool:
        """Whether a line says anything of an account."""
        return any(self.value(slot, account_id) is not None for slot in line.slots)

    # -- pieces --------------------------------------------------------------------------------------------------------
    def _header(self, slot: Slot, account_id: str) -> str:
        if slot.text:
            return slot.text
        if slot.field is not None:
            return self.heading_of(slot.field)
        heading = slot.block.heading
        more = self.count(slot.block, account_id) - slot.block.most
        before, after = more_words(self.desk)
        return f"{heading}{before}{more}{after}" if more > 0 else heading

    def _record(self, slot: Slot, account_id: str) -> Any:
        assert slot.field is not None
        at = self.position(slot.block, account_id, slot.n)
        if at is None:
            said = slot.speaks and self.delivered(account_id)
            return (slot.block.empty or None) if said else None
        value = self.desk.data[slot.block.data].values(slot.field.column)[at]
        if slot.field.kind == "link":
            return self.desk.say("open") if value else None
        if isinstance(value, str):
            shown = fitting(value, slot.field.longest) if self.kind(slot) in TEXTS else readable(value)
            return shown or None
        return value

    def _column(self, slot: Slot) -> Column[Any]:
        assert slot.field is not None
        return self.desk.data[slot.block.data].column(slot.field.column)

    def _keys(self, block: Block) -> dict[Any, int]:
        name = (block.data, block.key)
        if name not in self._positions:
            keys = self.desk.data[block.data].values(block.key)
            self._positions[name] = {key: at for at, key in enumerate(keys) if key is not None}
        return self._positions[name]


def fitting(text: str, longest: int) -> str:
    """A text on one run of lines, its end left out where there is no room: as `page_formulas` works it out."""
    flat = readable(text).replace("\n", " ")
    return flat if len(flat) <= longest else flat[: longest - 1] + "…"


def more_words(desk: Desk) -> tuple[str, str]:
    """What is said before and after the number of records that found no room."""
    before, after = desk.say("page-more", count="\n").split("\n")
    return before, after


def page_values(desk: Desk, lines: Sequence[Line], account_id: str) -> dict[tuple[int, int], Any]:
    """Every cell of a page by (line, column), from 0: what it shows of an account; None for nothing."""
    values = PageValues(desk)
    return {(row, slot.column): values.value(slot, account_id) for row, line in enumerate(lines) for slot in line.slots}
