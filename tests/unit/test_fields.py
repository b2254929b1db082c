"""Every field type: how its cell looks, what rule guards it, what may be typed, and what was meant."""

from __future__ import annotations

import math
from datetime import date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountplan.fields import EMPTY, Cell, Meaning, Options, Style, Value, field_type, read_cell, shown_as
from accountplan.fields.base import Option, folded, plain, tidy
from accountplan.fields.date import from_serial
from accountplan.findings import SEVERITIES
from accountplan.messages import say
from accountplan.template.model import FieldSpec, Question
from tests.helpers import codes, options, parsed, spec

COLOURS = options(("red", "Rood"), ("green", "Groen"), ("blue", "Lichtblauw"), aliases={"red": ("rouge", "Red")})
TYPES = ["text", "long-text", "choice", "choices", "number", "money", "percent", "date", "yes-no", "scale"]


def field(kind: str, /, **more: Any) -> Question:
    return spec(kind, **({"list": "colours"} if kind in ("choice", "choices") else {}), **more)


# -- what every type has in common -----------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", [*TYPES, "computed"])
def test_every_type_of_the_contract_has_a_module(kind: str) -> None:
    assert field_type(spec(kind)).name == kind


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("content", [None, "", "   ", "\n", "\u00a0", "\u200b", "\ufeff \u200e\n\u200b"])
def test_an_empty_cell_is_no_answer_and_no_problem(kind: str, content: object) -> None:
    result = parsed(content, field(kind), choices=COLOURS)
    assert (result.value, result.problems) == (None, ())


@pytest.mark.parametrize("kind", TYPES)
def test_an_excel_error_is_no_answer_and_a_finding(kind: str) -> None:
    result = parsed(Cell("error", None, "#REF!"), field(kind), choices=COLOURS)
    assert result.value is None
    assert [(problem.code, problem.params["raw"]) for problem in result.problems] == [("cell-error", "#REF!")]


CONTENTS: list[object] = [
    "x",
    "5",
    "=1+1",
    5,
    -5,
    5.5,
    1e300,
    1e308,
    math.inf,
    -math.inf,
    math.nan,
    True,
    False,
    datetime(2027, 3, 1),
    datetime(2027, 3, 1, 12, 30),
    datetime(1900, 1, 1),
    datetime(9999, 12, 31),
    date(2027, 3, 1),
    time(12, 30),
    "é" * 40_000,
    "1e400",
    "-1e400%",
    "\ud800",
]


@pytest.mark.parametrize("kind", TYPES)
@pytest.mark.parametrize("content", CONTENTS, ids=lambda content: repr(content)[:20])
def test_any_content_gives_a_value_that_a_sum_can_hold_or_a_known_finding(kind: str, content: object) -> None:
    result = parsed(content, field(kind), choices=COLOURS)
    assert result.value is not None or result.problems
    assert all(problem.code in SEVERITIES for problem in result.problems)
    if isinstance(result.value, (int, float)):
        assert math.isfinite(result.value)


ANSWERS: list[tuple[str, Value]] = [
    ("text", "Bedrijf ABC"), ("text", "0612"), ("text", "=1+1"), ("long-text", "een\ntwee"), ("choice", "red"),
    ("choices", ("red", "blue")), ("choices", ("green",)), ("number", 12), ("number", -12.5), ("money", 1250000.5),
    ("percent", 0.05), ("percent", 1), ("date", date(2027, 3, 1)), ("yes-no", True), ("yes-no", False), ("scale", 3),
]  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(("kind", "value"), ANSWERS)
def test_what_is_entered_is_what_is_read(kind: str, value: Value, language: str) -> None:
    meaning = Meaning(language, COLOURS)
    entered = field_type(field(kind)).entry(value, field(kind), meaning)
    result = parsed(entered, field(kind), language, COLOURS)
    assert (result.value, result.problems) == (value, ())


@pytest.mark.parametrize("kind", [kind for kind in TYPES if kind not in ("choice", "choices", "yes-no")])
def test_nothing_cannot_be_entered(kind: str) -> None:
    with pytest.raises(TypeError, match=r"own\.field"):
        field_type(field(kind)).entry(None, field(kind), Meaning("nl"))


# -- cells -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("content", "kind", "value", "text"),
    [
        (None, "empty", None, ""), ("  ", "empty", None, ""), ("a ", "text", "a ", "a "), (True, "bool", True, "TRUE"),
        (12.0, "number", 12, "12"), (12.5, "number", 12.5, "12.5"), (0.05, "number", 0.05, "0.05"),
        (date(2027, 3, 1), "date", datetime(2027, 3, 1), "2027-03-01"),
        (datetime(2027, 3, 1), "date", datetime(2027, 3, 1), "2027-03-01"),
        (datetime(2027, 3, 1, 9, 30), "date", datetime(2027, 3, 1, 9, 30), "2027-03-01 09:30:00"),
        (time(9, 30), "text", "09:30:00", "09:30:00"),
    ],
)  # fmt: skip
def test_a_cell_says_what_it_holds(content: object, kind: str, value: object, text: str) -> None:
    cell = Cell.of(content)
    assert (cell.kind, cell.value, cell.text) == (kind, value, text)
    assert type(cell.value) is type(value)


