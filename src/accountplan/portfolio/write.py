"""From a `Portfolio` to the workbook in which people keep it. `read.py` is its mirror; both follow `sheets.py`."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping
from dataclasses import replace
from datetime import datetime
from typing import Any

from xlsxwriter.utility import quote_sheetname, xl_col_to_name, xl_range_abs

from accountplan.fields import Cell, Options, Value
from accountplan.fields.base import folded
from accountplan.layout.texts import as_header
from accountplan.messages import LANGUAGES
from accountplan.portfolio.choices import distinct, fixed_options, template_options
from accountplan.portfolio.frame import (
    FIRST,
    HEADER,
    KEYS,
    LEFT,
    MARK,
    Desk,
    dress,
    entry,
    guard,
    input_style,
    lines,
    put,
)
from accountplan.portfolio.model import Account, ListItem, Portfolio
from accountplan.portfolio.prefill import Fields
from accountplan.portfolio.sheets import (
    HEADER_MARK,
    LISTS_SHEET,
    QUARTERS,
    SheetSpec,
    identity,
    list_sheets,
    sheet_name,
)
from accountplan.portfolio.write_settings import write_settings
from accountplan.template.model import FieldSpec, Label, Template
from accountplan.workbook.excel import StrictSheet, StrictWorkbook, workbook
from accountplan.workbook.styles import ERROR_INK, ERROR_TINT, INPUT, LINE, Styles

_GROWTH, _SHOWN_BLANK, _SHOWN_LEAST = 200, 10, 20
"""Rows that can be filled beyond those in use; of those, how many look like inputs from the start, and at least."""
_FROZEN = {"accounts": 2, "sales_plan": 1}
_ORGANISATION = ("people", "teams", "regions", "product_groups", "products", "industries", "countries")

Row = Mapping[str, Value | Cell]
"""What stands in one row, by column key."""


def portfolio_bytes(portfolio: Portfolio, template: Template) -> bytes:
    """The portfolio workbook (.xlsx) in the language of its settings; the same portfolio gives the same bytes.

    Raises ValueError for a target outside the plan year: the sales plan sheet is about that year.
    """
    settings = portfolio.settings
    title = f"{sheet_name('title', settings.language)} {settings.year}"
    created = datetime(settings.year, 1, 1)
    with workbook(created, title, company=settings.company) as (book, buffer):
        _fill(book, portfolio, template, title)
    return buffer.getvalue()


def _fill(book: StrictWorkbook, portfolio: Portfolio, template: Template, title: str) -> None:
    language = portfolio.settings.language
    sheets = [_with_prefill(spec, portfolio, template) for spec in list_sheets()]
    options = _options(sheets, portfolio, template)
    named = {
        key: f"ap_list_{number}_{re.sub('[^a-z]', '_', key.lower())}"[:60] for number, key in enumerate(options, 1)
    }
    styles = Styles(book, portfolio.settings.accent)
    footer = " · ".join(filter(None, (portfolio.settings.company, title)))
    desk = Desk(book, styles, language, options, named, footer)

    write_settings(desk, book.sheet(sheet_name("settings", language)), portfolio, template, title)
    for spec in sheets:
        _write_list(desk, spec, list(_rows(spec, portfolio)))
        if spec.key in _ORGANISATION:
            _name_list(desk, spec, portfolio)
    _write_choices(desk, {key: options[key] for key in options if key not in _ORGANISATION})


# -- drop-downs ------------------------------------------------------------------------------------------------------
def _options(sheets: list[SheetSpec], portfolio: Portfolio, template: Template) -> dict[str, Options]:
    """Every list that a column chooses from, those of prefilled fields included."""
    language = portfolio.settings.language
    found: dict[str, Options] = {**portfolio.organisation(language), **fixed_options(template, language)}
    for spec in sheets[0].columns:
        if spec.list_id and spec.list_id not in found:
            inner = spec.list_id.removeprefix("template.")
            options = template_options(template, spec.model_copy(update={"list_id": inner}), language, None)
            found[spec.list_id] = options or Options(())
    return found


def _name_list(desk: Desk, spec: SheetSpec, portfolio: Portfolio) -> None:
    """The names of a list sheet as a range that ends at the last filled row; the codes where two names are alike."""
    items = getattr(portfolio, spec.key)
    by_label = distinct(i.name if spec.key == "people" else i.label.get(desk.language, i.code) for i in items)
    key = ("name" if spec.key == "people" else f"label.{desk.language}") if by_label else spec.unique
    column = LEFT + [c.id for c in spec.columns_in(desk.language)].index(key)
    cells = f"{_quoted(spec.key, desk)}!{xl_range_abs(FIRST, column, FIRST + _room(spec, len(items)) - 1, column)}"
    first = cells.rpartition(":")[0]
    last_filled = f'SUMPRODUCT(MAX(({cells}<>"")*(ROW({cells})-{FIRST})))'
    desk.book.name_range(desk.sources[spec.key], f"{first}:INDEX({cells},MAX(1,{last_filled}))")


def _quoted(key: str, desk: Desk) -> str:
    return str(quote_sheetname(sheet_name(key, desk.language)))


def _write_choices(desk: Desk, lists: Mapping[str, Options]) -> None:
    """The hidden sheet with the lists that nobody edits."""
    sheet = desk.book.sheet(sheet_name(LISTS_SHEET, desk.language))
    sheet.hide()
    sheet.text(KEYS, MARK, identity(LISTS_SHEET))
    for column, (key, options) in enumerate(lists.items(), start=LEFT):
        sheet.set_column(column, column, 30)
        sheet.text(KEYS, column, key)
        for row, option in enumerate(options.items, start=1):
            sheet.text(row, column, option.label, desk.styles("plain", num_format="@"))
        place = xl_range_abs(1, column, max(1, len(options.items)), column)
        desk.book.name_range(desk.sources[key], f"{_quoted(LISTS_SHEET, desk)}!{place}")


# -- what stands in the rows -----------------------------------------------------------------------------------------
def _with_prefill(spec: SheetSpec, portfolio: Portfolio, template: Template) -> SheetSpec:
    """The accounts sheet with a column per prefilled field; every other sheet as it is."""
    if spec.key != "accounts":
        return spec
    own = {column.id for column in spec.columns}
    used = {field for account in portfolio.accounts for field in account.prefill} - own
    known = Fields(template).prefillable
    extra = [_as_column(known[field]) for field in known if field in used]
    extra += [_foreign(field) for field in sorted(used - set(known))]
    return replace(spec, columns=spec.columns + tuple(extra))


def _foreign(field: str) -> FieldSpec:
    """A field that this template does not have; its column stays, headed with the id."""
    return FieldSpec(id=field, type="text", label=Label(dict.fromkeys(LANGUAGES, field)))


def _as_column(field: FieldSpec) -> FieldSpec:
    """A template field as a column of the accounts sheet: its list is the template's, and nothing is required."""
    changes: dict[str, Any] = {"required": False, "width": min(max(field.width or 18, 14), 34)}
    if field.list_id:
        changes["list_id"] = f"template.{field.list_id}"
    return field.model_copy(update=changes)


