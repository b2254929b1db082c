"""What .ods, .xls and .xlsb hold, read from their own parts; and workbooks behind a password."""

from __future__ import annotations

import io
import struct
import subprocess
import sys
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from functools import cache
from pathlib import Path

import pytest
from msoffcrypto.format.ooxml import OOXMLFile

from accountplan.cli import main
from accountplan.messages import LANGUAGES
from accountplan.portfolio.reader import WorkbookReader
from accountplan.workbook.grid import Grid, open_grid
from accountplan.workbook.limits import Limits
from accountplan.workbook.package import Area, Refused
from tests.roundtrip.plans import plan_of
from tests.tools.binary import BOF, EOF, compound, ods, package, record, record12, text, wide, xls, xlsb


def refusal(content: bytes, limits: Limits | None = None) -> tuple[str, object]:
    with pytest.raises(Refused) as caught:
        open_grid(content, limits or Limits())
    return caught.value.code, caught.value.params.get("sentence")


# -- .ods --------------------------------------------------------------------------------------------------------------
def table(*rows: str, name: str = "Blad") -> str:
    body = "".join(f"<table:table-row>{row}</table:table-row>" for row in rows)
    return f'<table:table table:name="{name}">{body}</table:table>'


def cell(inside: str = "", **attributes: str) -> str:
    given = "".join(
        f' {"office" if key.endswith(("type", "value")) else "table"}:{key.replace("_", "-")}="{value}"'
        for key, value in attributes.items()
    )
    return f"<table:table-cell{given}>{inside}</table:table-cell>"


def words(paragraph: str) -> str:
    return cell(f"<text:p>{paragraph}</text:p>", value_type="string")


def column_of(grid: Grid, sheet: str = "Blad") -> list[object]:
    return [row[0] if row else None for row in grid.sheets[sheet]]


@pytest.mark.parametrize(
    ("xml", "value"),
    [
        (cell(value_type="float", value="12.5"), 12.5),
        (cell(value_type="currency", value="12.5"), 12.5),
        (cell(value_type="boolean", boolean_value="true"), True),
        (cell(value_type="date", date_value="2027-03-01"), date(2027, 3, 1)),
        (cell(value_type="date", date_value="2027-03-01T13:30:00"), datetime(2027, 3, 1, 13, 30)),
        (cell("<text:p>1 maart</text:p>", value_type="date", date_value="0000-13-45"), "0000-13-45"),
        (cell(value_type="time", time_value="PT13H30M00S"), time(13, 30)),
        (cell(value_type="time", time_value="PT30H00M00S"), timedelta(hours=30)),
        (cell("<text:p>a</text:p>", value_type="string", string_value="b"), "b"),
        (cell("<text:p>a</text:p><text:p/><text:p>b</text:p>", value_type="string"), "a\n\nb"),
        (words(" a \n b<text:s/> <text:s text:c='2'/>c<text:tab/>d<text:line-break/>e"), "a b    c\td\ne"),
        (words("a<text:span>b<text:a>c</text:a></text:span>d"), "abcd"),
        (words("a<text:note><text:p>no</text:p></text:note>b"), "ab"),
        (
            cell("<office:annotation><text:p>no</text:p></office:annotation><text:p>a</text:p>", value_type="string"),
            "a",
        ),
    ],
)
def test_a_cell_of_an_ods_has_the_value_that_it_says(xml: str, value: object) -> None:
    assert column_of(open_grid(ods(table(xml)))) == [value]


def test_a_cell_that_stands_for_many_is_there_as_often() -> None:
    repeated = cell("<text:p>x</text:p>", value_type="string", number_columns_repeated="3")
    rows = f'<table:table-row table:number-rows-repeated="2">{cell()}{repeated}</table:table-row>'
    grid = open_grid(ods(f'<table:table table:name="Blad">{rows}{table(words("y"))[31:]}'))
    assert grid.sheets["Blad"] == [["", "x", "x", "x"], ["", "x", "x", "x"], ["y"]]


