"""The programs of the matrix: those in which a person edits, and those that load and save the result."""

from __future__ import annotations

import io
import re
import zipfile
from copy import copy
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import openpyxl
from openpyxl.cell import MergedCell
from openpyxl.utils import range_boundaries
from openpyxl.workbook.defined_name import DefinedName
from openpyxl.worksheet.table import Table
from openpyxl.worksheet.worksheet import Worksheet

from accountplan.layout.places import absolute, address, quoted
from tests.property.sheet_model import At, Box, Content, Name, PaperBook, PaperSheet


# -- openpyxl ----------------------------------------------------------------------------------------------------------
def opened(content: bytes, *, follow: bool = True) -> PaperBook:
    """A workbook as openpyxl loads it, on paper. `follow=False`: names and tables stay behind, as in a plain script."""
    workbook = openpyxl.load_workbook(io.BytesIO(content))
    sheets = {sheet.title: _sheet(sheet) for sheet in workbook.worksheets}
    names = {name: held for name, defined in workbook.defined_names.items() if (held := _name(defined, sheets))}
    book = PaperBook(sheets, names, follow=follow)
    book.workbook = workbook  # type: ignore[attr-defined]
    return book


def empty() -> PaperBook:
    """A new workbook."""
    book = PaperBook({}, {})
    workbook = openpyxl.Workbook()
    workbook.remove(workbook.worksheets[0])
    book.workbook = workbook  # type: ignore[attr-defined]
    return book


def saved(book: PaperBook) -> bytes:
    """What openpyxl writes of a workbook on paper."""
    workbook: openpyxl.Workbook = book.workbook  # type: ignore[attr-defined]
    made = [(name, sheet, sheet.origin or workbook.create_sheet("made")) for name, sheet in book.sheets.items()]
    for n, sheet in enumerate(workbook.worksheets):
        sheet.title = f"_{n}_"
    for name, paper, sheet in made:
        sheet.title = name
        _write(paper, sheet)
    workbook._sheets = [sheet for _, _, sheet in made]
    workbook.active = 0
    workbook.defined_names.clear()
    for name, held in book.names.items():
        area = f"{absolute(held.box.top, held.box.left)}:{absolute(held.box.bottom, held.box.right)}"
        workbook.defined_names[name] = DefinedName(name, attr_text=f"{quoted(held.sheet)}!{area}")
    buffer = io.BytesIO()
    workbook.save(buffer)
    return buffer.getvalue()


_NO_DRAWING = b'<xdr:wsDr xmlns:xdr="http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing"/>'


def as_excel_writes(content: bytes, book: PaperBook) -> bytes:
    """What openpyxl saved of the book, in four ways more like Excel's.

    Names of tables are relative (ExcelJS does not open others), characters are not numbered (SheetJS cuts &#128512;
    short), formulas that the person typed have their results (SheetJS drops a formula without), and there are no charts
    (ExcelJS opens those of Excel, but not of openpyxl, whose elements have no prefix).
    """
    changed = io.BytesIO()
    sheets = {f"xl/worksheets/sheet{n}.xml": sheet for n, sheet in enumerate(book.sheets.values(), start=1)}
    with zipfile.ZipFile(io.BytesIO(content)) as archive, zipfile.ZipFile(changed, "w", zipfile.ZIP_DEFLATED) as copied:
        for name in archive.namelist():
            part = archive.read(name)
            if name.startswith("xl/worksheets/_rels/"):
                part = part.replace(b'Target="/xl/', b'Target="../')
            elif name.startswith("xl/drawings/drawing"):
                part = _NO_DRAWING
            elif name.endswith(".xml"):
                part = re.sub(rb"&#(\d{5,});", lambda number: chr(int(number[1])).encode(), part)
            copied.writestr(name, _with_results(part, sheets[name]) if name in sheets else part)
    return changed.getvalue()


