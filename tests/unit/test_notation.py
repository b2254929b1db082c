"""Numbers and dates as people write them: one meaning, several, or none."""

from __future__ import annotations

from collections.abc import Iterator
from datetime import date, timedelta

import pytest

from accountplan.fields.days import read_date
from accountplan.fields.notation import Readings, neat, read_number, unit_forms, without_estimate

NUMBERS: list[tuple[str, str, list[float]]] = [
    # what both languages agree upon
    ("12", "nl", [12]), ("12", "en", [12]), ("0", "nl", [0]), ("9", "nl", [9]), (" 12 ", "nl", [12]),
    ("007", "nl", [7]), ("1234567", "nl", [1_234_567]),
    ("1.250,5", "nl", [1250.5]), ("1.250,5", "en", [1250.5]),
    ("1,250.50", "nl", [1250.5]), ("1,250.50", "en", [1250.5]),
    ("1.250,500", "nl", [1250.5]), ("9.250,5", "nl", [9250.5]),
    ("1.250.000", "nl", [1_250_000]), ("1.250.000", "en", [1_250_000]),
    ("1,250,000", "nl", [1_250_000]), ("1,250,000", "en", [1_250_000]),
    ("1.250.000,75", "nl", [1_250_000.75]), ("123.456.789", "nl", [123_456_789]),
    # a decimal sign or a group sign: the language says which
    ("12,5", "nl", [12.5]), ("12.5", "en", [12.5]), ("1.5", "en", [1.5]),
    ("1.250", "nl", [1250]), ("1,250", "en", [1250]), ("999.000", "nl", [999_000]),
    ("0,5", "nl", [0.5]), ("0,250", "nl", [0.25]), ("0.250", "en", [0.25]), ("0,001", "nl", [0.001]),
    ("1,2500", "nl", [1.25]), ("1.2500", "en", [1.25]), ("1250,500", "nl", [1250.5]),
    # the other language's sign: both meanings
    ("12.5", "nl", [12.5, 125]), ("12,5", "en", [12.5, 125]), ("1.5", "nl", [1.5, 15]), ("1,5", "en", [1.5, 15]),
    ("1,250", "nl", [1.25, 1250]), ("1.250", "en", [1.25, 1250]), ("1250.5", "nl", [1250.5, 12_505]),
    ("0.5", "nl", [0.5, 5]), ("0.001", "nl", [0.001, 1]), ("0,250", "en", [0.25, 250]),
    ("1250.500", "nl", [1250.5, 1_250_500]),
    # grouped by spaces of any kind or by apostrophes: then the language has the last word on one more group
    ("1 250", "nl", [1250]), ("1 250,5", "nl", [1250.5]), ("12 500 000", "nl", [12_500_000]),
    ("1\u00a0250", "nl", [1250]), ("1\u202f250", "nl", [1250]), ("1\u2009250", "nl", [1250]),
    ("1\u2007250", "en", [1250]),
    ("1'250", "nl", [1250]), ("1’250’000", "nl", [1_250_000]), ("1'250.50", "en", [1250.5]),
    ("1'250.50", "nl", [1250.5]),
    ("1 250.5", "nl", [1250.5]), ("1 250,250", "nl", [1250.25]), ("1 250.250", "en", [1250.25]),
    ("1 250.250", "nl", [1250.25, 1_250_250]), ("1'250,250", "en", [1250.25, 1_250_250]),
    # money
    ("€ 1.250,-", "nl", [1250]), ("€1.250,50", "nl", [1250.5]), ("1.250,50 €", "nl", [1250.5]),
    ("12,50 €", "nl", [12.5]),
    ("EUR 1.250", "nl", [1250]), ("EUR 12,50", "nl", [12.5]), ("1.250 euro", "nl", [1250]), ("1.250euro", "nl", [1250]),
    ("$1,250", "en", [1250]), ("US$ 12", "en", [12]), ("£ 12", "en", [12]), ("12 gbp", "en", [12]),
    ("1.250,--", "nl", [1250]), ("1250.-", "nl", [1250]), ("€ 1.250,–", "nl", [1250]), ("1.250,- euro", "nl", [1250]),
    # signs
    ("-12", "nl", [-12]), ("+12", "nl", [12]), ("−12", "nl", [-12]), ("–12", "nl", [-12]), ("- 12", "nl", [-12]),
    ("(1.250)", "nl", [-1250]), ("(1,250)", "en", [-1250]), ("(€ 1.250)", "nl", [-1250]), ("€ (1.250)", "nl", [-1250]),
    ("( 12 )", "nl", [-12]), ("(12,-)", "nl", [-12]), ("(12) euro", "nl", [-12]), ("(12 euro)", "nl", [-12]),
    ("(1,2 mln)", "nl", [-1_200_000]), ("-€ 1.250,-", "nl", [-1250]), ("€ -12", "nl", [-12]), ("€-12,5", "nl", [-12.5]),
    ("-12.5", "nl", [-12.5, -125]), ("+€ 5", "nl", [5]), ("€ +5", "nl", [5]),
    # a dash behind: below zero, or instead of the cents; where the cents are there it is the first
    ("12-", "nl", [-12, 12]), ("€ 1.250 -", "nl", [-1250, 1250]), ("12,50-", "nl", [-12.5]), ("12,5 -", "nl", [-12.5]),
    # in words
    ("1,2 mln", "nl", [1_200_000]), ("1.2 million", "en", [1_200_000]), ("€ 1,2 mln.", "nl", [1_200_000]),
    ("1,2 MIO", "nl", [1_200_000]), ("1,2 mln euro", "nl", [1_200_000]), ("2,3 miljoen", "nl", [2_300_000]),
    ("3 miljard", "nl", [3e9]), ("1,5 mld", "nl", [1.5e9]), ("12k", "nl", [12_000]), ("12 K", "nl", [12_000]),
    ("1 mio.", "nl", [1_000_000]), ("1 mld.", "nl", [1_000_000_000]), ("5 duizend", "nl", [5000]),
    ("5 thousand", "en", [5000]),
    ("k€ 12", "nl", [12_000]), ("12 k€", "nl", [12_000]), ("12 kEUR", "nl", [12_000]), ("€ 12k", "nl", [12_000]),
    ("1.2 mln", "nl", [1_200_000, 12_000_000]), ("1.250 mln", "nl", [1.25e6, 1.25e9]),
    ("1,250 mln", "en", [1.25e6, 1.25e9]),
    ("k€ 1.250", "nl", [1250, 1_250_000]), ("1.250k", "nl", [1250, 1_250_000]),
    # exponents, as programs write them
    ("1e3", "nl", [1000]), ("1e5", "en", [100_000]), ("1,5e3", "nl", [1500]), ("1.5E+03", "en", [1500]),
    ("12E-2", "nl", [0.12]),
    ("1.5e3", "nl", [1500, 15_000]), ("€ 1e3", "nl", [1000]),
    # from other keyboards
    ("１２，５", "nl", [12.5]), ("\u200e12", "nl", [12]), ("12\u200b", "nl", [12]), ("\ufeff12", "nl", [12]),
]  # fmt: skip


