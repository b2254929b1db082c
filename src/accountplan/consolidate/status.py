"""Who delivered, who did not, how complete, how old: the rows behind the `status` command."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date

from accountplan.consolidate.listing import accounts
from accountplan.portfolio.round import Round


@dataclass(frozen=True, slots=True)
class StatusRow:
    """One account. `days_old` is how long before `as_of` the plan was last changed, by its own word."""

    account_id: str
    account_name: str | None
    account_manager: str | None
    status: str
    file: str | None
    answered: int | None
    required: int | None
    errors: int | None
    warnings: int | None
    last_change: date | None
    days_old: int | None
    filled_in: bool | None
    files: tuple[str, ...]
    """All files in which the account came; more than one is a copy or a conflict."""


def status(the_round: Round, as_of: date | None = None) -> Iterator[StatusRow]:
    """Every account of the round: the portfolio's in its order, then the others."""
    files = {delivery.account_id: delivery.files for delivery in the_round.deliveries}
    for row in accounts(the_round):
        yield StatusRow(
            account_id=row.account_id,
            account_name=row.account_name,
            account_manager=row.account_manager,
            status=row.status,
            file=row.file,
            answered=row.answered,
            required=row.required,
            errors=row.errors,
            warnings=row.warnings,
            last_change=row.last_change,
            days_old=(as_of - row.last_change).days if as_of and row.last_change else None,
            filled_in=row.filled_in,
            files=files[row.account_id],
        )