def test_numbers_are_shown_without_dust() -> None:
    assert plain(12.0) == "12"
    assert plain(-1250000.5) == "-1250000.5"
    assert plain(1e15) == "1000000000000000.0" or plain(1e15) == "1000000000000000"
    assert tidy(math.inf) == math.inf
    assert math.isnan(tidy(math.nan))
    assert isinstance(tidy(-0.0), int)
    assert Cell.of(10**400).value == math.inf
    assert Cell.of(-(10**400)).text == "-inf"
    assert Cell.of(10**400).text == "inf"
    assert plain(123456.0) == "123456" and plain(0.1) == "0.1"
    assert isinstance(tidy(1e15 - 1), int) and isinstance(tidy(1e15), float)
    assert [Cell.of(truth).text for truth in (True, False)] == ["TRUE", "FALSE"]


# -- text ------------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("  Jansen  ", "Jansen"),
        ("0612345678", "0612345678"),
        ("1234 AB", "1234 AB"),
        ("=1+1", "=1+1"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("a  b", "a  b"),
    ],
)
def test_text_stays_as_it_was_typed(typed: object, value: str) -> None:
    result = parsed(typed, field("text"))
    assert (result.value, result.problems) == (value, ())


@pytest.mark.parametrize("number", [0, 7, 1234, 612345678, 999_999_999_999_999])
def test_text_that_became_a_number_may_have_lost_its_zeros(number: int) -> None:
    result = parsed(number, field("text"))
    assert (result.value, codes(result)) == (str(number), ["number-in-text"])
    assert result.problems[0].params == {"raw": str(number)}
    assert codes(parsed(number, field("long-text"))) == [], "nobody writes a phone number as an explanation"
    assert codes(parsed(f"00{number}", field("text"))) == []


@pytest.mark.parametrize(
    ("cell", "short", "long"),
    [
        (Cell.of(-12), True, False), (Cell.of(12.5), True, True), (Cell("number", 1, "1", percent=True), True, True),
        (Cell("number", 12, "12", currency="€"), True, True),
    ],
)  # fmt: skip
def test_a_number_that_looks_otherwise_in_its_cell_than_as_a_text_is_pointed_out(
    cell: Cell, short: bool, long: bool
) -> None:
    for kind, told in (("text", short), ("long-text", long)):
        result = parsed(cell, field(kind))
        assert result.value == cell.text
        said = [(problem.code, problem.params["sentence"]) for problem in result.problems]
        assert said == [("number-in-text", "number-shown-otherwise")] * told


@pytest.mark.parametrize("kind", ["text", "long-text"])
def test_a_truth_value_is_kept_as_text_and_pointed_out(kind: str) -> None:
    result = parsed(True, field(kind))
    assert result.value == "TRUE"
    assert [(p.code, p.params["sentence"]) for p in result.problems] == [("number-in-text", "bool-in-text")]


@pytest.mark.parametrize("kind", ["text", "long-text"])
@pytest.mark.parametrize(
    "number", [1e15, -1e15, 1234567890123456, 1.5e20, 1e300, 10**400, math.nan, math.inf, -math.inf]
)
def test_a_number_that_lost_its_last_digits_is_no_text(kind: str, number: float) -> None:
    result = parsed(number, field(kind))
    assert (result.value, codes(result)) == (None, ["digits-lost"])
    assert result.problems[0].params["raw"] == Cell.of(number).text


def test_text_that_became_a_date_is_pointed_out() -> None:
    result = parsed(datetime(2027, 9, 1), field("text"))
    assert result.value == "2027-09-01"
    assert codes(result) == ["date-suspicious"]


@pytest.mark.parametrize(
    ("kind", "more", "longest"), [("text", {}, 255), ("long-text", {}, 4000), ("text", {"max_length": 10}, 10)]
)
def test_text_may_be_as_long_as_its_limit(kind: str, more: dict[str, Any], longest: int) -> None:
    assert codes(parsed("x" * longest, field(kind, **more))) == []
    result = parsed("x" * (longest + 1), field(kind, **more))
    assert codes(result) == ["too-long"]
    assert result.problems[0].params == {"length": longest + 1, "longest": longest}
    assert result.value == "x" * (longest + 1), "what a person wrote is kept"


@pytest.mark.parametrize(
    "text", ["x" * 32_767, "x" * 32_765 + "📈", "x" * 32_766 + "\n", "x" * 32_766 + "\ud83d", "x" * 40_000]
)
def test_text_that_excel_has_cut_off_is_a_finding_whatever_the_limit(text: str) -> None:
    result = parsed(text, field("long-text", max_length=50_000))
    assert [(p.code, p.params["sentence"]) for p in result.problems] == [("too-long", "text-cut-off")]
    assert result.problems[0].params["length"] == len(text.strip())
    assert result.value == text.strip()


def test_text_that_is_just_not_cut_off_is_no_finding() -> None:
    assert codes(parsed("x" * 32_766, field("long-text", max_length=50_000))) == []


@pytest.mark.parametrize(("length", "sentence"), [(254, None), (255, "text-cut-off"), (256, "text-cut-off")])
def test_a_program_may_cut_off_sooner(length: int, sentence: str | None) -> None:
    result = parsed(Cell("text", "x" * length, "x" * length, cut_at=255), field("long-text"))
    assert [p.params["sentence"] for p in result.problems] == ([sentence] if sentence else [])


# -- choices ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("typed", ["Rood", "rood", " ROOD ", "red", "RED", "rouge", "ro\u00adod".replace("\u00ad", "")])
def test_a_choice_is_taken_by_label_code_or_alias_in_any_case(typed: str) -> None:
    assert parsed(typed, field("choice"), choices=COLOURS).value == "red"


