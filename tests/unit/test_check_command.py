"""`accountplan check`: by file and sheet, worst first; for programs; back to the person."""

from __future__ import annotations

import json
import os
import re
import sys
from collections.abc import Callable
from functools import cache
from pathlib import Path

import click
import pytest

from accountplan.cli import main
from accountplan.cli.report import printable, report
from accountplan.feedback.folder import REGISTER
from accountplan.findings import Finding
from accountplan.layout.answers import PlanAnswers
from accountplan.layout.context import PlanContext
from accountplan.template import Template, load_template
from accountplan.workbook.reading import Identity
from accountplan.workbook.write import plan_bytes
from tests.helpers import put_template

FORM = """\
id: "1"
title: {nl: Klant, en: Customer}
items:
  - field: own.name
    label: {nl: Naam, en: Name}
    type: text
    role: account-name
  - field: own.manager
    label: {nl: Accountmanager, en: Account manager}
    type: text
    role: account-manager
"""
FIGURES = """\
id: "2"
title: {nl: Cijfers, en: Figures}
items:
  - field: own.n1
    label: {nl: Getal 1, en: Number 1}
    type: number
  - field: own.why
    label: {nl: Toelichting, en: Note}
    type: text
    required: true
"""


class Ran:
    def __init__(self, code: int, out: str, err: str) -> None:
        self.code, self.out, self.err = code, out, err


Run = Callable[..., Ran]


@pytest.fixture(scope="module")
def template(tmp_path_factory: pytest.TempPathFactory) -> Path:
    head = "id: tiny\nversion: 1.0.0\ntitle: {nl: Klein, en: Tiny}\n"
    return put_template(tmp_path_factory.mktemp("template") / "tiny", head, form=FORM, figures=FIGURES)