@pytest.mark.parametrize(("text", "language", "meanings"), NUMBERS)
def test_a_number_has_these_meanings(text: str, language: str, meanings: list[float]) -> None:
    assert sorted(read_number(text, language).meanings) == sorted(meanings), "to the last digit"


NO_NUMBERS = [
    "", " ", "-", "€", "abc", "veel", "ca. 12.500", "12.500?", ">12", "< 12", "n.v.t.", "#12",
    # signs that fit no way of writing
    "1.2.3", "1,2,3", "1.25.000", "1..250", "1.250.5", "1.250,5,5", "1,250.5.5", "1.250,", "12,", "12.", ",5", ".5",
    "1.250.",
    "12,50,-", "1,25.50", "0.250.000", "1.2500,5", "1250.000,5",
    # spaces and apostrophes that group nothing
    "12 34", "1 2345", "1  250", "1 250'000", "'1250", "'5", "1 2 3", "1250 000", "1 250.5.5", "1 250.000,5",
    # two things in one cell
    "10-12", "12/5", "1 en 2", "1\n250", "1\t250", "1-3-2027", "12:30", "5 of 6", "1.250 12", "1; 2",
    # a sign too many
    "-5-", "(-5)", "--5", "+-5", "-(5)", "(5", "5)", "((5))", "(5-)", "+5-", "5--", "€ 5 €", "€€5", "€ 5 eur",
    "EUR 5 euro",
    "5,---", "k€ 12 mln", "k€ 12k€", "k€ 12k", "1e3 mln", "12 mln mln", "12 k k€",
    # in the middle
    "1€25", "12€50", "1k5", "5 €5", "1,2 mln 5",
    # what is no number in this sense
    "5%", "5 %", "5 ‰", "12 stuks", "nan", "inf", "-inf", "1e3e4", "1e400", "1E-400", "1e", "1e+", "12e", "1_000",
    "0x10", "1e3x",
    "12M", "12 m", "m€ 12", "½", "5²", "٣", "१२", "١٢ x", "twaalf", "CHF 12", "12 ¥",
]  # fmt: skip


