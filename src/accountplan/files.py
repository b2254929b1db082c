"""Files that appear whole or not at all, and file names that every system takes."""

from __future__ import annotations

import errno
import hashlib
import os
import re
import secrets
import stat
import sys
import unicodedata
from collections.abc import Iterable, Iterator
from contextlib import ExitStack, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_LONGEST = 200
"""Bytes of a file name without its ending: 255 is the limit of most systems; a cloud folder adds words of its own."""

_PART = re.compile(r"^\.accountplan-[0-9a-f]{16}\.part$")
"""Names of files that are being written: nobody else's look like that."""
_WRITABLE = stat.S_IWUSR | stat.S_IWGRP | stat.S_IWOTH
_FOR_ALL = frozenset(
    number for name in ("ENOSPC", "EDQUOT", "EROFS", "EFBIG") if (number := getattr(errno, name, None)) is not None
)


def write_whole(path: Path, content: bytes, *, new: bool = False) -> None:
    """Put `content` at `path` in one step: a reader sees the old file or the new one. Raises OSError.

    A file that is replaced keeps its mode; a link is followed, and stays. Only a regular file that may be written is
    replaced: no folder, device or pipe, and none that is read-only. With `new` nothing is replaced at all: whatever
    stands there, even if it came a moment ago, raises FileExistsError.

    What a killed run leaves beside its outputs goes with `clear_unfinished`.
    """
    with _named(path), _beside(path, content) as part:
        part.put(new=new)


Content = bytes | Iterable[bytes]
"""What a file is to hold: at once, or piece by piece."""


def write_together(files: Iterable[tuple[Path, Content]]) -> None:
    """Files that belong together: none is replaced before all of them are on the disk. Raises OSError.

    The first of them is the sign that they are of one run: it goes first and comes back last, so that whoever finds
    it never finds files of two runs.
    """
    with ExitStack() as parts:
        written: list[_Part] = []
        for path, content in files:
            with _named(path):
                written.append(parts.enter_context(_beside(path, content)))
        if len(written) > 1:
            written[0].place.unlink(missing_ok=True)
            _sync(written[0].place.parent)
        for part in (*written[1:], *written[:1]):
            with _named(part.place):
                part.put()


def clear_unfinished(folder: Path) -> None:
    """Remove from `folder` what runs that were broken off left there; what a running one is writing stays."""
    with suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _PART.match(entry.name) and entry.is_file(follow_symlinks=False):
                _clear(Path(entry.path))


def is_unfinished(name: str) -> bool:
    """Whether a file of this name is one that we write beside its place."""
    return _PART.match(name) is not None


def make_folder(folder: Path) -> None:
    """The folder, made if need be, with nothing unfinished in it. Raises OSError if nothing can be written there."""
    folder.mkdir(parents=True, exist_ok=True)
    clear_unfinished(folder)
    with _named(folder):
        file, path = _begin(folder)
        file.close()
        path.unlink(missing_ok=True)


def nothing_more(error: OSError) -> bool:
    """Whether no further file can be written either: the disk is full, the quota used up, the folder read-only."""
    return error.errno in _FOR_ALL


# -- the file beside its place -----------------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Part:
    """Content that is on the disk, beside the place where it is to stand."""

    path: Path
    place: Path

    def put(self, *, new: bool = False) -> None:
        if not new:
            os.replace(self.path, self.place)
        else:
            self._put_new()
        _sync(self.place.parent)

    def _put_new(self) -> None:
        try:
            os.link(self.path, self.place)
        except FileExistsError:
            raise
        except OSError:  # a file system without hard links
            if os.path.lexists(self.place):
                raise FileExistsError(errno.EEXIST, os.strerror(errno.EEXIST), str(self.place)) from None
            os.replace(self.path, self.place)


@contextmanager
def _beside(path: Path, content: Content) -> Iterator[_Part]:
    """The content beside its place; what has not been put there in the end is removed."""
    place = Path(os.path.realpath(path))
    mode = _mode_of(place)
    file, beside = _begin(place.parent)
    try:
        with file:
            if mode is not None:
                beside.chmod(mode)
            file.writelines([content] if isinstance(content, bytes) else content)
            file.flush()
            os.fsync(file.fileno())
            if sys.platform == "win32":  # no open file is renamed there, nor removed by others
                file.close()
            yield _Part(beside, place)
    finally:
        beside.unlink(missing_ok=True)


def _mode_of(place: Path) -> int | None:
    """The mode of the file that is to be replaced; None where there is none. Raises OSError if it must not be."""
    try:
        found = place.lstat()
    except FileNotFoundError:
        return None
    refused = None
    if stat.S_ISDIR(found.st_mode):
        refused = errno.EISDIR
    elif not stat.S_ISREG(found.st_mode):
        refused = errno.EINVAL
    elif not found.st_mode & _WRITABLE:  # asked of the mode: to an administrator the system says yes always
        refused = errno.EACCES
    if refused is not None:
        raise OSError(refused, os.strerror(refused), str(place))
    return stat.S_IMODE(found.st_mode)


def _begin(folder: Path) -> tuple[BinaryIO, Path]:
    """A new file for what is being written, held by a lock that ends with this process, however that ends."""
    while True:
        path = folder / f".accountplan-{secrets.token_hex(8)}.part"
        file = open(path, "xb")  # noqa: SIM115 (it is handed on open)
        _lock(file, wait=True)
        if os.fstat(file.fileno()).st_nlink or sys.platform == "win32":
            return file, path
        file.close()  # cleared by another run between its birth and the lock


def _lock(file: BinaryIO, *, wait: bool) -> bool:
    """Lock the file; False where somebody else has it, or nobody can tell."""
    if sys.platform == "win32":
        return True  # there an open file cannot be removed anyhow
    import fcntl

    try:
        fcntl.flock(file, fcntl.LOCK_EX | (0 if wait else fcntl.LOCK_NB))
    except OSError:
        return False
    return True


def _clear(path: Path) -> None:
    with suppress(OSError), open(path, "rb") as file:
        if sys.platform == "win32":
            file.close()
        if _lock(file, wait=False):
            path.unlink()


def _sync(folder: Path) -> None:
    """See to it that the folder's entries outlive a power cut, where the system can do that."""
    with suppress(OSError):
        number = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(number)
        finally:
            os.close(number)


@contextmanager
def _named(path: Path) -> Iterator[None]:
    """Errors that name the file that was asked for, and not the one beside it."""
    try:
        yield
    except OSError as error:
        if error.errno is None:
            raise
        raise OSError(error.errno, error.strerror, str(path)) from error


# -- names -------------------------------------------------------------------------------------------------------------
def safe_name(text: str) -> str:
    """`text` as a file name without ending, for Windows, macOS, Linux and cloud folders alike."""
    name = unicodedata.normalize("NFC", text.encode("utf-8", "replace").decode("utf-8"))
    name = _FORBIDDEN.sub("-", name)
    name = "".join(sign for sign in name if unicodedata.category(sign) not in ("Cf", "Cs", "Co"))
    name = " ".join(name.split()).lstrip(".~$ ")
    while len(name.encode("utf-8")) > _LONGEST:
        name = name[:-1]
    name = name.rstrip(". ")
    first = name.split(".")[0].strip()
    return f"_{name}" if not name or _RESERVED.match(first) else name


def sha256_of(path: Path) -> str:
    """The content hash by which copies of a file are known. Raises OSError."""
    with open(path, "rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()
