"""What the commands share: their options, how they speak, and how they end."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import Any, TypeVar

import click

from accountplan.findings import Finding
from accountplan.messages import DEFAULT_LANGUAGE, LANGUAGES, say, stop

F = TypeVar("F", bound=Callable[..., Any])

PATH = click.Path(path_type=Path)
language_option = click.option(
    "--language",
    type=click.Choice(LANGUAGES),
    default=None,
    is_eager=True,  # so that other options can already be refused in it
    help="Language of texts (default: the portfolio's, else nl).",
)
quiet_option = click.option("--quiet", "-q", is_flag=True, help="No progress and no closing words.")
template_option = click.option("--template", default=None, help="A shipped template's name, or a folder of your own.")
workers_option = click.option(
    "--workers", type=click.IntRange(1), default=None, help="Processes (default: one per core)."
)


class Day(click.ParamType[date]):
    """`2027-03-31`."""

    name = "date"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> date:
        try:
            return value if isinstance(value, date) else date.fromisoformat(str(value))
        except ValueError:
            language = (ctx.params.get("language") if ctx else None) or DEFAULT_LANGUAGE
            raise stop(language, "not-a-day", raw=str(value)) from None


as_of_option = click.option(
    "--as-of", type=Day(), default=None, help="The day that deadlines are held against (YYYY-MM-DD)."
)


class Speaker:
    """Progress on stderr (only on a terminal), closing words on stderr, results on stdout."""

    def __init__(self, language: str, quiet: bool) -> None:
        self.language, self.quiet = language, quiet
        self._moving = sys.stderr.isatty() and not quiet

    def progress(self, key: str) -> Callable[[int, int], None] | None:
        """A counter for something long; None where nobody watches."""
        if not self._moving:
            return None

        def show(done: int, total: int) -> None:
            end = "\n" if done == total else ""
            sys.stderr.write(f"\r{say(self.language, 'cli', key, done=done, total=total)}{end}")
            sys.stderr.flush()

        return show

    def say(self, key: str, **params: Any) -> None:
        """A closing word."""
        if not self.quiet:
            click.echo(say(self.language, "cli", key, **params), err=True)

    def findings(self, findings: Iterable[Finding]) -> None:
        """Findings that belong to the command itself (not to the files of a result), on stderr."""
        told = (finding for finding in findings if not self.quiet or finding.severity == "error")
        lines = (f"{say(self.language, 'cli', f.severity)}: {f.message(self.language)}" for f in told)
        for line in dict.fromkeys(lines):  # the portfolio and the plan made of it may say the same
            click.echo(line, err=True)


def worst(findings: Iterable[Finding]) -> int:
    """Exit code 1 if a finding needs a person, else 0."""
    return int(any(finding.severity == "error" for finding in findings))


def existing(path: Path, language: str) -> Path:
    """The path if it is there. Raises `Stop`."""
    if not path.exists():
        raise stop(language, "path-missing", path=path.as_posix())
    return path


def workbook_name(path: Path, language: str) -> Path:
    """The path if a workbook may be written there. Raises `Stop` for another ending than .xlsx."""
    if path.suffix.lower() != ".xlsx":
        raise stop(language, "not-xlsx", file=shown(path))
    return path


def shown(path: Path) -> str:
    """A path as results show it: as it was given, with `/`."""
    return path.as_posix()


def write_result(path: Path, content: bytes, language: str) -> None:
    """Write a result file whole. Raises `Stop` where that cannot be done."""
    from accountplan.files import write_whole

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        write_whole(path, content)
    except OSError as error:
        raise stop(language, "file-not-writable", file=shown(path), why=error) from error