@pytest.mark.parametrize("inside", ["<text:p>x</text:p>", ""])
def test_cells_that_stand_for_more_than_a_plan_has_cost_the_file_and_no_time(inside: str) -> None:
    repeated = cell(inside, value_type="string", number_columns_repeated="16384")
    bomb = f'<table:table-row table:number-rows-repeated="1048576">{repeated}</table:table-row>'
    assert refusal(ods(f'<table:table table:name="Blad">{bomb}</table:table>')) == ("too-large", "too-large-cells")


def test_empty_cells_to_the_end_of_the_sheet_are_nothing() -> None:
    empty = cell(number_columns_repeated="16384")
    row = f'<table:table-row table:number-rows-repeated="1048570">{empty}</table:table-row>'
    grid = open_grid(ods(f'<table:table table:name="Blad">{row}{table(words("y"))[31:]}'))
    assert len(grid.sheets["Blad"]) == 1_048_571 and grid.text("Blad", 1_048_570, 0) == "y"


@pytest.mark.parametrize(
    ("xml", "error"),
    [
        (words("#REF!"), "#REF!"),
        (words("#N/A"), "#N/A"),
        (words("Err:502"), "Err:502"),
        (words("#WAARDE!").replace(" office", ' calcext:value-type="error" office', 1), "#WAARDE!"),
    ],
)  # fmt: skip
def test_an_error_of_an_ods_is_no_empty_cell_and_no_text(xml: str, error: str) -> None:
    grid = open_grid(ods(table(xml)))
    assert (grid.cell("Blad", 0, 0).kind, grid.cell("Blad", 0, 0).text) == ("error", error)


@pytest.mark.parametrize(
    ("kind", "value", "shown", "percent"),
    [
        ("percentage", "0.05", "5%", True),
        ("float", "0.05", "5,0 %", True),
        ("float", "-0.05", "\u22125%", True),
        ("float", "5", "5%", False),
        ("float", "0.05", "0,05", False),
        ("float", "0.05", "", None),
        ("float", "0.05", "vijf%", None),
    ],
)
def test_whether_a_number_of_an_ods_is_a_percentage_is_seen(
    kind: str, value: str, shown: str, percent: bool | None
) -> None:
    grid = open_grid(ods(table(cell(f"<text:p>{shown}</text:p>" if shown else "", value_type=kind, value=value))))
    assert grid.cell("Blad", 0, 0).percent is percent


def test_names_tables_merged_cells_and_formulas_of_an_ods_are_known() -> None:
    sheet = "$'Klant''s blad'"
    names = (
        f'<table:named-expressions><table:named-range table:name="rij" table:cell-range-address="{sheet}.$A$2:.$C$2"/>'
        f'<table:named-range table:name="cel" table:cell-range-address="{sheet}.$B$3"/>'
        '<table:named-range table:name="weg" table:cell-range-address="$#REF!.$B$3"/></table:named-expressions>'
        '<table:database-ranges><table:database-range table:name="tbl" '
        'table:target-range-address="Blad.A1:Blad.B9"/></table:database-ranges>'
    )
    own = '<table:named-expressions><table:named-range table:name="eigen" table:cell-range-address="$Blad.$A$1"/>'
    merged = cell("<text:p>x</text:p>", number_columns_spanned="2", number_rows_spanned="3")
    rows = table(merged, cell(formula="of:=1+1", value_type="float", value="2"))
    rows = rows.replace("</table:table>", f"{own}</table:named-expressions></table:table>")
    package = open_grid(ods(rows + names)).package
    assert package.names == {"rij": Area("Klant's blad", 1, 0, 1, 2), "cel": Area("Klant's blad", 2, 1, 2, 1)}
    assert package.tables == {"tbl": Area("Blad", 0, 0, 8, 1)}
    assert package.merged == {"Blad": (Area("Blad", 0, 0, 2, 1),)}
    assert package.formulas == {"Blad": frozenset({(1, 0)})}


