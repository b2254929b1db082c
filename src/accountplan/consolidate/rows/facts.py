"""What stands in the files of a round, row by row: plain records whose fields are the columns of the contract.

Numbers are int or float as people typed them, percents fractions, dates dates; None is null: unknown, never zero.
Codes (kpi, area, status …) are the template's and free of language. `cell…` is one address or several joined by `;`.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date

from accountplan.consolidate.rows.kinds import LightWord, Number
from accountplan.fields import Value


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
