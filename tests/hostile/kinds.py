"""Files that are something else than their name says, and the other formats, broken."""

from __future__ import annotations

import random

from tests.hostile.making import ANYTHING, EVERY, Hostile, Member, good, packed, parts, right, zipped

_OLE = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ODS = b"application/vnd.oasis.opendocument.spreadsheet"


# -- other kinds -----------------------------------------------------------------------------------------------------
@right("damaged")
def nothing() -> bytes:
    """0 bytes: a file that a cloud folder has not fetched yet."""
    return b""


@right("damaged")
def zeros() -> bytes:
    """Nothing but zeros: a file that was not saved to the end."""
    return bytes(100_000)


@right("not-a-plan")
def a_web_page() -> bytes:
    """HTML, as reporting systems export it."""
    return b"<html><table><tr><td>1</td></tr></table></html>"


@right("not-a-plan")
def a_web_page_in_utf_16() -> bytes:
    """The same in UTF-16."""
    return "<html><table><tr><td>1</td></tr></table></html>".encode("utf-16")


@right("not-a-plan")
def comma_separated_values() -> bytes:
    """CSV."""
    return b"naam;omzet\r\nBakkerij;1.250,50\r\n"


@right("not-a-plan")
def one_byte() -> bytes:
    """A file of one letter."""
    return b"P"


@right("damaged")
def two_bytes() -> bytes:
    """The first letters of a zip alone."""
    return b"PK"


@right("not-a-plan")
def a_spreadsheet_as_xml() -> bytes:
    """The XML format of Excel 2003."""
    head = b'<?xml version="1.0"?><?mso-application progid="Excel.Sheet"?>'
    return head + b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet"/>'


@right("not-a-plan")
def a_flat_opendocument() -> bytes:
    """An .fods."""
    return b'<?xml version="1.0"?><office:document xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0"/>'


@right("not-a-plan")
def a_portable_document() -> bytes:
    """A PDF."""
    return b"%PDF-1.7\n" + b"\xe2\xe3\xcf\xd3" * 100


@right("not-a-plan")
def a_picture() -> bytes:
    """A PNG."""
    return b"\x89PNG\r\n\x1a\n" + b"\0" * 100


@right("not-a-plan")
def a_photograph() -> bytes:
    """A JPEG."""
    return b"\xff\xd8\xff\xe0" + b"\0" * 100


@right("not-a-plan")
def rich_text() -> bytes:
    """An RTF."""
    return b"{\\rtf1 hello}"


@right("not-a-plan")
def a_program() -> bytes:
    """A program for Linux."""
    return b"\x7fELF" + bytes(range(256))


@right("not-a-plan")
def noise() -> bytes:
    """Random bytes."""
    return random.Random(4).randbytes(100_000)


@right("not-a-plan")
def a_gzip() -> bytes:
    """Something compressed."""
    return b"\x1f\x8b\x08\0" + b"x" * 100


@right("not-a-plan")
def a_word_document() -> bytes:
    """A .docx."""
    return packed({"[Content_Types].xml": b"<Types/>", "word/document.xml": b"<x/>"})


@right("not-a-plan")
def a_presentation() -> bytes:
    """A .pptx."""
    return packed({"[Content_Types].xml": b"<Types/>", "ppt/presentation.xml": b"<x/>"})


@right("not-a-plan")
def an_opendocument_text() -> bytes:
    """An .odt."""
    return packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b"<x/>"})


@right("not-a-plan")
def an_opendocument_presentation() -> bytes:
    """An .odp."""
    return packed({"mimetype": b"application/vnd.oasis.opendocument.presentation", "content.xml": b"<x/>"})


@right("not-a-plan")
def a_numbers_file() -> bytes:
    """A file of Apple Numbers."""
    return packed({"Index/Document.iwa": b"x", "Metadata/Properties.plist": b"x"})


@right("not-a-plan")
def a_zip_of_plans() -> bytes:
    """A zip with a plan in it."""
    return packed({"plan.xlsx": good()})


