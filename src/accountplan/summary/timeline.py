"""The team's activities as bars over the weeks ahead, per person."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date

from accountplan.consolidate.load import weeks_of
from accountplan.consolidate.rows import ActivityRow, Number
from accountplan.fields.base import tidy
from accountplan.layout.letters import height, lines
from accountplan.summary.activities import by_urgency
from accountplan.summary.page import Cell, Page
from accountplan.summary.people import Worker
from accountplan.summary.places import Place
from accountplan.workbook.styles import LIGHTS, SIZE

MOST = 6
"""Activities of one person; the sheet with activities has them all."""


def write_timeline(page: Page, everybody: Sequence[Worker], weeks: Sequence[date]) -> None:
    """Per person what is late first, then what is to be done first."""
    desk = page.desk
    theirs: dict[str | None, list[ActivityRow]] = {}
    for row in desk.result.tables.activities:
        if row.open:
            theirs.setdefault(row.owner or row.owner_name, []).append(row)
    page.block()
    page.heading(desk.say("timeline-heading"))
    page.small(desk.say("timeline-note"))
    page.headers(
        [
            *(
                Cell(desk.say(f"col-{key}"), kind)
                for key, kind in (("what", "text"), ("name", "text"), ("deadline", "date"))
            ),
            Cell(span=len(weeks) + 1),
            Cell(desk.say("col-status"), span=2),
            Cell(desk.say("col-link"), "light"),
        ]
    )
    for worker in everybody:
        rows = theirs.get(worker.key, [])
        if rows:
            page.block()
            _name(page, worker, rows)
            for row in _soonest(rows, desk.result.as_of)[:MOST]:
                _bar(page, row, weeks)
            page.more(len(rows) - MOST, "sheet-activities")


def _soonest(rows: Sequence[ActivityRow], as_of: date) -> list[ActivityRow]:
    """Late first, then by the week in which they begin; without a deadline last."""
    return sorted(by_urgency(rows), key=lambda row: (not row.overdue, (weeks_of(row, as_of) or (date.max,))[0]))


def _name(page: Page, worker: Worker, rows: Sequence[ActivityRow]) -> None:
    late = sum(row.overdue for row in rows)
    hours = tidy(round(sum(row.hours or 0 for row in rows), 9))
    key = "timeline-person-late" if late else "timeline-person"
    said = page.desk.say(key, count=len(rows), late=late, hours=hours)
    look = {"bold": True, "bg_color": page.desk.styles.palette.tint(0.08)}
    page.line([Cell(worker.name, span=3, look=look), Cell(said, span=len(page.widths) - 3, look=look)])


def _bar(page: Page, row: ActivityRow, weeks: Sequence[date]) -> None:
    """One activity: what, of which account, until when, and a bar with its hours in each week."""
    desk, running = page.desk, weeks_of(row, page.desk.result.as_of)
    part = None if row.hours is None else row.hours / max(len(running), 1)
    status = desk.say("late") if row.overdue else desk.words.choice("activities", "status", row.status)
    small: dict[str, object] = {"font_size": SIZE["small"]}
    wrapped = small | {"text_wrap": True}
    texts = (row.what or "", desk.name_of(row.account_id))
    needed = max(lines(text, page.widths[n], SIZE["small"], indent=1) for n, text in enumerate(texts))
    ink: dict[str, object] = {"font_color": LIGHTS["red"][0]} if row.overdue else {}
    page.line(
        [
            *(Cell(text, look=wrapped) for text in texts),
            Cell(row.deadline or desk.say("timeline-no-deadline"), "date", look=small | ink),
            *(_week(page, row, part, week, running) for week in weeks),
            Cell(_beyond(desk.say("timeline-later"), running, weeks), look=small),
            Cell(status, span=2, look=small | ink),
            Cell(place=Place.of(row.file, row.sheet, row.cell), kind="light"),
        ],
        least=height(needed, SIZE["small"]) + 3,
    )  # fmt: skip


def _beyond(word: str, running: Sequence[date], weeks: Sequence[date]) -> str:
    return f"→ {word}" if running and running[-1] > weeks[-1] else ""


def _week(page: Page, row: ActivityRow, part: Number | None, week: date, running: Sequence[date]) -> Cell:
    """A piece of the bar, with its hours in it; the last week of it has an edge."""
    look: dict[str, object] = {"align": "center", "font_size": SIZE["small"]}
    if week not in running:
        return Cell(look=look)
    palette = page.desk.styles.palette
    ink, tint = LIGHTS["red"] if row.overdue else (palette.readable, palette.tint(0.25))
    look |= {"bg_color": tint, "font_color": ink, "num_format": "0" if part and float(part).is_integer() else "0.0"}
    if week == running[-1]:
        look |= {"right": 5, "right_color": ink}
    return Cell("■" if part is None else part, "number", look=look)
