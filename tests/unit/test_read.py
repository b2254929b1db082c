"""From a file to a reading: the right value or a finding that names the place, whatever became of the workbook."""

from __future__ import annotations

import io
import re
import subprocess
import zipfile
from collections.abc import Callable
from dataclasses import replace
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from openpyxl.utils.datetime import CALENDAR_MAC_1904

from accountplan.layout.answers import PlanAnswers
from accountplan.messages import LANGUAGES
from accountplan.template import Template
from accountplan.workbook.identity import identity_text, read_identity, read_sheet_identity
from accountplan.workbook.read import read_content, read_plan
from accountplan.workbook.reading import Identity, Reading
from accountplan.workbook.write import plan_bytes
from tests.helpers import SAMPLES, context, found, opened, plan, read, real_template, saved


@cache
def prospect() -> Template:
    """The small template: a form, free rows, fixed rows."""
    return real_template(str(SAMPLES / "prospectplan"))


@cache
def account_plan() -> Template:
    return real_template("accountplan")


ANSWERS = PlanAnswers(
    {
        "lead.temperature": "warm",
        "lead.needs": ("cost", "advice"),
        "lead.known_us": True,
        "lead.known_from": "een beurs",
        "lead.value": 125_000.5,
        "lead.chance": 0.25,
    },
)


@cache
def filled(language: str = "nl") -> bytes:
    return plan(prospect(), ANSWERS, context(language))


def with_parts(content: bytes, change: Callable[[str, bytes], bytes | None]) -> bytes:
    """The package with every part changed; None takes a part out."""
    buffer = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(buffer, "w") as copy:
        for name in archive.namelist():
            part = change(name, archive.read(name))
            if part is not None:
                copy.writestr(name, part)
    return buffer.getvalue()


def typed(field: str, content: object, template: Template | None = None) -> Reading:
    """The reading of a plan in which a person typed this in the cell of a field."""
    made = template or prospect()
    blank = plan(made)
    place = read(blank, made).answers[field]
    book = opened(blank)
    book[place.sheet][place.cell].value = content  # type: ignore[index]
    return read(saved(book), made)


# -- what was written ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_what_was_written_is_read_and_nothing_is_remarked(language: str) -> None:
    reading = read(filled(language), prospect())
    assert reading.readable
    assert reading.findings == ()
    assert reading.plan_answers() == ANSWERS.without_blanks()
    assert not reading.filled_in
    assert reading.answers["lead.weighted"].value == 31_250, "computed again from the inputs"


def test_every_field_is_in_the_reading_in_the_order_of_the_template() -> None:
    reading = read(plan(account_plan(), circumstances=context(tier="B")), account_plan())
    assert list(reading.answers) == [question.id for _, question in account_plan().questions()]
    assert list(reading.tables) == [table.id for _, table in account_plan().tables()]


def test_the_object_of_the_contract() -> None:
    body = read(filled(), prospect()).as_json("nl")
    assert body["readable"] is True
    assert body["template"] == {"id": "prospectplan", "version": "1.0.0"}
    assert (body["language"], body["year"], body["account"]["id"]) == ("nl", 2027, "A-1")
    answer = body["answers"]["lead.temperature"]
    assert answer == {
        "value": "warm",
        "type": "choice",
        "sheet": answer["sheet"],
        "cell": answer["cell"],
        "raw": "warm",
    }
    assert re.fullmatch(r"[A-Z]+\d+", answer["cell"])
    assert body["answers"]["lead.needs"]["value"] == ["cost", "advice"]
    assert body["answers"]["lead.known_us"]["value"] is True
    assert body["answers"]["lead.weighted"]["locked"] is True
    required, answered = body["completeness"]["required"], body["completeness"]["answered"]
    assert required > answered > 0
    per_chapter = body["completeness"]["by_chapter"].values()
    assert sum(a for a, _ in per_chapter) == answered and sum(r for _, r in per_chapter) == required


def test_empty_rows_are_in_the_object_only_when_asked_for() -> None:
    reading = read(filled(), prospect())
    assert all(rows == [] for rows in reading.as_json("nl")["tables"].values())
    every = reading.as_json("nl", all_rows=True)["tables"]
    assert all(rows for rows in every.values())
    cell = next(iter(every["steps"][0]["cells"].values()))
    assert {"value", "type", "sheet", "cell", "raw"} <= cell.keys()
    assert every["steps"][0]["row"] == "steps.1"


