"""What Excel is strict about, and other programs and validators let pass, in any .xlsx that we write.

    findings(path) -> ["sheet 1.1 Plan: B4: uses OFFSET, which is volatile", …]      empty: nothing found
    python -m tests.tools.strictness FILE.xlsx ...                                   exit code 1 if anything is found

A rule is a function that takes the package (or a sheet of it) and yields what it finds. Besides what makes Excel
repair a file, the rules hold what this product promises about its files: the same bytes each time (no clocks), no
macros, no links to outside, formulas that Excel 2016 and LibreOffice understand in any language.
"""

from __future__ import annotations

import math
import re
import sys
import zipfile
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise
from pathlib import Path

from lxml import etree

from tests.tools.formulas import Known, Place, formula_findings, unquoted
from tests.tools.parts import (
    LAST_COLUMN,
    NS,
    RELATIONS,
    Box,
    Cell,
    Element,
    Package,
    Sheet,
    Table,
    column_letters,
    position,
    units,
)

LONGEST_TEXT = 32_767
LONGEST_NAME = 255
LONGEST_SHEET_NAME = 31
LONGEST_FOOTER = 255
LONGEST_TIP = 255
RULE_TEXTS = {"promptTitle": 32, "prompt": 255, "errorTitle": 32, "error": 224}
RULE_TYPES = {"none", "list", "whole", "decimal", "date", "time", "textLength", "custom"}
MOST_FORMATS = 64_000
MOST_FONTS = 1_024
YEAR_OF_NO_CLOCK = 1980
ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A"}

# Parts that do not belong in a workbook of ours, by a piece of their name.
NOT_OURS = {
    "vbaProject": "a macro",
    "externalLinks/": "a link to another workbook",
    "connections": "a data connection",
    "queryTables/": "a data connection",
    "activeX/": "an ActiveX control",
    "ctrlProps/": "a form control",
    "embeddings/": "an embedded file",
    "customXml/": "custom XML, which other programs drop",
}

# CT_Worksheet: the order in which the elements of a sheet must stand.
ORDER = """sheetPr dimension sheetViews sheetFormatPr cols sheetData sheetCalcPr sheetProtection protectedRanges
    scenarios autoFilter sortState dataConsolidate customSheetViews mergeCells phoneticPr conditionalFormatting
    dataValidations hyperlinks printOptions pageMargins pageSetup headerFooter rowBreaks colBreaks customProperties
    cellWatches ignoredErrors smartTags drawing legacyDrawing legacyDrawingHF drawingHF picture oleObjects controls
    webPublishItems tableParts extLst""".split()

TYPES_OF_PARTS = {
    "xl/worksheets/": "spreadsheetml.worksheet+xml",
    "xl/tables/": "spreadsheetml.table+xml",
    "xl/charts/chart": "drawingml.chart+xml",
    "xl/drawings/drawing": "drawing+xml",
}

_R1C1 = re.compile(r"[rR](\d*|\[-?\d+\])([cC](\d*|\[-?\d+\]))?|[cC](\d*|\[-?\d+\])")
_NAME = re.compile(r"[^\W\d][\w.\\?]*|[_\\][\w.\\?]*")
_FORBIDDEN_IN_SHEET_NAMES = re.compile(r"[\[\]:*?/\\]")


def findings(path: Path) -> list[str]:
    """Everything found in a file, each as `where: what`."""
    try:
        package = Package(path)
    except (OSError, zipfile.BadZipFile) as error:
        return [f"file: is no package: {error}"]
    found = [*_package(package), *_relations(package)]
    if package.workbook is None:
        return [*found, "xl/workbook.xml: is missing"]
    known = _known(package)
    for rule in (_core, _sheet_names, _selection, _names, _strings, _styles, _table_names):
        found += rule(package)
    found += _name_formulas(package, known)
    found += _charts(package, known)
    for sheet in package.sheets:
        found += (f"sheet {sheet.name}: {what}" for what in _sheet(package, sheet, known))
    return found


