"""Goals: what every account wants to reach, where it stands against the straight line to it, and what is off."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date

from accountplan.consolidate.progress import YES_NO, limits
from accountplan.consolidate.rows import GoalRow
from accountplan.summary.desk import Desk
from accountplan.summary.figures import said_percent
from accountplan.summary.lists import Column, ListSheet, write_records
from accountplan.summary.places import Place, compact
from accountplan.summary.strip import Part, write_strip
from accountplan.summary.tiles import SIGNS

_LIGHTS, _SCORES, _LIST = 4, 5, 7
"""Rows: how the goals stand, how SMART they are, and the headings of the list."""
_ORDER = ("red", "amber", "none", "green")
_BEST = 5
"""The highest SMART score: a point per letter."""


def write_goals(desk: Desk) -> None:
    """How many goals are on track and how SMART they are, then all of them, what is off first."""
    rows, spec = by_light(desk.result.tables.goals), _spec(desk)
    sheet = desk.sheet("goals", spec.width, " ".join((desk.say("help-goals"), *_rules(desk))))
    if rows:
        write_strip(desk, sheet, _LIGHTS, list(_standing(desk)), spec.width)
        write_strip(desk, sheet, _SCORES, list(_smart(desk)), spec.width)
    write_records(desk, sheet, spec, rows)


def by_light(rows: tuple[GoalRow, ...]) -> list[GoalRow]:
    """Red first, what nothing is known of before what is on track; within a light what is furthest behind."""

    def behind(row: GoalRow) -> float:
        return (row.expected_progress or 0) - (row.progress or 0)

    return sorted(rows, key=lambda row: (_ORDER.index(row.light), -behind(row)))


def _rules(desk: Desk) -> Iterator[str]:
    """By which limits a goal has its light, in words; of each template once."""
    portfolio = desk.result.round.portfolio
    templates = [template for template in desk.result.round.templates if template.table_by_role("goals")]
    said = dict.fromkeys(limits(template, portfolio) for template in templates)
    for within in said:
        green, amber = (said_percent(desk.language, limit) for limit in (within.green, within.amber))
        yield desk.say("goals-rule", green=green, amber=amber)


# -- above the list ----------------------------------------------------------------------------------------------------
def _standing(desk: Desk) -> Iterator[Part]:
    goals, data = desk.result.tables.goals, desk.data["goals"]
    columns = {"green": (0, 1), "amber": (2, 2), "red": (3, 4), "none": (5, 5)}
    for light, (first, last) in columns.items():
        count = sum(row.light == light for row in goals)
        text = f"{SIGNS[light]} {desk.say(f'goals-count-{light}')}"
        yield Part(first, last, text, count, data.count(light_code=light), light)
    idle = sum(not row.activities for row in goals)
    yield Part(6, 8, desk.say("goals-idle"), idle, data.count(activities=0), "amber" if idle else "")


def _smart(desk: Desk) -> Iterator[Part]:
    """How many goals have which SMART score, the best first."""
    scores = [row.smart_score for row in desk.result.tables.goals]
    if not any(score is not None for score in scores):
        return
    yield Part(0, 1, desk.say("goals-smart"))
    places = ((2, 2), (3, 4), (5, 5), (6, 6), (7, 8), (9, 10))
    for score, (first, last) in zip(range(_BEST, -1, -1), places, strict=True):
        sources = desk.data["goals"].count(smart=score)
        yield Part(first, last, desk.say("goals-smart-score", score=str(score)), scores.count(score), sources)


# -- the list ----------------------------------------------------------------------------------------------------------
def _spec(desk: Desk) -> ListSheet[GoalRow]:
    def choice(role: str, code: str | None) -> str:
        return desk.words.choice("goals", role, code)

    idle = desk.say("no-activity")
    columns: list[Column[GoalRow]] = [
        Column("light", 11, lambda row: desk.light(row.light), "light"),
        Column("account", 10, lambda row: row.account_id),
        Column("name", 23, lambda row: desk.name_of(row.account_id), "wrapped"),
        Column("number", 8, lambda row: row.goal_no),
        Column("goal", 40, lambda row: row.goal, "wrapped"),
        Column("area", 16, lambda row: choice("area", row.area), "wrapped"),
        Column("product-group", 17, lambda row: desk.words.listed("product_groups", row.product_group), "wrapped"),
        Column("unit", 9, lambda row: goal_unit(desk, row)),
        Column("baseline", 11, lambda row: row.baseline, goal_kind),
        Column("target", 14, lambda row: row.target, goal_kind),
        Column("expected", 12, lambda row: row.expected, goal_kind),
        Column("current", 12, lambda row: row.current, goal_kind),
        Column("progress", 10, lambda row: row.progress, "share"),
        Column("expected-progress", 11, lambda row: row.expected_progress, "share"),
        Column("end", 12, lambda row: row.end, "date"),
        Column("smart", 8, lambda row: row.smart_score, "number"),
        Column("activities", 12, lambda row: row.activities or idle, "light"),
        Column("remark", 26, lambda row: remark(desk, row), "wrapped"),
        Column("manager", 20, lambda row: desk.manager_of(row.account_id)),
        Column("current-quarter", 10, lambda row: row.current_quarter, "light"),
        Column("start", 12, lambda row: row.start, "date"),
        Column("kind", 14, lambda row: choice("kind", row.kind)),
        Column("level", 14, lambda row: choice("level", row.level)),
        Column("file", 44, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell", 9, lambda row: row.cell),
        Column("cell-current", 10, lambda row: compact(row.cell_current)),
    ]
    return ListSheet(
        "goals",
        columns,
        frozen=4,
        printed=17,
        link=lambda row: Place.of(row.file, row.sheet, row.cell),
        colours={"light": desk.light_words(), "activities": {"amber": idle}},
        header=_LIST,
    )


def goal_unit(desk: Desk, row: GoalRow) -> str:
    """What a goal is measured in, as people chose it; of an amount the currency of the plan."""
    return row.currency if row.measure == "money" else desk.words.choice("goals", "unit", row.unit)


def goal_kind(row: GoalRow) -> str:
    """Values stand as they were typed: 4 for 4 %."""
    return "money" if row.measure == "money" else "number"


def remark(desk: Desk, row: GoalRow) -> str:
    """Why a goal has no light, or that it has ended."""
    end = desk.result.quarter.end(desk.result.round.portfolio)
    if row.light != "none":
        return desk.say("goal-ended") if row.end and row.end <= end else ""
    return desk.say(f"goal-{_unknown(row, end, desk.result.quarter.name)}", quarter=row.current_quarter)


def _unknown(row: GoalRow, end: date, quarter: str) -> str:
    """The first reason for which nothing can be said."""
    if row.start and row.start > end:
        return "not-begun"
    if row.current is None:
        return "untold"
    if row.current_quarter != quarter and not (row.end and row.end <= end):
        return "told-earlier"
    if row.measure == YES_NO:
        return "told-earlier" if row.end and row.end <= end else "not-yet"
    if row.progress is None:
        return "no-numbers"
    return "no-period" if row.expected is None else "told-earlier"
