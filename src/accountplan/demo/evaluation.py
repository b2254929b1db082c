"""The quarterly evaluation of one account: reviews, the five points, and the product range."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from random import Random
from typing import Any

from accountplan.demo.figures import QUARTERS, Figures
from accountplan.demo.rows import cells_of, meaning, set_cell
from accountplan.demo.samples import Desk
from accountplan.demo.work import Work
from accountplan.fields import Value
from accountplan.formula.lights import traffic_light
from accountplan.layout.answers import Cells
from accountplan.layout.context import limits_of
from accountplan.layout.rows import RowKey, data_rows
from accountplan.template.model import Table, Template

Numbers = tuple[float | None, float | None, float | None]
"""Plan, actual and forecast."""


class Evaluation:
    """`latest` is the last quarter that has been evaluated; the plans of all quarters stand there from January."""

    def __init__(self, template: Template, desk: Desk, figures: Figures, work: Work, latest: str | None) -> None:
        self.template, self.desk, self.figures, self.work, self.latest = template, desk, figures, work, latest
        self.said: Mapping[str, Any] = desk.sample.tables

    def rows(self, table: Table) -> Iterator[tuple[str, Cells]]:
        """The rows of one of the evaluation's tables, with their ids."""
        fill = {
            "moments": self._moment,
            "reviews": self._review,
            "evaluation": self._point,
            "range": self._group,
        }[table.role or ""]
        for key in data_rows(self.template, self.desk.context, table):
            yield key.id, fill(table, key)

    def _code(self, table: Table, key: RowKey, axis_role: str) -> str:
        position = self.template.axis_of(table, axis_role)
        return "" if position is None else key.codes[position]

    def _evaluated(self, quarter: str) -> bool:
        return self.latest is not None and QUARTERS.index(quarter) <= QUARTERS.index(self.latest)

    # -- when ------------------------------------------------------------------------------------------------------
    def _moment(self, table: Table, key: RowKey) -> Cells:
        cells: dict[str, Value] = {}
        number = QUARTERS.index(self._code(table, key, "quarter"))
        moments = self.said.get("moments", ())
        set_cell(cells, table, "moment", moments[number] if number < len(moments) else None)
        return cells

    def _review(self, table: Table, key: RowKey) -> Cells:
        quarter = self._code(table, key, "quarter")
        review = self.said.get("reviews", {}).get(quarter)
        if review is None or not self._evaluated(quarter):
            return {}
        counted = {"followups-open": self.work.followups_open(quarter), "orders": self.figures.orders_to_date(quarter)}
        return cells_of(table, {**review, **counted}, self.desk)

    # -- the five points -------------------------------------------------------------------------------------------
    def _point(self, table: Table, key: RowKey) -> Cells:
        quarter, point = self._code(table, key, "quarter"), self._code(table, key, "kpi")
        plan, actual, forecast = self._numbers(point, quarter)
        cells: dict[str, Value] = {}
        set_cell(cells, table, "plan", plan, key.codes)
        if self._evaluated(quarter):
            set_cell(cells, table, "actual", actual, key.codes)
            set_cell(cells, table, "forecast", forecast, key.codes)
            cells.update(self._judged(table, key, quarter, point, self._light(point, plan, actual)))
        return cells

    def _judged(self, table: Table, key: RowKey, quarter: str, point: str, light: str) -> Cells:
        """The sales person's own light where it differs, and what will be done about it."""
        cells: dict[str, Value] = {}
        own = self.said.get("lights", {}).get(quarter, {}).get(point)
        if own:
            cells.update(cells_of(table, own, self.desk, key.codes))
            light = own["light"]
        if light != "green":
            set_cell(cells, table, "correction", self._correction(quarter, point), key.codes)
        return cells

    def _numbers(self, point: str, quarter: str) -> Numbers:
        """Of every point from 1 January up to the quarter; the forecast is of the whole year."""
        figures, work = self.figures, self.work
        done = self._evaluated(quarter)
        match point:
            case "revenue":
                so_far = figures.to_date(quarter)
                return so_far.planned, so_far.realised if done else None, figures.forecast(quarter) if done else None
            case "range":
                return (*self._range(quarter), None)
            case "visits":
                return work.visits_planned(quarter), work.visits_made(quarter), work.visits_forecast(quarter)
            case "costs":
                left = work.budget(QUARTERS[-1]) - work.budget(quarter)
                return work.budget(quarter), work.spent(quarter), work.spent(quarter) + left
            case "margin":
                return figures.margin_plan, *(self._margin(quarter) if done else (None, None))
        return None, None, None

    def _margin(self, quarter: str) -> tuple[float, float]:
        return self.figures.margin(quarter), self.figures.margin_forecast(quarter)

    def _range(self, quarter: str) -> tuple[int, int | None]:
        """Product groups planned, and those sold as planned or more."""
        planned = [group for group, amount in self.figures.to_date(quarter).plan.items() if amount > 0]
        if not self._evaluated(quarter):
            return len(planned), None
        return len(planned), sum(self.figures.verdict(quarter, group) != "less" for group in planned)

    def _light(self, point: str, plan: float | None, actual: float | None) -> str:
        kpi = self.template.kpi(point)
        if kpi is None or plan is None or actual is None:
            return "green"
        limits = limits_of(self.template, self.desk.context, point)
        return traffic_light(plan, actual, kpi.better, limits.green, limits.amber)

    def _correction(self, quarter: str, point: str) -> str | None:
        own = self.said.get("corrections", {}).get(quarter, {}).get(point)
        if own:
            return str(own)
        phrases = self.desk.phrases[self.desk.words].get(point)
        return Random(f"{self.desk.sample.id}:{quarter}:{point}").choice(phrases) if phrases else None

    # -- product range ---------------------------------------------------------------------------------------------
    def _group(self, table: Table, key: RowKey) -> Cells:
        quarter, group = self._code(table, key, "quarter"), self._code(table, key, "product-group")
        so_far = self.figures.to_date(quarter)
        if group not in so_far.plan:
            return {}
        cells: dict[str, Value] = {}
        set_cell(cells, table, "plan", so_far.plan[group])
        if self._evaluated(quarter):
            set_cell(cells, table, "actual", so_far.actual[group])
            set_cell(cells, table, "verdict", self._verdict(table, quarter, group))
            set_cell(cells, table, "note", self.said.get("range_notes", {}).get(quarter, {}).get(group))
        return cells

    def _verdict(self, table: Table, quarter: str, group: str) -> str | None:
        """The verdict's code; a template with words of its own has it by what they mean."""
        verdict = self.figures.verdict(quarter, group)
        column = table.by_role("verdict")
        entry = self.template.choice_list(column.list_id) if column is not None and column.list_id else None
        if entry is None or verdict in {choice.code for choice in entry.choices}:
            return verdict
        return meaning(self.template, column, "missed" if verdict == "less" else "met")
