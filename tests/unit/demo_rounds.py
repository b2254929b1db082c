"""The demo's rounds as tables, made without writing or reading a workbook."""

from __future__ import annotations

from functools import cache

from accountplan.checks import check_reading
from accountplan.consolidate import Consolidated, Quarter, tables
from accountplan.demo.samples import load_samples
from accountplan.portfolio.generate import born_answers, identity_of
from accountplan.portfolio.model import Portfolio
from accountplan.portfolio.round import round_of
from accountplan.workbook.reading import Reading
from tests.unit.demo_plans import Plan, plans, template, the_round
from tests.unit.rounds import collected, reading_of


@cache
def readings(quarter: str, language: str = "nl", count: int = 12) -> tuple[Reading, ...]:
    """What came back after a quarter (`q1` or `q2`), checked as the reader checks it."""
    portfolio = the_round(count, quarter, language).portfolio
    came = [plan for plan in plans(count, quarter, language) if not plan.sample.erred("missing", quarter)]
    day = portfolio.settings.quarter_end(quarter)
    return tuple(check_reading(_reading(plan, portfolio), day, int(quarter[1:])) for plan in came)


@cache
def demo_result(quarter: str = "q1", language: str = "nl", count: int = 12) -> Consolidated:
    """The round of a quarter, consolidated."""
    portfolio = the_round(count, quarter, language).portfolio
    asked = Quarter(load_samples().year, int(quarter[1:]))
    day = asked.end(portfolio)
    the_files = collected(*readings(quarter, language, count))
    found = round_of(the_files, portfolio, template(), asked.year)
    return Consolidated(found, asked, day, language, tables(found, asked, day, language))


def _reading(plan: Plan, portfolio: Portfolio) -> Reading:
    born, _ = born_answers(template(), portfolio, plan.account)
    known = identity_of(template(), portfolio, plan.account, born)
    file = f"{plan.account.id} {plan.account.name}.xlsx"
    return reading_of(template(), plan.draft.desk.context, known, plan.draft.answers(), file)
