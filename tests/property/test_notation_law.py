"""The law of notation: however a number or a date is written, it is read as itself, as one of several, or not at all.

Never as something else alone. The writers below know nothing of the reader.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from hypothesis import assume, given, settings
from hypothesis import strategies as st

from accountplan.fields import Cell, Meaning, Parsed, Value, field_type, read_cell
from accountplan.fields.percent import hundredth
from accountplan.template.model import Question
from tests.helpers import options, spec
from tests.tools.counts import count

LANGUAGES = st.sampled_from(["nl", "en"])
NUMBER, MONEY = spec("number"), spec("money")
DAYS = spec("number", unit={"nl": "dagen", "en": "days"})
GROWTH = spec("percent", minimum=-10, maximum=10)
DATE = spec("date")
MANY = settings(max_examples=count(150, 5_000))


# -- what a reading may say ------------------------------------------------------------------------------------------
def holds(parsed: Parsed, value: Value) -> bool:
    """The value; or none, and then a finding, which names the value where it names any."""
    if parsed.value is not None:
        return parsed.value == value
    return bool(parsed.problems) and all(
        value in problem.params.get("meanings", (value,)) for problem in parsed.problems
    )  # fmt: skip


def read(text: str, field: Question, language: str, year: int = 0) -> Parsed:
    return read_cell(Cell.of(text), field, Meaning(language, year=year))


# -- numbers ---------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Written:
    """A number and a text that a person may have written for it."""

    value: float
    text: str
    settled: bool
    """The signs in it leave no doubt in a plan of its own notation."""


GROUPS = {"nl": ".", "en": ",", "swiss": "'", "si": " ", "hard": "\u00a0", "thin": "\u202f", "none": ""}
MINUS = ["-{}", "\u2212{}", "({})", "- {}", "{}-"]
AROUND = ["{}", "€ {}", "€{}", "{} €", "EUR {}", "{} euro", " {} ", "\u00a0{}", "{}\u200b"]


def grouped(digits: str, sign: str) -> str:
    head = len(digits) % 3 or 3
    return sign.join([digits[:head], *(digits[n : n + 3] for n in range(head, len(digits), 3))])


def one_group(text: str) -> bool:
    """One to three digits, a sign, three digits: a fraction in one notation, thousands in the other."""
    return re.fullmatch(r"[^0-9]*[1-9][0-9]{0,2}[.,][0-9]{3}[^0-9kml]*", text) is not None


@st.composite
def numbers(draw: st.DrawFn, notation: str) -> Written:
    """Written in one of the two notations: its decimal sign, any style of grouping that goes with it."""
    whole = draw(st.integers(0, 10**9))
    fraction = draw(
        st.one_of(
            st.just(""), st.from_regex(r"[0-9]{1,2}", fullmatch=True), st.from_regex(r"[0-9]{3,5}", fullmatch=True)
        )
    )
    groups = GROUPS[draw(st.sampled_from([notation, *list(GROUPS)[2:]]))]
    text = grouped(str(whole), groups) + ({"nl": ",", "en": "."}[notation] + fraction if fraction else "")
    value = Decimal(f"{whole}.{fraction or 0}")
    if draw(st.booleans()):
        text, value = draw(st.sampled_from(MINUS)).format(text), -value
    scale = draw(st.sampled_from(["", "", "", " mln", "k", " miljard"]))
    value *= {"": 1, " mln": 10**6, "k": 1000, " miljard": 10**9}[scale]
    plain = not scale and not text.endswith("-")
    return Written(float(value), draw(st.sampled_from(AROUND)).format(text + scale), plain)


@MANY
@given(st.data(), LANGUAGES, LANGUAGES)
def test_a_number_is_itself_or_one_of_several(data: st.DataObject, notation: str, language: str) -> None:
    written = data.draw(numbers(notation))
    parsed = read(written.text, MONEY, language)
    if one_group(written.text):
        # The one choice that is made for people: `1.250` is 1250 in Dutch, as `1,250` is in English.
        grouped_here = {"nl": ".", "en": ","}[language] in written.text and not re.search("[0-9]-", written.text)
        assert (parsed.value is not None) == grouped_here
        return
    assert holds(parsed, written.value), parsed
    if written.settled and notation == language:
        assert parsed.value == written.value, "in its own language it is simply read"


@MANY
@given(st.data(), LANGUAGES, LANGUAGES, st.sampled_from(["ca. {}", "circa {}", "± {}", "~{}", "about {}"]))
def test_an_estimate_is_never_taken_without_a_word(
    data: st.DataObject, notation: str, language: str, form: str
) -> None:
    written = data.draw(numbers(notation))
    assume(not one_group(written.text))
    parsed = read(form.format(written.text.strip("\u00a0\u200b ")), MONEY, language)
    assert holds(parsed, written.value)
    assert parsed.problems


@MANY
@given(
    st.data(),
    LANGUAGES,
    LANGUAGES,
    st.sampled_from(["{} dagen", "{} days", "{}dag", "{} day(s)", "{} weken", "{} %", "€ {}"]),
)
def test_a_number_with_a_word_is_itself_or_not_read(
    data: st.DataObject, notation: str, language: str, form: str
) -> None:
    written = data.draw(numbers(notation))
    assume(not one_group(written.text))
    parsed = read(form.format(written.text.strip("\u00a0\u200b ")), DAYS, language)
    known = "da" in form and "€" not in written.text and "eur" not in written.text.lower()
    assert holds(parsed, written.value) if known else parsed.value is None


@MANY
@given(st.data(), LANGUAGES, LANGUAGES, st.sampled_from(["{}%", "{} %", "{} procent", "{} percent", "{}"]))
def test_a_percentage_is_itself_or_one_of_several(data: st.DataObject, notation: str, language: str, form: str) -> None:
    hundredths = data.draw(st.integers(-100_000, 100_000))
    sign = "," if notation == "nl" else "."
    text = form.format(f"{hundredths / 100:.2f}".replace(".", sign))
    parsed = read(text, GROWTH, language)
    as_percent, as_fraction = hundredth(hundredths / 100), hundredths / 100
    if parsed.value is not None:
        assert parsed.value in ((as_percent,) if form != "{}" else (as_percent, as_fraction))
        other = {as_percent, as_fraction} - {parsed.value}
        assert form != "{}" or not any(-10 <= meaning <= 10 for meaning in other), "only where it can mean nothing else"
    else:
        assert parsed.problems
    if form != "{}" and notation == language:
        assert parsed.value == as_percent


# -- any text at all -------------------------------------------------------------------------------------------------
@MANY
@given(st.text("0123456789.,'- ()€eEkml%\u00a0\u2212+~", max_size=12), LANGUAGES)
def test_no_digit_is_lost_or_made_up(text: str, language: str) -> None:
    """A number that is taken has the digits of the text, in their order."""
    parsed = read(text, NUMBER, language)
    if isinstance(parsed.value, (int, float)) and not set("eEkml") & set(text):
        digits = "".join(sign for sign in text if sign.isdigit()).strip("0")
        assert f"{abs(Decimal(repr(parsed.value))):f}".replace(".", "").strip("0") == digits
    assert parsed.value is not None or parsed.problems or not text.strip()


@MANY
@given(
    st.text(max_size=40), LANGUAGES, st.sampled_from([NUMBER, MONEY, DAYS, GROWTH, DATE, spec("scale"), spec("yes-no")])
)
def test_any_text_is_read_or_reported(text: str, language: str, field: Question) -> None:
    parsed = read(text, field, language, 2027)
    assert parsed.value is not None or parsed.problems or Cell.of(text).kind == "empty"


# -- dates -----------------------------------------------------------------------------------------------------------
MONTHS = {
    "nl": "januari februari maart april mei juni juli augustus september oktober november december".split(),
    "en": "January February March April May June July August September October November December".split(),
}
SHORT = {"nl": "jan feb mrt apr mei jun jul aug sep okt nov dec".split(), "en": [name[:3] for name in MONTHS["en"]]}
DATES = [
    "{d}-{m}-{y}", "{d:02}-{m:02}-{y}", "{d}/{m}/{y}", "{m}/{d}/{y}", "{m:02}/{d:02}/{y}", "{d}.{m}.{y}", "{d} {m} {y}",
    "{y}-{m:02}-{d:02}", "{y}/{m}/{d}", "{y}-{m:02}-{d:02}T00:00:00", "{d}-{m}-{s:02}", "{m}/{d}/{s:02}",
    "{d}.{m}.{s:02}",
    "{d} {month} {y}", "{d} {short} {y}", "{d} {short}. {y}", "{d}-{short}-{y}", "{month} {d}, {y}", "{d}e {month} {y}",
    "{d} {short} {s:02}", "{d}\u00a0{month}\u00a0{y}", " {d}\u2013{m}\u2013{y} ", "{d} {month}", "{short} {d}",
    "{iso_week}",
    "week {w} {iso_year}", "{month} {y}", "eind {month} {y}",
]  # fmt: skip
OF_A_PERIOD = ("week", "{iso_week}", "{month} {y}", "eind")


def written_date(day: date, form: str, language: str) -> str:
    iso_year, week, _ = day.isocalendar()
    return form.format(
        d=day.day, m=day.month, y=day.year, s=day.year % 100, month=MONTHS[language][day.month - 1],
        short=SHORT[language][day.month - 1], w=week, iso_year=iso_year, iso_week=f"{iso_year}-W{week:02}",
    )  # fmt: skip


@MANY
@given(st.dates(date(1950, 1, 1), date(2099, 12, 31)), st.sampled_from(DATES), LANGUAGES, LANGUAGES)
def test_a_date_is_itself_or_one_of_several(day: date, form: str, notation: str, language: str) -> None:
    if language == "nl" and form.startswith("{m}/{d}/{s"):
        assert read(written_date(day, form, notation), DATE, language).value is None or day.day > 12
    parsed = read(written_date(day, form, notation), DATE, language, day.year)
    if form.startswith(OF_A_PERIOD):
        assert parsed.value is None
        meanings = parsed.problems[0].params["meanings"]
        assert meanings[0] <= day <= meanings[-1]
    else:
        assert holds(parsed, day), parsed
    if "/" not in form and language == "nl" and "{y}" in form and "{d" in form:
        assert parsed.value == day, "in Dutch every order of a whole date but that with slashes is plain"


# -- and back --------------------------------------------------------------------------------------------------------
COLOURS = options(("red", "Rood"), ("green", "Groen; licht"), ("3", "Blauw"))
ENTRIES = st.one_of(
    st.tuples(st.just("text"), st.from_regex(r"[!-~]([ -~é]{0,20}[!-~])?", fullmatch=True)),
    st.tuples(st.just("long-text"), st.from_regex(r"[!-~]([ -~é\n]{0,20}[!-~])?", fullmatch=True)),
    st.tuples(st.sampled_from(["number", "money"]), st.floats(-1e12, 1e12) | st.integers(-(10**12), 10**12)),
    st.tuples(st.just("percent"), st.floats(0, 1)),
    st.tuples(st.just("scale"), st.integers(1, 5)),
    st.tuples(st.just("date"), st.dates(date(1950, 1, 1), date(2099, 12, 31))),
    st.tuples(st.just("yes-no"), st.booleans()),
    st.tuples(st.just("choice"), st.sampled_from(["red", "green", "3"])),
    st.tuples(st.just("choices"), st.sampled_from([("red",), ("green",), ("3", "red")])),
)


@MANY
@given(ENTRIES, LANGUAGES)
def test_what_is_entered_is_what_is_read(entry: tuple[str, Value], language: str) -> None:
    kind, value = entry
    field = spec(kind, **({"list": "colours"} if kind.startswith("choice") else {}))
    meaning = Meaning(language, COLOURS, year=2027)
    parsed = read_cell(Cell.of(field_type(field).entry(value, field, meaning)), field, meaning)
    assert (parsed.value, parsed.problems) == (value, ())
