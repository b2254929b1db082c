"""What the summary says of figures that are missing, small, large or only amber: never better than it is."""

from __future__ import annotations

import io
from dataclasses import replace

import openpyxl

from accountplan.layout.answers import PlanAnswers
from accountplan.summary import summary_bytes
from tests.unit.demo_rounds import demo_result
from tests.unit.rounds import account, answers, figures, portfolio, reading
from tests.unit.test_summary import consolidated, opened, records, texts


def revenue(account_id: str, plan: int, actual: int) -> PlanAnswers:
    return answers(account_id, figures("q1", revenue=(plan, actual, None)))


def test_thousands_are_written_as_the_language_does() -> None:
    large = reading("A-1", revenue("A-1", 2_000_000, 1_500_000))
    for language, shown, wrong in (("en", "× EUR 1,000", "1.000"), ("nl", "× EUR 1.000", "1,000")):
        said = texts(opened(consolidated(large, language=language)), {"en": "Overview", "nl": "Overzicht"}[language])
        assert shown in said
        assert wrong not in said


def test_where_few_are_red_the_risks_go_on_with_amber() -> None:
    by = portfolio(*(account(f"A-{n}") for n in (1, 2, 3)))
    came = [reading(f"A-{n}", revenue(f"A-{n}", 1000, actual)) for n, actual in ((1, 940), (2, 500), (3, 1000))]
    said = texts(opened(consolidated(*came, by=by)), "Overzicht")
    risks = said[said.index("Grootste risico's") :]
    assert 0 < risks.index("Klant A-2") < risks.index("Klant A-1")
    assert "Klant A-3" not in risks


def test_without_figures_nothing_on_red_is_no_good_news() -> None:
    result = consolidated(reading("A-1"))
    assert "Op rood in 2027-Q1: onbekend, er zijn nog geen cijfers." in result.lines()
    said = texts(opened(result), "Overzicht")
    assert "Er zijn nog geen cijfers over deze periode." in said
    assert "staat op rood" not in said
    fine = consolidated(reading("A-1", revenue("A-1", 1000, 1000)))
    assert "Op rood in 2027-Q1: niets." in fine.lines()
    assert "Geen enkele klant staat op rood of oranje." in texts(opened(fine), "Overzicht")


def test_a_plan_that_came_without_the_quarters_figures_is_remarked() -> None:
    remarks = {row["Klantnr."]: row["Opmerking"] for row in records(opened(demo_result("q2")), "Leveringen")}
    assert remarks["A-004"] == "Over Q2 zijn nog geen cijfers ingevuld."
    assert remarks["A-001"] is None


def test_when_a_plan_came_is_unknown_and_not_zero() -> None:
    book = openpyxl.load_workbook(io.BytesIO(summary_bytes(demo_result("q2"))), data_only=True)
    heads, counts = ([cell.value for cell in book["Leveringen"][row]] for row in (5, 6))
    counted = dict(zip(heads, counts, strict=True))
    assert counted["Accountmanager"] == "Alle klanten"
    assert counted["Op tijd"] + counted["Te laat"] + counted["Onbekend"] == counted["Binnen"] > 0


def test_the_account_page_shows_the_fraction_of_a_percentage_where_another_account_has_an_amount() -> None:
    """28.8 of 29.1 is not 29 of 29; a margin of 29 % is not 0.29."""
    sheet = openpyxl.load_workbook(io.BytesIO(summary_bytes(demo_result("q2"))), data_only=True)["Klantblad"]
    cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
    with_fraction = {
        cell
        for area in sheet.conditional_formatting
        if any("INT(" in rule.formula[0] for rule in area.rules)
        for cell in str(area.sqref).split()
    }
    head = cells["Streefwaarde"]
    assert {f"{head.column_letter}{head.row + below}" for below in range(1, 4)} <= with_fraction
    margin = cells["Marge"].row
    assert {cell.number_format for cell in sheet[margin]} >= {"0.0%"}
    assert not {cell.coordinate for cell in sheet[margin]} & with_fraction


def test_the_year_speaks_of_the_year() -> None:
    book = opened(replace(demo_result("q2"), whole_year=True))
    assert "Het hele jaar" in texts(book, "Klantblad")
    assert "Kwartaal Q2" not in texts(book, "Klantblad")
    assert "Laatste dag van het jaar" in texts(book, "Herkomst")
