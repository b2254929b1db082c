"""Every entry of a folder is named with why it is not opened, whatever its name and whatever it is."""

from __future__ import annotations

import csv
import os
import socket
import subprocess
import time
from pathlib import Path

import pytest
from click.testing import CliRunner

from accountplan.cli import cli
from accountplan.consolidate import consolidate, parse_quarter, write_data
from accountplan.portfolio.collect import collect, read_file, read_files
from accountplan.portfolio.folder import Found, find_files, shown_name
from accountplan.workbook import content as content_module
from accountplan.workbook.content import content_of
from accountplan.workbook.limits import LIMITS
from accountplan.workbook.package import Refused
from tests.unit.rounds import account, find, portfolio, workbook_of

ODD_NAMES = [
    "line\nbreak.xlsx",
    "tab\there.xlsx",
    'quote"d.xlsx',
    "it's.xlsx",
    "-rf.xlsx",
    "--help.xlsx",
    "=1+1.xlsx",
    "@SUM(A1).xlsx",
    "\x1b[31mred.xlsx",
    "\u202egnp.xlsx",
    "📊 plan.xlsx",
    "%41%.xlsx",
    "plan (1).xlsx",
    "plan - conflicted copy.xlsx",
    "a" * 240 + ".xlsx",
    " leading and trailing .xlsx",
    os.fsdecode(b"caf\xe9.xlsx"),
    os.fsdecode(b"caf\xff.xlsx"),
]


def touch(folder: Path, *names: str) -> None:
    for name in names:
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_bytes(b"")


def found(folder: Path) -> dict[str, str | None]:
    return {file.shown: file.ignored for file in find_files(folder)}


# -- names -------------------------------------------------------------------------------------------------------------
def test_odd_names_are_read_and_each_is_shown_as_another(tmp_path: Path) -> None:
    touch(tmp_path, *ODD_NAMES)
    names = found(tmp_path)
    assert len(names) == len(ODD_NAMES)
    assert set(names.values()) == {None}
    assert {"line\nbreak.xlsx", "📊 plan.xlsx", "caf\ufffdE9.xlsx", "caf\ufffdFF.xlsx"} < set(names)
    for name in names:
        name.encode("utf-8")


def test_a_mark_is_never_another_name() -> None:
    names = [os.fsdecode(b"\xe9"), "\ufffdE9", "\ufffd", "\ufffdFFFD", "é"]
    assert len({shown_name(name) for name in names}) == len(names)


