"""Overview: one page with where we stand on the points, who is red, what is at risk, what the chances are, and whether
it adds up. Every figure on it looks at the sheet that it comes from."""

from __future__ import annotations

from collections.abc import Iterable, Iterator

from accountplan.consolidate.rows import TotalRow
from accountplan.consolidate.salesplan import TO_DATE
from accountplan.consolidate.totals import exact_sum
from accountplan.formula import literal
from accountplan.messages import say
from accountplan.summary.desk import Desk
from accountplan.summary.figures import fraction
from accountplan.summary.formats import money_kind
from accountplan.summary.headlines import headline, others, trend
from accountplan.summary.ledger import Sum
from accountplan.summary.overview_charts import write_charts
from accountplan.summary.overview_lists import write_contents, write_risks_and_chances
from accountplan.summary.page import Page
from accountplan.summary.sums import of_formula, salesplan_sum
from accountplan.summary.tiles import SIGNS, Figure, Tile, write_tiles
from accountplan.summary.totals import cell_of
from accountplan.workbook.excel import shortened
from accountplan.workbook.logo import Logo, whiten, write_logo
from accountplan.workbook.styles import ERROR_INK, LIGHTS, QUIET

_COLUMN, _BETWEEN = 14.0, 1.6
_STARTS = (0, 4, 8, 12, 16)
"""Where the tiles of a row of five begin; between them is a narrow column."""
_OTHER_LIGHTS = ("amber", "green", "none")
_NAMED = 1
"""Accounts that a tile names."""
WIDTHS = tuple(_BETWEEN if column % 4 == 3 else _COLUMN for column in range(19))


def write_overview(desk: Desk) -> None:
    """The first sheet."""
    page = Page(desk, "overview", WIDTHS, desk.say("as-of", as_of=desk.result.as_of) + " " + desk.basis)
    _logo(desk, page)
    if not desk.result.round.counted:
        page.sentence(desk.say("nobody"), bold=True, font_color=ERROR_INK)
    _points(desk, page)
    write_tiles(page, list(_counts(desk)), _STARTS)
    if desk.result.round.counted:
        write_charts(desk, page)
        write_risks_and_chances(desk, page)
    row = page.heading(desk.say("check")) + 1
    desk.afterwards.append(lambda: _verdict(desk, page, row))
    page.gap(18)
    last = page.small(" ".join(_said_of_money(desk)))
    write_contents(desk, page)
    desk.print_set_up(page.sheet, last, page.last_column, None)
    page.sheet.freeze_panes(2, 0)
    page.sheet.activate()


def _logo(desk: Desk, page: Page) -> None:
    """The company's logo, above the last tile."""
    portfolio = desk.result.round.portfolio
    if portfolio is not None and portfolio.settings.picture is not None:
        logo = Logo(portfolio.settings.picture, desk.company or say(desk.language, "sheet", "logo"))
        columns = {column: WIDTHS[column] for column in range(_STARTS[-1], len(WIDTHS))}
        for column in columns:
            whiten(page.sheet, desk.styles, 0, column)
        write_logo(page.sheet, logo, 0, columns)


# -- the points --------------------------------------------------------------------------------------------------------
def _points(desk: Desk, page: Page) -> None:
    """A tile per point, five in a row."""
    known = [(kpi, headline(desk, desk.result.tables.totals, kpi)) for kpi in desk.words.kpis]
    so_far = trend(desk)
    tiles = [_point(desk, row, so_far.get(kpi, {})) for kpi, row in known if row is not None]
    for first in range(0, len(tiles), len(_STARTS)):
        some = tiles[first : first + len(_STARTS)]
        write_tiles(page, some, _STARTS[: len(some)])


