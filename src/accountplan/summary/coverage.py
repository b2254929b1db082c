"""Goal areas: in which of the areas that the template wants covered every account has a goal, and in which none."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accountplan.summary.desk import Desk
from accountplan.summary.lists import Column, ListSheet, write_records
from accountplan.summary.strip import Part, write_strip

YES, NO = "✓", "–"
_COUNTS, _LIST = 4, 6
"""Rows: how many accounts have a goal in each area, and the headings of the list."""
_BEFORE = 5
"""Columns before those of the areas."""


@dataclass(frozen=True)
class Covered:
    """One account: which areas it has a goal in."""

    account_id: str
    areas: Mapping[str, bool]

    @property
    def missing(self) -> int:
        return sum(not covered for covered in self.areas.values())


def write_coverage(desk: Desk) -> None:
    """Accounts that lack most areas first. Without areas in the template there is no such sheet."""
    areas = list(dict.fromkeys(row.area for row in desk.result.tables.coverage))
    if not areas:
        return
    spec, rows = _spec(desk, areas), accounts_by_gaps(desk)
    sheet = desk.sheet("coverage", spec.width, desk.say("help-coverage", yes=YES, no=NO))
    write_strip(desk, sheet, _COUNTS, list(_counts(desk, areas, len(rows))), spec.width)
    write_records(desk, sheet, spec, rows)


def accounts_by_gaps(desk: Desk) -> list[Covered]:
    """Every account with a plan, the one with most gaps first."""
    found: dict[str, dict[str, bool]] = {}
    for row in desk.result.tables.coverage:
        found.setdefault(row.account_id, {})[row.area] = row.covered
    return sorted((Covered(*item) for item in found.items()), key=lambda covered: -covered.missing)


def area_name(desk: Desk, area: str) -> str:
    return desk.words.answer("areas-missing", area)


def _counts(desk: Desk, areas: list[str], accounts: int) -> Iterator[Part]:
    """Above each area how many of the accounts have a goal in it."""
    yield Part(0, _BEFORE - 2, desk.say("coverage-counts", count=str(accounts)))
    text = desk.say("of", some="#", all=str(accounts))
    for column, area in enumerate(areas, start=_BEFORE):
        covered = sum(row.covered for row in desk.result.tables.coverage if row.area == area)
        sources = desk.data["coverage"].count(area_code=area, with_goal_code=1)
        yield Part(column, column, text, covered, sources, what=area_name(desk, area), stands="light")


def _spec(desk: Desk, areas: list[str]) -> ListSheet[Covered]:
    columns: list[Column[Covered]] = [
        Column("account", 10, lambda row: row.account_id),
        Column("name", 34, lambda row: desk.name_of(row.account_id), "wrapped"),
        Column("manager", 22, lambda row: desk.manager_of(row.account_id)),
        Column("team", 22, lambda row: desk.team_of(row.account_id)),
        Column("areas-missing", 12, lambda row: row.missing, "number"),
        *(_area(desk, area) for area in areas),
    ]
    colours = {f"area-{area}": {"green": YES, "amber": NO} for area in areas}
    return ListSheet("coverage", columns, frozen=2, printed=len(columns), colours=colours, header=_LIST)


def _area(desk: Desk, area: str) -> Column[Covered]:
    def shown(row: Covered) -> str:
        return YES if row.areas.get(area) else NO

    return Column(f"area-{area}", 18, shown, "light", heading=area_name(desk, area))
