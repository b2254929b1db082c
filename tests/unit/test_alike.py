"""Formulas that a file keeps once: those that are each other's copies, a row further down."""

from __future__ import annotations

import io
import re
from html import unescape
from zipfile import ZipFile

import pytest
from openpyxl.formula.translate import Translator

from accountplan.workbook.alike import runs_of, seen_from, stays_home
from tests.unit.test_looks import filled

ALIKE = [
    'IF(E12="","o5.","d5.")&$F12',
    "SUM($E$3:$E$9)*E12/$G12",
    "IF(ISNUMBER(FIND(\"E12\",P12)),'1.1 A12'!$E$4,'B12'!C12)",
    "INDEX(apl_A12,MATCH(MID($D12,12,99),LOG10(E12):E12,0))",
]


@pytest.mark.parametrize("formula", ALIKE)
def test_a_copy_further_down_is_alike(formula: str) -> None:
    for down in (1, 2, 30):
        copy = Translator(f"={formula}", origin="Z12").translate_formula(f"Z{12 + down}")[1:]
        assert seen_from(copy, 11 + down) == seen_from(formula, 11)


@pytest.mark.parametrize(
    ("one", "other"), [("E12+1", "E12+1"), ("$E$12", "$E$13"), ('"E12"&E12', '"E13"&E13'), ("'E12'!A1", "'E13'!A2")]
)
def test_what_is_no_copy_is_not(one: str, other: str) -> None:
    assert seen_from(one, 11) != seen_from(other, 12)


def test_what_refers_to_another_sheet_is_known() -> None:
    for formula in ("'2.2 Plan'!E12", "SUM('O''Brien'!$A$1:$A$9)", '"\'"&\'a"b\'!A1&"x"'):
        assert not stays_home(formula)
    for formula in ("E12&apl_goal", "\"'1.1'!E12\"&E12", 'IF(E12="it\'s!","\'x\'!","")'):
        assert stays_home(formula)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_no_formula_that_a_file_keeps_once_refers_to_another_sheet(language: str) -> None:
    """Excel would not move the address, or refuse the file."""
    with ZipFile(io.BytesIO(filled("accountplan", language)[0])) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    kept = [unescape(text) for part in parts for text in re.findall(r'<f t="shared" ref[^>]*>([^<]*)', part)]
    assert len(kept) > 50
    assert [formula for formula in kept if not stays_home(formula)] == []


def test_runs_are_of_neighbours_that_are_alike() -> None:
    assert list(runs_of({3: "E4", 4: "E5", 5: "E6", 7: "E8", 8: "E1"})) == [(3, 5)]
    assert list(runs_of({})) == []


def test_a_plan_keeps_most_of_its_formulas_once() -> None:
    content = filled("accountplan", "nl")[0]
    with ZipFile(io.BytesIO(content)) as archive:
        parts = [archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name]
    assert sum(part.count('t="shared"') for part in parts) > 500