def test_spaces_within_a_label_do_not_matter() -> None:
    assert parsed("een\u00a0 persoon", field("choice"), choices=options(("one", "Een persoon"))).value == "one"


@pytest.mark.parametrize(
    ("typed", "near"), [("Rod", "Rood"), ("lichtblaauw", "Lichtblauw"), ("rouj", "Rood"), ("paars", None), (5, None)]
)
def test_what_is_not_in_the_list_is_never_taken_and_what_is_near_is_suggested(typed: object, near: str | None) -> None:
    result = parsed(typed, field("choice"), choices=COLOURS)
    assert result.value is None
    assert codes(result) == ["not-in-list"]
    assert result.problems[0].params["near"] == near


SIZES = options(
    ("xs", "1-9"), ("s", "10-49"), ("m", "50-249"), ("l", "250+"), ("eleven", "11/12"), ("day", "2027-05-01")
)


@pytest.mark.parametrize("kind", ["choice", "choices"])
@pytest.mark.parametrize(
    ("became", "near"),
    [
        (datetime(2027, 9, 1), "1-9"), (datetime(2027, 1, 9), "1-9"), (datetime(1949, 10, 1), "10-49"),
        (datetime(2027, 12, 11), "11/12"), (datetime(2027, 11, 12), "11/12"), (datetime(2012, 11, 1), "11/12"),
        (datetime(1999, 8, 23), None),
    ],
)  # fmt: skip
def test_a_choice_that_became_a_date_is_suggested_and_not_taken(kind: str, became: datetime, near: str | None) -> None:
    result = parsed(became, field(kind), choices=SIZES)
    assert (result.value, codes(result)) == (None, ["not-in-list"])
    assert result.problems[0].params["near"] == near
    assert result.problems[0].params["sentence"] == ("not-in-list-near" if near else None)


def test_of_two_choices_that_become_the_same_date_neither_is_suggested() -> None:
    result = parsed(datetime(2027, 9, 1), field("choice"), choices=options(("a", "1-9"), ("b", "9/1")))
    assert codes(result) == ["not-in-list"]
    assert result.problems[0].params["near"] is None


@pytest.mark.parametrize("kind", ["choice", "choices"])
def test_what_became_a_number_a_date_or_true_must_be_a_choice_to_the_letter(kind: str) -> None:
    def taken(content: object, label: str) -> bool:
        return parsed(content, field(kind), choices=options(("code", label))).value in ("code", ("code",))

    assert taken(7, "7") and taken(2.5, "2.5") and taken(True, "true")
    assert taken(datetime(2027, 5, 1), "2027-05-01")
    assert taken("1 2", "12"), "in a text spaces do not matter"
    assert not taken(7, "007") and not taken(12, "1 2") and not taken(True, "waar")
    assert not taken(datetime(2027, 5, 1), "1-5-2027") and not taken(2.5, "2,5")


@pytest.mark.parametrize("kind", ["choice", "choices"])
@pytest.mark.parametrize("lost", [None, Options((), known=False)])
def test_without_its_list_a_choice_is_not_guessed(kind: str, lost: Options | None) -> None:
    result = parsed("Rood", field(kind), choices=lost)
    assert (result.value, codes(result)) == (None, ["list-unknown"])


def test_a_name_that_two_choices_share_means_neither() -> None:
    shared = options(("a", "Alfa"), ("b", "Bèta"), aliases={"a": ("letter",), "b": ("letter",)})
    assert codes(parsed("letter", field("choice"), choices=shared)) == ["not-in-list"]


def test_a_name_with_other_spaces_is_taken_unless_two_choices_then_share_it() -> None:
    sizes = options(("m", "50 - 249"), ("jan", "Jan Willem"))
    assert parsed("50-249", field("choice"), choices=sizes).value == "m"
    assert parsed("50\u2009-\u2009249", field("choice"), choices=sizes).value == "m"
    assert parsed("janwillem", field("choice"), choices=sizes).value == "jan"
    spelt = options(("a", "Jan Willem"), ("b", "Janwillem"))
    assert parsed("janwillem", field("choice"), choices=spelt).value == "b", "to the letter goes first"
    assert codes(parsed("JanWil lem", field("choice"), choices=spelt)) == ["not-in-list"]


def test_an_accent_is_one_character_or_two() -> None:
    people = options(("z", "Zo\u00eb"))
    assert parsed("ZOE\u0308", field("choice"), choices=people).value == "z"
    assert codes(parsed("zoe", field("choice"), choices=people)) == ["not-in-list"]


def test_a_label_goes_before_the_code_of_another_choice() -> None:
    crossed = options(("b", "a"), ("a", "c"))
    assert parsed("a", field("choice"), choices=crossed).value == "b"


def test_two_people_of_one_name_are_told_apart_by_their_code() -> None:
    people = Options.distinct([Option.of("p1", "Jan"), Option.of("p2", "jan"), Option.of("p3", "Zoë")])
    assert [people.find(text) for text in ("jan (P1)", "p1")] == [people.items[0]] * 2
    assert [option.label for option in people.items] == ["Jan (p1)", "jan (p2)", "Zoë"]
    assert people.find("Jan") is None
    assert people.find("jan (P2)") == people.items[1]


