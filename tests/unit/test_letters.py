"""How wide texts are and how they wrap, against the font itself where it is installed."""

from __future__ import annotations

from collections.abc import Iterator
from functools import cache
from itertools import pairwise

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountplan.layout.laying_out import lay_out
from accountplan.layout.letters import column_for, column_for_words, height, height_of, lines, merged, width
from accountplan.layout.texts import sheet_texts
from tests.helpers import context, real_template
from tests.tools.fonts import carlito
from tests.tools.fonts import missing as font_missing

TEXT = st.text("abcdefghijklm -\n1ëW", max_size=60)
WEIGHTS = pytest.mark.parametrize("bold", [False, True], ids=["regular", "bold"])


@cache
def label_texts() -> tuple[str, ...]:
    """Every label, help and header of the shipped template, in both languages."""
    layouts = [lay_out(real_template("accountplan"), context(language)) for language in ("nl", "en")]
    return tuple(sorted({text for layout in layouts for sheet in layout.sheets for text in sheet_texts(layout, sheet)}))


# -- widths ----------------------------------------------------------------------------------------------------------
def test_a_digit_at_11_points_is_a_little_more_than_a_unit_of_column_width() -> None:
    assert width("0") == pytest.approx(7.43, abs=0.01)
    assert width("00", size=22) == pytest.approx(4 * width("0"))


def test_accents_add_nothing_and_what_the_font_lacks_counts_as_rather_wide() -> None:
    assert width("ëéàÜ") == width("eeaU")
    assert width("e\u0301") == width("e")
    assert width("✓") > width("w") > width("i") > 0
    assert width("漢") == pytest.approx(11 * 96 / 72)


def test_of_several_lines_the_widest_counts() -> None:
    assert width("kort\neen langere regel\nx") == width("een langere regel")
    assert width("") == 0


def test_merged_columns_gain_the_padding_between_them() -> None:
    assert merged([10]) == 10
    assert merged([10, 0, 20]) == pytest.approx(30 + 5 / 7)
    assert merged([]) == 0


@WEIGHTS
def test_labels_are_as_wide_as_the_font_says(bold: bool) -> None:
    lacking = font_missing()
    if lacking:
        pytest.skip(lacking)
    texts = [text for text in label_texts() if "\n" not in text and "✓" not in text]
    assert len(texts) > 300
    off = {text: width(text, 11.0, bold) / carlito(text, 11.0, bold) for text in texts if text}
    assert {text: share for text, share in off.items() if not 0.98 <= share <= 1.02} == {}


# -- lines -----------------------------------------------------------------------------------------------------------
def test_texts_wrap_at_spaces_and_behind_hyphens() -> None:
    narrow = column_for("communicatie-")
    assert lines("communicatie communicatie", narrow) == 2
    assert lines("communicatie-communicatie", narrow) == 2
    assert lines("communicatie-communicatie", column_for("communicatie-communicatie")) == 1
    assert lines("2026-2027-2028-2029", column_for("2026-2027")) == 3, "no break before a digit: words are broken"


def test_line_breaks_of_the_text_are_kept() -> None:
    assert lines("een\ntwee\n\nvier", 40) == 4
    assert lines("", 40) == 1


def test_a_word_that_is_longer_than_a_line_is_broken() -> None:
    assert lines("0" * 40, column_for("0" * 10)) == 4
    assert lines("ja " + "0" * 20, column_for("0" * 10)) == 3, "it begins on a line of its own"
    assert lines("0" * 15 + " ja", column_for("0" * 10)) == 2, "and what follows stands behind it"


def test_bold_large_and_indented_texts_take_more_room() -> None:
    text = "Wat wil de klant dit jaar bereiken"
    column = column_for(text)
    assert lines(text, column) == 1
    assert lines(text, column, bold=True) == lines(text, column, size=13) == lines(text, column, indent=1) == 2


def test_a_column_for_words_breaks_no_word() -> None:
    column = column_for_words("Omzet per product-marktcombinatie", bold=True, indent=1)
    assert column == column_for("marktcombinatie", bold=True, indent=1)
    assert lines("marktcombinatie", column, bold=True, indent=1) == 1
    assert lines("marktcombinatie", column - 0.5, bold=True, indent=1) == 2


@given(TEXT, st.floats(9, 18), st.booleans(), st.integers(0, 2))
def test_a_text_takes_one_line_in_the_column_that_is_made_for_it(
    text: str, size: float, bold: bool, indent: int
) -> None:
    column = column_for(text, size, bold, indent)
    assert column * 7 == pytest.approx(round(column * 7))
    assert lines(text, column, size, bold, indent) == len(text.split("\n"))


@given(TEXT, st.floats(4, 60), st.floats(0, 20))
def test_a_wider_column_never_takes_more_lines(text: str, column: float, more: float) -> None:
    assert lines(text, column) >= lines(text, column + more) >= len(text.split("\n"))


# -- heights ---------------------------------------------------------------------------------------------------------
def heights(size: float) -> Iterator[float]:
    return (height(count, size) for count in range(1, 6))


@pytest.mark.parametrize("size", [9.0, 11.0, 13.0, 18.0])
def test_rows_grow_by_the_height_of_a_line_in_whole_pixels(size: float) -> None:
    assert all(value % 0.75 == 0 for value in heights(size))
    assert all(abs(more - less - size * 15 / 11) < 0.75 for less, more in pairwise(heights(size)))
    assert size * 15 / 11 + 5 <= height(1, size) < size * 15 / 11 + 6


def test_no_row_is_taller_than_excel_takes() -> None:
    assert height(40) == height(4000) == 409


def test_a_row_is_as_tall_as_its_text_wraps() -> None:
    assert height_of("een\ntwee", 40, 9) == height(2, 9)
    assert height_of("Wat wil de klant", column_for("de klant")) == height(2)
