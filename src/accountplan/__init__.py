"""accountplan: one structured Excel workbook per account, read back and consolidated into a quarterly summary.

    import accountplan

    template = accountplan.load_template("accountplan")
    portfolio = accountplan.read_portfolio("portfolio.xlsx")
    accountplan.generate(portfolio, "plans")
    reading = accountplan.read_plan("returned/A-001 Bedrijf ABC.xlsx")
    reading.answers["hist.customer_revenue"].value
    frames = accountplan.frames("returned", "2027-Q1", portfolio)
    frames["evaluations"]          # a pandas DataFrame

Everything here raises `accountplan.Stop` where nothing can be done; its text is one clear line for a person.
"""

from __future__ import annotations

import os
from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

from accountplan.errors import Stop, TemplateError
from accountplan.findings import Finding

if TYPE_CHECKING:
    import pandas as pd

    from accountplan.portfolio.generate import Made
    from accountplan.portfolio.model import Portfolio
    from accountplan.template.model import Template
    from accountplan.workbook.reading import Reading

__all__ = [
    "Finding",
    "Stop",
    "TemplateError",
    "frames",
    "generate",
    "load_template",
    "read_plan",
    "read_plans",
    "read_portfolio",
]

FilePath = str | os.PathLike[str]


def load_template(name: FilePath = "accountplan") -> Template:
    """The template with this name, or in this folder. Raises `TemplateError` with every mistake in it."""
    from accountplan.template import load_template as load

    return load(Path(name) if not isinstance(name, str) else name)


def read_portfolio(path: FilePath, template: FilePath | None = None) -> Portfolio:
    """The portfolio workbook: typed rows, and what is wrong with it as `findings`. `template` overrides its own."""
    from accountplan.portfolio.read import read_portfolio as read
    from accountplan.template.library import Library

    library = Library(None if template is None else str(template), near=Path(path).parent)
    return read(Path(path), library.named)


def generate(
    portfolio: Portfolio,
    folder: FilePath,
    *,
    accounts: Sequence[str] = (),
    force: bool = False,
    template: FilePath | None = None,
) -> list[Made]:
    """One plan workbook per account in `folder` (only `accounts`, by id, if given): what became of each."""
    from accountplan.portfolio.generate import generate as make

    loaded = load_template(template if template is not None else portfolio.settings.template)
    return make(portfolio, loaded, Path(folder), only=accounts, force=force)


def read_plan(
    path: FilePath, *, template: FilePath | None = None, as_of: date | None = None, passwords: Sequence[str] = ()
) -> Reading:
    """What stands in one plan workbook: answers, findings, and the place of each. Never raises for a bad file.

    For many files `read_plans` is much faster.
    """
    return next(read_plans([path], template=template, as_of=as_of, passwords=passwords))


def read_plans(
    paths: Iterable[FilePath],
    *,
    template: FilePath | None = None,
    as_of: date | None = None,
    workers: int | None = None,
    limits: Mapping[str, int] | None = None,
    passwords: Sequence[str] = (),
) -> Iterator[Reading]:
    """What stands in each of these plan workbooks, in their order, read by several processes (None: one per core).

    A file that ends its process, or needs more than `limits` allow (such as `{"seconds": 30}`), costs itself only.
    Each of `passwords` is tried on a workbook that is behind one (needs `accountplan[encrypted]`).
    """
    from accountplan.checks import Moment
    from accountplan.portfolio.collect import read_files
    from accountplan.portfolio.folder import Found, shown_name
    from accountplan.portfolio.reader import WorkbookReader
    from accountplan.template.library import Library
    from accountplan.workbook.limits import Limits

    allowed = Limits.of(limits or {})
    library = Library(None if template is None else str(template))
    files = [Found(Path(path), shown_name(Path(path).as_posix())) for path in paths]
    reader = WorkbookReader(library.find, moments=(Moment(as_of),), limits=allowed, passwords=tuple(passwords))
    for collected in read_files(files, library.find, reader, workers=workers, limits=allowed):
        if collected.reading is not None:
            yield collected.reading


def frames(
    folder: FilePath, quarter: str, portfolio: Portfolio | None = None, *, template: FilePath | None = None
) -> dict[str, pd.DataFrame]:
    """Every plan under `folder` as DataFrames, by the names and columns of `consolidate --data`. `quarter`: 2027-Q1."""
    from accountplan.consolidate import consolidate, parse_quarter
    from accountplan.template.library import Library

    library = Library(None if template is None else str(template))
    return consolidate(Path(folder), parse_quarter(quarter), library.find, portfolio).frames()
