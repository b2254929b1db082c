"""Pictures of the documents: pages cut to what is on them, as PNG that is the same every time."""

from __future__ import annotations

import struct
import zipfile
import zlib
from functools import cache
from pathlib import Path

import pytest

from accountplan.messages import say
from accountplan.summary import summary_bytes
from tests.helpers import context, plan, real_template
from tests.tools.pictures import PICTURES, only
from tests.tools.pixels import Pixels
from tests.unit.awkward import ROUNDS

WHITE, INK, RED = b"\xff\xff\xff", b"\x10\x20\x30", b"\xf0\x00\x00"


def page(*rows: list[bytes]) -> bytes:
    return b"P6\n%d %d\n255\n" % (len(rows[0]), len(rows)) + b"".join(map(b"".join, rows))


def decoded(png: bytes) -> list[list[bytes]]:
    """The pixels of a PNG with a palette and without filters."""
    chunks, at = {}, 8
    while at < len(png):
        length, name = struct.unpack(">I4s", png[at : at + 8])
        chunks[name] = content = png[at + 8 : at + 8 + length]
        assert struct.unpack(">I", png[at + 8 + length : at + 12 + length])[0] == zlib.crc32(name + content)
        at += 12 + length
    width, height = struct.unpack(">II", chunks[b"IHDR"][:8])
    palette, lines = chunks[b"PLTE"], zlib.decompress(chunks[b"IDAT"])
    rows = [lines[y * (width + 1) + 1 : (y + 1) * (width + 1)] for y in range(height)]
    return [[palette[3 * n : 3 * n + 3] for n in row] for row in rows]


def test_a_picture_keeps_its_pixels() -> None:
    rows = [[WHITE, INK, RED], [RED, WHITE, INK]]
    assert decoded(Pixels.of_ppm(page(*rows)).png()) == rows


def test_more_colours_than_a_palette_holds_become_their_nearest() -> None:
    row = [bytes([n % 256, n // 256, 0]) for n in range(300)]
    shown = decoded(Pixels.of_ppm(page(row)).png())[0]
    assert len(set(shown)) == 256
    assert max(abs(a - b) for one, other in zip(row, shown, strict=True) for a, b in zip(one, other, strict=True)) <= 44


def test_white_around_is_cut_off() -> None:
    blank = [WHITE] * 5
    made = Pixels.of_ppm(page(blank, blank, [WHITE, WHITE, INK, RED, WHITE], blank)).cut(margin=1)
    assert decoded(made.png()) == [[WHITE] * 4, [WHITE, INK, RED, WHITE], [WHITE] * 4]


def test_a_white_page_stays() -> None:
    assert decoded(Pixels.of_ppm(page([WHITE, WHITE])).without_footer().cut(margin=0).png()) == [[WHITE, WHITE]]


def test_the_footer_is_left_out() -> None:
    lines = [[INK], [WHITE], [RED], *[[WHITE]] * 5, [INK], [WHITE]]
    assert decoded(Pixels.of_ppm(page(*lines)).without_footer().png()) == lines[:3]


@cache
def empty_plan(language: str) -> bytes:
    return plan(real_template("accountplan"), circumstances=context(language))


@pytest.mark.parametrize("name", PICTURES)
def test_every_picture_is_of_a_sheet_that_exists(name: str, tmp_path: Path) -> None:
    kind, language, sheet = PICTURES[name]
    assert (kind.startswith("plan-") or kind == "summary") == (sheet is not None)
    if sheet is None:
        return
    if kind == "summary":
        title, content = say(language, "summary", sheet), summary_bytes(ROUNDS["only one"](language))
    else:
        title = next(entry.title[language] for entry in real_template("accountplan").chapters if entry.id == sheet)
        content = empty_plan(language)
    (tmp_path / "book.xlsx").write_bytes(content)
    with zipfile.ZipFile(only(tmp_path / "book.xlsx", title, tmp_path / "alone.xlsx")) as alone:
        book = alone.read("xl/workbook.xml").decode()
    sheets = [part.split("/>")[0] for part in book.split("<sheet ")[1:]]
    assert [f'name="{title}"' in sheet for sheet in sheets if "state=" not in sheet] == [True]
