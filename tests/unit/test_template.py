"""Templates: each mistake is named with file and line, all at once; extensions change what they say; real ones load."""

from __future__ import annotations

import csv
from pathlib import Path

import pytest

from accountplan.errors import Stop, TemplateError
from accountplan.messages import LANGUAGES
from accountplan.template import find_template, load_template, shipped_templates
from accountplan.template.fields import all_fields
from accountplan.template.library import Library
from accountplan.template.model import AxisRows, FreeRows, MirrorRows
from tests.helpers import (
    FORM,
    HEAD,
    LISTS_CHAPTER,
    REAL_TEMPLATES,
    ROOT,
    SAMPLES,
    line_of,
    problems_of,
    put_template,
    real_template,
)

LISTS = """\
lists:
  colour:
    choices:
      - {code: red, label: {nl: rood, en: red}}
      - {code: blue, label: {nl: blauw, en: blue}}
"""
AXES = """\
axes:
  quarters:
    label: {nl: Kwartaal, en: Quarter}
    role: quarter
    items:
      - {code: q1, label: {nl: K1, en: Q1}}
      - {code: q2, label: {nl: K2, en: Q2}}
"""
TABLE = """\
id: "2"
title: {nl: Tabel, en: Table}
items:
  - table: things
    label: {nl: Dingen, en: Things}
    rows: 3
    columns:
      - column: thing.what
        label: {nl: Wat, en: What}
        type: text
"""
FIXED = """\
id: "3"
title: {nl: Vast, en: Fixed}
items:
  - table: fixed
    label: {nl: Vast, en: Fixed}
    rows: quarters
    columns:
      - column: fix.amount
        label: {nl: Bedrag, en: Amount}
        type: money
"""
TIERS = "tiers:\n  - {code: A, label: {nl: A, en: A}}\n"


def only_problem(folder: Path, language: str = "en") -> str:
    problems = problems_of(folder, language)
    assert len(problems) == 1, problems
    return problems[0]


ONE_CHOICE = "lists:\n  c:\n    choices:\n      - {code: a, label: {nl: x, en: x}}\n"


