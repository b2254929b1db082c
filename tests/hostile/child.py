"""The process in which hostile files are read: it may die, and then costs one file only.

Run as a module: it takes files on stdin (a length, then the bytes) and answers with one line of JSON for each.
"""

from __future__ import annotations

import contextlib
import gc
import json
import resource
import sys
import time
from pathlib import Path

from accountplan.workbook.read import read_content
from tests.helpers import SAMPLES, real_template
from tests.hostile.making import ANSWERS

ROOM = 2_000_000_000
"""Bytes of address space that a file may take before the system says no."""


def _status(key: str) -> float:
    """Megabytes, of what the system says of this process."""
    line = next(line for line in Path("/proc/self/status").read_text().splitlines() if line.startswith(f"{key}:"))
    return int(line.split()[1]) / 1000


def outcome(content: bytes) -> dict[str, object]:
    """What became of a file: finding codes, whether the answers are those of the plan, seconds of
    computing (other processes are nobody's fault), megabytes."""
    template = real_template(str(SAMPLES / "prospectplan"))
    gc.collect()
    with contextlib.suppress(OSError):
        Path("/proc/self/clear_refs").write_text("5")  # the peak begins again
    before, start = _status("VmRSS"), time.process_time()
    reading = read_content(content, "x.xlsx", lambda name: template if name == template.id else None)
    seconds = time.process_time() - start
    answers = reading.plan_answers()
    return {
        "seconds": seconds,
        "megabytes": _status("VmHWM") - before,
        "readable": reading.readable,
        "errors": sorted({finding.code for finding in reading.findings if finding.severity != "info"}),
        "same": reading.readable
        and all(answers.fields.get(key) == value for key, value in ANSWERS.fields.items()),
        "said": [finding.message(language) for finding in reading.findings for language in ("nl", "en")],
    }  # fmt: skip


def main() -> None:
    outcome(b"")  # what has to be imported once is no file's fault
    taken = int(_status("VmSize") * 1000 * 1000)
    resource.setrlimit(resource.RLIMIT_AS, (taken + ROOM, taken + ROOM))
    while length := sys.stdin.buffer.readline():
        sys.stdout.write(json.dumps(outcome(sys.stdin.buffer.read(int(length)))) + "\n")
        sys.stdout.flush()


if __name__ == "__main__":
    main()
