"""What must be answered and is not."""

from __future__ import annotations

from collections.abc import Iterator

from accountplan.checks.plan import Plan
from accountplan.findings import Finding
from accountplan.layout.completeness import Needed, needed_answers
from accountplan.workbook.reading import Answer, ReadRow


def missing_required(plan: Plan) -> Iterator[Finding]:
    """A required cell that is empty, or a table with too few rows. What was filled in wrongly has its own finding."""
    rows = {row.id: row for rows in plan.reading.tables.values() for row in rows}
    for needed in needed_answers(plan.values):
        if needed.answered >= needed.count:
            continue
        if needed.spec is None:
            yield _too_few_rows(plan, needed)
        elif needed.row is None:
            yield from _missing(plan, needed, plan.reading.answers.get(needed.spec.id), needed.spec.id)
        elif needed.spec.role != "correction":  # `correction_missing` says that in its own words
            row = rows.get(needed.row.id)
            answer = row.cells.get(needed.spec.id) if row else None
            yield from _missing(plan, needed, answer, f"{needed.row.id}.{needed.spec.id}")


def _missing(plan: Plan, needed: Needed, answer: Answer | None, field: str) -> Iterator[Finding]:
    if answer is None or answer.raw or answer.cell is None or needed.spec is None:
        return
    label = needed.spec.label[plan.language]
    if needed.row is not None:
        row = " ".join(filter(None, needed.row.labels)) or (needed.table.label[plan.language] if needed.table else "")
        label = f"{row} – {label}"
    yield Finding("missing-required", plan.reading.file, answer.sheet, answer.cell, field, {"label": label})


def _too_few_rows(plan: Plan, needed: Needed) -> Finding:
    assert needed.table is not None
    first: ReadRow | None = next((r for r in plan.reading.tables.get(needed.table.id, ()) if not r.filled), None)
    params = {
        "label": needed.table.label[plan.language],
        "needed": needed.count - needed.answered,
        "sentence": "missing-rows",
    }
    sheet, cell = (first.sheet, first.first_cell) if first else (None, None)
    return Finding("missing-required", plan.reading.file, sheet, cell, needed.table.id, params)
