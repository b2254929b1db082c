"""One edit in one language through the programs, and the verdict on each."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache
from pathlib import Path

from openpyxl.utils.cell import coordinate_to_tuple

from accountplan.workbook.grid import Grid, open_grid
from accountplan.workbook.read import read_grid
from accountplan.workbook.reading import Reading
from tests.office import gnumeric
from tests.office.office import Office
from tests.property.sheet_model import PaperBook
from tests.roundtrip.matrix import programs
from tests.roundtrip.matrix.desk import Desk, original
from tests.roundtrip.matrix.edits import Edit
from tests.roundtrip.matrix.judge import Verdict, judge
from tests.tools import javascript

OFFICE_ENDINGS = (".xlsx", ".ods", ".xls")
GNUMERIC_ENDINGS = (".xlsx", ".ods", ".xls")
SHEETJS_ENDINGS = (".xlsx", ".ods", ".xls", ".xlsb")

PAPER = "our model of Excel"
OPENPYXL, SCRIPT = "openpyxl", "openpyxl, names left behind"
EDITORS = (PAPER, OPENPYXL, SCRIPT, *(f"LibreOffice {ending}" for ending in OFFICE_ENDINGS))
"""Programs in which the edit is done."""
SAVERS = (
    *(f"Gnumeric {ending}" for ending in GNUMERIC_ENDINGS), "ExcelJS .xlsx",
    *(f"SheetJS {ending}" for ending in SHEETJS_ENDINGS),
)  # fmt: skip
"""Programs that load and save what came of it."""
PROGRAMS = (*EDITORS, *SAVERS)


@dataclass(frozen=True)
class Outcome:
    edit: str
    program: str
    language: str
    verdict: Verdict

    def complaints(self, edit: Edit) -> list[str]:
        """What must not be: silent failures, and findings that the edit must give but does not.

        The findings are asked of Excel and LibreOffice as they save by default: other programs lose or add evidence.
        """
        lacking = sorted(edit.gives - self.verdict.codes) if self.program in (PAPER, "LibreOffice .xlsx") else []
        return [f"{self.program}: {text}" for text in (*self.verdict.silent, *(f"no {code}" for code in lacking))]


# -- on paper ----------------------------------------------------------------------------------------------------------
def on_paper(edit: Edit, language: str) -> Outcome:
    """In our model of Excel, without a file."""
    start = original(language)
    desk = Desk(start, PaperBook.of_grid(_grid(start.content)), lambda c: PaperBook.of_grid(_grid(c)), _new_paper)
    edit.do(desk)
    template = start.plan.template
    reading = read_grid(desk.book.grid(), Reading("plan.xlsx"), lambda name: template if name == template.id else None)
    return _outcome(edit, PAPER, desk, reading)


@cache
def _grid(content: bytes) -> Grid:
    return open_grid(content)


def _new_paper() -> PaperBook:
    return PaperBook({}, {})


# -- in files ----------------------------------------------------------------------------------------------------------
def by_script(edit: Edit, language: str, *, follow: bool) -> tuple[Desk, bytes]:
    """As openpyxl saves it. `follow`: names and tables follow their cells, as in Excel."""

    def opened(content: bytes) -> PaperBook:
        return programs.opened(content, follow=follow)

    start = original(language)
    desk = Desk(start, opened(start.content), opened, programs.empty)
    edit.do(desk)
    return desk, programs.saved(desk.book)


def in_files(edit: Edit, language: str, folder: Path) -> Iterator[Outcome]:
    """openpyxl, and every program that loads and saves what it made."""
    desk, content = by_script(edit, language, follow=False)
    yield _read(edit, SCRIPT, desk, content, ".xlsx")
    desk, content = by_script(edit, language, follow=True)
    yield _read(edit, OPENPYXL, desk, content, ".xlsx")
    source = folder / "edited.xlsx"
    source.write_bytes(programs.as_excel_writes(content, desk.book))
    if not gnumeric.missing():
        for ending in GNUMERIC_ENDINGS:
            saved = gnumeric.convert(source, folder / f"gnumeric{ending}")
            yield _read(edit, f"Gnumeric {ending}", desk, saved.read_bytes(), ending)
    if not javascript.missing():
        yield _read(
            edit, "ExcelJS .xlsx", desk, javascript.exceljs(source, folder / "exceljs.xlsx").read_bytes(), ".xlsx"
        )
        targets = [folder / f"sheetjs{ending}" for ending in SHEETJS_ENDINGS]
        javascript.sheetjs(source, *targets)
        for target in targets:
            yield _read(edit, f"SheetJS {target.suffix}", desk, target.read_bytes(), target.suffix)


# -- in LibreOffice ----------------------------------------------------------------------------------------------------
def in_office(
    edit: Edit, language: str, office: Office, folder: Path, endings: tuple[str, ...] = OFFICE_ENDINGS
) -> Iterator[Outcome]:
    """In LibreOffice, saved by it in each format."""
    desktop = programs.Desktop(office, folder)
    start = original(language)
    desk = Desk(start, desktop.open(start.content), desktop.open, desktop.new)
    edit.do(desk)
    for ending in endings:
        yield _read(edit, f"LibreOffice {ending}", desk, desktop.saved(desk.book, ending), ending)
    office.close_books()


# -- the verdict -------------------------------------------------------------------------------------------------------
LOST_BY_PROGRAM = {("errors in inputs", "SheetJS .ods"): "SheetJS writes an error as an empty cell in an .ods"}
"""What the program itself loses: the file holds nothing of it, and no reader can know that it was there."""


def _read(edit: Edit, program: str, desk: Desk, content: bytes, ending: str) -> Outcome:
    outcome = _outcome(edit, program, desk, desk.start.plan.read(content, f"plan{ending}"))
    if (edit.name, program) in LOST_BY_PROGRAM:
        blank = _blank_cells(desk, content)
        outcome.verdict.silent[:] = [text for text in outcome.verdict.silent if text.partition(":")[0] not in blank]
    return outcome


def _blank_cells(desk: Desk, content: bytes) -> set[str]:
    """The answers of which nothing is left in the file, at the place where they stood."""
    grid = open_grid(content)
    spots = {path: (a.sheet or "", *coordinate_to_tuple(a.cell)) for path, a in desk.start.places.items() if a.cell}
    return {
        "/".join(path)
        for path, (sheet, row, column) in spots.items()
        if grid.cell(sheet, row - 1, column - 1).kind == "empty"
        and (row - 1, column - 1) not in grid.package.formulas.get(sheet, ())
    }


def _outcome(edit: Edit, program: str, desk: Desk, reading: Reading) -> Outcome:
    sheets = {path: place.sheet for path, place in desk.start.places.items()}
    return Outcome(edit.name, program, desk.language, judge(desk.wanted, reading, sheets))
