"""Do the tests notice a mistake? One small change at a time to a module, and its tests must fail.

`python -m tests.tools.mutants` prints the score of every module and each change that no test noticed, and ends with 1
if a score is below `--least`. Everything happens in memory: the tests are collected once per module, and each mutant is
a child process in which the imported module is changed. The order is fixed, nothing is drawn by lot.
"""

from __future__ import annotations

import argparse
import ast
import contextlib
import copy
import io
import os
import signal
import sys
import time
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass, field
from importlib import import_module
from pathlib import Path
from types import CodeType, FunctionType, ModuleType

import pytest

ROOT = Path(__file__).resolve().parents[2]
SRC = ROOT / "src"
LONGEST = 120.0
"""Seconds after which a mutant is taken to run for ever, which is noticed too."""

NOTATION, FIELDS, LAW = (
    "tests/unit/test_notation.py",
    "tests/unit/test_fields.py",
    "tests/property/test_notation_law.py",
)
FINDING = (
    "tests/unit/test_locate.py",
    "tests/unit/test_evidence_tables.py",
    "tests/unit/test_evidence.py",
    "tests/unit/test_read.py",
)
TESTS: dict[str, tuple[str, ...]] = {
    "accountplan/fields/notation.py": (NOTATION, FIELDS, LAW),
    "accountplan/fields/days.py": (NOTATION, FIELDS, LAW),
    **{
        f"accountplan/fields/{name}.py": (FIELDS, LAW)
        for name in (
            "__init__", "base", "choice", "choices", "computed", "date", "long_text", "money", "number", "percent",
            "scale", "text", "yes_no",
        )
    },
    **{f"accountplan/workbook/{name}.py": FINDING for name in ("locate", "locate_tables")},
}  # fmt: skip
"""Per module the tests that must notice, the likeliest first."""
EQUIVALENT: dict[tuple[str, str], str] = {
    ("accountplan/fields/notation.py", "'T' → 'TX'"): "the name of a type variable",
    ("accountplan/fields/notation.py", '".,\' " → ".,\' X"'): "a pattern more, which nobody asks for",
    ("accountplan/fields/days.py", '"\'" → "\'X"'): "in what was matched there is no X",
    ("accountplan/fields/notation.py", "'.,' → '.,X'"): "among digits and signs there is no X",
    ("accountplan/fields/notation.py", "'(?!)' → '(?!)X'"): "matches nothing either way",
    (
        "accountplan/fields/computed.py",
        "': nobody types in a computed cell' → ': nobody types in a computed cellX'",
    ): "said to developers only",
    ("accountplan/fields/choice.py", "'-/' → '-/X'"): "a guess more, which no list has",
    ("accountplan/fields/scale.py", "return False → return None"): "no either way",
    ("accountplan/workbook/locate.py", "'Thing' → 'ThingX'"): "the name of a type variable",
    ("accountplan/workbook/locate.py", "return False → return None"): "no either way",
    ("accountplan/workbook/locate_tables.py", "return [] → return None"): "the next way of finding follows either way",
}
"""(module, change) that nobody can notice, and why."""


# -- the changes -----------------------------------------------------------------------------------------------------
_COMPARED: dict[type[ast.cmpop], tuple[type[ast.cmpop], ...]] = {
    ast.Lt: (ast.LtE, ast.GtE), ast.LtE: (ast.Lt, ast.Gt), ast.Gt: (ast.GtE, ast.LtE), ast.GtE: (ast.Gt, ast.Lt),
    ast.Eq: (ast.NotEq,), ast.NotEq: (ast.Eq,), ast.Is: (ast.IsNot,), ast.IsNot: (ast.Is,),
    ast.In: (ast.NotIn,), ast.NotIn: (ast.In,),
}  # fmt: skip
_COMPUTED: dict[type[ast.operator], type[ast.operator]] = {
    ast.Add: ast.Sub, ast.Sub: ast.Add, ast.Mult: ast.Div, ast.Div: ast.Mult, ast.FloorDiv: ast.Mult, ast.Mod: ast.Mult,
    ast.Pow: ast.Mult, ast.BitOr: ast.BitAnd, ast.BitAnd: ast.BitOr,
}  # fmt: skip


