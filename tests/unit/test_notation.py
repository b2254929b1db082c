"""Numbers and dates as people write them: one meaning, several, or none."""

from __future__ import annotations

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from accountplan.fields.notation import read_date, read_number

NUMBERS: list[tuple[str, str, list[float]]] = [
    # what both languages agree upon
    ("12", "nl", [12]), ("12", "en", [12]),
    ("007", "nl", [7]),
    ("1.250,5", "nl", [1250.5]), ("1.250,5", "en", [1250.5]),
    ("1,250.50", "nl", [1250.5]), ("1,250.50", "en", [1250.5]),
    ("1.250.000", "nl", [1_250_000]), ("1.250.000", "en", [1_250_000]),
    ("1,250,000", "nl", [1_250_000]), ("1,250,000", "en", [1_250_000]),
    ("1.250.000,75", "nl", [1_250_000.75]),
    ("1 250", "nl", [1250]), ("1 250,5", "nl", [1250.5]), ("1\u00a0250", "nl", [1250]), ("1\u202f250", "nl", [1250]),
    ("1'250", "nl", [1250]), ("1'250.50", "en", [1250.5]),
    # a decimal sign or a group sign: the language says which
    ("12,5", "nl", [12.5]), ("12.5", "en", [12.5]),
    ("1.250", "nl", [1250]), ("1,250", "en", [1250]),
    ("0,5", "nl", [0.5]), ("0,250", "nl", [0.25]), ("0.250", "en", [0.25]),
    # the other language's sign: both meanings
    ("12.5", "nl", [12.5, 125]), ("12,5", "en", [12.5, 125]),
    ("1,250", "nl", [1.25, 1250]), ("1.250", "en", [1.25, 1250]),
    ("0.5", "nl", [0.5, 5]),
    # money
    ("€ 1.250,-", "nl", [1250]), ("€1.250,50", "nl", [1250.5]), ("1.250,50 €", "nl", [1250.5]),
    ("EUR 1.250", "nl", [1250]), ("1.250 euro", "nl", [1250]), ("$1,250", "en", [1250]), ("£ 12", "en", [12]),
    ("1.250,--", "nl", [1250]), ("1250.-", "nl", [1250]),
    # signs
    ("-12", "nl", [-12]), ("+12", "nl", [12]), ("−12", "nl", [-12]), ("- 12", "nl", [-12]), ("12-", "nl", [-12]),
    ("(1.250)", "nl", [-1250]), ("(1,250)", "en", [-1250]), ("(€ 1.250)", "nl", [-1250]), ("-€ 1.250,-", "nl", [-1250]),
    # in words
    ("1,2 mln", "nl", [1_200_000]), ("1.2 million", "en", [1_200_000]), ("€ 1,2 mln.", "nl", [1_200_000]),
    ("3 miljard", "nl", [3e9]), ("12k", "nl", [12_000]), ("5 duizend", "nl", [5000]),
    ("1.2 mln", "nl", [1_200_000, 12_000_000]),
    # exponents
    ("1e3", "nl", [1000]), ("1,5e3", "nl", [1500]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "meanings"), NUMBERS)
def test_a_number_has_these_meanings(text: str, language: str, meanings: list[float]) -> None:
    assert sorted(set(read_number(text, language).meanings)) == pytest.approx(sorted(meanings))


NO_NUMBERS = [
    "", " ", "-", "€", "abc", "ca. 12.500", "12.500?", "1.2.3", "1,2,3", "1.25.000", "1..250", "1.250,5,5", "1,250.5.5",
    "12 34", "1 2345", "1.250,", "12,", "12.", ",5", "10-12", "12/5", "5%", "1e3e4", "12 stuks", "-5-", "(-5)", "--5",
    "+-5", "-(5)", "(5", "5)", "nan", "inf", "1_000", "0x10", "١٢ x",
]  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_has_no_meaning(text: str, language: str) -> None:
    assert read_number(text, language).meanings == ()


def test_only_the_units_of_the_field_are_understood() -> None:
    assert read_number("12 dagen", "nl", ("dagen", "days")).only == 12
    assert read_number("12 DAYS", "nl", ("dagen", "days")).only == 12
    assert read_number("12 weken", "nl", ("dagen", "days")).meanings == ()
    assert read_number("1.250 m2", "nl", ("m2",)).only == 1250


def test_only_says_nothing_where_there_are_two_meanings() -> None:
    assert read_number("12.5", "nl").only is None
    assert read_number("12,5", "nl").only == 12.5


def grouped(digits: str, sign: str) -> str:
    head = len(digits) % 3 or 3
    return sign.join([digits[:head], *(digits[n : n + 3] for n in range(head, len(digits), 3))])


def written(whole: int, fraction: str, negative: bool, language: str, groups: bool) -> str:
    """A number as a person in that language writes it."""
    decimal, group = (",", ".") if language == "nl" else (".", ",")
    text = grouped(str(whole), group) if groups else str(whole)
    return ("-" if negative else "") + text + (decimal + fraction if fraction else "")


