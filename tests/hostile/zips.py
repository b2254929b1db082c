"""Packages that are built to deceive, to overeat, or in another way than they say."""

from __future__ import annotations

import zipfile

from tests.hostile.making import (
    SAME,
    Member,
    book,
    deflated,
    good,
    packed,
    parts,
    plan_with,
    relation,
    right,
    sheet_part,
    zipped,
)

MEGABYTE = 1_000_000


def _members() -> list[Member]:
    return [Member(name, part) for name, part in parts().items()]


def _swapped(name: str, **more: object) -> bytes:
    """The plan with one member described otherwise."""
    return zipped(
        *(Member(n, part, **(more if n == name else {})) for n, part in parts().items())  # type: ignore[arg-type]
    )


# -- bombs -----------------------------------------------------------------------------------------------------------
@right("too-large")
def bomb_deep_in_a_sheet() -> bytes:
    """A sheet of 80 MB of spaces in 80 kB: beyond what is read, by its own header."""
    return packed(book(more={"xl/worksheets/sheet1.xml": b" " * (80 * MEGABYTE)}))


@right("too-large")
def bomb_of_a_high_ratio() -> bytes:
    """A sheet that becomes a thousand times larger, though it would still fit."""
    return packed(book(more={"xl/worksheets/sheet1.xml": b" " * (40 * MEGABYTE)}))


@right("damaged")
def bomb_that_hides_its_size() -> bytes:
    """A sheet of 60 MB that says it has 1,000 bytes: it is not inflated further than it says."""
    content = b" " * (60 * MEGABYTE)
    every = [Member(n, p) for n, p in book().items() if "sheet1" not in n]
    return zipped(*every, Member("xl/worksheets/sheet1.xml", content, size=1_000))


@right("too-large")
def bomb_that_claims_more_than_there_is() -> bytes:
    """A sheet of a few bytes that says it has 3 GB: nobody makes room for it."""
    every = [Member(n, p) for n, p in book().items() if "sheet1" not in n]
    return zipped(*every, Member("xl/worksheets/sheet1.xml", b"<a/>", size=3_000 * MEGABYTE))


@right("too-large")
def bomb_of_many_members() -> bytes:
    """60,000 empty members: the table of contents alone would take the time."""
    return zipped(*(Member(f"xl/media/{n}.png") for n in range(60_000)))


@right("too-large")
def bomb_of_many_sheets_each_allowed() -> bytes:
    """Forty sheets of 2 MB that are each within the limits, and together are not."""
    sheet = sheet_part(b"".join(b'<row r="%d"/>' % n for n in range(1, 120_000)))
    body, numbers = deflated(sheet), range(2, 42)
    made = book()
    names = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId%d"/>' % (n, n, n + 10) for n in numbers)
    made["xl/workbook.xml"] = made["xl/workbook.xml"].replace(b"</sheets>", names + b"</sheets>")
    targets = b"".join(relation(n + 10, b"worksheet", b"worksheets/sheet%d.xml" % n) for n in numbers)
    made["xl/_rels/workbook.xml.rels"] = made["xl/_rels/workbook.xml.rels"].replace(b"</Rel", targets + b"</Rel")
    sheets = (Member(f"xl/worksheets/sheet{n}.xml", sheet, packed=body) for n in numbers)
    return zipped(*(Member(name, part) for name, part in made.items()), *sheets)


@right("unsafe")
def bomb_of_overlapping_members() -> bytes:
    """Two hundred entries that all begin at the same bytes, so that a small file becomes large."""
    return zipped(
        *(
            Member(f"xl/{n}.xml", b" " * MEGABYTE, offset=0, packed=deflated(b" " * MEGABYTE) if n == 0 else b"")
            for n in range(200)
        )
    )


@right("unsafe")
def bomb_of_quoted_headers() -> bytes:
    """Each member reaches over the headers of the next ones: the bomb that needs no nesting."""
    again = Member("xl/again.xml", b"x" * 100, zipfile.ZIP_STORED)
    first = Member("xl/workbook.xml", zipped(again), zipfile.ZIP_STORED)
    again.offset = 30 + len("xl/workbook.xml")
    return zipped(first, again)


@right("not-a-plan")
def bomb_nested_in_zips() -> bytes:
    """A zip of zips of zips: nothing is unpacked that is not a part of a workbook."""
    content = b" " * (10 * MEGABYTE)
    for depth in range(6):
        content = packed({f"{depth}.{n}.zip": content for n in range(4)})
    return content


