"""The house itself: what is said in several places agrees, and importing stays cheap."""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tomllib
from pathlib import Path
from typing import Any

import pytest

ROOT = Path(__file__).parents[2]
SOURCE = ROOT / "src" / "accountplan"
PROJECT: dict[str, Any] = tomllib.loads((ROOT / "pyproject.toml").read_text("utf-8"))

HEAVY = ("pandas", "numpy", "openpyxl", "xlsxwriter", "python_calamine", "ruamel", "pydantic", "babel")
LIGHT = ("click", "accountplan.cli", "accountplan.messages", "accountplan.findings", "accountplan.errors")
"""What the modules of the command line may import at their top."""


def imported_at_the_top(module: Path) -> set[str]:
    """What a module imports when it is imported itself: not inside functions, nor for type checking only."""
    found = set()
    for node in ast.parse(module.read_text("utf-8")).body:
        if isinstance(node, ast.Import):
            found |= {alias.name for alias in node.names}
        elif isinstance(node, ast.ImportFrom) and node.module:
            found.add(node.module)
    return found


def test_the_version_stands_in_the_changelog() -> None:
    assert f"## {PROJECT['project']['version']}" in (ROOT / "CHANGELOG.md").read_text("utf-8")


def test_the_package_says_that_it_is_typed() -> None:
    assert (SOURCE / "py.typed").exists()


@pytest.mark.parametrize("module", sorted((SOURCE / "cli").glob("*.py")), ids=lambda path: path.stem)
def test_the_command_line_imports_little_at_the_top(module: Path) -> None:
    for name in imported_at_the_top(module):
        assert name.split(".")[0] in sys.stdlib_module_names or name.startswith(LIGHT), name


@pytest.mark.parametrize(
    "module", ["accountplan", *(f"accountplan.cli.{path.stem}" for path in sorted((SOURCE / "cli").glob("[a-z]*.py")))]
)
def test_importing_is_cheap(module: str) -> None:
    code = f"import sys, {module}; print([name for name in {HEAVY!r} if name in sys.modules])"
    run = subprocess.run([sys.executable, "-c", code], cwd=ROOT / "src", capture_output=True, text=True, check=False)
    assert run.stdout.strip() == "[]", run.stdout + run.stderr


def test_the_order_of_the_rooms_names_every_room() -> None:
    rooms = {path.stem for path in SOURCE.iterdir() if path.suffix == ".py" or (path / "__init__.py").exists()}
    layers = next(contract for contract in PROJECT["tool"]["importlinter"]["contracts"] if contract["id"] == "rooms")
    named = {part.strip(" ()").removeprefix("accountplan.") for layer in layers["layers"] for part in layer.split("|")}
    assert rooms - {"__init__", "__main__"} <= named


def test_the_node_tools_are_pinned() -> None:
    tools = json.loads((ROOT / "tests" / "tools" / "node" / "package.json").read_text("utf-8"))
    assert all(version[0].isdigit() for version in tools["dependencies"].values())


@pytest.mark.parametrize("script", ["tests/tools/set_up.sh", "tests/tools/smoke.sh", ".ci/run"])
def test_the_scripts_can_be_run(script: str) -> None:
    assert (ROOT / script).stat().st_mode & 0o111
    subprocess.run(["bash", "-n", str(ROOT / script)], check=True)
