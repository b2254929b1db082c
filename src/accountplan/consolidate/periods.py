"""What a quarter alone brought, of points that are counted from the first of January."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from typing import Literal

from accountplan.consolidate.plan import difference
from accountplan.consolidate.quarter import quarter_name
from accountplan.consolidate.rows import EvaluationRow, Number
from accountplan.fields.base import tidy
from accountplan.template.model import Kpi

_Figure = Literal["plan", "actual"]
_Key = tuple[str, str, str]


@dataclass
class Series:
    """Amounts by the number of their quarter: from 1 January up to its end, or of the quarter alone."""

    from_january: bool = True
    values: dict[int, Number] = field(default_factory=dict)

    def alone(self, number: int) -> Number | None:
        """The quarter alone; None where it, or the one before it, is unknown."""
        value = self.values.get(number)
        return difference(value, self.values.get(number - 1)) if self.from_january and number > 1 else value

    def up_to(self, number: int) -> Number | None:
        """From 1 January up to the end of the quarter; None where a part of that is unknown."""
        if self.from_january:
            return self.values.get(number)
        quarters = range(1, number + 1)
        known = [Decimal(str(self.values[n])) for n in quarters if n in self.values]
        return tidy(float(sum(known, Decimal()))) if len(known) == number else None


def with_quarters_alone(
    rows: Iterable[EvaluationRow], kpis: Mapping[str, Kpi], weight: str | None
) -> tuple[EvaluationRow, ...]:
    """The rows with `plan_quarter` and `actual_quarter` filled in where they can be known.

    What is counted from judgements (the product range) is about the year so far, and has no quarter alone but the
    first. A percentage of the year so far is taken apart by `weight`, the point that it is a part of.
    """
    rows = tuple(rows)
    by_key = {(row.account_id, row.quarter, row.kpi): row for row in rows}

    def alone(row: EvaluationRow, figure: _Figure) -> Number | None:
        value: Number | None = getattr(row, figure)
        if value is None or row.basis == "quarter" or row.quarter == quarter_name(1):
            return value
        kpi = kpis.get(row.kpi)
        if kpi is None or kpi.source == "range":
            return None
        before = by_key.get((row.account_id, _before(row.quarter), row.kpi))
        if before is None or getattr(before, figure) is None:
            return None
        if row.unit != "percent":
            return difference(value, getattr(before, figure))
        return _percent_alone(row, before, by_key, weight, figure)

    return tuple(replace(row, plan_quarter=alone(row, "plan"), actual_quarter=alone(row, "actual")) for row in rows)


def _before(quarter: str) -> str:
    return quarter_name(int(quarter[1:]) - 1)


def _percent_alone(
    row: EvaluationRow, before: EvaluationRow, by_key: Mapping[_Key, EvaluationRow], weight: str | None, figure: _Figure
) -> Number | None:
    """(share now × whole now - share then × whole then) / (whole now - whole then)."""
    wholes = [by_key.get((one.account_id, one.quarter, weight or "")) for one in (row, before)]
    numbers = [getattr(one, figure) if one else None for one in (row, before, *wholes)]
    if any(number is None for number in numbers):
        return None
    now, then, whole_now, whole_then = (Decimal(str(number)) for number in numbers)
    whole = whole_now - whole_then
    return None if whole == 0 else tidy(float((now * whole_now - then * whole_then) / whole))
