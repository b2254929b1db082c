"""XlsxWriter, made strict: what it lets pass with a return code or a warning is an error here.

Every workbook that accountplan writes (plans, portfolios, summaries) is made with `workbook()`.
Text is always written as text: nothing that a person typed becomes a formula or a link.
"""

from __future__ import annotations

import io
import re
import warnings
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from functools import wraps
from typing import Any
from zipfile import ZIP_DEFLATED, ZipFile

from xlsxwriter import Workbook
from xlsxwriter.core import Core
from xlsxwriter.packager import Packager
from xlsxwriter.sharedstrings import SharedStrings
from xlsxwriter.utility import quote_sheetname, xl_range_abs, xl_rowcol_to_cell
from xlsxwriter.worksheet import Worksheet

from accountplan.fields.base import EXCEL_TEXT_LIMIT
from accountplan.workbook.alike import runs_of, stays_home

PROMPT_TITLE, PROMPT, ERROR = 32, 255, 224
"""Excel's limits, in UTF-16 units, on the texts of a validation rule."""
FORMULA = 8192
"""The same, on a formula."""
FOOTER = 255
"""The same, on the footer of a page."""
_NAME_IN_FOOTER = 100
_CUT = " […]"
"""Ends a text that was longer than a cell takes."""
_MARKS = {code: 0x2400 + code for code in range(32) if chr(code) not in "\t\n\r"}
_MARKS |= dict.fromkeys((*range(0xD800, 0xE000), 0xFFFE, 0xFFFF), 0xFFFD)
_LOOKS_ESCAPED = re.compile("_(?=x[0-9a-fA-F]{4}_)")


_WORTH_SHARING = 24
"""Signs: what a shared formula's own words in a file are long."""


class ExcelRefuses(Exception):
    """A bug of ours: something was written that Excel would refuse or drop."""


_CHECKED = (
    "write_string write_number write_blank write_boolean write_datetime write_url write_rich_string "
    "data_validation conditional_format set_column set_row merge_range insert_image insert_chart "
    "add_sparkline repeat_rows print_area freeze_panes set_header set_footer autofilter"
).split()