# -- what a person types ---------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("field", "content", "value"),
    [
        ("lead.value", 1250, 1250),
        ("lead.value", "1.250", 1250),
        ("lead.value", "€ 1.250,-", 1250),
        ("lead.value", "1,2 mln", 1.2e6),
        ("lead.value", "=1000+250", None),
        ("lead.chance", "25%", 0.25),
        ("lead.chance", 0.25, 0.25),
        ("lead.known_us", "JA", True),
        ("lead.known_us", False, False),
        ("lead.temperature", "Hot", "warm"),
        ("lead.temperature", "WARM ", "warm"),
        ("lead.needs", "advies;lagere kosten", ("advice", "cost")),
        ("lead.known_from", "=1+1 is twee", None),
    ],
)
def test_what_is_typed_is_understood(field: str, content: object, value: object) -> None:
    if isinstance(content, str) and content.startswith("="):
        reading = typed(field, content)  # a formula that no program has calculated
        assert (reading.answers[field].value, found(reading)) == (None, [("formula-uncalculated", field)])
        return
    reading = typed(field, content)
    assert (reading.answers[field].value, found(reading)) == (value, [])


@pytest.mark.parametrize(
    ("field", "content", "code"),
    [
        ("lead.value", "12.5", "number-ambiguous"),
        ("lead.value", "1,250", "number-ambiguous"),
        ("lead.value", "veel", "not-a-number"),
        ("lead.value", -1, "out-of-range"),
        ("lead.chance", "0,25", "percent-ambiguous"),
        ("lead.chance", 25, "out-of-range"),
        ("lead.temperature", "wram", "not-in-list"),
        ("lead.needs", "advies; goud", "not-in-list"),
        ("lead.known_us", "misschien", "not-yes-no"),
        ("lead.known_from", datetime(2027, 3, 1), "date-suspicious"),
        ("lead.known_from", "x" * 300, "too-long"),
        ("lead.value", "#REF!", "cell-error"),
        ("lead.value", "#N/A", "cell-error"),
        ("lead.temperature", "#VALUE!", "cell-error"),
    ],
)
def test_what_cannot_be_taken_is_reported_with_its_place(field: str, content: object, code: str) -> None:
    reading = typed(field, content)
    assert found(reading) == [(code, field)]
    finding, answer = reading.findings[0], reading.answers[field]
    assert (finding.file, finding.sheet, finding.cell) == ("plan.xlsx", answer.sheet, answer.cell)
    assert answer.raw, "what stood there is kept"
    if code not in ("out-of-range", "date-suspicious", "too-long"):
        assert answer.value is None
    for language in LANGUAGES:
        message = finding.message(language)
        assert answer.cell in message and answer.sheet in message  # type: ignore[operator]
        assert "{" not in message
    assert reading.filled_in, "what was not understood was typed all the same"


def test_a_date_cell_is_read_in_either_date_system() -> None:
    blank = plan(account_plan())
    place = read(blank, account_plan()).answers["hist.customer_since"]
    book = opened(blank)
    book[place.sheet][place.cell].value = date(2014, 3, 1)  # type: ignore[index]
    assert read(saved(book), account_plan()).answers["hist.customer_since"].value == date(2014, 3, 1)
    book.epoch = CALENDAR_MAC_1904
    reading = read(saved(book), account_plan())
    assert reading.answers["hist.customer_since"].value == date(2014, 3, 1)
    assert found(reading) == []


def test_a_serial_without_a_date_format_is_read_in_the_date_system_of_the_file() -> None:
    blank = plan(account_plan())
    place = read(blank, account_plan()).answers["hist.customer_since"]
    book = opened(blank)
    cell = book[place.sheet][place.cell]  # type: ignore[index]
    cell.number_format, cell.value = "General", 41_699
    assert read(saved(book), account_plan()).answers["hist.customer_since"].value == date(2014, 3, 1)
    book.epoch = CALENDAR_MAC_1904
    cell.value = 41_699 - 1462
    assert read(saved(book), account_plan()).answers["hist.customer_since"].value == date(2014, 3, 1)


