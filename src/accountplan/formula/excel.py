"""The Excel formula of an expression: English function names, commas, nothing newer than Excel 2010, nothing volatile.

It says the same as `evaluate.py`: a blank operand gives a blank result ("", never 0), comparing a blank is false.
"""

from __future__ import annotations

import re
from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

from accountplan.formula.language import Arithmetic, Call, Comparison, ExpressionError, Literal, Logic, Node, Ref

_PIECE = re.compile(r".{1,120}", re.DOTALL)
"""A text inside a formula may have 255 halves of a sign; longer ones are put together."""
_APART = re.compile(r"(?<=_x)(?=[0-9A-Fa-f]{4}_)|(?<=[A-Z])(?=\()")


@dataclass(frozen=True)
class Block:
    """A column of cells in one table: `cells` of the values; `beside(column)` the same rows of another column."""

    cells: str
    rows: tuple[int, int]
    across: str | None


class Addresses(Protocol):
    """Where an expression's names stand, seen from the cell that will hold the formula."""

    def cell(self, name: str) -> str | None:
        """Address of a question, or of a column in this row; None if this plan has no such cell."""

    def is_yes_no(self, name: str) -> bool: ...

    def is_several(self, name: str) -> bool:
        """Whether the field holds several choices in one cell."""

    def word(self, name: str | None, code: str | bool) -> str:
        """How the workbook shows a choice code (or yes/no) of a field; of None: of the formula's own field."""

    def related(self, column: str, codes: tuple[str, ...]) -> str | None:
        """Address of the column in the related row (see `row()`)."""

    def mirrored(self, column: str) -> str | None:
        """An expression for the column in the mirrored row."""

    def this(self) -> str:
        """An expression for the label by which drop-downs name this row."""

    def blocks(self, column: str, fixed: Sequence[tuple[str, str]]) -> list[Block]:
        """The cells of a column in all rows whose codes on the `fixed` axes are those."""

    def beside(self, column: str, block: Block) -> str:
        """The cells of another column of the same table in the rows of a block."""

    def code(self, axis: str) -> str | None:
        """This row's code on an axis."""

    def light(self) -> tuple[str, str, bool] | None:
        """Addresses of the green and amber limits of this row's KPI, and whether higher is better."""


BLANK = '""'

_PLAIN = {
    "least": "MIN({0}+0,{1}+0)",  # + 0: of a reference MIN and MAX would pass over a text
    "greatest": "MAX({0}+0,{1}+0)",
    "round": "ROUND({0},{1})",
    "days": "({1}-{0})",
    "years": 'DATEDIF({0},{1},"y")',  # refuses an end before its start; blank in Python too
    "make_date": "DATE({0},{1},{2})",
}
"""Functions of known operands; like arithmetic they are blank where an operand is blank or makes no sense."""


def formula(node: Node, at: Addresses) -> str:
    """The formula, without its equals sign. A missing cell makes it blank."""
    return _value(node, at)


def literal(text: str) -> str:
    """A text inside a formula, where nothing of it is one: in pieces that Excel takes.

    It is also cut where XlsxWriter would see a function of its own in it (`SORT(`), and a reader an escape (`_x0041_`).
    """
    pieces = (piece for part in _APART.split(text) for piece in _PIECE.findall(part))
    return "&".join('"' + piece.replace('"', '""') + '"' for piece in pieces) or '""'


def _literal(value: str | float | bool, at: Addresses, name: str | None) -> str:
    if isinstance(value, bool):
        return literal(at.word(name, value))
    if isinstance(value, str):
        return literal(at.word(name, value))
    return repr(int(value) if value == int(value) else value)


def _is_condition(node: Node, at: Addresses) -> bool:
    match node:
        case Comparison() | Logic() | Literal(value=bool()):
            return True
        case Call(function="filled" | "blank"):
            return True
    return False


