"""The data sheets of the summary, declared: what each holds, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any, TypeVar

from accountplan.consolidate.load import week_name
from accountplan.consolidate.profile import SWOT
from accountplan.consolidate.recurring import Met, Said, meetings, named_competitors, said_of_meetings, said_of_swot
from accountplan.consolidate.rows import (
    AccountRow,
    ActivityRow,
    AnswerRow,
    CompetitorRow,
    ContactRow,
    EvaluationRow,
    GoalRow,
    PotentialRow,
    RangeRow,
    SwotRow,
    VisitRow,
)
from accountplan.fields.base import plain
from accountplan.summary.activities import by_urgency, owner_name
from accountplan.summary.choices import choice_columns, choices
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.data_changes import change_columns, correction_columns
from accountplan.summary.data_planning import coverage_columns, load_columns
from accountplan.summary.data_selling import (
    customer_columns,
    order_value_columns,
    salesplan_columns,
    salesplan_rows,
)
from accountplan.summary.deliveries import code_columns, completeness
from accountplan.summary.desk import Desk
from accountplan.summary.figures import share
from accountplan.summary.goals import goal_kind, goal_unit
from accountplan.summary.places import Place, compact
from accountplan.summary.selections import (
    account_labels,
    agreed_on,
    made_visits,
    open_followups,
    open_goals,
    page_note,
    planned_visits,
    promised,
    with_room,
)
from accountplan.workbook.excel import readable

PER_ACCOUNT = 10_000
"""A record's key is the number of its account times this, plus its own number within the account: formulas find the
third goal of the account chosen by a number, whatever signs its name holds and however the table is sorted."""
PER_QUARTER, PER_SWOT_KIND = 100, 1_000
"""Numbers within an account that belong to one quarter, or one kind of SWOT."""
MOST_ANSWERS = 100_000
"""Rows of the sheet with answers; the tables beside the summary have them all."""

Row = TypeVar("Row")


def data_sheets(desk: Desk) -> Iterator[DataSheet[Any]]:
    """Every data sheet, in the order of the tabs."""
    tables = desk.result.tables
    yield _sheet(desk, "accounts", tables.accounts, _accounts(desk))
    yield _sheet(desk, "evaluations", tables.evaluations, _evaluations(desk))
    who, numbers = _account_columns(desk), _indexes(desk)
    changes, corrections = tables.changes, tables.corrections
    yield _sheet(desk, "changes", changes, change_columns(desk, who, [_numbered(desk, changes), *numbers]))
    yield _sheet(
        desk, "corrections", corrections, correction_columns(desk, who, [_numbered(desk, corrections), *numbers])
    )
    yield _sheet(desk, "range", [row for row in tables.range if filled(row)], _range(desk))
    yield _sheet(desk, "goals", tables.goals, _goals(desk))
    yield _sheet(desk, "activities", _per_account(desk, by_urgency(tables.activities)), _activities(desk))
    yield _sheet(desk, "coverage", tables.coverage, coverage_columns(desk, who, numbers))
    yield _sheet(desk, "load", tables.load, load_columns(desk))
    yield _sheet(desk, "potential", _per_account(desk, _largest_room(tables.potential)), _potential(desk))
    yield _sheet(desk, "salesplan", salesplan_rows(desk), salesplan_columns(desk, who, numbers))
    yield _sheet(desk, "orders", tables.order_values, order_value_columns(desk, who, numbers))
    yield _sheet(desk, "visits", _per_account(desk, _latest(tables.visits)), _visits(desk))
    yield _sheet(desk, "contacts", _per_account(desk, _most_influential(tables.contacts)), _contacts(desk))
    yield _sheet(desk, "swot", _per_account(desk, _strongest(tables.swot)), _swot(desk))
    met = meetings(tables)
    yield _sheet(desk, "confrontations", met, _confrontations(desk, met))
    yield _sheet(desk, "competitors", tables.competitors, _competitors(desk))
    yield _sheet(desk, "answers", told_answers(desk)[:MOST_ANSWERS], _answers(desk))
    yield _sheet(desk, "choices", choices(desk), choice_columns())


def _sheet(desk: Desk, key: str, rows: Sequence[Row], columns: Sequence[Column[Row]]) -> DataSheet[Row]:
    return DataSheet(key, desk.say(f"sheet-data-{key}"), rows, columns)


def _per_account(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    """The rows account by account in the order of the portfolio, within each as they came."""
    return sorted(rows, key=lambda row: desk.index("account", getattr(row, "account_id", None)))


def filled(row: RangeRow) -> bool:
    """Whether anything was filled in for a product group."""
    return row.plan is not None or row.actual is not None or row.verdict is not None


# -- the order within an account ---------------------------------------------------------------------------------------
def _largest_room(rows: Sequence[PotentialRow]) -> list[PotentialRow]:
    return sorted(rows, key=lambda row: -(row.room or 0))


def _latest(rows: Sequence[VisitRow]) -> list[VisitRow]:
    """Visits made before those that are only planned, the latest first."""
    return sorted(rows, key=lambda row: (row.meaning != "made", -(row.day or date.min).toordinal()))


def _most_influential(rows: Sequence[ContactRow]) -> list[ContactRow]:
    return sorted(rows, key=lambda row: -(row.influence or 0))


def _strongest(rows: Sequence[SwotRow]) -> list[SwotRow]:
    return sorted(rows, key=lambda row: -abs(row.score or 0))


# -- columns that many sheets have -------------------------------------------------------------------------------------
def _account_columns(desk: Desk) -> list[Column[Any]]:
    return [
        Column("account", 10, lambda row: row.account_id),
        Column("name", 28, lambda row: desk.name_of(row.account_id)),
        Column("manager", 20, lambda row: desk.manager_of(row.account_id)),
        Column("team", 20, lambda row: desk.team_of(row.account_id)),
        Column("region", 16, lambda row: desk.region_of(row.account_id)),
        Column("tier", 10, lambda row: desk.tier_of(row.account_id), "light"),
    ]


def _source_columns(desk: Desk) -> list[Column[Any]]:
    return [
        Column("file", 40, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell", 9, lambda row: row.cell),
        Column("way", 12, lambda row: desk.target(Place.of(row.file, row.sheet, row.cell)), technical=True),
    ]


def _technical(key: str, value: Callable[[Any], Any]) -> Column[Any]:
    return Column(key, 10, value, "number", technical=True)


def _numbered(desk: Desk, rows: Sequence[Any]) -> Column[Any]:
    """The key of each record: its account's number and its own within it, in the order of the sheet."""
    counted: dict[str, int] = {}
    keys: dict[int, int] = {}
    for row in rows:
        counted[row.account_id] = counted.get(row.account_id, 0) + 1
        keys[id(row)] = desk.index("account", row.account_id) * PER_ACCOUNT + counted[row.account_id]
    return _technical("key", lambda row: keys[id(row)])