@right("not-a-plan")
def a_zip_of_photographs() -> bytes:
    """A zip with something else in it."""
    return packed({"1.jpg": b"x"})


def _compound(*streams: str) -> bytes:
    """The look of a compound file with these streams; no more than that."""
    entries = b""
    for name in ("Root Entry", *streams):
        encoded = name.encode("utf-16-le") + b"\0\0"
        entries += encoded.ljust(64, b"\0") + len(encoded).to_bytes(2, "little") + b"\2\1" + b"\0" * 60
    header = _OLE + b"\0" * 16 + b"\x3e\0\3\0\xfe\xff\x09\0\6\0" + b"\0" * 478
    return header[:512].ljust(512, b"\0") + entries.ljust(2048, b"\0")


@right("not-a-plan")
def an_old_word_document() -> bytes:
    """A .doc."""
    return _compound("WordDocument", "1Table")


@right("not-a-plan")
def an_old_presentation() -> bytes:
    """A .ppt."""
    return _compound("PowerPoint Document")


@right("not-a-plan")
def a_mail() -> bytes:
    """A message of Outlook."""
    return _compound("__properties_version1.0")


@right("encrypted")
def a_workbook_with_a_password() -> bytes:
    """An .xlsx with a password."""
    return _compound("EncryptionInfo", "EncryptedPackage")


@right("not-a-plan")
def an_excel_of_1992() -> bytes:
    """A worksheet of Excel 4, without a container."""
    return b"\x09\x04\x06\x00\x00\x04\x10\x00" + b"\0" * 100


@right("damaged")
def an_xls_of_which_only_the_folder_is_left() -> bytes:
    """An .xls with a workbook stream that leads nowhere."""
    return _compound("Workbook")


@right("damaged")
def an_xls_that_stops_after_its_first_bytes() -> bytes:
    """The mark of a compound file and nothing else."""
    return _OLE


@right("damaged")
def an_xls_of_noise() -> bytes:
    """The folder of an .xls, followed by noise."""
    return _compound("Workbook") + random.Random(5).randbytes(50_000)


@right("damaged")
def an_ods_without_content() -> bytes:
    """An .ods of which the content is empty."""
    return packed({"mimetype": _ODS, "content.xml": b""})


@right("damaged")
def an_ods_that_ends_halfway() -> bytes:
    """An .ods of which the content stops."""
    return packed({"mimetype": _ODS, "content.xml": b"<office:document-content><office:body>"})


@right("encrypted")
def an_ods_with_a_password() -> bytes:
    """An .ods with a password."""
    manifest = (
        b"<manifest:manifest><manifest:file-entry><manifest:encryption-data/></manifest:file-entry></manifest:manifest>"
    )
    return packed({"mimetype": _ODS, "content.xml": b"\x8a\x01", "META-INF/manifest.xml": manifest})


def _ods(rows: bytes) -> bytes:
    content = (
        b'<office:document-content xmlns:office="urn:oasis:names:tc:opendocument:xmlns:office:1.0" '
        b'xmlns:table="urn:oasis:names:tc:opendocument:xmlns:table:1.0" '
        b'xmlns:text="urn:oasis:names:tc:opendocument:xmlns:text:1.0"><office:body><office:spreadsheet>'
        b'<table:table table:name="S">%s</table:table></office:spreadsheet></office:body></office:document-content>'
    )
    return packed({"mimetype": _ODS, "content.xml": content % rows, "META-INF/manifest.xml": b"<manifest/>"})


_VALUE = b'office:value-type="float" office:value="1"><text:p>1</text:p></table:table-cell>'


@right(ANYTHING)
def an_ods_of_one_row_repeated_a_million_times() -> bytes:
    """One filled row, said to stand there 1,048,576 times."""
    return _ods(
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell %s</table:table-row>' % _VALUE
    )