@pytest.fixture
def run(template: Path, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path) -> Run:
    """`check` as a person runs it, in a folder of its own."""
    monkeypatch.chdir(tmp_path)

    def command(*arguments: str) -> Ran:
        monkeypatch.setattr(sys, "argv", ["accountplan", "check", *arguments, "--template", str(template)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capsys.readouterr()
        return Ran(int(ended.value.code or 0), said.out, said.err)

    return command


@cache
def loaded(folder: Path) -> Template:
    return load_template(str(folder))


@pytest.fixture
def put(template: Path, tmp_path: Path) -> Callable[..., Path]:
    """Lays a plan in the folder `returned`: all is well but for what was typed."""

    def lay(account: str, language: str = "nl", name: str | None = None, **typed: str) -> Path:
        identity = Identity(account, 2027, "tiny", "1.0.0", language, born="x")
        answers = PlanAnswers({"own.name": f"Klant {account}", "own.manager": "Ann de Wit", "own.why": "Daarom"})
        if "empty" in typed:
            answers = PlanAnswers({"own.name": f"Klant {account}"})
        content = plan_bytes(
            loaded(template), PlanContext(language, 2027), answers, identity,
            typed={f"own.{key}": text for key, text in typed.items() if key != "empty"},
        )  # fmt: skip
        path = tmp_path / "returned" / (name or f"{account}.xlsx")
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_bytes(content)
        return path

    return lay


Put = Callable[..., Path]


# -- on a terminal -----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "lines"),
    [
        (
            "nl",
            ["returned/A-3.xlsx: 1 fout", "  Cijfers", "    fout  E7  'veel' bij 'Getal 1' is geen getal. ",
             "returned/A-2.xlsx: 1 keer let op", "    let op  E8  'Toelichting' is nog leeg. ",
             "Zonder bevindingen: 1 bestand(en) (returned/A-1.xlsx)."],
        ),
        (
            "en",
            ["returned/A-3.xlsx: 1 error", "  Figures", "    error  E7  'veel' for 'Number 1' is not a number. ",
             "returned/A-2.xlsx: 1 warning", "    warning  E8  'Note' is still empty. ",
             "Without findings: 1 file(s) (returned/A-1.xlsx)."],
        ),
    ],
)  # fmt: skip
def test_findings_stand_by_file_and_sheet_the_worst_first(run: Run, put: Put, language: str, lines: list[str]) -> None:
    put("A-1", language)
    put("A-2", language, empty="yes")
    put("A-3", language, n1="veel")
    ran = run("returned")
    said = ran.out.splitlines()
    places = [next(n for n, line in enumerate(said) if line.startswith(part)) for part in lines]
    assert places == sorted(places)
    assert "[not-a-number]" in ran.out and "[missing-required]" in ran.out
    assert "\x1b" not in ran.out
    assert (ran.code, ran.err.count("\n")) == (1, 1)
    assert re.match(r"3 (bestand\(en\): 1 fout|file\(s\): 1 error)", ran.err)


def not_numbers(count: int) -> list[Finding]:
    return [
        Finding("not-a-number", "p.xlsx", "Blad 1", f"C{n}", None, {"label": "Omzet", "raw": "veel"})
        for n in range(1, count + 1)
    ]


def test_many_findings_of_one_kind_are_cut_short_unless_all_are_asked_for() -> None:
    findings = [*not_numbers(14), Finding("own-sheet", "p.xlsx", "Kladblok", None, None, {"label": ""})]
    said = "\n".join(report([("p.xlsx", findings, "nl")], "nl", None))
    assert "14 fouten, 1 keer ter info" in said
    assert said.count("is geen getal") == 10 and said.count("eigen blad") == 1
    assert "+ nog 4 [not-a-number]; --all" in said
    every = "\n".join(report([("p.xlsx", findings, "nl")], "nl", None, everything=True))
    assert every.count("is geen getal") == 14 and "--all" not in every
    assert "--all" not in "\n".join(report([("p.xlsx", not_numbers(10), "nl")], "nl", None))


def test_lines_are_broken_at_the_width_of_the_terminal_and_start_below_each_other() -> None:
    findings = [Finding("not-a-number", "p.xlsx", "Blad 1", "C17", None, {"label": "Omzet", "raw": "woord " * 20})]
    lines = click.unstyle("\n".join(report([("p.xlsx", findings, "nl")], "nl", 70))).split("\n")
    body = lines[2:]
    assert len(body) > 2 and max(map(len, body)) < 70
    margin = body[0].index("'woord")
    assert {len(line) - len(line.lstrip()) for line in body[1:]} == {margin}
    assert len("\n".join(report([("p.xlsx", findings, "nl")], "nl", None)).split("\n")) == 3


def test_a_severity_is_a_word_and_in_colour_too() -> None:
    lines = list(report([("p.xlsx", [Finding("damaged", "p.xlsx")], "en")], "en", None))
    assert lines[1] != click.unstyle(lines[1])
    assert click.unstyle(lines[1]).startswith("    error  'p.xlsx'")


def test_what_a_plan_holds_cannot_move_the_cursor() -> None:
    findings = [
        Finding("not-a-number", "p.xlsx", "B\x1b[2J", "C1", None, {"label": "O\r\n", "raw": "\x1b]0;x\x07\u202e"})
    ]
    said = click.unstyle("\n".join(report([("p\x1b.xlsx", findings, "nl")], "nl", None)))
    assert not set("\x1b\x07\r\u202e") & set(said)
    assert printable("a\n b\x00") == "a b\ufffd"


def test_many_files_without_findings_are_counted_and_a_few_named() -> None:
    files = [(f"{n}.xlsx", [], "nl") for n in range(40)]
    named = ", ".join(f"{n}.xlsx" for n in range(10))
    assert list(report(files, "nl", None)) == [f"Zonder bevindingen: 40 bestand(en) ({named} en nog 30)."]
    assert "39.xlsx" in next(iter(report(files, "nl", None, everything=True)))


# -- for programs ------------------------------------------------------------------------------------------------------
def test_json_has_one_object_per_file_in_the_order_of_the_paths(run: Run, put: Put) -> None:
    put("A-1", n1="veel", empty="yes")
    put("A-2")
    ran = run("returned", "--json")
    objects = [json.loads(line) for line in ran.out.splitlines()]
    assert [(o["file"], o["readable"]) for o in objects] == [("returned/A-1.xlsx", True), ("returned/A-2.xlsx", True)]
    assert [f["severity"] for f in objects[0]["findings"]] == ["error", "warning"]
    assert {"severity", "code", "message", "sheet", "cell", "field"} <= objects[0]["findings"][0].keys()
    assert objects[1]["findings"] == []


@pytest.mark.parametrize(("severity", "code"), [("error", 0), ("warning", 1)])
def test_from_which_severity_it_fails_can_be_chosen(run: Run, put: Put, severity: str, code: int) -> None:
    put("A-1", empty="yes")
    assert run("returned", "--fail-on", severity, "--quiet").code == code


def test_an_info_fails_only_where_infos_are_asked_to(run: Run, put: Put) -> None:
    import openpyxl

    path = put("A-1")
    book = openpyxl.load_workbook(path)
    book.create_sheet("Kladblok")["A1"] = "eigen"
    book.save(path)
    assert run("returned", "--fail-on", "info").code == 1
    assert run("returned", "--fail-on", "warning").code == 0


def test_an_account_that_came_twice_in_a_folder_is_found(run: Run, put: Put) -> None:
    one, two = put("A-1"), put("A-1", name="A-1 nieuw.xlsx", n1="12")
    named = [os.path.relpath(path) for path in (one, two)]
    ran = run("returned", named[0], "returned", "--json")  # what was named twice is checked once
    assert [[f["code"] for f in json.loads(line)["findings"]] for line in ran.out.splitlines()] == [
        ["account-duplicate"], ["account-duplicate"]]  # fmt: skip
    assert "account-duplicate" not in run(*named, "--json").out, "files named one by one are no round"


# -- back to the person ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("language", "workbook", "said"),
    [
        ("nl", "A-1 - correcties.xlsx", "1 correctiebestand(en) en 1 bericht(en)"),
        ("en", "A-1 - corrections.xlsx", "1 corrections workbook(s) and 1 letter(s)"),
    ],
)
def test_feedback_lies_in_the_folder_that_was_asked_for(
    run: Run, put: Put, tmp_path: Path, language: str, workbook: str, said: str
) -> None:
    plan = put("A-1", language, n1="veel")
    put("A-2", language)
    before = (plan.read_bytes(), plan.stat().st_mtime_ns)
    ran = run("returned", "--feedback", "back/to you")
    assert {path.name for path in (tmp_path / "back/to you").iterdir()} == {workbook, "Ann de Wit.txt", REGISTER}
    assert said in ran.err and "back/to you" in ran.err
    assert ran.code == 1 and "not-a-number" in ran.out
    assert (plan.read_bytes(), plan.stat().st_mtime_ns) == before


