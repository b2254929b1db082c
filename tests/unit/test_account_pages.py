"""Pages about one account: what stands on them, whose they are, and how they print."""

from __future__ import annotations

import io
import subprocess
from dataclasses import replace
from pathlib import Path
from typing import Any

import openpyxl
import pytest

from accountplan.errors import Stop
from accountplan.summary.account_page import account_bands
from accountplan.summary.blocks import COLUMNS, Facts, Room, lines_of
from accountplan.summary.briefing import briefing_bands
from accountplan.summary.choosing import worst_account
from accountplan.summary.page_values import PageValues, fitting, page_values
from accountplan.summary.pages import BANDS, Shape, pages_bytes, sheet_names
from accountplan.summary.selections import account_labels
from tests.office.office import Office
from tests.tools.counts import FULL
from tests.tools.ooxml import validate
from tests.unit.awkward import ROUNDS
from tests.unit.demo_rounds import demo_result
from tests.unit.desks import desk_of
from tests.unit.talkative import FORMULA, LONG_NAME, talkative

SHAPES: tuple[Shape, ...] = ("pages", "briefings")


def opened(shape: Shape = "pages", name: str = "the demo after Q2", *accounts: str) -> openpyxl.Workbook:
    return openpyxl.load_workbook(io.BytesIO(pages_bytes(ROUNDS[name]("nl"), shape, "returned", accounts)))


def texts(book: openpyxl.Workbook, sheet: str) -> list[str]:
    return [str(cell) for row in book[sheet].iter_rows(values_only=True) for cell in row if cell is not None]


def shown(bands: Any, account_id: str, name: str = "much to say") -> list[Any]:
    desk = desk_of(ROUNDS[name]("nl"))
    values = page_values(desk, list(lines_of(bands(desk))), account_id)
    return [value for value in values.values() if value is not None]


# -- the declaration ---------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("name", ["the demo after Q1", "the demo after Q2"])
def test_every_band_is_as_wide_as_the_page(shape: Shape, name: str) -> None:
    for band in BANDS[shape](desk_of(ROUNDS[name]("nl"))):
        if isinstance(band, Facts):
            assert {sum(field.span + band.label for field in row) for row in band.rows} == {COLUMNS}
        elif not isinstance(band, Room):
            assert sum(block.span for block in band) == COLUMNS


# -- what the library says ---------------------------------------------------------------------------------------------
def test_what_finds_no_room_is_counted_in_words() -> None:
    said = shown(account_bands, "=A")
    assert "Doelen die lopen, slechtste eerst (en nog 4)" in said
    assert "Activiteiten die openstaan, te late eerst (en nog 4)" in said
    assert "Sterktes (en nog 2)" in said
    assert "Bijsturing in Q2 (en nog 1)" in said


def test_an_account_without_records_says_so_and_one_without_a_plan_says_nothing() -> None:
    empty = "Geen contactpersonen ingevuld."
    assert empty in shown(account_bands, "A")
    assert empty not in shown(account_bands, "A-9")
    assert "Voor deze klant wordt geen plan gevraagd." in shown(account_bands, "A-10")


def test_what_was_agreed_in_the_quarter_before_stands_beside_what_is_agreed_now() -> None:
    said = [str(value) for value in shown(account_bands, "=A")]
    assert {"Afgesproken in Q1 (en nog 1)", "q1 visits", "q2 visits"} <= set(said)
    first = shown(account_bands, "A-001", "the demo after Q1")
    assert not any(str(value).startswith("Afgesproken") for value in first)


def test_the_most_influential_person_and_the_latest_visit_come_first() -> None:
    desk = desk_of(talkative())
    values = PageValues(desk)
    contacts = desk.data["contacts"]
    people = next(band[0] for band in account_bands(desk) if isinstance(band, tuple))
    at = [values.position(people, "=A", n) for n in (1, 2, 3)]
    assert [contacts.values("influence")[n] for n in at if n is not None] == [5, 5, 4]
    days = [str(value) for value in shown(briefing_bands, "=A")]
    assert days.index("2027-05-02") > days.index("2027-07-02"), "the next visit stands above the last one"


def test_a_promise_that_is_an_activity_is_named() -> None:
    said = shown(briefing_bands, "A-001", "the demo after Q2")
    assert any(str(value).startswith("A-0") and len(str(value)) > 8 for value in said)


def test_a_long_text_ends_where_there_is_no_room() -> None:
    assert fitting("een\ntwee", 20) == "een twee"
    assert fitting("abcdef", 6) == "abcdef"
    assert fitting("abcdefg", 6) == "abcde…"


def test_the_account_with_the_most_reds_is_chosen_first() -> None:
    assert worst_account(desk_of(demo_result("q2"))) == "A-005"
    assert worst_account(desk_of(ROUNDS["nobody delivered"]("nl"))) == "A-1"