# ---- the package


def _package(package: Package) -> Iterator[str]:
    names = [member.filename for member in package.members]
    for name, count in Counter(name.lower() for name in names).items():
        if count > 1:
            yield f"zip: {name} stands in it {count} times"
    for member in package.members:
        if member.date_time[0] != YEAR_OF_NO_CLOCK or any(member.date_time[3:]):
            yield f"zip: {member.filename} carries a clock: {member.date_time}"
    for part, error in package.broken.items():
        yield f"{part}: is not well-formed: {error}"
    yield from _not_ours(package)
    yield from _content_types(package, set(names))


def _not_ours(package: Package) -> Iterator[str]:
    for name in package.content:
        for piece, what in NOT_OURS.items():
            if piece in name:
                yield f"{name}: is {what}"
    for part, element in package.xml.items():
        if next(element.iter("{*}absPath"), None) is not None:
            yield f"{part}: holds the path of a machine"


def _content_types(package: Package, names: set[str]) -> Iterator[str]:
    types = package.xml.get("[Content_Types].xml")
    if types is None:
        yield "[Content_Types].xml: is missing"
        return
    parts = {element.get("PartName", "").lstrip("/"): element for element in types.iterfind("t:Override", NS)}
    endings = {element.get("Extension", "").lower() for element in types.iterfind("t:Default", NS)}
    for part in parts.keys() - names:
        yield f"[Content_Types].xml: names {part}, which is missing"
    for name in sorted(names - parts.keys() - {"[Content_Types].xml"}):
        if name.rpartition(".")[2].lower() not in endings:
            yield f"{name}: has no content type"
    for part, element in parts.items():
        written = element.get("ContentType", "")
        for begin, kind in TYPES_OF_PARTS.items():
            if re.fullmatch(re.escape(begin) + r"[^/]+\.xml", part) and not written.endswith(kind):
                yield f"{part}: has the wrong content type {written}"


def _relations(package: Package) -> Iterator[str]:
    for part in package.content:
        for key, relation in package.relations(part).items():
            if relation.external and relation.kind != "hyperlink":
                yield f"{part}: has a link to outside: {relation.target}"
            elif not relation.external and relation.target not in package.content:
                yield f"{part}: {key} leads to {relation.target}, which is missing"


def _core(package: Package) -> Iterator[str]:
    """The days come from the inputs, which know no time of the day; whoever saved a plan of the demo did so at half
    past four."""
    core = package.xml.get("docProps/core.xml")
    for name, times in (("created", "00:00"), ("modified", "00:00|16:30")):
        for element in core.iterfind(f"{{*}}{name}") if core is not None else ():
            if not re.fullmatch(rf"\d{{4}}-\d\d-\d\dT(?:{times}):00Z", element.text or ""):
                yield f"docProps/core.xml: {name} looks like a clock: {element.text or ''}"


# ---- the workbook


def _known(package: Package) -> Known:
    sheets = [entry.get("name", "").lower() for entry in package.sheet_entries]
    known = Known(sheets=set(sheets))
    for name in package.names:
        scope = name.get("localSheetId")
        if scope is None:
            known.names.add(name.get("name", "").lower())
        elif int(scope) < len(sheets):
            known.local_names.setdefault(sheets[int(scope)], set()).add(name.get("name", "").lower())
    for sheet in package.sheets:
        for table in sheet.tables:
            known.tables[table.name.lower()] = {column.lower() for column in table.columns}
    return known


def _sheet_names(package: Package) -> Iterator[str]:
    seen = set()
    for entry in package.sheet_entries:
        name = entry.get("name", "")
        if not name or units(name) > LONGEST_SHEET_NAME:
            yield f"sheet {name}: the name must have 1 to {LONGEST_SHEET_NAME} signs"
        if _FORBIDDEN_IN_SHEET_NAMES.search(name) or name.startswith("'") or name.endswith("'"):
            yield f"sheet {name}: the name holds a sign that Excel forbids"
        if name.lower() == "history":
            yield f"sheet {name}: Excel keeps this name for itself"
        if name.lower() in seen:
            yield f"sheet {name}: the name stands twice"
        seen.add(name.lower())


