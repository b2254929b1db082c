"""The SQLite database beside the CSVs: the same tables, views that answer what is asked most, the same bytes."""

from __future__ import annotations

import sqlite3
from collections.abc import Iterator
from contextlib import closing
from dataclasses import replace
from pathlib import Path

import pandas as pd
import pytest

from accountplan.consolidate import Consolidated, Tables, write_data
from accountplan.consolidate.frames import frames
from accountplan.consolidate.rows import ROW_KINDS, FindingRow
from accountplan.consolidate.sqlite import APPLICATION, NAME, VIEWS, sqlite_chunks, types_of
from tests.unit.demo_rounds import demo_result


@pytest.fixture(scope="module")
def result() -> Consolidated:
    made = demo_result("q2")
    wrong = FindingRow("a.xlsx", "A-001", "error", "cell-error", "#REF!", "1", "C7", "cust.industry")
    return replace(made, tables=replace(made.tables, findings=(*made.tables.findings, wrong)))


def database(tables: Tables, folder: Path) -> sqlite3.Connection:
    path = folder / NAME
    path.write_bytes(b"".join(sqlite_chunks(tables)))
    return sqlite3.connect(path)


@pytest.fixture
def opened(result: Consolidated, tmp_path: Path) -> Iterator[sqlite3.Connection]:
    with closing(database(result.tables, tmp_path)) as connection:
        yield connection


# -- tables ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", ROW_KINDS)
def test_a_table_says_what_its_frame_says(opened: sqlite3.Connection, result: Consolidated, name: str) -> None:
    found = pd.read_sql(f'SELECT * FROM "{name}"', opened)
    wanted = frames(result.tables)[name]
    assert list(found.columns) == list(wanted.columns)
    for column in wanted:
        assert list(map(_plain, found[column])) == list(map(_plain, wanted[column])), column


def _plain(value: object) -> object:
    """Numbers as such, days as ISO text; nothing is None."""
    if pd.isna(value):
        return None
    if isinstance(value, pd.Timestamp):
        return value.date().isoformat()
    return float(value) if isinstance(value, (bool, int, float)) else value


def test_columns_have_types(opened: sqlite3.Connection) -> None:
    declared = {row[1]: row[2] for row in opened.execute("PRAGMA table_info(activities)")}
    assert declared["budget"] == "REAL"
    assert (declared["open"], declared["deadline"], declared["what"]) == ("INTEGER", "TEXT", "TEXT")
    assert {kind for (kind,) in opened.execute("SELECT DISTINCT typeof(budget) FROM activities")} <= {"real", "null"}
    assert {kind for (kind,) in opened.execute("SELECT DISTINCT typeof(open) FROM activities")} == {"integer"}


def test_every_column_of_every_table_has_one_of_three_types() -> None:
    types = {kind for row in ROW_KINDS.values() for kind in types_of(row).values()}
    assert types == {"INTEGER", "REAL", "TEXT"}


def test_texts_of_people_stay_as_they_are_and_what_is_no_text_becomes_a_mark(tmp_path: Path) -> None:
    odd = ("=1+1", "O'Brien\"; DROP TABLE goals", "\x00\x1b[31m", "\udcff", "één\nregel", "😀")
    rows = tuple(FindingRow(None, None, "info", "x", text, None, None, None) for text in odd)
    with closing(database(Tables(findings=rows), tmp_path)) as connection:
        found = [text for (text,) in connection.execute("SELECT message FROM findings")]
    assert found == ["=1+1", "O'Brien\"; DROP TABLE goals", "␀␛[31m", "�", "één\nregel", "😀"]


# -- views -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("view", VIEWS)
def test_every_view_can_be_asked_with_and_without_rows(opened: sqlite3.Connection, tmp_path: Path, view: str) -> None:
    assert opened.execute(f"SELECT COUNT(*) FROM {view}").fetchone()[0] > 0
    (tmp_path / "empty").mkdir()
    with closing(database(Tables(), tmp_path / "empty")) as connection:
        assert connection.execute(f"SELECT * FROM {view}").fetchall() == []


def test_reds_are_those_of_the_quarter_asked(opened: sqlite3.Connection, result: Consolidated) -> None:
    found = set(opened.execute("SELECT account_id, kpi FROM v_reds"))
    evaluations = result.tables.evaluations
    assert found == {(row.account_id, row.kpi) for row in evaluations if row.light == "red" and row.quarter == "Q2"}
    assert found != {(row.account_id, row.kpi) for row in evaluations if row.light == "red"}


def test_open_activities_goals_at_risk_and_errors(opened: sqlite3.Connection, result: Consolidated) -> None:
    tables = result.tables
    counts = {view: opened.execute(f"SELECT COUNT(*) FROM {view}").fetchone()[0] for view in VIEWS}
    assert counts["v_open_activities"] == sum(row.open for row in tables.activities)
    assert counts["v_goals_at_risk"] == sum(row.light in ("amber", "red") for row in tables.goals)
    assert counts["v_errors"] == result.counts["errors"]


def test_deliveries_add_up(opened: sqlite3.Connection, result: Consolidated) -> None:
    asked, delivered, missing = opened.execute(
        "SELECT SUM(asked), SUM(delivered), SUM(missing) FROM v_deliveries_by_manager"
    ).fetchone()
    counts = result.counts
    assert (asked, delivered, missing) == (counts["expected"], counts["delivered_expected"], counts["missing"])
    assert opened.execute("SELECT COUNT(*) FROM v_deliveries").fetchone()[0] == asked


def test_totals_by_manager_are_those_of_the_table(opened: sqlite3.Connection, result: Consolidated) -> None:
    found = pd.read_sql("SELECT * FROM v_totals_by_manager WHERE kpi = 'revenue' AND NOT converted", opened)
    totals = [row for row in result.tables.totals if row.dimension == "manager" and row.kpi == "revenue"]
    wanted = {(row.group, row.currency): row.actual for row in totals if not row.converted}
    assert {(row.manager_key, row.currency): row.actual for row in found.itertuples()} == pytest.approx(wanted)


# -- the file ----------------------------------------------------------------------------------------------------------
def test_the_same_tables_give_the_same_bytes(result: Consolidated) -> None:
    assert b"".join(sqlite_chunks(result.tables)) == b"".join(sqlite_chunks(result.tables))


def test_the_file_is_sound_and_says_whose_it_is(opened: sqlite3.Connection) -> None:
    assert opened.execute("PRAGMA integrity_check").fetchone() == ("ok",)
    assert opened.execute("PRAGMA application_id").fetchone() == (APPLICATION,)


def test_it_lies_beside_the_csvs(result: Consolidated, tmp_path: Path) -> None:
    written = write_data(result.tables, tmp_path / "data")
    assert tmp_path / "data" / NAME in written
    about = pd.read_csv(tmp_path / "data/round.csv")
    assert about[["year", "quarter", "whole_year", "as_of"]].values.tolist() == [[2027, "Q2", False, "2027-06-30"]]


def test_where_it_cannot_be_made_the_old_files_stay(result: Consolidated, tmp_path: Path, monkeypatch) -> None:  # type: ignore[no-untyped-def]
    write_data(result.tables, tmp_path)
    before = {path.name: path.read_bytes() for path in tmp_path.iterdir()}

    def full(tables: Tables) -> Iterator[bytes]:
        yield b"SQLite"
        raise OSError("no room")

    monkeypatch.setattr("accountplan.consolidate.sqlite.sqlite_chunks", full)
    with pytest.raises(OSError, match="no room"):
        write_data(replace(result.tables, goals=()), tmp_path)
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == before
