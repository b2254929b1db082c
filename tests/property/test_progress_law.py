"""Completeness is one thing: what sheets count, what Python counts and what reading says, per chapter and in all."""

from __future__ import annotations

from pathlib import Path
from random import Random

import pytest
from hypothesis import given, note

from accountplan.layout.answers import PlanAnswers, PlanValues
from accountplan.layout.completeness import needed_answers
from accountplan.layout.context import PlanContext
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    Layout,
)
from accountplan.layout.progress import Count, PlanProgress
from accountplan.template.model import Template
from accountplan.workbook.counters import sheet_count_cells
from accountplan.workbook.reading import Reading
from tests.office.office import Book, Office
from tests.property.strategies import Example, examples
from tests.roundtrip.plans import Plan, plan_of, some_answers
from tests.tools.counts import count

Counts = dict[str, Count]
"""By chapter id; chapters that require nothing are left out."""
PLANS = (
    # template, language, tier, how much is filled in
    ("accountplan", "nl", "A", 0.02),
    ("accountplan", "en", "A", 0.3),
    ("accountplan", "nl", "B", 0.7),
    ("accountplan", "en", "B", 0.97),
    ("food_wholesale", "nl", "A", 0.5),
    ("prospectplan", "en", "A", 0.5),
)


def progress_of(template: Template, context: PlanContext, answers: PlanAnswers) -> Counts:
    """As the sheets are said to show it."""
    layout = lay_out(template, context)
    progress = PlanProgress(layout, PlanValues(template, context, answers))
    counts = {sheet.chapter.id: progress.sheet(sheet) for sheet in layout.sheets}
    assert sum(counts.values(), Count()) == progress.total
    return {chapter: found for chapter, found in counts.items() if found.required}


def needed_of(template: Template, context: PlanContext, answers: PlanAnswers) -> Counts:
    """As the required answers are counted one by one."""
    counts: Counts = {}
    for needed in needed_answers(PlanValues(template, context, answers)):
        counts[needed.chapter.id] = counts.get(needed.chapter.id, Count()) + Count(needed.count, needed.answered)
    return {chapter: found for chapter, found in counts.items() if found.required}


def reading_of(reading: Reading) -> Counts:
    """As `read` says it."""
    said = reading.completeness
    counts = {chapter: Count(*pair) for chapter, pair in said.by_chapter.items() if pair[0]}
    assert sum(counts.values(), Count()) == Count(said.required, said.answered)
    return counts


def shown_in(book: Book, layout: Layout) -> Counts:
    """As the counters of the sheets come out in a spreadsheet program."""
    counts: Counts = {}
    for sheet in (sheet for sheet in layout.sheets if sheet.asks):
        values = book.values(sheet.name)
        required, answered = (
            int(float(values[cell.rpartition("!")[2].replace("$", "")])) for cell in sheet_count_cells(sheet)
        )
        if required:
            counts[sheet.chapter.id] = Count(required, answered)
    return counts


# -- in Python -------------------------------------------------------------------------------------------------------
@given(examples())
def test_the_marks_of_the_rows_count_what_is_required_of_any_template(example: Example) -> None:
    progress = progress_of(example.template, example.context, example.answers)
    note(repr(progress))
    assert progress == needed_of(example.template, example.context, example.answers)


@pytest.mark.parametrize("seed", range(count(24, 300)))
def test_the_marks_of_the_rows_count_what_is_required_of_our_plans(seed: int) -> None:
    name, language, tier, share = PLANS[seed % len(PLANS)]
    plan = plan_of(name, language, tier, some_answers(Random(seed), share))
    progress = progress_of(plan.template, plan.context, plan.answers)
    assert progress == needed_of(plan.template, plan.context, plan.answers)
    assert sum(found.required for found in progress.values()) > 10


def test_a_blank_plan_is_at_nothing_and_a_full_one_is_done() -> None:
    full = plan_of("accountplan", "nl")
    for plan, wanted in ((Plan(full.template, full.context), 0.0), (full, 1.0)):
        counts = progress_of(plan.template, plan.context, plan.answers)
        assert sum(counts.values(), Count()).share == wanted


# -- in a spreadsheet program ----------------------------------------------------------------------------------------
def test_the_counters_of_the_sheets_count_what_reading_counts(office: Office, tmp_path: Path) -> None:
    for seed, (name, language, tier, share) in enumerate(PLANS):
        plan = plan_of(name, language, tier, some_answers(Random(seed), share))
        path = tmp_path / f"{seed}.xlsx"
        path.write_bytes(plan.content())
        book = office.open(path)
        book.recalculate()
        shown = shown_in(book, lay_out(plan.template, plan.context))
        book.close()
        progress = progress_of(plan.template, plan.context, plan.answers)
        assert shown == progress == reading_of(plan.read(path.read_bytes())), PLANS[seed]
        if seed:
            assert 0 < sum(shown.values(), Count()).share < 1, "halfway, so that both numbers are tried"


def test_the_counters_follow_what_a_person_types(office: Office, tmp_path: Path) -> None:
    plan = plan_of("prospectplan", "nl").born()
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan.content())
    layout, book = lay_out(plan.template, plan.context), office.open(path)
    place = layout.fields["lead.known_us"]
    before = shown_in(book, layout)
    book.set(f"'{place.sheet}'!{place.cell}", "ja")
    after = shown_in(book, layout)
    assert after[place.chapter] == before[place.chapter] + Count(1, 0), "now it is asked from where they know us"
    back = book.save(tmp_path / "back.xlsx")
    assert shown_in(book, layout) == reading_of(plan.read(back.read_bytes()))
