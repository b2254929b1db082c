#!/usr/bin/python3
"""A person at LibreOffice Calc, driven by JSON lines. Runs in the system's Python, which has the UNO bridge.

Every line on stdin is `{"do": "set", "book": 1, ...}`, every line on stdout its answer, `{"result": ...}` or
`{"error": kind, "message": ...}`. Kinds: `refused` (a person could not do that either: a locked cell),
`wrong` (no such sheet, cell or operation) and `gone` (LibreOffice died; this program then ends).
`office.py` is the other end, and documents the operations.

What stands here is what a person does. So typing in a locked cell of a protected sheet is refused, though the
programming interface of LibreOffice would allow it.
"""

from __future__ import annotations

import datetime
import json
import os
import re
import subprocess
import sys
import time
import uuid
from pathlib import Path

import uno
from com.sun.star.beans import PropertyValue
from com.sun.star.lang import DisposedException, Locale
from com.sun.star.sheet.FilterOperator import EQUAL
from com.sun.star.uno import RuntimeException

FILTERS = {
    ".xlsx": "Calc MS Excel 2007 XML",
    ".xlsm": "Calc MS Excel 2007 VBA XML",
    ".ods": "calc8",
    ".fods": "OpenDocument Spreadsheet Flat XML",
    ".xls": "MS Excel 97",
    ".csv": "Text - txt - csv (StarCalc)",
    ".pdf": "calc_pdf_Export",
}
CONTENTS = 1 | 2 | 4 | 16  # CellFlags: values, dates, strings, formulas
DATE_FORMAT, TIME_FORMAT, LOGICAL_FORMAT = 2, 4, 1024  # NumberFormat
AS_NUMBER, AS_TEXT = 1, 2  # FormulaResult
CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?(\d+)")
POINT = 72 / 2540  # points in a hundredth of a millimetre
SETTLE = 0.2  # seconds; a sheet that was just shown takes keys only after that


class Refused(Exception):
    """A person could not do this."""


class Wrong(Exception):
    """The request makes no sense for this book."""


def prop(name, value):
    made = PropertyValue()
    made.Name, made.Value = name, value
    return made


def url_of(path):
    return uno.systemPathToFileUrl(str(Path(path).absolute()))


# ---- LibreOffice itself


class Application:
    """One soffice with a profile of its own; it dies with this program's process group."""

    def __init__(self, profile, locale, seconds):
        write_settings(profile, locale)
        pipe = "accountplan" + uuid.uuid4().hex
        self.process = subprocess.Popen(
            [
                "soffice",
                f"-env:UserInstallation={url_of(profile)}",
                "--headless",
                "--norestore",
                "--nologo",
                "--nodefault",
                "--nolockcheck",
                f"--accept=pipe,name={pipe};urp;",
            ],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
        )
        context = self._connect(pipe, seconds)
        create = context.ServiceManager.createInstanceWithContext
        self.desktop = create("com.sun.star.frame.Desktop", context)
        self.dispatcher = create("com.sun.star.frame.DispatchHelper", context)
        self.configuration = create("com.sun.star.configuration.ConfigurationProvider", context)
        self.locale = locale

    def _connect(self, pipe, seconds):
        here = uno.getComponentContext()
        resolver = here.ServiceManager.createInstanceWithContext("com.sun.star.bridge.UnoUrlResolver", here)
        until = time.monotonic() + seconds
        while True:
            try:
                return resolver.resolve(f"uno:pipe,name={pipe};urp;StarOffice.ComponentContext")
            except Exception:
                if self.process.poll() not in (None, 0) or time.monotonic() > until:
                    raise SystemExit("soffice did not start") from None
                time.sleep(0.1)

    def load(self, url, *properties):
        document = self.desktop.loadComponentFromURL(url, "_blank", 0, properties)
        if document is None or not document.supportsService("com.sun.star.sheet.SpreadsheetDocument"):
            raise Wrong("LibreOffice did not open it as a spreadsheet")
        return document

    def speak(self, locale):
        """Typed text is understood as in `locale` from now on."""
        if locale == self.locale:
            return
        node = prop("nodepath", "/org.openoffice.Setup/L10N")
        access = self.configuration.createInstanceWithArguments(
            "com.sun.star.configuration.ConfigurationUpdateAccess", (node,)
        )
        access.setPropertyValue("ooSetupSystemLocale", locale)
        access.commitChanges()
        self.locale = locale

    def alive(self):
        try:
            return self.desktop.Frames.Count >= 0
        except Exception:  # whatever the bridge says: nobody is there
            return False

    def end(self):
        try:
            self.desktop.terminate()
        except Exception:
            self.process.kill()
        try:
            self.process.wait(10)
        except subprocess.TimeoutExpired:
            self.process.kill()