def _rows(spec: SheetSpec, portfolio: Portfolio) -> Iterator[Row]:
    if spec.key == "accounts":
        yield from (_account(account) for account in portfolio.accounts)
    elif spec.key == "people":
        yield from (vars(person) for person in portfolio.people)
    elif spec.key == "rates":
        yield from (vars(rate) for rate in portfolio.rates)
    elif spec.key == "sales_plan":
        yield from _targets(portfolio)
    else:
        yield from (_item(item, portfolio.settings.language) for item in getattr(portfolio, spec.key))


def _account(account: Account) -> Row:
    return {**vars(account), **account.prefill}


def _item(item: ListItem, language: str) -> Row:
    own = item.label.get(language) or item.code
    others = {f"label.{other}": label for other, label in item.label.items() if other != language and label != own}
    return {"code": item.code, f"label.{language}": own, "product_group": item.parent, **others}


def _targets(portfolio: Portfolio) -> Iterator[Row]:
    """One row per product group, its four quarters side by side."""
    year = portfolio.settings.year
    quarters = {f"{year}-{quarter.upper()}": quarter for quarter in QUARTERS}
    rows: dict[str, dict[str, Value]] = {}
    for target in portfolio.targets:
        if target.quarter not in quarters:
            raise ValueError(f"target outside the plan year {year}: {target}")
        row = rows.setdefault(target.product_group, {"product_group": target.product_group})
        row[quarters[target.quarter]] = target.amount
    yield from rows.values()


# -- one list sheet --------------------------------------------------------------------------------------------------
def _room(spec: SheetSpec, used: int) -> int:
    return max(spec.room, used + _GROWTH)


def _write_list(desk: Desk, spec: SheetSpec, rows: list[Row]) -> None:
    columns = spec.columns_in(desk.language)
    sheet = desk.book.sheet(sheet_name(spec.key, desk.language))
    dress(desk, sheet, spec.key, desk.say(f"title-{spec.key}"), [float(c.width or 16) for c in columns])
    last = FIRST + _room(spec, len(rows)) - 1
    shown = FIRST + max(len(rows) + _SHOWN_BLANK, _SHOWN_LEAST)
    headers = _headers(desk, columns)
    sheet.text(HEADER, MARK, HEADER_MARK, desk.styles("hidden"))
    for offset, column in enumerate(columns):
        _write_column(desk, sheet, spec, column, LEFT + offset, last)
        _write_cells(desk, sheet, spec, column, LEFT + offset, rows, shown)
    _table(desk, sheet, spec, headers, last)
    _light_up(desk, sheet, spec, columns, shown, last)
    sheet.set_row(HEADER, 6 + 15 * max(lines(h, (c.width or 16) - 4) for h, c in zip(headers, columns, strict=True)))
    sheet.freeze_panes(HEADER + 1, LEFT + _FROZEN.get(spec.key, 0))
    sheet.repeat_rows(HEADER, HEADER)
    sheet.set_selection(FIRST, LEFT, FIRST, LEFT)


