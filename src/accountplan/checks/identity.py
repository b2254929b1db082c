"""Whose plan it is must not have been typed over."""

from __future__ import annotations

from collections.abc import Iterator

from accountplan.checks.plan import Plan
from accountplan.findings import Finding


def identity_changed(plan: Plan) -> Iterator[Finding]:
    """A locked cell that says another account, year, currency or tier than the workbook was made for."""
    identity, template = plan.reading.identity, plan.values.template
    if identity is None or not identity.account:
        return
    made_for = {
        "account-id": identity.account,
        "plan-year": identity.year,
        "currency": identity.currency,
        "tier": identity.tier,
    }
    for role, expected in made_for.items():
        question = template.question_by_role(role)
        answer = plan.reading.answers.get(question.id) if question and question.locked else None
        if question and answer and answer.cell and expected is not None and answer.value != expected:
            params = {"label": question.label[plan.language], "raw": answer.raw or None, "expected": str(expected)}
            yield Finding("identity-changed", plan.reading.file, answer.sheet, answer.cell, question.id, params)