def write_settings(profile, locale):
    """No questions, and numbers and dates as the locale writes them."""
    items = {
        ("/org.openoffice.Office.Calc/Input", "ReplaceCellsWarning"): "false",
        ("/org.openoffice.Office.Calc/Formula/Load", "OOXMLRecalcMode"): "1",  # never while loading: `recalculate` asks
        ("/org.openoffice.Office.Calc/Formula/Load", "ODFRecalcMode"): "1",
        ("/org.openoffice.Office.Common/Misc", "UseLocking"): "false",  # a lock of a program that died keeps us out
        ("/org.openoffice.Office.Common/Misc", "UseDocumentOOoLockFile"): "false",
        ("/org.openoffice.Setup/L10N", "ooSetupSystemLocale"): locale,
    }
    body = "".join(
        f'<item oor:path="{path}"><prop oor:name="{name}" oor:op="fuse"><value>{value}</value></prop></item>'
        for (path, name), value in items.items()
    )
    user = Path(profile) / "user"
    user.mkdir(parents=True, exist_ok=True)
    (user / "registrymodifications.xcu").write_text(
        '<?xml version="1.0" encoding="UTF-8"?>'
        '<oor:items xmlns:oor="http://openoffice.org/2001/registry" xmlns:xs="http://www.w3.org/2001/XMLSchema"'
        f' xmlns:xsi="http://www.w3.org/2001/XMLSchema-instance">{body}</oor:items>',
        encoding="utf-8",
    )


# ---- a book


