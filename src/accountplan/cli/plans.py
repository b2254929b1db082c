"""The command `read`, and how a command reads the files that it was given."""

from __future__ import annotations

import json
from collections.abc import Iterator, Sequence
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accountplan.cli.common import (
    PATH,
    existing,
    named,
    passwords_of,
    printable,
    reading_options,
    shown,
    worst,
)
from accountplan.cli.log import Log
from accountplan.findings import worst_first
from accountplan.messages import DEFAULT_LANGUAGE, say, stop

if TYPE_CHECKING:
    from accountplan.portfolio.collected import Collected
    from accountplan.portfolio.folder import Found
    from accountplan.workbook.limits import Limits
    from accountplan.workbook.reading import Answer, Reading


@click.command()
@click.argument("plans", nargs=-1, required=True, type=PATH)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line and file.")
@click.option("--all-rows", is_flag=True, help="Also the empty rows of tables.")
@reading_options
def read(  # noqa: PLR0917 (click gives every option by name)
    plans: tuple[Path, ...], as_json: bool, all_rows: bool, template: str | None, as_of: date | None,
    limits: Limits, password_file: Path | None, log_file: Path | None, language: str | None, quiet: bool,
) -> int:  # fmt: skip
    """What stands in plan workbooks (.xlsx .xlsm .xlsb .xls .ods).

    \b
    Example: accountplan read "plans/A-001 Bedrijf ABC.xlsx" --json
    """
    from accountplan.portfolio.folder import Found

    log = Log(log_file, language or DEFAULT_LANGUAGE)
    files = [Found(path, shown(path)) for path in plans]
    code = 0
    passwords = passwords_of(password_file, language or DEFAULT_LANGUAGE)
    for file in readings(files, template, as_of, language, limits, log, passwords):
        reading = reading_of(file)
        spoken = language or (reading.identity.language if reading.identity else DEFAULT_LANGUAGE)
        if as_json:
            click.echo(json.dumps(reading.as_json(spoken, all_rows), ensure_ascii=False))
        else:
            for line in _told(reading, spoken, all_rows):
                click.echo(line)
        code |= worst(reading.findings) or int(not reading.readable)
    return log.end((), code)


def readings(
    files: Sequence[Found], template: str | None, as_of: date | None, language: str | None, limits: Limits, log: Log,
    passwords: tuple[str, ...] = (),
) -> Iterator[Collected]:  # fmt: skip
    """What stands in each of these files, with the findings of every check; noted in the log."""
    from accountplan.checks import Moment
    from accountplan.portfolio.collect import read_files
    from accountplan.portfolio.reader import WorkbookReader
    from accountplan.template.library import Library

    library = Library(template, language or DEFAULT_LANGUAGE)
    for file in files:
        if not file.ignored and existing(file.path, library.language).is_dir():
            raise stop(library.language, "is-a-folder", path=named(file.path))
    log.begin(limits, library.loaded())
    reader = WorkbookReader(library.find, moments=(Moment(as_of),), limits=limits, passwords=passwords)
    for collected in read_files(files, library.find, reader, limits=limits, language=library.language):
        log.files([collected])
        yield collected


def reading_of(file: Collected) -> Reading:
    """What stands in a file; of one that was not opened the findings only."""
    from accountplan.workbook.reading import Reading

    return file.reading or Reading(file.file, file.sha256, findings=file.findings)


# -- for people ------------------------------------------------------------------------------------------------------
def _told(reading: Reading, language: str, all_rows: bool) -> Iterator[str]:
    yield click.style(printable(reading.file), bold=True)
    if reading.readable and reading.identity and reading.template:
        done = reading.completeness
        who = {"account": reading.identity.account, "year": str(reading.identity.year)}
        yield "  " + printable(say(language, "cli", "read-head", **who, answered=done.answered, required=done.required))
        yield from _told_answers(reading, language)
        yield from _told_tables(reading, language, all_rows)
    for finding in worst_first(reading.findings):
        message = printable(finding.message(language))
        yield f"  {say(language, 'cli', finding.severity)}: {message} [{finding.code}]"


def _told_answers(reading: Reading, language: str) -> Iterator[str]:
    assert reading.template is not None
    for chapter in reading.template.chapters:
        lines = [
            f"    {question.label[language]}: {_spoken(reading.answers[question.id])}"
            for owner, question in reading.template.questions()
            if owner is chapter and reading.answers[question.id].raw
        ]
        if lines:
            yield f"  {chapter.title[language]}"
            yield from lines


def _told_tables(reading: Reading, language: str, all_rows: bool) -> Iterator[str]:
    assert reading.template is not None
    for _, table in reading.template.tables():
        rows = [row for row in reading.tables.get(table.id, ()) if all_rows or row.filled]
        if rows:
            yield f"  {table.label[language]}"
        for row in rows:
            cells = "; ".join(f"{key}={_spoken(answer)}" for key, answer in row.cells.items() if answer.raw)
            yield f"    {printable(row.id)}: {cells}"


def _spoken(answer: Answer) -> str:
    place = f" ({answer.sheet}!{answer.cell})" if answer.cell else ""
    return printable(f"{answer.raw}{place}")
