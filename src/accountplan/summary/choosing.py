"""The sheet on which an account is chosen in a drop-down: its page, made of formulas over the data sheets alone."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from accountplan.summary.account_page import account_bands
from accountplan.summary.blocks import ACCOUNT, COLUMNS, Line, Slot, lines_of
from accountplan.summary.desk import Desk
from accountplan.summary.formats import FORMATS
from accountplan.summary.page_formulas import Chosen, PageFormulas
from accountplan.summary.page_values import PageValues
from accountplan.summary.slots import WHOLE, SlotWriter
from accountplan.workbook.excel import StrictSheet
from accountplan.workbook.paper import PAPER_A4

CHOICE, FIRST = 3, 5
"""Rows of the drop-down and of the first line of the page."""
LABELLED = 3
"""Columns that say what the drop-down is for."""
_HELPERS = 4
"""Hidden columns right of the page: where the records of a line stand, one per block side by side."""


def write_account_page(desk: Desk) -> None:
    """The drop-down with the account that needs attention most, and its page."""
    if not desk.accounts:
        desk.sheet("account", COLUMNS, desk.say("empty-account"))
        return
    _Chooser(desk).write()


def worst_account(desk: Desk) -> str:
    """The account with the most points on red, then on amber; without any plan the first."""

    def lights(account_id: str) -> tuple[int, ...]:
        rows = desk.current.get(account_id, [])
        return tuple(sum(row.light == light for row in rows) for light in ("red", "amber"))

    delivered = [account_id for account_id, row in desk.accounts.items() if row.status == "delivered"]
    return max(delivered or list(desk.accounts)[:1], key=lights)


class _Chooser:
    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.values = PageValues(desk)
        self.slots = SlotWriter(desk, self.values)
        self.account_id = worst_account(desk)
        at = [xl_rowcol_to_cell(CHOICE, column, True, True) for column in (LABELLED, *range(COLUMNS, COLUMNS + 3))]
        self.formulas = PageFormulas(desk, self.values, Chosen(*at))
        self.sheet: StrictSheet = desk.sheet("account", COLUMNS, desk.say("help-account"))

    def write(self) -> None:
        self.slots.set_up(self.sheet)
        self.sheet.set_column(COLUMNS, COLUMNS + _HELPERS - 1, 8, None, {"hidden": True})
        self._choice()
        lines = list(lines_of(account_bands(self.desk)))
        for row, line in enumerate(lines, start=FIRST):
            self._line(row, line)
        self._colours(lines)
        self._paper(FIRST + len(lines) - 1)

    def _choice(self) -> None:
        """The drop-down, and hidden beside it which account that is."""
        sheet, desk, row = self.sheet, self.desk, CHOICE
        label = desk.styles("label-required", indent=1)
        sheet.merge_range(row, 0, row, LABELLED - 1, "", label)
        sheet.text(row, 0, desk.say("choose-label"), label)
        # As text: what is chosen may begin with =.
        box = desk.styles("input", num_format="@", bold=True, valign="vcenter", indent=1, text_wrap=False)
        sheet.merge_range(row, LABELLED, row, COLUMNS - 1, "", box)
        labels = desk.data["accounts"].values("label")
        number = desk.index("account", self.account_id)
        sheet.text(row, LABELLED, labels[number - 1], box)
        sheet.set_row(row, 24)
        sheet.data_validation(
            row, LABELLED, row, LABELLED,
            {
                "validate": "list", "source": f"={desk.data['accounts'].ref('label')}",
                "input_title": desk.say("choose-title"), "input_message": desk.say("choose-help"),
                "error_title": desk.say("choose-title"), "error_message": desk.say("choose-wrong"),
            },
        )  # fmt: skip
        position = self.values.position(ACCOUNT, self.account_id, 0)
        hidden = desk.styles("hidden")
        found = (
            (self.formulas.number(), number),
            (self.formulas.account_position(), (position or 0) + 1),
            (self.formulas.delivered(), int(self.values.delivered(self.account_id))),
        )
        for column, (formula, value) in enumerate(found, start=COLUMNS):
            sheet.write_formula(row, column, f"={formula}", hidden, value)

    def _line(self, row: int, line: Line) -> None:
        shown = [(slot, self.values.value(slot, self.account_id)) for slot in line.slots]
        for side, slot in {slot.side: slot for slot in line.slots if slot.n and slot.field}.items():
            at = self.values.position(slot.block, self.account_id, slot.n)
            formula = self.formulas.position(slot.block, slot.n)
            hidden = self.desk.styles("hidden")
            self.sheet.write_formula(row, COLUMNS + side, f"={formula}", hidden, 0 if at is None else at + 1)
        for slot, value in shown:
            self._slot(row, slot, value)
        self.sheet.set_row(row, self.slots.points(line, [(slot, self._longest(slot)) for slot in line.slots]))

    def _slot(self, row: int, slot: Slot, value: Any) -> None:
        kind = self.values.kind(slot)
        look: dict[str, object] = {"num_format": FORMATS[kind]} if kind in FORMATS else {}
        self.slots.write(self.sheet, row, slot, value, kind, self._formula(row, slot), look)

    def _formula(self, row: int, slot: Slot) -> str:
        """What a cell is worked out by; empty for what is the same for every account."""
        if slot.role == "header" and not slot.text and slot.field is None:
            return self.formulas.heading(slot.block)
        if slot.field is None or slot.role in ("header", "label"):
            return ""
        if slot.block is ACCOUNT:
            return self.formulas.value(slot, self.formulas.chosen.position)
        return self.formulas.value(slot, xl_rowcol_to_cell(row, COLUMNS + slot.side, False, True))

    def _longest(self, slot: Slot) -> Any:
        """The longest text that a cell may show: its line is as tall as that needs."""
        if slot.field is None or slot.field.lines == 1 or slot.role == "label":
            return self.values.value(slot, self.account_id)
        texts = (self.values.value(slot, account_id) for account_id in self.desk.accounts)
        return max((str(text or "") for text in texts), key=len)

    def _colours(self, lines: Sequence[Line]) -> None:
        """Words in their colours, and numbers with their fraction where they have one."""
        decimals = self.desk.book.add_format({"num_format": FORMATS["decimal"]})
        for row, line in enumerate(lines, start=FIRST):
            for slot in line.slots:
                if slot.role not in ("fact", "value") or slot.field is None:
                    continue
                kind = self.values.kind(slot)
                if kind == "light":
                    self.slots.colour_words(self.sheet, row, row, slot.column)
                elif kind == "number" or (kind == "money" and self.values.varies(slot)):
                    cell = xl_rowcol_to_cell(row, slot.column)
                    rule = f"=IF(ISNUMBER({cell}),AND({cell}<>INT({cell}),ABS({cell})<{WHOLE}),FALSE)"
                    self.sheet.conditional_format(
                        row, slot.column, row, slot.column, {"type": "formula", "criteria": rule, "format": decimals}
                    )

    def _paper(self, last: int) -> None:
        """The page alone on one A4, without the drop-down."""
        sheet = self.sheet
        sheet.set_paper(PAPER_A4)
        sheet.fit_to_pages(1, 1)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.center_horizontally()
        sheet.print_area(FIRST, 0, last, COLUMNS - 1)
        sheet.page_footer(" · ".join(filter(None, (self.desk.company, self.desk.title))), "&A", "")
        sheet.freeze_panes(FIRST - 1, 0)
