"""Pages of all accounts with fixed values, for a meeting or a visit: a sheet per account manager, an A4 per account."""

from __future__ import annotations

import re
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime, time
from typing import Literal

from accountplan.consolidate import Consolidated
from accountplan.consolidate.rows import AccountRow
from accountplan.consolidate.words import Words
from accountplan.formula import literal
from accountplan.layout.pages import PAPER_HEIGHT, PAPER_WIDTH
from accountplan.messages import stop
from accountplan.summary.account_page import account_bands
from accountplan.summary.blocks import COLUMNS, PAGE_WIDTH, Band, Line, Slot, lines_of
from accountplan.summary.briefing import briefing_bands
from accountplan.summary.desk import Desk
from accountplan.summary.inputs import inputs_of, write_inputs
from accountplan.summary.lists import FIRST, Column, ListSheet, write_list
from accountplan.summary.page_values import PageValues
from accountplan.summary.slots import SlotWriter
from accountplan.workbook.excel import StrictSheet, shortened, visible, workbook
from accountplan.workbook.links import link_formula
from accountplan.workbook.paper import PAPER_A4
from accountplan.workbook.styles import ROW, Styles

Shape = Literal["pages", "briefings"]
"""What a page is for: the review meeting, or a visit."""
BANDS: dict[Shape, Callable[[Desk], tuple[Band, ...]]] = {"pages": account_bands, "briefings": briefing_bands}
_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
"""What the name of a sheet may not hold."""
_LONGEST_NAME = 31
_MOST_PAGES = 1000
"""Pages of a sheet: Excel takes 1,023 breaks."""
_WIDTH, _HEIGHT = 0.92, 0.98
"""Of the paper's: LibreOffice makes columns 6 % wider in print, and some programs rows a little taller."""
_LARGEST = 85


def pages_bytes(
    result: Consolidated, shape: Shape, plans_at: str = "", accounts: Collection[str] = (),
    options: Mapping[str, object] | None = None,
) -> bytes:  # fmt: skip
    """A workbook (.xlsx) with a page for every account, or for these `accounts`; the same input gives the same bytes.

    `plans_at` and `options` as for `summary_bytes`. Raises `Stop` for an account that is not in the round.
    """
    portfolio = result.round.portfolio
    created = datetime.combine(result.quarter.end(portfolio), time())
    company = portfolio.settings.company if portfolio else ""
    with workbook(created, company=company) as (book, buffer):
        write_inputs(book, inputs_of(result, options))
        styles = Styles(book, portfolio.settings.accent if portfolio else None)
        desk = Desk(book, styles, result, Words(result.round, result.language), plans_at)
        book.set_properties({"created": created, "title": desk.say(f"title-{shape}"), "company": company})
        _Pages(desk, shape, _asked(desk, accounts)).write()
    return buffer.getvalue()


def _asked(desk: Desk, accounts: Collection[str]) -> list[AccountRow]:
    for account_id in accounts:
        if account_id not in desk.accounts:
            raise stop(desk.language, "account-missing", account=account_id)
    return [row for row in desk.result.tables.accounts if not accounts or row.account_id in accounts]


@dataclass
class _Sheet:
    """The pages of one account manager. `starts` are the rows with which pages begin."""

    name: str
    rows: Sequence[AccountRow]
    starts: list[int] = field(default_factory=list)
    tallest: float = 0.0


