"""A filled plan that another program opened and saved: every answer reads back, or a finding names what is lost."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from accountplan.layout.answers import PlanAnswers
from accountplan.workbook.reading import Reading
from tests.office import gnumeric
from tests.roundtrip.plans import PLAIN_TEXTS, Plan, answer_at, differences, every_answer, paths, plan_of
from tests.tools import javascript

needs_javascript = pytest.mark.skipif(javascript.missing() is not None, reason=str(javascript.missing()))
needs_gnumeric = pytest.mark.skipif(gnumeric.missing() is not None, reason="Gnumeric is not installed")
EVERY_PLAN = pytest.mark.parametrize(
    ("template", "language"), [("accountplan", "nl"), ("accountplan", "en"), ("prospectplan", "nl")]
)


def through_openpyxl(source: Path, target: Path) -> None:
    openpyxl.load_workbook(source).save(target)


def saved(plan: Plan, tmp_path: Path, program: Callable[[Path, Path], object], ending: str) -> Reading:
    source, target = tmp_path / "plan.xlsx", tmp_path / f"saved{ending}"
    source.write_bytes(plan.content())
    program(source, target)
    return plan.read(target.read_bytes(), target.name)


def filled(template: str, language: str) -> Plan:
    return plan_of(template, language, draw=every_answer(PLAIN_TEXTS))


@EVERY_PLAN
@pytest.mark.parametrize(
    "program",
    [
        pytest.param(gnumeric.convert, marks=needs_gnumeric, id="gnumeric"),
        pytest.param(through_openpyxl, id="openpyxl"),
        pytest.param(javascript.exceljs, marks=needs_javascript, id="exceljs"),
        pytest.param(javascript.sheetjs, marks=needs_javascript, id="sheetjs"),
    ],
)
def test_every_answer_reads_back_from_what_another_program_saved(
    tmp_path: Path, program: Callable[[Path, Path], object], template: str, language: str
) -> None:
    plan = filled(template, language)
    reading = saved(plan, tmp_path, program, ".xlsx")
    assert reading.findings == ()
    assert differences(plan.answers, reading.plan_answers()) == []
    assert not reading.filled_in


@EVERY_PLAN
@needs_gnumeric
def test_what_the_old_format_of_gnumeric_loses_is_named_cell_by_cell(
    tmp_path: Path, template: str, language: str
) -> None:
    """Numbers in some formats arrive as times of day: none is taken for something else, each is named."""
    plan = filled(template, language)
    reading = saved(plan, tmp_path, gnumeric.convert, ".xls")
    assert reading.readable
    assert silent_differences(plan.answers, reading) == []
    assert {finding.code for finding in reading.findings} <= {"not-a-number", "not-a-date"}


@EVERY_PLAN
@needs_gnumeric
def test_a_file_that_cannot_be_read_at_all_is_named_as_such(tmp_path: Path, template: str, language: str) -> None:
    plan = filled(template, language)
    reading = saved(plan, tmp_path, gnumeric.convert, ".ods")
    if reading.readable:
        assert silent_differences(plan.answers, reading) == []
    else:
        assert [finding.code for finding in reading.findings] == ["damaged"]


@EVERY_PLAN
@needs_javascript
def test_what_the_binary_format_of_sheetjs_loses_is_named(tmp_path: Path, template: str, language: str) -> None:
    plan = filled(template, language)
    reading = saved(plan, tmp_path, javascript.sheetjs, ".xlsb")
    assert silent_differences(plan.answers, reading) == []


def silent_differences(wanted: PlanAnswers, reading: Reading) -> list[str]:
    """Answers that came back otherwise, though no finding names their field, row, column or table."""
    found = reading.plan_answers()
    named = {finding.field for finding in reading.findings}
    return [
        f"{'/'.join(path)}: {answer_at(wanted, path)!r} became {answer_at(found, path)!r}"
        for path in paths(wanted)
        if answer_at(wanted, path) != answer_at(found, path) and not names_of(path) & named
    ]


def names_of(path: tuple[str, ...]) -> set[str]:
    """What a finding may call the place of an answer: a question, or a cell, column, row or table."""
    if len(path) == 1:
        return set(path)
    table, row, column = path
    return {f"{row}.{column}", f"{table}.{column}", row, table}
