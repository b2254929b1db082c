"""What every sheet of the summary shares: styles, words, number formats, links to the plans, print set-up."""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cached_property
from typing import Any, Literal
from urllib.parse import quote

from accountplan.consolidate import Consolidated
from accountplan.consolidate.rows import AccountRow
from accountplan.consolidate.words import Words
from accountplan.formula import literal
from accountplan.layout.places import quoted
from accountplan.messages import say
from accountplan.workbook.excel import StrictSheet, StrictWorkbook
from accountplan.workbook.paper import PAPER_A4
from accountplan.workbook.styles import LIGHTS, LINE, ROW, Styles

_LONGEST_LINK = 2083
"""Excel opens no longer ones; the columns beside them name file and cell."""
_DRIVE = re.compile(r"^[A-Za-z]:(?=/)")

Kind = Literal["text", "wrapped", "money", "number", "percent", "date", "light"]
FORMATS = {
    "money": "#,##0",
    "number": "#,##0",
    "decimal": "#,##0.0#",
    "percent": "0.0%",
    "date": "dd-mm-yyyy",
    "money-change": "+#,##0;-#,##0;0",
    "number-change": "+#,##0;-#,##0;0",
    "decimal-change": "+#,##0.0#;-#,##0.0#;0",
    "percent-change": "+0.0%;-0.0%;0.0%",
}


@dataclass(frozen=True)
class Desk:
    """All that a sheet is written from. `plans_at` is the way from the summary to the folder with the plans."""

    book: StrictWorkbook
    styles: Styles
    result: Consolidated
    words: Words
    plans_at: str

    @property
    def language(self) -> str:
        return self.result.language

    def say(self, key: str, **params: Any) -> str:
        return say(self.language, "summary", key, **params)

    @cached_property
    def accounts(self) -> dict[str, AccountRow]:
        return {row.account_id: row for row in self.result.tables.accounts}

    def name_of(self, account_id: str | None) -> str:
        account = self.accounts.get(account_id or "")
        return (account.account_name if account else None) or account_id or ""

    def manager_of(self, account_id: str | None) -> str:
        account = self.accounts.get(account_id or "")
        return (account.account_manager if account else None) or ""

    def team_of(self, account_id: str | None) -> str:
        account = self.accounts.get(account_id or "")
        return self.words.listed("teams", account.team if account else None)

    def region_of(self, account_id: str | None) -> str:
        account = self.accounts.get(account_id or "")
        return self.words.listed("regions", account.region if account else None)

    @cached_property
    def company(self) -> str:
        portfolio = self.result.round.portfolio
        return portfolio.settings.company if portfolio else ""

    @property
    def title(self) -> str:
        quarter = self.result.quarter
        return self.say("title", quarter=str(quarter.number), year=str(quarter.year))

    @cached_property
    def basis(self) -> str:
        """In words, from when the figures run: from 1 January, or over the quarter alone."""
        by_basis: dict[str, list[str]] = {}
        for kpi in self.words.kpis.values():
            by_basis.setdefault(kpi.basis, []).append(self.words.point(kpi.code))
        if len(by_basis) == 1:
            return self.say(f"basis-{next(iter(by_basis))}")
        return " ".join(self.say(f"basis-{basis}-of", points=points) for basis, points in by_basis.items())

    def unit(self, unit: str, currency: str | None) -> str:
        """What a figure is measured in: the currency, %, or a number."""
        return (currency or "") if unit == "money" else "%" if unit == "percent" else self.say("unit-number")

    def light(self, light: str) -> str:
        return self.say(f"light-{light}")

    # -- cells ---------------------------------------------------------------------------------------------------------
    def put(self, sheet: StrictSheet, row: int, column: int, value: Any, kind: str, **changes: object) -> None:
        """A value in a cell, shown as its kind. Blank stays blank: unknown is not zero."""
        look: dict[str, object] = {"num_format": number_format(kind, value)} if number_format(kind, value) else {}
        look |= {"text_wrap": kind == "wrapped", **standing(kind)}
        made = self.styles("cell", **(look | changes))
        if value is None or value == "":
            sheet.write_blank(row, column, None, made)
        elif kind == "date":
            sheet.write_datetime(row, column, value, made)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.write_number(row, column, value, made)
        else:
            sheet.text(row, column, str(value), made)

    def link(self, sheet: StrictSheet, row: int, column: int, place: Place | None, valign: str = "top") -> None:
        """A link that opens the plan at a cell, as a formula: Excel takes only so many real links a sheet."""
        style = self.styles("link", bottom=1, bottom_color=LINE, align="center", valign=valign)
        target = self.target(place) if place else ""
        if not target or len(target) > _LONGEST_LINK:
            sheet.write_blank(row, column, None, style)
            return
        shown = self.say("open")
        sheet.write_formula(row, column, f"=HYPERLINK({literal(target)},{literal(shown)})", style, shown)

    def target(self, place: Place) -> str:
        """The way from the summary to the cell: percent-encoded, the sheet and cell behind a #.

        Every sign of a name is encoded, a colon too: `mailto:x.xlsx` is a file like any other.
        """
        drive = _DRIVE.match(self.plans_at)
        start = drive.group() if drive else ""
        parts = (self.plans_at.removeprefix(start), place.file)
        way = start + quote(_octets("/".join(part for part in parts if part not in ("", "."))), safe="/")
        return f"{way}#{quoted(place.sheet)}!{place.cell}" if place.sheet and place.cell else way

    def light_colours(self, sheet: StrictSheet, first: int, last: int, column: int, words: dict[str, str]) -> None:
        """Colours for words in a column, so that they follow when somebody filters or pastes."""
        for colour, word in words.items():
            ink, tint = LIGHTS[colour]
            look = self.book.add_format({"font_color": ink, "bg_color": tint, "bold": True})
            rule = {"type": "cell", "criteria": "==", "value": f'"{word}"', "format": look}
            sheet.conditional_format(first, column, last, column, rule)

    def light_words(self) -> dict[str, str]:
        return {colour: self.light(colour) for colour in LIGHTS}

    # -- sheets --------------------------------------------------------------------------------------------------------
    def sheet(self, key: str, columns: int, help_text: str) -> StrictSheet:
        """A new sheet with its band: title, subtitle, and what the reader must know."""
        sheet = self.book.sheet(self.say(f"sheet-{key}"))
        sheet.hide_gridlines(2)
        for row, style, text in (
            (
                0,
                "title",
                self.say(f"title-{key}", quarter=str(self.result.quarter.number), year=str(self.result.quarter.year)),
            ),
            (1, "band", self._under_title(key)),
        ):
            for column in range(columns):
                sheet.write_blank(row, column, None, self.styles(style))
            sheet.text(row, 0, text, self.styles(style, indent=1))
        sheet.set_row(0, ROW["title"])
        sheet.set_row(1, ROW["band"])
        sheet.text(2, 0, help_text, self.styles("help", text_wrap=False, indent=1))
        sheet.set_row(2, ROW["band"])
        return sheet

    def _under_title(self, key: str) -> str:
        """Whose summary it is; on every sheet but the first also which."""
        return " · ".join(filter(None, (self.company, "" if key == "overview" else self.title)))

    def print_set_up(self, sheet: StrictSheet, last_row: int, last_column: int, header: int | None) -> None:
        """A4 landscape, one page wide, header repeated, a footer that says what the page is of.

        A sheet without a header to repeat is one page as a whole.
        """
        sheet.set_paper(PAPER_A4)
        sheet.set_landscape()
        sheet.fit_to_pages(1, 0 if header is not None else 1)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.print_area(0, 0, last_row, last_column)
        if header is not None:
            sheet.repeat_rows(header)
        sheet.page_footer(" · ".join(filter(None, (self.company, self.title))), "&A", "&P / &N")


