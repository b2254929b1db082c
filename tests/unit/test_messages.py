"""Every sentence: there in every language, with the same places to fill, within the limits of Excel, and used."""

from __future__ import annotations

import ast
import re
import tomllib
from datetime import date
from functools import cache
from pathlib import Path
from string import Formatter

import pytest

from accountplan.fields import Meaning
from accountplan.findings import SEVERITIES
from accountplan.layout.context import meaning_of
from accountplan.messages import DEFAULT_LANGUAGE, LANGUAGES, catalogue, say, stop
from accountplan.template.fields import all_fields
from accountplan.workbook.excel import ERROR, PROMPT, PROMPT_TITLE, shortened, utf16_length
from accountplan.workbook.rules import validation
from tests.helpers import REAL_TEMPLATES, ROOT, context, real_template

SOURCE = ROOT / "src" / "accountplan"
FOLDER = SOURCE / "messages"
SUBJECTS = sorted(path.stem for path in (FOLDER / DEFAULT_LANGUAGE).iterdir())
PROMISED = {"stray-text", "structure-changed"}
"""Codes that the contract promises and that nothing finds yet. To be emptied."""


def placeholders(sentence: str) -> set[str]:
    return {name for _, name, _, _ in Formatter().parse(sentence) if name is not None}


@cache
def source() -> str:
    """All the Python there is, and with it every code and key that is used literally."""
    return "\n".join(path.read_text("utf-8") for path in sorted(SOURCE.rglob("*.py")))


@cache
def literals() -> frozenset[str]:
    """Every text constant in the source, but those of the table of severities."""
    found: set[str] = set()
    for path in SOURCE.rglob("*.py"):
        tree = ast.parse(path.read_text("utf-8"))
        skipped = {
            id(node)
            for table in ast.walk(tree)
            if isinstance(table, ast.AnnAssign) and getattr(table.target, "id", "") == "SEVERITIES"
            for node in ast.walk(table)
        }
        found |= {
            node.value
            for node in ast.walk(tree)
            if isinstance(node, ast.Constant) and isinstance(node.value, str) and id(node) not in skipped
        }
    return frozenset(found)


# -- completeness ----------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
def test_every_language_has_every_subject(language: str) -> None:
    assert sorted(path.stem for path in (FOLDER / language).iterdir()) == SUBJECTS


@pytest.mark.parametrize("language", LANGUAGES)
def test_no_two_files_of_a_subject_say_the_same_key(language: str) -> None:
    for folder in (path for path in (FOLDER / language).iterdir() if path.is_dir()):
        said = [key for path in folder.iterdir() for key in tomllib.loads(path.read_text("utf-8"))]
        assert len(said) == len(set(said)), folder.name


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_sentence_is_there_in_every_language(subject: str) -> None:
    keys = {language: catalogue(language, subject).keys() for language in LANGUAGES}
    assert len({frozenset(known) for known in keys.values()}) == 1, keys["nl"] ^ keys["en"]


@pytest.mark.parametrize("subject", SUBJECTS)
def test_every_sentence_has_the_same_places_to_fill_in_every_language(subject: str) -> None:
    nl, en = (catalogue(language, subject) for language in ("nl", "en"))
    assert [key for key in nl if placeholders(nl[key]) != placeholders(en[key])] == []


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("subject", SUBJECTS)
def test_no_sentence_is_empty_or_has_a_place_without_a_name(subject: str, language: str) -> None:
    for key, sentence in catalogue(language, subject).items():
        assert sentence.strip(), key
        assert all(re.fullmatch(r"[a-z_]+", name) for name in placeholders(sentence)), key


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("code", SEVERITIES)
def test_every_finding_has_a_sentence(code: str, language: str) -> None:
    assert catalogue(language, "finding")[code].endswith((".", "?"))


@pytest.mark.parametrize("language", LANGUAGES)
def test_an_error_of_the_command_is_one_line_that_ends(language: str) -> None:
    for key, sentence in catalogue(language, "stop").items():
        assert "\n" not in sentence and sentence.endswith((".", "?", ":")), key


# -- use -------------------------------------------------------------------------------------------------------------
def test_every_code_is_found_by_something_but_those_that_are_promised() -> None:
    unused = {code for code in SEVERITIES if code not in literals() and not _made_of_parts(code)}
    assert unused <= PROMISED, unused - PROMISED


def _made_of_parts(code: str) -> bool:
    """`ignored-…` codes are put together where files are sorted out."""
    head, _, tail = code.partition("-")
    return f"{head}-" in literals() and tail in literals()


def test_every_key_that_is_said_exists() -> None:
    """Calls of `say(…, "subject", "key")` and `stop(…, "key")` with constant keys."""
    missing: list[str] = []
    for path in SOURCE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in ("say", "stop"):
                texts = [a.value for a in node.args[1:] if isinstance(a, ast.Constant) and isinstance(a.value, str)]
                texts = texts if node.func.id == "say" else ["stop", *texts]
                if len(texts) > 1 and texts[1] not in catalogue("nl", texts[0]):
                    missing.append(f"{path.name}: {texts[0]}.{texts[1]}")
    assert missing == []