class StrictSheet(Worksheet):  # type: ignore[misc]
    """A worksheet whose every method succeeds or raises `ExcelRefuses`."""

    def __init__(self) -> None:
        super().__init__()
        self._growing: set[int] = set()
        self._shared: dict[str, str] = {}
        self._groups = 0

    def text(self, row: int, column: int, text: str, style: Any = None) -> None:
        """`text` as text, whatever it begins with; what XML cannot hold becomes a visible mark."""
        self.write_string(row, column, readable(text), style)

    def write_formula(self, row: int, column: int, formula: str, style: Any = None, value: Any = 0) -> None:
        """A formula of ours with what it shows. Texts of people go into it by `formula.literal` alone."""
        shown = escaped(readable(value)) if isinstance(value, str) else value
        if utf16_length(formula) > FORMULA:
            raise ExcelRefuses(f"{self.name}: formula of {len(formula)} signs: {formula[:200]}")
        if super().write_formula(row, column, visible(formula), style, shown):
            raise ExcelRefuses(f"{self.name}: formula refused: {formula}")

    def _prepare_formula(self, formula: str, expand_future_functions: bool = False) -> str:
        """As it is, without its equals sign: our formulas use nothing newer than Excel 2010, and XlsxWriter would look
        for a hundred newer functions in each of them."""
        return formula.removeprefix("=")

    def height(self, first: int, last: int) -> float:
        """Points that the rows from `first` to `last` take; hidden ones nothing."""
        sizes = (self.row_sizes.get(row, (self.default_row_height, False)) for row in range(first, last + 1))
        return 0.75 * float(sum(pixels for pixels, hidden in sizes if not hidden))

    def share_formula(self, first: int, last: int, column: int) -> None:
        """From row `first` to `last` the formulas of a column are one: that of the first, its relative addresses going
        along.

        What is written in the others as a formula is left out of the file; what they show is not.
        """
        cells = [xl_rowcol_to_cell(row, column) for row in range(first, last + 1)]
        self._shared |= dict.fromkeys(cells, f't="shared" si="{self._groups}"')
        self._shared[cells[0]] = f't="shared" ref="{cells[0]}:{cells[-1]}" si="{self._groups}"'
        self._groups += 1

    def share_alike(self) -> None:
        """Share every run of formulas below each other that say the same, seen from their own row."""
        columns: dict[int, dict[int, str]] = {}
        for row, cells in self.table.items():
            for column, cell in cells.items():
                long = type(cell).__name__ == "Formula" and len(cell.formula) > _WORTH_SHARING
                if long and stays_home(cell.formula) and not self.is_shared(row, column):
                    columns.setdefault(column, {})[row] = cell.formula
        for column, formulas in columns.items():
            for first, last in runs_of(formulas):
                self.share_formula(first, last, column)

    def is_shared(self, row: int, column: int) -> bool:
        """Whether the formula of a cell is that of another one."""
        return xl_rowcol_to_cell(row, column) in self._shared

    def _xml_formula_element(self, formula: str, result: Any, attributes: Any = ()) -> None:
        """As XlsxWriter writes it, but for formulas that are shared."""
        shared = self._shared.get(attributes[0][1]) if self._shared else None
        if shared is None:
            super()._xml_formula_element(formula, result, attributes)
            return
        cell = "".join(f' {key}="{self._escape_attributes(value)}"' for key, value in attributes)
        own = f"<f {shared}>{self._escape_data(formula)}</f>" if "ref=" in shared else f"<f {shared}/>"
        self.fh.write(f"<c{cell}>{own}<v>{self._escape_data(result)}</v></c>")

    def _calculate_spans(self) -> None:
        """Which columns a row reaches over: a hint that no program needs, and a hundredth of a file."""

    def growing_row(self, row: int, height: float) -> None:
        """A row that begins this tall and, unlike one of `set_row`, grows with what people type in it."""
        self.set_row(row, height)
        self._growing.add(row + 1)

    def _xml_start_tag_unencoded(self, tag: str, attributes: Any = ()) -> None:
        if tag == "row" and dict(attributes)["r"] in self._growing:
            attributes = [pair for pair in attributes if pair[0] != "customHeight"]
        super()._xml_start_tag_unencoded(tag, attributes)

    def add_table(self, top: int, left: int, bottom: int, right: int, options: dict[str, Any]) -> None:
        """An Excel table, with the headers of its columns in their cells. They are one line (`texts.as_header`)."""
        columns = [column | {"header": visible(column["header"])} for column in options["columns"]]
        named = [column | {"header": escaped(column["header"])} for column in columns]
        if super().add_table(top, left, bottom, right, options | {"columns": named}):
            raise ExcelRefuses(f"{self.name}: table refused: {options}")
        for offset, (column, name) in enumerate(zip(columns, named, strict=True)):
            if name["header"] != column["header"]:  # the table escapes what the cell does not
                self.text(top, left + offset, column["header"], column.get("header_format"))

    def print_areas(self, areas: list[tuple[int, int, int, int]]) -> None:
        """Several print areas (first row, first column, last row, last column), each on pages of its own."""
        sheet = quote_sheetname(self.name)
        self.print_area_range = ",".join(f"{sheet}!{xl_range_abs(*area)}" for area in areas)

    def page_footer(self, left: str, centre: str, right: str, size: int = 8) -> None:
        """A page's footer. Codes (`&P`) belong in `centre` and `right`; in `left`, a text, nothing is one."""
        rest = f"&C&{size}{centre}&R&{size}{right}"
        before = f"&L&{size} "  # the space keeps a name that begins with a digit out of the size
        text = shortened(" ".join(left.split()), _NAME_IN_FOOTER).replace("&", "&&")
        room = FOOTER - utf16_length(before + rest)
        while utf16_length(text) > room:
            text = text[:-2] if text.endswith("&&") else text[:-1]
        self.set_footer(" ")
        self.footer = before + text + rest  # given to `set_footer`, the && of "A&G" would ask for a picture


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


