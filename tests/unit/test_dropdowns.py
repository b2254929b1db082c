"""Drop-downs that depend on what stands elsewhere: what they offer, and that Excel takes their formulas."""

from __future__ import annotations

import io
import re
import zipfile
from pathlib import Path

import pytest

from accountplan.fields import Option, Options, Value
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.context import PlanContext, meaning_of
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    Layout,
    quoted,
)
from accountplan.workbook.dependent import bounds, choices_here, dependent_lists
from accountplan.workbook.rules import validation
from tests.helpers import ORGANISATION, REAL_TEMPLATES, context, opened, options, plan, real_template
from tests.office.office import Book, Office

GROUPS = options(("bread", "Brood"), ("cheese", "Kaas"), ("tea", "Thee"))
PRODUCTS = Options(
    tuple(
        Option.of(code, label, parent=group)
        for code, label, group in (
            ("rye", "Roggebrood", "bread"),
            ("brie", "Brie", "cheese"),
            ("bun", "Bolletje", "bread"),
            ("gouda", "Gouda", "cheese"),
        )
    )
)
"""Not in the order of their groups, and none for tea."""
ALL = ["Roggebrood", "Bolletje", "Brie", "Gouda"]


def with_products(language: str = "nl") -> PlanContext:
    return PlanContext(language, 2027, "A", "EUR", {**ORGANISATION, "product_groups": GROUPS, "products": PRODUCTS})


# -- formulas that every Excel takes ---------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("name", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_the_formula_of_a_drop_down_is_as_short_as_excel_wants_it(name: str, language: str) -> None:
    book = opened(plan(real_template(name), circumstances=with_products(language)))
    formulas = [str(rule.formula1) for sheet in book for rule in sheet.data_validations.dataValidation]
    lists = [formula for formula in formulas if re.search("[A-Za-z]", formula)]
    assert len(lists) > 5
    assert [formula for formula in lists if len(formula) > 255] == []


@pytest.mark.parametrize("name", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_nothing_in_a_plan_looks_up_an_address_that_is_made_up(name: str) -> None:
    parts = zipfile.ZipFile(io.BytesIO(plan(real_template(name), circumstances=with_products())))
    texts = {part: parts.read(part).decode() for part in parts.namelist() if part.endswith(".xml")}
    assert any("INDEX(" in text for text in texts.values())
    assert [part for part, text in texts.items() if re.search(r"\b(OFFSET|INDIRECT)\(", text)] == []


def test_the_products_of_a_group_stand_together_whatever_their_order_in_the_portfolio() -> None:
    layout = lay_out(real_template("accountplan"), with_products())
    [place] = dependent_lists(layout)
    assert [option.label for option in place.options.items] == ALL
    assert bounds(layout, place) == [(1, 2), (3, 4), (1, 4)], "a group without products of its own offers all"


def test_without_products_in_the_portfolio_nothing_depends_on_a_group() -> None:
    layout = lay_out(real_template("accountplan"), context())
    assert dependent_lists(layout) == []
    rules = opened(plan(real_template("accountplan")))["1.3 Klantpotentie"].data_validations.dataValidation
    assert [rule.formula1 for rule in rules if cell_of(layout, "potential.1", "pot.item") in rule.sqref] == [
        "apl_products"
    ]


# -- what is merely offered ------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("column", ["contacts.reports_to", "visit.with"])
def test_what_is_suggested_may_be_something_else_too(column: str, language: str) -> None:
    rule = rule_of(column, language)
    assert rule["validate"] == "list" and rule["source"] == "=aps_contacts_name"
    assert rule["show_error"] is False
    assert {"nl": "of typ zelf", "en": "or type"}[language] in rule["input_message"]


def rule_of(column_id: str, language: str) -> dict[str, object]:
    template, around = real_template("accountplan"), context(language)
    layout = lay_out(template, around)
    table = template.table_of_column(column_id)
    assert table is not None
    spec = table.column(column_id)
    assert spec is not None
    place = layout.tables[table.id]
    return validation(spec, meaning_of(template, around, spec), choices_here(layout, place, spec, 20))


# -- what a person sees ----------------------------------------------------------------------------------------------
def cell_of(layout: Layout, row_id: str, column_id: str) -> str:
    place = layout.tables[row_id.rsplit(".", 1)[0]]
    return next(slot.cell for slot in place.slots if slot.row.id == row_id and slot.column.id == column_id)


def at(layout: Layout, row_id: str, column_id: str) -> str:
    """The cell with its sheet, as the office wants it."""
    return f"{quoted(layout.tables[row_id.rsplit('.', 1)[0]].sheet)}!{cell_of(layout, row_id, column_id)}"


ANSWERS: dict[str, dict[str, dict[str, Value]]] = {
    "potential": {"potential.1": {"pot.group": "bread"}, "potential.2": {"pot.group": "cheese"}},
    "goals": {
        "goals.1": {"goal.specific": "Meer brood", "goal.product": "cheese"},
        "goals.3": {"goal.specific": "Meer kaas"},
    },
    "contacts": {"contacts.1": {"contacts.name": "Sanne de Wit"}, "contacts.3": {"contacts.name": "Bob O'Neil"}},
}


@pytest.fixture
def book(office: Office, tmp_path: Path) -> Book:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan(real_template("accountplan"), PlanAnswers({}, ANSWERS), with_products()))
    return office.open(path)


def test_a_drop_down_offers_what_fits_the_row_and_what_was_typed(book: Book) -> None:
    layout = lay_out(real_template("accountplan"), with_products())

    def offered(row_id: str, column_id: str) -> list[str] | None:
        return book.offered(at(layout, row_id, column_id))

    assert offered("potential.1", "pot.item") == ["Roggebrood", "Bolletje"]
    assert offered("potential.2", "pot.item") == ["Brie", "Gouda"]
    assert offered("goals.1", "goal.item") == ["Brie", "Gouda"]
    assert offered("potential.3", "pot.item") == ALL, "no group chosen yet"
    book.set(at(layout, "potential.3", "pot.group"), "Thee")
    assert offered("potential.3", "pot.item") == ALL, "a group without products of its own"
    book.set(at(layout, "potential.1", "pot.group"), "Kaas")
    assert offered("potential.1", "pot.item") == ["Brie", "Gouda"]

    assert offered("activities.1", "act.goal_id") == ["D-01", "D-03"]
    book.set(at(layout, "goals.2", "goal.specific"), "Meer thee")
    assert offered("activities.25", "act.goal_id") == ["D-01", "D-02", "D-03"]

    assert offered("contacts.1", "contacts.reports_to") == ["Sanne de Wit", "Bob O'Neil"]
    assert offered("visits.1", "visit.with") == ["Sanne de Wit", "Bob O'Neil"]
    book.set(at(layout, "contacts.12", "contacts.name"), "Laatste")
    assert offered("visits.24", "visit.with") == ["Sanne de Wit", "Bob O'Neil", "Laatste"]


def test_before_anything_is_typed_a_drop_down_offers_nothing(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan(real_template("accountplan"), circumstances=with_products()))
    layout, book = lay_out(real_template("accountplan"), with_products()), office.open(path)
    assert book.offered(at(layout, "activities.1", "act.goal_id")) == []
    assert book.offered(at(layout, "visits.1", "visit.with")) == []
    assert book.offered(at(layout, "potential.1", "pot.item")) == ALL
