"""What an earlier summary said: its data folder, as `write_data` writes it, read back."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from math import isfinite
from pathlib import Path
from typing import cast

from accountplan.consolidate.data import plain_csv_text
from accountplan.consolidate.quarter import Quarter
from accountplan.consolidate.rows import LightWord, Number
from accountplan.fields.base import tidy
from accountplan.messages import stop

_EVALUATIONS = "account_id year quarter kpi plan actual light correction".split()
_ACCOUNTS = "account_id account_manager team".split()
_LIGHTS = ("green", "amber", "red", "none")
_QUARTER = re.compile(r"Q([1-4])\Z")


@dataclass(frozen=True)
class Reported:
    """A point of an account in one quarter, as it was reported."""

    account_id: str
    kpi: str
    quarter: Quarter
    plan: Number | None
    actual: Number | None
    light: LightWord
    correction: str | None
    currency: str | None


@dataclass(frozen=True)
class EarlierAccount:
    """Where an account stood. None is nowhere; a column that the folder does not have is not in `places`."""

    account_id: str
    name: str | None
    manager: str | None
    places: Mapping[str, str | None]
    """The codes of its manager, team, region and tier."""


@dataclass(frozen=True)
class Previous:
    """All that an earlier summary is compared by."""

    points: tuple[Reported, ...]
    accounts: Mapping[str, EarlierAccount]


def read_previous(folder: Path, asked: Quarter, language: str) -> Previous:
    """The data folder of an earlier summary, to compare the quarter asked with.

    Raises `Stop`, in `language`: no such folder, a table that is not there, cannot be read or lacks a column, a figure
    that is none, or figures of other quarters than the one before.
    """
    if not folder.is_dir():
        raise stop(language, "previous-folder", folder=folder.as_posix())
    points = tuple(_points(_Table(folder / "evaluations.csv", _EVALUATIONS, language)))
    _must_be_earlier(folder, points, asked, language)
    return Previous(points, _accounts(_Table(folder / "accounts.csv", _ACCOUNTS, language)))


def _must_be_earlier(folder: Path, points: tuple[Reported, ...], asked: Quarter, language: str) -> None:
    """A round that nobody delivered in says nothing of any quarter; it is as good as any."""
    quarters = {point.quarter for point in points}
    if not quarters:
        return
    about, where = {"found": str(max(quarters)), "wanted": str(asked.before)}, folder.as_posix()
    if max(quarters) >= asked:
        raise stop(language, "previous-not-earlier", folder=where, **about)
    if asked.before not in quarters:
        raise stop(language, "previous-other-quarter", folder=where, **about)


class _Table:
    """A CSV file of ours, row by row; saved by a spreadsheet in between it may have `;` and decimal commas."""

    def __init__(self, path: Path, needed: list[str], language: str) -> None:
        self.file, self.language = path.as_posix(), language
        text = self._text(path)
        header = text.split("\n", 1)[0]
        self.comma = header.count(";") > header.count(",")
        try:
            self.rows = list(csv.DictReader(io.StringIO(text, newline=""), delimiter=";" if self.comma else ","))
        except csv.Error as error:
            raise stop(language, "previous-no-table", file=self.file) from error
        known = next(csv.reader([header], delimiter=";" if self.comma else ","), [])
        missing = [name for name in needed if name not in known]
        if missing:
            raise stop(language, "previous-columns", file=self.file, columns=missing)

    def _text(self, path: Path) -> str:
        if not path.is_file():
            raise stop(self.language, "previous-no-file", file=self.file)
        try:
            return path.read_text("utf-8-sig")
        except OSError as error:
            raise stop(self.language, "previous-unreadable", file=self.file, why=error) from error
        except UnicodeError as error:
            raise stop(self.language, "previous-no-table", file=self.file) from error

    def __iter__(self) -> Iterator[tuple[int, dict[str, str]]]:
        """Every row that names an account, with its number as a spreadsheet counts them."""
        for number, row in enumerate(self.rows, start=2):
            cells = {name: cell for name, cell in row.items() if isinstance(name, str) and isinstance(cell, str)}
            if cells.get("account_id"):
                yield number, cells

    def number(self, row: int, cells: Mapping[str, str], column: str) -> Number | None:
        raw = cells.get(column, "").strip()
        if not raw:
            return None
        try:
            value = float(raw.replace(",", ".") if self.comma else raw)
        except ValueError:
            value = float("nan")
        if not isfinite(value):
            raise self._wrong(row, column, raw)
        return tidy(value)

    def quarter(self, row: int, cells: Mapping[str, str]) -> Quarter:
        year, name = cells.get("year", "").strip(), cells.get("quarter", "").strip()
        match = _QUARTER.match(name)
        if match is None:
            raise self._wrong(row, "quarter", name)
        if not (year.isascii() and year.isdigit() and len(year) == 4):
            raise self._wrong(row, "year", year)
        return Quarter(int(year), int(match[1]))

    def _wrong(self, row: int, column: str, raw: str) -> Exception:
        return stop(self.language, "previous-cell", file=self.file, row=str(row), column=column, raw=raw)


def _points(table: _Table) -> Iterator[Reported]:
    for n, cells in table:
        light = cells.get("light", "")
        yield Reported(
            account_id=plain_csv_text(cells["account_id"]),
            kpi=cells.get("kpi", ""),
            quarter=table.quarter(n, cells),
            plan=table.number(n, cells, "plan"),
            actual=table.number(n, cells, "actual"),
            light=cast(LightWord, light) if light in _LIGHTS else "none",
            correction=plain_csv_text(cells.get("correction", "")) or None,
            currency=cells.get("currency") or None,
        )


def _accounts(table: _Table) -> dict[str, EarlierAccount]:
    found: dict[str, EarlierAccount] = {}
    columns = {"manager": "manager_key", "team": "team", "region": "region", "tier": "tier"}
    for _, cells in table:
        texts = {name: plain_csv_text(cell) or None for name, cell in cells.items()}
        account_id = texts["account_id"] or ""
        found[account_id] = EarlierAccount(
            account_id,
            texts.get("account_name"),
            texts.get("account_manager"),
            {what: texts[column] for what, column in columns.items() if column in texts},
        )
    return found
