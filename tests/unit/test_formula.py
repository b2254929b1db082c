"""The little language of formulas: what can be said in it, what it means, and the Excel formula that says the same."""

from __future__ import annotations

import math
import warnings
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

import pytest

from accountplan.formula import ExpressionError, calls, compare, evaluate, parse, references, whole_years
from accountplan.formula.excel import Block, condition, formula
from accountplan.formula.language import (
    FUNCTIONS,
    LOOKS_ONLY,
    ROW_CONDITIONS,
    Arithmetic,
    Call,
    Comparison,
    Literal,
    Logic,
    Ref,
)
from accountplan.formula.lights import shortfall, traffic_light
from accountplan.messages import LANGUAGES, say


# -- what can be said ------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("text", "tree"),
    [
        ("1", Literal(1)), ("1.5", Literal(1.5)), ("'x'", Literal("x")), ("True", Literal(True)), ("-3", Literal(-3)),
        ("a", Ref("a")), ("cust.size_class", Ref("cust.size_class")), (" a ", Ref("a")),
        ("a + 1", Arithmetic("+", Ref("a"), Literal(1))), ("-a", Arithmetic("-", Literal(0), Ref("a"))),
        ("a - b * c", Arithmetic("-", Ref("a"), Arithmetic("*", Ref("b"), Ref("c")))),
        ("a.b == 'x'", Comparison("==", Ref("a.b"), Literal("x"))),
        ("not a", Logic("not", (Ref("a"),))), ("a and b and c", Logic("and", (Ref("a"), Ref("b"), Ref("c")))),
        ("filled(a) or b", Logic("or", (Call("filled", (Ref("a"),)), Ref("b")))),
        ("total(a.b, same('quarters'))", Call("total", (Ref("a.b"), Call("same", (Literal("quarters"),))))),
    ],
)  # fmt: skip
def test_an_expression_becomes_a_tree(text: str, tree: object) -> None:
    assert parse(text) == tree


