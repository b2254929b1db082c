"""The quarterly summary: the same bytes for the same round, text as text, every figure with its way to the cell."""

from __future__ import annotations

from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

import pytest

from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.messages import LANGUAGES, catalogue
from accountplan.portfolio.model import Account, Portfolio
from accountplan.summary import summary_bytes
from accountplan.summary.places import Place, compact
from accountplan.workbook.paper import lines_of
from accountplan.workbook.reading import Reading
from tests.tools.counts import FULL
from tests.tools.ooxml import validate
from tests.unit.awkward import ROUNDS
from tests.unit.rounds import a_round, account, answers, cell_of, figures, portfolio, reading, sold
from tests.unit.summaries import Book, opened, records, texts, written

Q1 = Quarter(2027, 1)
VALIDATED = ("moved", "nobody delivered", "selling")


def consolidated(*readings: Reading, by: Portfolio | None = None, language: str = "nl") -> Consolidated:
    the_round = a_round(by or portfolio(account("A-1"), account("A-2", "bob"), company="Bakker & Zn"), *readings)
    day = date(2027, 3, 31)
    return Consolidated(the_round, Q1, day, language, tables(the_round, Q1, day, language))


@cache
def of_one() -> Consolidated:
    """A plan of A-1; A-2 is missing."""
    return consolidated(a_plan())


def a_plan(account_id: str = "A-1", **around: Any) -> Reading:
    evaluation = figures("q1", revenue=(1000, 800, 3900), margin=(0.3, 0.31), visits=(3, 3))
    evaluation["evaluation.q1.revenue"] |= {"eval.correction": "=SOM(A1) bellen"}
    goals = {"goals.1": {"goal.specific": "Meer brood", "goal.area": "revenue"}}
    late = {
        "act.what": "Bellen",
        "act.deadline": date(2027, 3, 1),
        "act.status": "not-started",
        "act.goal_id": "goals.1",
    }
    done = {"act.what": "Bezoeken", "act.deadline": date(2027, 1, 1), "act.status": "done"}
    filled = answers(
        account_id, evaluation, range=sold("q1", bread=(600, 500, "less")), goals=goals,
        activities={"activities.1": done, "activities.2": late},
    )  # fmt: skip
    return reading(account_id, filled, **around)


def evaluation(book: Book, sheet: str = "Evaluatie") -> dict[str, dict[str, Any]]:
    """The lines of the evaluation by account: the table below its totals."""
    (table,) = book[sheet].tables.values()
    rows = [[cell.value for cell in line] for line in book[sheet][table.ref]]
    return {str(row[0]): dict(zip(map(str, rows[0]), row, strict=True)) for row in rows[1:]}


@pytest.mark.parametrize("language", LANGUAGES)
def test_every_sheet_is_there_in_the_language(language: str) -> None:
    book = opened(consolidated(a_plan(), language=language))
    named = {text for key, text in catalogue(language, "summary").items() if key.startswith("sheet-")}
    assert set(book.sheetnames) <= named


def test_both_languages_say_the_same_things() -> None:
    assert list(catalogue("nl", "summary")) == list(catalogue("en", "summary"))


def test_the_same_round_gives_the_same_bytes() -> None:
    assert summary_bytes(consolidated(a_plan())) == summary_bytes(consolidated(a_plan()))


def test_a_figure_stands_beside_its_cell_and_the_way_to_it() -> None:
    book = opened(consolidated(a_plan(file="sub map/A-1 50% & meer.xlsx")), "../plans")
    row = next(r for r in records(book, "Gegevens evaluatie") if r["Onderdeel"] == "Omzet")
    cell = cell_of("evaluation.q1.revenue", "eval.revenue_actual")
    assert (row["Plan"], row["Gerealiseerd"], row["Afwijking"], row["Stoplicht"]) == (1000, 800, -200, "rood")
    assert (row["Bestand"], row["Blad"], row["Cel gerealiseerd"]) == (
        "sub map/A-1 50% & meer.xlsx", "3 Kwartaalevaluatie", cell)  # fmt: skip
    way = "../plans/sub%20map/A-1%2050%25%20%26%20meer.xlsx"
    shown = evaluation(book)["A-1"]
    assert shown["Omzet: herkomst"].startswith("sub map/A-1 50% & meer.xlsx · 3 Kwartaalevaluatie · ")
    assert shown["Omzet: openen"] == f'=HYPERLINK("{way}#\'3 Kwartaalevaluatie\'!{cell}","openen")'


def test_what_people_typed_stays_text() -> None:
    by = portfolio(Account("A-1", "=Formule & Co", "ann", "north", tier="A", currency="EUR"))
    book = opened(consolidated(a_plan(), by=by))
    row = evaluation(book)["A-1"]
    sheet = book["Evaluatie"]
    typed = [cell for line in sheet.iter_rows() for cell in line if cell.value in ("=Formule & Co", "=SOM(A1) bellen")]
    assert row["Klant"] == "=Formule & Co"
    assert {cell.data_type for cell in typed} == {"s"}