class _Pages:
    def __init__(self, desk: Desk, shape: Shape, rows: list[AccountRow]) -> None:
        self.desk, self.shape, self.rows = desk, shape, rows
        self.values = PageValues(desk)
        self.slots = SlotWriter(desk, self.values)
        self.lines = list(lines_of(BANDS[shape](desk)))
        self.at: dict[str, tuple[str, int]] = {}

    def write(self) -> None:
        index, columns = self._index()
        for sheet in self._sheets():
            self._write(sheet)
        style = self.desk.styles("link-cell", align="center", valign="top")
        for row, account in enumerate(self.rows, start=FIRST):
            if account.account_id in self.at:
                name, at = self.at[account.account_id]
                words = self.desk.say("open")
                index.write_formula(row, columns, link_formula(name, words, f"A{at + 1}"), style, words)

    # -- the contents --------------------------------------------------------------------------------------------------
    def _index(self) -> tuple[StrictSheet, int]:
        """The list of accounts, and the column for the links to their pages."""
        desk = self.desk
        columns: list[Column[AccountRow]] = [
            Column("account", 11, lambda row: row.account_id),
            Column("name", 40, lambda row: row.account_name, "wrapped"),
            Column("manager", 26, lambda row: row.account_manager, "wrapped"),
            Column("tier", 11, lambda row: row.tier, "light"),
            Column("light", 12, lambda row: desk.light(desk.worst_light(row.account_id)), "light"),
            Column("delivery", 17, lambda row: desk.say(f"delivery-{row.status}"), "light"),
            Column("attention", 60, lambda row: desk.why(row.account_id), "wrapped"),
            Column("page", 10, lambda row: None, "light"),
        ]
        missing = {"red": desk.say("delivery-missing"), "amber": desk.say("delivery-conflict")}
        colours = {"light": desk.light_words(), "delivery": missing}
        spec = ListSheet(self.shape, columns, frozen=2, printed=len(columns), colours=colours)
        sheet = write_list(desk, spec, self.rows)
        sheet.activate()
        return sheet, len(columns) - 1

    # -- the pages -----------------------------------------------------------------------------------------------------
    def _sheets(self) -> Iterator[_Sheet]:
        """The accounts that a plan is asked of or came from, per manager in the order of the portfolio."""
        by_manager: dict[str, list[AccountRow]] = {}
        for row in self.rows:
            if row.status != "no-plan":
                by_manager.setdefault(row.manager_key or row.account_manager or "", []).append(row)
        parts = [part for rows in by_manager.values() for part in _chunks(rows)]
        nobody = self.desk.say("page-nobody")
        names = sheet_names([part[0].account_manager or nobody for part in parts], self.desk.say(f"sheet-{self.shape}"))
        return (_Sheet(name, part) for name, part in zip(names, parts, strict=True))

    def _write(self, pages: _Sheet) -> None:
        sheet = self.desk.book.sheet(pages.name)
        self.slots.set_up(sheet)
        row = 0
        for account in pages.rows:
            if account.status == "delivered":
                row = self._begin(sheet, pages, row, account)
        waiting = [account for account in pages.rows if account.status != "delivered"]
        if waiting:
            row = self._waiting(sheet, pages, row, waiting)
        self._paper(sheet, pages, row - 1)

    def _begin(self, sheet: StrictSheet, pages: _Sheet, row: int, account: AccountRow) -> int:
        """The page of an account from a row on; the row after it."""
        account_id, start = account.account_id, row
        pages.starts.append(start)
        self.at[account_id] = (pages.name, start)
        for line in self.lines:
            if line.spare and not self.values.holds(line, account_id):
                continue
            self._line(sheet, row, line, account_id)
            row += 1
        pages.tallest = max(pages.tallest, sheet.height(start, row - 1))
        return row

    def _line(self, sheet: StrictSheet, row: int, line: Line, account_id: str) -> None:
        shown = [(slot, self.values.value(slot, account_id)) for slot in line.slots]
        for slot, value in shown:
            kind = self.values.kind_for(slot, account_id)
            formula = self._link(slot, account_id) if kind == "link" and slot.role == "value" and value else ""
            colour = self.slots.colour(value) if kind == "light" else {}
            self.slots.write(sheet, row, slot, value, kind, formula, colour)
        sheet.set_row(row, self.slots.points(line, shown))

    def _link(self, slot: Slot, account_id: str) -> str:
        at = self.values.position(slot.block, account_id, slot.n)
        target = self.desk.data[slot.block.data].values("way")[at or 0]
        return f"HYPERLINK({literal(target)},{literal(self.desk.say('open'))})"

    def _waiting(self, sheet: StrictSheet, pages: _Sheet, row: int, accounts: Sequence[AccountRow]) -> int:
        """A short note on those whose plan is not there, on a page of their own."""
        pages.starts.append(row)
        heading = self.desk.styles("heading")
        for column in range(COLUMNS):
            sheet.write_blank(row, column, None, heading)
        sheet.text(row, 0, self.desk.say("page-undelivered"), heading)
        sheet.set_row(row, ROW["heading"])
        for account in accounts:
            row += 1
            self.at[account.account_id] = (pages.name, row)
            state = self.desk.say(f"delivery-{account.status}")
            for slot, value in (
                (Slot(0, 3, "value"), account.account_id),
                (Slot(3, 13, "value"), account.account_name),
                (Slot(16, 4, "value"), state),
            ):
                self.slots.write(sheet, row, slot, value, "text", look=self.slots.colour(value))
            sheet.set_row(row, ROW["line"])
        return row + 1

    def _paper(self, sheet: StrictSheet, pages: _Sheet, last: int) -> None:
        """Every account on one A4: as large as the tallest of them allows."""
        sheet.set_paper(PAPER_A4)
        sheet.set_margins(left=0.5, right=0.5, top=0.6, bottom=0.7)
        sheet.center_horizontally()
        wide = _WIDTH * PAPER_WIDTH["portrait"] / PAGE_WIDTH
        high = _HEIGHT * PAPER_HEIGHT["portrait"] / pages.tallest if pages.tallest else 1.0
        sheet.set_print_scale(min(_LARGEST, int(100 * min(wide, high))))
        if pages.starts[1:]:
            sheet.set_h_pagebreaks(pages.starts[1:])
        sheet.print_area(0, 0, last, COLUMNS - 1)
        sheet.page_footer(" · ".join(filter(None, (self.desk.company, self.desk.title))), "&A", "&P / &N")


def _chunks(rows: Sequence[AccountRow]) -> Iterator[Sequence[AccountRow]]:
    return (rows[at : at + _MOST_PAGES] for at in range(0, len(rows), _MOST_PAGES))


def sheet_names(asked: Sequence[str], *taken: str) -> list[str]:
    """Names that Excel takes for sheets, as near to those asked as can be: no two the same, whatever their case."""
    given = {name.casefold() for name in (*taken, "History")}
    names: list[str] = []
    for text in asked:
        whole = " ".join(_FORBIDDEN.sub(" ", visible(text)).split())
        name, n = shortened(whole, _LONGEST_NAME).strip("'") or "-", 2
        while name.casefold() in given:
            name, n = f"{shortened(whole, _LONGEST_NAME - 5)} ({n})".lstrip("'"), n + 1
        given.add(name.casefold())
        names.append(name)
    return names
