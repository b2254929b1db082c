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
from tests.office.office import Office
from tests.roundtrip.recomputed.facts import Facts
from tests.roundtrip.recomputed.sheet import Claimed
from tests.roundtrip.recomputed.sheets import RECOMPUTED

pytestmark = pytest.mark.xdist_group("recomputed")  # one demo for all of them

FIRST = 6
"""The row of the first check on the reconciliation."""
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


# -- that it can fail --------------------------------------------------------------------------------------------------
def test_a_wrong_number_and_one_that_nobody_expects_are_found() -> None:
    sheet = openpyxl.Workbook().active
    assert sheet is not None
    for row in (("Groep", "Plan"), ("Noord", 12), ("Zuid", 7)):
        sheet.append(row)
    claimed = Claimed(sheet)
    claimed.table("Groep").each(lambda line: {"Plan": 12})
    assert (claimed.wrong, claimed.unclaimed) == (["B3: 7, recomputed 12"], [])
    sheet["D9"] = 3
    assert claimed.unclaimed == ["D9: 3"]


# -- the reconciliation ------------------------------------------------------------------------------------------------
def verdicts(values: dict[str, float | str]) -> list[str]:
    """The outcomes of the reconciliation, from the cells of its first column."""
    cells = ((int(ref[1:]), str(value)) for ref, value in values.items() if ref[0] == "A" and ref[1:].isdigit())
    return [text for row, text in sorted(cells) if row > FIRST - 1 and text]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        ("Totalen!E6", 1),  # a total
        ("'Gegevens evaluatie'!J11", 99_999),  # a figure of the quarter that totals are made of
        ("'SWOT & markt'!B7", 99),  # a count
    ],
)
def test_a_changed_figure_turns_the_reconciliation_red(
    office: Office, demo: Path, book: openpyxl.Workbook, cell: str, value: float
) -> None:
    opened = office.open(demo / "summary-2027-Q2.xlsx")
    before = verdicts(opened.values("Controle"))
    assert set(before) == {"✓ klopt"}
    opened.set(cell, value)
    opened.recalculate()
    after = verdicts(opened.values("Controle"))
    apart = after.count("✗ wijkt af")
    assert apart > 0
    assert len(after) == len(before)
    said = f"{apart} van {len(before)} totalen sluiten niet aan op de plannen; zie blad 'Controle'."
    assert said in opened.values("Overzicht").values()
    opened.close()
