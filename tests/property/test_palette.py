"""The law of colours: whatever accent a company has, what is written in it and upon it can be read."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountplan.workbook.styles import (
    COMPUTED,
    DEFAULT_ACCENT,
    DONE_INK,
    DONE_TINT,
    ERROR_INK,
    ERROR_TINT,
    HEAT,
    INK,
    INPUT,
    LEGIBLE,
    LIGHTS,
    OPEN_INK,
    OPEN_TINT,
    PAPER,
    QUIET,
    SOON_TINT,
    Palette,
    Styles,
    contrast,
)
from accountplan.workbook.styles import is_colour as known

COLOURS = st.integers(0, 0xFFFFFF).map(lambda number: f"#{number:06X}")
BACKGROUND = 0.08
"""The tint on which quiet text stands."""
DRAWN = {"bar-done", "bar-open", "bar-dropped"}
"""Bars of the timeline: no text ever stands in them (`tests/unit/test_views.py` sees to it)."""


@given(COLOURS)
def test_text_can_be_read_on_any_accent(accent: str) -> None:
    assert contrast(Palette(accent).on_accent, accent) >= LEGIBLE


@given(COLOURS)
def test_any_accent_can_be_read_on_white_and_is_no_darker_than_it_must_be(accent: str) -> None:
    readable = Palette(accent).readable
    assert contrast(readable, PAPER) >= LEGIBLE
    if contrast(accent, PAPER) >= LEGIBLE:
        assert readable == accent
    else:
        assert contrast(readable, PAPER) < LEGIBLE * 1.05
        assert all(dark <= light for dark, light in zip(parts(readable), parts(accent), strict=True))


@given(COLOURS)
def test_text_can_be_read_on_the_tint_of_any_accent(accent: str) -> None:
    background = Palette(accent).tint(BACKGROUND)
    assert min(contrast(ink, background) for ink in (INK, QUIET)) >= LEGIBLE


class Formats:
    """A workbook that gives back what is asked of its formats."""

    def add_format(self, properties: dict[str, Any]) -> dict[str, Any]:
        return properties


@given(COLOURS)
def test_every_style_can_be_read_with_any_accent(accent: str) -> None:
    styles = Styles(Formats(), accent)
    assert set(styles.names) >= DRAWN
    for name in sorted(set(styles.names) - DRAWN):
        look = styles(name)
        assert contrast(look["font_color"], look.get("bg_color", PAPER)) >= LEGIBLE, name


@given(COLOURS, st.floats(0, 1))
def test_a_tint_lies_between_white_and_the_accent(accent: str, share: float) -> None:
    tint = Palette(accent).tint(share)
    assert known(tint)
    assert all(own <= mixed <= 255 for own, mixed in zip(parts(accent), parts(tint), strict=True))
    assert (Palette(accent).tint(0), Palette(accent).tint(1)) == (PAPER, accent)


@pytest.mark.parametrize(
    ("accent", "on_accent", "readable"),
    [
        ("#FFFFFF", INK, "#757575"),
        ("#FFD500", INK, "#8C7500"),
        ("#1F4E79", PAPER, "#1F4E79"),
        ("#000000", PAPER, "#000000"),
        ("#808080", "#000000", "#767676"),
    ],
)
def test_a_light_and_a_dark_accent(accent: str, on_accent: str, readable: str) -> None:
    assert (Palette(accent).on_accent, Palette(accent).readable) == (on_accent, readable)


@pytest.mark.parametrize("none", [None, "", "red", "#FFF", "#1F4E791", "#1F4E79\n", "1F4E79", "#1F4E7G"])
def test_what_is_no_colour_leaves_the_default(none: str | None) -> None:
    assert Palette.of(none) == Palette(DEFAULT_ACCENT)


def test_an_accent_may_be_written_in_small_letters() -> None:
    assert Palette.of("#1f5c4d").tint(1) == "#1F5C4D"


def test_our_own_colours_can_be_read_where_they_stand() -> None:
    pairs = [(ink, paper) for ink in (INK, QUIET) for paper in (PAPER, INPUT, COMPUTED)]
    pairs += [(ERROR_INK, ERROR_TINT), (DONE_INK, DONE_TINT), (INK, OPEN_TINT), (OPEN_INK, PAPER), (INK, SOON_TINT)]
    for ink, paper in (*pairs, *LIGHTS.values(), *HEAT):
        assert contrast(ink, paper) >= LEGIBLE, (ink, paper)


def test_contrast_is_that_of_the_standard() -> None:
    assert contrast("#000000", "#FFFFFF") == pytest.approx(21)
    assert contrast("#777777", "#FFFFFF") == pytest.approx(4.48, abs=0.005)
    assert contrast("#FFFFFF", "#0000FF") == pytest.approx(8.59, abs=0.005)


def parts(colour: str) -> tuple[int, ...]:
    return tuple(int(colour[i : i + 2], 16) for i in (1, 3, 5))
