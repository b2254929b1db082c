"""Columns that many data sheets have: whose a record is, where it stands in the plan, and numbers for formulas."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from accountplan.consolidate.rows import AccountRow
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.desk import Desk
from accountplan.summary.places import Place

PER_ACCOUNT = 10_000
"""A record's key is the number of its account times this, plus its own number within the account: formulas find the
third goal of the account chosen by a number, whatever signs its name holds and however the table is sorted."""
PER_QUARTER, PER_SWOT_KIND = 100, 1_000
"""Numbers within an account that belong to one quarter, or one kind of SWOT."""

Row = TypeVar("Row")


def data_sheet(desk: Desk, key: str, rows: Sequence[Row], columns: Sequence[Column[Row]]) -> DataSheet[Row]:
    """A data sheet under its name in the language of the summary."""
    return DataSheet(key, desk.say(f"sheet-data-{key}"), rows, columns)


def per_account(desk: Desk, rows: Sequence[Row]) -> list[Row]:
    """The rows account by account in the order of the portfolio, within each as they came."""
    return sorted(rows, key=lambda row: desk.index("account", getattr(row, "account_id", None)))


# -- for people --------------------------------------------------------------------------------------------------------
def account_columns(desk: Desk) -> list[Column[Any]]:
    """Whose a record is."""
    return [
        Column("account", 10, lambda row: row.account_id),
        Column("name", 28, lambda row: desk.name_of(row.account_id)),
        Column("manager", 20, lambda row: desk.manager_of(row.account_id)),
        Column("team", 20, lambda row: desk.team_of(row.account_id)),
        Column("region", 16, lambda row: desk.region_of(row.account_id)),
        Column("tier", 10, lambda row: desk.tier_of(row.account_id), "light"),
    ]


def product_group(desk: Desk) -> Column[Any]:
    return Column("product-group", 26, lambda row: desk.words.listed("product_groups", row.product_group))


def file_columns() -> list[Column[Any]]:
    """The file and sheet of the plan that a record was read from."""
    return [Column("file", 40, lambda row: row.file), Column("sheet", 22, lambda row: row.sheet)]


def source_columns(desk: Desk) -> list[Column[Any]]:
    """Where a record stands in its plan, and the way to it."""
    return [
        *file_columns(),
        Column("cell", 9, lambda row: row.cell),
        way(desk, lambda row: Place.of(row.file, row.sheet, row.cell)),
    ]


# -- for formulas ------------------------------------------------------------------------------------------------------
def technical(key: str, value: Callable[[Any], Any]) -> Column[Any]:
    """A number that formulas compare or add up."""
    return Column(key, 10, value, "number", technical=True)


def code(key: str, value: Callable[[Any], str | None]) -> Column[Any]:
    """A code of the template or of ours, which formulas compare."""
    return Column(key, 10, value, technical=True)


def told(key: str, value: Callable[[Any], str | None]) -> Column[Any]:
    """A text that a page about one account shows and the data sheet itself does not."""
    return Column(key, 30, value, technical=True)


def way(desk: Desk, place: Callable[[Any], Place | None]) -> Column[Any]:
    """The way from the summary to a cell of the plan."""
    return Column("way", 12, lambda row: desk.target(place(row)), technical=True)


def currency_code() -> Column[Any]:
    return code("currency-code", lambda row: row.currency)


def light_code() -> Column[Any]:
    return code("light-code", lambda row: row.light)


def product_group_index(desk: Desk) -> Column[Any]:
    return technical("product-group-index", lambda row: desk.index("product-group", row.product_group))


def indexes(desk: Desk) -> list[Column[Any]]:
    """The numbers of a record's account and of that account's manager, team, region and tier."""
    return [
        technical("account-index", lambda row: desk.index("account", row.account_id)),
        _index(desk, "manager", lambda account: account.manager_key),
        _index(desk, "team", lambda account: account.team),
        _index(desk, "region", lambda account: account.region),
        _index(desk, "tier", lambda account: account.tier),
    ]


def _index(desk: Desk, dimension: str, value: Callable[[AccountRow], str | None]) -> Column[Any]:
    def number(row: Any) -> int:
        account = desk.accounts.get(row.account_id)
        return desk.index(dimension, value(account) if account else None)

    return technical(f"{dimension}-index", number)


def numbered(desk: Desk, rows: Sequence[Any]) -> Column[Any]:
    """The key of each record: its account's number and its own within it, in the order of the sheet."""
    return picked(desk, "key", rows)


def picked(desk: Desk, key: str, rows: Sequence[Any], part: Callable[[Any], int] = lambda row: 0) -> Column[Any]:
    """The key of those records that a page about one account shows, in its order; blank for all others.

    Records of a `part` are counted apart, from the part's own number on.
    """
    counted: dict[tuple[str, int], int] = {}
    keys: dict[int, int] = {}
    for row in rows:
        group = (row.account_id, part(row))
        counted[group] = counted.get(group, 0) + 1
        keys[id(row)] = desk.index("account", row.account_id) * PER_ACCOUNT + group[1] + counted[group]
    return technical(key, lambda row: keys.get(id(row)))


def firsts(key: str, rows: Sequence[Any], by: Callable[[Any], Any]) -> Column[Any]:
    """1 for the first row of each group, 0 for all others."""
    found = {id(row) for row in first_of_each(rows, by)}
    return technical(key, lambda row: int(id(row) in found))


def first_of_each(rows: Sequence[Any], by: Callable[[Any], Any]) -> list[Any]:
    """The first row of each group."""
    found: dict[Any, Any] = {}
    for row in rows:
        found.setdefault(by(row), row)
    return list(found.values())
