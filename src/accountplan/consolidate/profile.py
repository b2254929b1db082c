"""Who the customer is and how we stand there: people, visits, potential, history, SWOT and competition of one plan."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from typing import Any

from accountplan.consolidate.plan import Plan, as_date, as_text, difference
from accountplan.consolidate.quarter import Quarter, numbered_codes, quarter_name
from accountplan.consolidate.rows import (
    CompetitorRow,
    ConfrontationRow,
    ContactRow,
    CoverageRow,
    HistoryRow,
    PotentialRow,
    ReviewRow,
    SwotRow,
    VisitRow,
)
from accountplan.consolidate.work import number_of
from accountplan.layout.rows import RowKey
from accountplan.template.model import Table
from accountplan.workbook.reading import ReadRow

SWOT = ("strengths", "weaknesses", "opportunities", "threats")
"""The roles of the four tables, in their order."""


def filled(plan: Plan, role: str) -> Iterator[tuple[Table, RowKey, ReadRow, dict[str, Any]]]:
    """Every filled row of the table with this role, and where it stands as the rows of our tables have it."""
    table = plan.template.table_by_role(role)
    for row, read in plan.filled_rows(table) if table else ():
        assert table is not None
        yield table, row, read, {"file": plan.file, "sheet": read.sheet, "cell": read.first_cell}


def contacts(plan: Plan) -> Iterator[ContactRow]:
    """The people at the customer, as the plan has them."""
    for table, row, _, at in filled(plan, "contacts"):

        def text(role: str, table: Table = table, row: RowKey = row) -> str | None:
            return as_text(plan.value(table, row, role))

        yield ContactRow(
            plan.account_id,
            row.id,
            text("name"),
            text("job-title"),
            text("decision-role"),
            plan.number(table, row, "influence"),
            plan.number(table, row, "relation"),
            text("reports-to"),
            text("email"),
            text("phone"),
            **at,
        )


def visits(plan: Plan) -> Iterator[VisitRow]:
    """Visits planned, made and cancelled."""
    for table, row, _, at in filled(plan, "visits"):
        kind = as_text(plan.value(table, row, "kind"))
        by = plan.answer(table, row, "by")
        followup = as_text(plan.value(table, row, "followup"))
        yield VisitRow(
            account_id=plan.account_id,
            visit_id=row.id,
            visit_no=number_of(row),
            day=as_date(plan.value(table, row, "date")),
            kind=kind,
            meaning=plan.means(table, "kind", kind),
            by=as_text(by.value) if by else None,
            by_name=(by.raw or None) if by else None,
            contacts=as_text(plan.value(table, row, "with")),
            report=as_text(plan.value(table, row, "report")),
            followup=followup,
            followup_open=followup is not None and plan.value(table, row, "followup-done") is not True,
            **at,
        )


def reviews(plan: Plan, quarter: Quarter) -> Iterator[ReviewRow]:
    """The reviews of every quarter up to the one asked."""
    table = plan.template.table_by_role("reviews")
    if table is None:
        return
    for row, number in plan.keys(table, numbered_codes(plan.template, plan.context, table, "quarter"), quarter.number):
        read = plan.read_row(row)
        yield ReviewRow(
            account_id=plan.account_id,
            quarter=quarter_name(number),
            planned_on=as_date(plan.value(table, row, "planned")),
            held_on=as_date(plan.value(table, row, "held-on")),
            present=as_text(plan.value(table, row, "present")),
            followups_open=plan.number(table, row, "followups-open"),
            orders=plan.number(table, row, "orders"),
            file=plan.file,
            sheet=read.sheet if read else None,
            cell=read.first_cell if read else None,
        )


def potential(plan: Plan) -> Iterator[PotentialRow]:
    """What could be sold, per product group or product."""
    for table, row, _, at in filled(plan, "potential"):
        current, could = (plan.number(table, row, role) for role in ("current-revenue", "potential-revenue"))
        room = plan.number(table, row, "room")
        yield PotentialRow(
            account_id=plan.account_id,
            potential_id=row.id,
            product_group=as_text(plan.value(table, row, "group")),
            current=current,
            potential=could,
            room=difference(could, current) if room is None else room,
            supplier=as_text(plan.value(table, row, "supplier")),
            currency=plan.currency,
            cell_current=plan.cells(table, row, "current-revenue"),
            cell_potential=plan.cells(table, row, "potential-revenue"),
            **at,
        )


def history(plan: Plan) -> Iterator[HistoryRow]:
    """The years before the plan, oldest first."""
    table = plan.template.table_by_role("history")
    position = plan.template.axis_of(table, "year") if table else None
    if table is None or position is None:
        return
    for row in plan.values.row_keys(table):
        revenue, orders = plan.number(table, row, "revenue"), plan.number(table, row, "orders")
        year = row.labels[position]
        read = plan.read_row(row)
        if year.isdigit() and (revenue is not None or orders is not None):
            yield HistoryRow(
                account_id=plan.account_id,
                year=int(year),
                revenue=revenue,
                orders=orders,
                order_value=plan.number(table, row, "order-value"),
                currency=plan.currency,
                file=plan.file,
                sheet=read.sheet if read else None,
                cell_revenue=plan.cells(table, row, "revenue"),
                cell_orders=plan.cells(table, row, "orders"),
            )


def confrontations(plan: Plan) -> Iterator[ConfrontationRow]:
    """Every score that was given to an item inside against one outside."""
    table = plan.template.table_by_role("confrontation")
    for row in plan.values.row_keys(table) if table else ():
        assert table is not None
        score = plan.number(table, row, "score")
        if score is not None:
            read = plan.read_row(row)
            cell = plan.cells(table, row, "score")
            sheet = read.sheet if read else None
            yield ConfrontationRow(plan.account_id, row.codes[0], row.codes[-1], score, plan.file, sheet, cell)


def swot(plan: Plan, met: Iterable[ConfrontationRow]) -> Iterator[SwotRow]:
    """Strengths, weaknesses, opportunities and threats, each with the sum of its scores in the confrontations `met`."""
    scores: dict[str, float] = {}
    for one in met:
        for item in (one.inside, one.outside):
            scores[item] = scores.get(item, 0) + one.score
    for kind in SWOT:
        for table, row, _, at in filled(plan, kind):
            text = as_text(plan.value(table, row, "text"))
            yield SwotRow(plan.account_id, row.id, number_of(row), kind, text, scores.get(row.id), **at)


def competitors(plan: Plan) -> Iterator[CompetitorRow]:
    """Who else sells to the customer."""
    for table, row, _, at in filled(plan, "competitors"):
        name, share = as_text(plan.value(table, row, "name")), plan.number(table, row, "share")
        yield CompetitorRow(plan.account_id, row.id, name, share, **at)


def coverage(plan: Plan) -> Iterator[CoverageRow]:
    """The areas that the template wants a goal in, in its order. None where the template names none."""
    question = plan.template.question_by_role("areas-missing")
    if question is None or question.list_id is None:
        return
    missing = plan.values.question(question.id) or ()
    for choice in plan.template.choice_list(question.list_id).choices:
        yield CoverageRow(plan.account_id, choice.code, choice.code not in missing)