def test_a_formula_of_an_ods_without_a_result_is_known_not_to_be_calculated() -> None:
    kinds: list[dict[str, str]] = [{}, {"value_type": "float"}, {"value_type": "string"}]
    package = open_grid(ods(table(*(cell(formula="of:=1+1", **kind) for kind in kinds)))).package
    assert package.uncalculated == {"Blad": frozenset({(0, 0), (1, 0)})}


def test_what_an_ods_says_of_itself_is_known() -> None:
    settings = (
        '<table:calculation-settings><table:null-date table:date-value="1904-01-01"/></table:calculation-settings>'
    )
    meta = '<meta:user-defined meta:name="accountplan">ap-plan:{}</meta:user-defined>'
    meta += "<dc:date>2027-04-01T10:00:00Z</dc:date>"
    package = open_grid(ods(settings + table(words("x")), meta)).package
    assert package.properties == {"accountplan": "ap-plan:{}"}
    assert package.modified == datetime(2027, 4, 1, 10) and package.date1904


def test_only_the_sheets_of_the_workbook_itself_are_read() -> None:
    remembered = '<table:table table:name="elders"><table:table-source/><table:table-row/></table:table>'
    changes = "<table:tracked-changes><table:table-row><table:table-cell/></table:table-row></table:tracked-changes>"
    within = table(cell(table(words("in"), name="binnen")) + words("b"))
    assert open_grid(ods(changes + remembered + within)).sheets == {"Blad": [["", "b"]]}


@pytest.mark.parametrize("broken", ["<table:table>", "<!-- & --><a", "\0"])
def test_an_ods_that_is_no_xml_is_damaged(broken: str) -> None:
    assert refusal(ods(broken))[0] == "damaged"


# -- .xls --------------------------------------------------------------------------------------------------------------
def number(row: int, column: int, value: float, look: int = 0) -> bytes:
    return record(0x203, struct.pack("<3Hd", row, column, look, value))


def formula(row: int, result: bytes) -> bytes:
    return record(0x06, struct.pack("<3H", row, 0, 0) + result + bytes(8))


LOOKS = (
    record(0x41E, struct.pack("<H", 164) + text('0.0"%"')),
    record(0x41E, struct.pack("<H", 165) + text("dd-mm-yyyy")),
    record(0x41E, struct.pack("<H", 166) + text("[$$-409]#,##0")),
    *(record(0xE0, struct.pack("<2H", 0, look) + bytes(16)) for look in (0, 9, 164, 165, 166)),
)
"""Formats of an .xls: plain, percentage, a sign that only looks like one, date, dollars."""


def test_numbers_of_an_xls_are_what_their_formats_show() -> None:
    grid = open_grid(xls([number(0, 0, 0.05, 1), number(0, 1, 5, 2), number(0, 2, 46447, 3), number(0, 3, 7)], LOOKS))
    cells = [grid.cell("Blad", 0, column) for column in range(4)]
    assert [(cell.kind, cell.percent) for cell in cells] == [
        ("number", True), ("number", False), ("date", None), ("number", False),
    ]  # fmt: skip
    assert cells[2].value == datetime(2027, 3, 1)


def test_numbers_of_an_xls_are_in_the_currency_of_their_format() -> None:
    grid = open_grid(xls([number(0, 0, 5, 4), number(0, 1, 5, 0), number(0, 2, 5, 9)], LOOKS))
    assert [grid.cell("Blad", 0, column).currency for column in range(3)] == ["$", "", ""]


def test_numbers_of_an_ods_are_in_the_currency_that_they_name() -> None:
    named = '<table:table-cell office:value-type="currency" office:currency="USD" office:value="5"/>'
    grid = open_grid(ods(table(named, cell(value_type="currency", value="5"))))
    assert [grid.cell("Blad", row, 0).currency for row in range(2)] == ["USD", ""]


def test_an_xls_that_counts_from_1904_says_so_and_its_dates_are_right() -> None:
    grid = open_grid(xls([number(0, 0, 46447 - 1462, 3)], [record(0x22, b"\1\0"), *LOOKS]))
    assert grid.package.date1904 and grid.raw("Blad", 0, 0) == date(2027, 3, 1)


