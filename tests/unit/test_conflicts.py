"""Answers that contradict each other: the account plan says so, in words, where it is so and nowhere else."""

from __future__ import annotations

import io
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from accountplan.demo.portfolio import portfolio_of
from accountplan.demo.returned import Round, returned
from accountplan.demo.samples import load_samples
from accountplan.demo.vary import cast
from accountplan.fields import Option, Options, Value
from accountplan.layout.answers import PlanAnswers, PlanValues
from accountplan.layout.context import PlanContext
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    FieldPlace,
    Layout,
    address,
)
from accountplan.layout.progress import CONFLICT, PlanProgress, RowState, mark
from accountplan.template import Template
from accountplan.template.model import FieldSpec, Question
from tests.helpers import (
    FORM,
    HEAD,
    ORGANISATION,
    REAL_TEMPLATES,
    plan,
    problems_of,
    put_template,
    read,
    real_template,
)
from tests.office.office import Office
from tests.roundtrip.recalculated import disagreements

Given = Mapping[str, Value]
"""Answers by field id, or `<row id>/<field id>`."""


@dataclass(frozen=True)
class Case:
    """`wrong` answers, of which those at `cells` contradict another; after the changes of `right` none does."""

    cells: str
    wrong: Given
    right: Given


def day(text: str) -> date:
    return date.fromisoformat(text)


