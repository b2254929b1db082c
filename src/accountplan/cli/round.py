"""Commands that begin a round: `init`, `generate` and `demo`."""

from __future__ import annotations

from collections.abc import Callable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accountplan.cli.common import (
    PATH,
    Speaker,
    language_option,
    log_option,
    named,
    portfolio_of,
    quiet_option,
    template_option,
    way,
    workbook_name,
    workers_option,
    worst,
    write_result,
)
from accountplan.cli.log import Log
from accountplan.messages import DEFAULT_LANGUAGE, LANGUAGES, stop

if TYPE_CHECKING:
    from accountplan.portfolio.model import Portfolio
    from accountplan.template.library import Library
    from accountplan.template.model import Template


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
    return way(folder, Path(template))


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
    read, library = portfolio_of(portfolio, template, language)
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


def _template_of(portfolio: Portfolio, library: Library) -> Template:
    return library.named(portfolio.settings.template)


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

    counters: dict[str, Callable[[int, int], None] | None] = {}

    def progress(what: str, done: int, total: int) -> None:
        if done == 1 or what not in counters:
            counters[what] = speaker.progress(what)
        counter = counters[what]
        if counter:
            counter(done, total)

    run_demo(folder, accounts, language, seed, (lambda line: None) if quiet else click.echo, progress)
    return 0
