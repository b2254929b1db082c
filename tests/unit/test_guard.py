"""The guard: what a file may be, how much it may ask, and what is said of one that is refused."""

from __future__ import annotations

import re
import zipfile
from typing import Any

import pytest

from accountplan.findings import Finding
from accountplan.messages import LANGUAGES
from accountplan.workbook.archive import Archive, shown
from accountplan.workbook.guard import LIMITS, Inspected, Limits, inspect
from accountplan.workbook.package import Refused
from tests.helpers import ROOT
from tests.hostile.kinds import a_mail, an_old_presentation, an_old_word_document
from tests.hostile.making import Member, book, good, packed, zipped

ODS = b"application/vnd.oasis.opendocument.spreadsheet"
COMPOUND = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"


def refused(content: bytes, **limits: int) -> Refused:
    with pytest.raises(Refused) as caught:
        inspect(content, Limits.of(limits))
    return caught.value


def sentence(refusal: Refused) -> str:
    return str(refusal.params.get("sentence") or refusal.code)


# -- kinds -----------------------------------------------------------------------------------------------------------
def test_a_plan_passes() -> None:
    found = inspect(good())
    assert found.kind == "xlsx" and found.archive is not None and "xl/workbook.xml" in found.archive


@pytest.mark.parametrize(
    ("content", "kind"),
    [
        ({"xl/workbook.bin": b"\0", "xl/worksheets/sheet1.bin": b"\0", "xl/_rels/workbook.bin.rels": b"<x/>"}, "xlsb"),
        ({"mimetype": ODS, "content.xml": b"<x/>", "styles.xml": b"<x/>"}, "ods"),
        ({"mimetype": ODS, "content.xml": b"<x/>", "META-INF/manifest.xml": b"<x/>"}, "ods"),
        ({"content.xml": b"<x/>"}, "ods"),
        ({"XL/WORKBOOK.XML": b"<x/>"}, "xlsx"),
        ({"[Content_Types].xml": b"<a>application/x-spreadsheetml.Sheet.Main+xml</a>", "b.xml": b""}, "xlsx"),
        ({"[Content_Types].xml": "<a>ms-excel.sheet.macroEnabled.main+xml</a>".encode("utf-16")}, "xlsx"),
    ],
)
def test_a_kind_is_known_by_its_parts(content: dict[str, bytes], kind: str) -> None:
    assert inspect(packed(content)).kind == kind


@pytest.mark.parametrize("stream", ["Workbook", "Book"])
def test_an_old_workbook_is_known_by_its_streams(stream: str) -> None:
    name = stream.encode("utf-16-le") + b"\0\0"
    folder = name.ljust(64, b"\0") + len(name).to_bytes(2, "little") + bytes(62)
    assert inspect(COMPOUND.ljust(1024, b"\0") + folder) == Inspected("xls")


def test_a_text_in_an_old_workbook_is_no_stream() -> None:
    name = "EncryptedPackage".encode("utf-16-le") + b"\0\0"
    stream = "Workbook".encode("utf-16-le") + b"\0\0"
    folder = stream.ljust(64, b"\0") + len(stream).to_bytes(2, "little") + bytes(62)
    assert inspect(COMPOUND.ljust(1000, b"\0") + name.ljust(280, b"\0") + folder).kind == "xls"


def test_a_password_is_seen_in_what_is_left_of_a_file() -> None:
    assert refused(COMPOUND + "EncryptedPackage".encode("utf-16-le")).code == "encrypted"


