"""XML that is broken, dangerous, or written as few programs write it; and packages of which parts are missing."""

from __future__ import annotations

import re

from tests.hostile.making import (
    ANYTHING,
    READ,
    SAME,
    book,
    form,
    in_every_sheet,
    more_in,
    packed,
    parts,
    plan_with,
    replaced,
    right,
    sheet_part,
)

_MAIN = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
_LAUGHS = b"<!DOCTYPE lolz [<!ENTITY lol 'lol'>%s]>" % b"".join(
    b'<!ENTITY lol%d "%s">' % (n, b"&lol%s;" % (b"" if n == 1 else b"%d" % (n - 1)) * 10) for n in range(1, 10)
)


def _declared(part: bytes, declaration: bytes) -> bytes:
    return re.sub(rb"^\s*<\?xml[^>]*\?>\s*", b"", part).join((declaration, b""))


def _prefixed(part: bytes, prefix: bytes = b"x") -> bytes:
    """Every element of the part with a prefix."""
    part = re.sub(rb"<(/?)(?=[a-zA-Z])(?![a-zA-Z0-9]+:)", rb"<\1" + prefix + b":", part)
    return part.replace(b'xmlns="', b"xmlns:" + prefix + b'="', 1)


def _strict(part: bytes) -> bytes:
    part = part.replace(_MAIN, b"http://purl.oclc.org/ooxml/spreadsheetml/main")
    return part.replace(
        b"http://schemas.openxmlformats.org/officeDocument/2006/relationships",
        b"http://purl.oclc.org/ooxml/officeDocument/relationships",
    )


_BOOK_PARTS = re.compile(r"xl/(workbook|sharedStrings|styles|worksheets/sheet\d+)\.xml")


def _ours() -> dict[str, bytes]:
    return {name: part for name, part in parts().items() if _BOOK_PARTS.fullmatch(name)}


# -- entities --------------------------------------------------------------------------------------------------------
@right("unsafe")
def a_billion_laughs_in_a_sheet() -> bytes:
    """Entities that multiply to gigabytes."""
    return in_every_sheet(lambda part: _declared(part, _LAUGHS))


@right("unsafe")
def a_billion_laughs_in_the_workbook() -> bytes:
    """The same in the workbook part."""
    return plan_with({"xl/workbook.xml": _declared(parts()["xl/workbook.xml"], _LAUGHS)})


@right("unsafe")
def a_billion_laughs_in_the_shared_texts() -> bytes:
    """The same in the shared texts."""
    return plan_with({"xl/sharedStrings.xml": _declared(parts()["xl/sharedStrings.xml"], _LAUGHS)})


@right("unsafe")
def a_billion_laughs_in_the_styles() -> bytes:
    """The same in the styles."""
    return plan_with({"xl/styles.xml": _declared(parts()["xl/styles.xml"], _LAUGHS)})


@right("unsafe")
def a_billion_laughs_in_the_properties() -> bytes:
    """The same in the document's properties."""
    return plan_with({"docProps/custom.xml": _declared(parts()["docProps/custom.xml"], _LAUGHS)})


@right("unsafe")
def a_billion_laughs_in_the_relations() -> bytes:
    """The same in the part that is read first."""
    return plan_with({"_rels/.rels": _declared(parts()["_rels/.rels"], _LAUGHS)})


@right("unsafe")
def a_doctype_in_utf_16() -> bytes:
    """A type of document in a part of which every other byte is a NUL."""
    part = _declared(parts()["xl/workbook.xml"], _LAUGHS).decode().encode("utf-16")
    return plan_with({"xl/workbook.xml": part})


@right("unsafe")
def a_doctype_after_a_long_comment() -> bytes:
    """A type of document behind 100 kB of comment."""
    declaration = b"<!--" + b"x" * 100_000 + b"--><!DOCTYPE a>"
    return in_every_sheet(lambda part: _declared(part, declaration))


@right("unsafe")
def an_entity_from_a_file() -> bytes:
    """An entity that would read a file of the machine."""
    declaration = b'<!DOCTYPE a [<!ENTITY x SYSTEM "file:///etc/passwd">]>'
    return in_every_sheet(lambda part: _declared(part, declaration))


