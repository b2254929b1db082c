"""A filled plan on somebody's desk: where everything stands, and what the person means the answers to be."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date
from functools import cache
from random import Random
from typing import Any, Protocol

from accountplan.fields import Value, field_type
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.context import meaning_of
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    LABEL,
    SIGN,
    FieldPlace,
    Layout,
    SheetPlace,
    TablePlace,
    address,
    letters,
)
from accountplan.workbook.reading import Answer, Identity, Reading
from accountplan.workbook.write import plan_bytes
from tests.office.office import Formula
from tests.roundtrip.plans import PLAIN_TEXTS, Plan, answer_at, every_answer, paths, plan_of, some_answers

AnswerPath = tuple[str, ...]
"""The id of a question; or the ids of a table, a row and a column."""


class Hand(Protocol):
    """What a person can do to an open workbook, in a real program or on paper: see `tests.office.office.Book`."""

    def set(self, ref: str, value: Any) -> object: ...
    def clear(self, ref: str) -> None: ...
    def paste(self, ref: str, lines: list[list[str]], *, only_values: bool = False) -> None: ...
    def insert_rows(self, sheet: str, row: int, count: int = 1) -> None: ...
    def delete_rows(self, sheet: str, row: int, count: int = 1) -> None: ...
    def insert_columns(self, sheet: str, column: str, count: int = 1) -> None: ...
    def delete_columns(self, sheet: str, column: str, count: int = 1) -> None: ...
    def cut(self, source: str, target: str) -> None: ...
    def copy(self, source: str, target: str) -> None: ...
    def sort(self, ref: str, column: int, *, descending: bool = False, header: bool = False) -> None: ...
    def merge(self, ref: str) -> None: ...
    def rename_sheet(self, sheet: str, name: str) -> None: ...
    def copy_sheet(self, sheet: str, name: str, position: int | None = None) -> None: ...
    def move_sheet(self, sheet: str, position: int) -> None: ...
    def delete_sheet(self, sheet: str) -> None: ...
    def add_sheet(self, name: str) -> None: ...
    def take_sheet(self, other: Any, sheet: str) -> None: ...
    def unprotect(self, sheet: str, password: str = "") -> None: ...
    def protect_structure(self, password: str) -> None: ...
    def hide_rows(self, sheet: str, row: int, count: int = 1) -> None: ...
    def hide_columns(self, sheet: str, column: str, count: int = 1) -> None: ...
    def filter(self, ref: str, column: int, text: str) -> None: ...
    def comment(self, ref: str, text: str) -> None: ...
    def forget_rules(self, sheet: str) -> None: ...
    def forget_names(self) -> None: ...


@dataclass(frozen=True)
class Original:
    """The plan before anybody touched it."""

    plan: Plan
    content: bytes
    reading: Reading
    layout: Layout

    @property
    def places(self) -> dict[AnswerPath, Answer]:
        found: dict[AnswerPath, Answer] = {(key,): answer for key, answer in self.reading.answers.items()}
        for table_id, rows in self.reading.tables.items():
            found |= {(table_id, row.id, key): answer for row in rows for key, answer in row.cells.items()}
        return found


@cache
def original(language: str) -> Original:
    """The full account plan with every answer filled in."""
    plan = plan_of("accountplan", language, draw=every_answer(PLAIN_TEXTS))
    content = plan.content()
    return Original(plan, content, plan.read(content), lay_out(plan.template, plan.context))


@cache
def other_plan(language: str, account: str = "A-001", year: int = 2027) -> bytes:
    """Somebody else's: the same account with other answers, another account, or another year."""
    draw = some_answers(Random(f"{account} {year}"), 0.9)
    plan = plan_of("accountplan", language, draw=lambda spec, codes: _plain(draw(spec, codes)))
    fields = dict(plan.answers.fields) | {"meta.account_id": account, "meta.plan_year": year}
    answers = PlanAnswers(fields, plan.answers.tables)
    context = replace(plan.context, year=year)
    identity = Identity(
        account, year, plan.template.id, plan.template.version, language, context.tier, "EUR", answers.fingerprint()
    )
    return plan_bytes(plan.template, context, answers, identity, account_name=f"Bedrijf {account}")


def _plain(value: Value) -> Value:
    """Without what openpyxl writes as another text."""
    return value.replace("_x0041_", "") if isinstance(value, str) else value


