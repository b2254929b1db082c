"""Excel has nothing to repair in any file that we write, and people can type where they should and nowhere else."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from accountplan.demo import run_demo
from tests.roundtrip.plans import TEMPLATES, inputs, plan_of, template_named
from tests.tools.counts import FULL
from tests.tools.ooxml import validate
from tests.tools.parts import NS, Box, Package, Sheet, column_letters, units
from tests.tools.strictness import findings

LANGUAGES = ("nl", "en")
PLANS = [
    (template, language, tier, filled)
    for template in TEMPLATES
    for language in LANGUAGES
    for tier in (("A", "B") if template != "prospectplan" else ("A",))
    for filled in (False, True)
]
SELECTION = [plan for plan in PLANS if plan[1:] in (("nl", "A", True), ("en", "B", False), ("en", "B", True))]
"""For what takes a second a file: every template, language and tier, blank and filled."""


def write_plan(folder: Path, template: str, language: str, tier: str, filled: bool) -> Path:
    plan = plan_of(template, language, tier)
    path = folder / f"{template}-{language}-{tier}-{'full' if filled else 'blank'}.xlsx"
    path.write_bytes((plan if filled else plan.born()).content())
    return path


def write_demos(folder: Path) -> list[Path]:
    """In both languages: a portfolio, and twice a plan that came back and a summary, beside the plan as it went out."""
    for language in LANGUAGES:
        with contextlib.redirect_stdout(io.StringIO()):
            run_demo(folder / language, 1, language)
    found = sorted(folder.rglob("*.xlsx"))
    assert len(found) >= 2 * 6
    return found


def test_the_lint_of_our_own_finds_nothing_in_any_file(tmp_path: Path) -> None:
    files = [write_plan(tmp_path, *plan) for plan in (PLANS if FULL else SELECTION)] + write_demos(tmp_path / "demos")
    assert {path.name: found for path in files if (found := findings(path))} == {}


@pytest.mark.node
def test_the_validator_of_microsoft_finds_nothing_in_any_file(tmp_path: Path) -> None:
    files = [write_plan(tmp_path, *plan) for plan in (PLANS if FULL else SELECTION)]
    made = write_demos(tmp_path / "demos")
    files += made if FULL else [path for path in made if path.name == "portfolio.xlsx" or path.stem.endswith("-Q1")]
    assert len(files) >= len(SELECTION) + 4
    assert {path.name: found for path, found in validate(files).items() if found} == {}


@pytest.mark.parametrize(("template", "language", "tier", "filled"), PLANS)
def test_people_can_type_in_the_inputs_and_nowhere_else(
    tmp_path: Path, template: str, language: str, tier: str, filled: bool
) -> None:
    path = write_plan(tmp_path, template, language, tier, filled)
    package = Package(path)
    reading = plan_of(template, language, tier).read(path.read_bytes())
    wanted = {(answer.sheet, answer.cell) for _, answer in inputs(reading)}
    assert len(wanted) > 20
    open_cells = {(sheet.name, ref) for sheet in package.sheets for ref in unlocked(package, sheet)}
    row_ids = {(sheet.name, ref) for sheet in package.sheets for ref in hidden_row_ids(sheet)}
    assert open_cells - row_ids == wanted
    assert row_ids <= open_cells, "a sort takes the row ids along"
    for sheet in package.sheets:
        assert protection(sheet).get("sheet") == "1", sheet.name
        assert not {"password", "hashValue", "algorithmName"} & set(protection(sheet)), sheet.name
        assert protection(sheet).get("selectUnlockedCells") is None
    assert package.workbook is not None
    assert package.workbook.find("m:workbookProtection", NS) is None, "people may add sheets of their own"


@pytest.mark.parametrize(("template", "language", "tier", "filled"), [plan for plan in PLANS if not plan[3]])
def test_every_input_has_a_rule_that_speaks_before_and_after(
    tmp_path: Path, template: str, language: str, tier: str, filled: bool
) -> None:
    path = write_plan(tmp_path, template, language, tier, filled)
    reading = plan_of(template, language, tier).read(path.read_bytes())
    ruled: dict[tuple[str, str], int] = {}
    for sheet in Package(path).sheets:
        for rule in sheet.element.iterfind("m:dataValidations/m:dataValidation", NS):
            texts = {name: rule.get(name) or "" for name in ("promptTitle", "prompt", "errorTitle", "error")}
            limits = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 224}
            assert {name for name, text in texts.items() if not 0 < units(text) <= limits[name]} == set(), texts
            assert (rule.get("showInputMessage"), rule.get("showErrorMessage")) == ("1", "1")
            assert rule.get("type") not in (None, "none", "custom")
            if rule.get("type") == "list":
                assert not (rule.findtext("m:formula1", "", NS)).startswith('"'), "a list is a range, never inline"
            for ref in cells_of(rule.get("sqref") or ""):
                ruled[sheet.name, ref] = ruled.get((sheet.name, ref), 0) + 1
    wanted = {(str(answer.sheet), str(answer.cell)) for _, answer in inputs(reading)}
    assert wanted - ruled.keys() == set()
    assert ruled.keys() - wanted == set()
    assert set(ruled.values()) == {1}, "one rule each"


@pytest.mark.parametrize("template", TEMPLATES)
def test_links_between_sheets_lead_somewhere(tmp_path: Path, template: str) -> None:
    package = Package(write_plan(tmp_path, template, "nl", "A", False))
    names = {sheet.name for sheet in package.sheets}
    formulas = [cell.formula for sheet in package.sheets for cell in sheet.cells if cell.formula]
    targets = {text.split("#'")[1].split("'!")[0] for text in formulas if text.startswith("HYPERLINK")}
    chapters = {c.title["nl"] for c in template_named(template).chapters if c.kind == "form"}
    assert chapters <= targets <= names


# -- the raw parts -----------------------------------------------------------------------------------------------------
def unlocked(package: Package, sheet: Sheet) -> set[str]:
    """Cells that stay open on a protected sheet; none may be open by way of its column."""
    assert package.styles is not None
    styles = package.styles.findall("m:cellXfs/m:xf", NS)
    is_open = [(p := style.find("m:protection", NS)) is not None and p.get("locked") == "0" for style in styles]
    columns = [column.get("style") for column in sheet.element.iterfind("m:cols/m:col", NS)]
    rows = [row.get("s") for row in sheet.element.iterfind("m:sheetData/m:row", NS)]
    assert not [style for style in [*columns, *rows] if style and is_open[int(style)]]
    return {cell.ref for cell in sheet.cells if is_open[cell.style]}


def hidden_row_ids(sheet: Sheet) -> set[str]:
    """The first column of every table, without its header: the ids that stay with their rows."""
    boxes = [table.box for table in sheet.tables if table.box]
    return {f"{column_letters(box.left)}{row}" for box in boxes for row in range(box.top + 1, box.bottom + 1)}


def protection(sheet: Sheet) -> Mapping[str, str]:
    found = sheet.element.find("m:sheetProtection", NS)
    assert found is not None, f"{sheet.name} is not protected"
    return dict(found.attrib)


def cells_of(areas: str) -> list[str]:
    boxes = [box for area in areas.split() if (box := Box.of(area))]
    return [
        f"{column_letters(column)}{row}"
        for box in boxes
        for row in range(box.top, box.bottom + 1)
        for column in range(box.left, box.right + 1)
    ]