def _selection(package: Package) -> Iterator[str]:
    """One visible sheet is shown; two selected sheets are a group, and typing in one types in both."""
    states = [entry.get("state") or "visible" for entry in package.sheet_entries]
    if "visible" not in states:
        yield "workbook: no sheet is visible"
        return
    view = package.workbook.find("m:bookViews/m:workbookView", NS) if package.workbook is not None else None
    active = int(view.get("activeTab") or 0) if view is not None else 0
    if active >= len(states) or states[active] != "visible":
        yield "workbook: the sheet to be shown is hidden or missing"
    selected = [
        sheet.name
        for sheet in package.sheets
        for shown in sheet.element.iterfind("m:sheetViews/m:sheetView", NS)
        if shown.get("tabSelected") in ("1", "true")
    ]
    if len(selected) > 1:
        yield f"workbook: several sheets are selected: {', '.join(selected)}"


def looks_like_a_cell(name: str) -> bool:
    """`KPI2026`, `R1C1`, `c`: names that Excel takes for an address."""
    return position(name) is not None or _R1C1.fullmatch(name) is not None or name.upper() in ("TRUE", "FALSE")


def _bad_name(name: str) -> str | None:
    if units(name) > LONGEST_NAME:
        return f"is longer than {LONGEST_NAME}"
    if not _NAME.fullmatch(name):
        return "holds a sign that Excel forbids in names"
    if looks_like_a_cell(name):
        return "looks like a cell"
    return None


def _names(package: Package) -> Iterator[str]:
    seen = set()
    for element in package.names:
        name, scope = element.get("name", ""), element.get("localSheetId")
        if (name.lower(), scope) in seen:
            yield f"name {name}: stands twice"
        seen.add((name.lower(), scope))
        bad = None if name.startswith("_xlnm.") else _bad_name(name)
        if bad:
            yield f"name {name}: {bad}"
        if scope is not None and int(scope) >= len(package.sheet_entries):
            yield f"name {name}: belongs to a sheet that does not exist"
        if not (element.text or "").strip():
            yield f"name {name}: refers to nothing"


def _name_formulas(package: Package, known: Known) -> Iterator[str]:
    for element in package.names:
        for part in _areas(element):
            for what in formula_findings(part, known, place="name"):
                yield f"name {element.get('name')}: {what}"


def _areas(name: Element) -> list[str]:
    """Print titles and print areas are lists of areas; anything else is one formula."""
    text = name.text or ""
    if (name.get("name") or "").startswith("_xlnm.Print_"):
        return re.findall(r"(?:'(?:[^']|'')*'|[^,'])+", text)
    return [text] if text else []


def _strings(package: Package) -> Iterator[str]:
    element = package.xml.get("xl/sharedStrings.xml")
    if element is None:
        return
    unique = element.get("uniqueCount")
    if unique is not None and int(unique) != len(package.strings):
        yield f"sharedStrings: says {unique} texts and holds {len(package.strings)}"
    for text in package.strings:
        if units(text) > LONGEST_TEXT:
            yield f"sharedStrings: a text is longer than {LONGEST_TEXT}: {text[:40]}…"
    yield from (f"sharedStrings: {what}" for what in _lost_spaces(element))


def _lost_spaces(element: Element) -> Iterator[str]:
    for part in element.iterfind(".//m:t", NS):
        text = part.text or ""
        if text != text.strip() and part.get("{http://www.w3.org/XML/1998/namespace}space") != "preserve":
            yield f"a text would lose its spaces: {text[:40]!r}"


