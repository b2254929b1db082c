"""What an earlier summary said, from its data folder: taken as it was reported, or refused in words."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import pytest

from accountplan.consolidate import Quarter, consolidate, write_data
from accountplan.consolidate.data import csv_text, plain_csv_text
from accountplan.consolidate.previous import read_previous
from accountplan.errors import Stop
from accountplan.messages import LANGUAGES
from accountplan.portfolio.model import Account
from tests.unit.reviews import Q1, Q2, Q3, kept, moved, plan, quarter, result
from tests.unit.rounds import account, find, portfolio

THEN = quarter("q1", "=SOM(A1)\nBellen", revenue=(100, 80), costs=(50, 50))
LATER = quarter("q2", revenue=(200, 190), costs=(90, 80))


def folder_of(tmp_path: Path) -> Path:
    write_data(result(Q1, plan("A-1", THEN)).tables, tmp_path)
    return tmp_path


# -- as it was reported ------------------------------------------------------------------------------------------------
def test_the_figures_of_then_are_those_that_were_reported(tmp_path: Path) -> None:
    previous = kept(tmp_path, result(Q1, plan("A-1", THEN)), Q2)
    restated = quarter("q1", revenue=(100, 70), costs=(50, 50))
    found = {row.kpi: row for row in result(Q2, plan("A-1", restated, LATER), previous=previous).tables.changes}
    revenue, costs = found["revenue"], found["costs"]
    assert (revenue.plan_then, revenue.actual_then, revenue.light_then, revenue.source_then) == (100, 80, "red", "data")
    assert (revenue.restated, revenue.actual_reported, revenue.actual_restated) == (True, 80, 70)
    assert (costs.restated, costs.actual_reported, costs.actual_restated) == (False, 50, None)
    assert (revenue.correction_then, revenue.outcome) == ("=SOM(A1)\nBellen", "worked")


def test_what_came_in_after_the_summary_counts_and_is_said_to_have_changed(tmp_path: Path) -> None:
    previous = kept(tmp_path, result(Q1, plan("A-1", quarter("q1", revenue=(100, None)))), Q2)
    (row,) = [
        row for row in result(Q2, plan("A-1", THEN, LATER), previous=previous).tables.changes if row.kpi == "revenue"
    ]
    assert (row.actual_then, row.light_then, row.source_then, row.direction) == (80, "red", "workbook", "better")
    assert (row.restated, row.actual_reported, row.actual_restated) == (True, None, 80)


def test_an_account_that_has_not_delivered_now_keeps_what_it_agreed(tmp_path: Path) -> None:
    previous = kept(tmp_path, result(Q1, plan("A-1", THEN)), Q2)
    found = result(Q2, plan("A-2", LATER), previous=previous).tables
    (row,) = [row for row in found.changes if (row.account_id, row.kpi) == ("A-1", "revenue")]
    assert (row.light_then, row.light, row.outcome, row.carried_over, row.file) == (
        "red",
        "none",
        "unknown",
        True,
        None,
    )
    (open_one,) = [row for row in found.corrections if (row.account_id, row.code) == ("A-1", "revenue")]
    assert (open_one.carried_over, open_one.light, open_one.since, open_one.cost) == (True, "none", "Q1", None)


def test_the_first_quarter_is_compared_with_the_last_of_the_year_before(tmp_path: Path) -> None:
    write_data(result(Quarter(2027, 4), plan("A-1", quarter("q4", "Bellen", revenue=(100, 80)))).tables, tmp_path)
    file = tmp_path / "evaluations.csv"
    file.write_text(file.read_text("utf-8").replace(",2027,Q", ",2026,Q"), "utf-8")
    found = result(Q1, plan("A-1", quarter("q1", revenue=(30, 25))), previous=read_previous(tmp_path, Q1, "nl")).tables
    (row,) = [row for row in found.changes if row.kpi == "revenue"]
    assert (row.year_then, row.quarter_then, row.light_then, row.agreed_in) == (2026, "Q4", "red", "2026-Q4")
    (open_one,) = [row for row in found.corrections if row.code == "revenue"]
    assert (open_one.since_year, open_one.since) == (2026, "Q4")


# -- accounts that moved -----------------------------------------------------------------------------------------------
def test_who_moved_who_came_and_who_left(tmp_path: Path) -> None:
    first, second, third = account("A-1"), account("A-2", "bob"), account("A-3")
    previous = kept(tmp_path, result(Q1, plan("A-1", THEN), plan("A-2", THEN), by=portfolio(first, second)), Q2)
    by = portfolio(moved(first, "south", "bob"), third)
    found = result(Q2, plan("A-1", THEN, LATER), by=by, previous=previous).tables
    said = [(row.account_id, row.what, row.before, row.after, row.before_name, row.after_name) for row in found.moves]
    assert said == [
        ("A-1", "manager", "ann", "bob", "Ann de Wit", "Bob Smit"),
        ("A-1", "team", "north", "south", None, None),
        ("A-3", "joined", None, None, None, None),
        ("A-2", "left", None, None, None, None),
    ]
    assert {row.account_id for row in found.changes} == {"A-1"}, "who left has nothing to correct any more"


def test_an_account_without_a_plan_any_more_is_not_followed(tmp_path: Path) -> None:
    previous = kept(tmp_path, result(Q1, plan("A-1", THEN), by=portfolio(account("A-1"))), Q2)
    found = result(Q2, by=portfolio(replace(account("A-1"), tier="C")), previous=previous).tables
    assert [(row.what, row.before, row.after) for row in found.moves] == [("tier", "A", "C")]
    assert found.changes == found.corrections == ()


def test_without_an_earlier_summary_nobody_is_said_to_have_moved() -> None:
    assert result(Q2, plan("A-1", THEN, LATER)).tables.moves == ()


def test_a_folder_with_but_the_names_of_managers_will_do(tmp_path: Path) -> None:
    file = folder_of(tmp_path) / "accounts.csv"
    file.write_text("account_id,account_manager,team\nA-1,Ann de Wit,north\nA-2,Eva,south\n", "utf-8")
    found = result(Q2, plan("A-1", THEN, LATER), previous=read_previous(tmp_path, Q2, "nl")).tables.moves
    assert [(row.account_id, row.what, row.before_name, row.after_name) for row in found] == [
        ("A-2", "manager", "Eva", "Bob Smit")]  # fmt: skip


# -- read robustly -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "text", ["=SOM(A1)", "-5 is te weinig", "@piet", "gewoon", "a;=b", "+1\n-2|x", "'aanhaling'", ""]
)
def test_what_was_neutralised_comes_back(text: str) -> None:
    assert plain_csv_text(csv_text(text)) == text


def test_a_folder_that_dutch_excel_saved_again(tmp_path: Path) -> None:
    write_data(result(Q1, plan("A-1", quarter("q1", "Bel, en mail", revenue=(100.5, 80.25)))).tables, tmp_path)
    for name in ("evaluations.csv", "accounts.csv"):
        file = tmp_path / name
        lines = file.read_text("utf-8").replace('"Bel, en mail"', "Bel en mail").splitlines()
        file.write_text("\r\n".join(line.replace(",", ";").replace(".", ",") for line in lines), "utf-8-sig")
    point = next(point for point in read_previous(tmp_path, Q2, "nl").points if point.kpi == "revenue")
    assert (point.plan, point.actual, point.correction) == (100.5, 80.25, "Bel en mail")


def test_a_round_in_which_nobody_delivered_is_an_earlier_summary_too(tmp_path: Path) -> None:
    previous = kept(tmp_path, result(Q1), Q2)
    assert (previous.points, list(previous.accounts)) == ((), ["A-1", "A-2"])


@pytest.mark.parametrize("language", LANGUAGES)
def test_what_is_no_earlier_summary_is_refused_in_words(tmp_path: Path, language: str) -> None:
    with pytest.raises(Stop, match="nowhere"):
        read_previous(tmp_path / "nowhere", Q2, language)
    with pytest.raises(Stop, match=r"evaluations\.csv"):
        read_previous(tmp_path, Q2, language)
    folder_of(tmp_path)
    with pytest.raises(Stop, match=r"2027-Q1.*2026-Q4"):
        read_previous(tmp_path, Q1, language)
    with pytest.raises(Stop, match=r"2027-Q1.*2027-Q2"):
        read_previous(tmp_path, Q3, language)
    (tmp_path / "accounts.csv").unlink()
    with pytest.raises(Stop, match=r"accounts\.csv"):
        read_previous(tmp_path, Q2, language)


HEADER = "account_id,year,quarter,kpi,plan,actual,light,correction\n"


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"account_id,year\nA-1,2027\n", "quarter, kpi, plan"),
        (b"", "account_id"),
        (b"\xff\xfe\x00\x01", "UTF-8"),
        (b"PK\x03\x04\x00\xff", "UTF-8"),
        ((HEADER + "A-1,2027,Q1,revenue,veel,80,red,\n").encode(), "'veel'"),
        ((HEADER + "A-1,2027,Q1,revenue,nan,80,red,\n").encode(), "'nan'"),
        ((HEADER + "A-1,2027,Q5,revenue,1,80,red,\n").encode(), "'Q5'"),
        ((HEADER + "A-1,dit jaar,Q1,revenue,1,80,red,\n").encode(), "dit jaar"),
        ((HEADER + 'A-1,2027,Q1,revenue,1,80,red,"' + "x" * 200_000 + '"\n').encode(), "UTF-8"),
    ],
)
def test_a_strange_table_is_refused_in_words(tmp_path: Path, content: bytes, says: str) -> None:
    (folder_of(tmp_path) / "evaluations.csv").write_bytes(content)
    with pytest.raises(Stop, match=says) as stopped:
        read_previous(tmp_path, Q2, "nl")
    assert "evaluations.csv" in str(stopped.value)
    assert len(str(stopped.value)) < 300


def test_rows_of_nobody_and_words_of_nobody_are_let_be(tmp_path: Path) -> None:
    rows = ",2027,Q1,revenue,1,1,red,\nA-1,2027,Q1,revenue,,,paars,\nA-1,2027,Q1,geluk,1,2,red,Lach,en,meer\n"
    (folder_of(tmp_path) / "evaluations.csv").write_text(HEADER + rows, "utf-8")
    previous = read_previous(tmp_path, Q2, "nl")
    assert [(point.kpi, point.light) for point in previous.points] == [("revenue", "none"), ("geluk", "red")]
    changed = result(Q2, plan("A-1", THEN, LATER), previous=previous).tables.changes
    assert "geluk" not in {row.kpi for row in changed}


def test_consolidate_takes_the_folder(tmp_path: Path) -> None:
    (tmp_path / "plans").mkdir()
    by = portfolio(account("A-1"), Account("A-2", "Nieuw", "bob", "south", tier="A", currency="EUR"))
    write_data(result(Q1, plan("A-1", THEN), by=portfolio(account("A-1"))).tables, tmp_path / "data")
    found = consolidate(tmp_path / "plans", Q2, find, by, previous=tmp_path / "data")
    assert [(row.account_id, row.what) for row in found.tables.moves] == [("A-2", "joined")]
    assert found.previous is not None
    with pytest.raises(Stop, match="gone"):
        consolidate(tmp_path / "plans", Q2, find, by, previous=tmp_path / "gone")
