"""Names by which sheets show what stands on others: whatever a formula calls by name, the workbook knows."""

from __future__ import annotations

import io
import re
from pathlib import Path
from zipfile import ZipFile

import pytest

from accountplan.template import load_template
from tests.helpers import HEAD, plan, put_template
from tests.unit.test_looks import REAL_TEMPLATES, empty

LISTED = """\
id: "1"
title: {nl: Een, en: One}
items:
  - table: a
    label: {nl: A, en: A}
    rows: 3
    columns:
      - {column: a.n, label: {nl: N, en: N}, type: text}
      - {column: a.k, label: {nl: K, en: K}, type: number}
      - {column: a.m, label: {nl: M, en: M}, type: number}
"""
MIRRORED = """\
id: "2"
title: {nl: Twee, en: Two}
items:
  - table: b
    label: {nl: B, en: B}
    rows: {mirror: [a]}
    columns:
      - {column: b.w, label: {nl: W, en: W}, type: text, required_when: mirrored(a.k) > 3}
      - column: b.x
        label: {nl: X, en: X}
        type: text
        conflict_when: mirrored(a.m) > 3
        conflict: {nl: Kan niet., en: Cannot be.}
"""


def unknown_names(content: bytes) -> set[str]:
    """Names in the formulas of the sheets that the workbook does not define."""
    with ZipFile(io.BytesIO(content)) as archive:
        sheets = "".join(archive.read(name).decode() for name in archive.namelist() if "worksheets/sheet" in name)
        defined = set(re.findall(r'definedName name="(\w+)"', archive.read("xl/workbook.xml").decode()))
    return set(re.findall(r"\bap[a-z]?_\w+", "\n".join(re.findall(r"<f[^>]*>([^<]*)", sheets)))) - defined


@pytest.mark.parametrize("template", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_formulas_call_nothing_by_a_name_that_is_not_there(template: str) -> None:
    assert unknown_names(empty(template, "nl")) == set()


def test_conditions_of_mirrored_rows_know_the_columns_that_they_ask(tmp_path: Path) -> None:
    template = load_template(str(put_template(tmp_path / "mirrors", HEAD, one=LISTED, two=MIRRORED)))
    assert unknown_names(plan(template)) == set()