def changes_of(node: ast.AST) -> Iterator[ast.AST]:
    """What may stand in the place of a node; each is one mutant."""
    for change in _CHANGES:
        yield from change(node)


def _comparison(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Compare):
        for at, operator in enumerate(node.ops):
            for other in _COMPARED[type(operator)]:
                changed = copy.deepcopy(node)
                changed.ops[at] = other()
                yield changed


def _arithmetic(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, (ast.BinOp, ast.AugAssign)) and type(node.op) in _COMPUTED:
        changed = copy.deepcopy(node)
        changed.op = _COMPUTED[type(node.op)]()
        yield changed


def _logic(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.BoolOp):
        changed = copy.deepcopy(node)
        changed.op = ast.Or() if isinstance(node.op, ast.And) else ast.And()
        yield changed
    if isinstance(node, ast.UnaryOp) and isinstance(node.op, (ast.Not, ast.USub)):
        yield copy.deepcopy(node.operand)
    if isinstance(node, (ast.If, ast.IfExp, ast.While)):
        changed = copy.deepcopy(node)
        changed.test = ast.UnaryOp(ast.Not(), changed.test)
        yield changed


def _constant(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Constant):
        if isinstance(node.value, bool):
            yield ast.Constant(not node.value)
        elif isinstance(node.value, (int, float)):
            yield ast.Constant(node.value + 1)
        elif isinstance(node.value, str):
            yield ast.Constant(node.value + "X" if node.value else "X")


def _result(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.Return) and node.value and not _is_none(node.value):
        yield ast.Return(ast.Constant(None))


def _statement(node: ast.AST) -> Iterator[ast.AST]:
    if isinstance(node, ast.AugAssign) or (isinstance(node, ast.Expr) and isinstance(node.value, ast.Call)):
        yield ast.Pass()
    if isinstance(node, ast.Continue):
        yield ast.Break()
    if isinstance(node, ast.Break):
        yield ast.Continue()


_CHANGES: tuple[Callable[[ast.AST], Iterator[ast.AST]], ...] = (
    _comparison, _arithmetic, _logic, _constant, _result, _statement,
)  # fmt: skip


def _is_none(node: ast.AST) -> bool:
    return isinstance(node, ast.Constant) and node.value is None


@dataclass(frozen=True)
class Mutant:
    """One change to one module."""

    module: str
    line: int
    change: str
    tree: ast.Module = field(compare=False, repr=False)


Path_ = tuple[tuple[str, int | None], ...]
"""The way from the root of a tree to a node: (name of the part, place in it where it is a list)."""


def mutants_of(module: str) -> Iterator[Mutant]:
    """Every mutant of a module, in the order of its lines. Annotations and docstrings stay as they are."""
    tree = ast.parse((SRC / module).read_text("utf-8"))
    for path, node in _places(tree, ()):
        for changed in changes_of(node):
            mutated = copy.deepcopy(tree)
            _put(mutated, path, ast.copy_location(changed, node))
            yield Mutant(
                module,
                getattr(node, "lineno", 0),
                f"{_shown(node)} → {_shown(changed)}",
                ast.fix_missing_locations(mutated),
            )


def _places(node: ast.AST, path: Path_) -> Iterator[tuple[Path_, ast.AST]]:
    if path:
        yield path, node
    for name, value in ast.iter_fields(node):
        if name in ("annotation", "returns", "decorator_list", "type_comment"):
            continue
        for at, child in enumerate(value) if isinstance(value, list) else ((None, value),):
            if isinstance(child, ast.AST) and not _silent(child):
                yield from _places(child, (*path, (name, at)))