def test_packed_numbers_of_an_xls_are_unpacked() -> None:
    packed = [
        (1 << 2) | 2,
        ((-7 & 0x3FFF_FFFF) << 2) | 2,
        (1250 << 2) | 3,
        struct.unpack("<2I", struct.pack("<d", 1.5))[1],
    ]
    cells = b"".join(struct.pack("<HI", 0, raw) for raw in packed[1:])
    grid = open_grid(
        xls([record(0x27E, struct.pack("<3HI", 0, 0, 0, packed[0])),
             record(0xBD, struct.pack("<2H", 0, 1) + cells + struct.pack("<H", 3))], LOOKS)
    )  # fmt: skip
    assert grid.sheets["Blad"] == [[1, -7, 12.5, 1.5]]


def test_a_text_of_an_xls_goes_on_in_the_next_record_in_either_width() -> None:
    listed = record(
        0xFC,
        struct.pack("<2I", 2, 2) + struct.pack("<HB", 5, 0) + b"abc",
        b"\1" + "dé".encode("utf-16-le") + struct.pack("<HBH", 2, 8, 1) + b"xy" + b"\0\0",
        b"\0\0",
    )
    cells = [record(0xFD, struct.pack("<3HI", row, 0, 0, row)) for row in (0, 1)]
    assert column_of(open_grid(xls(cells, [listed]))) == ["abcdé", "xy"]


def test_a_text_of_255_signs_in_its_own_cell_may_have_been_cut_off() -> None:
    cells = [record(0x204, struct.pack("<3H", row, 0, 0) + text("x" * length)) for row, length in enumerate((254, 255))]
    grid = open_grid(xls(cells))
    assert [grid.cell("Blad", row, 0).cut_at for row in (0, 1)] == [None, 255]


def test_results_of_formulas_of_an_xls_are_read_and_known_for_what_they_are() -> None:
    special = [bytes([kind, 0, value, 0, 0, 0, 255, 255]) for kind, value in ((1, 1), (2, 0x17), (3, 0), (0, 0))]
    cells = [formula(0, struct.pack("<d", 2.0)), *(formula(row, result) for row, result in enumerate(special, 1))]
    grid = open_grid(xls([*cells, record(0x207, text("uit"))], LOOKS))
    assert [grid.cell("Blad", row, 0).kind for row in range(5)] == ["number", "bool", "error", "empty", "text"]
    assert (grid.cell("Blad", 2, 0).text, grid.raw("Blad", 4, 0)) == ("#REF!", "uit")
    assert grid.package.formulas == {"Blad": frozenset((row, 0) for row in range(5))}


def test_names_errors_and_merged_cells_of_an_xls_are_known() -> None:
    area = struct.pack("<B5H", 0x3B, 0, 1, 1, 0, 4)
    relative = struct.pack("<B5H", 0x3B, 0, 1, 1, 0, 4 | 0x8000)
    names = [
        record(
            0x18, struct.pack("<H2B3HI", flags, 0, len(name), len(tokens), 0, sheet, 0) + text(name, "B")[1:] + tokens
        )
        for name, flags, sheet, tokens in
        (("ap_x", 0, 0, area), ("_eigen", 0, 1, area), ("\6", 0x20, 0, area), ("los", 0, 0, relative))
    ]  # fmt: skip
    book = [record(0x1AE, struct.pack("<2H", 1, 0x0401)), record(0x17, struct.pack("<4H", 1, 0, 0, 0)), *names]
    cells = [record(0x205, struct.pack("<3H2B", 0, 0, 0, 0x2A, 1)), record(0x205, struct.pack("<3H2B", 0, 1, 0, 1, 0)),
             record(0xE5, struct.pack("<5H", 1, 2, 4, 2, 3))]  # fmt: skip
    grid = open_grid(xls(cells, book))
    assert grid.package.names == {"ap_x": Area("Blad", 1, 0, 1, 4)}
    assert grid.package.errors == {"Blad": {(0, 0): "#N/A"}} and grid.raw("Blad", 0, 1) is True
    assert grid.package.merged == {"Blad": (Area("Blad", 2, 2, 4, 3),)}