# -- mistakes in template.yaml ---------------------------------------------------------------------------------------
# (what is added to a good template.yaml; the text on the line that is to be named; what must be named)
IN_TEMPLATE: list[tuple[str, str, str]] = [
    ("colour: red\n", "colour: red", "'colour'"),
    ("verson: 1.0.0\n", "verson:", "'version'"),
    ("lists:\n  colour: {}\n", "colour:", "'colour'"),
    ("lists:\n  colour: {organisation: people, rows_of: things}\n", "colour:", "'colour'"),
    ("lists:\n  staff: {organisation: persons}\n", "staff:", "persons"),
    ("lists:\n  colour: 5\n", "colour: 5", "'colour'"),
    ("lists: [colour]\n", "lists:", "'lists'"),
    ("lists:\n  rows: {rows_of: nothing}\n", "rows:", "'nothing'"),
    ("lists:\n  rows: {rows_of: things}\n", "rows:", "'things'"),
    (
        ONE_CHOICE + "      - {code: a, label: {nl: y, en: y}}\n",
        "nl: y",
        "'a'",
    ),
    (
        ONE_CHOICE + "      - {code: b, label: {nl: 'X ', en: z}}\n",
        "nl: 'X '",
        "'X '",
    ),
    ("lists:\n  c:\n    choices:\n      - {code: a, label: {nl: 'een; twee', en: x}}\n", "een; twee", "'een; twee'"),
    ("lists:\n  c:\n    choices:\n      - {code: a, label: {nl: een, en: x}, means: maybe}\n", "maybe", "'maybe'"),
    ("lists:\n  c:\n    choices:\n      - {label: {nl: een, en: x}}\n", "nl: een", "'code'"),
    ("lists:\n  c:\n    choices:\n      - {code: a, label: {nl: een}}\n", "nl: een", "'en'"),
    ("lists:\n  c:\n    choices:\n      - {code: a, label: {nl: een, en: ' '}}\n", "nl: een", "'en'"),
    ("lists:\n  yes_no:\n    choices:\n      - {code: a, label: {nl: een, en: one}}\n", "yes_no:", "'yes_no'"),
    ("lists:\n  Limits:\n    choices:\n      - {code: a, label: {nl: een, en: one}}\n", "Limits:", "'Limits'"),
    ("lists:\n  my list:\n    choices:\n      - {code: a, label: {nl: een, en: one}}\n", "my list:", "'my list'"),
    ("axes:\n  q: {label: {nl: K, en: Q}}\n", "q:", "'q'"),
    ("axes:\n  q: {label: {nl: K, en: Q}, years: [-1], organisation: people}\n", "q:", "'q'"),
    ("axes:\n  q:\n    label: {nl: K, en: Q}\n    items:\n      - {code: Q1, label: {nl: a, en: a}}\n", "Q1", "'Q1'"),
    (
        "axes:\n  q:\n    label: {nl: K, en: Q}\n    items:\n      - {code: q1, label: {nl: a, en: a}}\n"
        "      - {code: q1, label: {nl: b, en: b}}\n",
        "nl: b",
        "'q1'",
    ),
    ("axes:\n  q:\n    label: {nl: K, en: Q}\n    role: month\n    years: [-1]\n", "role: month", "'month'"),
    (
        "axes:\n  p: {role: kpi, label: {nl: K, en: Q},\n    items: [{code: sales, label: {nl: a, en: a}}]}\n",
        "code: sales",
        "'sales'",
    ),
    ("kpis:\n  - {code: sales, label: {nl: a, en: a}}\n", "kpis:", "'evaluation'"),
    ("kpis:\n  - {code: sales, label: {nl: a, en: a}, better: more}\n", "code: sales", "'more'"),
    ("languages: [nl, en, xx]\n", "languages:", "'xx'"),
    ("languages: []\n", "languages:", "languages"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("more", "at", "named"), IN_TEMPLATE)
def test_a_mistake_in_the_template_is_named_with_its_line(
    tmp_path: Path, more: str, at: str, named: str, language: str
) -> None:
    text = HEAD + more
    folder = put_template(tmp_path / "tiny", text, form=FORM, table=TABLE)
    problems = problems_of(folder, language)
    place = f"tiny/template.yaml:{line_of(text, at)}: "
    assert any(problem.startswith(place) and named in problem for problem in problems), problems


# -- mistakes in a chapter -------------------------------------------------------------------------------------------
# (the chapter; what is replaced; by what; the text on the line that is to be named; what must be named)
IN_CHAPTER: list[tuple[str, str, str, str, str]] = [
    (FORM, "type: text", "type: texd", "type: texd", "texd"),
    (FORM, "type: text", "type: text\n    rquired: true", "rquired", "'required'"),
    (FORM, "    type: text\n", "", "field: own.name", "'type'"),
    (FORM, "field: own.name", "veld: own.name", "veld:", "'field'"),
    (FORM, "{nl: Naam, en: Name}", "{nl: Naam}", "{nl: Naam}", "'en'"),
    (FORM, "{nl: Naam, en: Name}", "Naam", "label: Naam", "label"),
    (FORM, "own.name", "own.Name", "own.Name", "'own.Name'"),
    (FORM, "own.name", "own-name", "own-name", "'own-name'"),
    (FORM, "own.name", "kpi2026", "kpi2026", "'kpi2026'"),
    (FORM, "own.name", "ab.12", "ab.12", "'ab.12'"),
    (FORM, "own.name", "r1c1", "r1c1", "'r1c1'"),
    (FORM, "type: text", "type: choice", "type: choice", "'own.name'"),
    (FORM, "type: text", "type: choice\n    list: color", "list: color", "'color'"),
    (FORM, "type: text", "type: text\n    list: colour", "list: colour", "'own.name'"),
    (FORM, "type: text", "type: computed", "type: computed", "'own.name'"),
    (FORM, "type: text", "type: text\n    formula: 1 + 1", "formula:", "'own.name'"),
    (FORM, "type: text", "type: text\n    minimum: 5", "minimum:", "'own.name'"),
    (FORM, "type: text", "type: date\n    maximum: 5", "maximum:", "'own.name'"),
    (FORM, "type: text", "type: number\n    maximum: 2027-01-01", "maximum:", "'own.name'"),
    (FORM, "type: text", "type: number\n    minimum: 5\n    maximum: 4", "minimum:", "'own.name'"),
    (FORM, "type: text", "type: date\n    minimum: 2027-02-01\n    maximum: 2027-01-01", "minimum:", "'own.name'"),
    (FORM, "type: text", "type: text\n    tiers: [Z]", "tiers:", "'Z'"),
    (FORM, "items:", "tiers: [Z]\nitems:", "tiers:", "'Z'"),
    (FORM, "items:", "items:\n  - heading: {nl: Kop, en: Head}\n    tiers: [Z]", "tiers:", "'Z'"),
    (FORM, "type: text", "type: text\n    role: boss", "role: boss", "'boss'"),
    (FORM, "type: text", "type: text\n    required_when: filled(", "required_when:", "filled("),
    (FORM, "type: text", "type: text\n    required_when: filled(own.nam)", "required_when:", "'own.nam'"),
    (FORM, "type: text", "type: text\n    required_when: thing.what == 'x'", "required_when:", "'things'"),
    (FORM, "type: text", "type: text\n    required_when: nothing(own.name)", "required_when:", "'nothing'"),
    (FORM, "type: text", "type: text\n    required_when: count(own.name) > 1", "required_when:", "count()"),
    (
        FORM,
        "type: text",
        "type: text\n    required_when: count(thing.what, filled(thing.what)) > 1",
        "required_when:",
        "count()",
    ),
    (
        FORM,
        "type: text",
        "type: text\n    required_when: count(thing.what, on('month', 'q1')) > 1",
        "required_when:",
        "'month'",
    ),
    (FORM, "type: text", "type: text\n    required_when: this() == 'x'", "required_when:", "this()"),
    (FORM, "type: text", "type: text\n    required_when: mirrored(thing.what) == 'x'", "required_when:", "mirrored()"),
    (FORM, "type: text", "type: text\n    required_when: own.name + 1", "required_when:", "own.name + 1"),
    (FORM, "type: text", "type: computed\n    formula: not (1 + 1)", "formula:", "not"),
    (FORM, "type: text", "type: computed\n    formula: when(1, 2, 3)", "formula:", "when(1"),
    (FORM, "type: text", "type: computed\n    formula: same('quarters')", "formula:", "same()"),
    (FORM, "type: text", "type: computed\n    formula: 1 + when(on('quarters', 'q1'), 2, 3)", "formula:", "on()"),
    (FORM, "nl: Vragen", "nl: Vragen en nog veel meer vragen erbij", "nl: Vragen", "'Vragen en"),
    (FORM, "nl: Vragen", "nl: 'Vragen: 1/2'", "nl: 'Vragen", "'Vragen: 1/2'"),
    (FORM, "en: Questions", "en: History", "en: History", "'History'"),
    (FORM, 'id: "1"', 'id: "a#b"', "a#b", "'a#b'"),
    (TABLE, "rows: 3", "rows: 0", "rows: 0", "0"),
    (TABLE, "rows: 3", "rows: 3\n    number: 'D\"'", "number:", "number"),
    (TABLE, "rows: 3", "rows: months", "rows: months", "'months'"),
    (TABLE, "rows: 3", "rows: {mirror: others}", "rows:", "'others'"),
    (TABLE, "rows: 3", "rows: {mirror: fixed}", "rows:", "'fixed'"),
    (TABLE, "rows: 3", "rows: 3\n    across: quarters", "across:", "'things'"),
    (TABLE, "rows: 3", "rows: 3\n    required_rows: 4", "required_rows:", "'things'"),
    (TABLE, "rows: 3", "rows: 3\n    title_column: thing.who", "title_column:", "'thing.who'"),
    (TABLE, "rows: 3", "rows: 3\n    role: stuff", "role: stuff", "'stuff'"),
    (TABLE, "rows: 3", "rows: 3\n    role: log", "role: log", "'date'"),
    (TABLE, "rows: 3", "rows: 3\n    tiers: [Z]", "tiers:", "'Z'"),
    (TABLE, "type: text", "type: computed\n        formula: 1 + 1", "columns:", "'things'"),
    (TABLE, "type: text", "type: texd", "type: texd", "texd"),
    (TABLE, "type: text", "type: text\n        widht: 5", "widht", "'width'"),
    (TABLE, "        type: text\n", "", "column: thing.what", "'type'"),
    (
        TABLE,
        "type: text",
        "type: text\n        required_when: mirrored(thing.what) == 'x'",
        "required_when:",
        "mirrored()",
    ),
    (FIXED, "rows: quarters", "rows: quarters\n    across: [quarters, quarters]", "across:", "'fixed'"),
    (FIXED, "rows: quarters", "rows: quarters\n    cells:\n      q9: {fix.amount: {absent: true}}", "q9:", "'q9'"),
    (FIXED, "rows: quarters", "rows: quarters\n    cells:\n      q1: {fix.sum: {absent: true}}", "q1:", "'fix.sum'"),
    (
        FIXED,
        "rows: quarters",
        "rows: quarters\n    across: quarters\n    cells:\n      q1: {fix.amount: {absent: true}}",
        "q1:",
        "'fixed'",
    ),
    (
        FIXED,
        "rows: quarters",
        "rows: quarters\n    cells:\n      q1: {fix.amount: {id: thing.what}}",
        "q1:",
        "'thing.what'",
    ),
    (
        FIXED,
        "rows: quarters",
        "rows: quarters\n    cells:\n      q1: {fix.amount: {type: choice}}",
        "q1:",
        "'fix.amount'",
    ),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("chapter", "old", "new", "at", "named"), IN_CHAPTER)
def test_a_mistake_in_a_chapter_is_named_with_its_line(
    tmp_path: Path, chapter: str, old: str, new: str, at: str, named: str, language: str
) -> None:
    assert old in chapter
    text = chapter.replace(old, new, 1)
    chapters = {"form": FORM, "table": TABLE, "fixed": FIXED}
    name = next(name for name, good in chapters.items() if good == chapter)
    folder = put_template(tmp_path / "tiny", HEAD + LISTS + AXES + TIERS, **(chapters | {name: text}))
    problems = problems_of(folder, language)
    place = f"tiny/chapters/{name}.yaml:{line_of(text, at)}: "
    assert any(problem.startswith(place) and named in problem for problem in problems), problems


# (what the form is changed into so that it clashes with the table; the line of the table that is named)
CLASHES = [
    ("own.name", "thing.what", "column: thing.what", "'thing.what'"),
    ("own.name", "thing_what", "column: thing.what", "'thing.what'"),
    ("own.name", "things", "table: things", "'things'"),
    ("en: Questions", "en: table", "en: Table", "'Table'"),
    ('id: "1"', 'id: "2"', 'id: "2"', "'2'"),
]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize(("old", "new", "at", "named"), CLASHES)
def test_of_two_things_with_one_name_the_later_is_named(
    tmp_path: Path, old: str, new: str, at: str, named: str, language: str
) -> None:
    folder = put_template(tmp_path / "tiny", HEAD, form=FORM.replace(old, new), table=TABLE)
    problems = problems_of(folder, language)
    place = f"tiny/chapters/table.yaml:{line_of(TABLE, at)}: "
    assert any(problem.startswith(place) and named in problem for problem in problems), problems


def test_the_good_templates_of_these_tests_are_good(tmp_path: Path) -> None:
    folder = put_template(tmp_path / "tiny", HEAD + LISTS + AXES + TIERS, form=FORM, table=TABLE, fixed=FIXED)
    assert problems_of(folder) == []
    template = load_template(str(folder))
    assert [chapter.id for chapter in template.chapters] == ["1", "2", "3", "lists"]
    assert template.table("things") is not None
    assert template.question("own.name") is not None


def test_the_line_is_right_deep_within_an_item(tmp_path: Path) -> None:
    text = TABLE + "      - column: thing.size\n        label: {nl: Maat, en: Size}\n        type: nummer\n"
    folder = put_template(tmp_path / "tiny", HEAD, form=FORM, table=text)
    assert only_problem(folder).startswith(f"tiny/chapters/table.yaml:{line_of(text, 'type: nummer')}: ")


def test_all_mistakes_are_named_at_once(tmp_path: Path) -> None:
    form = FORM.replace("own.name", "own.Name").replace("en: Name}", "en: ''}").replace("type: text", "type: choice")
    table = TABLE.replace("rows: 3", "rows: 3\n    required_rows: 9\n    role: nonsense")
    folder = put_template(tmp_path / "tiny", HEAD + "lists:\n  empty: {}\n", form=form, table=table)
    problems = problems_of(folder)
    for part in ("'own.Name'", "'en'", "chooses from a list", "'empty'", "more rows", "'nonsense'"):
        assert any(part in problem for problem in problems), (part, problems)
    assert all(problem.startswith("tiny/") for problem in problems)


def test_all_wrong_shapes_are_named_at_once(tmp_path: Path) -> None:
    form = FORM.replace("type: text", "type: texd\n    rquired: true")
    table = TABLE.replace("rows: 3", "rows: nothing\n    number: [1]")
    problems = problems_of(
        put_template(tmp_path / "tiny", HEAD.replace("version: 1.0.0\n", ""), form=form, table=table)
    )
    for part in ("texd", "rquired", "'version'", "'number'"):
        assert any(part in problem for problem in problems), (part, problems)


def test_the_error_of_a_template_is_one_line_per_mistake(tmp_path: Path) -> None:
    folder = put_template(tmp_path / "tiny", HEAD, form=FORM.replace("type: text", "type: texd\n    rquired: true"))
    with pytest.raises(TemplateError) as refused:
        load_template(str(folder))
    assert str(refused.value).splitlines() == refused.value.problems
    assert len(refused.value.problems) == 2


# -- files that are no template --------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text",
    [
        "",
        "just text",
        "- a\n- b\n",
        "id: [",
        "id: 'x",
        "a: 1\na: 2\n",
        "\tid: x",
        "id: &a\n",
        "%",
        "id: \x07",
        "label: {{nl: x}}",
        "? [a, b]\n: c\n",
        "id: !!python/object:os.system x\n",
        "id: *nothing\n",
        "5",
        "id: 2027-13-45\n",
        "{}",
        "null",
    ],
)
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_file_that_is_no_template_is_refused_with_its_name(tmp_path: Path, text: str, language: str) -> None:
    folder = put_template(tmp_path / "tiny", HEAD, form=FORM)
    (folder / "template.yaml").write_text(text, "utf-8")
    problems = problems_of(folder, language)
    assert problems
    assert all(problem.startswith("tiny/template.yaml:") for problem in problems), problems


