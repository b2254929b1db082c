"""Writes the lists sheet: every list, the limits of the lights, what drop-downs depend on, and the register of what is
still open, to which the contents link."""

from __future__ import annotations

from dataclasses import dataclass

from accountplan.formula import literal
from accountplan.layout.places import (
    LABEL,
    LIST_PREFIX,
    FieldPlace,
    Layout,
    Place,
    SheetPlace,
    TablePlace,
    absolute,
    address,
    letters,
    quoted,
)
from accountplan.layout.progress import OPEN, PlanProgress
from accountplan.layout.texts import field_label
from accountplan.messages import say
from accountplan.workbook.counters import count_of
from accountplan.workbook.dependent import (
    BOUNDS,
    bound_name,
    bounds,
    dependent_lists,
    suggested,
    suggested_name,
    suggested_range,
    typed_name,
    until_last,
)
from accountplan.workbook.lists import FIRST_ITEM, KEY_ROW, LIMITS, ListPlace, labels_range, limit_rows, list_places
from accountplan.workbook.page import Page

_LIMIT_COLUMN = 1
_GAP = 2
REGISTER = "apr"
"""Defined names of the register begin so: `apr_running`, `apr_label`, `apr_target`."""


def write_lists(page: Page) -> None:
    """Everything on the lists sheet."""
    _limits(page)
    column = _LIMIT_COLUMN
    for place in list_places(page.layout):
        _list(page, place)
        column = place.column
    column += 2 + _GAP
    for place in dependent_lists(page.layout):
        _bounds(page, place, column)
        column += len(BOUNDS) + 1
    for list_id in [entry.id for entry in page.layout.template.lists if entry.rows_of in page.layout.tables]:
        _typed_rows(page, list_id, column)
        column += _GAP
    for name in suggested(page.layout):
        page.book.name_range(suggested_name(name), suggested_range(page.layout, name))
    _register(page, column)


def _list(page: Page, place: ListPlace) -> None:
    sheet, styles = page.sheet, page.styles
    sheet.text(KEY_ROW, place.column, place.key, styles("hidden"))
    for n, word in enumerate(("code", "name", "group")):
        sheet.text(KEY_ROW + 1, place.column + n, say(page.language, "sheet", word), styles("header"))
    for n, option in enumerate(place.options.items):
        for offset, text in enumerate((option.code, option.label, option.parent)):
            if text:
                sheet.text(FIRST_ITEM + n, place.column + offset, text, styles("plain", num_format="@"))
    sheet.set_column(place.column, place.column + 2, 16)
    page.book.name_range(place.name, labels_range(page.layout, place))


def _limits(page: Page) -> None:
    sheet, styles = page.sheet, page.styles
    sheet.text(KEY_ROW, _LIMIT_COLUMN, LIST_PREFIX + LIMITS, styles("hidden"))
    for n, word in enumerate(("limits", "green", "amber")):
        sheet.text(KEY_ROW + 1, _LIMIT_COLUMN + n, say(page.language, "sheet", word), styles("header"))
    for code, row, green, amber in limit_rows(page.layout):
        sheet.text(row, _LIMIT_COLUMN, code, styles("plain"))
        sheet.write_number(row, _LIMIT_COLUMN + 1, green, styles("plain", num_format="0.0%"))
        sheet.write_number(row, _LIMIT_COLUMN + 2, amber, styles("plain", num_format="0.0%"))
    sheet.set_column(_LIMIT_COLUMN, _LIMIT_COLUMN + 2, 16)


def _bounds(page: Page, place: ListPlace, column: int) -> None:
    """Where the items of each item of the parent list begin and end."""
    pairs = bounds(page.layout, place)
    for offset, which in enumerate(BOUNDS):
        for n, pair in enumerate(pairs):
            page.sheet.write_number(FIRST_ITEM + n, column + offset, pair[offset], page.styles("plain"))
        cells = _column(page, column + offset, max(1, len(pairs)))
        page.book.name_range(bound_name(place.id, which), cells)


def _typed_rows(page: Page, list_id: str, column: int) -> None:
    """The numbers of a table's rows, in the order in which they stand there; empty for rows that are."""
    table = page.layout.tables[page.layout.template.choice_list(list_id).rows_of or ""]
    sheet = quoted(table.sheet)
    for n, row in enumerate(table.rows):
        inputs = f"{absolute(row.row, table.row_id + 1)}:{absolute(row.row, table.last_input)}"
        formula = f'=IF(COUNTA({sheet}!{inputs})=0,"",{sheet}!{absolute(row.row, LABEL)})'
        typed = any(name.startswith(f"{row.key.id}.") for name in page.typed)
        shown = row.key.labels[0] if typed or page.values.filled(table.table, row.key) else ""
        page.sheet.write_formula(FIRST_ITEM + n, column, formula, page.styles("plain"), shown)
    page.book.name_range(typed_name(list_id), until_last(_column(page, column, len(table.rows))))


def _column(page: Page, column: int, count: int) -> str:
    """The first `count` items of a column, from any sheet."""
    cells = f"{absolute(FIRST_ITEM, column)}:{absolute(FIRST_ITEM + count - 1, column)}"
    return f"{quoted(page.place.name)}!{cells}"


# -- the register ------------------------------------------------------------------------------------------------------
@dataclass(frozen=True)
class Entry:
    """A question or a table that may have something open: its words, and what is open of it now."""

    label: str
    open: int
    target: str
    row: int
    """The row of the first thing that is open; -1 where nothing is."""


