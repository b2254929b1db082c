"""The lower half of SWOT & market: the customers' competitors, and how satisfied the customers are with us."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from accountplan.consolidate.recurring import Said, named_competitors
from accountplan.consolidate.rows import AccountRow, CompetitorRow
from accountplan.summary.charts import Block, actual_look, dressed, insert
from accountplan.summary.desk import Desk
from accountplan.summary.page import Cell, Page
from accountplan.summary.places import Place
from accountplan.workbook.charting import font
from accountplan.workbook.styles import LINE

_MOST_COMPETITORS = 10
_MOST_REASONS = 12
_BAR, _AROUND = 26, 56
"""Pixels of a bar, and of what stands around all bars."""
_BESIDE = 3
"""The column at which a chart begins that stands beside a small table."""


# -- competitors -------------------------------------------------------------------------------------------------------
def write_competitors(page: Page) -> None:
    """Who is named most, and how large the plans say they are."""
    desk = page.desk
    page.block()
    page.heading(desk.say("competitors-heading"))
    found = sorted(
        named_competitors(desk.result.tables.competitors), key=lambda said: (-len(said.accounts), -_largest(said))
    )
    if not found:
        page.sentence(desk.say("empty-competitors"))
        page.gap()
        return
    data = desk.data["competitors"]
    named, by = len(found), data.count(first_of_all=1).value
    page.small(desk.say("competitors-note", count=str(named), accounts=str(by)))
    keys = ("competitor", "accounts", "mean-share", "lowest", "highest")
    page.headers([
        Cell(desk.say("col-competitor")),
        *(Cell(desk.say(f"col-{key}"), "number") for key in keys[1:]),
        Cell(),
        Cell(desk.say("col-named-by"), span=5),
    ])  # fmt: skip
    for said in found[:_MOST_COMPETITORS]:
        _competitor(page, said)
    page.more(named - _MOST_COMPETITORS, "sheet-data-competitors")
    page.gap(6)
    page.block()
    _competitor_chart(page, found[:_MOST_COMPETITORS])
    page.gap()


def _shares(said: Said[CompetitorRow]) -> list[float]:
    return [row.share for row in said.rows if row.share is not None]


def _largest(said: Said[CompetitorRow]) -> float:
    return max(_shares(said), default=0)


def _competitor(page: Page, said: Said[CompetitorRow]) -> None:
    desk, data, shares = page.desk, page.desk.data["competitors"], _shares(said)
    accounts = data.count(text_number=said.number, first_of_text=1)
    mean = data.mean("market-share", text_number=said.number, known=1)
    name = said.first.name or ""
    row = page.line([
        Cell(name, "wrapped"),
        Cell(accounts.value, "number"),
        Cell(mean.value if mean else None, "percent"),
        Cell(min(shares, default=None), "percent"),
        Cell(max(shares, default=None), "percent"),
        Cell(),
        Cell(desk.names_of(said.accounts), "wrapped", 5),
    ])  # fmt: skip
    page.note(row, 1, f"{name} · {desk.say('col-accounts').lower()}", "number", accounts)
    page.note(row, 2, f"{name} · {desk.say('col-mean-share').lower()}", "percent", mean)


def _competitor_chart(page: Page, found: Sequence[Said[CompetitorRow]]) -> None:
    """At how many accounts each is named; where none is named more than once, how large they are."""
    desk, data = page.desk, page.desk.data["competitors"]
    returns = any(len(said.accounts) > 1 for said in found)
    key, shown = ("accounts", "#,##0") if returns else ("mean-share", "0%")
    rows: list[tuple[str, Any]] = []
    for said in found:
        mean = data.mean("market-share", text_number=said.number, known=1)
        rows.append((said.first.name or "", len(said.accounts) if returns else mean.value if mean else None))
    if all(value is None for _, value in rows):
        return
    title = desk.say(f"chart-competitors-{key}")
    block = desk.charts.block(title, (desk.say("col-competitor"), desk.say(f"col-{key}")), rows)
    size = (page.pixels(0, len(page.widths)) - 12, _AROUND + _BAR * len(rows))
    insert(page.sheet, page.room(page.rows_under(size[1])), 0, bars(desk, block, "bar", title, size, shown), title)


def bars(desk: Desk, block: Block, shape: str, title: str, size: tuple[int, int], num_format: str) -> Any:
    """Bars with their figures at the end and no axis of values; the first category of a `bar` stands on top."""
    chart = desk.book.add_chart({"type": shape})
    labels = {"value": True, "position": "outside_end", "font": font(), "num_format": num_format}
    chart.add_series({**block.series(1), **actual_look(desk.styles.palette), "data_labels": labels, "gap": 45})
    dressed(chart, title, size=size)
    line = {"color": LINE, "width": 0.75}
    categories = {"num_font": font(), "line": line, "major_tick_mark": "none", "reverse": shape == "bar"}
    values = {"visible": False, "major_gridlines": {"visible": False}, "min": 0}
    across, up = (values, categories) if shape == "bar" else (categories, values)
    chart.set_x_axis({"major_gridlines": {"visible": False}} | across)
    chart.set_y_axis({"major_gridlines": {"visible": False}} | up)
    return chart


# -- satisfaction ------------------------------------------------------------------------------------------------------
def write_satisfaction(page: Page) -> None:
    """How satisfied the customers are by their own word, and why: the lowest marks first."""
    desk = page.desk
    page.block()
    page.heading(desk.say("satisfaction-heading"))
    told = [row for row in desk.result.tables.accounts if row.file is not None]
    if not any(_says(row) for row in told):
        page.sentence(desk.say("empty-satisfaction"))
        return
    marked = sum(row.satisfaction_score is not None for row in told)
    page.small(desk.say("satisfaction-note", some=str(marked), all=str(len(told))))
    first = page.row
    _satisfaction_counts(page)
    if marked:
        _marks_chart(page, first, told)
    page.block()
    _reasons(page, [row for row in told if _says(row)])


def _says(row: AccountRow) -> bool:
    return row.satisfied is not None or row.satisfaction_score is not None or bool(row.satisfaction_why)


def _satisfaction_counts(page: Page) -> None:
    desk, data = page.desk, page.desk.data["accounts"]
    delivered: dict[str, Any] = {"delivery_code": "delivered"}
    mean = data.mean("satisfaction-score", **delivered, marked=1)
    figures = [(f"satisfied-{code}", "number", data.count(**delivered, satisfied_code=code))
               for code in ("yes", "no", "unknown")]  # fmt: skip
    for key, kind, found in (*figures, ("mean-mark", "decimal", mean)):
        name = desk.say(key)
        bold: dict[str, object] = {"bold": key == "mean-mark"}
        row = page.line([Cell(name, look=bold), Cell(found.value if found else None, kind, look=bold)])
        page.note(row, 1, f"{desk.say('satisfaction-heading')} · {name.lower()}", kind, found)


def _marks_chart(page: Page, row: int, told: Sequence[AccountRow]) -> None:
    """How many customers gave each mark of the scale, from a row on beside what stands there."""
    desk, data = page.desk, page.desk.data["accounts"]
    found = {mark: data.count(delivery_code="delivered", satisfaction_score=mark) for mark in _scale(desk, told)}
    title = desk.say("chart-marks")
    headings = (desk.say("col-satisfaction-score"), desk.say("col-accounts"))
    block = desk.charts.block(title, headings, [(str(mark), count.value) for mark, count in found.items()])
    for at, (mark, count) in enumerate(found.items(), start=block.top + 2):
        desk.ledger.note(desk.charts.sheet, (at, 1), f"{title} · {mark}", "number", count.value, count)
    size = (page.pixels(_BESIDE, len(page.widths) - _BESIDE) - 12, 230)
    insert(page.sheet, row, _BESIDE, bars(desk, block, "column", title, size, "#,##0;;"), title)
    page.room(max(0, row + page.rows_under(size[1]) - page.row))


def _scale(desk: Desk, told: Sequence[AccountRow]) -> range:
    """The marks that can be given: those of the templates' scale, and whatever was given beside it."""
    given = [round(row.satisfaction_score) for row in told if row.satisfaction_score is not None]
    for template in desk.result.round.templates:
        question = template.question_by_role("satisfaction-score")
        limits = (question.minimum, question.maximum) if question else ()
        given += [round(limit) for limit in limits if isinstance(limit, (int, float))]
    return range(min(given), max(given) + 1)


