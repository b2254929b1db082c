"""The strictness lint: nothing in a right workbook, and in each broken one exactly what is broken."""

from __future__ import annotations

import warnings
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Any

import pytest
import xlsxwriter

from tests.tools.editing import edit, rewrite
from tests.tools.formulas import Known, formula_findings
from tests.tools.parts import Box
from tests.tools.strictness import findings, looks_like_a_cell, main, overlaps

SHEET, LISTS, BOOK = "xl/worksheets/sheet1.xml", "xl/worksheets/sheet2.xml", "xl/workbook.xml"
STYLES, STRINGS, TABLE = "xl/styles.xml", "xl/sharedStrings.xml", "xl/tables/table1.xml"
CORE, TYPES = "docProps/core.xml", "[Content_Types].xml"


@pytest.fixture
def right(tmp_path: Path) -> Path:
    """A workbook with one of everything, as it should be."""
    path = tmp_path / "right.xlsx"
    with xlsxwriter.Workbook(path) as workbook:
        workbook.set_properties({"created": datetime(2027, 1, 1)})
        bold = workbook.add_format({"bold": True})
        red = workbook.add_format({"bg_color": "red"})
        sheet, lists = workbook.add_worksheet("1.1 Plan"), workbook.add_worksheet("Lists")
        lists.write_column("A1", ["new", "existing"])
        workbook.define_name("ap_list", "=Lists!$A$1:$A$2")
        workbook.define_name("'1.1 Plan'!here", "='1.1 Plan'!$A$1")
        sheet.write("A1", "Question", bold)
        sheet.write("A2", " spaced ")
        sheet.write_formula("B1", "=SUM(B2:B3)+INDEX(ap_list,1):INDEX(ap_list,2)", value=1)
        sheet.write_formula("B4", '=IF(here="","",_xlfn.IFNA(\'1.1 Plan\'!B2,0))', value="")
        columns = [{"header": "Goal"}, {"header": "Done, so far", "formula": "=goals[[#This Row],[Goal]]*2"}]
        sheet.add_table("D1:E4", {"name": "goals", "columns": columns})
        for row in (1, 2, 3):
            sheet.write_formula(row, 4, "=goals[[#This Row],[Goal]]*2", None, 0)
        sheet.data_validation("B2", {"validate": "list", "source": "=ap_list", "input_title": "t" * 32})
        sheet.data_validation("B3", {"validate": "decimal", "criteria": ">", "value": 0, "error_message": "e" * 224})
        sheet.conditional_format("B2:B3", {"type": "formula", "criteria": "=B2<TODAY()", "format": red})
        sheet.conditional_format("B2", {"type": "data_bar", "data_bar_2010": True})
        sheet.write_url("A5", "internal:'Lists'!A1", string="Lists", tip="There")
        sheet.merge_range("A7:B7", "wide")
        sheet.add_sparkline("A8", {"range": "'1.1 Plan'!B2:B3"})
        sheet.set_footer("&L&P")
        sheet.repeat_rows(0)
        sheet.print_area("A1:E9")
        chart = workbook.add_chart({"type": "line"})
        chart.add_series({"values": "='1.1 Plan'!$B$2:$B$3"})
        sheet.insert_chart("G1", chart)
    return path


def test_a_right_workbook_has_no_findings(right: Path) -> None:
    assert findings(right) == []


Break = Callable[[Path], None]


def broken(part: str, old: str, new: str) -> Break:
    return lambda path: edit(path, part, old, new)


def added(**parts: bytes) -> Break:
    return lambda path: rewrite(path, added={name.replace("__", "/"): content for name, content in parts.items()})


