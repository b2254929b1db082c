"""The whole round on sample data: portfolio, plans, the same as sales people fill them in, tables and summaries."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from accountplan.consolidate import Consolidated, Quarter, consolidate, write_data
from accountplan.demo.folder import enter, make_room, not_writable
from accountplan.demo.portfolio import portfolio_of
from accountplan.demo.returned import Round, write_returned
from accountplan.demo.samples import Samples, load_samples
from accountplan.demo.vary import Cast, cast
from accountplan.files import write_whole
from accountplan.messages import say as sentence
from accountplan.portfolio.generate import file_name, generate
from accountplan.portfolio.model import Portfolio
from accountplan.portfolio.read import read_portfolio
from accountplan.portfolio.write import portfolio_bytes
from accountplan.template.library import Library
from accountplan.template.model import Template

FIRST = "q1"
SECOND = "q2"
MANY = 60
"""Beyond so many accounts the demo ends after the first quarter: it is about size then, not about the year."""

Progress = Callable[[str, int, int], None]
"""Called with what is being done (`making`, `reading`), how many are done, and out of how many."""


@dataclass(frozen=True)
class Places:
    """Where a demo lays down what. After the first quarter the names carry the quarter."""

    folder: Path
    year: int
    logo_name: str

    @property
    def portfolio(self) -> Path:
        return self.folder / "portfolio.xlsx"

    @property
    def logo(self) -> Path:
        """Where the settings of the portfolio say that it lies."""
        return self.folder / self.logo_name

    @property
    def plans(self) -> Path:
        return self.folder / "plans"

    def returned(self, quarter: str) -> Path:
        return self.folder / f"returned{self._after(quarter)}"

    def data(self, quarter: str) -> Path:
        return self.folder / f"data{self._after(quarter)}"

    def summary(self, quarter: str) -> Path:
        return self.folder / f"summary-{self.year}-{quarter.upper()}.xlsx"

    def _after(self, quarter: str) -> str:
        return "" if quarter == FIRST else f"-{self.year}-{quarter.upper()}"


def run_demo(
    folder: Path,
    accounts: int = 12,
    language: str = "nl",
    seed: int = 1,
    say: Callable[[str], None] = print,
    progress: Progress | None = None,
) -> None:
    """Lay down a whole demo in `folder` and say, in six lines, what to open first.

    The same arguments give the same files. Raises `Stop` if the folder holds anything but an earlier demo, or cannot
    be written.
    """
    samples = load_samples()
    make_room(folder, language)
    try:
        demo = _Demo(folder, samples, cast(samples, accounts, seed), language, progress)
        demo.begin()
        quarters = (FIRST, SECOND) if accounts <= MANY else (FIRST,)
        for quarter in quarters:
            demo.quarter(quarter)
    except OSError as error:
        raise not_writable(folder, error, language) from error
    for line in demo.closing_lines(quarters):
        say(line)


class _Demo:
    def __init__(self, folder: Path, samples: Samples, actors: Cast, language: str, progress: Progress | None) -> None:
        self.samples, self.actors, self.language, self.progress = samples, actors, language, progress
        self.places = Places(folder, samples.year, samples.portfolio["settings"]["logo"])
        self.library = Library(None, language)
        self.template: Template = self.library.named(samples.portfolio["settings"]["template"])
        self.portfolio: Portfolio = portfolio_of(samples, actors, self.template, language)

    def begin(self) -> None:
        """The portfolio, and the workbooks as they are handed out in January."""
        write_whole(self.places.logo, self.samples.logo)
        write_whole(self.places.portfolio, portfolio_bytes(self.portfolio, self.template))
        self._enter([self.places.logo, self.places.portfolio])
        self.portfolio = read_portfolio(self.places.portfolio, self.library.named, self.language)
        made = generate(self.portfolio, self.template, self.places.plans, progress=self._counter("making"))
        self._enter([one.path for one in made if one.path])

    def quarter(self, quarter: str) -> None:
        """What came back after the quarter, and what follows from it."""
        the_round = Round(self.template, self.portfolio, self.samples, quarter)
        folder = self.places.returned(quarter)
        self._enter(write_returned(the_round, self.actors.accounts, folder, self._counter("making")))
        result = consolidate(
            folder, Quarter(self.samples.year, int(quarter[1:])), self.library.find, self.portfolio,
            language=self.language, progress=self._counter("reading"),
        )  # fmt: skip
        self._enter(write_data(result.tables, self.places.data(quarter)))
        self._summary(result, quarter)

    def _summary(self, result: Consolidated, quarter: str) -> None:
        from accountplan.summary import summary_bytes

        path = self.places.summary(quarter)
        write_whole(path, summary_bytes(result, self.places.returned(quarter).name))
        self._enter([path])

    def _enter(self, files: list[Path]) -> None:
        enter(self.places.folder, files)

    def _counter(self, what: str) -> Callable[[int, int], None] | None:
        progress = self.progress
        return None if progress is None else lambda done, total: progress(what, done, total)

    # -- the closing words -----------------------------------------------------------------------------------------
    def closing_lines(self, quarters: tuple[str, ...]) -> list[str]:
        """What to open first: six lines."""
        places, first = self.places, quarters[0]
        plan = self._example(None)
        return [
            self._line("first", summary=places.summary(first), quarter=f"{places.year}-{first.upper()}"),
            self._second_quarter(quarters),
            self._plan_line(plan),
            self._line("handed-out", plan=places.plans / plan, portfolio=places.portfolio, accounts=self._count()),
            self._line("data", data=places.data(first)),
            self._line("mistakes", returned=places.returned(first)),
        ]

    def _second_quarter(self, quarters: tuple[str, ...]) -> str:
        if len(quarters) > 1:
            return self._line("later", summary=self.places.summary(quarters[-1]))
        return self._line("one-quarter", returned=self.places.returned(quarters[0]), many=MANY)

    def _plan_line(self, plan: str) -> str:
        returned = self.places.returned(FIRST)
        other = next((sample.language for sample in self.actors.accounts if sample.language), None)
        if other is None or other == self.language:
            return self._line("plan", plan=returned / plan)
        return self._line("plan-and-english", plan=returned / plan, english=returned / self._example(other))

    def _example(self, language: str | None) -> str:
        """File name of the first account whose sample is in this language (None: the round's)."""
        sample = next(s for s in self.actors.accounts if s.language == language)
        account = self.portfolio.account(sample.id)
        assert account is not None
        return file_name(account)

    def _count(self) -> int:
        return len(self.actors.accounts)

    def _line(self, key: str, **params: object) -> str:
        shown = {name: value.as_posix() if isinstance(value, Path) else value for name, value in params.items()}
        return sentence(self.language, "demo", key, **shown)
