"""What the tests of the demo look at: the plans of its accounts as they come back, made without writing a workbook."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from typing import Any

from accountplan.demo.mistakes import Draft
from accountplan.demo.portfolio import portfolio_of
from accountplan.demo.returned import Round, draft
from accountplan.demo.samples import Sample, load_samples
from accountplan.demo.vary import cast
from accountplan.portfolio.model import Account
from accountplan.template import load_template
from accountplan.template.model import Template


@dataclass(frozen=True)
class Plan:
    """One account's plan after a quarter."""

    sample: Sample
    account: Account
    draft: Draft
    quarter: str

    @property
    def well(self) -> bool:
        """What its sales person filled in is all right, whatever became of the file."""
        return set(self.sample.mistakes.get(self.quarter, ())) <= {"missing", "twice", "copy"}

    @property
    def quarters(self) -> list[str]:
        """The quarters that have been evaluated."""
        last = int(self.quarter[1:]) - (1 if self.sample.erred("late", self.quarter) else 0)
        return [f"q{number}" for number in range(1, last + 1)]

    def rows(self, table: str) -> dict[str, dict[str, Any]]:
        return self.draft.tables.get(table, {})

    def cell(self, table: str, row: str, field: str) -> Any:
        return self.rows(table).get(f"{table}.{row}", {}).get(field)


@cache
def template() -> Template:
    return load_template("accountplan")


@cache
def the_round(count: int, quarter: str, language: str = "nl", seed: int = 1) -> Round:
    samples = load_samples()
    portfolio = portfolio_of(samples, cast(samples, count, seed), template(), language)
    return Round(template(), portfolio, samples, quarter)


@cache
def plans(count: int, quarter: str, language: str = "nl", seed: int = 1) -> tuple[Plan, ...]:
    """The plan of every account that gets one."""
    return tuple(_plans(count, quarter, language, seed))


def _plans(count: int, quarter: str, language: str, seed: int) -> Iterator[Plan]:
    round_ = the_round(count, quarter, language, seed)
    for sample in cast(round_.samples, count, seed).accounts:
        account, tier = round_.portfolio.account(sample.id), template().tier(sample.tier)
        assert account is not None
        assert tier is not None
        if tier.plan:
            yield Plan(sample, account, draft(round_, account, sample), quarter)
