"""The samples are good answers to the shipped template: every id exists, every value is one that a cell takes."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any

import pytest

from accountplan.demo.rows import column_of
from accountplan.demo.samples import Sample, load_samples, samples_folder
from accountplan.demo.vary import cast
from accountplan.fields import Cell, field_type, read_cell
from accountplan.layout.answers import PlanValues
from accountplan.layout.completeness import Needed, needed_answers
from accountplan.layout.context import meaning_of
from accountplan.layout.rows import data_rows, spec_in
from accountplan.template.model import FieldSpec
from tests.unit.demo_plans import Plan, plans, template, the_round

ROUNDS = pytest.mark.parametrize("asked", [(12, "q1", "nl"), (12, "q2", "nl"), (60, "q1", "nl"), (60, "q2", "en")])
BESIDE_TABLES = {"moments", "reviews", "corrections", "lights", "range_notes", "confrontation"}
OWN_KEYS = {"figure", "states", "cost_factor", "cancelled", "done"}
"""Keys of a sample's row that are for the figures, and no column."""


def samples() -> list[Any]:
    return [pytest.param(sample, id=sample.id) for sample in load_samples().accounts]


# -- the files ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("sample", samples())
def test_every_key_of_a_sample_means_something(sample: Sample) -> None:
    for field_id in sample.fields:
        question = template().question(field_id)
        assert question is not None, field_id
        assert question.is_input, field_id
    for table_id in set(sample.tables) - BESIDE_TABLES:
        table = template().table(table_id)
        assert table is not None, table_id
        for row in sample.tables[table_id]:
            unknown = [key for key in row if key not in OWN_KEYS and column_of(table, key) is None]
            assert not unknown, (table_id, row)
            assert None not in row.values(), (table_id, row)


@pytest.mark.parametrize("sample", samples())
def test_a_sample_hangs_together(sample: Sample) -> None:
    assert sum(sample.figures["mix"].values()) == pytest.approx(1)
    portfolio = load_samples().portfolio
    assert sample.manager in {person["key"] for person in portfolio["people"] if person.get("sells")}
    assert sample.team in {team["code"] for team in portfolio["teams"]}
    assert sample.region in {region["code"] for region in portfolio["regions"]}
    if sample.tables:
        assert sum(sample.figures["season"]) == pytest.approx(1)
        goals = len(sample.tables["goals"])
        assert all(1 <= activity["goal"] <= goals for activity in sample.tables["activities"])
        assert {activity["goal"] for activity in sample.tables["activities"]} == set(range(1, goals + 1))


def test_people_can_be_reached_nowhere() -> None:
    """Addresses of invented people lie in a domain that cannot exist."""
    domains = {sample.domain for sample in load_samples().accounts} | {load_samples().portfolio["email_domain"]}
    assert all(domain.endswith(".example") for domain in domains)


def test_the_customer_list_is_that_of_the_samples() -> None:
    lines = (samples_folder() / "accounts.csv").read_text("utf-8").splitlines()
    header, *rows = (line.split(";") for line in lines)
    assert all(len(row) == len(header) for row in rows)
    assert [(row[0], row[1]) for row in rows] == [(s.id, s.name) for s in load_samples().accounts]
    left = [row[0] for row in rows if row[header.index("Klant tot en met")]]
    assert left == [sample.id for sample in load_samples().accounts if sample.customer_until]


def test_names_are_told_apart() -> None:
    accounts = cast(load_samples(), 600, 7).accounts
    assert len({account.id for account in accounts}) == len({account.name.casefold() for account in accounts}) == 600


# -- the answers -------------------------------------------------------------------------------------------------------
@ROUNDS
def test_every_answer_is_one_that_its_cell_takes(asked: tuple[int, str, str]) -> None:
    for plan in plans(*asked):
        for spec, value in _answered(plan):
            meaning = meaning_of(template(), plan.draft.desk.context, spec)
            parsed = read_cell(Cell.of(field_type(spec).entry(value, spec, meaning)), spec, meaning)
            assert parsed.value == value, (plan.account.id, spec.id, value)
            assert not parsed.problems, (plan.account.id, spec.id, value)


