"""How sheets are divided over paper."""

from __future__ import annotations

import subprocess
from collections import Counter
from itertools import pairwise
from pathlib import Path

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountplan.layout.laying_out import lay_out
from accountplan.layout.pages import PAPER_WIDTH, Pages, breaks_between, pages_of, scales_below
from tests.helpers import context, real_template
from tests.office.office import Office
from tests.unit.test_looks import filled

PAGES = {
    "cover": 1, "guide": 1, "contents": 1, "1.1": 2, "1.2": 1, "1.3": 3, "1.4": 2, "1.5": 1, "1.6": 3,
    "2.1": 2, "2.2": 3, "2.2-timeline": 1, "2.3": 1, "3": 3, "log": 2,
}  # fmt: skip
"""Pages of a full plan of the sample organisation, per chapter: what a person who binds it would expect."""


def test_a_sheet_that_can_be_read_on_one_page_in_width_is_on_one() -> None:
    assert pages_of((0, 3, 36, 0, 46, 46), 1, 5, 3, "portrait").breaks == ()
    assert pages_of((0, 3, 36, 0, 20), 1, 4, 3, "landscape") == Pages(85)


def test_a_wider_one_is_cut_in_strips_of_about_the_same_width() -> None:
    widths = (0.0, 3.0, 10.0, 0.0, *(20.0 for _ in range(20)))
    pages = pages_of(widths, 1, len(widths) - 1, 3, "landscape")
    assert len(pages.breaks) == 1
    left, right = pages.breaks[0] - 4, len(widths) - pages.breaks[0]
    assert abs(left - right) <= 1


def test_names_that_are_wider_than_paper_come_to_an_end() -> None:
    assert pages_of((0.0, 3.0, *(34.0 for _ in range(9)), 0.0, 20.0, 20.0), 1, 13, 11, "portrait").breaks


widths_of_columns = st.lists(st.floats(4, 60), min_size=2, max_size=40)


@given(columns=widths_of_columns, orientation=st.sampled_from(sorted(PAPER_WIDTH)))
def test_every_strip_fits_its_paper(columns: list[float], orientation: str) -> None:
    widths = (0.0, 3.0, 10.0, 0.0, *columns)
    pages = pages_of(widths, 1, len(widths) - 1, 3, orientation)
    edges = (4, *pages.breaks, len(widths))
    names = sum(w * 7 + 5 for w in widths[1:3])
    strips = [names + sum(w * 7 + 5 for w in widths[a:b]) for a, b in pairwise(edges)]
    assert all(b > a for a, b in pairwise(edges)), "no strip without a column"
    assert max(strips) * pages.scale / 100 <= PAPER_WIDTH[orientation]


@given(heights=st.lists(st.floats(1, 300), min_size=1, max_size=30), top=st.floats(0, 100))
def test_what_fits_on_a_page_is_not_cut(heights: list[float], top: float) -> None:
    room, repeated = 400.0, 50.0
    blocks = list(enumerate(heights))
    breaks, count = breaks_between(blocks, top, room, repeated)
    used, pages = top, 1
    for row, height in blocks:
        if row in breaks:
            used, pages = repeated, pages + 1
        used += height
        assert used <= room or height > room - repeated
    assert pages == count


def test_a_little_smaller_is_tried_and_no_smaller_than_can_be_read() -> None:
    assert scales_below(80) == [80, 76, 72, 68]
    assert scales_below(46) == [46]


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_plan_prints_on_the_pages_that_were_meant(office: Office, tmp_path: Path, language: str) -> None:
    path = tmp_path / "plan.xlsx"
    path.write_bytes(filled("accountplan", language)[0])
    pdf = office.convert(path, tmp_path / "plan.pdf")
    text = subprocess.run(["pdftotext", "-layout", str(pdf), "-"], check=True, capture_output=True, text=True).stdout
    template = real_template("accountplan")
    titles = {sheet.name: sheet.chapter.id for sheet in lay_out(template, context(language)).sheets}
    footers = [page.rstrip().rsplit("\n", 1)[-1] for page in text.split("\f") if page.strip()]
    found = Counter(next(titles[name] for name in titles if f"  {name}  " in footer) for footer in footers)
    assert dict(found) == PAGES


@pytest.mark.parametrize("language", ["nl", "en"])
def test_a_full_plan_is_a_small_file(language: str) -> None:
    assert max(map(len, filled("accountplan", language))) <= 150_000
