"""Where everything stands: legal names, no two things in one place, rows that keep their ids."""

from __future__ import annotations

import re
from collections import Counter
from functools import cache
from pathlib import Path

import pytest

from accountplan.fields import Options
from accountplan.layout.answers import PlanAnswers, PlanValues, related_row
from accountplan.layout.completeness import needed_answers
from accountplan.layout.context import PlanContext, axis_items, number_label, options_of
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    FieldPlace,
    HeadingPlace,
    Layout,
    TablePlace,
    absolute,
    address,
    excel_name,
    label_text,
    letters,
    quoted,
)
from accountplan.layout.rows import across_keys, data_rows, row_keys
from accountplan.template import Template, load_template
from accountplan.template.model import FreeRows
from accountplan.workbook.lists import list_places
from tests.helpers import (
    FORM,
    HEAD,
    ORGANISATION,
    REAL_TEMPLATES,
    SAMPLES,
    context,
    put_template,
    real_template,
)

NAMES = [*REAL_TEMPLATES]
_LEGAL = re.compile(r"^[A-Za-z_][A-Za-z0-9_]*$")
_ADDRESS = re.compile(r"^([A-Za-z]{1,3}\d+|[rR]\d*[cC]\d*|[rRcC])$")


@cache
def template(name: str) -> Template:
    return real_template(name)


def layouts(name: str) -> list[Layout]:
    return [
        lay_out(template(name), context(language, tier=tier)) for language in ("nl", "en") for tier in ("A", "B", None)
    ]


def account_plan(language: str = "nl", tier: str | None = "A") -> Layout:
    return lay_out(template("accountplan"), context(language, tier=tier))


# -- addresses -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("column", "name"), [(0, "A"), (25, "Z"), (26, "AA"), (51, "AZ"), (52, "BA"), (701, "ZZ"), (702, "AAA")]
)
def test_columns_are_lettered(column: int, name: str) -> None:
    assert letters(column) == name
    assert address(6, column) == f"{name}7"
    assert absolute(6, column) == f"${name}$7"


def test_names_and_sheets_are_spelt_so_that_excel_takes_them() -> None:
    assert excel_name("ap", "cust.size_class") == "ap_cust_size_class"
    assert excel_name("apl", "a-b c") == "apl_a_b_c"
    assert quoted("Jan's blad") == "'Jan''s blad'"


# -- every layout ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES, ids=lambda name: Path(name).name)
def test_names_are_legal_and_unique_whatever_their_case(name: str) -> None:
    for layout in layouts(name):
        names = [place.name for place in layout.fields.values()]
        names += [n for place in layout.tables.values() for n in (place.name, place.excel_table)]
        names += [place.name for place in list_places(layout)]
        assert [n for n in names if not _LEGAL.match(n) or _ADDRESS.match(n) or len(n) > 255] == []
        assert [n for n, times in Counter(map(str.lower, names)).items() if times > 1] == []


@pytest.mark.parametrize("name", NAMES, ids=lambda name: Path(name).name)
def test_sheet_names_are_legal_and_unique(name: str) -> None:
    for layout in layouts(name):
        sheets = [sheet.name for sheet in layout.sheets]
        assert len({sheet.casefold() for sheet in sheets}) == len(sheets)
        assert all(0 < len(sheet) <= 31 and not re.search(r"[\[\]:*?/\\]", sheet) for sheet in sheets)


@pytest.mark.parametrize("name", NAMES, ids=lambda name: Path(name).name)
def test_no_two_places_overlap(name: str) -> None:
    for layout in layouts(name):
        for sheet in layout.sheets:
            rows: list[int] = []
            for place in sheet.places:
                match place:
                    case HeadingPlace(row=row) | FieldPlace(row=row):
                        rows.append(row)
                    case TablePlace():
                        rows += range(place.title_row, place.end_row + 1)
            assert rows == sorted(set(rows)), sheet.name
            assert not rows or (min(rows) >= 6 and max(rows) < sheet.end_row)


@pytest.mark.parametrize("name", NAMES, ids=lambda name: Path(name).name)
def test_every_cell_that_a_person_fills_is_there_once(name: str) -> None:
    for layout in layouts(name):
        cells = [(place.sheet, place.cell) for place in layout.fields.values()]
        cells += [(place.sheet, slot.cell) for place in layout.tables.values() for slot in place.slots]
        assert len(cells) == len(set(cells))


@pytest.mark.parametrize("name", NAMES, ids=lambda name: Path(name).name)
def test_the_columns_of_a_table_stand_between_its_row_ids_and_its_guard(name: str) -> None:
    for layout in layouts(name):
        for place in layout.tables.values():
            indexes = [column.index for column in place.columns]
            assert indexes == list(range(place.row_id + 1, place.totals or place.guard))
            inputs = [column.index for column in place.columns if column.column.is_input]
            assert place.last_input == max(inputs) == place.row_id + len(inputs), "inputs first, for the Excel table"
            assert place.header_row == place.key_row + 1 < place.first_row


