"""The design system of every workbook that accountplan makes: colours, type scale, spacing. Change it here only."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any

from accountplan.template.model import CellLook

FONT = "Calibri"
INK = "#1F2933"
QUIET = "#5B6770"
PAPER = "#FFFFFF"
BLACK = "#000000"
INPUT = "#FFFBEA"
COMPUTED = "#F1F4F7"
LINE = "#C5CED6"
ERROR_INK, ERROR_TINT = "#9B1C1C", "#FDE8E8"
LIGHTS = {
    "green": ("#1B5E20", "#DDF0DE"),
    "amber": ("#7A4100", "#FFE8C7"),
    "red": ("#8E1616", "#F9D6D5"),
}
"""Ink and tint of the traffic lights; always shown together with their word."""
HEAT = (
    ("#7A1F0B", "#F4B8A6"),
    ("#7A3B0B", "#FBE3DA"),
    (INK, "#F4F5F7"),
    ("#0B4F6C", "#D9EAF3"),
    ("#0B3C5D", "#A3CCE3"),
)
"""Ink and tint of scores, lowest first: orange to blue, which people who see no red or green can tell apart."""
OPEN_INK, OPEN_TINT = "#8A4B00", "#FFE9B8"
"""Of what is required and still empty."""
DONE_INK, DONE_TINT = "#1B5E20", "#E3F2E4"
SOON_TINT = "#DCEBFA"
DEFAULT_ACCENT = "#1F4E79"
LEGIBLE = 4.5
"""The contrast that text needs with what is behind it (WCAG 2, level AA)."""

SIZE = {"title": 18, "heading": 13, "text": 11, "small": 9, "tiny": 6}
ROW = {"title": 34, "heading": 26, "line": 20, "gap": 9, "band": 22}
"""Row heights in points."""
_COLOUR = re.compile(r"#[0-9A-Fa-f]{6}\Z")


@dataclass(frozen=True)
class Palette:
    """One accent and its tints."""

    accent: str = DEFAULT_ACCENT

    @staticmethod
    def of(accent: str | None) -> Palette:
        """That of an accent; the default where there is none, or what stands there is no colour."""
        return Palette(accent) if accent and is_colour(accent) else Palette()

    def tint(self, share: float) -> str:
        """The accent mixed into white: 1.0 is the accent, 0.0 white."""
        return _mixed(self.accent, PAPER, share)

    @property
    def on_accent(self) -> str:
        """A colour for text on the accent: white where that can be read, else dark."""
        return next(ink for ink in (PAPER, INK, BLACK) if contrast(self.accent, ink) >= LEGIBLE)

    @cached_property
    def readable(self) -> str:
        """The accent as the colour of text on white: darkened until it can be read, where it is too light."""
        shades = (_mixed(self.accent, BLACK, share / 100) for share in range(100, -1, -1))
        return next(shade for shade in shades if contrast(shade, PAPER) >= LEGIBLE)


def is_colour(text: str) -> bool:
    """Whether it is a colour as we write them: `#1F4E79`."""
    return _COLOUR.match(text) is not None


def _mixed(colour: str, other: str, share: float) -> str:
    """So much of the one colour and the rest of the other."""
    parts = ((int(colour[i : i + 2], 16), int(other[i : i + 2], 16)) for i in (1, 3, 5))
    return "#" + "".join(f"{round(own * share + its * (1 - share)):02X}" for own, its in parts)


def contrast(one: str, other: str) -> float:
    """WCAG contrast ratio of two colours, 1–21."""
    light, dark = sorted((_luminance(one), _luminance(other)), reverse=True)
    return (light + 0.05) / (dark + 0.05)


def _luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [part / 12.92 if part <= 0.03928 else ((part + 0.055) / 1.055) ** 2.4 for part in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


class Styles:
    """Formats of one workbook, made once each. `styles("input", num_format="0%")` = the named style with a change."""

    def __init__(self, book: Any, accent: str | None = None) -> None:
        self._book = book
        self.palette = Palette.of(accent)
        self.quiet = QUIET
        self._made: dict[tuple[object, ...], Any] = {}

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(self._named)

    def __call__(self, name: str, **changes: object) -> Any:
        asked = (name, *changes.items())
        if asked not in self._made:
            base = {"font_name": FONT, "font_size": SIZE["text"], "font_color": INK, "valign": "vcenter"}
            properties = base | self._named[name] | changes
            key = tuple(sorted(properties.items()))
            if key not in self._made:
                self._made[key] = self._book.add_format(properties)
            self._made[asked] = self._made[key]
        return self._made[asked]

    def change(self, name: str) -> Any:
        """What a conditional format changes of the cell that it holds for."""
        key = ("change", name)
        if key not in self._made:
            self._made[key] = self._book.add_format(self._changes[name])
        return self._made[key]

    def sample(self, look: CellLook) -> Any:
        """A cell of a plan as it looks, to be looked at only."""
        base = look if look in ("given", "computed") else "input"
        changes = self._changes[look] if look in ("open", "wrong", "late", "soon") else {}
        return self(base, locked=True, valign="vcenter", indent=1, **changes)

    def bar(self) -> dict[str, Any]:
        """A share (0–1) as a bar in its cell."""
        return {"type": "data_bar", "bar_color": self.palette.tint(0.45), "bar_solid": True,
                "min_type": "num", "max_type": "num", "min_value": 0, "max_value": 1}  # fmt: skip

    def tab_colour(self, part: str | None) -> str | None:
        """The colour of a sheet's tab: that of its part of the plan, from the accent to lighter tints; none without."""
        if part is None:
            return None
        shares = (1.0, 0.65, 0.4, 0.25)
        return self.palette.tint(shares[sum(map(ord, part)) % len(shares)])

    @property
    def _changes(self) -> dict[str, dict[str, object]]:
        edge = {"border": 1}
        plain: dict[str, dict[str, object]] = {
            "open": {"bg_color": OPEN_TINT, **edge, "border_color": OPEN_INK},
            "wrong": {"bg_color": ERROR_TINT, "font_color": ERROR_INK, **edge, "border_color": ERROR_INK},
            "done": {"bg_color": DONE_TINT, "font_color": DONE_INK, "bold": True},
            "sign-open": {"font_color": OPEN_INK, "bold": True},
            "sign-done": {"font_color": DONE_INK, "bold": True},
            "late": {"bg_color": ERROR_TINT, "font_color": ERROR_INK, "bold": True},
            "soon": {"bg_color": SOON_TINT, "bold": True},
            "this-week": {"left": 1, "right": 1, "left_color": ERROR_INK, "right_color": ERROR_INK},
            "quarter": {"left": 1, "left_color": QUIET, "bottom": 4, "bottom_color": LINE},
            "row-line": {"bottom": 4, "bottom_color": LINE},
            "moment": {"num_format": '"◆"'},
            **self._bars,
        }
        lights: dict[str, dict[str, object]] = {
            f"light-{name}": {"font_color": ink, "bg_color": tint} for name, (ink, tint) in LIGHTS.items()
        }
        heat: dict[str, dict[str, object]] = {
            f"heat-{n}": {"font_color": ink, "bg_color": tint} for n, (ink, tint) in enumerate(HEAT)
        }
        return plain | lights | heat

    @property
    def _bars(self) -> dict[str, dict[str, object]]:
        """Of what is planned in time: dark, light with an edge, or an edge alone, so that no colour is needed."""
        accent = self.palette.readable

        def edge(line: int, colour: str) -> dict[str, object]:
            return {"top": line, "bottom": line, "top_color": colour, "bottom_color": colour}

        return {
            "bar-done": {"bg_color": accent, **edge(1, accent)},
            "bar-open": {"bg_color": self.palette.tint(0.3), **edge(1, accent)},
            "bar-dropped": {"bg_color": COMPUTED, **edge(3, INK)},
        }

    @cached_property
    def _named(self) -> dict[str, dict[str, object]]:
        palette = self.palette
        line = {"border": 1, "border_color": LINE}
        below = {"bottom": 1, "bottom_color": LINE}
        on_accent = {"font_color": palette.on_accent, "bg_color": palette.accent}
        return {
            "plain": {},
            "title": {"font_size": SIZE["title"], "bold": True, **on_accent},
            "band": {"font_size": SIZE["small"], **on_accent},
            "band-paper": {"font_size": SIZE["small"], "indent": 1, "bottom": 2, "bottom_color": palette.accent},
            "heading": {"font_size": SIZE["heading"], "bold": True, "font_color": palette.readable, **below},
            "help": {"font_size": SIZE["small"], "font_color": QUIET, "text_wrap": True},
            "label": {"text_wrap": True},
            "label-required": {"text_wrap": True, "bold": True},
            "row-label": {"text_wrap": True, "indent": 1, "bg_color": COMPUTED, **line},
            "header": {"bold": True, "text_wrap": True, "indent": 1, **on_accent, "border": 1, "border_color": PAPER},
            "input": {"bg_color": INPUT, "locked": False, "text_wrap": True, "valign": "top", **line},
            "given": {"bg_color": COMPUTED, "text_wrap": True, "valign": "top", **line},
            "computed": {"bg_color": COMPUTED, "font_color": INK, "text_wrap": True, "valign": "top", **line},
            "absent": {"bg_color": COMPUTED, "pattern": 4, "fg_color": LINE, **line},
            "header-computed": {"bold": True, "text_wrap": True, "indent": 1, "font_color": INK, "border": 1,
                                "border_color": PAPER, "bg_color": palette.tint(0.25)},
            "sign": {"align": "center", "font_color": QUIET},
            "missing": {"font_size": SIZE["small"], "font_color": OPEN_INK, "indent": 1},
            "own": {"locked": False, "text_wrap": True, "valign": "top", "bottom": 4, "bottom_color": LINE},
            "note": {"text_wrap": True, "valign": "top"},
            "note-strong": {"text_wrap": True, "bold": True, "font_size": SIZE["heading"],
                            "font_color": palette.readable},
            "link-cell": {"font_color": palette.readable, "underline": 1, **below},
            "cell-line": {**below},
            "link": {"font_color": palette.readable, "underline": 1},
            "link-band": {"font_size": SIZE["small"], "font_color": palette.on_accent, "bg_color": palette.accent,
                          "underline": 1},
            "cell": {"valign": "top", "text_wrap": True, "bottom": 1, "bottom_color": LINE},
            "total": {"bold": True, "top": 1, "top_color": INK},
            "hidden": {"font_size": SIZE["small"], "font_color": QUIET},
            "listed": {"font_size": SIZE["small"], "shrink": True, "indent": 1, **below},
            "month": {"font_size": SIZE["small"], "bold": True},
            "week": {"font_size": SIZE["tiny"], "font_color": QUIET, "align": "center", **below},
            "mark": {"font_size": SIZE["small"], "align": "center", "num_format": ";;;", **below},
            **self._bars,
        }  # fmt: skip
