"""The sheets with goals, goal areas and activities: what is off on top, and what it comes to above the list."""

from __future__ import annotations

from datetime import date
from functools import cache
from typing import Any

import pytest

from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.portfolio.model import Portfolio
from accountplan.workbook.reading import Reading
from tests.unit.awkward import ROUNDS
from tests.unit.rounds import a_round, account, answers, portfolio, reading
from tests.unit.summaries import Book, opened, records

NEW_YEAR, EVE, QUARTER_END = date(2027, 1, 1), date(2027, 12, 31), date(2027, 3, 31)
BY = portfolio(account("A-1"), account("A-2", "bob"), account("A-3", "bob", currency="USD"))


def of(*plans: Reading, by: Portfolio = BY, language: str = "nl") -> Consolidated:
    found = a_round(by, *plans)
    quarter = Quarter(2027, 1)
    return Consolidated(found, quarter, QUARTER_END, language, tables(found, quarter, QUARTER_END, language))


def goal(what: str, unit: str, baseline: float | None, target: float | None, **more: Any) -> dict[str, Any]:
    return {"goal.specific": what, "goal.area": "revenue", "goal.unit": unit, "goal.baseline": baseline,
            "goal.target": target, "goal.start": NEW_YEAR, "goal.end": EVE} | more  # fmt: skip


def states(*values: float | None) -> dict[str, dict[str, float]]:
    return {f"goal_state.goals.{n}.q1": {"eval.goal_value": v} for n, v in enumerate(values, 1) if v is not None}


def numbered(table: str, *rows: dict[str, Any]) -> dict[str, dict[str, Any]]:
    return {f"{table}.{n}": row for n, row in enumerate(rows, 1)}


def with_goals(account_id: str = "A-1", **around: Any) -> Reading:
    goals = numbered(
        "goals", goal("Groener", "percent", 30, 34), goal("Meer", "money", 80_000, 100_000), goal("Ja", "yes-no", 0, 1),
        goal("Rood", "mark", 7, 8, **{"goal.area": "satisfaction"}), goal("Stil", "pieces", 0, 10),
    )  # fmt: skip
    activities = numbered("activities", {"act.what": "Bellen", "act.goal_id": "goals.1", "act.status": "done"})
    filled = answers(account_id, goals=goals, goal_state=states(31, 20_000, 0, 7), activities=activities)
    return reading(account_id, filled, **around)


@cache
def goals_of_one() -> Consolidated:
    return of(with_goals())


def shown(book: Book, sheet: str, row: int) -> dict[str, Any]:
    """The figures of a strip by the words of their number formats."""
    cells = [cell for cell in book[sheet][row] if isinstance(cell.value, (int, float))]
    return {cell.number_format.replace('"', "").replace("#,##0", "#").strip(): cell.value for cell in cells}


# -- goals -------------------------------------------------------------------------------------------------------------
def test_red_goals_come_first_and_unknown_ones_before_green() -> None:
    rows = records(opened(goals_of_one()), "Doelstellingen")
    assert [(row["Doel"], row["Stoplicht"]) for row in rows] == [
        ("Rood", "rood"), ("Meer", "oranje"), ("Stil", "onbekend"), ("Ja", "onbekend"), ("Groener", "groen"),
    ]  # fmt: skip


def test_values_stand_as_typed_with_their_unit() -> None:
    rows = {row["Doel"]: row for row in records(opened(of(with_goals("A-3", currency="USD"))), "Doelstellingen")}
    level, amount = rows["Groener"], rows["Meer"]
    assert (level["Eenheid"], level["Nulmeting"], level["Streefwaarde"], level["Stand"]) == ("%", 30, 34, 31)
    assert (amount["Eenheid"], amount["Streefwaarde"], amount["Stand"]) == ("USD", 100_000, 20_000)
    assert (level["Voortgang"], level["Verwachte voortgang"]) == (0.25, pytest.approx(89 / 364))
    assert level["Verwachte stand"] == pytest.approx(30 + 4 * 89 / 364)


def test_why_a_goal_has_no_light_is_said() -> None:
    rows = {row["Doel"]: row for row in records(opened(goals_of_one()), "Doelstellingen")}
    assert rows["Ja"]["Opmerking"] == "Nog niet behaald; de einddatum komt nog."
    assert rows["Stil"]["Opmerking"] == "Nog geen stand ingevuld."
    assert rows["Groener"]["Opmerking"] is None


def test_goals_without_an_activity_are_marked() -> None:
    rows = {row["Doel"]: row["Activiteiten"] for row in records(opened(goals_of_one()), "Doelstellingen")}
    assert (rows["Groener"], rows["Meer"]) == (1, "geen activiteit")


