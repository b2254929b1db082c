"""Goals against the straight line to their target, and activities against their deadline."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from fractions import Fraction

from tests.roundtrip.recomputed.facts import AS_OF, QUARTER, Facts

ADDS_UP = ("money", "pieces", "visits")
"""Units in which a goal is gathered from nothing in the course of its period; others are a level."""
QUARTER_ENDS = {1: date(2027, 3, 31), 2: AS_OF}


@dataclass(frozen=True)
class Goal:
    """One goal of one account. Exact, so that a limit that is just met is met."""

    account: str
    row: str
    area: str
    unit: str
    product: str
    start: date | None
    end: date | None
    baseline: Fraction | None
    target: Fraction | None
    current: Fraction | None
    stands: int | None
    """The quarter of the latest state."""
    limits: tuple[Fraction, Fraction]

    @property
    def day(self) -> date:
        """The day that it is held against."""
        return min(AS_OF, self.end) if self.end else AS_OF

    @property
    def from_(self) -> Fraction | None:
        """Where the line begins; None where there is no line."""
        if self.target is None or self.unit == "yes-no":
            return None
        rises = self.baseline is None or self.target >= self.baseline
        return Fraction() if self.unit in ADDS_UP and rises and self.target > 0 else self.baseline

    @property
    def gone(self) -> Fraction | None:
        """The part of its period that has gone by."""
        if self.start is None or self.end is None or self.day < self.start:
            return None
        return Fraction((self.day - self.start).days, (self.end - self.start).days)

    @property
    def progress(self) -> Fraction | None:
        if self.current is None:
            return None
        if self.unit == "yes-no":
            return Fraction(int(self.current >= (self.target or 1)))
        if self.from_ is None or self.target is None:
            return None
        if self.from_ == self.target:
            return max(Fraction(), self.current / self.target)
        return max(Fraction(), (self.current - self.from_) / (self.target - self.from_))

    @property
    def due(self) -> Fraction | None:
        """The progress that was to be expected on the day."""
        return Fraction(1) if self.gone is not None and self.from_ == self.target else self.gone

    @property
    def expected(self) -> Fraction | None:
        """The value on the line on that day."""
        if self.from_ is None or self.target is None or self.gone is None:
            return None
        return self.from_ + (self.target - self.from_) * self.gone

    @property
    def light(self) -> str:
        told = self.stands is not None and QUARTER_ENDS[self.stands] >= self.day
        if self.unit == "yes-no":
            over = told and self.end is not None and self.end <= AS_OF
            return "none" if self.progress is None else "green" if self.progress else "red" if over else "none"
        if self.from_ is None or self.progress is None or self.due is None or not told:
            return "none"
        behind = (self.due - self.progress) / self.due if self.due else Fraction()
        green, amber = self.limits
        return "green" if behind <= green else "amber" if behind <= amber else "red"


@dataclass(frozen=True)
class Activity:
    """One activity of one account."""

    account: str
    row: str
    goal: str
    owner: str
    status: str
    start: date | None
    deadline: date | None
    done_on: date | None
    budget: float | None
    spent: float | None
    hours: float | None

    @property
    def open(self) -> bool:
        return self.status not in ("done", "dropped")

    @property
    def overdue(self) -> bool:
        return self.open and self.deadline is not None and self.deadline < AS_OF


def goals(facts: Facts) -> Iterator[Goal]:
    limits = tuple(Fraction(str(limit)) for limit in facts.setting("Doelen")[:2])
    for account in facts.delivered:
        for row in facts.rows(account, "goals"):
            states = {n: facts.number(account, f"goal_state.{row}.q{n}.eval.goal_value") for n in range(1, QUARTER + 1)}
            known = {n: value for n, value in states.items() if value is not None}
            latest = max(known, default=None)
            baseline, target = (facts.number(account, f"{row}.goal.{name}") for name in ("baseline", "target"))
            yield Goal(
                account,
                row,
                facts.text(account, f"{row}.goal.area"),
                facts.text(account, f"{row}.goal.unit"),
                facts.text(account, f"{row}.goal.product"),
                facts.day(account, f"{row}.goal.start"),
                facts.day(account, f"{row}.goal.end"),
                exact(baseline),
                exact(target),
                exact(known[latest]) if latest else None,
                latest,
                (limits[0], limits[1]),
            )


def exact(value: float | None) -> Fraction | None:
    return None if value is None else Fraction(repr(value))


def activities(facts: Facts) -> Iterator[Activity]:
    for account in facts.delivered:
        for row in facts.rows(account, "activities"):
            text = {n: facts.text(account, f"{row}.act.{n}") for n in ("goal_id", "owner", "status")}
            days = (facts.day(account, f"{row}.act.{n}") for n in ("start", "deadline", "done_on"))
            numbers = (facts.number(account, f"{row}.act.{n}") for n in ("budget", "spent", "hours"))
            yield Activity(account, row, text["goal_id"], text["owner"], text["status"], *days, *numbers)
