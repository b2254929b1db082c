"""Commands on a round: `init`, `generate`, `consolidate`, `status` and `demo`."""

from __future__ import annotations

import dataclasses
import json
import os
from collections.abc import Callable, Iterator
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
    named,
    password_option,
    passwords_of,
    printable,
    quiet_option,
    template_option,
    workbook_name,
    workers_option,
    worst,
    write_result,
)
from accountplan.cli.log import Log
from accountplan.messages import DEFAULT_LANGUAGE, LANGUAGES, say, stop

if TYPE_CHECKING:
    from accountplan.consolidate import Quarter, StatusRow, Tables
    from accountplan.portfolio.model import Portfolio
    from accountplan.template.library import Library
    from accountplan.template.model import Template
    from accountplan.workbook.limits import Limits


@click.command()
@click.argument("portfolio", type=PATH)
@click.option("--from", "source", type=PATH, default=None, help="A customer list out of a CRM (CSV).")
@click.option("--year", type=click.IntRange(1990, 2199), default=None, help="Plan year (default: the coming one).")
@click.option("--force", is_flag=True, help="Replace a portfolio that exists.")
@template_option
@language_option
@quiet_option
def init(
    portfolio: Path, source: Path | None, year: int | None, force: bool, template: str | None, language: str | None,
    quiet: bool,
) -> int:  # fmt: skip
    """The portfolio workbook of a round: accounts, people, product groups, sales plan, settings.

    \b
    Example: accountplan init portfolio.xlsx --from customers.csv --year 2027
    """
    from accountplan.portfolio.customers import customers_from_csv
    from accountplan.portfolio.start import new_portfolio
    from accountplan.portfolio.write import portfolio_bytes
    from accountplan.template.library import Library

    speaker = Speaker(language or DEFAULT_LANGUAGE, quiet)
    workbook_name(portfolio, speaker.language)
    if portfolio.exists() and not force:
        raise stop(speaker.language, "file-exists", file=named(portfolio))
    loaded = Library(template, speaker.language).named("accountplan")
    imported = customers_from_csv(source, loaded, speaker.language) if source else None
    seen = _as_seen_from(portfolio.parent, template)
    made = new_portfolio(loaded, year or _coming_year(), speaker.language, imported, seen)
    write_result(portfolio, portfolio_bytes(made, loaded), speaker.language)
    findings = imported.findings if imported else ()
    speaker.findings(findings)
    if imported and imported.unmatched:
        speaker.say("init-unmatched", columns=", ".join(imported.unmatched))
    speaker.say("init-done", file=named(portfolio), accounts=len(made.accounts))
    return worst(findings)


def _as_seen_from(folder: Path, template: str | None) -> str | None:
    """A template's own folder by the way from the portfolio, so that both can be moved together; names stay names."""
    from accountplan.template import shipped_templates

    if template is None or template in shipped_templates():
        return template
    return _way(folder, Path(template))


def _coming_year() -> int:
    """The year that plans are being made for: from July on the next one. The only place that looks at a clock."""
    today = date.today()  # noqa: DTZ011 (the day where the person is)
    return today.year + (today.month >= 7)


@click.command()
@click.argument("portfolio", type=PATH)
@click.option("--output", "-o", type=PATH, required=True, help="The folder for the workbooks.")
@click.option("--account", "accounts", multiple=True, help="Only this account (may be repeated).")
@click.option("--force", is_flag=True, help="Replace workbooks that exist (never one that has been filled in).")
@template_option
@workers_option
@log_option
@language_option
@quiet_option
def generate(  # noqa: PLR0917 (click gives every option by name)
    portfolio: Path, output: Path, accounts: tuple[str, ...], force: bool, template: str | None, workers: int | None,
    log_file: Path | None, language: str | None, quiet: bool,
) -> int:  # fmt: skip
    """One plan workbook per account: tier A the full plan, B the short one, C none.

    \b
    Example: accountplan generate portfolio.xlsx --output plans
    """
    from accountplan.portfolio.generate import generate as generate_plans

    log = Log(log_file, language or DEFAULT_LANGUAGE)
    read, library = _portfolio(portfolio, template, language)
    speaker = Speaker(language or read.settings.language, quiet)
    asked = _template_of(read, library)
    log.begin(None, [asked], portfolio)
    made = generate_plans(
        read, asked, output, only=accounts, force=force, workers=workers,
        language=speaker.language, progress=speaker.progress("making"),
    )  # fmt: skip
    findings = [*read.findings, *(finding for one in made for finding in one.findings)]
    speaker.findings(findings)
    count = sum(one.path is not None for one in made)
    speaker.say("generate-done", made=count, folder=named(output), skipped=len(made) - count)
    log.made(made, asked)
    return log.end((one.path for one in made if one.path), worst(findings))


