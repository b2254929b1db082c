"""White space: what there is to win, what an order is worth, and how many customers stay."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from typing import Any, NamedTuple

from tests.roundtrip.recomputed.facts import AS_OF, QUARTER, Facts, as_day
from tests.roundtrip.recomputed.points import Points
from tests.roundtrip.recomputed.sheet import Claimed, Line, Table
from tests.roundtrip.recomputed.sheets.salesplan import Groups


class Room(NamedTuple):
    """A product group, or product, of one account."""

    account: str
    group: str
    current: float
    potential: float

    @property
    def room(self) -> float:
        return self.potential - self.current


class Orders(NamedTuple):
    """Revenue and orders of one account this year and in the whole year before."""

    revenue: float
    orders: float
    revenue_before: float
    orders_before: float

    @property
    def now(self) -> float:
        return self.revenue / self.orders

    @property
    def before(self) -> float:
        return self.revenue_before / self.orders_before

    @property
    def change(self) -> float:
        return self.now / self.before - 1


def rooms(facts: Facts) -> Iterator[Room]:
    for account in facts.delivered:
        for row in facts.rows(account, "potential"):
            current, potential = (facts.number(account, f"{row}.pot.group_{n}") for n in ("current", "potential"))
            assert current is not None and potential is not None
            yield Room(account, facts.text(account, f"{row}.pot.group"), current, potential)


def orders(facts: Facts) -> dict[str, Orders]:
    """Of every account whose revenue and orders are known of both years."""
    found: dict[str, Orders] = {}
    for account in facts.delivered:
        figures = (
            Points(facts).of(account, "revenue").actual,
            facts.number(account, f"reviews.q{QUARTER}.eval.orders"),
            facts.number(account, "sales.y3.hist.our_revenue"),
            facts.number(account, "sales.y3.hist.our_orders"),
        )
        if all(figures):
            found[account] = Orders(*figures)  # type: ignore[arg-type]
    return found


def white_space(sheet: Claimed, facts: Facts) -> None:
    _per_group(sheet, facts)
    _largest(sheet, facts)
    _order_values(sheet, facts)
    _retention(sheet, facts)
    _matrix(sheet, facts)


def _per_group(sheet: Claimed, facts: Facts) -> None:
    groups, found = Groups(facts), list(rooms(facts))

    def expected(line: Line) -> dict[str, Any]:
        codes = groups.named(line["Productgroep"])
        rows = [room for room in found if room.group in codes]
        current, potential = sum(r.current for r in rows), sum(r.potential for r in rows)
        return {
            "Klanten": len({r.account for r in rows}),
            "Omzet nu": current,
            "Potentie": potential,
            "Ruimte": potential - current,
            "Ons deel": current / potential,
        }

    assert sheet.table("Productgroep").each(expected) == len(facts.targets) + 1


def _largest(sheet: Claimed, facts: Facts) -> None:
    groups, shown = Groups(facts), []
    found = {(room.account, room.group): room for room in rooms(facts)}

    def expected(line: Line) -> dict[str, Any]:
        room = found[facts.named(line["Klant"]), groups.codes[line["Productgroep"]]]
        shown.append(room.room)
        share = room.current / room.potential
        return {"Omzet nu": room.current, "Potentie": room.potential, "Ruimte": room.room, "Ons deel": share}

    count = _with(sheet, "Productgroep").each(expected)
    assert shown == sorted((room.room for room in found.values()), reverse=True)[:count]


def _with(sheet: Claimed, heading: str, nth: int = 1) -> Table:
    """The nth table of accounts that has this heading."""
    tables = [Table(sheet, row) for row in sheet.rows() if sheet.value(row, 1) == "Klant"]
    return [table for table in tables if heading in table.columns][nth - 1]


def _order_values(sheet: Claimed, facts: Facts) -> None:
    found = orders(facts)
    now = Orders(*(sum(column) for column in zip(*found.values(), strict=True)))
    line = next(iter(sheet.table("Eenheid")))
    assert line["Klanten compleet"] == f"{len(found)} van {len(facts.delivered)}"
    for heading, value in {
        "Omzet dit jaar": now.revenue,
        "Orders dit jaar": now.orders,
        "Orderwaarde dit jaar": now.now,
        "Omzet vorig jaar": now.revenue_before,
        "Orders vorig jaar": now.orders_before,
        "Orderwaarde vorig jaar": now.before,
        "Verandering": now.change,
    }.items():
        line.expect(heading, value)
    for nth, up in ((1, -1), (2, 1)):
        _changes(_with(sheet, "Verandering", nth), facts, found, up)


def _changes(table: Table, facts: Facts, found: dict[str, Orders], up: int) -> None:
    shown: list[float] = []

    def expected(line: Line) -> dict[str, Any]:
        of = found[facts.named(line["Klant"])]
        shown.append(of.change)
        return {
            "Orders dit jaar": of.orders,
            "Orderwaarde dit jaar": of.now,
            "Orders vorig jaar": of.orders_before,
            "Orderwaarde vorig jaar": of.before,
            "Verandering": of.change,
        }

    count = table.each(expected)
    assert shown == sorted((o.change for o in found.values() if o.change * up > 0), reverse=up > 0)[:count]


def _retention(sheet: Claimed, facts: Facts) -> None:
    """Customers on 1 January, and those that still were on the same day of the year."""
    rows = {row[0]: (as_day(row[8]), as_day(row[9])) for row in facts.portfolio["Klanten"] if row[0] in facts.accounts}

    def expected(line: Line) -> dict[str, Any]:
        start = date(int(line["Jaar"]), 1, 1)
        until = AS_OF.replace(year=start.year)
        assert as_day(line["Stand op"]) == until
        there = [end for since, end in rows.values() if since and since < start and (end is None or end >= start)]
        lost = sum(end is not None and end < until for end in there)
        return {
            "Jaar": line["Jaar"],
            "Klant op 1 januari": len(there),
            "Nog klant": len(there) - lost,
            "Vertrokken": lost,
            "Klantbehoud": (len(there) - lost) / len(there),
        }

    assert sheet.table("Jaar").each(expected) == 2


def _matrix(sheet: Claimed, facts: Facts) -> None:
    groups, found = Groups(facts), list(rooms(facts))

    def expected(line: Line) -> dict[str, Any]:
        of = found if line["Klant"] == "Totaal" else [r for r in found if r.account == facts.named(line["Klant"])]
        cells: dict[str, Any] = {"Totaal": sum(r.room for r in of)}
        for name, code in groups.codes.items():
            known = [r.room for r in of if r.group == code]
            cells[name] = sum(known) if known else None
        return {heading: value for heading, value in cells.items() if heading in line.columns}

    assert _with(sheet, "Totaal").each(expected) == len(facts.delivered) + 1
