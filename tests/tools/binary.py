"""Small workbooks in binary formats, record by record: .xls in its compound file, and the parts of an .xlsb."""

from __future__ import annotations

import io
import struct
import zipfile
from collections.abc import Iterable, Mapping

_SECTOR = 512
_END, _FREE, _TABLE = 0xFFFF_FFFE, 0xFFFF_FFFF, 0xFFFF_FFFD


def compound(streams: Mapping[str, bytes]) -> bytes:
    """A compound file with these streams, each filled up to a size at which it has sectors of its own."""
    folder = [_entry("Root Entry", 5, child=1 if streams else _FREE, start=_END, size=0)]
    sectors: list[bytes] = []
    chains: list[int] = []
    for number, (name, content) in enumerate(streams.items(), start=1):
        filled = content.ljust(4096, b"\0")
        pieces = [filled[at : at + _SECTOR].ljust(_SECTOR, b"\0") for at in range(0, len(filled), _SECTOR)]
        start = len(sectors)
        sectors += pieces
        chains += [*range(start + 1, len(sectors)), _END]
        right = number + 1 if number < len(streams) else _FREE
        folder.append(_entry(name, 2, right=right, start=start, size=len(filled)))
    first_folder = len(sectors)
    listed = b"".join(folder).ljust(-(-len(folder) // 4) * _SECTOR, b"\0")
    sectors += [listed[at : at + _SECTOR] for at in range(0, len(listed), _SECTOR)]
    chains += [*range(first_folder + 1, len(sectors)), _END]
    tables = -(-(len(chains) + 2) // 126)
    first_table = len(sectors)
    chains += [_TABLE] * tables
    chains += [_FREE] * (tables * 128 - len(chains))
    sectors.append(struct.pack(f"<{len(chains)}I", *chains))
    header = bytes.fromhex("d0cf11e0a1b11ae1") + bytes(16) + struct.pack("<5H", 0x3E, 3, 0xFFFE, 9, 6) + bytes(10)
    header += struct.pack("<6I", tables, first_folder, 0, 4096, _END, 0) + struct.pack("<2I", _END, 0)
    numbers = [*range(first_table, first_table + tables), *[_FREE] * (109 - tables)]
    return header + struct.pack("<109I", *numbers) + b"".join(sectors)


def _entry(name: str, kind: int, *, right: int = _FREE, child: int = _FREE, start: int, size: int) -> bytes:
    encoded = name.encode("utf-16-le")
    entry = encoded.ljust(64, b"\0") + struct.pack("<HBB3I", len(encoded) + 2, kind, 1, _FREE, right, child)
    return entry + bytes(36) + struct.pack("<2I", start, size) + bytes(4)


def record(kind: int, *data: bytes) -> bytes:
    """A record of an .xls; what comes after the first part continues it."""
    pieces = data or (b"",)
    head = struct.pack("<2H", kind, len(pieces[0])) + pieces[0]
    return head + b"".join(struct.pack("<2H", 0x3C, len(piece)) + piece for piece in pieces[1:])


def text(value: str, length: str = "H") -> bytes:
    """A text of an .xls, with its length and its flags."""
    return struct.pack(f"<{length}B", len(value.encode("utf-16-le")) // 2, 1) + value.encode("utf-16-le")


BOF, EOF = record(0x809, struct.pack("<2H", 0x600, 0x10) + bytes(12)), record(0x0A)


def xls(cells: Iterable[bytes], book: Iterable[bytes] = (), name: str = "Blad") -> bytes:
    """An .xls of one sheet with these records, after these records of the workbook."""
    before = BOF + b"".join(book)
    bound = record(0x85, struct.pack("<I2B", len(before) + len(_bound(name)) + len(EOF), 0, 0) + text(name, "B"))
    return compound({"Workbook": before + bound + EOF + BOF + b"".join(cells) + EOF})


def _bound(name: str) -> bytes:
    return record(0x85, bytes(6) + text(name, "B"))


# -- .xlsb -------------------------------------------------------------------------------------------------------------
def wide(value: str) -> bytes:
    """A text of an .xlsb, with its length."""
    return struct.pack("<I", len(value)) + value.encode("utf-16-le")


def record12(kind: int, data: bytes = b"") -> bytes:
    """A record of an .xlsb."""
    return _seven_bits(kind) + _seven_bits(len(data)) + data


def _seven_bits(number: int) -> bytes:
    low, high = number & 0x7F, number >> 7
    return bytes([low | 0x80]) + _seven_bits(high) if high else bytes([low])


def xlsb(cells: Iterable[bytes], book: Iterable[bytes] = (), others: Mapping[str, bytes] | None = None) -> bytes:
    """An .xlsb of one sheet `Blad` with these records; `others` are more parts, by the kind of their relation."""
    others = others or {}
    relations = {"worksheet": "worksheets/sheet1.bin"} | {kind: f"{kind}.bin" for kind in others}
    parts = {
        "[Content_Types].xml": '<Types xmlns="http://schemas.openxmlformats.org/package/2006/content-types"/>',
        "_rels/.rels": _relations({"officeDocument": "xl/workbook.bin"}),
        "xl/_rels/workbook.bin.rels": _relations(relations),
        "xl/workbook.bin": b"".join((*book, record12(156, bytes(8) + wide("worksheet") + wide("Blad")))),
        "xl/worksheets/sheet1.bin": b"".join(cells),
        **{f"xl/{kind}.bin": part for kind, part in others.items()},
    }
    return package(parts)


def _relations(targets: Mapping[str, str]) -> str:
    kinds = "http://schemas.openxmlformats.org/officeDocument/2006/relationships"
    entries = "".join(
        f'<Relationship Id="{kind}" Type="{kinds}/{kind}" Target="{part}"/>' for kind, part in targets.items()
    )
    return (
        f'<Relationships xmlns="http://schemas.openxmlformats.org/package/2006/relationships">{entries}</Relationships>'
    )


def package(parts: Mapping[str, str | bytes]) -> bytes:
    buffer = io.BytesIO()
    with zipfile.ZipFile(buffer, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in parts.items():
            archive.writestr(name, content)
    return buffer.getvalue()


def ods(body: str, meta: str = "") -> bytes:
    """An .ods whose spreadsheet holds this XML; prefixes are those of the standard."""
    rooms = " ".join(
        f'xmlns:{room}="urn:oasis:names:tc:opendocument:xmlns:{room}:1.0"'
        for room in ("office", "table", "text", "meta")
    )
    rooms += ' xmlns:dc="http://purl.org/dc/elements/1.1/"'
    rooms += ' xmlns:calcext="urn:org:documentfoundation:names:experimental:calc:xmlns:calcext:1.0"'
    content = f"<office:document-content {rooms}><office:body><office:spreadsheet>{body}</office:spreadsheet>"
    return package(
        {
            "mimetype": "application/vnd.oasis.opendocument.spreadsheet",
            "content.xml": f"{content}</office:body></office:document-content>",
            "meta.xml": f"<office:document-meta {rooms}><office:meta>{meta}</office:meta></office:document-meta>",
        }
    )
