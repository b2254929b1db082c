"""Compared: the quarter against the one before, the worst fall first; above it how many changed, and to which light."""

from __future__ import annotations

from accountplan.consolidate.rows import ChangeRow, CorrectionRow, MoveRow, Number
from accountplan.summary.desk import Desk
from accountplan.summary.ledger import Sum
from accountplan.summary.lists import Column, ListSheet, write_records
from accountplan.summary.page import Cell, Page
from accountplan.summary.places import Place, compact
from accountplan.workbook.links import link_formula
from accountplan.workbook.styles import LIGHTS, LINE, ROW

COLOURS = ("green", "amber", "red", "none")
DIRECTIONS = ("better", "worse", "same", "unknown")
OUTCOMES = ("worked", "open", "worse", "unknown")
_LINES = tuple(zip(COLOURS, DIRECTIONS, OUTCOMES, strict=True))
_FALLS = {("green", "amber"), ("green", "red"), ("amber", "red")}
_SHOWN, _LINK = 12, 9


def write_compared(desk: Desk) -> None:
    """The counts, the list, and below it the accounts that moved and the figures that were restated."""
    rows = sorted(filter(_changed, desk.result.tables.changes), key=_worst_fall)
    spec = _spec(desk)
    page = Page(desk, "compared", [*(column.width for column in spec.columns), _LINK], _help(desk))
    if desk.result.tables.changes:
        page.sheet.set_row(page.row - 1, ROW["gap"])
        _counts(page)
        below = page.row
        page.gap(16)
        page.gap(ROW["gap"])
        spec = _spec(desk, page.row)
        write_records(desk, page.sheet, spec, rows)
        page.row += max(len(rows), 1) + 1
        _what_is_below(page, below)
    else:
        page.sheet.text(page.row, 0, _nothing(desk), desk.styles("plain"))
        page.gap(ROW["line"])
    last = _apart(page)
    desk.print_set_up(page.sheet, max(last, page.row), spec.printed - 1, spec.header)


def _help(desk: Desk) -> str:
    """How to read it, and where the figures of then come from."""
    if not desk.result.tables.changes:
        return ""
    source = "data" if desk.result.previous else "workbook"
    then = desk.say(f"compared-from-{source}", quarter=str(desk.result.quarter.before))
    return f"{desk.say('help-compared', sheet=desk.say('sheet-data-changes'))} {then}"


def _nothing(desk: Desk) -> str:
    """Why there is nothing to compare."""
    before = desk.result.quarter.before
    first = before.year != desk.result.quarter.year and desk.result.previous is None
    return desk.say("nothing-compared-with", quarter=str(before)) if first else desk.say("nothing-compared")


def _changed(row: ChangeRow) -> bool:
    """Whether there is anything to say of a point; the data sheet has those too of which there is not."""
    return row.direction in ("better", "worse") or row.light != row.light_then or row.outcome != "none" or row.restated


def _worst_fall(row: ChangeRow) -> tuple[bool, float]:
    """The largest fall first, the largest improvement last but for what is unknown."""
    return row.change is None, row.change or 0.0


