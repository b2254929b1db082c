"""What a round comes to: which file counts for which account, who delivered, who did not, and what is in dispute."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from typing import Literal

from accountplan.findings import Finding
from accountplan.portfolio.collected import Collected
from accountplan.portfolio.duplicates import Difference, OnDuplicate, settle
from accountplan.portfolio.model import Account, Portfolio
from accountplan.template.model import Template
from accountplan.workbook.reading import Reading

DeliveryStatus = Literal["delivered", "missing", "conflict", "no-plan"]
"""`no-plan`: the account's tier asks for none, and none came."""


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
    differences: tuple[Difference, ...] = ()
    """Where files of one account contradict each other: by account, answer and file."""

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


def round_of(
    collected: Sequence[Collected],
    portfolio: Portfolio | None = None,
    template: Template | None = None,
    year: int | None = None,
    on_duplicate: OnDuplicate = "error",
) -> Round:
    """The round that these files make. Each file of an account that came more than once says so in a finding."""
    year = year or (portfolio.settings.year if portfolio else None)
    collected = _as_accounts(collected, portfolio)
    remarks = {file.file: _remarks(file, portfolio, year) for file in collected}
    by_account: dict[str, list[Collected]] = {}
    for file in collected:
        if file.account_id is not None and not any(finding.code == "other-year" for finding in remarks[file.file]):
            by_account.setdefault(file.account_id, []).append(file)
    settled = {account: settle(account, files, on_duplicate) for account, files in by_account.items()}
    for one in settled.values():
        for name, finding in one.findings.items():
            remarks[name].append(finding)
    named = tuple(replace(file, findings=(*file.findings, *remarks[file.file])) for file in collected)
    chosen = {account: one.counts.reading for account, one in settled.items() if one.counts}
    deliveries = tuple(_deliveries(by_account, chosen, portfolio, template))
    differences = tuple(difference for one in settled.values() for difference in one.differences)
    return Round(named, deliveries, portfolio, template or _most_used(chosen.values()), differences)


def _as_accounts(collected: Sequence[Collected], portfolio: Portfolio | None) -> list[Collected]:
    """The files, each under the account of the portfolio that differs from what it says in case and spaces only.

    Without a portfolio the first file with an account's number says how it is written.
    """
    exact = {account.id for account in portfolio.accounts} if portfolio else set()
    spellings: dict[str, list[str]] = {}
    for known in (account.id for account in portfolio.accounts) if portfolio else ():
        spellings.setdefault(account_key(known), []).append(known)
    named: list[Collected] = []
    for file in collected:
        said = file.account_id
        known_as = spellings.setdefault(account_key(said), [said]) if said is not None else []
        if said is None or said in exact or len(known_as) > 1 or known_as[0] == said:
            named.append(file)
            continue
        params = {"account": said, "known": known_as[0]}
        spelling = Finding("account-spelling", file=file.file, params=params)
        named.append(replace(file, known_as=known_as[0], findings=(*file.findings, spelling)))
    return named


def account_key(account_id: str) -> str:
    """An account's number without what people do to it in typing: case and spaces."""
    return "".join(account_id.split()).casefold()


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
