"""What depends on the day on which one looks: colours alone, never what a cell holds."""

from __future__ import annotations

import io
import re
import zipfile
from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from functools import cache
from pathlib import Path

import pytest
from lxml import etree

from accountplan.fields import Value
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    quoted,
)
from accountplan.template import load_template
from accountplan.workbook.styles import ERROR_TINT, SOON_TINT
from tests.helpers import FORM, HEAD, REAL_TEMPLATES, context, plan, problems_of, put_template, real_template
from tests.office.office import Book, Office
from tests.tools.parts import MAIN, Package

VOLATILE = re.compile(r"\b(TODAY|NOW|RAND|RANDBETWEEN|OFFSET|INDIRECT|INFO|CELL)\(")
DAY = datetime.now(UTC).date()
"""A clock may be right by a day here or there: the tests keep away from that."""


def after(days: int) -> date:
    return DAY + timedelta(days=days)


@cache
def texts(name: str) -> tuple[tuple[str, str], ...]:
    """(what it is, text) of every formula in a plan."""
    with zipfile.ZipFile(io.BytesIO(plan(real_template(name)))) as parts:
        roots = [etree.fromstring(parts.read(part)) for part in parts.namelist() if part.endswith(".xml")]
    formulas = ("f", "formula", "formula1", "formula2", "definedName", "calculatedColumnFormula")
    found = [
        (_parent(element), element.text or "")
        for root in roots
        for element in root.iter()
        if isinstance(element.tag, str) and etree.QName(element).localname in formulas
    ]
    return tuple(found)


def _parent(element: object) -> str:
    return str(etree.QName(element.getparent()).localname)  # type: ignore[attr-defined]


# -- nothing changes by itself ---------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_no_formula_of_a_plan_changes_by_itself(name: str) -> None:
    held = [(kind, text) for kind, text in texts(name) if kind != "cfRule"]
    assert {kind for kind, _ in held} >= {"c", "dataValidation", "definedNames"}
    assert [text for _, text in held if VOLATILE.search(text)] == []


@pytest.mark.parametrize("name", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_looks_depend_on_today_and_on_nothing_else_that_changes_by_itself(name: str) -> None:
    looks = [text for kind, text in texts(name) if kind == "cfRule"]
    assert {found for text in looks for found in VOLATILE.findall(text)} <= {"TODAY"}
    assert [text for text in looks if "!" in text] == [], "not every program looks at another sheet for that"


def test_everything_that_can_be_late_or_soon_looks_at_today() -> None:
    template = real_template("accountplan")
    columns = [column for _, table in template.tables() for column in table.columns]
    asked = sum(
        bool(spec.late_when) + bool(spec.soon_when) for spec in [*columns, *(q for _, q in template.questions())]
    )
    assert asked >= 9
    todays = [text for kind, text in texts("accountplan") if kind == "cfRule" and "TODAY()" in text]
    assert len(todays) >= asked


# -- what a person sees today ----------------------------------------------------------------------------------------
LATE, SOON, PLAIN = "late", "soon", ""
ACTIVITIES = {
    "activities.1": ({"act.deadline": after(-2), "act.status": "in-progress"}, LATE),
    "activities.2": ({"act.deadline": after(-2)}, LATE),
    "activities.3": ({"act.deadline": after(-2), "act.status": "done"}, PLAIN),
    "activities.4": ({"act.deadline": after(-2), "act.status": "dropped"}, PLAIN),
    "activities.5": ({"act.deadline": after(9), "act.status": "not-started"}, SOON),
    "activities.6": ({"act.deadline": after(9), "act.status": "done"}, PLAIN),
    "activities.7": ({"act.deadline": after(20), "act.status": "not-started"}, PLAIN),
    "activities.8": ({"act.status": "not-started"}, PLAIN),
}
VISITS = {
    "visits.1": ({"visit.date": after(-2), "visit.kind": "planned"}, LATE),
    "visits.2": ({"visit.date": after(-2), "visit.kind": "made"}, PLAIN),
    "visits.3": ({"visit.date": after(2), "visit.kind": "made"}, LATE),
    "visits.4": ({"visit.date": after(9), "visit.kind": "planned"}, SOON),
    "visits.5": ({"visit.date": after(20), "visit.kind": "planned"}, PLAIN),
    "visits.6": ({"visit.date": after(-2), "visit.kind": "cancelled"}, PLAIN),
}
GOALS = {
    "goals.1": ({"goal.end": after(9)}, SOON),
    "goals.2": ({"goal.end": after(40)}, PLAIN),
    "goals.3": ({"goal.end": after(-9)}, PLAIN),
}
MOMENTS = {"moments.q1": after(-9), "moments.q2": after(-9), "moments.q3": after(9), "moments.q4": after(40)}
REVIEWS = {"reviews.q1": PLAIN, "reviews.q2": LATE, "reviews.q3": SOON, "reviews.q4": PLAIN}
"""Of the first quarter the review was held."""


def answers() -> PlanAnswers:
    rows: dict[str, dict[str, dict[str, Value]]] = {
        table: {row: dict(cells) for row, (cells, _) in cases.items()}
        for table, cases in (("activities", ACTIVITIES), ("visits", VISITS), ("goals", GOALS))
    }
    rows["moments"] = {row: {"eval.moment": moment} for row, moment in MOMENTS.items()}
    rows["reviews"] = {"reviews.q1": {"eval.held_on": after(-8)}}
    return PlanAnswers({}, rows)


TINTS = {ERROR_TINT: LATE, SOON_TINT: SOON}


def rules(package: Package, sheet: str, cell: str) -> Iterator[tuple[str, str]]:
    """(look, formula as this cell has it) of every rule that looks at today and is about a cell."""
    [found] = [entry for entry in package.sheets if entry.name == sheet]
    changes = package.styles.findall(f".//{{{MAIN}}}dxfs/{{{MAIN}}}dxf")
    letter, row = split(cell)
    for block in found.element.iter(f"{{{MAIN}}}conditionalFormatting"):
        first, _, last = block.get("sqref").partition(":")
        (column, start), (_, end) = split(first), split(last or first)
        for rule in block if column == letter and start <= row <= end else ():
            if "TODAY()" in (formula := rule[0].text):
                own = re.sub(r"(\$[A-Z]+)(\d+)", lambda m, down=row - start: f"{m[1]}{int(m[2]) + down}", formula)
                tint = changes[int(rule.get("dxfId"))].find(f".//{{{MAIN}}}bgColor").get("rgb")
                yield TINTS[f"#{tint[2:]}"], own


def split(cell: str) -> tuple[str, int]:
    letters = cell.rstrip("0123456789")
    return letters, int(cell[len(letters) :])


def look(book: Book, package: Package, sheet: str, cell: str) -> str:
    """How a cell looks today; of several rules that hold, the first one wins."""
    found = list(rules(package, sheet, cell))
    assert found, f"nothing at {sheet}!{cell} looks at today"
    for name, formula in found:
        if book.evaluate(f"{quoted(sheet)}!{cell}", f"=IF({formula.replace(',', ';')};1;0)") == 1:
            return name
    return PLAIN


@pytest.fixture
def opened_plan(office: Office, tmp_path: Path) -> tuple[Book, Package]:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan(real_template("accountplan"), answers(), context(year=DAY.year)))
    return office.open(path), Package(path)


