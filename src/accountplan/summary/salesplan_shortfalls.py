"""The accounts behind the sales plan: who bought least of what was planned, with the note of the sales person."""

from __future__ import annotations

from accountplan.consolidate.plan import difference
from accountplan.consolidate.rows import RangeRow, SalesplanAccountRow
from accountplan.layout.places import quoted
from accountplan.summary.data import HEADER
from accountplan.summary.desk import Desk
from accountplan.summary.figures import fraction
from accountplan.summary.page import Cell, Page
from accountplan.summary.places import Place

MOST = 12
"""Lines of the list; the data sheet has all accounts."""
_SPANS = {"name": 1, "unit": 1, "product-group": 2, "manager": 2, "plan": 1, "actual": 1, "variance": 1,
          "variance-share": 1, "note": 2, "link": 1}  # fmt: skip
_KINDS = {"plan": "money", "actual": "money", "variance": "money", "variance-share": "percent", "link": "light",
          "unit": "light"}  # fmt: skip


def write_shortfalls(desk: Desk, page: Page, *, in_full: bool) -> None:
    """The largest shortfalls to date, and the way to the list of all accounts. `in_full`: the rest is in thousands."""
    rows = shortfalls(desk)
    page.block()
    page.heading(desk.say("salesplan-shortfalls-full" if in_full else "salesplan-shortfalls", count=str(len(rows))))
    if rows:
        page.headers([Cell(desk.say(f"col-{key}"), _KINDS.get(key, "text"), span) for key, span in _SPANS.items()])
    else:
        page.sentence(desk.say("salesplan-no-shortfalls"))
    told = {
        (r.account_id, r.product_group): r for r in desk.result.tables.range if r.quarter == desk.result.quarter.name
    }
    for row in rows[:MOST]:
        _line(desk, page, row, told.get((row.account_id, row.product_group)))
    page.more(len(rows) - MOST, "sheet-data-salesplan")
    _way_to_all(desk, page)
    page.gap()


def shortfalls(desk: Desk) -> list[SalesplanAccountRow]:
    """Where less was bought than planned from 1 January on, the largest shortfall first: in the portfolio's currency
    where there is a rate."""

    def shortfall(row: SalesplanAccountRow) -> float:
        apart = difference(row.actual_to_date, row.plan_to_date) or 0
        return apart * float(desk.exchange.rate(row.currency) or 1)

    short = [row for row in desk.result.tables.salesplan_accounts if shortfall(row) < 0]
    return sorted(short, key=shortfall)


def _line(desk: Desk, page: Page, row: SalesplanAccountRow, told: RangeRow | None) -> None:
    apart = difference(row.actual_to_date, row.plan_to_date)
    values: dict[str, object] = {
        "name": desk.name_of(row.account_id),
        "unit": row.currency,
        "product-group": desk.words.listed("product_groups", row.product_group),
        "manager": desk.manager_of(row.account_id),
        "plan": row.plan_to_date,
        "actual": row.actual_to_date,
        "variance": apart,
        "variance-share": fraction(apart, row.plan_to_date),
        "note": told.note if told else None,
    }
    kinds = {"variance": "money-change", "variance-share": "percent-change", "unit": "light", "plan": "money",
             "actual": "money"}  # fmt: skip
    cells = [Cell(value, kinds.get(key, "wrapped"), _SPANS[key]) for key, value in values.items()]
    place = Place.of(told.file, told.sheet, told.cell_actual) if told else Place.of(row.file, None, None)
    page.line([*cells, Cell(place=place)])


def _way_to_all(desk: Desk, page: Page) -> None:
    """A link to the data sheet with every account behind every product group."""
    name = desk.data["salesplan"].name
    shown = desk.say("salesplan-all-accounts", sheet=name)
    style = desk.styles("link", valign="top", indent=1)
    page.sheet.merge_range(page.row, 0, page.row, page.last_column, "", style)
    page.sheet.write_url(page.row, 0, f"internal:{quoted(name)}!A{HEADER + 1}", style, shown)
    page.row += 1
