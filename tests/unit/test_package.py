"""An .xlsx: two readers that give the same, and what the raw parts say beside the cells."""

from __future__ import annotations

import io
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
import xlsxwriter
from hypothesis import given, settings
from hypothesis import strategies as st

from accountplan.workbook import xlsx
from accountplan.workbook.calamine import sheets_of
from accountplan.workbook.grid import Grid, open_grid
from accountplan.workbook.guard import LIMITS, Limits, inspect
from accountplan.workbook.number_formats import currency_by, shown_by
from accountplan.workbook.package import Area, Refused
from accountplan.workbook.xlsx_book import Book
from accountplan.workbook.xlsx_plain import moment, read_sheets, unescaped
from accountplan.workbook.xlsx_scan import Scan
from tests.helpers import REAL_TEMPLATES, plan, real_template
from tests.hostile.making import book, good, packed, parts, plan_with, sheet_part
from tests.office import gnumeric
from tests.office.office import Office
from tests.tools import javascript
from tests.tools.counts import count


def looked(content: bytes) -> tuple[Book, dict[str, Scan] | None]:
    archive = inspect(content).archive
    assert archive is not None
    made = Book(archive, LIMITS)
    return made, xlsx._scans(made, LIMITS)


def trimmed(rows: list[list[Any]]) -> list[list[tuple[str, str]]]:
    """Every value with its type, without the empty cells that only one of the readers gives."""
    kept = [[("", "") if value == "" else (type(value).__name__, repr(value)) for value in row] for row in rows]
    for row in kept:
        while row and row[-1] == ("", ""):
            row.pop()
    while kept and not kept[-1]:
        kept.pop()
    return kept


def said(scan: Scan) -> tuple[object, ...]:
    return (
        scan.filled,
        scan.errors,
        scan.formulas,
        scan.uncalculated,
        scan.percents,
        scan.currencies,
        sorted(scan.merged),
    )


def same_from_both(content: bytes) -> None:
    """The fast reader is believed, and the plain one gives the same cells and the same raw facts."""
    made, scans = looked(content)
    assert scans is not None, "the fast reader was not even tried"
    assert xlsx._fast(content, made, scans, LIMITS) is not None, "the fast reader was not believed"
    fast = sheets_of(content)
    plain = {name: (rows, scan) for name, rows, scan in read_sheets(made, LIMITS)}
    assert list(fast) == list(plain)
    for name, rows in fast.items():
        assert trimmed(rows) == trimmed(plain[name][0]), name
        assert said(scans[name]) == said(plain[name][1]), name


# -- two readers, one result -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("name", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_both_readers_give_the_same_of_a_plan(name: str) -> None:
    same_from_both(plan(real_template(name)))


@pytest.mark.parametrize(
    "program",
    [
        pytest.param(gnumeric.convert, id="gnumeric"),
        pytest.param(javascript.exceljs, id="exceljs"),
        pytest.param(javascript.sheetjs, id="sheetjs"),
        pytest.param(lambda source, target: openpyxl.load_workbook(source).save(target), id="openpyxl"),
    ],
)
def test_both_readers_give_the_same_of_what_another_program_saved(
    program: Callable[[Path, Path], object], tmp_path: Path, request: pytest.FixtureRequest
) -> None:
    name = request.node.callspec.id
    lacking = gnumeric.missing() if name == "gnumeric" else javascript.missing() if name.endswith("js") else None
    if lacking:
        pytest.skip(lacking)
    (tmp_path / "plan.xlsx").write_bytes(good())
    program(tmp_path / "plan.xlsx", tmp_path / "saved.xlsx")
    same_from_both((tmp_path / "saved.xlsx").read_bytes())


def test_both_readers_give_the_same_of_what_libreoffice_saved(office: Office, tmp_path: Path) -> None:
    (tmp_path / "plan.xlsx").write_bytes(good())
    same_from_both(office.convert(tmp_path / "plan.xlsx", tmp_path / "saved.xlsx").read_bytes())


