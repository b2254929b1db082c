"""Which records of an account stand on its page, and in which order: what the keys of the data sheets count."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

from accountplan.consolidate.rows import AccountRow, EvaluationRow, GoalRow, PotentialRow, VisitRow
from accountplan.summary.desk import Desk
from accountplan.summary.why import why
from accountplan.workbook.excel import shortened

_LONGEST_LABEL = 200
"""Excel takes 255 units for an item of a drop-down."""
_BY_LIGHT = {"red": 0, "amber": 1, "none": 2, "green": 3}


def account_labels(rows: Sequence[AccountRow]) -> dict[str, str]:
    """What an account is called in a list to choose from: `A-001 · Bakery`, on one line, no two the same."""
    labels: dict[str, str] = {}
    given: set[str] = set()
    for row in rows:
        whole = " · ".join(filter(None, (" ".join(text.split()) for text in (row.account_id, row.account_name or ""))))
        label, n = shortened(whole, _LONGEST_LABEL), 2
        while label in given:
            label, n = f"{shortened(whole, _LONGEST_LABEL - 8)} ({n})", n + 1
        given.add(label)
        labels[row.account_id] = label
    return labels


def page_note(desk: Desk, row: AccountRow) -> str:
    """What an account's page begins with: why it needs attention, or that nothing does, or that there is no plan."""
    if row.status == "no-plan":
        return desk.say("page-no-plan")
    return why(desk, row.account_id, agreed=False) or desk.say("page-fine")


def open_goals(rows: Iterable[GoalRow], as_of: date) -> list[GoalRow]:
    """Goals that are still to be reached, worst light first; one whose time is up stays until it is reached."""
    still = [row for row in rows if row.light != "green" or row.end is None or row.end >= as_of]
    return sorted(still, key=lambda row: (_BY_LIGHT[row.light], row.end or date.max))


def with_room(rows: Iterable[PotentialRow]) -> list[PotentialRow]:
    """Where a customer could buy more from us."""
    return [row for row in rows if (row.room or 0) > 0]


def agreed_on(desk: Desk, row: EvaluationRow) -> str:
    """What was agreed on a point, and why the sales person sees another light."""
    said = [row.correction] if row.correction else []
    if row.light_override and row.light_override != row.light:
        seen = desk.say("page-override", light=desk.light(row.light_override))
        said.append(f"{seen}: {row.light_reason}" if row.light_reason else f"{seen}.")
    return " ".join(said)


def made_visits(rows: Iterable[VisitRow]) -> list[VisitRow]:
    """Visits that took place, the latest first."""
    return sorted((row for row in rows if row.meaning == "made"), key=lambda row: row.day or date.min, reverse=True)


def planned_visits(rows: Iterable[VisitRow], as_of: date) -> list[VisitRow]:
    """Visits still to come, the next first; behind them those whose day has passed."""
    planned = [row for row in rows if row.meaning == "planned"]
    return sorted(planned, key=lambda row: ((row.day or date.max) < as_of, row.day or date.max))


def open_followups(rows: Iterable[VisitRow]) -> list[VisitRow]:
    """What was promised on a visit and is not done, the oldest first."""
    return sorted((row for row in rows if row.followup_open), key=lambda row: row.day or date.max)


def promised(row: VisitRow, activities: Mapping[tuple[str, str | None], str | None]) -> str | None:
    """What was promised on a visit. Where that is the number of an activity: also which one that is."""
    what = activities.get((row.account_id, row.followup)) if row.followup else None
    return f"{row.followup} {what}" if what else row.followup