def test_what_is_embedded_in_a_sheet_is_none_of_its_cells() -> None:
    grid = open_grid(xls([number(0, 0, 1), BOF, number(0, 0, 2), number(5, 5, 3), EOF, number(1, 0, 4)], LOOKS))
    assert grid.sheets["Blad"] == [[1], [4]]


@pytest.mark.parametrize(
    ("content", "found"),
    [
        (compound({"Workbook": record(0x809, struct.pack("<2H", 0x500, 5))}), ("not-a-plan", "kind-old-excel")),
        (compound({"Book": BOF + EOF}), ("not-a-plan", "kind-old-excel")),
        (compound({"Workbook": BOF + EOF + bytes(8)})[:700], ("damaged", None)),
        (xls([record(0xFD, struct.pack("<3HI", 0, 0, 0, 9))]), ("damaged", None)),
        (xls([], [record(0xFC, struct.pack("<2I", 9, 9) + text("breaks off")[:9])]), ("damaged", None)),
        (xls([], [record(0x2F, bytes(6))]), ("encrypted", None)),
    ],
    ids=["excel-5", "excel-5-stream", "cut-off", "no-such-text", "half-a-text", "locked"],
)
def test_an_xls_that_is_not_clear_costs_the_file_and_never_an_answer(
    content: bytes, found: tuple[str, str | None]
) -> None:
    assert refusal(content) == found


def test_a_chain_of_sectors_that_goes_round_ends() -> None:
    content = bytearray(xls([number(0, 0, 1)], LOOKS))
    (table,) = struct.unpack_from("<I", content, 76)
    struct.pack_into("<I", content, (table + 1) * 512, 0)
    assert refusal(bytes(content))[0] == "damaged"


# -- .xlsb -------------------------------------------------------------------------------------------------------------
def row12(row: int) -> bytes:
    return record12(0, struct.pack("<I", row) + bytes(13))


def cell12(kind: int, column: int, value: bytes, look: int = 0) -> bytes:
    return record12(kind, struct.pack("<2I", column, look) + value)


STYLES = b"".join(
    (
        record12(44, struct.pack("<H", 164) + wide("dd-mm-yyyy")),
        record12(626), record12(47, struct.pack("<2H", 0, 9) + bytes(12)), record12(627),
        record12(617), *(record12(47, struct.pack("<2H", 0, look) + bytes(12)) for look in (0, 9, 164)), record12(618),
    )
)  # fmt: skip


def test_every_kind_of_cell_of_an_xlsb_is_read_in_its_column() -> None:
    cells = [
        row12(0),
        cell12(7, 1, struct.pack("<I", 0)), record12(17, bytes(4) + wide("kort")), record12(12, bytes(4)),
        record12(16, struct.pack("<Id", 1, 0.05)), record12(13, struct.pack("<2I", 0, (3 << 2) | 2)),
        record12(15, bytes(4) + b"\1"), record12(14, bytes(4) + b"\x2a"), record12(18, bytes(8)),
        row12(2),
        cell12(5, 0, struct.pack("<d", 46447), 2), cell12(62, 1, b"\0" + wide("rijk")), cell12(6, 2, wide("los")),
        cell12(4, 3, b"\0"), cell12(3, 4, b"\x17"), cell12(2, 5, struct.pack("<I", (250 << 2) | 3)),
        record12(176, struct.pack("<4I", 2, 3, 0, 1)),
    ]  # fmt: skip
    grid = open_grid(xlsb(cells, others={"styles": STYLES, "sharedStrings": record12(19, b"\0" + wide("lijst"))}))
    assert grid.sheets["Blad"] == [
        ["", "lijst", "kort", "", 0.05, 3, True, "", "lijst"], [], [date(2027, 3, 1), "rijk", "los", False, "", 2.5],
    ]  # fmt: skip
    assert grid.package.errors == {"Blad": {(0, 7): "#N/A", (2, 4): "#REF!"}}
    assert grid.package.percents == {"Blad": {(0, 4): True, (0, 5): False, (2, 5): False}}
    assert grid.package.merged == {"Blad": (Area("Blad", 2, 0, 3, 1),)}


