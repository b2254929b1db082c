"""Makes small PNG files, right ones and wrong ones. For tests only."""

from __future__ import annotations

import struct
import zlib

SIGNATURE = b"\x89PNG\r\n\x1a\n"


def png(width: int = 60, height: int = 20, *more: bytes, colour: tuple[int, int, int] = (31, 92, 77)) -> bytes:
    """A picture of one colour; `more` are further chunks, before the pixels."""
    row = b"\0" + bytes(colour) * width
    pixels = chunk(b"IDAT", zlib.compress(row * height))
    return b"".join((SIGNATURE, header(width, height), *more, pixels, chunk(b"IEND")))


def header(width: int, height: int, depth: int = 8, kind: int = 2, *rest: int) -> bytes:
    return chunk(b"IHDR", struct.pack(">2I5B", width, height, depth, kind, *(rest or (0, 0, 0))))


def chunk(name: bytes, data: bytes = b"") -> bytes:
    return struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
