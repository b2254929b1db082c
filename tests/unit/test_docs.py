"""The documents: what they link to exists, what they show works, and both languages have the same."""

from __future__ import annotations

import io
import re
import shlex
import sys
from contextlib import redirect_stderr, redirect_stdout
from dataclasses import dataclass
from pathlib import Path

import click
import pytest

from accountplan.cli import cli, main
from accountplan.template import load_template
from tests.tools.pictures import LARGEST, PICTURES, SHOWN

ROOT = Path(__file__).parents[2]
PAGES = sorted([*ROOT.glob("README*.md"), *(ROOT / "docs").glob("*.md"), ROOT / "samples" / "README.md"])
PEOPLE = sorted(path.stem for path in PAGES if re.match(r"handleiding|guide|sjablonen|templates", path.stem))
"""The documents for people other than developers, which exist in both languages."""

CUSTOMERS = "account_id,account_name,account_manager,tier\nA-1,Bouwbedrijf De Steiger,Anna de Wit,A\n"
"""A customer list by the names that the documents give it."""


@dataclass(frozen=True)
class Fence:
    """A block of code: its language, and what stands in it."""

    language: str
    text: str

    @property
    def file(self) -> str | None:
        """The file that it is, or goes on with: `# shop/template.yaml`, `# shop/template.yaml, continued`."""
        named = re.match(r"# ([\w./-]+\.yaml)(, (continued|vervolg))?\n", self.text)
        return named[1] if named and self.language == "yaml" else None

    @property
    def commands(self) -> list[tuple[list[str], str]]:
        """The commands of a console, each with what it says."""
        parts = re.split(r"^\$ ", self.text, flags=re.MULTILINE)[1:]
        return [(shlex.split(line, comments=True), said) for line, _, said in (part.partition("\n") for part in parts)]


def fences(page: Path) -> list[Fence]:
    found = re.findall(r"^```(\w*)\n(.*?)^```$", page.read_text("utf-8"), re.MULTILINE | re.DOTALL)
    return [Fence(language, text) for language, text in found]


def without_code(page: Path) -> str:
    return re.sub(r"^```.*?^```$", "", page.read_text("utf-8"), flags=re.MULTILINE | re.DOTALL)


def named(page: Path) -> str:
    return page.relative_to(ROOT).as_posix()


every_page = pytest.mark.parametrize("page", PAGES, ids=named)


# -- what they link to -----------------------------------------------------------------------------------------------
def anchors(page: Path) -> set[str]:
    """The anchors that a page's headings get."""
    heads = re.findall(r"^#+ (.+)$", without_code(page), re.MULTILINE)
    return {re.sub(r"[^\w\- ]", "", head.lower()).strip().replace(" ", "-") for head in heads}


@every_page
def test_links_lead_somewhere(page: Path) -> None:
    to_be_made = {SHOWN / f"{name}.png" for name in PICTURES}
    for target in re.findall(r"\]\(([^)\s]+)\)", without_code(page)):
        if re.match(r"https?:|mailto:", target):
            continue
        path, _, anchor = target.partition("#")
        found = (page.parent / path).resolve() if path else page
        assert found.exists() or found in to_be_made, target
        assert not anchor or anchor in anchors(found), target


@every_page
def test_no_page_knows_a_machine(page: Path) -> None:
    assert not re.search(r"(^|[\s`'\"(])(/(home|root|tmp|work|Users|opt|mnt)/|[A-Z]:\\)", page.read_text("utf-8"))


def test_the_pictures_are_those_of_the_table_and_small() -> None:
    for picture in SHOWN.iterdir():
        assert picture.stem in PICTURES and picture.suffix == ".png", picture.name
        assert picture.stat().st_size <= LARGEST, picture.name


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_shown_in_pages_of_its_language(name: str) -> None:
    shown_in = [page for page in PAGES if f"pictures/{name}.png" in page.read_text("utf-8")]
    assert shown_in
    language = PICTURES[name][1]
    assert all((language == "nl") == is_dutch(page) for page in shown_in)


# -- both languages --------------------------------------------------------------------------------------------------
def is_dutch(page: Path) -> bool:
    words = re.findall(r"\w+", without_code(page).lower())
    return words.count("de") + words.count("het") > words.count("the")


def twin(page: Path) -> Path | None:
    """The page in the other language that this one names."""
    other = re.search(r"(?:English|Nederlands): \[[^]]*\]\(([^)]+)\)", page.read_text("utf-8"))
    return (page.parent / other[1]).resolve() if other else None


