"""Work in child processes that may die of it: of a library that aborts, of too much time or memory for one file.

`in_children` hands out things one by one, and a second to have at hand; whoever dies costs the thing that it worked on,
and is replaced. Children live for a batch. They are forked where that is safe, and else started afresh with a line of
our own, so that a script without `if __name__ == "__main__"` is not run again.
"""

from __future__ import annotations

import contextlib
import faulthandler
import gc
import os
import pickle
import signal
import struct
import subprocess
import sys
import tempfile
import threading
import time
import warnings
from collections import deque
from collections.abc import Callable, Generator, Iterator, Sequence
from dataclasses import dataclass, field
from math import ceil
from multiprocessing.connection import Connection, Pipe, wait
from typing import IO, Any, Literal, TypeVar

from accountplan.portfolio.workers import usable_cores

Thing = TypeVar("Thing")
Work = Callable[[Any], Any]
Why = Literal["time", "memory", "ended"]

_AT_HAND = 2
"""What a child is given at once: the next thing is there when it has done one."""
_WORTH_A_START = 4
"""So many things make it worth while to start one more child afresh; a fork is worth it for one."""
_STARTING = 60.0
"""Seconds that a child may take to start."""
_PATIENCE = 5
"""Seconds after which a child ends itself if it should have been ended: its parent is gone."""
_NO_MEMORY = 77
"""The exit code of a child that ran out of memory."""
_OUT_OF_MEMORY = (b"memory allocation of", b"bad_alloc", b"MemoryError")
"""What libraries say that abort for want of memory."""
_SPENT = struct.Struct("d")


class CannotStart(OSError):
    """The system lets no child process start."""


@dataclass(frozen=True)
class Death:
    """Instead of a result: the child did not live to give one."""

    why: Why


@dataclass(frozen=True)
class Done:
    """One thing, worked on: what came of it and the seconds that it took."""

    result: Any
    seconds: float = 0.0


def in_children(
    work: Callable[[Thing], Any], things: Sequence[Thing], *, workers: int | None = None, seconds: float, memory: int
) -> Generator[Done]:
    """`work(thing)` for every thing, by `workers` processes (None: one per core), in the order of the things.

    A thing may take `seconds`, and `memory` MB above what a child takes by itself (on Linux; elsewhere memory has no
    limit). `work` and the results must be fit for pickling. Raises `CannotStart` if no child can be had.
    """
    return _Batch(work, things, workers or usable_cores(), seconds, memory).results()


class _Batch:
    """The things of one run, and the children that work on them."""

    def __init__(self, work: Work, things: Sequence[Any], workers: int, seconds: float, memory: int) -> None:
        self._work, self._things, self._seconds, self._memory = work, things, seconds, memory
        self._forks = _can_fork()
        self._most = min(workers, len(things) if self._forks else ceil(len(things) / _WORTH_A_START))
        self._waiting = deque(range(len(things)))
        self._suspects: deque[int] = deque()
        """Things that a child died of which had done others before: they may be innocent, and are tried alone."""
        self._children: list[_Child] = []
        self._done: dict[int, Done] = {}

    def results(self) -> Generator[Done]:
        try:
            for number in range(len(self._things)):
                while number not in self._done:
                    self._hand_out()
                    self._listen()
                yield self._done.pop(number)
        finally:
            for child in self._children:
                child.end()

    def _hand_out(self) -> None:
        while self._suspects and self._room():
            self._give(self._start(), self._suspects.popleft(), alone=True)
        for so_many in range(_AT_HAND):
            for child in self._children:
                if self._waiting and len(child.hand) == so_many and not child.alone:
                    self._give(child, self._waiting.popleft())
            while so_many == 0 and self._waiting and self._room():
                self._give(self._start(), self._waiting.popleft())

    def _room(self) -> bool:
        """Whether one more child may start: there are too few, or none is left."""
        return len(self._children) < self._most

    def _start(self) -> _Child:
        start = _forked if self._forks else _launched
        try:
            child = start(self._work, self._memory, self._children)
        except OSError as error:
            raise CannotStart(error.errno, error.strerror) from error
        self._children.append(child)
        return child

    def _give(self, child: _Child, number: int, alone: bool = False) -> None:
        child.alone = alone
        child.hand.append(number)
        if len(child.hand) == 1:
            child.deadline = time.monotonic() + (self._seconds if child.ready else _STARTING)
        with contextlib.suppress(OSError):  # if it is dead, its pipe tells when we listen
            child.pipe.send((self._seconds, self._things[number]))

    def _listen(self) -> None:
        """Wait for the next result, death or deadline."""
        busy = [child for child in self._children if child.hand]
        left = min(child.deadline for child in busy) - time.monotonic()
        ready = wait([child.pipe for child in busy], max(0.0, left))
        now = time.monotonic()
        for child in busy:
            if child.pipe in ready:
                self._receive(child)
            elif child.deadline <= now:
                self._bury(child, "time")

    def _receive(self, child: _Child) -> None:
        try:
            message = child.pipe.recv_bytes()
        except (EOFError, OSError):
            self._bury(child, child.cause())
            return
        if child.ready:
            number = child.hand.popleft()
            self._done[number] = Done(_unpacked(message[_SPENT.size :]), _SPENT.unpack_from(message)[0])
            child.worked, child.alone = True, False
        child.ready = True
        child.deadline = time.monotonic() + self._seconds

    def _bury(self, child: _Child, why: Why) -> None:
        words = child.last_words()
        self._children.remove(child)
        child.end()
        if not child.ready:
            raise CannotStart(0, words.splitlines()[-1] if words else why)
        first, *rest = child.hand
        self._waiting.extendleft(reversed(rest))
        if child.worked and why != "time":
            self._suspects.append(first)
        else:
            self._done[first] = Done(Death(why), self._seconds if why == "time" else 0.0)