@pytest.mark.parametrize("name", NAMES, ids=lambda name: Path(name).name)
def test_the_hidden_columns_are_hidden_and_no_others(name: str) -> None:
    for layout in layouts(name):
        for sheet in layout.sheets:
            hidden = [index for index, width in enumerate(sheet.widths) if width == 0]
            assert hidden == [0, sheet.row_id, *([sheet.marks] if sheet.asks else [])]


@pytest.mark.parametrize("name", NAMES, ids=lambda name: Path(name).name)
def test_both_languages_are_laid_out_alike(name: str) -> None:
    nl, en = (lay_out(template(name), context(language)) for language in ("nl", "en"))
    assert {k: p.cell for k, p in nl.fields.items()} == {k: p.cell for k, p in en.fields.items()}
    slots = [[(s.row.id, s.spec.id, s.cell) for p in layout.tables.values() for s in p.slots] for layout in (nl, en)]
    assert slots[0] == slots[1]


# -- rows ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", NAMES, ids=lambda name: Path(name).name)
def test_row_ids_begin_with_their_table_and_end_in_a_number_or_a_code(name: str) -> None:
    made = template(name)
    for _, table in made.tables():
        ids = [row.id for row in data_rows(made, context(), table)]
        assert len(ids) == len(set(ids))
        assert all(row_id.startswith(f"{table.id}.") for row_id in ids)
        if isinstance(table.rows, FreeRows):
            assert ids == [f"{table.id}.{n}" for n in range(1, table.rows.count + 1)]


def test_the_rows_of_the_contract_are_there() -> None:
    made = template("accountplan")
    ids = {row.id for _, table in made.tables() for row in data_rows(made, context(), table)}
    assert {"goals.1", "evaluation.q1.revenue", "evaluation.q4.margin"} <= ids


def test_a_mirror_is_bound_to_the_rows_it_mirrors() -> None:
    made = template("accountplan")
    table = made.table_by_role("goal-state")
    assert table is not None
    rows = row_keys(made, context(), table)
    mirrored = {row.mirrors for row in rows} | {key.mirrors for key in across_keys(made, context(), table) if key}
    goals = made.table_by_role("goals")
    assert goals is not None
    assert {row.id for row in row_keys(made, context(), goals)} <= mirrored


def test_free_rows_are_numbered_for_people() -> None:
    made = template("accountplan")
    goals = made.table_by_role("goals")
    assert goals is not None and goals.number is not None
    assert number_label(goals, 1) == f"{goals.number}-01"
    assert (
        options_of(made, context(), "goals").find(f"{goals.number}-1") == options_of(made, context(), "goals").items[0]
    )
    assert number_label(goals.model_copy(update={"number": None}), 7) == "7"


def test_years_stand_round_the_plan_year_oldest_first() -> None:
    made = template("accountplan")
    axis = next(axis for axis in made.axes if axis.years)
    items = axis_items(made, context(year=2027), axis)
    assert items == (("y1", "2024"), ("y2", "2025"), ("y3", "2026"))
    assert [code for code, _ in axis_items(made, context(year=2030), axis)] == ["y1", "y2", "y3"]


def test_a_table_over_an_empty_list_of_the_organisation_is_left_out() -> None:
    made = template("accountplan")
    axis = next(axis for axis in made.axes if axis.organisation)
    bare = PlanContext("nl", 2027, "A", "EUR", ORGANISATION | {axis.organisation or "": Options(())})
    over = [table.id for _, table in made.tables() if axis.id in getattr(table.rows, "axes", ())]
    assert over
    assert not set(over) & lay_out(made, bare).tables.keys()
    assert set(over) <= account_plan().tables.keys()


def test_a_fixed_row_may_have_a_field_of_its_own_or_no_cell() -> None:
    place = account_plan().tables["evaluation"]
    cells = {slot.row.id: set() for slot in place.slots}
    for slot in place.slots:
        cells[slot.row.id].add(slot.spec.id)
    assert "eval.revenue_plan" in cells["evaluation.q1.revenue"]
    assert "eval.revenue_plan" not in cells["evaluation.q1.visits"]


# -- tiers -----------------------------------------------------------------------------------------------------------
def test_a_short_plan_asks_less_than_a_full_one_and_nothing_else() -> None:
    full, short, every = (account_plan(tier=tier) for tier in ("A", "B", None))
    assert short.fields.keys() < full.fields.keys()
    assert full.fields.keys() | short.fields.keys() <= every.fields.keys()


