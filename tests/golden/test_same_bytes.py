"""The same inputs give the same bytes, wherever, whenever and in whatever order."""

from __future__ import annotations

import contextlib
import io
import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from accountplan.consolidate import consolidate, parse_quarter, write_data
from accountplan.demo import run_demo
from accountplan.portfolio.read import read_portfolio
from accountplan.summary import summary_bytes
from accountplan.template.library import Library
from tests.golden.make import ACCOUNTS

ROOT = Path(__file__).parents[2]
SURROUNDINGS = (
    {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LANG": "nl_NL.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4711"},
)


def make_twice(folder: Path) -> list[Path]:
    """The same files, made at the ends of the world by two processes at a time."""
    processes = []
    for n, surroundings in enumerate(SURROUNDINGS):
        elsewhere = folder / f"elsewhere-{n}"
        elsewhere.mkdir()
        environment = {**os.environ, **surroundings, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
        command = [sys.executable, "-m", "tests.golden.make", str(elsewhere / "out")]
        processes.append(subprocess.Popen(command, cwd=elsewhere, env=environment, stderr=subprocess.PIPE))
    said = [process.communicate(timeout=300)[1] for process in processes]
    for process, errors in zip(processes, said, strict=True):
        assert process.returncode == 0, errors.decode()
    return sorted(folder.glob("elsewhere-*/out"))


def files(folder: Path) -> dict[str, Path]:
    return {path.relative_to(folder).as_posix(): path for path in sorted(folder.rglob("*")) if path.is_file()}


def different(one: Path, other: Path) -> list[str]:
    """Files that are not the same, or not there at all."""
    left, right = files(one), files(other)
    return [
        name
        for name in sorted(left.keys() | right.keys())
        if name not in left or name not in right or left[name].read_bytes() != right[name].read_bytes()
    ]


def test_time_zone_language_hash_seed_folder_and_the_order_of_accounts_leave_no_trace(tmp_path: Path) -> None:
    made = make_twice(tmp_path)
    assert len(files(made[0])) > 8 + 2 + 4 * ACCOUNTS
    assert {Path(name).suffix for name in files(made[0])} >= {".xlsx", ".csv"}
    assert different(*made) == []
    assert len(files(made[0] / "demo" / "plans")) >= 2
    assert different(made[0] / "demo" / "plans", made[0] / "backwards") == []


def test_the_order_in_which_files_came_back_leaves_no_trace(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    demo, results = tmp_path / "demo", []
    with contextlib.redirect_stdout(io.StringIO()):
        run_demo(demo, ACCOUNTS)
    for backwards in (False, True):
        here = tmp_path / f"backwards-{backwards}"
        (here / "returned").mkdir(parents=True)
        for path in sorted((demo / "returned").rglob("*.xlsx"), reverse=backwards):
            shutil.copyfile(path, here / "returned" / path.name)
        monkeypatch.chdir(here)
        library = Library()
        portfolio = read_portfolio(demo / "portfolio.xlsx", library.named)
        result = consolidate(
            Path("returned"), parse_quarter("2027-Q1"), library.find, portfolio, workers=2 if backwards else 1
        )
        Path("summary.xlsx").write_bytes(summary_bytes(result, "returned"))
        assert len(write_data(result.tables, Path("data"))) >= 8
        results.append(here)
    assert {name.split("/")[0] for name in files(results[0])} == {"returned", "summary.xlsx", "data"}
    assert different(*results) == []
