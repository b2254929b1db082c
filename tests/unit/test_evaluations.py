"""The sheet Evaluation: who stands where, what a cell says, and what the drop-downs offer."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import Any

import pytest
from openpyxl.utils import range_boundaries
from openpyxl.worksheet.worksheet import Worksheet

from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.portfolio.model import Account, Person, Portfolio
from accountplan.portfolio.round import round_of
from accountplan.summary.choices import ALL, NOBODY, options
from accountplan.summary.evaluation_columns import columns_of
from accountplan.summary.evaluation_list import lines_of
from accountplan.template.model import Template
from accountplan.workbook.reading import Reading
from accountplan.workbook.styles import LIGHTS
from tests.unit.awkward import ROUNDS
from tests.unit.desks import desk_of
from tests.unit.rounds import (
    account,
    answers,
    collected,
    context,
    figures,
    identity,
    portfolio,
    reading,
    reading_of,
    shipped,
)
from tests.unit.summaries import opened

DAY = date(2027, 3, 31)


def a_result(by: Portfolio, *readings: Reading, template: Template | None = None) -> Consolidated:
    asked = Quarter(2027, 1)
    found = round_of(collected(*readings), by, template or shipped(), 2027)
    return Consolidated(found, asked, DAY, "nl", tables(found, asked, DAY, "nl"))


def a_plan(account_id: str, light: dict[str, str] | None = None, **points: tuple[float | None, ...]) -> Reading:
    rows = figures("q1", **points)
    for point, override in (light or {}).items():
        rows[f"evaluation.q1.{point}"] |= {"eval.light": override}
    return reading(account_id, answers(account_id, rows))


def sheet_of(result: Consolidated) -> Worksheet:
    return opened(result)["Evaluatie"]


def cells_of(sheet: Worksheet) -> dict[str, dict[str, Any]]:
    """The cells of the list, by account and heading."""
    (table,) = sheet.tables.values()
    headings, *lines = sheet[table.ref]
    return {
        str(line[0].value): {str(head.value): cell for head, cell in zip(headings, line, strict=True)} for line in lines
    }


# -- order -------------------------------------------------------------------------------------------------------------
def test_the_worst_stands_first_and_who_has_not_delivered_last() -> None:
    by = portfolio(*(account(name) for name in ("gone", "green", "blank", "amber", "red", "reds", "deep")))
    by = replace(by, accounts=(*by.accounts, replace(account("none"), tier="C")))
    result = a_result(
        by,
        a_plan("green", revenue=(100, 120)),
        a_plan("blank", revenue=(100, None)),
        a_plan("amber", revenue=(100, 95)),
        a_plan("red", revenue=(100, 80)),
        a_plan("reds", revenue=(100, 85), margin=(0.3, 0.2)),
        a_plan("deep", revenue=(100, 10)),
    )
    order = ["reds", "deep", "red", "amber", "green", "blank", "gone"]
    assert [line.account.account_id for line in lines_of(desk_of(result))] == order
    cells = cells_of(sheet_of(result))
    states = ["rood", "rood", "rood", "oranje", "groen", "onbekend", "ontbreekt"]
    assert [cells[name]["Slechtste stoplicht"].value for name in order] == states
    assert cells["gone"]["Waarom"].value == "Plan nog niet aangeleverd."


def test_an_account_that_no_plan_is_asked_of_has_no_line() -> None:
    result = ROUNDS["the demo after Q1"]("nl")
    left_out = {row.account_id for row in result.tables.accounts if row.status == "no-plan"}
    listed = {line.account.account_id for line in lines_of(desk_of(result))}
    assert left_out and listed == {row.account_id for row in result.tables.accounts} - left_out


# -- cells -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("plan", "actual", "value", "light"),
    [
        (100, 99, 0.99, "green"),
        (100, 95, 0.95, "amber"),
        (100, 80, 0.8, "red"),
        (100, -5, -0.05, "red"),
        (0, 10, "✓ plan 0", "green"),
        (0, -10, "✗ plan 0", "red"),
        (-100, -50, "✓ plan onder 0", "green"),
        (100, None, "geen cijfer", None),
        (None, 80, "geen plan", None),
        (None, None, None, None),
    ],
)
def test_a_figure_is_a_part_of_its_plan_with_the_light_as_colour_and_sign(
    plan: float | None, actual: float | None, value: float | str | None, light: str | None
) -> None:
    cell = cells_of(sheet_of(a_result(portfolio(account("A-1")), a_plan("A-1", revenue=(plan, actual)))))["A-1"][
        "Omzet"
    ]
    assert cell.value == value
    if light:
        ink, tint = LIGHTS[light]
        assert (cell.font.color.rgb, cell.fill.fgColor.rgb) == ("FF" + ink[1:], "FF" + tint[1:])
        sign = {"green": "✓", "amber": "!", "red": "✗"}[light]
        assert sign in (cell.number_format if isinstance(value, float) else str(cell.value))
    else:
        assert cell.fill.fgColor.rgb in ("00000000", None)


def test_costs_over_plan_are_red_and_a_forecast_stands_against_the_plan_of_the_year() -> None:
    rows = figures("q1", costs=(100, 130, 500), revenue=(100, 100, 380)) | figures("q4", costs=(400,), revenue=(400,))
    plan = reading("A-1", answers("A-1", rows))
    cells = cells_of(sheet_of(a_result(portfolio(account("A-1")), plan)))["A-1"]
    assert (cells["Kosten"].value, "✗" in cells["Kosten"].number_format) == (1.3, True)
    assert (cells["Kosten heel jaar"].value, cells["Omzet heel jaar"].value) == (1.25, 0.95)


def test_a_light_that_the_sales_person_sees_otherwise_has_a_sign() -> None:
    by = portfolio(account("A-1"), account("A-2"))
    result = a_result(
        by,
        a_plan("A-1", {"revenue": "amber"}, revenue=(100, 50)),
        a_plan("A-2", {"revenue": "red"}, revenue=(100, 50)),
    )
    cells = cells_of(sheet_of(result))
    assert (cells["A-1"]["Verkoper anders"].value, cells["A-2"]["Verkoper anders"].value) == ("≠", None)
    assert "De verkoper zet omzet op oranje" in cells["A-1"]["Waarom"].value


def test_corrections_stand_point_by_point_with_the_quarter_of_an_earlier_one() -> None:
    cells = cells_of(sheet_of(ROUNDS["fourth quarter"]("nl")))["A-1"]
    assert cells["Bijsturing"].value == "Omzet (Q3): Actie in november"
    assert cells["Waarom"].value == "Omzet 5% achter op plan (−€\xa020), oranje sinds Q1."


# -- the sheet ---------------------------------------------------------------------------------------------------------
def test_only_what_is_read_is_printed_and_only_what_formulas_need_is_hidden() -> None:
    sheet = sheet_of(ROUNDS["the demo after Q2"]("nl"))
    (table,) = sheet.tables.values()
    headings = {str(cell.value): cell for cell in sheet[table.ref][0]}
    printed = range_boundaries(str(sheet.print_area).split("!")[1].replace("$", ""))
    assert printed[2] == headings["Bijsturing"].column
    hidden = {text for text, cell in headings.items() if _hidden(sheet, cell.column)}
    assert hidden and all(text.startswith(("Σ", "Nr.")) for text in hidden)
    assert sheet.protection.sheet is False
    assert sheet.print_title_rows == f"${headings['Klant'].row - 1}:${headings['Klant'].row}"


def _hidden(sheet: Worksheet, column: int) -> bool:
    return any(d.hidden and d.min <= column <= d.max for d in sheet.column_dimensions.values())


def test_the_rule_of_each_light_stands_beside_its_total() -> None:
    texts = [str(cell.value) for row in sheet_of(ROUNDS["only one"]("nl")).iter_rows() for cell in row if cell.value]
    assert "Groen tot 2% onder plan, oranje tot 10%, daarbuiten rood." in texts
    assert "Groen tot 2% boven plan, oranje tot 10%, daarboven rood." in texts


def test_every_total_is_checked() -> None:
    book = opened(ROUNDS["two currencies"]("nl"))
    checked = {str(row[2]) for row in book["Controle"].iter_rows(values_only=True)}
    for of in ("Gekozen", "Zichtbaar"):
        assert {f"{of} · Omzet · plan · EUR", f"{of} · Marge · gerealiseerd · EUR · omgerekend",
                f"{of} · Kosten · gerealiseerd · USD"} <= checked  # fmt: skip


# -- choices -----------------------------------------------------------------------------------------------------------
def test_two_people_of_one_name_and_one_called_all_can_be_told_apart() -> None:
    by = portfolio(account("A-1"), account("A-2", "bob"))
    people = (Person("ann", "Jan", team="north"), Person("bob", "Jan", team="south"), Person("all", "alle"))
    by = replace(by, people=people, accounts=(*by.accounts, Account("A-3", "Derde", "all", tier="A", currency="EUR")))
    found = options(desk_of(a_result(by)), "manager")
    assert [option.label for option in found] == ["alle", "Jan", "Jan (bob)", "alle (all)"] or [
        option.label for option in found
    ] == ["alle", "alle (all)", "Jan", "Jan (bob)"]
    assert len({option.number for option in found}) == 4 and found[0].number == ALL


def test_accounts_without_a_group_can_be_chosen_too() -> None:
    offered = options(desk_of(ROUNDS["no team"]("nl")), "team")
    assert [(option.label, option.number) for option in offered][-1] == ("(niet ingedeeld)", NOBODY)
    assert offered[0].label == "alle"


def test_the_lists_stand_on_a_data_sheet_and_a_choice_stays_text() -> None:
    sheet = sheet_of(ROUNDS["strange names"]("nl"))
    rules = sheet.data_validations.dataValidation
    assert rules and all(rule.formula1.startswith("'Gegevens keuzes'!$") for rule in rules)
    assert {sheet[str(rule.sqref).split(":")[0]].number_format for rule in rules} == {"@"}
    assert {sheet[str(rule.sqref).split(":")[0]].value for rule in rules} == {"alle"}


# -- other templates ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("codes", [("visits",), (), ("margin",), ("revenue", "costs")])
def test_a_template_with_other_points_has_its_sheet_too(codes: tuple[str, ...]) -> None:
    kpis = tuple(kpi for kpi in shipped().kpis if kpi.code in codes)
    template = shipped().model_copy(update={"kpis": kpis})
    made = context()
    filled = answers("A-1", figures("q1", visits=(4, 2), revenue=(10, 9), costs=(1, 1), margin=(0.3, 0.2)))
    plan = reading_of(template, made, identity("A-1", made), filled)
    result = a_result(portfolio(account("A-1")), plan, template=template)
    assert list(cells_of(sheet_of(result))) == ["A-1"]


def test_no_two_headings_are_alike_whatever_a_point_is_called() -> None:
    desk = desk_of(ROUNDS["only one"]("nl"))
    labels = {"revenue": "Klant", "costs": "KLANT", "visits": "Twee\nregels"}
    kpis = {
        code: kpi.model_copy(update={"label": kpi.label.model_copy(update={"root": {"nl": labels.get(code, code)}})})
        for code, kpi in desk.words.kpis.items()
    }
    desk.words.__dict__["kpis"] = kpis
    headings = [column.heading for column in columns_of(desk)]
    assert len({heading.lower() for heading in headings}) == len(headings)
    assert all("\n" not in heading and heading for heading in headings)
