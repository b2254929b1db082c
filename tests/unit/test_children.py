"""A file can bring down the process that reads it: abort it, hang in it, eat its memory. It costs that file only."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import pytest

from accountplan.errors import Stop
from accountplan.portfolio import children
from accountplan.portfolio.children import Death, in_children
from accountplan.portfolio.collect import read_files
from accountplan.portfolio.folder import Found
from accountplan.workbook.limits import Limits
from accountplan.workbook.reading import Reading
from tests.unit.rounds import find, reading

FORKS, LAUNCHES = "forked", "launched"
linux = pytest.mark.skipif(sys.platform != "linux", reason="looks in /proc")


def twice(number: int) -> int:
    return number * 2


def work(what: str | int) -> Any:
    """What a hostile file makes of a reader."""
    match what:
        case "abort":
            os.abort()
        case "leave":
            os._exit(0)
        case "hang":
            while True:
                pass
        case "sleep":
            time.sleep(60)
        case "eat":
            return len([bytes(10_000_000) for _ in range(1_000)])
        case "allocate":
            os.write(2, b"memory allocation of 68719476736 bytes failed\n")
            os.abort()
        case "noise":
            os.write(2, b"memory allocation of is what a name may say\n")
        case "print":
            os.write(1, b"this would spoil the output\n")
        case "child":
            return os.getpid()
    return what


@contextmanager
def a_thread() -> Iterator[None]:
    """A process with a thread is not forked."""
    done = threading.Event()
    thread = threading.Thread(target=done.wait)
    thread.start()
    try:
        yield
    finally:
        done.set()
        thread.join()


@pytest.fixture(params=[FORKS, LAUNCHES])
def way(request: pytest.FixtureRequest, monkeypatch: pytest.MonkeyPatch) -> str:
    """Each way to start a child; the tests themselves may run beside a thread that only waits."""
    forks = request.param == FORKS
    if forks and not hasattr(os, "fork"):
        pytest.skip("no fork here")
    monkeypatch.setattr(children, "_can_fork", lambda: forks)
    return str(request.param)


def results(things: list[Any], workers: int = 1, seconds: float = 30, memory: int = 200) -> list[Any]:
    return [one.result for one in in_children(work, things, workers=workers, seconds=seconds, memory=memory)]


def children_of(parent: int) -> list[int]:
    """Processes that this one has started and not seen end."""
    tasks = Path(f"/proc/{parent}/task").iterdir()
    return [int(pid) for task in tasks for pid in (task / "children").read_text().split()]


# -- who dies, and of what ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("deadly", "why"),
    [("abort", "ended"), ("leave", "ended"), ("eat", "memory"), ("allocate", "memory"), ("hang", "time")],
)
def test_what_a_child_dies_of_costs_that_thing_only(way: str, deadly: str, why: str) -> None:
    seconds = 0.3 if why == "time" else 30
    assert results([1, 2, deadly, 3, 4], seconds=seconds) == [1, 2, Death(why), 3, 4]


def test_a_child_that_sleeps_is_not_waited_for(way: str) -> None:
    start = time.monotonic()
    assert results(["sleep", 1], seconds=0.3) == [Death("time"), 1]
    assert time.monotonic() - start < 10


def test_the_first_and_the_last_may_die_and_all_of_them() -> None:
    assert results(["abort", 1, "abort"]) == [Death("ended"), 1, Death("ended")]
    assert results(["abort"] * 3, workers=2) == [Death("ended")] * 3


@pytest.mark.parametrize("workers", [1, 2, 5])
def test_results_are_in_order_however_many_work(workers: int) -> None:
    things: list[Any] = list(range(40))
    things[7] = things[23] = "abort"
    expected = [Death("ended") if thing == "abort" else thing for thing in things]
    assert results(things, workers=workers) == expected


def test_children_live_for_the_batch(way: str) -> None:
    assert len(set(results(["child"] * 30, workers=2))) <= 2
    assert os.getpid() not in results(["child"])


def test_a_thing_is_not_blamed_for_what_others_did_to_the_child(tmp_path: Path) -> None:
    """A child that has worked before and dies is no proof: the thing is tried once more, by a fresh one."""
    done = in_children(_Weary(tmp_path / "worked"), ["one", "two", "three"], workers=1, seconds=30, memory=200)
    assert [one.result for one in done] == ["one", "two", "three"]


class _Weary:
    """Dies of the second thing that its process gets."""

    def __init__(self, seen: Path) -> None:
        self.seen = seen

    def __call__(self, thing: str) -> str:
        mark = self.seen.with_suffix(f".{os.getpid()}")
        if mark.exists():
            os.abort()
        mark.touch()
        return thing


def test_words_of_an_earlier_thing_say_nothing_of_the_next() -> None:
    assert results(["noise", "abort"]) == ["noise", Death("ended")]


def test_nothing_that_a_child_prints_reaches_the_terminal(way: str, capfd: pytest.CaptureFixture[str]) -> None:
    assert results(["print", "noise", "abort"]) == ["print", "noise", Death("ended")]
    assert capfd.readouterr() == ("", "")


def test_an_aborted_child_leaves_no_core_behind(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)
    assert results(["abort"]) == [Death("ended")]
    assert list(tmp_path.iterdir()) == []


def test_no_things_need_no_children() -> None:
    assert results([]) == []


# -- nobody stays behind -----------------------------------------------------------------------------------------------
@linux
def test_no_child_outlives_its_batch(way: str) -> None:
    before = children_of(os.getpid())
    results([1, "abort", 2, "hang"], workers=2, seconds=0.3)
    assert children_of(os.getpid()) == before


@linux
def test_who_stops_halfway_leaves_no_child(way: str) -> None:
    before = children_of(os.getpid())
    batch = in_children(work, [1, "sleep", 3], workers=2, seconds=60, memory=200)
    assert next(batch).result == 1
    batch.close()
    assert children_of(os.getpid()) == before


_ENDLESS = """
from accountplan.portfolio.children import in_children
import signal, sys, time
signal.signal(signal.SIGINT, signal.default_int_handler)  # also where the tests themselves run in the background
if sys.argv[1] == "launched":
    import threading
    threading.Thread(target=time.sleep, args=(60,), daemon=True).start()
