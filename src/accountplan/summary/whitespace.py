"""White space: what there is to win at accounts, and whether the plans pay off in larger orders and customers kept.

Room is what a customer could buy of a product group in a year minus what it buys from us; every currency stands apart.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accountplan.consolidate.rows import PotentialRow
from accountplan.consolidate.totals import exact_sum
from accountplan.layout.letters import column_for_words
from accountplan.summary.desk import Desk
from accountplan.summary.figures import fraction
from accountplan.summary.loyalty import write_order_values, write_retention
from accountplan.summary.page import Cell, Page
from accountplan.summary.places import Place
from accountplan.summary.rooms import Room, note, rooms
from accountplan.summary.whitespace_charts import write_charts
from accountplan.summary.whitespace_matrix import write_matrix
from accountplan.workbook.styles import INK

_NAME, _COLUMN, _WIDEST = 30.0, 13.6, 18.0
"""Widths: of names, of the other columns, and of one that heads a product group with a long name."""
_COLUMNS = 12
MOST = 20
"""Lines of the ranked list; the data sheet has all of them."""
_SUPPLIERS = 3
"""Suppliers that are named per product group."""
_GROUP_SPANS = {"product-group": 1, "accounts": 1, "current-revenue": 1, "potential-revenue": 1, "room": 1,
                "our-share": 1, "suppliers": 7}  # fmt: skip
_LIST_SPANS = {"name": 1, "product-group": 2, "manager": 2, "current-revenue": 1, "potential-revenue": 1, "room": 1,
               "our-share": 1, "supplier": 3, "link": 1}  # fmt: skip
_KINDS = {"accounts": "number", "current-revenue": "money", "potential-revenue": "money", "room": "money",
          "our-share": "percent", "link": "light"}  # fmt: skip


def write_whitespace(desk: Desk) -> None:
    """The page: per currency the product groups, the largest room and the charts; orders and customers; the matrix."""
    found = rooms(desk)
    page = Page(desk, "whitespace", _widths(found), desk.say("help-whitespace"))
    page.sentence(" ".join(_remarks(desk, found)))
    page.gap(6)
    for room in found:
        _groups(page, room)
        write_charts(page, room)
        _largest(page, room)
    write_order_values(desk, page)
    write_retention(desk, page)
    for room in found:
        write_matrix(page, room)
    page.print_out()
    page.sheet.freeze_panes(2, 0)


def _widths(found: Sequence[Room]) -> list[float]:
    """Of the page's columns: each as wide as the words of the product groups that it heads in a matrix."""
    widths = [_COLUMN] * _COLUMNS
    for room in found:
        for column, code in enumerate(room.groups[:_COLUMNS]):
            needed = column_for_words(room.group(code), bold=True, indent=1)
            widths[column] = max(widths[column], min(needed, _WIDEST))
    return [_NAME, *widths]


def _remarks(desk: Desk, found: Sequence[Room]) -> Iterator[str]:
    """Whose potential is known, and which rows say too little, or something that cannot be."""
    tables = desk.result.tables
    if not tables.potential:
        yield desk.say("empty-whitespace")
        return
    told = {row.account_id for room in found for row in room.rows}
    asked = sum(account.status != "no-plan" for account in tables.accounts)
    yield desk.say("whitespace-known", some=str(len(told)), all=str(asked))
    unknown = sum(row.room is None for row in tables.potential)
    if unknown:
        yield desk.say("whitespace-incomplete", count=str(unknown))
    odd = list(dict.fromkeys(row.account_id for room in found for row in room.rows if (row.room or 0) < 0))
    if odd:
        yield desk.say("whitespace-negative", names=[desk.name_of(account) for account in odd[:5]], count=str(len(odd)))


# -- product groups ----------------------------------------------------------------------------------------------------
def _groups(page: Page, room: Room) -> None:
    """What is bought and could be of every product group, and from whom the rest comes."""
    desk = room.desk
    page.block()
    page.heading(desk.say("whitespace-groups", unit=room.unit))
    page.headers([Cell(desk.say(f"col-{key}"), _KINDS.get(key, "text"), span) for key, span in _GROUP_SPANS.items()])
    for code in room.groups:
        _group_line(page, room, room.group(code), room.of(code), code)
    if len(room.groups) > 1:
        _group_line(page, room, desk.say("all-product-groups"), list(room.rows), None)
    page.gap()


def _group_line(page: Page, room: Room, name: str, rows: Sequence[PotentialRow], code: str | None) -> None:
    figures = [exact_sum(getattr(row, figure) for row in rows) for figure in ("current", "potential", "room")]
    look: dict[str, object] = {} if code is not None else {"bold": True, "top": 1, "top_color": INK}
    at = page.row + 1
    cells = [
        Cell(name, "wrapped", look=look),
        Cell(len({row.account_id for row in rows}), "number", look=look),
        *(Cell(figure, room.kind, look=look) for figure in figures),
        Cell(fraction(figures[0], figures[1]), "percent", formula=f'IF(D{at}=0,"",C{at}/D{at})', look=look),
        Cell(_suppliers(room, rows) if code is not None else "", "wrapped", _GROUP_SPANS["suppliers"], look=look),
    ]
    row = page.line(cells)
    for column, key, figure in zip((2, 3, 4), ("current-revenue", "potential-revenue", "room"), figures, strict=True):
        note(page, room, (row, column), (name, room.desk.say(f"col-{key}").lower()), figure, room.sources(key, code))


def _suppliers(room: Room, rows: Sequence[PotentialRow]) -> str:
    """Who supplies now what we do not: the ones with the largest room, and at how many accounts."""
    named: dict[str, tuple[str, float, set[str]]] = {}
    for row in rows:
        supplier = " ".join((row.supplier or "").split())
        if supplier and (row.room or 0) > 0:
            name, amount, accounts = named.get(supplier.casefold(), (supplier, 0.0, set()))
            named[supplier.casefold()] = (name, amount + (row.room or 0), accounts | {row.account_id})
    ranked = sorted(named.values(), key=lambda one: (-one[1], one[0]))
    said = [f"{name} ({len(accounts)})" for name, _, accounts in ranked[:_SUPPLIERS]]
    if len(ranked) > _SUPPLIERS:
        said.append(room.desk.say("more-short", count=str(len(ranked) - _SUPPLIERS)))
    return ", ".join(said)


# -- the largest room --------------------------------------------------------------------------------------------------
def _largest(page: Page, room: Room) -> None:
    """Account by product group, the largest room first."""
    desk = room.desk
    ranked = sorted((row for row in room.rows if (row.room or 0) > 0), key=lambda row: -(row.room or 0))
    page.block()
    page.heading(desk.say("whitespace-largest", unit=room.unit))
    if not ranked:
        page.sentence(desk.say("whitespace-no-room"))
    else:
        page.headers([Cell(desk.say(f"col-{key}"), _KINDS.get(key, "text"), span) for key, span in _LIST_SPANS.items()])
    for row in ranked[:MOST]:
        page.line([
            Cell(desk.name_of(row.account_id), "wrapped"),
            Cell(room.group(row.product_group or ""), "wrapped", 2),
            Cell(desk.manager_of(row.account_id), "wrapped", 2),
            *(Cell(amount, room.kind) for amount in (row.current, row.potential, row.room)),
            Cell(fraction(row.current, row.potential), "percent"),
            Cell(row.supplier, "wrapped", 3),
            Cell(place=Place.of(row.file, row.sheet, row.cell_potential)),
        ])  # fmt: skip
    page.more(len(ranked) - MOST, "sheet-data-potential")
    page.gap()
