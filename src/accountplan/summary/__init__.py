"""The manager's quarterly workbook: one module per sheet, all written from the tables of a round."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import datetime, time

from accountplan.consolidate import Consolidated
from accountplan.consolidate.words import Words
from accountplan.summary.activities import write_activities
from accountplan.summary.charts import write_chart_data
from accountplan.summary.choosing import write_account_page
from accountplan.summary.compared import write_compared
from accountplan.summary.corrections import write_corrections
from accountplan.summary.coverage import write_coverage
from accountplan.summary.deliveries import write_deliveries
from accountplan.summary.desk import Desk
from accountplan.summary.evaluations import write_evaluations
from accountplan.summary.findings import write_findings
from accountplan.summary.goals import write_goals
from accountplan.summary.inputs import inputs_of, write_inputs
from accountplan.summary.lists import write_data_sheet
from accountplan.summary.overview import write_overview
from accountplan.summary.planning import write_planning
from accountplan.summary.provenance import write_files, write_provenance
from accountplan.summary.reconciliation import write_reconciliation
from accountplan.summary.salesplan import write_salesplan
from accountplan.summary.swot import write_swot
from accountplan.summary.totals import write_totals
from accountplan.summary.whitespace import write_whitespace
from accountplan.workbook.excel import workbook
from accountplan.workbook.styles import Styles

__all__ = ["summary_bytes"]


def write_data(desk: Desk) -> None:
    """Every data sheet, in the order of their declaration."""
    for data in desk.data.values():
        write_data_sheet(desk, data)


SHEETS = (
    write_overview,
    write_deliveries,
    write_evaluations,
    write_compared,
    write_corrections,
    write_totals,
    write_salesplan,
    write_goals,
    write_coverage,
    write_activities,
    write_planning,
    write_whitespace,
    write_swot,
    write_account_page,
    write_findings,
    write_provenance,
    write_files,
    write_reconciliation,
    write_data,
    write_chart_data,
)
"""Every sheet, in order. To add one, write its module and list it.

The reconciliation, which checks what the others noted, comes behind them; then the data sheets, which they look into,
and what the charts are drawn from."""


def summary_bytes(result: Consolidated, plans_at: str = "", options: Mapping[str, object] | None = None) -> bytes:
    """The quarterly summary (.xlsx) in the language of `result`; the same input gives the same bytes.

    `plans_at` is the way, with `/`, from the folder of the summary to that of the plans: links begin with it.
    `options` are those of the round that differ from what holds by itself; the summary says what it was made from.
    """
    portfolio = result.round.portfolio
    accent = portfolio.settings.accent if portfolio else None
    words = Words(result.round, result.language)
    created = datetime.combine(result.quarter.end(portfolio), time())
    company = portfolio.settings.company if portfolio else ""
    with workbook(created, company=company) as (book, buffer):
        inputs = inputs_of(result, options)
        write_inputs(book, inputs)
        styles = Styles(book, accent)
        desk = Desk(book, styles, result, words, plans_at, fingerprint=inputs.fingerprint)
        book.set_properties({"created": created, "title": desk.title, "company": company})
        for write in SHEETS:
            write(desk)
        for finish in desk.afterwards:
            finish()
    return buffer.getvalue()
