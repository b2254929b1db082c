"""A finding in the words of whoever mends it: which question, what stands there, what was expected, what to do."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cached_property

from accountplan.feedback.expected import expected
from accountplan.findings import Finding, Severity, brief, shorter, worst_first
from accountplan.layout.context import meaning_of
from accountplan.layout.places import label_text
from accountplan.layout.rows import RowKey, spec_in
from accountplan.messages import catalogue, say
from accountplan.template.model import FieldSpec, Table
from accountplan.workbook.reading import Answer, Reading, ReadRow

_LONGEST_RAW, _MOST_LINES = 240, 8


@dataclass(frozen=True)
class Remark:
    """One line of a corrections workbook. Texts are blank where there is nothing to say."""

    severity: Severity
    code: str
    sheet: str
    cell: str
    label: str
    """The question, or the column of a table."""
    part: str
    """The table and the row, where it stands in one."""
    raw: str | None
    """What stands there; blank for an empty cell, None where it is not about one cell."""
    expected: str
    wrong: str
    mend: str


def remarks_on(reading: Reading, language: str) -> tuple[Remark, ...]:
    """Every finding of a reading, worst first."""
    index = _Index(reading)
    return tuple(_remark(finding, index, language) for finding in worst_first(reading.findings))


def _shown(raw: str) -> str:
    """What stands in a cell, or its beginning."""
    lines = raw.strip().split("\n")
    return shorter("\n".join([*lines[:_MOST_LINES], "…"] if len(lines) > _MOST_LINES else lines), _LONGEST_RAW)


def _remark(finding: Finding, index: _Index, language: str) -> Remark:
    wrong, mend = brief(finding).told(language)
    mend = catalogue(language, "feedback").get(f"mend-{finding.code}", mend)
    spot = index.find(finding)
    raw = (spot.raw if spot else None) or finding.params.get("raw") or (spot.raw if spot else None)
    return Remark(
        finding.severity, finding.code, finding.sheet or "", finding.cell or "",
        spot.label if spot else shorter(str(finding.params.get("label") or "")), spot.part if spot else "",
        None if raw is None else _shown(str(raw)), _expected(finding, spot, language),
        wrong, mend or say(language, "feedback", "nothing-to-do"),
    )  # fmt: skip


def _expected(finding: Finding, spot: _Spot | None, language: str) -> str:
    if "expected" in finding.params:
        return str(finding.params["expected"])
    if finding.code == "account-duplicate":
        return say(language, "feedback", "expected-one-plan")
    if finding.file and not (finding.sheet or finding.field) and finding.severity == "error":
        return say(language, "feedback", "expected-plan")
    return spot.expected if spot else ""


# -- the place of a finding in the plan --------------------------------------------------------------------------------
@dataclass(frozen=True)
class _Spot:
    label: str
    part: str = ""
    raw: str | None = None
    expected: str = ""


@dataclass(frozen=True)
class _Asked:
    """A question, or a column or cell of a table; `answer` where it is one cell."""

    spec: FieldSpec
    part: str = ""
    answer: Answer | None = None


class _Index:
    """What a plan asks at each place that a finding can name: by field, by row and field, by row, by table."""

    def __init__(self, reading: Reading) -> None:
        self._reading = reading

    def find(self, finding: Finding) -> _Spot | None:
        if finding.field is None or self._reading.context is None:
            return None
        asked = self._known.get(finding.field)
        return self._spot(asked) if isinstance(asked, _Asked) else _Spot(asked) if asked else None

    @cached_property
    def _known(self) -> dict[str, _Asked | str]:
        return dict(self._places())

    def _places(self) -> Iterator[tuple[str, _Asked | str]]:
        reading = self._reading
        assert reading.template is not None and reading.context is not None
        for _, question in reading.template.questions():
            yield question.id, _Asked(question, answer=reading.answers.get(question.id))
        values = reading.values()
        for _, table in reading.template.tables():
            title = table.label[reading.context.language]
            yield table.id, title
            for column in table.columns:
                yield f"{table.id}.{column.id}", _Asked(column, title)
            for row in reading.tables.get(table.id, ()):
                key = values.row_key(table, row.id)
                part = f"{title} – {_row_name(row, key)}"
                yield row.id, part
                yield from _cells(table, row, key, part)

    def _spot(self, asked: _Asked) -> _Spot:
        template, context, spec = self._reading.template, self._reading.context, asked.spec
        assert template is not None and context is not None
        meaning = meaning_of(template, context, spec)
        units = (context.currency if spec.type == "money" else "", spec.unit[meaning.language] if spec.unit else "")
        said = expected(spec, meaning, " ".join(filter(None, units)))
        return _Spot(label_text(spec, context), asked.part, asked.answer.raw if asked.answer else None, said)


def _cells(table: Table, row: ReadRow, key: RowKey | None, part: str) -> Iterator[tuple[str, _Asked]]:
    for column in table.columns:
        spec = spec_in(table, column.id, key.codes) if key else column
        if spec is not None and spec.id in row.cells:
            yield f"{row.id}.{spec.id}", _Asked(spec, part, row.cells[spec.id])


def _row_name(row: ReadRow, key: RowKey | None) -> str:
    """How people call a row: by its number or its names; one that was typed below the end by its sheet row."""
    names = [label for label in key.labels if label] if key else []
    return " ".join(names) or row.id.rpartition(".")[2]
