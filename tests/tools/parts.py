"""The raw parts of an .xlsx: what stands in the package, before any library makes sense of it. For tests only."""

from __future__ import annotations

import posixpath
import re
import zipfile
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from pathlib import Path
from typing import Any, TypeAlias

from lxml import etree

MAIN = "http://schemas.openxmlformats.org/spreadsheetml/2006/main"
RELATIONS = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
NS = {
    "m": MAIN,
    "x14": "http://schemas.microsoft.com/office/spreadsheetml/2009/9/main",
    "xm": "http://schemas.microsoft.com/office/excel/2006/main",
    "p": "http://schemas.openxmlformats.org/package/2006/relationships",
    "t": "http://schemas.openxmlformats.org/package/2006/content-types",
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
}
Element: TypeAlias = Any
"""An element of lxml, which comes without types."""

LAST_COLUMN, LAST_ROW = 16_384, 1_048_576
_CELL = re.compile(r"\$?([A-Za-z]{1,3})\$?([1-9]\d{0,6})")


@dataclass(frozen=True)
class Box:
    """A rectangle of cells, counted from 1, both ends in it."""

    left: int
    top: int
    right: int
    bottom: int

    @classmethod
    def of(cls, ref: str) -> Box | None:
        """`B4` or `B4:C9`, or None for anything else."""
        first, _, last = ref.partition(":")
        corners = [position(first), position(last or first)]
        if corners[0] is None or corners[1] is None:
            return None
        (left, top), (right, bottom) = corners[0], corners[1]
        return cls(left, top, right, bottom) if left <= right and top <= bottom else None

    def meets(self, other: Box) -> bool:
        return not (
            self.right < other.left or other.right < self.left or self.bottom < other.top or other.bottom < self.top
        )

    def holds(self, other: Box) -> bool:
        return (
            self.left <= other.left
            and self.right >= other.right
            and self.top <= other.top
            and self.bottom >= other.bottom
        )


def column_number(letters: str) -> int:
    number = 0
    for letter in letters.upper():
        number = number * 26 + ord(letter) - 64
    return number


def column_letters(number: int) -> str:
    letters = ""
    while number:
        number, rest = divmod(number - 1, 26)
        letters = chr(65 + rest) + letters
    return letters


def position(cell: str) -> tuple[int, int] | None:
    """Column and row of a cell address, or None for what is none."""
    parts = _CELL.fullmatch(cell)
    if not parts:
        return None
    column, row = column_number(parts[1]), int(parts[2])
    return (column, row) if column <= LAST_COLUMN and row <= LAST_ROW else None


def units(text: str | None) -> int:
    """The length as Excel counts it: in UTF-16 units."""
    return len((text or "").encode("utf-16-le", "surrogatepass")) // 2


@dataclass(frozen=True)
class Relation:
    kind: str
    target: str
    external: bool


@dataclass
class Cell:
    """A cell as written. `value` is the text of the value, shared strings looked up."""

    ref: str
    row: int
    kind: str
    style: int
    value: str | None
    formula: str | None
    string_index: int | None = None


@dataclass
class Table:
    part: str
    element: Element

    @property
    def name(self) -> str:
        return self.element.get("displayName") or ""

    @property
    def ref(self) -> str:
        return self.element.get("ref") or ""

    @cached_property
    def box(self) -> Box | None:
        return Box.of(self.ref)

    @cached_property
    def columns(self) -> list[str]:
        return [column.get("name") or "" for column in self.element.iterfind("m:tableColumns/m:tableColumn", NS)]


@dataclass
class Sheet:
    name: str
    state: str
    part: str
    element: Element
    relations: dict[str, Relation]
    tables: list[Table]
    cells: list[Cell] = field(default_factory=list)

    @cached_property
    def by_ref(self) -> dict[str, Cell]:
        return {cell.ref: cell for cell in self.cells}