@right("not-a-plan")
def a_package_in_the_place_of_its_own_sheet() -> bytes:
    """A readable workbook whose media hold another workbook: what is not read does no harm."""
    return packed(book(more={"xl/embeddings/book.xlsx": good()}))


@right("too-large")
def bomb_in_a_picture() -> bytes:
    """A picture that would take 900 MB: we would not open it, but whoever opens the plan would."""
    return zipped(*_members(), Member("xl/media/1.png", b"", packed=b"\0" * 900_000, size=900 * MEGABYTE))


@right("too-large")
def bomb_in_the_shared_texts() -> bytes:
    """Shared texts of 70 MB."""
    return packed(book(strings=b"<sst><si><t>" + b"A" * (70 * MEGABYTE) + b"</t></si></sst>"))


@right("too-large")
def bomb_in_the_content_of_an_ods() -> bytes:
    """An .ods whose content becomes 70 MB."""
    return packed(
        {"mimetype": b"application/vnd.oasis.opendocument.spreadsheet", "content.xml": b" " * (70 * MEGABYTE)}
    )


@right("too-large")
def bomb_in_the_sheet_of_an_xlsb() -> bytes:
    """An .xlsb whose sheet becomes 70 MB."""
    return packed({"xl/workbook.bin": b"\0", "xl/worksheets/sheet1.bin": b"\0" * (70 * MEGABYTE)})


@right("too-large")
def bomb_in_the_table_of_types() -> bytes:
    """The first part that anybody reads is the bomb."""
    return packed({"[Content_Types].xml": b" " * (70 * MEGABYTE)})


@right("too-large")
def a_file_of_sixty_megabytes() -> bytes:
    """Larger than any plan, and full of noise."""
    return b"PK\3\4" + b"\xa5" * (60 * MEGABYTE)


# -- names -----------------------------------------------------------------------------------------------------------
@right("unsafe")
def a_name_that_climbs() -> bytes:
    """A member called ../../x: it would be written outside the folder where it is unpacked."""
    return zipped(*_members(), Member("../../evil.xml", b"x"))


@right("unsafe")
def a_name_that_climbs_by_backslashes() -> bytes:
    """The same, in the way of Windows."""
    return zipped(*_members(), Member("xl\\..\\..\\evil.xml", b"x"))


@right("unsafe")
def a_name_from_the_root() -> bytes:
    """A member called /etc/x."""
    return zipped(*_members(), Member("/etc/evil", b"x"))


@right("unsafe")
def a_name_with_a_drive() -> bytes:
    """A member called C:/x."""
    return zipped(*_members(), Member("C:/evil", b"x"))


@right("unsafe")
def a_name_with_a_nul() -> bytes:
    """A member whose name has a NUL in it: one program sees all of it, another the first half."""
    return zipped(*_members(), Member("xl/sheet.xml\0.png", b"x"))


@right(SAME)
def names_with_backslashes() -> bytes:
    """All members are named with backslashes, as some programs do."""
    return packed({name.replace("/", "\\"): part for name, part in parts().items()})


@right(SAME)
def names_in_capitals() -> bytes:
    """Parts are found by their names in any case."""
    return packed({name if name.startswith(("[", "_")) else name.upper(): part for name, part in parts().items()})


@right(SAME)
def an_extra_member_with_a_strange_name() -> bytes:
    """A member with emoji, quotes and a newline in its name, which nobody reads."""
    return zipped(*_members(), Member("xl/'\"\n😀.bin", b"x"))


@right("damaged")
def an_endless_name() -> bytes:
    """A member whose name is 65,000 characters, and a workbook part that is no workbook."""
    return zipped(Member("xl/workbook.xml", b"<x/>"), Member("x" * 65_000, b"x"))


@right("unsafe")
def the_workbook_part_twice() -> bytes:
    """Two workbook parts: one program reads the first, another the last."""
    return zipped(*_members(), Member("xl/workbook.xml", b"<workbook/>"))


@right("unsafe")
def a_sheet_twice_in_another_case() -> bytes:
    """Two parts of which the names differ in capitals alone."""
    return zipped(*_members(), Member("xl/worksheets/SHEET1.XML", b"<worksheet/>"))


@right(SAME)
def a_picture_twice() -> bytes:
    """Two members of one name that nobody reads."""
    return zipped(*_members(), Member("xl/media/a.png", b"1"), Member("xl/media/a.png", b"2"))