def register(layout: Layout, progress: PlanProgress) -> list[tuple[SheetPlace, FieldPlace | TablePlace, Entry]]:
    """Everything of a plan that can be open, in the order of its sheets."""
    found = []
    for sheet in layout.sheets:
        for place in sheet.places if sheet.asks else ():
            entry = _entry(layout, progress, sheet, place)
            if entry is not None:
                assert isinstance(place, FieldPlace | TablePlace)
                found.append((sheet, place, entry))
    return found


def _entry(layout: Layout, progress: PlanProgress, sheet: SheetPlace, place: Place) -> Entry | None:
    name = sheet.chapter.title[layout.context.language]
    if isinstance(place, FieldPlace):
        if not place.spec.is_input or not (place.spec.required or place.spec.required_when):
            return None
        state = progress.field(place)
        target = f"{quoted(sheet.name)}!{absolute(place.row, place.input)}"
        label = f"{name} – {field_label(place.spec, layout).removesuffix(' *')}"
        return Entry(label, state.open, target, place.row if state.open else -1)
    if isinstance(place, TablePlace):
        columns = [c for c in place.columns if c.column.is_input]
        if not place.table.required_rows and not any(c.column.required or c.column.required_when for c in columns):
            return None
        return _table_entry(f"{name} – {place.table.label[layout.context.language]}", progress, sheet, place)
    return None


def _table_entry(label: str, progress: PlanProgress, sheet: SheetPlace, place: TablePlace) -> Entry:
    states = [(row.row, progress.row(place, row)) for row in place.rows]
    title = progress.title(place)
    opens = title.open + sum(state.open for _, state in states)
    marked = next(((row, state.marks) for row, state in states if state.open), None)
    if marked is not None:
        start = marked[1].index(OPEN) + 1
        column = int(marked[1][start : marked[1].index(".", start)]) - 1
        return Entry(label, opens, f"{quoted(sheet.name)}!{absolute(marked[0], column)}", marked[0])
    empty = next((row for row, state in states if not state.marks), None)
    row = -1 if not opens else place.first_row if empty is None else empty
    return Entry(label, opens, f"{quoted(sheet.name)}!{absolute(max(0, row), place.row_id + 1)}", row)


def _register(page: Page, column: int) -> None:
    """One row per entry: its words, how much is open, the how-manieth open one it is, and where to go."""
    sheet, style = page.sheet, page.styles("plain")
    entries = register(page.layout, page.progress)
    running = 0
    for n, (place, item, entry) in enumerate(entries):
        row = FIRST_ITEM + n
        opens, first = absolute(row, column + 1), absolute(row, column + 3)
        running += entry.open > 0
        sheet.text(row, column, entry.label, style)
        sheet.write_formula(row, column + 1, f"={_open_formula(place, item)}", style, entry.open)
        before = f"{address(row - 1, column + 2)}+" if n else ""
        sheet.write_formula(row, column + 2, f"={before}({opens}>0)", style, running)
        if isinstance(item, TablePlace):
            sheet.write_formula(row, column + 3, f"={_first_open(place, item, opens)}", style, entry.row + 1)
            sheet.write_formula(row, column + 4, f"={_target(place, item, first)}", style, entry.target)
        else:
            sheet.text(row, column + 4, entry.target, style)
    for offset, name in ((0, "label"), (1, "open"), (2, "running"), (4, "target")):
        page.book.name_range(f"{REGISTER}_{name}", _column(page, column + offset, max(1, len(entries))))


def _marks(sheet: SheetPlace, first: int, last: int) -> str:
    return f"{quoted(sheet.name)}!{absolute(first, sheet.marks)}:{absolute(last, sheet.marks)}"


def _open_formula(sheet: SheetPlace, place: FieldPlace | TablePlace) -> str:
    if isinstance(place, FieldPlace):
        return f'IF(ISNUMBER(FIND("{OPEN}",{quoted(sheet.name)}!{absolute(place.row, sheet.marks)})),1,0)'
    cells = _marks(sheet, place.title_row, place.end_row - 1)
    return count_of(OPEN, cells)


def _first_open(sheet: SheetPlace, place: TablePlace, opens: str) -> str:
    """The sheet row of the first row with something open; of the first empty row where only rows are missing."""
    cells = _marks(sheet, place.first_row, place.end_row - 1)
    last = place.end_row + 1
    marked = f'SUMPRODUCT(MIN({last}-({last}-ROW({cells}))*ISNUMBER(FIND("{OPEN}",{cells}))))'
    empty = f'SUMPRODUCT(MIN({last}-({last}-ROW({cells}))*({cells}="")))'
    found = f"IF({marked}<{last},{marked},IF({empty}<{last},{empty},{place.first_row + 1}))"
    return f"IF({opens}=0,0,{found})"


def _target(sheet: SheetPlace, place: TablePlace, row: str) -> str:
    """The address of the first open cell in that row."""
    marks = f"INDEX({quoted(sheet.name)}!${letters(sheet.marks)}:${letters(sheet.marks)},MAX(1,{row}))"
    start = f'FIND("{OPEN}",{marks})'
    column = f'IFERROR(VALUE(MID({marks},{start}+1,FIND(".",{marks},{start})-{start}-1)),{place.row_id + 2})'
    return f"{literal(quoted(sheet.name) + '!')}&ADDRESS(MAX(1,{row}),{column})"
