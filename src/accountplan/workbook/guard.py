"""The guard: looks at a file before any parser does, with the standard library only.

What it lets pass has members that are what they say, within the limits. What it refuses gets a finding that says why
and what to do. Parts are inflated once, here or by the reader; both go through the same `Archive`.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Literal

from accountplan.workbook.archive import Archive, too_large
from accountplan.workbook.compound import MAGIC
from accountplan.workbook.kinds import refusal, refusal_of_compound, refusal_of_package
from accountplan.workbook.limits import LIMITS, Limits
from accountplan.workbook.package import Refused

__all__ = ["LIMITS", "Inspected", "Kind", "Limits", "inspect"]

Kind = Literal["xlsx", "xlsb", "ods", "xls"]

_ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
_STREAMS = ("EncryptedPackage", "Workbook", "Book", "WordDocument", "PowerPoint Document", "__properties_version1.0")
_MANIFEST = "META-INF/manifest.xml"
_OPENDOCUMENT = ("content.xml", "styles.xml", "meta.xml", "settings.xml")
_BINARY = re.compile(
    r"xl/(?:workbook|sharedStrings|styles|(?:work|chart|dialog)sheets/[^/]+|tables/[^/]+)\.bin", re.IGNORECASE
)
_MAIN_PART = re.compile(
    rb"spreadsheetml\.(?:sheet|template)\.main|ms-excel\.(?:sheet|template|addin)\.macroenabled\.main"
)


@dataclass(frozen=True)
class Inspected:
    """A file that may be read: its kind, and its members where it is a package."""

    kind: Kind
    archive: Archive | None = None


def inspect(content: bytes, limits: Limits = LIMITS) -> Inspected:
    """What kind of workbook this is. Raises `Refused` for what is none, or must not reach a parser."""
    if len(content) > limits.size:
        too_large("size", len(content) // 1_000_000, limits.size // 1_000_000)
    if content.startswith(MAGIC):
        return _compound(content)
    if not content.startswith(b"PK"):
        raise refusal(content)
    return _package(Archive(content, limits))


def _compound(content: bytes) -> Inspected:
    streams = {name for name in _STREAMS if _has_stream(content, name)}
    if "EncryptedPackage" in streams or (not streams and _ENCRYPTED in content):
        raise Refused("encrypted")
    if not streams & {"Workbook", "Book"}:
        raise refusal_of_compound(streams)
    return Inspected("xls")


def _has_stream(content: bytes, name: str) -> bool:
    """Whether the folder of a compound file names this stream: entries of 128 bytes, at multiples of 128."""
    encoded = name.encode("utf-16-le") + b"\0\0"
    at = content.find(encoded)
    while at >= 0:
        if at % 128 == 0 and content[at + 64 : at + 66] == len(encoded).to_bytes(2, "little"):
            return True
        at = content.find(encoded, at + 1)
    return False


def _package(archive: Archive) -> Inspected:
    if archive.encrypted():
        raise Refused("encrypted", sentence="encrypted-otherwise")
    kind = _kind(archive)
    for name in _members_of(kind, archive):
        (archive.read if name.lower().endswith(".bin") else archive.xml)(name)
        archive.forget(name)  # the reader of this kind opens the file itself
    if kind == "ods" and _MANIFEST in archive and b"encryption-data" in archive.read(_MANIFEST):
        raise Refused("encrypted", sentence="encrypted-otherwise")
    return Inspected(kind, archive)


def _kind(archive: Archive) -> Kind:
    if "xl/workbook.bin" in archive:
        return "xlsb"
    if "xl/workbook.xml" in archive or _MAIN_PART.search(_types(archive)):
        return "xlsx"
    mimetype = archive.read("mimetype").decode("latin-1") if "mimetype" in archive else ""
    if "content.xml" in archive and ("opendocument.spreadsheet" in mimetype or not mimetype):
        return "ods"
    raise refusal_of_package(archive, mimetype)


def _types(archive: Archive) -> bytes:
    """The types of the parts, in small letters, whatever the encoding."""
    name = "[Content_Types].xml"
    return archive.xml(name).replace(b"\0", b"").lower() if name in archive else b""


def _members_of(kind: Kind, archive: Archive) -> Iterator[str]:
    """What the reader of a kind will inflate for itself. That of .xlsx takes its parts from the archive."""
    if kind == "ods":
        yield from (name for name in (*_OPENDOCUMENT, _MANIFEST) if name in archive)
    elif kind == "xlsb":
        yield from (name for name in archive if _BINARY.fullmatch(name) or name.lower().endswith(".rels"))