@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("Rood; Groen", ("red", "green")),
        ("Groen;Rood", ("green", "red")),
        ("Rood;", ("red",)),
        ("Rood; rood; red", ("red",)),
        ("Rood\nGroen", ("red", "green")),
        (" ; ", None),
        ("blue", ("blue",)),
    ],
)
def test_several_choices_stand_in_one_cell(typed: str, value: Value) -> None:
    result = parsed(typed, field("choices"), choices=COLOURS)
    assert (result.value, result.problems) == (value, ())


def test_of_several_choices_one_wrong_one_makes_the_answer_uncertain() -> None:
    result = parsed("Rood; Paars; Gruen", field("choices"), choices=COLOURS)
    assert result.value is None
    assert [(p.code, p.params["raw"], p.params["near"]) for p in result.problems] == [
        ("not-in-list", "Paars", None),
        ("not-in-list", "Gruen", "Groen"),
    ]


def test_of_several_choices_in_a_text_that_was_cut_off_none_is_taken() -> None:
    result = parsed(Cell("text", "Rood; Groen", "Rood; Groen", cut_at=11), field("choices"), choices=COLOURS)
    assert result.value is None
    assert [(p.code, dict(p.params)) for p in result.problems] == [
        ("too-long", {"length": 11, "sentence": "text-cut-off"})
    ]


@pytest.mark.parametrize("known", [None, COLOURS], ids=["without its list", "not in its list"])
def test_a_code_that_has_no_label_is_shown_as_it_is(known: Options | None) -> None:
    assert field_type(field("choice")).entry("red", field("choice"), Meaning("nl", COLOURS)) == "Rood"
    assert field_type(field("choice")).entry("mauve", field("choice"), Meaning("nl", known)) == "mauve"


def test_choices_are_not_separated_by_commas() -> None:
    assert codes(parsed("Rood, Groen", field("choices"), choices=COLOURS)) == ["not-in-list"]


def test_a_label_with_a_semicolon_is_still_one_choice() -> None:
    firms = options(("jb", "Jansen; Bakker"))
    assert parsed("Jansen; Bakker", field("choices"), choices=firms).value == ("jb",)


# -- numbers ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("kind", ["number", "money"])
@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        (12, "nl", 12), (12.5, "nl", 12.5), (0, "nl", 0), (-3, "nl", -3), ("1.250", "nl", 1250), ("1,250", "en", 1250),
        ("1.250,5", "nl", 1250.5), ("1,250.50", "en", 1250.5), ("€ 1.250,-", "nl", 1250), ("1,2 mln", "nl", 1_200_000),
    ],
)  # fmt: skip
def test_a_number_is_taken(kind: str, typed: object, language: str, value: float) -> None:
    result = parsed(typed, field(kind), language)
    assert (result.value, result.problems) == (value, ())


@pytest.mark.parametrize("kind", ["number", "money", "scale"])
@pytest.mark.parametrize(("typed", "language"), [("12.5", "nl"), ("1,250", "nl"), ("12,5", "en"), ("1.250", "en")])
def test_an_ambiguous_number_is_not_taken_and_all_meanings_are_said(kind: str, typed: str, language: str) -> None:
    result = parsed(typed, field(kind), language)
    assert (result.value, codes(result)) == (None, ["number-ambiguous"])
    assert result.problems[0].params["raw"] == typed
    assert len(result.problems[0].params["meanings"]) == 2


@pytest.mark.parametrize("kind", ["number", "money", "percent", "scale"])
@pytest.mark.parametrize(
    "typed",
    [
        "veel",
        "ca. veel",
        True,
        datetime(2027, 3, 1),
        math.inf,
        -math.inf,
        math.nan,
        1e301,
        -1e301,
        "1e400",
        "5 appels",
        "1.2.3",
    ],
)
def test_what_is_no_number_is_not_taken(kind: str, typed: object) -> None:
    result = parsed(typed, field(kind))
    assert (result.value, codes(result)) == (None, ["not-a-number"])
    assert result.problems[0].params["raw"]


def test_the_unit_of_the_field_may_be_typed_along() -> None:
    days = spec("number", unit={"nl": "dagen", "en": "days"})
    assert parsed("12 dagen", days).value == 12
    assert parsed("12 days", days).value == 12
    assert parsed("12,5 dag(en)", days).value == 12.5
    assert codes(parsed("12 weken", days)) == ["not-a-number"]
    assert parsed("1 uur", spec("number", unit={"nl": "uren", "en": "hours"})).value == 1


def test_a_currency_may_be_typed_along_where_it_can_be_meant() -> None:
    days = {"nl": "dagen", "en": "days"}
    for kind, more in (("money", {}), ("money", {"unit": days}), ("number", {})):
        assert parsed("€ 3", spec(kind, **more)).value == 3
    for kind, more in (("number", {"unit": days}), ("scale", {}), ("percent", {})):
        assert codes(parsed("€ 3", spec(kind, **more))) == ["not-a-number"]


def test_an_amount_in_another_currency_than_that_of_the_plan_is_not_taken() -> None:
    def amount(text: str, currency: str) -> Value:
        return read_cell(Cell.of(text), field("money"), Meaning("nl", currency=currency)).value

    assert amount("$ 12", "USD") == amount("$ 12", "") == amount("€ 12", "EUR") == 12
    assert amount("$ 12", "EUR") is None


