"""The expressions of a template: one tree, from which both the Excel formula and the Python value come."""

from accountplan.formula.evaluate import Row, compare, evaluate, truth, whole_years
from accountplan.formula.excel import literal
from accountplan.formula.language import ExpressionError, Node, calls, parse, references

__all__ = [
    "ExpressionError",
    "Node",
    "Row",
    "calls",
    "compare",
    "evaluate",
    "literal",
    "parse",
    "references",
    "truth",
    "whole_years",
]
