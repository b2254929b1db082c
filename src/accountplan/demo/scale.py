"""Figures of a variation: the sample's, larger or smaller, with a year of its own."""

from __future__ import annotations

from dataclasses import replace
from math import floor, log10
from random import Random
from typing import Any

from accountplan.demo.figures import EVALUATED
from accountplan.demo.samples import Data, Sample

_MONEY = ("growth_revenue", "revenue", "budget")
"""Amounts in the rows of the samples that grow with the customer."""
_LARGE = 10_000
"""Above this a number among the answers is an amount that grows with the customer; below it is a count or a mark."""


def scaled(sample: Sample, draw: Random, *, weak: bool = False) -> Sample:
    """The account at another size. `weak`: it falls well short of its plan."""
    size = draw.uniform(0.4, 1.8)
    figures = _figures(sample.figures, size, draw, weak)
    fields = {key: _rounded(value * size) if _is_amount(value) else value for key, value in sample.fields.items()}
    return replace(sample, figures=figures, fields=fields, tables=_tables(sample.tables, size))


def _is_amount(value: Any) -> bool:
    return isinstance(value, (int, float)) and not isinstance(value, bool) and value >= _LARGE


def _figures(given: Data, size: float, draw: Random, weak: bool) -> Data:
    figures: Data = {
        **given,
        "last_year": _rounded(given["last_year"] * size, digits=3),
        "growth": [round(growth + draw.uniform(-0.04, 0.04), 3) for growth in given["growth"]],
        "orders": [round(orders * size**0.7) for orders in given["orders"]],
    }
    if "plan" not in given:
        return figures
    figures["plan"] = {group: round(factor + draw.uniform(-0.03, 0.03), 3) for group, factor in given["plan"].items()}
    figures["wallet"] = {
        group: round(min(0.88, max(0.15, share + draw.uniform(-0.1, 0.1))), 2)
        for group, share in given["wallet"].items()
    }
    level = draw.uniform(0.80, 0.86) if weak else min(1.12, max(0.86, draw.gauss(1.005, 0.045)))
    figures["actual"] = {
        quarter: {group: round(level + draw.uniform(-0.04, 0.04), 3) for group in given["actual"][quarter]}
        for quarter in EVALUATED
    }
    figures["margin"] = _margin(given["margin"], draw)
    return figures


def _margin(given: Data, draw: Random) -> Data:
    plan = round(given["plan"] + draw.uniform(-0.02, 0.02), 3)
    drift = draw.gauss(0, 0.006)
    return {"plan": plan} | {quarter: round(plan + drift + draw.uniform(-0.002, 0.002), 3) for quarter in EVALUATED}


def _tables(tables: Data, size: float) -> Data:
    """Budgets and expected revenue at that size."""
    return {key: [_row(row, size) for row in rows] if _is_table(rows) else rows for key, rows in tables.items()}


def _is_table(rows: Any) -> bool:
    return isinstance(rows, list) and all(isinstance(row, dict) for row in rows)


def _row(row: Data, size: float) -> Data:
    return {key: _rounded(value * size) if key in _MONEY and value else value for key, value in row.items()}


def _rounded(amount: float, digits: int = 2) -> int:
    """To so many leading digits, and never finer than fives."""
    step = 10 ** max(0, floor(log10(amount)) + 1 - digits) if amount >= 1 else 1
    step = max(step, 5)
    return max(step, round(amount / step) * step)
