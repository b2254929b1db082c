"""The company's logo: which files are taken, what is said of the others, and where it stands."""

from __future__ import annotations

import errno
import io
import struct
import sys
import zipfile
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountplan.findings import SEVERITIES, Finding
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    BAND_ROW,
    TITLE_ROW,
)
from accountplan.messages import LANGUAGES, say
from accountplan.portfolio.generate import account_workbook
from accountplan.portfolio.logo import DRAWN_WITHIN, read_logo
from accountplan.portfolio.model import Account, Portfolio, Settings
from accountplan.summary import summary_bytes
from accountplan.workbook.excel import workbook
from accountplan.workbook.logo import Logo, write_logo
from accountplan.workbook.package import Refused
from accountplan.workbook.picture import LARGEST, LONGEST, Picture, read_png
from tests.helpers import REAL_TEMPLATES, context, opened, real_template
from tests.helpers import read as back
from tests.tools.ooxml import validate
from tests.tools.png import SIGNATURE, chunk, header, png
from tests.tools.strictness import findings as strict_findings
from tests.unit.rounds import account, portfolio
from tests.unit.test_portfolio_roundtrip import example, read, written
from tests.unit.test_summary import consolidated

SVG = '<svg xmlns="http://www.w3.org/2000/svg" width="300" height="100"><rect width="300" height="100"/></svg>'
JPEG = b"\xff\xd8\xff\xe0\x00\x10JFIF\x00"
IDAT, IEND = chunk(b"IDAT", b"x"), chunk(b"IEND")


def refused(content: bytes) -> str:
    with pytest.raises(Refused) as caught:
        read_png(content)
    assert caught.value.code == "logo-unusable"
    return str(caught.value.params["sentence"])


def said(folder: Path, name: str, content: bytes | None = None) -> str:
    """The sentence about a logo of this name, with this content."""
    if content is not None:
        (folder / name).write_bytes(content)
    with pytest.raises(Refused) as caught:
        read_logo(name, folder)
    finding = Finding(caught.value.code, params={"logo": name, **caught.value.params}, cell="C11", sheet="Instellingen")
    return finding.message("nl")


# -- PNG -------------------------------------------------------------------------------------------------------------
def test_a_png_is_taken_with_its_size() -> None:
    assert read_png(png(60, 20)) == Picture(png(60, 20), 60, 20)


def test_what_only_describes_the_picture_is_left_out() -> None:
    told = png(3, 2, chunk(b"gAMA", struct.pack(">I", 45455)), chunk(b"tEXt", b"Author\0Jan"), chunk(b"eXIf", b"GPS"))
    assert read_png(told + b"trailing").content == png(3, 2, chunk(b"gAMA", struct.pack(">I", 45455)))


@pytest.mark.parametrize(
    ("depth", "kind"), [(1, 0), (16, 0), (8, 2), (16, 2), (1, 3), (8, 3), (8, 4), (16, 4), (8, 6), (16, 6)]
)
def test_every_kind_of_colour_is_taken(depth: int, kind: int) -> None:
    assert read_png(SIGNATURE + header(5, 4, depth, kind) + IDAT + IEND).width == 5


WRONG: dict[str, bytes] = {
    "nothing": b"",
    "signature only": SIGNATURE,
    "another signature": b"\x89PNG\n\x1a\n" + png()[8:],
    "no header": SIGNATURE + IDAT + IEND,
    "header twice as long": SIGNATURE + chunk(b"IHDR", bytes(26)) + IDAT + IEND,
    "no pixels": SIGNATURE + header(5, 4) + IEND,
    "no end": png()[:-12],
    "no width": SIGNATURE + header(0, 4) + IDAT + IEND,
    "no height": SIGNATURE + header(5, 0) + IDAT + IEND,
    "a depth that does not exist": SIGNATURE + header(5, 4, 3) + IDAT + IEND,
    "a depth of other colours": SIGNATURE + header(5, 4, 16, 3) + IDAT + IEND,
    "a colour that does not exist": SIGNATURE + header(5, 4, 8, 5) + IDAT + IEND,
    "another compression": SIGNATURE + header(5, 4, 8, 2, 1, 0, 0) + IDAT + IEND,
    "another filter": SIGNATURE + header(5, 4, 8, 2, 0, 1, 0) + IDAT + IEND,
    "another interlace": SIGNATURE + header(5, 4, 8, 2, 0, 0, 2) + IDAT + IEND,
    "a chunk that is longer than the file": SIGNATURE + header(5, 4) + b"\x7f\xff\xff\xffIDAT" + bytes(20),
    "a needed chunk that nobody knows": png(5, 4, chunk(b"CgBI", b"\0")),
}


