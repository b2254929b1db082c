"""What the plans are for, measured: what an order is worth and how many customers stay, this year against last."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accountplan.consolidate.order_values import average
from accountplan.consolidate.plan import CELLS_JOINED
from accountplan.consolidate.rows import OrderValueRow, RetentionRow
from accountplan.consolidate.totals import exact_sum
from accountplan.summary.data_sheets.selling import has_both
from accountplan.summary.desk import Desk
from accountplan.summary.page import Cell, Page
from accountplan.summary.places import Place
from accountplan.workbook.styles import ERROR_INK, SIZE

MOST = 8
"""Accounts of a list; the data sheet has all of them."""
_NAMED = 8
"""Customers who left, by name."""
_FIGURES = ("revenue", "orders", "revenue_before", "orders_before")
_ORDER_KEYS = ("unit", "complete", "revenue-now", "orders-now", "order-value-now", "revenue-before", "orders-before",
               "order-value-before", "order-value-change")  # fmt: skip
_KINDS = {
    "unit": "text",
    "complete": "light",
    "name": "text",
    "manager": "text",
    "link": "light",
    "retention-year": "text",
    "retention-until": "date",
}


# -- order value -------------------------------------------------------------------------------------------------------
def write_order_values(desk: Desk, page: Page) -> None:
    """Per currency over all accounts with both years, then the accounts where it fell and rose most."""
    rows = desk.result.tables.order_values
    page.block()
    page.heading(desk.say("orders-heading"))
    both = [row for row in rows if has_both(row)]
    if not both:
        page.sentence(desk.say("empty-orders"))
        page.gap()
        return
    page.small(desk.say("orders-note", quarter=desk.result.quarter.name))
    page.headers([Cell(desk.say(f"col-{key}"), _KINDS.get(key, "number")) for key in _ORDER_KEYS])
    for currency in dict.fromkeys(row.currency for row in rows):
        some = [row for row in both if row.currency == currency]
        if some:
            asked = sum(a.currency == currency and a.status != "no-plan" for a in desk.result.tables.accounts)
            _average(desk, page, currency, some, asked)
    page.gap(8)
    _changes(desk, page, both)
    page.gap()


def _average(desk: Desk, page: Page, currency: str, rows: Sequence[OrderValueRow], asked: int) -> None:
    """Revenue of all these accounts divided by their orders: large accounts weigh more."""
    revenue, orders, revenue_before, orders_before = (
        exact_sum(getattr(row, figure) for row in rows) for figure in _FIGURES
    )
    now, before = average(revenue, orders), average(revenue_before, orders_before)
    at = page.row + 1
    change = None if now is None or not before else now / before - 1
    row = page.line([
        Cell(currency),
        Cell(desk.say("of", some=str(len(rows)), all=str(asked)), "light"),
        Cell(revenue, "money"),
        Cell(orders, "number"),
        Cell(now, "money", formula=f"C{at}/D{at}" if now is not None else ""),
        Cell(revenue_before, "money"),
        Cell(orders_before, "number"),
        Cell(before, "money", formula=f"F{at}/G{at}" if before is not None else ""),
        Cell(change, "percent-change", formula=f"E{at}/H{at}-1" if change is not None else "", look={"bold": True}),
    ])  # fmt: skip
    data = desk.data["orders"]
    columns = {2: "revenue-now", 3: "orders-now", 5: "revenue-before", 6: "orders-before"}
    values = (revenue, orders, revenue_before, orders_before)
    for (column, key), value in zip(columns.items(), values, strict=True):
        what = " · ".join((desk.say(f"col-{key}"), currency))
        kind = "money" if key.startswith("revenue") else "number"
        desk.ledger.note(page.name, (row, column), what, kind, value, data.sum(key, both=1, currency_code=currency))


def _changes(desk: Desk, page: Page, rows: Sequence[OrderValueRow]) -> None:
    """The accounts where an order became smaller, then those where it became larger; the largest changes first."""
    falls = sorted((row for row in rows if (row.change or 0) < 0), key=lambda row: row.change or 0)
    rises = sorted((row for row in rows if (row.change or 0) > 0), key=lambda row: -(row.change or 0))
    keys = ("name", "unit", "manager", "orders-now", "order-value-now", "orders-before", "order-value-before",
            "order-value-change", "link")  # fmt: skip
    for heading, some in (("orders-falls", falls), ("orders-rises", rises)):
        if not some:
            continue
        page.sentence(desk.say(heading, count=str(len(some))), bold=True)
        page.headers([Cell(desk.say(f"col-{key}"), _KINDS.get(key, "number"), _span(key)) for key in keys])
        for row in some[:MOST]:
            _change(desk, page, row)
        page.more(len(some) - MOST, "sheet-data-orders")
        page.gap(8)


def _span(key: str) -> int:
    return 2 if key == "manager" else 1


def _change(desk: Desk, page: Page, row: OrderValueRow) -> None:
    page.line([
        Cell(desk.name_of(row.account_id), "wrapped"),
        Cell(row.currency),
        Cell(desk.manager_of(row.account_id), "wrapped", 2),
        Cell(row.orders, "number"),
        Cell(row.order_value, "money"),
        Cell(row.orders_before, "number"),
        Cell(row.order_value_before, "money"),
        Cell(row.change, "percent-change"),
        Cell(place=Place.of(row.file, row.sheet, row.cell)),
    ])  # fmt: skip


# -- customers kept ----------------------------------------------------------------------------------------------------
def write_retention(desk: Desk, page: Page) -> None:
    """Of the customers of 1 January, how many there still are; this year beside the same part of last year."""
    rows = desk.result.tables.retention
    page.block()
    page.heading(desk.say("retention-heading"))
    for text, look in _retention_remarks(desk, rows):
        page.sentence(text, **look)
    if any(row.customers is not None for row in rows):
        keys = (
            "retention-year",
            "retention-until",
            "retention-at-start",
            "retention-kept",
            "retention-lost",
            "retention-rate",
        )
        cells = [Cell(desk.say(f"col-{key}"), _KINDS.get(key, "number")) for key in keys]
        page.headers([*cells, Cell(desk.say("col-retention-who"), span=7)])
        for row, suffix in zip(rows, ("", "-before"), strict=True):
            _retention_line(desk, page, row, suffix)
    page.gap()


def _retention_remarks(desk: Desk, rows: Sequence[RetentionRow]) -> Iterator[tuple[str, dict[str, object]]]:
    """What the numbers rest on: days that are in the portfolio, or are not."""
    portfolio = desk.result.round.portfolio
    if not rows or all(row.customers is None for row in rows):
        yield desk.say("retention-unknown"), {}
        return
    if portfolio and all(account.customer_until is None for account in portfolio.accounts):
        yield desk.say("retention-nobody-left"), {"font_color": ERROR_INK}
    note = desk.say("retention-note")
    if rows[0].unknown:
        note += " " + desk.say("retention-some-unknown", count=str(rows[0].unknown))
    yield note, {"font_color": desk.styles.quiet, "font_size": SIZE["small"]}


def _retention_line(desk: Desk, page: Page, row: RetentionRow, suffix: str) -> None:
    at = page.row + 1
    lost = (row.lost_accounts or "").split(CELLS_JOINED) if row.lost_accounts else []
    line = page.line([
        Cell(str(row.year)),
        Cell(row.until, "date"),
        Cell(row.customers, "number"),
        Cell(row.kept, "number"),
        Cell(row.lost, "number", formula=f"C{at}-D{at}" if row.lost is not None else ""),
        Cell(row.rate, "percent", formula=f'IF(C{at}=0,"",D{at}/C{at})' if row.lost is not None else "",
             look={"bold": True}),
        Cell(desk.names_of(lost, _NAMED), "wrapped", 7),
    ])  # fmt: skip
    data = desk.data["accounts"]
    for column, key, value in ((2, "customer-at-start", row.customers), (3, "customer-kept", row.kept)):
        named = desk.say(f"col-retention-{key.removeprefix('customer-')}")
        what = f"{named} · {row.year}"
        desk.ledger.note(page.name, (line, column), what, "number", value, data.sum(f"{key}{suffix}"))
