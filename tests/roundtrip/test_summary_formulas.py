"""Every formula of the summary, worked out anew by LibreOffice: what was written with it is what it comes to."""

from __future__ import annotations

from pathlib import Path

import pytest

from tests.office.office import Office
from tests.roundtrip.recalculated import disagreements, formula_count
from tests.tools.counts import FULL
from tests.unit.awkward import ROUNDS
from tests.unit.summaries import written

SELECTION = (
    "the demo after Q2",
    "two currencies",
    "no rate",
    "nobody delivered",
    "odd figures",
    "strange names",
    "said again",
    "moved",
    "selling",
)
"""Rounds that between them fill every sheet and leave every sheet empty."""


@pytest.mark.parametrize("name", ROUNDS if FULL else SELECTION)
def test_every_formula_comes_to_what_was_written(office: Office, tmp_path: Path, name: str) -> None:
    path = tmp_path / "summary.xlsx"
    path.write_bytes(written(ROUNDS[name]("nl")))
    assert disagreements(office, path) == []
    assert formula_count(path) > 0 or name == "nobody delivered"


@pytest.mark.parametrize("name", ("the demo after Q2", "selling") if FULL else ("selling",))
def test_a_summary_in_english_works_out_too(office: Office, tmp_path: Path, name: str) -> None:
    path = tmp_path / "summary.xlsx"
    path.write_bytes(written(ROUNDS[name]("en")))
    assert disagreements(office, path) == []
