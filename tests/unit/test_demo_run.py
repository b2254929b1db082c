"""`accountplan demo`: what it lays down, that it can be repeated, and that it leaves other people's files alone."""

from __future__ import annotations

import hashlib
import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from accountplan.demo import run_demo
from accountplan.demo.samples import load_samples
from accountplan.demo.vary import cast
from accountplan.errors import Stop
from accountplan.messages import LANGUAGES, catalogue
from accountplan.portfolio.read import read_portfolio
from accountplan.template.library import Library
from accountplan.workbook.read import read_plan
from tests.unit.demo_plans import plans

FEW = 2

FINGERPRINTS = """
from accountplan.demo.returned import returned
from accountplan.demo.vary import cast
from accountplan.demo.samples import load_samples
from tests.unit.demo_plans import plans, the_round
import hashlib
for plan in plans(40, "q1"):
    print(plan.account, plan.draft.answers().fingerprint(), sorted(plan.draft.typed.items()))
round_ = the_round(40, "q1")
for file in returned(round_, cast(load_samples(), 40, 1).accounts[36]):
    print(file.name, hashlib.sha256(file.content).hexdigest())
"""


@pytest.fixture(scope="module")
def demo(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("demo")
    run_demo(folder, accounts=FEW, say=lambda line: None)
    return folder


def contents(folder: Path) -> dict[str, str]:
    files = sorted(path for path in folder.rglob("*") if path.is_file())
    return {path.relative_to(folder).as_posix(): hashlib.sha256(path.read_bytes()).hexdigest() for path in files}


# -- what stands there -------------------------------------------------------------------------------------------------
def test_everything_of_the_contract_is_laid_down(demo: Path) -> None:
    names = set(contents(demo))
    plan = "A-001 Bakkerij De Gouden Schieter.xlsx"
    expected = {"portfolio.xlsx", f"plans/{plan}", f"returned/{plan}", "summary-2027-Q1.xlsx", "summary-2027-Q2.xlsx"}
    assert expected <= names
    portfolio = read_portfolio(demo / "portfolio.xlsx", Library().named)
    assert portfolio.settings.picture is not None, "the logo lies where the settings say"
    assert {f"data/{name}.csv" for name in ("files", "accounts", "evaluations", "goals", "findings")} <= names


def test_what_comes_back_is_what_was_filled_in(demo: Path) -> None:
    for plan in plans(FEW, "q1"):
        path = next((demo / "returned").glob(f"{plan.account.id} *.xlsx"))
        reading = read_plan(path, path.name, Library().find)
        assert reading.plan_answers() == plan.draft.answers()
        assert reading.filled_in
        assert reading.saved is not None
        (day,) = (answer.value for answer in [reading.of_role("last-change")] if answer)
        assert reading.saved.date() == day, "the document was saved when the plan says that it was changed"


def test_six_lines_say_what_to_open_first(tmp_path: Path) -> None:
    lines: list[str] = []
    run_demo(tmp_path / "demo", accounts=1, language="en", say=lines.append)
    assert [line[:2] for line in lines] == [f"{number}." for number in range(1, 7)]
    assert "summary-2027-Q1.xlsx" in lines[0]


# -- again, and beside others ------------------------------------------------------------------------------------------
def test_a_second_run_replaces_the_first_with_the_same_bytes(demo: Path) -> None:
    before = contents(demo)
    run_demo(demo, accounts=FEW, say=lambda line: None)
    assert contents(demo) == before


def test_a_smaller_demo_leaves_nothing_of_the_larger_one(tmp_path: Path) -> None:
    run_demo(tmp_path, accounts=FEW, say=lambda line: None)
    run_demo(tmp_path, accounts=1, say=lambda line: None)
    assert not list(tmp_path.rglob("A-002*"))


def test_a_folder_with_anything_else_is_left_alone(tmp_path: Path) -> None:
    (tmp_path / "offerte.docx").write_text("mine")
    with pytest.raises(Stop, match=r"offerte\.docx"):
        run_demo(tmp_path, accounts=1, say=lambda line: None)
    assert [path.name for path in tmp_path.iterdir()] == ["offerte.docx"]


def test_a_plan_that_somebody_changed_is_left_alone(tmp_path: Path) -> None:
    run_demo(tmp_path, accounts=1, say=lambda line: None)
    plan = next((tmp_path / "plans").iterdir())
    plan.write_bytes(b"filled in")
    before = contents(tmp_path)
    with pytest.raises(Stop, match="plans/A-001"):
        run_demo(tmp_path, accounts=1, say=lambda line: None)
    assert contents(tmp_path) == before


def test_a_file_is_no_folder(tmp_path: Path) -> None:
    (tmp_path / "demo").write_text("")
    with pytest.raises(Stop, match="demo"):
        run_demo(tmp_path / "demo", accounts=1, say=lambda line: None)


# -- the same whoever runs it ------------------------------------------------------------------------------------------
def test_neither_clock_nor_locale_nor_hash_seed_matters() -> None:
    first, second = _elsewhere(TZ="Pacific/Auckland", LC_ALL="C", hash_seed="1"), _elsewhere(hash_seed="2")
    assert first == second
    assert first.count("\n") > 30


def _elsewhere(hash_seed: str, **environment: str) -> str:
    root = Path(__file__).resolve().parents[2]
    python = {"PYTHONPATH": os.pathsep.join((str(root / "src"), str(root))), "PYTHONHASHSEED": hash_seed}
    run = subprocess.run(
        [sys.executable, "-c", FINGERPRINTS], check=True, capture_output=True, text=True, encoding="utf-8",
        env={**os.environ, "PYTHONIOENCODING": "utf-8", **python, **environment},
    )  # fmt: skip
    return run.stdout


def test_an_account_is_the_same_in_a_larger_demo() -> None:
    samples = load_samples()
    few, many = cast(samples, 40, 3).accounts, cast(samples, 500, 3).accounts
    for one, other in zip(few, many, strict=False):
        assert (one.name, one.city, one.figures) == (other.name, other.city, other.figures)


def test_another_seed_gives_other_accounts() -> None:
    assert cast(load_samples(), 40, 1).accounts[20] != cast(load_samples(), 40, 2).accounts[20]


# -- what it says ------------------------------------------------------------------------------------------------------
def sentences() -> Iterator[tuple[str, str, str]]:
    for key in catalogue("nl", "demo"):
        yield key, *(catalogue(language, "demo")[key] for language in LANGUAGES)


def test_every_sentence_exists_in_every_language() -> None:
    assert len({frozenset(catalogue(language, "demo")) for language in LANGUAGES}) == 1
    for key, *texts in sentences():
        placeholders = {frozenset(part.split("}")[0] for part in text.split("{")[1:]) for text in texts}
        assert len(placeholders) == 1, key
