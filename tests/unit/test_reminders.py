"""Reminders: one mail per account manager who has something to do, and none that no longer holds."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import Any

import pytest

from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.feedback.reminders import REGISTER, Reminders, write_reminders
from accountplan.findings import Finding
from accountplan.messages import LANGUAGES
from accountplan.portfolio.model import Account, Person, Portfolio
from accountplan.workbook.reading import Completeness, Reading
from tests.unit.rounds import YEAR, a_round, account, answers, figures, portfolio, reading

Q1 = Quarter(YEAR, 1)
BACK_BY = date(YEAR, 4, 16)
AFTER = date(YEAR, 4, 20)


def of(asked: Portfolio, *came: Reading, as_of: date = AFTER, language: str = "en", **how: Any) -> Consolidated:
    the_round = a_round(asked, *came)
    return Consolidated(the_round, Q1, as_of, language, tables(the_round, Q1, as_of, language), **how)


def two(**settings: Any) -> Portfolio:
    return portfolio(account("A-1"), account("A-2", "bob"), **({"return_by": {"q1": BACK_BY}} | settings))


def done(account_id: str, answered: int = 10, *found: Finding, file: str | None = None) -> Reading:
    filled = answers(account_id, figures("q1", revenue=(100, 110)))
    return replace(reading(account_id, filled, file), completeness=Completeness(10, answered), findings=found)


def letters(folder: Path) -> dict[str, str]:
    return {path.name: path.read_text("utf-8") for path in sorted(folder.glob("*.txt"))}


# -- who gets one ------------------------------------------------------------------------------------------------------
def test_only_who_has_something_to_do_gets_one(tmp_path: Path) -> None:
    made = write_reminders(tmp_path, of(two(), done("A-1")))
    assert made == Reminders(("Bob Smit.txt",), (), ())
    assert list(letters(tmp_path)) == ["Bob Smit.txt"]


def test_when_all_is_in_order_nothing_is_written(tmp_path: Path) -> None:
    folder = tmp_path / "none"
    assert write_reminders(folder, of(two(), done("A-1"), done("A-2"))).letters == ()
    assert not folder.exists()


def test_who_needs_no_plan_is_not_asked_for_one(tmp_path: Path) -> None:
    assert write_reminders(tmp_path, of(portfolio(account("A-1", tier="C")))).letters == ()


def test_all_accounts_of_a_manager_are_in_one(tmp_path: Path) -> None:
    many = portfolio(account("A-1"), account("A-2"), account("A-3"), return_by={"q1": BACK_BY})
    error = Finding("cell-error", "A-2.xlsx", "1", "C7", "cust.industry", {"label": "Industry", "raw": "#REF!"})
    write_reminders(tmp_path, of(many, done("A-2", 8, error), done("A-3")))
    (text,) = letters(tmp_path).values()
    assert text.index("1. Klant A-1 (A-1): not received yet, 4 days late") < text.index("2. Klant A-2 (A-2)")
    assert "not complete yet, 8 of 10 required answers; 1 error" in text
    assert "In order, nothing more to do here: Klant A-3." in text


def test_a_plan_without_figures_of_the_quarter_is_not_done(tmp_path: Path) -> None:
    untouched = replace(reading("A-1"), completeness=Completeness(10, 10))
    write_reminders(tmp_path, of(two(), untouched, done("A-2")))
    (text,) = letters(tmp_path).values()
    assert "Klant A-1 (A-1): no figures of quarter 1 of 2027 yet" in text
    assert "Fill in the evaluation of quarter 1 of 2027." in text


def test_two_people_of_one_name_and_accounts_of_nobody(tmp_path: Path) -> None:
    people = (Person("ann", "Ann"), Person("ann2", "Ann"), Person("x", "a/b:c*"))
    accounts = (*(Account(f"A-{n}", f"Klant {n}", key, tier="A") for n, key in enumerate(("ann", "ann2", "x", None))),)
    write_reminders(tmp_path, of(replace(portfolio(*accounts), people=people)))
    assert set(letters(tmp_path)) == {"Ann.txt", "Ann (2).txt", "a-b-c-.txt", "without-account-manager.txt"}
    assert "Dear colleague," in letters(tmp_path)["without-account-manager.txt"]


# -- what it says ------------------------------------------------------------------------------------------------------
def test_it_can_be_mailed_as_it_is(tmp_path: Path) -> None:
    at = replace(two(), people=(Person("ann", "Ann de Wit", "ann@example.com"), Person("bob", "Bob Smit")))
    write_reminders(tmp_path, of(at))
    to, subject, blank, dear, *_ = letters(tmp_path)["Ann de Wit.txt"].splitlines()
    assert (to, blank, dear) == ("To: ann@example.com", "", "Dear Ann de Wit,")
    assert subject.startswith("Subject: account plans quarter 1 of 2027")
    assert letters(tmp_path)["Bob Smit.txt"].startswith("Subject:")


@pytest.mark.parametrize(
    ("as_of", "settings", "said"),
    [
        (AFTER, {}, "would have liked the account plans back by 2027-04-16"),
        (date(YEAR, 3, 31), {}, "would like the account plans back by 2027-04-16"),
        (AFTER, {"return_by": {}}, "We are making the summary of quarter 1 of 2027"),
    ],
)
def test_it_names_the_day(tmp_path: Path, as_of: date, settings: dict[str, Any], said: str) -> None:
    write_reminders(tmp_path, of(two(**settings), as_of=as_of))
    text = letters(tmp_path)["Ann de Wit.txt"]
    assert said in text
    assert ("days late" in text) == (as_of == AFTER and not settings)


def test_it_names_the_file_that_was_handed_out_and_those_in_conflict(tmp_path: Path) -> None:
    filled = replace(answers("A-2"), fields={**answers("A-2").fields, "cust.size_class": "50-249"})
    came = [done("A-2", file="a.xlsx"), reading("A-2", filled, file="b.xlsx")]
    write_reminders(tmp_path, of(two(), *came))
    assert "File: A-1 Klant A-1.xlsx" in letters(tmp_path)["Ann de Wit.txt"]
    conflict = letters(tmp_path)["Bob Smit.txt"]
    assert "received in 2 files that contradict each other" in conflict
    assert "Files: a.xlsx, b.xlsx" in conflict
    assert "which file is the right one" in conflict


@pytest.mark.parametrize("language", LANGUAGES)
def test_it_speaks_the_language_of_the_round(tmp_path: Path, language: str) -> None:
    write_reminders(tmp_path, of(two(), language=language))
    text = letters(tmp_path)["Bob Smit.txt"]
    assert ("Beste Bob Smit," in text) == (language == "nl")
    assert ("Dear Bob Smit," in text) == (language == "en")


def test_a_reminder_of_the_year_names_the_year(tmp_path: Path) -> None:
    write_reminders(tmp_path, of(two(return_by={}), whole_year=True))
    assert "summary of 2027." in letters(tmp_path)["Bob Smit.txt"]


def test_names_cannot_break_a_line(tmp_path: Path) -> None:
    odd = replace(account("A-1"), name="Klant\nBcc: x@y.z\u202e")
    write_reminders(tmp_path, of(portfolio(odd)))
    (text,) = letters(tmp_path).values()
    assert "\nBcc:" not in text


# -- the folder --------------------------------------------------------------------------------------------------------
def test_what_no_longer_holds_is_taken_away(tmp_path: Path) -> None:
    write_reminders(tmp_path, of(two()))
    made = write_reminders(tmp_path, of(two(), done("A-1")))
    assert made.removed == ("Ann de Wit.txt",)
    assert list(letters(tmp_path)) == ["Bob Smit.txt"]


def test_what_somebody_changed_stays_and_is_named(tmp_path: Path) -> None:
    write_reminders(tmp_path, of(two()))
    (tmp_path / "Ann de Wit.txt").write_text("mine", "utf-8")
    made = write_reminders(tmp_path, of(two(), done("A-1")))
    assert (made.removed, made.stale) == ((), ("Ann de Wit.txt",))
    assert letters(tmp_path)["Ann de Wit.txt"] == "mine"


def test_somebody_elses_file_is_not_written_over(tmp_path: Path) -> None:
    (tmp_path / "Bob Smit.txt").write_text("mine", "utf-8")
    assert write_reminders(tmp_path, of(two(), done("A-1"))).letters == ("Bob Smit (2).txt",)
    assert letters(tmp_path)["Bob Smit.txt"] == "mine"


def test_the_same_round_gives_the_same_files(tmp_path: Path) -> None:
    for _ in range(2):
        write_reminders(tmp_path, of(two()))
        found = {path.name: path.read_bytes() for path in tmp_path.iterdir()}
        assert set(found) == {"Ann de Wit.txt", "Bob Smit.txt", REGISTER}
    write_reminders(tmp_path / "other", of(two()))
    assert found == {path.name: path.read_bytes() for path in (tmp_path / "other").iterdir()}
