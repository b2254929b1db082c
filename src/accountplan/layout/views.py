"""How much room a view takes on its sheet."""

from __future__ import annotations

from accountplan.layout.context import PlanContext
from accountplan.layout.rows import row_keys
from accountplan.template.model import Template, View

CHART_ROWS = 14
RANKED = 5


def view_rows(template: Template, context: PlanContext, view: View) -> int:
    """Rows that the view fills; 0 where this plan lacks what it would show."""
    table = template.table(view.of)
    home = next((chapter for chapter, other in template.tables() if other.id == view.of), None)
    if table is None or home is None or not context.shown(table.tiers) or not context.shown(home.tiers):
        return 0
    rows = len(row_keys(template, context, table))
    if not rows:
        return 0
    match view.shape:
        case "chain" | "timeline":
            return rows + 1
        case "ranking":
            return RANKED
    return CHART_ROWS