@pytest.mark.parametrize("case", WRONG)
def test_a_broken_png_is_refused(case: str) -> None:
    assert refused(WRONG[case]) == "logo-broken"


def test_a_png_may_be_interlaced() -> None:
    assert read_png(SIGNATURE + header(5, 4, 8, 2, 0, 0, 1) + IDAT + IEND).height == 4


def test_the_largest_is_taken_and_nothing_larger() -> None:
    assert read_png(png(LONGEST, 1)).width == LONGEST
    assert refused(png(LONGEST + 1, 1)) == refused(png(1, LONGEST + 1)) == "logo-too-large"
    room = LARGEST - len(png()) - 12
    assert read_png(png(60, 20, chunk(b"tEXt", bytes(room)))).width == 60
    assert refused(png(60, 20, chunk(b"tEXt", bytes(room + 1)))) == "logo-too-large"


@given(st.data())
def test_a_png_with_any_byte_changed_or_cut_off_anywhere_is_refused(data: st.DataObject) -> None:
    whole = png(7, 3)
    at = data.draw(st.integers(0, len(whole) - 1))
    other = data.draw(st.integers(0, 255).filter(lambda byte: byte != whole[at]))
    changed = whole[:at] + bytes([other]) + whole[at + 1 :]
    assert refused(changed) == refused(whole[:at]) == "logo-broken"


def test_a_picture_is_shrunk_to_fit_and_never_enlarged() -> None:
    assert Picture(b"", 600, 200).scale(300, 300) == 0.5
    assert Picture(b"", 600, 200).scale(600, 50) == 0.25
    assert Picture(b"", 60, 20).scale(600, 600) == 1


# -- files -----------------------------------------------------------------------------------------------------------
def test_the_name_is_seen_from_the_folder_of_the_portfolio(tmp_path: Path) -> None:
    (tmp_path / "house").mkdir()
    (tmp_path / "house" / "Ons logo.png").write_bytes(png())
    there = tmp_path / "house" / "Ons logo.png"
    for name in ("house/Ons logo.png", "house\\Ons logo.png", '"house/Ons logo.png"', str(there)):
        assert read_logo(name, tmp_path) == read_png(png()), name


def test_what_cannot_be_a_logo_is_named_with_the_way_out(tmp_path: Path) -> None:
    (tmp_path / "folder.png").mkdir()
    assert "'gone.png' is niet gevonden" in said(tmp_path, "gone.png")
    assert "'a\0b.png' is niet gevonden" in said(tmp_path, "a\0b.png")
    assert "het is een map" in said(tmp_path, "folder.png")
    assert "de naam is te lang" in said(tmp_path, "x" * 300)
    assert "geen PNG of SVG" in said(tmp_path, "photo.png", JPEG)
    assert "geen PNG of SVG" in said(tmp_path, "empty.png", b"")
    assert "geen PNG of SVG" in said(tmp_path, "page.svg", b"<html></html>")
    assert "is beschadigd" in said(tmp_path, "half.png", png()[:50])
    assert "te groot" in said(tmp_path, "large.svg", SVG.encode() + b" " * LARGEST)
    assert "te groot: het mag 2 MB zijn en 4.000 beeldpunten" in said(tmp_path, "wide.png", png(LONGEST + 1, 1))
    assert all("C11" in said(tmp_path, name) for name in ("gone.png", "folder.png", "photo.png", "half.png"))


