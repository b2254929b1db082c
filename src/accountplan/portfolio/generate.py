"""From the portfolio to one plan workbook per account. Never replaces what a person has filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from pathlib import Path

from accountplan.fields import Cell, Meaning, Value, field_type, read_cell
from accountplan.fields.base import tidy
from accountplan.fields.date import EARLIEST, LATEST
from accountplan.fields.text import clean
from accountplan.files import make_folder, nothing_more, safe_name, sha256_of, write_whole
from accountplan.findings import Finding
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.context import PlanContext, axis_items, meaning_of
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    Layout,
)
from accountplan.layout.rows import row_keys
from accountplan.messages import stop
from accountplan.portfolio.collect import read_file
from accountplan.portfolio.model import Account, Portfolio
from accountplan.portfolio.prefill import OWN_COLUMNS
from accountplan.portfolio.workers import each
from accountplan.template.model import FieldSpec, FreeRows, Table, Template
from accountplan.workbook.excel import readable
from accountplan.workbook.reading import Identity
from accountplan.workbook.write import plan_bytes


@dataclass(frozen=True)
class Made:
    """What became of one account: a workbook (`path`), or the reason why there is none (`finding`)."""

    account: Account
    path: Path | None
    findings: tuple[Finding, ...] = ()


def plan_context(template: Template, portfolio: Portfolio, account: Account) -> PlanContext:
    """The circumstances of this account's workbook."""
    settings = portfolio.settings
    language = account.language or settings.language
    if language not in template.languages:
        language = template.languages[0]
    tier = portfolio.tier_of(account, template)
    return PlanContext(
        language, settings.year, tier.code if tier else None, account.currency or settings.currency,
        portfolio.organisation(language), settings.limits,
    )  # fmt: skip


def born_answers(template: Template, portfolio: Portfolio, account: Account) -> tuple[PlanAnswers, tuple[Finding, ...]]:
    """What is known of the account beforehand, by role and by prefilled column; what could not be used is a finding.

    Only what this account's workbook asks: a field of another tier is not born. What the portfolio has said of a cell
    when it was read is not said again.
    """
    context = plan_context(template, portfolio, account)
    layout = lay_out(template, context)
    fields: dict[str, Value] = {}
    tables: dict[str, dict[str, dict[str, Value]]] = {
        table_id: rows for table_id, rows in _known_rows(template, context, account) if table_id in layout.tables
    }
    findings: list[Finding] = []
    said = {(finding.sheet, finding.cell) for finding in portfolio.findings if finding.cell}

    def understood(cell: Cell, spec: FieldSpec, meaning: Meaning) -> Value:
        parsed = read_cell(cell, spec, meaning)
        params = {"label": f"{account.id} – {spec.label[context.language]}"}
        cell_of = account.cells.get(OWN_COLUMNS.get(spec.role or "", spec.id))
        if (account.sheet, cell_of) not in said:
            place = (account.sheet, cell_of or account.cell, spec.id)
            findings.extend(Finding(p.code, None, *place, {**params, **p.params}) for p in parsed.problems)
        return as_read(parsed.value)

    for place in layout.fields.values():
        known = as_read(_known(template, context, portfolio, account, place.spec))
        if known is not None and not place.spec.computed:
            meaning = meaning_of(template, context, place.spec)
            typed = field_type(place.spec).entry(known, place.spec, meaning)
            fields[place.spec.id] = understood(Cell.of(typed), place.spec, meaning)
    places = _prefill_places(layout)
    for field_id, cell in account.prefill.items():
        if field_id in places:
            spec, table_id, row_id = places[field_id]
            meaning = Meaning(portfolio.settings.language, meaning_of(template, context, spec).options)
            value = understood(cell, spec, meaning)
            if value is not None:
                (tables.setdefault(table_id, {}).setdefault(row_id, {}) if table_id else fields)[field_id] = value
    return PlanAnswers(fields, tables).without_blanks(), tuple(findings)


