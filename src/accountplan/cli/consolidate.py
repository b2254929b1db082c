"""The command `consolidate`: from a folder of plans to the manager's summary, and to tables for other programs."""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from accountplan.cli.common import (
    PATH,
    Speaker,
    as_of_option,
    language_option,
    limit_option,
    log_option,
    must_be_folder,
    named,
    password_option,
    passwords_of,
    portfolio_of,
    printable,
    quiet_option,
    template_option,
    way,
    workbook_name,
    workers_option,
    worst,
    write_result,
)
from accountplan.cli.log import Log
from accountplan.messages import DEFAULT_LANGUAGE, stop

if TYPE_CHECKING:
    from accountplan.consolidate import Consolidated, Quarter, Tables
    from accountplan.portfolio.model import Portfolio
    from accountplan.template.library import Library
    from accountplan.workbook.limits import Limits


@click.command()
@click.argument("folder", type=PATH)
@click.option("--quarter", default=None, help="The quarter, as 2027-Q1.")
@click.option("--year", type=click.IntRange(1990, 2200), default=None, help="The whole year, instead of a quarter.")
@click.option("--output", "-o", type=PATH, default=None, help="The summary workbook to write.")
@click.option(
    "--data", type=PATH, default=None, help="A folder for the tables (CSV; Parquet where pyarrow is installed)."
)
@click.option("--pages", type=PATH, default=None, help="A workbook with a printable page per account, for the review.")
@click.option("--briefing", type=PATH, default=None, help="The same for who goes on a visit.")
@click.option(
    "--account", "accounts", multiple=True, help="Pages and briefings of this account only (may be repeated)."
)
@click.option(
    "--portfolio", type=PATH, default=None, help="The round's portfolio: who should deliver, targets, limits."
)
@click.option("--previous", type=PATH, default=None, help="The --data folder of the quarter before, to compare with.")
@click.option("--on-duplicate", type=click.Choice(["error", "newest"]), default="error",
              help="Different plans of one account: none counts, or the newest.")  # fmt: skip
@template_option
@as_of_option
@workers_option
@limit_option
@password_option
@log_option
@language_option
@quiet_option
def consolidate(  # noqa: PLR0917 (click gives every option by name)
    folder: Path, quarter: str | None, year: int | None, output: Path | None, data: Path | None,
    pages: Path | None, briefing: Path | None, accounts: tuple[str, ...], portfolio: Path | None,
    previous: Path | None, on_duplicate: Literal["error", "newest"], template: str | None, as_of: date | None,
    workers: int | None, limits: Limits, password_file: Path | None, log_file: Path | None, language: str | None,
    quiet: bool,
) -> int:  # fmt: skip
    """Read every plan workbook under FOLDER and write the quarterly summary, the tables, pages per account.

    \b
    Example: accountplan consolidate returned --quarter 2027-Q1 --portfolio portfolio.xlsx --output summary.xlsx
    """
    from accountplan.consolidate import consolidate as consolidated
    from accountplan.consolidate import write_data

    spoken = language or DEFAULT_LANGUAGE
    wanted = _quarter(quarter, year, spoken)
    workbooks = [workbook_name(path, spoken) for path in (output, pages, briefing) if path is not None]
    if not workbooks and data is None:
        raise stop(spoken, "nothing-asked")
    log = Log(log_file, spoken)
    read, library = _portfolio_if_any(portfolio, template, language)
    speaker = Speaker(language or (read.settings.language if read else DEFAULT_LANGUAGE), quiet)
    must_be_folder(folder, speaker.language)
    own = [path for path in (portfolio, *workbooks, *log.own) if path is not None]
    passwords = passwords_of(password_file, speaker.language)
    log.begin(limits, library.loaded(), portfolio)
    result = consolidated(
        folder, wanted, library.find, read, as_of=as_of, language=speaker.language, workers=workers,
        on_duplicate=on_duplicate, leave_out=own, previous=previous, limits=limits, passwords=passwords,
        progress=speaker.progress("reading"),
    )  # fmt: skip
    if read is not None:
        speaker.findings(read.findings)
    log.files(result.round.collected)
    written: list[Path] = []
    if data is not None:
        written += _write_data(write_data, result.tables, data, speaker.language)
    if output is not None:
        from accountplan.summary import summary_bytes

        write_result(output, summary_bytes(result, way(output.parent, folder)), speaker.language)
        written.append(output)
    written += _write_pages(result, pages, briefing, accounts, folder)
    if not quiet:
        for line in result.lines():
            click.echo(printable(line))
        click.echo(named(output or data or written[-1]))
    return log.end(written, result.exit_code or worst(read.findings if read else ()))


def _quarter(quarter: str | None, year: int | None, language: str) -> Quarter:
    from accountplan.consolidate import Quarter, parse_quarter

    if (quarter is None) == (year is None):
        raise stop(language, "quarter-or-year")
    return parse_quarter(quarter, language) if quarter is not None else Quarter(year or 0, 4)


def _portfolio_if_any(
    path: Path | None, template: str | None, language: str | None
) -> tuple[Portfolio | None, Library]:
    from accountplan.template.library import Library

    return portfolio_of(path, template, language) if path else (None, Library(template, language or DEFAULT_LANGUAGE))


def _write_pages(
    result: Consolidated, pages: Path | None, briefing: Path | None, accounts: Collection[str], folder: Path
) -> Iterator[Path]:
    """The workbooks with a page per account that were asked for."""
    from accountplan.summary.pages import Shape, pages_bytes

    asked: tuple[tuple[Shape, Path | None], ...] = (("pages", pages), ("briefings", briefing))
    for shape, path in asked:
        if path is not None:
            content = pages_bytes(result, shape, way(path.parent, folder), accounts)
            write_result(path, content, result.language)
            yield path


def _write_data(write: Callable[[Tables, Path], list[Path]], tables: Tables, folder: Path, language: str) -> list[Path]:
    try:
        return write(tables, folder)
    except OSError as error:
        raise stop(language, "folder-not-writable", folder=named(folder), why=error) from error
