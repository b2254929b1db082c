"""How a sheet is divided over paper: on one page in width where that can be read, else in strips; and between blocks.

The size is always given in percent: programs pass over page breaks where they have to fit a sheet to pages themselves.
"""

from __future__ import annotations

from dataclasses import dataclass

PAPER_WIDTH = {"portrait": 698, "landscape": 1026}
"""Pixels (of 96 to the inch) that A4 has between margins of half an inch."""
PAPER_HEIGHT = {"portrait": 748, "landscape": 502}
"""Points that it has between the margins above and below."""
_SMALLEST = 0.46
"""Of full size: what is smaller nobody reads."""
_LARGEST = 0.85
_SPARE = 0.92
"""Of the paper's width: LibreOffice makes columns 6 % wider, as a digit is 7.43 pixels in print and 7 on a screen."""
_DIGIT, _PADDING = 7, 5


@dataclass(frozen=True)
class Pages:
    """`scale` in percent. `breaks`: columns with which a strip begins."""

    scale: int
    breaks: tuple[int, ...] = ()


def pages_of(widths: tuple[float, ...], first: int, last: int, repeated: int, orientation: str) -> Pages:
    """How the columns `first` to `last` are printed; those up to `repeated` stand on every strip again."""
    pixels = [_pixels(width) for width in widths]
    paper = PAPER_WIDTH[orientation]
    whole = sum(pixels[first : last + 1])
    if whole * _SMALLEST <= _SPARE * paper:
        return Pages(int(100 * min(_LARGEST, _SPARE * paper / whole)))
    names = sum(pixels[first : repeated + 1])
    rest = pixels[repeated + 1 : last + 1]
    count = 2
    while (names + sum(rest) / count) * _SMALLEST * 1.2 > paper and count < len(rest):
        count += 1
    breaks = _even(rest, count)
    strips = [sum(rest[a:b]) for a, b in zip((0, *breaks), (*breaks, len(rest)), strict=True)]
    scale = min(_LARGEST, _SPARE * paper / (names + max(strips)))
    return Pages(int(scale * 100), tuple(repeated + 1 + at for at in breaks))


def _even(pixels: list[int], count: int) -> tuple[int, ...]:
    """Where to cut so that no strip is much wider than another: at least one column in each."""
    target = sum(pixels) / count
    breaks: list[int] = []
    used = 0
    for at, width in enumerate(pixels):
        wanted = target * (len(breaks) + 1)
        if len(breaks) < count - 1 and used + width / 2 >= wanted and at > 0:
            breaks.append(at)
        used += width
    return tuple(breaks)


def _pixels(width: float) -> int:
    return round(width * _DIGIT + _PADDING) if width else 0


def breaks_between(blocks: list[tuple[int, float]], top: float, room: float, repeated: float) -> tuple[list[int], int]:
    """The rows before which a page ends, so that no block is cut that fits on a page; and how many pages that makes.

    `blocks`: the first row of each and its height; `top`: what stands above the first one, `room`: the height of a
    page, `repeated`: what stands at the top of every further one; all in the same unit.
    """
    breaks: list[int] = []
    used, count = top, 1
    for row, height in blocks:
        if used + height > room and (height <= room - repeated or used > room / 2):
            breaks.append(row)
            used, count = repeated, count + 1
        used += height
        while used > room:
            used, count = used - room + repeated, count + 1
    return breaks, count


def scales_below(scale: int) -> list[int]:
    """Sizes that are worth a try where a little smaller saves a page."""
    return [size for share in (1.0, 0.95, 0.9, 0.85) if (size := int(scale * share)) >= 100 * _SMALLEST] or [scale]