@pytest.mark.parametrize(
    "text",
    [
        "",
        " ",
        "a +",
        "a b",
        "(a",
        "a)",
        "1 < a < 3",
        "a ** 2",
        "a % 2",
        "a // 2",
        "a if b else c",
        "[a]",
        "a[0]",
        "lambda: 1",
        "f'{a}'",
        "None",
        "...",
        "b'x'",
        "1j",
        "a is b",
        "a in b",
        "~a",
        "+a",
        "a.b()",
        "sum(a)",
        "filled(x=1)",
        "filled(*a)",
        "__import__('os')",
        "(a, b)",
        "{a}",
        "'a'.b",
        "total(a, b, c, d, e, f, g)",
        "a := 1",
        "a; b",
        "a\nb",
        "\0",
    ],
)
def test_anything_else_is_refused_in_words(text: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    for language in LANGUAGES:
        assert say(language, "template", f"expression-{refused.value.key}", **refused.value.params)


@pytest.mark.parametrize(
    ("text", "part"), [("foo(a)", "'foo'"), ("filled()", "1 to 1"), ("round(a)", "2 to 2"), ("a ** 2", "a ** 2")]
)
def test_a_refusal_names_the_culprit(text: str, part: str) -> None:
    with pytest.raises(ExpressionError) as refused:
        parse(text)
    assert part in say("en", "template", f"expression-{refused.value.key}", **refused.value.params)


@pytest.mark.parametrize("name", FUNCTIONS)
def test_every_function_counts_its_arguments(name: str) -> None:
    fewest, most = FUNCTIONS[name]
    assert isinstance(parse(f"{name}({', '.join(['a'] * fewest)})"), Call)
    assert isinstance(parse(f"{name}({', '.join(['a'] * most)})"), Call)
    with pytest.raises(ExpressionError, match=name):
        parse(f"{name}({', '.join(['a'] * (most + 1))})")
    if fewest:
        with pytest.raises(ExpressionError, match=name):
            parse(f"{name}({', '.join(['a'] * (fewest - 1))})")


@pytest.mark.parametrize(
    "text",
    ["1" + " + 1" * 5000, "1" + " + 1" * 900, "(" * 500 + "1" + ")" * 500, "-" * 5000 + "a", "not " * 5000 + "a"],
)
def test_an_endless_expression_is_refused_too(text: str) -> None:
    with pytest.raises(ExpressionError):
        parse(text)


def test_an_odd_backslash_says_nothing_on_the_terminal() -> None:
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        assert parse(r"a == '\d'") == Comparison("==", Ref("a"), Literal(r"\d"))


def test_references_come_in_reading_order() -> None:
    node = parse("when(filled(a.x) and b == 'no', total(c.y, d.z > e), -f)")
    assert list(references(node)) == ["a.x", "b", "c.y", "d.z", "e", "f"]


def test_calls_come_outer_ones_first() -> None:
    node = parse("when(not filled(a), least(b, days(c, d)), 1 + count(e))")
    assert [call.function for call in calls(node)] == ["when", "filled", "least", "days", "count"]
    assert list(calls(parse("a + 1"))) == []


# -- what it means ---------------------------------------------------------------------------------------------------
@dataclass
class Here:
    """A row of a table in memory."""

    cells: Mapping[str, Any] = field(default_factory=dict)
    others: Sequence[Here] = ()
    row_id: str | None = None
    codes: Mapping[str, str] = field(default_factory=dict)
    mirror: Here | None = None

    def value(self, name: str) -> Any:
        return self.cells.get(name)

    def id(self) -> str | None:
        return self.row_id

    def related(self, column: str, codes: tuple[str, ...]) -> Here | None:
        return next((other for other in self.others if set(codes) <= set(other.codes.values())), None)

    def mirrored(self) -> Here | None:
        return self.mirror

    def rows(self, column: str) -> Iterable[Here]:
        return self.others

    def code(self, axis: str) -> str | None:
        return self.codes.get(axis)

    def light(self, plan: float, actual: float) -> str | None:
        return traffic_light(plan, actual, "higher", 0.02, 0.10)


VALUES = {
    "n": 10,
    "m": 4,
    "zero": 0,
    "half": 2.5,
    "neg": -2.5,
    "text": "ja",
    "word": "abc",
    "yes": True,
    "no": False,
    "big": 1e300,
    "d": date(2027, 3, 1),
    "e": date(2027, 12, 31),
    "leap": date(2024, 2, 29),
    "year": 2027,
    "far": 10**12,
    "many": ("red", "blue"),
}


@pytest.mark.parametrize(
    ("text", "value"),
    [
        # arithmetic; blank stays blank
        ("n + m", 14),
        ("n - m", 6),
        ("n * m", 40),
        ("n / m", 2.5),
        ("n - m * 2", 2),
        ("-n", -10),
        ("yes + yes", 2),
        ("n + gone", None),
        ("gone * 0", None),
        ("n / zero", None),
        ("n + word", None),
        ("big * big", None),
        ("-gone", None),
        ("many + 1", None),
        # dates
        ("e - d", 305),
        ("d + 30", date(2027, 3, 31)),
        ("d - 1", date(2027, 2, 28)),
        ("30 + d", date(2027, 3, 31)),
        ("d + d", None),
        ("d * 2", None),
        ("d + far", None),
        ("1 - d", None),
        # comparisons; with a blank always false
        ("n > m", True),
        ("n >= 10", True),
        ("n < m", False),
        ("n <= 10", True),
        ("n == 10", True),
        ("n == 10.0", True),
        ("n != m", True),
        ("gone == gone", False),
        ("gone != n", False),
        ("gone < n", False),
        ("word == 'abc'", True),
        ("word != 'x'", True),
        ("word == 5", False),
        ("word != 5", True),
        ("word < 5", False),
        ("d < e", True),
        ("yes == True", True),
        ("no == True", False),
        ("many == 'red'", True),
        ("many == 'green'", False),
        # logic: only a real yes is true
        ("yes and n > m", True),
        ("yes and no", False),
        ("no or yes", True),
        ("gone or no", False),
        ("not yes", False),
        ("not gone", True),
        ("n and yes", False),
        # filled, blank, when
        ("filled(n)", True),
        ("filled(zero)", True),
        ("filled(no)", True),
        ("filled(gone)", False),
        ("blank(gone)", True),
        ("when(yes, n, m)", 10),
        ("when(gone, n, m)", 4),
        ("when(no, n, gone)", None),
        ("when(yes, n)", 10),
        ("when(no, n)", None),
        # several
        ("several(word, when(yes, 'x'), when(no, 'y'), gone)", ("abc", "x")),
        ("several(many, 'x')", ("red", "blue", "x")),
        ("several(gone, when(no, 'y'))", None),
        # least, greatest, round
        ("least(n, m)", 4),
        ("greatest(n, m)", 10),
        ("least(n, gone)", None),
        ("greatest(gone, n)", None),
        ("least(d, e)", date(2027, 3, 1)),
        ("least(n, word)", None),
        ("greatest(d, n)", None),
        ("least(many, n)", None),
        ("round(half, 0)", 3),
        ("round(neg, 0)", -3),
        ("round(n / 3, 2)", 3.33),
        ("round(1.005, 2)", 1.01),
        ("round(1250, -2)", 1300),
        ("round(gone, 1)", None),
        ("round(word, 1)", None),
        ("round(0.5, 0)", 1),
        # dates once more
        ("years(d, e)", 0),
        ("years(make_date(2000, 3, 1), d)", 27),
        ("years(make_date(2000, 3, 2), d)", 26),
        ("years(e, d)", None),
        ("years(gone, d)", None),
        ("years(n, d)", None),
        ("days(d, e)", 305),
        ("days(e, d)", -305),
        ("days(gone, e)", None),
        ("days(n, e)", None),
        ("make_date(year, 1, 1)", date(2027, 1, 1)),
        ("make_date(year, 13, 1)", None),
        ("make_date(gone, 1, 1)", None),
        ("make_date(far, 1, 1)", None),
        ("make_date(word, 1, 1)", None),
        ("make_date(many, 1, 1)", None),
        # lights
        ("light(100, 98)", "green"),
        ("light(100, 97)", "amber"),
        ("light(100, 89)", "red"),
        ("light(gone, 5)", None),
        ("light(100, gone)", None),
        ("this()", "t.1"),
    ],
)
def test_an_expression_has_this_value(text: str, value: object) -> None:
    result = evaluate(parse(text), Here(VALUES, row_id="t.1"))
    assert result == (pytest.approx(value) if isinstance(value, float) else value)
    assert isinstance(result, bool) == isinstance(value, bool)


ROWS = [
    Here({"amount": 10, "state": "open", "by": "jan", "n": 1}, codes={"quarter": "q1", "kpi": "revenue"}),
    Here({"amount": 20, "state": "closed", "by": "zoe", "n": 2}, codes={"quarter": "q1", "kpi": "visits"}),
    Here({"amount": 40, "state": "open", "n": 3}, codes={"quarter": "q2", "kpi": "revenue"}),
    Here({"state": "open"}, codes={"quarter": "q2", "kpi": "visits"}),
    Here({"amount": True, "n": 5}),
]


@pytest.mark.parametrize(
    ("text", "value"),
    [
        ("total(amount)", 70), ("count(amount)", 4), ("total(amount, state == 'open')", 50), ("count(state)", 4),
        ("total(amount, state != 'open')", 20), ("count(amount, by == 'jan')", 1), ("count(amount, by != 'jan')", 1),
        ("total(amount, n >= 2, state == 'open')", 40), ("total(amount, state == 'none')", None), ("count(gone)", 0),
        ("total(gone)", None), ("total(amount, same('quarter'))", 30), ("total(amount, on('quarter', 'q2'))", 40),
        ("total(amount, same('quarter'), on('kpi', 'visits'))", 20), ("total(amount, by == me)", 10),
        ("total(amount, by == gone)", None), ("count(amount, n < limit)", 2), ("row(amount, 'q2', 'revenue')", 40),
        ("row(amount, 'q9')", None), ("mirrored(title)", "Goal"), ("mirrored(gone)", None),
    ],
)  # fmt: skip
def test_an_expression_reaches_other_rows(text: str, value: object) -> None:
    here = Here({"me": "jan", "limit": 3}, ROWS, codes={"quarter": "q1"}, mirror=Here({"title": "Goal"}))
    assert evaluate(parse(text), here) == value


def test_what_is_mirrored_of_nothing_is_blank() -> None:
    assert evaluate(parse("mirrored(title)"), Here()) is None


@pytest.mark.parametrize("text", ["total(1)", "row('x')", "total(a, 5)", "total(a, filled(b))", "total(a, 5 == b)"])
def test_a_misused_function_is_an_error(text: str) -> None:
    with pytest.raises(ExpressionError, match=r"column|condition"):
        evaluate(parse(text), Here(others=[Here({"a": 1})]))


def test_a_comparison_with_a_blank_is_false_either_way() -> None:
    for operator in ("==", "!=", "<", "<=", ">", ">="):
        assert not compare(operator, None, 1)
        assert not compare(operator, 1, None)


@pytest.mark.parametrize(
    ("start", "end", "years"),
    [
        (date(2024, 2, 29), date(2025, 2, 28), 0), (date(2024, 2, 29), date(2025, 3, 1), 1),
        (date(2020, 1, 1), date(2027, 1, 1), 7), (date(2020, 1, 2), date(2027, 1, 1), 6),
    ],
)  # fmt: skip
def test_years_are_birthdays_passed(start: date, end: date, years: int) -> None:
    assert whole_years(start, end) == years


# -- lights ----------------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("plan", "actual", "better", "light"),
    [
        (100, 120, "higher", "green"),
        (100, 98, "higher", "green"),
        (100, 97.9, "higher", "amber"),
        (100, 90, "higher", "amber"),
        (100, 89.9, "higher", "red"),
        (100, 80, "lower", "green"),
        (100, 102, "lower", "green"),
        (100, 105, "lower", "amber"),
        (100, 111, "lower", "red"),
        (0, 0, "higher", "green"),
        (0, 5, "higher", "green"),
        (0, -1, "higher", "red"),
        (0, 5, "lower", "red"),
        (0, 0, "lower", "green"),
        (-100, -101, "higher", "green"),
        (-100, -120, "higher", "red"),
    ],
)
def test_a_light_follows_from_the_shortfall(plan: float, actual: float, better: str, light: str) -> None:
    assert traffic_light(plan, actual, better, 0.02, 0.10) == light