def _picked(desk: Desk, key: str, rows: Sequence[Any], part: Callable[[Any], int] = lambda row: 0) -> Column[Any]:
    """The key of those records that a page about one account shows, in its order; blank for all others.

    Records of a `part` are counted apart, from the part's own number on.
    """
    counted: dict[tuple[str, int], int] = {}
    keys: dict[int, int] = {}
    for row in rows:
        group = (row.account_id, part(row))
        counted[group] = counted.get(group, 0) + 1
        keys[id(row)] = desk.index("account", row.account_id) * PER_ACCOUNT + group[1] + counted[group]
    return _technical(key, lambda row: keys.get(id(row)))


def _index(desk: Desk, dimension: str, value: Callable[[AccountRow], str | None]) -> Column[Any]:
    """The number of an account's manager, team, region or tier."""

    def number(row: Any) -> int:
        account = desk.accounts.get(row.account_id)
        return desk.index(dimension, value(account) if account else None)

    return _technical(f"{dimension}-index", number)


def _indexes(desk: Desk) -> list[Column[Any]]:
    return [
        _technical("account-index", lambda row: desk.index("account", row.account_id)),
        _index(desk, "manager", lambda account: account.manager_key),
        _index(desk, "team", lambda account: account.team),
        _index(desk, "region", lambda account: account.region),
        _index(desk, "tier", lambda account: account.tier),
    ]