# -- the list ----------------------------------------------------------------------------------------------------------
def _spec(desk: Desk, header: int = 0) -> ListSheet[ChangeRow]:
    def unit(row: ChangeRow) -> str:
        return row.unit

    columns: list[Column[ChangeRow]] = [
        Column("account", 10, lambda row: row.account_id),
        Column("name", 30, lambda row: desk.name_of(row.account_id), "wrapped"),
        Column("point", 15, lambda row: desk.words.point(row.kpi)),
        Column("light-then", 11, lambda row: desk.light(row.light_then), "light"),
        Column("light-now", 11, lambda row: desk.light(row.light), "light"),
        Column("direction", 13, lambda row: desk.say(f"direction-{row.direction}"), "light"),
        Column("achievement-then", 13, lambda row: row.achievement_then, "percent"),
        Column("achievement", 13, lambda row: row.achievement, "percent"),
        Column("change", 12, lambda row: row.change, "percent-change"),
        Column("correction-then", 42, agreed, "wrapped"),
        Column("outcome", 19, lambda row: outcome(desk, row), "light"),
        Column("correction-now", 38, lambda row: row.correction, "wrapped"),
        Column("unit", 10, lambda row: desk.unit(row.unit, row.currency)),
        Column("plan-then", 13, lambda row: row.plan_then, unit),
        Column("actual-then", 13, lambda row: row.actual_then, unit),
        Column("plan", 13, lambda row: row.plan, unit),
        Column("actual", 13, lambda row: row.actual, unit),
        Column("restated", 11, lambda row: desk.yes_no(row.restated) if row.plan_reported is not None else None,
               "light"),
        Column("manager", 20, lambda row: desk.manager_of(row.account_id)),
        Column("team", 20, lambda row: desk.team_of(row.account_id)),
        Column("file", 44, lambda row: row.file),
        Column("sheet", 22, lambda row: row.sheet),
        Column("cell-actual-then", 13, lambda row: compact(row.cell_actual_then)),
        Column("cell-actual", 13, lambda row: compact(row.cell_actual)),
    ]  # fmt: skip
    words = desk.light_words()
    colours = {
        "light-then": words,
        "light-now": words,
        "direction": {"green": desk.say("direction-better"), "red": desk.say("direction-worse")},
        "outcome": {
            "green": desk.say("outcome-worked"),
            "amber": desk.say("outcome-open"),
            "red": desk.say("outcome-worse"),
        },
    }
    return ListSheet("compared", columns, frozen=3, printed=_SHOWN, link=_place, colours=colours, header=header)


def agreed(row: ChangeRow | CorrectionRow) -> str | None:
    """The correction that stood, with the quarter in which it was noted."""
    if row.correction_then is None or row.agreed_in is None:
        return None
    return f"{row.agreed_in.removeprefix(f'{row.year}-')}: {row.correction_then}"


def outcome(desk: Desk, row: ChangeRow) -> str | None:
    """What became of a correction; nothing where none was agreed."""
    return None if row.outcome == "none" else desk.say(f"outcome-{row.outcome}")


def _place(row: ChangeRow) -> Place | None:
    return Place.of(row.file, row.sheet, row.cell_actual or row.cell_actual_then)


# -- the counts --------------------------------------------------------------------------------------------------------
def _counts(page: Page) -> None:
    """From which light to which, how many better and worse, and what became of the corrections."""
    desk = page.desk
    heads = [Cell(desk.say("lights-then-now"), span=2)]
    heads += [Cell(desk.light(colour), "light") for colour in COLOURS]
    heads += [Cell(desk.say("col-direction"), span=2), Cell(desk.say("col-count"), "light")]
    heads += [Cell(desk.say("corrections-then")), Cell(desk.say("col-count"), "light")]
    page.headers(heads)
    for then, direction, result in _LINES:
        _count_line(page, then, direction, result)


def _count_line(page: Page, then: str, direction: str, result: str) -> None:
    desk, row = page.desk, page.row
    data = desk.data["changes"]
    cells = [Cell(desk.say("light-then", light=desk.light(then)), span=2, look=_coloured(then))]
    noted: list[tuple[str, Sum]] = []

    def counted(what: str, found: Sum, **look: object) -> None:
        cells.append(Cell(found.value, "number", formula=found.formula, look={"align": "center", **look}))
        noted.append((what, found))

    for now in COLOURS:
        found = data.count(light_then_code=then, light_code=now)
        what = desk.say("light-changed", then=desk.light(then), now=desk.light(now))
        counted(what, found, **_shade(then, now, found.value))
    cells.append(Cell(desk.say(f"direction-{direction}"), span=2))
    counted(desk.say(f"direction-{direction}"), data.count(direction_code=direction))
    cells.append(Cell(desk.say(f"outcome-{result}")))
    counted(desk.say(f"outcome-{result}"), data.count(outcome_code=result))
    page.line(cells, least=17)
    columns = (2, 3, 4, 5, 8, 10)
    for column, (what, found) in zip(columns, noted, strict=True):
        page.note(row, column, what, "number", found)