def test_formulas_of_an_xlsb_are_known_with_their_results() -> None:
    cells = [row12(0), cell12(8, 0, wide("uit")), cell12(9, 1, struct.pack("<d", 2.0)), cell12(10, 2, b"\1"),
             cell12(11, 3, b"\x07")]  # fmt: skip
    grid = open_grid(xlsb(cells))
    assert grid.sheets["Blad"] == [["uit", 2, True, ""]]
    assert grid.package.errors == {"Blad": {(0, 3): "#DIV/0!"}}
    assert grid.package.formulas == {"Blad": frozenset((0, column) for column in range(4))}


def test_names_and_settings_of_an_xlsb_are_known() -> None:
    tokens = struct.pack("<BH2I2H", 0x3B, 0, 1, 1, 0, 4)
    names = [
        record12(39, struct.pack("<IBI", 0, 0, sheet) + wide(name) + struct.pack("<I", len(tokens)) + tokens)
        for name, sheet in (("ap_x", 0xFFFF_FFFF), ("eigen", 0))
    ]
    book = [record12(153, struct.pack("<2I", 1, 0) + wide("")), record12(357), *names,
            record12(362, struct.pack("<4I", 1, 0, 0, 0)), record12(157, bytes(24) + b"\1\0")]  # fmt: skip
    package = open_grid(xlsb([row12(0)], book)).package
    assert package.names == {"ap_x": Area("Blad", 1, 0, 1, 4)}
    assert package.date1904 and package.recalculates


@pytest.mark.parametrize(
    "cells",
    [
        [record12(0, b"\1")], [row12(0), cell12(7, 0, struct.pack("<I", 5))],
        [row12(0), record12(6, bytes(8) + wide("abc")[:6])], [b"\x06\x7f"],
    ],
    ids=["short-row", "no-such-text", "half-a-text", "cut-off"],
)  # fmt: skip
def test_an_xlsb_that_is_not_clear_costs_the_file(cells: list[bytes]) -> None:
    assert refusal(xlsb(cells)) == ("damaged", None)


def test_a_cell_at_the_far_end_of_an_xlsb_costs_the_file_and_no_memory() -> None:
    far = [step for row in range(300) for step in (row12(row), cell12(6, 16_383, wide("x")))]
    assert refusal(xlsb(far)) == ("too-large", "too-large-area")
    assert refusal(xlsb([row12(4_294_967_295), cell12(6, 0, wide("x"))])) == ("too-large", "too-large-area")


# -- passwords ---------------------------------------------------------------------------------------------------------
PASSWORD = "Gehéim 1"


@cache
def locked(password: str = PASSWORD) -> bytes:
    buffer = io.BytesIO()
    OOXMLFile(io.BytesIO(plan_of("accountplan", "nl").content())).encrypt(password, buffer)
    return buffer.getvalue()


Run = Callable[..., tuple[int, str]]


@pytest.fixture
def run(monkeypatch: pytest.MonkeyPatch, capfd: pytest.CaptureFixture[str]) -> Run:
    """A command: its exit code, and all that it says."""

    def command(*arguments: str | Path) -> tuple[int, str]:
        monkeypatch.setattr(sys, "argv", ["accountplan", *map(str, arguments)])
        with pytest.raises(SystemExit) as ended:
            main()
        said = capfd.readouterr()
        return int(ended.value.code or 0), said.out + said.err

    return command


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    (tmp_path / "plan.xlsx").write_bytes(locked())
    return tmp_path


def test_a_plan_behind_a_password_is_read_with_the_one_that_fits_and_the_file_is_left_alone(folder: Path) -> None:
    plan = plan_of("accountplan", "nl")
    reader = WorkbookReader(lambda name: plan.template, passwords=("anders", PASSWORD))
    reading = reader(folder / "plan.xlsx", "plan.xlsx")
    assert reading.plan_answers() == plan.answers
    assert (folder / "plan.xlsx").read_bytes() == locked()
    assert PASSWORD not in repr(reader)


