"""The columns of the sheet Evaluation: what is read and printed, and the amounts behind it."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import replace
from functools import partial
from typing import Any

from accountplan.consolidate.rows import EvaluationRow, Number
from accountplan.layout.letters import column_for_words
from accountplan.summary.desk import Desk
from accountplan.summary.evaluation_addends import addend_columns
from accountplan.summary.evaluation_list import Line, ListColumn
from accountplan.summary.places import Place, compact
from accountplan.summary.sums import YEARLY
from accountplan.summary.tiles import SIGNS
from accountplan.summary.why import since, why
from accountplan.template.model import Kpi
from accountplan.workbook.styles import LIGHTS, QUIET

TOTALLED = ("realised", "variance", "of-plan", "light", "forecast", "plan-year", "of-plan-year")
"""What the totals above the list have in the columns of figures, each in one."""
OTHERWISE = "≠"
"""Where the sales person sees a light otherwise than the figures do."""
_LEAST = len(TOTALLED)
"""Columns of figures, at least: above them stand the totals."""
_FIGURE_WIDTH = 9.5


# -- the columns -------------------------------------------------------------------------------------------------------
def columns_of(desk: Desk) -> list[ListColumn]:
    """Every column, in order; no two have one heading, since they are those of an Excel table."""
    kpis = list(desk.words.kpis.values())
    amounts = (column for kpi in kpis for column in _amounts(desk, kpi))
    taken: list[str] = []
    found: list[ListColumn] = []
    for column in (*_shown(desk, kpis), *amounts, *addend_columns(desk, kpis)):
        heading = " ".join(column.heading.split()) or "–"
        while heading.lower() in taken:
            heading += " –"
        taken.append(heading.lower())
        found.append(replace(column, heading=heading))
    return found


def _shown(desk: Desk, kpis: Sequence[Kpi]) -> Iterator[ListColumn]:
    yield ListColumn("account", desk.say("col-account"), 10, lambda line: line.account.account_id)
    yield ListColumn("name", desk.say("col-name"), 27.5, lambda line: line.account.account_name, "wrapped")
    yield ListColumn("manager", desk.say("col-manager"), 17.5, lambda line: line.account.account_manager, "wrapped")
    yield ListColumn("tier", desk.say("col-tier-short"), 7, lambda line: line.account.tier, "light")
    yield ListColumn("unit", desk.say("col-currency"), 8, lambda line: line.account.currency, "light")
    foreseen = [kpi for kpi in kpis if kpi.unit == "money" and kpi.basis == "year-to-date"]
    for kpi in kpis:
        yield _of_plan(desk, kpi)
    for kpi in foreseen:
        yield _of_year(desk, kpi)
    for n in range(len(kpis) + len(foreseen), _LEAST):
        yield ListColumn(f"spare-{n}", "", _width(desk, ""), lambda _: None)
    yield ListColumn("light", desk.say("col-worst-light"), 11, lambda line: _state(desk, line), "light")
    yield ListColumn("override", desk.say("col-otherwise"), 9, _otherwise, "light")
    yield ListColumn("why", desk.say("col-why-red"), 40, lambda line: _why(desk, line), "wrapped")
    yield ListColumn("correction", desk.say("col-correction"), 46, lambda line: correction(desk, line), "wrapped")


def _width(desk: Desk, heading: str) -> float:
    """Of a column of figures: the words of its heading fit, and those of the totals above it."""
    headings = (heading, *(desk.say(f"col-{key}") for key in TOTALLED))
    return max(_FIGURE_WIDTH, *(column_for_words(text, bold=True, indent=1) for text in headings))


def _of_plan(desk: Desk, kpi: Kpi) -> ListColumn:
    """What was realised as a part of the plan, its light as colour and sign; in words where that cannot be said."""
    return ListColumn(
        f"of-plan-{kpi.code}",
        desk.words.point(kpi.code),
        _width(desk, desk.words.point(kpi.code)),
        lambda line: of_plan(desk, line.points.get(kpi.code)),
        "light",
        look=lambda line: light_look(line.points.get(kpi.code)),
    )


def _of_year(desk: Desk, kpi: Kpi) -> ListColumn:
    def value(line: Line) -> Any:
        row = line.points.get(kpi.code)
        if row is None or row.forecast is None or row.plan_year is None:
            return None
        return row.forecast / row.plan_year if row.plan_year > 0 else _odd_plan(desk, row.plan_year)

    heading = desk.say("col-of-year", point=desk.words.point(kpi.code))
    return ListColumn(f"of-year-{kpi.code}", heading, _width(desk, heading), value, "share",
                      look=lambda _: {"align": "center"})  # fmt: skip


def of_plan(desk: Desk, row: EvaluationRow | None) -> Number | str | None:
    """What was realised as a part of the plan; words where a figure is missing, or the plan is nothing or negative."""
    if row is None or (row.plan is None and row.actual is None):
        return None
    if row.plan is None or row.actual is None:
        return desk.say("no-plan-figure" if row.plan is None else "no-actual-figure")
    if row.plan > 0:
        return row.actual / row.plan
    return f"{SIGNS[row.light]} {_odd_plan(desk, row.plan)}"


def _odd_plan(desk: Desk, plan: Number) -> str:
    """Of a plan of nothing, or less, no figure is a part."""
    return desk.say("plan-negative" if plan < 0 else "plan-zero")


def light_look(row: EvaluationRow | None) -> dict[str, object]:
    """Colour and sign of a light."""
    if row is None or row.light not in LIGHTS:
        return {"font_color": QUIET}
    ink, tint = LIGHTS[row.light]
    sign = SIGNS[row.light]
    return {"font_color": ink, "bg_color": tint, "num_format": f'"{sign} "0%;"{sign} -"0%'}


def _state(desk: Desk, line: Line) -> str:
    """The worst light in a word; of an account without a plan, what became of it."""
    if line.account.status != "delivered":
        return desk.say(f"delivery-{line.account.status}")
    return desk.light(desk.worst_light(line.account.account_id))


def _otherwise(line: Line) -> str | None:
    return OTHERWISE if any(row.light_override not in (None, row.light) for row in line.points.values()) else None


def _why(desk: Desk, line: Line) -> str:
    return why(desk, line.account.account_id, agreed=False)


def correction(desk: Desk, line: Line) -> str:
    """What is agreed, point by point; of a point that is not green also what was agreed before, with the quarter."""
    said: list[str] = []
    for row in line.points.values():
        point = desk.words.point(row.kpi)
        noted = [earlier for earlier in since(desk, row) if earlier.correction]
        if row.correction:
            said.append(f"{point}: {row.correction}")
        elif noted:
            said.append(f"{point} ({noted[-1].quarter}): {noted[-1].correction}")
    needed = any(row.light in ("amber", "red") for row in line.points.values())
    return "\n".join(said) or (desk.say("no-correction-noted") if needed else "")


# -- the amounts -------------------------------------------------------------------------------------------------------
def _amounts(desk: Desk, kpi: Kpi) -> Iterator[ListColumn]:
    point = desk.words.point(kpi.code)

    def column(key: str, value: Callable[[EvaluationRow], Any], kind: str, width: float = 13) -> ListColumn:
        def of_line(line: Line) -> Any:
            row = line.points.get(kpi.code)
            return None if row is None else value(row)

        heading = f"{point}: {desk.say(f'col-{key}').lower()}"
        return ListColumn(f"{key}-{kpi.code}", heading, width, of_line, kind, "amounts")

    for figure in ("plan_quarter", "actual_quarter", "plan", "actual"):
        yield column(figure.replace("_", "-"), partial(_figure, figure=figure), kpi.unit)
    yield column("variance", lambda row: row.variance, f"{kpi.unit}-change")
    for figure in YEARLY:
        yield column(figure.replace("_", "-"), partial(_figure, figure=figure), kpi.unit)
    yield column("source", _source, "text", 70)
    yield column("link", lambda row: Place.of(row.file, row.sheet, row.cell_actual or row.cell_plan), "link", 10)


def _figure(row: EvaluationRow, figure: str) -> Any:
    return getattr(row, figure)


def _source(row: EvaluationRow) -> str:
    """File, sheet and cells that the figures stand in."""
    cells = [compact(cells) for cells in (row.cell_plan, row.cell_actual, row.cell_forecast, row.cell_plan_year)]
    return " · ".join(filter(None, (row.file, row.sheet, ", ".join(dict.fromkeys(filter(None, cells))))))
