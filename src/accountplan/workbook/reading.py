"""What came back from one workbook: answers, findings, and the place of each."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, datetime
from typing import Any, NamedTuple

from accountplan.fields import Value
from accountplan.findings import Finding
from accountplan.layout.answers import PlanAnswers, PlanValues
from accountplan.layout.context import PlanContext
from accountplan.template.model import Template


class Answer(NamedTuple):
    """One cell of the plan. `value` is None where blank, lost, in dispute or ambiguous; `raw` is what stood there."""

    field: str
    type: str
    value: Value = None
    raw: str = ""
    sheet: str | None = None
    cell: str | None = None
    locked: bool = False

    def as_json(self) -> dict[str, Any]:
        body: dict[str, Any] = {
            "value": json_value(self.value),
            "type": self.type,
            "sheet": self.sheet,
            "cell": self.cell,
        }
        return body | {"raw": self.raw} | ({"locked": True} if self.locked else {})


@dataclass(frozen=True)
class ReadRow:
    """One data row of a table; `cells` by field id (that of the fixed row where it has its own)."""

    id: str
    sheet: str | None
    cells: Mapping[str, Answer]

    @property
    def filled(self) -> bool:
        """At least one unlocked cell holds something."""
        return any(answer.raw for answer in self.cells.values() if not answer.locked)

    @property
    def first_cell(self) -> str | None:
        """The first input of the row: the place by which people find it."""
        return next((answer.cell for answer in self.cells.values() if not answer.locked), None)


@dataclass(frozen=True)
class Identity:
    """Whose plan it is, as the workbook itself says. `born` is the fingerprint of the answers it was made with."""

    account: str
    year: int
    template: str
    version: str
    language: str
    tier: str | None = None
    currency: str = "EUR"
    born: str = ""


@dataclass(frozen=True)
class Completeness:
    """Required answers and how many of them are there, in total and per chapter id."""

    required: int = 0
    answered: int = 0
    by_chapter: Mapping[str, tuple[int, int]] = field(default_factory=dict)


@dataclass(frozen=True)
class Reading:
    """One file. Where `readable` is False the findings say why, and the rest is empty."""

    file: str
    sha256: str = ""
    readable: bool = False
    identity: Identity | None = None
    template: Template | None = None
    context: PlanContext | None = None
    answers: Mapping[str, Answer] = field(default_factory=dict)
    tables: Mapping[str, tuple[ReadRow, ...]] = field(default_factory=dict)
    retired: Mapping[str, Answer] = field(default_factory=dict)
    """What was answered to questions that the template no longer asks: the text that stands there, never a value."""
    completeness: Completeness = Completeness()
    findings: tuple[Finding, ...] = ()
    at_other_moments: tuple[tuple[Finding, ...], ...] = ()
    """All findings at each further day and quarter that the plan was checked at."""
    modified: datetime | None = None
    """When the document says that it was saved last (UTC, without a zone)."""

    def plan_answers(self) -> PlanAnswers:
        """The values alone, as they would be written into a workbook."""
        return PlanAnswers(
            {key: answer.value for key, answer in self.answers.items() if not _computed(answer)},
            {
                table_id: {
                    row.id: {key: answer.value for key, answer in row.cells.items() if not _computed(answer)}
                    for row in rows
                }
                for table_id, rows in self.tables.items()
            },
        ).without_blanks()

    def values(self) -> PlanValues:
        """Answers and computed values. Only for a readable file."""
        assert self.template is not None and self.context is not None
        return PlanValues(self.template, self.context, self.plan_answers())

    def of_role(self, role: str) -> Answer | None:
        """The answer of the question with this role."""
        question = self.template.question_by_role(role) if self.template else None
        return self.answers.get(question.id) if question else None

    def rows_of_role(self, role: str) -> Iterator[ReadRow]:
        """The filled rows of the table with this role."""
        table = self.template.table_by_role(role) if self.template else None
        if table is not None:
            yield from (row for row in self.tables.get(table.id, ()) if row.filled)

    def with_findings(self, more: tuple[Finding, ...]) -> Reading:
        return replace(self, findings=self.findings + more)

    def at_moment(self, number: int) -> Reading:
        """The reading with the findings of the moment of this number, the first being 0."""
        return replace(self, findings=(self.findings, *self.at_other_moments)[number], at_other_moments=())

    @property
    def saved(self) -> datetime | None:
        """When somebody's program saved the document last, by its own word. None if only we did: that is made up."""
        if self.modified is None or self.identity is None:
            return None
        return None if self.modified == datetime(self.identity.year, 1, 1) else self.modified

    @property
    def filled_in(self) -> bool:
        """A person has changed something since the workbook was made: also what could not be understood counts."""
        if self.identity is None or any(finding.code == "own-sheet" for finding in self.findings):
            return True
        cells = [
            *self.answers.values(),
            *(cell for rows in self.tables.values() for row in rows for cell in row.cells.values()),
        ]
        if any(cell.raw and cell.value is None and not cell.locked for cell in cells):
            return True
        return self.plan_answers().fingerprint() != self.identity.born

    def as_json(self, language: str, all_rows: bool = False) -> dict[str, Any]:
        """The object of the contract."""
        head: dict[str, Any] = {"file": self.file, "sha256": self.sha256, "readable": self.readable}
        found = [finding.as_json(language) for finding in self.findings]
        if not self.readable or self.identity is None:
            return head | {"findings": found}
        return head | {
            "template": {"id": self.identity.template, "version": self.identity.version},
            "language": self.identity.language,
            "year": self.identity.year,
            "account": {
                "id": self.identity.account,
                "name": _text(self.of_role("account-name")),
                "manager": _text(self.of_role("account-manager")),
            },
            "completeness": {
                "required": self.completeness.required,
                "answered": self.completeness.answered,
                "by_chapter": {k: list(reversed(v)) for k, v in self.completeness.by_chapter.items()},
            },
            "answers": {key: answer.as_json() for key, answer in self.answers.items()},
            "tables": {
                table_id: [
                    {"row": row.id, "sheet": row.sheet, "cells": {k: a.as_json() for k, a in row.cells.items()}}
                    for row in rows
                    if all_rows or row.filled
                ]
                for table_id, rows in self.tables.items()
            },
            "retired": {key: answer.as_json() for key, answer in self.retired.items()},
            "findings": found,
        }


def _computed(answer: Answer) -> bool:
    return answer.type == "computed"


def _text(answer: Answer | None) -> str | None:
    return None if answer is None else answer.raw or None


def json_value(value: Value) -> Any:
    """A value as JSON has it: dates as ISO text, several choices as a list."""
    if isinstance(value, date):
        return value.isoformat()
    return list(value) if isinstance(value, tuple) else value
