"""The totals of the whole portfolio that the overview shows: one per point, and how they went quarter by quarter."""

from __future__ import annotations

from collections.abc import Iterable

from accountplan.consolidate.quarter import Quarter
from accountplan.consolidate.rows import TotalRow
from accountplan.consolidate.totals import totals
from accountplan.summary.desk import Desk


def headline(desk: Desk, rows: Iterable[TotalRow], kpi: str) -> TotalRow | None:
    """The total of a point over the portfolio: converted where there is such a one, else in the portfolio's own
    currency, else in that of most accounts."""
    of_point = [row for row in rows if row.dimension == "portfolio" and row.kpi == kpi]
    portfolio = desk.result.round.portfolio
    own = portfolio.settings.currency if portfolio else None
    ranked = sorted(of_point, key=lambda row: (not row.converted, row.currency != own, -row.of_accounts))
    return next(iter(ranked), None)


def others(desk: Desk, shown: TotalRow) -> list[TotalRow]:
    """The totals of the same point in other currencies that are not in the one shown."""
    if shown.converted:
        return []
    same = (row for row in desk.result.tables.totals if (row.dimension, row.kpi) == ("portfolio", shown.kpi))
    return [row for row in same if row.currency != shown.currency and not row.converted]


def trend(desk: Desk) -> dict[str, dict[str, TotalRow]]:
    """Per point, per quarter up to the one asked, its headline."""
    asked, found = desk.result.quarter, dict[str, dict[str, TotalRow]]()
    for number in range(1, asked.number + 1):
        quarter = Quarter(asked.year, number)
        rows = totals(desk.result.tables, desk.result.round, quarter, dimensions=("portfolio",))
        for kpi in desk.words.kpis:
            row = headline(desk, rows, kpi)
            if row is not None:
                found.setdefault(kpi, {})[quarter.name] = row
    return found