def _with_results(part: bytes, sheet: PaperSheet) -> bytes:
    """A sheet's XML with the results of formulas that have one."""
    for at, content in sheet.cells.items():
        if content.formula is not None and content.value is not None:
            cell = rb'(<c r="%s"[^>]*><f>[^<]*</f>)<v ?/?>(</v>)?' % address(*at).encode()
            part, count = re.subn(cell, rb"\g<1><v>%s</v>" % str(content.value).encode(), part)
            assert count == 1, f"no formula in {address(*at)}"
    return part


def _sheet(sheet: Worksheet) -> PaperSheet:
    cells: dict[At, Content] = {
        (row - 1, column - 1): _content(cell)
        for (row, column), cell in sheet._cells.items()
        if not isinstance(cell, MergedCell)
    }
    tables = {table.name: _of_range(table.ref) for table in sheet.tables.values()}
    merged = [_of_range(area.coord) for area in sheet.merged_cells.ranges]
    return PaperSheet(cells, merged, tables, sheet)


@dataclass(frozen=True)
class Look:
    """A cell's style; in another workbook only its number format is of use."""

    style: Any
    number_format: str
    workbook: openpyxl.Workbook


def _content(cell: Any) -> Content:
    kept = Look(copy(cell._style), cell.number_format, cell.parent.parent) if cell.has_style else None
    if cell.data_type == "f":
        return Content(None, cell.value, kept=kept)
    if cell.data_type == "e":
        return Content(None, None, cell.value, kept=kept)
    return Content(cell.value, kept=kept)


def _of_range(ref: str) -> Box:
    left, top, right, bottom = range_boundaries(ref)
    return Box(top - 1, left - 1, bottom - 1, right - 1)


def _name(defined: DefinedName, sheets: dict[str, PaperSheet]) -> Name | None:
    for sheet, area in defined.destinations:
        if sheet in sheets:
            return Name(sheet, _of_range(area.replace("$", "")))
    return None


def _write(paper: PaperSheet, sheet: Worksheet) -> None:
    sheet.merged_cells.ranges = set()
    sheet._cells = {}
    for (row, column), content in paper.cells.items():
        _write_cell(sheet.cell(row + 1, column + 1), content)
    for box in paper.merged:
        sheet.merge_cells(f"{address(box.top, box.left)}:{address(box.bottom, box.right)}")
    old = {table.name: table for table in sheet.tables.values()}
    sheet.tables.clear()
    for name, box in paper.tables.items():
        if name in old and box.bottom > box.top:
            _write_table(sheet, old[name], box)


def _write_table(sheet: Worksheet, table: Table, box: Box) -> None:
    """A table keeps its columns' names: those must be the headers, and each must be another one."""
    headers = [sheet.cell(box.top + 1, column + 1).value for column in range(box.left, box.right + 1)]
    fits = len(headers) == len(table.tableColumns) and len({str(h).casefold() for h in headers}) == len(headers)
    if fits and all(isinstance(header, str) and header for header in headers):
        table.ref = f"{address(box.top, box.left)}:{address(box.bottom, box.right)}"
        for column, header in zip(table.tableColumns, headers, strict=True):
            column.name = header
        sheet.add_table(table)


def _write_cell(cell: Any, content: Content) -> None:
    look: Look | None = content.kept
    if look is not None and look.workbook is cell.parent.parent:
        cell._style = copy(look.style)
    elif look is not None:
        cell.number_format = look.number_format
    if content.error is not None:
        cell.value, cell.data_type = content.error, "e"
    elif content.formula is not None:
        cell.value = content.formula
    else:
        cell.value = content.value
        if isinstance(content.value, str):
            cell.data_type = "s"


# -- LibreOffice -------------------------------------------------------------------------------------------------------
class Desktop:
    """LibreOffice with a folder for its files."""

    def __init__(self, office: Any, folder: Path) -> None:
        self.office, self.folder, self.count = office, folder, 0

    def open(self, content: bytes) -> Any:
        self.count += 1
        path = self.folder / f"plan{self.count}.xlsx"
        path.write_bytes(content)
        return self.office.open(path)

    def new(self) -> Any:
        return self.office.new()

    def saved(self, book: Any, ending: str) -> bytes:
        return bytes(book.save(self.folder / f"returned{ending}").read_bytes())