def _styles(package: Package) -> Iterator[str]:
    styles = package.styles
    if styles is None:
        yield "xl/styles.xml: is missing"
        return
    formats = styles.findall("m:cellXfs/m:xf", NS)
    if len(formats) > MOST_FORMATS:
        yield f"styles: more than {MOST_FORMATS} cell formats"
    if len(styles.findall("m:fonts/m:font", NS)) > MOST_FONTS:
        yield f"styles: more than {MOST_FONTS} fonts"
    for attribute, holder in (("fontId", "fonts/m:font"), ("fillId", "fills/m:fill"), ("borderId", "borders/m:border")):
        there = len(styles.findall(f"m:{holder}", NS))
        for index, form in enumerate(formats):
            if int(form.get(attribute) or 0) >= there:
                yield f"styles: format {index} has a {attribute} that does not exist"
    for number in styles.iterfind("m:numFmts/m:numFmt", NS):
        if not 0 < units(number.get("formatCode")) <= LONGEST_NAME:
            yield f"styles: number format {number.get('numFmtId')} is empty or too long"


def _table_names(package: Package) -> Iterator[str]:
    names = {(element.get("name") or "").lower() for element in package.names}
    tables = [table for sheet in package.sheets for table in sheet.tables]
    for name, count in Counter(table.name.lower() for table in tables).items():
        if count > 1:
            yield f"table {name}: the name stands {count} times"
    for number, count in Counter(table.element.get("id") for table in tables).items():
        if count > 1:
            yield f"table id {number}: stands {count} times"
    for table in tables:
        bad = _bad_name(table.name)
        if bad:
            yield f"table {table.name}: {bad}"
        if table.name.lower() in names:
            yield f"table {table.name}: a name is called so too"


def _charts(package: Package, known: Known) -> Iterator[str]:
    for part, element in package.xml.items():
        if part.startswith("xl/charts/"):
            for formula in element.iterfind(".//c:f", NS):
                for what in formula_findings(formula.text or "", known, place="chart"):
                    yield f"{part}: {what}"


# ---- a sheet


def _sheet(package: Package, sheet: Sheet, known: Known) -> Iterator[str]:
    yield from _order(sheet)
    yield from _grid(sheet)
    yield from _sizes(sheet)
    yield from _cells(package, sheet)
    yield from _formulas(sheet, known)
    yield from _merges(sheet)
    yield from _rules(sheet, known)
    yield from _looks(package, sheet, known)
    yield from _extensions(sheet, known)
    yield from _links(sheet, known)
    yield from _footers(sheet)
    yield from _tables(sheet, known)


def _order(sheet: Sheet) -> Iterator[str]:
    names = [etree.QName(element).localname for element in sheet.element if isinstance(element.tag, str)]
    places = [ORDER.index(name) for name in names if name in ORDER]
    if places != sorted(places):
        yield f"its elements are out of order: {' '.join(names)}"
    for name, count in Counter(names).items():
        if count > 1 and name != "conditionalFormatting":
            yield f"{name} stands {count} times"


def _grid(sheet: Sheet) -> Iterator[str]:
    rows = [int(row.get("r") or 0) for row in sheet.element.iterfind("m:sheetData/m:row", NS)]
    if any(later <= earlier for earlier, later in pairwise(rows)):
        yield "its rows are out of order"
    last = (0, 0)
    for cell in sheet.cells:
        place = position(cell.ref)
        if place is None:
            yield f"{cell.ref!r} is no cell"
            continue
        if place[1] != cell.row:
            yield f"{cell.ref} stands in row {cell.row}"
        elif (cell.row, place[0]) <= last:
            yield f"{cell.ref} stands twice or out of order"
        last = max(last, (cell.row, place[0]))