def test_a_shortfall_is_a_fraction_of_the_plan_without_dust() -> None:
    assert shortfall(0.3, 0.27, "higher") == 0.1
    assert shortfall(200, 150, "lower") == -0.25


# -- the same in Excel -----------------------------------------------------------------------------------------------
class Sheet:
    """Cells by name: `a` stands in A1, `b` in B1 …; tables have their rows in 5 to 9."""

    missing = ("gone",)
    yes_no = ("yes",)

    def cell(self, name: str) -> str | None:
        return None if name in self.missing else f"{name.upper()}1"

    def is_yes_no(self, name: str) -> bool:
        return name in self.yes_no

    def is_several(self, name: str) -> bool:
        return name == "many"

    def word(self, name: str | None, code: str | bool) -> str:
        if isinstance(code, bool):
            return "ja" if code else "nee"
        return f"{name or 'own'}:{code}"

    def related(self, column: str, codes: tuple[str, ...]) -> str | None:
        return None if column in self.missing else f"{column.upper()}.{'.'.join(codes)}"

    def mirrored(self, column: str) -> str | None:
        return None if column in self.missing else f"INDEX({column.upper()},1)"

    def this(self) -> str:
        return "$B$5"

    def blocks(self, column: str, fixed: Sequence[tuple[str, str]]) -> list[Block]:
        if column in self.missing:
            return []
        runs = [(5, 6), (8, 9)] if column == "split" else [(5, 9)]
        if ("quarter", "q1") in fixed:
            runs = [(5, 5)]
        return [Block(f"{column.upper()}{first}:{column.upper()}{last}", (first, last), None) for first, last in runs]

    def beside(self, column: str, block: Block) -> str:
        return f"{column.upper()}{block.rows[0]}:{column.upper()}{block.rows[1]}"

    def code(self, axis: str) -> str | None:
        return "q1" if axis == "quarter" else None

    def light(self) -> tuple[str, str, bool] | None:
        return "L!G1", "L!H1", True