def _answered(plan: Plan) -> Iterator[tuple[FieldSpec, Any]]:
    """Every answer with its field. Fails for an id that this plan does not have."""
    context = plan.draft.desk.context
    for field_id, value in plan.draft.fields.items():
        question = template().question(field_id)
        assert question is not None, field_id
        assert context.shown(question.tiers), (plan.account.id, field_id)
        yield question, value
    for table_id, rows in plan.draft.tables.items():
        table = template().table(table_id)
        assert table is not None, table_id
        keys = {key.id: key for key in data_rows(template(), context, table)}
        for row_id, cells in rows.items():
            specs = [spec_in(table, column.id, keys[row_id].codes) for column in table.columns]
            known = {spec.id: spec for spec in specs if spec and spec.is_input and context.shown(spec.tiers)}
            for field_id, value in cells.items():
                yield known[field_id], value


@ROUNDS
def test_most_sales_people_leave_nothing_open(asked: tuple[int, str, str]) -> None:
    well = [plan for plan in plans(*asked) if plan.well]
    assert len(well) >= len(plans(*asked)) / 2
    for plan in well:
        values = PlanValues(template(), plan.draft.desk.context, plan.draft.answers())
        open_ = [needed for needed in needed_answers(values) if needed.answered < needed.count]
        assert not [needed for needed in open_ if not _of_later_quarter(needed, plan)], plan.account.id


def _of_later_quarter(needed: Needed, plan: Plan) -> bool:
    later = {"q1", "q2", "q3", "q4"} - set(plan.quarters)
    return needed.row is not None and bool(later & set(needed.row.codes))


@ROUNDS
def test_every_goal_of_a_careful_sales_person_is_smart_and_worked_at(asked: tuple[int, str, str]) -> None:
    for plan in (plan for plan in plans(*asked) if plan.well):
        goals = template().table("goals")
        assert goals is not None
        values = PlanValues(template(), plan.draft.desk.context, plan.draft.answers())
        for key in values.row_keys(goals):
            if values.filled(goals, key):
                assert values.cell(goals, key, "goal.smart_score") == 5, (plan.account.id, key.id)
                assert values.cell(goals, key, "goal.activities") >= 1, (plan.account.id, key.id)


def test_the_first_round_has_every_mistake_once() -> None:
    made = [mistake for plan in plans(12, "q1") for mistake in plan.sample.mistakes.get("q1", ())]
    assert sorted(made) == sorted(
        "late missing incomplete text-number ambiguous unknown-choice not-smart no-correction twice copy".split()
    )
    typed = [raw for plan in plans(12, "q1") for raw in plan.draft.typed.values()]
    assert sorted(map(str, typed)) == ["12.5", "ca. 12.500", "de baas"]


def test_nobody_is_named_who_is_not_in_the_portfolio() -> None:
    people = {person.key for person in the_round(60, "q1").portfolio.people}
    for plan in plans(60, "q1"):
        assert plan.account.manager in people
        assert {row["act.owner"] for row in plan.rows("activities").values()} <= people
        assert {row["visit.by"] for row in plan.rows("visits").values()} <= people


@ROUNDS
def test_dates_are_in_order(asked: tuple[int, str, str]) -> None:
    for plan in plans(*asked):
        for row in plan.rows("goals").values():
            assert row["goal.start"] < row["goal.end"] <= date(row["goal.start"].year + 3, 12, 31)
        for row in plan.rows("activities").values():
            assert row["act.start"] <= row["act.deadline"]
            assert row.get("act.done_on", row["act.start"]) >= row["act.start"]
        moments = [row["eval.moment"] for row in plan.rows("moments").values()]
        assert moments == sorted(moments)
        assert len(moments) == 4