@pytest.mark.parametrize(
    "text",
    [
        "",
        "items: 5\n",
        "items: {a: b}\n",
        "items: [5, a]\n",
        "items:\n  - table: t\n    columns: 5\n",
        "title: [\n",
        "- x\n",
    ],
)
def test_a_chapter_that_is_none_is_refused_with_its_name(tmp_path: Path, text: str) -> None:
    problems = problems_of(put_template(tmp_path / "tiny", HEAD, form=FORM, odd=text))
    assert any(problem.startswith("tiny/chapters/odd.yaml:") for problem in problems), problems


def test_a_line_in_broken_yaml_is_named(tmp_path: Path) -> None:
    folder = put_template(tmp_path / "tiny", HEAD, form=FORM.replace("type: text", "type: [text"))
    assert problems_of(folder)[0].startswith("tiny/chapters/form.yaml:")
    assert "YAML" in problems_of(folder)[0]


@pytest.mark.parametrize("chapters", ["chapters: form\n", "chapters: {form: 1}\n", "chapters: 5\n"])
def test_chapters_must_be_a_list(tmp_path: Path, chapters: str) -> None:
    folder = put_template(tmp_path / "tiny", HEAD + chapters, form=FORM)
    place = f"tiny/template.yaml:{line_of(HEAD + chapters, 'chapters:')}: "
    assert any(problem.startswith(place) and "chapters" in problem for problem in problems_of(folder))


