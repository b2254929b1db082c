"""The expressions of a template: `potential.value - potential.current`, `total(act.budget, act.status != 'cancelled')`.

One small language, parsed with Python's own grammar and nothing else of Python. From the same tree come the Excel
formula (`excel.py`) and the Python value (`evaluate.py`), so that the two cannot say different things.
"""

from __future__ import annotations

import ast
import warnings
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache

OPERATORS = {ast.Add: "+", ast.Sub: "-", ast.Mult: "*", ast.Div: "/"}
COMPARISONS = {ast.Eq: "==", ast.NotEq: "!=", ast.Lt: "<", ast.LtE: "<=", ast.Gt: ">", ast.GtE: ">="}

FUNCTIONS: dict[str, tuple[int, int]] = {
    # name: fewest and most arguments
    "filled": (1, 1),
    "blank": (1, 1),
    "when": (2, 3),
    "least": (2, 2),
    "greatest": (2, 2),
    "round": (2, 2),
    "total": (1, 6),
    "count": (1, 6),
    "row": (1, 3),
    "mirrored": (1, 1),
    "this": (0, 0),
    "years": (2, 2),
    "days": (2, 2),
    "make_date": (3, 3),
    "light": (2, 2),
    "several": (1, 12),
    "today": (0, 0),
    "same": (1, 1),
    "on": (2, 2),
}
AGGREGATES = ("total", "count")
ROW_CONDITIONS = ("same", "on")
LOOKS_ONLY = ("today",)
"""Functions whose value changes by itself: they may decide how a cell looks, never what anything is."""
_MOST_NODES = 600
"""Far more than an author writes, far less than what would exhaust the stack."""


class ExpressionError(ValueError):
    """What is wrong with an expression: a key of `messages/*/template.toml` (`expression-<key>`) and its parameters."""

    def __init__(self, key: str, **params: object) -> None:
        super().__init__(f"{key}: {params}")
        self.key, self.params = key, params


@dataclass(frozen=True)
class Literal:
    value: str | float | bool


@dataclass(frozen=True)
class Ref:
    """The id of a question, or of a column."""

    id: str


@dataclass(frozen=True)
class Arithmetic:
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Comparison:
    operator: str
    left: Node
    right: Node


@dataclass(frozen=True)
class Logic:
    operator: str
    """`and`, `or`, or `not` with one operand."""
    operands: tuple[Node, ...]


@dataclass(frozen=True)
class Call:
    function: str
    arguments: tuple[Node, ...]


Node = Literal | Ref | Arithmetic | Comparison | Logic | Call


@cache
def parse(text: str) -> Node:
    """The tree of an expression. Raises `ExpressionError`."""
    try:
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")  # of an odd backslash in a text
            tree = ast.parse(text.strip(), mode="eval").body
    except (SyntaxError, ValueError, RecursionError, MemoryError) as error:
        raise ExpressionError("not-understood", text=text[:200]) from error
    if sum(1 for _ in ast.walk(tree)) > _MOST_NODES:
        raise ExpressionError("too-long")
    return _node(tree)


def _node(tree: ast.expr) -> Node:
    match tree:
        case ast.Constant(value=bool() | int() | float() | str() as value):
            return Literal(value)
        case ast.Name() | ast.Attribute():
            return Ref(_dotted(tree))
        case ast.UnaryOp(op=ast.USub(), operand=ast.Constant(value=int() | float() as value)):
            return Literal(-value)
        case ast.UnaryOp(op=ast.USub(), operand=operand):
            return Arithmetic("-", Literal(0), _node(operand))
        case ast.UnaryOp(op=ast.Not(), operand=operand):
            return Logic("not", (_node(operand),))
        case ast.BinOp(left=left, op=op, right=right) if type(op) in OPERATORS:
            return Arithmetic(OPERATORS[type(op)], _node(left), _node(right))
        case ast.Compare(left=left, ops=[op], comparators=[right]) if type(op) in COMPARISONS:
            return Comparison(COMPARISONS[type(op)], _node(left), _node(right))
        case ast.BoolOp(op=op, values=values):
            return Logic("and" if isinstance(op, ast.And) else "or", tuple(map(_node, values)))
        case ast.Call(func=ast.Name(id=name), args=arguments, keywords=[]):
            return _call(name, arguments)
    raise ExpressionError("not-allowed", text=ast.unparse(tree))


def _dotted(tree: ast.expr) -> str:
    match tree:
        case ast.Name(id=name):
            return name
        case ast.Attribute(value=value, attr=attribute):
            return f"{_dotted(value)}.{attribute}"
    raise ExpressionError("not-an-id", text=ast.unparse(tree))


def _call(name: str, arguments: list[ast.expr]) -> Call:
    if name not in FUNCTIONS:
        raise ExpressionError("no-function", name=name, known=list(FUNCTIONS))
    fewest, most = FUNCTIONS[name]
    if not fewest <= len(arguments) <= most:
        raise ExpressionError("arguments", name=name, fewest=fewest, most=most, given=len(arguments))
    return Call(name, tuple(map(_node, arguments)))


def references(node: Node) -> Iterator[str]:
    """Every id that an expression names, in reading order."""
    match node:
        case Ref(id=name):
            yield name
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            yield from references(left)
            yield from references(right)
        case Logic(operands=operands) | Call(arguments=operands):
            for operand in operands:
                yield from references(operand)


def calls(node: Node) -> Iterator[Call]:
    """Every function call in an expression, outer ones first."""
    match node:
        case Call(arguments=operands):
            yield node
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            operands = (left, right)
        case Logic(operands=operands):
            pass
        case _:
            operands = ()
    for operand in operands:
        yield from calls(operand)
