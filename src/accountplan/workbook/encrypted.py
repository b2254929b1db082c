"""Workbooks behind a password: opened with one of those at hand, in memory only. No password is kept or shown.

What this takes is the optional package msoffcrypto-tool (`accountplan[encrypted]`), imported when it is needed.
"""

from __future__ import annotations

import io
import struct
from collections.abc import Iterable
from typing import Any

from accountplan.workbook.compound import MAGIC, Compound
from accountplan.workbook.package import Refused

_EVERYBODY_KNOWS = "VelvetSweatshop"
"""Excel tries it by itself: such a file opens without anybody being asked."""
_FILEPASS = 0x2F
_FIRST_RECORDS = 20
"""An encrypted .xls says so among these."""


def unlocked(content: bytes, passwords: Iterable[str] = ()) -> bytes:
    """The workbook as it is without its password; what has none, as it is. Raises `Refused` if no password fits."""
    if not content.startswith(MAGIC) or not _is_locked(content):
        return content
    given = tuple(passwords)
    try:
        import msoffcrypto
        from msoffcrypto.exceptions import InvalidKeyError
    except ImportError:
        raise Refused("encrypted", sentence="encrypted-extra" if given else None) from None
    try:
        file = msoffcrypto.OfficeFile(io.BytesIO(content))
        for password in (*given, _EVERYBODY_KNOWS):
            try:
                return _opened(file, password)
            except InvalidKeyError:
                continue
    except Exception:
        # The library has no word of its own for most of what can be wrong with a file. Without the cause: it may quote.
        raise Refused("damaged") from None
    raise Refused("encrypted", sentence="encrypted-password" if given else None)


def _opened(file: Any, password: str) -> bytes:
    if file.format == "ooxml":
        file.load_key(password=password, verify_password=True)
    else:
        file.load_key(password=password)
    result = io.BytesIO()
    file.decrypt(result)
    return result.getvalue()


def _is_locked(content: bytes) -> bool:
    """Whether it is an encrypted .xlsx (or .xlsm, .xlsb) in its container, or an .xls that says it is encrypted."""
    try:
        file = Compound(content)
    except (ValueError, LookupError, struct.error):
        return False  # the guard and the reader say what is wrong with it
    if file.stream("EncryptedPackage") is not None:
        return True
    stream, at = file.stream("Workbook") or b"", 0
    for _ in range(_FIRST_RECORDS):
        if at + 4 > len(stream):
            return False
        kind, size = struct.unpack_from("<2H", stream, at)
        if kind == _FILEPASS:
            return True
        at += 4 + size
    return False
