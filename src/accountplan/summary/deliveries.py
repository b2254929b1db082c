"""Deliveries: every account of the portfolio, received or not."""

from __future__ import annotations

from accountplan.consolidate.rows import AccountRow
from accountplan.summary.desk import Desk
from accountplan.summary.lists import Column, ListSheet, write_list
from accountplan.summary.places import Place

_COLOUR_OF = {"delivered": "green", "conflict": "amber", "missing": "red"}


def write_deliveries(desk: Desk) -> None:
    """What is missing first, then what is in dispute, then what came; within each in the order of the portfolio."""
    order = {"missing": 0, "conflict": 1, "delivered": 2}
    rows = sorted(desk.result.tables.accounts, key=lambda row: order.get(row.status, 3))
    write_list(desk, _spec(desk), rows)


def _spec(desk: Desk) -> ListSheet[AccountRow]:
    came = {delivery.account_id: delivery.files for delivery in desk.result.round.deliveries}
    columns: list[Column[AccountRow]] = [
        Column("account", 10, lambda row: row.account_id),
        Column("name", 32, lambda row: row.account_name, "wrapped"),
        Column("manager", 20, lambda row: row.account_manager, "wrapped"),
        Column("tier", 10, lambda row: row.tier, "light"),
        Column("delivery", 15, lambda row: desk.say(f"delivery-{row.status}"), "light"),
        Column("completeness", 11, completeness, "percent"),
        Column("errors", 9, lambda row: row.errors, "number"),
        Column("warnings", 9, lambda row: row.warnings, "number"),
        Column("plan-status", 14, lambda row: desk.words.answer("status", row.plan_status)),
        Column("last-change", 13, lambda row: row.last_change, "date"),
        Column("remark", 46, lambda row: _remark(desk, row, came[row.account_id]), "wrapped"),
        Column("answered", 11, lambda row: row.answered, "number"),
        Column("required", 11, lambda row: row.required, "number"),
        Column("team", 22, lambda row: desk.words.listed("teams", row.team)),
        Column("region", 18, lambda row: desk.words.listed("regions", row.region)),
        Column("file", 50, lambda row: row.file),
    ]
    words = {colour: desk.say(f"delivery-{status}") for status, colour in _COLOUR_OF.items()}
    return ListSheet(
        "deliveries",
        columns,
        frozen=2,
        printed=11,
        link=lambda row: Place.of(row.file, None, None),
        colours={"delivery": words},
    )


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
    others = [file for file in files if file != row.file]
    if others:
        said.append(desk.say("remark-files" if row.file is None else "remark-other-files", files=others))
    return " ".join(said)
