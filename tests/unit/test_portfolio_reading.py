"""What people do to a portfolio workbook, and what is said about it: each finding with its sheet and cell."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path

import pytest
from openpyxl import Workbook, load_workbook

from accountplan.errors import Stop
from accountplan.fields import Cell
from accountplan.findings import Finding
from accountplan.messages import LANGUAGES
from accountplan.portfolio.model import Portfolio
from accountplan.portfolio.read import read_portfolio
from accountplan.template.model import Limits
from tests.unit.test_portfolio_roundtrip import TEMPLATE, bare, example, read, written

Edit = Callable[[Workbook], object]


def edited(tmp_path: Path, *edits: Edit, language: str = "nl") -> Portfolio:
    """The example portfolio after somebody was at it."""
    path = written(example(language), tmp_path)
    book = load_workbook(path)
    for edit in edits:
        edit(book)
    book.save(path)
    return read(path)


def put(sheet: str, cell: str, value: object) -> Edit:
    def edit(book: Workbook) -> None:
        book[sheet][cell] = value

    return edit


def codes(portfolio: Portfolio) -> list[tuple[str, str | None, str | None]]:
    return [(f.code, f.sheet, f.cell) for f in portfolio.findings if f.code != "tier-missing"]


CASES: dict[str, tuple[Edit, tuple[str, str, str]]] = {
    "duplicate id": (put("Klanten", "B7", "007"), ("row-duplicate", "Klanten", "B7")),
    "missing id": (put("Klanten", "B7", None), ("value-missing", "Klanten", "B7")),
    "missing name": (put("Klanten", "C7", None), ("value-missing", "Klanten", "C7")),
    "unknown manager": (put("Klanten", "D6", "Piet"), ("unknown-reference", "Klanten", "D6")),
    "manager of two": (put("Klanten", "D6", "Jan de Vries"), ("unknown-reference", "Klanten", "D6")),
    "unknown team": (put("Klanten", "E6", "Zuid"), ("unknown-reference", "Klanten", "E6")),
    "unknown region": (put("Klanten", "F6", "Zuid"), ("unknown-reference", "Klanten", "F6")),
    "unknown tier": (put("Klanten", "G6", "D"), ("unknown-reference", "Klanten", "G6")),
    "unknown currency": (put("Klanten", "H6", "XYZ"), ("unknown-reference", "Klanten", "H6")),
    "unknown language": (put("Klanten", "I6", "Frans"), ("unknown-reference", "Klanten", "I6")),
    "no date": (put("Klanten", "J6", "lang geleden"), ("not-a-date", "Klanten", "J6")),
    "until before since": (put("Klanten", "K6", date(2000, 1, 1)), ("ends-before-start", "Klanten", "K6")),
    "no number": (put("Klanten", "L6", "veel"), ("not-a-number", "Klanten", "L6")),
    "ambiguous number": (put("Klanten", "L6", "12.5"), ("number-ambiguous", "Klanten", "L6")),
    "not whole": (put("Klanten", "M6", 12.5), ("not-whole", "Klanten", "M6")),
    "negative orders": (put("Klanten", "M6", -1), ("out-of-range", "Klanten", "M6")),
    "bad prefill": (put("Klanten", "O6", "veel"), ("not-a-number", "Klanten", "O6")),
    "unknown group": (put("Salesplan", "B6", "Vlees"), ("unknown-reference", "Salesplan", "B6")),
    "group twice": (put("Salesplan", "B7", "Brood"), ("row-duplicate", "Salesplan", "B7")),
    "target in words": (put("Salesplan", "C6", "n.v.t."), ("not-a-number", "Salesplan", "C6")),
    "group of a product": (put("Producten", "E6", "Vlees"), ("unknown-reference", "Producten", "E6")),
    "rate of nothing": (put("Wisselkoersen", "B6", None), ("value-missing", "Wisselkoersen", "B6")),
    "rate of zero": (put("Wisselkoersen", "C6", 0), ("out-of-range", "Wisselkoersen", "C6")),
    "person without name": (put("Medewerkers", "C6", None), ("value-missing", "Medewerkers", "C6")),
    "capacity": (put("Medewerkers", "F6", 400), ("out-of-range", "Medewerkers", "F6")),
    "no code": (put("Teams", "B7", None), ("code-derived", "Teams", "B7")),
    "language": (put("Instellingen", "C7", None), ("setting-default", "Instellingen", "C7")),
    "currency": (put("Instellingen", "C8", "XYZ"), ("setting-default", "Instellingen", "C8")),
    "colour": (put("Instellingen", "C12", "rood"), ("not-a-colour", "Instellingen", "C12")),
    "no logo there": (put("Instellingen", "C11", "logo2.png"), ("logo-unusable", "Instellingen", "C11")),
    "crossed limits": (put("Instellingen", "C16", 0.5), ("limits-crossed", "Instellingen", "C16")),
    "crossed limits of goals": (put("Instellingen", "D18", 0.01), ("limits-crossed", "Instellingen", "C18")),
    "quarters out of order": (
        put("Instellingen", "C23", date(2027, 1, 1)),
        ("dates-disordered", "Instellingen", "C23"),
    ),
    "unknown column": (put("Klanten", "T5", "Kleur"), ("column-unknown", "Klanten", "T5")),
    "text under no header": (put("Klanten", "V6", "los"), ("column-unknown", "Klanten", "V5")),
    "double column": (put("Klanten", "T5", "Plaats"), ("column-duplicate", "Klanten", "T5")),
    "column of fixed rows": (put("Klanten", "T5", "Onze omzet"), ("column-without-place", "Klanten", "T5")),
}


@pytest.mark.parametrize("case", CASES)
def test_each_mistake_is_found_in_its_cell(case: str, tmp_path: Path) -> None:
    edit, expected = CASES[case]
    edits = [edit]
    if case == "no code":
        edits.append(put("Teams", "C7", "Zuid"))
    portfolio = edited(tmp_path, *edits)
    assert expected in codes(portfolio)
    for finding in portfolio.findings:
        assert all(finding.message(language) for language in LANGUAGES)
        assert "{" not in finding.message("nl")


def test_a_near_miss_is_suggested_and_not_taken(tmp_path: Path) -> None:
    portfolio = edited(tmp_path, put("Klanten", "E6", "Nord"))
    (finding,) = [f for f in portfolio.findings if f.code == "unknown-reference"]
    assert portfolio.accounts[0].team is None
    assert "'Noord'" in finding.message("nl")
    assert "'Noord'" in finding.message("en")


def test_nothing_is_dropped_beside_the_mistake(tmp_path: Path) -> None:
    portfolio = edited(tmp_path, put("Klanten", "D6", "Piet"), put("Klanten", "L6", "veel"))
    account = portfolio.accounts[0]
    assert (account.manager, account.revenue_last_year) == (None, None)
    assert (account.team, account.tier, account.orders_last_year) == ("noord", "A", 12)


@pytest.mark.parametrize("typed", ["jdv", "JDV", "jan@example.nl"])
def test_manager_by_code_or_address(typed: str, tmp_path: Path) -> None:
    assert edited(tmp_path, put("Klanten", "D7", typed)).accounts[1].manager == "jdv"


def test_typed_numbers_and_dates_as_the_language_has_them(tmp_path: Path) -> None:
    edits = [put("Klanten", "L6", "1.250,50"), put("Klanten", "J6", "1-3-2015"), put("Instellingen", "C16", "1%")]
    portfolio = edited(tmp_path, *edits)
    assert portfolio.accounts[0].revenue_last_year == 1250.5
    assert portfolio.accounts[0].customer_since == date(2015, 3, 1)
    assert portfolio.settings.limits["revenue"].green == 0.01


def test_limits_of_goals_hold_where_they_are_filled_in(tmp_path: Path) -> None:
    assert edited(tmp_path, put("Instellingen", "C18", None)).settings.goal_limits == Limits(green=0.1, amber=0.2)
    assert (
        edited(tmp_path, put("Instellingen", "C18", 0.1), put("Instellingen", "D18", 0.25)).settings.goal_limits is None
    )


@pytest.mark.parametrize("header", ["cust.industry", "Branche", "Industry", " branche "])
def test_a_new_column_prefills_a_field(header: str, tmp_path: Path) -> None:
    portfolio = edited(tmp_path, put("Klanten", "T5", header), put("Klanten", "T7", "Groothandel"))
    assert portfolio.accounts[1].prefill == {"cust.industry": Cell.of("Groothandel")}
    assert codes(portfolio) == []


def test_own_status_column_is_not_a_contact(tmp_path: Path) -> None:
    portfolio = edited(tmp_path, put("Klanten", "T5", "Status"), put("Klanten", "T6", "actief"))
    assert codes(portfolio) == [("column-without-place", "Klanten", "T5")]


def test_sheets_renamed_and_reordered(tmp_path: Path) -> None:
    def rename(book: Workbook) -> None:
        book["Klanten"].title = "Mijn klanten"
        book.move_sheet("Instellingen", 8)

    portfolio = edited(tmp_path, rename)
    assert bare(portfolio) == example()


def test_headers_renamed(tmp_path: Path) -> None:
    portfolio = edited(tmp_path, put("Klanten", "C5", "Hoe ze heten"), put("Klanten", "L5", "Bedrag"))
    assert bare(portfolio) == example()
    assert codes(portfolio) == []


def test_columns_swapped_below_their_keys(tmp_path: Path) -> None:
    """Excel moves a table's column without the hidden key above it."""

    def swap(book: Workbook) -> None:
        sheet = book["Salesplan"]
        for row in range(5, 12):
            sheet[f"C{row}"].value, sheet[f"F{row}"].value = sheet[f"F{row}"].value, sheet[f"C{row}"].value

    portfolio = edited(tmp_path, swap)
    assert bare(portfolio) == example()
    assert codes(portfolio) == [("column-moved", "Salesplan", "C5"), ("column-moved", "Salesplan", "F5")]


