"""The data sheets about the customers: the accounts, the people there, and the visits to them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date
from typing import Any

from accountplan.consolidate.retention import Customer, customers, span
from accountplan.consolidate.rows import AccountRow, ContactRow, VisitRow
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.data_sheets.columns import (
    account_columns,
    code,
    data_sheet,
    indexes,
    numbered,
    per_account,
    picked,
    source_columns,
    technical,
    told,
    way,
)
from accountplan.summary.deliveries import code_columns, completeness
from accountplan.summary.desk import Desk
from accountplan.summary.places import Place
from accountplan.summary.selections import (
    account_labels,
    made_visits,
    open_followups,
    page_note,
    planned_visits,
    promised,
)


def accounts(desk: Desk) -> DataSheet[AccountRow]:
    """Every account of the round, delivered or not."""
    words, rows = desk.words, desk.result.tables.accounts
    labels = account_labels(rows)
    columns: list[Column[AccountRow]] = [
        *account_columns(desk),
        Column("delivery", 15, lambda row: desk.say(f"delivery-{row.status}"), "light"),
        Column("unit", 8, lambda row: row.currency),
        Column("answered", 10, lambda row: row.answered, "number"),
        Column("required", 10, lambda row: row.required, "number"),
        Column("errors", 8, lambda row: row.errors, "number"),
        Column("warnings", 8, lambda row: row.warnings, "number"),
        Column("completeness", 11, completeness, "percent"),
        Column("plan-status", 14, lambda row: words.answer("status", row.plan_status)),
        Column("last-change", 13, lambda row: row.last_change, "date"),
        Column("saved-on", 13, lambda row: row.saved_on, "date"),
        Column("version", 10, lambda row: row.version),
        Column("industry", 24, lambda row: words.answer("industry", row.industry)),
        Column("size", 12, lambda row: words.answer("size", row.size)),
        Column("customer-since", 13, lambda row: row.customer_since, "date"),
        *_customer_columns(desk),
        Column("customer-revenue", 16, lambda row: row.customer_revenue, "money"),
        Column("max-revenue", 16, lambda row: row.max_revenue, "money"),
        Column("potential-used", 12, lambda row: row.potential_used, "share"),
        Column("fit", 8, lambda row: row.fit, "number"),
        Column("satisfied", 10, lambda row: None if row.satisfied is None else desk.yes_no(row.satisfied), "light"),
        Column("satisfaction-score", 11, lambda row: row.satisfaction_score, "number"),
        Column("satisfaction-why", 50, lambda row: row.satisfaction_why),
        Column("priority-reason", 50, lambda row: row.priority_reason),
        Column("attention", 50, lambda row: desk.why(row.account_id)),
        Column("file", 40, lambda row: row.file),
        way(desk, lambda row: Place.of(row.file, None, None)),
        code("light-code", lambda row: desk.worst_light(row.account_id)),
        code("satisfied-code", _satisfied_code),
        technical("marked", lambda row: int(row.satisfaction_score is not None)),
        told("label", lambda row: labels[row.account_id]),
        told("page-note", lambda row: page_note(desk, row)),
        *code_columns(desk),
        *(column for column in indexes(desk) if column.key != "manager-index"),
    ]
    return data_sheet(desk, "accounts", rows, columns)


def _satisfied_code(row: AccountRow) -> str:
    return "unknown" if row.satisfied is None else "yes" if row.satisfied else "no"


def _customer_columns(desk: Desk) -> list[Column[AccountRow]]:
    """Until when an account was a customer; whether it was one on 1 January, and whether it stayed: this year, last."""
    known = {one.account_id: one for one in customers(desk.result.tables.accounts, desk.result.round.portfolio)}
    year, as_of = desk.result.quarter.year, desk.result.as_of

    def was(key: str, one: int, last_day: bool) -> Column[AccountRow]:
        since, until = span(one, year, as_of)

        def value(row: AccountRow) -> int:
            customer = known.get(row.account_id, Customer(row.account_id, None, None))
            return int(bool(customer.on(since)) and (not last_day or bool(customer.on(until))))

        return technical(key, value)

    def until(row: AccountRow) -> Any:
        return known[row.account_id].until if row.account_id in known else None

    return [
        Column("customer-until", 13, until, "date"),
        was("customer-at-start", year, False),
        was("customer-kept", year, True),
        was("customer-at-start-before", year - 1, False),
        was("customer-kept-before", year - 1, True),
    ]


def contacts(desk: Desk) -> DataSheet[ContactRow]:
    """The people at an account, those with most influence first."""
    rows = per_account(desk, sorted(desk.result.tables.contacts, key=lambda row: -(row.influence or 0)))
    columns: list[Column[ContactRow]] = [
        *account_columns(desk),
        Column("person", 26, lambda row: row.name),
        Column("job-title", 24, lambda row: row.job_title),
        Column("decision-role", 16, lambda row: desk.words.choice("contacts", "decision-role", row.decision_role)),
        Column("influence", 10, lambda row: row.influence, "number"),
        Column("relation", 10, lambda row: row.relation, "number"),
        Column("email", 30, lambda row: row.email),
        Column("phone", 16, lambda row: row.phone),
        *source_columns(desk),
        numbered(desk, rows),
        *indexes(desk),
    ]
    return data_sheet(desk, "contacts", rows, columns)


def visits(desk: Desk) -> DataSheet[VisitRow]:
    """Visits made before those that are only planned, the latest first."""
    rows = per_account(desk, _latest(desk.result.tables.visits))
    named = {(row.account_id, row.activity_no): row.what for row in desk.result.tables.activities}
    columns: list[Column[VisitRow]] = [
        *account_columns(desk),
        Column("number", 8, lambda row: row.visit_no),
        Column("day", 12, lambda row: row.day, "date"),
        Column("visit-kind", 12, lambda row: desk.words.choice("visits", "kind", row.kind), "light"),
        Column("by", 20, lambda row: row.by_name),
        Column("with", 26, lambda row: row.contacts),
        Column("report", 60, lambda row: row.report),
        Column("followup", 40, lambda row: row.followup),
        Column("followup-open", 10, lambda row: desk.yes_no(row.followup_open) if row.followup else None, "light"),
        *source_columns(desk),
        code("visit-code", lambda row: row.meaning),
        numbered(desk, rows),
        told("promised", lambda row: promised(row, named)),
        picked(desk, "key-made", made_visits(rows)),
        picked(desk, "key-planned", planned_visits(rows, desk.result.as_of)),
        picked(desk, "key-followup", open_followups(rows)),
        *indexes(desk),
    ]
    return data_sheet(desk, "visits", rows, columns)


def _latest(rows: Sequence[VisitRow]) -> list[VisitRow]:
    return sorted(rows, key=lambda row: (row.meaning != "made", -(row.day or date.min).toordinal()))
