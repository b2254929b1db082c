"""The command `status`: who delivered, and who did not."""

from __future__ import annotations

import dataclasses
import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accountplan.cli.common import (
    PATH,
    Speaker,
    must_be_folder,
    passwords_of,
    portfolio_of,
    printable,
    reading_options,
    workers_option,
    worst,
)
from accountplan.cli.log import Log
from accountplan.messages import DEFAULT_LANGUAGE, say

if TYPE_CHECKING:
    from accountplan.consolidate import StatusRow
    from accountplan.workbook.limits import Limits


@click.command()
@click.argument("folder", type=PATH)
@click.option("--portfolio", type=PATH, required=True, help="The round's portfolio: who should deliver.")
@click.option("--quarter", default=None, help="The quarter, as 2027-Q1: its last day is what age is counted to.")
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line and account.")
@workers_option
@reading_options
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
    read, library = portfolio_of(portfolio, template, language)
    speaker = Speaker(language or read.settings.language, quiet)
    must_be_folder(folder, speaker.language)
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
