"""The matrix of the white space: accounts × product groups, tinted by their room, the account with the most on top."""

from __future__ import annotations

from collections.abc import Sequence

from xlsxwriter.utility import xl_range, xl_rowcol_to_cell

from accountplan.summary.ledger import Sum
from accountplan.summary.page import Cell, Page
from accountplan.summary.rooms import Room, note
from accountplan.workbook.styles import INK, PAPER

MOST_ACCOUNTS, MOST_GROUPS = 25, 10
"""Lines and columns; what there is more goes together in one of each, so that the totals hold."""
_STRONG: dict[str, object] = {"bold": True, "top": 1, "top_color": INK}


def write_matrix(page: Page, room: Room) -> None:
    """Room per account and product group. Every total is a formula and stands in the ledger."""
    desk = room.desk
    page.block()
    page.heading(desk.say("whitespace-matrix", unit=room.unit))
    columns: list[tuple[str, Sequence[str]]] = [(room.group(code), [code]) for code in room.groups[:MOST_GROUPS]]
    if room.groups[MOST_GROUPS:]:
        columns.append((desk.say("whitespace-other-groups"), room.groups[MOST_GROUPS:]))
    total = desk.say("col-total")
    page.headers([Cell(desk.say("col-name")), *(Cell(name, "money") for name, _ in columns), Cell(total, "money")])
    first = page.row
    for account in room.accounts[:MOST_ACCOUNTS]:
        row = _line(page, room, desk.name_of(account), columns, [account])
        amount = room.amount(room.groups, [account])
        note(page, room, (row, len(columns) + 1), (desk.name_of(account), total), amount,
             room.sources("room", account=account))  # fmt: skip
    _tint(page, first, page.row - 1, len(columns))
    rest = room.accounts[MOST_ACCOUNTS:]
    if rest:
        _line(page, room, desk.say("whitespace-other-accounts", count=str(len(rest))), columns, rest)
    _totals(page, room, (first, page.row - 1), columns)
    page.gap()


def _line(
    page: Page, room: Room, name: str, columns: Sequence[tuple[str, Sequence[str]]], accounts: Sequence[str]
) -> int:
    amounts = [room.amount(groups, accounts) for _, groups in columns]
    across = xl_range(page.row, 1, page.row, len(columns))
    total = Cell(room.amount(room.groups, accounts), room.kind, formula=f"SUM({across})", look={"bold": True})
    return page.line([Cell(name, "wrapped"), *(Cell(amount, room.kind) for amount in amounts), total])


def _tint(page: Page, first: int, last: int, columns: int) -> None:
    """The more room, the deeper the accent; the figure stands in it."""
    scale = {"type": "2_color_scale", "min_type": "num", "min_value": 0, "max_type": "max", "min_color": PAPER,
             "max_color": page.desk.styles.palette.tint(0.4)}  # fmt: skip
    page.sheet.conditional_format(first, 1, last, columns, scale)


def _totals(page: Page, room: Room, lines: tuple[int, int], columns: Sequence[tuple[str, Sequence[str]]]) -> None:
    """A line of the product groups over all accounts, and the room of all together."""
    row, total, cells = page.row, room.desk.say("col-total"), []
    for column, (_, groups) in enumerate([*columns, (total, room.groups)], start=1):
        amount = room.amount(groups, room.accounts)
        down = f"{xl_rowcol_to_cell(lines[0], column)}:{xl_rowcol_to_cell(lines[1], column)}"
        cells.append(Cell(amount, room.kind, formula=f"SUM({down})", look=_STRONG))
    page.line([Cell(total, look=_STRONG), *cells])
    for column, (name, groups) in enumerate(columns, start=1):
        sums = [room.sources("room", code) for code in groups]
        note(page, room, (row, column), (name, total), room.amount(groups, room.accounts), Sum.of(sums))
    note(page, room, (row, len(columns) + 1), (total,), room.amount(room.groups, room.accounts), room.sources("room"))
