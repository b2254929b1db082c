"""Files appear whole or not at all, and nothing is replaced that should not be."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from accountplan.files import clear_unfinished, is_unfinished, make_folder, write_together, write_whole

UNFINISHED = ".accountplan-0123456789abcdef.part"
HOLDS_ONE = """
import sys, time
from pathlib import Path
from accountplan.files import _beside
with _beside(Path(sys.argv[1]), b"half"):
    print("here", flush=True)
    time.sleep(60)
"""


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


@pytest.fixture
def mask() -> Iterator[None]:
    before = os.umask(0o027)
    yield
    os.umask(before)


# -- one file ----------------------------------------------------------------------------------------------------------
def test_a_file_is_there_with_its_content_and_nothing_beside_it(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.csv", b"one")
    write_whole(tmp_path / "a.csv", b"two")
    assert (tmp_path / "a.csv").read_bytes() == b"two"
    assert names(tmp_path) == ["a.csv"]


@pytest.mark.usefixtures("mask")
def test_a_new_file_has_the_mode_that_the_person_has_asked_for(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.csv", b"")
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o640


def test_a_replaced_file_keeps_its_mode(tmp_path: Path) -> None:
    (tmp_path / "a.csv").touch(0o600)
    (tmp_path / "a.csv").chmod(0o664)
    write_whole(tmp_path / "a.csv", b"new")
    assert stat.S_IMODE((tmp_path / "a.csv").stat().st_mode) == 0o664


def test_a_link_is_followed_and_stays(tmp_path: Path) -> None:
    (tmp_path / "real").mkdir()
    (tmp_path / "real" / "a.csv").write_bytes(b"old")
    (tmp_path / "link.csv").symlink_to(tmp_path / "real" / "a.csv")
    write_whole(tmp_path / "link.csv", b"new")
    assert (tmp_path / "link.csv").is_symlink()
    assert (tmp_path / "real" / "a.csv").read_bytes() == b"new"
    assert names(tmp_path / "real") == ["a.csv"]


@pytest.mark.parametrize("kind", ["folder", "pipe", "read-only", "circle", "below-a-file"])
def test_what_is_no_file_of_ours_to_replace_is_refused_and_left(tmp_path: Path, kind: str) -> None:
    path = tmp_path / "a.csv"
    match kind:
        case "folder":
            path.mkdir()
        case "pipe":
            os.mkfifo(path)
        case "read-only":
            path.write_bytes(b"old")
            path.chmod(0o444)
        case "circle":
            path.symlink_to(path)
        case "below-a-file":
            path.write_bytes(b"old")
            path /= "b.csv"
    before = (tmp_path / "a.csv").lstat()
    with pytest.raises(OSError, match=r"[ab]\.csv"):
        write_whole(path, b"new")
    after = (tmp_path / "a.csv").lstat()
    assert (before.st_mode, before.st_ino, before.st_mtime_ns) == (after.st_mode, after.st_ino, after.st_mtime_ns)
    assert names(tmp_path) == ["a.csv"]


def test_devices_are_never_replaced() -> None:
    before = Path("/dev/null").stat()
    with pytest.raises(OSError, match="/dev/null"):
        write_whole(Path("/dev/null"), b"new")
    assert Path("/dev/null").stat().st_rdev == before.st_rdev


def test_a_new_file_replaces_nothing(tmp_path: Path) -> None:
    write_whole(tmp_path / "a.csv", b"first", new=True)
    with pytest.raises(FileExistsError, match=r"a\.csv"):
        write_whole(tmp_path / "a.csv", b"second", new=True)
    assert (tmp_path / "a.csv").read_bytes() == b"first"
    assert names(tmp_path) == ["a.csv"]


def test_an_error_names_the_file_that_was_asked_for(tmp_path: Path) -> None:
    with pytest.raises(OSError, match="nowhere") as raised:
        write_whole(tmp_path / "nowhere" / "a.csv", b"")
    assert "part" not in str(raised.value)


# -- several files -----------------------------------------------------------------------------------------------------
def test_files_that_belong_together_are_all_there(tmp_path: Path) -> None:
    write_together([(tmp_path / name, name.encode()) for name in ("first", "second", "third")])
    assert {path.name: path.read_bytes() for path in tmp_path.iterdir()} == {
        "first": b"first", "second": b"second", "third": b"third",
    }  # fmt: skip


def test_where_one_cannot_be_made_none_is_replaced(tmp_path: Path) -> None:
    (tmp_path / "first").write_bytes(b"old")
    (tmp_path / "third").mkdir()
    with pytest.raises(IsADirectoryError, match="third"):
        write_together([(tmp_path / name, b"new") for name in ("first", "second", "third")])
    assert (tmp_path / "first").read_bytes() == b"old"
    assert names(tmp_path) == ["first", "third"]


def test_the_first_stands_only_where_all_are_of_one_run(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Broken off at any of the steps: either all are old, or all are new, or the first is not there."""
    steps = 0
    while True:
        folder = tmp_path / str(steps)
        folder.mkdir()
        for name in "abc":
            (folder / name).write_bytes(b"old")
        left = steps

        def step(*paths: object, real: object = os.replace) -> None:
            nonlocal left
            if left == 0:
                raise KeyboardInterrupt
            left -= 1
            real(*paths)  # type: ignore[operator]

        with monkeypatch.context() as patched:
            patched.setattr(os, "replace", step)
            try:
                write_together([(folder / name, b"new") for name in "abc"])
                broken = False
            except KeyboardInterrupt:
                broken = True
        found = {path.name: path.read_bytes() for path in folder.iterdir()}
        assert "a" not in found or len(set(found.values())) == 1
        if not broken:
            break
        steps += 1
    assert steps == 3
    assert set(found.values()) == {b"new"}


# -- what a broken run leaves ------------------------------------------------------------------------------------------
def test_what_a_killed_run_left_is_cleared_and_a_running_one_is_let_be(tmp_path: Path) -> None:
    running = subprocess.Popen([sys.executable, "-c", HOLDS_ONE, str(tmp_path / "a.csv")], stdout=subprocess.PIPE)
    assert running.stdout is not None
    running.stdout.readline()
    held = names(tmp_path)
    assert len(held) == 1 and is_unfinished(held[0])
    clear_unfinished(tmp_path)
    assert names(tmp_path) == held, "it is still being written"
    running.kill()
    running.wait()
    running.stdout.close()
    assert names(tmp_path) == held, "the killed run left it"
    clear_unfinished(tmp_path)
    assert names(tmp_path) == []


def test_only_what_is_certainly_ours_is_cleared(tmp_path: Path) -> None:
    kept = [".accountplan-notes.part", ".plan.xlsx.part", "accountplan-0123456789abcdef.part", f"{UNFINISHED}.xlsx"]
    for name in kept:
        (tmp_path / name).write_bytes(b"a person's")
    (tmp_path / UNFINISHED.replace("0", "f")).mkdir()
    (tmp_path / UNFINISHED.replace("0", "e")).symlink_to(tmp_path / kept[0])
    before = names(tmp_path)
    (tmp_path / UNFINISHED).write_bytes(b"half")
    clear_unfinished(tmp_path)
    assert names(tmp_path) == before


def test_a_folder_is_made_and_tried_without_a_trace(tmp_path: Path) -> None:
    (tmp_path / "new").mkdir()
    (tmp_path / "new" / UNFINISHED).write_bytes(b"half")
    make_folder(tmp_path / "new")
    make_folder(tmp_path / "deep" / "er")
    assert names(tmp_path / "new") == names(tmp_path / "deep" / "er") == []
