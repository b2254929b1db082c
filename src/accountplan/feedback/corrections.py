"""The corrections workbook: one sheet, worst first, each line with a link that opens the plan at the cell."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from accountplan.feedback.plan import PlanFeedback
from accountplan.feedback.remark import Remark
from accountplan.findings import Severity, counted
from accountplan.layout.places import address, quoted
from accountplan.messages import say
from accountplan.workbook.excel import StrictSheet, StrictWorkbook, readable, shortened, utf16_length, workbook
from accountplan.workbook.identity import OWN_MARK, PROPERTY
from accountplan.workbook.paper import PAPER_A4, height_of, lines_of
from accountplan.workbook.styles import COMPUTED, ERROR_INK, ERROR_TINT, INK, LIGHTS, LINE, QUIET, ROW, SIZE, Styles

COLUMNS = {
    "number": 5, "severity": 13, "where": 26, "cell": 9, "question": 28, "raw": 22, "expected": 30, "wrong": 36,
    "mend": 36,
}  # fmt: skip
"""Every column with its width, in order."""
_AT = {key: column for column, key in enumerate(COLUMNS)}
_WIDTHS = tuple(COLUMNS.values())
_LAST = len(_WIDTHS) - 1
_LOOKS: dict[Severity, tuple[str, str, str]] = {
    "error": ("✖", ERROR_INK, ERROR_TINT),
    "warning": ("▲", *LIGHTS["amber"]),
    "info": ("○", INK, COMPUTED),
}
"""A sign, an ink and a tint: each severity can be told without its colour, and is always said in a word."""
_FACTS = (("customer", 0, 3), ("year", 4, 4), ("manager", 5, 5), ("file", 6, _LAST))
_TILES: tuple[tuple[Severity, int, int], ...] = (("error", 0, 3), ("warning", 4, 6), ("info", 7, _LAST))
_FACT, _VALUE, _TILE, _HELP, _HEADER = 3, 4, 6, 8, 10
_NONE = "–"
_LONGEST_NAME = 100
"""Units of a file name that stand on one line: the text of a link is not broken everywhere."""
_LONGEST_LINK = 2000
"""Units of a link that Excel takes; a longer one is left out rather than the file refused."""


def corrections_bytes(plan: PlanFeedback, way: str) -> bytes:
    """The workbook (.xlsx) for a file with remarks; the same remarks give the same bytes.

    `way` leads from where the workbook will lie to the plan: relative, percent-encoded, with `/`.
    """
    with workbook(datetime(plan.year, 1, 1), _say(plan, "title", plan=plan.title)[:200]) as (book, buffer):
        book.set_custom_property(PROPERTY, OWN_MARK, "text")
        _Sheet(plan, way, book).write()
    return buffer.getvalue()


class _Sheet:
    def __init__(self, plan: PlanFeedback, way: str, book: StrictWorkbook) -> None:
        self.plan, self.way = plan, way
        self.styles = Styles(book)
        self.sheet: StrictSheet = book.sheet(_say(plan, "sheet"))

    def write(self) -> None:
        self.sheet.hide_gridlines(2)
        for column, width in enumerate(_WIDTHS):
            self.sheet.set_column(column, column, width)
        self._band()
        self._facts()
        self._tiles()
        self._help()
        self._header()
        for number, remark in enumerate(self.plan.remarks, start=1):
            self._remark(_HEADER + number, number, remark)
        self._paper(_HEADER + len(self.plan.remarks))

    # -- above the list ------------------------------------------------------------------------------------------------
    def _band(self) -> None:
        for row, style, text in (
            (0, "title", _say(self.plan, "title", plan=self.plan.title)),
            (1, "band", _say(self.plan, "subtitle")),
        ):
            for column in range(_LAST + 1):
                self.sheet.write_blank(row, column, None, self.styles(style))
            self.sheet.text(row, 0, text, self.styles(style, indent=1))
            self.sheet.set_row(row, ROW[style])
        self.sheet.set_row(2, ROW["gap"])

    def _facts(self) -> None:
        plan = self.plan
        values = {
            "customer": plan.customer, "year": str(plan.year) if plan.account else "", "manager": plan.manager,
            "file": shortened(plan.path.name, _LONGEST_NAME),
        }  # fmt: skip
        lines = 1
        for key, first, last in _FACTS:
            self._across(_FACT, first, last, _say(plan, f"fact-{key}"), self.styles("help", align="left", indent=1))
            text = values[key] or _say(plan, "unknown")
            look = "link" if key == "file" and self._reachable() else "plain"
            style = self.styles(look, align="left", indent=1, text_wrap=True, valign="top")
            self._across(_VALUE, first, last, text, style, self._target(None) if look == "link" else "")
            lines = max(lines, lines_of(text, sum(_WIDTHS[first : last + 1])))
        self.sheet.set_row(_VALUE, height_of(lines))

    def _tiles(self) -> None:
        self.sheet.set_row(_TILE - 1, ROW["gap"])
        for severity, first, last in _TILES:
            sign, ink, tint = _LOOKS[severity]
            counts = [remark.severity for remark in self.plan.remarks if remark.severity == severity]
            text = f"{sign}  {counted(counts, self.plan.language) or _say(self.plan, f'none-{severity}')}"
            # What there is none of is quiet, so that the eye goes to what there is.
            look = {"font_color": ink, "bg_color": tint, "bold": True} if counts else {"font_color": QUIET}
            style = self.styles("plain", font_size=SIZE["heading"], align="center", border=1, border_color=LINE, **look)
            self._across(_TILE, first, last, text, style)
        self.sheet.set_row(_TILE, 28)
        self.sheet.set_row(_TILE + 1, ROW["gap"])

    def _help(self) -> None:
        text = _say(self.plan, self._help_key())
        self._across(_HELP, 0, _LAST, text, self.styles("plain", text_wrap=True, align="left", indent=1))
        self.sheet.set_row(_HELP, height_of(lines_of(text, sum(_WIDTHS))))
        self.sheet.set_row(_HELP + 1, ROW["gap"])

    def _help_key(self) -> str:
        if all(remark.severity == "info" for remark in self.plan.remarks):
            return "help-nothing"
        return "help" if any(remark.cell for remark in self.plan.remarks) else "help-file"

    def _across(self, row: int, first: int, last: int, text: str, style: Any, target: str = "") -> None:
        """A text over several columns; with a target one that opens it."""
        if last > first:
            self.sheet.merge_range(row, first, row, last, "", style)
        if target:
            self.sheet.write_url(row, first, target, style, readable(text))
        else:
            self.sheet.text(row, first, text, style)

    # -- the list ------------------------------------------------------------------------------------------------------
    def _header(self) -> None:
        for column, key in enumerate(COLUMNS):
            centred = {"align": "center", "indent": 0} if key in ("number", "cell") else {}
            self.sheet.text(_HEADER, column, _say(self.plan, f"col-{key}"), self.styles("header", **centred))
        self.sheet.set_row(_HEADER, 24)
        self.sheet.freeze_panes(_HEADER + 1, 0)

    def _remark(self, row: int, number: int, remark: Remark) -> None:
        texts = {
            "severity": f"{_LOOKS[remark.severity][0]} {say(self.plan.language, 'cli', remark.severity)}",
            "where": "\n".join(filter(None, (remark.sheet or _say(self.plan, "whole-file"), remark.part))),
            "question": remark.label or _NONE,
            "raw": _NONE if remark.raw is None else remark.raw or _say(self.plan, "blank"),
            "expected": remark.expected or _NONE,
            "wrong": remark.wrong,
            "mend": remark.mend,
        }
        self.sheet.write_number(row, _AT["number"], number, self._cell(align="center", indent=0, font_color=QUIET))
        self._link(row, remark)
        for key, text in texts.items():
            self._put(row, key, text, **self._look(key, remark))
        self.sheet.set_row(row, height_of(max(lines_of(text, COLUMNS[key] - 1) for key, text in texts.items())) + 3)

    def _look(self, key: str, remark: Remark) -> dict[str, object]:
        """The severity and the question stand out; a word of ours for what is not there stands back."""
        _, ink, tint = _LOOKS[remark.severity]
        if key == "severity":
            return {"font_color": ink, "bg_color": tint, "bold": True}
        ours = (key == "where" and not remark.sheet) or (key == "raw" and not remark.raw)
        return {"font_color": QUIET, "italic": True} if ours else {"bold": key == "question"}

    def _put(self, row: int, key: str, text: str, **look: object) -> None:
        self.sheet.text(row, _AT[key], text, self._cell(**look))

    def _cell(self, **look: object) -> Any:
        return self.styles("cell", **({"valign": "vcenter", "align": "left", "indent": 1} | look))

    def _link(self, row: int, remark: Remark) -> None:
        """The cell's address, which opens the plan there; in a mail or on paper it still says where to look."""
        text = remark.cell or _say(self.plan, "open")
        if self._reachable(remark):
            look = {"align": "center", "valign": "vcenter", "bottom": 1, "bottom_color": LINE}
            self.sheet.write_url(row, _AT["cell"], self._target(remark), self.styles("link", **look), readable(text))
        else:
            self._put(row, "cell", remark.cell or _NONE, align="center", indent=0)

    def _target(self, remark: Remark | None) -> str:
        """The plan, and the sheet and cell behind a #."""
        way = self.way if self.way.startswith("file:") else f"external:{self.way}"
        if remark is None or not (remark.sheet and remark.cell):
            return way
        return f"{way}#{readable(quoted(remark.sheet))}!{remark.cell}"

    def _reachable(self, remark: Remark | None = None) -> bool:
        return utf16_length(self._target(remark)) <= _LONGEST_LINK

    def _paper(self, last: int) -> None:
        """A4 landscape, one page wide, the heading of the list repeated."""
        self.sheet.set_paper(PAPER_A4)
        self.sheet.set_landscape()
        self.sheet.fit_to_pages(1, 0)
        self.sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        self.sheet.print_area(0, 0, last, _LAST)
        self.sheet.repeat_rows(_HEADER)
        # What stands in a plan is shown as the text that it is: no green corners for numbers among it.
        self.sheet.ignore_errors({"number_stored_as_text": f"A1:{address(last, _LAST)}"})
        self.sheet.autofilter(_HEADER, 0, last, _LAST)
        self.sheet.page_footer(readable(self.plan.path.name), "", "&P / &N")


def _say(plan: PlanFeedback, key: str, /, **params: Any) -> str:
    return say(plan.language, "feedback", key, **params)