def test_a_chapter_whose_file_is_missing_is_named(tmp_path: Path) -> None:
    folder = put_template(tmp_path / "tiny", HEAD + "chapters: [form, nothing, lists]\n", form=FORM)
    assert only_problem(folder).startswith("tiny/chapters/nothing.yaml:1: ")


def test_a_file_that_is_not_utf8_is_refused(tmp_path: Path) -> None:
    folder = put_template(tmp_path / "tiny", HEAD, form=FORM)
    (folder / "chapters" / "form.yaml").write_bytes("title: {nl: Café}".encode("cp1252"))
    assert any(problem.startswith("tiny/chapters/form.yaml:1: ") for problem in problems_of(folder))


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_template_that_is_nowhere_is_one_clear_line(tmp_path: Path, language: str) -> None:
    with pytest.raises(Stop, match="nowhere") as stopped:
        load_template(str(tmp_path / "nowhere"), language)
    assert "\n" not in str(stopped.value)
    assert "accountplan" in str(stopped.value), "the shipped ones are named"


@pytest.mark.parametrize("identity", ["my:plan", "my#plan", "my@plan", "a b", "''"])
def test_a_template_needs_an_id_that_its_sheets_can_carry(tmp_path: Path, identity: str) -> None:
    text = HEAD.replace("id: tiny", f"id: {identity}")
    problem = only_problem(put_template(tmp_path / "tiny", text, form=FORM))
    assert problem.startswith("tiny/template.yaml:1: ")