def _sizes(sheet: Sheet) -> Iterator[str]:
    end = 0
    for columns in sheet.element.iterfind("m:cols/m:col", NS):
        first, last = int(columns.get("min") or 0), int(columns.get("max") or 0)
        if not end < first <= last <= LAST_COLUMN:
            yield f"columns {first}-{last} overlap, or are out of order"
        end = last
        if float(columns.get("width") or 0) > 255:
            yield f"column {first} is wider than 255"
    for row in sheet.element.iterfind("m:sheetData/m:row", NS):
        if float(row.get("ht") or 0) > 409.5:
            yield f"row {row.get('r')} is taller than 409.5"


def _cells(package: Package, sheet: Sheet) -> Iterator[str]:
    formats = 0 if package.styles is None else len(package.styles.findall("m:cellXfs/m:xf", NS))
    for cell in sheet.cells:
        if cell.style >= formats:
            yield f"{cell.ref}: its format does not exist"
        if cell.string_index is not None and cell.string_index >= len(package.strings):
            yield f"{cell.ref}: its text does not exist"
        if cell.kind in ("s", "inlineStr", "str") and units(cell.value) > LONGEST_TEXT:
            yield f"{cell.ref}: its text is longer than {LONGEST_TEXT}"
        if not _value_is_right(cell):
            yield f"{cell.ref}: {cell.value!r} is no value of type {cell.kind}"
    yield from _lost_spaces(sheet.element)


def _value_is_right(cell: Cell) -> bool:
    if cell.value is None or cell.kind in ("s", "str", "inlineStr"):
        return True
    if cell.kind == "b":
        return cell.value in ("0", "1")
    if cell.kind == "e":
        return cell.value in ERRORS
    if cell.kind == "n":
        try:
            return cell.value == "" or math.isfinite(float(cell.value))
        except ValueError:
            return False
    return False


def _formulas(sheet: Sheet, known: Known) -> Iterator[str]:
    for cell in sheet.cells:
        if cell.formula is None:
            continue
        if cell.value is None:  # an empty one stands for an empty text
            yield f"{cell.ref}: its formula has no cached value"
        if cell.kind == "e":
            yield f"{cell.ref}: its cached value is {cell.value}"
        yield from _of_formula(cell.ref, cell.formula, known, sheet, "cell")


def _of_formula(where: str, formula: str, known: Known, sheet: Sheet, place: Place) -> Iterator[str]:
    if formula:
        yield from (f"{where}: {what}" for what in formula_findings(formula, known, sheet.name, place))


def _boxes(refs: Iterable[str]) -> list[Box]:
    return [box for box in map(Box.of, refs) if box]


def overlaps(boxes: list[Box]) -> Iterator[tuple[Box, Box]]:
    """Every two that share a cell; from top to bottom, so that few are compared."""
    open_boxes: list[Box] = []
    for box in sorted(boxes, key=lambda each: each.top):
        open_boxes = [other for other in open_boxes if other.bottom >= box.top]
        yield from ((other, box) for other in open_boxes if other.meets(box))
        open_boxes.append(box)


def _name_of(box: Box) -> str:
    first = f"{column_letters(box.left)}{box.top}"
    last = f"{column_letters(box.right)}{box.bottom}"
    return first if first == last else f"{first}:{last}"


def _merged(sheet: Sheet) -> list[str]:
    return [merge.get("ref") or "" for merge in sheet.element.iterfind("m:mergeCells/m:mergeCell", NS)]


def _merges(sheet: Sheet) -> Iterator[str]:
    for ref in _merged(sheet):
        box = Box.of(ref)
        if box is None or (box.left, box.top) == (box.right, box.bottom):
            yield f"{ref!r} cannot be merged"
    for one, other in overlaps(_boxes(_merged(sheet))):
        yield f"the merged {_name_of(one)} and {_name_of(other)} overlap"


# ---- validation rules


