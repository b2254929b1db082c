"""The sheets Sales plan and White space: what they say of a round that was added up by hand."""

from __future__ import annotations

from typing import Any

import pytest

from accountplan.messages import LANGUAGES, say
from tests.unit.awkward import ROUNDS, nobody
from tests.unit.selling import (
    first_plan,
    second_plan,
    selling,
    the_portfolio,
)
from tests.unit.summaries import Book, as_it_looks


def lines(book: Book, sheet: str) -> list[list[Any]]:
    """What stands in every row, without its blanks."""
    return [[cell for cell in row if cell is not None] for row in book[sheet].iter_rows(values_only=True)]


def section(book: Book, sheet: str, heading: str) -> list[list[Any]]:
    """The lines of the small table below a heading, without its headings."""
    rows = lines(book, sheet)
    first = next(n for n, row in enumerate(rows) if row and str(row[0]).startswith(heading))
    found: list[list[Any]] = []
    for row in rows[first + 1 :]:
        if len(row) < 2:
            if found:
                break
            continue
        found.append(row)
    return found[1:]


def text(book: Book, sheet: str) -> str:
    return "\n".join(str(cell) for row in lines(book, sheet) for cell in row)


# -- the sales plan ----------------------------------------------------------------------------------------------------
def test_the_year_to_date_stands_beside_its_target() -> None:
    found = section(as_it_looks(ROUNDS["selling"]("nl")), "Salesplan", "Van 1 januari t/m Q2")
    assert found == [
        ["Brood", "t/m Q2", 2200, 2080, pytest.approx(2080 / 2200), "bijna gedekt", 120, 0, 1039,
         pytest.approx(1039 / 2200), 3, 2],
        ["Gebak", "t/m Q2", 120, 40, 1, 1],
        ["Taart", "t/m Q2", 0],
    ]  # fmt: skip


def test_the_whole_year_has_the_goals_and_no_actual_yet() -> None:
    bread, *_ = section(as_it_looks(ROUNDS["selling"]("nl")), "Salesplan", "Het hele jaar")
    assert bread == ["Brood", "heel jaar", 3500, 4460, pytest.approx(4460 / 3500), "gedekt", 0, 960, 3, 2550]


def test_every_quarter_alone_and_all_groups_with_a_target_together() -> None:
    found = section(as_it_looks(selling(1)), "Salesplan", "Elk kwartaal apart")
    quarters = [row[1:5] for row in found if row[0] == "Brood"]
    assert [row[:3] for row in quarters] == [["Q1", 1000, 990], ["Q2", 1200, 1090], ["Q3", 0, 1090], ["Q4", 1300, 1290]]
    assert ("Gebak", "Q3") not in [(row[0], row[1]) for row in found], "nobody says anything of it"
    (total,) = [row for row in found if row[0] == "Alles met een doel"]
    assert total[1:4] == ["Q1", 1100, 990], "bread and pie; only the first quarter has two targets"
    assert total[6:8] == [110, 0], "what bread misses and what pie misses; more of the one would not make up for it"


def test_it_says_what_was_converted_and_what_was_left_out() -> None:
    shown = text(as_it_looks(ROUNDS["selling"]("nl")), "Salesplan")
    assert "1 USD = 0,9 EUR (koers van 1-1-2027)" in shown
    assert "Zonder doel voor elk kwartaal, dus zonder doel voor het jaar: Taart." in shown
    assert "Plannen die nog niet binnen zijn: 3" in shown
    without = text(as_it_looks(ROUNDS["selling without rates"]("nl")), "Salesplan")
    assert "geen koers voor USD: 1 klant(en), onder wie Klant A-3" in without
    assert "koers van" not in without


def test_without_targets_it_says_so_and_judges_nothing() -> None:
    shown = text(as_it_looks(ROUNDS["selling without targets"]("nl")), "Salesplan")
    assert say("nl", "summary", "salesplan-no-targets") in shown
    assert not {"gedekt", "bijna gedekt", "tekort"} & set(shown.split("\n"))


