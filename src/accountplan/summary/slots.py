"""How the cells of an account's page look and how tall its lines are."""

from __future__ import annotations

from collections.abc import Iterable
from functools import cached_property
from typing import Any

from accountplan.formula import literal
from accountplan.layout.letters import lines
from accountplan.summary.blocks import COLUMNS, WIDTH, Line, Slot
from accountplan.summary.desk import Desk
from accountplan.summary.formats import FORMATS, standing
from accountplan.summary.page_values import PageValues
from accountplan.workbook.excel import StrictSheet
from accountplan.workbook.styles import LIGHTS, SIZE

_LINE, _AIR = 15, 3
"""Points of a line of text, and what a row needs besides."""
_HEADER = 12.5
WHOLE = 1000
"""From this number on, nobody asks for a fraction."""


class SlotWriter:
    """Writes cells of a page on a sheet."""

    def __init__(self, desk: Desk, values: PageValues) -> None:
        self.desk, self.values = desk, values

    def set_up(self, sheet: StrictSheet) -> None:
        """The grid of the page."""
        sheet.hide_gridlines(2)
        sheet.set_column(0, COLUMNS - 1, WIDTH)

    def write(
        self, sheet: StrictSheet, row: int, slot: Slot, value: Any, kind: str, formula: str = "",
        look: dict[str, object] | None = None,
    ) -> None:  # fmt: skip
        """A cell with its value, or with a formula that comes to it."""
        style = self._style(slot, value, kind, look or {})
        last = slot.column + slot.span - 1
        if slot.span > 1:
            sheet.merge_range(row, slot.column, row, last, "", style)
        self.desk.write(sheet, row, slot.column, value, style, formula)

    def points(self, line: Line, shown: Iterable[tuple[Slot, Any]]) -> float:
        """How tall a line is that shows these values."""
        if line.points or line.gap:
            return line.points
        return max(self._points(slot, value) for slot, value in shown)

    def colour(self, value: Any) -> dict[str, object]:
        """The colours of a word that has some."""
        ink, tint = LIGHTS.get(self.coloured.get(value, ""), ("", ""))
        return {"font_color": ink, "bg_color": tint, "bold": True} if ink else {}

    @cached_property
    def coloured(self) -> dict[Any, str]:
        """The words that have a colour, wherever they stand."""
        say = self.desk.say
        words = {word: colour for colour, word in self.desk.light_words().items()}
        return words | {say("late"): "red", say("delivery-missing"): "red", say("delivery-conflict"): "amber"}

    def colour_words(self, sheet: StrictSheet, first: int, last: int, column: int) -> None:
        """Colours that follow the words that formulas come to."""
        for word, colour in self.coloured.items():
            ink, tint = LIGHTS[colour]
            look = self.desk.book.add_format({"font_color": ink, "bg_color": tint, "bold": True})
            rule = {"type": "cell", "criteria": "==", "value": literal(word), "format": look}
            sheet.conditional_format(first, column, last, column, rule)

    # -- pieces --------------------------------------------------------------------------------------------------------
    def _points(self, slot: Slot, value: Any) -> float:
        if slot.role == "header":
            return _HEADER * lines(str(value or ""), slot.width, SIZE["small"], True, 1) + _AIR + 2
        if slot.field is None or slot.field.lines == 1 or slot.role == "label":
            return _LINE + _AIR
        taken = lines(str(value or ""), slot.width, SIZE["text"], slot.role == "words", 1)
        return _LINE * min(slot.field.lines, taken) + _AIR

    def _style(self, slot: Slot, value: Any, kind: str, look: dict[str, object]) -> Any:
        styles = self.desk.styles
        top = slot.field is not None and (slot.field.lines > 1 or slot.block.tall)
        stands: dict[str, object] = {"valign": "top" if top else "vcenter"}
        match slot.role:
            case "name":
                return styles("title", indent=1, shrink=True)
            case "under":
                return styles("band", indent=1)
            case "words":
                return styles("plain", text_wrap=True, bold=True, indent=1, valign="vcenter")
            case "header":
                centred = {"indent": 0} if standing(kind)["align"] == "center" else {}
                return styles("header", font_size=SIZE["small"], valign="vcenter", **(standing(kind) | centred))
            case "label":
                small = {"font_size": SIZE["small"], "font_color": styles.quiet, "text_wrap": False, "shrink": True}
                return styles("cell", align="left", indent=1, **(small | stands))
        if kind == "link":
            return styles("link-cell", font_size=SIZE["small"], align="center", shrink=True, **stands)
        if slot.role == "fact":
            stands |= {"align": "left", "indent": 1}
        several = slot.field is not None and slot.field.lines > 1
        fit: dict[str, object] = {"text_wrap": True} if several else {"text_wrap": False, "shrink": True}
        if kind == "number" and isinstance(value, float) and abs(value) >= WHOLE:
            fit |= {"num_format": FORMATS["number"]}
        return self.desk.style(value, kind, **(stands | fit | look))
