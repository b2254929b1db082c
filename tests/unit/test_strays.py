"""What a plan says of itself is no text of a person's, also where a program kept only the values of its formulas."""

from __future__ import annotations

import io

import openpyxl
import pytest

from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import LABEL, TITLE_ROW, WHOLE_ROW
from tests.helpers import saved
from tests.roundtrip.plans import Plan, every_answer, plan_of
from tests.unit.test_locate import insert_rows

RIGHT_OF_LABELS = LABEL + 3


@pytest.fixture(scope="module")
def full() -> Plan:
    """With every cell filled in, so that many contradict each other."""
    return plan_of("accountplan", "nl", draw=every_answer())


def without_formulas(plan: Plan) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(plan.content()), data_only=True)


def strays(plan: Plan, book: openpyxl.Workbook) -> list[str]:
    findings = plan.read(saved(book)).findings
    assert {finding.code for finding in findings} <= {"stray-text"}
    return [str(finding.params["raw"]) for finding in findings]


def test_nothing_that_formulas_came_to_is_taken_for_a_text_of_somebody(full: Plan) -> None:
    for plan in (full, full.born()):
        assert strays(plan, without_formulas(plan)) == []


def test_what_people_say_in_those_places_is_heard(full: Plan) -> None:
    goals = lay_out(full.template, full.context).tables["goals"]
    book = without_formulas(full)
    sheet, beside = book[goals.sheet], goals.guard + 1
    said = next(cell.value for (cell,) in sheet.iter_rows(min_col=beside, max_col=beside) if cell.value)
    ours = (said, f"{said} {said}", f"Nog: Resultaat, Status. {said}", "Klopt niet: Budget.", "Nog: A. Klopt niet: B.")
    for n, text in enumerate(ours):
        sheet.cell(goals.first_row + 1 + n, beside).value = text
    assert strays(full, book) == []
    theirs = ("Nog: Status. Bel Zoë", f"{said} Vind ik", f"{said}{said}", "Nog:", "Nog even bellen.")
    for n, text in enumerate(theirs):
        sheet.cell(goals.first_row + 1 + n, beside).value = text
    assert strays(full, book) == list(theirs)
    for n in range(len(theirs)):
        sheet.cell(goals.first_row + 1 + n, beside).value = None
    sheet.cell(goals.title_row + 1, beside).value = "Nog: Status."
    assert strays(full, book) == ["Nog: Status."], "not beside a row"


@pytest.mark.parametrize(("typed", "is_theirs"), [(0, False), (0.5, False), (1, False), (42, True), ("50 %", True)])
def test_how_far_the_whole_plan_is_is_a_share(full: Plan, typed: float | str, is_theirs: bool) -> None:
    born = full.born()
    book = without_formulas(born)
    cover = book.worksheets[0]
    assert cover.cell(WHOLE_ROW + 1, RIGHT_OF_LABELS).value is not None
    cover.cell(WHOLE_ROW + 1, RIGHT_OF_LABELS).value = typed
    insert_rows(book, cover, TITLE_ROW + 1, names=True)
    assert strays(born, book) == [str(typed)] * is_theirs
