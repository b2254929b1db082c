"""A filled plan that another program opened and saved: every answer reads back, or a finding names what is lost.

Every program with every format that it writes; each is held to what it is known to keep.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

import openpyxl
import pytest

from accountplan.layout.answers import PlanAnswers
from accountplan.workbook.reading import Reading
from tests.office import gnumeric
from tests.office.office import Office
from tests.roundtrip.plans import PLAIN_TEXTS, TEXTS, Plan, answer_at, differences, every_answer, paths, plan_of
from tests.tools import javascript

PLANS = (("accountplan", "nl"), ("accountplan", "en"), ("prospectplan", "nl"))
Convert = Callable[[Path, Path, Office], object]


def through_openpyxl(source: Path, target: Path) -> None:
    openpyxl.load_workbook(source).save(target)


@dataclass(frozen=True)
class Program:
    """A program that opens and saves: what it writes, how fast, and what stops it here."""

    name: str
    endings: tuple[str, ...]
    convert: Convert
    marks: tuple[pytest.MarkDecorator, ...] = ()


PROGRAMS = (
    Program(
        "libreoffice", (".xlsx", ".ods", ".xls"), lambda source, target, office: office.convert(source, target),
        (pytest.mark.office,),
    ),
    Program(
        "gnumeric", (".xlsx", ".ods", ".xls"), lambda source, target, _: gnumeric.convert(source, target),
        (pytest.mark.skipif(gnumeric.missing() is not None, reason=str(gnumeric.missing())),),
    ),
    Program(
        "sheetjs", (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods"),
        lambda source, target, _: javascript.sheetjs(source, target),
        (pytest.mark.skipif(javascript.missing() is not None, reason=str(javascript.missing())),),
    ),
    Program(
        "exceljs", (".xlsx",), lambda source, target, _: javascript.exceljs(source, target),
        (pytest.mark.skipif(javascript.missing() is not None, reason=str(javascript.missing())),),
    ),
    Program("openpyxl", (".xlsx", ".xlsm"), lambda source, target, _: through_openpyxl(source, target)),
)  # fmt: skip
_IN_EVERY_RUN = {("libreoffice", ".ods"), ("libreoffice", ".xls"), ("gnumeric", ".ods"), ("sheetjs", ".xls")}
"""What is tried in the second language too, whoever tests; the others follow in the full count."""

CUTS_TEXTS_AT_255 = {("sheetjs", ".xls")}
"""Texts are cut off there without a word: each that may have been has its finding."""


def cases() -> Iterator[object]:
    for template, language in PLANS:
        for program in PROGRAMS:
            for ending in program.endings:
                often = template == "accountplan" and (language == "nl" or (program.name, ending) in _IN_EVERY_RUN)
                marks = program.marks if often else (*program.marks, pytest.mark.slow)
                name = f"{program.name}{ending}-{template}-{language}"
                yield pytest.param(program, ending, template, language, marks=marks, id=name)


@cache
def filled(template: str, language: str) -> tuple[Plan, bytes]:
    plan = plan_of(template, language, draw=every_answer(PLAIN_TEXTS))
    return plan, plan.content()


@pytest.fixture
def office_if_needed(request: pytest.FixtureRequest) -> object:
    """The office where the program is LibreOffice; nobody else waits for it."""
    needed = request.node.get_closest_marker("office") is not None
    return request.getfixturevalue("office") if needed else None


@pytest.mark.parametrize(("program", "ending", "template", "language"), list(cases()))
def test_every_answer_reads_back_from_what_a_program_saved(
    tmp_path: Path, office_if_needed: Office, program: Program, ending: str, template: str, language: str
) -> None:
    plan, content = filled(template, language)
    source, target = tmp_path / "plan.xlsx", tmp_path / f"saved{ending}"
    source.write_bytes(content)
    program.convert(source, target, office_if_needed)
    reading = plan.read(target.read_bytes(), target.name)
    if (program.name, ending) in CUTS_TEXTS_AT_255:
        assert silent_differences(plan.answers, reading) == []
        assert all(finding.params.get("sentence") == "text-cut-off" for finding in reading.findings)
    else:
        assert reading.findings == ()
        assert differences(plan.answers, reading.plan_answers()) == []
        assert not reading.filled_in


@pytest.mark.parametrize("ending", [".xlsx", ".ods", ".xls"])
def test_libreoffice_keeps_even_texts_that_look_like_escapes(tmp_path: Path, office: Office, ending: str) -> None:
    plan = plan_of("accountplan", "nl", draw=every_answer(TEXTS))
    (tmp_path / "plan.xlsx").write_bytes(plan.content())
    target = office.convert(tmp_path / "plan.xlsx", tmp_path / f"saved{ending}")
    reading = plan.read(target.read_bytes(), target.name)
    assert reading.findings == ()
    assert differences(plan.answers, reading.plan_answers()) == []


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