FORMATS = (
    "General", "0", "0.00", "0.0%", "#,##0;[Red]-#,##0", "@", "dd-mm-yyyy", "yyyy-mm-dd hh:mm:ss", "h:mm", "[h]:mm",
    '"d" 0', "[$-413]d mmmm yyyy", "0\\d", "_-d", "[$€-2] #,##0.00", "mm:ss.0", "General;[Blue]", "d/m;@", "yy\"%\"",
)  # fmt: skip
TEXTS = st.text(st.characters(codec="utf-8", exclude_categories=("Cc", "Cs", "Cn")), min_size=1, max_size=30)
VALUES = st.one_of(
    TEXTS,
    st.booleans(),
    st.integers(-(10**9), 10**9),
    st.floats(0, 2_958_465),
    st.floats(allow_nan=False, allow_infinity=False).filter(lambda x: x == 0 or 1e-290 < abs(x) < 1e290),
    st.datetimes(datetime(1901, 1, 1), datetime(2999, 1, 1)),
    st.dates(date(1901, 1, 1), date(2999, 1, 1)),
)


def written(cells: list[tuple[Any, str]], date1904: bool, in_memory: bool) -> bytes:
    buffer = io.BytesIO()
    options = {
        "in_memory": in_memory,
        "constant_memory": not in_memory,
        "date_1904": date1904,
        "strings_to_urls": False,
    }
    with xlsxwriter.Workbook(buffer, options) as made:
        sheet = made.add_worksheet()
        for n, (value, code) in enumerate(cells):
            shows = made.add_format({"num_format": code})
            at = (n, n % 3)
            if isinstance(value, str):
                sheet.write_string(*at, value, shows)
            elif isinstance(value, date):
                sheet.write_datetime(*at, value, made.add_format({"num_format": "yyyy-mm-dd hh:mm"}))
            else:
                sheet.write(*at, value, shows)
    return buffer.getvalue()


@settings(max_examples=count(40, 1_000))
@given(st.lists(st.tuples(VALUES, st.sampled_from(FORMATS)), min_size=1, max_size=12), st.booleans(), st.booleans())
def test_both_readers_give_the_same_of_any_cells(cells: list[tuple[Any, str]], date1904: bool, shared: bool) -> None:
    content = written(cells, date1904, shared)
    made, scans = looked(content)
    try:
        fast = sheets_of(content)
    except Refused:
        assert scans is None, "a date far below zero makes the fast reader panic"
        return
    (name, rows, scan), *_ = read_sheets(made, LIMITS)
    for at, (quick, plain) in enumerate(zip(trimmed(fast[name]), trimmed(rows), strict=True)):
        value, _ = cells[at]
        if isinstance(value, (int, float)) and not isinstance(value, bool) and value < 0:
            continue  # of a negative number with the format of a date, the fast reader makes a date
        assert quick == plain, cells[at]
    if scans is not None:
        assert said(scans[name])[1:] == said(scan)[1:]


def test_a_number_below_zero_is_never_a_date() -> None:
    content = written([(-5, "dd-mm-yyyy"), (3, "0")], False, True)
    assert sheets_of(content)["Sheet1"][0][0] == time(0, 0), "the fast reader has learnt it: this can go"
    assert open_grid(content).sheets["Sheet1"][0] == [-5.0]


# -- what only the plain reader reads --------------------------------------------------------------------------------
def grid(rows: bytes, **more: Any) -> Grid:
    return open_grid(packed(book(rows, **more)))


def row(cells: bytes) -> list[Any]:
    """What a row of these cells holds, according to the plain reader."""
    return grid(b'<!-- --><row r="1">%s</row>' % cells).sheets["S"][0]