def _point(desk: Desk, row: TotalRow, so_far: dict[str, TotalRow]) -> Tile:
    kind: str = row.unit
    title = desk.words.point(row.kpi)
    if row.unit == "money":
        kind = money_kind((row.plan, row.actual, row.forecast, row.plan_year))
        title += f" ({desk.say(f'amounts-short-{kind}', currency=row.currency)})"

    def figure(name: str) -> Figure:
        value = getattr(row, name)
        return Figure(value, kind, "" if value is None else cell_of(desk, row, name))  # a look at nothing shows 0

    plan, actual = (cell_of(desk, row, name) for name in ("plan", "actual"))
    apart = row.variance if row.unit == "percent" else fraction(row.variance, row.plan)
    difference = f"{actual}-{plan}" if row.unit == "percent" else f"({actual}-{plan})/ABS({plan})"
    lines = [(desk.say("col-plan"), figure("plan"), _share(apart, difference))]
    if row.forecast is not None:
        forecast, year = (cell_of(desk, row, name) for name in ("forecast", "plan_year"))
        lines.append((desk.say("col-forecast-short"), figure("forecast"), None))
        if row.plan_year is not None:
            ahead = None if row.unit == "percent" else fraction(row.forecast - row.plan_year, row.plan_year)
            change = _share(ahead, f"({forecast}-{year})/ABS({year})")
            lines.append((desk.say("col-plan-year-short"), figure("plan_year"), change))
    return Tile(title, figure("actual"), row.light, lines, _feet(desk, row, so_far))


def _share(value: float | None, formula: str) -> Figure | None:
    return None if value is None else Figure(value, "percent-change", formula)


def _feet(desk: Desk, row: TotalRow, so_far: dict[str, TotalRow]) -> list[str]:
    """How the point went from quarter to quarter, and how many accounts are in it and how they stand."""
    steps = [f"{quarter} {_reached(desk, total)}" for quarter, total in so_far.items() if total.light != "none"]
    counts = [(row.green, "green"), (row.amber, "amber"), (row.red, "red")]
    lights = "  ".join(f"{count} {SIGNS[light]}" for count, light in counts)
    of = desk.say("of-accounts", some=str(row.accounts), all=str(row.of_accounts))
    return [" → ".join(steps) or desk.say("no-figures-short"), f"{lights}  · {of}"]


def _reached(desk: Desk, row: TotalRow) -> str:
    """What was realised as a part of the plan, in whole percents."""
    part = fraction(row.actual, row.plan)
    return f"{round(100 * part)}%" if part is not None else desk.light(row.light)


# -- what is to be counted ---------------------------------------------------------------------------------------------
def _counts(desk: Desk) -> Iterator[Tile]:
    accounts, goals, activities = (desk.data[key] for key in ("accounts", "goals", "activities"))
    came = accounts.count(asked=1, delivery_code="delivered")
    asked = accounts.count(asked=1)
    yield Tile(
        desk.say("tile-delivered"),
        Figure(_of(desk, came, asked), "text", _of_formula(desk, came, asked)),
        lines=[
            (desk.say("delivery-missing"), _counted(accounts.count(asked=1, delivery_code="missing")), None),
            (desk.say("delivery-conflict"), _counted(accounts.count(asked=1, delivery_code="conflict")), None),
            (desk.say("tile-errors"), Figure(desk.result.counts["errors"], "number"), None),
        ],
        feet=[_awaited(desk)],
    )
    red = accounts.count(light_code="red")
    all_accounts = accounts.count(delivery_code="delivered")
    yield Tile(
        desk.say("tile-red"),
        Figure(_of(desk, red, all_accounts), "text", _of_formula(desk, red, all_accounts)),
        lines=[
            (desk.light(light), _counted(accounts.count(light_code=light, delivery_code="delivered")), None)
            for light in _OTHER_LIGHTS
        ],
    )
    on_track = goals.count(light_code="green")
    all_goals = Sum(f"COUNT({goals.ref('key')})", len(goals.rows))
    yield Tile(
        desk.say("tile-goals"),
        Figure(_of(desk, on_track, all_goals), "text", _of_formula(desk, on_track, all_goals)),
        lines=[
            (desk.say("goals-at-risk"), _counted(goals.count(light_code="amber")), None),
            (desk.say("goals-missed"), _counted(goals.count(light_code="red")), None),
            (desk.say("goals-unknown"), _counted(goals.count(light_code="none")), None),
        ],
    )
    late, still_open = activities.count(overdue=1), activities.count(open=1)
    yield Tile(
        desk.say("tile-overdue"),
        Figure(_of(desk, late, still_open), "text", _of_formula(desk, late, still_open)),
        lines=[
            (desk.say("tile-open"), _counted(still_open), None),
            (desk.say("tile-done"), _counted(activities.count(open=0)), None),
        ],
    )
    yield _sales_plan(desk)


def _awaited(desk: Desk) -> str:
    """Whose plans are still to come, the first few by name."""
    names = [row.account_name or row.account_id for row in desk.result.tables.accounts if row.status == "missing"]
    if not names:
        return ""
    rest = len(names) - _NAMED
    shown = ", ".join(shortened(name, 26) for name in names[:_NAMED])
    return desk.say("awaited-more", names=shown, count=str(rest)) if rest > 0 else desk.say("awaited", names=shown)


