"""Mistakes in the views of a template: each is named with file, line and what to do."""

from __future__ import annotations

from pathlib import Path

import pytest

from accountplan.messages import LANGUAGES
from accountplan.template import load_template
from tests.helpers import HEAD, line_of, problems_of, put_template

AXES = """\
axes:
  quarters: {label: {nl: Kwartaal, en: Quarter}, items: [{code: q1, label: {nl: K1, en: Q1}}]}
  points: {label: {nl: Punt, en: Point}, items: [{code: sales, label: {nl: Omzet, en: Sales}}]}
"""
TABLES = """\
id: "1"
title: {nl: Vragen, en: Questions}
items:
  - table: things
    label: {nl: Dingen, en: Things}
    rows: 3
    columns:
      - {column: thing.what, label: {nl: Wat, en: What}, type: text}
      - {column: thing.cost, label: {nl: Kosten, en: Cost}, type: money}
  - table: figures
    label: {nl: Cijfers, en: Figures}
    rows: [quarters, points]
    columns:
      - {column: fig.plan, label: {nl: Plan, en: Plan}, type: number}
  - table: matrix
    label: {nl: Matrix, en: Matrix}
    role: confrontation
    rows: {mirror: things}
    across: {mirror: things}
    columns: [{column: mat.score, label: {nl: Score, en: Score}, type: scale, role: score}]
"""
HEADS = """\
id: "2"
title: {nl: Beelden, en: Views}
items:
"""


def view(shape: str, of: str, *more: str) -> str:
    lines = ["  - view: picture", "    label: {nl: Beeld, en: Picture}", f"    shape: {shape}", f"    of: {of}"]
    return "\n".join([*lines, *(f"    {line}" for line in more)]) + "\n"


FIGURES = ("by: quarters", "columns: [fig.plan]", "rows: {points: sales}")
GOOD = [
    view("pie", "things", "columns: [thing.cost]"),
    view("bar", "things", "by: thing.what", "columns: [thing.cost]"),
    view("column", "figures", *FIGURES),
    view("line", "figures", "by: quarters", "columns: [fig.plan]", "rows: {points: [sales]}"),
    view("ranking", "matrix", "words: {things.things: {nl: samen, en: together}}"),
]
# (the view; the text on the line that is to be named; what must be named)
MISTAKES = [
    (view("circle", "things"), "shape: circle", "circle"),
    (view("pie", "thing", "columns: [thing.cost]"), "of: thing", "'thing'"),
    (view("pie", "things"), "view: picture", "'columns'"),
    (view("pie", "things", "columns: [thing.cost, thing.what]"), "columns:", "pie"),
    (view("bar", "things", "columns: [thing.price]"), "columns:", "'thing.price'"),
    (view("bar", "things", "columns: [thing.what]"), "columns:", "'thing.what'"),
    (view("bar", "things", "by: thing.who", "columns: [thing.cost]"), "by:", "'thing.who'"),
    (view("bar", "things", "columns: [thing.cost]", "rows: {points: sales}"), "rows:", "'points'"),
    (view("bar", "matrix", "columns: [mat.score]"), "of: matrix", "'matrix'"),
    (view("column", "figures", "by: quarters", "columns: [fig.plan]"), "view: picture", "points"),
    (view("column", "figures", *FIGURES[:2], "rows: {points: costs}"), "rows:", "'costs'"),
    (view("column", "figures", *FIGURES[:2], "rows: {quarters: q1}"), "rows:", "'quarters'"),
    (view("chain", "things"), "of: things", "'reports-to'"),
    (view("chain", "things", "by: thing.what"), "by:", "'by'"),
    (view("timeline", "things"), "of: things", "'deadline'"),
    (view("ranking", "things", "words: {}"), "of: things", "'things'"),
    (view("ranking", "matrix"), "view: picture", "'things.things'"),
    (view("ranking", "matrix", "words: {a.b: {nl: x, en: y}}"), "words:", "'a.b'"),
    (view("pie", "things", "columns: [thing.cost]", "tiers: [Z]"), "tiers:", "'Z'"),
    (view("pie", "things", "columns: [thing.cost]").replace("picture", "Picture"), "view: Picture", "'Picture'"),
]


def with_view(folder: Path, text: str) -> Path:
    return put_template(folder / "tiny", HEAD + AXES, tables=TABLES, views=HEADS + text)


@pytest.mark.parametrize("text", GOOD)
def test_a_good_view_is_good(tmp_path: Path, text: str) -> None:
    assert problems_of(with_view(tmp_path, text)) == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("text", "at", "named"), MISTAKES)
def test_a_mistake_in_a_view_is_named_with_its_line(
    tmp_path: Path, text: str, at: str, named: str, language: str
) -> None:
    problems = problems_of(with_view(tmp_path, text), language)
    place = f"tiny/chapters/views.yaml:{line_of(HEADS + text, at)}: "
    assert any(problem.startswith(place) and named in problem for problem in problems), problems


def test_two_views_of_one_name_are_named(tmp_path: Path) -> None:
    problems = problems_of(with_view(tmp_path, GOOD[0] + GOOD[1]))
    assert [problem for problem in problems if "'picture'" in problem]


def test_a_timeline_stands_alone(tmp_path: Path) -> None:
    plans = TABLES.replace("    rows: 3\n", "    role: activities\n    rows: 3\n", 1)
    problems = problems_of(put_template(tmp_path / "tiny", HEAD + AXES, tables=plans + view("timeline", "things")))
    assert [problem for problem in problems if "sheet of its own" in problem]


def test_totals_need_something_across(tmp_path: Path) -> None:
    for old, good in (("    rows: 3\n", False), ("    role: confrontation\n", True)):
        folder = put_template(
            tmp_path / old.strip()[:4], HEAD + AXES, tables=TABLES.replace(old, f"{old}    totals: true\n", 1)
        )
        assert (problems_of(folder) == []) is good


@pytest.mark.parametrize("drop", ["tables: [potential]", "columns: [pot.group_current]", "views: [potential_chart]"])
def test_a_view_goes_along_with_what_it_shows(tmp_path: Path, drop: str) -> None:
    head = HEAD + f"extends: accountplan\ndrop: {{{drop}}}\nchapters: []\n"
    problems = problems_of(put_template(tmp_path / "tiny", head))
    assert not [problem for problem in problems if "'potential_chart'" in problem or "view" in problem], problems
    if not problems:
        template = load_template(str(tmp_path / "tiny"))
        assert "potential_chart" not in {one.id for _, one in template.views()}