def _unpacked(content: bytes) -> Any:
    """A result. Many small objects that all stay: the collector of rubbish would only go over them again and again."""
    collects = gc.isenabled()
    gc.disable()
    try:
        return pickle.loads(content)
    finally:
        if collects:
            gc.enable()


# -- one child ---------------------------------------------------------------------------------------------------------
@dataclass(eq=False)
class _Child:
    """A child as its parent sees it. `hand` are the things that it has, the first being worked on."""

    pipe: Connection
    process: _Forked | subprocess.Popen[bytes]
    errors: IO[bytes]
    hand: deque[int] = field(default_factory=deque)
    deadline: float = 0.0
    ready: bool = False
    worked: bool = False
    alone: bool = False

    def end(self) -> None:
        """No child outlives its batch. It has nothing to put away, so it is not asked."""
        self.process.kill()
        self.process.wait()
        self.pipe.close()
        self.errors.close()

    def cause(self) -> Why:
        """What it died of."""
        try:
            code = self.process.wait(timeout=_PATIENCE)
        except subprocess.TimeoutExpired:
            return "ended"
        if code == -getattr(signal, "SIGALRM", 0):
            return "time"
        killed = code == -getattr(signal, "SIGKILL", 0)  # not by us: by a system that has no memory left
        words = self.last_words().encode()
        return "memory" if killed or code == _NO_MEMORY or any(w in words for w in _OUT_OF_MEMORY) else "ended"

    def last_words(self) -> str:
        """The end of what it wrote on its stderr, which nobody else sees."""
        self.errors.seek(max(0, self.errors.seek(0, os.SEEK_END) - 2000))
        return self.errors.read().decode("utf-8", "replace").strip()


class _Forked:
    """A forked process, with as much of the face of a `Popen` as is needed here."""

    def __init__(self, pid: int) -> None:
        self.pid = pid
        self._code: int | None = None

    def kill(self) -> None:
        if self._code is None:
            with contextlib.suppress(ProcessLookupError):
                os.kill(self.pid, signal.SIGKILL)

    def wait(self, timeout: float | None = None) -> int:
        """The exit code, or minus the signal. Raises `TimeoutExpired`."""
        until = None if timeout is None else time.monotonic() + timeout
        while self._code is None:
            self._code = self._ended(os.WNOHANG if until else 0)
            if self._code is None and until:
                if time.monotonic() > until:
                    raise subprocess.TimeoutExpired("fork", timeout or 0)
                time.sleep(0.001)
        return self._code

    def _ended(self, how: int) -> int | None:
        try:
            pid, status = os.waitpid(self.pid, how)
        except ChildProcessError:  # a program that ignores its children has nothing to wait for
            return 0
        return os.waitstatus_to_exitcode(status) if pid else None


def _can_fork() -> bool:
    """A process with threads is not forked: a lock that one of them holds would be held for ever in the copy."""
    return hasattr(os, "fork") and sys.platform != "darwin" and threading.active_count() == 1