@every_page
def test_a_dutch_page_has_its_english_twin(page: Path) -> None:
    other = twin(page)
    if other is None:
        assert not is_dutch(page) or page.parent.name == "samples", "no line with: English: [...](...)"
        assert page.stem not in PEOPLE
        return
    assert other.exists() and twin(other) == page
    assert is_dutch(page) != is_dutch(other)


@pytest.mark.parametrize("page", [page for page in PAGES if page.stem in PEOPLE], ids=named)
def test_twins_have_the_same_parts(page: Path) -> None:
    other = twin(page)
    assert other is not None
    for part in (r"^#+ ", r"^!\[", r"^- ", r"^\d+\. ", r"^\|", r"^\$ accountplan"):
        assert len(re.findall(part, page.read_text("utf-8"), re.MULTILINE)) == len(
            re.findall(part, other.read_text("utf-8"), re.MULTILINE)
        ), part


@pytest.mark.parametrize("stem", ["handleiding-verkoop", "guide-sales"])
def test_the_guide_for_sales_fits_on_a_page(stem: str) -> None:
    assert len((ROOT / "docs" / f"{stem}.md").read_text("utf-8").split()) <= 750


@pytest.mark.parametrize(("stem", "language"), [("handleiding-manager", "nl"), ("guide-manager", "en")])
def test_the_guide_for_managers_knows_the_limits(stem: str, language: str) -> None:
    said = (ROOT / "docs" / f"{stem}.md").read_text("utf-8")
    for kpi in load_template("accountplan").kpis:
        assert f"| {kpi.label[language]} | {kpi.limits.green:.0%} | {kpi.limits.amber:.0%} |" in said


# -- what they show works --------------------------------------------------------------------------------------------
def run(arguments: list[str]) -> tuple[int, str]:
    """How a command ended, and what it said."""
    said = io.StringIO()
    before, sys.argv = sys.argv, arguments
    try:
        with redirect_stdout(said), redirect_stderr(said), pytest.raises(SystemExit) as ended:
            main()
    finally:
        sys.argv = before
    return int(ended.value.code or 0), said.getvalue()


def write(fence: Fence, folder: Path, seen: set[str]) -> None:
    """Put a file of a document where it says; what is named again goes on where it ended."""
    assert fence.file is not None
    target = folder / fence.file
    target.parent.mkdir(parents=True, exist_ok=True)
    with target.open("a" if fence.file in seen else "w", encoding="utf-8") as file:
        file.write(fence.text)
    seen.add(fence.file)


WITH_FILES = [page for page in PAGES if any(fence.file for fence in fences(page))]


@pytest.mark.parametrize("page", WITH_FILES, ids=named)
def test_the_examples_load_and_the_commands_say_what_is_shown(
    page: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    for name in ("klanten.csv", "customers.csv"):
        (tmp_path / name).write_text(CUSTOMERS, "utf-8")
    seen: set[str] = set()
    wrong: set[str] = set()
    """Templates that are shown with mistakes."""
    for fence in fences(page):
        if fence.language == "yaml":
            assert fence.file, f"name the file in the first line: {fence.text}"
            write(fence, tmp_path, seen)
        for (program, *arguments), shown in fence.commands:
            code, said = run([program, *arguments])
            assert not shown or re.fullmatch(re.escape(shown).replace("…", ".*"), said), said
            wrong |= set(re.findall(r"^(\w+)/.*\.yaml:\d+: ", shown, re.MULTILINE))
            assert code == (arguments[-1] in wrong), said
    templates = {path.parent.name for path in tmp_path.glob("*/template.yaml")}
    assert templates > wrong
    for name in sorted(templates - wrong):
        load_template(name, "en")


@every_page
def test_every_command_shown_exists_with_its_options(page: Path) -> None:
    for fence in fences(page):
        for (program, *arguments), _ in fence.commands:
            if program == "accountplan":
                known(cli, arguments)


def known(command: click.Command, arguments: list[str]) -> None:
    """Fails for a command or an option that there is not."""
    context = click.Context(command)
    if isinstance(command, click.Group):
        inner = command.get_command(context, arguments[0])
        assert inner is not None, arguments[0]
        known(inner, arguments[1:])
        return
    options = {name for parameter in command.params for name in parameter.opts}
    assert {part.partition("=")[0] for part in arguments if part.startswith("-")} <= options | {"--help"}, arguments
