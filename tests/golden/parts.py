"""The parts of a workbook as text that a person can compare: shared strings and styles said where they are used."""

from __future__ import annotations

from pathlib import Path

from lxml import etree

from tests.tools.parts import NS, Element, Package

_COSMETIC = {"row": ("ht", "customHeight", "spans"), "c": (), "sheetFormatPr": ("defaultRowHeight", "customHeight")}
"""Attributes that say how it looks, per element: a golden part is about where things stand and what they may hold."""
_LOOKS = ("cols", "pageMargins", "pageSetup", "headerFooter", "printOptions", "conditionalFormatting")


def golden_parts(path: Path) -> dict[str, str]:
    """Text per file name: the book, its property, and every sheet with its tables."""
    package = Package(path)
    assert package.workbook is not None
    found = {"workbook.xml": pretty(package.workbook), "custom.xml": pretty(package.xml["docProps/custom.xml"])}
    for n, sheet in enumerate(package.sheets, start=1):
        found[f"sheet{n}.xml"] = pretty(_readable(package, sheet.element))
        found |= {f"sheet{n}-{table.name}.xml": pretty(table.element) for table in sheet.tables}
    return found


def pretty(element: Element) -> str:
    copy = etree.fromstring(etree.tostring(element))
    etree.indent(copy)
    text: str = etree.tostring(copy, encoding="unicode")
    return text + "\n"


def _readable(package: Package, sheet: Element) -> Element:
    formats = _formats(package)
    copy = etree.fromstring(etree.tostring(sheet))
    for element in list(copy.iter(etree.Element)):
        name = etree.QName(element).localname
        if name in _LOOKS:
            element.getparent().remove(element)
            continue
        for attribute in _COSMETIC.get(name, ()):
            element.attrib.pop(attribute, None)
        if name == "c":
            style = formats[int(element.attrib.pop("s", "0"))]
            if style:
                element.set("style", style)
            if element.get("t") == "s":
                value = element.find("m:v", NS)
                value.text = package.strings[int(value.text)]
    return copy


def _formats(package: Package) -> list[str]:
    """What the style of a cell lets a person do and how it shows a number; not its looks."""
    assert package.styles is not None
    own = {
        entry.get("numFmtId"): entry.get("formatCode") for entry in package.styles.iterfind("m:numFmts/m:numFmt", NS)
    }
    found = []
    for style in package.styles.iterfind("m:cellXfs/m:xf", NS):
        protection = style.find("m:protection", NS)
        locked = protection is None or protection.get("locked") != "0"
        number = style.get("numFmtId")
        shown = own.get(number) or {"0": "", "1": "0", "3": "#,##0", "10": "0.00%", "49": "@"}.get(number, f"#{number}")
        found.append(" ".join(filter(None, ("" if locked else "unlocked", shown))))
    return found
