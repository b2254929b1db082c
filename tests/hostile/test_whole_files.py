"""Killed at any moment, on a full disk, in a folder that takes nothing: no file is half there, no input changes.

That the same inputs give the same bytes makes this simple to say: whatever stands there is, to the byte, what a run
that nobody disturbed has made.
"""

from __future__ import annotations

import hashlib
import os
import random
import shutil
import subprocess
import sys
import zipfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from accountplan.files import is_unfinished
from tests.hostile.commands import Commands
from tests.tools.counts import count

pytestmark = pytest.mark.xdist_group("whole files")
KILLS = count(12, 200)
CONSOLIDATE = (
    "consolidate", "demo/returned", "--portfolio", "demo/portfolio.xlsx", "--output", "out/summary.xlsx",
    "--data", "out/data", "--workers", "2", "--force",
)  # fmt: skip
OF_NOBODY = ("consolidate", "nobody", "--portfolio", "demo/portfolio.xlsx", "--quarter", "2027-Q1")
GENERATE = ("generate", "demo/portfolio.xlsx", "--output", "plans", "--workers", "2")

Contents = dict[str, str]
"""By path, the hash of what stands in each file."""


@pytest.fixture(scope="module")
def commands(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Commands]:
    """A small round in `demo`, and commands that run beside it."""
    at = tmp_path_factory.mktemp("round")
    with Commands(at) as made:
        (at / "nobody").mkdir()
        assert made.run("demo", "demo", "--accounts", "4", "--quiet").code == 0
        yield made


@pytest.fixture(autouse=True)
def _nothing_but_the_round(commands: Commands) -> Iterator[None]:
    """Every test begins without outputs, and the round is afterwards what it was."""
    before = state(commands.at / "demo")
    yield
    assert state(commands.at / "demo") == before
    for name in ("out", "plans", "mounted"):
        shutil.rmtree(commands.at / name, ignore_errors=True)


def state(folder: Path) -> dict[str, tuple[str, int]]:
    """Bytes and times of every file."""
    return {name: (digest, (folder / name).stat().st_mtime_ns) for name, digest in contents(folder).items()}


