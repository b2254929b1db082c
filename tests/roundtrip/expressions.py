"""A template full of expressions out of thin air: all that the language has, each of a type that makes sense."""

from __future__ import annotations

from random import Random
from typing import Any

from accountplan.template.check import check
from accountplan.template.model import Template
from accountplan.template.source import Marked, Problems

AXES = {"quarters": ("q1", "q2", "q3"), "points": ("revenue", "visits")}
CODES = ("low", "high", "none")
MOST_DEEP = 3


def both(text: str) -> dict[str, str]:
    return {"nl": f"{text} nl", "en": f"{text} en"}


class Author:
    """Writes expressions for one place: a form, or a table with its columns and what its rows can see."""

    def __init__(self, random: Random, where: str) -> None:
        self.random, self.where = random, where

    def one_of(self, *makers: Any) -> str:
        return str(self.random.choice(makers)())

    def ref(self, kind: str) -> str:
        """An input of this kind: of the form, or of the table itself."""
        own = [] if self.where == "form" else [f"{self.where}.{kind}1", f"{self.where}.{kind}2"]
        return self.random.choice([*own, *own, f"f.{kind}1", f"f.{kind}2"])

    # -- one maker per type of value
    def number(self, deep: int = 0) -> str:
        simple = [lambda: self.ref("num"), lambda: self.random.choice(["0", "1", "-3", "2.5", "0.1", "100"])]
        if deep >= MOST_DEEP:
            return self.one_of(*simple)

        def n() -> str:
            return self.number(deep + 1)

        return self.one_of(
            *simple,
            lambda: f"({n()} {self.random.choice('+-*/')} {n()})",
            lambda: f"-({n()})",
            lambda: f"least({n()}, {n()})",
            lambda: f"greatest({n()}, {n()})",
            lambda: f"round({n()}, {self.random.randint(-1, 3)})",
            lambda: f"days({self.day(deep + 1)}, {self.day(deep + 1)})",
            lambda: f"years({self.day(deep + 1)}, {self.day(deep + 1)})",
            lambda: f"when({self.condition(deep + 1)}, {n()}, {n()})",
            lambda: f"when({self.condition(deep + 1)}, {n()})",
            lambda: f"({self.ref('yes')} + {n()})",
            lambda: f"({self.condition(deep + 1)} + {n()})",
            lambda: self.aggregate("total", "num"),
            lambda: self.aggregate("count", self.random.choice(["num", "day", "one", "many", "yes", "text"])),
            lambda: self.elsewhere("num") or n(),
        )

    def day(self, deep: int = 0) -> str:
        simple = [
            lambda: self.ref("day"),
            lambda: f"make_date(f.year, {self.random.randint(1, 12)}, {self.random.randint(1, 28)})",
        ]
        if deep >= MOST_DEEP:
            return self.one_of(*simple)
        return self.one_of(
            *simple,
            lambda: f"({self.day(deep + 1)} + {self.random.choice(['30', 'f.whole1'])})",
            lambda: f"({self.day(deep + 1)} - 7)",
            lambda: f"when({self.condition(deep + 1)}, {self.day(deep + 1)}, {self.day(deep + 1)})",
            lambda: self.elsewhere("day") or self.day(deep + 1),
        )

    def choice(self, deep: int = 0) -> str:
        return self.one_of(
            lambda: self.ref("one"),
            lambda: f"when({self.condition(deep + 1)}, {self.ref('one')}, {self.code()})",
            lambda: self.elsewhere("one") or self.ref("one"),
        )

    def several(self) -> str:
        parts = [f"when({self.condition(1)}, {self.code()})", self.choice(), self.ref("many")]
        return f"several({', '.join(self.random.sample(parts, self.random.randint(1, 3)))})"

    def code(self) -> str:
        return repr(self.random.choice(CODES))

    def condition(self, deep: int = 0) -> str:
        equal, any_sign = self.random.choice(["==", "!="]), self.random.choice(["==", "!=", "<", "<=", ">", ">="])
        simple = [
            lambda: f"filled({self.ref(self.random.choice(['num', 'day', 'one', 'many', 'yes', 'text']))})",
            lambda: f"blank({self.ref(self.random.choice(['num', 'day', 'one', 'many', 'yes', 'text']))})",
            lambda: f"({self.ref('one')} {equal} {self.code()})",
            lambda: f"({self.ref('many')} {equal} {self.code()})",
            lambda: f"({self.ref('yes')} {equal} {self.random.choice([True, False])})",
            lambda: f"({self.ref('text')} {equal} {self.random.choice([repr('abc'), self.ref('text')])})",
        ]
        if deep >= MOST_DEEP:
            return self.one_of(*simple)

        def c() -> str:
            return self.condition(deep + 1)

        return self.one_of(
            *simple,
            lambda: f"({self.number(deep + 1)} {any_sign} {self.number(deep + 1)})",
            lambda: f"({self.day(deep + 1)} {any_sign} {self.day(deep + 1)})",
            lambda: f"({c()} and {c()})",
            lambda: f"({c()} or {c()} or {c()})",
            lambda: f"(not {c()})",
            lambda: f"(not {self.ref('yes')})",
            lambda: f"blank({self.number(deep + 1)})",
        )

    # -- other rows
    def aggregate(self, function: str, kind: str) -> str:
        table = self.random.choice(["free", "fixed"])
        conditions = [self.row_condition(table) for _ in range(self.random.randint(0, 2))]
        return f"{function}({', '.join([f'{table}.{kind}{self.random.randint(1, 2)}', *conditions])})"

    def row_condition(self, table: str) -> str:
        equal, any_sign = self.random.choice(["==", "!="]), self.random.choice(["==", "!=", "<", "<=", ">", ">="])
        makers = [
            lambda: f"{table}.one1 {equal} {self.code()}",
            lambda: f"{table}.many2 {equal} {self.code()}",
            lambda: f"{table}.yes1 {equal} {self.random.choice([True, False])}",
            lambda: f"{table}.num2 {any_sign} {self.number(MOST_DEEP)}",
            lambda: f"{table}.day1 {any_sign} {self.day(MOST_DEEP)}",
            lambda: f"{table}.text1 {equal} 'abc'",
        ]
        if table == "fixed":
            axis = self.random.choice(list(AXES))
            makers.append(lambda: f"on('{axis}', '{self.random.choice(AXES[axis])}')")
            if self.where == "fixed":
                makers.append(lambda: f"same('{axis}')")
        return self.one_of(*makers)

    def elsewhere(self, kind: str) -> str | None:
        name = f"{kind}{self.random.randint(1, 2)}"
        if self.where == "mirror":
            return f"mirrored(free.{name})"
        if self.where == "fixed":
            axis = self.random.choice(list(AXES))
            return f"row(fixed.{name}, '{self.random.choice(AXES[axis])}')"
        return None


