"""What a table's row misses, in words beside it: the formula that reads the row's marks, and what it shows."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cached_property

from accountplan.formula import literal
from accountplan.layout.places import RowPlace, Slot, TablePlace, address, letters
from accountplan.layout.progress import CONFLICT, FAULT, OPEN, RowState, mark
from accountplan.layout.texts import REQUIRED, header_texts
from accountplan.messages import say
from accountplan.workbook.faults import fault_test
from accountplan.workbook.page import Page

_MARKS = "\0"
"""Stands in a formula for the address of a row's marks, until it is written in a row."""


@dataclass(frozen=True)
class Missing:
    """The sentences beside the rows of one table. Rows that ask the same share their formula but for an address."""

    page: Page
    place: TablePlace
    _formulas: dict[tuple[tuple[int, int], ...], str] = field(default_factory=dict)

    def beside(self, row: RowPlace, state: RowState) -> tuple[str, str] | None:
        """The formula and what it shows; None beside a row of which nothing can be said."""
        slots = [slot for slot in self.place.slots_of(row) if slot.spec.is_input or slot.spec.may_clash]
        asked = tuple((slot.at_column, id(slot.spec)) for slot in slots)
        if asked not in self._formulas:
            self._formulas[asked] = self._formula(slots)
        formula = self._formulas[asked]
        if not formula:
            return None
        return formula.replace(_MARKS, address(row.row, self.page.place.marks)), self._shown(slots, state)

    def _formula(self, slots: list[Slot]) -> str:
        inputs = [slot for slot in slots if slot.spec.is_input]
        required = [slot.at_column for slot in inputs if slot.spec.required or slot.spec.required_when]
        limited = [slot.at_column for slot in inputs if fault_test(*self.page.rule(slot.spec), "A1") is not None]
        parts = [self._naming(kind, columns) for kind, columns in ((OPEN, required), (FAULT, limited)) if columns]
        parts += [self._clash(slot) for slot in slots if slot.spec.may_clash]
        return f"TRIM({'&'.join(parts)})" if parts else ""

    def _naming(self, kind: str, columns: list[int]) -> str:
        """`Nog: Deadline, Status. `: the headers of the columns that have a mark of this kind."""
        before, after = self._sentence(kind)
        header = self.place.header_row + 1
        pieces = [
            f'IF(ISNUMBER(FIND("{mark(kind, column)}",{_MARKS})),", "&{letters(column)}${header},"")'
            for column in columns
        ]
        listed = f'SUBSTITUTE(MID({"&".join(pieces)},3,400),"{REQUIRED}","")'
        return f'IF(ISNUMBER(FIND("{kind}",{_MARKS})),{literal(before)}&{listed}&{literal(after + " ")},"")'

    def _clash(self, slot: Slot) -> str:
        own, sentence = mark(CONFLICT, slot.at_column), self._conflict(slot)
        return f'IF(ISNUMBER(FIND("{own}",{_MARKS})),{literal(sentence + " ")},"")'

    # -- what it shows -----------------------------------------------------------------------------------------------
    def _shown(self, slots: list[Slot], state: RowState) -> str:
        if not state.marks:
            return ""
        said = [self._named(kind, slots, state) for kind in (OPEN, FAULT)]
        said += [self._conflict(slot) for slot in slots if mark(CONFLICT, slot.at_column) in state.marks]
        return " ".join(text for text in said if text)

    def _named(self, kind: str, slots: list[Slot], state: RowState) -> str:
        before, after = self._sentence(kind)
        names = [self._headers[slot.at_column] for slot in slots if mark(kind, slot.at_column) in state.marks]
        return f"{before}{', '.join(names).replace(REQUIRED, '')}{after}" if names else ""

    def _sentence(self, kind: str) -> tuple[str, str]:
        before, _, after = say(self.page.language, "sheet", f"row-{kind}", names="\0").partition("\0")
        return before, after

    @cached_property
    def _headers(self) -> dict[int, str]:
        indexes = (column.index for column in self.place.columns)
        return dict(zip(indexes, header_texts(self.place, self.page.layout), strict=True))

    def _conflict(self, slot: Slot) -> str:
        return slot.spec.conflict[self.page.language] if slot.spec.conflict else ""
