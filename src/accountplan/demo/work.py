"""What a sales person does for an account: activities with their costs, and visits, as they stand on a day."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from typing import Any

from accountplan.demo.figures import QUARTERS
from accountplan.demo.samples import Sample
from accountplan.portfolio.model import calendar_end

NOT_STARTED, IN_PROGRESS, DONE = "not-started", "in-progress", "done"
"""How far an activity is; the template's own codes are found by what they mean."""
PLANNED, MADE, CANCELLED = "planned", "made", "cancelled"


@dataclass(frozen=True)
class Activity:
    """One activity. `done` is the day on which it was really finished, None if it never was."""

    start: date
    deadline: date
    done: date | None
    budget: float
    cost_factor: float

    @staticmethod
    def of(row: dict[str, Any]) -> Activity:
        return Activity(
            row["start"], row["deadline"], row.get("done"), row.get("budget", 0), row.get("cost_factor", 1.0)
        )

    def status(self, day: date) -> str:
        if self.done and self.done <= day:
            return DONE
        return IN_PROGRESS if self.start <= day else NOT_STARTED

    def spent(self, day: date) -> float | None:
        """What was spent by that day: all of it once done, in proportion before; None before the start."""
        status = self.status(day)
        if status == NOT_STARTED or not self.budget:
            return None
        share = 1.0 if status == DONE else min(0.9, self._elapsed(day))
        return round(self.budget * self.cost_factor * share / 5) * 5

    def budget_to(self, day: date) -> float:
        """The part of the budget that the plan wants spent by that day."""
        return self.budget * self._elapsed(day)

    def _elapsed(self, day: date) -> float:
        days = (self.deadline - self.start).days or 1
        return max(0.0, min(1.0, (day - self.start).days / days))


class Work:
    """The activities and visits of one account, by quarter."""

    def __init__(self, sample: Sample, year: int) -> None:
        self.year = year
        self.activities = [Activity.of(row) for row in sample.tables.get("activities", ())]
        self.visits: list[dict[str, Any]] = list(sample.tables.get("visits", ()))

    def end(self, quarter: str) -> date:
        return calendar_end(self.year, quarter)

    def budget(self, quarter: str) -> int:
        """Budget from 1 January up to the end of the quarter, to the ten."""
        return round(sum(a.budget_to(self.end(quarter)) for a in self.activities) / 10) * 10

    def spent(self, quarter: str) -> float:
        """Spent up to the end of the quarter: what stands with the activities, added up."""
        return sum(a.spent(self.end(quarter)) or 0 for a in self.activities)

    def visits_planned(self, quarter: str) -> int:
        return sum(visit["date"] <= self.end(quarter) for visit in self.visits)

    def visits_made(self, quarter: str) -> int:
        return sum(visit["date"] <= self.end(quarter) and not visit.get("cancelled") for visit in self.visits)

    def visits_forecast(self, quarter: str) -> int:
        """Those made, and those still planned."""
        return self.visits_made(quarter) + self.visits_planned(QUARTERS[-1]) - self.visits_planned(quarter)

    def followups_open(self, quarter: str) -> int:
        return sum(
            visit["date"] <= self.end(quarter) and bool(visit.get("followup")) and not visit.get("followup_done")
            for visit in self.visits
            if not visit.get("cancelled")
        )


def visit_kind(visit: dict[str, Any], day: date) -> str:
    """What a visit is on a day."""
    if visit["date"] > day:
        return PLANNED
    return CANCELLED if visit.get("cancelled") else MADE
