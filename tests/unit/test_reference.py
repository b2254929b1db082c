"""The reference of templates: what is committed is what the models say, and no key goes without its sentence."""

from __future__ import annotations

import pytest

from tests.tools import reference


def test_the_reference_is_what_the_models_say() -> None:
    assert reference.PAGE.read_text("utf-8") == reference.page(reference.sentences()), (
        "run: python -m tests.tools.reference"
    )


@pytest.mark.parametrize(("section", "key"), [("FieldSpec", "help"), ("Chapter", "part"), ("Kpi", "better")])
def test_a_key_without_its_sentence_is_named(section: str, key: str) -> None:
    said = reference.sentences()
    del said[section]["keys"][key]
    with pytest.raises(reference.Incomplete, match=rf"'{key}' \({section} .*\[{section}\.keys\]"):
        reference.page(said)


def test_a_sentence_without_its_key_is_named() -> None:
    said = reference.sentences()
    said["Table"]["keys"]["colour"] = "What colour it has."
    with pytest.raises(reference.Incomplete, match=r"'colour' under \[Table.keys\]"):
        reference.page(said)


@pytest.mark.parametrize("gone", ["Kpi", "functions.light", "types.scale"])
def test_what_has_no_place_in_the_reference_is_named(gone: str) -> None:
    said = reference.sentences()
    section, _, entry = gone.partition(".")
    del (said[section] if entry else said)[entry or section]
    with pytest.raises(reference.Incomplete, match=entry or section):
        reference.page(said)