@pytest.mark.parametrize("number", ["1E400", "-1E400", "NaN", "inf", "1e301"])
@pytest.mark.parametrize("field", ["lead.value", "lead.chance"])
def test_a_number_that_no_sum_can_hold_is_never_a_value(field: str, number: str) -> None:
    place = read(filled(), prospect()).answers[field]
    assert place.cell is not None

    def change(name: str, part: bytes) -> bytes:
        pattern = rb'(<c r="' + place.cell.encode() + rb'"[^>]*><v>)(125000\.5|0\.25)(</v>)'
        return (
            re.sub(pattern, rb"\g<1>" + number.encode() + rb"\g<3>", part) if name.startswith("xl/worksheets") else part
        )

    content = with_parts(filled(), change)
    assert content != filled()
    reading = read(content, prospect())
    assert reading.findings, "never without a word"
    assert not reading.readable or reading.answers[field].value is None


@pytest.mark.parametrize("serial", ["-5", "1E400", "2958466", "1e20"])
def test_a_date_cell_out_of_any_range_is_a_finding(serial: str) -> None:
    blank = plan(account_plan(), PlanAnswers({"hist.customer_since": date(2014, 3, 1)}))

    def change(name: str, part: bytes) -> bytes:
        return part.replace(b"<v>41699</v>", f"<v>{serial}</v>".encode()) if name.startswith("xl/worksheets") else part

    reading = read(with_parts(blank, change), account_plan())
    assert reading.findings
    assert not reading.readable or reading.answers["hist.customer_since"].value is None or found(reading)


def test_a_formula_with_a_result_is_read_by_its_result() -> None:
    place = read(filled(), prospect()).answers["lead.value"]
    assert place.cell is not None

    def change(name: str, part: bytes) -> bytes:
        pattern = rb'(<c r="' + place.cell.encode() + rb'"[^>]*>)(<v>125000\.5</v>)'
        return re.sub(pattern, rb"\1<f>100000+25000.5</f>\2", part)

    reading = read(with_parts(filled(), change), prospect())
    assert reading.answers["lead.value"].value == 125_000.5


def test_a_formula_whose_result_is_an_empty_text_is_empty() -> None:
    blank = plan(prospect())
    place = read(blank, prospect()).answers["lead.known_from"]
    assert place.cell is not None

    def change(name: str, part: bytes) -> bytes:
        pattern = rb'<c r="' + place.cell.encode() + rb'"( s="\d+")/>'
        cell = rb'<c r="' + place.cell.encode() + rb'"\1 t="str"><f>""</f><v></v></c>'
        return re.sub(pattern, cell, part) if b"ap:f:lead.value" in part or name.startswith("xl/worksheets") else part

    reading = read(with_parts(blank, change), prospect())
    assert reading.answers["lead.known_from"].value is None
    [said, _] = reading.findings
    assert (said.code, said.field, said.params["sentence"]) == ("formula-in-input", "lead.known_from", "formula-empty")
    assert "niets" in said.message("nl") and "nothing" in said.message("en")


# -- rows ------------------------------------------------------------------------------------------------------------
STEP = {"step.what": "Bellen"}


def steps(count: int = 2) -> bytes:
    rows = {f"steps.{n}": {first_text_column(): f"Stap {n}"} for n in range(1, count + 1)}
    return plan(prospect(), PlanAnswers({}, {"steps": rows}))


@cache
def first_text_column() -> str:
    table = prospect().table("steps")
    assert table is not None
    return next(column.id for column in table.columns if column.type == "text")


def row_values(reading: Reading) -> dict[str, Any]:
    return {row.id: row.cells[first_text_column()].value for row in reading.tables["steps"] if row.filled}


@pytest.mark.parametrize("below", [(1,), (2,), (1, 2), (2, 3)])
def test_rows_typed_below_the_end_of_a_table_are_read(below: tuple[int, ...]) -> None:
    table = account_plan().table_by_role("log")
    assert table is not None
    column = next(column.id for column in table.columns if column.role == "what")
    blank = plan(account_plan())
    last = read(blank, account_plan()).tables[table.id][-1].cells[column]
    letter, row = re.sub(r"\d", "", last.cell or ""), int(re.sub(r"\D", "", last.cell or ""))
    book = opened(blank)
    for n in below:
        book[last.sheet][f"{letter}{row + n}"].value = f"Regel {n}"
    read_rows = read(saved(book), account_plan()).tables[table.id]
    assert {r.id: r.cells[column].value for r in read_rows if r.filled} == {
        f"{table.id}.+{row + n}": f"Regel {n}" for n in below
    }


