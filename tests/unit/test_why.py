"""Why an account is red, in one sentence, and the rules of the lights in words."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

import pytest

from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.messages import LANGUAGES
from accountplan.summary.desk import Desk
from accountplan.summary.figures import said_amount, said_percent
from accountplan.summary.why import LONGEST, light_rule, why
from accountplan.template.model import Limits
from tests.unit.awkward import ROUNDS
from tests.unit.desks import desk_of
from tests.unit.rounds import a_round, account, answers, figures, portfolio, reading

HARD = "\xa0"


def desk(
    rows: dict[str, dict[str, Any]], quarter: int = 1, language: str = "nl", currency: str = "EUR", **settings: Any
) -> Desk:
    """One account with these rows of its evaluation."""
    by = portfolio(account("A-1", currency=currency), **settings)
    the_round = a_round(by, reading("A-1", answers("A-1", rows), currency=currency))
    asked = Quarter(2027, quarter)
    day = asked.end(by)
    return desk_of(Consolidated(the_round, asked, day, language, tables(the_round, asked, day, language)))


def noted(rows: dict[str, dict[str, Any]], point: str, **cells: str) -> dict[str, dict[str, Any]]:
    rows[f"evaluation.{point}"] |= {f"eval.{name}": text for name, text in cells.items()}
    return rows


def test_the_worst_point_comes_with_its_size_its_start_and_what_was_agreed() -> None:
    rows = figures("q1", revenue=(153_333, 134_933), margin=(0.3, 0.275), visits=(4, 4))
    rows = noted(rows, "q1.revenue", correction="Extra actie in mei.")
    assert desk(rows).why("A-1") == (
        f"Omzet 12% achter op plan (−€{HARD}18.400), rood sinds Q1; bijsturing: Extra actie in mei. Ook rood: marge."
    )
    assert desk(rows, language="en").why("A-1") == (
        "Revenue 12% behind plan (−€18,400), red since Q1; correction: Extra actie in mei. Also red: margin."
    )


def test_where_the_correction_stands_beside_it_the_sentence_leaves_it_out() -> None:
    rows = noted(figures("q1", revenue=(100, 50)), "q1.revenue", correction="Bellen")
    assert why(desk(rows), "A-1", agreed=False) == f"Omzet 50% achter op plan (−€{HARD}50), rood sinds Q1."


def test_costs_are_over_plan_and_numbers_said_as_they_are() -> None:
    assert desk(figures("q1", costs=(1000, 1200))).why("A-1").startswith(f"Kosten 20% boven plan (+€{HARD}200)")
    assert desk(figures("q1", visits=(4, 2))).why("A-1").startswith("Bezoeken 50% achter op plan (2 in plaats van 4)")
    assert (
        desk(figures("q1", margin=(0.3, 0.2))).why("A-1").startswith("Marge 33,3% achter op plan (−10,0 procentpunt)")
    )


def test_a_plan_of_zero_has_no_percentage() -> None:
    said = desk(figures("q1", costs=(0, 40))).why("A-1")
    assert said == f"Kosten €{HARD}40 bij een plan van nul, rood sinds Q1; geen bijsturing genoteerd."


@pytest.mark.parametrize(
    ("actuals", "said"),
    [
        ((100, 80), "rood sinds Q2"),
        ((80, 80), "rood sinds Q1"),
        ((95, 80), "rood, niet groen sinds Q1"),
        ((None, 80), "rood in Q2"),
        ((80, 100), ""),
        ((80, 97), "oranje, niet groen sinds Q1"),
        ((80, 100, 80), "rood sinds Q3"),
    ],
)
def test_since_when_a_point_is_not_green(actuals: tuple[float | None, ...], said: str) -> None:
    rows: dict[str, dict[str, Any]] = {}
    for n, actual in enumerate(actuals, start=1):
        rows |= figures(f"q{n}", revenue=(100, actual))
    assert said in desk(rows, quarter=len(actuals)).why("A-1")
    assert bool(said) == bool(desk(rows, quarter=len(actuals)).why("A-1"))


def test_a_correction_of_an_earlier_quarter_is_said_with_that_quarter() -> None:
    rows = noted(figures("q1", revenue=(100, 80)), "q1.revenue", correction="Bellen") | figures("q2", revenue=(200, 9))
    assert "bijsturing uit Q1: Bellen." in desk(rows, quarter=2).why("A-1")
    recovered = noted(figures("q1", revenue=(100, 99)), "q1.revenue", correction="Bellen")
    assert "geen bijsturing" in desk(recovered | figures("q2", revenue=(200, 9)), quarter=2).why("A-1")


def test_a_light_that_the_sales_person_sees_otherwise_is_said_with_the_reason() -> None:
    rows = figures("q1", revenue=(100, 50))
    rows = noted(rows, "q1.revenue", light="amber", light_reason="levering schoof door naar mei.")
    assert desk(rows).why("A-1").endswith(" De verkoper zet omzet op oranje: levering schoof door naar mei.")
    only = noted(figures("q1", revenue=(100, 100)), "q1.revenue", light="red")
    assert desk(only, language="en").why("A-1") == "The sales person puts revenue on red, without a reason."


def test_an_account_without_a_point_on_amber_or_red_needs_no_words() -> None:
    assert desk(figures("q1", revenue=(100, 100), costs=(10, 9))).why("A-1") == ""
    assert desk(figures("q1")).why("nobody") == ""


def test_without_figures_or_without_a_plan_it_says_so() -> None:
    assert desk(figures("q1", revenue=(100, None))).why("A-1") == "Over Q1 zijn nog geen cijfers ingevuld."
    assert desk(figures("q1", revenue=(None, 90))).why("A-1") == "Over Q1 ontbreekt het plan bij de cijfers."
    assert desk_of(ROUNDS["nobody delivered"]("en")).why("A-1") == "Plan not delivered yet."


def test_what_people_write_stays_on_one_line_and_short() -> None:
    rows = noted(figures("q1", revenue=(100, 50)), "q1.revenue", correction="Bellen\nen {schrijven} " * 40)
    said = desk(rows).why("A-1")
    assert "\n" not in said and "{schrijven}" in said and said.endswith("…")
    assert len(said) < LONGEST + 100


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ROUNDS)
def test_every_account_of_every_round_has_whole_sentences_or_none(name: str, language: str) -> None:
    made = desk_of(ROUNDS[name](language))
    for row in made.result.tables.accounts:
        said = made.why(row.account_id)
        needed = row.status not in ("delivered", "no-plan") or made.worst_light(row.account_id) in ("amber", "red")
        assert bool(said) >= needed
        assert said == said.strip() and "None" not in said and "nan" not in said
        assert not said or said[-1] in ".!?…"


@pytest.mark.parametrize(
    ("limits", "point", "nl"),
    [
        ((0.03, 0.1), "revenue", "Groen tot 3% onder plan, oranje tot 10%, daarbuiten rood."),
        ((0.025, 0.125), "costs", "Groen tot 2,5% boven plan, oranje tot 12,5%, daarboven rood."),
        ((0, 0.1), "revenue", "Groen vanaf plan, oranje tot 10% eronder, daarbuiten rood."),
        ((0.05, 0.05), "visits", "Groen tot 5% onder plan, daarbuiten rood."),
        ((0, 0), "costs", "Groen tot en met plan, daarboven rood."),
        ((0.02, 0.08), "margin", "Groen tot 2% onder plan, oranje tot 8%, daarbuiten rood. "
                                 "Bij een plan van 30%: groen tot 29,4%, oranje tot 27,6%."),
    ],
)  # fmt: skip
def test_the_rule_of_a_light_in_words(limits: tuple[float, float], point: str, nl: str) -> None:
    made = desk(figures("q1"), limits={point: Limits(green=limits[0], amber=limits[1])})
    assert light_rule(made, made.words.kpis[point]) == nl
    other = replace(made, result=replace(made.result, language="en"))
    assert light_rule(other, made.words.kpis[point]).startswith("Green ")


@pytest.mark.parametrize(
    ("language", "value", "currency", "said"),
    [
        ("nl", -18400.4, "EUR", f"−€{HARD}18.400"),
        ("en", 18400, "EUR", "+€18,400"),
        ("nl", 2.5, "EUR", f"+€{HARD}2,50"),
        ("en", 1200, "CHF", f"+CHF{HARD}1,200"),
        ("nl", 0, "EUR", f"€{HARD}0"),
        ("nl", 10, "", "+10"),
    ],
)
def test_amounts_in_a_sentence(language: str, value: float, currency: str, said: str) -> None:
    assert said_amount(language, value, currency, signed=True) == said


@pytest.mark.parametrize(
    ("value", "said"),
    [(0.12, "12%"), (0.077, "7,7%"), (0.1049, "10,5%"), (0.0004, "0,04%"), (12.0, "1.200%"), (0, "0%")],
)
def test_percentages_in_a_sentence(value: float, said: str) -> None:
    assert said_percent("nl", value) == said