@pytest.mark.parametrize(
    ("kind", "typed", "value", "expected"),
    [
        ("number", "ca. 12.500", 12_500, ["approximate"]), ("money", "€ ± 12,5", 12.5, ["approximate"]),
        ("percent", "ca. 5 %", 0.05, ["approximate"]), ("scale", "~4", 4, ["approximate"]),
        ("number", "ca. 12.5", None, ["number-ambiguous"]), ("percent", "ca. 1", None, ["percent-ambiguous"]),
        ("scale", "ca. 9", 9, ["out-of-range", "approximate"]), ("money", "ca. 0", 0, ["approximate"]),
    ],
)  # fmt: skip
def test_an_estimate_is_taken_and_pointed_out(kind: str, typed: str, value: Value, expected: list[str]) -> None:
    result = parsed(typed, field(kind))
    assert (result.value, codes(result)) == (value, expected)
    assert all(problem.params["raw"] == typed for problem in result.problems if problem.code != "out-of-range")


@pytest.mark.parametrize("kind", ["number", "money", "scale"])
def test_a_number_that_is_shown_as_a_percentage_is_the_one_or_the_other(kind: str) -> None:
    result = parsed(Cell("number", 0.07, "0.07", percent=True), field(kind))
    assert (result.value, codes(result)) == (None, ["number-ambiguous"])
    assert result.problems[0].params["meanings"] == [0.07, 7]
    for percent in (False, None):
        assert parsed(Cell("number", 4, "4", percent=percent), field(kind)).value == 4
    assert parsed(Cell("number", 0, "0", percent=True), field("number")).value == 0


@pytest.mark.parametrize(
    ("kind", "shown", "plan", "taken"),
    [
        ("money", "€", "EUR", True), ("money", "EUR", "EUR", True), ("money", "$", "EUR", False),
        ("money", "kr", "EUR", False), ("money", "CHF", "EUR", False), ("money", "$", "", True),
        ("money", "€", "USD", False), ("money", "US$", "USD", True), ("number", "€", "EUR", True),
        ("number", "£", "EUR", False), ("percent", "€", "EUR", False), ("scale", "€", "EUR", False),
        ("money", "kr", "DKK", True), ("money", "DKK", "DKK", True), ("money", "€", "DKK", False),
        ("money", "$", "CAD", True), ("money", "£", "EGP", True), ("money", "usd", "CAD", False),
    ],
)  # fmt: skip
def test_a_number_shown_in_another_currency_is_not_taken(kind: str, shown: str, plan: str, taken: bool) -> None:
    cell = Cell("number", 1, "1", currency=shown)
    result = field_type(field(kind)).parse(cell, field(kind), Meaning("nl", currency=plan))
    assert result.value == (1 if taken else None)
    said = [(problem.code, problem.params) for problem in result.problems]
    refused = ("not-a-number", {"raw": "1", "currency": shown, "sentence": "not-this-money"})
    assert said == ([] if taken else [refused])


def test_an_amount_is_no_answer_where_a_unit_is_asked_for() -> None:
    days = field("number", unit={"nl": "dagen", "en": "days"})
    result = field_type(days).parse(Cell("number", 12, "12", currency="€"), days, Meaning("nl", currency="EUR"))
    assert (result.value, codes(result)) == (None, ["not-a-number"])


def test_a_number_that_can_be_two_but_fits_no_sum_is_none() -> None:
    assert codes(parsed(Cell("number", math.nan, "nan", percent=True), field("number"))) == ["not-a-number"]
    assert codes(parsed(Cell("number", 1e299, "1e299", percent=True), field("number"))) == ["not-a-number"]
    assert codes(parsed(1e298, field("number"))) == ["out-of-range"]
    assert codes(parsed(1e300, field("number"))) == ["out-of-range"]
    assert codes(parsed(Cell("number", 1e298, "1e298", percent=True), field("number"))) == ["number-ambiguous"]
    assert codes(parsed(Cell("number", 1e300, "1e300", percent=False), field("percent"))) == ["percent-ambiguous"]


@pytest.mark.parametrize(("typed", "expected"), [(0, []), (10, []), (-1, ["out-of-range"]), (11, ["out-of-range"])])
def test_limits_include_their_ends(typed: int, expected: list[str]) -> None:
    assert codes(parsed(typed, spec("number", minimum=0, maximum=10))) == expected


def test_a_number_outside_the_limits_says_which_they_are() -> None:
    problem = parsed(11, spec("number", minimum=0, maximum=10)).problems[0]
    assert problem.params == {"raw": "11", "low": 0, "high": 10}


def test_a_number_beyond_any_account_is_out_of_range() -> None:
    assert codes(parsed(2e12, field("money"))) == ["out-of-range"]


def test_a_whole_number_has_no_fraction() -> None:
    whole = spec("number", whole=True)
    assert codes(parsed(12.0, whole)) == []
    assert codes(parsed(12.5, whole)) == ["not-whole"]
    assert codes(parsed("12,5", whole)) == ["not-whole"]


@pytest.mark.parametrize(
    ("typed", "expected"), [(1, []), (5, []), (0, ["out-of-range"]), (6, ["out-of-range"]), (2.5, ["not-whole"])]
)
def test_a_mark_is_whole_and_on_the_scale(typed: float, expected: list[str]) -> None:
    assert codes(parsed(typed, field("scale"))) == expected


def test_a_scale_may_have_other_ends() -> None:
    assert codes(parsed(10, spec("scale", minimum=1, maximum=10))) == []


