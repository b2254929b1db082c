"""What hostile files are made of: zips with headers that lie, and a small real plan whose parts can be changed."""

from __future__ import annotations

import io
import re
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field
from functools import cache

from accountplan.layout.answers import PlanAnswers
from tests.helpers import SAMPLES, context, plan, real_template

SAME = "the same answers"
"""The right outcome of a file that is only written in an unusual way."""
READ = "what stands there is read"
"""The right outcome of a plan in which an answer is unusual, but clear."""
ANYTHING = "any finding, or the same answers"
"""The right outcome of random damage: nobody can say more than that it does no harm."""


@dataclass(frozen=True)
class Hostile:
    """A hostile file: what is wrong with it (`why`), and what is right to happen: `SAME`, or a finding code."""

    name: str
    why: str
    right: str
    make: Callable[[], bytes]
    whole_run_only: bool = False


EVERY: list[Hostile] = []


def right(outcome: str, slow: bool = False) -> Callable[[Callable[[], bytes]], Callable[[], bytes]]:
    """Register a maker of a hostile file under its own name; its docstring says what is wrong."""

    def registered(make: Callable[[], bytes]) -> Callable[[], bytes]:
        assert make.__doc__, make.__name__
        EVERY.append(Hostile(make.__name__, make.__doc__, outcome, make, slow))
        return make

    return registered


# -- a real plan -----------------------------------------------------------------------------------------------------
ANSWERS = PlanAnswers(
    {
        "lead.temperature": "warm",
        "lead.needs": ("cost", "advice"),
        "lead.known_us": True,
        "lead.known_from": "een beurs",
        "lead.value": 125_000.5,
        "lead.chance": 0.25,
    },
)


@cache
def good() -> bytes:
    """A filled plan, as it leaves Excel."""
    return plan(real_template(str(SAMPLES / "prospectplan")), ANSWERS, context("nl"))


@cache
def parts() -> dict[str, bytes]:
    with zipfile.ZipFile(io.BytesIO(good())) as archive:
        return {name: archive.read(name) for name in archive.namelist()}


