"""What the guard and the child processes cost per file: `make bench`, or `python -m benchmarks.isolation [FILES]`.

Reading itself takes many times longer and would drown the difference in the noise of a busy machine. So the way through
a child is measured with readings that are at hand: what is left is handing files out, sending readings back, and the
start of the child. A child packs a reading while its parent unpacks the one before, so that what a person waits for
is the longer of the two: that is the clock, on a machine with nothing else to do. Nothing here is a test.
"""

from __future__ import annotations

import gc
import resource
import shutil
import statistics
import sys
import tempfile
import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from accountplan.demo import run_demo
from accountplan.portfolio.collect import read_files
from accountplan.portfolio.folder import Found, find_files
from accountplan.portfolio.reader import WorkbookReader
from accountplan.template.library import Library
from accountplan.workbook.content import content_of
from accountplan.workbook.guard import inspect
from accountplan.workbook.limits import LIMITS
from accountplan.workbook.reading import Reading

FILES, ROUNDS, PLANS = 1000, 3, 12
CHILD = "the way through one child"


@dataclass(frozen=True)
class AtHand:
    """A reader that has read everything before."""

    readings: Sequence[Reading]

    def __call__(self, path: Path, shown: str) -> Reading:
        return self.readings[int(path.stem) % len(self.readings)]


def spent(work: Callable[[], Iterable[object]]) -> tuple[float, float]:
    """(milliseconds of processors, milliseconds on the clock) of work and of all the processes that it starts."""
    clock, used = time.perf_counter(), processors()
    kept = list(work())  # as a round keeps them
    took = (processors() - used) * 1000, (time.perf_counter() - clock) * 1000
    del kept
    return took


def processors() -> float:
    """Seconds of processors that this process has used, and all those that it has started and that have ended."""
    usages = (resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN))
    return sum(usage.ru_utime + usage.ru_stime for usage in usages)


def a_folder(root: Path, count: int) -> list[Found]:
    """So many plans as people fill them in."""
    run_demo(root / "demo", PLANS, "nl", 1, lambda line: None)
    filled = sorted((root / "demo" / "returned").rglob("*.xlsx"))
    (root / "plans").mkdir()
    for number in range(count):
        shutil.copy(filled[number % len(filled)], root / "plans" / f"{number:05}.xlsx")
    return find_files(root / "plans")


def measure(files: Sequence[Found]) -> dict[str, tuple[float, float]]:
    """Per way the milliseconds per file: the median of rounds that take turns."""
    library = Library()
    read = WorkbookReader(library.find)
    few = files[:PLANS]
    at_hand = AtHand([read(file.path, file.shown) for file in few])
    ways: dict[str, tuple[Sequence[Found], Callable[[Sequence[Found]], Iterable[object]]]] = {
        "reading and checking, right here": (few, lambda some: (read(file.path, file.shown) for file in some)),
        "the guard": (files, lambda some: (inspect(content_of(f.path, LIMITS.size)).kind for f in some)),
        "  its file without the guard": (files, lambda some: (len(f.path.read_bytes()) for f in some)),
        CHILD: (files, lambda some: read_files(some, library.find, at_hand, workers=1)),
    }
    took: dict[str, list[tuple[float, float]]] = {name: [] for name in ways}
    gc.disable()  # it goes over all that a round keeps, however that was read
    for _ in range(ROUNDS):
        for name, (some, way) in ways.items():
            times = spent(lambda way=way, some=some: way(some))  # type: ignore[misc]
            took[name].append((times[0] / len(some), times[1] / len(some)))
    return {name: (_middle(times, 0), _middle(times, 1)) for name, times in took.items()}


def _middle(times: Sequence[tuple[float, float]], column: int) -> float:
    return statistics.median(time[column] for time in times)


def main() -> None:
    count = int(sys.argv[1]) if len(sys.argv) > 1 else FILES
    with tempfile.TemporaryDirectory() as folder:
        took = measure(a_folder(Path(folder), count))
    print(f"{f'ms per file, {count} files':<42}{'of processors':>15}{'on the clock':>14}")
    for name, (used, clock) in took.items():
        print(f"{name:<42}{used:>15.2f}{clock:>14.2f}")
    cost = [took["the guard"][n] - took["  its file without the guard"][n] + took[CHILD][n] for n in (0, 1)]
    reading = took["reading and checking, right here"]
    print(f"{'guard and child together':<42}{cost[0]:>15.2f}{cost[1]:>14.2f}")
    print(f"{'  as a part of reading':<42}{cost[0] / reading[0]:>15.1%}{cost[1] / reading[1]:>14.1%}")


if __name__ == "__main__":
    main()
