"""Rules over the answers of one plan: each says something where it must, and nothing where it need not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from accountplan.checks import RULES, Moment, check_at, check_reading
from accountplan.fields import Value
from accountplan.findings import Finding
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.rows import data_rows, spec_in
from accountplan.messages import LANGUAGES
from accountplan.template import Template
from accountplan.template.model import Table
from accountplan.workbook.read import read_content
from tests.helpers import as_if_read, context, plan, read, real_template
from tests.unit.rounds import answers, figures, reading


@cache
def template() -> Template:
    return real_template("accountplan")


def table(role: str) -> Table:
    found = template().table_by_role(role)
    assert found is not None
    return found


Rows = dict[str, dict[str, dict[str, Value]]]


def rows(role: str, *filled: dict[str, Value], **coded: dict[str, Value]) -> Rows:
    """Rows of the table with a role, their cells by role: the first ones, or (`q1_revenue`) those with these codes."""
    wanted = table(role)
    made: dict[str, dict[str, Value]] = {}
    keys = {key.id: key for key in data_rows(template(), context(), wanted)}
    named = {f"{wanted.id}.{n}": cells for n, cells in enumerate(filled, start=1)}
    named |= {f"{wanted.id}." + codes.replace("_", "."): cells for codes, cells in coded.items()}
    for row_id, cells in named.items():
        made[row_id] = {}
        for column_role, value in cells.items():
            column = wanted.by_role(column_role)
            spec = spec_in(wanted, column.id, keys[row_id].codes) if column else None
            assert spec is not None, (row_id, column_role)
            made[row_id][spec.id] = value
    return {wanted.id: made}


def findings(
    code: str,
    tables: Rows | None = None,
    fields: dict[str, Value] | None = None,
    as_of: date | None = None,
    language: str = "nl",
    typed: dict[str, str] | None = None,
) -> list[Finding]:
    """What the rules say of a plan with these answers, as far as it has this code."""
    answers = PlanAnswers(fields or {}, tables or {})
    if typed:
        reading = read(plan(template(), answers, context(language), typed), template())
    else:
        reading = as_if_read(template(), answers, context(language))
    return [finding for finding in check_reading(reading, as_of).findings if finding.code == code]


def said(finding: Finding) -> str:
    """The message, which must be complete in every language and name the place."""
    for language in LANGUAGES:
        message = finding.message(language)
        assert "{" not in message
        assert finding.cell is None or finding.cell in message
    return finding.message("nl")


SMART: dict[str, Value] = {
    "specific": "Meer brood",
    "area": "revenue",
    "unit": "eur",
    "baseline": 100,
    "target": 200,
    "accepted-by": "jan",
    "realistic": 4,
    "start": date(2027, 1, 1),
    "end": date(2027, 12, 31),
}


def goal(**changes: Value) -> dict[str, Value]:
    """A SMART goal, changed; None takes an answer out."""
    cells = SMART | {name.replace("_", "-"): value for name, value in changes.items()}
    usable = {name: value for name, value in cells.items() if value is not None}
    unit = table("goals").by_role("unit")
    if unit is not None and unit.list_id and "unit" in usable:
        usable["unit"] = template().choice_list(unit.list_id).choices[0].code
    accepted = table("goals").by_role("accepted-by")
    if accepted is not None and accepted.list_id is None and "accepted-by" in usable:
        usable["accepted-by"] = "Jan"
    if accepted is not None and accepted.type == "choices" and "accepted-by" in usable:
        usable["accepted-by"] = ("jan",)
    return usable


# -- goals -----------------------------------------------------------------------------------------------------------
def test_a_goal_with_all_five_letters_is_smart() -> None:
    assert findings("goal-not-smart", rows("goals", goal())) == []


@pytest.mark.parametrize("lacking", ["specific", "accepted_by", "realistic", "end", "target", "unit"])
def test_a_goal_without_one_of_the_letters_is_not_smart(lacking: str) -> None:
    [finding] = findings("goal-not-smart", rows("goals", goal(**{lacking: None})))
    assert finding.params["score"] == 4 and finding.params["of"] == 5
    assert finding.params["missing"]
    assert "D-01" in said(finding)
    assert finding.field == "goals.1"


def test_an_empty_row_is_no_goal() -> None:
    assert findings("goal-not-smart", rows("goals")) == []


@pytest.mark.parametrize(
    ("start", "end", "too_long"),
    [
        (date(2027, 1, 1), date(2030, 1, 1), False), (date(2027, 1, 1), date(2030, 1, 2), True),
        (date(2027, 1, 1), date(2027, 1, 2), False), (date(2024, 2, 29), date(2027, 3, 1), False),
        (date(2024, 2, 29), date(2027, 3, 2), True), (None, date(2040, 1, 1), False),
    ],
)  # fmt: skip
def test_a_goal_that_runs_for_more_than_three_years(start: date | None, end: date, too_long: bool) -> None:
    result = findings("goal-horizon", rows("goals", goal(start=start, end=end)))
    assert bool(result) == too_long
    for finding in result:
        assert "D-01" in said(finding) and "3" in said(finding)
        assert finding.field is not None and finding.field.startswith("goals.1.")


def test_a_goal_without_an_activity() -> None:
    alone = rows("goals", goal(), goal())
    [first, second] = findings("goal-without-activity", alone)
    assert (first.field, second.field) == ("goals.1", "goals.2")
    worked_on = alone | rows("activities", {"what": "Bellen", "goal": "goals.2"})
    assert [finding.field for finding in findings("goal-without-activity", worked_on)] == ["goals.1"]
    assert "Meer brood" in said(first)


@pytest.mark.parametrize("role", ["goals", "activities"])
def test_what_ends_before_it_starts(role: str) -> None:
    end, title = ("end", {}) if role == "goals" else ("deadline", {"what": "Bellen"})

    def of(start: date, last: date) -> list[Finding]:
        return findings("ends-before-start", rows(role, {**title, "start": start, end: last}))

    assert of(date(2027, 1, 1), date(2027, 1, 1)) == []
    [finding] = of(date(2027, 1, 2), date(2027, 1, 1))
    assert "1-1-2027" in said(finding) and "2-1-2027" in said(finding)


# -- activities ------------------------------------------------------------------------------------------------------
def test_an_activity_without_a_goal() -> None:
    [finding] = findings("activity-without-goal", rows("activities", {"what": "Bellen"}))
    assert "Bellen" in said(finding)
    both = rows("goals", goal()) | rows("activities", {"what": "Bellen", "goal": "goals.1"})
    assert findings("activity-without-goal", both) == []


def test_a_goal_that_is_not_in_the_list_is_not_also_a_goal_that_lacks() -> None:
    column = table("activities").by_role("goal")
    assert column is not None
    typed = {f"activities.1.{column.id}": "D-99"}
    assert findings("activity-without-goal", rows("activities", {"what": "Bellen"}), typed=typed) == []
    assert len(findings("not-in-list", rows("activities", {"what": "Bellen"}), typed=typed)) == 1


@pytest.mark.parametrize(
    ("deadline", "status", "late"),
    [
        (date(2027, 3, 30), "in-progress", True),
        (date(2027, 3, 30), "not-started", True),
        (date(2027, 3, 30), None, True),
        (date(2027, 3, 31), "in-progress", False),
        (date(2027, 4, 1), "in-progress", False),
        (date(2027, 3, 30), "done", False),
        (date(2027, 3, 30), "dropped", False),
        (None, "in-progress", False),
    ],
)
def test_an_activity_that_should_have_been_done(deadline: date | None, status: str | None, late: bool) -> None:
    cells = {k: v for k, v in {"what": "Bellen", "deadline": deadline, "status": status}.items() if v is not None}
    result = findings("activity-overdue", rows("activities", cells), as_of=date(2027, 3, 31))
    assert bool(result) == late
    assert all("30-3-2027" in said(finding) for finding in result)


def test_without_a_day_nothing_is_overdue_or_missed() -> None:
    late = rows("activities", {"what": "Bellen", "deadline": date(2000, 1, 1)}) | rows(
        "moments", q1={"moment": date(2000, 1, 1)}
    )
    assert findings("activity-overdue", late) == []
    assert findings("evaluation-missed", late) == []


# -- shares ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("role", ["competitors", "channels"])
@pytest.mark.parametrize(
    ("shares", "too_much"),
    [((0.5, 0.5), False), ((0.1,) * 5 + (0.5,), False), ((0.5, 0.51), True), ((1.0,), False), ((), False)],
)
def test_shares_of_one_whole(role: str, shares: tuple[float, ...], too_much: bool) -> None:
    names: list[dict[str, Value]] = [{"share": share} for share in shares][
        : len(list(data_rows(template(), context(), table(role))))
    ]
    total = sum(share for share in shares)
    if len(names) < len(shares) and too_much != (total > 1):
        pytest.skip("the table has fewer rows")
    result = findings("shares-over-100", rows(role, *names))
    assert bool(result) == too_much
    assert all(
        "101" in said(finding) and finding.field == f"{table(role).id}.1.{table(role).by_role('share').id}"
        for finding in result
    )  # type: ignore[union-attr]


# -- evaluations -----------------------------------------------------------------------------------------------------
def moments(**planned: date) -> Rows:
    return rows("moments", **{quarter: {"moment": day} for quarter, day in planned.items()})


ALL_FOUR = {"q1": date(2027, 4, 10), "q2": date(2027, 7, 10), "q3": date(2027, 10, 10), "q4": date(2028, 1, 10)}


def test_a_quarter_without_an_evaluation_date() -> None:
    assert findings("evaluation-not-planned", moments(**ALL_FOUR)) == []
    without = {quarter: day for quarter, day in ALL_FOUR.items() if quarter != "q3"}
    [finding] = findings("evaluation-not-planned", moments(**without))
    assert "Kwartaal 3" in said(finding)
    assert finding.field is not None and finding.field.startswith("moments.q3.")


def test_a_quarter_whose_evaluation_was_missed() -> None:
    after = date(2027, 5, 1)
    [finding] = findings("evaluation-missed", moments(**ALL_FOUR), as_of=after)
    assert "Kwartaal 1" in said(finding) and "10-4-2027" in said(finding)
    held = moments(**ALL_FOUR) | rows("evaluation", q1_revenue={"actual": 5})
    assert findings("evaluation-missed", held, as_of=after) == []
    assert findings("evaluation-missed", moments(**ALL_FOUR), as_of=date(2027, 4, 10)) == []


@pytest.mark.parametrize(
    ("cells", "missing"),
    [
        ({"plan": 100, "actual": 99}, False),
        ({"plan": 100, "actual": 95}, True),
        ({"plan": 100, "actual": 50}, True),
        ({"plan": 100, "actual": 50, "correction": "Korting stoppen"}, False),
        ({"plan": 100, "actual": 99, "light": "red"}, True),
        ({"plan": 100, "actual": 50, "light": "green"}, False),
        ({"plan": 100}, False),
        ({"actual": 50}, False),
    ],
)
def test_a_point_off_track_without_a_correction(cells: dict[str, Value], missing: bool) -> None:
    result = findings("correction-missing", rows("evaluation", q2_revenue=cells))
    assert bool(result) == missing
    for finding in result:
        assert all(part in said(finding) for part in ("Omzet", "Kwartaal 2"))
        assert finding.field is not None and finding.field.startswith("evaluation.q2.revenue.")


def test_what_is_lower_than_planned_is_good_of_costs() -> None:
    costs = table("evaluation")
    plans = [key for key in data_rows(template(), context(), costs) if key.id == "evaluation.q1.costs"]
    assert plans
    inputs = {role: spec_in(costs, costs.by_role(role).id, plans[0].codes) for role in ("plan", "actual")}  # type: ignore[union-attr]
    if all(spec is not None and spec.is_input for spec in inputs.values()):
        assert findings("correction-missing", rows("evaluation", q1_costs={"plan": 100, "actual": 50})) == []
        assert findings("correction-missing", rows("evaluation", q1_costs={"plan": 100, "actual": 150}))


# -- what must be answered -------------------------------------------------------------------------------------------
def required_fields() -> list[Any]:
    return [question for _, question in template().questions() if question.required and question.is_input]


def test_a_required_question_that_is_empty() -> None:
    missing = {finding.field for finding in findings("missing-required")}
    assert {question.id for question in required_fields()} <= missing


def test_a_required_question_that_is_answered() -> None:
    question = next(question for question in required_fields() if question.type == "text")
    assert question.id not in {finding.field for finding in findings("missing-required", fields={question.id: "x"})}


def test_what_was_filled_in_wrongly_is_not_also_missing() -> None:
    question = next(question for question in required_fields() if question.type == "choice")
    typed = {question.id: "onzin"}
    assert question.id not in {finding.field for finding in findings("missing-required", typed=typed)}
    assert [finding.field for finding in findings("not-in-list", typed=typed)] == [question.id]


def test_a_table_that_needs_rows() -> None:
    [finding] = [finding for finding in findings("missing-required") if finding.field == "goals"]
    assert finding.cell is not None and finding.cell in said(finding)
    assert "goals" not in {finding.field for finding in findings("missing-required", rows("goals", goal()))}


def test_the_cells_of_a_filled_row_must_be_complete() -> None:
    column = table("goals").by_role("specific")
    assert column is not None
    fields = {finding.field for finding in findings("missing-required", rows("goals", goal(specific=None)))}
    assert f"goals.1.{column.id}" in fields
    assert not any(field and field.startswith("goals.2.") for field in fields)


def test_a_row_without_a_name_of_its_own_goes_by_that_of_its_table() -> None:
    reading = as_if_read(template(), PlanAnswers({}, rows("goals", goal(specific=None))), context())
    typed = (replace(reading.tables["goals"][0], id="goals.+40"), *reading.tables["goals"][1:])
    found = check_reading(replace(reading, tables={**reading.tables, "goals": typed})).findings
    labels = [str(f.params["label"]) for f in found if f.code == "missing-required" and "+40" in (f.field or "")]
    assert labels and all(label.startswith(template().table("goals").label["nl"]) for label in labels)  # type: ignore[union-attr]


def test_every_missing_answer_names_its_place() -> None:
    for finding in findings("missing-required"):
        assert finding.sheet and said(finding)


# -- all rules -------------------------------------------------------------------------------------------------------
def test_every_rule_says_what_it_is_about() -> None:
    assert len(RULES) >= 11
    assert all(rule.__doc__ for rule in RULES)


def test_a_file_that_is_not_readable_is_not_checked() -> None:
    unreadable = read_content(b"", "x.xlsx", lambda name: None)
    assert check_reading(unreadable, date(2027, 1, 1)) == unreadable


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_finding_can_be_said_in_either_language_whatever_that_of_the_plan(language: str) -> None:
    tables = (
        rows("goals", goal(specific=None, end=date(2040, 1, 1)))
        | rows("activities", {"what": "x", "deadline": date(2026, 1, 1)})
        | moments(q1=date(2027, 1, 1))
        | rows("evaluation", q2_revenue={"plan": 100, "actual": 1})
        | rows("competitors", {"share": 0.9}, {"share": 0.9})
    )
    reading = read(plan(template(), PlanAnswers({}, tables), context(language)), template())
    checked = check_reading(reading, date(2027, 6, 30)).findings
    assert {f.code for f in checked} >= {
        "missing-required",
        "goal-not-smart",
        "goal-horizon",
        "goal-without-activity",
        "activity-without-goal",
        "activity-overdue",
        "shares-over-100",
        "evaluation-not-planned",
        "evaluation-missed",
        "correction-missing",
    }
    for finding in checked:
        assert said(finding)


def test_at_several_moments_a_plan_has_the_findings_of_each() -> None:
    moments = [Moment(date(2027, month, 30), quarter) for month, quarter in ((3, 1), (6, 2), (12, 4))]
    late = {"act.what": "Bellen", "act.deadline": date(2027, 5, 1), "act.status": "not-started"}
    made = reading("A-1", answers("A-1", figures("q1", revenue=(100, 90)), activities={"activities.1": late}))
    checked = check_at(made, moments)
    for number, moment in enumerate(moments):
        alone = check_reading(made, moment.as_of, moment.quarter)
        assert checked.at_moment(number) == alone
    found = [checked.at_moment(number).findings for number in range(3)]
    assert found[0] != found[1] != found[2]
