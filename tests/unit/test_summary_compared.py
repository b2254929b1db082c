"""The sheets Compared and Where to correct: what they list, what they count, and that every count is checked."""

from __future__ import annotations

from functools import cache
from typing import Any

from accountplan.consolidate import Consolidated
from accountplan.messages import say
from tests.unit.awkward import ROUNDS
from tests.unit.demo_rounds import demo_result
from tests.unit.reviews import Q1, Q2, plan, quarter, result
from tests.unit.summaries import as_it_looks, opened


def texts(sheet: Any) -> list[str]:
    return [str(cell) for row in sheet.iter_rows(values_only=True) for cell in row if cell is not None]


def records(sheet: Any, first: str) -> list[dict[str, Any]]:
    """The rows of the list whose first heading this is, up to the first row without an account."""
    rows = list(sheet.iter_rows(values_only=True))
    top = next(n for n, row in enumerate(rows) if row[0] == first)
    found = [dict(zip(map(str, rows[top]), row, strict=True)) for row in rows[top + 1 :]]
    return found[: next((n for n, row in enumerate(found) if row[first] is None), len(found))]


@cache
def two_quarters() -> Consolidated:
    first = plan(
        "A-1",
        quarter("q1", "=SOM(A1) bellen", revenue=(1000, 800)),
        quarter("q1", costs=(50, 50), visits=(4, 4)),
        quarter("q2", revenue=(2000, 1500), costs=(90, 100), visits=(8, 8)),
    )
    second = plan("A-2", quarter("q1", revenue=(100, 90)), quarter("q2", revenue=(200, 200)))
    return result(Q2, first, second)


# -- compared ----------------------------------------------------------------------------------------------------------
def test_the_worst_fall_comes_first_and_what_stayed_is_left_out() -> None:
    rows = records(opened(two_quarters())["Vergelijking"], "Klantnr.")
    assert [(row["Klantnr."], row["Onderdeel"], row["Richting"]) for row in rows] == [
        ("A-1", "Kosten", "▼ slechter"), ("A-1", "Omzet", "▼ slechter"), ("A-2", "Omzet", "▲ beter")]  # fmt: skip
    revenue = rows[1]
    assert (revenue["Stoplicht toen"], revenue["Stoplicht nu"], revenue["Wat ervan kwam"]) == (
        "rood", "rood", "✗ verder achterop")  # fmt: skip
    assert revenue["Afgesproken bijsturing"] == "Q1: =SOM(A1) bellen"
    assert str(revenue["Openen"]).startswith('=HYPERLINK("returned/A-1.xlsx#')
    everything = records(opened(two_quarters())["Gegevens vergelijking"], "Kwartaal")
    assert len(everything) == 10


def test_the_counts_look_at_the_data_and_are_checked() -> None:
    of = two_quarters()
    book = opened(of)
    rows = {row[0].value: row for row in book["Vergelijking"].iter_rows(min_row=5, max_row=9)}
    green, red = rows["toen groen"], rows["toen rood"]
    assert all(str(cell.value).startswith("=COUNTIFS('Gegevens vergelijking'!") for cell in green[2:6])
    values = as_it_looks(of)["Vergelijking"]
    found = {row[0]: row[2:6] for row in values.iter_rows(min_row=5, max_row=9, values_only=True)}
    assert found["toen groen"] == (1, 0, 1, 0)
    assert found["toen rood"] == (0, 0, 1, 0)
    assert [row[8] for row in values.iter_rows(min_row=6, max_row=9, values_only=True)] == [1, 2, 1, 6]
    checked = {row[2] for row in book["Controle"].iter_rows(min_row=6, values_only=True) if row[1] == "Vergelijking"}
    assert {"toen groen, nu rood", "▼ slechter", "✗ verder achterop"} <= checked
    assert red[4].value is not None


def test_a_first_quarter_says_why_there_is_nothing() -> None:
    book = opened(result(Q1, plan("A-1", quarter("q1", revenue=(100, 90)))))
    assert any("2026-Q4" in text and "--previous" in text for text in texts(book["Vergelijking"]))


def test_who_moved_and_what_was_changed_stand_below_the_list() -> None:
    sheet = opened(ROUNDS["moved"]("nl"))["Vergelijking"]
    said = texts(sheet)
    assert "van Zuid naar Noord" in said
    assert "van Bob Smit naar Ann de Wit" in said
    assert {"nieuw", "staat er niet meer in"} <= set(said)
    link = next(text for text in said if text.startswith("=HYPERLINK(\"#'Vergelijking'!"))
    row = int(link.split("!A")[1].split('"')[0])
    assert str(sheet.cell(row, 1).value).startswith("Klanten verplaatst")
    (line,) = [line for line in sheet.iter_rows(min_row=row, values_only=True) if line[0] == "=A-1" and line[6] == 180]
    assert line[4:8] == (200, 200, 180, 150)


# -- where to correct --------------------------------------------------------------------------------------------------
def test_the_list_says_what_it_costs_what_was_agreed_and_what_is_missing() -> None:
    rows = records(opened(two_quarters())["Bijsturen"], "Plaats")
    assert [(row["Plaats"], row["Onderdeel of doel"], row["Wat het kost"], row["Valuta"]) for row in rows] == [
        (1, "Omzet", 500, "EUR"), (2, "Kosten", 10, "EUR")]  # fmt: skip
    revenue = rows[0]
    assert revenue["Waarom"] == "Omzet 25% achter op plan (−€ 500), rood sinds Q1".replace("€ ", "€\xa0")
    assert revenue["Bijsturing nu"] == say("nl", "summary", "correction-none")
    assert revenue["Afgesproken bijsturing"] == "Q1: =SOM(A1) bellen"
    assert (revenue["Staat nog open"], rows[1]["Staat nog open"]) == ("↻ staat open", None)


def test_activities_that_are_not_done_are_named_the_latest_first() -> None:
    of = demo_result("q2")
    rows = records(opened(of)["Bijsturen"], "Plaats")
    told = next(row for row, fact in zip(rows, of.tables.corrections, strict=True) if fact.overdue_activities)
    text = str(told["Activiteiten die niet zijn gedaan"])
    assert "1 te laat: A-" in text
    assert text.index("te laat)") < len(text) - 5


def test_amounts_of_several_currencies_stand_apart_and_converted() -> None:
    sheet = as_it_looks(ROUNDS["two currencies"]("nl"))["Bijsturen"]
    lines = {row[0]: row[2:8] for row in sheet.iter_rows(min_row=5, max_row=9, values_only=True)}
    assert (lines["EUR"][0], lines["USD"][0], lines["EUR (omgerekend)"][0]) == (100, 400, 100 + 400 * 0.92)
    assert any("1 USD = 0,92 EUR" in text for text in texts(sheet))
    apart = as_it_looks(ROUNDS["no rate"]("nl"))["Bijsturen"]
    assert "EUR (omgerekend)" not in texts(apart)
    assert any("niet vergeleken" in text for text in texts(apart))


def test_nothing_to_correct_is_said() -> None:
    sheet = opened(result(Q1, plan("A-1", quarter("q1", revenue=(100, 100)))))["Bijsturen"]
    assert say("nl", "summary", "empty-corrections") in texts(sheet)
