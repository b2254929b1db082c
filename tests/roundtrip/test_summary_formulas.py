"""Every formula of the summary, worked out anew by LibreOffice: what was written with it is what it comes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from accountplan.summary import summary_bytes
from tests.office.office import Office
from tests.roundtrip.recalculated import disagreements, formula_count
from tests.unit.awkward import ROUNDS


@pytest.mark.parametrize("name", ROUNDS)
def test_every_formula_comes_to_what_was_written(office: Office, tmp_path: Path, name: str) -> None:
    path = tmp_path / "summary.xlsx"
    path.write_bytes(summary_bytes(ROUNDS[name]("nl"), "returned"))
    assert disagreements(office, path) == []
    assert formula_count(path) > 0 or name == "nobody delivered"


def test_a_summary_in_english_works_out_too(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "summary.xlsx"
    path.write_bytes(summary_bytes(ROUNDS["the demo after Q2"]("en"), "returned"))
    assert disagreements(office, path) == []
