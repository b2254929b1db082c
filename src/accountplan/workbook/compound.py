"""The container of old office files: named streams in sectors, and what a document says of itself.

Standard library only. Whatever is wrong raises ValueError, LookupError or struct.error; no loop in a chain is followed.
"""

from __future__ import annotations

import struct
from collections.abc import Iterator
from datetime import datetime, timedelta

MAGIC = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_LAST = 0xFFFF_FFFA
"""Sector numbers from here on are marks."""
_NONE = 0xFFFF_FFFF
_STREAM = 2
_LAST_SAVED = 13
_OWN_PROPERTIES = bytes.fromhex("05d5cdd59c2e1b10939708002b2cf9ae")


class Compound:
    """A compound file: its streams that lie in no storage, by name."""

    def __init__(self, content: bytes) -> None:
        if not content.startswith(MAGIC):
            raise ValueError("no compound file")
        self._content = content
        (shift, small_shift) = struct.unpack_from("<2H", content, 30)
        if shift not in (9, 12) or small_shift != 6:
            raise ValueError("sectors of an unknown size")
        self._size = 1 << shift
        (first_folder,) = struct.unpack_from("<I", content, 48)
        (self._cutoff, first_small, _, first_index, _) = struct.unpack_from("<5I", content, 56)
        self._next = self._numbers(b"".join(map(self._sector, self._table_sectors(first_index))))
        self._small_next = self._numbers(self._chain(first_small))
        folder = self._chain(first_folder)
        self._entries = [folder[at : at + 128] for at in range(0, len(folder) - 127, 128)]
        (start, size) = struct.unpack_from("<2I", self._entries[0], 116)
        self._small = self._chain(start)[:size]
        self._streams = {name.casefold(): place for name, place in self._listed()}

    def stream(self, name: str) -> bytes | None:
        place = self._streams.get(name.casefold())
        if place is None:
            return None
        start, size = place
        return self._small_chain(start)[:size] if size < self._cutoff else self._chain(start)[:size]

    def _sector(self, number: int) -> bytes:
        at = (number + 1) * self._size
        return self._content[at : at + self._size]

    @staticmethod
    def _numbers(data: bytes) -> tuple[int, ...]:
        return struct.unpack(f"<{len(data) // 4}I", data[: len(data) // 4 * 4])

    def _table_sectors(self, index: int) -> list[int]:
        """The sectors that hold the chains: the first in the header, the others in sectors of their own."""
        numbers = list(struct.unpack_from("<109I", self._content, 76))
        most = len(self._content) // self._size
        while index < _LAST and len(numbers) <= most + 109:
            listed = self._numbers(self._sector(index))
            numbers += listed[:-1]
            index = listed[-1]
        return [number for number in numbers if number < _LAST][: most + 1]

    def _chain(self, start: int) -> bytes:
        return b"".join(self._sector(number) for number in _followed(start, self._next))

    def _small_chain(self, start: int) -> bytes:
        return b"".join(self._small[number * 64 : number * 64 + 64] for number in _followed(start, self._small_next))

    def _listed(self) -> Iterator[tuple[str, tuple[int, int]]]:
        """Name and (start, size) of every stream right under the root: the entries are a tree of siblings."""
        (child,) = struct.unpack_from("<I", self._entries[0], 76)
        waiting, seen = [child], set[int]()
        while waiting:
            number = waiting.pop()
            if number == _NONE or number in seen or number >= len(self._entries):
                continue
            seen.add(number)
            entry = self._entries[number]
            (length, kind) = struct.unpack_from("<HB", entry, 64)
            waiting += struct.unpack_from("<2I", entry, 68)
            if kind == _STREAM:
                name = entry[: max(0, min(length, 64) - 2)].decode("utf-16-le", "replace")
                yield name, struct.unpack_from("<2I", entry, 116)


def _followed(start: int, following: tuple[int, ...]) -> Iterator[int]:
    seen = bytearray(len(following))
    while start < _LAST:
        if start >= len(following) or seen[start]:
            raise ValueError("a chain of sectors that leads nowhere")
        seen[start] = 1
        yield start
        start = following[start]


# -- what a document says of itself ------------------------------------------------------------------------------------
def last_saved(file: Compound) -> datetime | None:
    """When the document says that it was saved last (UTC, without a zone)."""
    for _, offset, stream in _sections(file.stream("\x05SummaryInformation")):
        for kind, at in (place for key, place in _values(stream, offset) if key == _LAST_SAVED):
            (ticks,) = struct.unpack_from("<Q", stream, at)
            if kind == 0x40 and ticks:
                return datetime(1601, 1, 1) + timedelta(microseconds=ticks // 10)
    return None


def own_properties(file: Compound) -> dict[str, str]:
    """The text properties that a document gave names of its own."""
    found: dict[str, str] = {}
    for section, offset, stream in _sections(file.stream("\x05DocumentSummaryInformation")):
        if section == _OWN_PROPERTIES:
            values = dict(_values(stream, offset))
            _, at = values.get(1, (0, -1))
            encoding = _encoding(struct.unpack_from("<H", stream, at)[0] if at >= 0 else 1252)
            for key, name in _names(stream, values[0][1] - 4, encoding) if 0 in values else ():
                if key in values and (text := _text(stream, *values[key], encoding)) is not None:
                    found[name] = text
    return found


def _sections(stream: bytes | None) -> Iterator[tuple[bytes, int, bytes]]:
    """(format, offset, stream) of every section of a stream of properties."""
    if stream:
        (count,) = struct.unpack_from("<I", stream, 24)
        for number in range(min(count, 2)):
            (offset,) = struct.unpack_from("<I", stream, 28 + 20 * number + 16)
            yield stream[28 + 20 * number : 44 + 20 * number], offset, stream


def _values(stream: bytes, offset: int) -> Iterator[tuple[int, tuple[int, int]]]:
    """Key, and (type, where the value stands), of every property of a section."""
    (count,) = struct.unpack_from("<I", stream, offset + 4)
    for number in range(min(count, 1000)):
        key, at = struct.unpack_from("<2I", stream, offset + 8 + 8 * number)
        (kind,) = struct.unpack_from("<I", stream, offset + at)
        yield key, (kind & 0xFFFF, offset + at + 4)


def _names(stream: bytes, at: int, encoding: str) -> Iterator[tuple[int, str]]:
    (count,) = struct.unpack_from("<I", stream, at)
    at += 4
    for _ in range(min(count, 1000)):
        key, length = struct.unpack_from("<2I", stream, at)
        size = length * 2 if encoding == "utf-16-le" else length
        yield key, _clean(stream[at + 8 : at + 8 + size], encoding)
        at += 8 + (-(-size // 4) * 4 if encoding == "utf-16-le" else size)


def _text(stream: bytes, kind: int, at: int, encoding: str) -> str | None:
    if kind not in (0x1E, 0x1F):
        return None
    (length,) = struct.unpack_from("<I", stream, at)
    if kind == 0x1F:
        return _clean(stream[at + 4 : at + 4 + 2 * length], "utf-16-le")
    return _clean(stream[at + 4 : at + 4 + length], encoding)


def _clean(data: bytes, encoding: str) -> str:
    return data.decode(encoding, "replace").split("\0", 1)[0]


def _encoding(codepage: int) -> str:
    return {1200: "utf-16-le", 65001: "utf-8", 10000: "mac-roman"}.get(codepage, f"cp{codepage}")
