"""A sales person's year in LibreOffice: January, the visits, two evaluations; no right entry is refused."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date
from pathlib import Path

import pytest

from accountplan.template.model import FieldSpec
from accountplan.workbook.reading import Reading
from tests.office.office import Book, Office
from tests.roundtrip.plans import Plan, entries, inputs, plan_of, specs_of
from tests.tools.counts import FULL
from tests.unit.test_looks import filled

Entry = str | int | float | bool | date
STAGES = ("january", "visits", "q1", "q2")


def year_of(language: str) -> tuple[Plan, dict[str, dict[str, Entry]]]:
    """A customer of the samples after half a year, and what is typed for it in each part of that time."""
    whole = plan_of("accountplan", language)
    reading = whole.read(filled("accountplan", language)[0])
    plan = Plan(whole.template, reading.context, reading.plan_answers())
    blank = plan.read(plan.born().content())
    typed = entries(plan, blank)
    stages: dict[str, dict[str, Entry]] = {stage: {} for stage in STAGES}
    for path, place in inputs(blank):
        at = f"{place.sheet}!{place.cell}"
        if at in typed:
            stages[stage_of(path)][at] = typed[at]
    return plan, stages


def stage_of(path: tuple[str, ...]) -> str:
    """When somebody fills a cell in."""
    own, row = path[-1], path[1] if len(path) > 1 else ""
    if own.startswith(("visit.", "log.")):
        return "visits"
    later = own.startswith("eval.") and not own.endswith(("_plan", ".plan", "_budget", ".moment"))
    return next((quarter for quarter in ("q1", "q2") if f".{quarter}" in row), "q2") if later else "january"


def rights(plan: Plan, blank: Reading, typed: dict[str, Entry]) -> Iterator[tuple[str, FieldSpec]]:
    """Each cell that is filled in, and its field."""
    specs = specs_of(plan)
    for path, place in inputs(blank):
        at = f"{place.sheet}!{place.cell}"
        if at in typed:
            yield at, specs[path]


@pytest.mark.parametrize("language", ["nl", "en"] if FULL else ["nl"])
def test_a_year_goes_by(office: Office, tmp_path: Path, language: str) -> None:
    plan, stages = year_of(language)
    blank = plan.read(plan.born().content())
    (tmp_path / "plan.xlsx").write_bytes(plan.born().content())
    book = office.open(tmp_path / "plan.xlsx")
    done: list[float] = []
    for stage in STAGES:
        typed = stages[stage]
        assert typed, stage
        book.fill(typed)
        asked = dict(rights(plan, blank, typed))
        tried = asked if FULL else {spec.id: at for at, spec in asked.items()}.values()
        assert [at for at in tried if not lets_in(book, at, typed[at], asked[at])] == [], stage
        back = plan.read(book.save(tmp_path / f"{stage}.xlsx").read_bytes())
        done.append(back.completeness.answered)
        assert counted(book, plan, blank) == (back.completeness.answered, back.completeness.required), stage
    assert done == sorted(set(done)), "every part of the year brings the plan further"
    assert back.findings == ()
    assert back.plan_answers().fingerprint() == plan.answers.fingerprint()


def lets_in(book: Book, at: str, value: Entry, spec: FieldSpec) -> bool:
    """Several choices in a cell, and texts with suggestions, are let in by a rule that only warns."""
    return spec.type == "choices" or spec.suggest is not None or book.accepts(at, value)


def counted(book: Book, plan: Plan, blank: Reading) -> tuple[int, int]:
    """What the contents say of the whole plan, recalculated."""
    contents = next(
        chapter.title[plan.context.language] for chapter in plan.template.chapters if chapter.kind == "contents"
    )
    shown = [text for text in book.values(contents).values() if isinstance(text, str) and " / " in text]
    answered, required = shown[-1].split(" / ")
    return int(answered), int(required)


WRONG: dict[str, Entry] = {
    "money": "veel", "number": "een paar", "percent": 7.5, "date": "morgen", "scale": 99,
    "choice": "zomaar wat", "yes-no": "misschien",
}  # fmt: skip
"""What no field of a type lets in."""


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_wrong_entry_is_refused_with_an_example(office: Office, tmp_path: Path, language: str) -> None:
    plan = plan_of("accountplan", language)
    content = plan.born().content()
    (tmp_path / "plan.xlsx").write_bytes(content)
    book, specs = office.open(tmp_path / "plan.xlsx"), specs_of(plan)
    seen: dict[str, str] = {}
    for path, place in inputs(plan.read(content)):
        spec = specs[path]
        if spec.type in WRONG and spec.type not in seen and (spec.type != "percent" or spec.maximum is not None):
            at = f"{place.sheet}!{place.cell}"
            assert not book.accepts(at, WRONG[spec.type]), at
            seen[spec.type] = book.validation(at).error
    assert seen.keys() == WRONG.keys()
    assert all(len(text) > 20 for text in seen.values())