def test_a_template_needs_one_chapter_for_its_lists(tmp_path: Path) -> None:
    none = put_template(tmp_path / "none", HEAD + "chapters: [form]\n", form=FORM)
    assert "'lists'" in only_problem(none)
    more = LISTS_CHAPTER.replace("id: lists", "id: more").replace("Lijsten", "Meer").replace("en: Lists", "en: More")
    two = put_template(tmp_path / "two", HEAD, form=FORM, lists=LISTS_CHAPTER, more=more)
    assert "'lists'" in only_problem(two)
    some = put_template(tmp_path / "some", HEAD + TIERS, form=FORM, lists=LISTS_CHAPTER + "tiers: [A]\n")
    assert "'lists'" in only_problem(some)


def test_a_template_must_ask_something(tmp_path: Path) -> None:
    assert problems_of(put_template(tmp_path / "tiny", HEAD))


def test_a_role_can_be_given_once(tmp_path: Path) -> None:
    more = (
        FORM.replace("own.name", "own.other")
        .replace('"1"', '"4"')
        .replace("Vragen", "Meer")
        .replace("Questions", "More")
    )
    role = "type: text\n    role: account-name"
    folder = put_template(
        tmp_path / "tiny", HEAD, form=FORM.replace("type: text", role), more=more.replace("type: text", role)
    )
    assert "'account-name'" in only_problem(folder)


