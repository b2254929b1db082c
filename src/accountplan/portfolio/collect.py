"""Many files of one round: found in a folder, read side by side in child processes, each accounted for by name.

The order of the result is that of the paths, whatever the file system says and however many processes read.
"""

from __future__ import annotations

from collections.abc import Callable, Collection, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import Literal

from accountplan.checks import Moment
from accountplan.findings import Finding
from accountplan.messages import DEFAULT_LANGUAGE, stop
from accountplan.portfolio.children import CannotStart, Death, Done, in_children
from accountplan.portfolio.collected import Collected
from accountplan.portfolio.folder import Found, find_files
from accountplan.portfolio.model import Portfolio
from accountplan.portfolio.reader import Packed, Templates, WorkbookReader, failed, templates_of
from accountplan.portfolio.round import Round, round_of
from accountplan.template.model import Template
from accountplan.workbook.content import content_of
from accountplan.workbook.limits import LIMITS, Limits
from accountplan.workbook.package import Refused
from accountplan.workbook.reading import Reading

TemplateFinder = Callable[[str], Template | None]
PlanReader = Callable[[Path, str], Reading]
"""From a path, and the name to show for it, to what stands in the file. Must be fit for pickling."""
Progress = Callable[[int, int], None]
"""Called with (files read, files to read)."""


def collect(  # noqa: PLR0913 (a round has as many circumstances)
    folder: Path,
    find: TemplateFinder,
    portfolio: Portfolio | None = None,
    *,
    year: int | None = None,
    as_of: date | None = None,
    quarter: int | None = None,
    workers: int | None = None,
    on_duplicate: Literal["error", "newest"] = "error",
    leave_out: Collection[Path] = (),
    limits: Limits = LIMITS,
    passwords: Sequence[str] = (),
    language: str = DEFAULT_LANGUAGE,
    progress: Progress | None = None,
    read: PlanReader | None = None,
) -> Round:
    """Every plan workbook under `folder`, and what the round comes to.

    `find` gives a template by its id. Plans of another year than `year` (default: the portfolio's) do not count.
    `as_of` is the day that deadlines are held against; None checks no dates. `quarter` (1–4) is the one asked for.
    `workers` None means: as many processes as there are cores. `leave_out` are our own files.
    Each of `passwords` is tried on workbooks that are behind one. Raises OSError if the
    folder itself cannot be listed, and `Stop`, in `language`, if no process can be started to read in.
    """
    rounds = collect_at(
        folder, [Moment(as_of, quarter)], find, portfolio, year=year, workers=workers, on_duplicate=on_duplicate,
        leave_out=leave_out, limits=limits, passwords=passwords, language=language, progress=progress, read=read,
    )  # fmt: skip
    return next(rounds)


def collect_at(  # noqa: PLR0913 (a round has as many circumstances)
    folder: Path,
    moments: Sequence[Moment],
    find: TemplateFinder,
    portfolio: Portfolio | None = None,
    *,
    year: int | None = None,
    workers: int | None = None,
    on_duplicate: Literal["error", "newest"] = "error",
    leave_out: Collection[Path] = (),
    limits: Limits = LIMITS,
    passwords: Sequence[str] = (),
    language: str = DEFAULT_LANGUAGE,
    progress: Progress | None = None,
    read: PlanReader | None = None,
) -> Iterator[Round]:
    """`collect` for several days and quarters: the round at each of them. Files are read once, before the first."""
    organisation = portfolio.organisation(portfolio.settings.language) if portfolio else None
    reader = read or WorkbookReader(find, organisation, tuple(moments), limits, tuple(passwords))
    files = find_files(folder, leave_out)
    collected = list(
        read_files(files, find, reader, workers=workers, limits=limits, language=language, progress=progress)
    )
    template = find(portfolio.settings.template) if portfolio else None
    for number in range(len(moments)):
        at_moment = [file.at_moment(number) for file in collected]
        yield round_of(at_moment, portfolio, template, year, on_duplicate)


def read_files(
    files: Sequence[Found],
    find: TemplateFinder,
    reader: PlanReader | None = None,
    *,
    workers: int | None = None,
    limits: Limits = LIMITS,
    language: str = DEFAULT_LANGUAGE,
    progress: Progress | None = None,
) -> Iterator[Collected]:
    """What became of each file, in their order: all that may be opened are read in child processes.

    A file that ends its child, or takes more time or memory than `limits` allow, is refused with a finding.
    Raises `Stop` if no process can be started.
    """
    to_read = [file for file in files if not file.ignored]
    work = _Work(reader or WorkbookReader(find, limits=limits))
    results = in_children(work, to_read, workers=workers, seconds=limits.seconds, memory=limits.memory)
    templates = templates_of(find)
    read = 0
    try:
        for file in files:
            if file.ignored:
                yield Collected(file.shown, "", "ignored", None, (Finding(file.ignored, file=file.shown),))
                continue
            yield _collected(file, next(results), templates, limits)
            read += 1
            if progress:
                progress(read, len(to_read))
    except CannotStart as error:
        raise stop(language, "no-child", why=error) from error
    finally:
        results.close()


def read_file(path: Path, shown: str, find: TemplateFinder, limits: Limits = LIMITS) -> Reading:
    """What stands in one file; read like the many."""
    (collected,) = read_files([Found(path, shown)], find, limits=limits)
    assert collected.reading is not None
    return collected.reading


@dataclass(frozen=True)
class _Work:
    """What a child does with a file. Whatever goes wrong in it stays with it, but for memory: that is the child's."""

    read: PlanReader

    def __call__(self, file: Found) -> Packed:
        try:
            return Packed(self.read(file.path, file.shown))
        except MemoryError:
            raise
        except BaseException as error:  # the panic of a library is no Exception
            return Packed(failed(file.shown, error))


def _collected(file: Found, done: Done, templates: Templates, limits: Limits) -> Collected:
    if isinstance(done.result, Death):
        reading = Reading(file.shown, findings=(_death(file, done.result, limits),))
    else:
        reading = done.result.unpacked(templates)
    reading = reading if reading.sha256 else replace(reading, sha256=_digest(file.path, limits))
    size, modified = _size_and_time(file.path)
    if not reading.readable and reading.findings and all(f.code == "ignored-own" for f in reading.findings):
        return Collected(file.shown, reading.sha256, "ignored", None, reading.findings, size=size, seconds=done.seconds)
    status: Literal["read", "refused"] = "read" if reading.readable else "refused"
    return Collected(
        file.shown, reading.sha256, status, reading, reading.findings, modified, size=size, seconds=done.seconds
    )  # fmt: skip


def _death(file: Found, death: Death, limits: Limits) -> Finding:
    match death.why:
        case "time":
            return Finding("too-large", file.shown, params={"sentence": "reading-too-long", "most": limits.seconds})
        case "memory":
            return Finding("too-large", file.shown, params={"sentence": "reading-too-big", "most": limits.memory})
        case "ended":
            return Finding("damaged", file.shown, params={"sentence": "reading-ended"})


def _digest(path: Path, limits: Limits) -> str:
    """The hash of a file that could not be read; none of what may not be opened."""
    from hashlib import sha256

    try:
        return sha256(content_of(path, limits.size)).hexdigest()
    except (OSError, Refused):
        return ""


def _size_and_time(path: Path) -> tuple[int, int]:
    try:
        found = path.stat()
    except OSError:
        return 0, 0
    return found.st_size, found.st_mtime_ns
