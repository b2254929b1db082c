"""What stands above the list of the evaluation: drop-downs, totals that they drive, and what is visible."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import Any

from xlsxwriter.utility import xl_rowcol_to_cell

from accountplan.consolidate.rows import Number, TotalRow
from accountplan.summary.choices import ALL, criterion, number_formula, offered, options
from accountplan.summary.desk import Desk
from accountplan.summary.evaluation_addends import addend
from accountplan.summary.evaluation_columns import TOTALLED
from accountplan.summary.evaluation_list import EvaluationList
from accountplan.summary.evaluation_totals import (
    Adding,
    chosen,
    figures_of,
    filtered_out,
    light_formula,
    part_formula,
    part_of,
    relative,
    sources_of_chosen,
    sources_of_visible,
    variance_formula,
    visible,
)
from accountplan.summary.formats import money_kind
from accountplan.summary.page import Cell, Page
from accountplan.summary.sums import YEARLY, of_formula, rates_of
from accountplan.summary.totals import complete, total_unit
from accountplan.summary.why import light_rule
from accountplan.workbook.styles import ROW

_CHOICES = {"manager": (1, 1), "team": (2, 1), "region": (3, 3), "tier": (6, 2)}
"""Column and span of each drop-down."""
Look = dict[str, Any]
_FIRST = 5
"""The column of what was realised; what follows has one column each."""


def rows_needed(desk: Desk, totals: Sequence[TotalRow]) -> int:
    """Rows that a `Block` takes: known before it is written, since its formulas look at the list below it."""
    return len(totals) + (6 if offered(desk) else 4)


@dataclass
class Block:
    """The totals by choice."""

    desk: Desk
    page: Page
    rows: EvaluationList
    totals: Sequence[TotalRow]
    criteria: dict[str, str] = field(default_factory=dict)

    def write(self) -> None:
        """Heading, drop-downs, a line per point and currency."""
        top = self.page.heading(self.desk.say("chosen-heading"))
        if offered(self.desk):
            self._choosers()
        self.page.gap(ROW["gap"])
        self.page.headers(list(self._headings()))
        first = self.page.row
        for total in self.totals:
            alike = [value for other in self.totals if other.kpi == total.kpi for value in _amounts(other)]
            self._line(total, money_kind(alike) if total.unit == "money" else total.unit)
        light = _FIRST + TOTALLED.index("light")
        self.desk.light_colours(self.page.sheet, first, self.page.row - 1, light, self.desk.light_words())
        self.page.gap(ROW["gap"])
        fold(self.page, top + 1, self.page.row - 1)

    # -- drop-downs ----------------------------------------------------------------------------------------------------
    def _choosers(self) -> None:
        sheet, labels = self.page.sheet, self.page.row
        below = self.page.room(2, ROW["line"]) + 1
        small = self.desk.styles("help", text_wrap=False, valign="bottom", align="left", indent=1)
        sheet.text(below, 0, self.desk.say("choose"), self.desk.styles("plain", bold=True, align="right"))
        for dimension in offered(self.desk):
            column, span = _CHOICES[dimension]
            sheet.text(labels, column, self.desk.say(f"col-{dimension}"), small)
            self._drop_down(dimension, below, column, span)
            self.criteria[dimension] = self._criterion(dimension, labels, below, column)

    def _drop_down(self, dimension: str, row: int, column: int, span: int) -> None:
        style = self.desk.styles("input", num_format="@", valign="vcenter", text_wrap=False, indent=1)
        sheet, data = self.page.sheet, self.desk.data["choices"]
        if span > 1:
            sheet.merge_range(row, column, row, column + span - 1, "", style)
        offers = options(self.desk, dimension)
        sheet.text(row, column, offers[0].label, style)
        source = f"={data.ref(dimension, len(offers))}"
        rule = {"validate": "list", "source": source, "error_title": self.desk.say("choose-error-title"),
                "error_message": self.desk.say("choose-error")}  # fmt: skip
        sheet.data_validation(row, column, row, column + span - 1, rule)

    def _criterion(self, dimension: str, upper: int, lower: int, column: int) -> str:
        """The condition that a choice comes to, in a hidden cell below its number; its address."""
        at = self.rows.at(f"{dimension}-index")
        found = number_formula(self.desk, dimension, xl_rowcol_to_cell(lower, column, True, True))
        self.desk.put(self.page.sheet, upper, at, ALL, "number", found)
        self.desk.put(self.page.sheet, lower, at, ">=0", "text", criterion(xl_rowcol_to_cell(upper, at)))
        return str(xl_rowcol_to_cell(lower, at, True, True))

    # -- totals --------------------------------------------------------------------------------------------------------
    def _headings(self) -> Iterator[Cell]:
        say = self.desk.say
        yield Cell(say("col-point"), span=2)
        yield Cell(say("col-unit"))
        yield Cell(say("col-plan"), "money", 2)
        for key in TOTALLED:
            yield Cell(say(f"col-{key}"), "light" if key == "light" else "money")
        yield from self._spare()
        yield Cell(say("col-complete"), "light", 2)
        yield Cell(say("col-rule"), "text", 2)

    def _spare(self) -> Iterator[Cell]:
        """Room between the figures and what stands above the light."""
        free = self.rows.at("light") - (_FIRST + len(TOTALLED))
        if free:
            yield Cell(None, span=free)

    def _line(self, total: TotalRow, kind: str) -> None:
        desk, row = self.desk, self.page.row
        adding = chosen(desk, self.rows, self.criteria)
        counts = count_cells(self.page, self.rows, total, adding, row)
        places = {"plan": 3, "actual": _FIRST, "forecast": _FIRST + TOTALLED.index("forecast"),
                  "plan_year": _FIRST + TOTALLED.index("plan-year")}  # fmt: skip
        cells = {figure: relative(row, column) for figure, column in places.items()}
        formulas = {
            figure: adding.figure(total, figure, counts["foreseen" if figure in YEARLY else "complete"])
            for figure in figures_of(total)
        }

        def figure(name: str, span: int = 1) -> Cell:
            return Cell(getattr(total, name), kind, span, formulas.get(name, ""))

        kpi, plan, actual = desk.words.kpis[total.kpi], cells["plan"], cells["actual"]
        lit = light_formula(desk, kpi, desk.limits_of(kpi), plan, actual)
        year = part_formula(cells["plan_year"], cells["forecast"]) if "plan_year" in formulas else ""
        self.page.line([
            Cell(desk.words.point(total.kpi), span=2, look={"bold": True}),
            Cell(_unit(desk, total, kind), "wrapped"),
            figure("plan", 2),
            figure("actual"),
            Cell(total.variance, f"{kind}-change", 1, variance_formula(plan, actual)),
            Cell(part_of(total.plan, total.actual), "share", 1, part_formula(plan, actual)),
            Cell(desk.light(total.light), "light", 1, lit),
            figure("forecast"),
            figure("plan_year"),
            Cell(part_of(total.plan_year, total.forecast) if year else None, "share", 1, year),
            *self._spare(),
            Cell(complete(desk, total), "light", 2, of_formula(desk, counts["complete"], counts["all"])),
            Cell(light_rule(desk, kpi) if self._first_of(total) else None, "wrapped", 2),
        ], least=ROW["line"])  # fmt: skip
        for name in formulas:
            value: Number | None = getattr(total, name)
            sources = sources_of_chosen(desk, total, name, self.criteria, self.page.name)
            what = named(desk, total, name, desk.say("chosen"))
            desk.ledger.note(self.page.name, (row, places[name]), what, total.unit, value, sources)

    def _first_of(self, total: TotalRow) -> bool:
        return next(other for other in self.totals if other.kpi == total.kpi) is total


@dataclass(frozen=True)
class VisibleLine:
    """Totals of what the filter leaves, of one currency (or all, converted). `everything`: it counts all accounts."""

    unit: str
    totals: Sequence[TotalRow]
    everything: bool


def visible_lines(desk: Desk, totals: Sequence[TotalRow]) -> list[VisibleLine]:
    """One line per currency; where there are several, one more for what can be added up over all of them."""
    found: dict[tuple[str | None, bool], list[TotalRow]] = {}
    for total in totals:
        found.setdefault((total.currency, total.converted), []).append(total)
    numbers = found.pop((None, False), [])
    if len(found) == 1:
        ((currency, _), only) = next(iter(found.items()))
        return [VisibleLine(currency or "", [*only, *numbers], True)]
    apart = [VisibleLine(currency or "", rows, False) for (currency, converted), rows in found.items() if not converted]
    converted = [row for (_, is_converted), rows in found.items() if is_converted for row in rows]
    unit = f"{converted[0].currency} ({desk.say('converted')})" if converted else desk.say("all-currencies")
    return [*apart, VisibleLine(unit, [*converted, *numbers], True)]


def write_visible(desk: Desk, page: Page, rows: EvaluationList, line: VisibleLine) -> None:
    """What the filter leaves, each figure above its column."""
    row = page.room(1, ROW["line"])
    style: Look = {"bold": True, "bg_color": desk.styles.palette.tint(0.08), "valign": "vcenter"}
    for column in range(rows.technical):
        desk.put(page.sheet, row, column, None, "text", **style)
    desk.put(page.sheet, row, 0, desk.say("visible"), "text", **style)
    _how_many(desk, page, rows, line, row, style)
    desk.put(page.sheet, row, 2, line.unit, "text", text_wrap=False, **style)
    adding = visible(desk, rows)
    for total in line.totals:
        _visible_total(desk, page, rows, total, adding, row, style)


def _how_many(desk: Desk, page: Page, rows: EvaluationList, line: VisibleLine, row: int, style: Look) -> None:
    """The number of accounts that are visible, as a number that says of how many."""
    of_all = len(rows.lines) if line.everything else line.totals[0].of_accounts
    everything = f"SUBTOTAL(103,{rows.ref('account')})"
    formula = everything if line.everything else visible(desk, rows).members(line.totals[0])
    words = desk.say("visible-of", all=str(of_all))
    look: Look = {**style, "num_format": f'0"{words}"', "align": "left", "indent": 1}
    desk.put(page.sheet, row, 1, of_all, "number", formula, **look)


def _visible_total(
    desk: Desk, page: Page, rows: EvaluationList, total: TotalRow, adding: Adding, row: int, style: Look
) -> None:
    sheet, code = page.sheet, total.kpi
    counts = count_cells(page, rows, total, adding, row)
    rest = filtered_out(desk, rows, page.name)
    at = {figure: rows.at(f"{figure.replace('_', '-')}-{code}") for figure in figures_of(total)}
    for figure, column in at.items():
        value: Number | None = getattr(total, figure)
        formula = adding.figure(total, figure, counts["foreseen" if figure in YEARLY else "complete"])
        desk.put(sheet, row, column, value, total.unit, formula, **style)
        what = named(desk, total, figure, desk.say("visible"))
        sources = sources_of_visible(desk, total, figure, rest)
        desk.ledger.note(page.name, (row, column), what, total.unit, value, sources)
    cells = {figure: relative(row, column) for figure, column in at.items()}
    plan, actual = cells["plan"], cells["actual"]
    variance = variance_formula(plan, actual)
    desk.put(sheet, row, rows.at(f"variance-{code}"), total.variance, f"{total.unit}-change", variance, **style)
    centred: Look = {**style, "align": "center"}
    share = part_of(total.plan, total.actual)
    desk.put(sheet, row, rows.at(f"of-plan-{code}"), share, "share", part_formula(plan, actual), **centred)
    if rows.has(f"of-year-{code}"):
        share = part_of(total.plan_year, total.forecast)
        formula = part_formula(cells["plan_year"], cells["forecast"])
        desk.put(sheet, row, rows.at(f"of-year-{code}"), share, "share", formula, **centred)


# -- pieces ------------------------------------------------------------------------------------------------------------
def count_cells(page: Page, rows: EvaluationList, total: TotalRow, adding: Adding, row: int) -> dict[str, str]:
    """How many accounts are in a total, in hidden cells of its row: their addresses."""
    currency = next(iter(rates_of(page.desk, total)))
    counts = {
        "all": (addend("member", "", currency), total.of_accounts, adding.members(total)),
        "complete": (addend("complete", total.kpi, currency), total.accounts, adding.count(total, "complete")),
        "foreseen": (addend("foreseen", total.kpi, currency), total.forecast_accounts, adding.count(total, "foreseen")),
    }
    for key, value, formula in counts.values():
        page.desk.put(page.sheet, row, rows.at(key), value, "number", formula)
    return {name: relative(row, rows.at(key)) for name, (key, _, _) in counts.items()}


def named(desk: Desk, total: TotalRow, figure: str, of: str) -> str:
    """A figure in words, for the reconciliation: `Gekozen · Omzet · plan · EUR`."""
    word = desk.say(f"col-{figure.replace('_', '-')}").lower()
    parts = (of, desk.words.point(total.kpi), word, total.currency, desk.say("converted") if total.converted else "")
    return " · ".join(part for part in parts if part)


def fold(page: Page, first: int, last: int) -> None:
    """Rows that can be folded away by the sign beside the row above them."""
    page.sheet.outline_settings(True, False, True, False)
    for row in range(first, last + 1):
        page.sheet.set_row(row, page.sheet.height(row, row), None, {"level": 1})


def _amounts(total: TotalRow) -> tuple[Number | None, ...]:
    return total.plan, total.actual, total.forecast, total.plan_year


def _unit(desk: Desk, total: TotalRow, kind: str) -> str:
    unit = total_unit(desk, total)
    return desk.say("in-thousands", unit=unit) if kind == "thousands" else unit