PLAN = {"meta.plan_year": 2027}
CASES = (
    Case("cust.employees", {"cust.size_class": "10-49", "cust.employees": 50}, {"cust.employees": 49}),
    Case("contacts.1/contacts.reports_to",
         {"contacts.1/contacts.name": "Ann", "contacts.1/contacts.reports_to": "ANN"},
         {"contacts.1/contacts.reports_to": None}),
    Case("contacts.2/contacts.reports_to",
         {"contacts.1/contacts.name": "Ann", "contacts.2/contacts.name": "Bob", "contacts.2/contacts.reports_to": "An"},
         {"contacts.2/contacts.reports_to": "ann"}),
    Case("motives.1/cust.motives motives.2/cust.motives",
         {"motives.1/cust.motives": "price", "motives.2/cust.motives": "price"}, {"motives.2/cust.motives": "quality"}),
    Case("hist.customer_revenue", {"hist.customer_revenue": 199, "sales.y3/hist.our_revenue": 200},
         {"hist.customer_revenue": 200}),
    Case("sales.y1/hist.our_orders", {"sales.y1/hist.our_revenue": 5, "sales.y1/hist.our_orders": 0},
         {"sales.y1/hist.our_orders": 1}),
    Case("hist.customer_since", {"hist.customer_since": day("2027-02-01"), "sales.y3/hist.our_revenue": 200},
         {"hist.customer_since": day("2026-12-31")}),
    Case("hist.contract_until",
         {"hist.customer_since": day("2027-02-01"), "hist.contract_until": day("2027-01-31")},
         {"hist.contract_until": day("2027-02-01")}),
    Case("hist.satisfaction_score", {"hist.satisfied": False, "hist.satisfaction_score": 7},
         {"hist.satisfaction_score": 6}),
    Case("pot.max_revenue", {"pot.max_revenue": 199, "sales.y3/hist.our_revenue": 200}, {"pot.max_revenue": 200}),
    Case("potential.1/pot.group potential.2/pot.group",
         {"potential.1/pot.group": "bread", "potential.2/pot.group": "bread"}, {"potential.2/pot.item": "rye"}),
    Case("potential.3/pot.group_potential",
         {"potential.3/pot.group_current": 10, "potential.3/pot.group_potential": 9},
         {"potential.3/pot.group_potential": 10}),
    Case("pot.total_potential", {"pot.max_revenue": 199, "potential.4/pot.group_potential": 200},
         {"potential.4/pot.group_potential": 100}),
    Case("channels.1/mkt.channel channels.2/mkt.channel",
         {"channels.1/mkt.channel": "shop", "channels.2/mkt.channel": "shop"}, {"channels.2/mkt.channel": "agent"}),
    Case("mkt.channel_total", {"channels.1/mkt.channel_share": 0.6, "channels.2/mkt.channel_share": 0.5},
         {"channels.2/mkt.channel_share": 0.4}),
    Case("comp.share_total", {"comp.own_share": 0.4, "competitors.1/comp.market_share": 0.7},
         {"competitors.1/comp.market_share": 0.6}),
    Case("goals.1/goal.product", {"goals.1/goal.level": "total", "goals.1/goal.product": "bread"},
         {"goals.1/goal.level": "product-group"}),
    Case("goals.2/goal.item", {"goals.2/goal.level": "product-group", "goals.2/goal.item": "rye"},
         {"goals.2/goal.level": "product"}),
    Case("goals.3/goal.start", {"goals.3/goal.start": day("2028-01-01")}, {"goals.3/goal.start": day("2027-12-31")}),
    Case("goals.4/goal.start", {"goals.4/goal.end": day("2026-12-31"), "goals.4/goal.start": day("2026-01-01")},
         {"goals.4/goal.end": day("2027-01-01")}),
    Case("goals.5/goal.end", {"goals.5/goal.start": day("2027-05-02"), "goals.5/goal.end": day("2027-05-01")},
         {"goals.5/goal.end": day("2027-05-02")}),
    Case("goals.6/goal.end", {"goals.6/goal.start": day("2027-01-01"), "goals.6/goal.end": day("2030-01-02")},
         {"goals.6/goal.end": day("2030-01-01")}),
    Case("activities.1/act.deadline",
         {"activities.1/act.start": day("2027-03-02"), "activities.1/act.deadline": day("2027-03-01")},
         {"activities.1/act.deadline": day("2027-03-02")}),
    Case("activities.2/act.done_on",
         {"activities.2/act.status": "in-progress", "activities.2/act.done_on": day("2027-03-02")},
         {"activities.2/act.status": "done"}),
    Case("activities.3/act.spent act.total_left",
         {"activities.3/act.status": "in-progress", "activities.3/act.budget": 10, "activities.3/act.spent": 11},
         {"activities.3/act.spent": 10}),
    Case("moments.q1/eval.moment", {"moments.q1/eval.moment": day("2026-04-10")},
         {"moments.q1/eval.moment": day("2027-04-10")}),
    Case("visits.1/visit.date", {"visits.1/visit.date": day("2026-12-31")}, {"visits.1/visit.date": day("2027-01-01")}),
    Case("visits.2/visit.kind", {"visits.2/visit.kind": "planned", "visits.2/visit.report": "Goed gesprek"},
         {"visits.2/visit.kind": "made"}),
    Case("visits.3/visit.followup_done", {"visits.3/visit.followup_done": True}, {"visits.3/visit.followup": "A-01"}),
    Case("reviews.q1/eval.held_on", {"reviews.q1/eval.held_on": day("2026-04-10")},
         {"reviews.q1/eval.held_on": day("2027-04-10")}),
    Case("evaluation.q1.revenue/eval.light",
         {"evaluation.q1.revenue/eval.revenue_plan": 100, "evaluation.q1.revenue/eval.revenue_actual": 100,
          "evaluation.q1.revenue/eval.light": "green"}, {"evaluation.q1.revenue/eval.light": "amber"}),
    Case("evaluation.q2.revenue/eval.revenue_plan",
         {"evaluation.q1.revenue/eval.revenue_plan": 100, "evaluation.q2.revenue/eval.revenue_plan": 99},
         {"evaluation.q2.revenue/eval.revenue_plan": 100}),
    Case("evaluation.q4.visits/eval.visits_plan",
         {"evaluation.q3.visits/eval.visits_plan": 6, "evaluation.q4.visits/eval.visits_plan": 2},
         {"evaluation.q4.visits/eval.visits_plan": 8}),
    Case("evaluation.q3.costs/eval.cost_spent",
         {"evaluation.q2.costs/eval.cost_spent": 6, "evaluation.q3.costs/eval.cost_spent": 2},
         {"evaluation.q3.costs/eval.cost_spent": 6}),
    Case("evaluation.q1.visits/eval.visits_forecast",
         {"evaluation.q1.visits/eval.visits_actual": 3, "evaluation.q1.visits/eval.visits_forecast": 2},
         {"evaluation.q1.visits/eval.visits_forecast": 3}),
    Case("range.q2.bread/eval.range_plan",
         {"range.q1.bread/eval.range_plan": 5, "range.q2.bread/eval.range_plan": 4},
         {"range.q2.bread/eval.range_plan": 5}),
    Case("range.q3.cheese/eval.range_actual",
         {"range.q2.cheese/eval.range_actual": 5, "range.q3.cheese/eval.range_actual": 4},
         {"range.q3.cheese/eval.range_actual": 5}),
)  # fmt: skip