_INPUTS: dict[str, dict[str, Any]] = {
    "num": {"type": "money"}, "day": {"type": "date"}, "one": {"type": "choice", "list": "marks"},
    "many": {"type": "choices", "list": "marks"}, "yes": {"type": "yes-no"}, "text": {"type": "text"},
    "whole": {"type": "number", "whole": True, "minimum": -400, "maximum": 400},
}  # fmt: skip
_RESULTS: list[tuple[str, dict[str, Any]]] = [
    ("number", {"result": "number"}),
    ("day", {"result": "date"}),
    ("condition", {"result": "yes-no"}),
    ("condition", {}),
    ("choice", {"result": "choice", "list": "marks"}),
    ("several", {"result": "choices", "list": "marks"}),
]
"""What is written, and what the field says that it gives."""


def made_template(seed: int, per_place: int) -> Template:
    """A form and three tables, each with `per_place` computed fields."""
    random = Random(seed)

    def given(where: str) -> list[dict[str, Any]]:
        return [
            {"id": f"{where}.{kind}{n}", "label": both(f"{where} {kind} {n}"), **spec}
            for kind, spec in _INPUTS.items()
            for n in (1, 2)
        ]

    def computed(where: str) -> list[dict[str, Any]]:
        author = Author(random, {"f": "form"}.get(where, where))
        made = []
        for n in range(per_place):
            kind, result = random.choice(_RESULTS)
            formula = getattr(author, kind)()
            made.append(
                {"id": f"{where}.made{n}", "type": "computed", "label": both(f"{where} made {n}"), "formula": formula,
                 **result}
            )  # fmt: skip
        return made

    def table(name: str, rows: dict[str, Any], **more: Any) -> dict[str, Any]:
        return {
            "kind": "table", "id": f"{name}x", "label": both(name), "rows": rows,
            "columns": [*given(name), *computed(name)], **more,
        }  # fmt: skip

    form = [{"kind": "field", **spec} for spec in [*given("f"), *computed("f")]]
    year = {"id": "f.year", "type": "number", "whole": True, "label": both("year"), "minimum": 1990, "maximum": 2090}
    data: dict[str, Any] = {
        "id": "expressions", "version": "1.0", "title": both("expressions"),
        "lists": [
            {"id": "marks", "choices": [{"code": c, "label": {"nl": f"{c}, of zo", "en": c.upper()}} for c in CODES]}
        ],
        "axes": [
            {"id": axis, "label": both(axis), "items": [{"code": c, "label": both(c)} for c in codes]}
            for axis, codes in AXES.items()
        ],
        "chapters": [
            {"id": "form", "title": both("form"), "items": [{"kind": "field", **year}, *form]},
            {"id": "tables", "title": both("tables"), "items": [
                table("free", {"kind": "free", "count": 3}, number="R", title_column="free.text1"),
                table("fixed", {"kind": "axes", "axes": list(AXES)}),
            ]},
            {"id": "mirrors", "title": both("mirrors"), "items": [
                table("mirror", {"kind": "mirror", "tables": ["freex"]}),
            ]},
            {"id": "lists", "title": both("lists"), "kind": "lists"},
        ],
    }  # fmt: skip
    template = Template.model_validate(data)
    problems = Problems("en")
    check(template, Marked(data), problems)
    assert not problems.found, problems.found
    return template
