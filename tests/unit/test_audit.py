"""The log of a run: what was asked, every file by its content hash and what became of it, and what was written."""

from __future__ import annotations

import hashlib
import json
import os
from datetime import datetime
from pathlib import Path
from typing import Any

import click
import pytest
from click.testing import CliRunner

from accountplan.cli import cli
from accountplan.cli.log import Log
from accountplan.demo import run_demo
from accountplan.errors import Stop
from accountplan.workbook.limits import LIMITS
from tests.unit.rounds import workbook_of


@pytest.fixture(scope="module")
def the_demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder: Path = tmp_path_factory.mktemp("demo")
    run_demo(folder, 2, "en", 1, lambda line: None)
    return folder


def run(*arguments: object) -> int:
    result = CliRunner().invoke(cli, [str(argument) for argument in arguments], standalone_mode=False)
    if result.exception:
        raise result.exception
    code: int = result.return_value
    return code


def lines(log: Path) -> list[dict[str, Any]]:
    return [json.loads(line) for line in log.read_text("utf-8").splitlines()]


def sha(path: Path) -> str:
    return hashlib.sha256(path.read_bytes()).hexdigest()


def a_plan(folder: Path) -> Path:
    plan = folder / "plan.xlsx"
    plan.write_bytes(workbook_of("A-1"))
    return plan


@pytest.mark.parametrize("command", ["read", "check"])
def test_files_that_are_named_are_logged_by_hash(command: str, tmp_path: Path) -> None:
    plan, stranger, log = a_plan(tmp_path), tmp_path / "stranger.xlsx", tmp_path / "run.jsonl"
    stranger.write_bytes(b"no workbook")
    code = run(command, plan, stranger, "--log", log, "--limit", "seconds=30")
    begin, first, second, end = lines(log)
    assert (begin["what"], begin["command"], begin["limits"]["seconds"]) == ("run", command, 30)
    assert begin["limits"] | {"seconds": LIMITS.seconds} == vars(LIMITS)
    assert "limits" not in begin["arguments"]
    assert begin["version"]
    assert datetime.fromisoformat(begin["time"]) <= datetime.fromisoformat(end["time"])
    assert (first["file"], first["sha256"], first["size"]) == (plan.as_posix(), sha(plan), plan.stat().st_size)
    assert (first["status"], first["reason"], first["account"]) == ("read", None, "A-1")
    assert first["template"] == {"id": "accountplan", "version": "1.0.0"}
    assert first["seconds"] > 0
    assert (second["status"], second["reason"], second["sha256"]) == ("refused", "not-a-plan", sha(stranger))
    assert second["errors"] == 1
    assert (end["what"], end["outputs"], end["exit_code"]) == ("end", [], code)
    assert {line["run"] for line in (begin, first, second, end)} == {begin["run"]}


def test_a_round_is_logged_with_its_portfolio_and_outputs(the_demo: Path, tmp_path: Path) -> None:
    log, data = tmp_path / "run.jsonl", tmp_path / "data"
    code = run(
        "consolidate", the_demo / "returned", "--year", the_year(the_demo), "--portfolio", the_demo / "portfolio.xlsx",
        "--data", data, "--output", tmp_path / "summary.xlsx", "--log", log,
    )  # fmt: skip
    begin, *files, end = lines(log)
    assert begin["portfolio"] == {
        "file": (the_demo / "portfolio.xlsx").as_posix(),
        "sha256": sha(the_demo / "portfolio.xlsx"),
    }
    assert {"id": "accountplan", "version": "1.0.0"} in begin["templates"]
    assert [file["file"] for file in files] == sorted(path.name for path in (the_demo / "returned").iterdir())
    written = {entry["file"]: entry["sha256"] for entry in end["outputs"]}
    assert written == {path.as_posix(): sha(path) for path in (*data.iterdir(), tmp_path / "summary.xlsx")}
    assert end["exit_code"] == code


def the_year(demo: Path) -> str:
    return next(demo.glob("summary-*-Q1.xlsx")).name.split("-")[1]


