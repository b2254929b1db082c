"""SWOT & market: what is said in the same words is one thing, ranked, counted once per account, with its cell."""

from __future__ import annotations

from typing import Any

import pytest

from accountplan.consolidate.recurring import (
    alike,
    meetings,
    named_competitors,
    said_of_meetings,
    said_of_swot,
    strongest,
    words_of,
)
from tests.unit.awkward import ROUNDS, nobody, said_again
from tests.unit.demo_rounds import demo_result
from tests.unit.summaries import as_it_looks


def lines(name: str, language: str = "nl", sheet: str = "SWOT & markt") -> list[list[Any]]:
    """The filled cells of each row of the sheet, values as they were written."""
    book = as_it_looks(ROUNDS[name](language))
    return [[cell for cell in row if cell is not None] for row in book[sheet].iter_rows(values_only=True)]


@pytest.mark.parametrize(
    ("one", "other", "same"),
    [
        ("Snelle levering", "snelle  levering.", True),
        ("Spaak & Ster B.V.", "SPAAK & STER BV", True),
        ("De Vries", "DeVries", True),
        ("10-20 winkels", "10–20 winkels", True),
        ("Café", "Cafe", False),
        ("C++", "C", False),
        ("Snelle levering", "Snele levering", False),
        ("???", "!", False),
    ],
)
def test_only_case_spaces_and_punctuation_are_folded(one: str, other: str, same: bool) -> None:
    assert (words_of(one) == words_of(other)) is same


def test_what_two_accounts_say_is_one_thing_and_counts_each_account_once() -> None:
    tables = said_again("nl").tables
    said = [(group.first.kind, group.first.text, group.accounts) for group in said_of_swot(tables.swot)]
    assert said == [
        ("strengths", "Snelle levering", ("A-1", "A-2")),
        ("strengths", "=1+1", ("A-1",)),
        ("opportunities", "Groei * export?", ("A-1",)),
        ("weaknesses", "Snelle levering", ("A-2",)),
    ]
    [competitor] = named_competitors(tables.competitors)
    assert (competitor.first.name, len(competitor.rows), competitor.accounts) == (
        "Spaak & Ster B.V.", 3, ("A-1", "A-2"))  # fmt: skip


def test_the_strongest_is_the_highest_up_or_down() -> None:
    tables = demo_result("q2").tables
    for group in alike(tables.swot, lambda row: row.kind):
        assert abs(strongest(group.rows).score or 0) == max(abs(row.score or 0) for row in group.rows)


def test_confrontations_know_both_items() -> None:
    [up, down] = said_of_meetings(meetings(said_again("nl").tables))
    assert (up.first.inside.text, up.first.outside.text, up.first.row.score) == (
        "Snelle levering",
        "Groei * export?",
        2,
    )
    assert (down.first.inside.text, down.first.row.score, down.first.weight) == ("=1+1", -2, 2)


def test_what_returns_stands_on_the_sheet_with_how_many_say_it() -> None:
    rows = lines("said again")
    assert ["Snelle levering", "sterkte", 2, 2, 2, "Klant A-1, Klant A-2"] in rows
    assert ["Spaak & Ster B.V.", 2, 0.3, 0.2, 0.4, "Klant A-1, Klant A-2"] in [
        [round(cell, 9) if isinstance(cell, float) else cell for cell in row] for row in rows]  # fmt: skip
    assert ["=1+1", "inzetten", -2, 1, "Groei * export?", "Klant A-1", "openen"] in rows


def test_satisfaction_counts_what_is_unknown_apart() -> None:
    rows = lines("the demo after Q2")
    assert [row for row in rows if row[:1] in (["Tevreden"], ["Niet tevreden"], ["Niet ingevuld"])] == [
        ["Tevreden", 10], ["Niet tevreden", 1], ["Niet ingevuld", 0]]  # fmt: skip
    marks = [row[1] for row in rows if len(row) == 5 and row[2] in ("ja", "nee")]
    assert marks == sorted(marks)
    assert len(marks) == 11


@pytest.mark.parametrize(("language", "sheet"), [("nl", "SWOT & markt"), ("en", "SWOT & market")])
def test_an_empty_round_says_so_in_words(language: str, sheet: str) -> None:
    assert nobody(language).tables.swot == ()
    said = " ".join(str(cell) for row in lines("nobody delivered", language, sheet) for cell in row)
    assert said.count({"nl": "Nog geen enkel plan", "en": "No plan"}[language]) == 3


def test_every_count_and_average_is_checked() -> None:
    book = as_it_looks(demo_result("q2"))
    checked = [row for row in book["Controle"].iter_rows(min_row=6, values_only=True) if row[1] == "SWOT & markt"]
    assert len(checked) == 4 * 4 + 2 * 10 + 4
    assert {row[0] for row in checked} == {"✓ klopt"}