batch = in_children(time.sleep, [0, 0, 60], workers=2, seconds=60, memory=200)
next(batch), next(batch)
print("busy", flush=True)
next(batch)
"""


@contextmanager
def _busy(way: str) -> Iterator[tuple[subprocess.Popen[str], list[int]]]:
    """A script whose children are at work, and who they are."""
    script = subprocess.Popen(
        [sys.executable, "-c", _ENDLESS, way], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True,
        start_new_session=True,
    )  # fmt: skip
    assert script.stdout is not None
    assert script.stdout.readline() == "busy\n"
    try:
        yield script, children_of(script.pid)
    finally:
        script.kill()
        script.communicate()


def _gone(pids: list[int]) -> bool:
    until = time.monotonic() + 10
    while time.monotonic() < until:
        if not any(Path(f"/proc/{pid}/exe").exists() for pid in pids):
            return True
        time.sleep(0.05)
    return False


@linux
@pytest.mark.parametrize("way", [FORKS, LAUNCHES])
def test_ctrl_c_ends_all_of_them(way: str) -> None:
    with _busy(way) as (script, pids):
        assert pids
        os.killpg(script.pid, signal.SIGINT)
        _, words = script.communicate(timeout=20)
        assert words.count("KeyboardInterrupt") == 1  # the script's own
        assert _gone(pids)


@linux
@pytest.mark.parametrize("at_work", ["time.sleep(0)", "any(iter(int, 1))"])  # waiting for more; in an endless loop
def test_children_end_when_their_parent_is_killed(at_work: str) -> None:
    script = (
        "from accountplan.portfolio import children\nimport time\n"
        f"children._PATIENCE = 0\ndef work(n):\n    if n: {at_work}\n"
        "batch = children.in_children(work, [0, 1, 1, 1], workers=2, seconds=1, memory=200); next(batch)\n"
        "print('busy', flush=True); time.sleep(60)"
    )
    parent = subprocess.Popen([sys.executable, "-c", script], stdout=subprocess.PIPE, text=True)
    assert parent.stdout is not None
    parent.stdout.readline()
    pids = children_of(parent.pid)
    parent.kill()
    parent.communicate()
    assert pids and _gone(pids)


# -- a script of a user ------------------------------------------------------------------------------------------------
def test_a_script_without_a_guard_is_not_run_again(tmp_path: Path) -> None:
    script = tmp_path / "script.py"
    script.write_text(
        "import math, threading\n"
        "print('run')\n"
        "done = threading.Event()\n"
        "threading.Thread(target=done.wait, daemon=True).start()\n"  # so that nothing is forked
        "from accountplan.portfolio.children import in_children\n"
        "print([one.result for one in in_children(math.sqrt, [4.0, 9.0], workers=2, seconds=30, memory=200)])\n"
    )
    ran = subprocess.run([sys.executable, str(script)], capture_output=True, text=True, check=False)
    assert (ran.stdout, ran.stderr) == ("run\n[2.0, 3.0]\n", "")


def test_a_process_with_threads_is_not_forked() -> None:
    with a_thread():
        assert not children._can_fork()
        assert [one.result for one in in_children(twice, [1, 2], seconds=30, memory=200)] == [2, 4]


def test_where_no_process_can_start_it_is_said(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(*given: object) -> None:
        raise OSError(errno.EAGAIN, "Resource temporarily unavailable")

    monkeypatch.setattr(children, "_forked", refuse)
    monkeypatch.setattr(children, "_launched", refuse)
    with pytest.raises(Stop, match=r"no process start.*Close other programs"):
        list(read_files([Found(Path("a.xlsx"), "a.xlsx")], find, by_name, language="en"))


def test_a_child_that_cannot_even_begin_is_said_and_not_tried_for_ever(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(children, "_can_fork", lambda: False)
    monkeypatch.setattr(sys, "executable", "/bin/false")
    with pytest.raises(Stop, match="no process start"):
        list(read_files([Found(Path("a.xlsx"), "a.xlsx")], find, by_name, language="en"))


# -- files -------------------------------------------------------------------------------------------------------------
class Panic(BaseException):
    """What a library in Rust raises: no Exception."""


def by_name(path: Path, shown: str) -> Reading:
    if path.stem == "panics":
        raise Panic("index out of bounds")
    if path.stem == "nested":
        return by_name(path, shown)
    work(path.stem)
    return reading(path.stem, file=shown)


@pytest.mark.parametrize(
    ("name", "code", "words"),
    [
        ("abort", "damaged", "brought down the program"),
        ("hang", "too-large", "took longer than 2 seconds"),
        ("eat", "too-large", "more than 150 MB of memory"),
        ("panics", "unreadable", "index out of bounds"),
        ("nested", "unreadable", "RecursionError"),
    ],
)
def test_each_way_to_die_has_its_finding(tmp_path: Path, name: str, code: str, words: str) -> None:
    files = [Found(tmp_path / f"{stem}.xlsx", f"{stem}.xlsx") for stem in ("A-1", name, "A-2")]
    for file in files:
        file.path.write_bytes(b"content")
    before, deadly, after = read_files(files, find, by_name, workers=1, limits=Limits(seconds=2, memory=150))
    assert (before.status, deadly.status, after.status) == ("read", "refused", "read")
    (finding,) = deadly.findings
    assert (finding.code, finding.severity, finding.file) == (code, "error", f"{name}.xlsx")
    assert words in finding.message("en")
    assert deadly.sha256 == "ed7002b439e9ac845f22357d822bac1444730fbdb6016d3ec9432297b9ec9f73"
    assert before.reading is not None and before.reading.template is find("accountplan")


@pytest.mark.parametrize("language", ["nl", "en"])
def test_the_way_out_is_named(language: str, tmp_path: Path) -> None:
    file = Found(tmp_path / "hang.xlsx", "hang.xlsx")
    (hung,) = read_files([file], find, by_name, limits=Limits(seconds=1))
    assert "--limit seconds=N" in hung.findings[0].message(language)


def test_progress_is_told_per_file(tmp_path: Path) -> None:
    seen: list[tuple[int, int]] = []
    files = [Found(tmp_path / "A-1.xlsx", "A-1.xlsx"), Found(tmp_path / "x", "x", "ignored-kind")]
    told: Callable[[int, int], None] = lambda done, of: seen.append((done, of))  # noqa: E731
    assert [file.status for file in read_files(files, find, by_name, progress=told)] == ["read", "ignored"]
    assert seen == [(1, 1)]