# -- percent ---------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("typed", "language", "value"),
    [
        (0.05, "nl", 0.05), (0, "nl", 0), (1, "nl", 1), ("5%", "nl", 0.05), ("5 %", "nl", 0.05), ("12,3%", "nl", 0.123),
        ("12.3%", "en", 0.123), ("0", "nl", 0), ("100%", "nl", 1), ("33,3 %", "nl", 0.333), ("5 procent", "nl", 0.05),
        ("5 Percent", "nl", 0.05), ("5pct.", "nl", 0.05), ("5", "nl", 0.05), ("1,5", "nl", 0.015), ("100", "nl", 1),
        ("０，５ ％", "nl", 0.005), ("5\u00a0%", "nl", 0.05), ("0%", "nl", 0), ("0,0", "nl", 0),
    ],
)  # fmt: skip
def test_a_percentage_is_kept_as_a_fraction(typed: object, language: str, value: float) -> None:
    result = parsed(typed, field("percent"), language)
    assert (result.value, result.problems) == (value, ())


@pytest.mark.parametrize(
    ("typed", "number", "times"),
    [("0,05", 0.05, 5), ("1", 1, 100), ("0,07", 0.07, 7), ("700", 700, 70_000), ("-5", -5, -500)],
)
def test_a_text_without_a_percent_sign_has_two_meanings(typed: str, number: float, times: float) -> None:
    result = parsed(typed, field("percent"))
    assert (result.value, codes(result)) == (None, ["percent-ambiguous"])
    assert result.problems[0].params == {"raw": typed, "number": number, "times": times}


@pytest.mark.parametrize(
    ("number", "percent", "value"),
    [
        (0.05, True, 0.05), (1, True, 1), (0, True, 0), (0.05, None, 0.05), (1, None, 1),
        (5, False, 0.05), (100, False, 1), (0, False, 0), (1.5, False, 0.015), (12.3, False, 0.123),
        (0.05, False, None), (1, False, None), (101, False, None), (-0.05, False, None),
    ],
)  # fmt: skip
def test_the_number_format_settles_a_percentage_or_its_limits_do(
    number: float, percent: bool | None, value: Value
) -> None:
    result = parsed(Cell("number", number, str(number), percent), field("percent"))
    assert (result.value, codes(result)) == (value, [] if value is not None else ["percent-ambiguous"])


def test_wider_limits_leave_more_in_doubt() -> None:
    growth = spec("percent", minimum=-1, maximum=5)
    assert codes(parsed("5", growth)) == ["percent-ambiguous"]
    assert parsed("6", growth).value == 0.06
    assert codes(parsed("-1", growth)) == ["percent-ambiguous"]
    assert parsed("-2", growth).value == -0.02
    assert codes(parsed("0", spec("percent", minimum=0.1))) == ["out-of-range"], "nothing is 0% in either way"


@pytest.mark.parametrize("typed", ["5%%", "%5", "5 % %", "(5%", "5 promille", "5‰", "veel %", "%", "5%\n5%", "€ 5%"])
def test_what_is_no_percentage_is_not_taken(typed: str) -> None:
    result = parsed(typed, field("percent"))
    assert (result.value, codes(result)) == (None, ["not-a-number"])


def test_a_percentage_below_zero_may_stand_between_parentheses() -> None:
    growth = spec("percent", minimum=-1, maximum=1)
    assert parsed("(5%)", growth).value == parsed("(5)%", growth).value == parsed("-5 %", growth).value == -0.05


def test_a_percentage_in_the_other_notation_is_ambiguous() -> None:
    assert codes(parsed("12.5%", field("percent"))) == ["number-ambiguous"]


@pytest.mark.parametrize("typed", [5, 1.01, "150%", "-5%", -0.05])
def test_a_percentage_beyond_its_limits_is_a_finding_in_percents(typed: object) -> None:
    result = parsed(typed, field("percent"))
    assert codes(result) == ["out-of-range"]
    assert (result.problems[0].params["low"], result.problems[0].params["high"]) == (0, 100)


def test_a_percentage_may_have_limits_of_its_own() -> None:
    growth = spec("percent", minimum=-1, maximum=5)
    assert codes(parsed("-20%", growth)) == []
    assert codes(parsed(5.5, growth)) == ["out-of-range"]


# -- dates -----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    "typed",
    [date(2027, 3, 1), datetime(2027, 3, 1), datetime(2027, 3, 1, 9), 46447, "1-3-2027", "1 mrt 2027", "2027-03-01"],
)
def test_a_date_is_taken(typed: object) -> None:
    result = parsed(typed, field("date"))
    assert (result.value, result.problems) == (date(2027, 3, 1), ())
    assert type(result.value) is date


@pytest.mark.parametrize(
    ("typed", "language"), [("03/04/2027", "nl"), ("03/04/2027", "en"), ("1-3-2027", "en"), ("1-3-27", "nl")]
)
def test_an_ambiguous_date_is_not_taken_and_all_meanings_are_said(typed: str, language: str) -> None:
    result = parsed(typed, field("date"), language)
    assert (result.value, codes(result)) == (None, ["date-ambiguous"])
    assert len(result.problems[0].params["meanings"]) == 2