@pytest.mark.parametrize("subject", ["template", "stop", "word", "sheet", "cli"])
def test_no_sentence_is_left_unused(subject: str) -> None:
    def used(key: str) -> bool:
        if key in literals():
            return True
        # Keys that are put together: `f"start-{key}"`.
        heads = (key[: n + 1] for n, sign in enumerate(key) if sign == "-")
        return any(head in literals() for head in heads)

    assert [key for key in catalogue("nl", subject) if not used(key)] == []


def test_no_sentence_of_the_summary_is_left_unused() -> None:
    """Its keys are put together of so many beginnings (`col-`) that the rest of a key must be in the source too."""
    assert [key for key in catalogue("nl", "summary") if not _put_together(re.sub("-q[1-4]$", "-q", key))] == []


@cache
def _put_together(key: str) -> bool:
    """Whether a key is in the source, or is made of parts that are: `f"help-{key}"`, `f"{key}-whole-year"`."""
    ends = [n for n, sign in enumerate(key) if sign == "-"]
    return (
        key in literals()
        or any(key[: n + 1] in literals() and _put_together(key[n + 1 :]) for n in ends)
        or any(key[n:] in literals() and _put_together(key[:n]) for n in ends)
    )


def test_every_problem_of_a_template_is_said_with_all_it_needs() -> None:
    """`report(path, "key", …)` and `problems.add(place, "key", …)` give every place of their sentence."""
    wrong: list[str] = []
    for path in (SOURCE / "template").glob("*.py"):
        for node in ast.walk(ast.parse(path.read_text("utf-8"))):
            name = node.func.id if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) else ""
            name = node.func.attr if isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) else name
            if name not in ("report", "add") or not isinstance(node, ast.Call) or len(node.args) != 2:
                continue
            keys = [node.args[1]] if isinstance(node.args[1], ast.Constant) else []
            given = {keyword.arg for keyword in node.keywords}
            for key in (str(key.value) for key in keys if isinstance(key, ast.Constant)):
                if not placeholders(catalogue("nl", "template")[key]) <= given:
                    wrong.append(f"{path.name}:{node.lineno} {key}")
    assert wrong == []


# -- saying ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "nl", "en"),
    [
        (1250.5, "1.250,5", "1,250.5"),
        (1_250_000, "1.250.000", "1,250,000"),
        (0.12345, "0,12345", "0.12345"),
        (12, "12", "12"),
        (True, "ja", "yes"),
        (False, "nee", "no"),
        (None, "niets", "nothing"),
        (date(2027, 3, 1), "1-3-2027", "2027-03-01"),
        ("1.250", "1.250", "1.250"),
        ([1.5, 15], "1,5 / 15", "1.5 / 15"),
        (["a", "b"], "a, b", "a, b"),
        ("{x}", "{x}", "{x}"),
    ],
)
def test_values_are_said_as_the_language_writes_them(value: object, nl: str, en: str) -> None:
    for language, said in (("nl", nl), ("en", en)):
        assert f"'{said}'" in say(language, "finding", "not-a-number", raw=value, label="", cell="", sheet="")


def test_a_sentence_that_does_not_exist_is_a_bug() -> None:
    with pytest.raises(KeyError):
        say("nl", "finding", "no-such-sentence")


def test_an_error_for_the_user_carries_its_sentence() -> None:
    assert "x/y" in str(stop("en", "folder-missing", folder="x/y"))


# -- Excel's limits --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", REAL_TEMPLATES, ids=lambda name: Path(name).name)
def test_the_texts_at_every_input_fit_in_excel_and_their_rules_are_whole(name: str, language: str) -> None:
    template, around = real_template(name), context(language)
    cut: list[str] = []
    for field in all_fields(template):
        spec = field.spec
        if spec.computed:
            continue
        rule = validation(spec, meaning_of(template, around, spec))
        assert utf16_length(rule["input_title"]) <= PROMPT_TITLE == 32
        assert utf16_length(rule["error_title"]) <= PROMPT_TITLE
        assert utf16_length(rule["input_message"]) <= PROMPT == 255
        assert utf16_length(rule["error_message"]) <= ERROR == 224
        cut += [f"{spec.id}.{key}" for key in ("input_message", "error_message") if rule[key].endswith("…")]
    assert cut == [], "a text that had to be cut off is not what its author wrote"


@pytest.mark.parametrize(
    ("text", "longest", "short"), [("abc", 3, "abc"), ("abcd", 3, "ab…"), ("a  bcd", 4, "a…"), ("😀😀", 3, "😀…")]
)
def test_a_text_is_shortened_by_the_units_that_excel_counts(text: str, longest: int, short: str) -> None:
    assert shortened(text, longest) == short
    assert utf16_length(short) <= longest


def test_a_meaning_without_a_list_is_no_reason_to_fail() -> None:
    template = real_template("accountplan")
    question = template.question("cust.industry")
    assert question is not None
    rule = validation(question, Meaning("nl"))
    assert rule["error_type"] == "warning", "an empty list must not refuse everything"