def _silent(child: ast.AST) -> bool:
    """What says nothing when the program runs: a text that stands on its own, and the names in `__all__`."""
    if isinstance(child, ast.Expr) and isinstance(child.value, ast.Constant):
        return True
    return isinstance(child, ast.Assign) and ast.unparse(child.targets[0]) == "__all__"


def _put(tree: ast.AST, path: Path_, changed: ast.AST) -> None:
    node = tree
    for name, at in path[:-1]:
        part = getattr(node, name)
        node = part if at is None else part[at]
    name, at = path[-1]
    if at is None:
        setattr(node, name, changed)
    else:
        getattr(node, name)[at] = changed


def _shown(node: ast.AST) -> str:
    text = " ".join(ast.unparse(node).split())
    return text if len(text) <= 90 else f"{text[:87]}…"


# -- putting a change in place ---------------------------------------------------------------------------------------
def put_in_place(mutant: Mutant) -> None:
    """Change the module as it is imported, and all that has taken a constant from it."""
    module = import_module(_name(mutant.module))
    before = dict(vars(module))
    for statement in mutant.tree.body:
        if isinstance(statement, (ast.Assign, ast.AnnAssign, ast.AugAssign)):
            exec(_code([statement], module), vars(module))
    _take_over(before, vars(module))
    new = {"__name__": module.__name__, "__file__": module.__file__, "__package__": module.__package__}
    exec(_code(mutant.tree.body, module), new)
    _put_functions(vars(module), new, module.__name__)


def _name(module: str) -> str:
    return ".".join(Path(module).with_suffix("").parts).removesuffix(".__init__")


def _code(body: list[ast.stmt], module: ModuleType) -> CodeType:
    return compile(ast.Module(body, []), str(module.__file__), "exec")


def _take_over(before: dict[str, object], after: dict[str, object]) -> None:
    """What others imported by name is theirs: give them the new value of the same name."""
    for other in [m for name, m in list(sys.modules.items()) if name.startswith(("accountplan", "tests"))]:
        for name, value in list(vars(other).items()):
            if name in before and value is before[name] and after[name] is not value:
                setattr(other, name, after[name])


def _put_functions(old: Mapping[str, object], new: Mapping[str, object], module: str) -> None:
    """The code and the defaults of every function, and the plain values of every class, out of `new`."""
    for name, value in new.items():
        was = old.get(name)
        if isinstance(value, type) and isinstance(was, type) and value.__module__ == module:
            _put_functions(vars(was), vars(value), module)
            for attribute, plain in vars(value).items():
                if isinstance(plain, (str, int, float)) and not attribute.startswith("__"):
                    setattr(was, attribute, plain)
        elif (code := _function(value)) and (place := _function(was)) and code.__module__ == module:
            place.__defaults__, place.__kwdefaults__ = code.__defaults__, code.__kwdefaults__
            if not code.__closure__ and not place.__closure__:
                place.__code__ = code.__code__
            getattr(was, "cache_clear", lambda: None)()


def _function(value: object) -> FunctionType | None:
    """The function inside a method, a property or a cache."""
    for inside in ("fget", "__func__", "__wrapped__", "func"):
        value = getattr(value, inside, value)
    return value if isinstance(value, FunctionType) else None


