"""Deliveries: how much is in per account manager, and every account of the portfolio, received or not."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from accountplan.consolidate.rows import AccountRow
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.desk import Desk
from accountplan.summary.ledger import Sum
from accountplan.summary.lists import ListSheet, write_records
from accountplan.summary.page import Cell, Page
from accountplan.summary.places import Place

_COLOUR_OF = {"delivered": "green", "conflict": "amber", "missing": "red"}
_TIMELY_COLOURS = {"in-time": "green", "stale": "amber", "late": "red"}
_STATUSES = ("missing", "conflict", "delivered")
_FEW = 40
"""Accounts that one can look over without headings in sight; with more the table above them is kept short."""
_MANAGERS, _MANAGERS_OF_MANY = 15, 5


def write_deliveries(desk: Desk) -> None:
    """What is missing first, then what is in dispute, then what came late; then in the order of the portfolio."""
    rows = sorted(desk.result.tables.accounts, key=_urgency)
    columns = _columns(desk)
    page = Page(desk, "deliveries", [column.width for column in columns if not column.technical], _help(desk))
    many = len(rows) > _FEW
    if rows:
        _counts(desk, page, rows, columns, _MANAGERS_OF_MANY if many else _MANAGERS)
        page.gap()
    spec = ListSheet(
        "deliveries",
        columns,
        frozen=2,
        printed=12,
        link=lambda row: Place.of(row.file, None, None),
        colours={
            "delivery": {colour: desk.say(f"delivery-{status}") for status, colour in _COLOUR_OF.items()},
            "timely": {colour: desk.say(f"timely-{code}") for code, colour in _TIMELY_COLOURS.items()},
        },
        header=page.row,
        pinned=many or not rows,
    )
    write_records(desk, page.sheet, spec, rows)


def _urgency(row: AccountRow) -> tuple[int, int]:
    at = _STATUSES.index(row.status) if row.status in _STATUSES else len(_STATUSES)
    return at, -(row.days_late or 0)


def _help(desk: Desk) -> str:
    day = next((row.return_by for row in desk.result.tables.accounts if row.return_by), None)
    if day is None:
        return desk.say("help-deliveries")
    return desk.say("help-deliveries-by", day=day, as_of=desk.result.as_of)


# -- the list ----------------------------------------------------------------------------------------------------------
def _columns(desk: Desk) -> list[Column[AccountRow]]:
    came = {delivery.account_id: delivery.files for delivery in desk.result.round.deliveries}
    return [
        Column("account", 10, lambda row: row.account_id),
        Column("name", 32, lambda row: row.account_name, "wrapped"),
        Column("manager", 20, lambda row: row.account_manager, "wrapped"),
        Column("delivery", 15, lambda row: desk.say(f"delivery-{row.status}"), "light"),
        Column("timely", 15, lambda row: _word(desk, timely(desk, row)), "light"),
        Column("days-late", 10, lambda row: row.days_late or None, "number"),
        Column("saved-on", 13, lambda row: row.saved_on, "date"),
        Column("last-change", 13, lambda row: row.last_change, "date"),
        Column("completeness", 11, completeness, "percent"),
        Column("errors", 9, lambda row: row.errors, "number"),
        Column("warnings", 10, lambda row: row.warnings, "number"),
        Column("remark", 46, lambda row: _remark(desk, row, came[row.account_id]), "wrapped"),
        Column("tier", 10, lambda row: row.tier, "light"),
        Column("plan-status", 14, lambda row: desk.words.answer("status", row.plan_status)),
        Column("answered", 11, lambda row: row.answered, "number"),
        Column("required", 11, lambda row: row.required, "number"),
        Column("version", 11, lambda row: row.version, "light"),
        Column("other-files", 10, lambda row: row.files or None, "number"),
        Column("team", 22, lambda row: desk.words.listed("teams", row.team)),
        Column("region", 18, lambda row: desk.words.listed("regions", row.region)),
        Column("file", 50, lambda row: row.file),
        *code_columns(desk),
    ]


def code_columns(desk: Desk) -> list[Column[AccountRow]]:
    """What counts of deliveries are made from, here and on the sheet with the data of the accounts."""
    return [
        Column("asked", 10, lambda row: int(row.expected), "number", technical=True),
        Column("delivery-code", 10, lambda row: row.status, technical=True),
        Column("timely-code", 10, lambda row: timely(desk, row), technical=True),
        Column("manager-index", 10, lambda row: desk.index("manager", row.manager_key), "number", technical=True),
    ]


def timely(desk: Desk, row: AccountRow) -> str:
    """Whether a plan came in time; of one that has not come, whether it is late by now. Empty where none is asked.

    One that nobody has saved since the quarter began is `stale`: it came, but it cannot be about this quarter.
    """
    if not row.expected or row.return_by is None:
        return ""
    if row.days_late is None:
        return "unknown"
    if row.days_late:
        return "late"
    if row.saved_on is None:
        return "due"
    begins = desk.result.quarter.before.end(desk.result.round.portfolio)
    return "in-time" if row.saved_on > begins else "stale"


def _word(desk: Desk, code: str) -> str | None:
    return desk.say(f"timely-{code}") if code else None


def completeness(row: AccountRow) -> float | None:
    """The part of the required answers that is there."""
    return row.answered / row.required if row.required and row.answered is not None else None


def _remark(desk: Desk, row: AccountRow, files: tuple[str, ...]) -> str:
    """What is to be known about a delivery, in words."""
    said: list[str] = []
    if not row.in_portfolio and desk.result.round.portfolio:
        said.append(desk.say("remark-unknown"))
    if row.filled_in is False:
        said.append(desk.say("remark-untouched"))
    elif row.status == "delivered" and all(point.actual is None for point in desk.current.get(row.account_id, ())):
        said.append(desk.say("why-no-figures", quarter=desk.result.quarter.name))
    others = [file for file in files if file != row.file]
    if others:
        said.append(desk.say("remark-files" if row.file is None else "remark-other-files", files=others))
    return " ".join(said)


# -- how much is in ----------------------------------------------------------------------------------------------------
_COUNTS: dict[str, dict[str, Any]] = {
    "asked": {},
    "delivered": {"delivery_code": "delivered"},
    "share": {},
    "in-time": {"delivery_code": "delivered", "timely_code": "in-time"},
    "late": {"delivery_code": "delivered", "timely_code": "late"},
    "stale": {"delivery_code": "delivered", "timely_code": "stale"},
    "timely-unknown": {"delivery_code": "delivered", "timely_code": "unknown"},
    "missing": {"delivery_code": "missing"},
    "conflict": {"delivery_code": "conflict"},
}
"""The columns: of the accounts that a plan is asked of, those that meet these conditions."""


def _counted(desk: Desk, rows: Sequence[AccountRow]) -> list[str]:
    """The columns that say something: whether plans came in time only where there is a day for it, and that it is
    unknown only where it is."""
    known = {timely(desk, row) for row in rows if row.expected}
    left_out = set() if known - {""} else {"in-time", "late", "stale"}
    if not any(timely(desk, row) == "unknown" for row in rows if row.status == "delivered"):
        left_out.add("timely-unknown")
    return [key for key in _COUNTS if key not in left_out]


def _counts(
    desk: Desk, page: Page, rows: Sequence[AccountRow], columns: Sequence[Column[AccountRow]], most: int
) -> None:
    """A line for all accounts, and one per account manager, those with most to come first."""
    managers = _managers(desk, rows)
    shown = managers if len(managers) <= most else managers[: most - 1]
    rest = len(managers) - len(shown)
    data = DataSheet("deliveries", page.name, rows, columns, page.row + 1 + 1 + len(shown) + bool(rest) + 2)
    page.headers([
        Cell(desk.say("col-manager"), span=2),
        *(Cell(desk.say(f"col-count-{key}"), "number") for key in _counted(desk, rows)),
    ])  # fmt: skip
    _line(page, data, desk.say("deliveries-all"), _Group(), bold=True)
    for code in shown:
        name = desk.dimension_name("manager", code) if code else desk.say("deliveries-nobody")
        _line(page, data, name, _Group([desk.index("manager", code)]))
    if rest:
        others = _Group([desk.index("manager", code) for code in shown], without=True)
        _line(page, data, desk.say("deliveries-rest", count=rest), others)
    assert page.row + 2 == data.first, "the list stands where its counts look"


def _managers(desk: Desk, rows: Sequence[AccountRow]) -> list[str]:
    """Their codes, those with most to come first; a blank one for accounts without."""
    to_come: dict[str, int] = {}
    for row in rows:
        if row.expected:
            code = row.manager_key or ""
            to_come[code] = to_come.get(code, 0) + (row.status != "delivered")
    return sorted(to_come, key=lambda code: (-to_come[code], not code, desk.index("manager", code)))


@dataclass(frozen=True)
class _Group:
    """The accounts of some managers, by their numbers, or of all but them; without any, all."""

    managers: Sequence[int] = ()
    without: bool = False

    def count(self, data: DataSheet[Any], where: dict[str, Any]) -> Sum:
        if self.managers and not self.without:
            return _added(data, where, self.managers)
        every = data.count(asked=1, **where)
        return every - _added(data, where, self.managers) if self.managers else every


def _added(data: DataSheet[Any], where: dict[str, Any], managers: Sequence[int]) -> Sum:
    return Sum.of(data.count(asked=1, manager_index=number, **where) for number in managers)


def _line(page: Page, data: DataSheet[AccountRow], name: str, group: _Group, bold: bool = False) -> None:
    """One line of counts: formulas over the list below, checked against the data of the accounts."""
    desk = page.desk
    look: dict[str, object] = {"bold": True} if bold else {}
    keys = _counted(desk, data.rows)
    counts = {key: group.count(data, _COUNTS[key]) for key in keys}
    counts["share"] = counts["delivered"].over(counts["asked"])
    kinds = {key: "share" if key == "share" else "number" for key in counts}
    cells = [Cell(count.value, kinds[key], formula=count.formula, look=look) for key, count in counts.items()]
    row = page.line([Cell(name, span=2, look=look), *cells])
    for column, key in enumerate(keys, start=2):
        if key != "share":
            what = f"{name} · {desk.say(f'col-count-{key}').lower()}"
            page.note(row, column, what, "number", group.count(desk.data["accounts"], _COUNTS[key]))
