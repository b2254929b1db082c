"""Findings: a code with a severity, a sentence with its place, worst first."""

from __future__ import annotations

import pytest

from accountplan.findings import SEVERITIES, Finding, worst_first
from accountplan.messages import LANGUAGES

OF_THE_CONTRACT = """
missing-required not-a-number number-ambiguous not-a-date date-suspicious not-in-list out-of-range too-long cell-error
relocated field-lost field-duplicated structure-changed identity-missing template-newer template-unknown not-a-plan
encrypted damaged too-large unsafe account-duplicate account-unknown stray-text own-sheet goal-not-smart goal-horizon
goal-without-activity activity-without-goal activity-overdue shares-over-100 evaluation-not-planned evaluation-missed
correction-missing
""".split()


@pytest.mark.parametrize("code", OF_THE_CONTRACT)
def test_the_codes_of_the_contract_exist(code: str) -> None:
    assert SEVERITIES[code] in ("error", "warning", "info")


def test_a_code_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(ValueError, match="no-such-code"):
        Finding("no-such-code")


@pytest.mark.parametrize(
    "code", ["number-ambiguous", "not-a-number", "field-lost", "cell-error", "relocated", "date-suspicious"]
)
def test_a_changed_or_lost_value_is_never_only_an_info(code: str) -> None:
    assert SEVERITIES[code] != "info"


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_message_says_place_and_content(language: str) -> None:
    finding = Finding("not-a-number", "p.xlsx", "Blad 1", "C7", "x.y", {"label": "Omzet", "raw": "veel"})
    message = finding.message(language)
    assert all(part in message for part in ("Omzet", "veel", "C7", "Blad 1"))
    assert finding.as_json(language) == {
        "severity": "error",
        "code": "not-a-number",
        "message": message,
        "sheet": "Blad 1",
        "cell": "C7",
        "field": "x.y",
    }


def test_content_with_braces_is_shown_as_it_is() -> None:
    finding = Finding("not-a-number", params={"label": "{raw}", "raw": "{0} {x!r} %s"})
    assert "{0} {x!r} %s" in finding.message("en") and "'{raw}'" in finding.message("en")


def test_a_code_may_have_several_sentences() -> None:
    near = Finding("not-in-list", params={"label": "L", "raw": "x", "near": "Xx", "sentence": "not-in-list-near"})
    plain = Finding("not-in-list", params={"label": "L", "raw": "x", "near": None, "sentence": None})
    assert "Xx" in near.message("nl")
    assert near.message("nl") != plain.message("nl")


def test_a_finding_may_have_a_level_of_its_own() -> None:
    milder = Finding("damaged", level="warning")
    assert (milder.severity, milder.as_json("nl")["severity"]) == ("warning", "warning")
    assert worst_first([milder, Finding("unsafe")])[0].code == "unsafe"


def test_worst_comes_first_and_order_is_kept_within() -> None:
    findings = [
        Finding("own-sheet", cell="1"),
        Finding("damaged"),
        Finding("relocated"),
        Finding("own-sheet", cell="2"),
        Finding("unsafe"),
    ]
    assert [f.code for f in worst_first(findings)] == ["damaged", "unsafe", "relocated", "own-sheet", "own-sheet"]
    assert [f.cell for f in worst_first(findings)][-2:] == ["1", "2"]


def test_a_finding_can_be_put_in_a_file() -> None:
    assert Finding("damaged").of_file("a.xlsx").file == "a.xlsx"