def _prefill_places(layout: Layout) -> dict[str, tuple[FieldSpec, str, str]]:
    """(field, table id, row id) of what can be prefilled: questions, the first of free rows, cells with an own id."""
    places = {field_id: (place.spec, "", "") for field_id, place in layout.fields.items()}
    found: dict[str, tuple[FieldSpec, str, str]] = {k: v for k, v in places.items() if not v[0].computed}
    for place in layout.tables.values():
        free = isinstance(place.table.rows, FreeRows)
        for slot in place.slots:
            if not slot.spec.computed and (free or slot.spec.id != slot.column.id):
                found.setdefault(slot.spec.id, (slot.spec, place.table.id, slot.row.id))
    return found


def as_read(value: Value) -> Value:
    """The value as it will come back from a workbook, so that a plan nobody touched equals what it was born with."""
    if isinstance(value, str):
        return clean(readable(value)) or None
    if isinstance(value, float):
        return tidy(float(f"{value:.15g}"))
    if isinstance(value, date) and not EARLIEST <= value <= LATEST:
        return None  # a workbook cannot hold it
    return value


def _known(
    template: Template, context: PlanContext, portfolio: Portfolio, account: Account, question: FieldSpec
) -> Value:
    manager = portfolio.person(account.manager)
    match question.role:
        case "account-id":
            return account.id
        case "account-name":
            return account.name
        case "account-manager":
            chooses = question.type in ("choice", "choices")
            return account.manager if chooses else manager.name if manager else account.manager
        case "plan-year":
            return context.year
        case "currency":
            return context.currency
        case "tier":
            return context.tier
        case "customer-since":
            return account.customer_since
        case "status":
            entry = template.choice_list(question.list_id) if question.list_id else None
            return next((c.code for c in entry.choices if c.means == "draft"), None) if entry else None
    return None


def _known_rows(
    template: Template, context: PlanContext, account: Account
) -> Iterator[tuple[str, dict[str, dict[str, Value]]]]:
    """Last year's revenue and orders, in the row of the year before the plan year."""
    table = template.table_by_role("history")
    position = template.axis_of(table, "year") if table else None
    if table is None or position is None or not context.shown(table.tiers):
        return
    cells: dict[str, Value] = {}
    for role, value in (("revenue", account.revenue_last_year), ("orders", account.orders_last_year)):
        column = table.by_role(role)
        if column is not None and value is not None:
            cells[column.id] = as_read(value)
    row = _row_of_year(template, context, table, position, context.year - 1)
    if cells and row is not None:
        yield table.id, {row: cells}


def _row_of_year(template: Template, context: PlanContext, table: Table, position: int, year: int) -> str | None:
    axes = getattr(table.rows, "axes", ())
    items = dict(axis_items(template, context, template.axis(axes[position]))) if axes else {}
    code = next((code for code, label in items.items() if label == str(year)), None)
    rows = (row.id for row in row_keys(template, context, table) if len(row.codes) == 1 and row.codes[0] == code)
    return next(rows, None)


def identity_of(template: Template, portfolio: Portfolio, account: Account, born: PlanAnswers) -> Identity:
    """Whose plan it is, with the fingerprint of what it is born with."""
    context = plan_context(template, portfolio, account)
    return Identity(
        account.id, context.year, template.id, template.version, context.language, context.tier, context.currency,
        born.fingerprint(),
    )  # fmt: skip


def file_names(accounts: Sequence[Account]) -> dict[str, str]:
    """A file name per account id, on every system different from all others: `A-001 Bedrijf ABC.xlsx`."""
    names: dict[str, str] = {}
    taken: set[str] = set()
    for account in accounts:
        name = own = safe_name(f"{account.id} {account.name}")
        n = 2
        while name.casefold() in taken:
            name, n = f"{own} ({n})", n + 1
        taken.add(name.casefold())
        names[account.id] = f"{name}.xlsx"
    return names


def file_name(account: Account) -> str:
    """The file name of an account whose portfolio holds no other of the same id and name."""
    return file_names([account])[account.id]


