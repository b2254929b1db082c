"""Breaks a workbook on purpose: the raw parts of a package are edited and zipped again. For tests only."""

from __future__ import annotations

import zipfile
from collections.abc import Callable
from pathlib import Path


def edit(path: Path, part: str, old: str, new: str) -> None:
    """Replace the first `old` in a part. Raises AssertionError where it does not stand: a test would prove nothing."""

    def replaced(content: bytes) -> bytes:
        text = content.decode("utf-8")
        assert old in text, f"{part} holds no {old!r}: {text[:2000]}"
        return text.replace(old, new, 1).encode("utf-8")

    rewrite(path, {part: replaced})


def rewrite(
    path: Path,
    changes: dict[str, Callable[[bytes], bytes | None]] | None = None,
    added: dict[str, bytes] | None = None,
    moment: tuple[int, int, int, int, int, int] = (1980, 1, 1, 0, 0, 0),
) -> None:
    """Put every part through its change (None takes it out), and add some."""
    with zipfile.ZipFile(path) as archive:
        parts = [(name, archive.read(name)) for name in archive.namelist()]
    with zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in [*parts, *(added or {}).items()]:
            changed = (changes or {}).get(name, bytes)(content)
            if changed is not None:
                archive.writestr(zipfile.ZipInfo(name, moment), changed, zipfile.ZIP_DEFLATED)