class Book:
    """One open spreadsheet. Methods named `do_…` are the operations."""

    def __init__(self, application, document):
        self.application = application
        self.document = document
        self.shown = None
        self.kinds = {}

    # -- places

    def sheet(self, name):
        if not self.document.Sheets.hasByName(name):
            raise Wrong(f"no sheet {name!r}; there are {list(self.document.Sheets.ElementNames)}")
        return self.document.Sheets.getByName(name)

    def sheet_at(self, cells):
        return self.document.Sheets.getByIndex(cells.getRangeAddress().Sheet)

    def range(self, ref):
        """`Sheet!B4`, `'My sheet'!B4:C9`, or a name of the book."""
        sheet, mark, cells = ref.rpartition("!")
        if not mark:
            return self.named(ref)
        try:
            return self.sheet(unquoted(sheet)).getCellRangeByName(cells.replace("$", ""))
        except RuntimeException:
            raise Wrong(f"no cell {ref!r}") from None

    def named(self, name):
        for names in (self.document.NamedRanges, self.document.DatabaseRanges):
            if names.hasByName(name):
                cells = names.getByName(name).getReferredCells()
                if cells is None:
                    raise Wrong(f"the name {name!r} refers to no cells")
                return cells
        raise Wrong(f"no name {name!r}")

    def cell(self, ref):
        return self.range(ref).getCellByPosition(0, 0)

    # -- what a person may

    def may_type(self, cells, what="type in"):
        sheet = self.sheet_at(cells)
        # A range with both kinds of cells answers with an empty value, which is not False either.
        if sheet.isProtected() and cells.CellProtection.IsLocked is not False:
            raise Refused(f"cannot {what} {cells.AbsoluteName}: it is locked and its sheet is protected")

    def may_change(self, sheet):
        if sheet.isProtected():
            raise Refused(f"cannot insert, delete or move cells of {sheet.Name!r}: the sheet is protected")

    def may_rearrange(self):
        if self.document.isProtected():
            raise Refused("cannot change the sheets: the structure of the book is protected")

    # -- typing

    def put(self, cell, value):
        kind, content = value
        if kind == "empty":
            cell.clearContents(CONTENTS)
        elif kind == "number":
            cell.setValue(content)
        elif kind == "text":
            cell.setString(content)
        elif kind == "formula":
            cell.setFormula(content)
        elif kind == "bool":
            cell.setValue(float(content))
            self.show_as(cell, LOGICAL_FORMAT, "BOOLEAN")
        elif kind == "date":
            self.put_date(cell, content)
        else:
            raise Wrong(f"no kind of value {kind!r}")

    def put_date(self, cell, content):
        null = self.document.NullDate
        since = datetime.datetime.fromisoformat(content) - datetime.datetime(null.Year, null.Month, null.Day)
        cell.setValue(since.total_seconds() / 86400)
        self.show_as(cell, DATE_FORMAT, "YYYY-MM-DD" if since.seconds == 0 else "YYYY-MM-DD HH:MM:SS")

    def show_as(self, cell, kind, code):
        """As the program does by itself when a person types a date in a cell without a format."""
        if self.kind_shown(cell) & kind:
            return
        english = Locale("en", "US", "")
        formats = self.document.NumberFormats
        key = formats.queryKey(code, english, False)
        cell.NumberFormat = key if key != -1 else formats.addNew(code, english)

    def kind_shown(self, cell):
        key = cell.NumberFormat
        if key not in self.kinds:
            self.kinds[key] = self.document.NumberFormats.getByKey(key).Type
        return self.kinds[key]

    def do_set(self, ref, value):
        cell = self.cell(ref)
        self.may_type(cell)
        self.put(cell, value)
        return cell.String

    def do_fill(self, values):
        """Many cells at once. None is filled where one is refused.

        Every object that crosses the bridge takes a millisecond: so one per sheet and one per cell, and no more.
        """
        sheets = {}
        cells = []
        for ref, value in values.items():
            sheet, column, row = self.place(ref)
            if sheet not in sheets:
                sheets[sheet] = (self.sheet(sheet), self.locks(self.sheet(sheet)))
            if sheets[sheet][1](column, row):
                raise Refused(f"cannot type in {ref}: it is locked and its sheet is protected")
            cells.append((sheets[sheet][0].getCellByPosition(column, row), value))
        automatic = self.document.isAutomaticCalculationEnabled()
        self.document.enableAutomaticCalculation(False)
        self.document.lockControllers()
        try:
            for cell, value in cells:
                self.put(cell, value)
        finally:
            self.document.unlockControllers()
            self.document.enableAutomaticCalculation(automatic)
            if automatic:
                self.document.calculate()
        return len(cells)

    def place(self, ref):
        sheet, _, cell = ref.rpartition("!")
        parts = CELL.fullmatch(cell)
        if sheet and parts:
            return unquoted(sheet), column_index(parts[1]), int(parts[2]) - 1
        at = self.cell(ref).getCellAddress()
        return self.document.Sheets.getByIndex(at.Sheet).Name, at.Column, at.Row

    def locks(self, sheet):
        """A function that says whether a cell of the sheet, by column and row, is closed to a person."""
        if not sheet.isProtected():
            return lambda column, row: False
        open_areas = [
            (area.StartColumn, area.StartRow, area.EndColumn, area.EndRow)
            for part in formats_of(sheet)
            if part.CellProtection.IsLocked is False
            for area in part.getRangeAddresses()
        ]
        return lambda column, row: (
            not any(left <= column <= right and top <= row <= bottom for left, top, right, bottom in open_areas)
        )

    def do_type(self, ref, text, locale):
        cell = self.cell(ref)
        self.may_type(cell)
        self.application.speak(locale or self.application.locale)
        self.go_to(cell)
        self.command("EnterString", prop("StringName", text))
        return cell.String

    def do_clear(self, ref):
        cells = self.range(ref)
        self.may_type(cells, "clear")
        cells.clearContents(CONTENTS)

    # -- looking

    def do_get(self, ref):
        cell = self.cell(ref)
        return {**self.look(cell), "locked": bool(cell.CellProtection.IsLocked)}

    def look(self, cell):
        kind = cell.Type.value
        formula = cell.Formula if kind == "FORMULA" else None
        answer = {"text": cell.String, "formula": formula, "kind": "empty", "value": None}
        if kind == "EMPTY":
            return answer
        if cell.getError():
            return {**answer, "kind": "error", "value": cell.String}
        if kind == "TEXT" or (kind == "FORMULA" and cell.FormulaResultType2 == AS_TEXT):
            return {**answer, "kind": "text", "value": cell.String}
        return {**answer, **self.number(cell)}

    def number(self, cell):
        shown = self.kind_shown(cell)
        if shown & LOGICAL_FORMAT:
            return {"kind": "bool", "value": bool(cell.Value)}
        if shown & DATE_FORMAT:
            null = self.document.NullDate
            seconds = datetime.timedelta(seconds=round(cell.Value * 86400))
            moment = datetime.datetime(null.Year, null.Month, null.Day) + seconds
            return {"kind": "date", "value": moment.isoformat()}
        return {"kind": "number", "value": cell.Value}

    def used(self, sheet):
        cursor = sheet.createCursor()
        cursor.gotoEndOfUsedArea(False)
        end = cursor.getRangeAddress()
        return sheet.getCellRangeByPosition(0, 0, end.EndColumn, end.EndRow)

    def do_values(self, sheet):
        """Raw values: numbers, texts; of an error its text."""
        area = self.used(self.sheet(sheet))
        found = {}
        for row, line in enumerate(area.getDataArray()):
            for column, value in enumerate(line):
                if isinstance(value, (int, float, str)):
                    if value != "":
                        found[address(column, row)] = value
                else:  # the bridge has no value for an error
                    found[address(column, row)] = area.getCellByPosition(column, row).String
        return found

    def do_formulas(self, sheet):
        area = self.used(self.sheet(sheet))
        return {
            address(column, row): formula
            for row, line in enumerate(area.getFormulaArray())
            for column, formula in enumerate(line)
            if formula.startswith(("=", "{=")) and area.getCellByPosition(column, row).Type.value == "FORMULA"
        }

    def do_locked(self, ref):
        """Whether a person can not type here: locked, and the sheet protected."""
        cells = self.range(ref)
        return self.sheet_at(cells).isProtected() and cells.CellProtection.IsLocked is not False

    def do_sheets(self):
        sheets = [self.document.Sheets.getByIndex(index) for index in range(self.document.Sheets.Count)]
        return [{"name": sheet.Name, "visible": sheet.IsVisible, "protected": sheet.isProtected()} for sheet in sheets]

    def do_names(self):
        names = self.document.NamedRanges
        return {name: names.getByName(name).Content for name in names.ElementNames}

    def do_tables(self):
        tables = self.document.DatabaseRanges
        return {name: tables.getByName(name).getReferredCells().AbsoluteName for name in tables.ElementNames}

    def do_recalculate(self):
        self.document.calculateAll()

    # -- the rule of a cell

    def do_validation(self, ref):
        rule = self.cell(ref).Validation
        return {
            "type": rule.Type.value.lower(),
            "operator": rule.getOperator().value.lower(),
            "formula1": rule.getFormula1(),
            "formula2": rule.getFormula2(),
            "style": rule.ErrorAlertStyle.value.lower(),
            "blank": rule.IgnoreBlankCells,
            "shows_error": rule.ShowErrorMessage,
            "error_title": rule.ErrorTitle,
            "error": rule.ErrorMessage,
            "shows_prompt": rule.ShowInputMessage,
            "prompt_title": rule.InputTitle,
            "prompt": rule.InputMessage,
        }

    def do_offered(self, ref):
        """What the drop-down of a cell offers."""
        rule = self.cell(ref).Validation
        if rule.Type.value != "LIST":
            return None
        source = rule.getFormula1()
        if source.startswith('"'):
            return source.strip('"').split(",") if '","' not in source else re.findall(r'"([^"]*)"', source)
        sheet = self.sheet_at(self.cell(ref))
        source = as_seen_from(self.cell(ref), rule, source)
        rows = self.compute(sheet, f"=ROWS({source})")
        if not isinstance(rows, float):
            raise Wrong(f"the list {source} of {ref} gives {rows}")
        items = [self.compute(sheet, f'=INDEX({source};{row + 1};1)&""') for row in range(int(rows))]
        return [item for item in items if item != ""]

    def do_evaluate(self, ref, formula):
        """A formula (with `;` between arguments) computed on the sheet of a cell; a formula that refers is not kept."""
        return self.compute(self.sheet_at(self.cell(ref)), formula)

    def compute(self, sheet, formula):
        """In a cell far to the right, also of a protected sheet: the programming interface may, and nothing stays."""
        used = self.used(sheet).getRangeAddress()
        scratch = sheet.getCellByPosition(used.EndColumn + 5, 0)
        try:
            scratch.setFormula(formula)
            looked = self.look(scratch)
            return float(looked["value"]) if looked["kind"] in ("number", "bool") else looked["value"]
        finally:
            scratch.clearContents(CONTENTS)

    def do_accepts(self, ref, value):
        """Whether the rule of a cell lets a value in; computed, since a headless office asks nobody."""
        cell = self.cell(ref)
        self.may_type(cell)
        rule = cell.Validation
        kind, content = value
        if rule.Type.value == "ANY" or (kind == "empty" and rule.IgnoreBlankCells):
            return True
        if rule.Type.value == "LIST":
            return any(same(content, item) for item in self.do_offered(ref))
        return self.tried(cell, value, rule)

    def tried(self, cell, value, rule):
        """Puts the value in, asks, and puts back what stood there."""
        before = cell.getFormula()
        shown = cell.NumberFormat
        sheet = self.sheet_at(cell)
        self.put(cell, value)
        try:
            return bool(self.compute(sheet, question(cell, rule)) == 1.0)
        finally:
            cell.NumberFormat = shown
            if before == "":
                cell.clearContents(CONTENTS)
            else:
                cell.setFormula(before)

    # -- moving cells about

    def do_insert_rows(self, sheet, row, count):
        self.may_change(self.sheet(sheet))
        self.sheet(sheet).Rows.insertByIndex(row - 1, count)

    def do_delete_rows(self, sheet, row, count):
        self.may_change(self.sheet(sheet))
        self.sheet(sheet).Rows.removeByIndex(row - 1, count)

    def do_insert_columns(self, sheet, column, count):
        self.may_change(self.sheet(sheet))
        self.sheet(sheet).Columns.insertByIndex(column_index(column), count)

    def do_delete_columns(self, sheet, column, count):
        self.may_change(self.sheet(sheet))
        self.sheet(sheet).Columns.removeByIndex(column_index(column), count)

    def do_cut(self, source, target):
        self.may_type(self.range(source), "cut")
        self.may_type(self.landing(source, target), "paste on")
        self.go_to(self.range(source))
        self.command("Cut")
        self.go_to(self.cell(target))
        self.command("Paste")

    def do_copy(self, source, target):
        self.may_type(self.landing(source, target), "paste on")
        self.go_to(self.range(source))
        self.command("Copy")
        self.go_to(self.cell(target))
        self.command("Paste")

    def do_paste(self, ref, lines, only_values):
        """Cells copied in another book, with its formats, locks and (no) rules; or only what stands in them."""
        other = Book(self.application, self.application.load("private:factory/scalc"))
        try:
            width = max(map(len, lines))
            origin = other.document.Sheets.getByIndex(0).getCellRangeByPosition(0, 0, width - 1, len(lines) - 1)
            for row, line in enumerate(lines):
                for column, text in enumerate(line):
                    origin.getCellByPosition(column, row).setFormula(text)
            place = self.extended(self.cell(ref), width, len(lines))
            self.may_type(place, "paste on")
            other.go_to(origin)
            other.command("Copy")
            self.shown = None
            self.go_to(place.getCellByPosition(0, 0))
            if only_values:
                self.command("InsertContents", *VALUES_ONLY)
            else:
                self.command("Paste")
        finally:
            other.close()

    def landing(self, source, target):
        size = self.range(source).getRangeAddress()
        return self.extended(self.cell(target), size.EndColumn - size.StartColumn + 1, size.EndRow - size.StartRow + 1)

    def extended(self, cell, width, height):
        at = cell.getCellAddress()
        sheet = self.document.Sheets.getByIndex(at.Sheet)
        return sheet.getCellRangeByPosition(at.Column, at.Row, at.Column + width - 1, at.Row + height - 1)

    def do_sort(self, ref, column, descending, header):
        cells = self.range(ref)
        self.may_type(cells, "sort")
        field = uno.createUnoStruct("com.sun.star.table.TableSortField")
        field.Field, field.IsAscending = column, not descending
        fields = uno.Any("[]com.sun.star.table.TableSortField", (field,))
        cells.sort((prop("SortFields", fields), prop("ContainsHeader", header)))

    def do_merge(self, ref, on):
        self.may_change(self.sheet_at(self.range(ref)))
        self.range(ref).merge(on)

    # -- sheets

    def do_rename_sheet(self, sheet, name):
        self.may_rearrange()
        self.sheet(sheet).Name = name

    def do_copy_sheet(self, sheet, name, position):
        self.may_rearrange()
        self.sheet(sheet)
        self.document.Sheets.copyByName(sheet, name, self.document.Sheets.Count if position is None else position)

    def do_move_sheet(self, sheet, position):
        self.may_rearrange()
        self.sheet(sheet)
        self.document.Sheets.moveByName(sheet, position)

    def do_delete_sheet(self, sheet):
        self.may_rearrange()
        self.sheet(sheet)
        self.document.Sheets.removeByName(sheet)

    def do_add_sheet(self, name):
        self.may_rearrange()
        self.document.Sheets.insertNewByName(name, self.document.Sheets.Count)

    def do_take_sheet(self, other, sheet):
        """A sheet copied over from another open book, to the end of this one."""
        self.may_rearrange()
        self.document.Sheets.importSheet(other.document, sheet, self.document.Sheets.Count)

    def do_show_sheet(self, sheet, visible):
        self.sheet(sheet).IsVisible = visible

    def do_protect(self, sheet, password):
        self.sheet(sheet).protect(password)

    def do_unprotect(self, sheet, password):
        self.sheet(sheet).unprotect(password)
        if self.sheet(sheet).isProtected():
            raise Refused(f"wrong password for {sheet!r}")

    def do_protect_structure(self, password):
        self.document.protect(password)

    # -- what leaves the contents alone

    def do_hide_rows(self, sheet, row, count):
        for index in range(row - 1, row - 1 + count):
            self.sheet(sheet).Rows.getByIndex(index).IsVisible = False

    def do_hide_columns(self, sheet, column, count):
        first = column_index(column)
        for index in range(first, first + count):
            self.sheet(sheet).Columns.getByIndex(index).IsVisible = False

    def do_heights(self, sheet):
        rows = self.sheet(sheet).Rows
        last = self.used(self.sheet(sheet)).RangeAddress.EndRow
        return [rows.getByIndex(n).Height * POINT if rows.getByIndex(n).IsVisible else 0 for n in range(last + 1)]

    def do_let_rows_grow(self, sheet):
        sheet = self.sheet(sheet)
        self.may_change(sheet)
        for number in range(self.used(sheet).RangeAddress.EndRow + 1):
            if sheet.Rows.getByIndex(number).IsVisible:
                sheet.Rows.getByIndex(number).OptimalHeight = True

    def do_filter(self, ref, column, text):
        cells = self.range(ref)
        wanted = uno.createUnoStruct("com.sun.star.sheet.TableFilterField")
        wanted.Field, wanted.Operator, wanted.StringValue = column, EQUAL, text
        described = cells.createFilterDescriptor(True)
        described.ContainsHeader = True
        described.setFilterFields((wanted,))
        cells.filter(described)

    def do_comment(self, ref, text):
        cell = self.cell(ref)
        self.sheet_at(cell).Annotations.insertNew(cell.getCellAddress(), text)

    def do_forget_rules(self, sheet):
        cells = self.used(self.sheet(sheet))
        for cursor in ("Validation", "ConditionalFormat"):
            cells.setPropertyToDefault(cursor)

    def do_forget_names(self):
        names = self.document.NamedRanges
        for name in names.ElementNames:
            names.removeByName(name)

    # -- the book as a whole

    def do_save(self, path):
        ending = Path(path).suffix.lower()
        if ending not in FILTERS:
            raise Wrong(f"no way to save as {ending!r}")
        self.document.storeToURL(url_of(path), (prop("FilterName", FILTERS[ending]),))

    def close(self):
        self.document.close(True)

    # -- keys and the pointer

    def go_to(self, cells):
        controller = self.document.CurrentController
        sheet = self.sheet_at(cells)
        controller.setActiveSheet(sheet)
        controller.select(cells)
        if self.shown != sheet.Name:
            time.sleep(SETTLE)
            self.shown = sheet.Name

    def command(self, name, *properties):
        frame = self.document.CurrentController.Frame
        self.application.dispatcher.executeDispatch(frame, f".uno:{name}", "", 0, properties)