# -- running the tests on them ---------------------------------------------------------------------------------------
class _Loop:
    """Instead of running the tests once: collects them, and runs them in a child of its own for each mutant."""

    def __init__(self, mutants: list[Mutant], workers: int) -> None:
        self.mutants, self.workers = mutants, workers
        self.alive: list[int] = []
        self.sound = False
        self.noticed: list[int] = []
        """The tests that have noticed something: those are asked first, which changes nothing but the time it takes."""
        self.told, self.tell = os.pipe()
        os.set_blocking(self.told, False)

    def pytest_runtestloop(self, session: pytest.Session) -> bool:
        self.sound = bool(session.items) and os.waitstatus_to_exitcode(os.waitpid(self.child(session, None), 0)[1]) == 0
        waiting, running = list(enumerate(self.mutants)), {}
        waiting.reverse()
        while self.sound and (waiting or running):
            while waiting and len(running) < self.workers:
                number, mutant = waiting.pop()
                running[self.child(session, mutant)] = (number, time.monotonic())
            for child, (number, since) in list(running.items()):
                code = _ended(child, since)
                if code is not None:
                    del running[child]
                    self.alive += [number] if code == 0 else []
                    self.listen()
            time.sleep(0.005)
        return True

    def child(self, session: pytest.Session, mutant: Mutant | None) -> int:
        """A child that runs all tests, until one fails; it exits with 0 if none does."""
        child = os.fork()
        if child:
            return child
        code = 1
        try:
            nowhere = os.open(os.devnull, os.O_RDWR)
            for stream in (0, 1, 2):
                os.dup2(nowhere, stream)
            if mutant is not None:
                put_in_place(mutant)
            code = self.run(session)
        finally:
            os._exit(code)

    def run(self, session: pytest.Session) -> int:
        order = list(dict.fromkeys([*self.noticed, *range(len(session.items))]))
        for number in order:
            session.config.hook.pytest_runtest_protocol(item=session.items[number], nextitem=None)
            if session.testsfailed:
                os.write(self.tell, number.to_bytes(4, "big"))
                return 1
        return 0

    def listen(self) -> None:
        with contextlib.suppress(BlockingIOError):
            while word := os.read(self.told, 4):
                number = int.from_bytes(word, "big")
                self.noticed = [number, *(other for other in self.noticed if other != number)]


def _ended(child: int, since: float) -> int | None:
    """The exit code of a child; None while it runs. One that takes too long is ended, and counts as failed."""
    pid, status = os.waitpid(child, os.WNOHANG)
    if pid:
        return os.waitstatus_to_exitcode(status)
    if time.monotonic() - since > LONGEST:
        os.kill(child, signal.SIGKILL)
        os.waitpid(child, 0)
        return 1
    return None


def survivors(module: str, mutants: list[Mutant], workers: int) -> list[Mutant] | None:
    """The mutants that no test notices; None if the tests fail as things are, on which nothing can be concluded."""
    loop = _Loop(mutants, workers)
    with contextlib.redirect_stdout(io.StringIO()):
        pytest.main(["-q", "-p", "no:cacheprovider", "--assert=plain", *TESTS[module]], plugins=[loop])
    return [mutants[number] for number in sorted(loop.alive)] if loop.sound else None


# -- the command -----------------------------------------------------------------------------------------------------
def main() -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("modules", nargs="*", help=f"for example fields/number.py; default: all {len(TESTS)}")
    parser.add_argument("--workers", type=int, default=2)
    parser.add_argument("--least", type=float, default=85.0, help="the lowest score that is good enough, in percents")
    asked = parser.parse_args()
    modules = [module for module in TESTS if not asked.modules or any(name in module for name in asked.modules)]
    sys.path[:0] = [str(SRC), str(ROOT)]
    os.chdir(ROOT)
    scores = [_report(module, asked.workers) for module in modules]
    return 0 if all(score >= asked.least for score in scores) else 1


def _report(module: str, workers: int) -> float:
    """Prints what became of the mutants of a module; its score in percents."""
    every = list(mutants_of(module))
    counted = [mutant for mutant in every if (module, mutant.change) not in EQUIVALENT]
    alive = survivors(module, counted, workers)
    if alive is None:
        print(f"  ?    {module}: its tests fail without any mutant", flush=True)
        return 0.0
    score = 100 * (len(counted) - len(alive)) / len(counted) if counted else 100.0
    said = f"{len(counted) - len(alive)} of {len(counted)} noticed, {len(every) - len(counted)} equivalent"
    print(f"{score:5.1f} %  {module}: {said}", flush=True)
    for mutant in alive:
        print(f"         {mutant.line}: {mutant.change}", flush=True)
    return score


if __name__ == "__main__":
    sys.exit(main())
