"""A zip that nobody vouches for: its members are read by what they hold, not by what their headers say.

The checks of the whole look at every member. What is wrong with a single member is only said of one that is read:
nothing else of the file ever reaches a parser.
"""

from __future__ import annotations

import io
import struct
import zipfile
import zlib
from collections.abc import Iterable, Iterator
from typing import NoReturn

from accountplan.findings import shorter
from accountplan.workbook.limits import Limits
from accountplan.workbook.package import Refused

_CENTRAL, _LOCAL = b"PK\x01\x02", b"PK\x03\x04"
_SMALL = 1_000_000
"""Below this size a high ratio is no bomb."""


class Archive:
    """The members of a package, by their names in any case. Raises `Refused` for a package that is built to deceive."""

    def __init__(self, content: bytes, limits: Limits) -> None:
        self._content, self._limits = content, limits
        self._inflated = 0
        self._read: dict[str, bytes] = {}
        infos = _directory(content, limits)
        _check_names(infos)
        if (total := sum(info.file_size for info in infos)) > limits.unzipped:
            too_large("unzipped", total // 1_000_000, limits.unzipped // 1_000_000)
        self._starts = dict(_starts(content, infos))
        self._members: dict[str, zipfile.ZipInfo] = {}
        self._twins: set[str] = set()
        for info in infos:
            key = _key(info.filename)
            if key in self._members:
                self._twins.add(key)
            self._members[key] = info

    def __contains__(self, name: str) -> bool:
        return _key(name) in self._members

    def __iter__(self) -> Iterator[str]:
        """The names as they stand in the file."""
        return (info.filename for info in self._members.values())

    def exactly(self, name: str) -> bool:
        """Whether there is a member with this very name, in the same case."""
        return name in self and self._members[_key(name)].filename == name

    def encrypted(self) -> bool:
        return any(info.flag_bits & 1 for info in self._members.values())

    def read(self, name: str) -> bytes:
        """What a member holds. Raises `Refused` where it lies or asks too much, KeyError where it is not there."""
        key = _key(name)
        if key not in self._read:
            self._read[key] = self._inflate(key, self._members[key])
        return self._read[key]

    def xml(self, name: str) -> bytes:
        """`read` for a part that a parser will see: nothing may declare a type of document, and entities with it."""
        content = self.read(name)
        if b"<!DOCTYPE" in (content.replace(b"\0", b"") if b"\0" in content[:4] else content):
            raise Refused("unsafe", sentence="unsafe-doctype", part=shown(name))
        return content

    def expect(self, names: Iterable[str]) -> None:
        """Refuse early what would be too much in the end: no member is larger than it says."""
        total = sum(self._members[_key(name)].file_size for name in names)
        if total > self._limits.parts:
            too_large("parts", total // 1_000_000, self._limits.parts // 1_000_000)

    def forget(self, name: str) -> None:
        """Let go of a member that will not be read again."""
        self._read.pop(_key(name), None)

    def _inflate(self, key: str, info: zipfile.ZipInfo) -> bytes:
        if key in self._twins:
            raise Refused("unsafe", sentence="unsafe-twins", part=shown(info.filename))
        self._check_size(info)
        start = self._starts[info]
        packed = self._content[start : start + info.compress_size]
        if info.compress_type == zipfile.ZIP_STORED:
            content = packed
        elif info.compress_type == zipfile.ZIP_DEFLATED:
            content = _unpacked(info, packed)
        else:
            _damaged(info)
        if len(content) != info.file_size or zlib.crc32(content) != info.CRC:
            _damaged(info)
        self._inflated += len(content)
        return content

    def _check_size(self, info: zipfile.ZipInfo) -> None:
        size = max(info.file_size, info.compress_size)
        if self._inflated + size > self._limits.parts:
            too_large("parts", (self._inflated + size) // 1_000_000, self._limits.parts // 1_000_000)
        if size > _SMALL and size > self._limits.ratio * info.compress_size:
            too_large("ratio", size // max(1, info.compress_size), self._limits.ratio)


def _unpacked(info: zipfile.ZipInfo, packed: bytes) -> bytes:
    """Inflated one byte further than the header says at most: a member that goes on after that lies."""
    try:
        return zlib.decompressobj(-zlib.MAX_WBITS).decompress(packed, info.file_size + 1)
    except zlib.error:
        _damaged(info)


def too_large(limit: str, count: int, most: int) -> NoReturn:
    """Refuse a file for a limit; there is a sentence for each."""
    raise Refused("too-large", sentence=f"too-large-{limit}", count=count, most=most)


def shown(name: str) -> str:
    """A member's name as it can be shown to people: nothing unprintable, and not too long."""
    return shorter("".join(sign if sign.isprintable() else "?" for sign in name), 80)


def _damaged(info: zipfile.ZipInfo) -> NoReturn:
    raise Refused("damaged", sentence="damaged-part", part=shown(info.filename))


def _key(name: str) -> str:
    """Names of parts do not know capitals, and some programs write them with backslashes."""
    return name.replace("\\", "/").lower()


def _directory(content: bytes, limits: Limits) -> list[zipfile.ZipInfo]:
    """The table of contents, unless it is too long to be read at all."""
    # Every entry has this signature; what an entry holds may have it too, which makes this an upper bound.
    if (count := content.count(_CENTRAL)) > limits.members:
        too_large("members", count, limits.members)
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return archive.infolist()
    except (zipfile.BadZipFile, struct.error, ValueError, OSError, NotImplementedError, OverflowError) as error:
        # A package that was cut off has lost its table of contents, which stands at the end.
        sentence = None if b"PK\x05\x06" in content[-70_000:] else "damaged-cut-off"
        raise Refused("damaged", sentence=sentence) from error


def _check_names(infos: list[zipfile.ZipInfo]) -> None:
    """No name may lead out of the folder in which a careless program would unpack it."""
    for info in infos:
        name = info.orig_filename.replace("\\", "/")
        if "\0" in name or name.startswith("/") or name[1:2] == ":" or ".." in name.split("/"):
            raise Refused("unsafe", sentence="unsafe-name", part=shown(info.orig_filename))


def _starts(content: bytes, infos: list[zipfile.ZipInfo]) -> Iterator[tuple[zipfile.ZipInfo, int]]:
    """Where the content of each member begins. Two members that share bytes are a bomb, or one hides the other."""
    free = 0
    for info in sorted(infos, key=lambda info: info.header_offset):
        at = info.header_offset
        if not 0 <= at <= len(content) - 30 or content[at : at + 4] != _LOCAL:
            _damaged(info)
        name, extra = struct.unpack_from("<HH", content, at + 26)
        start = at + 30 + name + extra
        if at < free:
            raise Refused("unsafe", sentence="unsafe-overlap", part=shown(info.filename))
        free = start + info.compress_size
        if free > len(content):
            _damaged(info)
        yield info, start
