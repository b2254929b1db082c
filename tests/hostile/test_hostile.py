"""No file crashes, hangs or overeats; each is read right, or refused with a finding that says why."""

from __future__ import annotations

import json
import select
import subprocess
import sys
from collections.abc import Iterator
from typing import Any

import pytest

from tests.helpers import ROOT
from tests.hostile import cells, documents, kinds, zips
from tests.hostile.making import ANYTHING, EVERY, READ, SAME, Hostile, good

SUBJECTS = (cells, documents, kinds, zips)
"""Importing them is what fills `EVERY`."""
SECONDS, MEGABYTES = 10, 300
BOMB_SECONDS, BOMB_MEGABYTES = 2, 200


class Child:
    """A process that reads files, and is made anew when it dies."""

    def __init__(self) -> None:
        self._start()

    def _start(self) -> None:
        command = [sys.executable, "-m", "tests.hostile.child"]
        self._process = subprocess.Popen(command, cwd=ROOT, stdin=subprocess.PIPE, stdout=subprocess.PIPE)

    def read(self, content: bytes) -> dict[str, Any]:
        """What became of a file. A process that dies or hangs fails the test."""
        source, answers = self._process.stdin, self._process.stdout
        assert source is not None and answers is not None
        try:
            source.write(b"%d\n" % len(content) + content)
            source.flush()
        except BrokenPipeError:
            pass
        ready, _, _ = select.select([answers], [], [], 3 * SECONDS)
        line = answers.readline() if ready else b""
        if not line:
            self.close()
            status = self._process.returncode
            self._start()
            pytest.fail(f"the process {'died' if ready else 'hung'}: {status}")
        answer: dict[str, Any] = json.loads(line)
        return answer

    def close(self) -> None:
        self._process.kill()
        self._process.communicate()


@pytest.fixture(scope="module")
def child() -> Iterator[Child]:
    child = Child()
    assert child.read(good())["same"], "the plan itself is no plan"
    yield child
    child.close()


def cases() -> list[Any]:
    return [pytest.param(case, id=case.name, marks=[pytest.mark.slow] if case.whole_run_only else []) for case in EVERY]


@pytest.mark.xdist_group("hostile")
@pytest.mark.parametrize("case", cases())
def test_a_hostile_file_is_read_right_or_refused(case: Hostile, child: Child) -> None:
    answer = child.read(case.make())
    bomb = case.name.startswith("bomb")
    assert answer["seconds"] < (BOMB_SECONDS if bomb else SECONDS)
    assert answer["megabytes"] < (BOMB_MEGABYTES if bomb else MEGABYTES)
    if case.right == SAME:
        assert answer["same"], (case.why, answer)
    elif case.right == READ:
        assert answer["readable"] and not answer["errors"], (case.why, answer)
    elif case.right == ANYTHING:
        assert answer["same"] or answer["errors"], (case.why, answer)
    else:
        assert case.right in answer["errors"], (case.why, answer)
        assert case.right not in ("damaged", "unsafe", "too-large", "encrypted", "not-a-plan") or not answer["readable"]
    assert all("x.xlsx" in sentence for sentence in answer["said"] if not answer["readable"]), answer["said"]


def test_there_are_enough_of_them_each_with_a_name_of_its_own() -> None:
    assert len({case.name for case in EVERY}) == len(EVERY)
    assert sum(1 for case in EVERY if not case.whole_run_only) >= 150
