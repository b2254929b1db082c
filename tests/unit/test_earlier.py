"""Workbooks of earlier versions: read by their own definition, or by today's with what was renamed since."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accountplan.errors import TemplateError
from accountplan.layout.answers import PlanAnswers
from accountplan.template import Template, load_template
from accountplan.workbook.earlier import edition_of, ordered
from accountplan.workbook.reading import Reading
from tests.helpers import LISTS_CHAPTER, found, plan, problems_of, put_template, read

OLD = """\
id: "1"
title: {nl: Vragen, en: Questions}
items:
  - field: own.name
    label: {nl: Naam, en: Name}
    type: text
  - field: own.mood
    label: {nl: Stemming, en: Mood}
    type: choice
    list: moods
  - field: own.gone
    label: {nl: Weg, en: Gone}
    type: text
  - table: visits
    label: {nl: Bezoeken, en: Visits}
    rows: 3
    columns:
      - {id: visit.who, label: {nl: Wie, en: Who}, type: text}
      - {id: visit.old, label: {nl: Oud, en: Old}, type: number}
"""
NEW = """\
id: "1"
title: {nl: Vragen, en: Questions}
items:
  - field: own.called
    label: {nl: Heet, en: Is called}
    type: text
  - field: own.mood
    label: {nl: Stemming, en: Mood}
    type: choice
    list: moods
  - field: own.since
    label: {nl: Sinds, en: Since}
    type: date
  - table: calls
    label: {nl: Contacten, en: Calls}
    rows: 3
    columns:
      - {id: call.who, label: {nl: Met wie, en: With whom}, type: text}
      - {id: call.how, label: {nl: Hoe, en: How}, type: text}
"""
OLD_LISTS = "lists:\n  moods:\n    choices: [{code: happy, label: {nl: blij, en: happy}}]\n"
NEW_LISTS = "lists:\n  moods:\n    choices: [{code: glad, label: {nl: opgewekt, en: glad}, aliases: [blij, happy]}]\n"
HISTORY = """\
history:
  - {version: 1.0.0}
  - {version: 1.1.0, renamed: {own.name: own.title}}
  - {version: 2.0.0, renamed: {own.title: own.called, visits: calls, visit.who: call.who}, added: [own.since, call.how]}