VALUES_ONLY = (
    prop("Flags", "SVD"),
    prop("FormulaCommand", 0),
    prop("SkipEmptyCells", False),
    prop("Transpose", False),
    prop("AsLink", False),
    prop("MoveMode", 4),
)


def formats_of(cells):
    formats = cells.getUniqueCellFormatRanges()
    return [formats.getByIndex(index) for index in range(formats.Count)]


def unquoted(sheet):
    return sheet[1:-1].replace("''", "'") if sheet.startswith("'") else sheet


def same(content, item):
    return str(content).strip().casefold() == item.strip().casefold()


def address(column, row):
    letters = ""
    column += 1
    while column:
        column, rest = divmod(column - 1, 26)
        letters = chr(65 + rest) + letters
    return f"{letters}{row + 1}"


def column_index(letters):
    index = 0
    for letter in letters.upper():
        index = index * 26 + ord(letter) - 64
    return index - 1


COMPARISONS = {
    "EQUAL": "{x}={a}",
    "NOT_EQUAL": "{x}<>{a}",
    "GREATER": "{x}>{a}",
    "GREATER_EQUAL": "{x}>={a}",
    "LESS": "{x}<{a}",
    "LESS_EQUAL": "{x}<={a}",
    "BETWEEN": "AND({x}>={a};{x}<={b})",
    "NOT_BETWEEN": "OR({x}<{a};{x}>{b})",
}