def test_unknown_is_blank_and_not_zero() -> None:
    book = opened(of_one())
    row = next(r for r in records(book, "Gegevens evaluatie") if r["Onderdeel"] == "Kosten")
    assert (row["Plan"], row["Gerealiseerd"], row["Stoplicht"]) == (None, None, "onbekend")
    shown = evaluation(book)["A-1"]
    assert (shown["Kosten"], shown["Kosten: plan"], shown["Kosten: gerealiseerd"]) == (None, None, None)


def test_overdue_activities_come_first() -> None:
    rows = records(opened(of_one()), "Activiteiten")
    assert [(row["Te laat"], row["Dagen te laat"], row["Activiteit"]) for row in rows] == [
        ("te laat", 30, "Bellen"), (None, None, "Bezoeken")]  # fmt: skip


def test_missing_accounts_stand_on_top_and_on_the_overview() -> None:
    book = opened(of_one())
    rows = records(book, "Leveringen")
    assert [(row["Klantnr."], row["Levering"]) for row in rows] == [("A-2", "ontbreekt"), ("A-1", "aangeleverd")]
    overview = texts(book, "Overzicht")
    assert "1 van 2" in overview
    assert "Klant A-2" in overview
    assert "lopen van 1 januari tot en met het kwartaal" in overview


def test_when_nobody_delivered_the_summary_says_so() -> None:
    book = opened(consolidated())
    assert "Nog niemand heeft een plan aangeleverd." in texts(book, "Overzicht")
    assert "niets te evalueren" in texts(book, "Evaluatie")
    assert len(records(book, "Leveringen")) == 2


def test_a_round_without_portfolio_or_template_is_written_too() -> None:
    the_round = a_round(None)
    day = date(2027, 3, 31)
    assert opened(Consolidated(the_round, Q1, day, "en", tables(the_round, Q1, day, "en"))).sheetnames[0] == "Overview"


def test_currencies_are_kept_apart_on_the_overview() -> None:
    by = portfolio(account("A-1"), account("A-2", "bob", currency="GBP"))
    book = opened(consolidated(a_plan(), a_plan("A-2", currency="GBP"), by=by))
    rows = [row for row in records(book, "Totalen") if row["Per"] == "Portefeuille" and row["Onderdeel"] == "Omzet"]
    assert [(row["Eenheid"], row["Plan"]) for row in rows] == [("EUR", 1000), ("GBP", 1000)]


def test_choices_are_named_in_the_language_of_the_summary() -> None:
    book = opened(consolidated(a_plan(), language="en"))
    assert records(book, "Objectives")[0]["Goal area"] == "revenue"
    assert records(book, "Data product range")[0]["Product group"] == "Bread"
    assert records(book, "Data product range")[0]["Product range"] == "less"
    assert {row["Status"] for row in records(book, "Activities")} == {"not started", "done"}


def test_long_file_names_fit_in_a_formula() -> None:
    long = "map/" * 60 + "A-1.xlsx"
    row = evaluation(opened(consolidated(a_plan(file=long))))["A-1"]
    pieces = row["Omzet: openen"].removeprefix("=HYPERLINK(").split('"')[1::2]
    assert all(len(piece) <= 255 for piece in pieces)
    assert "".join(pieces[:-1]).startswith(f"returned/{long}")


@pytest.mark.node
def test_the_validator_of_the_format_finds_nothing(tmp_path: Path) -> None:
    results = [ROUNDS[name](language) for name in (ROUNDS if FULL else VALIDATED) for language in LANGUAGES]
    paths = [tmp_path / f"{n}.xlsx" for n in range(len(results))]
    for path, result in zip(paths, results, strict=True):
        path.write_bytes(written(result))
    assert validate(paths) == {path.resolve(): [] for path in paths}


@pytest.mark.parametrize(
    ("cells", "shown"),
    [(None, ""), ("E54", "E54"), ("E54;E55;E56", "E54:E56"), ("E54;E56", "E54, E56"), ("E5;F6", "E5, F6"), ("?", "?")],
)
def test_cells_as_people_write_them(cells: str | None, shown: str) -> None:
    assert compact(cells) == shown


def test_the_first_cell_is_where_a_link_goes() -> None:
    assert Place.of("a.xlsx", "S", "E5;E6") == Place("a.xlsx", "S", "E5")
    assert Place.of("a.xlsx", "S", "'T'!E5") == Place("a.xlsx")
    assert Place.of(None, "S", "E5") is None


def test_a_row_is_as_high_as_its_longest_text() -> None:
    assert lines_of("kort", 20) == 1
    assert lines_of("een regel\nnog een", 40) == 2
    assert lines_of("woord " * 40, 30) > 5