@dataclass
class Table:
    """A table on its sheet, with rows counted from 1 and columns by letter."""

    place: TablePlace

    @property
    def sheet(self) -> str:
        return self.place.sheet

    @property
    def header(self) -> int:
        return self.place.header_row + 1

    @property
    def first(self) -> int:
        return self.place.first_row + 1

    @property
    def end(self) -> int:
        """The row of the end marker."""
        return self.place.end_row + 1

    @property
    def ids(self) -> str:
        """The column of the hidden row ids."""
        return letters(self.place.row_id)

    @property
    def left(self) -> str:
        """The first column of inputs."""
        return letters(self.place.row_id + 1)

    @property
    def right(self) -> str:
        """The last column that people may type in."""
        return letters(self.place.last_input)

    def column(self, column_id: str) -> str:
        return next(letters(place.index) for place in self.place.columns if place.column.id == column_id)

    def rows(self, left: str | None = None, right: str | None = None) -> str:
        """All data rows, from the row ids to the last input unless it is said otherwise."""
        return f"{self.sheet}!{left or self.ids}{self.first}:{right or self.right}{self.end - 1}"


@dataclass
class Form:
    """The columns of a sheet by letter, for whoever works on its questions."""

    place: SheetPlace

    @property
    def signs(self) -> str:
        """The first column that people see."""
        return letters(SIGN)

    @property
    def labels(self) -> str:
        return letters(LABEL)

    @property
    def inputs(self) -> str:
        return letters(self.place.input)

    @property
    def helps(self) -> str:
        """Right of the inputs, where their help stands."""
        return letters(self.place.input + 1)

    @property
    def beside(self) -> str:
        """Wide and empty, right of everything."""
        return letters(self.place.last_column + 1)


@dataclass
class Desk:
    """One edit at work. `wanted` begins as the answers of the plan; an edit that changes an answer says so."""

    start: Original
    book: Any
    """A `Hand`."""
    open: Callable[[bytes], Any]
    new: Callable[[], Any]
    wanted: dict[AnswerPath, Value] = field(default_factory=dict)

    def __post_init__(self) -> None:
        answers = self.start.plan.answers
        self.wanted = {path: answer_at(answers, path) for path in paths(answers)}

    @property
    def language(self) -> str:
        return self.start.plan.context.language

    # -- where things stand before the edit ----------------------------------------------------------------------------
    def sheet(self, chapter: str) -> str:
        """The sheet of a chapter."""
        return next(sheet.name for sheet in self.start.layout.sheets if sheet.chapter.id == chapter)

    def form(self, chapter: str) -> Form:
        return Form(next(sheet for sheet in self.start.layout.sheets if sheet.chapter.id == chapter))

    def sheets(self) -> list[str]:
        """Every sheet but the lists."""
        return [sheet.name for sheet in self.start.layout.sheets if sheet.chapter.kind != "lists"]

    def lists(self) -> str:
        return self.start.layout.lists_sheet.name

    def question(self, field_id: str) -> FieldPlace:
        return self.start.layout.fields[field_id]

    def row(self, field_id: str) -> int:
        """The row of a question, counted from 1."""
        return self.question(field_id).row + 1

    def table(self, table_id: str) -> Table:
        return Table(self.start.layout.tables[table_id])

    def at(self, *path: str) -> str:
        """The cell of an answer: `Sheet!E9`."""
        place = self.start.places[path]
        return f"{place.sheet}!{place.cell}"

    def beside(self, field_id: str, columns: int) -> str:
        """The cell so many columns from a question's input."""
        place = self.question(field_id)
        return f"{place.sheet}!{address(place.row, place.input + columns)}"

    def label(self, field_id: str) -> str:
        place = self.question(field_id)
        return f"{place.sheet}!{address(place.row, LABEL)}"

    def value(self, *path: str) -> Value:
        return answer_at(self.start.plan.answers, path)

    def rows_of(self, table_id: str) -> list[str]:
        return list(self.start.plan.answers.tables[table_id])

    def row_paths(self, table_id: str, row_id: str) -> Iterator[AnswerPath]:
        return (path for path in list(self.wanted) if path[:2] == (table_id, row_id))

    # -- what the person means -----------------------------------------------------------------------------------------
    def type(self, path: AnswerPath, value: Value, at: str | None = None) -> None:
        """Type an answer, where it belongs or at another place, and mean it."""
        self.book.set(at or self.at(*path), self.entry(path, value))
        self.mean(path, value)

    def mean(self, path: AnswerPath, value: Value) -> None:
        if value is None:
            self.wanted.pop(path, None)
        else:
            self.wanted[path] = value

    def entry(self, path: AnswerPath, value: Value) -> str | int | float | bool | date | None:
        """What a person types for a value."""
        if value is None:
            return None
        layout, context = self.start.layout, self.start.plan.context
        if len(path) == 1:
            spec: Any = layout.fields[path[0]].spec
        else:
            spec = next(slot.spec for slot in layout.tables[path[0]].slots if (slot.row.id, slot.spec.id) == path[1:])
        return field_type(spec).entry(value, spec, meaning_of(layout.template, context, spec))

    def formula(self, path: AnswerPath, text: str, result: float | str) -> None:
        self.book.set(self.at(*path), Formula(text, result))

    def unprotect(self, *sheets: str) -> None:
        for sheet in sheets or self.sheets():
            self.book.unprotect(sheet)
