"""What a round comes to: which file counts for which account, who delivered, who did not, and what is in dispute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cached_property
from typing import Any, Literal

from accountplan.findings import Finding, Severity
from accountplan.portfolio.model import Account, Portfolio
from accountplan.template.model import Template
from accountplan.workbook.reading import Reading

FileStatus = Literal["read", "refused", "ignored"]
DeliveryStatus = Literal["delivered", "missing", "conflict", "no-plan"]
"""`no-plan`: the account's tier asks for none, and none came."""


@dataclass(frozen=True)
class Collected:
    """One file of the folder and what became of it. `modified` is its time of change (ns); it decides `newest` only."""

    file: str
    sha256: str
    status: FileStatus
    reading: Reading | None = None
    findings: tuple[Finding, ...] = ()
    modified: int = 0

    @property
    def account_id(self) -> str | None:
        """Whose plan it says it is: its identity, or where that is lost the answer to the question for it."""
        if self.reading is None or self.reading.identity is None:
            return None
        answer = self.reading.of_role("account-id")
        return self.reading.identity.account or (str(answer.value) if answer and answer.value else None)


@dataclass(frozen=True)
class Delivery:
    """One account in the round. `reading` is the plan that counts; `files` all that it came in, refused ones too."""

    account_id: str
    status: DeliveryStatus
    account: Account | None = None
    reading: Reading | None = None
    files: tuple[str, ...] = ()
    asked: bool = True
    """Whether the account's tier asks a plan."""


@dataclass(frozen=True)
class Round:
    """Every file, and one delivery per account: those of the portfolio in its order, then the unknown ones by id."""

    collected: tuple[Collected, ...]
    deliveries: tuple[Delivery, ...]
    portfolio: Portfolio | None = None
    template: Template | None = None
    """The portfolio's template, else that of the plans; None where nothing says."""

    @cached_property
    def counted(self) -> Mapping[str, Reading]:
        """The plan that counts, per account that delivered."""
        return {delivery.account_id: delivery.reading for delivery in self.deliveries if delivery.reading}

    @cached_property
    def templates(self) -> tuple[Template, ...]:
        """The round's template, then every other that a counted plan was made with."""
        found = {} if self.template is None else {(self.template.id, self.template.version): self.template}
        for reading in self.counted.values():
            if reading.template:
                found.setdefault((reading.template.id, reading.template.version), reading.template)
        return tuple(found.values())

    @property
    def expected(self) -> tuple[Delivery, ...]:
        """The accounts of the portfolio that a plan is asked of; without a portfolio all that came."""
        return tuple(d for d in self.deliveries if d.asked and (d.account or self.portfolio is None))

    @property
    def delivered_of_expected(self) -> tuple[int, int]:
        """How many plans came of those that are asked; accounts that the portfolio does not know are in neither."""
        return sum(delivery.status == "delivered" for delivery in self.expected), len(self.expected)

    def with_status(self, status: DeliveryStatus) -> tuple[Delivery, ...]:
        return tuple(delivery for delivery in self.deliveries if delivery.status == status)

    def files_with(self, status: FileStatus) -> tuple[Collected, ...]:
        return tuple(file for file in self.collected if file.status == status)


def round_of(
    collected: Sequence[Collected],
    portfolio: Portfolio | None = None,
    template: Template | None = None,
    year: int | None = None,
    on_duplicate: Literal["error", "newest"] = "error",
) -> Round:
    """The round that these files make. Identical copies count once (the first); different plans of one account not at
    all, or, with `newest`, the one changed last. Each file of such an account says so in a finding."""
    year = year or (portfolio.settings.year if portfolio else None)
    remarks: dict[str, list[Finding]] = {}
    by_account: dict[str, list[Collected]] = {}
    for file in collected:
        remarks[file.file] = _remarks(file, portfolio, year)
        if file.account_id is not None and not any(finding.code == "other-year" for finding in remarks[file.file]):
            by_account.setdefault(file.account_id, []).append(file)
    settled = {account: _settle(account, files, on_duplicate, remarks) for account, files in by_account.items()}
    named = tuple(replace(file, findings=(*file.findings, *remarks[file.file])) for file in collected)
    chosen = {account: file.reading for account, file in settled.items() if file}
    deliveries = tuple(_deliveries(by_account, chosen, portfolio, template))
    return Round(named, deliveries, portfolio, template or _most_used(chosen.values()))


def _most_used(readings: Iterable[Reading | None]) -> Template | None:
    """The template of most plans, the first in a tie."""
    templates = [reading.template for reading in readings if reading and reading.template]
    counts: dict[tuple[str, str], int] = {}
    for template in templates:
        counts[template.id, template.version] = counts.get((template.id, template.version), 0) + 1
    return max(templates, key=lambda template: counts[template.id, template.version], default=None)


