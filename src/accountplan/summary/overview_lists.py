"""The lists of the overview: the largest risks and chances side by side, and the sheets that there are."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass

from accountplan.consolidate.rows import PotentialRow
from accountplan.layout.letters import height, lines
from accountplan.layout.places import quoted
from accountplan.summary.desk import Desk
from accountplan.summary.page import Page
from accountplan.workbook.styles import SIZE

_MOST = 5
_LEFT, _RIGHT = 0, 10
_NAME, _SENTENCE = 3, 6
"""Columns that a name and a sentence take."""


@dataclass(frozen=True)
class Line:
    """An account and what is said of it."""

    account_id: str
    text: str


def write_risks_and_chances(desk: Desk, page: Page) -> None:
    """The five largest of each, with the reason in words."""
    risks, chances = list(_risks(desk))[:_MOST], list(_chances(desk))[:_MOST]
    no_risks = "no-risks" if any(desk.worst_light(one) != "none" for one in desk.accounts) else "no-risks-known"
    row = page.heading(desk.say("risks"))
    page.sheet.text(row, _RIGHT, desk.say("chances"), desk.styles("heading"))
    for n in range(max(len(risks), len(chances), 1)):
        tallest = 1
        for column, some, empty in ((_LEFT, risks, no_risks), (_RIGHT, chances, "no-chances")):
            if n < len(some):
                tallest = max(tallest, _line(desk, page, column, some[n]))
            elif n == 0:
                page.sheet.text(page.row, column, desk.say(empty), desk.styles("plain", indent=1))
        page.sheet.set_row(page.row, height(tallest))
        page.row += 1
    page.gap(8)


def _line(desk: Desk, page: Page, column: int, line: Line) -> int:
    """Write it; how many lines of text it takes."""
    name = desk.name_of(line.account_id)
    taken = 1
    for first, span, text, bold in ((column, _NAME, name, True), (column + _NAME, _SENTENCE, line.text, False)):
        style = desk.styles("cell", bold=bold, indent=1, valign="top")
        page.sheet.merge_range(page.row, first, page.row, first + span - 1, "", style)
        page.sheet.text(page.row, first, text, style)
        taken = max(taken, lines(text, page.width(first, span), bold=bold, indent=1))
    return taken


def _risks(desk: Desk) -> Iterable[Line]:
    """The accounts on red, then those on amber, each in the order of what there is to correct."""
    for light in ("red", "amber"):
        ranked = dict.fromkeys(row.account_id for row in desk.result.tables.corrections if row.light == light)
        for account_id in ranked:
            if desk.worst_light(account_id) == light:
                yield Line(account_id, desk.why(account_id))


def _chances(desk: Desk) -> Iterable[Line]:
    """The accounts with the largest room: where it is and who supplies it now."""
    room: dict[str, list[PotentialRow]] = {}
    for row in desk.result.tables.potential:
        if row.room is not None and row.room > 0:
            room.setdefault(row.account_id, []).append(row)

    def worth(account_id: str) -> float:
        rate = desk.exchange.rate(desk.accounts[account_id].currency)
        return float(rate or 1) * sum(row.room or 0 for row in room[account_id])

    for account_id in sorted(room, key=lambda one: (-worth(one), one)):
        largest = max(room[account_id], key=lambda row: row.room or 0)
        key = "chance-supplier" if largest.supplier else "chance"
        yield Line(
            account_id,
            desk.say(
                key,
                room=round(sum(row.room or 0 for row in room[account_id])),
                currency=largest.currency,
                group=desk.words.listed("product_groups", largest.product_group),
                most=round(largest.room or 0),
                supplier=largest.supplier or "",
            ),
        )


def write_contents(desk: Desk, page: Page) -> None:
    """Links to all sheets, below what is printed. Written when all sheets are there."""
    row = page.row + 1

    def write() -> None:
        names = [sheet.name for sheet in desk.book.worksheets() if sheet.name != page.sheet.name]
        page.sheet.text(row, 0, desk.say("contents"), desk.styles("plain", bold=True, indent=1))
        style = desk.styles("link", font_size=SIZE["small"], indent=1)
        for n, name in enumerate(names):
            at, column = row + 1 + n // 5, 4 * (n % 5)
            page.sheet.write_url(at, column, f"internal:{quoted(name)}!A1", style, name)

    desk.afterwards.append(write)