def _rules(sheet: Sheet, known: Known) -> Iterator[str]:
    holder = sheet.element.find("m:dataValidations", NS)
    rules = [] if holder is None else holder.findall("m:dataValidation", NS)
    if holder is not None and int(holder.get("count") or len(rules)) != len(rules):
        yield "the count of validation rules is wrong"
    boxes = []
    for rule in rules:
        refs = (rule.get("sqref") or "").split()
        boxes += _boxes(refs)
        where = f"rule at {' '.join(refs)}"
        if not refs or len(_boxes(refs)) != len(refs):
            yield f"{where}: is no place"
        formulas = [rule.findtext(f"m:formula{number}", None, NS) for number in (1, 2)]
        yield from (f"{where}: {what}" for what in _rule(rule, formulas, known, sheet))
    for extension in sheet.element.iterfind(".//x14:dataValidation", NS):
        refs = (extension.findtext("xm:sqref", "", NS)).split()
        boxes += _boxes(refs)
        formulas = [extension.findtext(f"x14:formula{number}/xm:f", None, NS) for number in (1, 2)]
        yield from (f"rule at {' '.join(refs)}: {what}" for what in _rule(extension, formulas, known, sheet))
    for one, other in overlaps(boxes):
        yield f"the rules at {_name_of(one)} and {_name_of(other)} overlap"


def _rule(rule: Element, formulas: list[str | None], known: Known, sheet: Sheet) -> Iterator[str]:
    kind = rule.get("type") or "none"
    if kind not in RULE_TYPES:
        yield f"is of an unknown type {kind}"
    if kind != "none" and not formulas[0]:
        yield "has no formula"
    for attribute, longest in RULE_TEXTS.items():
        if units(rule.get(attribute)) > longest:
            yield f"its {attribute} is longer than {longest}"
    for formula in filter(None, formulas):
        if kind == "list" and formula.startswith('"'):
            yield from _inline_list(formula)
        else:
            yield from formula_findings(formula, known, sheet.name, "rule")


def _inline_list(formula: str) -> Iterator[str]:
    if units(formula) - 2 > 255:
        yield "its list is longer than 255"
    if '"' in formula[1:-1].replace('""', ""):
        yield "its list holds a bare quote"


# ---- conditional formats, links, print


def _looks(package: Package, sheet: Sheet, known: Known) -> Iterator[str]:
    there = 0 if package.styles is None else len(package.styles.findall("m:dxfs/m:dxf", NS))
    for holder in sheet.element.iterfind("m:conditionalFormatting", NS):
        refs = (holder.get("sqref") or "").split()
        where = f"conditional format at {' '.join(refs)}"
        if not refs or len(_boxes(refs)) != len(refs):
            yield f"{where}: is no place"
        for rule in holder.iterfind("m:cfRule", NS):
            if rule.get("dxfId") is not None and int(rule.get("dxfId") or 0) >= there:
                yield f"{where}: its format does not exist"
            for formula in rule.iterfind("m:formula", NS):
                yield from _of_formula(where, formula.text or "", known, sheet, "look")


def _extensions(sheet: Sheet, known: Known) -> Iterator[str]:
    """Newer conditional formats and sparklines."""
    for tag in ("cfRule", "sparkline"):
        for element in sheet.element.iterfind(f".//x14:{tag}", NS):
            for formula in element.iterfind(".//xm:f", NS):
                yield from _of_formula(tag, formula.text or "", known, sheet, "look")


def _links(sheet: Sheet, known: Known) -> Iterator[str]:
    for link in sheet.element.iterfind("m:hyperlinks/m:hyperlink", NS):
        where, location = f"link at {link.get('ref')}", link.get("location")
        key = link.get(f"{{{RELATIONS}}}id")
        if key is not None and key not in sheet.relations:
            yield f"{where}: leads nowhere"
        if units(link.get("tooltip")) > LONGEST_TIP:
            yield f"{where}: its tip is longer than {LONGEST_TIP}"
        if key is None and not _leads_somewhere(location or "", known, sheet):
            yield f"{where}: leads to {location}, which does not exist"


