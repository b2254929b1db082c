"""The parts of an .xlsx that say where things are, in whatever dialect and encoding they were written.

Elements are known by their names alone: Strict Open XML has other namespaces, and programs choose other prefixes.
"""

from __future__ import annotations

import posixpath
import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from functools import cached_property
from typing import Any
from xml.etree import ElementTree

from accountplan.layout.places import quoted
from accountplan.workbook.archive import Archive, shown, too_large
from accountplan.workbook.limits import Limits
from accountplan.workbook.number_formats import Formats
from accountplan.workbook.package import Area, Refused, area_of

_REFERENCE = re.compile(r"^(?:'((?:[^']|'')+)'|([^'!]+))!\$?([A-Z]{1,3})\$?(\d+)(?::\$?([A-Z]{1,3})\$?(\d+))?$")


@dataclass(frozen=True)
class Sheet:
    """A worksheet and its part; `part` is None for a sheet that has no cells (a chart)."""

    name: str
    part: str | None


class Book:
    """What the parts beside the sheets say. Raises `Refused` for parts that cannot be read."""

    def __init__(self, archive: Archive, limits: Limits) -> None:
        self.archive, self._limits = archive, limits
        self._related: dict[str, dict[str, tuple[str, str]]] = {}

    # -- parts -------------------------------------------------------------------------------------------------------
    @cached_property
    def part(self) -> str:
        """The name of the workbook part."""
        return self._target("", "officeDocument") or self._typed("main+xml") or "xl/workbook.xml"

    @cached_property
    def strings_part(self) -> str | None:
        part = self._target(self.part, "sharedStrings")
        if part is None and self._has_relation("sharedStrings"):
            raise Refused("damaged", sentence="damaged-missing", part="sharedStrings")
        return part

    @cached_property
    def styles_part(self) -> str | None:
        return self._target(self.part, "styles")

    def _target(self, source: str, kind: str) -> str | None:
        """The part that this one names as its relation of a kind, if it is there."""
        targets = (target for k, target in self.relations(source).values() if k == kind and target in self.archive)
        return next(targets, None)

    def _has_relation(self, kind: str) -> bool:
        """Whether the workbook part names a part of a kind, there or not."""
        return any(k == kind for k, _ in self.relations(self.part).values())

    def _typed(self, ending: str) -> str | None:
        """The part that the table of types says is of a type with this ending."""
        if "[Content_Types].xml" in self.archive:
            for entry in self._xml("[Content_Types].xml"):
                name = entry.get("PartName", "").lstrip("/")
                if entry.get("ContentType", "").endswith(ending) and name in self.archive:
                    return name
        return None

    def relations(self, part: str) -> dict[str, tuple[str, str]]:
        """(kind, target part) per relation id."""
        if part not in self._related:
            self._related[part] = dict(self._read_relations(part))
        return self._related[part]

    def _read_relations(self, part: str) -> Iterator[tuple[str, tuple[str, str]]]:
        folder, name = posixpath.split(part)
        source = posixpath.join(folder, "_rels", f"{name}.rels")
        for relation in self._xml(source) if source in self.archive else ():
            if relation.get("TargetMode") != "External":
                target = relation.get("Target", "").replace("\\", "/")
                target = target.lstrip("/") if target.startswith("/") else posixpath.join(folder, target)
                kind = relation.get("Type", "").rsplit("/", 1)[-1]
                yield relation.get("Id", ""), (kind, posixpath.normpath(target))

    def _xml(self, name: str) -> ElementTree.Element:
        content = self.archive.xml(name)
        if (tags := content.count(b"<")) > 4 * self._limits.names:
            too_large("names", tags // 4, self._limits.names)
        # So few tags cannot go too deep: the faster builder will do.
        shallow = tags < self._limits.depth
        parser = ElementTree.XMLParser(target=ElementTree.TreeBuilder() if shallow else _Builder(name, self._limits))
        try:
            parser.feed(content)
            root: ElementTree.Element = parser.close()
        except (ElementTree.ParseError, LookupError, ValueError) as error:
            raise Refused("damaged", sentence="damaged-part", part=shown(name)) from error
        return root

    # -- what they say -----------------------------------------------------------------------------------------------
    @cached_property
    def _workbook(self) -> ElementTree.Element:
        if self.part not in self.archive:
            raise Refused("damaged", sentence="damaged-missing", part=shown(self.part))
        return self._xml(self.part)

    def _section(self, name: str) -> Iterator[ElementTree.Element]:
        """The elements in a section of the workbook part."""
        for section in self._workbook:
            if _local(section) == name:
                yield from section

    def _settings(self, name: str) -> dict[str, str]:
        return next((dict(entry.attrib) for entry in self._workbook if _local(entry) == name), {})

    @cached_property
    def sheets(self) -> tuple[Sheet, ...]:
        """Every sheet, in the order of its tabs."""
        targets = self.relations(self.part)
        found = tuple(_sheet(entry, targets) for entry in self._section("sheets"))
        if len(found) > self._limits.sheets:
            too_large("sheets", len(found), self._limits.sheets)
        if not found:
            raise Refused("damaged", sentence="damaged-part", part=shown(self.part))
        seen: set[str] = set()
        for sheet in found:
            if sheet.name.casefold() in seen:
                raise Refused("damaged", sentence="damaged-sheet-twice", part=shown(sheet.name))
            seen.add(sheet.name.casefold())
            if sheet.part is not None and sheet.part not in self.archive:
                raise Refused("damaged", sentence="damaged-missing", part=shown(sheet.part))
        self.archive.expect(sheet.part for sheet in found if sheet.part)
        return found

    def names(self) -> dict[str, Area]:
        """The names of the whole workbook that are one area of cells."""
        found: dict[str, Area] = {}
        for count, name in enumerate(self._section("definedNames")):
            if count >= self._limits.names:
                too_large("names", count + 1, self._limits.names)
            area = area_of(_REFERENCE.match((name.text or "").strip()))
            if area is not None and name.get("localSheetId") is None:
                found[name.get("name", "")] = area
        return found

    def tables(self) -> dict[str, Area]:
        found: dict[str, Area] = {}
        for sheet in self.sheets:
            for kind, target in self.relations(sheet.part).values() if sheet.part else ():
                if kind == "table" and target in self.archive:
                    table = self._xml(target)
                    area = area_of(_REFERENCE.match(f"{quoted(sheet.name)}!{table.get('ref', '')}"))
                    if area is not None:
                        found[table.get("displayName", "")] = area
        return found

    def properties(self) -> dict[str, str]:
        part = self._target("", "custom-properties") or "docProps/custom.xml"
        if part not in self.archive:
            return {}
        return {entry.get("name", ""): "".join(entry.itertext()) for entry in self._xml(part)}

    def core(self) -> dict[str, str]:
        """What the document says of itself: when it was made and saved, by whom."""
        part = self._target("", "core-properties") or "docProps/core.xml"
        if part not in self.archive:
            return {}
        return {_local(entry): entry.text or "" for entry in self._xml(part)}

    def modified(self) -> datetime | None:
        return _moment(self.core().get("modified", ""))

    @cached_property
    def date1904(self) -> bool:
        return _true(self._settings("workbookPr").get("date1904"))

    def recalculates(self) -> bool:
        return _true(self._settings("calcPr").get("fullCalcOnLoad"))

    @cached_property
    def formats(self) -> Formats:
        if self.styles_part:
            return Formats.of(self._xml(self.styles_part))
        return Formats(known=not self._has_relation("styles"))


class _Builder(ElementTree.TreeBuilder):
    """Builds a tree, but not one that is deeper than the limits."""

    def __init__(self, part: str, limits: Limits) -> None:
        super().__init__()
        self._part, self._most, self._depth = part, limits.depth, 0

    def start(self, tag: Any, attrs: Any, /) -> ElementTree.Element:
        self._depth += 1
        if self._depth > self._most:
            raise Refused("unsafe", sentence="unsafe-depth", part=shown(self._part))
        return super().start(tag, attrs)

    def end(self, tag: Any, /) -> ElementTree.Element:
        self._depth -= 1
        return super().end(tag)


def _local(element: ElementTree.Element) -> str:
    return element.tag.rpartition("}")[2]


def _sheet(entry: ElementTree.Element, targets: dict[str, tuple[str, str]]) -> Sheet:
    """The sheet with its part, which it names by the id of a relation."""
    ids = (value for key, value in entry.attrib.items() if key.endswith("}id"))
    kind, part = targets.get(next(ids, ""), ("", ""))
    name = entry.get("name", "")
    if not part:
        raise Refused("damaged", sentence="damaged-missing", part=shown(name))
    return Sheet(name, None if kind == "chartsheet" else part)


def _true(flag: str | None) -> bool:
    return (flag or "").strip().lower() in ("1", "true", "on")


def _moment(text: str) -> datetime | None:
    """A moment as documents write it, in UTC and without a zone."""
    try:
        moment = datetime.fromisoformat(text.strip())
    except ValueError:
        return None
    return moment.astimezone(UTC).replace(tzinfo=None) if moment.tzinfo else moment