@pytest.mark.parametrize("language", ["nl", "en"])
@pytest.mark.parametrize("text", NO_NUMBERS)
def test_what_is_no_number_has_no_meaning(text: str, language: str) -> None:
    assert read_number(text, language).meanings == ()


def test_a_story_is_no_number_and_no_date() -> None:
    assert read_number("9" * 100, "nl").only == float("9" * 100)
    assert read_number("9" * 101, "nl").meanings == ()
    assert read_number("1x" + " " * 30_000 + "y", "nl").meanings == (), "and is said to be none at once"
    assert read_date(" " * 200 + "1" + " " * 92 + "mrt" + " 2027", "nl").only == FIRST_OF_MARCH
    assert read_date("1" + "." * 92 + "mrt" + " 2027", "nl").meanings == ()
    assert read_date("1" + "." * 91 + "mrt" + " 2027", "nl").only == FIRST_OF_MARCH


# -- currencies and units --------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "currency", "number"),
    [
        ("€ 12", "EUR", 12), ("12 euro", "EUR", 12), ("eur 12", "eur", 12), ("$ 12", "EUR", None),
        ("12 GBP", "EUR", None),
        ("$ 12", "USD", 12), ("€ 12", "USD", None), ("CHF 12", "CHF", 12), ("12 chf", "CHF", 12), ("€ 12", "CHF", None),
        ("k€ 12", "USD", None), ("12", "USD", 12),
    ],
)  # fmt: skip
def test_an_amount_in_another_currency_is_no_amount_in_this_one(text: str, currency: str, number: float | None) -> None:
    assert read_number(text, "nl", currency=currency).only == number


def test_where_no_money_is_asked_no_currency_is_understood() -> None:
    assert read_number("€ 12", "nl", money=False).meanings == ()
    assert read_number("12 euro", "nl", money=False).meanings == ()
    assert read_number("12 k€", "nl", money=False).meanings == ()
    assert read_number("12k", "nl", money=False).only == 12_000
    assert read_number("-12", "nl", money=False).only == -12


def test_only_the_units_of_the_field_are_understood() -> None:
    assert read_number("12 dagen", "nl", ("dagen", "days")).only == 12
    assert read_number("12dagen", "nl", ("dagen", "days")).only == 12
    assert read_number("12 DAYS", "nl", ("dagen", "days")).only == 12
    assert read_number("12\u00a0dagen", "nl", ("dagen", "days")).only == 12
    assert read_number("12 weken", "nl", ("dagen", "days")).meanings == ()
    assert read_number("1.250 m2", "nl", ("m2",)).only == 1250
    assert read_number("1,2 mln bezoeken", "nl", ("bezoeken",)).only == 1_200_000
    assert read_number("1,2 mln vragen", "nl", ("bezoeken",)).meanings == ()
    assert read_number("12 bezoeken mln", "nl", ("bezoeken",)).meanings == ()
    assert read_number("(12 dag(en))", "nl", ("dag(en)",)).only == -12


def test_in_a_field_that_counts_millions_nobody_knows_what_a_million_is() -> None:
    assert read_number("12 mln euro", "nl", ("mln euro",), money=False).only == 12
    assert read_number("12 mln", "nl", ("euro x mln",)).meanings == ()
    assert read_number("12", "nl", ("euro x mln",)).only == 12