@right("unsafe")
def a_type_of_document_from_the_network() -> bytes:
    """A type of document that would be fetched."""
    declaration = b'<!DOCTYPE a SYSTEM "http://127.0.0.1:9/x.dtd">'
    return plan_with({"xl/workbook.xml": _declared(parts()["xl/workbook.xml"], declaration)})


@right("damaged")
def an_entity_that_nobody_declared() -> bytes:
    """An unknown entity in the shared texts."""
    return replaced("xl/sharedStrings.xml", b"<t>", b"<t>&foo;")


@right("unsafe")
def a_type_of_document_in_an_ods() -> bytes:
    """Entities in the content of an .ods."""
    mimetype = b"application/vnd.oasis.opendocument.spreadsheet"
    return packed({"mimetype": mimetype, "content.xml": _LAUGHS + b"<a>&lol9;</a>"})


# -- broken XML ------------------------------------------------------------------------------------------------------
@right("damaged")
def a_sheet_that_ends_halfway() -> bytes:
    """A sheet part cut off in the middle."""
    return in_every_sheet(lambda part: part[: len(part) // 2])


@right("damaged")
def a_workbook_part_that_ends_halfway() -> bytes:
    """The workbook part cut off in the middle."""
    return plan_with({"xl/workbook.xml": parts()["xl/workbook.xml"][:300]})


@right("damaged")
def an_empty_workbook_part() -> bytes:
    """A workbook part of no bytes."""
    return plan_with({"xl/workbook.xml": b""})


@right("damaged")
def an_empty_sheet_part() -> bytes:
    """Sheet parts of no bytes."""
    return in_every_sheet(lambda part: b"")


@right("damaged")
def a_workbook_part_of_another_kind() -> bytes:
    """A workbook part that is HTML."""
    return plan_with({"xl/workbook.xml": b"<html><body/></html>"})


@right("damaged")
def noise_for_shared_texts() -> bytes:
    """Shared texts that are no XML."""
    return plan_with({"xl/sharedStrings.xml": bytes(range(256)) * 50})


@right("damaged")
def noise_for_styles() -> bytes:
    """Styles that are no XML: nobody knows any more which numbers are dates."""
    return plan_with({"xl/styles.xml": b"\0\1\2\3" * 50})


@right("damaged")
def bytes_that_are_no_utf_8() -> bytes:
    """A text with a byte that UTF-8 does not have."""
    return replaced("xl/sharedStrings.xml", b"<t>", b"<t>\xff\xfe")


@right("damaged")
def half_a_surrogate_pair() -> bytes:
    """A reference to half of a pair, which no XML can hold."""
    return replaced("xl/sharedStrings.xml", b"<t>een beurs<", b"<t>een &#xD800; beurs<")


@right(ANYTHING)
def elements_that_cross() -> bytes:
    """A row that is closed before its cell: the fast reader does not mind."""
    return in_every_sheet(lambda part: part.replace(b"</c></row>", b"</row></c>", 1))


@right(READ)
def a_control_character_by_reference() -> bytes:
    """A sign that XML 1.0 does not have: the fast reader lets it through."""
    return replaced("xl/sharedStrings.xml", b"<t>een beurs<", b"<t>een beurs&#1;<")


@right("unsafe")
def a_part_that_is_nested_a_hundred_thousand_deep() -> bytes:
    """The workbook part, nested until a recursive parser breaks."""
    deep = b"<a>" * 100_000 + b"</a>" * 100_000
    return more_in("xl/workbook.xml", b"</workbook>", deep)


@right("unsafe")
def a_sheet_that_is_nested_a_hundred_thousand_deep() -> bytes:
    """A sheet in a hand of its own, nested until a recursive parser breaks."""
    deep = b"<!-- x -->" + b"<a>" * 100_000 + b"</a>" * 100_000
    return in_every_sheet(lambda part: part.replace(b"</worksheet>", deep + b"</worksheet>"))


@right(ANYTHING)
def texts_that_are_nested_a_hundred_thousand_deep() -> bytes:
    """Shared texts that are nested deep."""
    deep = b"<r>" * 100_000 + b"</r>" * 100_000
    return replaced("xl/sharedStrings.xml", b"<si>", b"<si>" + deep)


@right("too-large")
def a_part_of_a_million_elements() -> bytes:
    """A workbook part with so many elements that a tree of them fills the memory."""
    noise = b"".join(b"<b%d/>" % (n % 977) for n in range(1_000_000))
    return more_in("xl/workbook.xml", b"</workbook>", noise)


@right(SAME)
def an_element_with_ten_thousand_attributes() -> bytes:
    """An element with more attributes than anybody needs."""
    attributes = b" ".join(b'a%d="1"' % n for n in range(10_000))
    return more_in("xl/workbook.xml", b"</workbook>", b"<extLst><x %s/></extLst>" % attributes)


@right(SAME)
def a_name_of_a_megabyte() -> bytes:
    """An attribute of 900 kB."""
    return more_in("xl/workbook.xml", b"</workbook>", b'<extLst><x a="%s"/></extLst>' % (b"A" * 900_000))


# -- unusual, but right ----------------------------------------------------------------------------------------------
@right(SAME)
def every_part_in_utf_16() -> bytes:
    """All parts in UTF-16, as the standard allows."""
    made = {
        n: _declared(p, b'<?xml version="1.0" encoding="UTF-16"?>').decode().encode("utf-16")
        for n, p in parts().items()
    }
    return packed(made)


@right(SAME)
def every_part_in_big_utf_16() -> bytes:
    """All parts in UTF-16 with the large byte first."""
    return plan_with({n: b"\xfe\xff" + _declared(p, b"").decode().encode("utf-16-be") for n, p in _ours().items()})


@right(SAME)
def shared_texts_in_latin_1() -> bytes:
    """Shared texts in the encoding of western Windows."""
    text = _declared(parts()["xl/sharedStrings.xml"], b'<?xml version="1.0" encoding="ISO-8859-1"?>').decode()
    return plan_with({"xl/sharedStrings.xml": text.encode("latin-1", "xmlcharrefreplace")})


@right(SAME)
def shared_texts_in_windows_1252() -> bytes:
    """The same, under its own name."""
    text = _declared(parts()["xl/sharedStrings.xml"], b'<?xml version="1.0" encoding="windows-1252"?>').decode()
    return plan_with({"xl/sharedStrings.xml": text.encode("cp1252", "xmlcharrefreplace")})


@right("damaged")
def an_encoding_that_nobody_knows() -> bytes:
    """A part that says it is in an encoding that does not exist."""
    part = _declared(parts()["xl/workbook.xml"], b'<?xml version="1.0" encoding="klingon"?>')
    return plan_with({"xl/workbook.xml": part})


@right(SAME)
def a_mark_of_utf_8_before_every_part() -> bytes:
    """Byte order marks."""
    return plan_with({name: b"\xef\xbb\xbf" + part for name, part in _ours().items()})


@right(SAME)
def prefixes_on_every_element() -> bytes:
    """All elements as <x:c>, as some libraries write them."""
    return plan_with({name: _prefixed(part) for name, part in _ours().items()})


@right(SAME)
def strict_open_xml() -> bytes:
    """The strict dialect: other namespaces, also those of relations."""
    return packed({name: _strict(part) for name, part in parts().items()})


@right(SAME)
def comments_everywhere() -> bytes:
    """A comment in front of each cell."""
    return in_every_sheet(lambda part: part.replace(b"<c ", b"<!-- <c r='A1'><v>9</v></c> --><c "))


@right(SAME)
def processing_instructions_everywhere() -> bytes:
    """An instruction in front of each row."""
    return in_every_sheet(lambda part: part.replace(b"<row ", b"<?mso x?><row "))


@right(SAME)
def texts_in_character_data_sections() -> bytes:
    """Shared texts within <![CDATA[…]]>."""
    part = re.sub(rb"<t>([^<&]*)</t>", rb"<t><![CDATA[\1]]></t>", parts()["xl/sharedStrings.xml"])
    return plan_with({"xl/sharedStrings.xml": part})


@right(SAME)
def attributes_between_single_quotes() -> bytes:
    """Attributes written as r='A1'."""
    return in_every_sheet(lambda part: re.sub(rb'<c r="(\w+)"', rb"<c r='\1'", part))


@right(SAME)
def attributes_in_another_order() -> bytes:
    """Style and type before the address."""
    return in_every_sheet(lambda part: re.sub(rb'<c (r="\w+") ([^>/]*?)(/?)>', rb"<c \2 \1\3>", part))


@right(SAME)
def every_element_on_a_line_of_its_own() -> bytes:
    """A sheet that somebody laid out prettily."""
    return in_every_sheet(lambda part: re.sub(rb"(?<=>)(?=<(?:c|row|v|f|/c|/row)\b)", b"\n   ", part))


@right(SAME)
def foreign_elements_in_cells() -> bytes:
    """Elements of another language within the cells."""
    foreign = b'<q:v xmlns:q="urn:foreign">99</q:v></c>'
    return in_every_sheet(lambda part: part.replace(b"</c>", foreign))


# -- missing and misplaced parts -------------------------------------------------------------------------------------
@right(SAME)
def no_properties() -> bytes:
    """The document's properties are gone."""
    return plan_with({name: None for name in parts() if name.startswith("docProps/")})


@right(SAME)
def no_theme() -> bytes:
    """The theme is gone."""
    return plan_with({"xl/theme/theme1.xml": None})


@right(SAME)
def no_table_of_types() -> bytes:
    """The table of types is gone."""
    return plan_with({"[Content_Types].xml": None})


@right(SAME)
def no_relations_of_the_package() -> bytes:
    """Nothing says which part is the workbook."""
    return plan_with({"_rels/.rels": None})


@right("damaged")
def no_relations_of_the_workbook() -> bytes:
    """Nothing says which part is which sheet."""
    return plan_with({"xl/_rels/workbook.xml.rels": None})


@right("damaged")
def one_sheet_gone() -> bytes:
    """The sheet with the questions is gone: its answers are lost, and somebody must be told."""
    return plan_with({form(): None})


@right("damaged")
def a_sheet_without_a_relation() -> bytes:
    """A sheet that names a relation that is not there."""
    return replaced("xl/workbook.xml", b'r:id="rId1"', b'r:id="rId999"')


@right(SAME)
def targets_from_the_root() -> bytes:
    """Relations with targets such as /xl/worksheets/sheet1.xml."""
    return plan_with(
        {
            "xl/_rels/workbook.xml.rels": re.sub(
                rb'Target="(?!/)', b'Target="/xl/', parts()["xl/_rels/workbook.xml.rels"]
            )
        }
    )


@right(SAME)
def targets_by_way_of_dots() -> bytes:
    """Relations with targets such as ../xl/./worksheets/sheet1.xml."""
    return plan_with(
        {"xl/_rels/workbook.xml.rels": parts()["xl/_rels/workbook.xml.rels"].replace(b'Target="', b'Target="../xl/./')}
    )


@right(SAME)
def a_workbook_part_of_another_name() -> bytes:
    """The workbook stands in xl/book2.xml, as the relations of the package say."""
    every = dict(parts())
    every["xl/book2.xml"] = every.pop("xl/workbook.xml")
    every["xl/_rels/book2.xml.rels"] = every.pop("xl/_rels/workbook.xml.rels")
    for name in ("_rels/.rels", "[Content_Types].xml"):
        every[name] = every[name].replace(b"workbook.xml", b"book2.xml")
    return packed(every)


@right(SAME)
def a_workbook_in_another_folder() -> bytes:
    """Everything stands in the folder data/ in the place of xl/."""
    every = {
        name.replace("xl/", "data/", 1) if name.startswith("xl/") else name: part for name, part in parts().items()
    }
    for name in ("_rels/.rels", "[Content_Types].xml"):
        every[name] = every[name].replace(b"xl/", b"data/")
    return packed(every)


@right(SAME)
def shared_texts_of_another_name() -> bytes:
    """The shared texts stand in a part with a name of their own."""
    every = dict(parts())
    every["xl/texts.xml"] = every.pop("xl/sharedStrings.xml")
    rels = "xl/_rels/workbook.xml.rels"
    return packed(every | {rels: every[rels].replace(b"sharedStrings.xml", b"texts.xml")})


@right(SAME)
def a_second_part_called_shared_texts() -> bytes:
    """The relation leads to one part of texts, and another one has the usual name."""
    every = dict(parts())
    every["xl/texts.xml"] = every["xl/sharedStrings.xml"]
    every["xl/sharedStrings.xml"] = re.sub(rb"<t>[^<]*", b"<t>wrong", every["xl/sharedStrings.xml"])
    rels = "xl/_rels/workbook.xml.rels"
    return packed(every | {rels: every[rels].replace(b"sharedStrings.xml", b"texts.xml")})


@right("damaged")
def relations_that_lead_to_themselves() -> bytes:
    """The relations of the workbook name the workbook as its sheets."""
    rels = "xl/_rels/workbook.xml.rels"
    return plan_with({rels: re.sub(rb'Target="worksheets/[^"]*"', b'Target="workbook.xml"', parts()[rels])})


@right(ANYTHING)
def two_sheets_of_one_part() -> bytes:
    """Two sheets that are the same part."""
    return replaced("xl/_rels/workbook.xml.rels", b"sheet2.xml", b"sheet1.xml")


@right("damaged")
def two_sheets_of_one_name() -> bytes:
    """Two sheets called the same: answers cannot be told apart."""
    part = parts()["xl/workbook.xml"]
    names = re.findall(rb'<sheet name="([^"]*)"', part)
    return plan_with({"xl/workbook.xml": part.replace(b'name="%s"' % names[1], b'name="%s"' % names[0])})


@right("damaged")
def a_workbook_without_sheets() -> bytes:
    """No sheet is named."""
    return plan_with({"xl/workbook.xml": re.sub(rb"<sheets>.*</sheets>", b"<sheets/>", parts()["xl/workbook.xml"])})


@right("too-large")
def two_thousand_sheets() -> bytes:
    """More sheets than anybody has."""
    made = book()
    sheets = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(2, 2_002))
    return packed(made | {"xl/workbook.xml": made["xl/workbook.xml"].replace(b"</sheets>", sheets + b"</sheets>")})


@right("too-large")
def a_quarter_of_a_million_defined_names() -> bytes:
    """Names without end."""
    names = b"".join(b'<definedName name="n%d">S!$A$%d</definedName>' % (n, n % 999 + 1) for n in range(250_000))
    return packed(book(workbook=b"<definedNames>%s</definedNames>" % names))


@right("not-a-plan", slow=True)
def ninety_thousand_defined_names() -> bytes:
    """As many names as are allowed: read, and no plan."""
    names = b"".join(b'<definedName name="n%d">S!$A$%d</definedName>' % (n, n % 999 + 1) for n in range(90_000))
    return packed(book(b'<row r="1"><c r="A1"><v>1</v></c></row>', workbook=b"<definedNames>%s</definedNames>" % names))


@right(SAME)
def names_that_refer_to_each_other() -> bytes:
    """Names that define each other in a circle: nobody follows them."""
    names = b'<definedName name="aa">bb</definedName><definedName name="bb">aa</definedName>'
    return replaced("xl/workbook.xml", b"<definedNames>", b"<definedNames>" + names)


@right("not-a-plan")
def a_name_of_nonsense() -> bytes:
    """Names of areas that no sheet has."""
    texts = (
        b"#REF!",
        b"S!$XFD$1048577",
        b"S!$A$0",
        b"'S",
        b"S!$A$99999999999999999999",
        b"[1]S!$A$1",
        b"S!$ZZZZ$1",
        b"",
    )
    names = b"".join(b'<definedName name="n%d">%s</definedName>' % (n, text) for n, text in enumerate(texts))
    return packed(book(b'<row r="1"><c r="A1"><v>1</v></c></row>', workbook=b"<definedNames>%s</definedNames>" % names))


@right("not-a-plan")
def a_sheet_that_is_a_chart() -> bytes:
    """A workbook of a chart alone."""
    made = book()
    rels = "xl/_rels/workbook.xml.rels"
    return packed(made | {rels: made[rels].replace(b"relationships/worksheet", b"relationships/chartsheet")})


@right("not-a-plan")
def a_sheet_without_data() -> bytes:
    """A sheet part without the element for its rows."""
    return packed(book(sheet=b'<worksheet xmlns="%s"/>' % _MAIN))


@right("not-a-plan")
def a_sheet_of_rows_alone() -> bytes:
    """A hundred thousand rows without a cell."""
    return packed(book(sheet=sheet_part(b"".join(b'<row r="%d"/>' % n for n in range(1, 100_001)))))