def test_what_is_for_one_tier_only_stands_in_no_other(tmp_path: Path) -> None:
    tiers = "tiers:\n  - {code: A, label: {nl: A, en: A}}\n  - {code: B, label: {nl: B, en: B}}\n"
    table = """\
id: "2"
title: {nl: Tabel, en: Table}
items:
  - heading: {nl: Kop, en: Head}
    tiers: [A]
  - table: things
    label: {nl: Dingen, en: Things}
    rows: 2
    columns:
      - {column: thing.what, label: {nl: Wat, en: What}, type: text}
      - {column: thing.size, label: {nl: Maat, en: Size}, type: number, tiers: [A]}
"""
    form = FORM + "  - {field: own.more, label: {nl: Meer, en: More}, type: text, tiers: [A]}\n"
    folder = put_template(
        tmp_path / "tiny",
        HEAD + tiers,
        form=form,
        table=table,
        extra=FORM.replace("own.name", "own.extra")
        .replace('"1"', '"3"')
        .replace("Vragen", "Extra")
        .replace("Questions", "Extra")
        + "tiers: [A]\n",
    )
    made = load_template(str(folder))
    full, short = (lay_out(made, context(tier=tier)) for tier in ("A", "B"))
    assert set(full.fields) - set(short.fields) == {"own.more", "own.extra"}
    assert len(full.sheets) - len(short.sheets) == 1
    assert [c.column.id for c in short.tables["things"].columns] == ["thing.what"]
    assert sum(isinstance(p, HeadingPlace) for s in full.sheets for p in s.places) == 1
    assert not any(isinstance(p, HeadingPlace) for s in short.sheets for p in s.places)


# -- labels ----------------------------------------------------------------------------------------------------------
def test_a_label_says_its_unit_and_its_currency() -> None:
    for spec in (place.spec for place in account_plan().fields.values()):
        text = label_text(spec, context())
        assert text.startswith(spec.label["nl"])
        if spec.result_type == "money":
            assert "(EUR" in text
        if spec.unit is not None:
            assert spec.unit["nl"] in text


# -- values ----------------------------------------------------------------------------------------------------------
def test_completeness_counts_what_is_required_and_what_is_there() -> None:
    made = template(str(SAMPLES / "prospectplan"))
    empty = list(needed_answers(PlanValues(made, context(), PlanAnswers())))
    assert empty and all(needed.answered == 0 for needed in empty)
    needed = next(n for n in empty if n.spec is not None and n.table is None and n.spec.type == "text")
    assert needed.spec is not None
    filled = list(needed_answers(PlanValues(made, context(), PlanAnswers({needed.spec.id: "x"}))))
    assert sum(n.answered for n in filled) == 1


def test_a_row_finds_its_relative_by_the_axes_they_share() -> None:
    made = template("accountplan")
    values = PlanValues(made, context(), PlanAnswers())
    table = made.table("evaluation")
    assert table is not None
    row = values.row_key(table, "evaluation.q2.revenue")
    assert row is not None
    assert related_row(values, table, table, row, ("q4",)) == "evaluation.q4.revenue"
    assert related_row(values, table, table, row, ("visits",)) == "evaluation.q2.visits"


def test_a_row_that_belongs_to_no_fixed_row_has_no_light() -> None:
    made = template("accountplan")
    table = made.table("evaluation")
    assert table is not None
    answers = PlanAnswers({}, {table.id: {"evaluation.+46": {"eval.plan": 2, "eval.actual": 1}}})
    values = PlanValues(made, context(), answers)
    extra = next(key for key in values.row_keys(table) if key.id == "evaluation.+46")
    assert [values.cell(table, extra, name) for name in ("eval.variance", "eval.light_proposal")] == [-1, None]


def test_a_formula_that_names_itself_is_blank_and_does_not_hang(tmp_path: Path) -> None:
    form = FORM + (
        "  - {field: own.a, label: {nl: A, en: A}, type: computed, formula: own.b + 1}\n"
        "  - {field: own.b, label: {nl: B, en: B}, type: computed, formula: own.a + 1}\n"
    )
    made = load_template(str(put_template(tmp_path / "tiny", HEAD, form=form)))
    assert PlanValues(made, context(), PlanAnswers()).question("own.a") is None


# -- fingerprints ----------------------------------------------------------------------------------------------------
def test_blank_answers_do_not_change_a_fingerprint() -> None:
    bare = PlanAnswers({"a": "x"})
    blank = PlanAnswers({"a": "x", "b": None}, {"t": {"t.1": {"c": None}, "t.2": {}}})
    assert bare.fingerprint() == blank.fingerprint() != PlanAnswers({"a": "y"}).fingerprint()


def test_a_fingerprint_does_not_depend_on_order_or_on_how_a_number_is_kept() -> None:
    one = PlanAnswers({"a": 12, "b": 0.1 + 0.2, "c": ("x", "y")}, {"t": {"t.1": {"d": True}}})
    other = PlanAnswers({"c": ("x", "y"), "b": 0.3, "a": 12.0}, {"t": {"t.1": {"d": True}}})
    assert one.fingerprint() == other.fingerprint()
    assert PlanAnswers({"a": 1}).fingerprint() != PlanAnswers({"a": True}).fingerprint()