@pytest.mark.parametrize(
    ("unit", "also"),
    [
        ("dagen", "dag dagen dag(en)"), ("days", "day days day(s)"), ("uren", "uur uren u"),
        ("hours", "hour hours hour(s)"),
        ("Uren", "uur"), ("jaar", "jaar jaren"), ("weken", "week weken"), ("week", "weken weeks"),
        ("bezoeken", "bezoek"),
        ("maanden", "maand"), ("visits", "visit"), ("m2", "m2"),
    ],
)  # fmt: skip
def test_a_unit_is_known_as_one_and_as_many(unit: str, also: str) -> None:
    assert set(also.split()) <= unit_forms(unit)


def test_the_forms_of_one_unit_are_not_those_of_another() -> None:
    units = ["dagen", "uren", "weken", "maanden", "jaar", "bezoeken", "medewerkers", "vestigingen"]
    for unit in units:
        assert not any(unit_forms(unit) & unit_forms(other) for other in units if other != unit)


def test_a_sentence_as_unit_is_understood_as_it_stands() -> None:
    assert "per jaar" in unit_forms("per jaar")
    assert "orders per jaar" in unit_forms("Orders\u00a0per jaar")


# -- estimates -------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "rest"),
    [
        ("ca. 12.500", "12.500"), ("ca 12", "12"), ("Circa 12", "12"), ("± 12", "12"), ("±12", "12"), ("~12", "12"),
        ("≈ 12", "12"), ("+/- 12", "12"), ("ongeveer 12 dagen", "12 dagen"), ("ong. 12", "12"), ("about 12", "12"),
        ("approx. 12", "12"), ("approximately 12", "12"), ("around 12", "12"), ("rond 12", "12"), ("plm. 12", "12"),
        ("ca. € 12", "€ 12"), ("€ ca. 12", "€12"), ("EUR ± 12", "EUR12"), ("ca.\u00a012", "12"), ("ca. -12", "-12"),
    ],
)  # fmt: skip
def test_what_calls_a_number_an_estimate_is_taken_off(text: str, rest: str) -> None:
    assert without_estimate(text) == (rest, True)


@pytest.mark.parametrize(
    "text", ["12", "€ 12", "cargo 12", "ca12", "europa 12", "12 ca.", "c 12", "+-12", "roundabout 12"]
)
def test_what_calls_nothing_an_estimate_is_left_as_it_is(text: str) -> None:
    assert without_estimate(text) == (text, False)


# -- one meaning, or not ---------------------------------------------------------------------------------------------
def test_only_says_nothing_where_there_are_two_meanings() -> None:
    assert read_number("12.5", "nl").only is None
    assert read_number("12,5", "nl").only == 12.5
    assert read_number("0", "nl").only == 0
    assert Readings[float]((1.0,), incomplete=True).only is None
    assert Readings[float](()).only is None


def test_a_text_is_neat_without_its_lines_being_joined() -> None:
    assert neat("\u200b 1\u00a0250 – ’ａ \n") == "1 250 - 'a"
    assert neat("1\n2\t3") == "1\n2\t3"
    assert neat("！～＿") == "!~_"
    assert neat("X-X 1X") == "X-X 1X", "and nothing else is touched"