def nothing_at_hand(name: str) -> None:
    """A finder of templates that child processes can be given."""


def test_our_own_workbooks_are_not_taken_for_plans(run: Run, put: Put, tmp_path: Path) -> None:
    from accountplan.portfolio.collect import collect

    def files() -> dict[Path, bytes]:
        return {path: path.read_bytes() for path in (tmp_path / "returned").rglob("*") if path.is_file()}

    put("A-1", n1="veel")
    first = run("returned", "--feedback", "returned")
    before = files()
    second = run("returned", "--feedback", "returned")
    assert (second.out, second.err, second.code) == (first.out, first.err, first.code)
    assert files() == before and len(before) == 4
    found = {file.file: file for file in collect(tmp_path / "returned", nothing_at_hand).collected}
    assert [finding.code for finding in found["A-1 - correcties.xlsx"].findings] == ["ignored-own"]
    assert found["A-1 - correcties.xlsx"].status == "ignored"


def test_what_was_kept_and_what_was_taken_away_is_said(run: Run, put: Put, tmp_path: Path) -> None:
    put("A-1", n1="veel")
    (tmp_path / "back").mkdir()
    (tmp_path / "back/Ann de Wit.txt").write_text("mine", "utf-8")
    assert "'Ann de Wit.txt' is door iemand anders" in run("returned", "--feedback", "back").err
    put("A-1")
    assert "Verouderd en weggehaald: 2." in run("returned", "--feedback", "back").err
    assert {path.name for path in (tmp_path / "back").iterdir()} == {REGISTER, "Ann de Wit.txt"}
    assert (tmp_path / "back/Ann de Wit.txt").read_text("utf-8") == "mine"


@pytest.mark.parametrize(("folder", "language"), [("file", "nl"), ("file", "en"), ("/proc/nowhere/x", "nl")])
def test_a_folder_that_cannot_be_is_one_clear_line(
    run: Run, put: Put, tmp_path: Path, folder: str, language: str
) -> None:
    put("A-1", n1="veel")
    (tmp_path / "file").write_text("x", "utf-8")
    ran = run("returned", "--feedback", folder, "--language", language, "--quiet")
    assert ran.code == 2
    assert folder in ran.err and ran.err.count("\n") == 1
    assert (tmp_path / "file").read_text("utf-8") == "x"
