"""Rounds made by hand: a portfolio and readings of the shipped template, without a single workbook."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from functools import cache
from typing import Any

from accountplan.fields import Value
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.context import PlanContext
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    FieldPlace,
    TablePlace,
)
from accountplan.portfolio.collected import Collected
from accountplan.portfolio.model import Account, ListItem, Person, Portfolio, Settings
from accountplan.portfolio.round import Round, round_of
from accountplan.template import Template, load_template
from accountplan.workbook.reading import Answer, Completeness, Identity, Reading, ReadRow
from accountplan.workbook.write import plan_bytes

YEAR = 2027
Quarters = Mapping[str, Mapping[str, Value]]


@cache
def shipped() -> Template:
    return load_template("accountplan")


def find(template_id: str) -> Template | None:
    """A finder of templates that worker processes can be given."""
    return shipped() if template_id == shipped().id else None


def portfolio(*accounts: Account, **settings: Any) -> Portfolio:
    return Portfolio(
        Settings(YEAR, **settings),
        accounts,
        people=(Person("ann", "Ann de Wit", team="north"), Person("bob", "Bob Smit", team="south")),
        product_groups=(
            ListItem("bread", {"nl": "Brood", "en": "Bread"}),
            ListItem("cake", {"nl": "Gebak", "en": "Cake"}),
        ),
        teams=(
            ListItem("north", {"nl": "Noord", "en": "North"}),
            ListItem("south", {"nl": "Zuid", "en": "South"}),
        ),
    )


def account(account_id: str, manager: str = "ann", **more: Any) -> Account:
    team = {"ann": "north", "bob": "south"}[manager]
    return Account(account_id, f"Klant {account_id}", manager, team, **({"tier": "A", "currency": "EUR"} | more))


# -- answers -----------------------------------------------------------------------------------------------------------
def figures(quarter: str, **points: tuple[Value | None, ...]) -> dict[str, dict[str, Any]]:
    """Rows of the evaluation: `figures("q1", revenue=(100, 90))`; a third number is the forecast. None stays blank."""
    table = shipped().table_by_role("evaluation")
    assert table is not None
    rows: dict[str, dict[str, Any]] = {}
    for point, numbers in points.items():
        cells: dict[str, Any] = {}
        for role, number in zip(("plan", "actual", "forecast"), numbers, strict=False):
            column = table.by_role(role)
            spec = table.spec(column, (quarter, point)) if column else None
            if spec is not None and number is not None:
                cells[spec.id] = number
        rows[f"{table.id}.{quarter}.{point}"] = cells
    return rows


def sold(quarter: str, **groups: tuple[Value, Value, str | None]) -> dict[str, dict[str, Value]]:
    """Rows of the product range: `sold("q1", bread=(100, 90, "less"))`."""
    rows = {}
    for group, numbers in groups.items():
        cells = dict(zip(("eval.range_plan", "eval.range_actual", "eval.range_verdict"), numbers, strict=True))
        rows[f"range.{quarter}.{group}"] = {key: value for key, value in cells.items() if value is not None}
    return rows


def answers(
    account_id: str, evaluation: Mapping[str, Mapping[str, Value]] | None = None, **tables: Mapping[str, Any]
) -> PlanAnswers:
    """What one sales person filled in; further tables by their id."""
    fields: dict[str, Value] = {"meta.account_id": account_id, "meta.account_name": f"Klant {account_id}"}
    return PlanAnswers(fields, {"evaluation": dict(evaluation or {}), **tables})


def cell_of(row_id: str, field_id: str) -> str:
    """Where the layout puts a table cell of a plan."""
    slots = (slot for place in lay_out(shipped(), context()).tables.values() for slot in place.slots)
    return next(slot.cell for slot in slots if (slot.row.id, slot.spec.id) == (row_id, field_id))


# -- readings ----------------------------------------------------------------------------------------------------------
def context(language: str = "nl", currency: str = "EUR", year: int = YEAR) -> PlanContext:
    return PlanContext(language, year, "A", currency, portfolio().organisation(language))


def identity(account_id: str, made: PlanContext) -> Identity:
    return Identity(
        account_id, made.year, shipped().id, shipped().version, made.language, made.tier, made.currency, "unborn"
    )


def reading(account_id: str, filled: PlanAnswers | None = None, file: str | None = None, **around: Any) -> Reading:
    """What the reader would make of a workbook with these answers."""
    made = context(**around)
    return reading_of(shipped(), made, identity(account_id, made), filled or answers(account_id), file)


def reading_of(
    template: Template, made: PlanContext, known: Identity, filled: PlanAnswers, file: str | None = None
) -> Reading:
    """The same, of any template and any account."""
    questions: dict[str, Answer] = {}
    tables: dict[str, tuple[ReadRow, ...]] = {}
    layout = lay_out(template, made)
    for place in (place for sheet in layout.sheets for place in sheet.places):
        if isinstance(place, FieldPlace):
            value = filled.fields.get(place.spec.id)
            questions[place.spec.id] = _answer(place.spec.id, place.spec.type, value, place.sheet, place.cell)
        elif isinstance(place, TablePlace):
            tables[place.table.id] = tuple(_rows(place, filled.tables.get(place.table.id, {})))
    file = file or f"{known.account}.xlsx"
    return Reading(
        file, f"sha-of-{file}", True, known, template, made, questions, tables, completeness=Completeness(10, 8)
    )  # fmt: skip


def _answer(field_id: str, kind: str, value: Value, sheet: str, cell: str) -> Answer:
    locked = kind == "computed"
    return Answer(field_id, kind, None if locked else value, "" if value is None else str(value), sheet, cell, locked)


def _rows(place: TablePlace, filled: Mapping[str, Mapping[str, Value]]) -> Iterable[ReadRow]:
    rows: dict[str, dict[str, Answer]] = {}
    for slot in place.slots:
        value = filled.get(slot.row.id, {}).get(slot.spec.id)
        rows.setdefault(slot.row.id, {})[slot.spec.id] = _answer(
            slot.spec.id, slot.spec.type, value, place.sheet, slot.cell
        )
    return (ReadRow(row_id, place.sheet, cells) for row_id, cells in rows.items())


def collected(*readings: Reading, modified: int = 0) -> tuple[Collected, ...]:
    return tuple(Collected(r.file, r.sha256, "read", r, r.findings, modified) for r in readings)


def a_round(of: Portfolio | None, *readings: Reading, **how: Any) -> Round:
    return round_of(collected(*readings), of, shipped() if of else None, **how)


def workbook_of(account_id: str, filled: PlanAnswers | None = None, **around: Any) -> bytes:
    """A real plan workbook with these answers."""
    made = context(**around)
    return plan_bytes(shipped(), made, filled or answers(account_id), identity(account_id, made))
