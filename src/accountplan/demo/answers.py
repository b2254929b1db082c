"""A plan as its sales person fills it in: the sample's own words, and figures that add up, at a moment of the year."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import date, timedelta
from typing import Any

from accountplan.demo.evaluation import Evaluation
from accountplan.demo.figures import QUARTERS, Figures
from accountplan.demo.rows import as_value, cells_of, meaning, numbered, set_cell, shown
from accountplan.demo.samples import Desk
from accountplan.demo.targets import Targets
from accountplan.demo.words import ascii_letters
from accountplan.demo.work import DONE, IN_PROGRESS, MADE, NOT_STARTED, Activity, Work, visit_kind
from accountplan.fields import Value
from accountplan.layout.answers import Cells, PlanAnswers
from accountplan.layout.context import axis_items
from accountplan.template.model import AxisRows, FreeRows, MirrorRows, Table, Template


@dataclass(frozen=True)
class Moment:
    """When a plan is looked at: the last quarter evaluated (None: none yet), and until when the work is kept up."""

    quarter: str | None
    activities: date
    visits: date

    @staticmethod
    def after(desk: Desk, quarter: str) -> Moment:
        """The workbook as it comes back after a quarter: the review has been held."""
        held = desk.sample.tables["reviews"][quarter]["held-on"]
        return Moment(quarter, Work(desk.sample, desk.context.year).end(quarter), held)

    @staticmethod
    def late(desk: Desk, quarter: str) -> Moment:
        """The workbook of somebody who has not looked at it since the quarter before, or since the plan was made."""
        number = QUARTERS.index(quarter)
        if number:
            return Moment.after(desk, QUARTERS[number - 1])
        day = date(desk.context.year, 2, 10)
        return Moment(None, day, day)


def fill_in(template: Template, desk: Desk, born: PlanAnswers, moment: Moment) -> PlanAnswers:
    """All answers of a well kept plan; `born` is what the workbook was generated with."""
    filler = _Filler(template, desk, moment)
    tables: dict[str, Mapping[str, Cells]] = {}
    for _, table in template.tables():
        if shown(template, desk, table):
            rows = {key: dict(cells) for key, cells in born.tables.get(table.id, {}).items()}
            for key, cells in filler.rows(table).items():
                rows[key] = rows.get(key, {}) | dict(cells)
            tables[table.id] = rows
    return PlanAnswers({**born.fields, **filler.fields()}, tables).without_blanks()


class _Filler:
    def __init__(self, template: Template, desk: Desk, moment: Moment) -> None:
        self.template, self.desk, self.moment = template, desk, moment
        self.sample, self.year = desk.sample, desk.context.year
        self.figures = Figures(self.sample)
        self.work = Work(self.sample, self.year)
        self.evaluation = Evaluation(template, desk, self.figures, self.work, moment.quarter)
        self.targets = Targets(template, desk, self.figures, self.work)

    # -- questions -------------------------------------------------------------------------------------------------
    def fields(self) -> dict[str, Value]:
        known: dict[str, Any] = {**self.sample.fields, **self._by_place()}
        answers: dict[str, Value] = {}
        for chapter, question in self.template.questions():
            value = known.get(question.id, self._by_role(question.role or ""))
            asked = self.desk.context.shown(question.tiers) and self.desk.context.shown(chapter.tiers)
            if value is not None and question.is_input and asked:
                answers[question.id] = as_value(value, question, self.desk)
        return answers

    def _by_place(self) -> dict[str, Any]:
        places = self.desk.places
        website = f"www.{self.sample.domain}" if self.sample.domain else None
        return {places["website"]: website, places["our_share"]: self.figures.our_share}

    def _by_role(self, role: str) -> Value:
        match role:
            case "last-change":
                return self.moment.visits + timedelta(days=1)
            case "status":
                return meaning(self.template, self.template.question_by_role(role), "approved")
            case "max-revenue":
                return self.figures.max_revenue
            case "customer-since":
                return self.sample.customer_since
        return None

    # -- tables ----------------------------------------------------------------------------------------------------
    def rows(self, table: Table) -> Mapping[str, Cells]:
        """The rows of one table, by row id. A table that no sample knows stays empty."""
        named = self._by_row_id().get(table.role or "")
        if named is not None:
            return dict(named(table))
        fill = self._one_by_one().get(table.role or "", self._as_given)
        return numbered(table, fill(table)) if isinstance(table.rows, FreeRows) else {}

    def _by_row_id(self) -> dict[str, Callable[[Table], Iterable[tuple[str, Cells]]]]:
        """Tables whose rows are fixed or mirror others, by role."""
        return {
            "history": self._history,
            "confrontation": self._confrontation,
            "goal-state": lambda table: self.targets.states(table, self.moment.quarter),
            **dict.fromkeys(("moments", "reviews", "evaluation", "range"), self.evaluation.rows),
        }

    def _one_by_one(self) -> dict[str, Callable[[Table], Iterable[Cells]]]:
        """Tables with free rows of which code knows more than the sample says, by role."""
        return {
            "potential": self._potential,
            "contacts": self._contacts,
            "goals": lambda table: map(self.targets.goal(table), self._given(table)),
            "activities": lambda table: (self._activity(table, row) for row in self._given(table)),
            "visits": lambda table: (self._visit(table, row) for row in self._given(table)),
            "log": self._log,
        }

    def _as_given(self, table: Table) -> Iterable[Cells]:
        return (cells_of(table, row, self.desk) for row in self._given(table))

    def _log(self, table: Table) -> Iterable[Cells]:
        return (cells_of(table, row, self.desk) for row in self._given(table) if row["date"] <= self.moment.visits)

    def _given(self, table: Table) -> list[dict[str, Any]]:
        """What the sample says about a table, as far as it fits."""
        rows: list[dict[str, Any]] = self.sample.tables.get(table.id, [])
        return rows[: table.rows.count] if isinstance(table.rows, FreeRows) else rows

    def _history(self, table: Table) -> Iterator[tuple[str, Cells]]:
        assert isinstance(table.rows, AxisRows)
        years = [
            code for code, _ in axis_items(self.template, self.desk.context, self.template.axis(table.rows.axes[0]))
        ]
        for code, revenue, orders in zip(
            years[::-1], self.figures.history[::-1], self.figures.orders[::-1], strict=False
        ):
            cells: dict[str, Value] = {}
            set_cell(cells, table, "revenue", revenue)
            set_cell(cells, table, "orders", orders)
            yield f"{table.id}.{code}", cells

    def _potential(self, table: Table) -> Iterator[Cells]:
        for group, potential in self.figures.potential.items():
            cells: dict[str, Value] = {}
            set_cell(cells, table, "group", group)
            set_cell(cells, table, "current-revenue", self.figures.last_year[group])
            set_cell(cells, table, "potential-revenue", potential)
            set_cell(cells, table, "supplier", self.figures.supplier(group))
            yield cells

    def _contacts(self, table: Table) -> Iterator[Cells]:
        for row in self._given(table):
            yield cells_of(table, {"email": mail_address(row["name"], self.sample.domain), **row}, self.desk)

    def _confrontation(self, table: Table) -> Iterator[tuple[str, Cells]]:
        if not isinstance(table.rows, MirrorRows) or not isinstance(table.across, MirrorRows):
            return
        down = [row for name in table.rows.tables for row in self._ids(name)]
        across = [row for name in table.across.tables for row in self._ids(name)]
        for row, scores in zip(down, self.sample.tables.get(table.id, ()), strict=False):
            for column, score in zip(across, scores, strict=False):
                cells: dict[str, Value] = {}
                set_cell(cells, table, "score", score)
                yield f"{table.id}.{row}.{column}", cells

    def _ids(self, table_id: str) -> list[str]:
        return [f"{table_id}.{number}" for number, _ in enumerate(self.sample.tables.get(table_id, ()), start=1)]

    # -- what is done for the goals --------------------------------------------------------------------------------
    def _activity(self, table: Table, row: dict[str, Any]) -> Cells:
        goals = self.template.table_by_role("goals")
        activity, day = Activity.of(row), self.moment.activities
        now = {
            "goal": f"{goals.id}.{row['goal']}" if goals else None,
            "status": self._status(table, activity.status(day)),
            "spent": activity.spent(day),
            "done-on": activity.done if activity.status(day) == DONE else None,
        }
        return cells_of(table, {**row, **now}, self.desk)

    def _status(self, table: Table, status: str) -> str | None:
        means = {NOT_STARTED: "open", IN_PROGRESS: "open", DONE: "closed"}[status]
        return meaning(self.template, table.by_role("status"), means, last=status == IN_PROGRESS)

    def _visit(self, table: Table, row: dict[str, Any]) -> Cells:
        kind = visit_kind(row, self.moment.visits)
        afterwards = ("report", "followup", "followup_done")
        kept = {key: value for key, value in row.items() if kind == MADE or key not in afterwards}
        return cells_of(table, {**kept, "kind": meaning(self.template, table.by_role("kind"), kind)}, self.desk)


def mail_address(name: str, domain: str) -> str | None:
    """`Ilse van Dam` at `x.example` → `i.vandam@x.example`."""
    first, _, last = name.partition(" ")
    return f"{ascii_letters(first)[:1]}.{ascii_letters(last)}@{domain}" if domain else None