def _sales_plan(desk: Desk) -> Tile:
    """How much of the sales plan the accounts plan and sold, from 1 January; blank without targets."""
    rows = [row for row in desk.result.tables.salesplan if row.period == TO_DATE and row.target is not None]
    target = exact_sum(row.target for row in rows)
    kind = money_kind((target,))
    title = desk.say("tile-salesplan")
    if not rows:
        return Tile(title, Figure(None, "text"), feet=[desk.say("tile-no-targets")])
    title += f" ({desk.say(f'amounts-short-{kind}', currency=rows[0].currency)})"
    lines: list[tuple[str, Figure, Figure | None]] = [(desk.say("col-target-sales"), Figure(target, kind), None)]
    for figure, key in (("planned", "col-planned"), ("actual", "col-actual")):
        sums = [salesplan_sum(desk, row, figure) for row in rows if getattr(row, figure) is not None]
        if sums and target:
            whole = Sum.of(sums)
            share = Figure(whole.value / target, "share", f"({whole.formula})/{target!r}")
            lines.append((desk.say(key), Figure(whole.value, kind, whole.formula), share))
    covered = lines[1][2] if len(lines) > 1 else None
    return Tile(title, covered or Figure(None, "text"), lines=lines, feet=[_bought_by(desk)])


def _bought_by(desk: Desk) -> str:
    """How many of the accounts that a plan is asked of say what they bought."""
    asked = {row.account_id for row in desk.result.tables.accounts if row.status != "no-plan"}
    told = {row.account_id for row in desk.result.tables.salesplan_accounts if row.actual_to_date is not None}
    some, whole = len(asked & told), len(asked)
    return desk.say("tile-salesplan-of", some=str(some), all=str(whole))


def _counted(count: Sum) -> Figure:
    return Figure(count.value, "number", count.formula)


def _of(desk: Desk, some: Sum, whole: Sum) -> str:
    return desk.say("of", some=str(some.value), all=str(whole.value))


def _of_formula(desk: Desk, some: Sum, whole: Sum) -> str:
    return of_formula(desk, some.formula, whole.formula)


# -- whether it adds up ------------------------------------------------------------------------------------------------
def _verdict(desk: Desk, page: Page, row: int) -> None:
    """Whether all totals agree: it looks at the reconciliation itself."""
    if desk.ledger.verdicts is None:
        nothing = desk.styles("plain", font_color=QUIET, bold=True, indent=1)
        page.sheet.text(row, 0, desk.say("check-nothing"), nothing)
        return
    cells, checks, apart = desk.ledger.verdicts
    fine = desk.say("check-fine", checks=str(checks))
    wrong = f"COUNTIF({cells},{literal(desk.say('disagrees'))})"
    before, after = desk.say(
        "check-apart", apart="\n", checks=str(checks), sheet=desk.say("sheet-reconciliation")
    ).split("\n")
    formula = f"IF({wrong}=0,{literal(fine)},{literal(before)}&{wrong}&{literal(after)})"
    style = desk.styles("plain", font_color=LIGHTS["red" if apart else "green"][0], bold=True, indent=1)
    page.sheet.write_formula(row, 0, f"={formula}", style, f"{before}{apart}{after}" if apart else fine)
    red = desk.book.add_format({"font_color": LIGHTS["red"][0]})
    rule = {"type": "formula", "criteria": f"={wrong}>0", "format": red}
    page.sheet.conditional_format(row, 0, row, 0, rule)


def _said_of_money(desk: Desk) -> Iterable[str]:
    """That what is missing is not zero; which rates amounts were converted at, or that currencies stand apart."""
    yield desk.say("check-missing")
    rates = desk.result.tables.rates
    shown = [headline(desk, desk.result.tables.totals, kpi) for kpi in desk.words.kpis]
    if any(row and row.converted for row in shown):
        for rate in rates:
            yield desk.say("rate-used", currency=rate.currency, into=rate.into, rate=rate.rate, on=rate.on)
        return
    apart = sorted({other.currency or "" for row in shown if row for other in others(desk, row)})
    if apart:
        yield desk.say("currencies-apart", currencies=apart, sheet=desk.say("sheet-totals"))
