"""The Python value of an expression. Blank (None) is not zero: it makes arithmetic blank and comparisons false.

Numbers are compared and rounded by the fifteen digits that spreadsheets keep, so that both sides see the same.
"""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from operator import add, ge, gt, le, lt, mul, sub, truediv
from typing import Any, Protocol

from accountplan.formula.language import (
    Arithmetic,
    Call,
    Comparison,
    ExpressionError,
    Literal,
    Logic,
    Node,
    Ref,
)


class Row(Protocol):
    """Where an expression is evaluated: a row of a table, or a form (then the row methods are never reached)."""

    def value(self, name: str) -> Any:
        """The answer of a question, or of a column in this row; None where blank."""

    def id(self) -> str | None:
        """This row's id; of a mirror row, that of the row it mirrors."""

    def related(self, column: str, codes: tuple[str, ...]) -> Row | None:
        """The row of the column's table with this row's axis codes, with `codes` in place of its own."""

    def mirrored(self) -> Row | None:
        """The row that this one mirrors."""

    def rows(self, column: str) -> Iterable[Row]:
        """Every row of the column's table."""

    def code(self, axis: str) -> str | None:
        """This row's code on an axis."""

    def light(self, plan: float, actual: float) -> str | None:
        """Traffic light of this row's KPI."""


def evaluate(node: Node, row: Row) -> Any:
    """The value of an expression in a row: number, text, date, bool, or None for blank."""
    match node:
        case Literal(value=value):
            return value
        case Ref(id=name):
            return row.value(name)
        case Arithmetic(operator=operator, left=left, right=right):
            return _arithmetic(operator, evaluate(left, row), evaluate(right, row))
        case Comparison(operator=operator, left=left, right=right):
            return compare(operator, evaluate(left, row), evaluate(right, row))
        case Logic(operator="and", operands=operands):
            return all(truth(evaluate(operand, row)) for operand in operands)
        case Logic(operator="or", operands=operands):
            return any(truth(evaluate(operand, row)) for operand in operands)
        case Logic(operands=operands):
            return not truth(evaluate(operands[0], row))
        case Call(function=function, arguments=arguments):
            return _FUNCTIONS[function](arguments, row)


def truth(value: Any) -> bool:
    return value is True


def _number(value: Any) -> Any:
    return int(value) if isinstance(value, bool) else value


def _arithmetic(operator: str, left: Any, right: Any) -> Any:
    left, right = _number(left), _number(right)
    if not isinstance(left, (int, float, date)) or not isinstance(right, (int, float, date)):
        return None
    try:
        if isinstance(left, date) or isinstance(right, date):
            return _with_dates(operator, left, right)
        result = _SIGNS[operator](left, right)
        return _settled(result, left, right) if operator in "+-" else _finite(result)
    except (ZeroDivisionError, OverflowError):
        return None


_SIGNS: dict[str, Callable[[Any, Any], Any]] = {"+": add, "-": sub, "*": mul, "/": truediv}


def _settled(result: float, *terms: float) -> float | None:
    """A sum or difference without the dust of binary fractions: 0.3 - 0.1 - 0.2 is 0."""
    dust = 2**-48 * max(map(abs, terms))
    return 0 if result and abs(result) <= dust else _finite(result)


def _finite(number: float) -> float | None:
    return number if math.isfinite(number) else None


def _with_dates(operator: str, left: Any, right: Any) -> Any:
    if operator == "-" and isinstance(left, date) and isinstance(right, date):
        return (left - right).days
    if operator == "+" and isinstance(right, date):
        left, right = right, left
    if operator in "+-" and isinstance(left, date) and not isinstance(right, date):
        return left + timedelta(days=right if operator == "+" else -right)
    return None


def compare(operator: str, left: Any, right: Any) -> bool:
    """False with a blank on either side. Several choices equal each of them; of texts the case does not matter."""
    if left is None or right is None:
        return False
    if isinstance(left, tuple) or isinstance(right, tuple):
        several, one = (left, right) if isinstance(left, tuple) else (right, left)
        return operator in ("==", "!=") and (one in several) == (operator == "==")
    left, right = _comparable(left), _comparable(right)
    alike = type(left) is type(right)
    if operator in ("==", "!="):
        return (alike and left == right) == (operator == "==")
    return alike and isinstance(left, (float, date)) and bool(_ORDERS[operator](left, right))


_ORDERS: dict[str, Callable[[Any, Any], Any]] = {"<": lt, "<=": le, ">": gt, ">=": ge}


def _comparable(value: Any) -> Any:
    if isinstance(value, str):
        return value.casefold()
    return value if isinstance(value, (bool, date)) else fifteen_digits(value)


def fifteen_digits(number: float) -> float:
    """The number as a spreadsheet keeps it."""
    return float(f"{number:.15g}")


Arguments = tuple[Node, ...]


def _filled(arguments: Arguments, row: Row) -> bool:
    return evaluate(arguments[0], row) is not None


def _blank(arguments: Arguments, row: Row) -> bool:
    return not _filled(arguments, row)


