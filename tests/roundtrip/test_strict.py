"""Excel has nothing to repair in any file that we write, and people can type where they should and nowhere else."""

from __future__ import annotations

import contextlib
import io
from collections.abc import Mapping
from pathlib import Path

import pytest

from accountplan.demo import run_demo
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import LABEL, Layout, NotesPlace, address
from accountplan.template.model import FieldSpec
from tests.roundtrip.plans import TEMPLATES, inputs, plan_of, specs_of, template_named
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
    """A portfolio, and twice a plan that came back and a summary, beside the plan as it went out.

    In both languages where everything is run.
    """
    languages = LANGUAGES if FULL else LANGUAGES[:1]
    for language in languages:
        with contextlib.redirect_stdout(io.StringIO()):
            run_demo(folder / language, 1, language)
    found = sorted(folder.rglob("*.xlsx"))
    assert len(found) >= len(languages) * 6
    return found


def test_the_lint_of_our_own_finds_nothing_in_any_file(tmp_path: Path) -> None:
    files = [write_plan(tmp_path, *plan) for plan in (PLANS if FULL else SELECTION)] + write_demos(tmp_path / "demos")
    assert {path.name: found for path in files if (found := findings(path))} == {}


@pytest.mark.node
def test_the_validator_of_microsoft_finds_nothing_in_any_file(tmp_path: Path) -> None:
    files = [write_plan(tmp_path, *plan) for plan in (PLANS if FULL else SELECTION)]
    made = write_demos(tmp_path / "demos")
    files += made if FULL else [path for path in made if path.name == "portfolio.xlsx" or path.stem.endswith("-Q1")]
    assert len(files) >= len(SELECTION) + 2
    assert {path.name: found for path, found in validate(files).items() if found} == {}


@pytest.mark.parametrize(("template", "language", "tier", "filled"), PLANS)
def test_people_can_type_in_the_inputs_and_nowhere_else(
    tmp_path: Path, template: str, language: str, tier: str, filled: bool
) -> None:
    path = write_plan(tmp_path, template, language, tier, filled)
    package = Package(path)
    plan = plan_of(template, language, tier)
    layout = lay_out(plan.template, plan.context)
    wanted = {(answer.sheet, answer.cell) for _, answer in inputs(plan.read(path.read_bytes()))}
    assert len(wanted) > 20
    open_cells = {(sheet.name, ref) for sheet in package.sheets for ref in unlocked(package, sheet)}
    row_ids = {(sheet.name, ref) for sheet in package.sheets for ref in hidden_row_ids(sheet)}
    below, room = spare_cells(layout), rooms_for_notes(layout)
    assert open_cells - row_ids - set().union(*room) == wanted | below
    assert row_ids <= open_cells, "a sort takes the row ids along"
    for row in room:
        is_open = [cell in open_cells for cell in row]
        assert is_open == sorted(is_open, reverse=True), "notes have room from the labels on"
        assert is_open[:3] == [True] * min(3, len(row))
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
    plan = plan_of(template, language, tier)
    reading, specs = plan.read(path.read_bytes()), specs_of(plan)
    asked = {(str(answer.sheet), str(answer.cell)): (path, specs[path]) for path, answer in inputs(reading)}
    ruled: dict[tuple[str, str], int] = {}
    for sheet in Package(path).sheets:
        for rule in sheet.element.iterfind("m:dataValidations/m:dataValidation", NS):
            texts = {name: rule.get(name) or "" for name in ("promptTitle", "prompt", "errorTitle", "error")}
            limits = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 224}
            assert {name for name, text in texts.items() if not 0 < units(text) <= limits[name]} == set(), texts
            assert rule.get("showInputMessage") == "1"
            assert rule.get("type") not in (None, "none", "custom")
            if rule.get("type") == "list":
                assert not (rule.findtext("m:formula1", "", NS)).startswith('"'), "a list is a range, never inline"
            for ref in cells_of(rule.get("sqref") or ""):
                ruled[sheet.name, ref] = ruled.get((sheet.name, ref), 0) + 1
                assert (sheet.name, ref) in asked, "no rule where nothing is asked"
                path, spec = asked[sheet.name, ref]
                assert (rule.get("errorStyle"), rule.get("showErrorMessage")) in allowed(rule.get("type"), spec), ref
                if spec.help:
                    begins = texts["prompt"].startswith(spec.help[language][:60])
                    assert begins == (len(path) > 1), "beside a question its help stands already"
    assert asked.keys() - ruled.keys() == set()
    assert set(ruled.values()) == {1}, "one rule each"


@pytest.mark.parametrize("template", TEMPLATES)
def test_links_between_sheets_lead_somewhere(tmp_path: Path, template: str) -> None:
    package = Package(write_plan(tmp_path, template, "nl", "A", False))
    names = {sheet.name for sheet in package.sheets}
    formulas = [cell.formula for sheet in package.sheets for cell in sheet.cells if cell.formula]
    targets = {text.split("#'")[1].split("'!")[0] for text in formulas if text.startswith("HYPERLINK")}
    chapters = {c.title["nl"] for c in template_named(template).chapters if c.kind == "form"}
    assert chapters <= targets <= names


# -- what the layout says ----------------------------------------------------------------------------------------------
def spare_cells(layout: Layout) -> set[tuple[str, str]]:
    """The cells below tables that are read as rows of it too."""
    return {
        (table.sheet, address(row, place.index))
        for table in layout.tables.values()
        for row in table.spare_rows
        for place in table.columns
        if place.column.is_input
    }


def rooms_for_notes(layout: Layout) -> list[list[tuple[str, str]]]:
    """Every row of every room for notes: the cells that people see, left to right."""
    return [
        [(sheet.name, address(row, c)) for c in range(LABEL, sheet.last_column + 1) if sheet.widths[c]]
        for sheet in layout.sheets
        for place in sheet.places
        if isinstance(place, NotesPlace)
        for row in place.rows
    ]


def allowed(kind: str | None, spec: FieldSpec) -> set[tuple[str | None, str | None]]:
    """(style, whether it is shown) of the error of a rule: none where choices are merely suggested."""
    if kind == "list" and spec.suggest:
        return {("warning", None)}
    return {("warning", "1")} if spec.type == "choices" else {(None, "1"), ("warning", "1")}


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
