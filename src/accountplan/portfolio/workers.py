"""The same work on many things, by several processes where that is faster; results in the order of the things."""

from __future__ import annotations

import multiprocessing
import os
import sys
import threading
import warnings
from collections.abc import Callable, Iterator, Sequence
from concurrent.futures import ProcessPoolExecutor
from typing import Any, TypeVar

Shared = TypeVar("Shared")
Thing = TypeVar("Thing")
Result = TypeVar("Result")

_LARGEST_CHUNK = 16


def usable_cores() -> int:
    """How many processors this process may use."""
    return len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1


def each(
    work: Callable[[Shared, Thing], Result],
    shared: Shared,
    things: Sequence[Thing],
    *,
    workers: int | None = None,
    few: int = 4,
) -> Iterator[Result]:
    """`work(shared, thing)` for every thing. `shared` is handed to each process once; `work` is a function of a module.

    `workers` None means one per core. Up to `few` things the work is done right here: starting others would take
    longer. Raises BrokenProcessPool if a thing ends the process that works on it.
    """
    many = min(workers or usable_cores(), len(things))
    if many < 2 or len(things) <= few:
        yield from (work(shared, thing) for thing in things)
        return
    chunk = max(1, min(_LARGEST_CHUNK, len(things) // (many * 4)))
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside the idle threads of a numerical library
        with _pool(work, shared, many) as pool:
            yield from pool.map(_run, things, chunksize=chunk)


def _pool(work: Callable[[Any, Any], Any], shared: Any, workers: int) -> ProcessPoolExecutor:
    # A process with threads is not forked: a lock that one of them holds would be held for ever in the copy.
    can_fork = "fork" in multiprocessing.get_all_start_methods() and sys.platform != "darwin"
    forks = can_fork and threading.active_count() == 1
    context = multiprocessing.get_context("fork" if forks else "spawn")
    return ProcessPoolExecutor(workers, mp_context=context, initializer=_remember, initargs=(work, shared))


_remembered: tuple[Callable[[Any, Any], Any], Any] | None = None
"""In a worker process: the work, and what all its things share."""


def _remember(work: Callable[[Any, Any], Any], shared: Any) -> None:
    global _remembered  # noqa: PLW0603 (the only way to hand a process something once instead of with every thing)
    _remembered = (work, shared)


def _run(thing: Any) -> Any:
    assert _remembered is not None
    work, shared = _remembered
    return work(shared, thing)