def test_a_file_that_nobody_may_read_is_said(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def closed(*_: object) -> None:
        raise PermissionError(errno.EACCES, "no")

    (tmp_path / "closed.png").write_bytes(png())
    monkeypatch.setattr(Path, "open", closed)
    assert "geen toestemming" in said(tmp_path, "closed.png")


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_portfolio_has_its_logo_or_says_why_not(language: str, tmp_path: Path) -> None:
    path = written(example(language), tmp_path)
    assert read(path).settings.picture == read_png(png())
    (tmp_path / "logo.png").write_bytes(JPEG)
    portfolio = read(path)
    (finding,) = (finding for finding in portfolio.findings if finding.code == "logo-unusable")
    assert (portfolio.settings.picture, portfolio.settings.logo) == (None, "logo.png")
    assert (finding.severity, finding.cell, finding.field) == ("warning", "C11", "logo")
    assert "'logo.png'" in finding.message(language) and "C11" in finding.message(language)
    assert SEVERITIES["logo-unusable"] == "warning", "a round goes on without its logo"


def test_settings_are_what_they_say_and_not_what_stands_on_the_disk() -> None:
    assert Settings(2027, picture=read_png(png())) == Settings(2027)


# -- SVG -------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("before", ["", '<?xml version="1.0" encoding="UTF-8"?>\n<!-- ours -->\n', "\ufeff\n"])
def test_an_svg_is_drawn_as_large_as_it_needs_to_be(before: str, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(before + SVG, "utf-8")
    drawn = read_logo("logo.svg", tmp_path)
    assert (drawn.width, drawn.height) == (720, 240)
    assert read_png(drawn.content) == drawn
    assert read_logo("logo.svg", tmp_path) == drawn, "the same file gives the same bytes"


@pytest.mark.parametrize(("width", "height"), [(100_000, 100_000), (10_000, 1), (1, 10_000), (1, 1)])
def test_an_svg_of_any_size_fits(width: int, height: int, tmp_path: Path) -> None:
    (tmp_path / "logo.svg").write_text(SVG.replace("300", str(width), 1).replace("100", str(height), 1), "utf-8")
    drawn = read_logo("logo.svg", tmp_path)
    assert drawn.width <= DRAWN_WITHIN[0] and drawn.height <= DRAWN_WITHIN[1]


def test_an_svg_that_cannot_be_drawn_is_damaged(tmp_path: Path) -> None:
    assert "is beschadigd" in said(tmp_path, "half.svg", SVG[:-8].encode())
    assert "is beschadigd" in said(
        tmp_path, "bytes.svg", SVG.replace("/><", "/>\udcff<").encode(errors="surrogateescape")
    )
    assert "is beschadigd" in said(tmp_path, "nothing.svg", SVG.replace('"300"', '"0"', 1).encode())


def test_an_svg_that_a_library_dies_of_is_damaged(tmp_path: Path) -> None:
    deep = SVG.replace("<rect", "<g>" * 50_000 + "<rect").replace("</svg>", "</g>" * 50_000 + "</svg>")
    assert "is beschadigd" in said(tmp_path, "deep.svg", deep.encode())


def test_without_the_extra_it_is_said_how_to_get_it(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setitem(sys.modules, "resvg_py", None)
    assert "Installeer accountplan[svg] met pip" in said(tmp_path, "logo.svg", SVG.encode())
    (tmp_path / "logo.png").write_bytes(png())
    assert read_logo("logo.png", tmp_path) == read_png(png()), "a PNG needs no extra"


# -- in workbooks ----------------------------------------------------------------------------------------------------
ACCOUNT = Account("A-1", "Bakkerij De Gouden Schieter en Zonen", tier="A")
PROSPECT = REAL_TEMPLATES[-1]
LOGO = read_png(png(600, 200))


@cache
def plan_of(name: str, language: str = "nl", picture: Picture | None = LOGO, company: str = "Bakker & Zn") -> bytes:
    settings = Settings(2027, language, company=company, picture=picture)
    return account_workbook(real_template(name), Portfolio(settings, (ACCOUNT,)), ACCOUNT)[0]


def pictures(content: bytes) -> dict[str, list[tuple[str, Any]]]:
    """Alternative text and anchor of the pictures on each sheet that has any."""
    found = {sheet.title: [image.anchor for image in sheet._images] for sheet in opened(content)}
    return {name: [(at.pic.nvPicPr.cNvPr.descr, at) for at in anchors] for name, anchors in found.items() if anchors}


def room_for(text: object) -> float:
    """Pixels that a small text takes at most."""
    return 7 * len(str(text))


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_the_logo_stands_on_the_cover_and_nowhere_else(name: str, language: str) -> None:
    content = plan_of(name, language)
    cover = next(sheet for sheet in lay_out(real_template(name), context(language)).sheets if sheet.asks)
    ((sheet, [(alt, _)]),) = pictures(content).items()
    assert (sheet, alt) == (cover.name, "Bakker & Zn")
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        assert [package.read(part) for part in package.namelist() if "media" in part] == [LOGO.content]


def test_without_a_logo_there_is_no_picture() -> None:
    assert pictures(plan_of("accountplan", picture=None)) == {}


@pytest.mark.parametrize("size", [(600, 200), (3000, 60), (20, 900), (16, 16), (1, 1), (4000, 4000)])
def test_the_logo_fits_in_the_band_clear_of_its_texts(size: tuple[int, int]) -> None:
    content = plan_of(PROSPECT, picture=read_png(png(*size)))
    ((name, [(_, at)]),) = pictures(content).items()
    place = next(sheet for sheet in lay_out(real_template(PROSPECT), context()).sheets if sheet.name == name)
    assert TITLE_ROW <= at._from.row <= at.to.row <= BAND_ROW
    assert at._from.col == at.to.col == place.last_column
    left, top, right, bottom = (n / 9525 for n in (at._from.colOff, at._from.rowOff, at.to.colOff, at.to.rowOff))
    cells = [opened(content)[name].cell(row + 1, place.last_column + 1) for row in (TITLE_ROW, BAND_ROW)]
    assert all(cell.fill.fill_type is None for cell in cells), "a logo is made for paper"
    assert max(room_for(say("nl", "sheet", "back")), room_for("12 van 14 ingevuld")) <= left
    assert right < place.widths[place.last_column] * 7 + 5 and top >= 0 and bottom < 45
    if size in ((600, 200), (4000, 4000)):
        height = bottom - top if at._from.row == at.to.row else 45 - top + bottom
        assert (right - left) / height == pytest.approx(size[0] / size[1], rel=0.05)


def test_a_company_without_a_name_has_a_logo_all_the_same() -> None:
    ((_, [(alt, _)]),) = pictures(plan_of(PROSPECT, company="")).items()
    assert alt == "Logo"


@pytest.mark.parametrize(("width", "taken", "shown"), [(30, 0, 1), (30, 18, 1), (6, 0, 0), (30, 28, 0)])
def test_where_there_is_no_room_there_is_no_logo(width: float, taken: float, shown: int) -> None:
    with workbook(datetime(2027, 1, 1)) as (book, buffer):
        write_logo(book.sheet("S"), Logo(LOGO, "Bakker"), TITLE_ROW, {3: width}, taken)
    assert len(opened(buffer.getvalue())["S"]._images) == shown


def test_the_same_logo_gives_the_same_bytes_and_disturbs_no_reading() -> None:
    template = real_template("accountplan")
    content, plain = plan_of("accountplan"), plan_of("accountplan", picture=None)
    assert content == plan_of.__wrapped__("accountplan")
    with_logo, without = (back(one, template) for one in (content, plain))
    assert with_logo.plan_answers() == without.plan_answers()
    assert with_logo.findings == without.findings
    assert not with_logo.filled_in


def test_nothing_in_a_workbook_with_a_logo_is_to_be_repaired(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_of("accountplan"))
    assert strict_findings(path) == []


@pytest.mark.node
def test_the_validator_takes_a_workbook_with_a_logo(tmp_path: Path) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan_of("accountplan"))
    assert validate([path]) == {path: []}


@pytest.mark.parametrize("picture", [LOGO, None])
def test_the_summary_shows_it_on_its_overview(picture: Picture | None) -> None:
    by = portfolio(account("A-1"), company="Bakker & Zn", picture=picture)
    content = summary_bytes(consolidated(by=by))
    shown = [(name, alt) for name, found in pictures(content).items() for alt, _ in found]
    assert shown == ([("Overzicht", "Bakker & Zn")] if picture else [])