def test_inputs_come_before_what_is_computed(tmp_path: Path) -> None:
    text = TABLE.replace("type: text", "type: computed\n        formula: 1 + 1")
    text += "      - column: thing.size\n        label: {nl: Maat, en: Size}\n        type: number\n"
    problem = only_problem(put_template(tmp_path / "tiny", HEAD, form=FORM, table=text))
    assert "'things'" in problem and problem.startswith(f"tiny/chapters/table.yaml:{line_of(text, 'columns:')}: ")


KPIS = """\
kpis:
  - {code: revenue, label: {nl: Omzet, en: Revenue}}
  - {code: range, label: {nl: Assortiment, en: Range}, source: range}
axes:
  points:
    label: {nl: Punt, en: Point}
    role: kpi
    items:
      - {code: revenue, label: {nl: Omzet, en: Revenue}}
      - {code: range, label: {nl: Assortiment, en: Range}}
"""
EVALUATION = """\
id: "5"
title: {nl: Evaluatie, en: Evaluation}
items:
  - table: evaluation
    label: {nl: Evaluatie, en: Evaluation}
    role: evaluation
    rows: points
    cells:
      revenue: {ev.plan: {absent: true}}
    columns:
      - {column: ev.plan, role: plan, label: {nl: Plan, en: Plan}, type: money}
      - {column: ev.actual, role: actual, label: {nl: Nu, en: Actual}, type: money}
"""


def test_every_kpi_is_filled_by_the_evaluation(tmp_path: Path) -> None:
    problems = problems_of(put_template(tmp_path / "tiny", HEAD + KPIS, evaluation=EVALUATION))
    assert any("'range'" in p and p.startswith("tiny/template.yaml:4: ") for p in problems), problems
    assert any("'plan'" in p and "'revenue'" in p and p.startswith("tiny/template.yaml:5: ") for p in problems), (
        problems
    )


# -- one template on top of another ----------------------------------------------------------------------------------
CHILD = "id: child\nversion: 1.0.0\nextends: ../base\ntitle: {nl: Kind, en: Child}\n"
BASE_FORM = FORM + "  - field: own.colour\n    label: {nl: Kleur, en: Colour}\n    type: choice\n    list: colour\n"


@pytest.fixture
def base(tmp_path: Path) -> Path:
    head = HEAD.replace("tiny", "base") + LISTS + AXES + TIERS
    return put_template(tmp_path / "base", head, form=BASE_FORM, table=TABLE)


def child(base: Path, more: str = "", **chapters: str) -> Path:
    return put_template(base.parent / "child", CHILD + more, **chapters)


def test_an_extension_has_all_that_its_parent_has(base: Path) -> None:
    template = load_template(str(child(base)))
    assert (template.id, template.lineage, template.title["en"]) == ("child", ("base",), "Child")
    assert [chapter.id for chapter in template.chapters] == ["1", "2", "lists"]
    assert [choice.code for choice in template.choice_list("colour").choices] == ["red", "blue"]
    assert template.tier("A") is not None


def test_an_extension_of_an_extension_knows_its_line(base: Path) -> None:
    child(base)
    text = CHILD.replace("id: child", "id: grandchild").replace("../base", "../child")
    assert load_template(str(put_template(base.parent / "grandchild", text))).lineage == ("base", "child")


NEW_CHAPTER = (
    FORM.replace("own.name", "new.name").replace('"1"', '"9"').replace("Vragen", "Nieuw").replace("Questions", "New")
)


@pytest.mark.parametrize(
    ("after", "order"),
    [
        ('after: "1"\n', ["1", "9", "2", "lists"]),
        ('after: "2"\n', ["1", "2", "9", "lists"]),
        ("", ["1", "2", "9", "lists"]),
    ],
)
def test_a_new_chapter_stands_where_it_says_and_else_before_the_lists(base: Path, after: str, order: list[str]) -> None:
    template = load_template(str(child(base, new=NEW_CHAPTER + after)))
    assert [chapter.id for chapter in template.chapters] == order


def more_items(*items: str) -> str:
    fields = "".join(
        f"  - field: {name}\n    label: {{nl: N, en: N}}\n    type: text\n" + (f"    after: {after}\n" if after else "")
        for name, after in (item.split("<") if "<" in item else (item, "") for item in items)
    )
    return f'id: "1"\nitems:\n{fields}'


