"""Every number on every sheet of the demo's summary, recomputed from the answers with plain Python alone.

A sheet that nothing here recomputes fails, and so does a number on a sheet that no expectation claims: whoever adds a
figure to the summary says here, independently, what it should be. What is excused, and why, is said beside it.
"""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import openpyxl
import pytest

from accountplan.demo import run_demo
from tests.roundtrip.recomputed.facts import Facts
from tests.roundtrip.recomputed.sheet import Claimed
from tests.roundtrip.recomputed.sheets import RECOMPUTED

pytestmark = pytest.mark.xdist_group("recomputed")  # one demo for all of them

DATA = "Gegevens "
"""Data sheets hold the rows of the tables beside the summary; the reconciliation holds all totals against them."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    run_demo(folder, 12, "nl", 1, lambda line: None)
    return folder


@pytest.fixture(scope="module")
def book(demo: Path) -> openpyxl.Workbook:
    return openpyxl.load_workbook(demo / "summary-2027-Q2.xlsx", data_only=True)


@pytest.fixture(scope="module")
def facts(demo: Path) -> Facts:
    return Facts(demo)


def test_every_sheet_is_recomputed(book: openpyxl.Workbook) -> None:
    shown = {name for name in book.sheetnames if not name.startswith(DATA)}
    assert shown == {name for name in RECOMPUTED if not name.startswith(DATA)}


@pytest.mark.parametrize("name", RECOMPUTED)
def test_every_number_is_what_the_answers_come_to(book: openpyxl.Workbook, facts: Facts, name: str) -> None:
    claimed = Claimed(book[name])
    recompute: Callable[[Claimed, Facts], None] = RECOMPUTED[name]
    recompute(claimed, facts)
    assert claimed.wrong == []
    assert claimed.unclaimed == []
