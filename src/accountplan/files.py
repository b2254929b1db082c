"""Files that appear whole or not at all, and file names that every system takes."""

from __future__ import annotations

import hashlib
import os
import re
import unicodedata
from pathlib import Path

_FORBIDDEN = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_RESERVED = re.compile(r"^(con|prn|aux|nul|com\d|lpt\d)$", re.IGNORECASE)
_LONGEST = 200
"""Bytes of a file name without its ending: 255 is the limit of most systems; a cloud folder adds words of its own."""


def write_whole(path: Path, content: bytes) -> None:
    """Put `content` at `path` in one step: a reader sees the old file or the new one. Raises OSError."""
    beside = path.with_name(f".{path.name[:60]}.{os.getpid()}.part")
    try:
        with open(beside, "wb") as file:
            file.write(content)
            file.flush()
            os.fsync(file.fileno())
        os.replace(beside, path)
    finally:
        beside.unlink(missing_ok=True)


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
