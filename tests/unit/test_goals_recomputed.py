"""The figures on goals, areas, activities and load, worked out again from the answers alone, without the code under
test: what the plans hold, put through the arithmetic of the documents."""

from __future__ import annotations

from collections import Counter, defaultdict
from datetime import date, timedelta
from typing import Any

import openpyxl
import pytest

from accountplan.consolidate import Consolidated
from tests.unit.demo_rounds import demo_result
from tests.unit.summaries import opened, records

FROM_NOUGHT = ("money", "pieces", "visits")
WORDS = {"groen": "green", "oranje": "amber", "rood": "red", "onbekend": "none"}


@pytest.fixture(scope="module")
def result() -> Consolidated:
    return demo_result("q2", "nl", 40)


@pytest.fixture(scope="module")
def book(result: Consolidated) -> openpyxl.Workbook:
    return opened(result)


def rows_of(result: Consolidated, table: str) -> dict[tuple[str, str], dict[str, Any]]:
    """The filled rows of a table by account and row, as {column: value}."""
    found: dict[tuple[str, str], dict[str, Any]] = defaultdict(dict)
    for answer in result.tables.answers:
        if answer.row and answer.row.startswith(f"{table}.") and answer.value is not None:
            found[answer.account_id, answer.row][answer.field.removeprefix(f"{answer.row}.")] = answer.value
    return found


def light_of(goal: dict[str, Any], states: dict[int, float], end: date) -> str:
    """By hand: the part of the way covered against the part of the days gone by."""
    day = min(end, goal["goal.end"])
    value, told = states.get(2, states.get(1)), max(states, default=0)
    unit, target = goal["goal.unit"], goal.get("goal.target")
    if value is None:
        return "none"
    if unit == "yes-no":
        return "green" if value >= 1 else "red" if goal["goal.end"] <= end and told == 2 else "none"
    if target is None or (told < 2 and goal["goal.end"] > date(2027, 3, 31)) or goal["goal.start"] > end:
        return "none"
    baseline = goal.get("goal.baseline")
    start = 0 if unit in FROM_NOUGHT and (baseline is None or target >= baseline) else baseline
    if start is None:
        return "none"
    gone = (day - goal["goal.start"]).days / (goal["goal.end"] - goal["goal.start"]).days
    covered = value / target if start == target else max(0, (value - start) / (target - start))
    behind = 1 - covered / (1 if start == target else gone)
    return "green" if behind <= 0.10 + 1e-9 else "amber" if behind <= 0.25 + 1e-9 else "red"


def test_the_light_of_every_goal(result: Consolidated, book: openpyxl.Workbook) -> None:
    goals, states = rows_of(result, "goals"), rows_of(result, "goal_state")
    expected = Counter()
    for (account, row), goal in goals.items():
        told = {n: states.get((account, f"goal_state.{row}.q{n}"), {}).get("eval.goal_value") for n in (1, 2)}
        light = light_of(goal, {n: value for n, value in told.items() if value is not None}, date(2027, 6, 30))
        expected[account, goal["goal.specific"], light] += 1
    shown = Counter((row["Klantnr."], row["Doel"], WORDS[row["Stoplicht"]]) for row in records(book, "Doelstellingen"))
    assert shown == expected
    assert len({light for _, _, light in expected}) == 4


def test_the_counts_above_the_goals(result: Consolidated, book: openpyxl.Workbook) -> None:
    lights = Counter(row["Stoplicht"] for row in records(book, "Doelstellingen"))
    strip = [cell.value for cell in book["Doelstellingen"][5] if isinstance(cell.value, int)]
    with_activity = {(account, row["act.goal_id"]) for (account, _), row in rows_of(result, "activities").items()
                     if "act.goal_id" in row}  # fmt: skip
    idle = sum(key not in with_activity for key in rows_of(result, "goals"))
    assert strip == [lights[word] for word in ("groen", "oranje", "rood", "onbekend")] + [idle]


def test_the_areas_of_every_account(result: Consolidated, book: openpyxl.Workbook) -> None:
    areas: dict[str, set[str]] = defaultdict(set)
    for (account, _), goal in rows_of(result, "goals").items():
        area = goal.get("goal.area", "")
        areas[account].add("finance" if area in ("revenue", "margin", "profit") else area)
    names = {"financieel": "finance", "product-/artikelafname": "uptake", "bezoekfrequentie": "visits",
             "klanttevredenheid": "satisfaction", "marktaandeel": "market-share"}  # fmt: skip
    for row in records(book, "Doelgebieden"):
        has = [area in areas[row["Klantnr."]] for area in names.values()]
        assert [row[name] for name in names] == ["✓" if one else "–" for one in has]
        assert row["Gebieden zonder doel"] == has.count(False)


def test_budget_and_spent(result: Consolidated, book: openpyxl.Workbook) -> None:
    currencies = {row.account_id: row.currency for row in result.tables.accounts}
    budget, spent = Counter(), Counter()
    for (account, _), row in rows_of(result, "activities").items():
        currency = currencies[account]
        budget[currency] += row.get("act.budget", 0) if row.get("act.status") != "dropped" else 0
        spent[currency] += row.get("act.spent", 0)
    sheet = book["Activiteiten"]
    shown = [[cell.value for cell in sheet[row][11:15]] for row in range(5, 5 + len(budget))]
    assert shown == [[c, budget[c], spent[c], budget[c] - spent[c]] for c in sorted(budget)]


def test_hours_per_person_and_week(result: Consolidated, book: openpyxl.Workbook) -> None:
    first = result.as_of - timedelta(days=result.as_of.weekday())
    hours: dict[str, dict[int, float]] = defaultdict(lambda: defaultdict(float))
    for row in rows_of(result, "activities").values():
        if row.get("act.status") in ("done", "dropped") or "act.deadline" not in row:
            continue
        start = max(first, row.get("act.start", first))
        begins = max(0, (start - first).days // 7)
        ends = max(begins, (row["act.deadline"] - first).days // 7)
        for week in range(begins, ends + 1):
            hours[row.get("act.owner", "")][week] += row.get("act.hours", 0) / (ends - begins + 1)
    people = {person.name: person for person in result.round.portfolio.people} if result.round.portfolio else {}
    shown = {row[0].value: row for row in book["Planning"].iter_rows(min_row=6, max_row=6 + len(people) - 1)}
    assert set(shown) & set(people)
    for name, cells in shown.items():
        if name in people:
            mine = hours[people[name].key]
            values = [cell.value or 0 for cell in cells[3:17]]
            later = sum(part for week, part in mine.items() if week > 12)
            assert values == pytest.approx([*(mine[week] for week in range(13)), later])
            capacity = people[name].capacity or 0
            assert cells[19].value == sum(mine[week] > capacity + 1e-9 for week in range(13))
