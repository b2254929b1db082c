"""Overview: one page with where we stand on the points, what is red, who has not delivered, and whether it adds up."""

from __future__ import annotations

from collections.abc import Iterator, Sequence

from accountplan.consolidate.rows import AccountRow, EvaluationRow, TotalRow
from accountplan.formula import literal
from accountplan.messages import say
from accountplan.summary.desk import Desk
from accountplan.summary.figures import share
from accountplan.summary.formats import standing
from accountplan.summary.places import Place
from accountplan.summary.totals import complete, total_share, total_unit
from accountplan.workbook.excel import StrictSheet
from accountplan.workbook.logo import Logo, whiten, write_logo
from accountplan.workbook.paper import height_of, lines_of
from accountplan.workbook.styles import ERROR_INK, LIGHTS, QUIET, SIZE

WIDTHS = (30, 13, 14, 14, 14, 11, 11, 14, 14, 9, 9, 9, 11, 12)
LAST = len(WIDTHS) - 1
_MOST = 8
"""Rows of a list on this page; the sheets behind it have them all."""
_TILES = ((0, 0), (1, 3), (4, 6), (7, 9), (10, LAST))
_BESIDE = sum(WIDTHS[7:])
"""Width of the merged cell for long text."""


def write_overview(desk: Desk) -> None:
    sheet = desk.sheet("overview", len(WIDTHS), desk.say("as-of", as_of=desk.result.as_of) + " " + desk.basis)
    for column, width in enumerate(WIDTHS):
        sheet.set_column(column, column, width)
    _logo(desk, sheet)
    row = _tiles(desk, sheet, 4)
    if not desk.result.round.counted:
        sheet.text(row, 0, desk.say("nobody"), desk.styles("plain", bold=True, font_color=ERROR_INK))
        row += 2
    row = _points(desk, sheet, row)
    row = _reds(desk, sheet, row)
    row = _undelivered(desk, sheet, row)
    row = _check(desk, sheet, row)
    desk.print_set_up(sheet, row, LAST, None)
    sheet.freeze_panes(2, 0)
    sheet.activate()


def _logo(desk: Desk, sheet: StrictSheet) -> None:
    """The company's logo, above the last tile."""
    portfolio = desk.result.round.portfolio
    if portfolio is not None and portfolio.settings.picture is not None:
        logo = Logo(portfolio.settings.picture, desk.company or say(desk.language, "sheet", "logo"))
        columns = {column: WIDTHS[column] for column in range(_TILES[-1][0], LAST + 1)}
        for column in columns:
            whiten(sheet, desk.styles, 0, column)
        write_logo(sheet, logo, 0, columns)


# -- tiles -------------------------------------------------------------------------------------------------------------
def _tiles(desk: Desk, sheet: StrictSheet, row: int) -> int:
    small = desk.styles("help", text_wrap=False, bg_color=desk.styles.palette.tint(0.08), indent=1)
    large = desk.styles(
        "plain", font_size=SIZE["title"], bold=True, bg_color=desk.styles.palette.tint(0.08), indent=1, align="left"
    )
    for (first, last), (label, value) in zip(_TILES, _tile_texts(desk), strict=True):
        for at, text, style in ((row, label, small), (row + 1, value, large)):
            if first == last:
                sheet.text(at, first, text, style)
            else:
                sheet.merge_range(at, first, at, last, "", style)
                sheet.text(at, first, text, style)
    sheet.set_row(row, 20)
    sheet.set_row(row + 1, 30)
    return row + 3


def _tile_texts(desk: Desk) -> Iterator[tuple[str, str]]:
    counts, tables = desk.result.counts, desk.result.tables
    overdue = sum(row.overdue for row in tables.activities)
    is_open = sum(row.open for row in tables.activities)
    red_accounts = len({row.account_id for row in _current(desk) if row.light == "red"})
    yield (
        desk.say("tile-delivered"),
        desk.say("of", some=str(counts["delivered_expected"]), all=str(counts["expected"])),
    )
    yield desk.say("tile-red"), desk.say("of", some=str(red_accounts), all=str(counts["delivered"]))
    yield desk.say("tile-overdue"), desk.say("of", some=str(overdue), all=str(is_open))
    yield desk.say("tile-goals"), str(len(tables.goals))
    yield desk.say("tile-errors"), str(counts["errors"])


def _current(desk: Desk) -> list[EvaluationRow]:
    return [row for row in desk.result.tables.evaluations if row.quarter == desk.result.quarter.name]


