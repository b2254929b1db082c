"""What code may recognise in a template. A role says what a field, table, axis or choice *is*; ids stay free.

Adding a role here and giving it to a column in YAML is all that ties a template to a check or a KPI.
"""

from __future__ import annotations

from dataclasses import dataclass, field

QUESTION_ROLES = frozenset(
    "account-id account-name account-manager plan-year currency status last-change tier priority-reason "
    "customer-revenue customer-since satisfied satisfaction-score satisfaction-why fit max-revenue potential-used "
    "industry size areas-missing".split()
)


@dataclass(frozen=True)
class TableRole:
    """Which columns a table of this role must have, and which it may have."""

    needs: frozenset[str] = field(default_factory=frozenset)
    may: frozenset[str] = field(default_factory=frozenset)


def _role(needs: str = "", may: str = "") -> TableRole:
    return TableRole(frozenset(needs.split()), frozenset(may.split()))


TABLE_ROLES: dict[str, TableRole] = {
    "goals": _role(
        "area specific start end baseline target",
        "kind level product-group unit criterion accepted-by realistic realistic-why priority smart-letter smart-score",
    ),
    "goal-state": _role("value", "progress note"),
    "activities": _role("goal what deadline status", "owner start result budget spent hours staff revenue done-on"),
    "visits": _role("date kind", "by with report followup followup-done"),
    "moments": _role("moment"),
    "reviews": _role("held-on", "present followups-open planned orders"),
    "evaluation": _role("plan actual", "forecast correction light light-reason variance proposal note"),
    "range": _role("plan actual verdict", "note"),
    "history": _role("revenue", "orders order-value"),
    "potential": _role("group current-revenue potential-revenue", "supplier room"),
    "contacts": _role("name", "email phone decision-role influence relation reports-to job-title"),
    "competitors": _role("name", "share"),
    "channels": _role("name", "share"),
    "strengths": _role("text"),
    "weaknesses": _role("text"),
    "opportunities": _role("text"),
    "threats": _role("text"),
    "confrontation": _role("score"),
    "log": _role("date what", "by"),
}

AXIS_ROLES = frozenset("quarter kpi product-group year".split())

CHOICE_MEANINGS = frozenset(
    # status of an activity or visit; verdict on a product group; traffic light; state of a plan
    "open closed cancelled planned made met missed other green amber red draft submitted approved archived "
    # kind and level of a goal; what its unit is
    "quantitative qualitative total money adds-up level yes-no".split()
)
