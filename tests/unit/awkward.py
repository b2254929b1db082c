"""Rounds that are awkward to sum up: each must still give a whole and honest summary."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.consolidate.previous import EarlierAccount, Previous, Reported
from accountplan.portfolio.model import Account, Portfolio, Rate, Target
from accountplan.portfolio.round import round_of
from accountplan.workbook.reading import Reading
from tests.unit.demo_rounds import demo_result
from tests.unit.rounds import account, answers, collected, figures, portfolio, reading, shipped, sold
from tests.unit.selling import much_room, selling, without_rates, without_targets
from tests.unit.talkative import talkative

LONG = ("De Koninklijke Vereniging van Samenwerkende Bloemenveilingen en Zaadveredelaars "
        "\"Aalsmeer & Omstreken\" B.V. i.o.")  # fmt: skip


JANUARY = date(2027, 1, 1)


def _of(
    by: Portfolio, *readings: Reading, quarter: int = 1, language: str = "nl", previous: Previous | None = None
) -> Consolidated:
    asked = Quarter(by.settings.year, quarter)
    day = asked.end(by)
    found = round_of(collected(*readings), by, shipped(), asked.year)
    return Consolidated(found, asked, day, language, tables(found, asked, day, language, previous), previous)


def _plan(account_id: str, evaluation: dict[str, dict[str, Any]], *, more: dict[str, Any] | None = None,
          **around: Any) -> Reading:  # fmt: skip
    return reading(account_id, answers(account_id, evaluation, **(more or {})), **around)


def nobody(language: str) -> Consolidated:
    return _of(portfolio(account("A-1"), account("A-2", "bob")), language=language)


def only_one(language: str) -> Consolidated:
    by = portfolio(account("A-1"), account("A-2", "bob"))
    return _of(by, _plan("A-1", figures("q1", revenue=(100, 90), margin=(0.3, 0.2))), language=language)


def no_portfolio(language: str) -> Consolidated:
    asked = Quarter(2027, 1)
    found = round_of(collected(_plan("A-1", figures("q1", revenue=(100, 90)))), None, None, 2027)
    return Consolidated(found, asked, date(2027, 3, 31), language, tables(found, asked, date(2027, 3, 31), language))


def all_late(language: str) -> Consolidated:
    """Everybody handed in the plan of January: the quarter itself is blank."""
    by = portfolio(account("A-1"), account("A-2", "bob"))
    planned = figures("q1", revenue=(100, None), visits=(4, None), margin=(0.3, None))
    return _of(by, _plan("A-1", planned), _plan("A-2", planned), language=language)


def two_currencies(language: str) -> Consolidated:
    by = portfolio(account("A-1"), account("A-2", "bob"), account("A-3", "bob", currency="USD"))
    by = replace(by, rates=(Rate("USD", 0.92, date(2027, 1, 1)),))
    return _of(
        by,
        _plan("A-1", figures("q1", revenue=(1000, 900), costs=(50, 60), margin=(0.3, 0.28))),
        _plan("A-2", figures("q1", revenue=(500, 510), costs=(20, 10), margin=(0.2, 0.21))),
        _plan("A-3", figures("q1", revenue=(800, 400), costs=(10, 12), margin=(0.25, 0.2)), currency="USD"),
        language=language,
    )


def no_rate(language: str) -> Consolidated:
    by = portfolio(account("A-1"), account("A-3", "bob", currency="USD"))
    first, third = (_plan(name, figures("q1", revenue=(800, 400)), currency=currency)
                    for name, currency in (("A-1", "EUR"), ("A-3", "USD")))  # fmt: skip
    return _of(by, first, third, language=language)


def odd_figures(language: str) -> Consolidated:
    """Returns make a revenue negative; a target of zero; a goal that falls; a group without a sales-plan target."""
    by = portfolio(account("A-1"), account("A-2", "bob"))
    by = replace(by, targets=tuple(Target("bread", f"2027-Q{n}", 300.0) for n in range(1, 5)))
    goals = {
        "goals.1": {"goal.specific": "Uitval van 4% naar 2%", "goal.area": "other", "goal.unit": "percent",
                    "goal.baseline": 4, "goal.target": 2, "goal.start": JANUARY, "goal.end": date(2027, 12, 31)},
        "goals.2": {"goal.specific": "Niets meer retour", "goal.area": "revenue", "goal.unit": "money",
                    "goal.baseline": 100, "goal.target": 0, "goal.start": JANUARY, "goal.end": date(2027, 6, 30)},
        "goals.3": {"goal.specific": "Zonder datum en zonder getal", "goal.area": "market-share"},
    }  # fmt: skip
    states = {"goal_state.goals.1.q1": {"eval.goal_value": 3.6}, "goal_state.goals.2.q1": {"eval.goal_value": 80}}
    bread = sold("q1", bread=(250, 300, "more"), cake=(0, -20, "less"))
    first = _plan(
        "A-1", figures("q1", revenue=(1000, -50), visits=(0, 0), costs=(0, 40), margin=(0.3, -0.1)),
        more={"range": bread, "goals": goals, "goal_state": states},
    )  # fmt: skip
    second = _plan(
        "A-2", figures("q1", revenue=(0, 100), visits=(0, 2)), more={"range": sold("q1", cake=(80, 90, "more"))}
    )
    return _of(by, first, second, language=language)


def strange_names(language: str) -> Consolidated:
    """Names that are long, begin like a formula, or hold the signs that formulas take for wildcards."""
    names = {
        "=A-1": "=1+1 Bakkers",
        "A*2": "Klant * en ? en ~",
        "A?2": LONG,
        "@x": "'Aanhaling' \"dubbel\" & <b>",
        "007": "Bond",
    }
    accounts = [
        replace(account(key, "bob" if n % 2 else "ann"), name=name) for n, (key, name) in enumerate(names.items())
    ]
    plans = [_plan(key, figures("q1", revenue=(100 + n, 90), margin=(0.3, 0.2)), file=f"{n} {key[0]}#.xlsx")
             for n, key in enumerate(names)]  # fmt: skip
    return _of(portfolio(*accounts), *plans, language=language)


def no_team(language: str) -> Consolidated:
    """A team without accounts, and an account without a team or a manager."""
    lonely = Account("A-9", "Klant zonder iemand", tier="A", currency="EUR")
    by = portfolio(account("A-1"), lonely)
    return _of(by, _plan("A-1", figures("q1", revenue=(100, 90))), _plan("A-9", figures("q1", revenue=(50, 60))),
               language=language)  # fmt: skip


def said_again(language: str) -> Consolidated:
    """The same things said in other signs, twice by one account, and with texts that look like formulas."""
    by = portfolio(account("A-1"), account("A-2", "bob"), account("A-3", "bob"))
    first = {
        "strengths": {"strengths.1": {"swot.strength": "Snelle levering"}, "strengths.2": {"swot.strength": "=1+1"}},
        "opportunities": {"opportunities.1": {"swot.opportunity": "Groei * export?"}},
        "confrontation": {
            "confrontation.strengths.1.opportunities.1": {"conf.score": 2},
            "confrontation.strengths.2.opportunities.1": {"conf.score": -2},
        },
        "competitors": {
            "competitors.1": {"comp.name": "Spaak & Ster B.V.", "comp.market_share": 0.2},
            "competitors.2": {"comp.name": "SPAAK & STER BV"},
        },
    }
    second = {
        "strengths": {"strengths.1": {"swot.strength": "snelle  levering."}},
        "weaknesses": {"weaknesses.1": {"swot.weakness": "Snelle levering"}},
        "competitors": {"competitors.1": {"comp.name": "spaak & ster bv", "comp.market_share": 0.4}},
    }
    return _of(by, _plan("A-1", {}, more=first), _plan("A-2", {}, more=second), _plan("A-3", {}), language=language)


def moved(language: str) -> Consolidated:
    """Against an earlier summary: an account of another team by now, a new one, one that left, one that is silent; a
    figure that was changed afterwards; two currencies, of which one has no rate; a name that looks like a formula."""
    here = [replace(account("=A-1"), name="=1+1 Bakkers"), account("A-2", "bob"), account("A-3", currency="USD")]
    q2 = Quarter(2027, 2)
    then = [
        Reported("=A-1", "revenue", q2, 200, 180, "amber", "=SOM(A1)", "EUR"),
        Reported("=A-1", "costs", q2, 50, 50, "green", None, "EUR"),
        Reported("A-2", "margin", q2, 0.3, 0.2, "red", "Prijzen herzien", "EUR"),
        Reported("A-3", "revenue", q2, 0, 0, "green", None, "USD"),
        Reported("A-9", "revenue", q2, 10, 1, "red", "Afscheid nemen", "EUR"),
    ]
    places = {"manager": "bob", "team": "south", "region": None, "tier": "A"}
    earlier = {one: EarlierAccount(one, f"Klant {one}", "Bob Smit", places) for one in ("=A-1", "A-2", "A-9")}
    rows = figures("q2", revenue=(200, 150)) | figures("q3", revenue=(300, 200), costs=(80, 120), margin=(0.3, 0.25))
    dollars = figures("q2", revenue=(0, 0)) | figures("q3", revenue=(300, 290), costs=(0, 10))
    return _of(
        portfolio(*here), _plan("=A-1", rows), _plan("A-3", dollars, currency="USD"),
        quarter=3, language=language, previous=Previous(tuple(then), earlier),
    )  # fmt: skip


def fourth_quarter(language: str) -> Consolidated:
    rows: dict[str, dict[str, Any]] = {}
    for n in range(1, 5):
        rows |= figures(f"q{n}", revenue=(100 * n, 95 * n, 390), visits=(n, n), margin=(0.3, 0.29 + n / 200))
    rows["evaluation.q3.revenue"] |= {"eval.correction": "Actie in november"}
    return _of(portfolio(account("A-1")), _plan("A-1", rows), quarter=4, language=language)


_MADE: dict[str, Callable[[str], Consolidated]] = {
    "the demo after Q1": lambda language: demo_result("q1", language),
    "the demo after Q2": lambda language: demo_result("q2", language),
    "nobody delivered": nobody,
    "only one": only_one,
    "no portfolio": no_portfolio,
    "all late": all_late,
    "two currencies": two_currencies,
    "no rate": no_rate,
    "odd figures": odd_figures,
    "strange names": strange_names,
    "no team": no_team,
    "said again": said_again,
    "moved": moved,
    "fourth quarter": fourth_quarter,
    "much to say": talkative,
    "selling": lambda language: selling(2, language),
    "selling after Q1": lambda language: selling(1, language),
    "selling after Q4": lambda language: selling(4, language),
    "selling without rates": without_rates,
    "selling without targets": without_targets,
    "much room": much_room,
}

ROUNDS = {name: cache(made) for name, made in _MADE.items()}
"""By name: the round as it is consolidated in a language. Each is made once, so nobody may change it."""
