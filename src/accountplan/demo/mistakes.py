"""What goes wrong when people fill in a workbook. Each mistake finds its place by role; without one it does nothing."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from random import Random
from typing import Any

from accountplan.demo.samples import Desk
from accountplan.fields import Value
from accountplan.formula.lights import traffic_light
from accountplan.layout.answers import PlanAnswers, PlanValues
from accountplan.layout.context import limits_of
from accountplan.layout.rows import RowKey, spec_in
from accountplan.template.model import Table, Template

_FORGOTTEN = 7
"""Required answers that an incomplete plan lacks."""


@dataclass
class Draft:
    """A plan on its way back: its answers, and what was typed that is none (by field id, or `<row id>.<field id>`)."""

    template: Template
    desk: Desk
    fields: dict[str, Value]
    tables: dict[str, dict[str, dict[str, Value]]]
    typed: dict[str, str | float] = field(default_factory=dict)

    @staticmethod
    def of(template: Template, desk: Desk, answers: PlanAnswers) -> Draft:
        tables = {key: {row: dict(cells) for row, cells in rows.items()} for key, rows in answers.tables.items()}
        return Draft(template, desk, dict(answers.fields), tables)

    def answers(self) -> PlanAnswers:
        return PlanAnswers(self.fields, {**self.tables}).without_blanks()

    def rows(self, role: str) -> Iterator[tuple[Table, RowKey, dict[str, Value]]]:
        """The filled rows of the table with this role."""
        table = self.template.table_by_role(role)
        if table is None:
            return
        values = PlanValues(self.template, self.desk.context, self.answers())
        for key in values.row_keys(table):
            cells = self.tables.get(table.id, {}).get(key.id)
            if cells:
                yield table, key, cells


def make(draft: Draft, mistake: str) -> None:
    """Make a mistake in the draft. Those that are about whole files or about the year itself do nothing here."""
    act = _IN_A_CELL.get(mistake)
    if act is not None:
        act(draft)


def _type(draft: Draft, role: str, column_role: str, raw: str) -> None:
    """Type something that is no answer into the first filled row of a table."""
    for table, key, cells in draft.rows(role):
        column = table.by_role(column_role)
        spec = spec_in(table, column.id, key.codes) if column else None
        if spec is not None and spec.id in cells:
            del cells[spec.id]
            draft.typed[f"{key.id}.{spec.id}"] = raw
            return


def _text_in_a_number(draft: Draft) -> None:
    _type(draft, "potential", "potential-revenue", "ca. 12.500")


def _ambiguous_number(draft: Draft) -> None:
    """A decimal sign that the language of the workbook does not use."""
    _type(draft, "activities", "hours", "12,5" if draft.desk.context.language == "en" else "12.5")


def _unknown_choice(draft: Draft) -> None:
    _type(draft, "contacts", "decision-role", "the boss" if draft.desk.words == "en" else "de baas")


def _goal_not_smart(draft: Draft) -> None:
    """The last goal is a wish: nobody agreed to it, nobody thought about whether it can be done, no test."""
    rows = list(draft.rows("goals"))
    if not rows:
        return
    table, key, cells = rows[-1]
    for role in ("accepted-by", "realistic", "realistic-why", "criterion", "target"):
        column = table.by_role(role)
        spec = spec_in(table, column.id, key.codes) if column else None
        if spec is not None:
            cells.pop(spec.id, None)


def _no_correction(draft: Draft) -> None:
    """Nothing is said about the point that is furthest from plan: the first red one, else the first amber one."""
    for wanted in ("red", "amber"):
        for table, key, cells in draft.rows("evaluation"):
            column = table.by_role("correction")
            if column is not None and column.id in cells and _light(draft, table, key) == wanted:
                del cells[column.id]
                return


def _light(draft: Draft, table: Table, key: RowKey) -> str | None:
    """The light that the row's figures give."""
    position = draft.template.axis_of(table, "kpi")
    kpi = None if position is None else draft.template.kpi(key.codes[position])
    values = PlanValues(draft.template, draft.desk.context, draft.answers())
    plan, actual = (_value(values, table, key, role) for role in ("plan", "actual"))
    if kpi is None or plan is None or actual is None:
        return None
    limits = limits_of(draft.template, draft.desk.context, kpi.code)
    return traffic_light(plan, actual, kpi.better, limits.green, limits.amber)


def _value(values: PlanValues, table: Table, key: RowKey, role: str) -> Any:
    column = table.by_role(role)
    return None if column is None else values.cell(table, key, column.id)


def _incomplete(draft: Draft) -> None:
    """Some required questions that the portfolio does not know either were left for later, and then forgotten."""
    known = [
        question.id
        for _, question in draft.template.questions()
        if question.required and question.is_input and question.role is None and question.id in draft.fields
        if question.id not in draft.desk.places["prefill"]
    ]
    for field_id in Random(draft.desk.sample.id).sample(known, min(_FORGOTTEN, len(known))):
        del draft.fields[field_id]


_IN_A_CELL: dict[str, Callable[[Draft], None]] = {
    "text-number": _text_in_a_number,
    "ambiguous": _ambiguous_number,
    "unknown-choice": _unknown_choice,
    "not-smart": _goal_not_smart,
    "no-correction": _no_correction,
    "incomplete": _incomplete,
}
