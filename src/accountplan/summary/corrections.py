"""Where to correct: points and goals by what their shortfall costs, with what was agreed and what was not done."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

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
_BESIDE = 8
"""The column of what is counted beside them."""
_GOALS = ""
"""The code of what goals cost, among those of the points."""
_LINK = 9


def write_corrections(desk: Desk) -> None:
    """Totals per currency and point, how many are red, carried over or without a correction; then the list."""
    rows = desk.result.tables.corrections
    spec = _spec(desk)
    page = Page(desk, "corrections", [*(column.width for column in spec.columns), _LINK], _help(desk, rows))
    if rows:
        page.sheet.set_row(page.row - 1, ROW["gap"])
        _above(page, rows)
        page.gap(ROW["gap"])
    spec = _spec(desk, page.row)
    write_records(desk, page.sheet, spec, rows)


def _help(desk: Desk, rows: Sequence[CorrectionRow]) -> str:
    said = [desk.say("help-corrections")]
    if len({row.currency for row in rows if row.cost is not None}) > 1:
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
        named.append(desk.say("more-activities", count=str(len(ids) - _FEW)))
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

    several = len({row.currency for row in desk.result.tables.corrections if row.cost is not None}) > 1
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
        Column("why-short", 40, lambda row: _why(desk, row), "wrapped"),
        Column("correction-now", 34, correction, "wrapped"),
        Column("correction-then", 34, agreed, "wrapped"),
        Column("carried-over", 13, lambda row: carried if row.carried_over else None, "light"),
        Column("not-done", 40, lambda row: _not_done(desk, row, activities), "wrapped"),
        *(converted if several else []),
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
    printed = 14 if several else 13
    return ListSheet("corrections", columns, frozen=4, printed=printed, link=_place, colours=colours, header=header)


def _place(row: CorrectionRow) -> Place | None:
    return Place.of(row.file, row.sheet, row.cell)


# -- above the list ----------------------------------------------------------------------------------------------------
def _above(page: Page, rows: Sequence[CorrectionRow]) -> None:
    """What the shortfalls cost, per currency and point; beside it what asks for attention."""
    counts = list(_counts(page.desk))
    costing = [kpi.code for kpi in page.desk.words.kpis.values() if kpi.unit != "number"] + [_GOALS]
    bands = [costing[n : n + len(_SLOTS)] for n in range(0, len(costing), len(_SLOTS))]
    for n, band in enumerate(bands):
        _heads(page, band, beside=n == 0)
        lines = list(_lines(page.desk, rows, band))
        for at in range(max(len(lines), len(counts) if n == 0 else 0)):
            _line(page, lines[at] if at < len(lines) else None, counts[at] if n == 0 and at < len(counts) else None)


Amount = tuple[str, str, Sum]
"""What it is in words, how it is shown, and the sum."""


def _lines(desk: Desk, rows: Sequence[CorrectionRow], codes: Sequence[str]) -> Iterator[tuple[str, list[Amount]]]:
    """A line per currency; of several with rates for all one more, converted."""
    currencies = sorted({row.currency or "" for row in rows if row.cost is not None})
    for currency in currencies:
        yield currency, [(f"{_named(desk, code)} · {currency}", "money", _cost(desk, code, currency)) for code in codes]
    rates = _rates(desk)
    if len(currencies) > 1 and all(currency in rates for currency in currencies):
        own = next(row.converted_into or "" for row in rows if row.cost_converted is not None)
        label = f"{own} ({desk.say('converted')})"
        sums = [[_cost(desk, code, currency).times(rates[currency]) for currency in currencies] for code in codes]
        yield (
            label,
            [
                (f"{_named(desk, code)} · {label}", "money", sum(parts[1:], parts[0]))
                for code, parts in zip(codes, sums, strict=True)
            ],
        )


def _rates(desk: Desk) -> dict[str, float]:
    portfolio = desk.result.round.portfolio
    own = {portfolio.settings.currency: 1.0} if portfolio else {}
    return own | {row.currency: float(row.rate) for row in desk.result.tables.rates}


def _named(desk: Desk, code: str) -> str:
    return desk.words.point(code) if code else desk.say("goals-in-money")


def _cost(desk: Desk, code: str, currency: str) -> Sum:
    where = {"what_code": "point", "point_code": code} if code else {"what_code": "goal"}
    return desk.data["corrections"].sum("cost", **where, currency_code=currency)


def _counts(desk: Desk) -> Iterator[tuple[str, Sum]]:
    data = desk.data["corrections"]
    yield desk.say("count-red"), data.count(light_code="red")
    yield desk.say("count-amber"), data.count(light_code="amber")
    yield desk.say("count-missing"), data.count(missing=1)
    yield desk.say("count-carried"), data.count(carried=1)


def _heads(page: Page, codes: Sequence[str], *, beside: bool) -> None:
    desk = page.desk
    cells = [Cell(desk.say("costs-head"), span=2)]
    for n, (_, span) in enumerate(_SLOTS):
        cells.append(Cell(_named(desk, codes[n]) if n < len(codes) else "", "money", span))
    if beside:
        cells += [Cell(desk.say("attention-head")), Cell(desk.say("col-count"))]
    page.headers(cells)


def _line(page: Page, amounts: tuple[str, list[Amount]] | None, count: tuple[str, Sum] | None) -> None:
    """Amounts of a currency, and a count beside them; either may be missing."""
    desk, row = page.desk, page.row
    cells = [Cell(amounts[0] if amounts else "", span=2, look={"bold": True})]
    for n, (column, span) in enumerate(_SLOTS):
        if amounts is None or n >= len(amounts[1]):
            cells.append(Cell("", span=span))
            continue
        what, kind, found = amounts[1][n]
        cells.append(Cell(found.value, kind, span, found.formula))
        desk.ledger.note(page.name, (row, column), what, kind, found.value, found)
    if count:
        what, found = count
        cells += [Cell(what), Cell(found.value, "number", formula=found.formula, look={"align": "left", "indent": 1})]
        desk.ledger.note(page.name, (row, _BESIDE + 1), what, "number", found.value, found)
    page.line(cells, least=17)
