"""The quarterly figures of one plan: the points of the evaluation, and the product groups behind one of them."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accountplan.consolidate.plan import Plan, as_text, difference
from accountplan.consolidate.quarter import Quarter, numbered_codes, quarter_name
from accountplan.consolidate.rows import EvaluationRow, LightWord, Number, RangeRow
from accountplan.formula.lights import traffic_light
from accountplan.layout.context import limits_of
from accountplan.layout.places import quoted
from accountplan.layout.rows import RowKey
from accountplan.portfolio.model import Portfolio
from accountplan.template.model import Kpi, Limits, Table


@dataclass(frozen=True)
class Figure:
    """One number and the cells that it comes from."""

    value: Number | None = None
    cells: str | None = None


def evaluations(plan: Plan, quarter: Quarter, portfolio: Portfolio | None) -> Iterator[EvaluationRow]:
    """Every point of every quarter up to the one asked, in the order of the template."""
    table = plan.template.table_by_role("evaluation")
    if table is None:
        return
    quarters = numbered_codes(plan.template, plan.context, table, "quarter")
    targets = _targets(plan, table, quarters)
    for row, number in plan.keys(table, quarters, quarter.number):
        kpi = plan.template.kpi(plan.code(table, row, "kpi") or "")
        if kpi is not None:
            yield _evaluation(plan, table, row, number, kpi, targets.get(kpi.code, Figure()), portfolio)


def _targets(plan: Plan, table: Table, quarters: dict[str, int]) -> dict[str, Figure]:
    """The target for the whole year of each point counted from the first of January: its plan of the last quarter."""
    last = max(quarters.values(), default=0)
    found: dict[str, Figure] = {}
    for row, number in plan.keys(table, quarters, last):
        kpi = plan.template.kpi(plan.code(table, row, "kpi") or "")
        if kpi is not None and number == last and kpi.basis == "year-to-date" and kpi.source == "figures":
            found[kpi.code] = Figure(plan.number(table, row, "plan"), plan.cells(table, row, "plan"))
    return found


def _evaluation(
    plan: Plan, table: Table, row: RowKey, number: int, kpi: Kpi, target: Figure, portfolio: Portfolio | None
) -> EvaluationRow:
    read = plan.read_row(row)
    sheet = read.sheet if read else None
    planned, actual = _figures(plan, table, row, number, kpi, sheet)
    chosen = plan.value(table, row, "light")
    correction = plan.answer(table, row, "correction")
    return EvaluationRow(
        account_id=plan.account_id,
        year=plan.year,
        quarter=quarter_name(number),
        kpi=kpi.code,
        plan=planned.value,
        actual=actual.value,
        forecast=plan.number(table, row, "forecast"),
        variance=difference(actual.value, planned.value),
        light=light_of(kpi, limits(plan, kpi, portfolio), planned.value, actual.value),
        basis=kpi.basis,
        correction=as_text(plan.value(table, row, "correction")),
        file=plan.file,
        sheet=sheet,
        cell_plan=planned.cells,
        cell_actual=actual.cells,
        cell_forecast=plan.cells(table, row, "forecast"),
        cell_correction=correction.cell if correction else None,
        unit=kpi.unit,
        currency=plan.currency,
        light_override=plan.means(table, "light", chosen) or as_text(chosen),
        light_reason=as_text(plan.value(table, row, "light-reason")),
        plan_year=target.value,
        cell_plan_year=target.cells,
    )


def limits(plan: Plan, kpi: Kpi, portfolio: Portfolio | None) -> Limits:
    """The traffic-light limits that hold: the portfolio's, else those that the plan was made with."""
    return portfolio.settings.limits_of(kpi) if portfolio else limits_of(plan.template, plan.context, kpi.code)


def light_of(kpi: Kpi, limit: Limits, planned: Number | None, actual: Number | None) -> LightWord:
    """The light of a point; `none` where a figure is missing."""
    if planned is None or actual is None:
        return "none"
    return traffic_light(planned, actual, kpi.better, limit.green, limit.amber)


def _figures(plan: Plan, table: Table, row: RowKey, number: int, kpi: Kpi, sheet: str | None) -> tuple[Figure, Figure]:
    """Plan and actual of a point: as filled in or computed, or counted from the verdicts on the product groups."""
    groups = plan.template.table_by_role("range")
    if kpi.source == "range" and groups is not None:
        return _counted(plan, groups, number, sheet)
    planned, actual = (
        Figure(plan.number(table, row, role), plan.cells(table, row, role)) for role in ("plan", "actual")
    )
    return planned, actual


def _counted(plan: Plan, groups: Table, number: int, sheet: str | None) -> tuple[Figure, Figure]:
    """How many product groups were planned (an amount, or a verdict on them), and how many of them made it.

    Not one verdict means that nobody has judged yet: then the actual is unknown, not zero.
    """
    planned: list[str] = []
    verdicts: list[str] = []
    met = 0
    for row in _rows_of(plan, groups, number):
        amount, verdict = plan.number(groups, row, "plan"), plan.value(groups, row, "verdict")
        if (amount is not None and amount > 0) or verdict is not None:
            by = "plan" if amount is not None and amount > 0 else "verdict"
            planned += _place(plan, groups, row, by, sheet)
        if verdict is not None:
            verdicts += _place(plan, groups, row, "verdict", sheet)
            met += plan.means(groups, "verdict", verdict) == "met"
    count = len(planned)
    return (
        Figure(count or None, ";".join(planned) or None),
        Figure(met if verdicts else None, ";".join(verdicts) or None),
    )


def _rows_of(plan: Plan, table: Table, number: int) -> Iterator[RowKey]:
    quarters = numbered_codes(plan.template, plan.context, table, "quarter")
    yield from (row for row, n in plan.keys(table, quarters, number) if n == number)


def _place(plan: Plan, table: Table, row: RowKey, role: str, sheet: str | None) -> list[str]:
    """The cell, with its sheet where that is another one. Always one item: what is counted is listed."""
    answer = plan.answer(table, row, role)
    cell = (answer.cell if answer else None) or "?"
    return [cell if answer is None or answer.sheet in (None, sheet) else f"{quoted(answer.sheet or '')}!{cell}"]


def product_range(plan: Plan, quarter: Quarter) -> Iterator[RangeRow]:
    """Every product group of every quarter up to the one asked, filled in or not."""
    table = plan.template.table_by_role("range")
    if table is None:
        return
    quarters = numbered_codes(plan.template, plan.context, table, "quarter")
    for row, number in plan.keys(table, quarters, quarter.number):
        read = plan.read_row(row)
        verdict = as_text(plan.value(table, row, "verdict"))
        yield RangeRow(
            account_id=plan.account_id,
            year=plan.year,
            quarter=quarter_name(number),
            product_group=plan.code(table, row, "product-group") or row.codes[-1],
            plan=plan.number(table, row, "plan"),
            actual=plan.number(table, row, "actual"),
            verdict=verdict,
            file=plan.file,
            sheet=read.sheet if read else None,
            cell_plan=plan.cells(table, row, "plan"),
            cell_actual=plan.cells(table, row, "actual"),
            cell_verdict=plan.cells(table, row, "verdict"),
            currency=plan.currency,
            meaning=plan.means(table, "verdict", verdict),
            note=as_text(plan.value(table, row, "note")),
        )
