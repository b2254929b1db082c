"""The library as an analyst uses it from a notebook."""

from __future__ import annotations

from pathlib import Path

import pytest

import accountplan
from accountplan.demo import run_demo


def test_from_portfolio_to_frames(tmp_path: Path) -> None:
    run_demo(tmp_path, 2, "en", 1, lambda line: None)
    portfolio = accountplan.read_portfolio(tmp_path / "portfolio.xlsx")
    made = accountplan.generate(portfolio, tmp_path / "again")
    assert [one.path.name for one in made if one.path] == sorted(path.name for path in (tmp_path / "plans").iterdir())
    reading = accountplan.read_plan(sorted((tmp_path / "returned").glob("*.xlsx"))[0])
    assert reading.readable
    frames = accountplan.frames(tmp_path / "returned", "2027-Q1", portfolio)
    assert set(frames["evaluations"]["kpi"]) == {"revenue", "range", "visits", "costs", "margin"}
    assert frames["accounts"]["account_id"].tolist() == [account.id for account in portfolio.accounts]


def test_what_cannot_be_done_is_one_line(tmp_path: Path) -> None:
    with pytest.raises(accountplan.Stop, match="nosuch"):
        accountplan.load_template("nosuch")
    with pytest.raises(accountplan.Stop, match="gone"):
        accountplan.read_portfolio(tmp_path / "gone.xlsx")