class Package:
    """A workbook's parts. Raises zipfile.BadZipFile for what is no package."""

    def __init__(self, path: Path) -> None:
        with zipfile.ZipFile(path) as archive:
            self.members = archive.infolist()
            self.content = {member.filename: archive.read(member) for member in self.members}
        self.broken: dict[str, str] = {}
        self.xml = dict(self._parsed())

    def _parsed(self) -> Iterator[tuple[str, Element]]:
        parser = etree.XMLParser(resolve_entities=False, no_network=True, huge_tree=True)
        for name, content in self.content.items():
            if name.endswith((".xml", ".rels", ".vml")):
                try:
                    yield name, etree.fromstring(content, parser)
                except etree.XMLSyntaxError as error:
                    self.broken[name] = str(error)

    def relations(self, part: str) -> dict[str, Relation]:
        folder, name = posixpath.split(part)
        element = self.xml.get(posixpath.join(folder, "_rels", f"{name}.rels"))
        found = {}
        for relation in [] if element is None else element.iterfind("p:Relationship", NS):
            target, external = relation.get("Target") or "", relation.get("TargetMode") == "External"
            if not external:
                target = posixpath.normpath(posixpath.join("/", folder, target)).lstrip("/")
            kind = (relation.get("Type") or "").rsplit("/", 1)[-1]
            found[relation.get("Id") or ""] = Relation(kind, target, external)
        return found

    @cached_property
    def workbook(self) -> Element | None:
        return self.xml.get("xl/workbook.xml")

    @cached_property
    def strings(self) -> list[str]:
        element = self.xml.get("xl/sharedStrings.xml")
        return [] if element is None else [_text(item) for item in element.iterfind("m:si", NS)]

    @cached_property
    def styles(self) -> Element | None:
        return self.xml.get("xl/styles.xml")

    @cached_property
    def sheet_entries(self) -> list[Element]:
        return [] if self.workbook is None else self.workbook.findall("m:sheets/m:sheet", NS)

    @cached_property
    def names(self) -> list[Element]:
        return [] if self.workbook is None else self.workbook.findall("m:definedNames/m:definedName", NS)

    @cached_property
    def sheets(self) -> list[Sheet]:
        """Every worksheet (chart sheets have no cells to look at)."""
        relations = self.relations("xl/workbook.xml")
        found = []
        for entry in self.sheet_entries:
            relation = relations.get(entry.get(f"{{{RELATIONS}}}id") or "")
            element = self.xml.get(relation.target) if relation else None
            if relation is not None and element is not None and etree.QName(element).localname == "worksheet":
                found.append(self._sheet(entry, relation.target, element))
        return found

    def _sheet(self, entry: Element, part: str, element: Element) -> Sheet:
        relations = self.relations(part)
        tables = [
            Table(relation.target, self.xml[relation.target])
            for relation in relations.values()
            if relation.kind == "table" and relation.target in self.xml
        ]
        state = entry.get("state") or "visible"
        return Sheet(entry.get("name") or "", state, part, element, relations, tables, list(self._cells(element)))

    def _cells(self, sheet: Element) -> Iterator[Cell]:
        for row in sheet.iterfind("m:sheetData/m:row", NS):
            for cell in row.iterfind("m:c", NS):
                yield self._cell(cell, int(row.get("r") or 0))

    def _cell(self, element: Element, row: int) -> Cell:
        value = element.findtext("m:v", None, NS)
        kind = element.get("t") or "n"
        formula = element.find("m:f", NS)
        written = None if formula is None else formula.text or ""
        cell = Cell(element.get("r") or "", row, kind, int(element.get("s") or 0), value, written)
        if kind == "inlineStr":
            cell.value = _text(element)
        elif kind == "s" and value is not None:
            cell.string_index = int(value)
            cell.value = self.strings[cell.string_index] if cell.string_index < len(self.strings) else None
        return cell


def _text(element: Element) -> str:
    return "".join(part.text or "" for part in element.iterfind(".//m:t", NS))
