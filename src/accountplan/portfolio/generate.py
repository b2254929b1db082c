"""From the portfolio to one plan workbook per account. Never replaces what a person has filled in."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from itertools import repeat
from pathlib import Path

from accountplan.fields import Meaning, Value, read_cell
from accountplan.fields.base import tidy
from accountplan.fields.text import clean
from accountplan.files import safe_name, write_whole
from accountplan.findings import Finding
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.context import PlanContext, axis_items, meaning_of
from accountplan.layout.rows import row_keys
from accountplan.messages import stop
from accountplan.portfolio.model import Account, Portfolio
from accountplan.portfolio.workers import worker_pool, workers_for
from accountplan.template.model import FieldSpec, Table, Template
from accountplan.workbook.excel import readable
from accountplan.workbook.read import read_plan
from accountplan.workbook.reading import Identity
from accountplan.workbook.write import plan_bytes

_FEW = 4
"""Up to so many workbooks are written by this process: starting others would take longer."""


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
    return PlanContext(
        language, settings.year, account.tier, account.currency or settings.currency,
        portfolio.organisation(language), settings.limits,
    )  # fmt: skip


def born_answers(template: Template, portfolio: Portfolio, account: Account) -> tuple[PlanAnswers, tuple[Finding, ...]]:
    """What is known of the account beforehand, by role and by prefilled column; what could not be used is a finding."""
    context = plan_context(template, portfolio, account)
    fields: dict[str, Value] = {}
    findings: list[Finding] = []
    for _, question in template.questions():
        known = _known(template, context, portfolio, account, question)
        if known is not None:
            fields[question.id] = as_read(known)
    for field_id, cell in account.prefill.items():
        question_ = template.question(field_id)
        if question_ is None or question_.computed:
            continue
        meaning = meaning_of(template, context, question_)
        parsed = read_cell(cell, question_, Meaning(portfolio.settings.language, meaning.options))
        label = f"{account.id} – {question_.label[context.language]}"
        findings += [
            Finding(p.code, cell=account.cell, field=field_id, params={"label": label, **p.params})
            for p in parsed.problems
        ]
        if parsed.value is not None:
            fields[field_id] = as_read(parsed.value)
    return PlanAnswers(fields, dict(_known_rows(template, context, account))).without_blanks(), tuple(findings)


def as_read(value: Value) -> Value:
    """The value as it will come back from a workbook, so that a plan nobody touched equals what it was born with."""
    if isinstance(value, str):
        return clean(readable(value)) or None
    if isinstance(value, float):
        return tidy(float(f"{value:.15g}"))
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
    )  # fmt: skip
    return content, findings


def generate(
    portfolio: Portfolio,
    template: Template,
    folder: Path,
    *,
    only: Sequence[str] = (),
    force: bool = False,
    workers: int | None = None,
    progress: Callable[[int, int], None] | None = None,
) -> list[Made]:
    """Write a workbook per account into `folder`, which is made if need be. In the order of the portfolio.

    A workbook that exists is left alone unless `force`; one that a person has filled in is left alone always.
    Raises `Stop` if the folder cannot be written or an account in `only` does not exist.
    """
    language = portfolio.settings.language
    unknown = [account_id for account_id in only if portfolio.account(account_id) is None]
    if unknown:
        raise stop(language, "account-missing", account=", ".join(unknown))
    try:
        folder.mkdir(parents=True, exist_ok=True)
        write_whole(folder / ".accountplan", b"")
        (folder / ".accountplan").unlink()
    except OSError as error:
        raise stop(language, "folder-not-writable", folder=str(folder), why=error.strerror or str(error)) from error
    names = file_names(portfolio.accounts)
    wanted = [account for account in portfolio.accounts if not only or account.id in only]
    jobs = [(account, folder / names[account.id]) for account in wanted]
    return list(_made(portfolio, template, jobs, force, workers, progress))


def _made(
    portfolio: Portfolio,
    template: Template,
    jobs: list[tuple[Account, Path]],
    force: bool,
    workers: int | None,
    progress: Callable[[int, int], None] | None,
) -> Iterator[Made]:
    many = workers_for(len(jobs), workers, _FEW)
    if many == 1:
        results: Iterator[Made] = (_make(portfolio, template, account, path, force) for account, path in jobs)
        yield from _counted(results, len(jobs), progress)
        return
    with worker_pool(many, _remember, (portfolio, template)) as pool:
        accounts, paths = [account for account, _ in jobs], [path for _, path in jobs]
        yield from _counted(
            pool.map(_make_remembered, accounts, paths, repeat(force), chunksize=4), len(jobs), progress
        )


def _counted(results: Iterator[Made], total: int, progress: Callable[[int, int], None] | None) -> Iterator[Made]:
    for n, made in enumerate(results, start=1):
        if progress:
            progress(n, total)
        yield made


_remembered: tuple[Portfolio, Template] | None = None
"""In a worker process: what all its jobs share."""


def _remember(portfolio: Portfolio, template: Template) -> None:
    global _remembered  # noqa: PLW0603 (a worker process is set up once, for all its jobs)
    _remembered = (portfolio, template)


def _make_remembered(account: Account, path: Path, force: bool) -> Made:
    assert _remembered is not None
    return _make(*_remembered, account, path, force)


def _make(portfolio: Portfolio, template: Template, account: Account, path: Path, force: bool) -> Made:
    tier = template.tier(account.tier) if account.tier else None
    if tier is not None and not tier.plan:
        return Made(account, None, (Finding("no-plan-for-tier", params={"account": account.id, "tier": tier.code}),))
    if path.exists():
        refusal = _refusal(template, path, force)
        if refusal is not None:
            return Made(account, None, (refusal,))
    content, findings = account_workbook(template, portfolio, account)
    try:
        write_whole(path, content)
    except OSError as error:
        why = error.strerror or str(error)
        return Made(account, None, (*findings, Finding("not-written", path.name, params={"why": why})))
    return Made(account, path, findings)


def _refusal(template: Template, path: Path, force: bool) -> Finding | None:
    """Why the workbook that stands there may not be replaced."""
    if not force:
        return Finding("not-replaced", path.name)
    reading = read_plan(path, path.name, lambda name: template if name == template.id else None)
    return Finding("filled-in", path.name) if not reading.readable or reading.filled_in else None
