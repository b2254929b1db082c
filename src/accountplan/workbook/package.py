"""A file as raw parts: what kind it is, and what spreadsheet libraries do not tell (names, tables, error cells).

Standard library only. Nothing here trusts the file: whatever is wrong with it becomes a `Refused` with a finding code.
"""

from __future__ import annotations

import io
import posixpath
import re
import struct
import zipfile
import zlib
from collections.abc import Iterator, Mapping
from dataclasses import dataclass, field
from datetime import datetime
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

_MAIN = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
_STRICT = "{http://purl.oclc.org/ooxml/spreadsheetml/main}"
_RELATION_IDS = (
    "{http://schemas.openxmlformats.org/officeDocument/2006/relationships}id",
    "{http://purl.oclc.org/ooxml/officeDocument/relationships}id",
)
_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_MOST_UNZIPPED = 400_000_000
_REFERENCE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$")
_ADDRESS = re.compile(rb'\br="([A-Z]{1,3})(\d+)"')
_UNCALCULATED = re.compile(rb"</f>(?:<v\s*/>|<v></v>)?</c>")
_ERROR_CELL = re.compile(rb'<(?:\w+:)?c\b[^>]*\bt="e"[^>]*>.*?</(?:\w+:)?c>', re.DOTALL)


class Refused(Exception):
    """The file cannot be read; `code` is the finding that says why."""

    def __init__(self, code: str, **params: Any) -> None:
        super().__init__(code)
        self.code, self.params = code, params


@dataclass(frozen=True)
class Area:
    """A rectangle of cells on a sheet, 0-based and inclusive."""

    sheet: str
    first_row: int
    first_column: int
    last_row: int
    last_column: int


@dataclass(frozen=True)
class Package:
    """What the raw parts say. For formats other than .xlsx and .xlsm everything but `kind` is empty."""

    kind: str
    names: Mapping[str, Area] = field(default_factory=dict)
    tables: Mapping[str, Area] = field(default_factory=dict)
    errors: Mapping[str, Mapping[tuple[int, int], str]] = field(default_factory=dict)
    """Per sheet: (row, column) of error cells, and the error."""
    uncalculated: Mapping[str, frozenset[tuple[int, int]]] = field(default_factory=dict)
    """Per sheet: cells with a formula of which no result was saved."""
    formulas: Mapping[str, frozenset[tuple[int, int]]] = field(default_factory=dict)
    """Per sheet: cells with a formula, whether or not its result was saved."""
    merged: Mapping[str, tuple[Area, ...]] = field(default_factory=dict)
    """Per sheet: merged cells, as areas of at least two cells."""
    percents: Mapping[str, Mapping[tuple[int, int], bool]] = field(default_factory=dict)
    """Per sheet: whether a filled number cell is shown as a percentage; a cell that is not there: nobody knows."""
    properties: Mapping[str, str] = field(default_factory=dict)
    date1904: bool = False
    modified: datetime | None = None
    """When the document says that it was saved last (UTC, without a zone)."""
    recalculates: bool = False
    """The document asks to be calculated on opening: the results in it are not those of its formulas."""


def column_number(name: str) -> int:
    """A → 0, AA → 26."""
    number = 0
    for letter in name:
        number = number * 26 + ord(letter) - 64
    return number - 1


def open_package(content: bytes) -> Package:
    """What kind of file it is, and its raw parts. Raises `Refused`."""
    if not content:
        raise Refused("damaged")
    if content.startswith(_OLE):
        if _ENCRYPTED in content:
            raise Refused("encrypted")
        return Package("xls")
    if not content.startswith(b"PK"):
        raise Refused("not-a-plan", sentence="not-a-workbook")
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            return _read_archive(archive)
    except Refused:
        raise
    except (zipfile.BadZipFile, ElementTree.ParseError, zlib.error, struct.error, ValueError, OSError, RuntimeError,
            NotImplementedError, EOFError, LookupError) as error:  # fmt: skip
        raise Refused("damaged") from error


def _read_archive(archive: zipfile.ZipFile) -> Package:
    members = {info.filename: info for info in archive.infolist()}
    if sum(info.file_size for info in members.values()) > _MOST_UNZIPPED:
        raise Refused("too-large", what=f"{sum(i.file_size for i in members.values()) // 1_000_000} MB")
    if any(info.flag_bits & 1 for info in members.values()):
        raise Refused("encrypted")
    if "xl/workbook.bin" in members:
        return Package("xlsb")
    if "xl/workbook.xml" in members:
        return _Parts(archive).package()
    if "content.xml" in members and "mimetype" in members:
        if b"manifest:encryption-data" in archive.read("META-INF/manifest.xml"):
            raise Refused("encrypted")
        return Package("ods")
    raise Refused("not-a-plan", sentence="not-a-workbook")