# -- the sheets --------------------------------------------------------------------------------------------------------
def _accounts(desk: Desk) -> list[Column[AccountRow]]:
    words, labels = desk.words, account_labels(desk.result.tables.accounts)
    return [
        *_account_columns(desk),
        Column("delivery", 15, lambda row: desk.say(f"delivery-{row.status}"), "light"),
        Column("unit", 8, lambda row: row.currency),
        Column("answered", 10, lambda row: row.answered, "number"),
        Column("required", 10, lambda row: row.required, "number"),
        Column("errors", 8, lambda row: row.errors, "number"),
        Column("warnings", 8, lambda row: row.warnings, "number"),
        Column("completeness", 11, completeness, "percent"),
        Column("plan-status", 14, lambda row: words.answer("status", row.plan_status)),
        Column("last-change", 13, lambda row: row.last_change, "date"),
        Column("saved-on", 13, lambda row: row.saved_on, "date"),
        Column("version", 10, lambda row: row.version),
        Column("industry", 24, lambda row: words.answer("industry", row.industry)),
        Column("size", 12, lambda row: words.answer("size", row.size)),
        Column("customer-since", 13, lambda row: row.customer_since, "date"),
        *customer_columns(desk),
        Column("customer-revenue", 16, lambda row: row.customer_revenue, "money"),
        Column("max-revenue", 16, lambda row: row.max_revenue, "money"),
        Column("potential-used", 12, lambda row: row.potential_used, "share"),
        Column("fit", 8, lambda row: row.fit, "number"),
        Column("satisfied", 10, lambda row: None if row.satisfied is None else desk.yes_no(row.satisfied), "light"),
        Column("satisfaction-score", 11, lambda row: row.satisfaction_score, "number"),
        Column("satisfaction-why", 50, lambda row: row.satisfaction_why),
        Column("priority-reason", 50, lambda row: row.priority_reason),
        Column("attention", 50, lambda row: desk.why(row.account_id)),
        Column("file", 40, lambda row: row.file),
        Column("way", 12, lambda row: desk.target(Place.of(row.file, None, None)), technical=True),
        Column("light-code", 10, lambda row: desk.worst_light(row.account_id), technical=True),
        Column("satisfied-code", 10, _satisfied_code, technical=True),
        _technical("marked", lambda row: int(row.satisfaction_score is not None)),
        Column("label", 30, lambda row: labels[row.account_id], technical=True),
        Column("page-note", 30, lambda row: page_note(desk, row), technical=True),
        *code_columns(desk),
        *(column for column in _indexes(desk) if column.key != "manager-index"),
    ]


def _satisfied_code(row: AccountRow) -> str:
    return "unknown" if row.satisfied is None else "yes" if row.satisfied else "no"


