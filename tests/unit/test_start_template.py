"""The start of a template of one's own: it works as it stands, and overwrites nothing."""

from __future__ import annotations

from pathlib import Path

import pytest

from accountplan.errors import Stop
from accountplan.messages import LANGUAGES
from accountplan.template import load_template
from accountplan.template.start import start_template
from tests.helpers import context, plan, read


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_started_template_loads_and_makes_a_plan(tmp_path: Path, language: str) -> None:
    written = start_template(tmp_path / "my plan", language)
    assert sorted(path.name for path in written) == ["own_questions.yaml", "template.yaml"]
    template = load_template(str(tmp_path / "my plan"))
    assert (template.id, template.lineage) == ("my-plan", ("accountplan",))
    assert template.question("own.first_question") is not None
    order = [chapter.id for chapter in template.chapters]
    assert order[order.index("1.3") + 1] == "1.9"
    assert read(plan(template, circumstances=context(language)), template).readable


@pytest.mark.parametrize(
    ("folder", "identity"),
    [
        ("Ons sjabloon!", "ons-sjabloon"),
        ("2027", "2027"),
        ("Ä", "own"),
        ("a: {b}", "a-b"),
        ('say "hi" \\ there', "say-hi-there"),
    ],
)
def test_any_folder_name_gives_a_template_that_loads(tmp_path: Path, folder: str, identity: str) -> None:
    start_template(tmp_path / folder, "nl")
    assert load_template(str(tmp_path / folder)).id == identity


def test_what_is_suggested_to_drop_can_be_dropped(tmp_path: Path) -> None:
    start_template(tmp_path / "mine", "en")
    file = tmp_path / "mine" / "template.yaml"
    file.write_text(file.read_text("utf-8").replace("# drop:", "drop:"), "utf-8")
    template = load_template(str(tmp_path / "mine"))
    assert template.question("cust.coc_no") is None


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_folder_with_something_in_it_is_left_alone(tmp_path: Path, language: str) -> None:
    (tmp_path / "mine.txt").write_text("mine")
    with pytest.raises(Stop, match=str(tmp_path.name)):
        start_template(tmp_path, language)
    assert [path.name for path in tmp_path.iterdir()] == ["mine.txt"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_place_where_no_folder_can_be_made_is_one_clear_line(tmp_path: Path, language: str) -> None:
    (tmp_path / "file").write_text("")
    with pytest.raises(Stop) as stopped:
        start_template(tmp_path / "file" / "mine", language)
    assert "\n" not in str(stopped.value)
    with pytest.raises(Stop):
        start_template(tmp_path / "file", language)


def test_two_starts_write_the_same(tmp_path: Path) -> None:
    one, other = (start_template(tmp_path / name / "mine", "nl") for name in ("a", "b"))
    assert [path.read_bytes() for path in one] == [path.read_bytes() for path in other]