CASES: dict[str, tuple[Break, str]] = {
    # the package
    "a clock in the zip": (lambda path: rewrite(path, moment=(2027, 3, 1, 12, 0, 0)), "carries a clock"),
    "a part that is no XML": (broken(CORE, "</cp:coreProperties>", ""), "not well-formed"),
    "a missing part": (lambda path: rewrite(path, {TABLE: lambda _: None}), "names xl/tables/table1.xml"),
    "a dangling relation": (lambda path: rewrite(path, {TABLE: lambda _: None}), "leads to xl/tables/table1.xml"),
    "a part without a type": (added(xl__odd_bin=b""), "has no content type"),
    "a wrong content type": (
        broken(TYPES, "spreadsheetml.table+xml", "spreadsheetml.comments+xml"),
        "wrong content type",
    ),
    "a macro": (lambda path: rewrite(path, added={"xl/vbaProject.bin": b""}), "is a macro"),
    "a link to a workbook": (lambda path: rewrite(path, added={"xl/externalLinks/a.xml": b"<a/>"}), "another workbook"),
    "a connection": (lambda path: rewrite(path, added={"xl/connections.xml": b"<a/>"}), "data connection"),
    "a clock in the properties": (broken(CORE, "2027-01-01T00:00:00Z", "2027-01-01T09:12:33Z"), "looks like a clock"),
    "a path": (
        broken(BOOK, "<workbookPr ", '<x15ac:absPath xmlns:x15ac="x" url="y"/><workbookPr '),
        "path of a machine",
    ),
    # the workbook
    "a sheet called History": (broken(BOOK, 'name="Lists"', 'name="History"'), "keeps this name for itself"),
    "a forbidden sign": (broken(BOOK, 'name="Lists"', 'name="Li/sts"'), "forbids"),
    "a long sheet name": (broken(BOOK, 'name="Lists"', f'name="{"L" * 32}"'), "1 to 31"),
    "two sheets of one name": (broken(BOOK, 'name="Lists"', 'name="1.1 PLAN"'), "stands twice"),
    "all hidden": (
        lambda path: rewrite(path, {BOOK: lambda content: content.replace(b" sheetId=", b' state="hidden" sheetId=')}),
        "no sheet is visible",
    ),
    "the first sheet hidden": (broken(BOOK, 'sheetId="1"', 'sheetId="1" state="hidden"'), "hidden or missing"),
    "a group of sheets": (broken(LISTS, "<sheetView ", '<sheetView tabSelected="1" '), "several sheets"),
    "a name twice": (
        broken(BOOK, "<definedNames>", '<definedNames><definedName name="AP_LIST">Lists!$A$1</definedName>'),
        "name ap_list: stands twice",
    ),
    "a name like a cell": (broken(BOOK, 'name="ap_list"', 'name="KPI2026"'), "looks like a cell"),
    "a name with a space": (broken(BOOK, 'name="ap_list"', 'name="ap list"'), "forbids in names"),
    "a name of a sheet that is gone": (broken(BOOK, ">Lists!", ">Elsewhere!"), "sheet Elsewhere, which does not exist"),
    "a name of nothing": (broken(BOOK, ">Lists!$A$1:$A$2<", "><"), "refers to nothing"),
    "a name that is lost": (broken(BOOK, ">Lists!$A$1:$A$2<", ">Lists!#REF!<"), "#REF!"),
    "a volatile name": (broken(BOOK, ">Lists!$A$1:$A$2<", ">OFFSET(Lists!$A$1,1,0)<"), "OFFSET, which is volatile"),
    "a name of a lost sheet": (broken(BOOK, 'localSheetId="0"', 'localSheetId="9"'), "a sheet that does not exist"),
    "a long text": (broken(STRINGS, ">Question<", f">{'x' * 32_768}<"), "longer than 32767"),
    "spaces that get lost": (broken(STRINGS, ' xml:space="preserve"', ""), "lose its spaces"),
    "a wrong count of texts": (broken(STRINGS, 'uniqueCount="', 'uniqueCount="9'), "sharedStrings: says"),
    "a missing font": (broken(STYLES, 'fontId="1"', 'fontId="99"'), "fontId that does not exist"),
    # a sheet
    "elements out of order": (broken(SHEET, "<sheetData>", '<pageMargins left="1"/><sheetData>'), "out of order"),
    "rows out of order": (broken(SHEET, '<row r="2"', '<row r="9"'), "rows are out of order"),
    "a cell in another row": (broken(SHEET, '<c r="A2"', '<c r="A3"'), "A3 stands in row 2"),
    "a cell twice": (broken(SHEET, '<c r="A2"', '<c r="A2"/><c r="A2"'), "A2 stands twice"),
    "a missing format": (broken(SHEET, '<c r="A2"', '<c r="A2" s="77"'), "its format does not exist"),
    "a missing text": (broken(SHEET, 't="s"><v>2', 't="s"><v>9999'), "its text does not exist"),
    "no number": (broken(SHEET, "<v>1</v></c><c", "<v>NaN</v></c><c"), "no value of type n"),
    "overlapping columns": (
        broken(SHEET, "<sheetData>", '<cols><col min="1" max="3"/><col min="2" max="4"/></cols><sheetData>'),
        "columns 2-4 overlap",
    ),
    "a tall row": (broken(SHEET, '<row r="2"', '<row r="2" ht="500"'), "taller than 409.5"),
    "a formula without value": (broken(SHEET, "</f><v>1</v>", "</f>"), "no cached value"),
    "a cached error": (
        broken(SHEET, '<c r="B1"><f>', '<c r="B1" t="e"><f>'),
        "its cached value is 1",
    ),
    "a localised function": (broken(SHEET, "SUM(B2:B3)", "SOM(B2:B3)"), "SOM, which is no English function"),
    "a semicolon": (broken(SHEET, "SUM(B2:B3)", "SUM(B2;B3)"), "separates with ;"),
    "a missing name": (broken(SHEET, "SUM(B2:B3)", "SUM(nobody)"), "refers to nobody"),
    "overlapping merges": (
        broken(SHEET, '<mergeCell ref="A7:B7"/>', '<mergeCell ref="A7:B7"/><mergeCell ref="B7:B8"/>'),
        "merged A7:B7 and B7:B8 overlap",
    ),
    "one merged cell": (broken(SHEET, "A7:B7", "A7:A7"), "cannot be merged"),
    # rules, formats, links, print
    "a long prompt title": (broken(SHEET, "t" * 32, "t" * 33), "promptTitle is longer than 32"),
    "a long error": (broken(SHEET, "e" * 224, "e" * 225), "error is longer than 224"),
    "overlapping rules": (broken(SHEET, 'sqref="B3"', 'sqref="B2:B3"'), "overlap"),
    "a wrong count of rules": (
        broken(SHEET, '<dataValidations count="2"', '<dataValidations count="3"'),
        "count of validation",
    ),
    "a long inline list": (broken(SHEET, ">ap_list<", f'>"{"a," * 130}"<'), "its list is longer than 255"),
    "a rule with a table": (broken(SHEET, ">ap_list<", ">goals[Goal]<"), "refers to a table"),
    "a rule of today": (broken(SHEET, "<formula1>0<", "<formula1>TODAY()<"), "TODAY, which is volatile"),
    "a rule of nothing": (broken(SHEET, "<formula1>0</formula1>", ""), "has no formula"),
    "an unknown rule": (broken(SHEET, 'type="decimal"', 'type="colour"'), "unknown type"),
    "a rule nowhere": (broken(SHEET, 'sqref="B3"', 'sqref="B0"'), "is no place"),
    "a format of a missing name": (broken(SHEET, "B2&lt;TODAY()", "B2&lt;nobody"), "refers to nobody"),
    "a missing look": (broken(SHEET, 'dxfId="0"', 'dxfId="9"'), "its format does not exist"),
    "a link to a missing sheet": (broken(SHEET, "'Lists'!A1", "'Gone'!A1"), "leads to 'Gone'!A1"),
    "a sparkline of a missing sheet": (broken(SHEET, "<xm:f>'1.1 Plan'!", "<xm:f>'1.2 Plan'!"), "sheet 1.2 Plan"),
    "a chart of a missing sheet": (broken("xl/charts/chart1.xml", "<c:f>'1.1 Plan'!", "<c:f>'Gone'!"), "sheet Gone"),
    "a long footer": (broken(SHEET, "&amp;L&amp;P", "x" * 256), "oddFooter is longer"),
    # tables
    "a column's formula": (broken(TABLE, "goals[[#This Row]", "[[#This Row]"), "without the name of the table"),
    "a header unlike its column": (broken(TABLE, 'name="Goal"', 'name="Aim"'), "its header D1 is 'Goal'"),
    "a header that is a number": (broken(SHEET, '<c r="D1" t="s"', '<c r="D1" t="n"'), "no plain text"),
    "a table like a cell": (broken(TABLE, 'displayName="goals"', 'displayName="GOA1"'), "looks like a cell"),
    "a table called as a name": (broken(TABLE, 'displayName="goals"', 'displayName="ap_list"'), "is called so too"),
    "too few columns": (broken(TABLE, 'ref="D1:E4"', 'ref="D1:F4"'), "does not match its place"),
    "no row": (broken(TABLE, 'ref="D1:E4"', 'ref="D1:E1"'), "no row for data"),
    "a filter elsewhere": (broken(TABLE, '<autoFilter ref="D1:E4"', '<autoFilter ref="D1:E3"'), "its filter"),
    "columns of one name": (broken(TABLE, 'name="Done, so far"', 'name="GOAL"'), "stands 2 times"),
    "a merge in a table": (broken(SHEET, "A7:B7", "A4:D4"), "merged A4:D4 lies in it"),
    "a table under a filter": (
        broken(SHEET, "<mergeCells", '<autoFilter ref="A1:D2"/><mergeCells'),
        "the tables (or filters)",
    ),
}


