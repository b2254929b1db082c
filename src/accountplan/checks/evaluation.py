"""The quarterly evaluation: planned, held, and corrected where it is off track."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accountplan.checks.plan import Plan, Row
from accountplan.fields import Value
from accountplan.findings import Finding
from accountplan.layout.context import options_of


def evaluation_not_planned(plan: Plan) -> Iterator[Finding]:
    """A quarter for which no evaluation date is planned."""
    for row in _moments(plan):
        answer = row.answer("moment")
        if answer is not None and not answer.raw and answer.cell is not None:
            quarter = plan.axis_label(row.table, row.key, "quarter")
            yield row.finding("evaluation-not-planned", "moment", quarter=quarter)


def evaluation_missed(plan: Plan) -> Iterator[Finding]:
    """A quarter without figures: its evaluation date lies before `as_of`, or it is the quarter that is asked for."""
    evaluated = {quarter_code(plan, row) for row in plan.rows("evaluation") if row.value("actual") is not None}
    table = plan.table("evaluation")
    if table is None:
        return
    for n, row in enumerate(_moments(plan), start=1):
        moment, code = row.value("moment"), quarter_code(plan, row)
        passed = isinstance(moment, date) and plan.as_of is not None and moment < plan.as_of
        if code not in evaluated and (passed or n == plan.quarter):
            first = next((r for r in plan.all_rows(table) if quarter_code(plan, r) == code), row)
            quarter = plan.axis_label(row.table, row.key, "quarter")
            sentence = "evaluation-missed" if passed else "evaluation-empty"
            yield first.finding("evaluation-missed", "actual", quarter=quarter, moment=moment, sentence=sentence)


def correction_missing(plan: Plan) -> Iterator[Finding]:
    """A point that is amber or red, by its own figures or by what the sales person made of it, without a correction."""
    for row in plan.rows("evaluation"):
        light = light_of(row)
        answer = row.answer("correction")
        if light in ("amber", "red") and answer is not None and not answer.raw:
            point = plan.axis_label(row.table, row.key, "kpi")
            quarter = plan.axis_label(row.table, row.key, "quarter")
            yield row.finding("correction-missing", "correction", point=point, quarter=quarter, light=_word(row, light))


def light_of(row: Row) -> Value:
    """The light that counts: the override, else the one computed from plan and actual."""
    override: Value = row.value("light")
    proposal: Value = row.value("proposal")
    return override if override is not None else proposal


def _word(row: Row, light: Value) -> str:
    column = row.table.by_role("proposal") or row.table.by_role("light")
    if column is None or column.list_id is None:
        return str(light)
    option = options_of(row.plan.values.template, row.plan.values.context, column.list_id).by_code(str(light))
    return option.label if option else str(light)


def quarter_code(plan: Plan, row: Row) -> str | None:
    """The row's code on the quarter axis; None for a row that belongs to no fixed row."""
    position = plan.values.template.axis_of(row.table, "quarter")
    return None if position is None or position >= len(row.key.codes) else row.key.codes[position]


def _moments(plan: Plan) -> Iterator[Row]:
    table = plan.table("moments")
    if table is not None:
        yield from plan.all_rows(table)