@pytest.mark.parametrize(
    ("cell", "value"),
    [
        (b"<c><v>1</v></c>", 1.0),
        (b"<c t='b'><v>true</v></c>", True),
        (b"<c t='b'><v>0</v></c>", False),
        (b"<c t='d'><v>2027-03-01</v></c>", date(2027, 3, 1)),
        (b"<c t='d'><v>2027-03-01T10:30:00</v></c>", datetime(2027, 3, 1, 10, 30)),
        (b"<c t='d'><v>10:30:00</v></c>", time(10, 30)),
        (b"<c t='d'><v>tomorrow</v></c>", "tomorrow"),
        (b"<c t='d'><v>2027-03-01T00:00:00Z</v></c>", "2027-03-01T00:00:00Z"),
        (b"<c t='str'><v>  x_x000D_y </v></c>", "  x\ry "),
        (b"<c t='inlineStr'><is><t xml:space='preserve'> a </t></is></c>", " a "),
        (b"<c t='inlineStr'><is><t> a </t></is></c>", "a"),
        (b"<c t='inlineStr'><is><r><t>a</t></r><r><t>b</t></r><rPh><t>no</t></rPh></is></c>", "ab"),
        (b"<c t='inlineStr'><v>a</v></c>", "a"),
        (b"<c><v>1_000</v></c>", "1_000"),
        (b"<c><v>abc</v></c>", "abc"),
        (b"<c t='zz'><v>7</v></c>", 7.0),
    ],
)
def test_the_plain_reader_reads(cell: bytes, value: object) -> None:
    assert row(cell) == [value] and type(row(cell)[0]) is type(value)


def test_cells_without_an_address_stand_right_of_each_other() -> None:
    rows = b"<row><c><v>1</v></c><c><v>2</v></c></row><row><c r='B2'><v>3</v></c><c><v>4</v></c></row>"
    assert grid(rows + b"<row r='5'><c><v>5</v></c></row>").sheets["S"] == [[1.0, 2.0], ["", 3.0, 4.0], [], [], [5.0]]


def test_a_cell_that_cannot_be_is_damage_and_says_where() -> None:
    with pytest.raises(Refused) as caught:
        grid(b"<row><c r='A0'><v>1</v></c></row>")
    assert (caught.value.code, caught.value.params["address"]) == ("damaged", "A0")


@pytest.mark.parametrize("dialect", [b"http://purl.oclc.org/ooxml/spreadsheetml/main", b"urn:somebody"])
def test_the_elements_of_the_strict_dialect_count_and_those_of_another_language_do_not(dialect: bytes) -> None:
    sheet = b'<x:worksheet xmlns:x="%s"><x:sheetData><x:row><x:c><x:v>1</x:v></x:c></x:row></x:sheetData></x:worksheet>'
    content = packed(book(sheet=sheet % dialect))
    if b"purl" in dialect:
        assert open_grid(content).sheets == {"S": [[1.0]]}
    else:
        with pytest.raises(Refused, match="damaged"):
            open_grid(content)


def test_a_sheet_of_a_few_cells_far_apart_is_read() -> None:
    read = grid(b"<row r='1'><c r='A1'><v>1</v></c></row><row r='1048576'><c r='XFD1048576'><v>2</v></c></row>")
    assert read.raw("S", 1_048_575, 16_383) == 2.0 and read.raw("S", 500, 500) is None
    with pytest.raises(Refused) as caught:
        open_grid(packed(book(b"<row r='900'><c r='A900'><v>1</v></c></row>")), Limits.of({"area": 800}))
    assert caught.value.params["sentence"] == "too-large-area"


@pytest.mark.parametrize("hand", [b"", b"<!-- -->"])
@pytest.mark.parametrize(
    ("limits", "said"),
    [({"cells": 2}, "too-large-cells"), ({"formulas": 1}, "too-large-formulas"), ({"sheets": 1}, "too-large-sheets")],
)
def test_a_limit_of_the_cells_is_kept_by_both_readers(limits: dict[str, int], said: str, hand: bytes) -> None:
    rows = b'<row r="1">%s</row>' % b"".join(b'<c r="%c1"><f>1</f><v>1</v></c>' % letter for letter in b"ABC")
    made = book(hand + rows)
    more = b'<sheet name="T" sheetId="2" r:id="rId1"/></sheets>'
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(b"</sheets>", more)
    with pytest.raises(Refused) as caught:
        open_grid(packed(made), Limits.of(limits))
    assert caught.value.params["sentence"] == said