def _coloured(colour: str) -> dict[str, object]:
    if colour not in LIGHTS:
        return {"bold": True}
    ink, tint = LIGHTS[colour]
    return {"font_color": ink, "bg_color": tint, "bold": True}


def _shade(then: str, now: str, count: Number) -> dict[str, object]:
    """Falls and improvements in the colours of what they are; what stayed, or is unknown, plain."""
    if not count or then == now or "none" in (then, now):
        return {}
    return _coloured("red" if (then, now) in _FALLS else "green")


# -- what else changed -------------------------------------------------------------------------------------------------
def _what_is_below(page: Page, row: int) -> None:
    """How many accounts moved and figures were restated, as a link to where they stand below the list."""
    desk = page.desk
    moved, restated = len(desk.result.tables.moves), len(_restated(desk))
    if desk.result.previous is None:
        page.sheet.text(row, 0, desk.say("moves-unknown"), desk.styles("help", text_wrap=False, indent=1))
        return
    text = desk.say("moves-below", moves=str(moved), restated=str(restated))
    if not moved and not restated:
        page.sheet.text(row, 0, desk.say("moves-none"), desk.styles("help", text_wrap=False, indent=1))
        return
    formula = link_formula(page.name, text, f"A{page.row + 2}")
    page.sheet.write_formula(row, 0, formula, desk.styles("link", indent=1), text)


def _restated(desk: Desk) -> list[ChangeRow]:
    return [row for row in desk.result.tables.changes if row.restated]


def _apart(page: Page) -> int:
    """Below the list: accounts that moved, and figures that were restated."""
    desk = page.desk
    moved, restated = desk.result.tables.moves, _restated(desk)
    if moved:
        page.gap()
        page.heading(desk.say("moved", count=str(len(moved))))
        for move in moved:
            cells = [
                Cell(move.account_id), Cell(move.account_name, "wrapped"),
                Cell(desk.say(f"move-{move.what}")), Cell(_said_move(desk, move), "wrapped", span=7),
            ]  # fmt: skip
            page.line(cells)
    if restated:
        page.gap()
        page.heading(desk.say("restated", count=str(len(restated))))
        _restated_lines(page, restated)
    return page.row - 1


def _said_move(desk: Desk, move: MoveRow) -> str:
    """What a change of manager, team, region or tier was: from the one to the other."""
    if move.what in ("joined", "left"):
        return desk.say(f"moved-{move.what}")
    before, after = (
        name or desk.words.group(move.what, code, None) or desk.say("group-none")
        for name, code in ((move.before_name, move.before), (move.after_name, move.after))
    )
    return desk.say("moved-from-to", before=before, after=after)


def _restated_lines(page: Page, rows: list[ChangeRow]) -> None:
    desk = page.desk
    keys = (("account", "text"), ("name", "text"), ("point", "text"), ("unit", "text"), ("plan-reported", "number"),
            ("plan-restated", "number"), ("actual-reported", "number"), ("actual-restated", "number"),
            ("link", "light"))  # fmt: skip
    page.headers([Cell(desk.say(f"col-{key}"), kind) for key, kind in keys])
    for row in rows:
        figures = (row.plan_reported, row.plan_restated, row.actual_reported, row.actual_restated)
        edge = {"bottom": 1, "bottom_color": LINE}
        page.line([
            Cell(row.account_id), Cell(desk.name_of(row.account_id), "wrapped"), Cell(desk.words.point(row.kpi)),
            Cell(desk.unit(row.unit, row.currency_then)), *(Cell(figure, row.unit) for figure in figures),
            Cell(place=Place.of(row.file, row.sheet, row.cell_actual_then), look=edge),
        ])  # fmt: skip
