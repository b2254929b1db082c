"""What every sheet of the summary shares: styles, words, data sheets, the ledger, links to the plans, print set-up."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import cached_property
from typing import Any

from accountplan.consolidate import Consolidated
from accountplan.consolidate.money import Exchange, exchange
from accountplan.consolidate.rows import AccountRow, EvaluationRow, LightWord
from accountplan.consolidate.totals import weight_of
from accountplan.consolidate.words import Words
from accountplan.formula import literal
from accountplan.messages import catalogue, say
from accountplan.summary.charts import ChartData
from accountplan.summary.data import DataSheet
from accountplan.summary.formats import number_format, standing
from accountplan.summary.ledger import Ledger
from accountplan.summary.places import Place
from accountplan.template.model import Kpi, Limits
from accountplan.workbook.excel import StrictSheet, StrictWorkbook
from accountplan.workbook.paper import PAPER_A4
from accountplan.workbook.styles import LIGHTS, LINE, ROW, Styles

_WORST_FIRST: tuple[LightWord, ...] = ("red", "amber", "green")


@dataclass(frozen=True)
class Desk:
    """All that a sheet is written from. `plans_at` is the way from the summary to the folder with the plans."""

    book: StrictWorkbook
    styles: Styles
    result: Consolidated
    words: Words
    plans_at: str
    ledger: Ledger = field(default_factory=Ledger)
    afterwards: list[Callable[[], None]] = field(default_factory=list)
    """What can only be written once all sheets are."""
    fingerprint: str = ""
    """Of all inputs."""

    @property
    def language(self) -> str:
        return self.result.language

    def say(self, key: str, **params: Any) -> str:
        """A sentence of the summary; where one speaks of the quarter, it has a twin that speaks of the whole year."""
        twin = f"{key}-whole-year"
        chosen = twin if self.result.whole_year and twin in catalogue(self.language, "summary") else key
        return say(self.language, "summary", chosen, **params)

    # -- what the sheets are written from ------------------------------------------------------------------------------
    @cached_property
    def data(self) -> dict[str, DataSheet[Any]]:
        """The data sheets by their keys: where each record stands is known before anything is written."""
        from accountplan.summary.data_sheets import data_sheets

        return {sheet.key: sheet for sheet in data_sheets(self)}

    @cached_property
    def charts(self) -> ChartData:
        """What the charts are drawn from."""
        return ChartData(self.say("sheet-charts"))

    @cached_property
    def accounts(self) -> dict[str, AccountRow]:
        return {row.account_id: row for row in self.result.tables.accounts}

    @cached_property
    def current(self) -> dict[str, list[EvaluationRow]]:
        """The points of the quarter asked, per account."""
        found: dict[str, list[EvaluationRow]] = {}
        for row in self.result.tables.evaluations:
            if row.quarter == self.result.quarter.name:
                found.setdefault(row.account_id, []).append(row)
        return found

    def worst_light(self, account_id: str) -> LightWord:
        """The worst light of an account's points in the quarter asked; `none` where no point has one."""
        lights = {row.light for row in self.current.get(account_id, ())}
        return next((light for light in _WORST_FIRST if light in lights), "none")

    def quarters_of(self, account_id: str, kpi: str, up_to: str) -> list[EvaluationRow]:
        """A point of an account quarter by quarter, up to one of them."""
        return [row for row in self._points.get((account_id, kpi), ()) if row.quarter <= up_to]

    @cached_property
    def _points(self) -> dict[tuple[str, str], list[EvaluationRow]]:
        found: dict[tuple[str, str], list[EvaluationRow]] = {}
        for row in sorted(self.result.tables.evaluations, key=lambda row: row.quarter):
            found.setdefault((row.account_id, row.kpi), []).append(row)
        return found

    def why(self, account_id: str) -> str:
        """Why an account needs attention, in a sentence or two; empty where nothing is amber or red."""
        from accountplan.summary.why import why

        if account_id not in self._whys:
            self._whys[account_id] = why(self, account_id)
        return self._whys[account_id]

    @cached_property
    def _whys(self) -> dict[str, str]:
        return {}

    @cached_property
    def weight(self) -> str | None:
        """The point that percentages are weighted by."""
        return weight_of(self.words.kpis)

    def limits_of(self, kpi: Kpi) -> Limits:
        """The limits of a point's lights: the portfolio's, else the template's."""
        portfolio = self.result.round.portfolio
        return portfolio.settings.limits_of(kpi) if portfolio else kpi.limits

    @cached_property
    def exchange(self) -> Exchange:
        """The rates that hold in the quarter."""
        portfolio = self.result.round.portfolio
        return exchange(portfolio, self.result.quarter.end(portfolio))

    def index(self, dimension: str, code: str | None) -> int:
        """The number of an account, manager, team, region, tier or product group: formulas compare these, not texts
        of people. 0 is none."""
        return self._indexes[dimension].get(code or "", 0)

    def codes(self, dimension: str) -> list[str]:
        """The codes of a dimension in the order of their numbers, from 1."""
        return list(self._indexes[dimension])

    @cached_property
    def _indexes(self) -> dict[str, dict[str, int]]:
        rows, tables = self.result.tables.accounts, self.result.tables
        portfolio = self.result.round.portfolio
        groups = [item.code for item in portfolio.product_groups] if portfolio else []
        groups += [row.product_group for row in tables.range]
        groups += [row.product_group for row in tables.salesplan]
        groups += [row.product_group or "" for row in tables.potential]
        found: dict[str, list[str]] = {
            "account": [row.account_id for row in rows],
            "manager": [row.manager_key or "" for row in rows],
            "team": [row.team or "" for row in rows],
            "region": [row.region or "" for row in rows],
            "tier": sorted(row.tier or "" for row in rows),
            "product-group": groups,
        }
        return {
            dimension: {code: n for n, code in enumerate(dict.fromkeys(filter(None, codes)), start=1)}
            for dimension, codes in found.items()
        }

    # -- words ---------------------------------------------------------------------------------------------------------
    def name_of(self, account_id: str | None) -> str:
        account = self.accounts.get(account_id or "")
        return (account.account_name if account else None) or account_id or ""

    def names_of(self, accounts: Sequence[str], most: int = 3) -> str:
        """The first of the accounts by name, and how many there are more."""
        shown = ", ".join(map(self.name_of, accounts[:most]))
        rest = len(accounts) - most
        return self.say("and-more", names=shown, count=str(rest)) if rest > 0 else shown

    def manager_of(self, account_id: str | None) -> str:
        account = self.accounts.get(account_id or "")
        return (account.account_manager if account else None) or ""

    def team_of(self, account_id: str | None) -> str:
        account = self.accounts.get(account_id or "")
        return self.words.listed("teams", account.team if account else None)

    def region_of(self, account_id: str | None) -> str:
        account = self.accounts.get(account_id or "")
        return self.words.listed("regions", account.region if account else None)

    def tier_of(self, account_id: str | None) -> str:
        account = self.accounts.get(account_id or "")
        return (account.tier if account else None) or ""

    def dimension_name(self, dimension: str, code: str) -> str:
        """What people call a manager, team, region, tier or product group."""
        if dimension == "manager":
            names = {row.manager_key: row.account_manager for row in self.result.tables.accounts}
            return names.get(code) or code
        lists = {"team": "teams", "region": "regions", "product-group": "product_groups"}
        return self.words.listed(lists[dimension], code) if dimension in lists else code

    @cached_property
    def company(self) -> str:
        portfolio = self.result.round.portfolio
        return portfolio.settings.company if portfolio else ""

    @property
    def title(self) -> str:
        """What the summary is of: a quarter, or a whole year."""
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

    def light_words(self) -> dict[str, str]:
        return {colour: self.light(colour) for colour in LIGHTS}

    def yes_no(self, value: bool) -> str:
        return self.say("yes" if value else "no")

    # -- cells ---------------------------------------------------------------------------------------------------------
    def put(
        self, sheet: StrictSheet, row: int, column: int, value: Any, kind: str, formula: str = "", **changes: object
    ) -> None:
        """A value in a cell, shown as its kind; with `formula` that is its cached value. Blank stays blank."""
        self.write(sheet, row, column, value, self.style(value, kind, **changes), formula)

    def style(self, value: Any, kind: str, **changes: object) -> Any:
        """How a value is shown as its kind."""
        look: dict[str, object] = {"num_format": number_format(kind, value)} if number_format(kind, value) else {}
        look |= {"text_wrap": kind == "wrapped", **standing(kind)}
        return self.styles("cell", **(look | changes))

    def write(self, sheet: StrictSheet, row: int, column: int, value: Any, style: Any, formula: str = "") -> None:
        """A value in a cell in a style; with `formula` that is its cached value."""
        if formula:
            sheet.write_formula(row, column, f"={formula}", style, _cached(value))
        elif value is None or value == "":
            sheet.write_blank(row, column, None, style)
        elif isinstance(value, date):
            sheet.write_datetime(row, column, value, style)
        elif isinstance(value, (int, float)) and not isinstance(value, bool):
            sheet.write_number(row, column, value, style)
        else:
            sheet.text(row, column, str(value), style)

    def link(self, sheet: StrictSheet, row: int, column: int, place: Place | None, valign: str = "top") -> None:
        """A link that opens the plan at a cell, as a formula: Excel takes only so many real links a sheet."""
        style = self.styles("link", bottom=1, bottom_color=LINE, align="center", valign=valign)
        target = self.target(place)
        if not target:
            sheet.write_blank(row, column, None, style)
            return
        shown = self.say("open")
        sheet.write_formula(row, column, f"=HYPERLINK({literal(target)},{literal(shown)})", style, shown)

    def target(self, place: Place | None) -> str:
        """The way from the summary to the cell; empty where there is none."""
        return place.target(self.plans_at) if place else ""

    def light_colours(self, sheet: StrictSheet, first: int, last: int, column: int, words: dict[str, str]) -> None:
        """Colours for words in a column, so that they follow when somebody filters or pastes."""
        for colour, word in words.items():
            ink, tint = LIGHTS[colour]
            look = self.book.add_format({"font_color": ink, "bg_color": tint, "bold": True})
            rule = {"type": "cell", "criteria": "==", "value": literal(word), "format": look}
            sheet.conditional_format(first, column, last, column, rule)

    # -- sheets --------------------------------------------------------------------------------------------------------
    def sheet(self, key: str, columns: int, help_text: str, tint: float = 1.0) -> StrictSheet:
        """A new sheet with its band: title, subtitle, and what the reader must know. `tint` is that of its tab."""
        sheet = self.book.sheet(self.say(f"sheet-{key}"))
        sheet.hide_gridlines(2)
        sheet.set_tab_color(self.styles.palette.tint(tint))
        quarter = self.result.quarter
        title = self.say(f"title-{key}", quarter=str(quarter.number), year=str(quarter.year))
        for row, style, text in ((0, "title", title), (1, "band", self._under_title(key))):
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

    def print_set_up(
        self, sheet: StrictSheet, last_row: int, last_column: int, header: int | None, portrait: bool = False
    ) -> None:
        """A4, landscape unless said otherwise, one page wide, header repeated, a footer that says what the page is of.

        A sheet without a header to repeat is one page as a whole.
        """
        sheet.set_paper(PAPER_A4)
        if not portrait:
            sheet.set_landscape()
        sheet.fit_to_pages(1, 0 if header is not None else 1)
        sheet.set_margins(0.4, 0.4, 0.5, 0.6)
        sheet.print_area(0, 0, last_row, last_column)
        if header is not None:
            sheet.repeat_rows(header)
        sheet.page_footer(" · ".join(filter(None, (self.company, self.title))), "&A", "&P / &N")


def _cached(value: Any) -> Any:
    """A value as a formula's cell keeps it: a day as its number, nothing as an empty text."""
    if isinstance(value, date) and not isinstance(value, datetime):
        return (value - date(1899, 12, 30)).days
    return "" if value is None else value