def test_rows_that_were_sorted_keep_their_ids() -> None:
    book = opened(steps())
    one, two = (row.cells[first_text_column()] for row in read(steps(), prospect()).tables["steps"][:2])
    sheet = book[one.sheet]
    first, second = (int(re.sub(r"\D", "", cell.cell or "")) for cell in (one, two))
    for column in range(3, sheet.max_column + 1):
        above, below = sheet.cell(first, column), sheet.cell(second, column)
        if not isinstance(above, type(below)):
            continue
        try:
            above.value, below.value = below.value, above.value
        except AttributeError:
            continue  # merged help
    reading = read(saved(book), prospect())
    assert row_values(reading) == {"steps.1": "Stap 1", "steps.2": "Stap 2"}
    assert [r.cells[first_text_column()].cell for r in reading.tables["steps"][:2]] == [two.cell, one.cell]


def test_a_row_whose_id_was_copied_is_not_lost() -> None:
    book = opened(steps())
    sheet = book[read(steps(), prospect()).tables["steps"][0].sheet]
    ids = {cell.value: cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("steps.")}
    ids["steps.2"].value = "steps.1"
    reading = read(saved(book), prospect())
    assert sorted(row_values(reading).values()) == ["Stap 1", "Stap 2"]


def test_a_row_whose_id_was_cleared_is_not_lost() -> None:
    book = opened(steps())
    sheet = book[read(steps(), prospect()).tables["steps"][0].sheet]
    ids = {cell.value: cell for row in sheet.iter_rows() for cell in row if str(cell.value).startswith("steps.")}
    ids["steps.1"].value = None
    assert sorted(row_values(read(saved(book), prospect())).values()) == ["Stap 1", "Stap 2"]


def test_a_fixed_row_that_is_gone_is_reported() -> None:
    blank = plan(account_plan())
    row = next(r for r in read(blank, account_plan()).tables["evaluation"] if r.id == "evaluation.q2.revenue")
    book = opened(blank)
    sheet = book[row.sheet]
    ids = {cell.value: cell for line in sheet.iter_rows() for cell in line}
    gone = ids["evaluation.q2.revenue"]
    for cell in sheet[gone.row][: gone.column]:
        cell.value = "weg"
    assert ("field-lost", "evaluation.q2.revenue") in found(read(saved(book), account_plan()))


def test_a_fixed_row_that_lost_its_id_is_known_by_its_name_and_reported() -> None:
    blank = plan(account_plan())
    row = next(r for r in read(blank, account_plan()).tables["evaluation"] if r.id == "evaluation.q2.revenue")
    book = opened(blank)
    ids = {cell.value: cell for line in book[row.sheet].iter_rows() for cell in line}
    ids["evaluation.q2.revenue"].value = None
    assert found(read(saved(book), account_plan())) == [("relocated", "evaluation.q2.revenue")]


def test_cells_of_a_row_are_reported_by_row_and_column() -> None:
    table = prospect().table("steps")
    assert table is not None
    dated = next(column.id for column in table.columns if column.type == "date")
    reading = read(plan(prospect(), typed={f"steps.3.{dated}": "03/04/2027"}), prospect())
    row = next(row for row in reading.tables["steps"] if row.id == "steps.3")
    assert found(reading) == [("date-ambiguous", f"steps.3.{dated}")]
    assert (row.cells[dated].value, row.cells[dated].raw) == (None, "03/04/2027")
    assert reading.findings[0].cell == row.cells[dated].cell


# -- what became of the file -----------------------------------------------------------------------------------------
IDENTITY = Identity("A-1", 2027, "prospectplan", "1.0.0", "nl", "A", "EUR", "abc")


def test_an_identity_is_one_line_and_back() -> None:
    assert read_identity(identity_text(IDENTITY)) == IDENTITY
    awkward = Identity('A "1" \\ {x} é', 2027, "t", "1", "nl")
    assert read_identity(identity_text(awkward)) == awkward