# -- the points --------------------------------------------------------------------------------------------------------
def _points(desk: Desk, sheet: StrictSheet, row: int) -> int:
    row = _heading(desk, sheet, row, desk.say("points"))
    keys = (
        "point unit plan actual variance variance-share light forecast plan-year green amber red none complete"
    ).split()
    _headers(desk, sheet, row, keys, {"unit": "text", "light": "light", "complete": "light"})
    first = row + 1
    totals = [total for total in desk.result.tables.totals if total.dimension == "portfolio"]
    for at, total in enumerate(totals, start=first):
        _point(desk, sheet, at, total)
    last = max(first, first + len(totals) - 1)
    desk.light_colours(sheet, first, last, keys.index("light"), desk.light_words())
    return last + 2


def _point(desk: Desk, sheet: StrictSheet, row: int, total: TotalRow) -> None:
    figures = (
        (desk.words.point(total.kpi), "text"),
        (total_unit(desk, total), "text"),
        (total.plan, total.unit),
        (total.actual, total.unit),
        (total.variance, f"{total.unit}-change"),
        (total_share(total), "percent-change"),
        (desk.light(total.light), "light"),
        (total.forecast, total.unit),
        (total.plan_year, total.unit),
        *((number, "number") for number in (total.green, total.amber, total.red, total.none)),
        (complete(desk, total), "light"),
    )
    sheet.set_row(row, 19)
    for column, (value, kind) in enumerate(figures):
        desk.put(sheet, row, column, value, kind, valign="vcenter")


# -- what is red -------------------------------------------------------------------------------------------------------
def _reds(desk: Desk, sheet: StrictSheet, row: int) -> int:
    """The worst shortfalls first: the variance as a part of the plan, percentages by their variance."""
    reds = sorted((r for r in _current(desk) if r.light == "red"), key=lambda r: -abs(share(r) or r.variance or 0))
    row = _heading(desk, sheet, row, desk.say("reds", count=str(len(reds))))
    if not reds:
        sheet.text(row, 0, desk.say("no-reds" if desk.result.round.counted else "no-figures"), desk.styles("plain"))
        return row + 2
    keys = "name point plan actual variance variance-share link correction".split()
    _headers(desk, sheet, row, keys, {"point": "text", "link": "light", "correction": "text"}, merge_last=True)
    for at, red in enumerate(reds[:_MOST], start=row + 1):
        _red(desk, sheet, at, red)
    return _more(desk, sheet, row + min(len(reds), _MOST), len(reds), "sheet-evaluations") + 2


def _red(desk: Desk, sheet: StrictSheet, row: int, red: EvaluationRow) -> None:
    name, text = desk.name_of(red.account_id), red.correction or desk.say("no-correction")
    figures = (
        (name, "wrapped"),
        (desk.words.point(red.kpi), "wrapped"),
        (red.plan, red.unit),
        (red.actual, red.unit),
        (red.variance, f"{red.unit}-change"),
        (share(red), "percent-change"),
    )
    for column, (value, kind) in enumerate(figures):
        desk.put(sheet, row, column, value, kind, valign="vcenter")
    desk.link(sheet, row, len(figures), Place.of(red.file, red.sheet, red.cell_actual), "vcenter")
    _merged(desk, sheet, row, len(figures) + 1, LAST, text)
    sheet.set_row(row, height_of(max(lines_of(text, _BESIDE), lines_of(name, WIDTHS[0]))))


# -- who has not delivered ---------------------------------------------------------------------------------------------
def _undelivered(desk: Desk, sheet: StrictSheet, row: int) -> int:
    rows = [account for account in desk.result.tables.accounts if account.status in ("missing", "conflict")]
    row = _heading(desk, sheet, row, desk.say("undelivered", count=str(len(rows))))
    if not rows:
        sheet.text(row, 0, desk.say("all-delivered"), desk.styles("plain"))
        return row + 2
    _undelivered_headers(desk, sheet, row)
    came = {delivery.account_id: delivery.files for delivery in desk.result.round.deliveries}
    first = row + 1
    for account in rows[:_MOST]:
        row += 1
        _undelivered_row(desk, sheet, row, account, came[account.account_id])
    words = {"red": desk.say("delivery-missing"), "amber": desk.say("delivery-conflict")}
    desk.light_colours(sheet, first, row, 4, words)
    return _more(desk, sheet, row, len(rows), "sheet-deliveries") + 2


