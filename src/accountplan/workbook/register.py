"""The register of a plan: everything in it that may be open, on the lists sheet, for the contents to link to."""

from __future__ import annotations

from dataclasses import dataclass

from accountplan.formula import literal
from accountplan.layout.places import (
    FieldPlace,
    Layout,
    Place,
    RowPlace,
    SheetPlace,
    TablePlace,
    absolute,
    address,
    letters,
    quoted,
)
from accountplan.layout.progress import OPEN, PlanProgress
from accountplan.layout.texts import field_label
from accountplan.workbook.counters import count_of
from accountplan.workbook.lists import FIRST_ITEM
from accountplan.workbook.page import Page

REGISTER = "apr"
"""Its defined names begin so: `apr_running`, `apr_label`, `apr_target`."""


@dataclass(frozen=True)
class Entry:
    """A question or a table that may have something open: its words, and what is open of it now."""

    label: str
    open: int
    target: str
    row: int
    """The row of the first thing that is open; -1 where nothing is."""
    marks: str = ""
    """Of a table: those of that row."""


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
        return Entry(label, opens, f"{quoted(sheet.name)}!{absolute(marked[0], column)}", marked[0], marked[1])
    if not opens:
        return Entry(label, 0, "", -1)
    empty = next((row.row for row in place.rows if _is_blank(progress, place, row)), None)
    row = place.first_row if empty is None else empty
    return Entry(label, opens, f"{quoted(sheet.name)}!{absolute(row, place.begin)}", row)


def _is_blank(progress: PlanProgress, place: TablePlace, row: RowPlace) -> bool:
    """Whether nothing stands yet where one begins to fill in a row."""
    slot = next((slot for slot in place.slots_of(row) if slot.at_column == place.begin), None)
    if slot is None or f"{slot.row.id}.{slot.spec.id}" in progress.typed:
        return False
    return progress.values.cell(place.table, slot.row, slot.column.id) is None


def write_register(page: Page, column: int) -> None:
    """From `column` on, a row per entry: its words, how much is open, its number among the open ones; of a table, the
    row of the first one and its marks; and where to go."""
    sheet, style = page.sheet, page.styles("plain")
    entries = register(page.layout, page.progress)
    running = 0
    for n, (place, item, entry) in enumerate(entries):
        row = FIRST_ITEM + n
        opens, first, marks = (address(row, column + offset) for offset in (1, 3, 4))
        running += entry.open > 0
        sheet.text(row, column, entry.label, style)
        sheet.write_formula(row, column + 1, f"={_open_formula(place, item)}", style, entry.open)
        before = f"{address(row - 1, column + 2)}+" if n else ""
        sheet.write_formula(row, column + 2, f"={before}({opens}>0)", style, running)
        if isinstance(item, TablePlace):
            sheet.write_formula(row, column + 3, f"={_first_open(place, item, opens)}", style, entry.row + 1)
            sheet.write_formula(row, column + 4, f"={_marks_of(place, first)}", style, entry.marks)
            sheet.write_formula(row, column + 5, f"={_target(place, item, first, marks)}", style, entry.target)
        else:
            sheet.text(row, column + 5, entry.target, style)
    for offset, name in ((0, "label"), (2, "running"), (5, "target")):
        last = FIRST_ITEM + max(1, len(entries)) - 1
        cells = f"{absolute(FIRST_ITEM, column + offset)}:{absolute(last, column + offset)}"
        page.book.name_range(f"{REGISTER}_{name}", f"{quoted(page.place.name)}!{cells}")


def _cells(sheet: SheetPlace, column: int, first: int, last: int) -> str:
    return f"{quoted(sheet.name)}!{absolute(first, column)}:{absolute(last, column)}"


def _open_formula(sheet: SheetPlace, place: FieldPlace | TablePlace) -> str:
    if isinstance(place, FieldPlace):
        return f'IF(ISNUMBER(FIND("{OPEN}",{quoted(sheet.name)}!{absolute(place.row, sheet.marks)})),1,0)'
    return count_of(OPEN, _cells(sheet, sheet.marks, place.title_row, place.end_row - 1))


def _first_open(sheet: SheetPlace, place: TablePlace, opens: str) -> str:
    """The sheet row of the first row with something open; of the first empty row where only rows are missing."""
    rows = place.first_row, place.end_row - 1
    cells, begin = _cells(sheet, sheet.marks, *rows), _cells(sheet, place.begin, *rows)
    last = place.end_row + 1
    marked = f'SUMPRODUCT(MIN({last}-({last}-ROW({cells}))*ISNUMBER(FIND("{OPEN}",{cells}))))'
    empty = f'SUMPRODUCT(MIN({last}-({last}-ROW({begin}))*({begin}="")))'
    found = f"IF({marked}<{last},{marked},IF({empty}<{last},{empty},{place.first_row + 1}))"
    return f"IF({opens}=0,0,{found})"


def _marks_of(sheet: SheetPlace, row: str) -> str:
    column = letters(sheet.marks)
    return f'IF({row}=0,"",INDEX({quoted(sheet.name)}!${column}:${column},{row}))'


def _target(sheet: SheetPlace, place: TablePlace, row: str, marks: str) -> str:
    """The address of the first open cell in that row; nothing where nothing is open."""
    start = f'FIND("{OPEN}",{marks})'
    column = f'IFERROR(VALUE(MID({marks},{start}+1,FIND(".",{marks},{start})-{start}-1)),{place.begin + 1})'
    return f'IF({row}=0,"",{literal(quoted(sheet.name) + "!")}&ADDRESS({row},{column}))'
