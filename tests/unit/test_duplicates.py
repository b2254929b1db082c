"""One account in several files: copies count once; what contradicts is named cell by cell, and never counted twice."""

from __future__ import annotations

import csv
from dataclasses import replace
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest

from accountplan.consolidate import consolidate, parse_quarter, write_data
from accountplan.fields import Value
from accountplan.portfolio.collect import collect
from accountplan.portfolio.collected import Collected
from accountplan.portfolio.round import Round, account_key, round_of
from accountplan.workbook.reading import Answer, Reading, ReadRow
from tests.unit.rounds import (
    account,
    answers,
    cell_of,
    figures,
    find,
    portfolio,
    reading,
    workbook_of,
)

MADE = datetime(2027, 1, 1)
"""The moment that a plan of 2027 is born with."""


def plan(name: str, revenue: float, account_id: str = "A-1", **more: Value) -> Reading:
    filled = answers(account_id, figures("q1", revenue=(100, revenue)))
    return reading(account_id, replace(filled, fields={**filled.fields, **more}), name)


def came(read: Reading, modified: int = 0, saved: datetime | None = None) -> Collected:
    read = replace(read, modified=saved)
    return Collected(read.file, read.sha256, "read", read, read.findings, modified)


def said(the_round: Round, language: str = "en") -> list[str]:
    return [finding.message(language) for file in the_round.collected for finding in file.findings]


# -- what differs ------------------------------------------------------------------------------------------------------
def test_every_difference_is_listed_with_file_cell_and_both_values() -> None:
    files = [came(plan("a.xlsx", 90)), came(plan("b.xlsx", 80, **{"meta.summary": "Other"}))]
    found = round_of(files, portfolio(account("A-1"))).differences
    row = "evaluation.q1.revenue"
    cell = cell_of(row, "eval.revenue_actual")
    assert [(d.field, d.file, d.raw) for d in found] == [
        ("meta.summary", "a.xlsx", ""),
        ("meta.summary", "b.xlsx", "Other"),
        (f"{row}.eval.revenue_actual", "a.xlsx", "90"),
        (f"{row}.eval.revenue_actual", "b.xlsx", "80"),
    ]
    assert [d.cell for d in found][2:] == [cell, cell]
    assert {d.account_id for d in found} == {"A-1"}
    assert all(d.sheet and d.cell and d.label for d in found)


def test_a_row_that_only_the_second_file_has_goes_by_its_label() -> None:
    more = plan("b.xlsx", 90)
    extra = ReadRow("goals.+26", "2.1", {"goal.specific": Answer("goal.specific", "long-text", "Extra", "Extra")})
    more = replace(more, tables={**more.tables, "goals": (*more.tables["goals"], extra)})
    found = round_of([came(plan("a.xlsx", 90)), came(more)], portfolio(account("A-1"))).differences
    assert [(d.label, d.raw) for d in found] == [
        ("Doelstellingen +26 Omschrijving (S)", ""),
        ("Doelstellingen +26 Omschrijving (S)", "Extra"),
    ]


def test_the_finding_names_the_first_and_counts_them() -> None:
    files = [came(plan("a.xlsx", 90)), came(plan("b.xlsx", 80, **{"meta.summary": "Other"}))]
    (first, second) = said(round_of(files, portfolio(account("A-1"))))
    assert first == second
    cell = cell_of("evaluation.q1.revenue", "eval.revenue_actual")
    for part in ("A-1", "Differences: 2", f"a.xlsx {cell} = '90'", f"b.xlsx {cell} = '80'", "None of them counts"):
        assert part in first


def test_of_many_differences_the_finding_names_three_and_cuts_long_answers() -> None:
    much = figures("q1", revenue=(1, 2), costs=(3, 4), visits=(5, 6), margin=(7, 8))
    one, other = answers("A-1", much), answers("A-1")
    other = replace(other, fields={**other.fields, "meta.summary": "word " * 100})
    the_round = round_of([came(reading("A-1", one, "a.xlsx")), came(reading("A-1", other, "b.xlsx"))])
    assert len({d.field for d in the_round.differences}) > 4
    assert said(the_round)[0].count("a.xlsx") == 1 + 3
    assert len(said(the_round)[0]) < 900


def test_a_text_that_could_not_be_read_is_a_difference_too() -> None:
    def with_raw(name: str, raw: str) -> Collected:
        read = plan(name, 90)
        asked = read.answers["meta.summary"]
        return came(replace(read, answers={**read.answers, "meta.summary": asked._replace(value=None, raw=raw)}))

    found = round_of([with_raw("a.xlsx", "12.5"), with_raw("b.xlsx", "1,250")]).differences
    assert [(d.field, d.raw) for d in found] == [("meta.summary", "12.5"), ("meta.summary", "1,250")]


def test_copies_have_no_differences_whatever_their_times() -> None:
    files = [came(plan("a.xlsx", 90), 1), came(plan("b.xlsx", 90), 2, datetime(2027, 5, 1))]
    the_round = round_of(files, on_duplicate="newest")
    assert the_round.differences == ()
    assert the_round.counted["A-1"].file == "a.xlsx"
    assert "with the same answers" in said(the_round)[0]


def test_three_files_in_two_versions_are_all_in_the_differences() -> None:
    files = [came(plan("a.xlsx", 90)), came(plan("b.xlsx", 90)), came(plan("c.xlsx", 80))]
    assert [(d.file, d.raw) for d in round_of(files).differences] == [
        ("a.xlsx", "90"), ("b.xlsx", "90"), ("c.xlsx", "80")]  # fmt: skip