@pytest.mark.parametrize(
    "typed",
    [
        "week 12",
        "44986",
        "31-2-2027",
        True,
        44986.5,
        -1,
        0,
        60,
        300_000,
        1e20,
        math.inf,
        -math.inf,
        math.nan,
        2027,
        1,
        80_000,
    ],
)
def test_what_is_no_date_is_not_taken(typed: object) -> None:
    result = parsed(typed, field("date"))
    assert (result.value, codes(result)) == (None, ["not-a-date"])


@pytest.mark.parametrize(
    ("typed", "code"),
    [
        ("1-3-1900", "date-suspicious"), ("31-12-1949", "date-suspicious"), ("1-1-1950", None), ("31-12-2099", None),
        ("1-1-2100", "date-suspicious"), ("1-1-1900", "out-of-range"), ("1-1-2200", "out-of-range"),
        (datetime(9999, 12, 31), "out-of-range"), (datetime(1900, 1, 1), "out-of-range"),
    ],
)  # fmt: skip
def test_an_unlikely_date_is_pointed_out(typed: object, code: str | None) -> None:
    assert codes(parsed(typed, field("date"))) == ([code] if code else [])


@pytest.mark.parametrize(
    ("serial", "value"),
    [(18_263, None), (18_264, date(1950, 1, 1)), (73_050, date(2099, 12, 31)), (73_051, None)],
)
def test_a_number_is_a_date_only_in_our_time(serial: int, value: date | None) -> None:
    result = parsed(serial, field("date"))
    assert (result.value, codes(result)) == (value, [] if value else ["not-a-date"])


@pytest.mark.parametrize(
    ("typed", "sentence", "first", "last"),
    [
        ("week 12", "date-incomplete", date(2027, 3, 22), date(2027, 3, 28)),
        ("Q1 2027", "date-incomplete", date(2027, 1, 1), date(2027, 3, 31)),
        ("1 maart", "date-without-year", date(2026, 3, 1), date(2028, 3, 1)),
        ("29 februari", "date-without-year", date(2028, 2, 29), date(2028, 2, 29)),
        ("03/04/2027", None, date(2027, 3, 4), date(2027, 4, 3)),
    ],
)
def test_a_date_that_is_not_certain_says_what_it_can_be(
    typed: str, sentence: str | None, first: date, last: date
) -> None:
    result = read_cell(Cell.of(typed), field("date"), Meaning("nl", year=2027))
    assert (result.value, codes(result)) == (None, ["date-ambiguous"])
    params = result.problems[0].params
    assert (params["raw"], params["sentence"], params["low"], params["high"]) == (typed, sentence, first, last)
    assert (params["meanings"][0], params["meanings"][-1]) == (first, last)
    assert params["meanings"] == sorted(params["meanings"])


def test_a_date_keeps_to_the_limits_of_its_field() -> None:
    year = spec("date", minimum=date(2027, 1, 1), maximum=date(2027, 12, 31))
    assert codes(parsed("31-12-2027", year)) == []
    assert codes(parsed("1-1-2028", year)) == ["out-of-range"]


@pytest.mark.parametrize(
    ("serial", "date1904", "day"),
    [
        (61, False, date(1900, 3, 1)),
        (60, False, None),
        (46447, False, date(2027, 3, 1)),
        (44985, True, date(2027, 3, 1)),
        (0, True, date(1904, 1, 1)),
        (-1, True, None),
        (46447.25, False, None),
        (109_574, False, date(2199, 12, 31)),
        (109_575, False, None),
        (200_000, False, None),
        (math.nan, False, None),
        (math.inf, True, None),
    ],
)
def test_serials_are_counted_from_either_epoch(serial: float, date1904: bool, day: date | None) -> None:
    assert from_serial(serial, date1904) == day


def test_a_serial_is_read_in_the_date_system_of_its_workbook() -> None:
    cell = Cell.of(44985)
    assert field_type(field("date")).parse(cell, field("date"), Meaning("nl", date1904=True)).value == date(2027, 3, 1)
    assert field_type(field("date")).parse(cell, field("date"), Meaning("nl")).value == date(2023, 2, 28)


# -- yes or no -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    ("typed", "value"),
    [
        ("ja", True),
        ("nee", False),
        ("yes", True),
        ("no", False),
        ("JA", True),
        (" Nee ", False),
        ("j", True),
        ("n", False),
        ("y", True),
        (True, True),
        (False, False),
        ("waar", True),
        ("onwaar", False),
        ("TRUE", True),
        ("false", False),
        ("Y", True),
        ("N", False),
        ("\u00a0ja\u00a0", True),
    ],
)
def test_yes_and_no_are_understood_in_every_language(typed: object, value: bool, language: str) -> None:
    result = parsed(typed, field("yes-no"), language)
    assert (result.value, result.problems) == (value, ())


@pytest.mark.parametrize(
    ("typed", "near"),
    [
        ("misschien", None), (1, None), (0, None), ("x", None), ("1", None), (datetime(2027, 3, 1), None),
        ("jaa", "ja"), ("Ja!", "ja"), ("neee", "nee"), ("yess", "ja"), ("onwar", "nee"),
    ],
)  # fmt: skip
def test_what_is_neither_yes_nor_no_is_not_taken(typed: object, near: str | None) -> None:
    result = parsed(typed, field("yes-no"))
    assert (result.value, codes(result)) == (None, ["not-yes-no"])
    assert result.problems[0].params["near"] == near
    assert result.problems[0].params["sentence"] == ("not-yes-no-near" if near else None)


