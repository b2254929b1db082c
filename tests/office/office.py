"""Real LibreOffice for tests: a person who opens workbooks, types, cuts, sorts and saves.

    def test_something(office: Office, tmp_path: Path) -> None:
        book = office.open(tmp_path / "plan.xlsx")
        book.set("Sheet!B4", date(2027, 3, 1))            # a typed value: str, int, float, bool, date, datetime, None
        book.set("Sheet!B5", Formula("=SUM(B1:B3)"))
        book.type("Sheet!B6", "1.250,5", locale="nl-NL")  # by the keyboard, understood by the program
        book.fill({"Sheet!B7": 12, "Sheet!B8": "twelve"}) # many cells at once
        book.save(tmp_path / "returned.xlsx")             # .xlsx .xlsm .ods .xls .csv .pdf: a copy, by its ending

A reference is `Sheet!B4`, `'My sheet'!B4:C9`, or a name of the book. Where a person could not do a thing (a locked
cell of a protected sheet), `Refused` is raised and nothing changes. The program is started at the first use and once
more after it died; books opened before that are lost.
"""

from __future__ import annotations

import json
import os
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
from collections.abc import Mapping, Sequence
from contextlib import suppress
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache
from pathlib import Path
from typing import Any, Literal

_SYSTEM_PYTHON = "/usr/bin/python3"
_DRIVER = Path(__file__).with_name("driver.py")


class Refused(Exception):
    """A person could not do this either."""


class Wrong(Exception):
    """No such sheet, cell, name or operation, or a file that LibreOffice does not open."""


class OfficeGone(Exception):
    """LibreOffice died or did not answer in time. The next `open` starts it again."""


@dataclass(frozen=True)
class Formula:
    """A formula to put in a cell; in English, with `;` between arguments as LibreOffice has it.

    `result` is what it comes to, for programs that do not calculate.
    """

    text: str
    result: float | str | None = None


Value = str | int | float | bool | date | datetime | Formula | None


@dataclass(frozen=True)
class Cell:
    """What a person sees in a cell, and what is behind it."""

    value: str | float | bool | datetime | None
    kind: Literal["empty", "number", "text", "bool", "date", "error"]
    text: str
    formula: str | None
    locked: bool


@dataclass(frozen=True)
class Sheet:
    name: str
    visible: bool
    protected: bool


@dataclass(frozen=True)
class Validation:
    """The rule of a cell. `type` is any, whole, decimal, date, time, text_len, list or custom."""

    type: str
    operator: str
    formula1: str
    formula2: str
    style: str
    blank: bool
    shows_error: bool
    error_title: str
    error: str
    shows_prompt: bool
    prompt_title: str
    prompt: str


@cache
def missing() -> str | None:
    """What is lacking to drive LibreOffice, or None."""
    if shutil.which("soffice") is None:
        return "LibreOffice is not installed (libreoffice-calc)"
    try:
        subprocess.run([_SYSTEM_PYTHON, "-c", "import uno"], env=_environment(), check=True, capture_output=True)
    except (OSError, subprocess.CalledProcessError):
        return "LibreOffice's Python bridge is not installed (python3-uno)"
    return None


