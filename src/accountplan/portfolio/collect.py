"""Many files of one round: found in a folder, read one by one or side by side, each accounted for by name.

The order of the result is that of the paths, whatever the file system says and however many workers read.
"""

from __future__ import annotations

import os
import stat
from collections.abc import Callable, Collection, Iterator, Mapping, Sequence
from concurrent.futures.process import BrokenProcessPool
from dataclasses import dataclass, replace
from datetime import date
from functools import cache
from pathlib import Path
from typing import Literal

from accountplan.fields import Options
from accountplan.files import sha256_of
from accountplan.findings import Finding
from accountplan.portfolio.model import Portfolio
from accountplan.portfolio.round import Collected, Round, round_of
from accountplan.portfolio.workers import apart, each
from accountplan.template.model import Template
from accountplan.workbook.reading import Reading

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
"""Endings of files that may hold a plan."""
_TEMPORARY = (".part", ".tmp", ".crdownload")
_FEW = 8
"""Up to so many files one process is faster than starting more."""

TemplateFinder = Callable[[str], Template | None]
PlanReader = Callable[[Path, str], Reading]
"""From a path, and the name to show for it, to what stands in the file. Never raises for a bad file."""
Progress = Callable[[int, int], None]
"""Called with (files read, files to read)."""


@dataclass(frozen=True)
class Found:
    """A file in the folder. `shown` is its path from there; `ignored` the code of why it is not opened."""

    path: Path
    shown: str
    ignored: str | None = None


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
    progress: Progress | None = None,
    read: PlanReader | None = None,
) -> Round:
    """Every plan workbook under `folder`, and what the round comes to.

    `find` gives a template by its id. Plans of another year than `year` (default: the portfolio's) do not count.
    `as_of` is the day that deadlines are held against; None checks no dates. `quarter` (1–4) is the one asked for.
    `workers` None means: as many processes as there are cores. `leave_out` are our own files. Raises OSError if the
    folder itself cannot be listed.
    """
    found = find_files(folder, leave_out)
    reader = read or WorkbookReader(find, _lists(portfolio), as_of, quarter)  # may go to other processes, a cache not
    find = cache(find)
    to_read = [file for file in found if not file.ignored]
    readings = dict(
        zip((file.shown for file in to_read), _read_all(reader, find, to_read, workers, progress), strict=True)
    )
    collected = [_collected(file, readings.get(file.shown)) for file in found]
    template = find(portfolio.settings.template) if portfolio else None
    return round_of(collected, portfolio, template, year, on_duplicate)


def _lists(portfolio: Portfolio | None) -> Mapping[str, Options] | None:
    return portfolio.organisation(portfolio.settings.language) if portfolio else None


def _collected(file: Found, reading: Reading | None) -> Collected:
    if file.ignored:
        return Collected(file.shown, "", "ignored", None, (Finding(file.ignored, file=file.shown),))
    assert reading is not None
    digest = reading.sha256 or _digest(file.path)
    status: Literal["read", "refused"] = "read" if reading.readable else "refused"
    return Collected(file.shown, digest, status, reading, reading.findings, modified=_modified(file.path))


def _digest(path: Path) -> str:
    try:
        return sha256_of(path)
    except OSError:
        return ""


def _modified(path: Path) -> int:
    try:
        return path.stat().st_mtime_ns
    except OSError:
        return 0


# -- what lies in the folder -----------------------------------------------------------------------------------------
def find_files(folder: Path, leave_out: Collection[Path] = ()) -> list[Found]:
    """Every file under `folder`, by path; hidden folders are named, not entered. Raises OSError for `folder`."""
    own = {os.path.realpath(path) for path in leave_out}
    seen = {os.path.realpath(folder)}
    with os.scandir(folder):
        pass  # a folder that cannot be listed is an error of the caller, not of the round
    return sorted(_walk(folder, "", own, seen), key=lambda file: file.shown.split("/"))


