"""Law 2: what is written is what is read, for every template and every answer that the template allows."""

from __future__ import annotations

import io
from typing import Any

import openpyxl
from hypothesis import given, note

from accountplan.fields import Value, field_type
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.context import meaning_of
from accountplan.template.model import FieldSpec
from accountplan.workbook.read import read_content
from accountplan.workbook.reading import Identity, Reading
from accountplan.workbook.write import plan_bytes
from tests.property.strategies import Example, examples


def written(example: Example, answers: PlanAnswers) -> bytes:
    context = example.context
    identity = Identity(
        "A-1", context.year, "made", "1.0", context.language, context.tier, "EUR", answers.fingerprint()
    )
    return plan_bytes(example.template, context, answers, identity)


def read_back(example: Example, content: bytes) -> Reading:
    return read_content(content, "plan.xlsx", lambda name: example.template)


@given(examples())
def test_what_is_written_is_what_is_read(example: Example) -> None:
    reading = read_back(example, written(example, example.answers))
    note(repr(reading.findings))
    assert reading.plan_answers() == example.answers
    assert not reading.findings
    assert not reading.filled_in


@given(examples())
def test_what_a_person_types_in_the_places_that_read_names_is_what_is_read(example: Example) -> None:
    """A blank workbook, filled in cell by cell where `read` says that the answers belong."""
    blank = written(example, PlanAnswers())
    typed = typed_in(blank, read_back(example, blank), example)
    reading = read_back(example, typed)
    note(repr(reading.findings))
    assert reading.plan_answers() == example.answers
    assert reading.filled_in == bool(example.answers.fields or example.answers.tables)


def typed_in(content: bytes, reading: Reading, example: Example) -> bytes:
    book = openpyxl.load_workbook(io.BytesIO(content))
    for field_id, value in example.answers.fields.items():
        place = reading.answers[field_id]
        question = example.template.question(field_id)
        assert question is not None
        type_in(book[place.sheet], place.cell, value, question, example)
    for table_id, rows in example.answers.tables.items():
        places = {row.id: row for row in reading.tables[table_id]}
        table = example.template.table(table_id)
        assert table is not None
        own = {
            spec.id: spec for codes in [*table.cells, ""] for c in table.columns if (spec := table.spec(c, (codes,)))
        }
        for row_id, cells in rows.items():
            for spec_id, value in cells.items():
                answer = places[row_id].cells[spec_id]
                type_in(book[answer.sheet], answer.cell, value, own[spec_id], example)
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def type_in(sheet: Any, cell: str | None, value: Value, spec: FieldSpec, example: Example) -> None:
    assert cell is not None
    entry = field_type(spec).entry(value, spec, meaning_of(example.template, example.context, spec))
    sheet[cell].value = entry
    if isinstance(entry, str):
        sheet[cell].data_type = "s"  # a person's text stays text in a text cell, whatever it begins with