def _undelivered_headers(desk: Desk, sheet: StrictSheet, row: int) -> None:
    sheet.set_row(row, 22)
    for column, key, kind in ((0, "name", "text"), (1, "account", "text"), (4, "delivery", "light")):
        sheet.text(row, column, desk.say(f"col-{key}"), desk.styles("header", **standing(kind)))
    for first, last, key in ((2, 3, "manager"), (5, LAST, "files")):
        _merged(desk, sheet, row, first, last, desk.say(f"col-{key}"), "header")


def _undelivered_row(desk: Desk, sheet: StrictSheet, row: int, account: AccountRow, files: Sequence[str]) -> None:
    desk.put(sheet, row, 0, account.account_name, "wrapped", valign="vcenter")
    desk.put(sheet, row, 1, account.account_id, "text", valign="vcenter")
    _merged(desk, sheet, row, 2, 3, account.account_manager or "")
    desk.put(sheet, row, 4, desk.say(f"delivery-{account.status}"), "light", valign="vcenter")
    _merged(desk, sheet, row, 5, LAST, ", ".join(files))
    beside = sum(WIDTHS[5:])
    sheet.set_row(row, height_of(max(lines_of(", ".join(files), beside), lines_of(account.account_name, WIDTHS[0]))))


# -- whether it adds up ------------------------------------------------------------------------------------------------
def _check(desk: Desk, sheet: StrictSheet, row: int) -> int:
    row = _heading(desk, sheet, row, desk.say("check"))
    desk.afterwards.append(lambda: _verdict(desk, sheet, row))
    sheet.text(row + 1, 0, desk.say("check-currencies"), desk.styles("help", text_wrap=False))
    return row + 1


def _verdict(desk: Desk, sheet: StrictSheet, row: int) -> None:
    """Whether all totals agree: it looks at the reconciliation itself."""
    if desk.ledger.verdicts is None:
        sheet.text(row, 0, desk.say("check-nothing"), desk.styles("plain", font_color=QUIET, bold=True))
        return
    cells, checks, apart = desk.ledger.verdicts
    fine = desk.say("check-fine", checks=str(checks))
    wrong = f"COUNTIF({cells},{literal(desk.say('disagrees'))})"
    before, after = desk.say("check-apart", apart="\n", checks=str(checks)).split("\n")
    formula = f"IF({wrong}=0,{literal(fine)},{literal(before)}&{wrong}&{literal(after)})"
    ink = LIGHTS["red" if apart else "green"][0]
    style = desk.styles("plain", font_color=ink, bold=True)
    sheet.write_formula(row, 0, f"={formula}", style, f"{before}{apart}{after}" if apart else fine)


# -- pieces ------------------------------------------------------------------------------------------------------------
def _heading(desk: Desk, sheet: StrictSheet, row: int, text: str) -> int:
    style = desk.styles("heading")
    for column in range(LAST + 1):
        sheet.write_blank(row, column, None, style)
    sheet.text(row, 0, text, style)
    sheet.set_row(row, 26)
    return row + 1


def _headers(
    desk: Desk, sheet: StrictSheet, row: int, keys: Sequence[str], stand: dict[str, str], merge_last: bool = False
) -> None:
    """Headings stand as what is below them: figures, but for the first and those whose kind is in `stand`."""
    sheet.set_row(row, 32)
    for column, key in enumerate(keys):
        if merge_last and key == keys[-1]:
            _merged(desk, sheet, row, column, LAST, desk.say(f"col-{key}"), "header")
        else:
            style = desk.styles("header", **standing(stand.get(key, "number") if column else "text"))
            sheet.text(row, column, desk.say(f"col-{key}"), style)


def _merged(desk: Desk, sheet: StrictSheet, row: int, first: int, last: int, text: str, named: str = "cell") -> None:
    style = desk.styles(named, valign="vcenter", indent=1)
    sheet.merge_range(row, first, row, last, "", style)
    sheet.text(row, first, text, style)


def _more(desk: Desk, sheet: StrictSheet, row: int, count: int, sheet_key: str) -> int:
    """Says where the rest of a list is."""
    if count <= _MOST:
        return row
    text = desk.say("more", count=str(count - _MOST), sheet=desk.say(sheet_key))
    sheet.text(row + 1, 0, text, desk.styles("help", text_wrap=False))
    return row + 1
