"""The settings sheet, read line by line: each line by its hidden key, else by its label."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping
from datetime import date
from pathlib import Path

from accountplan.fields import EMPTY, Cell, Meaning, Options, Value, read_cell
from accountplan.fields.base import folded
from accountplan.layout.places import address
from accountplan.messages import stop
from accountplan.portfolio.choices import currencies, languages
from accountplan.portfolio.grids import Grid
from accountplan.portfolio.logo import read_logo
from accountplan.portfolio.model import Settings, calendar_end
from accountplan.portfolio.remarks import Remarks
from accountplan.portfolio.sheets import GOAL_LIMITS, QUARTERS, SettingRow, setting_rows
from accountplan.portfolio.tabs import mark_of
from accountplan.portfolio.write_settings import VALUE_KEYS
from accountplan.template.model import FieldSpec, Label, Limits, Template
from accountplan.workbook.package import Refused
from accountplan.workbook.picture import Picture
from accountplan.workbook.styles import is_colour

_NO_TEMPLATE = Template(id="", version="0", title=Label({}), chapters=())
"""For reading the lines that say which template it is."""


def read_settings(
    grid: Grid, template_of: Callable[[str], Template], remarks: Remarks, language: str, folder: Path
) -> tuple[Settings, Template]:
    """The settings and the template that they name; `folder` is the portfolio's.

    Raises `Stop` without a year; and what `template_of` raises.
    """
    first = _Lines(grid, setting_rows(_NO_TEMPLATE), remarks, language)
    chosen = first.text("language", {"language": languages(language)})
    if chosen is None:
        remarks.add("setting-default", grid.name, first.address("language"), "language", value=language)
    language = chosen or language
    first.language = language
    year = first.value("year", {})
    if not isinstance(year, int):
        raise stop(language, "portfolio-no-year", file=remarks.file, sheet=grid.name, cell=first.address("year"))
    name = first.text("template", {}) or Settings(year).template
    template = template_of(name)
    lines = _Lines(grid, setting_rows(template), remarks, language)
    currency = lines.text("currency", {"currency": currencies(template, language)})
    if currency is None:
        currency = Settings(year).currency
        remarks.add("setting-default", grid.name, lines.address("currency"), "currency", value=currency)
    lines.strangers()
    logo = lines.text("logo", {})
    settings = Settings(
        year,
        language,
        currency,
        name,
        company=lines.text("company", {}) or "",
        logo=logo,
        accent=lines.colour("accent"),
        limits=dict(lines.limits(template)),
        goal_limits=lines.goal_limits(template),
        quarter_ends=dict(lines.quarter_ends(year)),
        return_by=dict(lines.return_dates()),
        picture=lines.picture("logo", logo, folder),
    )
    lines.check_dates(settings)
    return settings, template


class _Lines:
    """The lines of the sheet, found."""

    def __init__(self, grid: Grid, lines: tuple[SettingRow, ...], remarks: Remarks, language: str) -> None:
        self.grid, self.remarks, self.language = grid, remarks, language
        self.lines = {line.key: line for line in lines}
        self.labels = {folded(label): line.key for line in lines for label in line.label.every()}
        mark = mark_of(grid)
        self.marks = (mark[0], mark[1]) if mark else (0, self._label_column() - 1)
        """Row of the hidden keys of columns, column of the hidden keys of lines."""
        self.columns = self._columns()
        self.rows = self._rows()

    def _columns(self) -> tuple[int, int]:
        """Where the two value columns stand: by their hidden keys, else two and three right of the marks."""
        keys = [self.grid.at(self.marks[0], column).text.strip() for column in range(self.grid.width())]
        first, second = (keys.index(key) if key in keys else self.marks[1] + 2 + n for n, key in enumerate(VALUE_KEYS))
        return first, second

    def _label_column(self) -> int:
        """The column in which most labels stand."""
        width = max(self.grid.width(), 1)
        return max(range(width), key=lambda at: sum(self._labelled(row, at) is not None for row in self._numbers()))

    def _numbers(self) -> range:
        return range(len(self.grid.rows))

    def _labelled(self, row: int, column: int) -> str | None:
        """The key of the line whose label stands here."""
        return self.labels.get(folded(self.grid.at(row, column).text.rstrip(" *")))

    def _rows(self) -> dict[str, int]:
        rows: dict[str, int] = {}
        for number in self._numbers():
            key = self.grid.at(number, self.marks[1]).text.strip()
            if key in self.lines:
                rows.setdefault(key, number)
        found = set(rows)
        for number in self._numbers():
            for column in range(self.columns[0]):
                labelled = self._labelled(number, column)
                if labelled and labelled not in found:
                    rows.setdefault(labelled, number)
        return rows

    def cell(self, key: str, second: bool = False) -> Cell:
        return self.grid.at(self.rows[key], self.columns[second]) if key in self.rows else EMPTY

    def address(self, key: str, second: bool = False) -> str:
        return address(self.rows.get(key, 0), self.columns[second])

    def value(self, key: str, options: Mapping[str, Options], second: bool = False) -> Value:
        """The value of one line; None where it is empty or cannot be taken, which is reported."""
        cell = self.cell(key, second)
        spec: FieldSpec = self.lines[key].specs[second]
        parsed = read_cell(cell, spec, Meaning(self.language, options.get(key)))
        label = self.lines[key].label[self.language]
        label = label if len(self.lines[key].specs) == 1 else f"{label}: {spec.label[self.language]}"
        self.remarks.problems(parsed.problems, self.grid.name, self.address(key, second), key, label, cell)
        return None if parsed.problems else parsed.value

    def text(self, key: str, options: Mapping[str, Options]) -> str | None:
        value = self.value(key, options)
        return None if value is None else str(value)

    def colour(self, key: str) -> str | None:
        text = self.text(key, {})
        if text is None or is_colour(text):
            return text
        self.remarks.add("not-a-colour", self.grid.name, self.address(key), key, raw=text)
        return None

    def picture(self, key: str, named: str | None, folder: Path) -> Picture | None:
        """What the file of this name shows; None where there is none, or none that can be used, which is reported."""
        try:
            return read_logo(named, folder) if named else None
        except Refused as why:
            self.remarks.add(why.code, self.grid.name, self.address(key), key, logo=named, **why.params)
            return None

    def limits(self, template: Template) -> Iterator[tuple[str, Limits]]:
        """Per KPI the limits that differ from the template's."""
        for kpi in template.kpis:
            limits = self._limits(f"limit.{kpi.code}", kpi.limits)
            if limits != kpi.limits:
                yield kpi.code, limits

    def goal_limits(self, template: Template) -> Limits | None:
        """Those of goals, where they differ from the template's."""
        if GOAL_LIMITS not in self.lines:
            return None
        limits = self._limits(GOAL_LIMITS, template.goal_limits)
        return None if limits == template.goal_limits else limits

    def _limits(self, key: str, default: Limits) -> Limits:
        """What a line with limits says; what it leaves open, and where green goes beyond amber, is the template's."""
        green, amber = self.value(key, {}), self.value(key, {}, True)
        limits = Limits(
            green=green if isinstance(green, (int, float)) else default.green,
            amber=amber if isinstance(amber, (int, float)) else default.amber,
        )
        if limits.green <= limits.amber:
            return limits
        label = self.lines[key].label[self.language]
        self.remarks.add("limits-crossed", self.grid.name, self.address(key), key, label=label)
        return default

    def quarter_ends(self, year: int) -> Iterator[tuple[str, date]]:
        """The last days that are not the calendar's."""
        for quarter in QUARTERS:
            day = self.value(f"quarter.{quarter}", {})
            if isinstance(day, date) and day != calendar_end(year, quarter):
                yield quarter, day

    def return_dates(self) -> Iterator[tuple[str, date]]:
        for quarter in QUARTERS:
            day = self.value(f"quarter.{quarter}", {}, True)
            if isinstance(day, date):
                yield quarter, day

    def check_dates(self, settings: Settings) -> None:
        """Quarters end one after the other, and nothing is due back before its quarter has ended."""
        ends = [settings.quarter_end(quarter) for quarter in QUARTERS]
        for number, quarter in enumerate(QUARTERS):
            back = settings.return_by.get(quarter)
            late = number > 0 and ends[number] <= ends[number - 1]
            if late or (back is not None and back < ends[number]):
                key = f"quarter.{quarter}"
                place = self.address(key, second=not late)
                self.remarks.add(
                    "dates-disordered", self.grid.name, place, key, label=self.lines[key].label[self.language]
                )

    def strangers(self) -> None:
        """Lines whose key is of our kind but unknown: limits for a KPI that the template does not have."""
        for number in self._numbers():
            key = self.grid.at(number, self.marks[1]).text.strip()
            if key.startswith("limit.") and key not in self.lines:
                place = address(number, self.columns[0])
                self.remarks.add("setting-unknown", self.grid.name, place, key, raw=key.removeprefix("limit."))