@pytest.mark.parametrize("hand", [b"", b"<!-- -->"])
def test_a_text_that_no_program_writes_is_too_large_for_both_readers(hand: bytes) -> None:
    content = packed(book(b'<row r="1"><c r="A1" t="s"><v>0</v></c></row>', strings=b"<si><t>1234567</t></si>" + hand))
    assert open_grid(content).sheets == {"S": [["1234567"]]}
    with pytest.raises(Refused) as caught:
        open_grid(content, Limits.of({"text": 6}))
    assert caught.value.params["sentence"] == "too-large-text"


def test_a_long_text_in_many_cells_is_left_to_the_reader_that_makes_no_copies() -> None:
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 21))
    content = packed(book(rows, strings=b"<si><t>%s</t></si>" % (b"ab" * 500)))
    made, scans = looked(content)
    assert scans is not None and xlsx._scans(made, Limits.of({"parts": 10_000})) is None


@pytest.mark.parametrize(
    ("limits", "said"), [({"names": 10}, "too-large-names"), ({"depth": 2}, "unsafe-depth"), ({"names": 200}, None)]
)
def test_a_limit_of_the_workbook_part_is_kept(limits: dict[str, int], said: str | None) -> None:
    if said is None:
        assert open_grid(good(), Limits.of(limits)).sheets
        return
    with pytest.raises(Refused) as caught:
        open_grid(good(), Limits.of(limits))
    assert caught.value.params["sentence"] == said


def test_the_plain_reader_keeps_to_the_depth_too() -> None:
    with pytest.raises(Refused) as caught:
        grid(b"<!-- -->" + b"<a>" * 200 + b"</a>" * 200)
    assert caught.value.params["sentence"] == "unsafe-depth"


# -- what is said beside the cells -----------------------------------------------------------------------------------
CELLS = (
    b'<row r="1"><c r="A1" t="e"><v>#N/A</v></c><c r="B1" s="1"><v>0.05</v></c><c r="C1"><f>1+1</f><v>2</v></c>'
    b'<c r="D1"><f>1+1</f></c><c r="E1" t="str"><f>""</f><v></v></c><c r="F1" t="e"><f>1/0</f><v>#DIV/0!</v></c>'
    b'<c r="G1"><f t="shared" si="0"/><v>3</v></c><c r="H1"><f t="array" ref="H1">1</f></c><c r="I1" s="1"/>'
    b'<c r="J1" s="2"><v>5</v></c></row>'
)
STYLES = (
    b'<numFmts><numFmt numFmtId="164" formatCode="0.0%"/><numFmt numFmtId="165" formatCode="[$$-409]0"/></numFmts>'
    b'<cellXfs><xf numFmtId="0"/><xf numFmtId="164"/><xf numFmtId="165"/></cellXfs>'
)
MERGED = b'<mergeCells count="1"><mergeCell ref="A3:B4"/></mergeCells>'


@pytest.mark.parametrize("hand", [b"", b"<!-- -->"], ids=["fast", "plain"])
def test_errors_formulas_percents_and_merged_cells_are_known(hand: bytes) -> None:
    content = packed(book(sheet=sheet_part(CELLS, after=hand + MERGED), styles=STYLES))
    known = open_grid(content).package
    assert known.errors == {"S": {(0, 0): "#N/A", (0, 5): "#DIV/0!"}}
    assert known.formulas == {"S": {(0, column) for column in (2, 3, 4, 5, 6, 7)}}
    assert known.uncalculated == {"S": {(0, 3), (0, 7)}}
    assert known.merged == {"S": (Area("S", 2, 0, 3, 1),)}
    assert known.percents["S"].get((0, 1)) is True and known.percents["S"].get((0, 2)) is False
    assert list(known.percents["S"]) == [(0, 1)] and len(known.percents["S"]) == 1
    assert known.currencies == {"S": {(0, 9): "$"}}


