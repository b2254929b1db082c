"""The command line: exit codes, one clear line for wrong use, the language that was asked for."""

from __future__ import annotations

import json
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from accountplan.cli import main

CUSTOMERS = "account_id;account_name;account_manager;tier\nA-1;Bedrijf ABC;Anna de Wit;A\nA-2;Bedrijf DEF;Bas Kok;C\n"


class Ran:
    """What a command said and how it ended."""

    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path):  # type: ignore[no-untyped-def]
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["accountplan", *arguments])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return command


@pytest.fixture(scope="module")
def made(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A portfolio and its plans, made by the commands themselves; once, for each test to have a copy."""
    folder = tmp_path_factory.mktemp("round")
    (folder / "c.csv").write_text(CUSTOMERS, "utf-8")
    for arguments in (
        ["init", "p.xlsx", "--from", "c.csv", "--year", "2027"],
        ["generate", "p.xlsx", "--output", "plans"],
    ):
        subprocess.run(
            [sys.executable, "-c", "from accountplan.cli import main; main()", *arguments], cwd=folder, check=True
        )
    return folder


@pytest.fixture
def round_(made: Path, run, tmp_path: Path) -> Path:  # type: ignore[no-untyped-def]
    shutil.copytree(made, tmp_path, dirs_exist_ok=True)
    return tmp_path


@pytest.mark.parametrize(
    ("arguments", "part"),
    [
        (["consolidate", "plans", "--quarter", "2027-Q5", "--output", "s.xlsx"], "2027-Q5"),
        (["consolidate", "plans", "--quarter", "2027-Q1"], "--output"),
        (["consolidate", "plans", "--output", "s.xlsx"], "--quarter"),
        (["consolidate", "nowhere", "--quarter", "2027-Q1", "--output", "s.xlsx"], "nowhere"),
        (["consolidate", "empty", "--quarter", "2027-Q1", "--output", "s.xlsx"], "empty"),
        (["consolidate", "plans", "--quarter", "2027-Q1", "--output", "s.txt"], ".xlsx"),
        (["consolidate", "plans", "--quarter", "2027-Q1", "--data", "d", "--previous", "gone"], "gone"),
        (
            ["consolidate", "plans", "--quarter", "2027-Q1", "--output", "s.xlsx", "--portfolio", "gone.xlsx"],
            "gone.xlsx",
        ),
        (["consolidate", "plans", "--quarter", "2027-Q1", "--output", "/proc/nowhere/s.xlsx"], "/proc/nowhere/s.xlsx"),
        (["generate", "gone.xlsx", "--output", "plans"], "gone.xlsx"),
        (["generate", "p.xlsx", "--output", "/proc/nowhere"], "/proc/nowhere"),
        (["generate", "p.xlsx", "--output", "plans", "--template", "nosuch"], "nosuch"),
        (["generate", "p.xlsx", "--output", "plans", "--account", "ZZZ"], "ZZZ"),
        (["generate", "p.xlsx"], "--output"),
        (["init", "p.xlsx"], "p.xlsx"),
        (["init", "new.xlsx", "--from", "p.xlsx"], "p.xlsx"),
        (["init", "new.xlsx", "--from", "gone.csv"], "gone.csv"),
        (["read", "gone.xlsx"], "gone.xlsx"),
        (["read", "plans"], "plans"),
        (["check", "empty"], "empty"),
        (["status", "plans", "--portfolio", "c.csv"], "c.csv"),
        (["status", "plans", "--portfolio", "p.xlsx", "--as-of", "31-3-2027"], "31-3-2027"),
        (["template", "show", "nosuch"], "nosuch"),
        (["demo", "plans"], "plans"),
        (["demo", "new", "--accounts", "many"], "--accounts"),
        (["bogus"], "bogus"),
        (["read", "--bogus", "x"], "--bogus"),
    ],
)
@pytest.mark.parametrize("language", ["nl", "en"])
def test_wrong_use_is_one_clear_line(run, round_: Path, arguments: list[str], part: str, language: str) -> None:  # type: ignore[no-untyped-def]
    (round_ / "empty").mkdir()
    ran = run(*arguments, "--language", language)
    assert (ran.code, ran.out) == (2, "")
    assert part in ran.err
    assert ran.err.count("\n") == 1, ran.err
    assert "Traceback" not in ran.err


def test_the_languages_differ(run, round_: Path) -> None:  # type: ignore[no-untyped-def]
    said = {language: run("generate", "p.xlsx", "--language", language).err for language in ("nl", "en")}
    assert said["nl"] != said["en"]


def test_a_strangers_file_is_a_finding_and_the_rest_is_done(run, round_: Path) -> None:  # type: ignore[no-untyped-def]
    (round_ / "plans/stranger.xlsx").write_bytes(b"no workbook")
    ran = run(
        "consolidate", "plans", "--quarter", "2027-Q1", "--portfolio", "p.xlsx", "--output", "s.xlsx", "--data", "d"
    )
    assert ran.code == 1
    assert (round_ / "s.xlsx").exists()
    assert "stranger.xlsx" in (round_ / "d/files.csv").read_text("utf-8")
    assert "stranger.xlsx" in ran.out


def test_an_empty_folder_is_a_round_in_which_nobody_delivered(run, round_: Path) -> None:  # type: ignore[no-untyped-def]
    (round_ / "empty").mkdir()
    ran = run("consolidate", "empty", "--quarter", "2027-Q1", "--portfolio", "p.xlsx", "--output", "s.xlsx")
    assert ran.code == 0
    assert (round_ / "s.xlsx").exists()


def test_reading_back_as_json(run, round_: Path) -> None:  # type: ignore[no-untyped-def]
    ran = run("read", "plans/A-1 Bedrijf ABC.xlsx", "--json", "--language", "en")
    plan = json.loads(ran.out)
    assert (ran.code, plan["readable"], plan["account"]["id"], plan["year"]) == (0, True, "A-1", 2027)
    assert plan["answers"]["meta.account_name"]["value"] == "Bedrijf ABC"
    assert all(
        {"severity", "code", "message", "sheet", "cell", "field"} <= finding.keys() for finding in plan["findings"]
    )


def test_what_is_there_is_not_replaced(run, round_: Path) -> None:  # type: ignore[no-untyped-def]
    before = (round_ / "plans/A-1 Bedrijf ABC.xlsx").read_bytes()
    assert run("generate", "p.xlsx", "--output", "plans").code == 1
    assert run("generate", "p.xlsx", "--output", "plans", "--force").code == 0
    assert (round_ / "plans/A-1 Bedrijf ABC.xlsx").read_bytes() == before


def test_a_template_of_ones_own_is_found_from_where_the_portfolio_lies(run, round_: Path) -> None:  # type: ignore[no-untyped-def]
    (round_ / "sub").mkdir()
    assert run("template", "new", "mine").code == 0
    assert run("template", "check", "mine").code == 0
    assert run("init", "sub/own.xlsx", "--template", "mine", "--from", "c.csv", "--year", "2027").code == 0
    assert run("generate", "sub/own.xlsx", "--output", "own").code == 0
    assert (
        json.loads(run("read", "own/A-1 Bedrijf ABC.xlsx", "--template", "mine", "--json").out)["template"]["id"]
        == "mine"
    )


def test_every_command_has_help_with_an_example(run) -> None:  # type: ignore[no-untyped-def]
    for command in ("demo", "init", "generate", "read", "check", "consolidate", "status", "template"):
        ran = run(command, "--help")
        assert (ran.code, ran.err) == (0, "")
        assert f"accountplan {command}" in ran.out
        assert "Example" in ran.out