@pytest.mark.parametrize(
    ("content", "said"),
    [
        (b"", "damaged-empty"),
        (bytes(10), "damaged-zeros"),
        (b"PK\3\4" + good()[4:1000], "damaged-cut-off"),
        (COMPOUND, "damaged"),
        (b"%PDF-1.4", "kind-pdf"),
        (b"\x89PNG\r\n", "kind-image"),
        (b"GIF89a", "kind-image"),
        (b"{\\rtf1", "kind-document"),
        (b"7z\xbc\xaf\x27", "kind-archive"),
        (b"\x09\x08\x08\x00\x00\x05", "kind-old-excel"),
        (b"<!DOCTYPE html><p>", "kind-html"),
        (b"\xef\xbb\xbf  <table>", "kind-html"),
        ("<html>".encode("utf-16"), "kind-html"),
        (b'<Workbook xmlns="urn:schemas-microsoft-com:office:spreadsheet">', "kind-xml"),
        (b"a;b\r\n1;2\r\n", "kind-text"),
        (b"\x00\x01\x02", "not-a-workbook"),
        (an_old_word_document(), "kind-document"),
        (an_old_presentation(), "kind-presentation"),
        (a_mail(), "kind-mail"),
        (packed({"word/document.xml": b""}), "kind-document"),
        (packed({"mimetype": b"application/vnd.oasis.opendocument.text", "content.xml": b""}), "kind-document"),
        (packed({"ppt/presentation.xml": b""}), "kind-presentation"),
        (packed({"Index.zip": b""}), "kind-numbers"),
        (packed({"map/a.XLSX": b""}), "kind-zip-of-workbooks"),
        (packed({"a.txt": b""}), "kind-zip"),
        (packed({"[Content_Types].xml": b"<Types/>"}), "kind-zip"),
    ],
)
def test_every_other_kind_has_its_own_sentence(content: bytes, said: str) -> None:
    refusal = refused(content)
    assert sentence(refusal) == said
    assert refusal.code == ("damaged" if said.startswith("damaged") else "not-a-plan")


# -- limits ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("limits", "said"),
    [
        ({"size": 1_000}, "too-large-size"),
        ({"members": 3}, "too-large-members"),
        ({"unzipped": 1_000}, "too-large-unzipped"),
    ],
)
def test_a_limit_of_the_whole_is_kept(limits: dict[str, int], said: str) -> None:
    assert sentence(refused(good(), **limits)) == said


def test_a_limit_of_a_part_is_kept_while_it_is_read() -> None:
    ods = packed({"mimetype": ODS, "content.xml": b"<x>" + b" " * 2_000_000 + b"</x>"})
    assert sentence(refused(ods, parts=1_000_000)) == "too-large-parts"
    refusal = refused(ods, ratio=20)
    assert sentence(refusal) == "too-large-ratio"
    assert refusal.params["most"] == 20 and refusal.params["count"] > 20
    assert inspect(ods, Limits.of({"ratio": 2_000})).kind == "ods"


def test_the_parts_are_counted_together() -> None:
    archive = Archive(packed({"a": b"x" * 600, "b": b"y" * 600}), Limits.of({"parts": 1_000}))
    assert archive.read("a") == archive.read("A") == b"x" * 600
    with pytest.raises(Refused) as caught:
        archive.read("b")
    assert sentence(caught.value) == "too-large-parts"
    with pytest.raises(Refused):
        archive.expect(["a", "b"])


def test_every_limit_is_said_in_the_docs_as_it_is() -> None:
    lines = (ROOT / "docs" / "limits.md").read_text("utf-8").splitlines()
    rows = [line for line in lines if line.startswith("| `")]
    assert rows == [f"| `{name}` | {most:,} | {what} |" for name, most, what in LIMITS.every()]


def test_limits_are_set_by_name() -> None:
    assert Limits.of({"members": 7}).members == 7
    assert Limits.of({}) == LIMITS
    with pytest.raises(ValueError, match="pages: no such limit; there are size, members"):
        Limits.of({"pages": 7})
    with pytest.raises(ValueError, match="members: 0"):
        Limits.of({"members": 0})


# -- what members are ------------------------------------------------------------------------------------------------
def plan_and(*members: Member) -> bytes:
    return zipped(*(Member(name, part) for name, part in book().items()), *members)


@pytest.mark.parametrize("name", ["../a", "a/../../b", "/a", "..\\a", "C:\\a", "a\0b"])
def test_a_name_that_leads_elsewhere_is_unsafe(name: str) -> None:
    refusal = refused(plan_and(Member(name, b"x")))
    assert sentence(refusal) == "unsafe-name"


def test_two_members_that_share_bytes_are_unsafe() -> None:
    assert sentence(refused(plan_and(Member("x", b"x", offset=0)))) == "unsafe-overlap"


