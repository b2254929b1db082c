"""The command `consolidate`: from a folder of plans to the manager's summary, and to tables for other programs."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

import click

from accountplan.cli.common import (
    PATH,
    Speaker,
    must_be_folder,
    named,
    passwords_of,
    portfolio_of,
    printable,
    reading_options,
    shown,
    workers_option,
    worst,
)
from accountplan.cli.log import Log
from accountplan.cli.outputs import Outputs, Workbook, Writer, outputs_of
from accountplan.cli.periods import asked_for
from accountplan.messages import DEFAULT_LANGUAGE

if TYPE_CHECKING:
    from accountplan.portfolio.model import Portfolio
    from accountplan.template.library import Library
    from accountplan.workbook.limits import Limits


@click.command()
@click.argument("folder", type=PATH)
@click.option("--quarter", "quarters", multiple=True, help="The quarter, as 2027-Q1 (may be repeated), or all.")
@click.option("--year", type=click.IntRange(1990, 2200), default=None, help="The whole year, instead of a quarter.")
@click.option("--output", "-o", default=None, help="The summary workbook to write, or a folder for it.")
@click.option("--pages", default=None, help="A workbook with a printable page per account, for the review.")
@click.option("--briefing", default=None, help="The same for who goes on a visit.")
@click.option(
    "--account", "accounts", multiple=True, help="Pages and briefings of this account only (may be repeated)."
)
@click.option(
    "--data", type=PATH, default=None,
    help="A folder for the tables (CSV, SQLite; Parquet where pyarrow is installed).",
)  # fmt: skip
@click.option(
    "--reminders", type=PATH, default=None, help="A folder for mails to account managers who have something to do."
)
@click.option(
    "--portfolio", type=PATH, default=None, help="The round's portfolio: who should deliver, targets, limits."
)
@click.option("--previous", type=PATH, default=None, help="The --data folder of the quarter before, to compare with.")
@click.option("--on-duplicate", type=click.Choice(["error", "newest"]), default="error",
              help="Different plans of one account: none counts, or the newest.")  # fmt: skip
@click.option("--force", is_flag=True, help="Replace a workbook that is no summary of the same inputs.")
@click.option("--json", "as_json", is_flag=True, help="What came of it as a JSON object, one per period.")
@workers_option
@reading_options
def consolidate(  # noqa: PLR0917 (click gives every option by name)
    folder: Path, quarters: tuple[str, ...], year: int | None, output: str | None, pages: str | None,
    briefing: str | None, accounts: tuple[str, ...], data: Path | None, reminders: Path | None,
    portfolio: Path | None, previous: Path | None, on_duplicate: Literal["error", "newest"], force: bool,
    as_json: bool, template: str | None, as_of: date | None, workers: int | None, limits: Limits,
    password_file: Path | None, log_file: Path | None, language: str | None, quiet: bool,
) -> int:  # fmt: skip
    """Read every plan workbook under FOLDER and write the quarterly summary, the tables, pages per account, reminders.

    \b
    Example: accountplan consolidate returned --quarter 2027-Q1 --portfolio portfolio.xlsx --output summary.xlsx
    """
    from accountplan.consolidate import consolidate_each

    spoken = language or DEFAULT_LANGUAGE
    log = Log(log_file, spoken)
    read, library = _portfolio_if_any(portfolio, template, language)
    speaker = Speaker(language or (read.settings.language if read else DEFAULT_LANGUAGE), quiet)
    asked = asked_for(quarters, year, read, spoken)
    workbooks: dict[Workbook, str | None] = {"summary": output, "pages": pages, "briefings": briefing}
    outputs = outputs_of(asked.periods, workbooks, data, reminders, spoken)
    must_be_folder(folder, speaker.language)
    own = [*([portfolio] if portfolio else []), *(path for out in outputs for path in out.workbooks.values()), *log.own]
    passwords = passwords_of(password_file, speaker.language)
    writer = Writer(folder, speaker, read, _options(on_duplicate, limits), accounts, force)
    writer.refuse_early(asked, outputs, as_of)
    log.begin(limits, library.loaded(), portfolio)
    results = consolidate_each(
        folder, asked.quarters, library.find, read, whole_year=asked.whole_year, as_of=as_of,
        language=speaker.language, workers=workers, on_duplicate=on_duplicate, leave_out=own, previous=previous,
        limits=limits, passwords=passwords, progress=speaker.progress("reading"),
    )  # fmt: skip
    done: list[Done] = []
    for result, out in zip(results, outputs, strict=True):
        if not done:
            speaker.findings(read.findings if read else ())
            log.files(result.round.collected)
            writer.refuse_late(result)
        done.append(Done(result.as_json(), result.lines(), result.exit_code, writer.write(result, out), out))
    code = max(worst(read.findings if read else ()), *(one.code for one in done))
    for line in _told(done, code, as_json, quiet):
        click.echo(line)
    return log.end([path for one in done for path in one.written], code)


def _options(on_duplicate: str, limits: Limits) -> dict[str, object]:
    """The options that a summary depends on, where they differ from what holds by itself."""
    from accountplan.workbook.limits import LIMITS

    asked = {"on-duplicate": (on_duplicate, "error"), "limits": (limits, LIMITS)}
    return {name: value for name, (value, default) in asked.items() if value != default}


@dataclass(frozen=True)
class Done:
    """What came of one period, without its tables: those of several years would fill the memory."""

    facts: dict[str, object]
    lines: list[str]
    code: int
    written: list[Path]
    out: Outputs


def _told(done: Sequence[Done], code: int, as_json: bool, quiet: bool) -> Iterator[str]:
    """For people five lines per period, the last of them where the file is; for programs an object."""
    for one in done:
        if as_json:
            outputs = [shown(path) for path in one.written]
            yield json.dumps(one.facts | {"outputs": outputs, "exit_code": code}, ensure_ascii=False)
        elif not quiet:
            yield from map(printable, one.lines)
            yield named(one.out.main)


def _portfolio_if_any(
    path: Path | None, template: str | None, language: str | None
) -> tuple[Portfolio | None, Library]:
    from accountplan.template.library import Library

    return portfolio_of(path, template, language) if path else (None, Library(template, language or DEFAULT_LANGUAGE))
