"""The company's logo, as the settings name it: a PNG, or an SVG that is drawn as one.

Drawing an SVG takes the optional package resvg-py (`accountplan[svg]`), imported when it is needed.
"""

from __future__ import annotations

import errno
import os
from importlib.util import find_spec
from pathlib import Path

from accountplan.portfolio.children import CannotStart, in_children
from accountplan.workbook.limits import LIMITS
from accountplan.workbook.package import Refused
from accountplan.workbook.picture import LARGEST, PNG, Picture, read_png, too_large

DRAWN_WITHIN = (1200, 240)
"""Width and height in pixels that the drawing of an SVG fits into: sharp on paper at the height of a title."""
_BEFORE_XML = b"\xef\xbb\xbf \t\r\n"


def read_logo(named: str, folder: Path) -> Picture:
    """The picture in the file that is `named` so, as seen from `folder`. Raises `Refused`: `logo-unusable`."""
    content = _content(_place(named, folder))
    if not content.startswith(PNG):
        content = _drawn(content)
    return read_png(content)


def _place(named: str, folder: Path) -> Path:
    # As Windows writes it: with backslashes, and between quotes where "Copy as path" was used.
    return folder / named.strip('" ').replace("\\", "/")


def _content(path: Path) -> bytes:
    try:
        if path.is_dir():
            raise IsADirectoryError(errno.EISDIR, os.strerror(errno.EISDIR))
        if not path.is_file():
            raise Refused("logo-unusable", sentence="logo-missing")
        with path.open("rb") as file:
            content = file.read(LARGEST + 1)
    except OSError as error:
        raise Refused("logo-unusable", why=error) from error
    if len(content) > LARGEST:
        raise too_large()
    return content


def _drawn(content: bytes) -> bytes:
    """The PNG of an SVG, drawn in a child process: some drawings take a library to its end."""
    if not content.lstrip(_BEFORE_XML).startswith(b"<") or b"<svg" not in content:
        raise Refused("logo-unusable", sentence="logo-kind")
    if find_spec("resvg_py") is None:
        raise Refused("logo-unusable", sentence="logo-extra")
    try:
        (done,) = in_children(_draw, [content], seconds=LIMITS.seconds, memory=LIMITS.memory)
    except CannotStart as error:
        raise Refused("logo-unusable", why=error) from error
    if not isinstance(done.result, bytes):
        raise Refused("logo-unusable", sentence="logo-broken")
    return done.result


def _draw(content: bytes) -> bytes | None:
    """The PNG; None for a drawing that cannot be made."""
    from resvg_py import svg_to_bytes

    width, height = DRAWN_WITHIN
    try:
        return svg_to_bytes(svg_string=content.decode("utf-8-sig"), width=width, height=height)
    except BaseException:  # its panic is no Exception
        return None
