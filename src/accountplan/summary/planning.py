"""Planning: who has how much to do in the weeks ahead, and what that is."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date

from xlsxwriter.utility import xl_range

from accountplan.consolidate.load import week_name
from accountplan.consolidate.rows import LoadRow, Number
from accountplan.fields.base import tidy
from accountplan.summary.desk import Desk
from accountplan.summary.ledger import Sum
from accountplan.summary.page import Cell, Page
from accountplan.summary.people import NEAR, WEEKS, Worker, week_code, weeks_ahead, workers
from accountplan.summary.timeline import write_timeline
from accountplan.workbook.styles import LIGHTS, SIZE

NAME, TEAM, CAPACITY, FIRST_WEEK = 0, 1, 2, 3
LATER = FIRST_WEEK + WEEKS
NEVER, TOTAL = LATER + 1, LATER + 2
WIDTHS = (28, 22, 12, *[7.3] * WEEKS, 9, 10, 9, 11)
FULL_SIGN, NEAR_SIGN, MORE_SIGN = "▲", "•", "?"


def write_planning(desk: Desk) -> None:
    """The hours per person and week, then the activities that they are for."""
    weeks, everybody = weeks_ahead(desk.result.as_of), workers(desk)
    said = {"full": FULL_SIGN, "near": NEAR_SIGN, "more": MORE_SIGN, "percent": f"{NEAR:.0%}"}
    page = Page(desk, "planning", WIDTHS, desk.say("help-planning", **said))
    page.block()
    header = _headers(page, weeks)
    if not everybody:
        page.sentence(desk.say("empty-planning"))
    else:
        first = page.row
        for worker in everybody:
            _person(page, worker, weeks)
        _together(page, first, weeks)
        page.gap()
        write_timeline(page, everybody, weeks)
    page.print_out(header)
    page.sheet.freeze_panes(header + 1, FIRST_WEEK)


def _headers(page: Page, weeks: Sequence[date]) -> int:
    """The weeks by number and by their Monday; they stay in sight."""
    desk = page.desk
    named = [Cell(f"{week_name(week)[5:]}\n{week:%d-%m}", "light") for week in weeks]
    others = [Cell(desk.say(f"col-{key}"), "number") for key in ("later", "no-deadline", "total", "weeks-full")]
    return page.headers(
        [Cell(desk.say("col-owner")), Cell(desk.say("col-team")), Cell(desk.say("col-capacity"), "number"), *named,
         *others]
    )  # fmt: skip


# -- hours -------------------------------------------------------------------------------------------------------------
def _person(page: Page, worker: Worker, weeks: Sequence[date]) -> None:
    later = [row for week, row in worker.load.items() if week is not None and week > weeks[-1]]
    never = [worker.load[None]] if None in worker.load else []
    row = page.row
    total = Sum(f"SUM({xl_range(row, FIRST_WEEK, row, NEVER)})", _added(worker.load.values()))
    page.line(
        [
            Cell(worker.name),
            Cell(worker.team),
            Cell(page.desk.say("light-none") if worker.capacity is None else worker.capacity, "number"),
            *(_week(page, worker, worker.load.get(week)) for week in weeks),
            _apart(later),
            _apart(never),
            Cell(total.value, "number", formula=total.formula, look={"bold": True, **_decimals(total.value)}),
            _too_full(worker.too_full(weeks)),
        ]
    )  # fmt: skip
    what = f"{page.desk.say('planning-hours')} · {worker.name}"
    sources = page.desk.data["load"].sum("hours", person_index=worker.number)
    page.desk.ledger.note(page.name, (row, TOTAL), what, "decimal", total.value, sources)


def _week(page: Page, worker: Worker, row: LoadRow | None) -> Cell:
    """One week of one person: its hours, with a sign where they are too many, nearly so, or not all known."""
    look: dict[str, object] = {"align": "center", "font_size": SIZE["small"] + 1}
    if row is None:
        return Cell(look=look)
    if row.hours is None:
        return Cell(MORE_SIGN, look=look | {"font_color": page.desk.styles.quiet})
    part, sign = worker.part(row), ""
    palette = page.desk.styles.palette
    if row.overload:
        ink, tint = LIGHTS["red"]
        sign, look = FULL_SIGN, look | {"bold": True, "font_color": ink, "bg_color": tint}
    elif part is not None and part >= NEAR:
        ink, tint = LIGHTS["amber"]
        sign, look = NEAR_SIGN, look | {"font_color": ink, "bg_color": tint}
    elif part is not None:
        look |= {"bg_color": palette.tint(0.08 if part < NEAR / 2 else 0.18)}
    return Cell(row.hours, "number", look=look | _decimals(row.hours, sign, MORE_SIGN if row.unknown else ""))


def _apart(rows: Sequence[LoadRow]) -> Cell:
    """Hours that fall outside the weeks ahead."""
    hours = _added(rows)
    unknown = any(row.unknown for row in rows)
    if not hours:
        return Cell(MORE_SIGN if unknown else None, "number")
    return Cell(hours, "number", look=_decimals(hours, after=MORE_SIGN if unknown else ""))


def _too_full(count: int) -> Cell:
    if not count:
        return Cell(0, "number")
    ink, tint = LIGHTS["red"]
    look = {"font_color": ink, "bg_color": tint, "bold": True, "num_format": f'"{FULL_SIGN} "0'}
    return Cell(count, "number", look=look)


def _together(page: Page, first: int, weeks: Sequence[date]) -> None:
    """What everybody together has to do, each week."""
    desk, row, data = page.desk, page.row, page.desk.data["load"]
    table = desk.result.tables.load
    cells = [Cell(desk.say("planning-together"), span=3, look={"bold": True})]
    noted: list[tuple[int, str, Sum]] = []
    for column, week in enumerate(weeks, start=FIRST_WEEK):
        noted.append((column, week_name(week), data.sum("hours", week_code=week_code(week))))
        cells.append(_sum(first, row, column, _added(r for r in table if r.week == week)))
    cells.append(_sum(first, row, LATER, _added(r for r in table if r.week is not None and r.week > weeks[-1])))
    cells.append(_sum(first, row, NEVER, _added(r for r in table if r.week is None)))
    noted.append((NEVER, desk.say("col-no-deadline").lower(), data.sum("hours", week_code=0)))
    cells.append(_sum(first, row, TOTAL, _added(table)))
    noted.append((TOTAL, desk.say("col-total").lower(), Sum(f"SUM({data.ref('hours')})", _added(table))))
    page.line([*cells, Cell()])
    for column, what, sources in noted:
        page.note(row, column, f"{desk.say('planning-hours')} · {what}", "decimal", sources)


def _sum(first: int, row: int, column: int, value: Number) -> Cell:
    look: dict[str, object] = {"bold": True, "top": 1, **_decimals(value)}
    look |= {"align": "center", "font_size": SIZE["small"] + 1} if FIRST_WEEK <= column < LATER else {}
    return Cell(value, "number", formula=f"SUM({xl_range(first, column, row - 1, column)})", look=look)


# -- pieces ------------------------------------------------------------------------------------------------------------
def _added(rows: Iterable[LoadRow]) -> Number:
    return tidy(round(float(sum(row.hours or 0 for row in rows)), 9))


def _decimals(value: Number, before: str = "", after: str = "") -> dict[str, object]:
    """Hours with one decimal, but for whole and for large numbers; a sign before them, one behind."""
    shown = "#,##0" if float(value).is_integer() or value >= 100 else "0.0"
    signs = (f'"{before} "' if before else "", f'"{after}"' if after else "")
    return {"num_format": f"{signs[0]}{shown}{signs[1]}"}
