"""Deliveries: what came, when, and how late what did not."""

from __future__ import annotations

from dataclasses import replace
from datetime import date, datetime
from typing import Any

from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.consolidate.rows import AccountRow
from accountplan.portfolio.collected import Collected
from accountplan.portfolio.round import Round, round_of
from accountplan.workbook.reading import Reading
from tests.unit.rounds import YEAR, a_round, account, answers, collected, portfolio, reading, shipped
from tests.unit.summaries import opened, records, texts

Q1 = Quarter(YEAR, 1)
BACK_BY = date(YEAR, 4, 16)
OF_ROUND = portfolio(account("A-1"), account("A-2", "bob"), account("A-3", tier="C"), return_by={"q1": BACK_BY})


def saved(account_id: str, day: date | None, file: str | None = None, size: str | None = None) -> Reading:
    filled = answers(account_id)
    if size:
        filled = replace(filled, fields={**filled.fields, "cust.size_class": size})
    moment = datetime(day.year, day.month, day.day, 16) if day else None
    return replace(reading(account_id, filled, file), modified=moment)


def rows(*readings: Reading, as_of: date = BACK_BY, quarter: Quarter = Q1) -> dict[str, AccountRow]:
    found = tables(a_round(OF_ROUND, *readings), quarter, as_of, "nl")
    return {row.account_id: row for row in found.accounts}


def summary(the_round: Round, as_of: date = BACK_BY, **how: Any) -> Consolidated:
    return Consolidated(the_round, Q1, as_of, "nl", tables(the_round, Q1, as_of, "nl"), **how)


# -- late or not -------------------------------------------------------------------------------------------------------
def test_a_plan_is_late_by_the_day_on_which_it_says_that_it_was_saved() -> None:
    found = rows(saved("A-1", BACK_BY), saved("A-2", date(YEAR, 4, 19)), as_of=date(YEAR, 12, 31))
    assert [(found[key].return_by, found[key].saved_on, found[key].days_late) for key in ("A-1", "A-2")] == [
        (BACK_BY, BACK_BY, 0), (BACK_BY, date(YEAR, 4, 19), 3)]  # fmt: skip


def test_a_day_that_only_we_wrote_says_nothing() -> None:
    found = rows(saved("A-1", None), replace(reading("A-2"), modified=datetime(YEAR, 1, 1)))
    assert [(found[key].saved_on, found[key].days_late) for key in ("A-1", "A-2")] == [(None, None), (None, None)]


def test_what_has_not_come_is_late_by_the_day_that_is_asked() -> None:
    assert [rows(as_of=day)["A-1"].days_late for day in (date(YEAR, 3, 31), BACK_BY, date(YEAR, 4, 20))] == [0, 0, 4]


def test_nothing_is_late_that_nobody_asked_for_or_no_day_was_said_of() -> None:
    late = date(YEAR, 12, 31)
    no_plan = rows(as_of=late)["A-3"]
    assert (no_plan.status, no_plan.expected, no_plan.return_by, no_plan.days_late) == ("no-plan", False, None, None)
    assert rows(as_of=late, quarter=Quarter(YEAR, 2))["A-1"].days_late is None


def test_plans_in_conflict_came_when_the_last_of_them_did() -> None:
    two = [saved("A-1", date(YEAR, 4, 1), "a.xlsx"), saved("A-1", date(YEAR, 4, 18), "b.xlsx", "50-249")]
    row = rows(*two, as_of=date(YEAR, 12, 31))["A-1"]
    assert (row.status, row.files, row.saved_on, row.days_late) == ("conflict", 2, date(YEAR, 4, 18), 2)


def test_a_file_that_cannot_be_read_is_counted_as_one_that_came() -> None:
    broken = replace(reading("A-1"), readable=False)
    file = Collected(broken.file, "x", "refused", broken, broken.findings)
    the_round = round_of([file, *collected(saved("A-2", BACK_BY))], OF_ROUND, shipped(), YEAR)
    row = tables(the_round, Q1, BACK_BY, "nl").accounts[0]
    assert (row.account_id, row.status, row.files) == ("A-1", "missing", 1)


# -- the sheet ---------------------------------------------------------------------------------------------------------
def test_the_sheet_says_who_is_late_and_by_how_much() -> None:
    the_round = a_round(OF_ROUND, saved("A-2", date(YEAR, 4, 19)))
    found = records(opened(summary(the_round, date(YEAR, 4, 20))), "Leveringen")
    assert [(row["Klantnr."], row["Levering"], row["Op tijd"], row["Dagen te laat"]) for row in found] == [
        ("A-1", "ontbreekt", "te laat", 4),
        ("A-2", "aangeleverd", "te laat", 3),
        ("A-3", "geen plan nodig", None, None),
    ]


def test_what_nobody_has_saved_since_the_quarter_began_is_not_in_time() -> None:
    came = saved("A-1", date(YEAR - 1, 12, 20)), saved("A-2", date(YEAR, 1, 2))
    found = records(opened(summary(a_round(OF_ROUND, *came))), "Leveringen")
    assert [row["Op tijd"] for row in found] == ["niet bijgewerkt", "op tijd", None]


def test_a_line_per_manager_counts_what_is_in() -> None:
    book = opened(summary(a_round(OF_ROUND, saved("A-2", date(YEAR, 4, 19)))))
    lines = list(book["Leveringen"].iter_rows(min_row=5, max_row=8))
    assert [line[0].value for line in lines] == ["Accountmanager", "Alle klanten", "Ann de Wit", "Bob Smit"]
    assert "COUNTIFS" in lines[1][2].value


def test_totals_of_the_sheet_are_checked() -> None:
    book = opened(summary(a_round(OF_ROUND, saved("A-2", date(YEAR, 4, 19)))))
    assert "Alle klanten · te laat" in texts(book, "Controle")
    assert "Ann de Wit · ontbreekt" in texts(book, "Controle")


def test_of_many_managers_the_rest_are_in_one_line() -> None:
    many = portfolio(*(replace(account(f"A-{n:03}"), manager=f"m{n}") for n in range(60)))
    book = opened(summary(a_round(many)))
    lines = [row[0].value for row in book["Leveringen"].iter_rows(min_row=5, max_row=11)]
    assert lines[-1] == "Nog 56 accountmanagers"
    assert book["Leveringen"].freeze_panes == "C14", "with many accounts the headings stay in sight"


def test_a_round_of_nobody_is_a_sheet_too() -> None:
    assert "Er zijn geen klanten." in texts(opened(summary(a_round(portfolio()))), "Leveringen")