"""
ANSWERS = PlanAnswers(
    {"own.name": "Bakker", "own.mood": "happy", "own.gone": "Toch bewaren"},
    {"visits": {"visits.1": {"visit.who": "Jan", "visit.old": 3}, "visits.2": {"visit.who": "Piet"}}},
)


def head(version: str) -> str:
    return f"id: tiny\nversion: {version}\ntitle: {{nl: Klein, en: Tiny}}\n"


def put_old(folder: Path) -> Path:
    return put_template(folder, head("1.0.0") + OLD_LISTS, form=OLD, lists=LISTS_CHAPTER)


def put_new(folder: Path, history: str = HISTORY) -> Path:
    return put_template(folder, head("2.0.0") + NEW_LISTS + history, form=NEW, lists=LISTS_CHAPTER)


def reading_of(old: Template, new: Template) -> Reading:
    return read(plan(old, ANSWERS), new)


def test_what_was_renamed_in_any_step_since_is_read_under_its_name_of_today(tmp_path: Path) -> None:
    reading = reading_of(load_template(put_old(tmp_path / "old")), load_template(put_new(tmp_path / "new")))
    assert reading.answers["own.called"].value == "Bakker"
    assert reading.answers["own.mood"].value == "glad", "by an alias of the choice"
    assert [row.cells["call.who"].value for row in reading.tables["calls"][:2]] == ["Jan", "Piet"]
    assert [row.id for row in reading.tables["calls"]] == ["calls.1", "calls.2", "calls.3"]


def test_answers_whose_question_is_gone_are_kept_and_reported(tmp_path: Path) -> None:
    reading = reading_of(load_template(put_old(tmp_path / "old")), load_template(put_new(tmp_path / "new")))
    assert {name: answer.raw for name, answer in reading.retired.items()} == {
        "own.gone": "Toch bewaren",
        "calls.1.visit.old": "3",
    }
    assert sorted(found(reading)) == [("field-retired", "calls.1.visit.old"), ("field-retired", "own.gone")]
    assert reading.as_json("nl")["retired"]["own.gone"]["raw"] == "Toch bewaren"


def test_what_is_asked_since_is_not_called_lost(tmp_path: Path) -> None:
    reading = reading_of(load_template(put_old(tmp_path / "old")), load_template(put_new(tmp_path / "new")))
    assert "field-lost" not in {code for code, _ in found(reading)}
    assert reading.answers["own.since"].value is None


def test_what_nobody_said_is_new_is_lost_aloud(tmp_path: Path) -> None:
    history = HISTORY.replace("added: [own.since, call.how]", "added: [call.how]")
    reading = reading_of(load_template(put_old(tmp_path / "old")), load_template(put_new(tmp_path / "new", history)))
    assert ("field-lost", "own.since") in found(reading)


def test_a_version_whose_definition_is_kept_is_read_by_it(tmp_path: Path) -> None:
    folder = put_new(tmp_path / "new")
    put_old(folder / "history" / "1.0.0")
    new = load_template(folder)
    reading = reading_of(load_template(tmp_path / "new" / "history" / "1.0.0"), new)
    assert reading.template is new.earlier[0]
    assert reading.plan_answers() == ANSWERS.without_blanks()
    assert found(reading) == []


def test_a_version_that_the_history_does_not_know_is_said_to_be_unknown(tmp_path: Path) -> None:
    history = HISTORY.replace("  - {version: 1.0.0}\n", "")
    reading = reading_of(load_template(put_old(tmp_path / "old")), load_template(put_new(tmp_path / "new", history)))
    assert ("template-unknown", None) in found(reading)
    assert reading.readable and reading.answers["own.called"].value == "Bakker"
    for language in ("nl", "en"):
        assert "1.0.0" in reading.findings[0].message(language)


def test_a_newer_version_is_read_by_todays_definition_and_said_to_be_newer(tmp_path: Path) -> None:
    new = load_template(put_new(tmp_path / "new"))
    newer = new.model_copy(update={"version": "2.1.0"})
    reading = read(plan(newer, PlanAnswers({"own.called": "Bakker"})), new)
    assert found(reading) == [("template-newer", None)]
    assert reading.answers["own.called"].value == "Bakker"


def test_the_same_version_has_nothing_to_say(tmp_path: Path) -> None:
    new = load_template(put_new(tmp_path / "new"))
    edition = edition_of(new, "2.0.0")
    assert (edition.template, edition.renamed, edition.finding) == (new, {}, None)


def test_versions_are_compared_by_number() -> None:
    assert ordered("1.10.0") > ordered("1.9.3") > ordered("1.9")


@pytest.mark.parametrize(
    ("history", "mistake"),
    [
        ("history: [{version: two}]\n", "two"),
        ("history: [{version: 1.0.0}, {version: 1.0.0}]\n", "1.0.0"),
        ("history: [{version: 1.0.0, renamed: {own.name: own.nowhere}}]\n", "own.nowhere"),
        ("history: [{version: 1.0.0, added: [own.never]}]\n", "own.never"),
    ],
)
def test_a_history_that_cannot_be_is_refused_with_its_line(tmp_path: Path, history: str, mistake: str) -> None:
    problems = problems_of(put_new(tmp_path / "new", history))
    assert len(problems) == 1 and mistake in problems[0] and "template.yaml:" in problems[0]


def test_a_kept_definition_in_the_wrong_folder_is_refused(tmp_path: Path) -> None:
    folder = put_new(tmp_path / "new")
    put_old(folder / "history" / "1.0.1")
    with pytest.raises(TemplateError) as refused:
        load_template(folder)
    assert "history/1.0.1" in str(refused.value)


def test_the_identity_of_another_template_is_never_translated(tmp_path: Path) -> None:
    new = load_template(put_new(tmp_path / "new"))
    assert edition_of(new.model_copy(update={"history": ()}), "1.0.0").finding == "template-unknown"
    assert replace(edition_of(new, "1.1.0")).renamed == {
        "own.title": "own.called", "visits": "calls", "visit.who": "call.who",
    }  # fmt: skip
