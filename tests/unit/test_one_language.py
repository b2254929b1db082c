"""Dutch and English are equals: no word of the one in a workbook of the other."""

from __future__ import annotations

import html
import io
import re
from collections.abc import Iterator
from functools import cache
from pathlib import Path
from zipfile import ZipFile

import pytest

from accountplan.layout.places import HIDDEN_KEYS
from accountplan.messages import catalogue
from accountplan.template.check import _labels
from tests.helpers import REAL_TEMPLATES, real_template
from tests.unit.test_looks import empty, filled

_TEXT = re.compile(r"<(?:t|f|a:t|v)\b[^>]*>([^<]+)<")
_ATTRIBUTE = re.compile(r' (?:prompt|promptTitle|error|errorTitle|name|descr|sheet)="([^"]*)"')
_LITERAL = re.compile(r'"((?:[^"]|"")*)"')
_SPOKEN = ("sheet", "rule", "word")
OTHER = {"nl": "en", "en": "nl"}


def texts_of(content: bytes) -> Iterator[str]:
    """Every text of a workbook that somebody may see: in cells, formulas, rules, charts, tables and names of sheets."""
    with ZipFile(io.BytesIO(content)) as archive:
        for name in archive.namelist():
            if name.endswith(".xml") and not name.startswith(("docProps", "[", "xl/theme", "xl/styles")):
                part = archive.read(name).decode("utf-8")
                for text in (*_TEXT.findall(part), *_ATTRIBUTE.findall(part)):
                    plain = html.unescape(text)
                    if plain.startswith(HIDDEN_KEYS):
                        continue
                    yield plain
                    yield from (literal.replace('""', '"') for literal in _LITERAL.findall(plain))


@cache
def spoken(template: str, language: str) -> frozenset[str]:
    """Everything that is said in one language only: labels, helps, choices and the sentences of sheets and rules."""
    said = {label[language] for _, label in _labels(real_template(template))}
    said |= {sentence for name in _SPOKEN for sentence in catalogue(language, name).values() if "{" not in sentence}
    other = {text for _, label in _labels(real_template(template)) for text in (label[OTHER[language]],)}
    other |= {sentence for name in _SPOKEN for sentence in catalogue(OTHER[language], name).values()}
    # Codes are no language: they stand hidden on the lists sheet. And `S` or `no` may be anything.
    return frozenset(text for text in said - other - codes(template) if len(text) > 2)


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("template", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_a_workbook_speaks_one_language(template: str, language: str) -> None:
    own, other = spoken(template, language), spoken(template, OTHER[language])
    seen = {text.strip().removesuffix(" *") for text in texts_of(empty(template, language))}
    assert len(seen & own) > 40, "its own words are found"
    assert sorted(seen & other) == []


def test_nor_does_a_plan_that_is_filled_in() -> None:
    for language in ("nl", "en"):
        for content in filled("accountplan", language):
            seen = {text.strip() for text in texts_of(content)}
            assert sorted(seen & spoken("accountplan", OTHER[language])) == []


def codes(template: str) -> set[str]:
    """Of choices, of what stands along axes, and of the points of the evaluation."""
    loaded = real_template(template)
    found = {"yes", "no", *(choice.code for entry in loaded.lists for choice in entry.choices)}
    return found | {item.code for axis in loaded.axes for item in axis.items} | {kpi.code for kpi in loaded.kpis}
