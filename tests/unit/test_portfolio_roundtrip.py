"""Law 2 for portfolios: what is written is what is read, in both languages and through a real spreadsheet program."""

from __future__ import annotations

import re
import tempfile
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from accountplan.fields import Cell
from accountplan.fields.base import folded
from accountplan.messages import LANGUAGES, catalogue
from accountplan.portfolio.model import Account, ListItem, Person, Portfolio, Rate, Settings, Target, calendar_end
from accountplan.portfolio.read import read_portfolio
from accountplan.portfolio.sheets import QUARTERS, list_sheets
from accountplan.portfolio.start import new_portfolio
from accountplan.portfolio.write import portfolio_bytes
from accountplan.template.model import Limits, Template
from tests.office.office import Formula, Office
from tests.tools.counts import count
from tests.tools.ooxml import validate
from tests.tools.png import png
from tests.tools.strictness import findings as strict_findings


def both(nl: str, en: str) -> dict[str, str]:
    return {"nl": nl, "en": en}


def question(id_: str, type_: str, nl: str, en: str, **more: Any) -> dict[str, Any]:
    return {"kind": "field", "id": id_, "type": type_, "label": both(nl, en), **more}


def column(id_: str, type_: str, nl: str, en: str, **more: Any) -> dict[str, Any]:
    return {"id": id_, "type": type_, "label": both(nl, en), **more}


def small_template() -> Template:
    """Fields of every kind that a portfolio meets, and no more."""
    items = [
        question("meta.name", "text", "Naam klant", "Customer name", role="account-name"),
        question("meta.currency", "choice", "Munt", "Money", role="currency", list="currency"),
        question("cust.industry", "choice", "Branche", "Industry", list="industries"),
        question("cust.address_city", "text", "Plaats", "City"),
        question("cust.address_country", "choice", "Land", "Country", list="countries"),
        question("cust.employees", "number", "Aantal medewerkers", "Number of employees", whole=True, minimum=0),
        question("cust.share", "percent", "Aandeel", "Share"),
        question("cust.visited", "date", "Bezocht", "Visited"),
        question("cust.rating", "choice", "Oordeel", "Verdict", list="rating"),
        question("cust.region", "text", "Regio", "Region"),
        question("cust.years", "computed", "Jaren", "Years", formula="1"),
        {
            "kind": "table",
            "id": "contacts",
            "label": both("Contacten", "Contacts"),
            "rows": {"kind": "free", "count": 3},
            "columns": [
                column("contacts.name", "text", "Naam contactpersoon", "Contact name"),
                column("contacts.status", "text", "Status", "Status"),
            ],
        },
        {
            "kind": "table",
            "id": "history",
            "label": both("Historie", "History"),
            "rows": {"kind": "axes", "axes": ["years"]},
            "columns": [column("hist.revenue", "money", "Onze omzet", "Our revenue")],
        },
        {
            "kind": "table",
            "id": "goals",
            "label": both("Doelen", "Goals"),
            "role": "goals",
            "rows": {"kind": "free", "count": 2},
            "columns": [column("goal.what", "text", "Doel", "Goal", role="specific")],
        },
    ]
    return Template.model_validate(
        {
            "id": "small",
            "version": "1.0.0",
            "title": both("Klein", "Small"),
            "tiers": [{"code": c, "label": both(f"{c} – soort", f"{c} – kind"), "plan": c != "C"} for c in "ABC"],
            "kpis": [
                {"code": "revenue", "label": both("Omzet", "Revenue")},
                {"code": "costs", "label": both("Kosten", "Costs"), "better": "lower"},
            ],
            "axes": [{"id": "years", "label": both("Jaar", "Year"), "years": [-2, -1], "role": "year"}],
            "lists": [
                {"id": "industries", "organisation": "industries"},
                {"id": "countries", "organisation": "countries"},
                {"id": "currency", "choices": [{"code": c, "label": both(c, c)} for c in ("EUR", "USD")]},
                {"id": "rating", "choices": [{"code": "good", "label": both("goed", "good")}]},
            ],
            "chapters": [{"id": "1", "title": both("Een", "One"), "items": items}],
        }
    )


