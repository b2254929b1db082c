"""The formulas of the page on which an account is chosen: they look into the data sheets, and at numbers alone."""

from __future__ import annotations

from dataclasses import dataclass

from accountplan.formula import literal
from accountplan.summary.blocks import ACCOUNT, Block, Slot
from accountplan.summary.data import DataSheet
from accountplan.summary.desk import Desk
from accountplan.summary.page_values import TEXTS, PageValues, more_words


@dataclass(frozen=True)
class Chosen:
    """The cells that say which account is chosen: its label, its number (0 for none), where its record stands on the
    data sheet (from 1, 0 for nowhere), and whether its plan is there (1 or 0)."""

    label: str
    number: str
    position: str
    delivered: str


@dataclass(frozen=True)
class PageFormulas:
    """Formulas, without their equals signs. A blank cell of a data sheet stays blank: looked up, it would be 0."""

    desk: Desk
    values: PageValues
    chosen: Chosen

    # -- which account -------------------------------------------------------------------------------------------------
    def number(self) -> str:
        """The number of the account whose label is chosen: letter by letter, so that `*` and `a` are themselves."""
        accounts = self.desk.data["accounts"]
        return f"SUMPRODUCT(--EXACT({accounts.ref('label')},{self.chosen.label}),{accounts.ref('account-index')})"

    def account_position(self) -> str:
        return f"IFERROR(MATCH({self.chosen.number},{self._data(ACCOUNT).ref(ACCOUNT.key)},0),0)"

    def delivered(self) -> str:
        status = self._looked_up(ACCOUNT, "delivery-code", self.chosen.position)
        return f"IF({self.chosen.position}=0,0,IF({status}={literal('delivered')},1,0))"

    # -- records -------------------------------------------------------------------------------------------------------
    def position(self, block: Block, n: int) -> str:
        """Where the record number `n` of the account stands on its data sheet, from 1; 0 for nowhere."""
        return f"IFERROR(MATCH({self._key(block, n)},{self._data(block).ref(block.key)},0),0)"

    def value(self, slot: Slot, position: str) -> str:
        """What a cell shows of the record that stands at a position."""
        assert slot.field is not None
        found = self._looked_up(slot.block, slot.field.column, position)
        kind = self.values.kind(slot)
        shown = found
        if kind == "link":
            shown = f"HYPERLINK({found},{literal(self.desk.say('open'))})"
        elif kind in TEXTS:
            shown = _fitting(found, slot.field.longest)
        none = '""'
        if slot.speaks:
            none = f'IF({self.chosen.delivered}=1,{literal(slot.block.empty)},"")'
        return f'IF({position}=0,{none},IF({found}="","",{shown}))'

    def heading(self, block: Block) -> str:
        """The heading of a block, and how many records found no room."""
        keys, before, after = self._data(block).ref(block.key), *map(literal, more_words(self.desk))
        first, end = self._key(block, 0), self._key(block, block.room)
        count = f'COUNTIFS({keys},">"&({first}),{keys},"<="&({end}))'
        rest = f"{before}&({count}-{block.most})&{after}"
        return f'{literal(block.heading)}&IF({count}>{block.most},{rest},"")'

    # -- pieces --------------------------------------------------------------------------------------------------------
    def _data(self, block: Block) -> DataSheet[object]:
        return self.desk.data[block.data]

    def _key(self, block: Block, n: int) -> str:
        return f"{self.chosen.number}*{block.times}+{block.part + n}"

    def _looked_up(self, block: Block, column: str, position: str) -> str:
        return f"INDEX({self._data(block).ref(column)},{position})"


def _fitting(found: str, longest: int) -> str:
    """A text on one run of lines, its end left out where there is no room."""
    flat = f'SUBSTITUTE({found},CHAR(10)," ")'
    return f'IF(LEN({found})>{longest},LEFT({flat},{longest - 1})&"…",{flat})'