@pytest.mark.parametrize("name", [name for name in ODD_NAMES if not name.startswith("-")])
def test_no_name_breaks_a_line_or_commands_the_terminal(
    name: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    touch(tmp_path, f"plans/{name}")
    for command in (["read", f"plans/{name}"], ["check", "plans"], ["check", f"plans/{name}/gone"]):
        result = CliRunner().invoke(cli, [*command, "--language", "en"], standalone_mode=False)
        said = result.output + (str(result.exception) if result.exception else "")
        assert all(sign.isprintable() or sign == "\n" for sign in said)
        assert len(said.splitlines()) <= 4


def test_json_and_csv_keep_the_name(tmp_path: Path) -> None:
    touch(tmp_path / "plans", "line\nbreak.xlsx", os.fsdecode(b"caf\xe9.xlsx"))
    result = consolidate(tmp_path / "plans", parse_quarter("2027-Q1"), find, portfolio(account("A-1")))
    write_data(result.tables, tmp_path / "data")
    with open(tmp_path / "data" / "files.csv", encoding="utf-8", newline="") as file:
        assert [row["file"] for row in csv.DictReader(file)] == ["caf\ufffdE9.xlsx", "line\nbreak.xlsx"]


def test_temporary_files_and_owners_are_ignored_and_copies_are_read(tmp_path: Path) -> None:
    touch(tmp_path, "~$plan.xlsx", ".~lock.plan.xlsx#", "plan.xlsx.tmp", "plan.xlsx.partial", "._plan.xlsx")
    touch(tmp_path, "plan (1).xlsx", "plan - conflicted copy.xlsx", "plan.XLSX")
    assert {name for name, ignored in found(tmp_path).items() if ignored is None} == {
        "plan (1).xlsx", "plan - conflicted copy.xlsx", "plan.XLSX"
    }  # fmt: skip


def test_a_placeholder_of_a_cloud_folder_says_what_to_do(tmp_path: Path) -> None:
    touch(tmp_path, "plan.xlsx")
    reading = read_file(tmp_path / "plan.xlsx", "plan.xlsx", find)
    assert "0 bytes" in reading.findings[0].message("en")


# -- what is no file ---------------------------------------------------------------------------------------------------
def _special(folder: Path) -> list[str]:
    os.mkfifo(folder / "pipe.xlsx")
    with socket.socket(socket.AF_UNIX) as made:
        made.bind(os.fspath(folder / "s.xlsx"))
    (folder / "zero.xlsx").symlink_to("/dev/zero")
    return ["pipe.xlsx", "s.xlsx", "zero.xlsx"]


def test_pipes_sockets_and_devices_are_never_opened(tmp_path: Path) -> None:
    names = _special(tmp_path)
    assert found(tmp_path) == dict.fromkeys(names, "ignored-special")
    assert [file.status for file in collect(tmp_path, find).collected] == ["ignored"] * 3


@pytest.mark.parametrize("command", ["read", "check"])
def test_nor_when_they_are_named(command: str, tmp_path: Path) -> None:
    start = time.monotonic()
    for name in _special(tmp_path):
        result = CliRunner().invoke(cli, [command, str(tmp_path / name), "--language", "en"], standalone_mode=False)
        assert result.return_value == 1
        assert "is not an ordinary file" in result.output
    assert time.monotonic() - start < 20


def test_a_folder_in_place_of_a_file_is_said(tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").mkdir()
    with pytest.raises(Refused) as refused:
        content_of(tmp_path / "plan.xlsx", LIMITS.size)
    assert refused.value.params["sentence"] == "is-a-folder"


def test_a_file_without_end_is_refused_by_its_size(tmp_path: Path) -> None:
    with open(tmp_path / "huge.xlsx", "wb") as file:
        file.truncate(20_000_000_000)
    start = time.monotonic()
    (collected,) = read_files([Found(tmp_path / "huge.xlsx", "huge.xlsx")], find)
    assert (collected.reason, collected.size, collected.sha256) == ("too-large", 20_000_000_000, "")
    assert time.monotonic() - start < 10


@pytest.mark.skipif(os.geteuid() == 0, reason="an administrator may read everything")
def test_what_may_not_be_read_is_refused_by_name(tmp_path: Path) -> None:
    touch(tmp_path, "closed.xlsx", "shut/plan.xlsx")
    (tmp_path / "closed.xlsx").chmod(0)
    (tmp_path / "shut").chmod(0)
    try:
        reasons = {file.file: file.reason for file in collect(tmp_path, find).collected}
    finally:
        (tmp_path / "shut").chmod(0o700)
    assert reasons == {"closed.xlsx": "unreadable", "shut": "ignored-closed"}


# -- links and depth ---------------------------------------------------------------------------------------------------
def test_a_folder_elsewhere_is_entered_once_however_many_links_lead_there(tmp_path: Path) -> None:
    touch(tmp_path, "elsewhere/in/a.xlsx", "elsewhere/b.xlsx", "plans/c.xlsx")
    (tmp_path / "plans" / "1").symlink_to(tmp_path / "elsewhere" / "in")
    (tmp_path / "plans" / "2").symlink_to(tmp_path / "elsewhere")
    (tmp_path / "plans" / "3").symlink_to(tmp_path / "elsewhere")
    assert found(tmp_path / "plans") == {
        "1/a.xlsx": None, "2/b.xlsx": None, "2/in": "ignored-link", "3": "ignored-link", "c.xlsx": None
    }  # fmt: skip


def test_links_in_circles_come_to_an_end(tmp_path: Path) -> None:
    touch(tmp_path, "one/a.xlsx", "two/b.xlsx")
    (tmp_path / "one" / "two").symlink_to(tmp_path / "two")
    (tmp_path / "two" / "one").symlink_to(tmp_path / "one")
    assert found(tmp_path / "one") == {"a.xlsx": None, "two/b.xlsx": None, "two/one": "ignored-link"}


def test_folders_deeper_than_any_program_goes(tmp_path: Path) -> None:
    folder, depth = os.open(tmp_path, os.O_RDONLY), 1_300
    for _ in range(depth):  # the path as a whole is too long for the system
        os.mkdir("deep", dir_fd=folder)
        inner = os.open("deep", os.O_RDONLY, dir_fd=folder)
        os.close(folder)
        folder = inner
    os.close(folder)
    try:
        (only,) = find_files(tmp_path)
        assert only.ignored == "ignored-closed"
        assert 500 < only.shown.count("deep") <= depth
    finally:  # Python itself cannot clear it away
        subprocess.run(["rm", "-r", tmp_path / "deep"], check=True)


# -- at work -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("change", ["grow", "shrink", "replace", "vanish", "touch"])
def test_a_change_while_reading_is_seen(change: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"x" * 1000)
    looks = 0
    look = os.fstat

    def meanwhile(number: int) -> os.stat_result:
        nonlocal looks
        seen = look(number)
        looks += 1
        if looks == 1:
            match change:
                case "grow":
                    path.write_bytes(b"x" * 2000)
                case "shrink":
                    os.truncate(path, 10)
                case "replace":
                    (tmp_path / "new").write_bytes(b"y" * 1000)
                    (tmp_path / "new").replace(path)
                case "vanish":
                    path.unlink()
                case "touch":
                    os.utime(path, ns=(0, 1))
        return seen

    monkeypatch.setattr(content_module.os, "fstat", meanwhile)
    monkeypatch.setattr(content_module, "_TRIES", 1)
    with pytest.raises(Refused) as refused:
        content_of(path, LIMITS.size)
    assert refused.value.code == "changed-while-read"


def test_a_file_that_is_ready_at_the_second_look_is_read(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(b"half")
    monkeypatch.setattr(content_module, "_PAUSE", 0)
    looks = iter([None, b"whole"])
    monkeypatch.setattr(content_module, "_at_once", lambda path, most: next(looks))
    assert content_of(path, LIMITS.size) == b"whole"


# -- the account of it all ---------------------------------------------------------------------------------------------
def test_found_is_read_and_refused_and_ignored_with_the_reason_of_each(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    touch(plans, "empty.xlsx", "notes.docx", "~$a.xlsx", ".hidden.xlsx", *ODD_NAMES)
    _special(plans)
    (plans / "a.xlsx").write_bytes(workbook_of("A-1"))
    (plans / "around").symlink_to(plans)
    result = consolidate(plans, parse_quarter("2027-Q1"), find, portfolio(account("A-1")), language="en")
    rows, counts = result.tables.files, result.counts
    assert counts["found"] == len(rows) == counts["read"] + counts["refused"] + counts["ignored"]
    assert all(row.reason or row.counts for row in rows)
    assert {row.file: row.reason for row in rows if row.file in ("a.xlsx", "empty.xlsx", "notes.docx", "around")} == {
        "a.xlsx": None, "empty.xlsx": "damaged", "notes.docx": "ignored-kind", "around": "ignored-link"
    }  # fmt: skip
    assert result.lines()[0] == f"Found: {len(rows)} file(s); read 1, refused {counts['refused']}, skipped 7."
