"""The bytes of a file that others may be at work on: of an ordinary file only, and all of one moment."""

from __future__ import annotations

import os
import stat
import time
from pathlib import Path

from accountplan.workbook.archive import too_large
from accountplan.workbook.package import Refused

_TRIES = 2
_PAUSE = 0.2
"""Seconds after which a file that was being written is looked at once more."""
_FLAGS = os.O_RDONLY | getattr(os, "O_NONBLOCK", 0) | getattr(os, "O_BINARY", 0) | getattr(os, "O_NOCTTY", 0)


def content_of(path: Path, most: int) -> bytes:
    """What stands in the file. Nothing is read of a pipe, socket or device, nor of a file larger than `most` bytes.

    Raises OSError, or `Refused`: also if the file changed while it was read, and again when it was read once more.
    """
    for turn in range(_TRIES):
        if turn:
            time.sleep(_PAUSE)
        content = _at_once(path, most)
        if content is not None:
            return content
    raise Refused("changed-while-read")


def _at_once(path: Path, most: int) -> bytes | None:
    """The content, None if the file was another one, longer or shorter by the end of reading it."""
    # Opening may already do something to a device: so a look before, and one at what was opened in the end.
    _must_be_regular(path.stat())
    with open(os.open(path, _FLAGS), "rb") as file:
        before = os.fstat(file.fileno())
        _must_be_regular(before)
        if before.st_size > most:
            too_large("size", before.st_size // 1_000_000, most // 1_000_000)
        content = file.read(most + 1)
        after = os.fstat(file.fileno())
    try:
        there = path.stat()
    except FileNotFoundError:
        return None
    same = _moment(before) == _moment(after) == _moment(there) and len(content) == before.st_size
    return content if same else None


def _must_be_regular(found: os.stat_result) -> None:
    if stat.S_ISDIR(found.st_mode):
        raise Refused("unreadable", sentence="is-a-folder")
    if not stat.S_ISREG(found.st_mode):
        raise Refused("unreadable", sentence="not-a-file")


def _moment(found: os.stat_result) -> tuple[int, ...]:
    return found.st_dev, found.st_ino, found.st_size, found.st_mtime_ns