def packed(content: Mapping[str, bytes] | Iterable[tuple[str, bytes]], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    pairs = content.items() if isinstance(content, Mapping) else content
    return zipped(*(Member(name, part, method) for name, part in pairs))


def plan_with(changes: Mapping[str, bytes | None]) -> bytes:
    """The plan with other parts; None takes one out."""
    every = {**parts(), **changes}
    return packed({name: part for name, part in every.items() if part is not None})


def in_every_sheet(change: Callable[[bytes], bytes]) -> bytes:
    """The plan with each sheet part changed."""
    return plan_with({name: change(part) for name, part in parts().items() if "worksheets/sheet" in name})


def replaced(part: str, old: bytes, new: bytes, count: int = 1) -> bytes:
    """The plan with a piece of a part replaced; the piece must be there."""
    assert old in parts()[part], f"{part} holds no {old!r}"
    return plan_with({part: parts()[part].replace(old, new, count)})


def form() -> str:
    """The sheet part on which the questions stand."""
    return next(name for name, part in parts().items() if b"<v>125000.5</v>" in part)


def with_cell(old_value: bytes, change: Callable[[bytes], bytes]) -> bytes:
    """The plan with the cell that holds this value changed."""
    part = parts()[form()]
    match = re.search(rb"<c [^>]*>(?:(?!</c>).)*?<v>" + re.escape(old_value) + rb"</v></c>", part)
    assert match is not None, old_value
    return plan_with({form(): part.replace(match[0], change(match[0]))})


def more_in(part: str, before: bytes, addition: bytes) -> bytes:
    """The plan with something put in a part before a piece of it."""
    return replaced(part, before, addition + before)


# -- a workbook that is no plan, of one sheet --------------------------------------------------------------------------
_MAIN = b'xmlns="http://schemas.openxmlformats.org/spreadsheetml/2006/main"'
_OFFICE = b'xmlns:r="http://schemas.openxmlformats.org/officeDocument/2006/relationships"'
_RELATIONS = b'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">'
_KIND = b"http://schemas.openxmlformats.org/officeDocument/2006/relationships/"


def relation(number: int, kind: bytes, target: bytes) -> bytes:
    return b'<Relationship Id="rId%d" Type="%s%s" Target="%s"/>' % (number, _KIND, kind, target)


def sheet_part(rows: bytes, before: bytes = b"", after: bytes = b"") -> bytes:
    return b"<worksheet %s>%s<sheetData>%s</sheetData>%s</worksheet>" % (_MAIN, before, rows, after)


def book(
    rows: bytes = b"", strings: bytes | None = None, styles: bytes | None = None, workbook: bytes = b"",
    more: Mapping[str, bytes] | None = None, sheet: bytes | None = None,
) -> dict[str, bytes]:  # fmt: skip
    """The parts of a small workbook; `rows` of its sheet, what follows the sheets in its workbook part."""
    made = {
        "[Content_Types].xml": b'<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"><Default '
        b'Extension="xml" ContentType="application/xml"/></Types>',
        "_rels/.rels": _RELATIONS + relation(1, b"officeDocument", b"xl/workbook.xml") + b"</Relationships>",
        "xl/workbook.xml": b'<workbook %s %s><sheets><sheet name="S" sheetId="1" r:id="rId1"/></sheets>%s</workbook>'
        % (_MAIN, _OFFICE, workbook),
        "xl/_rels/workbook.xml.rels": _RELATIONS
        + relation(1, b"worksheet", b"worksheets/sheet1.xml")
        + (relation(2, b"sharedStrings", b"sharedStrings.xml") if strings is not None else b"")
        + (relation(3, b"styles", b"styles.xml") if styles is not None else b"")
        + b"</Relationships>",
        "xl/worksheets/sheet1.xml": sheet_part(rows) if sheet is None else sheet,
    }
    if strings is not None:
        made["xl/sharedStrings.xml"] = (
            strings if strings.startswith(b"<sst") else b"<sst %s>%s</sst>" % (_MAIN, strings)
        )
    if styles is not None:
        made["xl/styles.xml"] = b"<styleSheet %s>%s</styleSheet>" % (_MAIN, styles)
    return made | dict(more or {})


# -- zips that lie ---------------------------------------------------------------------------------------------------
@dataclass
class Member:
    """A member of a zip. What is None is as it should be."""

    name: str | bytes
    content: bytes = b""
    method: int = zipfile.ZIP_DEFLATED
    packed: bytes | None = None
    size: int | None = None
    crc: int | None = None
    flags: int = 0
    local_name: bytes | None = None
    offset: int | None = None
    """Where the table of contents says that it begins."""
    extra: bytes = b""
    _encoded: bytes = field(init=False, default=b"")

    def __post_init__(self) -> None:
        self._encoded = self.name if isinstance(self.name, bytes) else self.name.encode("utf-8")

    def body(self) -> bytes:
        if self.packed is not None:
            return self.packed
        if self.method != zipfile.ZIP_DEFLATED:
            return self.content
        return deflated(self.content)

    def header(self, body: bytes) -> bytes:
        """What both headers of a member have in common."""
        crc = zlib.crc32(self.content) if self.crc is None else self.crc
        size = len(self.content) if self.size is None else self.size
        return struct.pack("<5H3L", 20, self.flags, self.method, 0, 33, crc, len(body), size)


def deflated(content: bytes) -> bytes:
    packer = zlib.compressobj(9 if len(content) > 1_000_000 else 1, zlib.DEFLATED, -15)
    return packer.compress(content) + packer.flush()


def zipped(*members: Member, comment: bytes = b"", entries: int | None = None, before: bytes = b"") -> bytes:
    """A zip of these members, exactly as they say."""
    made, table = io.BytesIO(), io.BytesIO()
    made.write(before)
    for member in members:
        body = member.body()
        local = member._encoded if member.local_name is None else member.local_name
        at = made.tell() if member.offset is None else member.offset
        made.write(b"PK\3\4" + member.header(body) + struct.pack("<2H", len(local), 0) + local + body)
        names = struct.pack("<3H", len(member._encoded), len(member.extra), 0)
        table.write(b"PK\1\2" + struct.pack("<H", 20) + member.header(body) + names)
        table.write(struct.pack("<2H2L", 0, 0, 0, at) + member._encoded + member.extra)
    start, length = made.tell(), table.tell()
    count = min(len(members), 65_535) if entries is None else entries
    end = b"PK\5\6" + struct.pack("<4H2LH", 0, 0, count, count, length, start, len(comment)) + comment
    return made.getvalue() + table.getvalue() + end
