"""Every total of the demo, recomputed from the cells of its workbooks with openpyxl and plain Python alone."""

from __future__ import annotations

import csv
from collections import defaultdict
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from accountplan.demo import run_demo
from tests.tools.counts import count

pytestmark = pytest.mark.xdist_group("totals")  # one demo for all of them

ADDED = ("revenue", "visits", "costs")
GROUPINGS = {"manager": "manager_key", "team": "team", "region": "region", "tier": "tier"}
Figures = dict[str, dict[str, tuple[Any, Any]]]
"""Per account, per point: plan and actual of the first quarter."""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    run_demo(folder, count(6, 12), "nl", 1, lambda line: None)
    return folder


def rows(path: Path) -> list[dict[str, str]]:
    with path.open(encoding="utf-8", newline="") as file:
        return list(csv.DictReader(file))


def evaluation_of(path: Path) -> dict[str, tuple[Any, Any]]:
    """Plan and actual per point of quarter 1, found by the hidden row ids and column keys of the evaluation."""
    for sheet in openpyxl.load_workbook(path, data_only=True):
        cells = {cell.value: cell for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)}
        if "ap:t:evaluation" in cells:
            plan, actual = cells["ap:c:eval.plan"].column, cells["ap:c:eval.actual"].column
            return {
                key.rsplit(".", 1)[1]: (sheet.cell(cell.row, plan).value, sheet.cell(cell.row, actual).value)
                for key, cell in cells.items()
                if key.startswith("evaluation.q1.")
            }
    raise AssertionError(f"no evaluation in {path}")


@pytest.fixture(scope="module")
def figures(demo: Path) -> Figures:
    """Of every account that counts, straight from its workbook."""
    counted = {
        row["account_id"]: row["file"] for row in rows(demo / "data/accounts.csv") if row["status"] == "delivered"
    }
    return {account: evaluation_of(demo / "returned" / file) for account, file in counted.items()}


def complete(figures: Figures, accounts: set[str], kpi: str) -> Iterator[tuple[float, float]]:
    """Plan and actual of the accounts that have both: what is partly known is in no total."""
    for account in sorted(accounts & figures.keys()):
        plan, actual = figures[account][kpi]
        if isinstance(plan, (int, float)) and isinstance(actual, (int, float)):
            yield plan, actual


def groups(demo: Path) -> dict[tuple[str, str], set[str]]:
    """The accounts of the whole, and of each manager, team and region."""
    found: dict[tuple[str, str], set[str]] = defaultdict(set)
    for row in rows(demo / "data/accounts.csv"):
        found["portfolio", ""].add(row["account_id"])
        for dimension, column in GROUPINGS.items():
            found[dimension, row[column]].add(row["account_id"])
    return found


def test_every_total_is_the_sum_of_the_cells(demo: Path, figures: Figures) -> None:
    members, looked_at = groups(demo), 0
    for row in rows(demo / "data/totals.csv"):
        if row["kpi"] not in ADDED or row["quarter"] != "Q1":
            continue
        pairs = list(complete(figures, members[row["dimension"], row["group"]], row["kpi"]))
        assert int(row["accounts"]) == len(pairs), row
        if pairs:
            plan, actual = sum(plan for plan, _ in pairs), sum(actual for _, actual in pairs)
            assert float(row["plan"]) == pytest.approx(plan), row
            assert float(row["actual"]) == pytest.approx(actual), row
            assert float(row["variance"]) == pytest.approx(actual - plan), row
            looked_at += 1
    assert looked_at >= 3 * len(ADDED)


def test_a_margin_is_weighted_by_revenue(demo: Path, figures: Figures) -> None:
    members = groups(demo)["portfolio", ""]
    [row] = [r for r in rows(demo / "data/totals.csv") if r["dimension"] == "portfolio" and r["kpi"] == "margin"]
    known = [a for a in sorted(members & figures.keys()) if None not in figures[a]["margin"] + figures[a]["revenue"]]
    for n, name in enumerate(("plan", "actual")):
        weighted = sum(figures[a]["margin"][n] * figures[a]["revenue"][n] for a in known)
        assert float(row[name]) == pytest.approx(weighted / sum(figures[a]["revenue"][n] for a in known))


def test_the_overview_shows_the_same(demo: Path, figures: Figures) -> None:
    sheet = openpyxl.load_workbook(demo / "summary-2027-Q1.xlsx", data_only=True).worksheets[0]
    shown = {cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, (int, float))}
    for kpi in ADDED:
        pairs = list(complete(figures, set(figures), kpi))
        assert {sum(plan for plan, _ in pairs), sum(actual for _, actual in pairs)} <= shown


def test_every_figure_stands_in_the_cell_that_it_names(demo: Path) -> None:
    books: dict[str, Any] = {}
    looked_at = 0
    for row in rows(demo / "data/evaluations.csv"):
        if row["file"] not in books:
            books[row["file"]] = openpyxl.load_workbook(demo / "returned" / row["file"], data_only=True)
        for name in ("plan", "actual", "forecast"):
            cell = row[f"cell_{name}"]
            if row[name] and cell and ";" not in cell and row["kpi"] != "range":
                assert float(row[name]) == pytest.approx(books[row["file"]][row["sheet"]][cell].value), (row, name)
                looked_at += 1
    assert looked_at >= count(50, 100)