def test_the_differences_are_a_table_of_the_data(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook_of("A-1", answers("A-1", figures("q1", revenue=(100, 90)))))
    (tmp_path / "b.xlsx").write_bytes(workbook_of("A-1", answers("A-1", figures("q1", revenue=(100, 80)))))
    result = consolidate(tmp_path, parse_quarter("2027-Q1"), find, portfolio(account("A-1")))
    write_data(result.tables, tmp_path / "data")
    with open(tmp_path / "data" / "differences.csv", encoding="utf-8", newline="") as file:
        rows = list(csv.DictReader(file))
    assert [(row["account_id"], row["file"], row["raw"]) for row in rows] == [
        ("A-1", "a.xlsx", "90"), ("A-1", "b.xlsx", "80")]  # fmt: skip
    assert [row.counts for row in result.tables.files] == [False, False]
    assert result.frames()["differences"].shape == (2, 7)
    assert result.exit_code == 1


# -- the newest --------------------------------------------------------------------------------------------------------
EARLY, LATE = datetime(2026, 12, 10, 9), datetime(2026, 12, 11, 9)


@pytest.mark.parametrize(
    ("saved", "times", "counts", "by"),
    [
        ((LATE, EARLY), (1, 2), "a.xlsx", "the files themselves say"),
        ((EARLY, LATE), (2, 1), "b.xlsx", "the files themselves say"),
        ((LATE, LATE), (1, 2), "b.xlsx", "the time of the files on the disk"),
        ((LATE, None), (1, 2), "b.xlsx", "the time of the files on the disk"),
        ((None, None), (2, 1), "a.xlsx", "the time of the files on the disk"),
        ((EARLY, MADE), (2, 1), "a.xlsx", "the time of the files on the disk"),  # that moment only we have written
        ((LATE, LATE), (3, 3), None, "nothing says which is the newest"),
    ],
)
def test_newest_is_what_the_document_says_then_the_file_and_it_is_said_which(
    saved: tuple[Any, Any], times: tuple[int, int], counts: str | None, by: str
) -> None:
    files = [
        came(plan(name, 80 + n), when, moment)
        for n, (name, moment, when) in enumerate(zip(("a.xlsx", "b.xlsx"), saved, times, strict=True))
    ]
    the_round = round_of(files, portfolio(account("A-1")), on_duplicate="newest")
    chosen = the_round.counted.get("A-1")
    assert (chosen.file if chosen else None) == counts
    assert all(by in message for message in said(the_round))
    level = "warning" if counts else "error"
    assert {f.severity for file in the_round.collected for f in file.findings} == {level}
    assert len(the_round.differences) == 2


def test_the_order_of_the_files_decides_nothing() -> None:
    files = [came(plan("a.xlsx", 90), 1, LATE), came(plan("b.xlsx", 80), 2, EARLY)]
    for order in (files, files[::-1]):
        assert round_of(order, on_duplicate="newest").counted["A-1"].file == "a.xlsx"


def test_a_saved_document_says_when(tmp_path: Path) -> None:
    (tmp_path / "a.xlsx").write_bytes(workbook_of("A-1"))
    (collected,) = collect(tmp_path, find).collected
    assert collected.reading is not None
    assert collected.reading.modified == MADE


# -- the same account, written otherwise -------------------------------------------------------------------------------
@pytest.mark.parametrize("written", ["a-1", " A-1", "A -1", "A-1\u00a0"])
def test_case_and_spaces_make_no_other_account(written: str) -> None:
    the_round = round_of([came(plan("a.xlsx", 90, written))], portfolio(account("A-1")))
    (delivery,) = the_round.deliveries
    assert (delivery.account_id, delivery.status) == ("A-1", "delivered")
    (file,) = the_round.collected
    assert [(f.code, f.severity) for f in file.findings] == [("account-spelling", "warning")]
    assert file.account_id == "A-1"


def test_two_spellings_are_never_counted_twice() -> None:
    the_round = round_of([came(plan("a.xlsx", 90, "a-1")), came(plan("b.xlsx", 80, "A-1"))])
    assert [(d.account_id, d.status) for d in the_round.deliveries] == [("a-1", "conflict")]
    assert [f.code for f in the_round.collected[1].findings] == ["account-spelling", "account-duplicate"]


def test_accounts_that_the_portfolio_tells_apart_by_case_stay_apart() -> None:
    of = portfolio(account("a-1"), account("A-1"))
    the_round = round_of([came(plan("a.xlsx", 90, "a-1")), came(plan("b.xlsx", 80, "A-1"))], of)
    assert [(d.account_id, d.status) for d in the_round.deliveries] == [("a-1", "delivered"), ("A-1", "delivered")]
    assert said(the_round) == []


def test_an_account_between_two_of_the_portfolio_is_neither() -> None:
    of = portfolio(account("ab-1"), account("AB-1"))
    the_round = round_of([came(plan("a.xlsx", 90, "Ab-1"))], of)
    assert [f.code for f in the_round.collected[0].findings] == ["account-unknown"]


def test_leading_zeros_and_signs_do_make_another_account() -> None:
    assert len({account_key(number) for number in ("1", "01", "A1", "A-1", "A.1", "A_1")}) == 6


def test_a_plan_of_another_year_is_no_duplicate() -> None:
    old = reading("A-1", answers("A-1"), "old.xlsx", year=2026)
    the_round = round_of([came(plan("a.xlsx", 90)), came(old)], portfolio(account("A-1")))
    assert the_round.counted["A-1"].file == "a.xlsx"
    assert [f.code for f in the_round.collected[1].findings] == ["other-year"]


def test_what_is_not_asked_for_is_left_out_of_the_answers_that_are_compared() -> None:
    """A blank answer equals one that is not there."""
    one, other = plan("a.xlsx", 90), plan("b.xlsx", 90)
    fewer = {key: answer for key, answer in other.answers.items() if answer.raw}
    assert round_of([came(one), came(replace(other, answers=fewer))]).differences == ()