TEMPLATE = small_template()


def written(portfolio: Portfolio, folder: Path, name: str = "portfolio.xlsx") -> Path:
    """The portfolio workbook, with the logo of the example beside it."""
    path = folder / name
    (folder / "logo.png").write_bytes(png())
    path.write_bytes(portfolio_bytes(portfolio, TEMPLATE))
    return path


def read(path: Path) -> Portfolio:
    return read_portfolio(path, lambda _: TEMPLATE)


def bare(portfolio: Portfolio) -> Portfolio:
    """Without findings and places."""
    accounts = tuple(replace(account, cell=None, sheet=None, cells={}) for account in portfolio.accounts)
    return replace(portfolio, findings=(), accounts=accounts)


def example(language: str = "nl") -> Portfolio:
    """A portfolio with something in every place, awkward texts among them."""
    return Portfolio(
        Settings(
            2027,
            language,
            "EUR",
            "small",
            "Bakker & Zn",
            "logo.png",
            "#AA3300",
            {"revenue": Limits(green=0.01, amber=0.05)},
            {"q1": date(2027, 4, 4)},
            {"q1": date(2027, 4, 20), "q4": date(2028, 1, 14)},
            Limits(green=0.05, amber=0.2),
        ),
        accounts=(
            Account(
                "007",
                "=HYPERLINK(1)",
                "jdv",
                "noord",
                "ran",
                "A",
                "USD",
                "en",
                date(2014, 3, 1),
                date(2027, 6, 30),
                1250000.5,
                12,
                {
                    "cust.address_city": Cell.of("Zwolle"),
                    "cust.employees": Cell.of(85),
                    "cust.visited": Cell.of(date(2026, 1, 2)),
                    "cust.share": Cell.of("12%"),
                    "cust.rating": Cell.of("good"),
                    "cust.region": Cell.of("O&ost <1>"),
                },
            ),
            Account("A-2", "Regel 1 & 2"),
        ),
        people=(
            Person("jdv", "Jan de Vries", "jan@example.nl", "noord", 32.5),
            Person("jdv2", "Jan de Vries", "jan2@example.nl"),
        ),
        teams=(ListItem("noord", both("Noord", "North")),),
        regions=(ListItem("ran", both("Randstad", "Randstad")),),
        product_groups=(ListItem("zuivel", both("Zuivel", "Dairy")), ListItem("brood", both("Brood", "Bread"))),
        products=(ListItem("melk", both("Melk", "Milk"), "zuivel"),),
        industries=(ListItem("gh", both("Groothandel", "Wholesale")),),
        countries=(ListItem("NL", both("Nederland", "Netherlands")),),
        targets=(
            Target("brood", "2027-Q1", 1000.5),
            Target("brood", "2027-Q4", -3.0),
            Target("zuivel", "2027-Q2", 0.0),
        ),
        rates=(Rate("USD", 0.9234, date(2026, 12, 31)), Rate("USD", 0.91, date(2027, 3, 31))),
    )


# -- the property -----------------------------------------------------------------------------------------------------
texts = st.text(st.characters(codec="utf-8", categories=("L", "N", "P", "S", "Zs")), min_size=1, max_size=20).filter(
    lambda text: text == text.strip() and bool(folded(text))
)
amounts = st.floats(-1e9, 1e9, allow_nan=False).map(lambda number: float(f"{number:.12g}"))
days = st.dates(date(1950, 1, 1), date(2099, 12, 31))


def some(values: st.SearchStrategy[Any]) -> st.SearchStrategy[Any]:
    return st.none() | values


def names(most: int) -> st.SearchStrategy[list[str]]:
    return st.lists(texts, max_size=most, unique_by=folded)