def test_rows_and_columns_inserted_and_blank_rows_between(tmp_path: Path) -> None:
    def insert(book: Workbook) -> None:
        book["Klanten"].insert_rows(2, 3)
        book["Klanten"].insert_rows(10)
        book["Klanten"].insert_cols(1)
        book["Instellingen"].insert_rows(1, 2)

    portfolio = edited(tmp_path, insert)
    assert bare(portfolio) == example()
    assert [account.cell for account in portfolio.accounts] == ["C9", "C11"]


def test_without_any_hidden_mark(tmp_path: Path) -> None:
    def strip(book: Workbook) -> None:
        for sheet in book.worksheets:
            sheet.delete_cols(1)
            for cell in sheet[1]:
                cell.value = None

    assert bare(edited(tmp_path, strip)) == example()


def test_sheet_missing_copied_and_of_their_own(tmp_path: Path) -> None:
    def rebuild(book: Workbook) -> None:
        del book["Wisselkoersen"]
        book.copy_worksheet(book["Klanten"])
        book.create_sheet("Kladblok")["A1"] = "eigen notities"
        book.create_sheet("Leeg")

    found = codes(edited(tmp_path, rebuild))
    assert sorted(found, key=str) == [
        ("own-sheet", "Kladblok", None),
        ("sheet-duplicate", "Klanten Copy", "A1"),
        ("sheet-missing", "Wisselkoersen", None),
    ]


