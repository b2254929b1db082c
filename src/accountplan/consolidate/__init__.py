"""From many readings to tables: figures, totals, and who delivered.

result = consolidate(Path("returned"), parse_quarter("2027-Q1"), find, portfolio)
result.tables.evaluations      # typed rows
result.frames()["goals"]       # a pandas DataFrame
write_data(result.tables, Path("data"))
"""

from __future__ import annotations

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import cached_property
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from accountplan.checks import Moment
from accountplan.consolidate.data import write_data
from accountplan.consolidate.previous import Previous, read_previous
from accountplan.consolidate.quarter import Quarter, parse_quarter
from accountplan.consolidate.rows import Tables
from accountplan.consolidate.status import StatusRow, status
from accountplan.consolidate.tables import tables
from accountplan.consolidate.totals import kpis_of
from accountplan.consolidate.words import Words
from accountplan.messages import DEFAULT_LANGUAGE, say, stop
from accountplan.portfolio.collect import Progress, TemplateFinder, collect_at
from accountplan.portfolio.model import Portfolio
from accountplan.portfolio.round import Round
from accountplan.workbook.limits import LIMITS, Limits

if TYPE_CHECKING:
    import pandas as pd

__all__ = [
    "Consolidated", "Quarter", "StatusRow", "Tables", "consolidate", "consolidate_each", "parse_quarter", "status",
    "tables", "write_data",
]  # fmt: skip


@dataclass(frozen=True)
class Consolidated:
    """A round made into tables. `as_of` is the day that deadlines were held against, `previous` what it was compared
    with; without one, with what the workbooks say of the quarter before.

    `whole_year` says that a year was asked for: its figures are those of the last quarter, counted from 1 January.
    """

    round: Round
    quarter: Quarter
    as_of: date
    language: str
    tables: Tables
    previous: Previous | None = None
    whole_year: bool = False

    @property
    def period(self) -> str:
        """What was asked for: `2027-Q1`, or `2027` for a whole year."""
        return str(self.quarter.year) if self.whole_year else str(self.quarter)

    def frames(self) -> dict[str, pd.DataFrame]:
        """The tables as DataFrames, by the names of the contract."""
        from accountplan.consolidate.frames import frames

        return frames(self.tables)

    @cached_property
    def counts(self) -> Mapping[str, int]:
        """Files read, refused, ignored; accounts delivered, of those expected, and of those late; errors; totals that
        were checked, and that disagree."""
        delivered, expected = self.round.delivered_of_expected
        status_of = [delivery.status for delivery in self.round.expected]
        accounts = self.tables.accounts
        return {
            "found": len(self.tables.files),
            **{name: sum(row.status == name for row in self.tables.files) for name in ("read", "refused", "ignored")},
            **{name: status_of.count(name) for name in ("missing", "conflict")},
            "delivered": len(self.round.counted),
            "delivered_expected": delivered,
            "expected": expected,
            "late": sum(row.expected and row.status == "delivered" and bool(row.days_late) for row in accounts),
            "errors": sum(row.severity == "error" for row in self.tables.findings),
            "checks": len(self.tables.reconciliation),
            "disagreeing": sum(not row.agrees for row in self.tables.reconciliation),
        }

    @cached_property
    def reds(self) -> Mapping[str, int]:
        """Accounts on red in the quarter asked, per point."""
        whole = [row for row in self.tables.totals if row.dimension == "portfolio" and not row.converted]
        return {kpi: sum(row.red for row in whole if row.kpi == kpi) for kpi in kpis_of(self.round)}

    @property
    def exit_code(self) -> int:
        """1 where a person is needed: an error, or a file that could not be read; else 0."""
        return int(self.counts["errors"] > 0 or self.counts["refused"] > 0)

    @cached_property
    def refused(self) -> tuple[str, ...]:
        """The files that could not be read, by path."""
        return tuple(row.file for row in self.tables.files if row.status == "refused")

    def lines(self) -> list[str]:
        """What the command says at its end: files, refused by name, deliveries, reds; and totals that disagree."""
        language, counts = self.language, self.counts
        words = Words(self.round, language)
        reds = [f"{words.point(code)} {count}" for code, count in self.reds.items() if count]
        refused = list(self.refused) or say(language, "word", "nothing")
        return [
            say(language, "cli", "consolidate-files", **counts),
            say(language, "cli", "consolidate-refused", files=refused),
            say(language, "cli", "consolidate-delivered", **counts),
            say(language, "cli", f"consolidate-{self._known_reds}", points=reds, period=self.period),
            *([say(language, "cli", "consolidate-disagreeing", **counts)] if counts["disagreeing"] else []),
        ]

    @property
    def _known_reds(self) -> Literal["reds", "no-reds", "no-figures"]:
        """Nothing on red is good news only where there are figures."""
        if any(self.reds.values()):
            return "reds"
        whole = [row for row in self.tables.totals if row.dimension == "portfolio"]
        return "no-reds" if any(row.green or row.amber for row in whole) else "no-figures"

    def as_json(self) -> dict[str, object]:
        """The same for programs."""
        counts = dict(self.counts)
        return {
            "period": self.period,
            "as_of": self.as_of.isoformat(),
            **{name: counts[name] for name in ("found", "read", "refused", "ignored")},
            "refused_files": list(self.refused),
            "delivered": counts["delivered_expected"],
            **{name: counts[name] for name in ("expected", "late", "missing", "conflict", "errors")},
            "reds": dict(self.reds),
            "totals": counts["checks"],
            "totals_disagreeing": counts["disagreeing"],
        }


