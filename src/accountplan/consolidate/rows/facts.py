"""What stands in the files of a round, row by row: plain records whose fields are the columns of the contract.

Numbers are int or float as people typed them, percents fractions, dates dates; None is null: unknown, never zero.
Codes (kpi, area, status …) are the template's and free of language. `cell…` is one address or several joined by `;`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Literal

from accountplan.fields import Value

Number = int | float
LightWord = Literal["green", "amber", "red", "none"]


@dataclass(frozen=True, slots=True)
class RoundRow:
    """What the tables are about: the quarter asked, or the year that it ends; one row."""

    year: int
    quarter: str
    whole_year: bool
    quarter_end: date
    as_of: date
    return_by: date | None
    language: str
    currency: str | None
    company: str | None
    expected: int
    """Accounts that a plan is asked of."""
    delivered: int
    """Of those."""


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
    saved_on: date | None
    """When the workbook was saved last, by its own word; of several in conflict the one saved last."""
    version: str | None
    industry: str | None
    size: str | None
    customer_since: date | None
    customer_revenue: Number | None
    max_revenue: Number | None
    potential_used: Number | None
    """Our part of what the customer could buy from us at most, a fraction."""
    fit: Number | None
    satisfied: bool | None
    satisfaction_score: Number | None
    satisfaction_why: str | None
    priority_reason: str | None
    expected: bool = True
    """Whether a plan is asked of the account."""
    files: int = 0
    """In how many files it came, refused ones too."""
    return_by: date | None = None
    """When its plan had to be back. None where nothing says."""
    days_late: int | None = None
    """So many days after that it was saved last; where nothing has come, that the day asked is. 0 is in time."""


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
    plan_quarter: Number | None = None
    actual_quarter: Number | None = None
    """The quarter alone: of a point counted from 1 January what it adds to the quarter before. None where unknown."""


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
    priority: str | None = None
    progress: Number | None = None
    """The way from the start of the straight line to the target that has been covered: 1 is the target."""
    expected_progress: Number | None = None
    """The same, where the straight line from the start day to the end day stands on the day asked."""
    expected: Number | None = None
    """The value on that line."""
    light: LightWord = "none"
    measure: str | None = None
    """What the unit means: money, adds-up, level or yes-no."""


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
    meaning: str | None = None
    """What the status says: open, closed or cancelled."""


@dataclass(frozen=True, slots=True)
class AnswerRow:
    """One answer: a question by its field id, a table cell as `<row>.<column>`, and its row."""

    account_id: str
    field: str
    value: Value
    file: str
    sheet: str | None
    cell: str | None
    type: str
    raw: str | None
    row: str | None = None


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
class DifferenceRow:
    """An answer of one account as one of its files has it, where its files differ. `field` as in the answers."""

    account_id: str
    field: str
    label: str
    file: str
    sheet: str | None
    cell: str | None
    raw: str | None


@dataclass(frozen=True, slots=True)
class GoalStateRow:
    """Where one goal stood at the end of one quarter. `progress` is the template's own measure, 1 is the target."""

    account_id: str
    goal_id: str
    quarter: str
    value: Number | None
    progress: Number | None
    file: str
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class CoverageRow:
    """Whether an account has a goal in one of the areas that the template wants covered."""

    account_id: str
    area: str
    covered: bool


@dataclass(frozen=True, slots=True)
class ContactRow:
    """One person at the customer. `influence` and `relation` are scores as the template's scale has them."""

    account_id: str
    contact_id: str
    name: str | None
    job_title: str | None
    decision_role: str | None
    influence: Number | None
    relation: Number | None
    reports_to: str | None
    email: str | None
    phone: str | None
    file: str
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class VisitRow:
    """One visit. `meaning` is what its kind says: planned, made or cancelled; a follow-up is open until it is done."""

    account_id: str
    visit_id: str
    visit_no: str | None
    day: date | None
    kind: str | None
    meaning: str | None
    by: str | None
    by_name: str | None
    contacts: str | None
    report: str | None
    followup: str | None
    followup_open: bool
    file: str
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class ReviewRow:
    """The review of one account after one quarter: when it was planned, when held, and what came out in numbers."""

    account_id: str
    quarter: str
    planned_on: date | None
    held_on: date | None
    present: str | None
    followups_open: Number | None
    orders: Number | None
    """From 1 January up to the end of the quarter."""
    file: str
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class PotentialRow:
    """What a customer buys, and could buy, of one product group or product in a year, and who supplies the rest."""

    account_id: str
    potential_id: str
    product_group: str | None
    current: Number | None
    potential: Number | None
    room: Number | None
    supplier: str | None
    currency: str
    file: str
    sheet: str | None
    cell: str | None
    cell_current: str | None
    cell_potential: str | None


@dataclass(frozen=True, slots=True)
class HistoryRow:
    """What one account bought in one of the years before the plan. `order_value` is revenue per order."""

    account_id: str
    year: int
    revenue: Number | None
    orders: Number | None
    order_value: Number | None
    currency: str
    file: str
    sheet: str | None
    cell_revenue: str | None
    cell_orders: str | None


@dataclass(frozen=True, slots=True)
class SwotRow:
    """One item of a SWOT. `kind` is the role of its table; `score` the sum of its confrontations, None without any."""

    account_id: str
    swot_id: str
    swot_no: str | None
    kind: str
    text: str | None
    score: Number | None
    file: str
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class ConfrontationRow:
    """A score of one item inside against one outside; both by the ids of their rows in `swot`."""

    account_id: str
    inside: str
    outside: str
    score: Number
    file: str
    sheet: str | None
    cell: str | None


@dataclass(frozen=True, slots=True)
class CompetitorRow:
    """One competitor at one account. `share` is a fraction of what the customer buys."""

    account_id: str
    competitor_id: str
    name: str | None
    share: Number | None
    file: str
    sheet: str | None
    cell: str | None
