"""The tables of a round: typed rows, whose fields are the columns of the contract, in their order."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, fields
from typing import Any

from accountplan.consolidate.rows.changes import ChangeRow, CorrectionRow, MoveRow
from accountplan.consolidate.rows.facts import (
    AccountRow,
    AnswerRow,
    DifferenceRow,
    EvaluationRow,
    FileRow,
    FindingRow,
    RangeRow,
    RoundRow,
)
from accountplan.consolidate.rows.kinds import LightWord, Number
from accountplan.consolidate.rows.profile import (
    CompetitorRow,
    ConfrontationRow,
    ContactRow,
    HistoryRow,
    PotentialRow,
    SwotRow,
)
from accountplan.consolidate.rows.selling import OrderValueRow, RetentionRow, SalesplanAccountRow, SalesplanRow
from accountplan.consolidate.rows.sums import CheckRow, LoadRow, RangeTotalRow, RateRow, TotalRow
from accountplan.consolidate.rows.work import ActivityRow, CoverageRow, GoalRow, GoalStateRow, ReviewRow, VisitRow

__all__ = [
    "ROW_KINDS",
    "AccountRow",
    "ActivityRow",
    "AnswerRow",
    "ChangeRow",
    "CheckRow",
    "CompetitorRow",
    "ConfrontationRow",
    "ContactRow",
    "CorrectionRow",
    "CoverageRow",
    "DifferenceRow",
    "EvaluationRow",
    "FileRow",
    "FindingRow",
    "GoalRow",
    "GoalStateRow",
    "HistoryRow",
    "LightWord",
    "LoadRow",
    "MoveRow",
    "Number",
    "OrderValueRow",
    "PotentialRow",
    "RangeRow",
    "RangeTotalRow",
    "RateRow",
    "RetentionRow",
    "ReviewRow",
    "RoundRow",
    "Row",
    "SalesplanAccountRow",
    "SalesplanRow",
    "SwotRow",
    "Tables",
    "TotalRow",
    "VisitRow",
    "columns_of",
    "values_of",
]

Row = (
    RoundRow
    | FileRow
    | AccountRow
    | EvaluationRow
    | RangeRow
    | GoalRow
    | GoalStateRow
    | CoverageRow
    | ActivityRow
    | LoadRow
    | VisitRow
    | ReviewRow
    | ContactRow
    | PotentialRow
    | HistoryRow
    | SalesplanAccountRow
    | OrderValueRow
    | SwotRow
    | ConfrontationRow
    | CompetitorRow
    | AnswerRow
    | FindingRow
    | TotalRow
    | RangeTotalRow
    | SalesplanRow
    | RetentionRow
    | RateRow
    | CheckRow
    | DifferenceRow
    | ChangeRow
    | MoveRow
    | CorrectionRow
)


@dataclass(frozen=True)
class Tables:
    """Every table of the contract, the totals with their check, and what else the plans hold.

    The order of rows is fixed: by path, or by account, quarter and point.
    """

    files: tuple[FileRow, ...] = ()
    accounts: tuple[AccountRow, ...] = ()
    evaluations: tuple[EvaluationRow, ...] = ()
    range: tuple[RangeRow, ...] = ()
    goals: tuple[GoalRow, ...] = ()
    goal_states: tuple[GoalStateRow, ...] = ()
    coverage: tuple[CoverageRow, ...] = ()
    activities: tuple[ActivityRow, ...] = ()
    load: tuple[LoadRow, ...] = ()
    visits: tuple[VisitRow, ...] = ()
    reviews: tuple[ReviewRow, ...] = ()
    contacts: tuple[ContactRow, ...] = ()
    potential: tuple[PotentialRow, ...] = ()
    history: tuple[HistoryRow, ...] = ()
    salesplan_accounts: tuple[SalesplanAccountRow, ...] = ()
    order_values: tuple[OrderValueRow, ...] = ()
    swot: tuple[SwotRow, ...] = ()
    confrontations: tuple[ConfrontationRow, ...] = ()
    competitors: tuple[CompetitorRow, ...] = ()
    answers: tuple[AnswerRow, ...] = ()
    findings: tuple[FindingRow, ...] = ()
    totals: tuple[TotalRow, ...] = ()
    range_totals: tuple[RangeTotalRow, ...] = ()
    salesplan: tuple[SalesplanRow, ...] = ()
    retention: tuple[RetentionRow, ...] = ()
    rates: tuple[RateRow, ...] = ()
    reconciliation: tuple[CheckRow, ...] = ()
    differences: tuple[DifferenceRow, ...] = ()
    round: tuple[RoundRow, ...] = ()
    changes: tuple[ChangeRow, ...] = ()
    moves: tuple[MoveRow, ...] = ()
    corrections: tuple[CorrectionRow, ...] = ()

    def named(self) -> Iterator[tuple[str, tuple[str, ...], tuple[Row, ...]]]:
        """(name, columns, rows) of each table, in the order of the contract."""
        for name, kind in ROW_KINDS.items():
            yield name, columns_of(kind), getattr(self, name)


ROW_KINDS: dict[str, type[Row]] = {
    "files": FileRow,
    "accounts": AccountRow,
    "evaluations": EvaluationRow,
    "range": RangeRow,
    "goals": GoalRow,
    "goal_states": GoalStateRow,
    "coverage": CoverageRow,
    "activities": ActivityRow,
    "load": LoadRow,
    "visits": VisitRow,
    "reviews": ReviewRow,
    "contacts": ContactRow,
    "potential": PotentialRow,
    "history": HistoryRow,
    "salesplan_accounts": SalesplanAccountRow,
    "order_values": OrderValueRow,
    "swot": SwotRow,
    "confrontations": ConfrontationRow,
    "competitors": CompetitorRow,
    "answers": AnswerRow,
    "findings": FindingRow,
    "totals": TotalRow,
    "range_totals": RangeTotalRow,
    "salesplan": SalesplanRow,
    "retention": RetentionRow,
    "rates": RateRow,
    "reconciliation": CheckRow,
    "differences": DifferenceRow,
    "round": RoundRow,
    "changes": ChangeRow,
    "moves": MoveRow,
    "corrections": CorrectionRow,
}


def columns_of(kind: type[Row]) -> tuple[str, ...]:
    return tuple(field.name for field in fields(kind))


def values_of(row: Row) -> tuple[Any, ...]:
    """The row's values in the order of its columns."""
    return tuple(getattr(row, name) for name in columns_of(type(row)))