# -- dates -----------------------------------------------------------------------------------------------------------
FIRST_OF_MARCH, THIRD_OF_JANUARY = date(2027, 3, 1), date(2027, 1, 3)
BOTH = ("nl", "en")
DATES: list[tuple[str, tuple[str, ...], list[date]]] = [
    ("2027-03-01", BOTH, [FIRST_OF_MARCH]),
    ("2027-3-1", BOTH, [FIRST_OF_MARCH]),
    ("2027/03/01", BOTH, [FIRST_OF_MARCH]),
    ("2027.03.01", BOTH, [FIRST_OF_MARCH]),
    ("2027–03–01", BOTH, [FIRST_OF_MARCH]),
    ("2027-03-01 00:00", BOTH, [FIRST_OF_MARCH]),
    ("2027-03-01 00:00:00", BOTH, [FIRST_OF_MARCH]),
    ("2027-03-01T00:00:00.000", BOTH, [FIRST_OF_MARCH]),
    ("2027-W09-1", BOTH, [FIRST_OF_MARCH]),
    ("2027w097", BOTH, [date(2027, 3, 7)]),
    ("1-3-2027", ("nl",), [FIRST_OF_MARCH]),
    ("01-03-2027", ("nl",), [FIRST_OF_MARCH]),
    ("1.3.2027", ("nl",), [FIRST_OF_MARCH]),
    ("1 3 2027", ("nl",), [FIRST_OF_MARCH]),
    ("\u200e1-3-2027", ("nl",), [FIRST_OF_MARCH]),
    ("31-12-2027", ("nl",), [date(2027, 12, 31)]),
    ("29-2-2028", ("nl",), [date(2028, 2, 29)]),
    ("1-3-2027", ("en",), [FIRST_OF_MARCH, THIRD_OF_JANUARY]),
    ("1.3.2027", ("en",), [FIRST_OF_MARCH, THIRD_OF_JANUARY]),
    ("1/3/2027", BOTH, [FIRST_OF_MARCH, THIRD_OF_JANUARY]),
    ("03/04/2027", BOTH, [date(2027, 4, 3), date(2027, 3, 4)]),
    ("13/4/2027", BOTH, [date(2027, 4, 13)]),
    ("4/13/2027", BOTH, [date(2027, 4, 13)]),
    ("5/5/2027", BOTH, [date(2027, 5, 5)]),
    ("1-3-27", ("nl",), [FIRST_OF_MARCH, date(1927, 3, 1)]),
    ("13/4/99", BOTH, [date(2099, 4, 13), date(1999, 4, 13)]),
    ("1/3/27", ("en",), [FIRST_OF_MARCH, date(1927, 3, 1), THIRD_OF_JANUARY, date(1927, 1, 3)]),
    ("1 mrt '27", BOTH, [FIRST_OF_MARCH, date(1927, 3, 1)]),
    ("March 1, 27", BOTH, [FIRST_OF_MARCH, date(1927, 3, 1)]),
    *(
        (text, BOTH, [FIRST_OF_MARCH])
        for text in (
            "1 mrt 2027", "1 maart 2027", "1 mrt. 2027", "1 March 2027", "1st March 2027", "1st of March 2027",
            "1e maart 2027",
            "March 1, 2027", "March 1st, 2027", "mar 1 2027", "mar-1-2027", "1-mrt-2027", "1.mrt.2027", "1mrt2027",
            "1 maart, 2027", " 1 MRT 2027 ", "1\u00a0mrt\u00a02027", "1  mrt  2027",
        )
    ),
]  # fmt: skip


@pytest.mark.parametrize(("text", "languages", "meanings"), DATES)
def test_a_date_has_these_meanings(text: str, languages: tuple[str, ...], meanings: list[date]) -> None:
    for language in languages:
        read = read_date(text, language)
        assert sorted(read.meanings) == sorted(meanings)
        assert not read.incomplete


@pytest.mark.parametrize(
    ("number", "names"),
    [
        (1, "jan januari january"), (2, "feb februari february"), (3, "mrt maart mar march"), (4, "apr april"),
        (5, "mei may"), (6, "jun juni june"), (7, "jul juli july"), (8, "aug augustus august"),
        (9, "sep sept september"), (10, "okt oktober oct october"), (11, "nov november"), (12, "dec december"),
    ],
)  # fmt: skip
def test_every_month_is_known_by_its_names(number: int, names: str) -> None:
    for name in names.split():
        assert read_date(f"2 {name} 2027", "nl").only == read_date(f"{name} 2 2027", "en").only == date(2027, number, 2)


NO_DATES = [
    "", "maart", "2027", "31-2-2027", "29-2-2027", "0-1-2027", "1-0-2027", "1-13-202", "1-3", "1/3", "44986",
    "1-3/2027",
    "2027-13-01", "2027-03/01", "0000-01-01", "1 foo 2027", "foo 1 2027", "31 juni 2027", "2027-03-01 13:30",
    "1\n3\n2027",
    "1-3-20270", "x1-3-2027", "1-3-2027x", "01032027", "20270301", "--", "1--3-2027", "week 0 2027", "week 54 2027",
    "week 53 2027", "2027-W12-8", "2027-W12-0", "2027-W54-1", "Q0 2027", "Q5 2027", "5e kwartaal 2027", "week 2027",
    "week 12 27",
    "foo 2027", "eind 2027", "week 1 0000", "Q1 0000", "maart 0000", "week 53 9999", "١-٣-٢٠٢٧", "1 marty 2027",
    "H1 2027",
    "volgende week", "maandag", "asap",
]  # fmt: skip


