"""A picture for a workbook: a PNG, looked through before Excel has to, which shows a broken one as a red cross."""

from __future__ import annotations

import struct
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from accountplan.workbook.package import Refused

PNG = b"\x89PNG\r\n\x1a\n"
"""With this every PNG begins."""
LARGEST, LONGEST = 2_000_000, 4_000
"""Bytes of the file, and pixels of its longer side, at most."""

_DEPTHS = {0: (1, 2, 4, 8, 16), 2: (8, 16), 3: (1, 2, 4, 8), 4: (8, 16), 6: (8, 16)}
"""Bits per sample, by the kind of colour."""
_NEEDED = frozenset((b"IHDR", b"PLTE", b"IDAT", b"IEND"))
_SHOWN = frozenset((b"tRNS", b"gAMA", b"cHRM", b"sRGB", b"iCCP", b"sBIT"))
"""Chunks that say how the colours are meant. Comments, thumbnails and the like need not travel with every plan."""


@dataclass(frozen=True)
class Picture:
    """A PNG that Excel can show, with its size in pixels."""

    content: bytes = field(repr=False)
    width: int
    height: int

    def scale(self, width: float, height: float) -> float:
        """By how much to shrink it so that it fits within so many pixels; a smaller one stays as it is."""
        return min(1.0, width / self.width, height / self.height)


def read_png(content: bytes) -> Picture:
    """The picture in a PNG file, without what only describes it. Raises `Refused` if it is damaged or too large."""
    chunks = list(_chunks(content))
    header = chunks[0][1]
    names = [name for name, _ in chunks]
    if names[0] != b"IHDR" or len(header) != 13 or b"IDAT" not in names:
        raise _broken()
    width, height, depth, colour, compression, filtering, interlace = struct.unpack(">2I5B", header)
    if depth not in _DEPTHS.get(colour, ()) or compression or filtering or interlace > 1 or not (width and height):
        raise _broken()
    if max(width, height) > LONGEST:
        raise too_large()
    kept = (_chunk(name, data) for name, data in chunks if name in _NEEDED | _SHOWN)
    return Picture(PNG + b"".join(kept), width, height)


def _chunks(content: bytes) -> Iterator[tuple[bytes, bytes]]:
    """Name and data of each chunk up to the last, whole and undamaged."""
    if len(content) > LARGEST:
        raise too_large()
    if not content.startswith(PNG):
        raise _broken()
    at, name = len(PNG), b""
    while name != b"IEND":
        length, name = struct.unpack_from(">I4s", content, at) if at + 12 <= len(content) else (len(content), b"")
        end = at + 8 + length
        if end + 4 > len(content) or zlib.crc32(content[at + 4 : end]) != int.from_bytes(content[end : end + 4]):
            raise _broken()
        if name[:1].isupper() and name not in _NEEDED:  # without it the picture cannot be shown, and nobody knows it
            raise _broken()
        yield name, content[at + 8 : end]
        at = end + 4


def _chunk(name: bytes, data: bytes) -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))


def _broken() -> Refused:
    return Refused("logo-unusable", sentence="logo-broken")


def too_large() -> Refused:
    """Why a picture is refused that has too many bytes or pixels."""
    return Refused("logo-unusable", sentence="logo-too-large", megabytes=LARGEST // 1_000_000, pixels=LONGEST)
