"""Totals above the list of the evaluation: of what the reader chooses, and of what a filter leaves visible.

Both add up hidden columns of the list, one per point, figure and currency, that hold what counts in a total. The
reconciliation holds them against the data sheets, whatever is chosen or filtered.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass

from xlsxwriter.utility import xl_rowcol_to_cell

from accountplan.consolidate.rows import Number, TotalRow
from accountplan.formula import literal
from accountplan.layout.places import quoted
from accountplan.summary.choices import conditions
from accountplan.summary.desk import Desk
from accountplan.summary.evaluation_addends import FIGURES, addend
from accountplan.summary.evaluation_list import EvaluationList
from accountplan.summary.ledger import Sum
from accountplan.summary.sums import rates_of, sum_parts, total_sum
from accountplan.template.model import Kpi, Limits


@dataclass(frozen=True)
class Adding:
    """Formulas that add up some of the lines: `added` makes one of a column."""

    desk: Desk
    rows: EvaluationList
    added: Callable[[str], str]

    def members(self, total: TotalRow) -> str:
        """How many accounts could be in a total."""
        return "+".join(self.column(addend("member", "", currency)) for currency in rates_of(self.desk, total))

    def count(self, total: TotalRow, flag: str) -> str:
        """How many accounts are in it: `complete` in plan and actual, `foreseen` in what is of the whole year."""
        return "+".join(self.column(addend(flag, total.kpi, currency)) for currency in rates_of(self.desk, total))

    def figure(self, total: TotalRow, figure: str, count: str) -> str:
        """A figure of a total, blank where no line has it; `count` is the cell that says how many do."""
        whole, weight = self.parts(total, figure)
        if not weight:
            return f'IF({count}=0,"",{whole})'
        return f'IF({count}=0,"",IF(({weight})=0,"",({whole})/({weight})))'

    def parts(self, total: TotalRow, figure: str) -> tuple[str, str]:
        """The sum; of a percentage the weighted sum and that of the weights."""
        key = figure.replace("_", "-")
        if total.unit != "percent":
            return self._sum(total, key), ""
        return self._sum(total, f"weighted-{key}"), self._sum(total, f"weight-{key}")

    def _sum(self, total: TotalRow, key: str) -> str:
        parts = []
        for currency, rate in rates_of(self.desk, total).items():
            added = self.column(addend(key, total.kpi, currency))
            parts.append(added if rate == 1 else f"{added}*{rate!r}")
        return "+".join(parts)

    def column(self, key: str) -> str:
        return self.added(self.rows.ref(key))


def chosen(desk: Desk, rows: EvaluationList, criteria: Mapping[str, str]) -> Adding:
    """What is chosen: per dimension the cell with its condition."""
    where = ",".join(f"{rows.ref(f'{dimension}-index')},{cell}" for dimension, cell in criteria.items())
    return Adding(desk, rows, lambda column: f"SUMIFS({column},{where})" if where else f"SUM({column})")


def visible(desk: Desk, rows: EvaluationList) -> Adding:
    """What the filter leaves."""
    return Adding(desk, rows, lambda column: f"SUBTOTAL(109,{column})")


def filtered_out(desk: Desk, rows: EvaluationList, sheet: str) -> Adding:
    """The rest, as formulas of another sheet see it."""
    at = f"{quoted(sheet)}!"
    return Adding(desk, rows, lambda column: f"(SUM({at}{column})-SUBTOTAL(109,{at}{column}))")


# -- what they should come to ------------------------------------------------------------------------------------------
def sources_of_chosen(desk: Desk, total: TotalRow, figure: str, criteria: Mapping[str, str], sheet: str) -> Sum:
    """The same from the data sheet, under the same choice."""
    cells = {dimension: f"{quoted(sheet)}!{cell}" for dimension, cell in criteria.items()}
    return total_sum(desk, total, figure, **conditions(cells))


def sources_of_visible(desk: Desk, total: TotalRow, figure: str, rest: Adding) -> Sum:
    """All of the data sheet, less what the filter hides."""
    whole, weight = sum_parts(desk, total, figure)
    less, less_weight = rest.parts(total, figure)
    left = whole + Sum(less, 0).times(-1)
    return left.over(weight + Sum(less_weight, 0).times(-1)) if weight else left


# -- what follows from plan and actual ---------------------------------------------------------------------------------
def variance_formula(plan: str, actual: str) -> str:
    return _where_known((plan, actual), f"{actual}-{plan}")


def part_formula(whole: str, part: str) -> str:
    """The one as a part of the other; blank where there is none to be a part of."""
    return _where_known((whole, part), f'IF({whole}>0,{part}/{whole},"")')


def part_of(whole: Number | None, part: Number | None) -> Number | None:
    return None if whole is None or part is None or whole <= 0 else part / whole


def light_formula(desk: Desk, kpi: Kpi, limits: Limits, plan: str, actual: str) -> str:
    """The light in a word, by the limits: the shortfall as a part of the plan."""
    miss = f"({plan}-{actual})" if kpi.better == "higher" else f"({actual}-{plan})"
    short = f"IF({plan}=0,IF({miss}<=0,0,1),ROUND({miss}/ABS({plan}),9))"
    green, amber, red, none = (literal(desk.light(light)) for light in ("green", "amber", "red", "none"))
    lit = f"IF({short}<={limits.green!r},{green},IF({short}<={limits.amber!r},{amber},{red}))"
    return _where_known((plan, actual), lit, none)


def _where_known(cells: Iterable[str], formula: str, otherwise: str = '""') -> str:
    return f"IF(OR({','.join(f'{cell}={chr(34) * 2}' for cell in cells)}),{otherwise},{formula})"


def figures_of(total: TotalRow) -> Iterator[str]:
    """The figures that a total of its kind has: a point of a quarter alone has no plan for the year."""
    yield from (figure for figure in FIGURES if figure != "plan_year" or total.basis == "year-to-date")


def relative(row: int, column: int) -> str:
    """A cell as formulas of its own sheet write it."""
    return str(xl_rowcol_to_cell(row, column))
