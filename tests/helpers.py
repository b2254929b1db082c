"""Small things for unit tests: fields, options, and templates on disk with one mistake in them."""

from __future__ import annotations

import io
from collections.abc import Mapping
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl

from accountplan.errors import TemplateError
from accountplan.fields import Cell, Meaning, Option, Options, Parsed, Value, read_cell
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.context import PlanContext
from accountplan.layout.laying_out import lay_out
from accountplan.template import Template, load_template
from accountplan.template.model import FieldSpec, Question
from accountplan.workbook.read import read_content
from accountplan.workbook.reading import Answer, Identity, Reading, ReadRow
from accountplan.workbook.write import plan_bytes

ROOT = Path(__file__).resolve().parents[1]
SAMPLES = ROOT / "samples" / "templates"
REAL_TEMPLATES = ("accountplan", str(SAMPLES / "food_wholesale"), str(SAMPLES / "prospectplan"))


def both(text: str) -> dict[str, str]:
    return {"nl": f"{text} (nl)", "en": f"{text} (en)"}


def spec(kind: str, /, **more: Any) -> Question:
    return Question.model_validate({"id": "own.field", "type": kind, "label": both("Field"), **more})


def options(*pairs: tuple[str, str], aliases: Mapping[str, tuple[str, ...]] | None = None) -> Options:
    return Options(tuple(Option.of(code, label, (aliases or {}).get(code, ())) for code, label in pairs))


def parsed(content: object, field: Question, language: str = "nl", choices: Options | None = None) -> Parsed:
    """What a cell with this content means for a field."""
    cell = content if isinstance(content, Cell) else Cell.of(content)
    return read_cell(cell, field, Meaning(language, choices))


def codes(result: Parsed) -> list[str]:
    return [problem.code for problem in result.problems]


# -- templates on disk -----------------------------------------------------------------------------------------------
HEAD = "id: tiny\nversion: 1.0.0\ntitle: {nl: Klein, en: Tiny}\n"
LISTS_CHAPTER = "id: lists\ntitle: {nl: Lijsten, en: Lists}\nkind: lists\n"
FORM = """\
id: "1"
title: {nl: Vragen, en: Questions}
items:
  - field: own.name
    label: {nl: Naam, en: Name}
    type: text
"""


def put_template(folder: Path, template: str, **chapters: str) -> Path:
    """A template folder with these chapters, and one for the lists; `template` without its list of chapters."""
    (folder / "chapters").mkdir(parents=True, exist_ok=True)
    every = chapters | ({} if "lists" in chapters or "extends:" in template else {"lists": LISTS_CHAPTER})
    named = "" if "chapters:" in template else f"chapters: [{', '.join(every)}]\n"
    (folder / "template.yaml").write_text(template + named, "utf-8")
    for name, text in every.items():
        (folder / "chapters" / f"{name}.yaml").write_text(text, "utf-8")
    return folder


@cache
def real_template(name: str) -> Template:
    """One of `REAL_TEMPLATES`, loaded once for all tests."""
    return load_template(name)


def problems_of(folder: Path, language: str = "en") -> list[str]:
    """Every mistake that loading this template reports; none if it loads."""
    try:
        load_template(str(folder), language)
    except TemplateError as error:
        return error.problems
    return []


def line_of(text: str, part: str) -> int:
    """The line, counted from 1, on which `part` stands; it must stand on one line only."""
    lines = [n for n, line in enumerate(text.splitlines(), start=1) if part in line]
    assert len(lines) == 1, f"{part!r} stands on lines {lines}"
    return lines[0]


# -- plans -----------------------------------------------------------------------------------------------------------
PEOPLE = options(("jan", "Jan de Vries"), ("zoe", "Zoë Bakker"))
GROUPS = options(("bread", "Brood"), ("cheese", "Kaas"))
ORGANISATION = {
    "people": PEOPLE,
    "product_groups": GROUPS,
    "products": Options(()),
    "industries": options(("food", "Voeding"), ("care", "Zorg")),
    "countries": options(("NL", "Nederland"), ("BE", "België")),
}


def context(language: str = "nl", year: int = 2027, tier: str | None = "A") -> PlanContext:
    return PlanContext(language, year, tier, "EUR", ORGANISATION)


def plan(
    template: Template,
    answers: PlanAnswers | None = None,
    circumstances: PlanContext | None = None,
    typed: Mapping[str, str | float] | None = None,
) -> bytes:
    """A plan workbook of account A-1, as it leaves `generate`."""
    answers, around = answers or PlanAnswers(), circumstances or context()
    identity = Identity(
        "A-1", around.year, template.id, template.version, around.language, around.tier, around.currency,
        answers.fingerprint(),
    )  # fmt: skip
    return plan_bytes(template, around, answers, identity, typed=typed)


def read(content: bytes, template: Template) -> Reading:
    return read_content(content, "plan.xlsx", lambda name: template if name == template.id else None)


def opened(content: bytes) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(content))


def saved(book: openpyxl.Workbook) -> bytes:
    buffer = io.BytesIO()
    book.save(buffer)
    return buffer.getvalue()


def found(reading: Reading, *ignored: str) -> list[tuple[str, str | None]]:
    """(code, field) of every finding."""
    return [(finding.code, finding.field) for finding in reading.findings if finding.code not in ignored]


def as_if_read(template: Template, answers: PlanAnswers, circumstances: PlanContext) -> Reading:
    """The reading of a workbook with these answers, without the workbook: quick, for rules over answers."""
    layout = lay_out(template, circumstances)
    identity = Identity("A-1", circumstances.year, template.id, template.version, circumstances.language)

    def answer(spec: FieldSpec, value: Value, sheet: str, cell: str) -> Answer:
        return Answer(spec.id, spec.type, value, "" if value is None else str(value), sheet, cell, not spec.is_input)

    tables: dict[str, tuple[ReadRow, ...]] = {}
    for place in layout.tables.values():
        rows: dict[str, dict[str, Answer]] = {}
        for slot in place.slots:
            value = answers.tables.get(place.table.id, {}).get(slot.row.id, {}).get(slot.spec.id)
            rows.setdefault(slot.row.id, {})[slot.spec.id] = answer(slot.spec, value, place.sheet, slot.cell)
        tables[place.table.id] = tuple(ReadRow(row_id, place.sheet, cells) for row_id, cells in rows.items())
    fields = {
        key: answer(place.spec, answers.fields.get(key), place.sheet, place.cell)
        for key, place in layout.fields.items()
    }
    return Reading("plan.xlsx", "", True, identity, template, circumstances, fields, tables)
