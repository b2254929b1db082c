"""What the commands share: their options, how they speak, and how they end."""

from __future__ import annotations

import os
import sys
import time
from collections.abc import Callable, Iterable
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from accountplan.findings import Finding
from accountplan.messages import DEFAULT_LANGUAGE, LANGUAGES, say, stop

if TYPE_CHECKING:
    from accountplan.portfolio.model import Portfolio
    from accountplan.template.library import Library
    from accountplan.workbook.limits import Limits

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


def passwords_of(path: Path | None, language: str) -> tuple[str, ...]:
    """The passwords in a file, one per line. Raises `Stop` where it cannot be read."""
    if path is None:
        return ()
    try:
        lines = path.read_text(encoding="utf-8-sig").splitlines()
    except UnicodeDecodeError:
        raise stop(language, "passwords-not-text", file=named(path)) from None
    except OSError as error:
        raise stop(language, "passwords-unreadable", file=named(path), why=error) from error
    return tuple(dict.fromkeys(line for line in lines if line))


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


class Limit(click.ParamType[tuple[str, int]]):
    """`seconds=30`: one of the limits on a file that is read."""

    name = "name=n"

    def convert(self, value: Any, param: click.Parameter | None, ctx: click.Context | None) -> tuple[str, int]:
        from accountplan.workbook.limits import Limits

        name, sign, number = str(value).partition("=")
        known = Limits.known()
        if name not in known or not sign or not number.isdecimal() or not 1 <= int(number) <= _HIGHEST_LIMIT:
            language = (ctx.params.get("language") if ctx else None) or DEFAULT_LANGUAGE
            raise stop(language, "not-a-limit", raw=named(value), names=", ".join(known))
        return name, int(number)


_HIGHEST_LIMIT = 10**12
limit_option = click.option(
    "--limit", "limits", type=Limit(), multiple=True, callback=lambda ctx, param, given: limits_of(dict(given)),
    help="Another limit on each file that is read, such as seconds=30 (may be repeated).",
)  # fmt: skip
password_option = click.option(
    "--password-file", type=PATH, default=None,
    help="A file with passwords of workbooks, one per line; each is tried.",
)  # fmt: skip
log_option = click.option(
    "--log", "log_file", type=PATH, default=None, help="A file to which a log of this run is added (JSON lines)."
)


def reading_options(command: F) -> F:
    """The options of every command that reads plans: by which template, held against which day, within which limits,
    with which passwords, and how it speaks."""
    options = (template_option, as_of_option, limit_option, password_option, log_option, language_option, quiet_option)
    for option in reversed(options):
        command = option(command)
    return command


def limits_of(given: dict[str, int]) -> Limits:
    """The limits on a file that is read, with those that were given by name."""
    from accountplan.workbook.limits import Limits

    return Limits.of(given)


class Speaker:
    """Progress on stderr (only on a terminal), closing words on stderr, results on stdout."""

    def __init__(self, language: str, quiet: bool) -> None:
        self.language, self.quiet = language, quiet
        self._moving = sys.stderr.isatty() and not quiet

    def progress(self, key: str) -> Callable[[int, int], None] | None:
        """A counter for something long, with the time that it will still take; None where nobody watches."""
        if not self._moving:
            return None
        start = time.monotonic()

        def show(done: int, total: int) -> None:
            text = say(self.language, "cli", key, done=done, total=total)
            left = time_left(time.monotonic() - start, done, total)
            if left is not None:
                text = say(self.language, "cli", "time-left", what=text, left=self._span(left))
            sys.stderr.write(f"\r{text}{_TO_THE_END}" + ("\n" if done == total else ""))
            sys.stderr.flush()

        return show

    def _span(self, seconds: int) -> str:
        """A span of time, roughly."""
        if seconds <= _IN_SECONDS:
            return say(self.language, "cli", "seconds", count=seconds)
        return say(self.language, "cli", "minutes", count=round(seconds / 60))

    def stage(self, key: str, **params: Any) -> None:
        """What is being done now, where somebody watches."""
        if self._moving:
            click.echo(say(self.language, "cli", key, **params), err=True)

    def say(self, key: str, **params: Any) -> None:
        """A closing word."""
        if not self.quiet:
            click.echo(say(self.language, "cli", key, **params), err=True)

    def findings(self, findings: Iterable[Finding]) -> None:
        """Findings that belong to the command itself (not to the files of a result), on stderr."""
        told = (finding for finding in findings if not self.quiet or finding.severity == "error")
        lines = (f"{say(self.language, 'cli', f.severity)}: {printable(f.message(self.language))}" for f in told)
        for line in dict.fromkeys(lines):  # the portfolio and the plan made of it may say the same
            click.echo(line, err=True)