@pytest.mark.parametrize("language", BOTH)
@pytest.mark.parametrize("text", NO_DATES)
def test_what_is_no_date_has_no_meaning(text: str, language: str) -> None:
    assert read_date(text, language).meanings == ()


# -- dates that leave something out ----------------------------------------------------------------------------------
def week(monday: date) -> list[date]:
    return [monday + timedelta(days=day) for day in range(7)]


def period(first: date, last: date) -> list[date]:
    return [first, last]


MARCH = period(date(2027, 3, 1), date(2027, 3, 31))
FIRST_QUARTER = period(date(2027, 1, 1), date(2027, 3, 31))
WITH_YEAR: list[tuple[str, list[date]]] = [
    *((text, week(date(2027, 3, 22))) for text in (
        "week 12 2027", "week 12, 2027", "wk 12 2027", "wk. 12 2027", "wk12-2027", "Week 12-2027", "2027-W12",
        "2027w12",
        "2027 week 12", "2027 wk 12", "w12 2027", "2027-w12",
    )),
    ("week 1 2027", week(date(2027, 1, 4))), ("week 53 2026", week(date(2026, 12, 28))),
    ("week 9 2027", week(FIRST_OF_MARCH)),
    *((text, FIRST_QUARTER) for text in (
        "Q1 2027", "q1-2027", "K1 2027", "2027-Q1", "2027Q1", "2027 k1", "kwartaal 1 2027", "quarter 1 2027",
        "1e kwartaal 2027", "1st quarter 2027", "1st quarter, 2027",
    )),
    ("Q2 2027", period(date(2027, 4, 1), date(2027, 6, 30))), ("Q3 2027", period(date(2027, 7, 1), date(2027, 9, 30))),
    ("Q4 2027", period(date(2027, 10, 1), date(2027, 12, 31))),
    ("4e kwartaal 2027", period(date(2027, 10, 1), date(2027, 12, 31))),
    *((text, MARCH) for text in (
        "maart 2027", "mrt 2027", "mrt. 2027", "March 2027", "march, 2027", "eind maart 2027", "einde maart 2027",
        "begin mrt 2027",
        "half maart 2027", "medio maart 2027", "mid-March 2027", "end of March 2027", "eind van maart 2027",
        "late march 2027",
    )),
    ("feb 2028", period(date(2028, 2, 1), date(2028, 2, 29))),
    ("feb 2027", period(date(2027, 2, 1), date(2027, 2, 28))),
]  # fmt: skip


@pytest.mark.parametrize("year", [0, 2030])
@pytest.mark.parametrize(("text", "days"), WITH_YEAR)
def test_a_period_is_never_one_date(text: str, days: list[date], year: int) -> None:
    read = read_date(text, "nl", year)
    assert list(read.meanings) == days
    assert read.incomplete
    assert read.only is None


WITHOUT_YEAR: list[tuple[str, list[date]]] = [
    *((text, week(date(2027, 3, 22))) for text in ("week 12", "wk 12", "wk. 12", "w12", "Week 12")),
    *((text, FIRST_QUARTER) for text in ("Q1", "k1", "kwartaal 1", "1e kwartaal", "1st quarter")),
    *((text, MARCH) for text in ("maart", "eind maart", "end of March")),
    *(
        (text, [date(2026, 3, 1), FIRST_OF_MARCH, date(2028, 3, 1)])
        for text in ("1 maart", "1 mrt.", "1st of March", "March 1", "1-mrt")
    ),
    ("29 februari", [date(2028, 2, 29)]),
    ("mei 27", [date(2026, 5, 27), date(2027, 5, 27), date(2028, 5, 27)]),
]


@pytest.mark.parametrize(("text", "days"), WITHOUT_YEAR)
def test_a_date_without_its_year_is_never_taken_for_granted(text: str, days: list[date]) -> None:
    read = read_date(text, "nl", 2027)
    assert list(read.meanings) == days
    assert read.incomplete
    assert read.only is None
    assert read_date(text, "nl").meanings == (), "without a plan year there is nothing to choose from"


def days_of(year: int) -> Iterator[date]:
    return (date(year, 1, 1) + timedelta(days=day) for day in range(365))


def test_every_day_is_in_the_week_that_it_is_in() -> None:
    for day in days_of(2027):
        of_year, number, _ = day.isocalendar()
        assert day in read_date(f"week {number} {of_year}", "nl").meanings
