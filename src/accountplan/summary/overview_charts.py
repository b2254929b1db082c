"""The charts of the overview: plan and actual per quarter, what made the difference, and where the potential is."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accountplan.consolidate.rows import AccountRow, EvaluationRow
from accountplan.fields.base import tidy
from accountplan.summary.charts import Block, actual_look, dressed, insert, label_last, plan_look
from accountplan.summary.desk import Desk
from accountplan.summary.figures import said_whole
from accountplan.summary.formats import FORMATS, money_kind
from accountplan.summary.page import Page
from accountplan.workbook.charting import font
from accountplan.workbook.styles import INK, LIGHTS, QUIET

_ROWS, _POINTS = 12, 20
_SIZE = (510, 305)
_MOST_STEPS = 7
"""Groups that a bridge shows by name; the others are one step."""
_NAMED = 3
"""Accounts that the scatter names: those with the largest potential."""
_MANY = 15
"""Marks of one shape from which on they are spread a little around their score."""
_MARKERS = ("circle", "square", "triangle", "diamond")
_SHAPES = ("●", "■", "▲", "◆")


def write_charts(desk: Desk, page: Page) -> None:
    """Three side by side; one that has nothing to show is left out."""
    money = _Money(desk)
    charts = [chart for chart in (_per_quarter(desk, money), _bridge(desk, money), _scatter(desk, money)) if chart]
    if not charts:
        return
    top = page.room(_ROWS, _POINTS)
    for column, (chart, text) in zip((0, 6, 13), charts, strict=False):
        insert(page.sheet, top, column, chart, text)


class _Money:
    """Amounts in one currency: the portfolio's where there are rates for all, else that of the weightiest accounts."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self._known = desk.exchange
        used = [a.currency for a in desk.result.tables.accounts if a.currency and a.status != "no-plan"]
        self._all = self._known.own is not None and self._known.can(set(used))
        commonest = max(sorted(set(used)), key=used.count, default="")
        self.currency = self._known.own or commonest if self._all or self._known.own in used else commonest

    def of(self, amount: float | None, currency: str | None) -> float | None:
        """The amount in the currency of the charts; None where it cannot be said in it."""
        if amount is None or currency == self.currency:
            return amount
        rate = self._known.rate(currency) if self._all else None
        return None if rate is None else float(rate) * amount

    def kind(self, amounts: Sequence[float | None]) -> tuple[str, str]:
        """The number format for such amounts, and what is said of the currency."""
        kind = money_kind(amounts)
        return FORMATS[kind], self.desk.say(f"amounts-short-{kind}", currency=self.currency)


# -- plan and actual per quarter ---------------------------------------------------------------------------------------
def _per_quarter(desk: Desk, money: _Money) -> tuple[Any, str] | None:
    """Revenue of every quarter alone, of the accounts that have both figures."""
    steps: dict[str, list[float]] = {}
    for row in desk.result.tables.evaluations:
        plan, actual = (money.of(amount, row.currency) for amount in (row.plan_quarter, row.actual_quarter))
        if row.kpi == desk.weight and plan is not None and actual is not None:
            step = steps.setdefault(row.quarter, [0.0, 0.0])
            step[0], step[1] = step[0] + plan, step[1] + actual
    if not steps:
        return None
    point = desk.words.point(desk.weight or "")
    shown, unit = money.kind([amount for step in steps.values() for amount in step])
    title = desk.say("chart-quarters", point=point, unit=unit)
    names = (desk.say("col-quarter"), desk.say("col-plan"), desk.say("col-actual"))
    rows = [(quarter, tidy(plan), tidy(actual)) for quarter, (plan, actual) in sorted(steps.items())]
    block = desk.charts.block(title, names, rows)
    chart = desk.book.add_chart({"type": "column"})
    looks = (plan_look(desk.styles.palette), actual_look(desk.styles.palette))
    for column, look in enumerate(looks, start=1):
        label = label_last(names[column], len(rows))
        chart.add_series({**block.series(column), **look, "gap": 60, "overlap": 0, "data_labels": label})
    said = ", ".join(f"{quarter}: {' / '.join(said_whole(desk.language, n) for n in both)}" for quarter, *both in rows)
    lowest = min(min(plan, actual) for _, plan, actual in rows)
    dressed(chart, title, size=_SIZE, num_format=shown, least=0 if lowest >= 0 else None)
    return chart, desk.say("chart-text", title=title, said=said)


