"""Reconciliation: every total where it stands on its sheet, beside the sum of its sources, with the difference.

The sheet looks at the cells themselves: whoever changes a total or a figure it is made of sees it turn red. Two kinds
of sources are held against a total: the rows of the data sheets, as a formula, and, for the totals of the points, the
cells of the plans, added up again another way when the summary was made.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from math import isclose

from xlsxwriter.utility import xl_range_abs

from accountplan.consolidate.rows import CheckRow, Number
from accountplan.formula import literal
from accountplan.layout.places import quoted
from accountplan.summary.data import FIRST, HEADER
from accountplan.summary.desk import Desk
from accountplan.summary.formats import standing
from accountplan.summary.ledger import Sum, Total
from accountplan.summary.totals import check_key, group_name
from accountplan.workbook.excel import StrictSheet

_COLUMNS = (("verdict-check", 15, "light"), ("on-sheet", 22, "text"), ("figure", 62, "text"), ("unit", 10, "text"),
            ("total", 17, "money"), ("sources", 19, "money"), ("difference", 15, "money"),
            ("against", 34, "text"))  # fmt: skip
_WITHIN = 1e-6
"""Of the total, or absolutely where that is below 1: sums of floating-point numbers differ by less."""


@dataclass(frozen=True)
class _Check:
    sheet: str
    what: str
    unit: str
    kind: str
    total: Number
    reference: str
    """Where the total stands; empty where no sheet shows it."""
    sources: Sum
    against: str

    @property
    def agrees(self) -> bool:
        return isclose(self.total, self.sources.value, rel_tol=_WITHIN, abs_tol=_WITHIN)


def write_reconciliation(desk: Desk) -> None:
    """What does not agree first."""
    checks = sorted((*_of_sheets(desk), *_of_plans(desk)), key=lambda check: check.agrees)
    sheet = desk.sheet("reconciliation", len(_COLUMNS), desk.say("help-reconciliation"), tint=0.5)
    for column, (key, width, kind) in enumerate(_COLUMNS):
        sheet.set_column(column, column, width)
        style = desk.styles("header", valign="top", **standing(kind))
        sheet.text(HEADER, column, desk.say(f"col-{key}"), style)
    sheet.set_row(HEADER, 34)
    for row, check in enumerate(checks, start=FIRST):
        _write(desk, sheet, row, check)
    last = FIRST + max(len(checks), 1) - 1
    if checks:
        sheet.autofilter(HEADER, 0, last, len(_COLUMNS) - 1)
    else:
        sheet.text(FIRST, 0, desk.say("empty-reconciliation"), desk.styles("plain"))
    words = {"green": desk.say("agrees"), "red": desk.say("disagrees")}
    desk.light_colours(sheet, FIRST, last, 0, words)
    sheet.freeze_panes(FIRST, 1)
    desk.print_set_up(sheet, last, len(_COLUMNS) - 1, HEADER)
    if checks:
        cells = f"{quoted(sheet.name)}!{xl_range_abs(FIRST, 0, last, 0)}"
        desk.ledger.verdicts = (cells, len(checks), sum(not check.agrees for check in checks))


def _of_sheets(desk: Desk) -> Iterator[_Check]:
    """Every total that a sheet noted, against the data sheets."""
    for total in desk.ledger:
        yield _Check(total.sheet, total.what, _unit(total), total.kind, total.value, total.reference, total.sources,
                     desk.say("against-data"))  # fmt: skip


def _unit(total: Total) -> str:
    return "%" if total.kind in ("percent", "share") else ""


def _of_plans(desk: Desk) -> Iterator[_Check]:
    """The totals of the points, against the cells of the plans."""
    for check in desk.result.tables.reconciliation:
        total, sources = check.total, check.sources
        total, sources = total or 0, sources or 0
        reference = desk.ledger.places.get(check_key(check), "")
        sheet = desk.say("sheet-salesplan" if check.kpi is None else "sheet-totals")
        yield _Check(sheet, _what(desk, check), desk.unit(check.unit, check.currency), check.unit, total, reference,
                     Sum(repr(sources), sources), desk.say(f"against-{check.against}"))  # fmt: skip


def _what(desk: Desk, check: CheckRow) -> str:
    group = group_name(desk, check.dimension, check.group, check.group_name)
    named = desk.say(f"col-{check.figure}").lower()
    converted = desk.say("converted") if check.converted else ""
    parts = (group, desk.words.point(check.kpi) if check.kpi else "", named, check.currency, converted)
    return " · ".join(part for part in parts if part)


def _write(desk: Desk, sheet: StrictSheet, row: int, check: _Check) -> None:
    at = row + 1
    verdict = desk.say("agrees" if check.agrees else "disagrees")
    same = f"ABS(G{at})<={_WITHIN!r}*MAX(1,ABS(E{at}))"
    formula = f"IF({same},{literal(desk.say('agrees'))},{literal(desk.say('disagrees'))})"
    desk.put(sheet, row, 0, verdict, "light", formula)
    for column, text in ((1, check.sheet), (2, check.what), (3, check.unit), (7, check.against)):
        desk.put(sheet, row, column, text, "text")
    apart = 0 if check.agrees else check.total - check.sources.value
    desk.put(sheet, row, 4, check.total, check.kind, f"N({check.reference})" if check.reference else "")
    desk.put(sheet, row, 5, check.sources.value, check.kind, check.sources.formula)
    desk.put(sheet, row, 6, apart, check.kind, f"IF(ABS(E{at}-F{at})<={_WITHIN!r}*MAX(1,ABS(E{at})),0,E{at}-F{at})")
