"""The font that stands in for Calibri, where it is installed: what a text really measures."""

from __future__ import annotations

from functools import cache
from pathlib import Path
from typing import Any

_FOLDERS = (Path("/usr/share/fonts"), Path("/usr/local/share/fonts"), Path.home() / ".fonts", Path("/Library/Fonts"))
_LARGE = 2048
"""Pixels: large enough that no letter is rounded."""


@cache
def missing() -> str | None:
    """What is lacking to measure texts, or None."""
    try:
        import PIL  # noqa: F401
    except ImportError:
        return "Pillow is not installed (pip install pillow)"
    if _file(bold=False) is None or _file(bold=True) is None:
        return "the font Carlito is not installed (fonts-crosextra-carlito)"
    return None


@cache
def _file(bold: bool) -> Path | None:
    name = "Carlito-Bold.ttf" if bold else "Carlito-Regular.ttf"
    return next((path for folder in _FOLDERS if folder.is_dir() for path in sorted(folder.rglob(name))), None)


@cache
def _font(bold: bool) -> Any:
    from PIL import ImageFont

    return ImageFont.truetype(str(_file(bold)), _LARGE, layout_engine=ImageFont.Layout.BASIC)


def carlito(text: str, size: float, bold: bool = False) -> float:
    """Pixels, at 96 dots per inch, that a text on one line takes."""
    return float(_font(bold).getlength(text)) / _LARGE * size * 96 / 72
