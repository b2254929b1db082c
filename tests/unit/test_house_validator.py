"""The Open XML SDK validator as our tests call it: many files in one run, right and broken."""

from __future__ import annotations

from pathlib import Path

import pytest
import xlsxwriter

from tests.tools.editing import edit
from tests.tools.ooxml import ValidatorBroken, main, validate

pytestmark = pytest.mark.node


def workbook(path: Path) -> Path:
    with xlsxwriter.Workbook(path) as book:
        book.add_worksheet("Plan").write("A1", "Question")
    return path


def test_right_and_broken_files_in_one_run(tmp_path: Path) -> None:
    right = workbook(tmp_path / "a name with 'quotes' and é.xlsx")
    broken = workbook(tmp_path / "broken.xlsx")
    edit(broken, "xl/worksheets/sheet1.xml", "<sheetData>", '<sheetData bogus="1"><bogus/>')
    text = tmp_path / "text.xlsx"
    text.write_text("no workbook")
    found = validate([broken, right, text])
    assert list(found) == [broken, right, text]
    assert found[right] == []
    assert len(found[broken]) == 2
    assert any("bogus" in sentence for sentence in found[broken])
    assert found[text]


def test_exit_codes(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    assert main([str(workbook(tmp_path / "right.xlsx"))]) == 0
    (tmp_path / "text.xlsx").write_text("no workbook")
    assert main([str(tmp_path / "text.xlsx")]) == 1
    assert "right.xlsx: ok" in capsys.readouterr().out


def test_no_files_and_no_such_office(tmp_path: Path) -> None:
    assert validate([]) == {}
    with pytest.raises(ValidatorBroken, match="officeVersion"):
        validate([workbook(tmp_path / "right.xlsx")], office="Office1997")