@dataclass(frozen=True)
class Place:
    """A cell of a plan. Where sheet or cell are unknown the file alone is opened."""

    file: str
    sheet: str | None = None
    cell: str | None = None

    @staticmethod
    def of(file: str | None, sheet: str | None, cells: str | None) -> Place | None:
        """The first of several cells; one on another sheet is written `'sheet'!cell`."""
        if not file:
            return None
        first = (cells or "").split(";")[0]
        return Place(file, sheet, first) if first and "!" not in first else Place(file)


def _octets(name: str) -> bytes:
    """The bytes of a file name, also of one that is no UTF-8."""
    try:
        return name.encode("utf-8", "surrogateescape")
    except UnicodeEncodeError:
        return name.encode("utf-8", "surrogatepass")


_ALIGN = {
    "money": "right",
    "number": "right",
    "decimal": "right",
    "percent": "right",
    "date": "center",
    "light": "center",
}


def standing(kind: str) -> dict[str, object]:
    """How a kind stands in its column, and its heading too: text a little away from the figures left of it."""
    align = _ALIGN.get(kind.removesuffix("-change"))
    return {"align": align} if align else {"align": "left", "indent": 1}


def number_format(kind: str, value: Any) -> str | None:
    """Excel's format for a kind; numbers with a fraction show it."""
    if kind.startswith("number") and isinstance(value, float) and not value.is_integer():
        kind = kind.replace("number", "decimal")
    return FORMATS.get(kind)


def compact(cells: str | None) -> str:
    """Cells as people write them: E54;E55;E56 as E54:E56."""
    runs: list[list[tuple[str, int]]] = []
    for cell in (cells or "").split(";"):
        letters = cell.rstrip("0123456789")
        number = int(cell[len(letters) :] or 0)
        last = runs[-1][-1] if runs else None
        if last and number and last == (letters, number - 1):
            runs[-1].append((letters, number))
        else:
            runs.append([(letters, number)])
    named = [[f"{letters}{number or ''}" for letters, number in run] for run in runs]
    return ", ".join(names[0] if len(names) == 1 else f"{names[0]}:{names[-1]}" for names in named)
