"""The real command, many times: a process that has everything imported forks a child per run, and may kill it.

`Commands().run("generate", …)` gives its exit code and what it said; `kill_after=0.2` ends it, with all its workers,
by SIGKILL after so many seconds; `largest=10_000` lets no file grow beyond so many bytes, as a full disk would.
"""

from __future__ import annotations

import json
import subprocess
import sys
from dataclasses import dataclass
from pathlib import Path
from types import TracebackType

_CHILDREN = """
import json, os, resource, signal, sys, time
import openpyxl, pandas, python_calamine, xlsxwriter
from accountplan.cli import main
import accountplan.consolidate, accountplan.demo, accountplan.portfolio.generate, accountplan.summary
import accountplan.consolidate.frames

for line in sys.stdin:
    asked = json.loads(line)
    began = time.monotonic()
    child = os.fork()
    if child == 0:
        os.setsid()
        os.chdir(asked["at"])
        for number, name in ((1, "out"), (2, "err")):
            os.dup2(os.open(asked[name], os.O_WRONLY | os.O_CREAT | os.O_TRUNC), number)
        if asked["largest"]:
            resource.setrlimit(resource.RLIMIT_FSIZE, (asked["largest"], asked["largest"]))
        sys.argv = ["accountplan", *asked["arguments"]]
        try:
            main()
        except SystemExit as ended:
            sys.stdout.flush()
            sys.stderr.flush()
            os._exit(ended.code or 0)
        os._exit(99)
    if asked["kill_after"] is not None:
        time.sleep(asked["kill_after"])
        try:
            os.killpg(child, signal.SIGKILL)
        except ProcessLookupError:
            pass  # it was done before it had a group
    _, status = os.waitpid(child, 0)
    print(json.dumps({"code": os.waitstatus_to_exitcode(status), "seconds": time.monotonic() - began}), flush=True)
"""


@dataclass(frozen=True)
class Ran:
    """How a run ended; `code` is -9 for one that was killed."""

    code: int
    seconds: float
    out: str
    err: str


class Commands:
    """Runs commands in `at`; to be closed, as a file."""

    def __init__(self, at: Path) -> None:
        self.at = at
        self._parent = subprocess.Popen(
            [sys.executable, "-c", _CHILDREN], stdin=subprocess.PIPE, stdout=subprocess.PIPE, text=True
        )

    def __enter__(self) -> Commands:
        return self

    def __exit__(self, kind: type[BaseException] | None, error: BaseException | None, at: TracebackType | None) -> None:
        assert self._parent.stdin is not None and self._parent.stdout is not None
        self._parent.stdin.close()
        self._parent.wait(10)
        self._parent.stdout.close()

    def run(self, *arguments: str | Path, kill_after: float | None = None, largest: int | None = None) -> Ran:
        assert self._parent.stdin is not None and self._parent.stdout is not None
        out, err = self.at / ".out", self.at / ".err"
        asked = {
            "at": str(self.at), "out": str(out), "err": str(err), "arguments": list(map(str, arguments)),
            "kill_after": kill_after, "largest": largest,
        }  # fmt: skip
        self._parent.stdin.write(json.dumps(asked) + "\n")
        self._parent.stdin.flush()
        ended = json.loads(self._parent.stdout.readline())
        return Ran(ended["code"], ended["seconds"], out.read_text("utf-8"), err.read_text("utf-8"))
