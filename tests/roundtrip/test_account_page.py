"""The sheet on which an account is chosen: whoever is chosen, LibreOffice shows what the library says of them."""

from __future__ import annotations

from datetime import date
from pathlib import Path
from typing import Any

import pytest
from xlsxwriter.utility import xl_rowcol_to_cell

from accountplan.summary.account_page import account_bands
from accountplan.summary.blocks import lines_of
from accountplan.summary.choosing import CHOICE, FIRST, LABELLED
from accountplan.summary.desk import Desk
from accountplan.summary.page_values import page_values
from tests.office.office import Office
from tests.roundtrip.recalculated import same
from tests.tools.counts import FULL
from tests.unit.awkward import ROUNDS
from tests.unit.desks import desk_of
from tests.unit.summaries import written

BOX = xl_rowcol_to_cell(CHOICE, LABELLED)


EVERYWHERE = (
    ("much to say", "nl"),
    ("strange names", "nl"),
    ("nobody delivered", "nl"),
    ("no portfolio", "en"),
    ("the demo after Q2", "nl"),
    ("the demo after Q1", "en"),
    ("two currencies", "nl"),
)


@pytest.mark.parametrize(
    ("name", "language"),
    EVERYWHERE if FULL else EVERYWHERE[:4],
)
def test_every_account_that_is_chosen_is_shown(office: Office, tmp_path: Path, name: str, language: str) -> None:
    result = ROUNDS[name](language)
    desk = desk_of(result)
    path = tmp_path / "summary.xlsx"
    path.write_bytes(written(result))
    book, sheet = office.open(path), desk.say("sheet-account")
    for account_id, label in zip(desk.accounts, desk.data["accounts"].values("label"), strict=True):
        book.set(f"'{sheet}'!{BOX}", label)
        shown = book.values(sheet)
        expected = _expected(desk, account_id)
        wrong = {
            cell: (value, shown.get(cell, ""))
            for cell, value in expected.items()
            if not same(value, shown.get(cell, ""))
        }
        assert wrong == {}, f"{account_id}: what the library says, what LibreOffice shows"
        assert any(expected.values())


def test_who_is_not_in_the_list_is_shown_as_nobody(office: Office, tmp_path: Path) -> None:
    path = tmp_path / "summary.xlsx"
    path.write_bytes(written(ROUNDS["strange names"]("nl")))
    book = office.open(path)
    for typed in ("*", "A?2 · Klant", "007"):
        book.set(f"Klantblad!{BOX}", typed)
        assert book.values("Klantblad").get(f"A{FIRST + 1}", "") == ""


def _expected(desk: Desk, account_id: str) -> dict[str, float | str]:
    values = page_values(desk, list(lines_of(account_bands(desk))), account_id)
    return {xl_rowcol_to_cell(FIRST + row, column): _seen(value) for (row, column), value in values.items()}


def _seen(value: Any) -> float | str:
    """A value as a cell holds it."""
    if isinstance(value, date):
        return float((value - date(1899, 12, 30)).days)
    return "" if value is None else value if isinstance(value, str) else float(value)