# -- what made the difference ------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Step:
    name: str
    change: float


def _bridge(desk: Desk, money: _Money) -> tuple[Any, str] | None:
    """From the plan to what was realised, a step per team; per account manager where there are no teams."""
    rows = [row for rows in desk.current.values() for row in rows if row.kpi == desk.weight]
    pairs = [(row, money.of(row.plan, row.currency), money.of(row.actual, row.currency)) for row in rows]
    known = [(row, plan, actual) for row, plan, actual in pairs if plan is not None and actual is not None]
    steps = _steps(desk, [(row, actual - plan) for row, plan, actual in known])
    plan = sum(plan for _, plan, _ in known)
    running = [plan]
    for step in steps:
        running.append(running[-1] + step.change)
    if len(steps) < 2 or min(running) < 0:
        return None  # one step says no more than the tile; below zero the columns could not stand on each other
    shown, unit = money.kind(running)
    floor = _floor(running)
    title = desk.say("chart-bridge", point=desk.words.point(desk.weight or ""), unit=unit)
    if floor:
        title += desk.say("chart-floor", floor=int(floor / (1000 if shown == FORMATS["thousands"] else 1)))
    chart = _bridge_chart(desk, title, shown, steps, running)
    chart.set_y_axis({"visible": False, "major_gridlines": {"visible": False}, "min": floor})
    said = ", ".join(f"{step.name} {said_whole(desk.language, step.change, signed=True)}" for step in steps)
    return chart, desk.say("chart-text", title=title, said=said)


def _floor(running: Sequence[float]) -> float:
    """Where the columns begin: a little below the lowest, so that the steps can be seen; the plan says so itself."""
    low, high = min(running), max(running)
    step = 10 ** max(0, len(str(int(high))) - 2)
    return float(max(0, int((low - 2 * (high - low)) / step) * step))


def _steps(desk: Desk, changes: Sequence[tuple[EvaluationRow, float]]) -> list[_Step]:
    by_team = any(account.team for account in desk.result.tables.accounts)
    added: dict[str, float] = {}
    for row, change in changes:
        name = desk.team_of(row.account_id) if by_team else desk.manager_of(row.account_id)
        name = name or desk.say("group-none")
        added[name] = added.get(name, 0.0) + change
    ranked = sorted(added.items(), key=lambda item: -abs(item[1]))
    steps = [_Step(name, change) for name, change in ranked[:_MOST_STEPS]]
    rest = ranked[_MOST_STEPS:]
    if rest:
        steps.append(_Step(desk.say("others", count=str(len(rest))), sum(change for _, change in rest)))
    return steps


def _bridge_chart(desk: Desk, title: str, shown: str, steps: Sequence[_Step], running: Sequence[float]) -> Any:
    """Columns that stand on an invisible one: whole ones for plan and actual, steps up and down between them."""
    names = tuple(desk.say(key) for key in ("chart-step", "chart-base", "chart-whole", "chart-up", "chart-down"))
    rows: list[tuple[object, ...]] = [(desk.say("col-plan"), None, tidy(running[0]), None, None)]
    for step, before, after in zip(steps, running, running[1:], strict=False):
        up, down = (tidy(step.change), None) if step.change >= 0 else (None, tidy(-step.change))
        rows.append((step.name, tidy(min(before, after)), None, up, down))
    rows.append((desk.say("col-actual"), None, tidy(running[-1]), None, None))
    block = desk.charts.block(title, names, rows)
    chart = desk.book.add_chart({"type": "column", "subtype": "stacked"})
    palette = desk.styles.palette
    looks = (
        ({"fill": {"none": True}, "border": {"none": True}}, "", INK),
        (actual_look(palette), shown, palette.on_accent),
        (_lit("green"), f"+{shown}", INK),
        (_lit("red"), f'"−"{shown}', INK),
    )
    for column, (look, num_format, ink) in enumerate(looks, start=1):
        series = {**block.series(column), **look, "gap": 40}
        if num_format:
            series["data_labels"] = {"value": True, "font": font(color=ink), "num_format": num_format}
        chart.add_series(series)
    return dressed(chart, title, size=_SIZE)