@st.composite
def items(draw: st.DrawFn, prefix: str, parents: tuple[ListItem, ...] = ()) -> tuple[ListItem, ...]:
    labels = draw(names(4))
    return tuple(
        ListItem(
            f"{prefix}-{number}",
            both(label, f"{label} ({number})" if draw(st.booleans()) else label),
            draw(st.sampled_from([parent.code for parent in parents])) if parents else None,
        )
        for number, label in enumerate(labels)
    )


def one_of(codes: list[str]) -> st.SearchStrategy[str | None]:
    return st.sampled_from([None, *codes])


prefills = st.fixed_dictionaries(
    {},
    optional={
        "cust.address_city": texts.map(Cell.of),
        "cust.region": texts.map(Cell.of) | amounts.map(Cell.of),
        "cust.employees": st.integers(0, 10**6).map(Cell.of) | texts.map(Cell.of),
        "cust.visited": days.map(Cell.of) | texts.map(Cell.of) | st.integers(1, 10**4).map(Cell.of),
        "cust.share": st.booleans().map(Cell.of),
        "cust.rating": texts.map(Cell.of),
    },
)


@st.composite
def portfolios(draw: st.DrawFn) -> Portfolio:
    groups, teams, regions = draw(items("g")), draw(items("t")), draw(items("r"))
    people = tuple(
        Person(
            f"p-{n}",
            name,
            draw(some(st.just(f"p{n}@example.nl"))),
            draw(one_of([t.code for t in teams])),
            draw(some(st.sampled_from([0.0, 24.0, 32.5]))),
        )
        for n, name in enumerate(draw(names(4)))
    )
    accounts = tuple(
        Account(
            id_,
            draw(texts),
            draw(one_of([p.key for p in people])),
            draw(one_of([t.code for t in teams])),
            draw(one_of([r.code for r in regions])),
            draw(one_of(list("ABC"))),
            draw(one_of(["EUR", "USD"])),
            draw(one_of(["nl", "en"])),
            draw(some(days)),
            draw(some(days)),
            draw(some(amounts)),
            draw(some(st.integers(0, 10**6))),
            draw(prefills),
        )
        for id_ in draw(names(5))
    )
    targets = tuple(
        Target(group.code, f"2027-{quarter.upper()}", draw(amounts))
        for group in groups
        for quarter in draw(st.lists(st.sampled_from(QUARTERS), unique=True).map(sorted))
    )
    return Portfolio(
        draw(chosen_settings()),
        accounts,
        people,
        product_groups=groups,
        products=draw(items("pr", groups)) if groups else (),
        industries=draw(items("i")),
        teams=teams,
        regions=regions,
        countries=draw(items("c")),
        targets=targets,
        rates=tuple(Rate("USD", draw(st.sampled_from([0.9234, 1.25])), day) for day in draw(st.sets(days, max_size=3))),
    )


@st.composite
def chosen_settings(draw: st.DrawFn) -> Settings:
    ends = {q: day for q in QUARTERS if (day := draw(days)) != calendar_end(2027, q) and draw(st.booleans())}
    return Settings(
        2027,
        draw(st.sampled_from(LANGUAGES)),
        draw(st.sampled_from(["EUR", "USD"])),
        "small",
        draw(st.just("") | texts),
        draw(some(texts)),
        draw(some(st.from_regex(r"\A#[0-9A-F]{6}\Z"))),
        draw(st.sampled_from([{}, {"costs": Limits(green=0.015, amber=0.2)}])),
        ends,
        {q: draw(days) for q in draw(st.sets(st.sampled_from(QUARTERS)))},
        draw(st.sampled_from([None, Limits(green=0, amber=0.5)])),
    )


@settings(max_examples=count(60, 1_000))
@given(portfolios())
def test_read_of_written_is_the_same(portfolio: Portfolio) -> None:
    with tempfile.TemporaryDirectory() as folder:
        assert bare(read(written(portfolio, Path(folder)))) == portfolio


