"""A sheet that is read from top to bottom: headings, small tables, sentences and charts on one grid of columns."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from itertools import pairwise
from typing import Any

from accountplan.consolidate.rows import Number
from accountplan.layout.letters import height, lines, merged
from accountplan.layout.pages import PAPER_HEIGHT, breaks_between, pages_of
from accountplan.summary.desk import Desk
from accountplan.summary.formats import standing
from accountplan.summary.ledger import Sum
from accountplan.summary.places import Place
from accountplan.workbook.styles import SIZE

_ROW_PIXELS = 26.6
"""Of a row of 20 points under a chart."""


@dataclass(frozen=True)
class Cell:
    """A cell of a line, over `span` columns. With `formula`, the value is what it comes to; a `place` is a link."""

    value: Any = None
    kind: str = "text"
    span: int = 1
    formula: str = ""
    place: Place | None = None
    look: dict[str, object] = field(default_factory=dict)


class Page:
    """Writes line by line; `row` is the next free row. `widths` are those of the grid's columns."""

    def __init__(self, desk: Desk, key: str, widths: Sequence[float], help_text: str, tint: float = 1.0) -> None:
        self.desk, self.widths, self.row = desk, tuple(widths), 4
        self._blocks: list[int] = []
        self.sheet = desk.sheet(key, len(widths), help_text, tint)
        self.name = desk.say(f"sheet-{key}")
        for column, width in enumerate(widths):
            self.sheet.set_column(column, column, width)

    @property
    def last_column(self) -> int:
        return len(self.widths) - 1

    def width(self, first: int, span: int) -> float:
        """The width of so many columns together."""
        return merged(self.widths[first : first + span])

    # -- lines ---------------------------------------------------------------------------------------------------------
    def heading(self, text: str) -> int:
        """A heading across the page; its row."""
        style = self.desk.styles("heading")
        for column in range(len(self.widths)):
            self.sheet.write_blank(self.row, column, None, style)
        self.sheet.text(self.row, 0, text, style)
        return self._next(26)

    def headers(self, cells: Sequence[Cell]) -> int:
        """The headings of a small table: they stand as what is below them. Their row."""
        tallest, at = 1, 0
        for cell in cells:
            style = self.desk.styles("header", **(standing(cell.kind) | cell.look))
            self._place(at, cell, style)
            tallest = max(tallest, lines(str(cell.value or ""), self.width(at, cell.span), bold=True, indent=1))
            at += cell.span
        return self._next(height(tallest) + 3)

    def line(self, cells: Sequence[Cell], at: int = 0, least: float = 0) -> int:
        """One line of cells next to each other from column `at`, as tall as its texts need; its row."""
        tallest = 1
        for cell in cells:
            self._cell(at, cell)
            if cell.kind == "wrapped" and cell.value:
                tallest = max(tallest, lines(str(cell.value), self.width(at, cell.span), indent=1))
            at += cell.span
        return self._next(max(height(tallest), least))

    def sentence(self, text: str, **look: object) -> int:
        """A sentence across the page; its row."""
        style = self.desk.styles("plain", **({"text_wrap": True, "valign": "top", "indent": 1} | look))
        self._place(0, Cell(text, span=len(self.widths)), style)
        size, bold = look.get("font_size", SIZE["text"]), bool(look.get("bold"))
        assert isinstance(size, (int, float))
        needed = lines(text, self.width(0, len(self.widths)), size, bold, 1)
        return self._next(height(needed, size))

    def small(self, text: str) -> int:
        """A quiet sentence: an explanation, or where the rest is."""
        return self.sentence(text, **self.quiet)

    @property
    def quiet(self) -> dict[str, object]:
        """How explanations look."""
        return {"font_size": SIZE["small"], "font_color": self.desk.styles.quiet}

    def rest(self, count: int, sheet_key: str) -> str:
        """How many more there are and on which sheet; empty where there are none."""
        return self.desk.say("more", count=str(count), sheet=self.desk.say(sheet_key)) if count > 0 else ""

    def more(self, count: int, sheet_key: str) -> None:
        """A quiet sentence that says where the rest of a list is, where there is any."""
        if text := self.rest(count, sheet_key):
            self.small(text)

    def note(
        self, row: int, column: int, what: str, kind: str, sources: Sum | None, value: Number | None = None
    ) -> None:
        """Have a figure of this page checked against its sources; `value` where it came about another way."""
        if sources is not None:
            shown = sources.value if value is None else value
            self.desk.ledger.note(self.name, (row, column), what, kind, shown, sources)

    def gap(self, points: float = 12) -> int:
        """Room between two sections."""
        return self._next(points)

    def room(self, rows: int, points: float = 20) -> int:
        """Rows of one height for a chart; the first of them."""
        first = self.row
        for _ in range(rows):
            self._next(points)
        return first

    @staticmethod
    def rows_under(pixels: int) -> int:
        """So many rows of `room` a chart of this height stands over."""
        return int(pixels / _ROW_PIXELS) + 1

    def pixels(self, first: int, span: int) -> int:
        """The width of columns on the screen."""
        return sum(int(width * 7 + 5) for width in self.widths[first : first + span])

    # -- on paper ------------------------------------------------------------------------------------------------------
    def block(self) -> None:
        """What follows, up to the next block, stands on one page where it can."""
        self._blocks.append(self.row)

    def print_out(self, repeated: int = 1) -> None:
        """Landscape A4, as wide as the page, the rows up to `repeated` on every page, pages that end between blocks."""
        sheet, starts = self.sheet, self._blocks or [self.row]
        self.desk.print_set_up(sheet, self.row - 1, self.last_column, 0)
        scale = pages_of(self.widths, 0, self.last_column, 0, "landscape").scale
        heights = [sheet.height(first, after - 1) for first, after in pairwise((*starts, self.row))]
        room, title = PAPER_HEIGHT["landscape"] * 100 / scale, sheet.height(0, repeated)
        breaks, _ = breaks_between(list(zip(starts, heights, strict=True)), sheet.height(0, starts[0] - 1), room, title)
        sheet.fit_page = False
        sheet.set_print_scale(scale)
        sheet.set_h_pagebreaks(breaks)
        sheet.repeat_rows(0, repeated)

    # -- pieces --------------------------------------------------------------------------------------------------------
    def _cell(self, at: int, cell: Cell) -> None:
        look = {"valign": "vcenter", **cell.look}
        if cell.place is not None:
            self.desk.link(self.sheet, self.row, at, cell.place, "vcenter")
            return
        if cell.span > 1:
            blank = self.desk.styles("cell", **({"text_wrap": cell.kind == "wrapped", **standing(cell.kind)} | look))
            self.sheet.merge_range(self.row, at, self.row, at + cell.span - 1, "", blank)
        self.desk.put(self.sheet, self.row, at, cell.value, cell.kind, cell.formula, **look)

    def _place(self, at: int, cell: Cell, style: Any) -> None:
        if cell.span > 1:
            self.sheet.merge_range(self.row, at, self.row, at + cell.span - 1, "", style)
        self.sheet.text(self.row, at, str(cell.value or ""), style)

    def _next(self, points: float) -> int:
        row, self.row = self.row, self.row + 1
        self.sheet.set_row(row, points)
        return row
