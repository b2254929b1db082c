"""The library as an analyst uses it from a notebook."""

from __future__ import annotations

from pathlib import Path

import pytest

import accountplan
from accountplan.demo import run_demo
from tests.unit.rounds import workbook_of


def test_from_portfolio_to_frames(tmp_path: Path) -> None:
    run_demo(tmp_path, 2, "en", 1, lambda line: None)
    portfolio = accountplan.read_portfolio(tmp_path / "portfolio.xlsx")
    made = accountplan.generate(portfolio, tmp_path / "again")
    assert [one.path.name for one in made if one.path] == sorted(path.name for path in (tmp_path / "plans").iterdir())
    reading = accountplan.read_plan(sorted((tmp_path / "returned").glob("*.xlsx"))[0])
    assert reading.readable
    again = list(accountplan.read_plans(sorted((tmp_path / "returned").glob("*.xlsx")), workers=2))
    assert again[0] == reading
    frames = accountplan.frames(tmp_path / "returned", "2027-Q1", portfolio)
    assert set(frames["evaluations"]["kpi"]) == {"revenue", "range", "visits", "costs", "margin"}
    assert frames["accounts"]["account_id"].tolist() == [account.id for account in portfolio.accounts]


def test_what_cannot_be_done_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(accountplan.Stop, match="nosuch"):
        accountplan.load_template("nosuch")
    with pytest.raises(accountplan.Stop, match="gone"):
        accountplan.read_portfolio(tmp_path / "gone.xlsx")


def test_many_plans_are_read_in_their_order_and_within_limits(tmp_path: Path) -> None:
    paths = [tmp_path / name for name in ("b.xlsx", "a.xlsx", "gone.xlsx")]
    for path in paths[:2]:
        path.write_bytes(workbook_of("A-1"))
    readings = list(accountplan.read_plans(paths, limits={"seconds": 60}))
    assert [Path(reading.file).name for reading in readings] == ["b.xlsx", "a.xlsx", "gone.xlsx"]
    assert [reading.readable for reading in readings] == [True, True, False]
    (small,) = accountplan.read_plans(paths[:1], limits={"size": 10})
    assert [finding.code for finding in small.findings] == ["too-large"]
    with pytest.raises(ValueError, match="no such limit"):
        list(accountplan.read_plans(paths, limits={"patience": 1}))