@given(
    st.integers(0, 10**9),
    st.from_regex(r"\A[0-9]{0,6}\Z"),
    st.booleans(),
    st.sampled_from(["nl", "en"]),
    st.booleans(),
    st.sampled_from(["{}", "€ {}", "{} EUR", " {} "]),
)
def test_a_number_that_is_written_out_is_among_its_meanings(
    whole: int, fraction: str, negative: bool, language: str, groups: bool, around: str
) -> None:
    value = (-1 if negative else 1) * float(f"{whole}.{fraction or 0}")
    meanings = read_number(around.format(written(whole, fraction, negative, language, groups)), language).meanings
    assert value in meanings
    assert len(set(meanings)) > 1 or meanings[0] == value


@given(st.text("0123456789.,'- ()€eE%k", max_size=12), st.sampled_from(["nl", "en"]))
def test_any_text_is_read_without_complaint(text: str, language: str) -> None:
    assert all(isinstance(meaning, float) for meaning in read_number(text, language).meanings)
    assert all(isinstance(meaning, date) for meaning in read_date(text, language).meanings)


# -- dates -----------------------------------------------------------------------------------------------------------
FIRST_OF_MARCH, THIRD_OF_JANUARY = date(2027, 3, 1), date(2027, 1, 3)
DATES: list[tuple[str, str, list[date]]] = [
    ("2027-03-01", "nl", [FIRST_OF_MARCH]),
    ("2027-03-01", "en", [FIRST_OF_MARCH]),
    ("2027-3-1", "nl", [FIRST_OF_MARCH]),
    ("2027/03/01", "en", [FIRST_OF_MARCH]),
    ("2027-03-01 00:00:00", "nl", [FIRST_OF_MARCH]),
    ("2027-03-01T00:00:00", "nl", [FIRST_OF_MARCH]),
    ("1-3-2027", "nl", [FIRST_OF_MARCH]),
    ("01-03-2027", "nl", [FIRST_OF_MARCH]),
    ("1.3.2027", "nl", [FIRST_OF_MARCH]),
    ("1-3-2027", "en", [FIRST_OF_MARCH, THIRD_OF_JANUARY]),
    ("1/3/2027", "nl", [FIRST_OF_MARCH, THIRD_OF_JANUARY]),
    ("03/04/2027", "nl", [date(2027, 4, 3), date(2027, 3, 4)]),
    ("03/04/2027", "en", [date(2027, 4, 3), date(2027, 3, 4)]),
    ("13/4/2027", "nl", [date(2027, 4, 13)]),
    ("13/4/2027", "en", [date(2027, 4, 13)]),
    ("4/13/2027", "nl", [date(2027, 4, 13)]),
    ("4/13/2027", "en", [date(2027, 4, 13)]),
    ("5/5/2027", "nl", [date(2027, 5, 5)]),
    ("1-3-27", "nl", [FIRST_OF_MARCH, date(1927, 3, 1)]),
    ("1 mrt 2027", "nl", [FIRST_OF_MARCH]),
    ("1 maart 2027", "nl", [FIRST_OF_MARCH]),
    ("1 mrt. 2027", "nl", [FIRST_OF_MARCH]),
    ("1 March 2027", "nl", [FIRST_OF_MARCH]),
    ("1st of March", "en", []),
    ("1st March 2027", "en", [FIRST_OF_MARCH]),
    ("March 1, 2027", "en", [FIRST_OF_MARCH]),
    ("1-mrt-2027", "nl", [FIRST_OF_MARCH]),
    (" 1 MRT 2027 ", "nl", [FIRST_OF_MARCH]),
    ("1\u00a0mrt\u00a02027", "nl", [FIRST_OF_MARCH]),
    ("29-2-2028", "nl", [date(2028, 2, 29)]),
]


@pytest.mark.parametrize(("text", "language", "meanings"), DATES)
def test_a_date_has_these_meanings(text: str, language: str, meanings: list[date]) -> None:
    assert sorted(read_date(text, language).meanings) == sorted(meanings)


NO_DATES = [
    "",
    "week 12",
    "maart",
    "mrt 2027",
    "2027",
    "Q1 2027",
    "31-2-2027",
    "29-2-2027",
    "0-1-2027",
    "1-13-202",
    "1-3",
    "44986",
    "1-3/2027",
    "2027-13-01",
    "0000-01-01",
    "1 foo 2027",
    "31 juni 2027",
    "eind maart",
    "2027-03-01 13:30",
]


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_has_no_meaning(text: str, language: str) -> None:
    assert read_date(text, language).meanings == ()


@given(
    st.dates(date(1950, 1, 1), date(2099, 12, 31)),
    st.sampled_from(
        ["{d}-{m}-{y}", "{d:02}-{m:02}-{y}", "{d}/{m}/{y}", "{d}.{m}.{y}", "{d} {m} {y}", "{y}-{m:02}-{d:02}"]
    ),
    st.sampled_from(["nl", "en"]),
)
def test_a_date_that_is_written_out_is_among_its_meanings(day: date, form: str, language: str) -> None:
    meanings = read_date(form.format(d=day.day, m=day.month, y=day.year), language).meanings
    assert day in meanings
    assert len(meanings) > 1 or meanings == (day,)