def _value(node: Node, at: Addresses) -> str:
    """An expression for a cell: a number, a text, or "" where blank."""
    if _is_condition(node, at):
        return f"IF({_condition(node, at)},{literal(at.word(None, True))},{literal(at.word(None, False))})"
    match node:
        case Literal(value=value):
            return _literal(value, at, None)
    if _is_worked_out(node):
        guards = list(dict.fromkeys(_guards(node, at)))
        if None in guards:
            return BLANK
        return _unless_blank([guard for guard in guards if guard], f"IFERROR({_raw(node, at)},{BLANK})")
    bare = _bare(node, at)
    return BLANK if bare is None else bare if _never_zero(node) else f"IF({bare}={BLANK},{BLANK},{bare})"


def _is_worked_out(node: Node) -> bool:
    """Arithmetic, or a function of known operands."""
    return isinstance(node, Arithmetic) or (isinstance(node, Call) and node.function in _PLAIN)


def _never_zero(node: Node) -> bool:
    """Already yields "" where blank (a bare reference to an empty cell would show 0)."""
    return isinstance(node, Call) and node.function not in ("row", "mirrored")


def _unless_blank(operands: list[str], result: str) -> str:
    if not operands:
        return result
    tests = ",".join(f"{operand}={BLANK}" for operand in operands)
    return f"IF({'OR(' + tests + ')' if len(operands) > 1 else tests},{BLANK},{result})"


def _bare(node: Node, at: Addresses) -> str | None:
    """An operand: an address or a call, "" or empty where blank; None for a cell that this plan does not have."""
    match node:
        case Literal(value=value):
            return _literal(value, at, None)
        case Ref(id=name):
            return at.cell(name)
        case Call() if not _is_worked_out(node) and not _is_condition(node, at):
            return _call(node, at)
    return _value(node, at)


def _guards(node: Node, at: Addresses) -> list[str | None]:
    """What must not be blank for arithmetic to have a result."""
    match node:
        case Literal():
            return []
        case Arithmetic(left=left, right=right):
            return _guards(left, at) + _guards(right, at)
        case Call(function=function, arguments=arguments) if function in _PLAIN:
            return [guard for argument in arguments for guard in _guards(argument, at)]
        case Call(function="count" | "today"):
            return []
    return [] if _is_condition(node, at) else [_bare(node, at)]


def _is_yes_no(node: Node, at: Addresses) -> bool:
    match node:
        case Ref(id=name) | Call(function="row" | "mirrored", arguments=(Ref(id=name), *_)):
            return at.is_yes_no(name)
        case Call(function="when", arguments=(_, *outcomes)):
            return all(_is_condition(outcome, at) or _is_yes_no(outcome, at) for outcome in outcomes)
    return False


def _is_several(node: Node, at: Addresses) -> bool:
    match node:
        case Ref(id=name) | Call(function="row" | "mirrored", arguments=(Ref(id=name), *_)):
            return at.is_several(name)
        case Call(function="several"):
            return True
    return False


def _raw(node: Node, at: Addresses) -> str:
    """Arithmetic whose operands are known not to be blank."""
    match node:
        case Arithmetic(operator=operator, left=left, right=right):
            return f"({_raw(left, at)}{operator}{_raw(right, at)})"
        case Call(function=function, arguments=arguments) if function in _PLAIN:
            return _PLAIN[function].format(*(_raw(argument, at) for argument in arguments))
        case Literal(value=bool() as value):
            return str(int(value))
    if _is_condition(node, at) or _is_yes_no(node, at):
        return f"IF({_condition(node, at)},1,0)"
    return _bare(node, at) or BLANK


# -- conditions ------------------------------------------------------------------------------------------------------
def condition(node: Node, at: Addresses) -> str:
    """An expression that is TRUE or FALSE, for required_when and conditional formats."""
    return _condition(node, at)


