"""What there is to win at the accounts in one currency: rows that say both what is bought and what could be."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property

from accountplan.consolidate.rows import Number, PotentialRow
from accountplan.consolidate.totals import exact_sum
from accountplan.summary.desk import Desk
from accountplan.summary.formats import money_kind
from accountplan.summary.ledger import Sum
from accountplan.summary.page import Page


@dataclass(frozen=True)
class Room:
    """What there is to win in one currency: the rows that say both what is bought and what could be."""

    desk: Desk
    currency: str
    rows: Sequence[PotentialRow]

    @cached_property
    def kind(self) -> str:
        """How amounts are shown: in thousands where what they come to is large."""
        return money_kind((exact_sum(row.current for row in self.rows), exact_sum(row.potential for row in self.rows)))

    @cached_property
    def unit(self) -> str:
        return self.desk.say(f"amounts-short-{self.kind}", currency=self.currency)

    @cached_property
    def groups(self) -> list[str]:
        """The product groups in the order of the portfolio."""
        codes = dict.fromkeys(row.product_group or "" for row in self.rows)
        return sorted(codes, key=lambda code: self.desk.index("product-group", code))

    @cached_property
    def accounts(self) -> list[str]:
        """The accounts, the one with the largest room first."""
        rooms: dict[str, float] = {}
        for row in self.rows:
            rooms[row.account_id] = rooms.get(row.account_id, 0) + (row.room or 0)
        return sorted(rooms, key=lambda account: (-rooms[account], self.desk.index("account", account)))

    def group(self, code: str) -> str:
        return self.desk.words.listed("product_groups", code) or self.desk.say("no-product-group")

    def of(self, group: str) -> list[PotentialRow]:
        return [row for row in self.rows if (row.product_group or "") == group]

    def amount(self, groups: Iterable[str], accounts: Iterable[str]) -> Number | None:
        """The room of these accounts in these product groups; None where nothing says anything of it."""
        return exact_sum(self._amounts.get((account, group)) for account in accounts for group in groups)

    @cached_property
    def _amounts(self) -> dict[tuple[str, str], Number]:
        found: dict[tuple[str, str], Number] = {}
        for row in self.rows:
            key = row.account_id, row.product_group or ""
            found[key] = exact_sum((found.get(key), row.room)) or 0
        return found

    def sources(self, column: str, group: str | None = None, account: str | None = None) -> Sum:
        """The sum behind a figure on the data sheet."""
        where: dict[str, int | str] = {"complete": 1, "currency_code": self.currency}
        if group is not None:
            where["product_group_index"] = self.desk.index("product-group", group)
        if account is not None:
            where["account_index"] = self.desk.index("account", account)
        return self.desk.data["potential"].sum(column, **where)


def rooms(desk: Desk) -> list[Room]:
    """What there is to win per currency, that of most rows first."""
    by_currency: dict[str, list[PotentialRow]] = {}
    for row in desk.result.tables.potential:
        if row.room is not None:
            by_currency.setdefault(row.currency, []).append(row)
    found = [Room(desk, currency, rows) for currency, rows in by_currency.items()]
    return sorted(found, key=lambda room: (-len(room.rows), room.currency))


def note(page: Page, room: Room, at: tuple[int, int], name: Iterable[str], value: Number | None, sources: Sum) -> None:
    """Put a figure in the ledger."""
    room.desk.ledger.note(page.name, at, " · ".join((*name, room.currency)), "money", value, sources)