def test_how_the_goals_stand_is_counted_above_them() -> None:
    book = opened(goals_of_one())
    assert shown(book, "Doelstellingen", 5) == {
        "✓ # op koers": 1, "! # in gevaar": 1, "✗ # gemist of te ver achter": 1, "– # onbekend": 2,
        "# zonder activiteit": 4}  # fmt: skip
    scores = shown(book, "Doelstellingen", 6)
    assert (scores["score 3: #"], scores["score 5: #"]) == (5, 0)  # S, M and T are there; A and R are not


def test_every_count_is_held_against_the_data() -> None:
    result = goals_of_one()
    checked = {(row["Op blad"], row["Cijfer"]) for row in records(opened(result), "Controle")}
    assert ("Doelstellingen", "✓ op koers") in checked
    assert ("Doelgebieden", "klanttevredenheid") in checked


# -- areas -------------------------------------------------------------------------------------------------------------
def test_accounts_that_lack_most_areas_come_first() -> None:
    one = reading("A-2", answers("A-2", goals=numbered("goals", goal("Meer", "money", 1, 2))))
    book = opened(of(with_goals(), one))
    rows = records(book, "Doelgebieden")
    assert [(row["Klantnr."], row["Gebieden zonder doel"]) for row in rows] == [("A-2", 4), ("A-1", 3)]
    assert (rows[1]["financieel"], rows[1]["klanttevredenheid"], rows[1]["marktaandeel"]) == ("✓", "✓", "–")
    counts = [cell.value for cell in book["Doelgebieden"][5] if isinstance(cell.value, int)]
    assert counts == [2, 0, 0, 1, 0]


# -- activities --------------------------------------------------------------------------------------------------------
def activity(what: str, owner: str, deadline: date | None, status: str = "in-progress", **more: Any) -> dict[str, Any]:
    return {"act.what": what, "act.owner": owner, "act.deadline": deadline, "act.status": status} | more


def busy(account_id: str = "A-1", **around: Any) -> Reading:
    rows = numbered(
        "activities",
        activity("later", "ann", date(2027, 5, 7), **{"act.budget": 100, "act.spent": 130, "act.hours": 4}),
        activity("eerst", "ann", date(2027, 4, 9), **{"act.budget": 50}),
        activity("van Bob", "bob", date(2027, 4, 2), **{"act.hours": 2.5}),
        activity("te laat", "bob", date(2027, 3, 1)),
        activity("af", "ann", date(2027, 2, 1), "done", **{"act.budget": 10, "act.spent": 10}),
        activity("van de baan", "ann", date(2027, 2, 1), "dropped", **{"act.budget": 1000, "act.spent": 5}),
    )
    return reading(account_id, answers(account_id, activities=rows), **around)


@cache
def activities_of_one() -> Consolidated:
    return of(busy())


def test_activities_stand_per_person_and_week_the_late_ones_first() -> None:
    rows = records(opened(activities_of_one()), "Activiteiten")
    assert [(row["Activiteit"], row["Actiehouder"], row["Week"], row["Dagen te laat"]) for row in rows[:4]] == [
        ("te laat", "Bob Smit", "2027-W09", 30),
        ("eerst", "Ann de Wit", "2027-W14", None),
        ("later", "Ann de Wit", "2027-W18", None),
        ("van Bob", "Bob Smit", "2027-W13", None),
    ]
    assert {row["Activiteit"] for row in rows[4:]} == {"af", "van de baan"}


def test_budget_and_spent_are_added_up_per_currency() -> None:
    sheet = opened(of(busy(), busy("A-3", currency="USD")))["Activiteiten"]
    totals = [[cell.value for cell in sheet[row][11:15]] for row in (5, 6)]
    assert totals == [["EUR", 160, 145, 15], ["USD", 160, 145, 15]]  # what was dropped has no budget any more
    assert shown(opened(activities_of_one()), "Activiteiten", 5)["#.0# uur aan open activiteiten"] == 6.5


def test_what_is_left_of_a_budget_stands_beside_it() -> None:
    left = {row["Activiteit"]: row["Over"] for row in records(opened(activities_of_one()), "Activiteiten")}
    assert (left["later"], left["eerst"], left["van Bob"], left["van de baan"]) == (-30, 50, None, None)


@pytest.mark.parametrize("name", ["nobody delivered", "no portfolio", "odd figures", "strange names"])
@pytest.mark.parametrize("language", ["nl", "en"])
def test_awkward_rounds_have_these_sheets_too(name: str, language: str) -> None:
    book = opened(ROUNDS[name](language))
    for sheet in ("Doelstellingen", "Activiteiten", "Planning") if language == "nl" else ("Objectives", "Activities"):
        assert sheet in book.sheetnames