def test_a_cell_knows_that_it_is_a_percentage_or_an_error() -> None:
    read = open_grid(packed(book(CELLS, styles=STYLES)))
    assert read.cell("S", 0, 1).percent is True and read.cell("S", 0, 2).percent is False
    assert [read.cell("S", 0, column).currency for column in (1, 2, 9)] == ["", "", "$"]
    assert (read.cell("S", 0, 0).kind, read.cell("S", 0, 0).text) == ("error", "#N/A")


def test_where_the_formats_are_lost_nobody_knows_what_is_a_percentage() -> None:
    made = book(CELLS, styles=STYLES)
    del made["xl/styles.xml"]
    assert open_grid(packed(made)).cell("S", 0, 1).percent is None


def test_a_workbook_that_never_had_formats_has_no_percentages() -> None:
    assert open_grid(packed(book(b'<row r="1"><c r="A1"><v>1</v></c></row>'))).cell("S", 0, 0).percent is False


def test_the_document_says_when_it_was_saved_and_whether_its_results_are_to_be_trusted() -> None:
    core = (
        b'<cp:coreProperties xmlns:cp="http://schemas.openxmlformats.org/package/2006/metadata/core-properties" '
        b'xmlns:dcterms="http://purl.org/dc/terms/"><dcterms:modified>2027-03-01T12:00:00+02:00</dcterms:modified>'
        b"</cp:coreProperties>"
    )
    content = packed(book(CELLS, workbook=b'<calcPr fullCalcOnLoad="1"/>', more={"docProps/core.xml": core}))
    known = open_grid(content).package
    assert known.modified == datetime(2027, 3, 1, 10) and known.recalculates and not known.date1904


def test_a_document_that_does_not_say_so_does_not() -> None:
    known = open_grid(packed(book(CELLS, workbook=b'<workbookPr date1904="true"/>'))).package
    assert known.modified is None and not known.recalculates and known.date1904
    core = parts()["docProps/core.xml"]
    assert (
        open_grid(plan_with({"docProps/core.xml": core.replace(b"dcterms:modified", b"dcterms:x")})).package.modified
        is None
    )


def test_names_are_those_of_the_workbook_that_are_one_area() -> None:
    names = (
        b'<definedNames><definedName name="a">S!$B$2</definedName><definedName name="b">\'S\'!$A$1:$C$9</definedName>'
        b'<definedName name="c" localSheetId="0">S!$A$1</definedName><definedName name="d">S!$A$1,S!$B$1</definedName>'
        b'<definedName name="e">#REF!</definedName></definedNames>'
    )
    known = open_grid(packed(book(CELLS, workbook=names))).package.names
    assert known == {"a": Area("S", 1, 1, 1, 1), "b": Area("S", 0, 0, 8, 2)}


def test_the_tables_and_properties_of_a_plan_are_known() -> None:
    known = open_grid(good()).package
    assert known.tables and all(area.last_row > area.first_row for area in known.tables.values())
    assert any(value.startswith("ap-plan:") or value for value in known.properties.values())


@pytest.mark.parametrize(
    "change",
    [
        {"docProps/custom.xml": None},
        {"_rels/.rels": None},
        {"_rels/.rels": None, "[Content_Types].xml": None},
        {"xl/theme/theme1.xml": None},
    ],
)
def test_what_may_be_missing_may_be_missing(change: dict[str, bytes | None]) -> None:
    left, whole = open_grid(plan_with(change)).sheets, open_grid(good()).sheets
    assert {name: trimmed(rows) for name, rows in left.items()} == {name: trimmed(rows) for name, rows in whole.items()}


