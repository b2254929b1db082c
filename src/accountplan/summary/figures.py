"""Figures in the summary: parts of a whole, and how a sentence says them."""

from __future__ import annotations

from accountplan.consolidate.rows import EvaluationRow, Number, TotalRow

MINUS = "−"


def share(row: EvaluationRow | TotalRow) -> Number | None:
    """The variance as a part of the plan; of a percentage the variance itself says enough."""
    return None if row.unit == "percent" else fraction(row.variance, row.plan)


def fraction(part: Number | None, whole: Number | None) -> Number | None:
    """`part` of `whole`; None where either is unknown, or the whole is nothing."""
    return None if part is None or not whole else part / abs(whole)


# -- in sentences ------------------------------------------------------------------------------------------------------
def said_percent(language: str, value: Number) -> str:
    """A fraction as a percentage, as a sentence says it: 12%, 7,7%, and never 0% of what is something."""
    from babel.numbers import format_decimal

    percent = float(f"{value * 100:.12g}")
    pattern = "#,##0.#" if abs(percent) >= 0.1 or not percent else "0.######"
    return f"{format_decimal(percent, pattern, locale=language)}%"


def said_points(language: str, value: Number) -> str:
    """A difference of two percentages in percentage points, with its sign: −2,0."""
    from babel.numbers import format_decimal

    return _signed(value, format_decimal(abs(round(value * 100, 9)), "0.0#", locale=language))


def said_amount(language: str, value: Number, currency: str, *, signed: bool = False) -> str:
    """An amount in whole units, cents only where it is small: € 18.400, €18,400, −€ 2,50."""
    from babel.numbers import format_decimal, get_currency_symbol

    symbol = get_currency_symbol(currency, locale=language) if currency else ""
    apart = "\xa0" if symbol and (language != "en" or symbol[-1].isalpha()) else ""
    small = abs(value) < 10 and not float(value).is_integer()
    number = format_decimal(abs(value), "#,##0.00" if small else "#,##0", locale=language)
    return _signed(value, f"{symbol}{apart}{number}", plus=signed)


def said_number(language: str, value: Number) -> str:
    """A number as people write it, with at most two decimals."""
    from babel.numbers import format_decimal

    return _signed(value, format_decimal(abs(value), "#,##0.##", locale=language), plus=False)


def said_whole(language: str, value: Number | None, *, signed: bool = False) -> str:
    """An amount without its currency and cents, as the words of a chart say it; – for what is unknown."""
    from babel.numbers import format_decimal

    return "–" if value is None else _signed(value, format_decimal(abs(round(value)), locale=language), plus=signed)


def _signed(value: Number, text: str, *, plus: bool = True) -> str:
    return f"{MINUS if value < 0 else '+' if plus and value > 0 else ''}{text}"
