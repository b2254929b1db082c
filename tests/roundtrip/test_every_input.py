"""A person with LibreOffice fills in every input cell of the account plan, saves, and every answer reads back."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office.office import Office
from tests.roundtrip.plans import answer_at, differences, entries, inputs, plan_of
from tests.tools.counts import FULL


@pytest.mark.parametrize("language", ["nl", "en"] if FULL else ["en"])
def test_libreoffice_fills_in_every_input_and_every_answer_reads_back(
    office: Office, tmp_path: Path, language: str
) -> None:
    plan = plan_of("accountplan", language)
    blank = plan.born().content()
    (tmp_path / "blank.xlsx").write_bytes(blank)
    reading = plan.read(blank)
    assert not reading.findings
    places = list(inputs(reading))
    assert len({(place.sheet, place.cell) for _, place in places}) == len(places) > 1_500
    assert [path for path, _ in places if answer_at(plan.answers, path) is None] == []

    book = office.open(tmp_path / "blank.xlsx")
    book.fill(entries(plan, reading))
    for ending in (".xlsx", ".ods", ".xls"):
        returned = book.save(tmp_path / f"returned{ending}")
        back = plan.read(returned.read_bytes(), returned.name)
        assert back.readable
        assert differences(plan.answers, back.plan_answers()) == [], ending
        assert back.filled_in
        assert back.completeness.required == back.completeness.answered > 0
        assert back.findings == (), ending
        assert [(path, place.cell) for path, place in inputs(back)] == [(path, place.cell) for path, place in places]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_what_libreoffice_typed_is_what_we_would_have_written(office: Office, tmp_path: Path, language: str) -> None:
    """The same answers, once typed by a person and once written by us, are the same plan."""
    plan = plan_of("prospectplan", language)
    blank = plan.born().content()
    (tmp_path / "blank.xlsx").write_bytes(blank)
    book = office.open(tmp_path / "blank.xlsx")
    book.fill(entries(plan, plan.read(blank)))
    typed = plan.read(book.save(tmp_path / "typed.xlsx").read_bytes())
    written = plan.read(plan.content())
    assert typed.plan_answers().fingerprint() == written.plan_answers().fingerprint()
    assert not written.filled_in
    assert typed.completeness == written.completeness
