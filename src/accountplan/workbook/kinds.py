"""What a file is when it is no workbook that we read: each kind has its own sentence, with its own way out."""

from __future__ import annotations

import re
from collections.abc import Iterable

from accountplan.workbook.package import Refused

_MARKS: tuple[tuple[bytes, str], ...] = (
    (b"%PDF", "kind-pdf"),
    (b"\x89PNG", "kind-image"),
    (b"\xff\xd8\xff", "kind-image"),
    (b"GIF8", "kind-image"),
    (b"BM", "kind-image"),
    (b"II*\0", "kind-image"),
    (b"MM\0*", "kind-image"),
    (b"{\\rtf", "kind-document"),
    (b"\x1f\x8b", "kind-archive"),
    (b"7z\xbc\xaf", "kind-archive"),
    (b"Rar!", "kind-archive"),
    (b"\x09\x00\x04\x00", "kind-old-excel"),
    (b"\x09\x02\x06\x00", "kind-old-excel"),
    (b"\x09\x04\x06\x00", "kind-old-excel"),
    (b"\x09\x08\x08\x00", "kind-old-excel"),
)
_HTML = re.compile(r"<(?:!doctype\s+html|html|head|body|table|meta|script)\b", re.IGNORECASE)
_SPREADSHEET_XML = ("urn:schemas-microsoft-com:office:spreadsheet", "office:document")
_WORKBOOKS = (".xlsx", ".xlsm", ".xlsb", ".xls", ".ods")


def refusal(content: bytes) -> Refused:
    """For a file that is neither a package nor an old .xls."""
    if not content:
        return Refused("damaged", sentence="damaged-empty")
    if not content.strip(b"\0"):
        return Refused("damaged", sentence="damaged-zeros")
    for mark, sentence in _MARKS:
        if content.startswith(mark):
            return Refused("not-a-plan", sentence=sentence)
    text = _as_text(content[:4096])
    if text is None:
        return Refused("not-a-plan", sentence="not-a-workbook")
    if _HTML.search(text):
        return Refused("not-a-plan", sentence="kind-html")
    if any(mark in text for mark in _SPREADSHEET_XML):
        return Refused("not-a-plan", sentence="kind-xml")
    return Refused("not-a-plan", sentence="kind-text")


def _as_text(head: bytes) -> str | None:
    """The beginning of a file as text; None if it is something else."""
    encoding = "utf-16" if head[:2] in (b"\xff\xfe", b"\xfe\xff") else "latin-1"
    text = head.decode(encoding, "replace")
    strange = sum(1 for sign in text if sign < " " and sign not in "\t\r\n\f")
    return None if strange else text


def refusal_of_package(names: Iterable[str], mimetype: str) -> Refused:
    """For a package that holds no workbook, by the names of its members."""
    every = [name.lower() for name in names]
    return Refused("not-a-plan", sentence=_sort_of_package(every, mimetype))


def _sort_of_package(names: list[str], mimetype: str) -> str:
    if any(name.startswith("word/") for name in names) or "opendocument.text" in mimetype:
        return "kind-document"
    if any(name.startswith("ppt/") for name in names) or "opendocument.presentation" in mimetype:
        return "kind-presentation"
    if any(name.endswith((".iwa", "index.apxl", "index.xml.gz")) or name == "index.zip" for name in names):
        return "kind-numbers"
    if any(name.endswith(_WORKBOOKS) for name in names):
        return "kind-zip-of-workbooks"
    return "kind-zip"


def refusal_of_compound(streams: Iterable[str]) -> Refused:
    """For a compound file (the container of .xls) that holds no workbook, by the names of its streams."""
    known = set(streams)
    if "WordDocument" in known:
        return Refused("not-a-plan", sentence="kind-document")
    if "PowerPoint Document" in known:
        return Refused("not-a-plan", sentence="kind-presentation")
    if any(name.startswith("__properties_version") for name in known):
        return Refused("not-a-plan", sentence="kind-mail")
    if not known:
        return Refused("damaged")
    return Refused("not-a-plan", sentence="not-a-workbook")
