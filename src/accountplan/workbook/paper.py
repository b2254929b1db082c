"""How much room texts take, on the screen and on paper."""

from __future__ import annotations

from textwrap import wrap

PAPER_A4 = 9


def lines_of(text: object, width: float) -> int:
    """Lines that a text takes in a column of this width: rows do not grow by themselves in every program."""
    wrapped = [wrap(line, max(4, int((width - 2) * 1.25))) or [""] for line in str(text).split("\n")]
    return sum(map(len, wrapped))


def height_of(lines: int) -> float:
    """Row height for so many lines; Excel takes at most 409 points."""
    return min(400.0, 15.0 * lines + 3)