def _condition(node: Node, at: Addresses) -> str:
    match node:
        case Logic(operator="not", operands=(operand,)):
            return f"NOT({_condition(operand, at)})"
        case Logic(operator=operator, operands=operands):
            return f"{operator.upper()}({','.join(_condition(operand, at) for operand in operands)})"
        case Comparison(operator=operator, left=left, right=right):
            return _comparison(operator, left, right, at)
        case Call(function="filled" | "blank" as function, arguments=(operand,)):
            bare = _bare(operand, at)
            if bare is None:
                return "FALSE" if function == "filled" else "TRUE"
            return f"{bare}{'<>' if function == 'filled' else '='}{BLANK}"
        case Literal(value=bool() as value):
            return "TRUE" if value else "FALSE"
        case Call(function="when", arguments=(test, yes, *no)):
            otherwise = _condition(no[0], at) if no else "FALSE"
            return f"IF({_condition(test, at)},{_condition(yes, at)},{otherwise})"
        case Ref() | Call(function="row" | "mirrored"):
            bare = _bare(node, at)
            return "FALSE" if bare is None else f"{bare}={literal(at.word(None, True))}"
    raise ExpressionError("condition-expected")


_EXCEL = {"==": "=", "!=": "<>"}


def _comparison(operator: str, left: Node, right: Node, at: Addresses) -> str:
    name = next((node.id for node in (left, right) if isinstance(node, Ref)), _column_of(left) or _column_of(right))
    sides = [_side(node, name, at) for node in (left, right)]
    if None in sides:
        return "FALSE"
    one, other = sides
    sign = _EXCEL.get(operator, operator)
    if sign in ("=", "<>") and (_is_several(left, at) or _is_several(right, at)):
        several, single = (one, other) if _is_several(left, at) else (other, one)
        held = _holds(str(several), str(single))
        return f"AND({one}<>{BLANK},{other}<>{BLANK},{held if sign == '=' else f'NOT({held})'})"
    operands = ((left, one), (right, other))
    if sign == "=" and any(_is_text(node) for node, _ in operands):
        return f"{one}={other}"  # which nothing blank is
    blank = [side for node, side in operands if not isinstance(node, Literal) and not _is_count(node)]
    guards = [f"{side}<>{BLANK}" if sign in ("=", "<>") else f"ISNUMBER({side})" for side in blank]
    tests = [*guards, f"{one}{sign}{other}"]
    return f"AND({','.join(tests)})" if guards else tests[0]


def _is_text(node: Node) -> bool:
    return isinstance(node, Literal) and isinstance(node.value, str) and node.value != ""


def _is_count(node: Node) -> bool:
    """Of what is always a number."""
    return isinstance(node, Call) and node.function == "count"


def _holds(cells: str, wanted: str) -> str:
    """Whether a cell with several choices (`a; b`) holds one of them."""
    return f'ISNUMBER(FIND(";"&LOWER({wanted})&";",";"&LOWER(SUBSTITUTE({cells},"; ",";"))&";"))'


def _column_of(node: Node) -> str | None:
    """The field whose choices a call returns: `row(eval.light) == 'red'`, `when(…, eval.light, …) == 'red'`."""
    if isinstance(node, Call):
        return next((a.id for a in node.arguments if isinstance(a, Ref)), None)
    return None


def _side(node: Node, name: str | None, at: Addresses) -> str | None:
    return _literal(node.value, at, name) if isinstance(node, Literal) else _bare(node, at)


# -- functions -------------------------------------------------------------------------------------------------------
def _call(call: Call, at: Addresses) -> str | None:
    arguments = call.arguments
    match call.function:
        case "total" | "count":
            return _aggregate(call, at)
        case "row":
            codes = tuple(str(a.value) for a in arguments[1:] if isinstance(a, Literal))
            return at.related(_name(arguments[0]), codes)
        case "mirrored":
            return at.mirrored(_name(arguments[0]))
        case "this":
            return at.this()
        case "when":
            test, yes, *no = arguments
            return f"IF({_condition(test, at)},{_value(yes, at)},{_value(no[0], at) if no else BLANK})"
        case "several":
            return f"MID({'&'.join(_listed(argument, at) for argument in arguments)},3,999)"
        case "light":
            return _light(arguments, at)
        case "today":
            return "TODAY()"
    raise ExpressionError("condition-only", name=call.function)


