"""What Python says that a formula shows is what a spreadsheet program shows: for our plans and any expression."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import HealthCheck, Phase, given, settings

from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    Layout,
)
from tests.office.office import Office
from tests.property.strategies import Example, examples
from tests.roundtrip.expressions import made_template
from tests.roundtrip.plans import Plan, answered, circumstances, plan_of, some_answers
from tests.roundtrip.recalculated import disagreements, formula_count
from tests.tools.counts import count
from tests.tools.editing import rewrite
from tests.tools.parts import Package

SHARES = (0.1, 0.4, 0.7, 0.95)
"""How much of a plan is filled in."""


def put(path: Path, plan: Plan) -> Path:
    path.write_bytes(plan.content())
    return path


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("template", ["accountplan", "prospectplan", "food_wholesale"])
def test_every_formula_of_a_blank_and_of_a_full_plan_shows_what_was_written(
    office: Office, tmp_path: Path, template: str, language: str
) -> None:
    full = plan_of(template, language)
    for plan in (full.born(), full):
        path = put(tmp_path / "plan.xlsx", plan)
        assert formula_count(path)
        assert disagreements(office, path) == []


def test_every_formula_of_a_plan_with_random_answers_shows_what_was_written(office: Office, tmp_path: Path) -> None:
    for seed in range(count(8, 200)):
        template = ("accountplan", "accountplan", "prospectplan", "food_wholesale")[seed % 4]
        draw = some_answers(Random(seed), SHARES[seed // 4 % 4])
        plan = plan_of(template, "nl" if seed % 2 else "en", "AB"[seed // 2 % 2], draw)
        assert disagreements(office, put(tmp_path / "plan.xlsx", plan)) == [], f"seed {seed}"


def test_every_expression_of_the_language_says_the_same_in_excel_as_in_python(office: Office, tmp_path: Path) -> None:
    for seed in range(count(8, 150)):
        template = made_template(seed, per_place=12)
        context = circumstances(template, "nl" if seed % 2 else "en")
        plan = Plan(template, context, answered(template, context, some_answers(Random(seed), SHARES[seed % 4])))
        path = put(tmp_path / "plan.xlsx", plan)
        assert disagreements(office, path, formulas_of(lay_out(template, context))) == [], f"seed {seed}"


def formulas_of(layout: Layout) -> dict[str, str]:
    """The expression behind each computed cell, for people who read why a test failed."""
    slots = [(place.sheet, slot) for place in layout.tables.values() for slot in place.slots]
    return {f"{p.sheet}!{p.cell}": p.spec.formula for p in layout.fields.values() if p.spec.formula} | {
        f"{sheet}!{slot.cell}": slot.spec.formula for sheet, slot in slots if slot.spec.formula
    }


@settings(
    max_examples=count(15, 200),
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow],
)
@given(example=examples())
def test_every_formula_of_any_template_shows_what_was_written(office: Office, tmp_path: Path, example: Example) -> None:
    path = put(tmp_path / "plan.xlsx", Plan(example.template, example.context, example.answers))
    assert disagreements(office, path) == []


def test_a_wrong_value_does_not_pass(office: Office, tmp_path: Path) -> None:
    path = put(tmp_path / "plan.xlsx", plan_of("prospectplan", "nl"))
    sheet, cell = next((s, c) for s in Package(path).sheets for c in s.cells if c.formula and "SUM(" in c.formula)
    old = f"<v>{cell.value}</v>".encode()
    rewrite(path, {sheet.part: lambda content: content.replace(old, b"<v>4711</v>")})
    assert len(disagreements(office, path)) == 1