def _reasons(page: Page, told: Sequence[AccountRow]) -> None:
    desk = page.desk
    page.headers([
        Cell(desk.say("col-name")),
        Cell(desk.say("col-mark"), "light"),
        Cell(desk.say("col-satisfied"), "light"),
        Cell(desk.say("col-link"), "light"),
        Cell(desk.say("col-satisfaction-why"), span=7),
    ])  # fmt: skip
    for row in sorted(told, key=_least_satisfied)[:_MOST_REASONS]:
        satisfied = None if row.satisfied is None else desk.yes_no(row.satisfied)
        page.line([
            Cell(desk.name_of(row.account_id), "wrapped"),
            Cell(row.satisfaction_score, "number", look={"align": "center"}),
            Cell(satisfied, "light"),
            Cell(place=_place(desk, row), kind="light"),
            Cell(row.satisfaction_why, "wrapped", 7),
        ])  # fmt: skip
    page.more(len(told) - _MOST_REASONS, "sheet-data-accounts")


def _least_satisfied(row: AccountRow) -> tuple[bool, float, bool]:
    """The lowest mark first; those without one last, of them the dissatisfied first."""
    mark = row.satisfaction_score
    return mark is None, mark or 0, row.satisfied is not False


def _place(desk: Desk, row: AccountRow) -> Place | None:
    """The cell with the reason, else with the mark."""
    reading = desk.result.round.counted.get(row.account_id)
    for role in ("satisfaction-why", "satisfaction-score", "satisfied"):
        answer = reading.of_role(role) if reading else None
        if answer is not None and answer.raw:
            return Place.of(row.file, answer.sheet, answer.cell)
    return Place.of(row.file, None, None)
