"""The hidden columns of the evaluation: per point, figure and currency what counts in a total, for formulas alone."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from functools import partial
from typing import Any

from accountplan.summary.choices import CHOOSERS, group_of, taking_part
from accountplan.summary.desk import Desk
from accountplan.summary.evaluation_list import Line, ListColumn
from accountplan.template.model import Kpi

FIGURES = ("plan", "actual", "forecast", "plan_year")


def addend(what: str, kpi: str, currency: str | None) -> str:
    """The key of the hidden column with what is added up of a point: of accounts of one currency, or of all."""
    return f"add-{what}-{kpi}-{currency or ''}"


def addend_columns(desk: Desk, kpis: Sequence[Kpi]) -> Iterator[ListColumn]:
    for dimension in CHOOSERS:
        key = f"{dimension}-index"
        yield _hidden(key, desk.say(f"col-{key}"), partial(_index, desk, dimension))
    used = sorted({account.currency for account in taking_part(desk) if account.currency})
    for currency in (None, *used):
        heading = _sigma(desk.say("col-counts"), currency)
        yield _hidden(addend("member", "", currency), heading, partial(_member, currency))
    looked_up = _Lookup(desk)
    for kpi in kpis:
        for currency in used if kpi.unit != "number" else [None]:
            for key, flag in _keys(kpi):
                heading = _sigma(desk.words.point(kpi.code), desk.say(f"col-{key}").lower(), currency)
                value = partial(looked_up, key, flag, kpi.code, currency)
                yield _hidden(addend(key, kpi.code, currency), heading, value)


def _keys(kpi: Kpi) -> Iterator[tuple[str, str]]:
    """What is added up of a point, and what says that it counts: how many it is of, and its figures; of a percentage
    those times their weight, and the weights."""
    for flag, figures in (("complete", FIGURES[:2]), ("foreseen", FIGURES[2:])):
        yield flag, flag
        for figure in figures:
            key = figure.replace("_", "-")
            keys = (f"weighted-{key}", f"weight-{key}") if kpi.unit == "percent" else (key,)
            yield from ((key, flag) for key in keys)


def _hidden(key: str, heading: str, value: Callable[[Line], Any]) -> ListColumn:
    return ListColumn(key, heading, 9, value, "number", "technical")


def _sigma(*parts: str | None) -> str:
    return " · ".join(("Σ", *filter(None, parts)))


def _index(desk: Desk, dimension: str, line: Line) -> int:
    return desk.index(dimension, group_of(line.account, dimension))


def _member(currency: str | None, line: Line) -> int | None:
    return 1 if currency in (None, line.account.currency) else None


class _Lookup:
    """What the data sheet of the evaluations holds of a line: what counts in a total, and only where it counts."""

    def __init__(self, desk: Desk) -> None:
        self.data, quarter = desk.data["evaluations"], desk.result.quarter.name
        rows = enumerate(self.data.rows)
        self.at = {(row.account_id, row.kpi): n for n, row in rows if row.quarter == quarter}

    def __call__(self, key: str, flag: str, kpi: str, currency: str | None, line: Line) -> Any:
        n = self.at.get((line.account.account_id, kpi))
        if n is None or currency not in (None, line.account.currency) or not self.data.values(flag)[n]:
            return None
        return self.data.values(key)[n]