def account_workbook(template: Template, portfolio: Portfolio, account: Account) -> tuple[bytes, tuple[Finding, ...]]:
    """The account's plan workbook, and what of its prefill could not be used."""
    answers, findings = born_answers(template, portfolio, account)
    content = plan_bytes(
        template, plan_context(template, portfolio, account), answers,
        identity_of(template, portfolio, account, answers),
        account_name=account.name, accent=portfolio.settings.accent, company=portfolio.settings.company,
        logo=portfolio.settings.picture,
    )  # fmt: skip
    return content, findings


def generate(  # noqa: PLR0913 (what may differ from run to run is by name)
    portfolio: Portfolio,
    template: Template,
    folder: Path,
    *,
    only: Sequence[str] = (),
    force: bool = False,
    workers: int | None = None,
    language: str | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Made]:
    """Write a workbook per account into `folder`, which is made if need be. In the order of the portfolio.

    A workbook that exists is left alone unless `force`; one that a person has filled in is left alone always.
    Raises `Stop`, in `language`, if the folder cannot be written or an account in `only` does not exist.
    """
    language = language or portfolio.settings.language
    unknown = [account_id for account_id in only if portfolio.account(account_id) is None]
    if unknown:
        raise stop(language, "account-missing", account=", ".join(unknown))
    try:
        make_folder(folder)
    except OSError as error:
        raise stop(language, "folder-not-writable", folder=str(folder), why=error) from error
    names = file_names(portfolio.accounts)
    wanted = [account for account in portfolio.accounts if not only or account.id in only]
    jobs = [(account, folder / names[account.id]) for account in wanted]
    made: list[Made] = []
    try:
        for one in each(_make, _Task(portfolio, template, force), jobs, workers=workers):
            made.append(one)
            if progress:
                progress(len(made), len(jobs))
    except OSError as error:
        if not nothing_more(error):
            raise
        # What was made is whole; another run makes the rest.
        raise stop(language, "folder-not-writable", folder=str(folder), why=error) from error
    return made


@dataclass(frozen=True)
class _Task:
    """What all workbooks of one run have in common."""

    portfolio: Portfolio
    template: Template
    force: bool


def _make(task: _Task, job: tuple[Account, Path]) -> Made:
    return _make_one(task.portfolio, task.template, *job, task.force)


def _make_one(portfolio: Portfolio, template: Template, account: Account, path: Path, force: bool) -> Made:
    tier = portfolio.tier_of(account, template)
    if tier is not None and not tier.plan:
        return Made(account, None, (Finding("no-plan-for-tier", params={"account": account.id, "tier": tier.code}),))
    seen, refusal = _stands(path), _refusal(template, path, force)
    if refusal is not None:
        return Made(account, None, (refusal,))
    content, findings = account_workbook(template, portfolio, account)
    if _stands(path) != seen:  # somebody was quicker
        refusal = _refusal(template, path, force)
        if refusal is not None:
            return Made(account, None, (refusal,))
    try:
        write_whole(path, content, new=not force)
    except FileExistsError:
        return Made(account, None, (Finding("not-replaced", path.name),))
    except OSError as error:
        if nothing_more(error):
            raise
        return Made(account, None, (*findings, Finding("not-written", path.name, params={"why": error})))
    return Made(account, path, findings)


def _stands(path: Path) -> str | None:
    """What stands there: its content hash; None where nothing does, or nothing that can be read."""
    try:
        return sha256_of(path) if path.is_file() else None
    except OSError:
        return None


def _the_one(template: Template, name: str) -> Template | None:
    return template if name == template.id else None


def _refusal(template: Template, path: Path, force: bool) -> Finding | None:
    """Why the workbook that stands there, if one does, may not be replaced."""
    if not path.exists():
        return None
    if not force:
        return Finding("not-replaced", path.name)
    reading = read_file(path, path.name, partial(_the_one, template))
    if not reading.readable:
        return Finding("not-replaced", path.name, params={"sentence": "not-ours"})
    return Finding("filled-in", path.name) if reading.filled_in else None