_TO_THE_END = "\x1b[K"
"""Tells a terminal to wipe the rest of the line."""
_IN_SECONDS = 90
_AT_FIRST = 3.0
"""Seconds in which nobody can tell yet how long something takes."""


def time_left(spent: float, done: int, total: int) -> int | None:
    """Seconds that the rest will take, in steps of 5; None where nobody can tell yet, or it is through in a moment."""
    if spent < _AT_FIRST or not done:
        return None
    left = spent / done * (total - done)
    return round(left / 5) * 5 or None


def worst(findings: Iterable[Finding]) -> int:
    """Exit code 1 if a finding needs a person, else 0."""
    return int(any(finding.severity == "error" for finding in findings))


def existing(path: Path, language: str) -> Path:
    """The path if it is there. Raises `Stop`."""
    try:
        path.stat()
    except (OSError, ValueError):  # not there, or no path at all: too long, a link in circles
        raise stop(language, "path-missing", path=named(path)) from None
    return path


def must_be_folder(folder: Path, language: str) -> None:
    """Raises `Stop` where there is no such folder."""
    if not os.path.isdir(folder):  # noqa: PTH112 (a Path raises where a name is too long)
        raise stop(language, "not-a-folder" if os.path.exists(folder) else "folder-missing", folder=named(folder))  # noqa: PTH110


def portfolio_of(path: Path, template: str | None, language: str | None) -> tuple[Portfolio, Library]:
    """A portfolio that was named, and the templates at hand."""
    from accountplan.portfolio.read import read_portfolio
    from accountplan.template.library import Library

    spoken = language or DEFAULT_LANGUAGE
    library = Library(template, spoken, near=path.parent)
    return read_portfolio(path, library.named, spoken), library


def way(start: Path, folder: Path) -> str:
    """The way from one folder to another, for what keeps working when both move together."""
    return Path(os.path.relpath(folder.resolve(), start.resolve())).as_posix()


def workbook_name(path: Path, language: str) -> Path:
    """The path if a workbook may be written there. Raises `Stop` for another ending than .xlsx."""
    if path.suffix.lower() != ".xlsx":
        raise stop(language, "not-xlsx", file=named(path))
    return path


def shown(path: Path) -> str:
    """A path as results show it: as it was given, with `/`; bytes that are no text become a mark."""
    from accountplan.portfolio.folder import shown_name

    return shown_name(path.as_posix())


def named(path: Path | str) -> str:
    """A path within a sentence on the terminal: on one line, and no command to it."""
    return printable(shown(Path(path)))


def printable(text: str) -> str:
    """Text on one line that a terminal cannot take for a command: signs that nobody sees become a mark."""
    return "".join(sign if sign.isprintable() else "\ufffd" for sign in " ".join(text.split()))


def write_result(path: Path, content: bytes, language: str) -> None:
    """Write a result file whole. Raises `Stop` where that cannot be done."""
    from accountplan.files import clear_unfinished, write_whole

    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        clear_unfinished(path.parent)
        write_whole(path, content)
    except OSError as error:
        raise stop(language, "file-not-writable", file=named(path), why=error) from error