@pytest.mark.parametrize(
    ("items", "order"),
    [
        (["a.x"], ["own.name", "own.colour", "a.x"]),
        (["a.x<own.name"], ["own.name", "a.x", "own.colour"]),
        (["a.x<own.name", "a.y<own.name"], ["own.name", "a.x", "a.y", "own.colour"]),
        (["a.x<own.name", "a.y<a.x"], ["own.name", "a.x", "a.y", "own.colour"]),
        (["a.x<own.colour", "a.y<own.name"], ["own.name", "a.y", "own.colour", "a.x"]),
    ],
)
def test_a_chapter_of_the_same_id_is_extended(base: Path, items: list[str], order: list[str]) -> None:
    template = load_template(str(child(base, form=more_items(*items))))
    assert [item.id for item in template.chapters[0].items] == order  # type: ignore[union-attr]
    assert template.chapters[0].title["nl"] == "Vragen"


def test_a_chapter_may_get_another_title(base: Path) -> None:
    template = load_template(str(child(base, form='id: "1"\ntitle: {nl: Anders, en: Else}\n')))
    assert template.chapters[0].title["en"] == "Else"


def test_a_list_of_the_same_name_gets_more_choices(base: Path) -> None:
    more = (
        "lists:\n  colour:\n    choices:\n      - {code: green, label: {nl: groen, en: green}}\n"
        "      - {code: red, label: {nl: vuurrood, en: bright red}}\n"
    )
    choices = load_template(str(child(base, more))).choice_list("colour").choices
    assert [(c.code, c.label["nl"]) for c in choices] == [("red", "vuurrood"), ("blue", "blauw"), ("green", "groen")]


def test_an_axis_of_the_same_name_is_replaced(base: Path) -> None:
    more = "axes:\n  quarters:\n    label: {nl: H, en: H}\n    items:\n      - {code: h1, label: {nl: H1, en: H1}}\n"
    assert [item.code for item in load_template(str(child(base, more))).axis("quarters").items] == ["h1"]


@pytest.mark.parametrize(
    ("drop", "gone"),
    [
        ("{fields: [own.name]}", "own.name"),
        ("{tables: [things]}", "things"),
        ("{columns: [thing.what]}", "thing.what"),
        ('{chapters: ["2"]}', "thing.what"),
        ("{choices: {colour: [red]}}", "red"),
    ],
)
def test_what_is_dropped_is_gone(base: Path, drop: str, gone: str) -> None:
    table = 'id: "2"\nitems: []\n'
    if "columns" in drop:
        table = "id: '8'\ntitle: {nl: X, en: X}\nitems: []\n"
        base_table = TABLE + "      - column: thing.size\n        label: {nl: Maat, en: Size}\n        type: number\n"
        (base / "chapters" / "table.yaml").write_text(base_table, "utf-8")
    if "chapters" in drop:
        table = NEW_CHAPTER
    template = load_template(str(child(base, f"drop: {drop}\n", extra=table)))
    ids = {field.spec.id for field in all_fields(template)} | {table.id for _, table in template.tables()}
    assert gone not in ids | {choice.code for choice in template.choice_list("colour").choices}


EXTENSION_MISTAKES: list[tuple[str, str, str]] = [
    ("drop: {fields: [own.nothing]}\n", "drop:", "'own.nothing'"),
    ("drop: {questions: [own.name]}\n", "drop:", "'questions'"),
    ("drop: {choices: {colour: [pink]}}\n", "drop:", "'pink'"),
    ("drop: {choices: {colours: [red]}}\n", "drop:", "'colours'"),
    ("drop: [own.name]\n", "drop:", "drop"),
    ("drop: own.name\n", "drop:", "drop"),
    ("drop: {fields: own.name}\n", "drop:", "fields"),
    ("drop: {choices: [red]}\n", "drop:", "choices"),
    ("drop: {choices: {colour: red}}\n", "drop:", "colour"),
    ("lists: {colour: 5}\n", "lists:", "colour"),
    ("lists: {colour: {choices: 5}}\n", "lists:", "choices"),
    ("lists: {colour: {choices: [pink]}}\n", "lists:", "'pink'"),
    ("axes: {quarters: 5}\n", "axes:", "quarters"),
]


@pytest.mark.parametrize(("more", "at", "named"), EXTENSION_MISTAKES)
def test_a_mistake_in_an_extension_is_named_with_its_line(base: Path, more: str, at: str, named: str) -> None:
    problems = problems_of(child(base, more))
    place = f"child/template.yaml:{line_of(CHILD + more, at)}: "
    assert any(problem.startswith(place) and named in problem for problem in problems), problems


def test_a_mistake_of_the_parent_is_named_in_its_own_file(base: Path) -> None:
    (base / "chapters" / "form.yaml").write_text(BASE_FORM.replace("list: colour", "list: color"), "utf-8")
    assert only_problem(child(base)).startswith("base/chapters/form.yaml:")