@cache
def around(language: str = "nl") -> PlanContext:
    products = Options((Option.of("rye", "Roggebrood", parent="bread"), Option.of("brie", "Brie", parent="cheese")))
    return PlanContext(language, 2027, "A", "EUR", {**ORGANISATION, "products": products})


@cache
def layout(language: str = "nl") -> Layout:
    return lay_out(real_template("accountplan"), around(language))


def answers(*given: Given) -> PlanAnswers:
    fields: dict[str, Value] = {}
    tables: dict[str, dict[str, dict[str, Value]]] = {}
    for name, value in {key: value for part in given for key, value in part.items()}.items():
        row, _, spec = name.rpartition("/")
        if row:
            tables.setdefault(row.split(".")[0], {}).setdefault(row, {})[spec] = value
        else:
            fields[name] = value
    return PlanAnswers(fields, tables).without_blanks()


def clashes(template: Template, found: PlanAnswers, circumstances: PlanContext) -> Iterator[tuple[str, FieldSpec]]:
    """Every cell that contradicts another, by the name that it has in a case."""
    laid_out = lay_out(template, circumstances)
    progress = PlanProgress(laid_out, PlanValues(template, circumstances, found))

    def clash(state: RowState, column: int) -> bool:
        return mark(CONFLICT, column) in state.marks

    for name, place in laid_out.fields.items():
        if clash(progress.field(place), place.input):
            yield name, place.spec
    for table in laid_out.tables.values():
        for row in table.rows:
            for slot in table.slots_of(row):
                if clash(progress.row(table, row), slot.at_column):
                    yield f"{slot.row.id}/{slot.spec.id}", slot.spec


def names(found: PlanAnswers) -> set[str]:
    return {name for name, _ in clashes(real_template("accountplan"), found, around())}


# -- each contradiction ----------------------------------------------------------------------------------------------
@pytest.mark.parametrize("case", CASES, ids=lambda case: case.cells)
def test_a_contradiction_is_marked_and_gone_once_it_is_put_right(case: Case) -> None:
    assert names(answers(PLAN, case.wrong)) >= set(case.cells.split())
    assert not names(answers(PLAN, case.wrong, case.right)) & set(case.cells.split())


@pytest.mark.parametrize("case", CASES, ids=lambda case: case.cells)
def test_an_empty_cell_contradicts_nothing(case: Case) -> None:
    cells = case.cells.split()
    rest = {name: value for name, value in case.wrong.items() if name not in cells}
    if len(rest) < len(case.wrong):  # a total is not filled in at all
        assert not names(answers(PLAN, rest)) & set(cells)


def test_every_contradiction_of_the_template_has_a_case() -> None:
    template = real_template("accountplan")
    specs = {question.id for _, question in template.questions() if question.conflict_when}
    specs |= {slot.spec.id for place in layout().tables.values() for slot in place.slots if slot.spec.conflict_when}
    tried = {cell.rpartition("/")[2] for case in CASES for cell in case.cells.split()}
    own = {column.id for _, table in template.tables() for column in table.columns}
    renamed = {spec for spec in specs if template.question(spec) is None and spec not in own}
    assert specs - renamed <= tried | {"eval.plan", "eval.actual", "eval.forecast"}
    assert renamed & tried, "rows with names of their own are tried too"


@pytest.mark.parametrize(
    "spec", ["eval.margin_plan", "eval.margin_actual", "eval.margin_forecast"], ids=lambda spec: spec.split("_")[1]
)
def test_a_margin_may_fall(spec: str) -> None:
    given = {f"evaluation.{quarter}.margin/{spec}": share for quarter, share in (("q1", 0.3), ("q2", 0.2))}
    assert names(answers(PLAN, given, {"evaluation.q2.margin/eval.margin_actual": 0.1})) == set()


def test_channels_may_come_to_less_than_the_whole_while_one_has_no_share_yet() -> None:
    given: Given = {"channels.1/mkt.channel": "shop", "channels.1/mkt.channel_share": 0.6}
    assert names(answers(given)) == {"mkt.channel_total"}
    assert names(answers(given, {"channels.2/mkt.channel": "agent"})) == set()
    third = {"channels.1/mkt.channel_share": 1 / 3, "channels.2/mkt.channel_share": 0.66}
    assert names(answers(given, {"channels.2/mkt.channel": "agent"}, third)) == set(), "rounded to the whole"


def test_another_channel_or_motive_may_be_named_twice() -> None:
    twice: Given = {f"{table}.{n}/{column}": "other" for n in (1, 2)
                    for table, column in (("channels", "mkt.channel"), ("motives", "cust.motives"))}  # fmt: skip
    assert names(answers(twice)) == set()