def test_what_is_overdue_and_what_comes_soon_look_so_and_nothing_else(opened_plan: tuple[Book, Package]) -> None:
    layout = lay_out(real_template("accountplan"), context(year=DAY.year))
    wanted = {("act.deadline", row): look for row, (_, look) in ACTIVITIES.items()} | {
        ("visit.date", row): look for row, (_, look) in VISITS.items()
    }
    wanted |= {("goal.end", row): look for row, (_, look) in GOALS.items()}
    wanted |= {("eval.planned_on", row): look for row, look in REVIEWS.items()}
    wanted |= {("eval.moment", row): SOON if moment == after(9) else PLAIN for row, moment in MOMENTS.items()}
    seen = {}
    for column, row in wanted:
        place = layout.tables[row.split(".")[0]]
        cell = next(slot.cell for slot in place.slots if (slot.row.id, slot.column.id) == (row, column))
        seen[column, row] = look(*opened_plan, place.sheet, cell)
    assert seen == wanted


@pytest.mark.parametrize(("days", "wanted"), [(-2, LATE), (2, SOON), (80, SOON), (95, PLAIN)])
def test_a_contract_is_said_to_end_a_quarter_before(opened_plan: tuple[Book, Package], days: int, wanted: str) -> None:
    book, package = opened_plan
    place = lay_out(real_template("accountplan"), context(year=DAY.year)).fields["hist.contract_until"]
    book.set(f"{quoted(place.sheet)}!{place.cell}", after(days))
    assert look(book, package, place.sheet, place.cell) == wanted


# -- what a template may say -----------------------------------------------------------------------------------------
def problems(tmp_path: Path, lines: str) -> list[str]:
    return problems_of(put_template(tmp_path, HEAD, form=f"{FORM}    {lines}\n", other=OTHER))


OTHER = """\
id: "2"
title: {nl: Anders, en: Other}
items:
  - {field: own.day, label: {nl: Dag, en: Day}, type: date}
"""


def test_today_stands_nowhere_but_in_looks(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, "required_when: own.day < today()")
    assert "today()" in problem and "late_when, soon_when" in problem


def test_looks_see_their_own_sheet_only(tmp_path: Path) -> None:
    [problem] = problems(tmp_path, "late_when: own.day < today()")
    assert problem.endswith("own.day stands on another sheet; late_when, soon_when only look at their own")


ROWS = """\
id: "1"
title: {nl: Vragen, en: Questions}
items:
  - table: one
    label: {nl: Een, en: One}
    rows: halves
    columns:
      - column: one.day
        label: {nl: Dag, en: Day}
        type: date
        late_when: one.day < today() and blank(row(two.done))
  - table: two
    label: {nl: Twee, en: Two}
    rows: halves
    columns:
      - {column: two.done, label: {nl: Klaar, en: Done}, type: date}
"""
HALVES = """\
axes:
  halves:
    label: {nl: Half, en: Half}
    items: [{code: a, label: {nl: A, en: A}}, {code: b, label: {nl: B, en: B}}]
"""


def test_each_row_looks_at_what_belongs_to_it(office: Office, tmp_path: Path) -> None:
    template = load_template(str(put_template(tmp_path, HEAD + HALVES, form=ROWS)))
    days = {f"one.{code}": {"one.day": after(-2)} for code in "ab"}
    found = PlanAnswers({}, {"one": days, "two": {"two.b": {"two.done": after(-3)}}})
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan(template, found, context(tier=None)))
    place, book, package = lay_out(template, context(tier=None)).tables["one"], office.open(path), Package(path)
    assert [look(book, package, place.sheet, slot.cell) for slot in place.slots] == [LATE, PLAIN]
