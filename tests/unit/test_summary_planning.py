"""The planning: hours per person and week with a sign where they are too many, and bars for what is to be done."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

from openpyxl.cell import Cell
from openpyxl.worksheet.worksheet import Worksheet

from accountplan.portfolio.model import Person
from tests.unit.rounds import account, answers, portfolio, reading
from tests.unit.summaries import opened, records
from tests.unit.test_summary_goals import numbered, of

PEOPLE = (Person("bob", "Bob Smit", "", "south", 8), Person("ann", "Ann de Wit", "", "north", 10), Person("cas", "Cas"),
          Person("dea", "Dea Vrij", "", "north", 20))  # fmt: skip
BY = replace(portfolio(account("A-1")), people=PEOPLE)
FIRST = 4
"""The column of the first week, 2027-W13."""


def activity(
    owner: str, hours: float | None, deadline: date | None, what: str = "Bellen", **more: Any
) -> dict[str, Any]:
    return {"act.what": what, "act.owner": owner, "act.hours": hours, "act.deadline": deadline,
            "act.status": "in-progress"} | more  # fmt: skip


def planning(*activities: dict[str, Any]) -> Worksheet:
    plan = reading("A-1", answers("A-1", activities=numbered("activities", *activities)))
    sheet = opened(of(plan, by=BY))["Planning"]
    assert isinstance(sheet, Worksheet)
    return sheet


def line(sheet: Worksheet, name: str) -> list[Cell]:
    """The first row that begins with a name."""
    return list(next(row for row in sheet.iter_rows() if row[0].value == name))


def look(cell: Cell) -> tuple[Any, str, str]:
    return cell.value, cell.number_format, cell.fill.fgColor.rgb


def test_too_many_hours_have_a_sign_and_a_colour() -> None:
    sheet = planning(
        activity("ann", 11, date(2027, 4, 2)), activity("ann", 8, date(2027, 4, 9), **{"act.start": date(2027, 4, 5)}),
        activity("ann", 3, date(2027, 4, 16), **{"act.start": date(2027, 4, 12)}),
    )  # fmt: skip
    ann = line(sheet, "Ann de Wit")
    assert look(ann[FIRST - 1]) == (11, '"▲ "#,##0', "FFF9D6D5")
    assert look(ann[FIRST]) == (8, '"• "#,##0', "FFFFE8C7")
    assert look(ann[FIRST + 1])[:2] == (3, "#,##0")
    assert (ann[2].value, ann[-1].value) == (10, 1)


def test_hours_outside_the_weeks_ahead_and_what_is_unknown() -> None:
    sheet = planning(
        activity("ann", 6, date(2027, 7, 2), **{"act.start": date(2027, 6, 21)}), activity("ann", 5, None),
        activity("bob", None, date(2027, 4, 2)), activity("bob", None, date(2027, 4, 9)),
        activity("bob", 4, date(2027, 4, 9), **{"act.start": date(2027, 4, 5)}), activity("cas", 50, date(2027, 4, 2)),
    )  # fmt: skip
    ann, bob, cas = (line(sheet, name) for name in ("Ann de Wit", "Bob Smit", "Cas"))
    assert [cell.value for cell in ann[FIRST + 11 : FIRST + 15]] == [3, 3, 5, "=SUM(D7:R7)"]
    assert [cell.value for cell in bob[FIRST - 1 : FIRST + 1]] == ["?", 4]
    assert bob[FIRST].number_format == '#,##0"?"'
    assert (cas[2].value, look(cas[FIRST - 1])[:2], cas[-1].value) == ("onbekend", (50, "#,##0"), 0)


def test_whose_weeks_are_too_full_comes_first_and_who_has_nothing_to_do_is_there() -> None:
    sheet = planning(activity("bob", 9, date(2027, 4, 2)), activity("ann", 4, date(2027, 4, 2)))
    names = [row[0].value for row in sheet.iter_rows(min_row=6, max_row=9)]
    assert names == ["Bob Smit", "Ann de Wit", "Dea Vrij", "Samen"]
    assert line(sheet, "Samen")[FIRST - 1].value == "=SUM(D6:D8)"


def test_bars_run_up_to_the_week_of_the_deadline() -> None:
    sheet = planning(
        activity("ann", 9, date(2027, 4, 16), "Lang"), activity("ann", None, date(2027, 3, 1), "Laat"),
        activity("ann", 1, date(2027, 9, 1), "Ver", **{"act.start": date(2027, 8, 1)}),
        activity("ann", 1, None, "Ooit"),
    )  # fmt: skip
    long, late, far, once = (line(sheet, what) for what in ("Lang", "Laat", "Ver", "Ooit"))
    assert [cell.value for cell in long[FIRST - 1 : FIRST + 3]] == [3, 3, 3, None]
    assert long[FIRST + 1].border.right.style == "thick"
    assert (late[FIRST - 1].value, late[FIRST + 13].value) == ("■", "te laat")
    assert ([cell.value for cell in far[FIRST - 1 : FIRST + 12]], far[FIRST + 12].value) == ([None] * 13, "→ later")
    assert once[2].value == "geen"
    assert late[0].row < long[0].row < far[0].row < once[0].row


def test_of_many_activities_the_first_are_shown_and_the_rest_counted() -> None:
    sheet = planning(*(activity("ann", 1, date(2027, 4, 2), f"Klus {n}") for n in range(9)))
    shown = [row[0].value for row in sheet.iter_rows() if str(row[0].value).startswith("Klus")]
    assert len(shown) == 6
    assert any("en nog 3" in str(row[0].value) for row in sheet.iter_rows())


def test_the_totals_are_held_against_the_data() -> None:
    plan = reading("A-1", answers("A-1", activities=numbered("activities", activity("ann", 9, date(2027, 4, 16)))))
    checks = [row for row in records(opened(of(plan, by=BY)), "Controle") if row["Op blad"] == "Planning"]
    assert {"Uren open activiteiten · Ann de Wit", "Uren open activiteiten · 2027-W14"} <= {r["Cijfer"] for r in checks}
    assert len(checks) == 3 + 13 + 2
