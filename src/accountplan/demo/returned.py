"""What comes back after a quarter: one workbook per account, and sometimes none, or one too many."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from datetime import date, datetime, time, timedelta
from pathlib import Path

from accountplan.demo.answers import Moment, fill_in
from accountplan.demo.mistakes import Draft, make
from accountplan.demo.samples import Desk, Sample, Samples
from accountplan.files import write_whole
from accountplan.messages import say
from accountplan.portfolio.generate import born_answers, file_name, identity_of, plan_context
from accountplan.portfolio.model import Account, Portfolio
from accountplan.portfolio.workers import each
from accountplan.template.model import Template
from accountplan.workbook.write import plan_bytes

_OTHERWISE = 1.04
"""How much more the second of two different copies says was realised."""
_SAVED_AT = time(16, 30)
"""When on the day of its last change a workbook was saved."""


@dataclass(frozen=True)
class Round:
    """What all sales people have in common: the template, the portfolio, the samples, the quarter that ended."""

    template: Template
    portfolio: Portfolio
    samples: Samples
    quarter: str


@dataclass(frozen=True)
class Returned:
    """A file that came back."""

    name: str
    content: bytes


def write_returned(
    the_round: Round, accounts: tuple[Sample, ...], folder: Path, progress: Callable[[int, int], None] | None = None
) -> list[Path]:
    """Write every file that came back into `folder`; the accounts in their order. Raises OSError."""
    folder.mkdir(parents=True, exist_ok=True)
    paths: list[Path] = []
    for done, files in enumerate(each(returned, the_round, accounts), start=1):
        for file in files:
            write_whole(folder / file.name, file.content)
            paths.append(folder / file.name)
        if progress:
            progress(done, len(accounts))
    return paths


def returned(the_round: Round, sample: Sample) -> list[Returned]:
    """The files of one account: none for a tier without plans and from somebody who sends nothing."""
    account = the_round.portfolio.account(sample.id)
    tier = the_round.template.tier(sample.tier)
    if account is None or (tier and not tier.plan) or sample.erred("missing", the_round.quarter):
        return []
    name, language = file_name(account), account.language or the_round.portfolio.settings.language
    files = [Returned(name, _workbook(the_round, account, sample))]
    if sample.erred("twice", the_round.quarter):
        other = say(language, "demo", "second-version", name=name.removesuffix(".xlsx"))
        second = _workbook(the_round, account, otherwise(sample, the_round.quarter), days_later=1)
        files.append(Returned(f"{other}.xlsx", second))
    if sample.erred("copy", the_round.quarter):
        files.append(Returned(say(language, "demo", "copy-of", name=name), files[0].content))
    return files


def otherwise(sample: Sample, quarter: str) -> Sample:
    """The same account with another figure in the quarter, as if corrected afterwards."""
    actual = sample.figures["actual"]
    first, *rest = actual[quarter].items()
    changed = {**actual, quarter: {first[0]: round(first[1] * _OTHERWISE, 3), **dict(rest)}}
    return replace(sample, figures={**sample.figures, "actual": changed})


def draft(the_round: Round, account: Account, sample: Sample) -> Draft:
    """What the sales person fills in for this account, mistakes included."""
    context = plan_context(the_round.template, the_round.portfolio, account)
    desk = Desk(sample, context, the_round.samples.places, the_round.samples.names["corrections"])
    born, _ = born_answers(the_round.template, the_round.portfolio, account)
    late = sample.erred("late", the_round.quarter)
    moment = Moment.late(desk, the_round.quarter) if late else Moment.after(desk, the_round.quarter)
    filled = Draft.of(the_round.template, desk, fill_in(the_round.template, desk, born, moment))
    for mistake in sample.mistakes.get(the_round.quarter, ()):
        make(filled, mistake)
    return filled


def _workbook(the_round: Round, account: Account, sample: Sample, days_later: int = 0) -> bytes:
    template, portfolio = the_round.template, the_round.portfolio
    filled = draft(the_round, account, sample)
    born, _ = born_answers(template, portfolio, account)
    return plan_bytes(
        template, filled.desk.context, filled.answers(), identity_of(template, portfolio, account, born),
        account_name=account.name, accent=portfolio.settings.accent, company=portfolio.settings.company,
        logo=portfolio.settings.picture,
        typed=filled.typed, saved=_saved(filled, days_later),
    )  # fmt: skip


def _saved(filled: Draft, days_later: int) -> datetime | None:
    """When the workbook was saved last: on the day that it names itself, or so many days later."""
    question = filled.template.question_by_role("last-change")
    day = filled.fields.get(question.id) if question else None
    return datetime.combine(day + timedelta(days=days_later), _SAVED_AT) if isinstance(day, date) else None
