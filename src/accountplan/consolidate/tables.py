"""From a round to its tables: each counted plan looked at once, by role."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from itertools import chain

from accountplan.consolidate.compare import changes, moves
from accountplan.consolidate.correct import corrections
from accountplan.consolidate.figures import evaluations, product_range
from accountplan.consolidate.history import History
from accountplan.consolidate.listing import about, accounts, answers, differences, files, findings
from accountplan.consolidate.load import load
from accountplan.consolidate.money import exchange, rates_used
from accountplan.consolidate.order_values import order_values
from accountplan.consolidate.periods import with_quarters_alone
from accountplan.consolidate.plan import Plan
from accountplan.consolidate.previous import Previous
from accountplan.consolidate.profile import (
    competitors,
    confrontations,
    contacts,
    coverage,
    history,
    potential,
    reviews,
    swot,
    visits,
)
from accountplan.consolidate.quarter import Quarter
from accountplan.consolidate.reconcile import reconcile
from accountplan.consolidate.retention import customers, retention
from accountplan.consolidate.rows import Tables
from accountplan.consolidate.salesplan import salesplan, salesplan_accounts
from accountplan.consolidate.totals import kpis_of, range_totals, totals, weight_of
from accountplan.consolidate.work import activities, goal_states, goals
from accountplan.portfolio.round import Round


def tables(
    the_round: Round,
    quarter: Quarter,
    as_of: date,
    language: str,
    previous: Previous | None = None,
    whole_year: bool = False,
) -> Tables:
    """Every table of the contract, all quarters up to the one asked. `language` is that of the findings' messages.

    `as_of` is the day that deadlines are held against, `previous` what an earlier summary said. Only plans that count
    are looked into.
    """
    portfolio = the_round.portfolio
    plans = [Plan(account, reading) for account, reading in the_round.counted.items() if reading.template]
    states = {plan.account_id: tuple(goal_states(plan, quarter)) for plan in plans}
    met = {plan.account_id: tuple(confrontations(plan)) for plan in plans}
    found = Tables(
        files=tuple(files(the_round)),
        accounts=tuple(accounts(the_round, quarter, as_of)),
        evaluations=tuple(row for plan in plans for row in evaluations(plan, quarter, portfolio)),
        range=tuple(row for plan in plans for row in product_range(plan, quarter)),
        goals=tuple(row for plan in plans for row in goals(plan, quarter, portfolio, states[plan.account_id])),
        goal_states=tuple(chain.from_iterable(states.values())),
        coverage=tuple(row for plan in plans for row in coverage(plan)),
        activities=tuple(row for plan in plans for row in activities(plan, as_of)),
        visits=tuple(row for plan in plans for row in visits(plan)),
        reviews=tuple(row for plan in plans for row in reviews(plan, quarter)),
        contacts=tuple(row for plan in plans for row in contacts(plan)),
        potential=tuple(row for plan in plans for row in potential(plan)),
        history=tuple(row for plan in plans for row in history(plan)),
        salesplan_accounts=tuple(row for plan in plans for row in salesplan_accounts(plan, quarter)),
        swot=tuple(row for plan in plans for row in swot(plan, met[plan.account_id])),
        confrontations=tuple(chain.from_iterable(met.values())),
        competitors=tuple(row for plan in plans for row in competitors(plan)),
        answers=tuple(row for plan in plans for row in answers(plan.account_id, plan.reading)),
        findings=tuple(findings(the_round, language)),
        differences=tuple(differences(the_round)),
        round=(about(the_round, quarter, as_of, language, whole_year),),
    )
    kpis, known = kpis_of(the_round), exchange(portfolio, quarter.end(portfolio))
    found = replace(
        found,
        evaluations=with_quarters_alone(found.evaluations, kpis, weight_of(kpis)),
        load=load(found.activities, portfolio, as_of),
        rates=rates_used(known, _currencies(found)),
    )
    past = History(found.evaluations, quarter, previous, found.accounts)
    found = replace(found, changes=tuple(changes(past, kpis)), moves=tuple(moves(found.accounts, previous)))
    found = replace(found, corrections=corrections(found, past, kpis, known))
    found = replace(
        found,
        totals=totals(found, the_round, quarter),
        range_totals=range_totals(found, quarter),
        salesplan=salesplan(found.salesplan_accounts, portfolio, known, quarter),
        order_values=tuple(order_values(found, quarter, kpis)),
        retention=tuple(retention(customers(found.accounts, portfolio), quarter.year, as_of)),
    )
    return replace(found, reconciliation=reconcile(found, the_round, quarter))


def _currencies(found: Tables) -> set[str | None]:
    return {account.currency for account in found.accounts if account.status != "no-plan"}
