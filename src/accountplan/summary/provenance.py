"""Provenance: on which inputs the summary was made, and every file that lay in the folder with its fingerprint."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from datetime import date
from typing import Any

from accountplan.consolidate.rows import FileRow
from accountplan.summary.data import Column, DataSheet
from accountplan.summary.desk import Desk
from accountplan.summary.lists import ListSheet, write_list
from accountplan.summary.page import Cell, Page
from accountplan.summary.why import light_rule

_WIDTHS = (36, 18, 18, 18, 60)
_STATUSES = ("read", "refused", "ignored")
_LEFT: dict[str, object] = {"align": "left", "indent": 1}


def write_provenance(desk: Desk) -> None:
    page = Page(desk, "provenance", _WIDTHS, desk.say("help-provenance"), tint=0.5)
    for write in (_inputs, _files, _templates, _rates, _lights):
        page.block()
        write(page)
        page.gap()
    page.print_out()
    page.sheet.freeze_panes(2, 0)


# -- the inputs --------------------------------------------------------------------------------------------------------
def _inputs(page: Page) -> None:
    desk = page.desk
    page.heading(desk.say("inputs-heading"))
    for key, value in _told(desk):
        kind = "date" if isinstance(value, date) else "number" if isinstance(value, int) else "text"
        page.line([Cell(desk.say(f"input-{key}")), Cell(value, kind, 4, look=_LEFT)])
    if desk.result.round.portfolio is None:
        page.small(desk.say("input-no-portfolio"))


def _told(desk: Desk) -> Iterator[tuple[str, Any]]:
    """What the summary was made from: the portfolio, the quarter, the day, and what it was compared with."""
    result, portfolio = desk.result, desk.result.round.portfolio
    if portfolio is not None:
        yield "company", portfolio.settings.company or None
        yield "year", str(portfolio.settings.year)
        yield "accounts", len(portfolio.accounts)
        yield "asked", result.counts["expected"]
        yield "people", len(portfolio.people)
        yield "currency", portfolio.settings.currency
    yield "period", result.period
    yield "quarter-end", result.quarter.end(portfolio)
    yield "as-of", result.as_of
    if result.previous is not None and result.previous.points:
        yield "previous", str(max(point.quarter for point in result.previous.points))
    yield "fingerprint", desk.fingerprint or None


def _files(page: Page) -> None:
    """What became of the files, and how many of them count."""
    desk, data = page.desk, _files_data(page.desk)
    page.heading(desk.say("files-heading"))
    found = {f"file-{status}": data.count(file_status_code=status) for status in _STATUSES}
    found["files-counting"] = data.count(counting=1)
    for key, count in found.items():
        row = page.line([Cell(desk.say(key)), Cell(count.value, "number", look=_LEFT)])
        page.note(row, 1, f"{desk.say('files-heading')} · {desk.say(key)}", "number", count)
    page.small(desk.say("files-where", sheet=desk.say("sheet-files")))


def _templates(page: Page) -> None:
    """By which templates and versions the files that were read were made."""
    desk = page.desk
    page.heading(desk.say("templates-heading"))
    met = Counter(
        (row.template, row.version or "", row.language or "")
        for row in desk.result.tables.files
        if row.template is not None
    )
    if not met:
        page.sentence(desk.say("no-templates"))
        return
    keys = ("template", "version", "language", "files")
    page.headers([Cell(desk.say(f"col-{key}")) for key in keys])
    for (template, version, language), count in sorted(met.items()):
        page.line([Cell(template), Cell(version), Cell(language), Cell(count, "number", look=_LEFT)])
    today = desk.result.round.template
    if today is not None:
        page.small(desk.say("template-today", template=today.id, version=today.version))


def _rates(page: Page) -> None:
    """The rates that amounts were converted at, with their day; in words where nothing was converted."""
    desk, rates = page.desk, page.desk.result.tables.rates
    page.heading(desk.say("rates-heading"))
    if not rates:
        used = {row.currency for row in desk.result.tables.accounts if row.currency and row.status != "no-plan"}
        page.sentence(desk.say("no-rates-needed" if len(used) <= 1 else "no-rates", currencies=sorted(used)))
        return
    keys = (("currency", "text"), ("rate", "number"), ("rate-into", "text"), ("rate-day", "date"))
    page.headers([Cell(desk.say(f"col-{key}"), kind) for key, kind in keys])
    for rate in rates:
        exact: dict[str, object] = {"num_format": "0.0000##"}
        page.line([Cell(rate.currency), Cell(rate.rate, "number", look=exact), Cell(rate.into), Cell(rate.on, "date")])
    page.small(desk.say("rates-note"))


def _lights(page: Page) -> None:
    """By which rule each point is green, amber or red, and whose limits these are."""
    desk, portfolio = page.desk, page.desk.result.round.portfolio
    page.heading(desk.say("lights-heading"))
    if not desk.words.kpis:
        page.sentence(desk.say("no-templates"))
        return
    page.headers([Cell(desk.say("col-point")), Cell(desk.say("col-limits-of")), Cell(desk.say("col-rule"), span=3)])
    for kpi in desk.words.kpis.values():
        own = portfolio is not None and kpi.code in portfolio.settings.limits
        source = desk.say("limits-portfolio" if own else "limits-template")
        page.line([Cell(desk.words.point(kpi.code)), Cell(source), Cell(light_rule(desk, kpi), "wrapped", 3)])


# -- the files ---------------------------------------------------------------------------------------------------------
def write_files(desk: Desk) -> None:
    """Every file found, what became of it and why."""
    data = _files_data(desk)
    colours = {"file-status": {"red": desk.say("file-refused")}}
    spec = ListSheet("files", data.columns, frozen=1, printed=12, colours=colours, tint=0.5)
    write_list(desk, spec, data.rows)


def _files_data(desk: Desk) -> DataSheet[FileRow]:
    return DataSheet("files", desk.say("sheet-files"), desk.result.tables.files, _columns(desk))


def _columns(desk: Desk) -> Sequence[Column[FileRow]]:
    why, collected = _reasons(desk), {file.file: file for file in desk.result.round.collected}

    def saved(row: FileRow) -> Any:
        reading = collected[row.file].reading
        return reading.modified.date() if reading and reading.modified else None

    return [
        Column("file", 44, lambda row: row.file, "wrapped"),
        Column("file-status", 13, lambda row: desk.say(f"file-{row.status}"), "light"),
        Column("counts", 8, lambda row: desk.yes_no(row.counts), "light"),
        Column("account", 10, lambda row: row.account_id),
        Column("year", 9, lambda row: str(row.year) if row.year else None, "light"),
        Column("template", 17, lambda row: " ".join(filter(None, (row.template, row.version)))),
        Column("language", 10, lambda row: row.language, "light"),
        Column("bytes", 11, lambda row: collected[row.file].size or None, "number"),
        Column("saved-on", 12, saved, "date"),
        Column("errors", 8, lambda row: row.errors, "number"),
        Column("warnings", 10, lambda row: row.warnings, "number"),
        Column("why", 60, lambda row: why.get((row.file, row.reason or "")), "wrapped"),
        Column("sha256", 70, lambda row: row.sha256),
        Column("file-status-code", 10, lambda row: row.status, technical=True),
        Column("counting", 10, lambda row: int(row.counts), technical=True),
    ]


def _reasons(desk: Desk) -> dict[tuple[str, str], str]:
    """Per file and code what the finding says."""
    return {(row.file or "", row.code): row.message for row in reversed(desk.result.tables.findings)}