def _when(arguments: Arguments, row: Row) -> Any:
    condition, yes, *no = arguments
    if truth(evaluate(condition, row)):
        return evaluate(yes, row)
    return evaluate(no[0], row) if no else None


def _pick(choose: Callable[[Any, Any], Any]) -> Callable[[Arguments, Row], Any]:
    def picked(arguments: Arguments, row: Row) -> Any:
        one, other = (_number(evaluate(argument, row)) for argument in arguments)
        alike = any(isinstance(one, kind) and isinstance(other, kind) for kind in ((int, float), date))
        return choose(one, other) if alike else None

    return picked


def _round(arguments: Arguments, row: Row) -> Any:
    number, digits = (_number(evaluate(argument, row)) for argument in arguments)
    if not isinstance(number, (int, float)) or not isinstance(digits, (int, float)):
        return None
    return rounded(number, int(digits))


def rounded(number: float, digits: int) -> float:
    """Half away from zero by its decimal digits, as spreadsheets round: 1.005 to two digits is 1.01."""
    if abs(number) >= 1e15:
        return number
    step = Decimal(1).scaleb(-digits)
    return float(Decimal(f"{number:.15g}").quantize(step, ROUND_HALF_UP))


def _selected(arguments: Arguments, row: Row) -> list[Any]:
    column = arguments[0]
    if not isinstance(column, Ref):
        raise ExpressionError("column-expected")
    chosen = [other for other in row.rows(column.id) if all(_holds(c, other, row) for c in arguments[1:])]
    return [value for value in (other.value(column.id) for other in chosen) if value is not None]


def _holds(condition: Node, other: Row, row: Row) -> bool:
    match condition:
        case Call(function="same", arguments=(Literal(value=str() as axis),)):
            return other.code(axis) == row.code(axis)
        case Call(function="on", arguments=(Literal(value=str() as axis), Literal(value=code))):
            return other.code(axis) == code
        case Comparison(operator=operator, left=Ref(id=name), right=right):
            return compare(operator, other.value(name), evaluate(right, row))
    raise ExpressionError("condition-wrong")


def _total(arguments: Arguments, row: Row) -> Any:
    numbers = [
        value for value in _selected(arguments, row) if isinstance(value, (int, float)) and not isinstance(value, bool)
    ]
    return _sum(numbers) if numbers else None


def _sum(numbers: list[float]) -> float | None:
    try:
        return sum(numbers) if all(isinstance(number, int) for number in numbers) else _finite(math.fsum(numbers))
    except OverflowError:
        return None


def _count(arguments: Arguments, row: Row) -> int:
    return len(_selected(arguments, row))


def _row(arguments: Arguments, row: Row) -> Any:
    column = arguments[0]
    if not isinstance(column, Ref):
        raise ExpressionError("column-expected")
    codes = tuple(str(argument.value) for argument in arguments[1:] if isinstance(argument, Literal))
    other = row.related(column.id, codes)
    return None if other is None else other.value(column.id)


def _mirrored(arguments: Arguments, row: Row) -> Any:
    other = row.mirrored()
    return None if other is None or not isinstance(arguments[0], Ref) else other.value(arguments[0].id)


def _this(arguments: Arguments, row: Row) -> Any:
    return row.id()


def _years(arguments: Arguments, row: Row) -> Any:
    start, end = (evaluate(argument, row) for argument in arguments)
    if not isinstance(start, date) or not isinstance(end, date) or end < start:
        return None
    return whole_years(start, end)


def whole_years(start: date, end: date) -> int:
    """Birthdays passed, as Excel's DATEDIF(start, end, "y")."""
    return end.year - start.year - ((end.month, end.day) < (start.month, start.day))


def _days(arguments: Arguments, row: Row) -> Any:
    start, end = (evaluate(argument, row) for argument in arguments)
    return (end - start).days if isinstance(start, date) and isinstance(end, date) else None


def _make_date(arguments: Arguments, row: Row) -> Any:
    parts = [evaluate(argument, row) for argument in arguments]
    try:
        return None if None in parts else date(*(int(part) for part in parts))
    except (ValueError, TypeError, OverflowError):
        return None


def _light(arguments: Arguments, row: Row) -> Any:
    plan, actual = (evaluate(argument, row) for argument in arguments)
    numbers = isinstance(plan, (int, float)) and isinstance(actual, (int, float))
    return row.light(plan, actual) if numbers else None


def _several(arguments: Arguments, row: Row) -> Any:
    """Those of some choices that are there, as one answer of several."""
    found: list[Any] = []
    for value in (evaluate(argument, row) for argument in arguments):
        found += value if isinstance(value, tuple) else () if value is None else (value,)
    return tuple(found) or None


_FUNCTIONS: dict[str, Callable[[Arguments, Row], Any]] = {
    "filled": _filled,
    "blank": _blank,
    "when": _when,
    "least": _pick(min),
    "greatest": _pick(max),
    "round": _round,
    "total": _total,
    "count": _count,
    "row": _row,
    "mirrored": _mirrored,
    "this": _this,
    "years": _years,
    "days": _days,
    "make_date": _make_date,
    "light": _light,
    "several": _several,
}
