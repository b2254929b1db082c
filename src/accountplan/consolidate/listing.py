"""What lies in the folder and who delivered: files, accounts, answers and findings."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import replace
from datetime import date
from typing import Any

from accountplan.consolidate.plan import as_date, as_text
from accountplan.consolidate.quarter import Quarter
from accountplan.consolidate.rows import AccountRow, AnswerRow, DifferenceRow, FileRow, FindingRow, RoundRow
from accountplan.findings import Finding
from accountplan.portfolio.collected import Collected
from accountplan.portfolio.model import Portfolio
from accountplan.portfolio.round import Delivery, Round, currency_of
from accountplan.workbook.reading import Answer, Reading

_KEEPS_FROM_COUNTING = ("account-duplicate", "other-year")


def about(the_round: Round, quarter: Quarter, as_of: date, language: str, whole_year: bool) -> RoundRow:
    """What the tables are about."""
    settings = the_round.portfolio.settings if the_round.portfolio else None
    delivered, expected = the_round.delivered_of_expected
    return RoundRow(
        year=quarter.year,
        quarter=quarter.name,
        whole_year=whole_year,
        quarter_end=quarter.end(the_round.portfolio),
        as_of=as_of,
        return_by=settings.return_by.get(f"q{quarter.number}") if settings else None,
        language=language,
        currency=settings.currency if settings else None,
        company=(settings.company or None) if settings else None,
        expected=expected,
        delivered=delivered,
    )


def files(the_round: Round) -> Iterator[FileRow]:
    """Every file of the folder, by path."""
    counted = {reading.file for reading in the_round.counted.values()}
    for file in the_round.collected:
        reading = file.reading if file.status == "read" else None
        identity = reading.identity if reading else None
        counts = file.file in counted
        yield FileRow(
            file=file.file,
            sha256=file.sha256 or None,
            status=file.status,
            account_id=file.account_id,
            template=identity.template if identity else None,
            version=identity.version if identity else None,
            language=identity.language if identity else None,
            answered=reading.completeness.answered if reading else None,
            required=reading.completeness.required if reading else None,
            errors=count(file.findings, "error"),
            warnings=count(file.findings, "warning"),
            year=identity.year if identity else None,
            counts=counts,
            reason=None if counts else _reason(file),
        )


def count(findings: tuple[Finding, ...], severity: str) -> int:
    return sum(finding.severity == severity for finding in findings)


def _reason(file: Collected) -> str | None:
    """Why a file does not count: the finding that says so."""
    if file.status != "read":
        return file.reason
    codes = [finding.code for finding in file.findings]
    return next((code for code in _KEEPS_FROM_COUNTING if code in codes), "identity-missing")


def accounts(the_round: Round, quarter: Quarter | None = None, as_of: date | None = None) -> Iterator[AccountRow]:
    """Every account of the portfolio, then every other that delivered.

    With `quarter` they say when their plans had to be back, with `as_of` how late is what has not come.
    """
    files, portfolio = {file.file: file for file in the_round.collected}, the_round.portfolio
    by = portfolio.settings.return_by.get(f"q{quarter.number}") if portfolio and quarter else None
    expected = {delivery.account_id for delivery in the_round.expected}
    for delivery in the_round.deliveries:
        row = _account(delivery, portfolio, [files[name] for name in delivery.files if name in files])
        asked = delivery.account_id in expected
        due = by if asked else None
        yield replace(row, expected=asked, return_by=due, days_late=_days_late(row, due, as_of))


def _days_late(row: AccountRow, due: date | None, as_of: date | None) -> int | None:
    """None where nobody can tell."""
    day = row.saved_on if row.status == "delivered" else row.saved_on or as_of
    return None if due is None or day is None else max(0, (day - due).days)


def _account(delivery: Delivery, portfolio: Portfolio | None, came: list[Collected]) -> AccountRow:
    account, reading = delivery.account, delivery.reading
    manager = portfolio.person(account.manager) if portfolio and account else None
    named = manager.name if manager else account.manager if account else None
    here = next((file.findings for file in came if reading and file.file == reading.file), ())
    told = reading or next((file.reading for file in came if file.status == "read"), None)
    return AccountRow(
        account_id=delivery.account_id,
        account_name=account.name if account else _of_role(told, "account-name"),
        account_manager=named or _raw(told, "account-manager"),
        team=(account.team if account else None) or (manager.team if manager else None),
        region=account.region if account else None,
        tier=(account.tier if account else None) or (reading.identity.tier if reading and reading.identity else None),
        status=delivery.status,
        currency=_currency(delivery, portfolio),
        file=reading.file if reading else None,
        manager_key=(account.manager if account else None) or _of_role(told, "account-manager"),
        in_portfolio=account is not None,
        filled_in=reading.filled_in if reading else None,
        answered=reading.completeness.answered if reading else None,
        required=reading.completeness.required if reading else None,
        errors=count(here, "error") if reading else None,
        warnings=count(here, "warning") if reading else None,
        plan_status=_of_role(reading, "status"),
        last_change=as_date(_value(reading, "last-change")),
        saved_on=_saved_on([reading] if reading else [file.reading for file in came if file.reading]),
        files=len(came),
        version=reading.identity.version if reading and reading.identity else None,
        **_facts(reading),
    )


def _saved_on(readings: Iterable[Reading]) -> date | None:
    return max((reading.saved.date() for reading in readings if reading.saved), default=None)


def _facts(reading: Reading | None) -> dict[str, Any]:
    """What the plan says of the customer, by the roles of its questions; None where it says nothing."""
    roles = ("industry", "size", "customer-since", "customer-revenue", "max-revenue", "potential-used", "fit",
             "satisfied", "satisfaction-score", "satisfaction-why", "priority-reason")  # fmt: skip
    return {role.replace("-", "_"): _computed_or_given(reading, role) for role in roles}


def _computed_or_given(reading: Reading | None, role: str) -> Any:
    question = reading.template.question_by_role(role) if reading and reading.template else None
    if reading is None or question is None:
        return None
    return reading.values().question(question.id) if question.computed else _value(reading, role)


def _currency(delivery: Delivery, portfolio: Portfolio | None) -> str | None:
    """The plan's own currency, else the account's, else the portfolio's."""
    if delivery.reading:
        return currency_of(delivery.reading)
    own = delivery.account.currency if delivery.account else None
    return own or (portfolio.settings.currency if portfolio else None)


