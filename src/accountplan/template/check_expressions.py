"""What an expression of a template must be: names that can be seen from it, and true or false where that is asked."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from typing import Any

from accountplan.formula import ExpressionError, Node, calls, parse, references
from accountplan.formula.language import (
    AGGREGATES,
    LOOKS_ONLY,
    ROW_CONDITIONS,
    Arithmetic,
    Call,
    Comparison,
    Literal,
    Logic,
    Ref,
)
from accountplan.template.model import MirrorRows, Table, Template

Path = tuple[Any, ...]
LOOKS = ("late_when", "soon_when")
CONDITIONS = ("required_when", "conflict_when", *LOOKS)
"""Keys of a field whose expression is true or false."""
Report = Callable[..., None]
"""Takes the path of what is wrong, the sentence about it, and its parameters."""


def functions_of(text: str) -> set[str]:
    """The functions that an expression calls; none of one that cannot be understood."""
    try:
        return {call.function for call in calls(parse(text))}
    except ExpressionError:
        return set()


def check_own_sheet(template: Template, path: Path, text: str, report: Report) -> None:
    """What decides how a cell looks must stand on its sheet: not every program looks further for that."""
    here = template.chapters[path[1]]
    homes = {item.id: chapter for chapter, item in template.questions()}
    homes |= {column.id: chapter for chapter, table in template.tables() for column in table.columns}
    try:
        names = list(references(parse(text)))
    except ExpressionError:
        return
    for name in names:
        if homes.get(name, here) is not here:
            report(path, "looks-elsewhere", id=name, keys=list(LOOKS))


def check_expression(template: Template, path: Path, text: str, table: Table | None, report: Report) -> None:
    """Report everything that is wrong with an expression; `table` is the one whose column it belongs to."""
    try:
        node = parse(text)
    except ExpressionError as error:
        report(path, f"expression-{error.key}", **error.params)
        return
    if not all(map(_is_condition, _conditions(node, path[-1] in CONDITIONS))):
        report(path, "condition-expected", text=text)
    elsewhere: set[str] = set()
    among = {id(a) for call in calls(node) if call.function in AGGREGATES for a in call.arguments}
    for call in calls(node):
        if call.function in LOOKS_ONLY and path[-1] not in LOOKS:
            report(path, "function-looks-only", function=call.function, keys=list(LOOKS))
        if call.function in ROW_CONDITIONS and id(call) not in among:
            report(path, "function-needs-aggregate", function=call.function)
        elsewhere |= _call(template, path, call, table, report)
    for name in references(node):
        home = template.table_of_column(name)
        if template.question(name) is None and home is None:
            report(path, "reference-unknown", id=name)
        elif home is not None and home is not table and name not in elsewhere:
            report(path, "reference-elsewhere", id=name, table=home.id)


def _call(template: Template, path: Path, call: Call, table: Table | None, report: Report) -> set[str]:
    """Check one call; the ids that it may take from another table."""
    allowed: set[str] = set()
    if call.function in (*AGGREGATES, "row", "mirrored"):
        column = call.arguments[0]
        if not isinstance(column, Ref) or template.table_of_column(column.id) is None:
            report(path, "column-expected", function=call.function)
            return set()
        allowed.add(column.id)
    if call.function in AGGREGATES:
        for condition in call.arguments[1:]:
            if isinstance(condition, Comparison) and isinstance(condition.left, Ref):
                allowed.add(condition.left.id)
            elif not (isinstance(condition, Call) and condition.function in ("same", "on")):
                report(path, "condition-wrong", function=call.function)
    if call.function in ROW_CONDITIONS:
        axis = call.arguments[0]
        if not isinstance(axis, Literal) or axis.value not in {entry.id for entry in template.axes}:
            report(path, "axis-unknown", axis=getattr(axis, "value", "?"), known=[entry.id for entry in template.axes])
    if call.function in ("this", "mirrored", "row", "light", "same") and table is None:
        report(path, "function-needs-row", function=call.function)
    if call.function == "mirrored" and table is not None and not isinstance(table.rows, MirrorRows):
        report(path, "function-needs-mirror", function=call.function)
    return allowed


def _conditions(node: Node, wanted: bool) -> Iterator[Node]:
    """Every part of an expression that must be true or false; `wanted`: the whole of it must."""
    if wanted:
        yield node
    match node:
        case Logic(operands=operands):
            for operand in operands:
                yield from _conditions(operand, True)
        case Call(function="when", arguments=(test, *outcomes)):
            yield from _conditions(test, True)
            for outcome in outcomes:
                yield from _conditions(outcome, wanted)
        case Call(arguments=arguments):
            for argument in arguments:
                yield from _conditions(argument, False)
        case Arithmetic(left=left, right=right) | Comparison(left=left, right=right):
            yield from _conditions(left, False)
            yield from _conditions(right, False)


def _is_condition(node: Node) -> bool:
    match node:
        case Comparison() | Logic() | Ref() | Literal(value=bool()):
            return True
        case Call(function=function):
            return function in ("filled", "blank", "when", "row", "mirrored")
    return False
