"""The data sheets of the summary, declared by subject: what each holds, and in which order."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from accountplan.summary.choices import ChoiceRow, choice_columns, choices
from accountplan.summary.data import DataSheet
from accountplan.summary.data_sheets.accounts import accounts, contacts, visits
from accountplan.summary.data_sheets.answers import answers
from accountplan.summary.data_sheets.changes import changes, corrections
from accountplan.summary.data_sheets.columns import PER_ACCOUNT, PER_QUARTER, PER_SWOT_KIND, data_sheet
from accountplan.summary.data_sheets.planning import activities, coverage, goals, load
from accountplan.summary.data_sheets.points import evaluations, product_range
from accountplan.summary.data_sheets.selling import orders, potential, salesplan
from accountplan.summary.data_sheets.swot import competitors, confrontations, swot
from accountplan.summary.desk import Desk

__all__ = ["DATA_SHEETS", "PER_ACCOUNT", "PER_QUARTER", "PER_SWOT_KIND", "data_sheets"]


def _choices(desk: Desk) -> DataSheet[ChoiceRow]:
    return data_sheet(desk, "choices", choices(desk), choice_columns())


DATA_SHEETS: tuple[Callable[[Desk], DataSheet[Any]], ...] = (
    accounts,
    evaluations,
    changes,
    corrections,
    product_range,
    goals,
    activities,
    coverage,
    load,
    potential,
    salesplan,
    orders,
    visits,
    contacts,
    swot,
    confrontations,
    competitors,
    answers,
    _choices,
)
"""Every data sheet, in the order of the tabs. To add one, declare it in the module of its subject and list it."""


def data_sheets(desk: Desk) -> Iterator[DataSheet[Any]]:
    """Every data sheet of a summary, in the order of the tabs."""
    for declare in DATA_SHEETS:
        yield declare(desk)