@pytest.mark.parametrize("case", CASES)
def test_a_broken_workbook_is_found(right: Path, case: str) -> None:
    break_it, expected = CASES[case]
    break_it(right)
    found = findings(right)
    assert any(expected in what for what in found), found


def test_a_member_twice(right: Path) -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("ignore")
        rewrite(right, added={"XL/Workbook.xml": b"<a/>", SHEET: b"<a/>"})
    found = findings(right)
    assert any("xl/workbook.xml stands in it 2 times" in what for what in found), found


def test_what_is_no_workbook(tmp_path: Path) -> None:
    path = tmp_path / "text.xlsx"
    path.write_text("no workbook")
    assert findings(path)[0].startswith("file: is no package")
    assert main([str(path)]) == 1


KNOWN = Known(
    sheets={"plan", "my sheet"},
    names={"ap_list"},
    local_names={"plan": {"here"}},
    tables={"goals": {"goal", "done, so far", "#odd"}},
)

FORMULAS: list[tuple[str, dict[str, Any], str | None]] = [
    ("SUM(A1:B2,'My sheet'!$A$1,Plan!A:A,3:4)", {}, None),
    ("here+Plan!here", {"sheet": "Plan"}, None),
    ("here", {"sheet": "My sheet"}, "refers to here"),
    ("INDEX(ap_list,1):INDEX(ap_list,2)", {"place": "rule"}, None),
    ("ap_list:INDEX(ap_list,2)", {"place": "rule"}, None),
    ("nobody:INDEX(ap_list,2)", {"place": "rule"}, "refers to nobody"),
    ("SUM(goals[Goal],goals[[#This Row],[Done, so far]],goals[[Goal]:['#odd]],goals[#All])", {}, None),
    ("goals[Aim]", {}, "a column that does not exist"),
    ("aims[Goal]", {}, "the table aims"),
    ("[@Goal]", {}, "without the name of the table"),
    ("[[#This Row],[Goal]]", {}, "without the name of the table"),
    ("goals[@Goal]", {}, "and not goals[[#This Row],…]"),
    ("goals[[@Goal]]", {}, "and not goals[[#This Row],…]"),
    ("[1]Plan!A1", {}, "another workbook"),
    ("'[other.xlsx]Plan'!A1", {}, "another workbook"),
    ("Gone!A1", {}, "sheet Gone"),
    ("SUM(Plan:Gone!A1)", {}, "sheet Gone"),
    ("#REF!+1", {}, "holds #REF!"),
    ("Plan!#REF!", {}, "holds #REF!"),
    ("=A1", {}, "begins with ="),
    ("SUM(A1", {}, "do not match"),
    ('IF(A1="a;b","(",{1,2;3,4})', {}, None),
    ("SUM({1,2})", {"place": "rule"}, "an array in braces"),
    ("SUM((A1,B1))", {"place": "look"}, "joins or crosses"),
    ("IFNA(A1,0)", {}, "without _xlfn."),
    ("_xlfn.IFNA(A1,0)", {}, None),
    ("NETWORKDAYS.INTL(A1,B1)", {}, None),
    ("_xlfn.XLOOKUP(A1,A:A,B:B)", {}, "Excel 2016 does not know"),
    ("_xlfn._xlws.FILTER(A:A,B:B)", {}, "Excel 2016 does not know"),
    ("ALS(A1,1,2)", {}, "no English function"),
    ("NOW()", {}, "volatile"),
    ("NOW()", {"place": "look"}, None),
    ("INDIRECT(A1)", {"place": "look"}, "volatile"),
    ('TEXT(A1,"jjjj")', {}, "language of Excel"),
    ("A" * 8_193, {}, "longer than 8192"),
    (f'"{"a" * 260}"', {"place": "rule"}, "longer than 255"),
    ('"unended', {}, "cannot be read"),
]


@pytest.mark.parametrize(("formula", "where", "expected"), FORMULAS)
def test_formulas(formula: str, where: dict[str, Any], expected: str | None) -> None:
    found = list(formula_findings(formula, KNOWN, **where))
    assert any(expected in what for what in found) if expected else not found, found


@pytest.mark.parametrize("name", ["A1", "KPI2026", "xfd1048576", "R1C1", "r", "C", "rc", "R[1]C[-2]", "true"])
def test_names_like_cells(name: str) -> None:
    assert looks_like_a_cell(name)


@pytest.mark.parametrize("name", ["ap_cust", "XFE1", "A1048577", "KPIS2026", "rows1", "A0", "col", "Rate"])
def test_names_unlike_cells(name: str) -> None:
    assert not looks_like_a_cell(name)


def test_overlaps_are_found_once_each() -> None:
    boxes = [Box(1, 1, 1, 100), Box(2, 5, 3, 6), Box(1, 50, 2, 50), Box(1, 101, 1, 101), Box(3, 6, 3, 6)]
    assert len(list(overlaps(boxes))) == 2