@right(ANYTHING)
def an_ods_of_one_cell_repeated_in_both_directions() -> bytes:
    """One filled cell, said to stand on every place of the sheet: seventeen thousand million numbers."""
    return _ods(
        b'<table:table-row table:number-rows-repeated="1048576"><table:table-cell '
        b'table:number-columns-repeated="16384" %s</table:table-row>' % _VALUE
    )


@right(ANYTHING)
def an_ods_with_repetitions_of_nonsense() -> bytes:
    """Repetitions that are negative, or fit in no machine word."""
    return _ods(
        b'<table:table-row table:number-rows-repeated="-5"><table:table-cell '
        b'table:number-columns-repeated="99999999999999999999999" %s</table:table-row>' % _VALUE
    )


@right(ANYTHING)
def an_ods_with_a_cell_in_the_last_corner() -> bytes:
    """Empty places repeated up to the last corner of the sheet, and one number there."""
    return _ods(
        b'<table:table-row table:number-rows-repeated="1048575"><table:table-cell/></table:table-row><table:table-row>'
        b'<table:table-cell table:number-columns-repeated="16383"/><table:table-cell %s</table:table-row>' % _VALUE
    )


@right("damaged")
def an_xlsb_of_noise() -> bytes:
    """An .xlsb whose parts are noise."""
    noise_of = random.Random(6).randbytes
    return packed({"xl/workbook.bin": noise_of(5_000), "xl/worksheets/sheet1.bin": noise_of(5_000)})


@right("damaged")
def an_xlsb_of_nothing() -> bytes:
    """An .xlsb whose workbook part is empty."""
    return packed({"xl/workbook.bin": b""})


@right("damaged")
def an_xlsb_with_a_wrong_checksum() -> bytes:
    """An .xlsb of which a part is damaged."""
    return zipped(Member("xl/workbook.bin", b"\x83\1\0", crc=1))


# -- random damage to a real plan ------------------------------------------------------------------------------------
def _cut(share: float) -> Hostile:
    name = f"a_plan_cut_off_at_{share:.3f}"
    why = f"A plan of which the first {share:.1%} was copied."
    return Hostile(name, why, "damaged", lambda: good()[: int(len(good()) * share)], round(share * 40) % 3 > 0)


def _flipped(seed: int) -> Hostile:
    def make() -> bytes:
        chance, content = random.Random(seed), bytearray(good())
        for _ in range(chance.choice((1, 1, 2, 5, 20))):
            content[chance.randrange(len(content))] ^= 1 << chance.randrange(8)
        return bytes(content)

    return Hostile(f"a_plan_with_bits_flipped_{seed}", "A plan with some bits flipped.", ANYTHING, make, seed >= 12)


def _scrambled(seed: int) -> Hostile:
    """Damage within a part, in a package that is whole: this reaches the parsers."""

    def make() -> bytes:
        chance, every = random.Random(seed), dict(parts())
        name = chance.choice([name for name in every if name.endswith((".xml", ".rels"))])
        part = bytearray(every[name])
        for _ in range(chance.choice((1, 2, 10))):
            at = chance.randrange(len(part))
            match chance.randrange(4):
                case 0:
                    part[at] ^= 1 << chance.randrange(7)
                case 1:
                    del part[at : at + chance.randrange(40)]
                case 2:
                    part[at:at] = part[at : at + chance.randrange(200)]
                case _:
                    part[at:at] = chance.choice(
                        (b"<", b">", b'"', b"&", b"0", b"9" * 20, b"-", b"\0", b"<c>", b"</row>")
                    )
        return packed(every | {name: bytes(part)})

    return Hostile(
        f"a_plan_with_a_part_scrambled_{seed}", "A plan with damage in one part.", ANYTHING, make, seed >= 12
    )


EVERY.extend(_cut(share / 40) for share in range(1, 40))
EVERY.extend(map(_flipped, range(400)))
EVERY.extend(map(_scrambled, range(400)))