@pytest.mark.parametrize(
    "change",
    [
        {"xl/workbook.xml": None},
        {"xl/workbook.xml": b"<workbook/>"},
        {"xl/workbook.xml": b"<workbook"},
        {"xl/sharedStrings.xml": None},
        {"xl/sharedStrings.xml": b"<sst><si>"},
        {"xl/worksheets/sheet1.xml": None},
        {"xl/_rels/workbook.xml.rels": None},
        {"xl/styles.xml": b"?"},
    ],
)
def test_what_may_not_be_missing_is_damage_that_names_the_part(change: dict[str, bytes | None]) -> None:
    with pytest.raises(Refused) as caught:
        open_grid(plan_with(change))
    assert caught.value.code == "damaged" and caught.value.params["part"]


# -- small things ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "plain"),
    [
        ("a_x000D_b", "a\rb"),
        ("_x005F_x000D_", "_x000D_"),
        ("_x00e9_", "é"),
        ("_xD83D_", "_xD83D_"),
        ("_x12_", "_x12_"),
        ("x_y", "x_y"),
    ],
)
def test_escapes_are_read_as_excel_means_them(text: str, plain: str) -> None:
    assert unescaped(text) == plain


@pytest.mark.parametrize(
    ("code", "shows"),
    [
        ("General", "number"), ("0.00", "number"), ("0%", "percent"), ('0"%"', "number"), ("0\\%", "number"),
        ("[Red]0.0%;-0%", "percent"), ("dd-mm-yyyy", "moment"), ("[h]:mm", "duration"), ("[mm]", "duration"),
        ("AM/PM", "moment"), ("[$-413]d mmm", "moment"), ('"day" 0', "number"), ("[Red]General", "number"),
        ("0;d", "number"), ("@", "number"), ("[$%-413]0", "number"), ("_%0", "number"), ("*d0", "number"),
    ],
)  # fmt: skip
def test_a_format_says_what_a_number_is(code: str, shows: str) -> None:
    assert shown_by(code) == shows


@pytest.mark.parametrize(
    ("code", "currency"),
    [
        ("#,##0", ""), ("[$€-413] #,##0.00", "€"), ("[$$-409]#,##0", "$"), ("[$kr-406] 0", "kr"), ("[$-413]0", ""),
        ('"€"\\ #,##0', "€"), ("€ 0", "€"), ("\\£0", "£"), ('0 "EUR"', "EUR"), ('0 "stuks"', ""), ('0;"$"0', ""),
        ('";€" 0', "€"), ('"a;b"$0', "$"), ("[$CHF]0", "CHF"), ('"US$" 0', "US$"), ("0\\;€", "€"), ("[Red]0", ""),
    ],
)  # fmt: skip
def test_a_format_says_in_which_currency_a_number_is(code: str, currency: str) -> None:
    assert currency_by(code) == currency


@pytest.mark.parametrize(
    ("number", "shows", "date1904", "value"),
    [
        (46_000, "moment", False, date(2025, 12, 9)),
        (46_000.5, "moment", False, datetime(2025, 12, 9, 12)),
        (46_000, "moment", True, date(2029, 12, 10)),
        (0.25, "moment", False, time(6)),
        (1, "moment", False, date(1900, 1, 1)),
        (60, "moment", False, date(1900, 2, 28)),
        (61, "moment", False, date(1900, 3, 1)),
        (1.5, "duration", False, timedelta(hours=36)),
        (-1, "moment", False, -1),
        (-1, "duration", False, -1),
        (2_958_466, "moment", False, 2_958_466),
        (2_958_465, "moment", True, 2_958_465),
        (7, "percent", False, 7),
    ],
)
def test_a_number_is_a_moment_where_there_is_such_a_moment(
    number: float, shows: Any, date1904: bool, value: object
) -> None:
    assert moment(number, shows, date1904) == value