class _PlainStrings(SharedStrings):  # type: ignore[misc]
    """The texts of a workbook, all of them plain.

    XlsxWriter takes what begins with `<r>` for XML of its own, and escapes only one of two look-alikes in a row.
    """

    def _write_si(self, string: str) -> None:
        string = escaped(visible(string))
        outer = string != string.strip()
        self._xml_si_element(string, [("xml:space", "preserve")] if outer else [])


class _Core(Core):  # type: ignore[misc]
    """What a document says of itself: with a moment at which it was saved last, where that is not its first."""

    def _write_dcterms_modified(self) -> None:
        saved = self.properties.get("modified")
        text = saved.strftime("%Y-%m-%dT%H:%M:%SZ") if isinstance(saved, datetime) else self.iso_date
        self._xml_data_element("dcterms:modified", text, [("xsi:type", "dcterms:W3CDTF")])


class _PlainPackager(Packager):  # type: ignore[misc]
    def _write_shared_strings_file(self) -> None:
        if self.workbook.str_table.count:
            strings = _PlainStrings()
            strings.string_table = self.workbook.str_table
            strings._set_xml_writer(self._filename("xl/sharedStrings.xml"))
            strings._assemble_xml_file()

    def _write_core_file(self) -> None:
        core = _Core()
        core._set_properties(self.workbook.doc_properties)
        core._set_xml_writer(self._filename("docProps/core.xml"))
        core._assemble_xml_file()

    def _write_app_file(self) -> None:
        self.named_ranges: list[str] = []  # over a hundred, which nobody looks up in a file's properties
        super()._write_app_file()


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

    def _get_packager(self) -> Packager:
        return _PlainPackager()

    def set_properties(self, properties: dict[str, Any]) -> None:
        """The document's properties, readable."""
        super().set_properties({k: readable(v) if isinstance(v, str) else v for k, v in properties.items()})

    def set_custom_property(self, name: str, value: str, kind: str = "text") -> None:
        """A property of our own, readable."""
        super().set_custom_property(name, readable(value), kind)

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
def workbook(
    created: datetime, title: str = "", *, modified: datetime | None = None, **properties: str
) -> Iterator[tuple[StrictWorkbook, io.BytesIO]]:
    """A strict workbook and the buffer of its bytes afterwards. `created`, and `modified` where it was saved later,
    come from the inputs, never from a clock."""
    buffer = io.BytesIO()
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        book = StrictWorkbook(buffer)
        book.set_properties({"created": created, "modified": modified, "title": title, **properties})
        yield book, buffer
        book.close()


def packed(content: bytes) -> bytes:
    """The same workbook as small as it goes: plans are mailed, and lie in folders by the thousand."""
    smaller = io.BytesIO()
    with ZipFile(io.BytesIO(content)) as source, ZipFile(smaller, "w", ZIP_DEFLATED, compresslevel=9) as target:
        for member in source.infolist():
            target.writestr(member, source.read(member), compresslevel=9)
    return smaller.getvalue()


# -- texts of people ---------------------------------------------------------------------------------------------------
def readable(text: str) -> str:
    """Text that a cell can hold: what XML cannot hold shown as a mark, and cut off with ` […]` where it is too long."""
    return _within(visible(text).replace("\r\n", "\n").replace("\r", "\n"), EXCEL_TEXT_LIMIT, _CUT)


def visible(text: str) -> str:
    """Control characters as the marks that Unicode has for them, and what is no character at all as U+FFFD."""
    return text if text.isprintable() else text.translate(_MARKS)


def escaped(text: str) -> str:
    """As a workbook holds it: `_x0041_` as one types it would be read as A."""
    return _LOOKS_ESCAPED.sub("_x005F_", text)


def utf16_length(text: str) -> int:
    """Length as Excel counts it."""
    return len(text.encode("utf-16-le", "surrogatepass")) // 2


def shortened(text: str, longest: int) -> str:
    """`text`, visible, within `longest` UTF-16 units, with an ellipsis where something had to go."""
    return _within(visible(text), longest, "…")


def _within(text: str, longest: int, mark: str) -> str:
    if utf16_length(text) <= longest:
        return text
    units = text.encode("utf-16-le", "surrogatepass")[: 2 * (longest - utf16_length(mark))]
    return units.decode("utf-16-le", "ignore").rstrip() + mark
