"""How a sheet is divided over paper: on one page in width where that can be read, else in strips."""

from __future__ import annotations

from dataclasses import dataclass

PAPER_WIDTH = {"portrait": 698, "landscape": 1026}
"""Pixels (of 96 to the inch) that A4 has between margins of half an inch."""
_SMALLEST = 0.5
"""Of full size: what is smaller nobody reads."""
_STRIP_LARGEST = 0.8
_SPARE = 0.92
"""Of the paper's width: LibreOffice makes columns 6 % wider, as a digit is 7.43 pixels in print and 7 on a screen."""
_DIGIT, _PADDING = 7, 5


@dataclass(frozen=True)
class Pages:
    """`scale` in percent, None: as large as fits one page in width. `breaks`: columns with which a strip begins."""

    scale: int | None = None
    breaks: tuple[int, ...] = ()


def pages_of(widths: tuple[float, ...], first: int, last: int, repeated: int, orientation: str) -> Pages:
    """How the columns `first` to `last` are printed; those up to `repeated` stand on every strip again."""
    pixels = [_pixels(width) for width in widths]
    paper = PAPER_WIDTH[orientation]
    whole = sum(pixels[first : last + 1])
    if whole * _SMALLEST <= paper:
        return Pages()
    names = sum(pixels[first : repeated + 1])
    rest = pixels[repeated + 1 : last + 1]
    count = 2
    while (names + sum(rest) / count) * _SMALLEST * 1.2 > paper:
        count += 1
    breaks = _even(rest, count)
    strips = [sum(rest[a:b]) for a, b in zip((0, *breaks), (*breaks, len(rest)), strict=True)]
    scale = min(_STRIP_LARGEST, _SPARE * paper / (names + max(strips)))
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