def _listed(node: Node, at: Addresses) -> str:
    """A choice as one of several in a cell, with what parts it from the one before; "" where there is none."""
    match node:
        case Literal(value=str() as code):
            return literal("; " + at.word(None, code))
        case Call(function="when", arguments=(test, yes)):
            return f"IF({_condition(test, at)},{_listed(yes, at)},{BLANK})"
    bare = _bare(node, at)
    return BLANK if bare is None else f'IF({bare}={BLANK},{BLANK},"; "&{bare})'


def _name(node: Node) -> str:
    if not isinstance(node, Ref):
        raise ExpressionError("column-expected")
    return node.id


def _aggregate(call: Call, at: Addresses) -> str:
    column = _name(call.arguments[0])
    fixed: list[tuple[str, str]] = []
    tests: list[Comparison] = []
    for argument in call.arguments[1:]:
        match argument:
            case Call(function="same", arguments=(Literal(value=axis),)):
                fixed.append((str(axis), at.code(str(axis)) or ""))
            case Call(function="on", arguments=(Literal(value=axis), Literal(value=code))):
                fixed.append((str(axis), str(code)))
            case Comparison():
                tests.append(argument)
    counts, sums = [], []
    for block in at.blocks(column, fixed):
        factors = "".join(f"*{factor}" for test in tests for factor in _factors(test, block, at))
        if call.function == "count":
            counts.append(f"SUMPRODUCT(({block.cells}<>{BLANK}){factors or '*1'})")
        else:
            counts.append(f"SUMPRODUCT(ISNUMBER({block.cells}){factors or '*1'})")
            sums.append(f"SUMPRODUCT(1{factors},{block.cells})" if factors else f"SUM({block.cells})")
    if call.function == "count":
        return "+".join(counts) if len(counts) == 1 else f"({'+'.join(counts) or '0'})"
    if not sums:
        return BLANK
    return f"IF({'+'.join(counts)}=0,{BLANK},{'+'.join(sums)})"


def _factors(test: Comparison, block: Block, at: Addresses) -> list[str]:
    """A condition on the rows of a block, as 0/1 arrays."""
    column = _name(test.left)
    cells = at.beside(column, block)
    other = _side(test.right, column, at)
    if other is None:
        return ["0"]
    sign = _EXCEL.get(test.operator, test.operator)
    if sign == "=" and _is_text(test.right) and not at.is_several(column):
        return [f"({cells}={other})"]
    known = f"({cells}<>{BLANK})" if sign in ("=", "<>") else f"ISNUMBER({cells})"
    guard = [] if isinstance(test.right, Literal) else [f"({other}<>{BLANK})"]
    if sign in ("=", "<>") and at.is_several(column):
        held = _holds(cells, other)
        return [known, *guard, held if sign == "=" else f"NOT({held})"]
    return [known, *guard, f"({cells}{sign}{other})"]


def _light(arguments: tuple[Node, ...], at: Addresses) -> str:
    limits = at.light()
    plan, actual = (_bare(argument, at) for argument in arguments)
    if limits is None or plan is None or actual is None:
        return BLANK
    green, amber, higher = limits
    miss = f"({plan}-{actual})" if higher else f"({actual}-{plan})"
    short = f"IF({plan}=0,IF({miss}<=0,0,1),ROUND({miss}/ABS({plan}),9))"
    words = [literal(at.word(None, code)) for code in ("green", "amber", "red")]
    choose = f"IF({short}<={green},{words[0]},IF({short}<={amber},{words[1]},{words[2]}))"
    return _unless_blank([plan, actual], f"IFERROR({choose},{BLANK})")
