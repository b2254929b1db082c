"""Small pictures of pages: cut to what is on them, with at most 256 colours, and the same bytes every time."""

from __future__ import annotations

import re
import struct
import zlib
from collections import Counter
from dataclasses import dataclass
from itertools import pairwise

from tests.tools.png import SIGNATURE, chunk

_COLOURS = 256
"""What the palette of a PNG holds."""


@dataclass(frozen=True)
class Pixels:
    """A picture as its rows of pixels, three bytes each."""

    width: int
    rows: tuple[bytes, ...]

    @classmethod
    def of_ppm(cls, data: bytes) -> Pixels:
        """From what `pdftoppm` writes: binary PPM, one byte per colour."""
        head = re.match(rb"P6\s+(\d+)\s+(\d+)\s+255\s", data)
        if head is None:
            raise ValueError("not a binary PPM of one byte per colour")
        width, height = int(head[1]), int(head[2])
        body = data[head.end() :]
        return cls(width, tuple(body[3 * width * y : 3 * width * (y + 1)] for y in range(height)))

    def cut(self, margin: int) -> Pixels:
        """Without the white around what is on it, but for a margin."""
        inked = [y for y, row in enumerate(self.rows) if row.strip(b"\xff")]
        if not inked:
            return self
        top, bottom = max(0, inked[0] - margin), inked[-1] + 1 + margin
        left = min((len(row) - len(row.lstrip(b"\xff"))) // 3 for row in self.rows if row.strip(b"\xff"))
        right = max(-(-len(row.rstrip(b"\xff")) // 3) for row in self.rows)
        first, last = max(0, left - margin), min(self.width, right + margin)
        return Pixels(last - first, tuple(row[3 * first : 3 * last] for row in self.rows[top:bottom]))

    def without_footer(self) -> Pixels:
        """Without what is printed at the foot of the page: its last line, below a stretch of white."""
        inked = [y for y, row in enumerate(self.rows) if row.strip(b"\xff")]
        gap = max(len(self.rows) // 60, 1)
        ends = [above for above, below in pairwise(inked) if below - above > gap]
        return Pixels(self.width, self.rows[: ends[-1] + 1]) if ends else self

    def png(self) -> bytes:
        """As PNG. Of more than 256 colours the rarest become the nearest of the others."""
        seen = Counter(pixel for row in self.rows for pixel in _pixels(row))
        palette = [colour for colour, _ in sorted(seen.items(), key=lambda entry: (-entry[1], entry[0]))][:_COLOURS]
        place = {colour: n for n, colour in enumerate(palette)}
        place |= {colour: _nearest(colour, palette) for colour in seen if colour not in place}
        lines = b"".join(b"\0" + bytes(place[pixel] for pixel in _pixels(row)) for row in self.rows)
        header = struct.pack(">IIBBBBB", self.width, len(self.rows), 8, 3, 0, 0, 0)
        chunks = ((b"IHDR", header), (b"PLTE", b"".join(palette)), (b"IDAT", zlib.compress(lines, 9)), (b"IEND", b""))
        return SIGNATURE + b"".join(chunk(name, content) for name, content in chunks)


def _pixels(row: bytes) -> list[bytes]:
    return [row[at : at + 3] for at in range(0, len(row), 3)]


def _nearest(colour: bytes, palette: list[bytes]) -> int:
    def apart(n: int) -> int:
        return sum((one - other) ** 2 for one, other in zip(colour, palette[n], strict=True))

    return min(range(len(palette)), key=apart)