def _evaluations(desk: Desk) -> list[Column[EvaluationRow]]:
    rows, points = desk.result.tables.evaluations, list(desk.words.kpis)

    def place(row: EvaluationRow) -> Place | None:
        return Place.of(row.file, row.sheet, row.cell_actual or row.cell_plan)

    def key(row: EvaluationRow) -> int:
        point = points.index(row.kpi) + 1 if row.kpi in points else 0
        return desk.index("account", row.account_id) * PER_ACCOUNT + quarter_part(row) + point

    return [
        Column("quarter", 9, lambda row: row.quarter),
        *_account_columns(desk),
        Column("point", 14, lambda row: desk.words.point(row.kpi)),
        Column("unit", 8, lambda row: desk.unit(row.unit, row.currency)),
        Column("plan", 13, lambda row: row.plan, lambda row: row.unit),
        Column("actual", 13, lambda row: row.actual, lambda row: row.unit),
        Column("variance", 13, lambda row: row.variance, lambda row: f"{row.unit}-change"),
        Column("variance-share", 11, share, "share-change"),
        Column("plan-quarter", 13, lambda row: row.plan_quarter, lambda row: row.unit),
        Column("actual-quarter", 13, lambda row: row.actual_quarter, lambda row: row.unit),
        Column("forecast", 13, lambda row: row.forecast, lambda row: row.unit),
        Column("plan-year", 13, lambda row: row.plan_year, lambda row: row.unit),
        Column("light", 11, lambda row: desk.light(row.light), "light"),
        Column("override", 11, lambda row: desk.light(row.light_override) if row.light_override else None, "light"),
        Column("override-reason", 30, lambda row: row.light_reason),
        Column("correction", 46, lambda row: row.correction),
        Column("file", 40, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell-plan", 11, lambda row: compact(row.cell_plan)),
        Column("cell-actual", 11, lambda row: compact(row.cell_actual)),
        Column("cell-forecast", 11, lambda row: compact(row.cell_forecast)),
        Column("cell-plan-year", 11, lambda row: compact(row.cell_plan_year)),
        Column("cell-correction", 11, lambda row: compact(row.cell_correction)),
        Column("way", 12, lambda row: desk.target(place(row)), technical=True),
        Column("point-code", 10, lambda row: row.kpi, technical=True),
        Column("currency-code", 10, lambda row: row.currency, technical=True),
        Column("light-code", 10, lambda row: row.light, technical=True),
        *_weighing(desk),
        _technical("key", key),
        Column("agreed", 30, lambda row: agreed_on(desk, row), technical=True),
        _picked(desk, "key-agreed", [row for row in rows if agreed_on(desk, row)], quarter_part),
        *_indexes(desk),
    ]


def quarter_part(row: EvaluationRow) -> int:
    """By how much the keys of a quarter's points are further on."""
    return int(row.quarter[1:]) * PER_QUARTER


def _weighing(desk: Desk) -> list[Column[EvaluationRow]]:
    """What totals are added up from: whether a row counts in them, and percentages times what they are weighted by."""
    by_key = {(row.account_id, row.quarter, row.kpi): row for row in desk.result.tables.evaluations}

    def weight(row: EvaluationRow, figure: str) -> Any:
        other = by_key.get((row.account_id, row.quarter, desk.weight or ""))
        return getattr(other, figure) if row.unit == "percent" and other else None

    def weighted(row: EvaluationRow, figure: str) -> Any:
        value, by = getattr(row, figure), weight(row, figure)
        return None if value is None or by is None else value * by

    def has(row: EvaluationRow, *figures: str) -> int:
        own = all(getattr(row, figure) is not None for figure in figures)
        return int(own and (row.unit != "percent" or all(weight(row, figure) is not None for figure in figures)))

    def yearly(row: EvaluationRow) -> tuple[str, ...]:
        return ("forecast", "plan_year") if row.basis == "year-to-date" else ("forecast",)

    columns = [
        _technical("complete", lambda row: has(row, "plan", "actual")),
        _technical("foreseen", lambda row: has(row, *yearly(row))),
    ]
    for figure in ("plan", "actual", "forecast", "plan_year"):
        key = figure.replace("_", "-")
        columns.append(_technical(f"weight-{key}", partial(weight, figure=figure)))
        columns.append(_technical(f"weighted-{key}", partial(weighted, figure=figure)))
    return columns


def _range(desk: Desk) -> list[Column[RangeRow]]:
    return [
        Column("quarter", 9, lambda row: row.quarter),
        *_account_columns(desk),
        Column("product-group", 26, lambda row: desk.words.listed("product_groups", row.product_group)),
        Column("unit", 8, lambda row: row.currency),
        Column("plan", 13, lambda row: row.plan, "money"),
        Column("actual", 13, lambda row: row.actual, "money"),
        Column("verdict", 16, lambda row: desk.words.choice("range", "verdict", row.verdict), "light"),
        Column("note", 40, lambda row: row.note),
        Column("file", 40, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell-plan", 11, lambda row: compact(row.cell_plan)),
        Column("cell-actual", 11, lambda row: compact(row.cell_actual)),
        Column("cell-verdict", 11, lambda row: compact(row.cell_verdict)),
        Column("currency-code", 10, lambda row: row.currency, technical=True),
        _technical("product-group-index", lambda row: desk.index("product-group", row.product_group)),
        *_indexes(desk),
    ]


def _goals(desk: Desk) -> list[Column[GoalRow]]:
    def choice(role: str, code: str | None) -> str:
        return desk.words.choice("goals", role, code)

    return [
        *_account_columns(desk),
        Column("number", 8, lambda row: row.goal_no),
        Column("goal", 46, lambda row: row.goal),
        Column("area", 18, lambda row: choice("area", row.area)),
        Column("kind", 14, lambda row: choice("kind", row.kind)),
        Column("level", 14, lambda row: choice("level", row.level)),
        Column("product-group", 24, lambda row: desk.words.listed("product_groups", row.product_group)),
        Column("unit", 9, lambda row: goal_unit(desk, row)),
        Column("baseline", 11, lambda row: row.baseline, goal_kind),
        Column("target", 12, lambda row: row.target, goal_kind),
        Column("current", 11, lambda row: row.current, goal_kind),
        Column("current-quarter", 10, lambda row: row.current_quarter, "light"),
        Column("progress", 10, lambda row: row.progress, "share"),
        Column("expected", 11, lambda row: row.expected, goal_kind),
        Column("expected-progress", 10, lambda row: row.expected_progress, "share"),
        Column("light", 11, lambda row: desk.light(row.light), "light"),
        Column("start", 12, lambda row: row.start, "date"),
        Column("end", 12, lambda row: row.end, "date"),
        Column("smart", 9, lambda row: row.smart_score, "number"),
        Column("activities", 11, lambda row: row.activities, "number"),
        *_source_columns(desk),
        Column("light-code", 10, lambda row: row.light, technical=True),
        Column("area-code", 10, lambda row: row.area, technical=True),
        _numbered(desk, desk.result.tables.goals),
        _picked(desk, "key-open", open_goals(desk.result.tables.goals, desk.result.as_of)),
        *_indexes(desk),
    ]


def _activities(desk: Desk) -> list[Column[ActivityRow]]:
    rows = _per_account(desk, by_urgency(desk.result.tables.activities))
    return [
        *_account_columns(desk),
        Column("number", 8, lambda row: row.activity_no),
        Column("what", 42, lambda row: row.what),
        Column("for-goal", 9, lambda row: row.goal_no),
        Column("owner", 20, lambda row: owner_name(desk, row)),
        Column("start", 12, lambda row: row.start, "date"),
        Column("deadline", 12, lambda row: row.deadline, "date"),
        Column("week", 11, lambda row: week_name(row.deadline) if row.deadline else None),
        Column("status", 14, lambda row: desk.words.choice("activities", "status", row.status)),
        Column("late", 9, lambda row: desk.say("late") if row.overdue else None, "light"),
        Column("done-on", 12, lambda row: row.done_on, "date"),
        Column("unit", 8, lambda row: row.currency),
        Column("budget", 11, lambda row: row.budget, "money"),
        Column("spent", 11, lambda row: row.spent, "money"),
        Column("hours", 8, lambda row: row.hours, "number"),
        *_source_columns(desk),
        _technical("open", lambda row: int(row.open)),
        _technical("overdue", lambda row: int(row.overdue)),
        _technical("cancelled", lambda row: int(row.meaning == "cancelled")),
        Column("currency-code", 10, lambda row: row.currency, technical=True),
        _numbered(desk, rows),
        _picked(desk, "key-open", [row for row in rows if row.open]),
        _picked(desk, "key-overdue", [row for row in rows if row.overdue]),
        *_indexes(desk),
    ]


def _potential(desk: Desk) -> list[Column[PotentialRow]]:
    rows = _per_account(desk, _largest_room(desk.result.tables.potential))
    return [
        *_account_columns(desk),
        Column("product-group", 26, lambda row: desk.words.listed("product_groups", row.product_group)),
        Column("unit", 8, lambda row: row.currency),
        Column("current-revenue", 13, lambda row: row.current, "money"),
        Column("potential-revenue", 13, lambda row: row.potential, "money"),
        Column("room", 13, lambda row: row.room, "money"),
        Column("supplier", 26, lambda row: row.supplier),
        *_source_columns(desk),
        _technical("complete", lambda row: int(row.room is not None)),
        Column("currency-code", 10, lambda row: row.currency, technical=True),
        _technical("product-group-index", lambda row: desk.index("product-group", row.product_group)),
        _numbered(desk, rows),
        _picked(desk, "key-room", with_room(rows)),
        *_indexes(desk),
    ]


def _visits(desk: Desk) -> list[Column[VisitRow]]:
    rows = _per_account(desk, _latest(desk.result.tables.visits))
    named = {(row.account_id, row.activity_no): row.what for row in desk.result.tables.activities}
    return [
        *_account_columns(desk),
        Column("number", 8, lambda row: row.visit_no),
        Column("day", 12, lambda row: row.day, "date"),
        Column("visit-kind", 12, lambda row: desk.words.choice("visits", "kind", row.kind), "light"),
        Column("by", 20, lambda row: row.by_name),
        Column("with", 26, lambda row: row.contacts),
        Column("report", 60, lambda row: row.report),
        Column("followup", 40, lambda row: row.followup),
        Column("followup-open", 10, lambda row: desk.yes_no(row.followup_open) if row.followup else None, "light"),
        *_source_columns(desk),
        Column("visit-code", 10, lambda row: row.meaning, technical=True),
        _numbered(desk, rows),
        Column("promised", 30, lambda row: promised(row, named), technical=True),
        _picked(desk, "key-made", made_visits(rows)),
        _picked(desk, "key-planned", planned_visits(rows, desk.result.as_of)),
        _picked(desk, "key-followup", open_followups(rows)),
        *_indexes(desk),
    ]


def _contacts(desk: Desk) -> list[Column[ContactRow]]:
    rows = _per_account(desk, _most_influential(desk.result.tables.contacts))
    return [
        *_account_columns(desk),
        Column("person", 26, lambda row: row.name),
        Column("job-title", 24, lambda row: row.job_title),
        Column("decision-role", 16, lambda row: desk.words.choice("contacts", "decision-role", row.decision_role)),
        Column("influence", 10, lambda row: row.influence, "number"),
        Column("relation", 10, lambda row: row.relation, "number"),
        Column("email", 30, lambda row: row.email),
        Column("phone", 16, lambda row: row.phone),
        *_source_columns(desk),
        _numbered(desk, rows),
        *_indexes(desk),
    ]


def _swot(desk: Desk) -> list[Column[SwotRow]]:
    rows = _per_account(desk, _strongest(desk.result.tables.swot))
    return [
        *_account_columns(desk),
        Column("swot-kind", 14, lambda row: desk.say(f"swot-{row.kind}")),
        Column("number", 8, lambda row: row.swot_no),
        Column("item", 60, lambda row: row.text),
        Column("score", 9, lambda row: row.score, "number-change"),
        *_source_columns(desk),
        Column("swot-code", 10, lambda row: row.kind, technical=True),
        *_said(said_of_swot(desk.result.tables.swot)),
        _firsts("first-of-kind", rows, lambda row: (row.account_id, row.kind)),
        _technical("scored", lambda row: int(row.score is not None)),
        _numbered(desk, rows),
        _picked(desk, "key-kind", rows, lambda row: SWOT.index(row.kind) * PER_SWOT_KIND),
        *_indexes(desk),
    ]


def _confrontations(desk: Desk, rows: Sequence[Met]) -> list[Column[Met]]:
    return [
        *_account_columns(desk),
        Column("inside-number", 8, lambda met: met.inside.swot_no),
        Column("inside", 50, lambda met: met.inside.text),
        Column("outside-number", 8, lambda met: met.outside.swot_no),
        Column("outside", 50, lambda met: met.outside.text),
        Column("score", 9, lambda met: met.row.score, "number-change"),
        *(replace(column, value=partial(_of_row, column.value)) for column in _source_columns(desk)),
        *_said(said_of_meetings(rows)),
        _firsts("first-of-all", rows, lambda met: met.account_id),
        *_indexes(desk),
    ]


def _of_row(value: Callable[[Any], Any], met: Met) -> Any:
    return value(met.row)


def _competitors(desk: Desk) -> list[Column[CompetitorRow]]:
    rows = desk.result.tables.competitors
    return [
        *_account_columns(desk),
        Column("competitor", 34, lambda row: row.name),
        Column("market-share", 12, lambda row: row.share, "percent"),
        *_source_columns(desk),
        *_said(named_competitors(rows)),
        _firsts("first-of-all", rows, lambda row: row.account_id),
        _technical("known", lambda row: int(row.share is not None)),
        _numbered(desk, rows),
        *_indexes(desk),
    ]


def _said(groups: Sequence[Said[Any]]) -> list[Column[Any]]:
    """Which rows say the same, the first of each account that does, and the first of all: they count."""
    numbers = {id(row): said.number for said in groups for row in said.rows}
    openings = {id(said.first) for said in groups}
    firsts = {id(row) for said in groups for row in _first_of_each(said.rows, lambda row: row.account_id)}
    return [
        _technical("text-number", lambda row: numbers.get(id(row), 0)),
        _technical("first-of-text", lambda row: int(id(row) in firsts)),
        _technical("first-of-words", lambda row: int(id(row) in openings)),
    ]


def _firsts(key: str, rows: Sequence[Any], by: Callable[[Any], Any]) -> Column[Any]:
    """1 for the first row of each group, 0 for all others."""
    firsts = {id(row) for row in _first_of_each(rows, by)}
    return _technical(key, lambda row: int(id(row) in firsts))


def _first_of_each(rows: Sequence[Any], by: Callable[[Any], Any]) -> list[Any]:
    found: dict[Any, Any] = {}
    for row in rows:
        found.setdefault(by(row), row)
    return list(found.values())


def told_answers(desk: Desk) -> list[AnswerRow]:
    """The answers to questions; what stands in tables has sheets of its own or is in the tables beside the summary."""
    return [row for row in desk.result.tables.answers if row.value is not None and row.row is None]


def _answers(desk: Desk) -> list[Column[AnswerRow]]:
    return [
        *_account_columns(desk),
        Column("question", 40, lambda row: desk.words.question(row.field)),
        Column("answer", 60, lambda row: readable(row.raw or _shown(row.value))),
        *_source_columns(desk),
        Column("field", 28, lambda row: row.field),
        _technical("account-index", lambda row: desk.index("account", row.account_id)),
    ]


def _shown(value: Any) -> str:
    return plain(value) if isinstance(value, float) else str(value)