def consolidate(  # noqa: PLR0913 (a round has as many circumstances)
    folder: Path,
    quarter: Quarter,
    find: TemplateFinder,
    portfolio: Portfolio | None = None,
    *,
    whole_year: bool = False,
    as_of: date | None = None,
    language: str | None = None,
    workers: int | None = None,
    on_duplicate: Literal["error", "newest"] = "error",
    leave_out: Collection[Path] = (),
    previous: Path | None = None,
    limits: Limits = LIMITS,
    passwords: Sequence[str] = (),
    progress: Progress | None = None,
) -> Consolidated:
    """Read every plan workbook under `folder` and make the tables of the quarter.

    `find` gives a template by its id. `as_of` is by default the last day of the quarter; `language` the portfolio's.
    `whole_year` says that the last quarter is asked for as the end of its year.
    `leave_out` are files that are no plans: the portfolio itself, an earlier summary. `previous` is the data folder of
    an earlier summary, to compare with. Raises `Stop` where nothing can be done: no such folder, no plan in it and no
    portfolio, a portfolio of another year.
    """
    found = consolidate_each(
        folder, [quarter], find, portfolio, as_of=as_of, language=language, workers=workers,
        on_duplicate=on_duplicate, leave_out=leave_out, previous=previous, limits=limits, passwords=passwords,
        progress=progress, whole_year=whole_year,
    )  # fmt: skip
    return next(found)


def consolidate_each(  # noqa: PLR0913 (a round has as many circumstances)
    folder: Path,
    quarters: Sequence[Quarter],
    find: TemplateFinder,
    portfolio: Portfolio | None = None,
    *,
    whole_year: bool = False,
    as_of: date | None = None,
    language: str | None = None,
    workers: int | None = None,
    on_duplicate: Literal["error", "newest"] = "error",
    leave_out: Collection[Path] = (),
    previous: Path | None = None,
    limits: Limits = LIMITS,
    passwords: Sequence[str] = (),
    progress: Progress | None = None,
) -> Iterator[Consolidated]:
    """`consolidate` for several quarters of one year, in their order: every file is read once, before the first.

    Without `as_of`, each quarter is held against its own last day. `previous` is of the quarter before the first; the
    others are compared with what the workbooks say. Raises `Stop` for quarters of different years, too.
    """
    language = language or (portfolio.settings.language if portfolio else DEFAULT_LANGUAGE)
    year = portfolio.settings.year if portfolio else quarters[0].year
    for quarter in quarters:
        if quarter.year != year:
            key = "consolidate-other-year" if portfolio else "consolidate-years"
            raise stop(language, key, quarter=str(quarter), year=str(year))
    earlier = read_previous(previous, quarters[0], language) if previous else None
    days = [as_of or quarter.end(portfolio) for quarter in quarters]
    moments = [Moment(day, quarter.number) for day, quarter in zip(days, quarters, strict=True)]
    rounds = collect_at(
        folder, moments, find, portfolio, year=year, workers=workers, on_duplicate=on_duplicate,
        leave_out=leave_out, limits=limits, passwords=passwords, language=language, progress=progress,
    )  # fmt: skip
    for quarter, day in zip(quarters, days, strict=True):
        try:
            the_round = next(rounds)
        except OSError as error:
            raise stop(language, "consolidate-folder", folder=str(folder), why=error) from error
        if portfolio is None and all(file.status == "ignored" for file in the_round.collected):
            raise stop(language, "consolidate-empty", folder=str(folder))
        found = tables(the_round, quarter, day, language, earlier, whole_year)
        yield Consolidated(the_round, quarter, day, language, found, earlier, whole_year)
        earlier = None