def _portfolio(path: Path, template: str | None, language: str | None) -> tuple[Portfolio, Library]:
    from accountplan.portfolio.read import read_portfolio
    from accountplan.template.library import Library

    spoken = language or DEFAULT_LANGUAGE
    library = Library(template, spoken, near=path.parent)
    return read_portfolio(path, library.named, spoken), library


def _template_of(portfolio: Portfolio, library: Library) -> Template:
    return library.named(portfolio.settings.template)


@click.command()
@click.argument("folder", type=PATH)
@click.option("--quarter", default=None, help="The quarter, as 2027-Q1.")
@click.option("--year", type=click.IntRange(1990, 2200), default=None, help="The whole year, instead of a quarter.")
@click.option("--output", "-o", type=PATH, default=None, help="The summary workbook to write.")
@click.option(
    "--data", type=PATH, default=None, help="A folder for the tables (CSV; Parquet where pyarrow is installed)."
)
@click.option(
    "--portfolio", type=PATH, default=None, help="The round's portfolio: who should deliver, targets, limits."
)
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
    portfolio: Path | None, on_duplicate: Literal["error", "newest"], template: str | None, as_of: date | None,
    workers: int | None, limits: Limits, password_file: Path | None, log_file: Path | None, language: str | None,
    quiet: bool,
) -> int:  # fmt: skip
    """Read every plan workbook under FOLDER and write the quarterly summary, the tables, or both.

    \b
    Example: accountplan consolidate returned --quarter 2027-Q1 --portfolio portfolio.xlsx --output summary.xlsx
    """
    from accountplan.consolidate import consolidate as consolidated
    from accountplan.consolidate import write_data

    spoken = language or DEFAULT_LANGUAGE
    wanted = _quarter(quarter, year, spoken)
    if output is None and data is None:
        raise stop(spoken, "nothing-asked")
    if output is not None:
        workbook_name(output, spoken)
    log = Log(log_file, spoken)
    read, library = _portfolio_if_any(portfolio, template, language)
    speaker = Speaker(language or (read.settings.language if read else DEFAULT_LANGUAGE), quiet)
    _must_be_folder(folder, speaker.language)
    own = [path for path in (portfolio, output, *log.own) if path is not None]
    passwords = passwords_of(password_file, speaker.language)
    log.begin(limits, library.loaded(), portfolio)
    result = consolidated(
        folder, wanted, library.find, read, as_of=as_of, language=speaker.language, workers=workers,
        on_duplicate=on_duplicate, leave_out=own, limits=limits, passwords=passwords,
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

        write_result(output, summary_bytes(result, _way(output.parent, folder)), speaker.language)
        written.append(output)
    if not quiet:
        for line in result.lines():
            click.echo(printable(line))
        click.echo(named(output or data or folder))
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

    return _portfolio(path, template, language) if path else (None, Library(template, language or DEFAULT_LANGUAGE))


def _must_be_folder(folder: Path, language: str) -> None:
    if not os.path.isdir(folder):  # noqa: PTH112 (a Path raises where a name is too long)
        raise stop(language, "not-a-folder" if os.path.exists(folder) else "folder-missing", folder=named(folder))  # noqa: PTH110


def _write_data(write: Callable[[Tables, Path], list[Path]], tables: Tables, folder: Path, language: str) -> list[Path]:
    try:
        return write(tables, folder)
    except OSError as error:
        raise stop(language, "folder-not-writable", folder=named(folder), why=error) from error


def _way(start: Path, folder: Path) -> str:
    """The way from the summary to the plans, for links that keep working when both move together."""
    return Path(os.path.relpath(folder.resolve(), start.resolve())).as_posix()


@click.command()
@click.argument("folder", type=PATH)
@click.option("--portfolio", type=PATH, required=True, help="The round's portfolio: who should deliver.")
@click.option("--quarter", default=None, help="The quarter, as 2027-Q1: its last day is what age is counted to.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line and account.")
@template_option
@as_of_option
@workers_option
@limit_option
@password_option
@log_option
@language_option
@quiet_option
def status(  # noqa: PLR0917 (click gives every option by name)
    folder: Path, portfolio: Path, quarter: str | None, as_json: bool, template: str | None, as_of: date | None,
    workers: int | None, limits: Limits, password_file: Path | None, log_file: Path | None, language: str | None,
    quiet: bool,
) -> int:  # fmt: skip
    """Who delivered, who did not, how complete, how old.

    \b
    Example: accountplan status returned --portfolio portfolio.xlsx --quarter 2027-Q1
    """
    from accountplan.consolidate import parse_quarter
    from accountplan.consolidate import status as status_rows
    from accountplan.portfolio.collect import collect

    log = Log(log_file, language or DEFAULT_LANGUAGE)
    read, library = _portfolio(portfolio, template, language)
    speaker = Speaker(language or read.settings.language, quiet)
    _must_be_folder(folder, speaker.language)
    day = as_of or (parse_quarter(quarter, speaker.language).end(read) if quarter else None)
    passwords = passwords_of(password_file, speaker.language)
    log.begin(limits, library.loaded(), portfolio)
    the_round = collect(
        folder, library.find, read, as_of=day, workers=workers, leave_out=[portfolio, *log.own], limits=limits,
        passwords=passwords, language=speaker.language, progress=speaker.progress("reading"),
    )  # fmt: skip
    log.files(the_round.collected)
    rows = list(status_rows(the_round, day))
    if as_json:
        for row in rows:
            click.echo(json.dumps(dataclasses.asdict(row), ensure_ascii=False, default=str))
    else:
        for line in _status_lines(rows, the_round.delivered_of_expected, speaker.language):
            click.echo(line)
    refused = [file for file in the_round.collected if file.status == "refused"]
    speaker.findings(finding for file in refused for finding in file.findings)
    code = int(bool(refused)) or worst(finding for file in the_round.collected for finding in file.findings)
    return log.end((), code)


def _status_lines(rows: list[StatusRow], counted: tuple[int, int], language: str) -> Iterator[str]:
    """One line per account, in columns; then who is still to deliver."""
    width = max((len(row.account_id) for row in rows), default=4)
    names = max((len(row.account_name or "") for row in rows), default=4)
    for row in rows:
        word = say(language, "cli", f"status-{row.status}")
        done = f"{row.answered}/{row.required}" if row.required is not None else ""
        age = _age(row, language)
        parts = (f"{row.account_id:<{width}}", f"{row.account_name or '':<{names}}", f"{word:<18}", f"{done:>7}", age)
        yield "  ".join((*map(_on_one_line, parts), printable(row.file or ""))).rstrip()
    yield say(language, "cli", "status-total", delivered=counted[0], expected=counted[1])


def _on_one_line(part: str) -> str:
    """A column as it is, spaces and all, unless a terminal would take it for a command."""
    return part if part.isprintable() else printable(part)


def _age(row: StatusRow, language: str) -> str:
    if row.last_change is None:
        return ""
    if row.days_old is None or row.days_old < 0:
        return say(language, "cli", "status-changed", day=row.last_change)
    return say(language, "cli", "status-age", days=row.days_old)


@click.command()
@click.argument("folder", type=PATH)
@click.option("--accounts", type=click.IntRange(1, 100_000), default=12, show_default=True, help="How many accounts.")
@click.option("--seed", type=int, default=1, show_default=True, help="The same seed gives the same files.")
@click.option("--language", type=click.Choice(LANGUAGES), default=DEFAULT_LANGUAGE, help="Language of the round.")
@quiet_option
def demo(folder: Path, accounts: int, seed: int, language: str, quiet: bool) -> int:
    """The whole year on sample data, in FOLDER: portfolio, plans, the same filled in, tables, summaries.

    \b
    Example: accountplan demo demo-output
    """
    from accountplan.demo import run_demo

    speaker = Speaker(language, quiet)

    def progress(what: str, done: int, total: int) -> None:
        counter = speaker.progress(what)
        if counter:
            counter(done, total)

    run_demo(folder, accounts, language, seed, (lambda line: None) if quiet else click.echo, progress)
    return 0