def _leads_somewhere(location: str, known: Known, sheet: Sheet) -> bool:
    target, mark, cell = location.rpartition("!")
    if not mark:
        names = known.names | known.local_names.get(sheet.name.lower(), set()) | known.tables.keys()
        return location.lower() in names or Box.of(location) is not None
    name = unquoted(target).lower()
    there = Box.of(cell) is not None or cell.lower() in known.local_names.get(name, set()) | known.names
    return name in known.sheets and there


def _footers(sheet: Sheet) -> Iterator[str]:
    holder = sheet.element.find("m:headerFooter", NS)
    for element in [] if holder is None else holder:
        if units(element.text) > LONGEST_FOOTER:
            yield f"{etree.QName(element).localname} is longer than {LONGEST_FOOTER}"


# ---- tables


def _tables(sheet: Sheet, known: Known) -> Iterator[str]:
    parts = sheet.element.findall("m:tableParts/m:tablePart", NS)
    if {part.get(f"{{{RELATIONS}}}id") for part in parts} != {
        key for key, relation in sheet.relations.items() if relation.kind == "table"
    }:
        yield "its table parts and their relations differ"
    for table in sheet.tables:
        yield from (f"table {table.name}: {what}" for what in _table(sheet, table, known))
    boxes = [table.box for table in sheet.tables if table.box]
    own_filter = sheet.element.find("m:autoFilter", NS)
    if own_filter is not None:
        boxes += _boxes([own_filter.get("ref") or ""])
    for one, other in overlaps(boxes):
        yield f"the tables (or filters) {_name_of(one)} and {_name_of(other)} overlap"


def _table(sheet: Sheet, table: Table, known: Known) -> Iterator[str]:
    box = table.box
    if box is None:
        yield f"{table.ref!r} is no place"
        return
    headers, totals = int(table.element.get("headerRowCount", 1)), int(table.element.get("totalsRowCount", 0))
    if box.bottom - box.top + 1 - headers - totals < 1:
        yield "has no row for data"
    yield from _table_columns(table, box)
    if headers:
        yield from _table_headers(sheet, table, box)
    for merge in _boxes(_merged(sheet)):
        if merge.meets(box):
            yield f"the merged {_name_of(merge)} lies in it"
    kept = table.element.find("m:autoFilter", NS)
    kept_box = None if kept is None else Box.of(kept.get("ref") or "")
    if kept is not None and kept_box != Box(box.left, box.top, box.right, box.bottom - totals):
        yield "its filter does not cover it"
    for column in table.element.iterfind(".//m:calculatedColumnFormula", NS):
        yield from formula_findings(column.text or "", known, sheet.name)


def _table_columns(table: Table, box: Box) -> Iterator[str]:
    columns = table.element.find("m:tableColumns", NS)
    count = int(columns.get("count") or 0) if columns is not None else 0
    if not count == len(table.columns) == box.right - box.left + 1:
        yield "the number of its columns does not match its place"
    for name, times in Counter(column.lower() for column in table.columns).items():
        if times > 1:
            yield f"its column {name!r} stands {times} times"
        if not 0 < units(name) <= LONGEST_NAME:
            yield f"its column {name[:40]!r} has an empty or too long name"


def _table_headers(sheet: Sheet, table: Table, box: Box) -> Iterator[str]:
    for index, column in enumerate(table.columns):
        ref = f"{column_letters(box.left + index)}{box.top}"
        cell = sheet.by_ref.get(ref)
        name = re.sub(r"_x000[aA]_", "\n", column)
        if cell is None or cell.kind not in ("s", "inlineStr") or cell.formula is not None:
            yield f"its header {ref} is no plain text"
        elif cell.value != name:
            yield f"its header {ref} is {cell.value!r} and its column {name!r}"


def main(arguments: list[str]) -> int:
    bad = False
    for path in map(Path, arguments):
        found = findings(path)
        bad = bad or bool(found)
        print(f"{path}: {'ok' if not found else f'{len(found)} found'}")
        for what in found:
            print(f"  {what}")
    return int(bad)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