def test_column_gone(tmp_path: Path) -> None:
    found = codes(edited(tmp_path, lambda book: book["Klanten"].delete_cols(2)))
    assert ("column-missing", "Klanten", None) in found


def test_accounts_without_a_tier_are_said_once(tmp_path: Path) -> None:
    portfolio = edited(tmp_path, put("Klanten", "B8", "A-3"), put("Klanten", "C8", "Derde"))
    (finding,) = [f for f in portfolio.findings if f.code == "tier-missing"]
    assert (finding.severity, finding.cell, finding.params["count"]) == ("info", "G7", 2)
    tier = portfolio.tier_of(portfolio.accounts[2], TEMPLATE)
    assert tier is not None
    assert tier.code == "A"


def test_number_typed_as_id_stays_that_number(tmp_path: Path) -> None:
    assert edited(tmp_path, put("Klanten", "B7", 1001)).accounts[1].id == "1001"


def test_one_name_holds_for_both_languages(tmp_path: Path) -> None:
    portfolio = edited(tmp_path, put("Regio's", "C7", "Twente"))
    assert portfolio.regions[1].label == {"nl": "Twente", "en": "Twente"}
    assert portfolio.regions[1].code == "twente"


# -- nothing can be done ----------------------------------------------------------------------------------------------
def stopped(path: Path) -> str:
    with pytest.raises(Stop) as caught:
        read_portfolio(path, lambda _: TEMPLATE)
    message = str(caught.value)
    assert path.name in message
    assert "\n" not in message
    return message


def test_stops(tmp_path: Path) -> None:
    assert "is er niet" in stopped(tmp_path / "weg.xlsx")
    text = tmp_path / "tekst.xlsx"
    text.write_text("geen werkmap")
    assert "beschadigd" in stopped(text)
    wrong = tmp_path / "lijst.csv"
    wrong.write_text("a;b")
    assert "geen werkmap" in stopped(wrong)
    stranger = tmp_path / "vreemd.xlsx"
    Workbook().save(stranger)
    assert "geen portefeuille" in stopped(stranger)


def test_stops_without_settings_or_year(tmp_path: Path) -> None:
    path = written(example(), tmp_path)
    book = load_workbook(path)
    book["Instellingen"]["C6"] = "volgend jaar"
    book.save(path)
    assert "C6" in stopped(path)
    del book["Instellingen"]
    book.save(path)
    assert "instellingen" in stopped(path)


def test_a_later_version_is_not_guessed_at(tmp_path: Path) -> None:
    path = written(example(), tmp_path)
    book = load_workbook(path)
    book["Klanten"]["A1"] = "ap-portfolio:9#accounts"
    book.save(path)
    assert "nieuwere versie" in stopped(path)


def test_every_code_of_the_portfolio_has_its_sentence() -> None:
    params = dict.fromkeys(
        "label raw near first other header name file account tier made count value row found expected delimiter "
        "encoding what start end logo why".split(),
        "x",
    )
    for code in {expected[0] for _, expected in CASES.values()}:
        for language in LANGUAGES:
            finding = Finding(code, sheet="S", cell="A1", params={**params, "low": 1, "high": 2, "meanings": [1]})
            assert finding.message(language)