def test_shortfalls_come_by_size_in_one_currency() -> None:
    found = section(as_it_looks(ROUNDS["selling"]("nl")), "Salesplan", "Minder gekocht dan gepland")
    assert [(row[0], row[1], row[2], row[6]) for row in found if row[1] in ("EUR", "USD")] == [
        ("Klant A-1", "EUR", "Gebak", -80), ("Klant A-1", "EUR", "Brood", -50)]  # fmt: skip


def test_what_accounts_bought_of_their_plans_counts_those_with_both() -> None:
    found = section(as_it_looks(ROUNDS["selling"]("nl")), "Salesplan", "Wat klanten kochten")
    assert [row[:5] for row in found if row[1] in ("EUR", "USD")] == [
        ["Brood", "EUR", 900, 850, -50], ["Gebak", "EUR", 120, 40, -80], ["Brood", "USD", 200, 210, 10]]  # fmt: skip


# -- white space -------------------------------------------------------------------------------------------------------
def test_room_is_shown_per_currency_and_never_added() -> None:
    book = as_it_looks(ROUNDS["selling"]("nl"))
    assert section(book, "Potentieel", "Per productgroep (EUR)") == [
        ["Brood", 2, 130, 410, 280, pytest.approx(130 / 410), "Bakker Jansen (1)"],
        ["Gebak", 1, 50, 50, 0, 1],
        ["Alle productgroepen", 2, 180, 460, 280, pytest.approx(180 / 460)],
    ]
    assert section(book, "Potentieel", "Per productgroep (USD)") == [["Brood", 1, 10, 110, 100, pytest.approx(1 / 11)]]
    shown = text(book, "Potentieel")
    assert "Ingevuld door 3 van 6 klanten. 1 regel(s) zonder beide bedragen tellen niet mee." in shown
    assert "Klant A-2 (1)" in shown, "less than nothing to win"


def test_the_matrix_adds_up_whatever_it_leaves_out() -> None:
    book = as_it_looks(ROUNDS["much room"]("nl"))
    matrix = section(book, "Potentieel", "Ruimte per klant en productgroep")
    assert len(matrix) == 25 + 1 + 1
    assert matrix[0][0] == "=30 * 30", "the most room first, and text as text"
    assert (matrix[-2][0], matrix[-1][0]) == ("Overige klanten (5)", "Totaal")
    odd, even = sum(range(1, 31, 2)), sum(range(2, 31, 2))
    groups = [99 * (odd + even)] * 8 + [99 * odd] * 2  # as they come: 2 to 11, and then 0 and 1 together
    assert matrix[-1][1:] == [*groups, 2 * 99 * even, 10 * 99 * (odd + even)]
    assert matrix[-2][-1] == 10 * 99 * (1 + 2 + 3 + 4 + 5)


def test_order_value_is_weighted_over_accounts_that_have_both() -> None:
    by = the_portfolio()
    found = section(
        as_it_looks(selling(2, "nl", by, first_plan(), second_plan())), "Potentieel", "Gemiddelde orderwaarde"
    )
    assert found == [["EUR", "1 van 5", 1800, 20, 90, 4000, 50, 80, 0.125]]


def test_who_left_is_named() -> None:
    found = section(as_it_looks(ROUNDS["selling"]("nl")), "Potentieel", "Klantbehoud")
    assert [[row[0], *row[2:]] for row in found] == [
        ["2027", 4, 3, 1, 0.75, "Klant A-4"], ["2026", 4, 3, 1, 0.75, "Klant A-5"]]  # fmt: skip


# -- both --------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_when_nobody_delivered_both_say_so(language: str) -> None:
    book = as_it_looks(nobody(language))
    for key, said in (("salesplan", "empty-salesplan"), ("whitespace", "empty-whitespace")):
        assert say(language, "summary", said) in text(book, say(language, "summary", f"sheet-{key}"))


@pytest.mark.parametrize("name", ["selling", "selling after Q4", "selling without rates", "much room"])
def test_every_total_agrees_with_its_sources(name: str) -> None:
    rows = lines(as_it_looks(ROUNDS[name]("nl")), "Controle")
    of_these = [row for row in rows if len(row) > 2 and row[1] in ("Salesplan", "Potentieel")]
    assert len(of_these) > 20
    assert {row[0] for row in of_these} == {say("nl", "summary", "agrees")}