def _environment() -> dict[str, str]:
    """Ours without what would lead the system's Python into our environment."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(("PYTHON", "VIRTUAL_ENV"))}
    return {**kept, "SAL_USE_VCLPLUGIN": "svp", "PYTHONDONTWRITEBYTECODE": "1", "PYTHONUTF8": "1"}


class _Driver:
    """One running driver.py with its soffice: a process group and a profile folder, both gone after `kill`."""

    def __init__(self, locale: str, seconds: float) -> None:
        self._profile = Path(tempfile.mkdtemp(prefix="accountplan-office-"))
        self._process = subprocess.Popen(
            [_SYSTEM_PYTHON, str(_DRIVER), str(self._profile), locale, str(seconds)],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            encoding="utf-8",
            env=_environment(),
            start_new_session=True,  # so that soffice, its child, can be ended with it
        )
        self._lines: queue.Queue[str] = queue.Queue()
        threading.Thread(target=self._listen, daemon=True).start()
        self.receive(seconds + 5)

    def _listen(self) -> None:
        assert self._process.stdout is not None
        for line in self._process.stdout:
            self._lines.put(line)
        self._lines.put("")

    def ask(self, request: dict[str, Any], seconds: float) -> Any:
        assert self._process.stdin is not None
        try:
            self._process.stdin.write(json.dumps(request) + "\n")
            self._process.stdin.flush()
        except OSError:
            self.kill()
            raise OfficeGone("LibreOffice died") from None
        return self.receive(seconds)

    def receive(self, seconds: float) -> Any:
        try:
            line = self._lines.get(timeout=seconds)
        except queue.Empty:
            self.kill()
            raise OfficeGone(f"no answer within {seconds:g} seconds") from None
        reply = json.loads(line) if line else {"error": "gone", "message": "LibreOffice died"}
        if "error" not in reply:
            return reply["result"]
        if reply["error"] == "gone":
            self.kill()
            raise OfficeGone(reply["message"])
        raise {"refused": Refused, "wrong": Wrong}[reply["error"]](reply["message"])

    def end(self) -> None:
        """Ask it to leave; then see to it."""
        assert self._process.stdin is not None
        with suppress(OSError, subprocess.TimeoutExpired):
            self._process.stdin.close()
            self._process.wait(10)
        self.kill()

    def kill(self) -> None:
        with suppress(ProcessLookupError):
            os.killpg(self._process.pid, signal.SIGKILL)
        self._process.wait()
        for pipe in (self._process.stdin, self._process.stdout):
            if pipe is not None:
                with suppress(OSError):
                    pipe.close()
        shutil.rmtree(self._profile, ignore_errors=True)


class Office:
    """LibreOffice, started when it is first needed. `seconds` is the limit of one operation."""

    def __init__(self, locale: str = "nl-NL", seconds: float = 120) -> None:
        self.locale = locale
        self.seconds = seconds
        self._driver: _Driver | None = None
        self._books: list[Book] = []

    def __enter__(self) -> Office:
        return self

    def __exit__(self, *_: object) -> None:
        self.end()

    def open(self, path: Path) -> Book:
        """Raises Wrong for a file that LibreOffice does not take for a spreadsheet."""
        if not path.is_file():
            raise FileNotFoundError(path)
        return self._keep(self.start().ask({"do": "open", "path": str(path.absolute())}, self.seconds))

    def new(self) -> Book:
        """An empty book with one sheet."""
        return self._keep(self.start().ask({"do": "new"}, self.seconds))

    def convert(self, source: Path, target: Path) -> Path:
        """Open and save, by the ending of `target`."""
        book = self.open(source)
        book.save(target)
        book.close()
        return target

    def start(self) -> _Driver:
        if self._driver is None:
            self._driver = _Driver(self.locale, 60)
        return self._driver

    def end(self) -> None:
        if self._driver is not None:
            self._driver.end()
        self._lose()

    def close_books(self) -> None:
        """Close what is open; where the program died meanwhile there is nothing left to close."""
        with suppress(OfficeGone):
            for book in list(self._books):
                book.close()

    def _keep(self, number: int) -> Book:
        book = Book(self, number)
        self._books.append(book)
        return book

    def _lose(self) -> None:
        self._driver = None
        self._books.clear()

    def ask(self, book: Book, request: dict[str, Any]) -> Any:
        if self._driver is None or book not in self._books:
            raise Wrong("the book is closed")
        try:
            return self._driver.ask(request, self.seconds)
        except OfficeGone:
            self._lose()
            raise

    def forget(self, book: Book) -> None:
        self._books.remove(book)


class Book:
    """One open workbook. Every operation raises Refused, Wrong or OfficeGone."""

    def __init__(self, office: Office, number: int) -> None:
        self._office = office
        self._number = number

    def _do(self, what: str, **details: Any) -> Any:
        return self._office.ask(self, {"do": what, "book": self._number, **details})

    # ---- typing

    def set(self, ref: str, value: Value) -> str:
        """Put a typed value in a cell; what the cell then shows."""
        return str(self._do("set", ref=ref, value=_packed(value)))

    def fill(self, values: Mapping[str, Value]) -> None:
        """Put many typed values in; none where one cell is refused."""
        self._do("fill", values={ref: _packed(value) for ref, value in values.items()})

    def type(self, ref: str, text: str, locale: str | None = None) -> str:
        """Type by the keyboard: the program decides what it is. What the cell then shows."""
        return str(self._do("type", ref=ref, text=text, locale=locale))

    def clear(self, ref: str) -> None:
        self._do("clear", ref=ref)

    # ---- looking

    def get(self, ref: str) -> Cell:
        seen = self._do("get", ref=ref)
        if seen["kind"] == "date":
            seen["value"] = datetime.fromisoformat(seen["value"])
        return Cell(**seen)

    def values(self, sheet: str) -> dict[str, float | str]:
        """Every cell of a sheet that is not empty, by address: numbers (dates too), texts, the text of an error."""
        found: dict[str, float | str] = self._do("values", sheet=sheet)
        return found

    def formulas(self, sheet: str) -> dict[str, str]:
        """Every formula of a sheet, by address."""
        found: dict[str, str] = self._do("formulas", sheet=sheet)
        return found

    def locked(self, ref: str) -> bool:
        """Whether a person cannot type here: a locked cell, on a protected sheet."""
        return bool(self._do("locked", ref=ref))

    def sheets(self) -> list[Sheet]:
        return [Sheet(**sheet) for sheet in self._do("sheets")]

    def names(self) -> dict[str, str]:
        """Names of the book with what they refer to, as LibreOffice writes it."""
        found: dict[str, str] = self._do("names")
        return found

    def tables(self) -> dict[str, str]:
        found: dict[str, str] = self._do("tables")
        return found

    def recalculate(self) -> None:
        """Every formula, also those that nothing seems to have touched."""
        self._do("recalculate")

    # ---- the rule of a cell

    def validation(self, ref: str) -> Validation:
        return Validation(**self._do("validation", ref=ref))

    def offered(self, ref: str) -> list[str] | None:
        """What the drop-down of a cell offers, blanks left out; None where it has none."""
        found: list[str] | None = self._do("offered", ref=ref)
        return found

    def accepts(self, ref: str, value: Value) -> bool:
        """Whether the rule of a cell lets a value in (whatever its style); the cell keeps what it holds."""
        return bool(self._do("accepts", ref=ref, value=_packed(value)))

    def evaluate(self, ref: str, formula: str) -> float | str | None:
        """What a formula gives on the sheet of `ref`, where it is not kept."""
        found: float | str | None = self._do("evaluate", ref=ref, formula=formula)
        return found

    # ---- moving cells about

    def insert_rows(self, sheet: str, row: int, count: int = 1) -> None:
        """New rows above `row` (counted from 1)."""
        self._do("insert_rows", sheet=sheet, row=row, count=count)

    def delete_rows(self, sheet: str, row: int, count: int = 1) -> None:
        self._do("delete_rows", sheet=sheet, row=row, count=count)

    def insert_columns(self, sheet: str, column: str, count: int = 1) -> None:
        """New columns before `column` (a letter)."""
        self._do("insert_columns", sheet=sheet, column=column, count=count)

    def delete_columns(self, sheet: str, column: str, count: int = 1) -> None:
        self._do("delete_columns", sheet=sheet, column=column, count=count)

    def cut(self, source: str, target: str) -> None:
        """Cut and paste by the keyboard: names and references go along."""
        self._do("cut", source=source, target=target)

    def copy(self, source: str, target: str) -> None:
        """Copy and paste by the keyboard: values, formats, locks and rules."""
        self._do("copy", source=source, target=target)

    def paste(self, ref: str, lines: Sequence[Sequence[str]], *, only_values: bool = False) -> None:
        """Paste cells that were copied in another book."""
        self._do("paste", ref=ref, lines=[list(line) for line in lines], only_values=only_values)

    def sort(self, ref: str, column: int, *, descending: bool = False, header: bool = False) -> None:
        """Sort a range by one of its columns (counted from 0)."""
        self._do("sort", ref=ref, column=column, descending=descending, header=header)

    def merge(self, ref: str, *, on: bool = True) -> None:
        self._do("merge", ref=ref, on=on)

    # ---- sheets

    def rename_sheet(self, sheet: str, name: str) -> None:
        self._do("rename_sheet", sheet=sheet, name=name)

    def copy_sheet(self, sheet: str, name: str, position: int | None = None) -> None:
        """A copy called `name`, at the end or at `position` (counted from 0)."""
        self._do("copy_sheet", sheet=sheet, name=name, position=position)

    def move_sheet(self, sheet: str, position: int) -> None:
        self._do("move_sheet", sheet=sheet, position=position)

    def delete_sheet(self, sheet: str) -> None:
        self._do("delete_sheet", sheet=sheet)

    def add_sheet(self, name: str) -> None:
        self._do("add_sheet", name=name)

    def take_sheet(self, other: Book, sheet: str) -> None:
        """Copy a sheet of another open book to the end of this one."""
        self._do("take_sheet", other=other._number, sheet=sheet)

    def show_sheet(self, sheet: str, *, visible: bool = True) -> None:
        self._do("show_sheet", sheet=sheet, visible=visible)

    def protect(self, sheet: str, password: str = "") -> None:
        self._do("protect", sheet=sheet, password=password)

    def unprotect(self, sheet: str, password: str = "") -> None:
        self._do("unprotect", sheet=sheet, password=password)

    def protect_structure(self, password: str) -> None:
        """Nobody adds, renames or deletes sheets from now on."""
        self._do("protect_structure", password=password)

    # ---- what leaves the contents alone

    def hide_rows(self, sheet: str, row: int, count: int = 1) -> None:
        """Rows from `row` (counted from 1)."""
        self._do("hide_rows", sheet=sheet, row=row, count=count)

    def hide_columns(self, sheet: str, column: str, count: int = 1) -> None:
        """Columns from `column` (a letter)."""
        self._do("hide_columns", sheet=sheet, column=column, count=count)

    def heights(self, sheet: str) -> list[float]:
        """Height in points of every row down to the last that is used; 0 is hidden."""
        found: list[float] = self._do("heights", sheet=sheet)
        return found

    def let_rows_grow(self, sheet: str) -> None:
        """Every row that is not hidden gets the height that it needs."""
        self._do("let_rows_grow", sheet=sheet)

    def filter(self, ref: str, column: int, text: str) -> None:
        """Show only the rows of a range (its first row is the header) with `text` in a column (counted from 0)."""
        self._do("filter", ref=ref, column=column, text=text)

    def comment(self, ref: str, text: str) -> None:
        self._do("comment", ref=ref, text=text)

    def forget_rules(self, sheet: str) -> None:
        """Validation and conditional formats of a whole sheet are gone."""
        self._do("forget_rules", sheet=sheet)

    def forget_names(self) -> None:
        """Delete every name of the book."""
        self._do("forget_names")

    # ---- the book as a whole

    def save(self, path: Path) -> Path:
        """A copy in the format of the ending; the opened file is left alone."""
        self._do("save", path=str(path.absolute()))
        return path

    def close(self) -> None:
        self._do("close")
        self._office.forget(self)


def _packed(value: Value) -> tuple[str, object]:
    """A value with its kind, as the driver wants it."""
    if value is None:
        return "empty", None
    if isinstance(value, Formula):
        return "formula", value.text
    if isinstance(value, bool):
        return "bool", value
    if isinstance(value, (int, float)):
        return "number", float(value)
    if isinstance(value, date):  # and datetime, which is one
        return "date", value.isoformat()
    return "text", value