@right(SAME)
def folders_as_members() -> bytes:
    """Members for folders, as archivers write them."""
    return zipped(Member("xl/", b""), Member("xl/worksheets/", b""), *_members())


# -- headers ---------------------------------------------------------------------------------------------------------
@right("damaged")
def a_wrong_checksum() -> bytes:
    """The workbook part does not match its checksum."""
    return _swapped("xl/workbook.xml", crc=1)


@right("damaged")
def a_sheet_that_is_shorter_than_it_says() -> bytes:
    """The size in the header is not that of the sheet."""
    return _swapped("xl/worksheets/sheet1.xml", size=10)


@right("damaged")
def a_sheet_that_is_longer_than_it_says() -> bytes:
    """The size in the header is larger than the sheet."""
    return _swapped("xl/worksheets/sheet1.xml", size=900_000)


@right("damaged")
def noise_in_the_place_of_deflated_bytes() -> bytes:
    """A sheet that cannot be inflated."""
    return _swapped("xl/worksheets/sheet1.xml", packed=b"\xff" * 100)


@right("damaged")
def an_unknown_compression() -> bytes:
    """A sheet compressed in a way that Excel does not know."""
    return _swapped("xl/worksheets/sheet1.xml", method=12, packed=b"BZh9")


@right("damaged")
def a_compression_that_does_not_exist() -> bytes:
    """Compression method 99."""
    return _swapped("xl/worksheets/sheet1.xml", method=99, packed=b"x")


@right("encrypted")
def a_member_with_a_password() -> bytes:
    """A zip with a password on it."""
    return _swapped("xl/workbook.xml", flags=1)


@right("damaged")
def a_member_that_begins_nowhere() -> bytes:
    """The table of contents points beyond the end of the file."""
    return _swapped("xl/workbook.xml", offset=4_000_000_000)


@right("damaged")
def a_member_that_begins_in_the_middle() -> bytes:
    """The table of contents points at bytes that are no header."""
    return _swapped("xl/workbook.xml", offset=7)


@right("damaged")
def a_member_longer_than_the_file() -> bytes:
    """A header that claims more bytes than follow."""
    content = bytearray(zipped(Member("xl/workbook.xml", b"<workbook/>")))
    at = content.index(b"PK\1\2")
    content[at + 20 : at + 24] = (1_000_000).to_bytes(4, "little")
    return bytes(content)


@right("damaged")
def a_table_of_contents_that_is_cut() -> bytes:
    """More entries promised than there are."""
    return zipped(Member("xl/workbook.xml", b"<workbook/>"), entries=500)


@right(SAME)
def bytes_before_the_package() -> bytes:
    """A mail header stuck to the front of the file."""
    return b"PK" + b"\r\n" * 20 + good()


@right(SAME)
def a_comment_behind_the_package() -> bytes:
    """A comment with the signature of an end in it."""
    return zipped(*_members(), comment=b"made by PK\3\4 somebody")


@right(SAME)
def everything_stored() -> bytes:
    """Nothing is compressed."""
    return packed(parts(), zipfile.ZIP_STORED)


@right(SAME)
def the_order_of_members_reversed() -> bytes:
    """The table of types stands last."""
    return packed(dict(reversed(parts().items())))


@right(SAME)
def a_data_descriptor_flag() -> bytes:
    """The flag that sizes follow the content, although the table of contents has them too."""
    return _swapped("xl/workbook.xml", flags=8)


@right(SAME)
def a_member_named_otherwise_in_its_own_header() -> bytes:
    """The header beside the content calls a picture otherwise than the table of contents."""
    return zipped(*_members(), Member("xl/media/1.png", b"x", local_name=b"xl/workbook.xml"))


@right(SAME)
def a_broken_picture() -> bytes:
    """A picture with a wrong checksum: nobody reads it."""
    return zipped(*_members(), Member("xl/media/1.png", b"x", crc=3))


@right("damaged")
def no_sheets_at_all() -> bytes:
    """Every sheet part is gone, though the workbook names them."""
    return plan_with({name: None for name in parts() if "worksheets/" in name})


@right("not-a-plan")
def an_empty_package() -> bytes:
    """A zip without members."""
    return zipped()


@right("damaged")
def only_the_end_of_a_package() -> bytes:
    """The first half is gone."""
    return b"PK" + good()[len(good()) // 2 :]
