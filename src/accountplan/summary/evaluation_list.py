"""The list of the evaluation: its lines, the worst first, and where its columns and rows stand."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from xlsxwriter.utility import xl_range_abs

from accountplan.consolidate.rows import AccountRow, EvaluationRow, LightWord
from accountplan.summary.choices import taking_part
from accountplan.summary.desk import Desk
from accountplan.summary.why import short_of, worst_first

_RANKS: tuple[LightWord, ...] = ("red", "amber", "green", "none")


@dataclass(frozen=True)
class Line:
    """One account with its points of the quarter asked."""

    account: AccountRow
    points: Mapping[str, EvaluationRow]


@dataclass(frozen=True)
class ListColumn:
    """One column of the list. `part` is `shown` (on paper), `amounts` (right of it) or `technical` (hidden).

    A value may be a `Place`: a link to it. `look` changes how the cell of a line looks.
    """

    key: str
    heading: str
    width: float
    value: Callable[[Line], Any]
    kind: str = "text"
    part: str = "shown"
    look: Callable[[Line], dict[str, object]] = field(default=lambda _: {})


@dataclass(frozen=True)
class EvaluationList:
    """The list: where its columns and rows stand is known before anything is written. `header` is its heading's row."""

    columns: Sequence[ListColumn]
    lines: Sequence[Line]
    header: int

    @property
    def first(self) -> int:
        return self.header + 1

    @property
    def last(self) -> int:
        return self.first + max(len(self.lines), 1) - 1

    @property
    def technical(self) -> int:
        """The first of the hidden columns."""
        return sum(column.part != "technical" for column in self.columns)

    @property
    def shown(self) -> list[ListColumn]:
        return [column for column in self.columns if column.part == "shown"]

    @cached_property
    def _at(self) -> dict[str, int]:
        return {column.key: n for n, column in enumerate(self.columns)}

    def at(self, key: str) -> int:
        return self._at[key]

    def has(self, key: str) -> bool:
        return key in self._at

    def ref(self, key: str) -> str:
        """The cells of a column, for formulas of the same sheet."""
        return str(xl_range_abs(self.first, self.at(key), self.last, self.at(key)))


# -- the lines ---------------------------------------------------------------------------------------------------------
def lines_of(desk: Desk) -> list[Line]:
    """Every account that a plan is asked of or came from, the worst first: by its worst light, then by how many points
    are on it, then by the largest shortfall. Accounts without figures, and then those without a plan, come last."""
    points = {account: {row.kpi: row for row in rows} for account, rows in desk.current.items()}
    lines = [Line(account, points.get(account.account_id, {})) for account in taking_part(desk)]
    return sorted(lines, key=lambda line: _badness(desk, line))


def _badness(desk: Desk, line: Line) -> tuple[float, ...]:
    if line.account.status != "delivered":
        return (len(_RANKS), 0, 0)
    worst = desk.worst_light(line.account.account_id)
    on_it = worst_first(desk, [row for row in line.points.values() if row.light == worst])
    return (_RANKS.index(worst), -len(on_it), -short_of(desk, on_it[0]) if on_it else 0)