@pytest.mark.parametrize(
    "text",
    [
        "", "ap-plan:", "ap-plan:{", "ap-plan:[]", "ap-plan:5", "ap-plan:{}", 'ap-plan:{"account":"x"}',
        'ap-plan:{"account":"A","year":"2027","template":"t","version":"1","language":"nl"}',
        'ap-plan:{"account":["A"],"year":2027,"template":"t","version":"1","language":"nl"}',
        'ap-plan:{"account":"A","year":2027,"template":"t","version":1,"language":"nl"}',
        'ap-plan:{"account":"A","year":99999999999999,"template":"t","version":"1","language":"nl"}',
        'ap-plan:{"account":"A","year":2027,"template":null,"version":"1","language":"nl"}',
        "ap-plan:" + "[" * 100_000, identity_text(IDENTITY)[:-3], "plan:" + identity_text(IDENTITY),
    ],
)  # fmt: skip
def test_what_is_no_identity_is_none(text: str) -> None:
    assert read_identity(text) is None


@pytest.mark.parametrize(
    ("text", "identity"),
    [
        ("ap:accountplan@1.0.0#1.1", ("accountplan", "1.0.0", "1.1")),
        ("ap:a@b#c#d", ("a", "b#c", "d")),
        ("ap:f:own.name", None),
        ("ap:@1#2", None),
        ("x:accountplan@1#2", None),
        ("ap:l:limits", None),
        ("ap:c:x@goals.1#", None),
    ],
)
def test_a_sheet_says_which_chapter_it_is(text: str, identity: object) -> None:
    assert read_sheet_identity(text) == identity


def changed_texts(content: bytes, old: str, new: str) -> bytes:
    def change(name: str, part: bytes) -> bytes:
        return part.replace(old.encode(), new.encode())

    made = with_parts(content, change)
    assert made != content
    return made


def test_without_its_identity_a_plan_is_read_by_its_sheets_and_said_to_be_uncertain() -> None:
    reading = read(changed_texts(filled(), "ap-plan:", "weg:"), prospect())
    assert reading.readable
    assert ("identity-missing", None) in found(reading)
    assert reading.answers["lead.temperature"].value == "warm"


def test_the_property_of_the_document_is_enough() -> None:
    def change(name: str, part: bytes) -> bytes:
        return part if name.startswith("docProps") else part.replace(b"ap-plan:", b"weg:")

    reading = read(with_parts(filled(), change), prospect())
    assert reading.identity is not None and reading.identity.account == "A-1"
    assert found(reading) == []


@pytest.mark.parametrize("version", ["2.0.0", "1.0.1", "1.1", "10.0.0"])
def test_a_newer_template_is_reported(version: str) -> None:
    identity = replace(IDENTITY, version=version)
    content = plan_bytes(prospect(), context(), ANSWERS, identity)
    reading = read(content, prospect())
    assert ("template-newer", None) in found(reading)
    assert reading.answers["lead.temperature"].value == "warm"


def test_an_odd_version_does_no_harm() -> None:
    for version in ("1.²", "", "x", "1.0.0-beta"):
        content = plan_bytes(prospect(), context(), ANSWERS, replace(IDENTITY, version=version))
        assert read(content, prospect()).readable


def test_an_unknown_template_is_not_guessed() -> None:
    reading = read_content(filled(), "plan.xlsx", lambda name: None)
    assert not reading.readable
    assert found(reading) == [("template-unknown", None)]
    assert reading.as_json("nl")["readable"] is False


# -- files that are no plan ------------------------------------------------------------------------------------------
OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def zipped(**parts: str) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w") as archive:
        for name, text in parts.items():
            archive.writestr(name.replace("__", "/").replace("_xml", ".xml"), text)
    return buffer.getvalue()


def strangers() -> bytes:
    book = openpyxl.Workbook()
    book.active["A1"] = "Boodschappen"
    return saved(book)


