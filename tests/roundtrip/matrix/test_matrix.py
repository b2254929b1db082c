"""The matrix of programs and edits: no answer of the full plan is silently wrong or lost.

A selection runs in `make test`; all of it, in both languages, in `make verify`. `docs/robustness.md` is the report on
it.
"""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office.office import Office
from tests.roundtrip.matrix import run
from tests.roundtrip.matrix.edits import EDITS, Edit
from tests.tools import robustness

LANGUAGES = ("nl", "en")
every_edit = pytest.mark.parametrize("edit", EDITS, ids=lambda edit: edit.name)
both_languages = pytest.mark.parametrize("language", LANGUAGES)

IN_FILES = {"form sorted without its keys", "column of a table moved"}
"""What is tried through files in `make test`; the other edits are tried there on paper only."""
IN_OFFICE = {
    "cell cut to the next input and retyped", "column of a table moved", "every sheet copied and the originals deleted",
    "table sorted", "inputs merged with the input below", "form sorted without its keys",
}  # fmt: skip


@pytest.mark.parametrize(
    ("edit", "language"),
    [(edit, LANGUAGES[n % 2]) for n, edit in enumerate(EDITS)],
    ids=lambda x: getattr(x, "name", x),
)
def test_every_edit_in_our_model_of_excel(edit: Edit, language: str) -> None:
    assert run.on_paper(edit, language).complaints(edit) == []


@pytest.mark.parametrize("edit", [e for e in EDITS if e.name in IN_FILES], ids=lambda edit: edit.name)
def test_some_edits_in_files_of_other_programs(edit: Edit, tmp_path: Path) -> None:
    assert [text for outcome in run.in_files(edit, "nl", tmp_path) for text in outcome.complaints(edit)] == []


@pytest.mark.parametrize("edit", [e for e in EDITS if e.name in IN_OFFICE], ids=lambda edit: edit.name)
def test_some_edits_in_libreoffice(edit: Edit, office: Office, tmp_path: Path) -> None:
    outcomes = run.in_office(edit, "nl", office, tmp_path, (".xlsx",))
    assert [text for outcome in outcomes for text in outcome.complaints(edit)] == []


@pytest.mark.slow
@both_languages
@every_edit
def test_every_edit_on_paper_in_both_languages(edit: Edit, language: str) -> None:
    assert run.on_paper(edit, language).complaints(edit) == []


@pytest.mark.slow
@both_languages
@every_edit
def test_every_edit_in_files_of_other_programs(edit: Edit, language: str, tmp_path: Path) -> None:
    assert [text for outcome in run.in_files(edit, language, tmp_path) for text in outcome.complaints(edit)] == []


@pytest.mark.slow
@both_languages
@every_edit
def test_every_edit_in_libreoffice(edit: Edit, language: str, office: Office, tmp_path: Path) -> None:
    outcomes = run.in_office(edit, language, office, tmp_path)
    assert [text for outcome in outcomes for text in outcome.complaints(edit)] == []


# -- the report --------------------------------------------------------------------------------------------------------
def test_the_report_is_about_these_edits_and_programs_and_says_nothing_is_silent() -> None:
    report = robustness.PAGE.read_text("utf-8")
    assert robustness.edits_of(report) == [edit.name for edit in EDITS]
    assert robustness.programs_of(report) == list(run.PROGRAMS)
    assert robustness.silent_of(report) == 0


def test_every_edit_says_what_the_person_does() -> None:
    assert len({edit.name for edit in EDITS}) == len(EDITS)
    assert [edit.name for edit in EDITS if not edit.what.endswith(".")] == []
