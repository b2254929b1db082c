"""Shares of one whole."""

from __future__ import annotations

from collections.abc import Iterator

from accountplan.checks.plan import Plan
from accountplan.findings import Finding

_DUST = 1e-9
"""Ten times 10 % is not quite 100 % in binary."""


def shares_over_100(plan: Plan) -> Iterator[Finding]:
    """A table whose shares add up to more than 100 %."""
    for _, table in plan.values.template.tables():
        column = table.by_role("share")
        if column is None:
            continue
        rows = [row for row in plan.all_rows(table) if isinstance(row.value("share"), (int, float))]
        total = sum(row.value("share") for row in rows)
        if total > 1 + _DUST:
            yield rows[0].finding(
                "shares-over-100", "share", label=table.label[plan.language], total=round(total * 100, 1)
            )