def _lit(light: str) -> dict[str, object]:
    """A column in the colours of a light."""
    ink, tint = LIGHTS[light]
    return {"fill": {"color": tint}, "border": {"color": ink, "width": 0.75}}


# -- where the potential is --------------------------------------------------------------------------------------------
def _scatter(desk: Desk, money: _Money) -> tuple[Any, str] | None:
    """Potential against fit, a mark per account, another shape per tier; the largest are named."""
    known = [
        (account, amount)
        for account in desk.result.tables.accounts
        if account.fit is not None and (amount := money.of(account.max_revenue, account.currency)) is not None
    ]
    if len(known) < 3:
        return None
    tiers = sorted({account.tier or "" for account, _ in known})
    named = _largest(known)
    shown, unit = money.kind([amount for _, amount in known])
    shapes = "  ".join(f"{_SHAPES[n % len(_SHAPES)]} {tier}" for n, tier in enumerate(tiers) if tier)
    title = desk.say("chart-potential", unit=unit, shapes=shapes)
    chart = desk.book.add_chart({"type": "scatter"})
    for n, tier in enumerate(tiers):
        some = [(account, amount) for account, amount in known if (account.tier or "") == tier]
        chart.add_series(_marks(desk, f"{title} {tier}", n, some, named))
    dressed(chart, title, size=_SIZE, num_format=shown)
    axis = {"name": desk.say("col-fit"), "name_font": font(color=QUIET), "num_font": font(), "min": 0, "max": 6}
    chart.set_x_axis(axis | {"major_unit": 1, "major_gridlines": {"visible": False}, "major_tick_mark": "none"})
    told = [(account, amount) for account, amount in known if account.account_id in named]
    said = ", ".join(f"{account.account_name}: {said_whole(desk.language, amount)}" for account, amount in told)
    return chart, desk.say("chart-text", title=title, said=said)


def _largest(known: Sequence[tuple[AccountRow, float]]) -> set[str]:
    """The accounts to name: the largest of each fit, so that the names do not stand on each other."""
    best: dict[object, tuple[AccountRow, float]] = {}
    for account, amount in known:
        if account.fit not in best or amount > best[account.fit][1]:
            best[account.fit] = (account, amount)
    ranked = sorted(best.values(), key=lambda pair: -pair[1])
    return {account.account_id for account, _ in ranked[:_NAMED]}


def _spread(n: int, many: bool) -> float:
    """A little to the left or right of a whole score, where marks would otherwise hide each other."""
    return (n % 9 - 4) * 0.08 if many else 0.0


def _marks(
    desk: Desk, title: str, n: int, some: Sequence[tuple[AccountRow, float]], named: set[str]
) -> dict[str, object]:
    many = len(some) > _MANY
    rows = [
        (account.account_name or account.account_id, tidy((account.fit or 0) + _spread(at, many)), tidy(amount))
        for at, (account, amount) in enumerate(some)
    ]
    headings = (desk.say("col-name"), desk.say("col-fit"), desk.say("col-max-revenue"))
    block: Block = desk.charts.block(title, headings, rows)
    across, up = block.series(1), block.series(2)
    colour = desk.styles.palette.tint((1.0, 0.5, 0.75, 0.35)[n % 4])
    labels = [
        {"value": _short(account.account_name or "")} if account.account_id in named else {"delete": True}
        for account, _ in some
    ]
    return {
        "name": title,
        "categories": across["values"],
        "values": up["values"],
        "categories_data": across["values_data"],
        "values_data": up["values_data"],
        "marker": {
            "type": _MARKERS[n % len(_MARKERS)],
            "size": 7,
            "fill": {"color": colour},
            "border": {"color": desk.styles.palette.accent},
        },
        "data_labels": {"value": True, "custom": labels, "font": font(), "position": "right"},
    }


def _short(name: str) -> str:
    """A name as it fits beside a mark."""
    return name if len(name) <= 18 else f"{name[:17].rstrip()}…"
