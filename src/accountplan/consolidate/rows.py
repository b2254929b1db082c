"""The tables of a round, row by row: plain records whose fields are the columns, in the order of the contract.

Numbers are int or float as people typed them, percents fractions, dates dates; None is null: unknown, never zero.
Codes (kpi, area, status …) are the template's and free of language. `cell…` is one address or several joined by `;`.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from datetime import date
from typing import Any, Literal

from accountplan.fields import Value

Number = int | float
LightWord = Literal["green", "amber", "red", "none"]


@dataclass(frozen=True, slots=True)
class FileRow:
    """One file found. `reason` is the code of the finding that kept it from counting."""

    file: str
    sha256: str | None
    status: str
    account_id: str | None
    template: str | None
    version: str | None
    language: str | None
    answered: int | None
    required: int | None
    errors: int
    warnings: int
    year: int | None
    counts: bool
    reason: str | None


@dataclass(frozen=True, slots=True)
class AccountRow:
    """One account of the round, delivered or not. `account_manager` is the name, `manager_key` the person's code."""

    account_id: str
    account_name: str | None
    account_manager: str | None
    team: str | None
    region: str | None
    tier: str | None
    status: str
    currency: str | None
    file: str | None
    manager_key: str | None
    in_portfolio: bool
    filled_in: bool | None
    answered: int | None
    required: int | None
    errors: int | None
    warnings: int | None
    plan_status: str | None
    last_change: date | None


@dataclass(frozen=True, slots=True)
class EvaluationRow:
    """One point of one account in one quarter. `light` is computed; `light_override` is what the sales person chose.

    `forecast` is for the whole year, and so is `plan_year`: of a year-to-date point the plan of the last quarter.
    """

    account_id: str
    year: int
    quarter: str
    kpi: str
    plan: Number | None
    actual: Number | None
    forecast: Number | None
    variance: Number | None
    light: LightWord
    basis: str
    correction: str | None
    file: str
    sheet: str | None
    cell_plan: str | None
    cell_actual: str | None
    cell_forecast: str | None
    cell_correction: str | None
    unit: str
    currency: str
    light_override: str | None
    light_reason: str | None
    plan_year: Number | None
    cell_plan_year: str | None


@dataclass(frozen=True, slots=True)
class RangeRow:
    """One product group of one account in one quarter. `meaning` is what the verdict says: met, missed or other."""

    account_id: str
    year: int
    quarter: str
    product_group: str
    plan: Number | None
    actual: Number | None
    verdict: str | None
    file: str
    sheet: str | None
    cell_plan: str | None
    cell_actual: str | None
    cell_verdict: str | None
    currency: str
    meaning: str | None
    note: str | None


@dataclass(frozen=True, slots=True)
class GoalRow:
    """One goal. `current` is its latest state up to the quarter asked, `current_quarter` when that was."""

    account_id: str
    goal_id: str
    area: str | None
    kind: str | None
    level: str | None
    product_group: str | None
    start: date | None
    end: date | None
    baseline: Number | None
    target: Number | None
    current: Number | None
    unit: str | None
    smart_score: Number | None
    file: str
    sheet: str | None
    cell: str | None
    goal_no: str | None
    goal: str | None
    current_quarter: str | None
    cell_current: str | None
    activities: int
    currency: str


