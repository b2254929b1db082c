"""A point before the quarter asked: as it was reported in an earlier summary, else as the workbooks say now."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from math import isclose

from accountplan.consolidate.previous import Previous, Reported
from accountplan.consolidate.quarter import Quarter
from accountplan.consolidate.rows import AccountRow, EvaluationRow, LightWord, Number

Key = tuple[str, str]
"""Account and point."""


@dataclass(frozen=True)
class Past:
    """A point in one quarter: as it was `reported`, and the `row` that the workbook has of it now."""

    quarter: Quarter
    row: EvaluationRow | None = None
    reported: Reported | None = None

    @property
    def _told(self) -> EvaluationRow | Reported | None:
        """What was reported counts, unless that was not enough for a light and the workbook has one now."""
        if self.reported and (self.reported.light != "none" or self.row is None or self.row.light == "none"):
            return self.reported
        return self.row

    @property
    def source(self) -> str:
        return "workbook" if self._told is self.row else "data"

    @property
    def plan(self) -> Number | None:
        return self._told.plan if self._told else None

    @property
    def actual(self) -> Number | None:
        return self._told.actual if self._told else None

    @property
    def light(self) -> LightWord:
        return self._told.light if self._told else "none"

    @property
    def currency(self) -> str | None:
        return self._told.currency if self._told else None

    @property
    def correction(self) -> str | None:
        """As it was reported; one that was written down later counts too."""
        reported = self.reported.correction if self.reported else None
        return reported or (self.row.correction if self.row else None)

    @property
    def restated(self) -> bool:
        """Whether the workbook has other figures now than were reported."""
        if self.row is None or self.reported is None:
            return False
        pairs = ((self.reported.plan, self.row.plan), (self.reported.actual, self.row.actual))
        return not all(_same(*pair) for pair in pairs)


@dataclass(frozen=True)
class Agreed:
    """A correction that stands, and the quarter in which it was noted."""

    text: str
    quarter: Quarter


class History:
    """Every point by quarter, up to the one asked. Of the earlier summary those of accounts that a plan is asked of."""

    def __init__(
        self,
        rows: Iterable[EvaluationRow],
        asked: Quarter,
        previous: Previous | None = None,
        accounts: Iterable[AccountRow] = (),
    ) -> None:
        self.asked = asked
        self.points: dict[Key, dict[Quarter, Past]] = {}
        """The points of the workbooks in their order, then those that only the earlier summary has."""
        for row in rows:
            quarter = Quarter(row.year, int(row.quarter[1:]))
            self.points.setdefault((row.account_id, row.kpi), {})[quarter] = Past(quarter, row)
        followed = {account.account_id for account in accounts if account.status != "no-plan"}
        for reported in previous.points if previous else ():
            if reported.quarter < asked and reported.account_id in followed:
                quarters = self.points.setdefault((reported.account_id, reported.kpi), {})
                own = quarters.get(reported.quarter)
                quarters[reported.quarter] = Past(reported.quarter, own.row if own else None, reported)

    def at(self, key: Key, quarter: Quarter) -> Past | None:
        return self.points.get(key, {}).get(quarter)

    def standing(self, key: Key) -> Agreed | None:
        """The correction that stood after the quarter before: noted in it, or earlier and never green since."""
        for past in self._before(key):
            if past.correction:
                return Agreed(past.correction, past.quarter)
            if past.light == "green":
                return None
        return None

    def since(self, key: Key) -> Quarter | None:
        """The first of the quarters up to this one in which the point has been amber or red without a break.

        Where this quarter is still unknown, up to the one before it.
        """
        now, first = self.at(key, self.asked), None
        for past in ([now] if now and now.light != "none" else []) + self._before(key):
            if past.light not in ("amber", "red"):
                break
            first = past.quarter
        return first

    def _before(self, key: Key) -> list[Past]:
        """What is known of the quarters before the one asked, the latest first, as far as there is no gap."""
        quarters: Mapping[Quarter, Past] = self.points.get(key, {})
        found: list[Past] = []
        quarter = self.asked.before
        while quarter in quarters:
            found.append(quarters[quarter])
            quarter = quarter.before
        return found


def _same(one: Number | None, other: Number | None) -> bool:
    """The same figure; that of a CSV file has been a text in between."""
    return one == other if one is None or other is None else isclose(one, other, rel_tol=1e-9, abs_tol=1e-9)