def _forked(work: Work, memory: int, others: Sequence[_Child]) -> _Child:
    ours, theirs = Pipe()
    errors = _nowhere()
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", DeprecationWarning)  # forking beside the idle threads of a numerical library
        pid = os.fork()
    if pid:
        theirs.close()
        return _Child(ours, _Forked(pid), errors)
    try:  # from here on in the child
        ours.close()
        for other in others:
            other.pipe.close()
        empty = os.open(os.devnull, os.O_RDWR)
        for number, target in ((0, empty), (1, empty), (2, errors.fileno())):
            os.dup2(target, number)
        faulthandler.disable()
        gc.freeze()
        _serve(theirs, work, memory)
    finally:
        os._exit(0)


def _launched(work: Work, memory: int, others: Sequence[_Child]) -> _Child:
    del others  # what is started afresh has none of their pipes
    ours, theirs = Pipe()
    errors, number = _nowhere(), theirs.fileno()
    path = [str(entry) for entry in sys.path]
    line = f"import sys; sys.path[:] = {path!r}; from accountplan.portfolio.children import _main; _main({number})"
    process = subprocess.Popen(
        [sys.executable, "-c", line], stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=errors,
        **_handing(number),
    )  # fmt: skip
    theirs.close()
    child = _Child(ours, process, errors)
    try:
        with contextlib.suppress(BrokenPipeError, ConnectionResetError):
            ours.send((work, memory))
    except BaseException:  # above all: what cannot be pickled
        child.end()
        raise
    return child


def _handing(number: int) -> dict[str, Any]:
    """How the other end of a pipe goes to a process that is started."""
    if sys.platform == "win32":
        os.set_handle_inheritable(number, True)
        return {"startupinfo": subprocess.STARTUPINFO(lpAttributeList={"handle_list": [number]})}
    return {"pass_fds": (number,)}


def _nowhere() -> IO[bytes]:
    """Where the words of a child go: a file without a name."""
    try:
        return tempfile.TemporaryFile()
    except OSError:
        return open(os.devnull, "w+b")


# -- in the child ------------------------------------------------------------------------------------------------------
def _main(number: int) -> None:
    """The life of a child that was started afresh; `number` is its end of the pipe."""
    if sys.platform == "win32":
        from multiprocessing.connection import PipeConnection

        pipe = PipeConnection(number)
    else:
        pipe = Connection(number)
    with contextlib.suppress(EOFError):
        work, memory = pipe.recv()
        _serve(pipe, work, memory)
    os._exit(0)


def _serve(pipe: Connection, work: Work, memory: int) -> None:
    """Work on what comes until nothing comes any more."""
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the parent hears it too, and ends us
    signal.signal(signal.SIGTERM, signal.SIG_DFL)
    _limit_memory(memory)
    pipe.send_bytes(b"ready")
    while True:
        try:
            seconds, thing = pipe.recv()
        except (EOFError, OSError):  # the parent has no more, or is gone
            return
        _forget_words()
        start = time.perf_counter()
        with _alarm(ceil(seconds) + _PATIENCE):
            try:
                content = pickle.dumps(work(thing), pickle.HIGHEST_PROTOCOL)
            except MemoryError:
                os._exit(_NO_MEMORY)
        pipe.send_bytes(_SPENT.pack(time.perf_counter() - start) + content)


def _limit_memory(memory: int) -> None:
    """At most so many MB above what this process takes now; and nothing is left on the disk if it is aborted."""
    if sys.platform != "linux":
        return
    import resource

    resource.setrlimit(resource.RLIMIT_CORE, (0, resource.getrlimit(resource.RLIMIT_CORE)[1]))
    with open("/proc/self/statm") as statm:
        now = int(statm.read().split()[0]) * resource.getpagesize()
    hard = resource.getrlimit(resource.RLIMIT_AS)[1]
    most = now + memory * 1_000_000
    resource.setrlimit(resource.RLIMIT_AS, (most if hard == resource.RLIM_INFINITY else min(most, hard), hard))


@contextlib.contextmanager
def _alarm(seconds: int) -> Iterator[None]:
    """The system ends this process if it is not through in time, should the parent no longer be there to do it."""
    if not hasattr(signal, "alarm"):
        yield
        return
    signal.signal(signal.SIGALRM, signal.SIG_DFL)
    signal.alarm(seconds)
    try:
        yield
    finally:
        signal.alarm(0)


def _forget_words() -> None:
    with contextlib.suppress(OSError):
        os.lseek(2, 0, os.SEEK_SET)
        os.ftruncate(2, 0)
