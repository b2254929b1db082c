"""Sales plan: what the portfolio asks of every product group, beside what the accounts plan, aim at and buy.

Its tables stand on one grid of columns: the year to date, the whole year, what accounts bought of their own plans, and
every quarter alone. What follows from target and plan is a formula, so that another target can be tried out.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace

from xlsxwriter.utility import xl_rowcol_to_cell

from accountplan.consolidate.rows import LightWord, Number, RangeTotalRow, SalesplanRow
from accountplan.consolidate.salesplan import QUARTERS, TO_DATE, YEAR, quarters_in
from accountplan.consolidate.totals import exact_sum
from accountplan.formula import literal
from accountplan.formula.lights import traffic_light
from accountplan.layout.places import quoted
from accountplan.summary.desk import Desk
from accountplan.summary.figures import fraction, said_percent
from accountplan.summary.formats import money_kind
from accountplan.summary.ledger import Sum
from accountplan.summary.page import Cell, Page
from accountplan.summary.salesplan_charts import write_charts
from accountplan.summary.salesplan_shortfalls import write_shortfalls
from accountplan.summary.sums import salesplan_sum
from accountplan.template.model import Limits
from accountplan.workbook.styles import ERROR_INK, INK

WIDTHS = (28.0, 11.0, *(13.2,) * 11)
_TARGET, _PLANNED, _, _WORD, _UNCOVERED, _OVER, _ACTUAL, _, _, _, _GOALS = range(2, 13)
_KEYS = ("product-group", "period", "target-sales", "planned", "covered", "coverage", "uncovered", "over-committed",
         "actual", "reached", "planned-accounts", "actual-accounts", "goals-in-money")  # fmt: skip
_FIGURES = {_TARGET: "target", _PLANNED: "planned", _ACTUAL: "actual", _GOALS: "goals"}
_APART = {_UNCOVERED: "uncovered", _OVER: "over_committed"}
_BOUGHT = ("product-group", "unit", "plan", "actual", "variance", "variance-share", "met", "missed", "other",
           "complete", "planned-accounts")  # fmt: skip
_COVERED_LIGHTS: tuple[LightWord, ...] = ("green", "amber", "red")
_NAMED = 5
"""Accounts that a remark names."""


@dataclass(frozen=True)
class _Sheet:
    """The page while it is written; `places` says in which row a product group stands in a period."""

    desk: Desk
    page: Page
    rows: Sequence[SalesplanRow]
    kind: str
    limits: Limits
    places: dict[tuple[str, str, str], int] = field(default_factory=dict)

    def of(self, periods: Sequence[str]) -> list[SalesplanRow]:
        return [row for row in self.rows if row.period in periods]

    def group(self, code: str) -> str:
        return self.desk.words.listed("product_groups", code)

    def period(self, period: str) -> str:
        if period == TO_DATE:
            return self.desk.say("period-to-date", quarter=self.desk.result.quarter.name)
        return self.desk.say("period-year") if period == YEAR else period

    def words(self) -> dict[str, str]:
        """What a target is called of which so much is planned, by the colour that says the same."""
        return {light: self.desk.say(f"coverage-{light}") for light in _COVERED_LIGHTS}


def write_salesplan(desk: Desk) -> None:
    """The page; where nothing is asked and nothing planned it says so."""
    rows = desk.result.tables.salesplan
    kind = money_kind(amount for row in rows for amount in (row.target, row.planned, row.goals, row.actual))
    page = Page(desk, "salesplan", WIDTHS, desk.say("help-salesplan"))
    sheet = _Sheet(desk, page, rows, kind, _limits(desk))
    _remarks(sheet)
    if rows:
        page.gap(6)
        to_date = sheet.period(TO_DATE)
        _table(sheet, desk.say("salesplan-to-date", period=to_date), (TO_DATE,))
        write_charts(desk, page, rows, kind, to_date)
        _table(sheet, desk.say("salesplan-year"), (YEAR,))
        _bought(sheet, desk.result.tables.range_totals)
        write_shortfalls(desk, page, in_full=kind == "thousands")
        _table(sheet, desk.say("salesplan-quarters"), QUARTERS)
        _note_targets(sheet)
    page.print_out()
    page.sheet.freeze_panes(2, 0)


def _limits(desk: Desk) -> Limits:
    """How much less than the target still counts as covered, and as nearly: the limits of the revenue."""
    kpi = desk.words.kpis.get(desk.weight or "")
    return desk.limits_of(kpi) if kpi else Limits()


# -- what must be known ------------------------------------------------------------------------------------------------
def _remarks(sheet: _Sheet) -> None:
    desk, page = sheet.desk, sheet.page
    if not sheet.rows:
        page.sentence(desk.say("empty-salesplan"), bold=True)
        return
    if all(row.target is None for row in sheet.rows):
        page.sentence(desk.say("salesplan-no-targets"), bold=True, font_color=ERROR_INK)
    page.sentence(" ".join((*_money(sheet), *_missing(sheet))))
    if any(row.target is not None for row in sheet.rows):
        green, amber = (said_percent(desk.language, limit) for limit in (sheet.limits.green, sheet.limits.amber))
        page.small(desk.say("salesplan-rule", green=green, amber=amber))


def _money(sheet: _Sheet) -> Iterator[str]:
    """In which currency amounts are, and at which rates others were converted."""
    desk = sheet.desk
    currencies = list(dict.fromkeys(row.currency for row in sheet.rows))
    yield desk.say(f"amounts-{sheet.kind}", currencies=currencies)
    for rate in desk.result.tables.rates if any(row.converted for row in sheet.rows) else ():
        yield desk.say("rate-used", currency=rate.currency, into=rate.into, rate=rate.rate, on=rate.on)


def _missing(sheet: _Sheet) -> Iterator[str]:
    """What is not among the sums: accounts that did not deliver or have no rate; targets of some quarters only."""
    desk, tables = sheet.desk, sheet.desk.result.tables
    missing = sum(account.status in ("missing", "conflict") for account in tables.accounts)
    if missing:
        yield desk.say("salesplan-missing", count=str(missing))
    known = {rate.currency for rate in tables.rates} | {row.currency for row in sheet.rows}
    without = {row.account_id: row.currency for row in tables.salesplan_accounts if row.currency not in known}
    if without:
        names = [desk.name_of(account_id) for account_id in list(without)[:_NAMED]]
        currencies = sorted(set(without.values()))
        yield desk.say("salesplan-left-out", count=str(len(without)), currencies=currencies, names=names)
    asked = {row.product_group for row in sheet.of(QUARTERS) if row.target is not None}
    partly = [row.product_group for row in sheet.of((YEAR,)) if row.target is None and row.product_group in asked]
    if partly:
        yield desk.say("salesplan-partly", groups=[sheet.group(code) for code in partly])


# -- product groups in periods -----------------------------------------------------------------------------------------
def _table(sheet: _Sheet, heading: str, periods: Sequence[str]) -> None:
    """A line per product group and period, then one per period for all that have a target."""
    desk, page = sheet.desk, sheet.page
    page.block()
    page.heading(heading)
    keys = _KEYS if YEAR in periods else _KEYS[:-1]  # goals are of the whole year
    page.headers([Cell(desk.say(f"col-{key}"), _kind_of(key)) for key in keys])
    first = page.row
    for row in sheet.of(periods):
        if row.period in QUARTERS and row.target is None and row.planned is None and row.actual is None:
            continue  # a quarter that nobody says anything of
        sheet.places[row.product_group, row.currency, row.period] = page.row
        _line(sheet, row)
    for period in periods:
        rows = sheet.of((period,))
        _total(sheet, [row for row in rows if row.target is not None], len(rows))
    desk.light_colours(page.sheet, first, page.row - 1, _WORD, sheet.words())
    page.gap()


def _kind_of(key: str) -> str:
    return {"product-group": "text", "period": "light", "coverage": "light"}.get(key, "number")


def _line(sheet: _Sheet, row: SalesplanRow) -> None:
    at, money = sheet.page.row, sheet.kind
    target, planned = _cell(at, _TARGET), _cell(at, _PLANNED)
    asked = row.target is not None
    sheet.page.line([
        Cell(sheet.group(row.product_group), "wrapped"),
        Cell(sheet.period(row.period), "light"),
        Cell(row.target, money),
        Cell(row.planned, money),
        _share(row.planned or 0, row.target, at, _PLANNED),
        _coverage(sheet, row.target, row.planned, at) if asked else Cell(),
        Cell(row.uncovered, money, formula=f"MAX(0,{target}-{planned})" if asked else ""),
        Cell(row.over_committed, money, formula=f"MAX(0,{planned}-{target})" if asked else ""),
        Cell(row.actual, money),
        _share(row.actual, row.target, at, _ACTUAL),
        Cell(row.planned_accounts, "number"),
        Cell(row.actual_accounts if row.actual is not None else None, "number"),
        *([Cell(row.goals, money)] if row.period == YEAR else []),
    ])  # fmt: skip
    name = (sheet.group(row.product_group), sheet.period(row.period))
    for column, figure in _FIGURES.items():
        if figure != "target":
            _note(sheet, at, column, name, row.currency, getattr(row, figure), salesplan_sum(sheet.desk, row, figure))


def _coverage(sheet: _Sheet, target: Number | None, planned: Number | None, at: int) -> Cell:
    """How far the target is covered, in a word: by the limits that hold for the revenue."""
    words, limits = sheet.words(), sheet.limits
    green, amber, red = (literal(words[light]) for light in _COVERED_LIGHTS)
    asked, given = _cell(at, _TARGET), _cell(at, _PLANNED)
    short = f"ROUND(({asked}-{given})/ABS({asked}),9)"
    by_limits = f"IF({short}<={limits.green!r},{green},IF({short}<={limits.amber!r},{amber},{red}))"
    light = traffic_light(target or 0, planned or 0, "higher", limits.green, limits.amber)
    return Cell(words[light], "light", formula=f"IF({asked}=0,IF({given}<0,{red},{green}),{by_limits})")


def _total(sheet: _Sheet, rows: Sequence[SalesplanRow], all_rows: int) -> None:
    """All product groups with a target together; nothing where that is one, or none."""
    if len(rows) < 2:
        return
    at, page, currency = sheet.page.row, sheet.page, rows[0].currency
    lines = [sheet.places[row.product_group, row.currency, row.period] for row in rows]
    label = sheet.desk.say("all-product-groups" if len(rows) == all_rows else "all-with-target")
    name = (label, sheet.period(rows[0].period))
    values = {
        figure: exact_sum(getattr(row, figure) for row in rows) for figure in (*_FIGURES.values(), *_APART.values())
    }

    def summed(column: int, figure: str) -> Cell:
        cells = ",".join(_cell(line, column) for line in lines)
        return Cell(values[figure], sheet.kind, formula=f"SUM({cells})" if values[figure] is not None else "")

    target, planned, actual = (values[figure] for figure in ("target", "planned", "actual"))
    cells = [
        Cell(label), Cell(name[1], "light"), summed(_TARGET, "target"), summed(_PLANNED, "planned"),
        _share(planned or 0, target, at, _PLANNED), _coverage(sheet, target, planned, at),
        summed(_UNCOVERED, "uncovered"), summed(_OVER, "over_committed"), summed(_ACTUAL, "actual"),
        _share(actual, target, at, _ACTUAL), Cell(), Cell(),
        *([summed(_GOALS, "goals")] if rows[0].period == YEAR else []),
    ]  # fmt: skip
    page.line([replace(cell, look={"bold": True, "top": 1, "top_color": INK}) for cell in cells])
    for column, figure in _FIGURES.items():
        if figure != "target":
            sums = [salesplan_sum(sheet.desk, row, figure) for row in rows]
            _note(sheet, at, column, name, currency, values[figure], Sum.of(sums))


def _share(part: Number | None, target: Number | None, at: int, column: int) -> Cell:
    """A figure as a part of the target; blank where there is nothing to divide, or by."""
    if part is None or target is None:
        return Cell(None, "percent")
    value = part / abs(target) if target else None
    asked = _cell(at, _TARGET)
    return Cell(value, "percent", formula=f'IF({asked}=0,"",{_cell(at, column)}/ABS({asked}))')


def _note(
    sheet: _Sheet, row: int, column: int, name: Sequence[str], currency: str, value: Number | None, sources: Sum
) -> None:
    """Put a figure in the ledger: product group · period · what it is · currency."""
    what = " · ".join((*name, sheet.desk.say(f"col-{_KEYS[column]}").lower(), currency))
    sheet.desk.ledger.note(sheet.page.name, (row, column), what, "money", value, sources)


def _note_targets(sheet: _Sheet) -> None:
    """A target of several quarters is what those of its quarters come to."""
    for row in sheet.of((TO_DATE, YEAR)):
        if row.target is None:
            continue
        at = sheet.places[row.product_group, row.currency, row.period]
        quarters = quarters_in(row.period, sheet.desk.result.quarter)
        cells = [_cell(sheet.places[row.product_group, row.currency, name], _TARGET) for name in quarters]
        sources = Sum("+".join(f"{quoted(sheet.page.name)}!{cell}" for cell in cells), row.target)
        name = (sheet.group(row.product_group), sheet.period(row.period))
        _note(sheet, at, _TARGET, name, row.currency, row.target, sources)


def _cell(row: int, column: int) -> str:
    return str(xl_rowcol_to_cell(row, column))


# -- what accounts bought of what they had planned ---------------------------------------------------------------------
def _bought(sheet: _Sheet, rows: Sequence[RangeTotalRow]) -> None:
    """Plan and actual of the accounts that have both, and how their verdicts fell."""
    rows = [row for row in rows if row.accounts or row.planned_accounts or row.met or row.missed or row.other]
    if not rows:
        return
    desk, page = sheet.desk, sheet.page
    page.block()
    page.heading(desk.say("salesplan-bought", period=sheet.period(TO_DATE)))
    kinds = {"product-group": "text", "unit": "light"}
    page.headers([Cell(desk.say(f"col-{key}"), kinds.get(key, "number")) for key in _BOUGHT])
    for row in rows:
        for column, figure in enumerate(("plan", "actual"), start=_TARGET):
            name = ("product-group", row.product_group, None, row.currency, False, figure)
            desk.ledger.stands(name, page.name, (page.row, column))
        page.line([
            Cell(sheet.group(row.product_group), "wrapped"),
            Cell(row.currency, "light"),
            *(Cell(amount, sheet.kind) for amount in (row.plan, row.actual)),
            Cell(row.variance, f"{sheet.kind}-change"),
            Cell(fraction(row.variance, row.plan), "percent-change"),
            *(Cell(number, "number") for number in (row.met, row.missed, row.other)),
            *(Cell(number, "number") for number in (row.accounts, row.planned_accounts)),
        ])  # fmt: skip
    page.small(desk.say("help-bought"))
    page.gap()
