"""What people filled in, and what the portfolio says, of one demo."""

from __future__ import annotations

import csv
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from pathlib import Path
from typing import Any

import openpyxl

QUARTER = 2
NAME = f"Q{QUARTER}"
AS_OF = date(2027, 6, 30)
BACK_BY = date(2027, 7, 16)
"""The day on which the workbooks of the second quarter must be back, as the demo's portfolio has it."""
Record = dict[str, str]


@dataclass(frozen=True)
class Facts:
    """One demo folder after the second quarter."""

    folder: Path

    def csv(self, name: str) -> list[Record]:
        path = self.folder / f"data-2027-{NAME}" / f"{name}.csv"
        with path.open(encoding="utf-8-sig", newline="") as file:
            return list(csv.DictReader(file))

    # -- who there is --------------------------------------------------------------------------------------------------
    @cached_property
    def accounts(self) -> dict[str, Record]:
        """Every account of the round by its number, in the order of the portfolio."""
        return {row["account_id"]: row for row in self.csv("accounts")}

    @cached_property
    def delivered(self) -> list[str]:
        return [key for key, row in self.accounts.items() if row["status"] == "delivered"]

    @cached_property
    def asked(self) -> list[str]:
        """The accounts of the portfolio that a plan is asked of: all but those whose tier has none."""
        tiers = {row[0]: row[5] for row in self.portfolio["Klanten"]}
        return [account for account in self.accounts if tiers[account] and not tiers[account].startswith("C")]

    def named(self, name: str) -> str:
        """The number of the account with this name."""
        return next(key for key, row in self.accounts.items() if row["account_name"] == name)

    # -- what they filled in -------------------------------------------------------------------------------------------
    @cached_property
    def answers(self) -> dict[str, dict[str, Record]]:
        found: dict[str, dict[str, Record]] = {key: {} for key in self.delivered}
        for row in self.csv("answers"):
            found[row["account_id"]][row["field"]] = row
        return found

    def text(self, account: str, field: str) -> str:
        row = self.answers[account].get(field)
        return row["value"] if row else ""

    def number(self, account: str, field: str) -> float | None:
        """A number that was filled in; None where nothing was."""
        text = self.text(account, field).removeprefix("'")
        return float(text) if text else None

    def day(self, account: str, field: str) -> date | None:
        text = self.text(account, field)
        return date.fromisoformat(text) if text else None

    def rows(self, account: str, table: str) -> Iterator[str]:
        """The ids of the filled rows of a table."""
        seen = dict.fromkeys(row["row"] for row in self.answers[account].values() if row["row"])
        return (row for row in seen if row.startswith(f"{table}."))

    # -- the portfolio -------------------------------------------------------------------------------------------------
    @cached_property
    def portfolio(self) -> dict[str, list[list[Any]]]:
        """The sheets of the portfolio workbook: rows from their first column with something to read."""
        book = openpyxl.load_workbook(self.folder / "portfolio.xlsx", data_only=True)
        return {sheet.title: [list(row[1:]) for row in sheet.iter_rows(values_only=True)] for sheet in book}

    def setting(self, label: str) -> list[Any]:
        """The values beside a label on the first sheet."""
        return next(row[1:] for row in self.portfolio["Instellingen"] if row[0] == label)

    @cached_property
    def targets(self) -> dict[str, list[float]]:
        """The sales plan: per name of a product group the amount of each quarter."""
        rows = (row for row in self.portfolio["Salesplan"] if isinstance(row[1], (int, float)))
        return {row[0]: [float(amount) for amount in row[1:5]] for row in rows}


def as_day(value: object) -> date | None:
    """A cell with a day as a day."""
    return value.date() if isinstance(value, datetime) else value if isinstance(value, date) else None