def test_status_and_generate_are_logged(the_demo: Path, tmp_path: Path) -> None:
    log = tmp_path / "run.jsonl"
    run("status", the_demo / "returned", "--portfolio", the_demo / "portfolio.xlsx", "--log", log)
    run("generate", the_demo / "portfolio.xlsx", "--output", tmp_path / "plans", "--log", log)
    run("generate", the_demo / "portfolio.xlsx", "--output", tmp_path / "plans", "--log", log)
    runs: dict[str, list[dict[str, Any]]] = {}
    for line in lines(log):
        runs.setdefault(line["run"], []).append(line)
    status, first, second = runs.values()
    assert [line["command"] for line in (status[0], first[0], second[0])] == ["status", "generate", "generate"]
    plans = sorted((tmp_path / "plans").iterdir())
    assert [entry["sha256"] for entry in first[-1]["outputs"]] == [sha(path) for path in plans]
    assert [line["status"] for line in first[1:-1]].count("made") == len(plans)
    assert second[-1]["outputs"] == []
    assert {line["reason"] for line in second[1:-1] if line["file"]} == {"not-replaced"}


def test_a_log_is_added_to_and_its_lines_stay_whole(tmp_path: Path) -> None:
    plan, log = a_plan(tmp_path), tmp_path / "run.jsonl"
    log.write_text('{"what": "earlier"}\n')
    run("read", plan, "--log", log)
    assert [line["what"] for line in lines(log)] == ["earlier", "run", "file", "end"]


def test_the_log_says_nothing_secret(tmp_path: Path) -> None:
    @click.command("secretly")
    @click.option("--password")
    @click.option("--password-file", type=click.Path(path_type=Path))
    @click.option("--log")
    def command(password: str, password_file: Path, log: str) -> None:
        kept = Log(Path(log), "en")
        kept.begin()
        kept.end((), 0)

    log = tmp_path / "run.jsonl"
    given = ["--password", "s3cret", "--password-file", "pass.txt", "--log", str(log)]
    assert CliRunner().invoke(command, given).exit_code == 0
    begin, _ = lines(log)
    assert begin["arguments"] == {"password": "***", "password_file": "pass.txt", "log": str(log)}
    assert "s3cret" not in log.read_text("utf-8")


@pytest.mark.parametrize("place", [".", "plan.xlsx/run.jsonl", "pipe"])
def test_a_log_that_cannot_be_written_stops_before_anything_is_done(place: str, tmp_path: Path) -> None:
    a_plan(tmp_path)
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(Stop, match=r"--log"):
        run("consolidate", tmp_path, "--year", "2027", "--data", tmp_path / "data", "--log", tmp_path / place)
    assert not (tmp_path / "data").exists()


def test_a_full_disk_is_one_line(tmp_path: Path) -> None:
    if not Path("/dev/full").exists():
        pytest.skip("no /dev/full here")
    with pytest.raises(Stop, match="--log"):
        run("read", a_plan(tmp_path), "--log", "/dev/full")


def test_the_log_in_the_folder_of_plans_is_no_plan_and_changes_no_result(tmp_path: Path) -> None:
    plans = tmp_path / "plans"
    plans.mkdir()
    a_plan(plans)
    for name in ("first", "second"):
        run("consolidate", plans, "--year", "2027", "--data", tmp_path / name, "--log", plans / "run.jsonl")
    second = (tmp_path / "second" / "files.csv").read_text("utf-8")
    assert (tmp_path / "first" / "files.csv").read_text("utf-8") == second
    assert "run.jsonl,,ignored" in second


def test_names_that_are_no_text_are_logged_all_the_same(tmp_path: Path) -> None:
    name = tmp_path / os.fsdecode(b"caf\xe9.xlsx")
    name.write_bytes(b"")
    run("read", name, "--log", tmp_path / "run.jsonl")
    assert lines(tmp_path / "run.jsonl")[1]["file"].endswith("caf\ufffdE9.xlsx")