@pytest.mark.parametrize(
    ("text", "excel"),
    [
        ("1", "1"),
        ("1.5", "1.5"),
        ("'x'", '"own:x"'),
        ("True", 'IF(TRUE,"ja","nee")'),
        ("a", 'IF(A1="","",A1)'),
        ("gone", '""'),
        ("a + b", 'IF(OR(A1="",B1=""),"",IFERROR((A1+B1),""))'),
        ("a - 1", 'IF(A1="","",IFERROR((A1-1),""))'),
        ("a * a", 'IF(A1="","",IFERROR((A1*A1),""))'),
        ("1 + 2", 'IFERROR((1+2),"")'),
        ("a + gone", '""'),
        ("a + yes", 'IF(OR(A1="",YES1=""),"",IFERROR((A1+IF(YES1="ja",1,0)),""))'),
        ("-a", 'IF(A1="","",IFERROR((0-A1),""))'),
        ("a > b", 'IF(AND(ISNUMBER(A1),ISNUMBER(B1),A1>B1),"ja","nee")'),
        ("a == 'x'", 'IF(A1="a:x","ja","nee")'),
        ("a != 5", 'IF(AND(A1<>"",A1<>5),"ja","nee")'),
        ("gone == 5", 'IF(FALSE,"ja","nee")'),
        ("yes == True", 'IF(AND(YES1<>"",YES1="ja"),"ja","nee")'),
        ("yes and a > 1", 'IF(AND(YES1="ja",AND(ISNUMBER(A1),A1>1)),"ja","nee")'),
        ("yes or not yes", 'IF(OR(YES1="ja",NOT(YES1="ja")),"ja","nee")'),
        ("filled(a)", 'IF(A1<>"","ja","nee")'),
        ("blank(a)", 'IF(A1="","ja","nee")'),
        ("filled(gone)", 'IF(FALSE,"ja","nee")'),
        ("blank(gone)", 'IF(TRUE,"ja","nee")'),
        ("when(yes, a, 2)", 'IF(YES1="ja",IF(A1="","",A1),2)'),
        ("when(gone, 1, 2)", "IF(FALSE,1,2)"),
        ("when(yes, 2)", 'IF(YES1="ja",2,"")'),
        (
            "several('x', when(yes, 'y'), a, gone)",
            'MID("; own:x"&IF(YES1="ja","; own:y","")&IF(A1="","","; "&A1)&"",3,999)',
        ),
        ("least(a, b)", 'IF(OR(A1="",B1=""),"",IFERROR(MIN(A1+0,B1+0),""))'),
        ("greatest(a, 1)", 'IF(A1="","",IFERROR(MAX(A1+0,1+0),""))'),
        ("greatest(a, gone)", '""'),
        ("round(a, 2)", 'IF(A1="","",IFERROR(ROUND(A1,2),""))'),
        ("days(a, b)", 'IF(OR(A1="",B1=""),"",IFERROR((B1-A1),""))'),
        ("years(a, b)", 'IF(OR(A1="",B1=""),"",IFERROR(DATEDIF(A1,B1,"y"),""))'),
        ("make_date(a, 1, 31)", 'IF(A1="","",IFERROR(DATE(A1,1,31),""))'),
        (
            "many == 'x'",
            'IF(AND(MANY1<>"","many:x"<>"",ISNUMBER(FIND(";"&LOWER("many:x")&";",'
            '";"&LOWER(SUBSTITUTE(MANY1,"; ",";"))&";"))),'
            '"ja","nee")',
        ),
        ("row(a, 'q4')", 'IF(A.q4="","",A.q4)'),
        ("row(gone, 'q4')", '""'),
        ("mirrored(a)", 'IF(INDEX(A,1)="","",INDEX(A,1))'),
        ("this()", "$B$5"),
        ("total(a)", 'IF(SUMPRODUCT(ISNUMBER(A5:A9)*1)=0,"",SUM(A5:A9))'),
        ("total(gone)", '""'),
        ("count(a)", 'SUMPRODUCT((A5:A9<>"")*1)'),
        ("count(gone)", "(0)"),
        (
            "total(a, b == 'x')",
            'IF(SUMPRODUCT(ISNUMBER(A5:A9)*(B5:B9="b:x"))=0,"",SUMPRODUCT(1*(B5:B9="b:x"),A5:A9))',
        ),
        ("count(a, b >= c)", 'SUMPRODUCT((A5:A9<>"")*ISNUMBER(B5:B9)*(C1<>"")*(B5:B9>=C1))'),
        ("count(a, b == gone)", 'SUMPRODUCT((A5:A9<>"")*0)'),
        ("count(split)", '(SUMPRODUCT((SPLIT5:SPLIT6<>"")*1)+SUMPRODUCT((SPLIT8:SPLIT9<>"")*1))'),
        ("count(a, same('quarter'))", 'SUMPRODUCT((A5:A5<>"")*1)'),
        ("count(a, on('quarter', 'q1'))", 'SUMPRODUCT((A5:A5<>"")*1)'),
        ("count(a) * 2", 'IFERROR((SUMPRODUCT((A5:A9<>"")*1)*2),"")'),
        (
            "light(a, b)",
            'IF(OR(A1="",B1=""),"",IFERROR(IF(IF(A1=0,IF((A1-B1)<=0,0,1),ROUND((A1-B1)/ABS(A1),9))<=L!G1,"own:green",'
            'IF(IF(A1=0,IF((A1-B1)<=0,0,1),ROUND((A1-B1)/ABS(A1),9))<=L!H1,"own:amber","own:red")),""))',
        ),
        ("light(a, gone)", '""'),
    ],
)
def test_the_excel_formula_says_the_same(text: str, excel: str) -> None:
    assert formula(parse(text), Sheet()) == excel


