"""XlsxWriter, made strict: what it lets pass with a return code or a warning is an error here.

Every workbook that accountplan writes (plans, portfolios, summaries) is made with `workbook()`.
Text is always written as text: nothing that a person typed becomes a formula or a link.
"""

from __future__ import annotations

import io
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any

from xlsxwriter import Workbook
from xlsxwriter.worksheet import Worksheet

from accountplan.fields.base import EXCEL_TEXT_LIMIT

PROMPT_TITLE, PROMPT, ERROR = 32, 255, 224
"""Excel's limits, in UTF-16 units, on the texts of a validation rule."""


class ExcelRefuses(Exception):
    """A bug of ours: something was written that Excel would refuse or drop."""


_CHECKED = (
    "write_string write_number write_formula write_blank write_boolean write_datetime write_url write_rich_string "
    "data_validation conditional_format add_table set_column set_row merge_range insert_image insert_chart "
    "add_sparkline repeat_rows print_area freeze_panes set_header set_footer autofilter"
).split()


class StrictSheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose every method succeeds or raises `ExcelRefuses`."""

    def text(self, row: int, column: int, text: str, style: Any = None) -> None:
        """`text` as text, whatever it begins with; what XML cannot hold becomes a visible mark."""
        self.write_string(row, column, readable(text), style)


def _strict(name: str) -> Callable[..., Any]:
    original = getattr(Worksheet, name)

    @wraps(original)
    def method(self: StrictSheet, *args: Any, **kwargs: Any) -> Any:
        result = original(self, *args, **kwargs)
        if isinstance(result, int) and result < 0:
            raise ExcelRefuses(f"{self.name}: {name}{args!r} returned {result}")
        return result

    return method


for _name in _CHECKED:
    setattr(StrictSheet, _name, _strict(_name))


class StrictWorkbook(Workbook):  # type: ignore[misc]
    """A workbook in memory that knows which defined names it has."""

    def __init__(self, target: io.BytesIO) -> None:
        super().__init__(
            target,
            {
                "in_memory": True,
                "strings_to_formulas": False,
                "strings_to_urls": False,
                "strings_to_numbers": False,
                "default_date_format": "dd-mm-yyyy",
            },
        )
        self._names_given: set[str] = set()

    def sheet(self, name: str) -> StrictSheet:
        """A new worksheet."""
        return self.add_worksheet(name, worksheet_class=StrictSheet)  # type: ignore[no-any-return]

    def name_range(self, name: str, reference: str) -> None:
        """A workbook-scoped defined name; giving one twice is an error (Excel would repair the file)."""
        if name.lower() in self._names_given:
            raise ExcelRefuses(f"defined name given twice: {name}")
        self._names_given.add(name.lower())
        if self.define_name(name, f"={reference}"):
            raise ExcelRefuses(f"defined name refused: {name}")


@contextmanager
def workbook(created: datetime, title: str = "", **properties: str) -> Iterator[tuple[StrictWorkbook, io.BytesIO]]:
    """A strict workbook and the buffer of its bytes afterwards. `created` comes from the inputs, never from a clock."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = StrictWorkbook(buffer)
        book.set_properties(
            {"created": created, "title": readable(title), **{k: readable(v) for k, v in properties.items()}}
        )
        yield book, buffer
        book.close()


def readable(text: str) -> str:
    """Text that a workbook can hold: control characters shown as a mark, at most as long as a cell takes."""
    shown = "".join(_mark(sign) if ord(sign) < 32 and sign not in "\n\t" else sign for sign in text)
    shown = shown.encode("utf-8", "replace").decode("utf-8")
    shown = shown.replace("\ufffe", "\ufffd").replace("\uffff", "\ufffd")
    while utf16_length(shown) > EXCEL_TEXT_LIMIT:
        shown = shown[: EXCEL_TEXT_LIMIT - (utf16_length(shown) - len(shown))]
    return shown


def _mark(sign: str) -> str:
    return chr(0x2400 + ord(sign)) if sign != "\r" else "\n"


def utf16_length(text: str) -> int:
    """Length as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, longest: int) -> str:
    """`text` within `longest` UTF-16 units, with an ellipsis where something had to go."""
    if utf16_length(text) <= longest:
        return text
    while utf16_length(text) > longest - 1:
        text = text[:-1]
    return text.rstrip() + "…"
