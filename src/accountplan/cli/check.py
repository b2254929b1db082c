"""The command `check`: what is wrong in plan workbooks, on the terminal, for programs, and back to the person."""

from __future__ import annotations

import json
import shutil
import sys
from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING

import click

from accountplan.cli.common import (
    PATH,
    Speaker,
    existing,
    named,
    passwords_of,
    reading_options,
    shown,
)
from accountplan.cli.log import Log
from accountplan.cli.plans import reading_of, readings
from accountplan.cli.report import report
from accountplan.findings import SEVERITY_ORDER, Finding, Severity, worst_first
from accountplan.messages import DEFAULT_LANGUAGE, stop

if TYPE_CHECKING:
    from accountplan.feedback import Checked
    from accountplan.portfolio.folder import Found
    from accountplan.workbook.limits import Limits

_TOLD = (None, "ignored-closed")
"""Of the entries of a folder: those that are read, and those that hide something."""


@click.command()
@click.argument("paths", nargs=-1, required=True, type=PATH)
@click.option("--json", "as_json", is_flag=True, help="One JSON object per line and file.")
@click.option(
    "--feedback", type=PATH, default=None,
    help="A folder for what goes back: a corrections workbook per plan, a letter per account manager.",
)  # fmt: skip
@click.option("--fail-on", type=click.Choice(SEVERITY_ORDER), default="error", show_default=True,
              help="Exit with 1 for findings from this severity up.")  # fmt: skip
@click.option("--all", "everything", is_flag=True, help="Show every finding, however many there are of a kind.")
@reading_options
def check(  # noqa: PLR0917 (click gives every option by name)
    paths: tuple[Path, ...], as_json: bool, feedback: Path | None, fail_on: Severity, everything: bool,
    template: str | None, as_of: date | None, limits: Limits, password_file: Path | None,
    log_file: Path | None, language: str | None, quiet: bool,
) -> int:  # fmt: skip
    """Findings per file and sheet, worst first. Folders are searched for plan workbooks.

    In a folder, accounts that came more than once are found too.

    \b
    Example: accountplan check returned --as-of 2027-03-31 --feedback feedback
    """
    from accountplan.feedback import main_language

    if feedback is not None and feedback.exists() and not feedback.is_dir():
        raise stop(language or DEFAULT_LANGUAGE, "not-for-feedback", folder=named(feedback))
    log = Log(log_file, language or DEFAULT_LANGUAGE)
    passwords = passwords_of(password_file, language or DEFAULT_LANGUAGE)
    found = _checked(paths, template, as_of, language, limits, log, passwords)
    speaker = Speaker(language or main_language(one.reading for one in found) or DEFAULT_LANGUAGE, quiet)
    if as_json:
        for one in found:
            click.echo(_as_json(one, language or _spoken(one, speaker.language)))
    else:
        width = shutil.get_terminal_size().columns if sys.stdout.isatty() else None
        told = [(one.reading.file, one.reading.findings, language or _spoken(one, speaker.language)) for one in found]
        for line in report(told, speaker.language, width, everything):
            click.echo(line)
    written = [] if feedback is None else _write_feedback(feedback, found, language, as_of, speaker)
    every = [finding for one in found for finding in one.reading.findings]
    counts = Counter(finding.severity for finding in every)
    speaker.say("check-total", files=len(found), errors=counts["error"], warnings=counts["warning"])
    return log.end(written, _exit_code(every, fail_on))


def _spoken(one: Checked, otherwise: str) -> str:
    """The language of the plan itself; `otherwise` for what is none."""
    return one.reading.identity.language if one.reading.identity else otherwise


def _exit_code(findings: Iterable[Finding], fail_on: Severity) -> int:
    enough = SEVERITY_ORDER[: SEVERITY_ORDER.index(fail_on) + 1]
    return int(any(finding.severity in enough for finding in findings))


def _as_json(one: Checked, language: str) -> str:
    findings = [finding.as_json(language) for finding in worst_first(one.reading.findings)]
    body = {"file": one.reading.file, "readable": one.reading.readable, "findings": findings}
    return json.dumps(body, ensure_ascii=False)


def _checked(
    paths: tuple[Path, ...], template: str | None, as_of: date | None, language: str | None, limits: Limits, log: Log,
    passwords: tuple[str, ...],
) -> list[Checked]:  # fmt: skip
    """Every workbook that was named or lies in a folder that was, once; without our own corrections workbooks.

    A folder is a round, in which each account should come once; files that are named one by one are not.
    """
    from accountplan.feedback import Checked, with_duplicates

    spoken = language or DEFAULT_LANGUAGE
    groups = [_workbooks(existing(path, spoken)) for path in paths]
    files = {file.path: file for group in groups for file in group}
    if not files:
        raise stop(spoken, "no-workbooks", path=", ".join(map(named, paths)))
    came = map(reading_of, readings(list(files.values()), template, as_of, language, limits, log, passwords))
    read = dict(zip(files, came, strict=True))
    told = dict(read)
    for group in groups:
        together = [file.path for file in group]
        for path, reading in zip(together, with_duplicates([read[path] for path in together]), strict=True):
            if len(reading.findings) > len(told[path].findings):  # once, also for a folder within another
                told[path] = reading
    checked = [Checked(path, reading) for path, reading in told.items()]
    return [one for one in checked if not one.own]


def _workbooks(path: Path) -> list[Found]:
    """The file itself; of a folder all that may hold a plan, and the folders in it that cannot be looked into."""
    from accountplan.portfolio.folder import Found, find_files

    if not path.is_dir():
        return [Found(path, shown(path))]
    return [replace(found, shown=shown(found.path)) for found in find_files(path) if found.ignored in _TOLD]


def _write_feedback(
    folder: Path, found: list[Checked], language: str | None, as_of: date | None, speaker: Speaker
) -> list[Path]:
    from accountplan.feedback import write_feedback

    try:
        done = write_feedback(folder, found, language, as_of)
    except OSError as error:
        raise stop(speaker.language, "folder-not-writable", folder=named(folder), why=error) from error
    for name in done.kept:
        speaker.say("feedback-kept", file=name)
    if done.removed:
        speaker.say("feedback-removed", count=len(done.removed))
    speaker.say("feedback-done", folder=named(folder), workbooks=len(done.workbooks), letters=len(done.letters))
    return [folder / name for name in (*done.workbooks, *done.letters)]
