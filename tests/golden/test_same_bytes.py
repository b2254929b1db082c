"""The same inputs give the same bytes, wherever, whenever and in whatever order."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from accountplan.consolidate import consolidate, parse_quarter, write_data
from accountplan.portfolio.read import read_portfolio
from accountplan.summary import summary_bytes
from accountplan.template.library import Library
from tests.golden.make import ACCOUNTS

pytestmark = pytest.mark.xdist_group("same bytes")  # so that the files are made once

ROOT = Path(__file__).parents[2]
SURROUNDINGS = (
    {"TZ": "Pacific/Kiritimati", "LANG": "C", "LC_ALL": "C", "PYTHONHASHSEED": "1"},
    {"TZ": "America/Los_Angeles", "LANG": "nl_NL.UTF-8", "LC_ALL": "C.UTF-8", "PYTHONHASHSEED": "4711"},
)


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> list[Path]:
    """The same files, made twice: at the ends of the world, by two processes at a time."""
    folders = [tmp_path_factory.mktemp(f"made-{n}") for n, _ in enumerate(SURROUNDINGS)]
    processes = []
    for folder, surroundings in zip(folders, SURROUNDINGS, strict=True):
        elsewhere = folder / "elsewhere"
        elsewhere.mkdir()
        environment = {**os.environ, **surroundings, "PYTHONPATH": os.pathsep.join([str(ROOT / "src"), str(ROOT)])}
        command = [sys.executable, "-m", "tests.golden.make", str(folder / "out")]
        processes.append(subprocess.Popen(command, cwd=elsewhere, env=environment, stderr=subprocess.PIPE))
    said = [process.communicate(timeout=300)[1] for process in processes]
    for process, errors in zip(processes, said, strict=True):
        assert process.returncode == 0, errors.decode()
    return [folder / "out" for folder in folders]


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


def test_time_zone_language_hash_seed_and_folder_leave_no_trace(made: list[Path]) -> None:
    assert len(files(made[0])) > 8 + 2 + 4 * ACCOUNTS
    assert {Path(name).suffix for name in files(made[0])} >= {".xlsx", ".csv"}
    assert different(*made) == []


def test_the_order_of_the_accounts_leaves_no_trace_in_their_plans(made: list[Path]) -> None:
    plans = files(made[0] / "demo" / "plans")
    assert len(plans) >= 2
    assert different(made[0] / "demo" / "plans", made[0] / "backwards") == []


def test_the_order_in_which_files_came_back_leaves_no_trace(
    made: list[Path], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    results = []
    for backwards in (False, True):
        here = tmp_path / f"backwards-{backwards}"
        (here / "returned").mkdir(parents=True)
        for path in sorted((made[0] / "demo" / "returned").rglob("*.xlsx"), reverse=backwards):
            shutil.copyfile(path, here / "returned" / path.name)
        monkeypatch.chdir(here)
        library = Library()
        portfolio = read_portfolio(made[0] / "demo" / "portfolio.xlsx", library.named)
        result = consolidate(
            Path("returned"), parse_quarter("2027-Q1"), library.find, portfolio, workers=2 if backwards else 1
        )
        Path("summary.xlsx").write_bytes(summary_bytes(result, "returned"))
        assert len(write_data(result.tables, Path("data"))) >= 8
        results.append(here)
    assert {name.split("/")[0] for name in files(results[0])} == {"returned", "summary.xlsx", "data"}
    assert different(*results) == []
