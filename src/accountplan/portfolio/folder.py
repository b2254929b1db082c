"""What lies in a folder: every entry by name, with why it is not opened. Nothing is opened here."""

from __future__ import annotations

import os
import stat
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from pathlib import Path

from accountplan.files import is_unfinished

WORKBOOKS = frozenset({".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"})
"""Endings of files that may hold a plan."""
_TEMPORARY = (".part", ".tmp", ".crdownload", ".download", ".partial")
_OWNERS = ("~$", ".~lock")
"""How the files begin by which Excel and LibreOffice say that a workbook is open."""
_NO_TEXT = "\N{REPLACEMENT CHARACTER}"


@dataclass(frozen=True)
class Found:
    """An entry of the folder. `shown` is its path from there; `ignored` the code of why it is not opened."""

    path: Path
    shown: str
    ignored: str | None = None


def find_files(folder: Path, leave_out: Collection[Path] = ()) -> list[Found]:
    """Every file under `folder`, by path; hidden folders are named, not entered. Raises OSError for `folder`.

    `leave_out` are our own files. A folder is entered once, however many links lead there.
    """
    with os.scandir(folder):
        pass  # a folder that cannot be listed is an error of the caller, not of the round
    walk = _Walk(os.path.realpath(folder), {os.path.realpath(path) for path in leave_out})
    return sorted(walk.entries(folder), key=lambda file: file.shown.split("/"))


def shown_name(name: str) -> str:
    """A file name that every output can hold: bytes that are no text become a mark with their number.

    Two names never become the same one: the mark itself, in a name, gets its number too.
    """
    if name.isascii():
        return name
    signs = (_mark(sign) if sign == _NO_TEXT or "\ud800" <= sign <= "\udfff" else sign for sign in name)
    return "".join(signs)


def _mark(sign: str) -> str:
    number = ord(sign)
    byte = number - 0xDC00 if 0xDC80 <= number <= 0xDCFF else number
    return f"{_NO_TEXT}{byte:02X}"


class _Walk:
    """One walk over a folder and all that is in it."""

    def __init__(self, root: str, own: Collection[str]) -> None:
        self._root, self._own = root, own
        self._entered: set[str] = set()
        """Folders elsewhere that a link has led to."""

    def entries(self, folder: Path) -> Iterator[Found]:
        folders = [(os.fspath(folder), "")]
        while folders:
            path, above = folders.pop()
            try:
                with os.scandir(path) as listed:
                    entries = sorted(listed, key=lambda entry: entry.name)
            except OSError:
                yield Found(Path(path), above.removesuffix("/"), "ignored-closed")
                continue
            inner: list[tuple[str, str]] = []
            for entry in entries:
                shown = above + shown_name(entry.name)
                if not _is_folder(entry):
                    yield Found(Path(entry.path), shown, self._why_ignored(entry))
                elif entry.name.startswith("."):
                    yield Found(Path(entry.path), shown, "ignored-hidden")
                elif not self._enters(entry):
                    yield Found(Path(entry.path), shown, "ignored-link")
                else:
                    if Path(entry.name).suffix.lower() in WORKBOOKS:
                        yield Found(Path(entry.path), shown, "ignored-folder")
                    inner.append((entry.path, f"{shown}/"))
            folders += reversed(inner)

    def _enters(self, entry: os.DirEntry[str]) -> bool:
        """Whether a folder is to be entered: it is no link, or one to where this walk does not come by itself."""
        if not self._entered and not entry.is_symlink():
            return True
        real = os.path.realpath(entry.path)
        here = _inside(real, self._root)
        if entry.is_symlink():
            leads_on = not here and not _inside(self._root, real) and real not in self._entered
        else:
            leads_on = here or real not in self._entered
        if leads_on and not here:
            self._entered.add(real)
        return leads_on

    def _why_ignored(self, entry: os.DirEntry[str]) -> str | None:
        """The code of why a file is not opened; None for one that may hold a plan."""
        name = entry.name.lower()
        if name.startswith(_OWNERS) or name.endswith(_TEMPORARY) or is_unfinished(entry.name):
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
        return "ignored-own" if self._own and os.path.realpath(entry.path) in self._own else None


def _is_folder(entry: os.DirEntry[str]) -> bool:
    try:
        return entry.is_dir()
    except OSError:  # a link that goes round in circles
        return False


def _inside(path: str, folder: str) -> bool:
    return path == folder or path.startswith(folder.rstrip(os.sep) + os.sep)