def test_a_quote_in_a_text_is_doubled() -> None:
    class Quoting(Sheet):
        def word(self, name: str | None, code: str | bool) -> str:
            return f'say "{code}"'

    assert formula(parse("'x'"), Quoting()) == '"say ""x"""'


def test_a_condition_is_true_or_false() -> None:
    assert condition(parse("filled(a) and b == 'x'"), Sheet()) == 'AND(A1<>"",B1="b:x")'
    assert condition(parse("when(yes, filled(a), True)"), Sheet()) == 'IF(YES1="ja",A1<>"",TRUE)'
    assert condition(parse("when(yes, filled(a))"), Sheet()) == 'IF(YES1="ja",A1<>"",FALSE)'
    with pytest.raises(ExpressionError, match="condition"):
        condition(parse("a + 1"), Sheet())


def test_every_function_has_a_value_and_a_formula() -> None:
    for name in FUNCTIONS:
        if name in (*ROW_CONDITIONS, *LOOKS_ONLY):
            continue
        arguments = {"when": "yes, a, b", "row": "a, 'q1'", "this": "", "make_date": "a, b, c"}.get(
            name, "a, b" if FUNCTIONS[name] == (2, 2) else "a"
        )
        node = parse(f"{name}({arguments})")
        evaluate(node, Here())
        assert formula(node, Sheet())


def test_infinity_is_no_number_for_a_formula() -> None:
    assert evaluate(parse("a * a"), Here({"a": 1e200})) is None
    assert evaluate(parse("total(a)"), Here(others=[Here({"a": 1.7e308}), Here({"a": 1.7e308})])) is None
    assert not math.isinf(evaluate(parse("a + 1"), Here({"a": 1e300})))
