"""From a round to its tables: each counted plan looked at once, by role."""

from __future__ import annotations

from dataclasses import replace
from datetime import date

from accountplan.consolidate.figures import evaluations, product_range
from accountplan.consolidate.listing import accounts, answers, differences, files, findings
from accountplan.consolidate.plan import Plan
from accountplan.consolidate.quarter import Quarter
from accountplan.consolidate.reconcile import reconcile
from accountplan.consolidate.rows import Tables
from accountplan.consolidate.totals import range_totals, totals
from accountplan.consolidate.work import activities, goals
from accountplan.portfolio.round import Round


def tables(the_round: Round, quarter: Quarter, as_of: date, language: str) -> Tables:
    """Every table of the contract, all quarters up to the one asked. `language` is that of the findings' messages.

    `as_of` is the day that deadlines are held against. Only plans that count are looked into.
    """
    plans = [Plan(account, reading) for account, reading in the_round.counted.items() if reading.template]
    found = Tables(
        files=tuple(files(the_round)),
        accounts=tuple(accounts(the_round)),
        evaluations=tuple(row for plan in plans for row in evaluations(plan, quarter, the_round.portfolio)),
        range=tuple(row for plan in plans for row in product_range(plan, quarter)),
        goals=tuple(row for plan in plans for row in goals(plan, quarter)),
        activities=tuple(row for plan in plans for row in activities(plan, as_of)),
        answers=tuple(row for plan in plans for row in answers(plan.account_id, plan.reading)),
        findings=tuple(findings(the_round, language)),
        differences=tuple(differences(the_round)),
    )
    found = replace(found, totals=totals(found, the_round, quarter), range_totals=range_totals(found, quarter))
    return replace(found, reconciliation=reconcile(found, the_round, quarter))
