"""Goals and how far they are. A goal about money, margin or visits takes its numbers from the account's figures."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from datetime import date
from typing import Any

from accountplan.demo.figures import QUARTERS, Figures
from accountplan.demo.rows import cells_of, meaning, set_cell
from accountplan.demo.samples import Desk
from accountplan.demo.words import spoken
from accountplan.demo.work import Work
from accountplan.fields import Value
from accountplan.layout.answers import Cells
from accountplan.template.model import Table, Template

_GROUP = "group."


class Targets:
    """The goals of one account. A sample's goal says `figure`: revenue, margin, visits or `group.<product group>`."""

    def __init__(self, template: Template, desk: Desk, figures: Figures, work: Work) -> None:
        self.template, self.desk, self.figures, self.work = template, desk, figures, work

    def goal(self, table: Table) -> Callable[[dict[str, Any]], Cells]:
        """A goal as it stands in the plan, from a sample's row."""

        def cells(row: dict[str, Any]) -> Cells:
            year = self.desk.context.year
            whole = {"start": date(year, 1, 1), "end": date(year, 12, 31)}
            level = meaning(self.template, table.by_role("level"), "total")
            return cells_of(table, {"level": level, **whole, **row, **self._from_figures(table, row)}, self.desk)

        return cells

    def _from_figures(self, table: Table, row: dict[str, Any]) -> dict[str, Any]:
        figure = row.get("figure")
        if figure is None:
            return {}
        baseline, target = self._numbers(figure)
        language = self.desk.words
        text = row["specific"].format(baseline=spoken(baseline, language), target=spoken(target, language))
        kind = meaning(self.template, table.by_role("kind"), "quantitative")
        group = figure.removeprefix(_GROUP) if figure.startswith(_GROUP) else None
        level = {"level": self.desk.places["group_level"], "product-group": group} if group else {}
        unit = self.desk.places["goal_units"]["group" if group else figure]
        return {"specific": text, "kind": kind, "unit": unit, "baseline": baseline, "target": target, **level}

    def _numbers(self, figure: str) -> tuple[float, float]:
        """Where it stood last year, and where it must stand at the end of this one."""
        if figure == "revenue":
            return sum(self.figures.last_year.values()), sum(self.figures.year_plan.values())
        if figure == "margin":
            return _percent(self.figures.margin_last_year), _percent(self.figures.margin_plan)
        if figure == "visits":
            planned = self.work.visits_planned(QUARTERS[-1])
            return max(1, planned - 2), planned
        group = figure.removeprefix(_GROUP)
        return self.figures.last_year[group], self.figures.year_plan[group]

    def states(self, table: Table, quarter: str | None) -> Iterator[tuple[str, Cells]]:
        """Where each goal stood at the end of every quarter evaluated."""
        goals = self.template.table_by_role("goals")
        if goals is None or quarter is None:
            return
        for number, row in enumerate(self.desk.sample.tables.get(goals.id, ()), start=1):
            for code in QUARTERS[: QUARTERS.index(quarter) + 1]:
                cells: dict[str, Value] = {}
                set_cell(cells, table, "value", self._state(row, code))
                yield f"{table.id}.{goals.id}.{number}.{code}", cells

    def _state(self, row: dict[str, Any], quarter: str) -> float:
        figure = row.get("figure")
        if figure is None:
            given: float = row["states"][QUARTERS.index(quarter)]
            return given
        if figure == "revenue":
            return self.figures.to_date(quarter).realised
        if figure == "margin":
            return _percent(self.figures.margin(quarter))
        if figure == "visits":
            return self.work.visits_made(quarter)
        return self.figures.to_date(quarter).actual[figure.removeprefix(_GROUP)]


def _percent(fraction: float) -> float:
    return round(fraction * 100, 1)