def _headers(desk: Desk, columns: tuple[FieldSpec, ...]) -> list[str]:
    """The column headers; two that would read the same get their field id behind them (a table takes no twins)."""
    headers: list[str] = []
    seen: set[str] = set()
    for column in columns:
        header = as_header(column.label[desk.language]) + (" *" if column.required else "")
        if folded(header.rstrip(" *")) in seen:
            header = f"{header} ({as_header(column.id)})"
        seen.add(folded(header.rstrip(" *")))
        headers.append(header)
    return headers


def _write_column(desk: Desk, sheet: StrictSheet, spec: SheetSpec, column: FieldSpec, at: int, last: int) -> None:
    sheet.text(KEYS, at, column.id, desk.styles("hidden"))
    plain = input_style(desk, column, "plain", spec.formats.get(column.id))
    sheet.set_column(at, at, column.width or 16, plain)
    if not column.computed:
        guard(desk, sheet, (FIRST, at, last, at), column)


def _write_cells(
    desk: Desk, sheet: StrictSheet, spec: SheetSpec, column: FieldSpec, at: int, rows: list[Row], shown: int
) -> None:
    style = input_style(desk, column, "computed" if column.computed else "input", spec.formats.get(column.id))
    for row in range(FIRST, shown):
        values = rows[row - FIRST] if row - FIRST < len(rows) else {}
        value = values.get(column.id)
        if column.computed:
            _write_total(sheet, row, at, values, style)
        elif isinstance(value, Cell):
            put(sheet, row, at, value, _kept(desk, column, value))
        else:
            put(sheet, row, at, entry(desk, column, value), style)


def _kept(desk: Desk, column: FieldSpec, cell: Cell) -> Any:
    """The format in which a raw cell stays what it is: a date needs a date format, and a number must not get one."""
    if cell.kind == "date":
        midnight = cell.value.hour == cell.value.minute == cell.value.second == cell.value.microsecond == 0
        return input_style(desk, column, number_format="dd-mm-yyyy" if midnight else "dd-mm-yyyy hh:mm:ss")
    return input_style(
        desk, column, number_format="General" if column.type == "date" and cell.kind == "number" else None
    )


def _write_total(sheet: StrictSheet, row: int, at: int, values: Row, style: Any) -> None:
    """The year's total, for the person; it is never read back."""
    first, last = xl_col_to_name(at - len(QUARTERS)), xl_col_to_name(at - 1)
    place = f"{first}{row + 1}:{last}{row + 1}"
    amounts = [values[quarter] for quarter in QUARTERS if isinstance(values.get(quarter), (int, float))]
    total = sum(a for a in amounts if isinstance(a, (int, float))) if amounts else ""
    sheet.write_formula(row, at, f'=IF(COUNT({place})=0,"",SUM({place}))', style, total)


def _table(desk: Desk, sheet: StrictSheet, spec: SheetSpec, headers: list[str], last: int) -> None:
    """An Excel table over headers and rows: filters, and a name for each column."""
    header = desk.styles("header", valign="vcenter", indent=1)
    columns = [{"header": text, "header_format": header} for text in headers]
    place = (HEADER, LEFT, last, LEFT + len(headers) - 1)
    sheet.add_table(*place, {"name": f"ap_{spec.key}", "style": None, "columns": columns})


def _light_up(
    desk: Desk, sheet: StrictSheet, spec: SheetSpec, columns: tuple[FieldSpec, ...], shown: int, last: int
) -> None:
    """A row below the drawn ones looks like an input once something stands in it; a code given twice turns red."""
    right = LEFT + len(columns) - 1
    unique = LEFT + [c.id for c in columns].index(spec.unique)
    if spec.key != "rates":
        red = desk.book.add_format({"font_color": ERROR_INK, "bg_color": ERROR_TINT, "bold": True})
        sheet.conditional_format(FIRST, unique, last, unique, {"type": "duplicate", "format": red})
    if shown <= last:
        drawn = desk.book.add_format({"bg_color": INPUT, "border": 1, "border_color": LINE})
        row = f"${xl_col_to_name(LEFT)}{shown + 1}:${xl_col_to_name(right)}{shown + 1}"
        rule = {"type": "formula", "criteria": f"=COUNTA({row})>0", "format": drawn}
        sheet.conditional_format(shown, LEFT, last, right, rule)