class _Parts:
    """The parts of an .xlsx that say where things are."""

    def __init__(self, archive: zipfile.ZipFile) -> None:
        self._archive = archive

    def package(self) -> Package:
        properties = self._workbook.find(f"{self._ns}workbookPr")
        flag = "" if properties is None else properties.get("date1904", "")
        errors, uncalculated = self._cells()
        return Package(
            "xlsx",
            self._names(),
            self._tables(),
            errors,
            uncalculated,
            properties=self._properties(),
            date1904=flag.lower() in ("1", "true"),
        )

    def _xml(self, name: str) -> ElementTree.Element:
        content = self._archive.read(name)
        if b"<!DOCTYPE" in content[:2000]:
            raise Refused("unsafe", what="DOCTYPE")
        return ElementTree.fromstring(content)

    @cached_property
    def _workbook(self) -> ElementTree.Element:
        return self._xml("xl/workbook.xml")

    @property
    def _ns(self) -> str:
        return _STRICT if self._workbook.tag.startswith(_STRICT) else _MAIN

    @cached_property
    def _sheets(self) -> dict[str, str]:
        """Part name per sheet name."""
        targets = self._relations("xl/workbook.xml")
        found: dict[str, str] = {}
        for sheet in self._workbook.iter(f"{self._ns}sheet"):
            part = next((targets[sheet.get(i, "")][1] for i in _RELATION_IDS if sheet.get(i, "") in targets), None)
            if part is not None and part in self._archive.NameToInfo:
                found[sheet.get("name", "")] = part
        return found

    def _relations(self, part: str) -> dict[str, tuple[str, str]]:
        """(kind, target part) per relation id."""
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        if source not in self._archive.NameToInfo:
            return {}
        found: dict[str, tuple[str, str]] = {}
        for relation in self._xml(source):
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "")
                target = target[1:] if target.startswith("/") else posixpath.normpath(posixpath.join(folder, target))
                found[relation.get("Id", "")] = (relation.get("Type", "").rsplit("/", 1)[-1], target)
        return found

    def _names(self) -> dict[str, Area]:
        found: dict[str, Area] = {}
        for name in self._workbook.iter(f"{self._ns}definedName"):
            area = _area((name.text or "").strip())
            if area is not None and name.get("localSheetId") is None:
                found[name.get("name", "")] = area
        return found

    def _tables(self) -> dict[str, Area]:
        found: dict[str, Area] = {}
        for sheet, part in self._sheets.items():
            for kind, target in self._relations(part).values():
                if kind == "table" and target in self._archive.NameToInfo:
                    table = self._xml(target)
                    area = _area(f"'{sheet.replace(chr(39), chr(39) * 2)}'!{table.get('ref', '')}")
                    if area is not None:
                        found[table.get("displayName", "")] = area
        return found

    def _cells(self) -> tuple[dict[str, dict[tuple[int, int], str]], dict[str, frozenset[tuple[int, int]]]]:
        """Per sheet: error cells, and formulas without a result."""
        errors: dict[str, dict[tuple[int, int], str]] = {}
        uncalculated: dict[str, frozenset[tuple[int, int]]] = {}
        for sheet, part in self._sheets.items():
            content = self._archive.read(part)
            if b't="e"' in content:
                cells = (_error_cell(match) for match in _ERROR_CELL.findall(content))
                errors[sheet] = {at: text for at, text in cells if at is not None}
            uncalculated[sheet] = frozenset(_uncalculated(content))
        return errors, uncalculated

    def _properties(self) -> dict[str, str]:
        if "docProps/custom.xml" not in self._archive.NameToInfo:
            return {}
        return {entry.get("name", ""): "".join(entry.itertext()) for entry in self._xml("docProps/custom.xml")}


def _uncalculated(content: bytes) -> Iterator[tuple[int, int]]:
    for match in _UNCALCULATED.finditer(content):
        start = content.rfind(b"<c ", 0, match.start())
        opening = content[start : content.find(b">", start)]
        at = _ADDRESS.search(opening)
        if at is not None and b't="str"' not in opening:  # that is a result: an empty text
            yield int(at[2]) - 1, column_number(at[1].decode())


def _error_cell(match: bytes) -> tuple[tuple[int, int] | None, str]:
    at = _ADDRESS.search(match)
    text = re.search(rb"<(?:\w+:)?v>([^<]*)<", match)
    if at is None:
        return None, ""
    return (int(at[2]) - 1, column_number(at[1].decode())), text[1].decode("utf-8", "replace") if text else "#?"


def _area(reference: str) -> Area | None:
    match = _REFERENCE.match(reference)
    if match is None:
        return None
    sheet = (match[1] or match[2]).replace("''", "'")
    first = (int(match[4]) - 1, column_number(match[3]))
    last = (int(match[6]) - 1, column_number(match[5])) if match[5] else first
    return Area(sheet, *first, *last)