NO_PLANS: list[tuple[str, bytes, str]] = [
    ("nothing", b"", "damaged"),
    ("text", b"Beste Jan,\n", "not-a-plan"),
    ("csv", b"a;b;c\n1;2;3\n", "not-a-plan"),
    ("html", b"<html><table><tr><td>1</td></tr></table></html>", "not-a-plan"),
    ("picture", b"\x89PNG\r\n\x1a\n" + b"\0" * 64, "not-a-plan"),
    ("pdf", b"%PDF-1.7\n", "not-a-plan"),
    ("encrypted", OLE + b"\0" * 512 + "EncryptedPackage".encode("utf-16-le") + b"\0" * 512, "encrypted"),
    ("old and broken", OLE + b"\0" * 2048, "damaged"),
    ("word", zipped(word__document_xml="<w/>"), "not-a-plan"),
    ("empty zip", zipped(), "not-a-plan"),
    ("zip with a broken workbook", zipped(xl__workbook_xml="<workbook"), "damaged"),
    ("zip with nothing in the workbook", zipped(xl__workbook_xml="<workbook/>"), "damaged"),
    ("doctype", zipped(xl__workbook_xml='<!DOCTYPE x [<!ENTITY a "b">]><workbook/>'), "unsafe"),
    ("odd encoding", zipped(xl__workbook_xml='<?xml version="1.0" encoding="klingon"?><workbook/>'), "damaged"),
    ("cut off", filled()[: len(filled()) // 2], "damaged"),
    ("only a head", b"PK\x03\x04", "damaged"),
    ("somebody else's", strangers(), "not-a-plan"),
]


@pytest.mark.parametrize(("content", "code"), [case[1:] for case in NO_PLANS], ids=[case[0] for case in NO_PLANS])
def test_a_file_that_is_no_plan_says_why(content: bytes, code: str) -> None:
    reading = read_content(content, "map/x.xlsx", lambda name: prospect())
    assert not reading.readable
    assert found(reading) == [(code, None)]
    assert reading.sha256
    for language in LANGUAGES:
        assert "map/x.xlsx" in reading.findings[0].message(language)
    assert reading.as_json("en")["findings"][0]["code"] == code


def test_every_kind_of_wrong_file_has_a_sentence_of_its_own() -> None:
    found_in = [read_content(content, "x", lambda name: None).findings[0] for _, content, _ in NO_PLANS]
    sentences = {str(finding.params.get("sentence") or finding.code): finding.message("nl") for finding in found_in}
    assert len(set(sentences.values())) == len(sentences) >= 5


def test_a_file_that_cannot_be_opened_says_why(tmp_path: Path) -> None:
    for path in (tmp_path / "gone.xlsx", tmp_path):
        reading = read_plan(path, "gone.xlsx", lambda name: None)
        assert (reading.readable, found(reading)) == (False, [("unreadable", None)])


@pytest.mark.parametrize("at", range(12))
def test_a_plan_with_a_broken_byte_never_raises(at: int) -> None:
    content = bytearray(filled())
    place = len(content) * at // 12
    content[place : place + 8] = b"\xff\x00\xff\x00\xff\x00\xff\x00"
    reading = read(bytes(content), prospect())
    assert reading.readable or reading.findings


@pytest.mark.parametrize("kind", ["sheet", "part"])
def test_a_plan_without_one_of_its_parts_never_raises(kind: str) -> None:
    with zipfile.ZipFile(io.BytesIO(filled())) as archive:
        names = archive.namelist()
    for gone in names:
        reading = read(with_parts(filled(), lambda name, part, gone=gone: None if name == gone else part), prospect())  # type: ignore[misc]
        assert reading.readable or reading.findings, gone


# -- other programs' formats -----------------------------------------------------------------------------------------
@pytest.mark.parametrize("form", ["ods", "xls"])
@pytest.mark.office
def test_other_formats_give_the_same_answers(tmp_path: Path, form: str) -> None:
    (tmp_path / "plan.xlsx").write_bytes(filled())
    profile = f"-env:UserInstallation={(tmp_path / 'profile').as_uri()}"
    command = [
        "soffice",
        profile,
        "--headless",
        "--convert-to",
        form,
        "--outdir",
        str(tmp_path / "out"),
        str(tmp_path / "plan.xlsx"),
    ]
    subprocess.run(command, check=True, capture_output=True, timeout=120)
    reading = read((tmp_path / "out" / f"plan.{form}").read_bytes(), prospect())
    assert reading.readable
    assert reading.plan_answers() == ANSWERS.without_blanks()