def test_labels_to_choose_from_are_unique_and_not_too_long() -> None:
    rows = list(talkative().tables.accounts)
    long = [replace(rows[0], account_id=f"A {n}", account_name="x" * 300) for n in range(2)]
    twins = [replace(rows[0], account_id=account_id, account_name="Twee\nregels") for account_id in ("B 1", "B  1")]
    labels = list(account_labels([*rows, *long, *twins]).values())
    assert len(set(labels)) == len(labels)
    assert max(map(len, labels)) <= 200
    assert labels[-2:] == ["B 1 · Twee regels", "B 1 · Twee regels (2)"]


# -- the workbooks -----------------------------------------------------------------------------------------------------
def test_the_same_round_gives_the_same_bytes() -> None:
    assert pages_bytes(talkative(), "pages") == pages_bytes(talkative(), "pages")


def test_there_is_a_sheet_per_account_manager_and_a_link_to_every_page() -> None:
    book = opened(name="much to say")
    assert book.sheetnames == ["Inhoud", "Ann de Wit", "Bob Smit"]
    links = {row[0].value: row[-1].value for row in book["Inhoud"].iter_rows(min_row=6)}
    assert links["A-10"] is None, "no plan is asked of it"
    for account_id, link in links.items():
        if link:
            sheet, cell = link.split('"')[1].lstrip("#").rsplit("!", 1)
            there = book[sheet.strip("'")][cell].value
            names = {"=A": FORMULA, "a": LONG_NAME, "A": "Dezelfde letter, groot", "A-9": "A-9"}
            assert there == names[account_id]


def test_names_that_look_like_formulas_stay_text() -> None:
    book = opened(name="much to say")
    cells = [cell for row in book["Ann de Wit"].iter_rows() for cell in row if cell.value == FORMULA]
    assert cells
    assert {cell.data_type for cell in cells} == {"s"}


def test_who_did_not_deliver_gets_a_note() -> None:
    book = opened(name="nobody delivered")
    assert texts(book, "Ann de Wit") == ["Nog geen plan aangeleverd", "A-1", "Klant A-1", "ontbreekt"]


@pytest.mark.parametrize("shape", SHAPES)
def test_only_the_accounts_that_are_asked(shape: Shape) -> None:
    book = opened(shape, "the demo after Q2", "A-002", "A-005")
    assert book.sheetnames == ["Inhoud", "Youssef Amrani", "Bram Willems"]
    assert book["Bram Willems"]["A1"].value == "Kranz Ketting Fietsdelen"


def test_an_account_that_is_not_there_is_named() -> None:
    with pytest.raises(Stop, match="A-999"):
        opened("pages", "the demo after Q2", "A-999")


def test_names_of_sheets_are_what_excel_takes() -> None:
    names = sheet_names(["", "History", "Jan/Piet [x]", "'Ann'", "ANN", "n" * 40, "n" * 41, "Inhoud"], "Inhoud")
    assert names == [
        "-", "History (2)", "Jan Piet x", "Ann", "ANN (2)", "n" * 30 + "…", "n" * 25 + "… (2)", "Inhoud (2)",
    ]  # fmt: skip


@pytest.mark.parametrize(("shape", "language"), [("pages", "nl"), ("briefings", "en")])
@pytest.mark.parametrize("name", ("the demo after Q2", "much to say") if FULL else ("much to say",))
def test_every_account_prints_on_one_page(
    office: Office, tmp_path: Path, shape: Shape, language: str, name: str
) -> None:
    result = ROUNDS[name](language)
    path = tmp_path / "pages.xlsx"
    path.write_bytes(pages_bytes(result, shape))
    pdf = office.convert(path, tmp_path / "pages.pdf")
    printed = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    pages = [page for page in printed.split("\f") if page.strip()]
    desk = desk_of(result)
    delivered = [account_id for account_id, row in desk.accounts.items() if row.status == "delivered"]
    notes = sum("undelivered" in _roles(desk, page) for page in pages)
    assert len(pages) == 1 + len(delivered) + notes
    for account_id in delivered:
        assert sum(desk.name_of(account_id)[:60] in page.lstrip().split("\n")[0] for page in pages) == 1


def _roles(desk: Any, page: str) -> set[str]:
    return {"undelivered"} if page.lstrip().startswith(desk.say("page-undelivered")) else set()


@pytest.mark.node
@pytest.mark.parametrize("shape", SHAPES)
def test_the_validator_of_the_format_finds_nothing(shape: Shape, tmp_path: Path) -> None:
    path = tmp_path / "pages.xlsx"
    path.write_bytes(pages_bytes(talkative(), shape, "plans"))
    assert validate([path]) == {path.resolve(): []}