@pytest.mark.parametrize(
    ("chapter", "named"),
    [(NEW_CHAPTER + "after: nothing\n", "'nothing'"), (more_items("a.x<own.nothing"), "'own.nothing'")],
)
def test_nothing_can_stand_after_what_is_not_there(base: Path, chapter: str, named: str) -> None:
    problem = only_problem(child(base, form=chapter))
    assert problem.startswith(f"child/chapters/form.yaml:{line_of(chapter, 'after:')}: ")
    assert named in problem


def test_choices_are_dropped_from_the_list_that_is_named(base: Path) -> None:
    with pytest.raises(KeyError):
        load_template(str(child(base))).choice_list("shape")
    kept = load_template(str(child(base, "drop: {choices: {colour: [blue]}}\n"))).choice_list("colour").choices
    assert [choice.code for choice in kept] == ["red"]


def test_a_drop_without_a_parent_is_a_mistake(tmp_path: Path) -> None:
    text = HEAD + "drop: {fields: [own.name]}\n"
    problem = only_problem(put_template(tmp_path / "tiny", text, form=FORM))
    assert problem.startswith(f"tiny/template.yaml:{line_of(text, 'drop:')}: ")


@pytest.mark.parametrize("name", ["nothing", "''", "5", "null"])
def test_only_what_exists_can_be_extended(base: Path, name: str) -> None:
    folder = child(base)
    (folder / "template.yaml").write_text(CHILD.replace("../base", name), "utf-8")
    assert only_problem(folder).startswith("child/template.yaml:3: ")


def test_nothing_extends_itself(base: Path) -> None:
    folder = child(base)
    (folder / "template.yaml").write_text(CHILD.replace("../base", "../child"), "utf-8")
    assert only_problem(folder).startswith("child/template.yaml:3: ")


def test_a_circle_of_extensions_is_a_mistake(base: Path) -> None:
    text = (base / "template.yaml").read_text("utf-8")
    (base / "template.yaml").write_text(text + "extends: ../child\n", "utf-8")
    assert any(problem.startswith("base/template.yaml:") for problem in problems_of(child(base)))


def test_a_shipped_template_can_be_extended_by_name(tmp_path: Path) -> None:
    folder = put_template(tmp_path / "mine", CHILD.replace("../base", "accountplan"), new=NEW_CHAPTER)
    template = load_template(str(folder))
    assert template.lineage == ("accountplan",)
    assert template.question("new.name") is not None


def test_a_third_language_is_asked_everywhere(tmp_path: Path) -> None:
    folder = put_template(tmp_path / "tiny", HEAD.replace("en: Tiny", "de: Klein"), form=FORM)
    assert any("'en'" in problem for problem in problems_of(folder))


# -- the real ones ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_the_real_templates_load(name: str) -> None:
    template = real_template(name)
    assert sum(1 for _ in all_fields(template)) > 10
    assert template.languages == ("nl", "en")


def test_the_shipped_templates_are_found_by_name() -> None:
    assert "accountplan" in shipped_templates()
    assert find_template("accountplan") == (ROOT / "workbook_templates" / "accountplan").resolve()


def test_the_account_plan_asks_everything_that_was_asked_for() -> None:
    with open(ROOT / "tests" / "data" / "fields.csv", newline="", encoding="utf-8") as file:
        asked = {row["id"]: row for row in csv.DictReader(file)}
    assert len(asked) > 100
    template = real_template("accountplan")
    asks = {field.spec.id for field in all_fields(template)}
    assert sorted(asked.keys() - asks) == []


def test_the_food_wholesaler_changes_what_it_says() -> None:
    plan, food = real_template("accountplan"), real_template(str(SAMPLES / "food_wholesale"))
    assert food.lineage == ("accountplan",)
    before = {field.spec.id for field in all_fields(plan)}
    after = {field.spec.id for field in all_fields(food)}
    assert "cust.website" in before - after
    assert after - before
    assert food.table("growth") is None


def test_rows_are_given_in_three_ways() -> None:
    template = real_template("accountplan")
    kinds = {type(table.rows) for _, table in template.tables()}
    assert kinds == {FreeRows, AxisRows, MirrorRows}


def test_a_library_loads_a_template_once_and_finds_it_by_id() -> None:
    library = Library(str(SAMPLES / "prospectplan"))
    assert library.find("prospectplan") is library.own
    assert library.find("accountplan") is library.find("accountplan")
    assert library.find("nothing") is None
    assert library.named("accountplan") is library.own, "one's own template goes before a name"
