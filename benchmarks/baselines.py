"""The same work by plain means, to measure against: what anybody would write first with each library."""

from __future__ import annotations

import io
import zipfile
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import xlsxwriter
from python_calamine import CalamineWorkbook

Sheets = dict[str, list[list[Any]]]


def cells_of(path: Path) -> Sheets:
    """Every cell of a workbook, for the writers below to write again."""
    book = CalamineWorkbook.from_path(path)
    return {name: book.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in book.sheet_names}


def write_plainly(sheets: Sheets) -> bytes:
    """All cells with one format, by XlsxWriter: no names, rules, tables or formulas."""
    buffer = io.BytesIO()
    book = xlsxwriter.Workbook(buffer, {"in_memory": True, "strings_to_formulas": False, "strings_to_urls": False})
    style = book.add_format({"text_wrap": True})
    for name, rows in sheets.items():
        sheet = book.add_worksheet(name)
        for r, row in enumerate(rows):
            for c, value in enumerate(row):
                if value not in ("", None):
                    sheet.write(r, c, value, style)
    book.close()
    return buffer.getvalue()


def read_with_pandas(path: Path) -> int:
    """Cells that hold something, by pandas over openpyxl."""
    frames = pd.read_excel(path, sheet_name=None, header=None, engine="openpyxl")
    return sum(int(frame.notna().sum().sum()) for frame in frames.values())


def read_with_openpyxl(path: Path) -> int:
    """Cells that hold something, by openpyxl in its lean mode."""
    book = openpyxl.load_workbook(path, read_only=True, data_only=True)
    return sum(cell is not None for sheet in book for row in sheet.iter_rows(values_only=True) for cell in row)


def read_with_calamine(path: Path) -> int:
    """Cells that hold something, by python-calamine."""
    return sum(value not in ("", None) for rows in cells_of(path).values() for row in rows for value in row)


def inflate(path: Path) -> int:
    """Bytes of the parts that must be unpacked to read a plan at all."""
    with zipfile.ZipFile(path) as archive:
        needed = [name for name in archive.namelist() if name.startswith("xl/") and name.endswith(".xml")]
        return sum(len(archive.read(name)) for name in needed)
