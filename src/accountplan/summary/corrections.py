"""Where to correct: points and goals by what their shortfall costs, with what was agreed and what was not done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import zip_longest

from accountplan.consolidate.rows import ActivityRow, CorrectionRow, Number
from accountplan.summary.compared import agreed
from accountplan.summary.desk import Desk
from accountplan.summary.figures import said_amount, said_number, said_percent
from accountplan.summary.ledger import Sum
from accountplan.summary.lists import Column, ListSheet, write_records
from accountplan.summary.page import Cell, Page
from accountplan.summary.places import Place
from accountplan.summary.why import in_short, why_point
from accountplan.workbook.styles import ROW

_FEW = 3
"""Activities that are named; the sheet with activities has them all."""
_SLOTS = ((2, 1), (3, 1), (4, 2), (6, 2))
"""Columns that amounts stand in above the list: where, and over how many."""
_GOALS = ""
"""The code of what goals cost, among those of the points."""
_LINK = 9


def write_corrections(desk: Desk) -> None:
    """Totals per currency and point, how many are red, carried over or without a correction; then the list."""
    rows = desk.result.tables.corrections
    spec = _spec(desk)
    page = Page(desk, "corrections", [*(column.width for column in spec.columns), _LINK], _help(desk))
    if rows:
        page.sheet.set_row(page.row - 1, ROW["gap"])
        _above(page)
        page.gap(ROW["gap"])
    spec = _spec(desk, page.row)
    write_records(desk, page.sheet, spec, rows)


def _help(desk: Desk) -> str:
    said = [desk.say("help-corrections")]
    if _several(desk):
        rates = [desk.say("rate", currency=rate.currency, rate=rate.rate, into=rate.into, on=rate.on)
                 for rate in desk.result.tables.rates]  # fmt: skip
        said.append(desk.say("ranked-at-rates", rates=rates) if rates else desk.say("ranked-apart"))
    return " ".join(said)


# -- what a row says ---------------------------------------------------------------------------------------------------
def subject(desk: Desk, row: CorrectionRow) -> str:
    """The point, or the number of the goal."""
    return desk.words.point(row.code) if row.what == "point" else row.goal_no or desk.say("correct-goal")


def since(row: CorrectionRow) -> str | None:
    """The first quarter of those in which it was never green; with its year where that is another one."""
    if row.since is None or row.since_year == row.year:
        return row.since
    return f"{row.since_year}-{row.since}"


def kind_of(row: CorrectionRow) -> str:
    """How its figures are shown; those of a goal stand in its own unit."""
    return (row.unit or "number") if row.what == "point" else "number"


def _why(desk: Desk, row: CorrectionRow) -> str:
    """Why it is in the list, in a sentence."""
    if row.what == "goal":
        share = "" if row.share is None else said_percent(desk.language, row.share)
        if row.plan is None:
            return desk.say("why-goal-missed", goal=in_short(row.text or ""))
        actual, expected = (_said(desk, row, figure or 0) for figure in (row.actual, row.plan))
        return desk.say("why-goal", goal=in_short(row.text or ""), share=share, actual=actual, expected=expected)
    point = next((one for one in desk.current.get(row.account_id, ()) if one.kpi == row.code), None)
    if point is None or point.light == "none":
        return desk.say("why-carried", point=desk.words.point(row.code), quarter=row.quarter)
    return why_point(desk, point)


def _said(desk: Desk, row: CorrectionRow, figure: Number) -> str:
    """A figure of a goal; what has a cost is an amount."""
    if row.cost is not None:
        return said_amount(desk.language, figure, row.currency or "")
    return said_number(desk.language, figure)


def _not_done(desk: Desk, row: CorrectionRow, activities: dict[tuple[str, str], ActivityRow]) -> str | None:
    """The activities behind it that are not done: how many, and the most urgent by name."""
    ids = (row.activity_ids or "").split(";") if row.activity_ids else []
    if not ids:
        return None
    named = [_activity(desk, activities[row.account_id, one]) for one in ids[:_FEW]]
    if len(ids) > _FEW:
        named.append(desk.say("more-short", count=str(len(ids) - _FEW)))
    key = "not-done-overdue" if row.overdue_activities else "not-done"
    counts = desk.say(key, open=str(row.open_activities), overdue=str(row.overdue_activities))
    return f"{counts}: {'; '.join(named)}"


def _activity(desk: Desk, activity: ActivityRow) -> str:
    name = " ".join(filter(None, (activity.activity_no, activity.what)))
    if activity.deadline is None:
        return name
    key = "activity-late" if activity.overdue else "activity-due"
    return desk.say(key, activity=name, deadline=activity.deadline)


# -- the list ----------------------------------------------------------------------------------------------------------
def _spec(desk: Desk, header: int = 0) -> ListSheet[CorrectionRow]:
    activities = {(row.account_id, row.activity_id): row for row in desk.result.tables.activities}
    missing, carried = desk.say("correction-none"), desk.say("carried")

    def correction(row: CorrectionRow) -> str | None:
        return missing if row.correction_missing else row.correction

    converted = [Column[CorrectionRow]("cost-converted", 13, lambda row: row.cost_converted, "money")]
    columns: list[Column[CorrectionRow]] = [
        Column("rank", 7, lambda row: row.rank, "number"),
        Column("account", 10, lambda row: row.account_id),
        Column("name", 24, lambda row: desk.name_of(row.account_id), "wrapped"),
        Column("subject", 14, lambda row: subject(desk, row)),
        Column("light", 11, lambda row: desk.light(row.light), "light"),
        Column("since", 9, since, "light"),
        Column("cost", 13, lambda row: row.cost, "money"),
        Column("currency", 8, lambda row: row.currency if row.cost is not None else None, "light"),
        *(converted if _several(desk) else []),
        Column("why-short", 40, lambda row: _why(desk, row), "wrapped"),
        Column("correction-now", 34, correction, "wrapped"),
        Column("correction-then", 34, agreed, "wrapped"),
        Column("carried-over", 13, lambda row: carried if row.carried_over else None, "light"),
        Column("not-done", 40, lambda row: _not_done(desk, row, activities), "wrapped"),
        Column("correct-kind", 12, lambda row: desk.say(f"correct-{row.what}")),
        Column("plan-expected", 13, lambda row: row.plan, kind_of),
        Column("actual", 13, lambda row: row.actual, kind_of),
        Column("shortfall", 13, lambda row: row.size, kind_of),
        Column("shortfall-share", 11, lambda row: row.share, "percent"),
        Column("open-activities", 12, lambda row: row.open_activities, "number"),
        Column("overdue-activities", 12, lambda row: row.overdue_activities, "number"),
        Column("manager", 20, lambda row: desk.manager_of(row.account_id)),
        Column("team", 20, lambda row: desk.team_of(row.account_id)),
        Column("file", 44, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell", 11, lambda row: row.cell),
    ]
    colours = {"light": desk.light_words(), "correction-now": {"red": missing}, "carried-over": {"amber": carried}}
    return ListSheet(
        "corrections", columns, frozen=4, printed=13 + _several(desk), link=_place, colours=colours, header=header
    )


def _place(row: CorrectionRow) -> Place | None:
    return Place.of(row.file, row.sheet, row.cell)


# -- above the list ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Amount:
    """A figure above the list: what it is in words, what it shows, and what it should come to."""

    what: str
    shown: Sum
    sources: Sum


def _above(page: Page) -> None:
    """What the shortfalls cost, per currency and point; beside it what asks for attention."""
    desk = page.desk
    counts: list[_Amount | None] = list(_counts(desk))
    costing = [kpi.code for kpi in desk.words.kpis.values() if kpi.unit != "number"] + [_GOALS]
    for n in range(0, len(costing), len(_SLOTS)):
        band, beside = costing[n : n + len(_SLOTS)], counts if n == 0 else []
        _heads(page, band, beside=bool(beside))
        for line, count in zip_longest(_lines(desk, band), beside):
            label, amounts = line or ("", [])
            _line(page, label, amounts, count)


def _several(desk: Desk) -> bool:
    """Whether amounts of more than one currency are listed."""
    return len(_currencies(desk)) > 1


def _currencies(desk: Desk) -> list[str]:
    return sorted({row.currency or "" for row in desk.result.tables.corrections if row.cost is not None})


def _lines(desk: Desk, codes: Sequence[str]) -> Iterator[tuple[str, list[_Amount]]]:
    """A line per currency; of several with rates for all one more, converted."""
    currencies = _currencies(desk)
    for currency in currencies:
        yield currency, [_amount(desk, code, currency) for code in codes]
    if len(currencies) > 1 and desk.exchange.can(currencies):
        label = f"{desk.exchange.own} ({desk.say('converted')})"
        rates = {currency: float(desk.exchange.rate(currency) or 1) for currency in currencies}
        yield label, [_converted(desk, code, label, rates) for code in codes]


def _amount(desk: Desk, code: str, currency: str) -> _Amount:
    shown = desk.data["corrections"].sum("cost", **_of(code), currency_code=currency)
    return _Amount(f"{_named(desk, code)} · {currency}", shown, _sources(desk, code, currency) or shown)


def _converted(desk: Desk, code: str, label: str, rates: dict[str, float]) -> _Amount:
    """What stands converted in the list, against the amounts of each currency times its rate."""
    parts = [_amount(desk, code, currency).sources.times(rate) for currency, rate in rates.items()]
    shown = desk.data["corrections"].sum("cost-converted", **_of(code))
    return _Amount(f"{_named(desk, code)} · {label}", shown, Sum.of(parts))


def _of(code: str) -> dict[str, str]:
    return {"what_code": "goal"} if code == _GOALS else {"what_code": "point", "point_code": code}


def _sources(desk: Desk, code: str, currency: str) -> Sum | None:
    """The shortfall of an amount added up another way: plan less actual of all that is amber or red."""
    kpi = desk.words.kpis.get(code)
    if kpi is None or kpi.unit != "money":
        return None
    more, less = ("plan", "actual") if kpi.better == "higher" else ("actual", "plan")
    quarter, data = desk.result.quarter.name, desk.data["evaluations"]
    parts = [
        data.sum(figure, quarter=quarter, point_code=code, currency_code=currency, light_code=light).times(sign)
        for light in ("amber", "red")
        for figure, sign in ((more, 1), (less, -1))
    ]
    return Sum.of(parts)


def _named(desk: Desk, code: str) -> str:
    return desk.say("goals-in-money") if code == _GOALS else desk.words.point(code)


def _counts(desk: Desk) -> Iterator[_Amount]:
    """How many are red, amber, without a correction, carried over."""
    data, quarter = desk.data["corrections"], desk.result.quarter.name
    for light in ("red", "amber"):
        points = desk.data["evaluations"].count(quarter=quarter, light_code=light)
        goals = desk.data["goals"].count(light_code=light)
        yield _Amount(desk.say(f"count-{light}"), data.count(light_code=light), points + goals)
    missing = data.count(missing=1)
    yield _Amount(desk.say("count-missing"), missing, missing)
    carried = data.count(carried=1)
    yield _Amount(desk.say("count-carried"), carried, desk.data["changes"].count(carried=1))


def _heads(page: Page, codes: Sequence[str], *, beside: bool) -> None:
    desk = page.desk
    cells = [Cell(desk.say("costs-head"), span=2)]
    for code, (_, span) in zip_longest(codes, _slots(desk)):
        cells.append(Cell("" if code is None else _named(desk, code), "money", span))
    if beside:
        cells += [Cell(desk.say("attention-head")), Cell(desk.say("col-count"))]
    page.headers(cells)


def _slots(desk: Desk) -> list[tuple[int, int]]:
    """The last one is wider where the list has a column more."""
    return [*_SLOTS[:-1], (_SLOTS[-1][0], _SLOTS[-1][1] + _several(desk))]


def _line(page: Page, label: str, amounts: Sequence[_Amount], count: _Amount | None) -> None:
    """Amounts of a currency, and a count beside them; either may be missing."""
    desk, row = page.desk, page.row
    cells = [Cell(label, span=2, look={"bold": True})]
    beside = 0
    for amount, (column, span) in zip_longest(amounts, _slots(desk)):
        beside = column + span
        cells.append(Cell(amount.shown.value, "money", span, amount.shown.formula) if amount else Cell("", span=span))
        _note(page, row, column, "money", amount)
    if count:
        look: dict[str, object] = {"align": "left", "indent": 1}
        cells += [Cell(count.what), Cell(count.shown.value, "number", formula=count.shown.formula, look=look)]
        _note(page, row, beside + 1, "number", count)
    page.line(cells, least=17)


def _note(page: Page, row: int, column: int, kind: str, amount: _Amount | None) -> None:
    if amount:
        page.note(row, column, amount.what, kind, amount.sources, amount.shown.value)
