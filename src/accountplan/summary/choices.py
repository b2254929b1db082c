"""What can be chosen in the drop-downs: everything, or one manager, team, region or tier.

A choice is found again by its exact text in the list, which gives its number; formulas go on with the number alone.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from functools import partial
from itertools import zip_longest

from accountplan.consolidate.rows import AccountRow
from accountplan.summary.data import CellCondition, Column
from accountplan.summary.desk import Desk

CHOOSERS = ("manager", "team", "region", "tier")
ALL, NOBODY = 1, 2
"""The numbers of `all` and of accounts without a manager, team …; any other choice has its index + NOBODY. A text that
stands in no list has the number 0."""


@dataclass(frozen=True)
class Option:
    """One choice of a drop-down."""

    label: str
    number: int


def taking_part(desk: Desk) -> list[AccountRow]:
    """The accounts that a plan is asked of or came from."""
    return [account for account in desk.result.tables.accounts if account.status != "no-plan"]


def options(desk: Desk, dimension: str) -> list[Option]:
    """What a drop-down offers: all, every group by its name, and those without one where there are such accounts."""
    found = {group_of(account, dimension) for account in taking_part(desk)}
    groups = sorted((desk.dimension_name(dimension, code).strip(), code) for code in found if code)
    labels = [desk.say("choice-all")]
    for label, code in groups:
        labels.append(_unlike(label or code, labels, code))
    numbers = [ALL, *(desk.index(dimension, code) + NOBODY for _, code in groups)]
    if len(numbers) > 1 and None in found:
        labels.append(_unlike(desk.say("group-none"), labels, "–"))
        numbers.append(NOBODY)
    return [Option(label, number) for label, number in zip(labels, numbers, strict=True)]


def group_of(account: AccountRow, dimension: str) -> str | None:
    """The code of an account's manager, team, region or tier."""
    value: str | None = account.manager_key if dimension == "manager" else getattr(account, dimension)
    return value or None


def _unlike(label: str, others: list[str], code: str) -> str:
    """A label that nothing else in the list has: two people of one name are told apart by their codes."""
    while label in others:
        label = f"{label} ({code})"
    return label


def offered(desk: Desk) -> list[str]:
    """The dimensions in which there is anything to choose."""
    return [dimension for dimension in CHOOSERS if len(options(desk, dimension)) > 1]


def criterion(number: str) -> str:
    """The formula of a condition for SUMIFS, from the cell with the number of a choice."""
    return f'IF({number}={ALL},">=0",{number}-{NOBODY})'


def number_formula(desk: Desk, dimension: str, cell: str) -> str:
    """The formula that finds the number of what stands in a cell: by its exact text, whatever signs that holds."""
    data, count = desk.data["choices"], len(options(desk, dimension))
    labels, numbers = data.ref(dimension, count), data.ref(f"{dimension}-choice", count)
    return f"SUMPRODUCT(--EXACT({cell},{labels}),{numbers})"


def conditions(cells: Mapping[str, str]) -> dict[str, CellCondition]:
    """The conditions in these cells, per dimension, as sums over data sheets take them."""
    return {f"{dimension}_index": CellCondition(cell) for dimension, cell in cells.items()}


# -- the data sheet ----------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class ChoiceRow:
    """The n-th choice of every list."""

    choices: Mapping[str, Option]

    def label(self, dimension: str) -> str | None:
        return self.choices[dimension].label if dimension in self.choices else None

    def number(self, dimension: str) -> int | None:
        return self.choices[dimension].number if dimension in self.choices else None


def choices(desk: Desk) -> list[ChoiceRow]:
    """Every list side by side."""
    rows = zip_longest(*(options(desk, dimension) for dimension in CHOOSERS))
    return [
        ChoiceRow({dimension: option for dimension, option in zip(CHOOSERS, row, strict=True) if option})
        for row in rows
    ]


def choice_columns() -> list[Column[ChoiceRow]]:
    return [*_columns(technical=False), *_columns(technical=True)]


def _columns(*, technical: bool) -> Iterator[Column[ChoiceRow]]:
    for dimension in CHOOSERS:
        if technical:
            number = partial(ChoiceRow.number, dimension=dimension)
            yield Column(f"{dimension}-choice", 10, number, "number", technical=True)
        else:
            yield Column(dimension, 32, partial(ChoiceRow.label, dimension=dimension))
