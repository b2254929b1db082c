"""What the plans say of their customers, row by row: people, potential, history, SWOT and competitors."""

from __future__ import annotations

from dataclasses import dataclass

from accountplan.consolidate.rows.kinds import Number


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