# -- in words --------------------------------------------------------------------------------------------------------
def all_wrong() -> PlanAnswers:
    together: dict[str, Value] = dict(PLAN)
    for case in CASES:
        for name, value in case.wrong.items():
            assert together.setdefault(name, value) == value, f"{name}: the cases must go together in one plan"
    return answers(together)


def test_all_cases_go_together_in_one_plan() -> None:
    assert names(all_wrong()) == {cell for case in CASES for cell in case.cells.split()}


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_sentence_stands_beside_the_answer(language: str) -> None:
    template, circumstances = real_template("accountplan"), around(language)
    book = openpyxl.load_workbook(io.BytesIO(plan(template, all_wrong(), circumstances)), data_only=True)
    for name, spec in clashes(template, all_wrong(), circumstances):
        row, _, _ = name.rpartition("/")
        place, at_row = place_of(language, row or name)
        beside = str(book[place[0]][address(at_row, place[1])].value)
        assert spec.conflict is not None
        assert spec.conflict[language] in beside, name


def place_of(language: str, name: str) -> tuple[tuple[str, int], int]:
    """The sheet and the column of the words beside a question or a row, and its row."""
    found = layout(language).fields.get(name)
    if isinstance(found, FieldPlace):
        return (found.sheet, found.guard), found.row
    table = layout(language).tables[name.split(".", maxsplit=1)[0]]
    row = next(row.row for row in table.rows if name in (row.key.id, *(key.id for key, _ in table.data_rows(row))))
    return (table.sheet, table.guard), row


@pytest.mark.parametrize("language", ["nl", "en"])
def test_libreoffice_finds_the_same_contradictions(office: Office, tmp_path: Path, language: str) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan(real_template("accountplan"), all_wrong(), around(language)))
    assert disagreements(office, path) == []


@pytest.mark.parametrize("name", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_the_sentences_are_short_and_say_the_way_out(name: str) -> None:
    said = {
        spec.id: spec.conflict
        for place in lay_out(real_template(name), around()).tables.values()
        for spec in place.table.columns
        if spec.conflict
    } | {question.id: question.conflict for _, question in real_template(name).questions() if question.conflict}
    assert said
    for label in said.values():
        for text in label.every():
            assert text.endswith(".") and len(text) <= 110, text
            assert text.count(". ") or text.startswith(("Kies ", "Choose ", "For ‘")), f"what to do? {text}"


# -- who says so, and who does not -----------------------------------------------------------------------------------
def test_a_contradiction_does_not_make_a_plan_less_complete() -> None:
    template = real_template("accountplan")
    wrong, right = all_wrong(), answers(PLAN, *(case.wrong for case in CASES), *(case.right for case in CASES))
    counts = []
    for found in (wrong, right):
        reading = read(plan(template, found, around()), template)
        progress = PlanProgress(layout(), PlanValues(template, around(), found))
        assert progress.total.answered == reading.completeness.answered
        counts.append(reading.completeness.answered)
    assert counts[0] <= counts[1]


def test_the_sample_that_is_filled_in_well_contradicts_itself_nowhere() -> None:
    samples, template = load_samples(), real_template("accountplan")
    accounts = cast(samples, 1, 1)
    [file, *_] = returned(Round(template, portfolio_of(samples, accounts, template, "nl"), samples, "q2"),
                          accounts.accounts[0])  # fmt: skip
    reading = read(file.content, template)
    assert reading.context is not None
    assert [name for name, _ in clashes(template, reading.plan_answers(), reading.context)] == []


# -- what a template may say ------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "lines",
    ["conflict_when: filled(own.name)", "conflict: {nl: Fout., en: Wrong.}"],
    ids=["without its words", "without its condition"],
)
def test_half_a_contradiction_is_a_mistake(tmp_path: Path, lines: str) -> None:
    [problem] = problems_of(put_template(tmp_path, HEAD, form=f"{FORM}    {lines}\n"))
    assert "own.name" in problem and "conflict" in problem


def test_what_is_locked_contradicts_nothing() -> None:
    given = {
        "id": "own.name",
        "type": "text",
        "label": {"nl": "Naam"},
        "conflict_when": "True",
        "conflict": {"nl": "!"},
    }
    assert Question.model_validate(given).may_clash
    assert Question.model_validate(given | {"type": "computed", "formula": "1"}).may_clash
    assert not Question.model_validate(given | {"locked": True}).may_clash