def _remarks(file: Collected, portfolio: Portfolio | None, year: int | None) -> list[Finding]:
    """What a file says about itself that does not fit this round."""
    if file.account_id is None or file.reading is None or file.reading.identity is None:
        return []
    born = file.reading.identity.year
    found: list[Finding] = []
    if portfolio and portfolio.account(file.account_id) is None and not _said(file, "account-unknown"):
        found.append(Finding("account-unknown", file=file.file, params={"account": file.account_id}))
    if year and born and born != year:
        years = {"year": str(born), "asked": str(year)}
        found.append(Finding("other-year", file=file.file, params=years))
    elif portfolio and file.status == "read":
        found += _currency_remarks(file.account_id, file.reading, portfolio)
    return found


def _currency_remarks(account_id: str, reading: Reading, portfolio: Portfolio) -> Iterator[Finding]:
    """Where a plan is in another currency than the portfolio says."""
    account, currency = portfolio.account(account_id), currency_of(reading)
    expected = account and (account.currency or portfolio.settings.currency)
    if expected and currency and currency != expected:
        answer = reading.of_role("currency")
        sheet, cell, field_id = (answer.sheet, answer.cell, answer.field) if answer else (None, None, None)
        params = {"account": account_id, "currency": currency, "expected": expected}
        yield Finding("currency-differs", reading.file, sheet, cell, field_id, params)


def currency_of(reading: Reading) -> str | None:
    """The currency that a plan itself names, else the one it was made with."""
    answer = reading.of_role("currency")
    made_with = reading.context.currency if reading.context else None
    return str(answer.value) if answer and answer.value else made_with


def _said(file: Collected, code: str) -> bool:
    return any(finding.code == code for finding in file.findings)


# -- one account, several files --------------------------------------------------------------------------------------
@dataclass
class _Version:
    """Files with the same answers, in order of path."""

    content: tuple[Any, ...]
    files: list[Collected] = field(default_factory=list)


def _settle(
    account: str, came: list[Collected], on_duplicate: str, remarks: dict[str, list[Finding]]
) -> Collected | None:
    """The file that counts for an account, None if they contradict each other; each of several says so."""
    files = [file for file in came if file.status == "read"]
    if len(files) < 2:
        return files[0] if files else None
    versions: list[_Version] = []
    for file in files:
        version = next((v for v in versions if _same(v, file)), None)
        if version is None:
            version = _Version(_content(file))
            versions.append(version)
        version.files.append(file)
    params: dict[str, Any] = {"account": account, "files": [file.file for file in files]}
    counts: Collected | None = None
    if len(versions) == 1:
        counts = files[0]
        params |= {"sentence": "account-copy", "counts": counts.file}
    elif on_duplicate == "newest":
        counts = max(versions, key=lambda version: max(map(_age, version.files))).files[0]
        params |= {"sentence": "account-newest", "counts": counts.file}
    level: Severity | None = "warning" if counts else None
    for file in files:
        remarks[file.file].append(Finding("account-duplicate", file=file.file, params=params, level=level))
    return counts


def _same(version: _Version, file: Collected) -> bool:
    return version.files[0].sha256 == file.sha256 != "" or version.content == _content(file)


def _content(file: Collected) -> tuple[Any, ...]:
    """By which answers are compared: their values, and the raw text where no value could be taken from it."""
    reading = file.reading
    assert reading is not None
    cells = [(key, answer) for key, answer in reading.answers.items()]
    cells += [
        (f"{row.id}.{key}", a) for rows in reading.tables.values() for row in rows for key, a in row.cells.items()
    ]
    unread = sorted((key, a.raw) for key, a in cells if a.raw and a.value is None and a.type != "computed")
    return reading.plan_answers().fingerprint(), tuple(unread)


def _age(file: Collected) -> tuple[date, int]:
    """What makes a file newer: the last change that the plan itself names, then the time of the file."""
    answer = file.reading.of_role("last-change") if file.reading else None
    changed = answer.value if answer else None
    return (changed if isinstance(changed, date) else date.min), file.modified


# -- who delivered ---------------------------------------------------------------------------------------------------
def _deliveries(
    by_account: Mapping[str, list[Collected]],
    chosen: Mapping[str, Reading | None],
    portfolio: Portfolio | None,
    template: Template | None,
) -> Iterable[Delivery]:
    accounts = {account.id: account for account in portfolio.accounts} if portfolio else {}
    for account_id in [*accounts, *sorted(set(by_account) - set(accounts))]:
        account = accounts.get(account_id)
        came = by_account.get(account_id, ())
        reading = chosen.get(account_id)
        asked = _asked(account, portfolio, template)
        status: DeliveryStatus = "delivered" if reading else "missing" if asked else "no-plan"
        if reading is None and any(file.status == "read" for file in came):
            status = "conflict"
        yield Delivery(account_id, status, account, reading, tuple(file.file for file in came), asked)


def _asked(account: Account | None, portfolio: Portfolio | None, template: Template | None) -> bool:
    """Whether a plan is asked of the account; where nothing says so, it is."""
    tier = portfolio.tier_of(account, template) if account and portfolio and template else None
    return tier is None or tier.plan
