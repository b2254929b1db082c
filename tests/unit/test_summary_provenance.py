"""Provenance and findings: on which inputs, every file with its fingerprint, and how many findings of what."""

from __future__ import annotations

from collections import Counter
from dataclasses import replace
from datetime import date
from functools import cache
from typing import Any

import pytest

from accountplan.consolidate import Consolidated
from accountplan.summary.inputs import inputs_of
from tests.unit.awkward import ROUNDS
from tests.unit.demo_rounds import demo_result
from tests.unit.rounds import shipped
from tests.unit.summaries import as_it_looks


def lines(result: Consolidated, sheet: str) -> list[list[Any]]:
    return [
        [cell for cell in row if cell is not None] for row in as_it_looks(result)[sheet].iter_rows(values_only=True)
    ]


def test_the_inputs_are_named() -> None:
    found = {row[0]: row[1] for row in lines(demo_result("q2"), "Herkomst") if len(row) > 1}
    assert found["Bedrijf"] == "Plooi & Band Verpakkingen"
    assert (found["Jaar van de portefeuille"], found["Klanten in de portefeuille"]) == ("2027", 12)
    assert (found["Periode"], found["Stand op (wat te laat is)"].date()) == ("2027-Q2", date(2027, 6, 30))
    assert (found["gelezen"], found["geweigerd"], found["tellen mee in de totalen"]) == (11, 0, 11)
    assert found["Omzet"] == "de portefeuille"
    assert found["Vingerafdruk van alle invoer"] == inputs_of(demo_result("q2")).fingerprint


def test_rates_stand_there_with_their_day_or_a_sentence_says_why_not() -> None:
    row = next(row for row in lines(ROUNDS["two currencies"]("nl"), "Herkomst") if row[:1] == ["USD"])
    assert (row[1:3], row[3].date()) == ([0.92, "EUR"], date(2027, 1, 1))
    assert ["Er is niets omgerekend: de portefeuille heeft geen koersen. Bedragen in EUR, USD staan apart."] in lines(
        ROUNDS["no rate"]("nl"), "Herkomst"
    )
    assert ["Nothing was converted: all amounts are in one currency."] in lines(ROUNDS["only one"]("en"), "Provenance")


def test_without_a_portfolio_or_a_plan_it_says_so() -> None:
    said = [row[0] for row in lines(ROUNDS["no portfolio"]("nl"), "Herkomst") if row]
    assert any(str(text).startswith("Er was geen portefeuille") for text in said)
    assert ["Er is nog geen plan gelezen."] in lines(ROUNDS["nobody delivered"]("nl"), "Herkomst")


def test_every_file_stands_with_its_fingerprint_and_the_version_it_was_made_by() -> None:
    rows = [row for row in lines(demo_result("q2"), "Bestanden")[5:] if row]
    assert [row[0] for row in rows] == [row.file for row in demo_result("q2").tables.files]
    version = shipped().version
    assert all(row[5] == f"accountplan {version}" and row[-3].startswith("sha-of-") for row in rows)


@cache
def many_findings() -> Consolidated:
    """The demo, with so many kinds of findings that not all have a line of their own."""
    result = demo_result("q2")
    [first, *_] = result.tables.findings
    more = tuple(
        replace(first, code=f"code-{n}", severity="error" if n % 2 else "info", account_id=f"A-{m:03}")
        for n in range(12) for m in range(n + 1)
    )  # fmt: skip
    return replace(result, tables=replace(result.tables, findings=(*result.tables.findings, *more)))


@pytest.mark.parametrize("many", [False, True])
def test_findings_are_counted_above_the_list_worst_first(many: bool) -> None:
    result = many_findings() if many else demo_result("q2")
    rows = lines(result, "Bevindingen")
    words = {"error": "fout", "warning": "let op", "info": "ter info"}
    counted = Counter(words[row.severity] for row in result.tables.findings)
    assert {row[0]: row[1] for row in rows if row[2:] == ["alle samen"]} == counted
    codes = Counter(row.code for row in result.tables.findings)
    top = [row for row in rows[5:20] if len(row) == 5 and row[2] in codes]
    assert len(top) == min(len(codes), 8)
    assert all(codes[row[2]] == row[1] for row in top)
    listed = [row[0] for row in rows[rows.index(next(r for r in rows if "Klantnr." in r)) + 1 :] if row]
    assert listed == sorted(listed, key=list(words.values()).index)
    assert len(listed) == len(result.tables.findings)


def test_the_counts_are_checked_against_the_list_itself() -> None:
    checked = [row for row in as_it_looks(many_findings())["Controle"].iter_rows(min_row=6, values_only=True)
               if row[1] == "Bevindingen"]  # fmt: skip
    assert {row[0] for row in checked} == {"✓ klopt"}
    assert len(checked) == 3 + 8 * 2
