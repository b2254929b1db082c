"""The overview: its figures look at the sheets that they come from, and it says what is in them and what is not."""

from __future__ import annotations

import io
import zipfile

import pytest
from openpyxl.worksheet.worksheet import Worksheet

from accountplan.consolidate import Consolidated
from tests.unit.awkward import ROUNDS
from tests.unit.summaries import as_it_looks, opened, written


def overview(result: Consolidated, formulas: bool = False) -> Worksheet:
    book = opened(result) if formulas else as_it_looks(result)
    return book[book.sheetnames[0]]


def texts(sheet: Worksheet) -> list[str]:
    return [str(cell.value) for row in sheet.iter_rows() for cell in row if cell.value is not None]


def below(sheet: Worksheet, title: str) -> object:
    """The large figure of the tile with this title."""
    found = next(cell for row in sheet.iter_rows() for cell in row if str(cell.value or "").startswith(title))
    return sheet.cell(found.row + 1, found.column).value


def test_a_tile_looks_at_the_total_that_it_shows() -> None:
    result = ROUNDS["the demo after Q2"]("nl")
    total = next(t for t in result.tables.totals if (t.dimension, t.kpi) == ("portfolio", "revenue"))
    assert below(overview(result), "Omzet") == total.actual
    assert str(below(overview(result, formulas=True), "Omzet")).startswith("='Totalen'!")


def test_what_is_unknown_is_blank_and_not_zero() -> None:
    sheet = overview(ROUNDS["all late"]("nl"))
    assert below(sheet, "Omzet") is None
    assert "nog geen cijfers" in texts(sheet)


def test_how_a_point_went_from_quarter_to_quarter() -> None:
    assert "Q1 95% → Q2 95% → Q3 95% → Q4 95%" in texts(overview(ROUNDS["fourth quarter"]("nl")))


def test_amounts_of_two_currencies_are_converted_and_it_says_at_which_rate() -> None:
    sheet = overview(ROUNDS["two currencies"]("nl"))
    assert below(sheet, "Omzet (EUR)") == pytest.approx(900 + 510 + 400 * 0.92)
    assert any("1 USD = 0,92 EUR (koers van 1-1-2027)" in text for text in texts(sheet))


def test_without_a_rate_the_other_currency_stands_apart_and_it_says_so() -> None:
    sheet = overview(ROUNDS["no rate"]("en"))
    assert below(sheet, "Revenue (EUR)") == 400
    assert any(
        text.startswith("Accounts without figures") and "Amounts in USD are not counted" in text
        for text in texts(sheet)
    )


def test_whose_plans_are_still_to_come() -> None:
    assert "Nog niet: Klant A-2" in texts(overview(ROUNDS["only one"]("nl")))


def test_the_largest_risk_says_why_and_the_largest_chance_where() -> None:
    said = texts(overview(ROUNDS["the demo after Q2"]("nl")))
    assert any(text.startswith("Assortiment 75% achter op plan") for text in said)
    assert any(text.startswith("Ruimte EUR 577.500; het meest in Foodverpakkingen") for text in said)


def test_every_sheet_can_be_reached_from_it() -> None:
    result = ROUNDS["the demo after Q2"]("nl")
    links = [cell.hyperlink for row in overview(result, formulas=True).iter_rows() for cell in row if cell.hyperlink]
    linked = {str(link.location).split("!", maxsplit=1)[0].strip("'") for link in links}
    assert linked == set(opened(result).sheetnames[1:])


def test_the_charts_say_in_words_what_they_show() -> None:
    result = ROUNDS["the demo after Q2"]("nl")
    with zipfile.ZipFile(io.BytesIO(written(result))) as package:
        drawings = [
            package.read(name).decode() for name in package.namelist() if name.startswith("xl/drawings/drawing")
        ]
    described = [part for text in drawings for part in text.split('descr="')[1:]]
    assert sum("per kwartaal" in part or "van plan naar gerealiseerd" in part for part in described) == 2
    assert any("passendheid" in part for part in described)
