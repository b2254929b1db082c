"""Commands on a round: `init`, `generate`, `consolidate`, `status` and `demo`."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accountplan.cli.common import (
    PATH,
    Speaker,
    language_option,
    quiet_option,
    shown,
    template_option,
    workers_option,
    worst,
    write_result,
)
from accountplan.messages import DEFAULT_LANGUAGE, stop

if TYPE_CHECKING:
    from accountplan.portfolio.model import Portfolio
    from accountplan.template.library import Library
    from accountplan.template.model import Template


@click.command()
@click.argument("portfolio", type=PATH)
@click.option("--from", "source", type=PATH, default=None, help="A customer list out of a CRM (CSV).")
@click.option("--year", type=click.IntRange(1990, 2200), default=None, help="Plan year (default: the coming one).")
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
    if portfolio.exists() and not force:
        raise stop(speaker.language, "file-exists", file=shown(portfolio))
    loaded = Library(template, speaker.language).named("accountplan")
    imported = customers_from_csv(source, loaded, speaker.language) if source else None
    made = new_portfolio(loaded, year or _coming_year(), speaker.language, imported, template)
    write_result(portfolio, portfolio_bytes(made, loaded), speaker.language)
    findings = imported.findings if imported else ()
    speaker.findings(findings)
    if imported and imported.unmatched:
        speaker.say("init-unmatched", columns=", ".join(imported.unmatched))
    speaker.say("init-done", file=shown(portfolio), accounts=len(made.accounts))
    return worst(findings)


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
@language_option
@quiet_option
def generate(  # noqa: PLR0917 (click gives every option by name)
    portfolio: Path, output: Path, accounts: tuple[str, ...], force: bool, template: str | None, workers: int | None,
    language: str | None, quiet: bool,
) -> int:  # fmt: skip
    """One plan workbook per account: tier A the full plan, B the short one, C none.

    \b
    Example: accountplan generate portfolio.xlsx --output plans
    """
    from accountplan.portfolio.generate import generate as generate_plans

    read, library = _portfolio(portfolio, template, language)
    speaker = Speaker(language or read.settings.language, quiet)
    made = generate_plans(
        read, _template_of(read, library), output, only=accounts, force=force, workers=workers,
        progress=speaker.progress("making"),
    )  # fmt: skip
    findings = [*read.findings, *(finding for one in made for finding in one.findings)]
    speaker.findings(findings)
    count = sum(one.path is not None for one in made)
    speaker.say("generate-done", made=count, folder=shown(output), skipped=len(made) - count)
    return worst(findings)


def _portfolio(path: Path, template: str | None, language: str | None) -> tuple[Portfolio, Library]:
    from accountplan.portfolio.read import read_portfolio
    from accountplan.template.library import Library

    spoken = language or DEFAULT_LANGUAGE
    library = Library(template, spoken)
    return read_portfolio(path, library.named, spoken), library


def _template_of(portfolio: Portfolio, library: Library) -> Template:
    return library.named(portfolio.settings.template)
