"""Commands on plan workbooks: `read` and `check`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accountplan.cli.common import (
    PATH,
    Speaker,
    as_of_option,
    existing,
    language_option,
    quiet_option,
    shown,
    template_option,
    worst,
)
from accountplan.findings import worst_first
from accountplan.messages import DEFAULT_LANGUAGE, say, stop

if TYPE_CHECKING:
    from accountplan.workbook.reading import Answer, Reading


@click.command()
@click.argument("plans", nargs=-1, required=True, type=PATH)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line and file.")
@click.option("--all-rows", is_flag=True, help="Also the empty rows of tables.")
@template_option
@as_of_option
@language_option
@quiet_option
def read(
    plans: tuple[Path, ...], as_json: bool, all_rows: bool, template: str | None, as_of: date | None,
    language: str | None, quiet: bool,
) -> int:  # fmt: skip
    """What stands in plan workbooks (.xlsx .xlsm .xlsb .xls .ods).

    \b
    Example: accountplan read "plans/A-001 Bedrijf ABC.xlsx" --json
    """
    code = 0
    for reading in _readings(plans, template, as_of, language):
        spoken = language or (reading.identity.language if reading.identity else DEFAULT_LANGUAGE)
        if as_json:
            click.echo(json.dumps(reading.as_json(spoken, all_rows), ensure_ascii=False))
        else:
            for line in _told(reading, spoken, all_rows):
                click.echo(line)
        code |= worst(reading.findings) or int(not reading.readable)
    return code


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line and file.")
@template_option
@as_of_option
@language_option
@quiet_option
def check(
    paths: tuple[Path, ...], as_json: bool, template: str | None, as_of: date | None, language: str | None, quiet: bool
) -> int:
    """Findings per file, worst first. Folders are searched for plan workbooks.

    \b
    Example: accountplan check returned --as-of 2027-03-31
    """
    speaker = Speaker(language or DEFAULT_LANGUAGE, quiet)
    files = _workbooks(paths, speaker.language)
    code, counts = 0, dict.fromkeys(("error", "warning", "info"), 0)
    for reading in _readings(files, template, as_of, language):
        spoken = language or (reading.identity.language if reading.identity else DEFAULT_LANGUAGE)
        findings = worst_first(reading.findings)
        for finding in findings:
            counts[finding.severity] += 1
        if as_json:
            body = {"file": reading.file, "readable": reading.readable}
            click.echo(json.dumps(body | {"findings": [f.as_json(spoken) for f in findings]}, ensure_ascii=False))
        else:
            click.echo(say(spoken, "cli", "check-file", file=reading.file, count=len(findings)))
            for finding in findings:
                click.echo(f"  {say(spoken, 'cli', finding.severity)}: {finding.message(spoken)} [{finding.code}]")
        code |= worst(findings)
    speaker.say("check-total", files=len(files), errors=counts["error"], warnings=counts["warning"])
    return code


def _readings(
    paths: tuple[Path, ...], template: str | None, as_of: date | None, language: str | None
) -> Iterator[Reading]:
    from accountplan.checks import check_reading
    from accountplan.template.library import Library
    from accountplan.workbook.read import read_plan

    library = Library(template, language or DEFAULT_LANGUAGE)
    for path in paths:
        if existing(path, library.language).is_dir():
            raise stop(library.language, "is-a-folder", path=shown(path))
    for path in paths:
        yield check_reading(read_plan(path, shown(path), library.find), as_of)


def _workbooks(paths: tuple[Path, ...], language: str) -> tuple[Path, ...]:
    """The files that were named, and the workbooks in the folders that were."""
    from accountplan.portfolio.collect import find_files

    files: list[Path] = []
    for path in paths:
        if existing(path, language).is_dir():
            files += [found.path for found in find_files(path) if not found.ignored]
        else:
            files.append(path)
    if not files:
        raise stop(language, "no-workbooks", path=", ".join(map(shown, paths)))
    return tuple(files)


# -- for people ------------------------------------------------------------------------------------------------------
def _told(reading: Reading, language: str, all_rows: bool) -> Iterator[str]:
    yield click.style(reading.file, bold=True)
    if reading.readable and reading.identity and reading.template:
        done = reading.completeness
        who = {"account": reading.identity.account, "year": str(reading.identity.year)}
        yield say(language, "cli", "read-head", **who, answered=done.answered, required=done.required)
        yield from _told_answers(reading, language)
        yield from _told_tables(reading, language, all_rows)
    for finding in worst_first(reading.findings):
        yield f"  {say(language, 'cli', finding.severity)}: {finding.message(language)} [{finding.code}]"


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
            yield f"    {row.id}: {cells}"


def _spoken(answer: Answer) -> str:
    place = f" ({answer.sheet}!{answer.cell})" if answer.cell else ""
    return f"{answer.raw}{place}"
