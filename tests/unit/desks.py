"""A desk to write sheets from, without a file."""

from __future__ import annotations

import io

from accountplan.consolidate import Consolidated
from accountplan.consolidate.words import Words
from accountplan.summary.desk import Desk
from accountplan.workbook.excel import StrictWorkbook
from accountplan.workbook.styles import Styles


def desk_of(result: Consolidated) -> Desk:
    book = StrictWorkbook(io.BytesIO())
    return Desk(book, Styles(book), result, Words(result.round, result.language), "returned")