def _walk(folder: Path, above: str, own: set[str], seen: set[str]) -> Iterator[Found]:
    try:
        with os.scandir(folder) as listed:
            entries = sorted(listed, key=lambda entry: entry.name)
    except OSError:
        yield Found(folder, above.rstrip("/"), "ignored-closed")
        return
    for entry in entries:
        shown = above + _shown(entry.name)
        if _is_folder(entry):
            if entry.name.startswith("."):
                yield Found(Path(entry.path), shown, "ignored-hidden")
            elif entry.is_symlink() and not _leads_on(entry.path, seen):
                yield Found(Path(entry.path), shown, "ignored-link")
            else:
                if Path(entry.name).suffix.lower() in WORKBOOKS:
                    yield Found(Path(entry.path), shown, "ignored-folder")
                yield from _walk(Path(entry.path), shown + "/", own, seen)
        else:
            yield Found(Path(entry.path), shown, _why_ignored(entry, own))


def _shown(name: str) -> str:
    """A file name that every output can hold; bytes that are no text become a visible mark."""
    return name.encode("utf-8", "surrogateescape").decode("utf-8", "replace")


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that goes round in circles
        return False


def _leads_on(link: str, seen: set[str]) -> bool:
    """Whether a linked folder lies outside of all that is walked already."""
    real = os.path.realpath(link)
    if any(real == other or _inside(real, other) or _inside(other, real) for other in seen):
        return False
    seen.add(real)
    return True


def _inside(path: str, folder: str) -> bool:
    return path.startswith(folder.rstrip(os.sep) + os.sep)


def _why_ignored(entry: os.DirEntry[str], own: set[str]) -> str | None:
    """The code of why a file is not opened; None for one that may hold a plan."""
    name = entry.name.lower()
    if name.startswith(("~$", ".~lock")) or name.endswith(_TEMPORARY):
        return "ignored-temporary"
    if name.startswith("."):
        return "ignored-hidden"
    try:
        mode = entry.stat().st_mode
    except OSError:
        return "ignored-link"
    if not stat.S_ISREG(mode):
        return "ignored-special"
    if Path(name).suffix not in WORKBOOKS:
        return "ignored-kind"
    return "ignored-own" if own and os.path.realpath(entry.path) in own else None


# -- reading ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class WorkbookReader:
    """Reads and checks one plan workbook."""

    find: TemplateFinder
    organisation: Mapping[str, Options] | None = None
    as_of: date | None = None
    quarter: int | None = None

    def __call__(self, path: Path, shown: str) -> Reading:
        from accountplan.checks import check_reading
        from accountplan.workbook.read import read_plan

        reading = read_plan(path, shown, self.find, self.organisation)
        return check_reading(reading, self.as_of, self.quarter)


def _read_all(
    reader: PlanReader, find: TemplateFinder, files: Sequence[Found], workers: int | None, progress: Progress | None
) -> Iterator[Reading]:
    """The reading of each file, in order."""
    source = _surviving(reader, find, files, workers)
    for done, reading in enumerate(source, start=1):
        if progress:
            progress(done, len(files))
        yield reading


def _read(reader: PlanReader, file: Found) -> Reading:
    """One file; whatever goes wrong in it stays with it, so that a single file never stops the round."""
    try:
        return reader(file.path, file.shown)
    except Exception as error:
        return _refused(file, f"{type(error).__name__}: {error}")


def _refused(file: Found, why: str) -> Reading:
    return Reading(
        file.shown, _digest(file.path), findings=(Finding("unreadable", file=file.shown, params={"why": why}),)
    )


def _read_lean(reader: PlanReader, file: Found) -> Reading:
    """The reading without its template, which every other reading has too: less to hand from process to process."""
    return replace(_read(reader, file), template=None)


def _surviving(
    reader: PlanReader, find: TemplateFinder, files: Sequence[Found], workers: int | None
) -> Iterator[Reading]:
    done = 0
    try:
        for reading in each(_read_lean, reader, files, workers=workers, few=_FEW):
            done += 1
            yield _with_template(reading, find)
    except BrokenProcessPool:
        # A file can make a reading library end its whole process. From there on each file has a process of its own.
        for file in files[done:]:
            yield _with_template(_read_apart(reader, file), find)


def _read_apart(reader: PlanReader, file: Found) -> Reading:
    try:
        return apart(_read_lean, reader, file)
    except BrokenProcessPool:
        return Reading(file.shown, _digest(file.path), findings=(Finding("damaged", file=file.shown),))


def _with_template(reading: Reading, find: TemplateFinder) -> Reading:
    return replace(reading, template=find(reading.identity.template)) if reading.identity else reading