@pytest.mark.parametrize(
    ("lines", "sentence"), [(None, "--password-file"), ("anders\n\n", "geen van de opgegeven wachtwoorden")]
)
def test_a_password_that_is_lacking_or_wrong_is_said(run: Run, folder: Path, lines: str | None, sentence: str) -> None:
    given: list[str | Path] = []
    if lines is not None:
        (folder / "wachtwoorden.txt").write_text(lines, encoding="utf-8")
        given = ["--password-file", folder / "wachtwoorden.txt"]
    code, output = run("read", folder / "plan.xlsx", *given)
    assert code == 1 and sentence in output


@pytest.mark.parametrize(
    "command",
    [
        ["read", "returned/plan.xlsx", "--json"],
        ["check", "returned"],
        pytest.param(["consolidate", "returned", "--quarter", "2027-Q1", "--data", "data"], marks=pytest.mark.slow),
    ],
    ids=["read", "check", "consolidate"],
)
def test_the_password_file_serves_every_command_and_is_told_to_nobody(
    run: Run, folder: Path, monkeypatch: pytest.MonkeyPatch, command: list[str]
) -> None:
    monkeypatch.chdir(folder)
    secrets, log = folder / "wachtwoorden.txt", folder / "log.jsonl"
    secrets.write_text(f"\ufeffanders\r\n{PASSWORD}\r\n", encoding="utf-8")
    (folder / "returned").mkdir()
    (folder / "plan.xlsx").rename(folder / "returned" / "plan.xlsx")
    _, output = run(*command, "--password-file", secrets.name, "--log", log.name)
    logged = log.read_text(encoding="utf-8")
    assert '"status": "read"' in logged and secrets.name in logged
    assert PASSWORD not in output and PASSWORD not in logged


@pytest.mark.parametrize("content", [None, b"\xff\xfe\x00"])
@pytest.mark.parametrize("language", LANGUAGES)
def test_a_password_file_that_is_not_there_or_no_text_stops_the_command(
    run: Run, folder: Path, content: bytes | None, language: str
) -> None:
    secrets = folder / "wachtwoorden.txt"
    if content is not None:
        secrets.write_bytes(content)
    code, output = run("read", folder / "plan.xlsx", "--password-file", secrets, "--language", language)
    assert code == 2 and output.count("\n") == 1 and "wachtwoorden.txt" in output


def test_what_excel_opens_without_asking_is_opened_without_asking() -> None:
    from accountplan.workbook.encrypted import unlocked

    assert unlocked(locked("VelvetSweatshop")).startswith(b"PK")


def test_without_the_extra_it_is_said_what_to_install(folder: Path) -> None:
    program = (
        "import sys; sys.modules['msoffcrypto'] = None\n"
        "from accountplan.workbook.encrypted import unlocked; from accountplan.workbook.package import Refused\n"
        "content = open(sys.argv[1], 'rb').read()\n"
        "for passwords in ((), ('x',)):\n"
        "    try: unlocked(content, passwords)\n"
        "    except Refused as refused: print(refused.code, refused.params.get('sentence'))\n"
    )
    done = subprocess.run(
        [sys.executable, "-c", program, folder / "plan.xlsx"], capture_output=True, encoding="utf-8", check=True
    )
    assert done.stdout.splitlines() == ["encrypted None", "encrypted encrypted-extra"]


def test_an_encrypted_package_that_is_broken_is_damaged() -> None:
    from accountplan.workbook.encrypted import unlocked

    with pytest.raises(Refused, match="damaged"):
        unlocked(compound({"EncryptedPackage": b"x", "EncryptionInfo": b"\4\0\4\0\x40\0\0\0<broken"}), ["x"])


def test_an_ods_behind_a_password_says_that_only_its_maker_can_take_that_away() -> None:
    parts = {
        "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
        "content.xml": "<a/>",
        "META-INF/manifest.xml": "<m:manifest xmlns:m='m'><m:encryption-data/></m:manifest>",
    }
    assert refusal(package(parts)) == ("encrypted", "encrypted-otherwise")