# -- examples ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_example_comes_back_without_complaint(language: str, tmp_path: Path) -> None:
    back = read(written(example(language), tmp_path))
    assert bare(back) == example(language)
    assert {finding.code for finding in back.findings} <= {"tier-missing"}
    assert [account.cell for account in back.accounts] == ["B6", "B7"]


@pytest.mark.parametrize("language", LANGUAGES)
def test_new_portfolio_needs_no_cleaning_up(language: str, tmp_path: Path) -> None:
    new = new_portfolio(TEMPLATE, 2027, language)
    assert read(written(new, tmp_path)) == new
    assert new.accounts == new.people == new.product_groups == ()
    assert new.settings.quarter_end("q2") == date(2027, 6, 30)


def test_same_portfolio_same_bytes() -> None:
    assert portfolio_bytes(example(), TEMPLATE) == portfolio_bytes(example(), TEMPLATE)


@pytest.mark.parametrize("language", LANGUAGES)
def test_strict_lint_finds_nothing(language: str, tmp_path: Path) -> None:
    assert strict_findings(written(example(language), tmp_path)) == []


@pytest.mark.node
def test_validator_finds_nothing(tmp_path: Path) -> None:
    paths = [written(example(language), tmp_path, f"{language}.xlsx") for language in LANGUAGES]
    assert validate(paths) == {path: [] for path in paths}


def test_a_target_of_another_year_is_not_dropped() -> None:
    with pytest.raises(ValueError, match="2026-Q1"):
        portfolio_bytes(replace(example(), targets=(Target("zuivel", "2026-Q1", 1.0),)), TEMPLATE)


def test_every_input_has_rule_prompt_and_error(tmp_path: Path) -> None:
    from openpyxl import load_workbook

    book = load_workbook(written(example(), tmp_path))
    accounts = book["Klanten"]
    rules = {str(rule.sqref): rule for rule in accounts.data_validations.dataValidation}
    assert len(rules) == accounts.max_column - 1
    assert all(rule.prompt and rule.error and rule.promptTitle for rule in rules.values())
    assert all(ref.endswith("505") for ref in rules), "room for 500 accounts"


def test_drop_downs_end_at_the_last_filled_row(office: Office, tmp_path: Path) -> None:
    book = office.open(written(example(), tmp_path))
    assert book.offered("Klanten!E6") == ["Noord"]
    assert book.offered("Klanten!D6") == ["jdv", "jdv2"], "two people of one name are told apart by code"
    assert book.accepts("Klanten!E8", "Noord")
    assert not book.accepts("Klanten!E8", "Zuid")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("suffix", [".xlsx", ".ods", ".xls"])
def test_saved_by_libreoffice(language: str, suffix: str, office: Office, tmp_path: Path) -> None:
    source = written(example(language), tmp_path)
    saved = tmp_path / f"saved{suffix}"
    office.open(source).save(saved)
    assert bare(read(saved)) == example(language)


@pytest.mark.parametrize("suffix", [".xlsx", ".xlsm"])
def test_an_error_in_a_cell_is_not_empty(suffix: str, office: Office, tmp_path: Path) -> None:
    book = office.open(written(example(), tmp_path))
    book.set("Klanten!L6", Formula("=1/0"))
    book.save(tmp_path / f"error{suffix}")
    found = [(f.code, f.cell) for f in read(tmp_path / f"error{suffix}").findings if f.code != "tier-missing"]
    assert found == [("cell-error", "L6")]


def test_both_languages_have_the_same_sentences() -> None:
    for subject in ("portfolio", "stop", "finding"):
        nl, en = catalogue("nl", subject), catalogue("en", subject)
        assert nl.keys() == en.keys()
        for key in nl:
            assert set(re.findall(r"{(\w+)}", nl[key])) == set(re.findall(r"{(\w+)}", en[key])), key
    assert all(len(c.help[lang]) <= 255 for s in list_sheets() for c in s.columns if c.help for lang in LANGUAGES)