def test_twins_are_unsafe_only_where_they_are_read() -> None:
    twins = (Member("xl/x.png", b"1"), Member("xl/X.png", b"2"))
    assert inspect(plan_and(*twins)).kind == "xlsx"
    ods = zipped(Member("mimetype", ODS), Member("content.xml", b"<a/>"), Member("Content.xml", b"<b/>"))
    assert sentence(refused(ods)) == "unsafe-twins"


def test_a_member_that_begins_where_no_member_begins_is_damaged() -> None:
    for offset in (3, 4_000_000_000):
        assert sentence(refused(plan_and(Member("x", b"x", offset=offset)))) == "damaged-part"


def test_a_member_that_ends_behind_the_file_is_damaged() -> None:
    content = bytearray(zipped(Member("xl/workbook.xml", b"x", zipfile.ZIP_STORED)))
    at = content.index(b"PK\1\2")
    content[at + 20 : at + 24] = (9_999).to_bytes(4, "little")
    assert sentence(refused(bytes(content))) == "damaged-part"


@pytest.mark.parametrize(
    "wrong", [{"crc": 1}, {"size": 3}, {"size": 30_000}, {"packed": b"\xff\xff"}, {"method": 12}, {"method": 99}]
)
def test_a_member_that_is_not_what_it_says_is_damaged_where_it_is_read(wrong: dict[str, Any]) -> None:
    bad = Member("content.xml", b"<x>some text</x>", **wrong)
    assert sentence(refused(zipped(Member("mimetype", ODS), bad))) == "damaged-part"
    assert inspect(plan_and(bad)).kind == "xlsx", "nobody reads it there"


def test_a_password_on_a_member_or_in_an_ods_is_encrypted() -> None:
    assert refused(plan_and(Member("x", b"x", flags=1))).code == "encrypted"
    manifest = b"<m><manifest:encryption-data/></m>"
    assert refused(packed({"mimetype": ODS, "content.xml": b"", "META-INF/manifest.xml": manifest})).code == "encrypted"


@pytest.mark.parametrize("encoding", ["utf-8", "utf-16", "utf-16-be"])
def test_a_type_of_document_is_unsafe_in_any_encoding(encoding: str) -> None:
    content = "<?xml version='1.0'?><!DOCTYPE a><a/>".encode(encoding)
    assert sentence(refused(packed({"mimetype": ODS, "content.xml": content}))) == "unsafe-doctype"


def test_a_binary_part_may_hold_what_looks_like_a_type_of_document() -> None:
    assert inspect(packed({"xl/workbook.bin": b"<!DOCTYPE"})).kind == "xlsb"


def test_backslashes_and_capitals_are_one_name() -> None:
    archive = Archive(packed({"XL\\Workbook.xml": b"<a/>"}), LIMITS)
    assert "xl/workbook.xml" in archive and not archive.exactly("xl/workbook.xml")
    assert archive.xml("xl/workbook.xml") == b"<a/>"
    assert list(archive) == ["XL\\Workbook.xml"]
    with pytest.raises(KeyError):
        archive.read("xl/other.xml")


def test_what_is_shown_of_a_name_fits_in_a_sentence() -> None:
    assert shown("a\nb\x1b") == "a?b?"
    assert len(shown("x" * 500)) == 80 and shown("x" * 500).endswith("…")


# -- what is said ----------------------------------------------------------------------------------------------------
def _sentences() -> set[str]:
    """Every sentence that the guard and the readers name in their code."""
    source = "".join(path.read_text("utf-8") for path in (ROOT / "src/accountplan/workbook").glob("*.py"))
    limits = {f"too-large-{name}" for name in re.findall(r'too_large\(\s*"([a-z]+)"', source)}
    return limits | set(re.findall(r'"((?:kind|damaged|unsafe)-[a-z-]+)"', source))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("said", sorted(_sentences()))
def test_every_refusal_names_the_file_and_the_way_out(said: str, language: str) -> None:
    params = {"sentence": said, "count": 1_234, "most": 5, "part": "xl/x.xml", "address": "A0"}
    message = Finding("damaged", "map/plan.xlsx", params=params).message(language)
    assert "map/plan.xlsx" in message and "{" not in message
    assert re.search(r"[.?] ?\w+.*\.$|: .*\.$", message), "two sentences: what is wrong, and what to do"