@dataclass(frozen=True, slots=True)
class ActivityRow:
    """One activity. `goal_id` is the row id of its goal; `overdue` is true where it is open past its deadline."""

    account_id: str
    activity_id: str
    goal_id: str | None
    what: str | None
    owner: str | None
    start: date | None
    deadline: date | None
    budget: Number | None
    spent: Number | None
    hours: Number | None
    status: str | None
    overdue: bool
    file: str
    sheet: str | None
    cell: str | None
    activity_no: str | None
    goal_no: str | None
    owner_name: str | None
    open: bool
    done_on: date | None
    currency: str


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: a question by its field id, a table cell as `<row>.<column>`."""

    account_id: str
    field: str
    value: Value
    file: str
    sheet: str | None
    cell: str | None
    type: str
    raw: str | None


@dataclass(frozen=True, slots=True)
class FindingRow:
    """One remark. `message` is in the language of the summary."""

    file: str | None
    account_id: str | None
    severity: str
    code: str
    message: str
    sheet: str | None
    cell: str | None
    field: str | None


@dataclass(frozen=True, slots=True)
class TotalRow:
    """One point of a group of accounts in the quarter asked; amounts of one currency only.

    `dimension` is portfolio, manager, team or region; `group` its code. Plan and actual are summed over the `accounts`
    that have both, percentages weighted by revenue; `of_accounts` is how many a plan is asked of or came from.
    """

    dimension: str
    group: str | None
    group_name: str | None
    year: int
    quarter: str
    kpi: str
    unit: str
    currency: str | None
    plan: Number | None
    actual: Number | None
    forecast: Number | None
    plan_year: Number | None
    variance: Number | None
    light: LightWord
    basis: str
    accounts: int
    of_accounts: int
    forecast_accounts: int
    green: int
    amber: int
    red: int
    none: int


@dataclass(frozen=True, slots=True)
class RangeTotalRow:
    """One product group over all accounts in the quarter asked, in one currency.

    Plan and actual are summed over the `accounts` that have both; `met`, `missed` and `other` count the verdicts.
    """

    product_group: str
    year: int
    quarter: str
    currency: str
    plan: Number | None
    actual: Number | None
    variance: Number | None
    accounts: int
    planned_accounts: int
    met: int
    missed: int
    other: int


@dataclass(frozen=True, slots=True)
class CheckRow:
    """One figure of one total beside the sum of its sources, added up again from the cells of the plans.

    `dimension` is that of the total, or product-group; then `kpi` is None.
    `against` is `plans` (the cells), or a dimension whose groups must together come to the whole portfolio.
    """

    dimension: str
    group: str | None
    group_name: str | None
    kpi: str | None
    unit: str
    currency: str | None
    figure: str
    against: str
    total: Number | None
    sources: Number | None
    difference: Number | None
    agrees: bool


@dataclass(frozen=True, slots=True)
class DifferenceRow:
    """An answer of one account as one of its files has it, where its files differ. `field` as in the answers."""

    account_id: str
    field: str
    label: str
    file: str
    sheet: str | None
    cell: str | None
    raw: str | None


Row = (
    FileRow
    | AccountRow
    | EvaluationRow
    | RangeRow
    | GoalRow
    | ActivityRow
    | AnswerRow
    | FindingRow
    | TotalRow
    | RangeTotalRow
    | CheckRow
    | DifferenceRow
)


@dataclass(frozen=True)
class Tables:
    """Every table of the contract, and the totals with their check.

    The order of rows is fixed: by path, or by account, quarter and point.
    """

    files: tuple[FileRow, ...] = ()
    accounts: tuple[AccountRow, ...] = ()
    evaluations: tuple[EvaluationRow, ...] = ()
    range: tuple[RangeRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    totals: tuple[TotalRow, ...] = ()
    range_totals: tuple[RangeTotalRow, ...] = ()
    reconciliation: tuple[CheckRow, ...] = ()
    differences: tuple[DifferenceRow, ...] = ()

    def named(self) -> Iterator[tuple[str, tuple[str, ...], tuple[Row, ...]]]:
        """(name, columns, rows) of each table, in the order of the contract."""
        for name, kind in ROW_KINDS.items():
            yield name, columns_of(kind), getattr(self, name)


ROW_KINDS: dict[str, type[Row]] = {
    "files": FileRow,
    "accounts": AccountRow,
    "evaluations": EvaluationRow,
    "range": RangeRow,
    "goals": GoalRow,
    "activities": ActivityRow,
    "answers": AnswerRow,
    "findings": FindingRow,
    "totals": TotalRow,
    "range_totals": RangeTotalRow,
    "reconciliation": CheckRow,
    "differences": DifferenceRow,
}


def columns_of(kind: type[Row]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def values_of(row: Row) -> tuple[Any, ...]:
    """The row's values in the order of its columns."""
    return tuple(getattr(row, name) for name in columns_of(type(row)))