def contents(folder: Path) -> Contents:
    files = (path for path in sorted(folder.rglob("*")) if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


def finished(folder: Path) -> Contents:
    """What stands there, without what a killed run was writing."""
    return {name: digest for name, digest in contents(folder).items() if not is_unfinished(Path(name).name)}


# -- killed ------------------------------------------------------------------------------------------------------------
def test_killed_while_generating(commands: Commands) -> None:
    plans = commands.at / "plans"
    whole = commands.run(*GENERATE)
    assert whole.code == 0
    expected = contents(plans)
    shutil.rmtree(plans)
    moments, cut_off = random.Random(1), 0
    for _ in range(KILLS // 2):
        ran = commands.run(*GENERATE, "--force", kill_after=moments.triangular(0, whole.seconds, whole.seconds))
        cut_off += ran.code == -9
        found = finished(plans) if plans.exists() else {}
        assert found.items() <= expected.items(), "something stands there that no undisturbed run makes"
        if found == expected:
            shutil.rmtree(plans)
    assert cut_off > KILLS // 8, "hardly any run was killed"
    assert commands.run(*GENERATE, "--force").code == 0
    assert contents(plans) == expected, "the next run finishes the work and leaves nothing else"
    assert all(zipfile.ZipFile(plans / name).testzip() is None for name in expected)


def test_killed_while_consolidating(commands: Commands) -> None:
    """Over the results of another quarter, so that two rounds could be mixed."""
    out, results = commands.at / "out", {}
    quarters = ("2027-Q1", "2027-Q2")
    for quarter in quarters:
        whole = commands.run(*CONSOLIDATE, "--quarter", quarter)
        assert whole.code == 1, whole.err
        results[quarter] = contents(out)
        if quarter == quarters[0]:
            shutil.rmtree(out)
    assert results[quarters[0]] != results[quarters[1]]
    moments, cut_off = random.Random(2), 0
    for n in range(KILLS - KILLS // 2):
        moment = moments.triangular(0, whole.seconds, whole.seconds)  # it writes in the end
        ran = commands.run(*CONSOLIDATE, "--quarter", quarters[n % 2], kill_after=moment)
        cut_off += ran.code == -9
        found = finished(out)
        assert all(found[name] in {made[name] for made in results.values()} for name in found)
        data = {name: digest for name, digest in found.items() if name.startswith("data/")}
        if "data/files.csv" in data:
            assert any(data.items() <= made.items() and len(data) == len(made) - 1 for made in results.values())
    assert cut_off > KILLS // 8, "hardly any run was killed"
    assert commands.run(*CONSOLIDATE, "--quarter", quarters[0]).code == 1
    assert contents(out) == results[quarters[0]]


def test_what_a_killed_run_left_stays_out_of_the_round_and_out_of_the_way_of_a_demo(commands: Commands) -> None:
    """Killed in the folder of the plans themselves."""
    folder = commands.at / "plans"
    shutil.copytree(commands.at / "demo/returned", folder)
    (folder / ".accountplan-0123456789abcdef.part").write_bytes(b"half a workbook")
    ran = commands.run("consolidate", "plans", "--quarter", "2027-Q1", "--data", "out/data")
    listed = (commands.at / "out/data/files.csv").read_text("utf-8")
    assert ran.code == 1
    assert ".accountplan-0123456789abcdef.part" in listed, "every entry is accounted for"
    assert (folder / ".accountplan-0123456789abcdef.part").exists(), "nothing is removed where we only read"


def test_two_runs_at_once(commands: Commands) -> None:
    """Neither hinders the other, and what stands there is whole."""
    arguments = [sys.executable, "-c", "from accountplan.cli import main; main()", *GENERATE, "--force", "--quiet"]
    both = [subprocess.Popen(arguments, cwd=commands.at, stderr=subprocess.PIPE, text=True) for _ in range(2)]
    said = [one.communicate()[1] for one in both]
    assert [one.returncode for one in both] == [0, 0], said
    found = contents(commands.at / "plans")
    shutil.rmtree(commands.at / "plans")
    commands.run(*GENERATE)
    assert found == contents(commands.at / "plans")


# -- no room -----------------------------------------------------------------------------------------------------------
TOO_MUCH = {
    "generate": GENERATE,
    "summary": (*OF_NOBODY, "--output", "out/summary.xlsx"),
    "data": (*OF_NOBODY, "--data", "out/data"),
    "init": ("init", "out/portfolio.xlsx", "--year", "2027"),
    "demo": ("demo", "plans", "--accounts", "2"),
}


@pytest.mark.parametrize(("name", "language"), [*((name, "en") for name in TOO_MUCH), ("generate", "nl")])
def test_where_no_file_can_grow_one_line_says_so_and_nothing_is_half_there(
    commands: Commands, name: str, language: str
) -> None:
    ran = commands.run(*TOO_MUCH[name], "--language", language, largest=1_000)
    assert (ran.code, ran.out) == (2, ""), ran.err
    assert ran.err.count("\n") == 1, ran.err
    assert {"nl": "te groot", "en": "too large"}[language] in ran.err
    assert not [path for place in ("out", "plans") for path in (commands.at / place).rglob("*") if path.is_file()]


@contextmanager
def mounted(at: Path, options: str) -> Iterator[Path]:
    """A small disk of its own; the test is skipped where none can be made."""
    at.mkdir()
    asked = ["mount", "-t", "tmpfs", "-o", options, "tmpfs", str(at)]
    if shutil.which("mount") is None or subprocess.run(asked, check=False, capture_output=True).returncode:
        pytest.skip("SKIPPED: a small disk cannot be mounted here (not an administrator?)")
    try:
        yield at
    finally:
        subprocess.run(["umount", "--lazy", str(at)], check=True)


def test_a_disk_that_fills_up_keeps_whole_files_only_and_the_next_run_makes_the_rest(commands: Commands) -> None:
    commands.run(*GENERATE)
    expected = contents(commands.at / "plans")
    with mounted(commands.at / "mounted", "size=300k") as disk:
        ran = commands.run(*GENERATE[:3], "mounted/plans", "--workers", "2", "--language", "en")
        assert ran.code == 2
        assert "the disk is full" in ran.err
        assert ran.err.count("\n") == 1, ran.err
        made = contents(disk / "plans")
        assert 0 < len(made) < len(expected)
        assert made.items() < expected.items()
        subprocess.run(["mount", "-o", "remount,size=30m", str(disk)], check=True)
        commands.run(*GENERATE[:3], "mounted/plans")
        assert contents(disk / "plans") == expected


def test_an_old_summary_outlives_a_full_disk(commands: Commands) -> None:
    with mounted(commands.at / "mounted", "size=160k") as disk:
        (disk / "summary.xlsx").write_bytes(b"the old one")
        (disk / "filler").write_bytes(b"x" * 150_000)
        ran = commands.run(*OF_NOBODY, "--output", "mounted/summary.xlsx", "--language", "en", "--force")
        assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err
        assert "the disk is full" in ran.err
        assert (disk / "summary.xlsx").read_bytes() == b"the old one"
        assert sorted(path.name for path in disk.iterdir()) == ["filler", "summary.xlsx"]


def test_a_read_only_disk_is_one_line(commands: Commands) -> None:
    with mounted(commands.at / "mounted", "ro"):
        for arguments in (
            (*GENERATE[:3], "mounted"),
            (*OF_NOBODY, "--output", "mounted/s.xlsx"),
            (*OF_NOBODY, "--data", "mounted"),
        ):
            ran = commands.run(*arguments, "--language", "en")
            assert (ran.code, ran.out, ran.err.count("\n")) == (2, "", 1), ran.err
            assert "read-only" in ran.err


# -- what stands there already -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["folder", "pipe", "read-only"])
def test_an_output_that_cannot_be_replaced_is_left_and_said(commands: Commands, kind: str) -> None:
    path = commands.at / "out" / "s.xlsx"
    path.parent.mkdir()
    if kind == "folder":
        path.mkdir()
    elif kind == "pipe":
        os.mkfifo(path)
    else:
        path.write_bytes(b"mine")
        path.chmod(0o444)
    before = path.lstat()
    ran = commands.run(*OF_NOBODY, "--output", "out/s.xlsx")
    assert (ran.code, ran.err.count("\n")) == (2, 1), ran.err
    assert "out/s.xlsx" in ran.err
    after = path.lstat()
    assert (before.st_mode, before.st_ino, before.st_mtime_ns) == (after.st_mode, after.st_ino, after.st_mtime_ns)
    assert [entry.name for entry in path.parent.iterdir()] == ["s.xlsx"]


def test_whatever_is_done_with_plans_they_keep_their_bytes_and_their_times(commands: Commands) -> None:
    """Also `generate --force` into the folder where they lie."""
    folder = commands.at / "plans"
    folder.mkdir()
    for path in sorted((commands.at / "demo/returned").iterdir())[: count(2, 9)]:
        shutil.copy2(path, folder)
    before = state(folder)
    portfolio = ("--portfolio", "demo/portfolio.xlsx")
    commands.run("read", *(f"plans/{name}" for name in before), "--json")
    commands.run("check", "plans")
    commands.run("status", "plans", *portfolio)
    commands.run(
        "consolidate", "plans", *portfolio, "--quarter", "2027-Q1", "--output", "plans/s.xlsx", "--data", "plans/d"
    )
    commands.run(*GENERATE, "--force")
    after = state(folder)
    assert before.items() <= after.items()
    assert {"s.xlsx", "d/files.csv"} <= after.keys()
    assert all(zipfile.ZipFile(folder / name).testzip() is None for name in after if name.endswith(".xlsx"))