def _value(reading: Reading | None, role: str) -> object:
    answer = reading.of_role(role) if reading else None
    return answer.value if answer else None


def _of_role(reading: Reading | None, role: str) -> str | None:
    return as_text(_value(reading, role))


def _raw(reading: Reading | None, role: str) -> str | None:
    answer = reading.of_role(role) if reading else None
    return (answer.raw or None) if answer else None


def answers(account_id: str, reading: Reading) -> Iterator[AnswerRow]:
    """Every question of a plan, answered or not, every cell of its filled table rows, and what is no longer asked."""
    for field, answer in reading.answers.items():
        yield _answer(account_id, field, answer, reading.file)
    for rows in reading.tables.values():
        for row in rows:
            if row.filled:
                for field, answer in row.cells.items():
                    yield _answer(account_id, f"{row.id}.{field}", answer, reading.file, row.id)
    for field, answer in reading.retired.items():
        yield _answer(account_id, field, answer, reading.file)


def _answer(account_id: str, field: str, answer: Answer, file: str, row: str | None = None) -> AnswerRow:
    raw = answer.raw or None
    return AnswerRow(account_id, field, answer.value, file, answer.sheet, answer.cell, answer.type, raw, row)


def findings(the_round: Round, language: str) -> Iterator[FindingRow]:
    """Every finding of every file, in the order of the files; the portfolio's own are not among them."""
    for file in the_round.collected:
        for finding in file.findings:
            yield FindingRow(
                file=file.file,
                account_id=file.account_id,
                severity=finding.severity,
                code=finding.code,
                message=finding.of_file(file.file).message(language),
                sheet=finding.sheet,
                cell=finding.cell,
                field=finding.field,
            )


def differences(the_round: Round) -> Iterator[DifferenceRow]:
    """Where the files of one account contradict each other: by account and answer, a row per file."""
    for one in the_round.differences:
        yield DifferenceRow(
            one.account_id, one.field, one.label, one.file, one.sheet, one.cell, one.raw or None
        )  # fmt: skip