def as_seen_from(cell, rule, formula):
    """The formula of a rule, which is told as the first cell of its range has it, as it is in another row of it."""
    down = cell.getCellAddress().Row - rule.getSourcePosition().Row
    return re.sub(r"(?<![\w.$])(\$?[A-Z]{1,3})(\d+)(?![\w(.])", lambda m: f"{m[1]}{int(m[2]) + down}", formula)


def question(cell, rule):
    """The rule of a cell as a formula that is TRUE where it lets the content in."""
    kind = rule.Type.value
    first, second = rule.getFormula1(), rule.getFormula2()
    if kind == "CUSTOM":
        return f"=IFERROR(IF({first};1;0);0)"
    at = cell.getCellAddress()
    here = address(at.Column, at.Row)
    measured = f"LEN({here})" if kind == "TEXT_LEN" else here
    asked = COMPARISONS[rule.getOperator().value].format(x=measured, a=f"({first})", b=f"({second})")
    if kind == "TEXT_LEN":
        return f"=IFERROR(IF({asked};1;0);0)"
    whole = f"INT({here})={here}" if kind == "WHOLE" else "TRUE()"
    return f"=IFERROR(IF(ISNUMBER({here});IF(AND({asked};{whole});1;0);0);0)"


# ---- the conversation


class Desk:
    """The open books, by number."""

    def __init__(self, application):
        self.application = application
        self.books = {}
        self.last = 0

    def answer(self, request):
        what = request.pop("do")
        if what == "open":
            return self.open(self.application.load(url_of(request["path"]), prop("MacroExecutionMode", 0)))
        if what == "new":
            return self.open(self.application.load("private:factory/scalc"))
        number = request.pop("book")
        if number not in self.books:
            raise Wrong("the book is closed")
        if what == "close":
            return self.books.pop(number).close()
        if what == "take_sheet":
            request["other"] = self.books[request["other"]]
        operation = getattr(self.books[number], f"do_{what}", None)
        if operation is None:
            raise Wrong(f"no operation {what!r}")
        return operation(**request)

    def open(self, document):
        self.last += 1
        self.books[self.last] = Book(self.application, document)
        return self.last


def converse(desk):
    for line in sys.stdin:
        try:
            reply = {"result": desk.answer(json.loads(line))}
        except Refused as error:
            reply = {"error": "refused", "message": str(error)}
        except DisposedException:
            reply = {"error": "gone", "message": "LibreOffice died"}
        except Wrong as error:
            reply = {"error": "wrong", "message": str(error)}
        except Exception as error:
            reply = {"error": "wrong", "message": f"{type(error).__name__}: {str(error).splitlines()[0][:300]}"}
            if not desk.application.alive():
                reply = {"error": "gone", "message": "LibreOffice died"}
        print(json.dumps(reply), flush=True)
        if reply.get("error") == "gone":
            return


def main():
    profile, locale, seconds = sys.argv[1:]
    application = Application(profile, locale, float(seconds))
    print(json.dumps({"result": "ready"}), flush=True)
    try:
        converse(Desk(application))
    finally:
        application.end()


if __name__ == "__main__":
    os.environ["SAL_USE_VCLPLUGIN"] = "svp"
    main()