def test_what_was_probably_meant_is_said_in_the_language_of_the_plan() -> None:
    assert parsed("jaa", field("yes-no"), "en").problems[0].params["near"] == "yes"


# -- computed --------------------------------------------------------------------------------------------------------
def test_a_computed_cell_is_never_read_and_never_typed_in() -> None:
    total = spec("computed", formula="1", result="money")
    assert parsed(12, total).value is None
    assert parsed(12, total).problems == ()
    assert shown_as(total).name == "money"
    assert shown_as(spec("computed", formula="1")).name == "number"
    with pytest.raises(TypeError, match=r"own\.field"):
        field_type(total).rule(total, Meaning("nl"), None)


# -- looks and rules -------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("given_spec", "number_format", "align", "wrap", "width"),
    [
        (field("text"), "@", "left", True, 28),
        (field("long-text"), "General", "left", True, 40),
        (field("choice"), "@", "left", True, 20),
        (field("choices"), "@", "left", True, 28),
        (field("number"), "#,##0.00", "right", False, 13),
        (field("number", whole=True), "#,##0", "right", False, 13),
        (field("number", role="plan-year", whole=True), "0", "left", False, 13),
        (field("money"), "#,##0;[Red]-#,##0", "right", False, 15),
        (field("percent"), "0.0%", "right", False, 11),
        (field("date"), "dd-mm-yyyy", "right", False, 13),
        (field("yes-no"), "@", "center", False, 9),
        (field("scale"), "0", "center", False, 9),
        (field("computed"), "General", "left", False, 16),
    ],
    ids=lambda value: value.type if isinstance(value, FieldSpec) else None,
)
def test_every_type_has_its_look(given_spec: Question, number_format: str, align: str, wrap: bool, width: int) -> None:
    kind = field_type(given_spec)
    assert kind.style(given_spec) == Style(number_format, align, wrap)  # type: ignore[arg-type]
    assert kind.width == width


@pytest.mark.parametrize(
    ("given_spec", "kind", "low", "high"),
    [
        (field("text"), "length", None, 255),
        (field("long-text"), "length", None, 4000),
        (field("choice"), "list", None, None),
        (field("choices"), "list", None, None),
        (field("yes-no"), "list", None, None),
        (field("number"), "decimal", -1e12, 1e12),
        (field("number", whole=True, minimum=0), "whole", 0, 1e12),
        (field("money", maximum=9), "decimal", -1e12, 9),
        (field("percent"), "decimal", 0, 1),
        (field("scale"), "whole", 1, 5),
        (field("date"), "date", date(1900, 3, 1), date(2199, 12, 31)),
        (field("date", minimum=date(2027, 1, 1)), "date", date(2027, 1, 1), date(2199, 12, 31)),
    ],
    ids=lambda value: value.type if isinstance(value, FieldSpec) else None,
)
def test_every_type_has_its_rule(given_spec: Question, kind: str, low: object, high: object) -> None:
    rule = field_type(given_spec).rule(given_spec, Meaning("nl", COLOURS), "apl_colours")
    assert (rule.kind, rule.minimum, rule.maximum) == (kind, low, high)
    assert rule.source == ("apl_colours" if kind == "list" else None)
    assert rule.strict == (given_spec.type != "choices"), "only a combination of choices is more than Excel can check"


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize(
    "given_spec",
    [*map(field, TYPES), field("number", minimum=0), field("money", maximum=9), field("percent", maximum=2)],
    ids=lambda value: value.type,
)  # fmt: skip
def test_every_rule_has_sentences_of_its_own(given_spec: Question, language: str) -> None:
    rule = field_type(given_spec).rule(given_spec, Meaning(language), None)
    for moment in ("prompt", "error"):
        assert say(language, "rule", f"{moment}-{rule.key}", **rule.said)
    assert rule.criteria == ("<=" if rule.kind == "length" else "between")


@pytest.mark.parametrize(
    ("given_spec", "key", "said"),
    [
        (field("number"), "number-any", {"low": -(10**12), "high": 10**12}),
        (field("number", minimum=0), "number", {"low": 0, "high": 10**12}),
        (field("number", maximum=2.5), "number", {"low": -(10**12), "high": 2.5}),
        (field("money"), "money-any", {"low": -(10**12), "high": 10**12}),
        (field("money", maximum=0), "money", {"low": -(10**12), "high": 0}),
        (field("percent"), "percent", {"low": 0, "high": 100}),
        (field("percent", minimum=-0.07, maximum=1.1), "percent", {"low": -7, "high": 110}),
        (field("scale", maximum=10), "scale", {"low": 1, "high": 10}),
        (field("text", max_length=9), "text", {"longest": 9}),
        (field("date", minimum=date(2027, 1, 1)), "date", {"low": date(2027, 1, 1), "high": date(2199, 12, 31)}),
    ],
    ids=lambda value: value.type if isinstance(value, FieldSpec) else None,
)
def test_a_rule_says_its_limits(given_spec: Question, key: str, said: dict[str, object]) -> None:
    rule = field_type(given_spec).rule(given_spec, Meaning("nl"), None)
    assert (rule.key, rule.said) == (key, said)


@given(st.text(max_size=30))
def test_folding_twice_is_folding_once(text: str) -> None:
    assert folded(folded(text)) == folded(text)


def test_an_empty_cell_is_one_and_the_same() -> None:
    assert Cell.of(None) is EMPTY
