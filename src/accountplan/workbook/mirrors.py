"""Names for what other sheets show of a table: a formula with names stays on its own sheet, short and kept once."""

from __future__ import annotations

from collections.abc import Iterator

from accountplan.formula import calls, parse
from accountplan.formula.language import Ref
from accountplan.layout.places import KEY, LABEL, Layout, TablePlace, absolute, excel_name, letters, quoted
from accountplan.template.model import CellSpec, Column, MirrorRows, Table
from accountplan.workbook.excel import StrictWorkbook


def values_name(column_id: str) -> str:
    """The defined name of a column's cells, from its first row to its last."""
    return excel_name("apv", column_id)


def ids_name(table_id: str) -> str:
    """The defined name of a table's row ids."""
    return excel_name("api", table_id)


def numbers_name(table_id: str) -> str:
    """The defined name of the numbers of a table's rows."""
    return excel_name("apn", table_id)


def inputs_name(table_id: str) -> str:
    """The defined name of everything that people fill in in a table."""
    return excel_name("apw", table_id)


def counted_rows(first: int, row: int) -> str:
    """How many rows there are from `first` to `row`, which goes along with its formula.

    A number; ROW() would be an array to Excel, and INDEX of an array is no whole row.
    """
    return f"ROWS({absolute(first, KEY)}:${letters(KEY)}{row + 1})"


def name_shown(book: StrictWorkbook, layout: Layout, place: TablePlace) -> None:
    """Give a table the names by which other sheets show it."""
    for name, first, last in _names(layout, place):
        rows = (place.first_row, first), (place.end_row - 1, last)
        book.name_range(name, f"{quoted(place.sheet)}!{':'.join(absolute(*at) for at in rows)}")


def _names(layout: Layout, place: TablePlace) -> Iterator[tuple[str, int, int]]:
    """(name, first column, last column)."""
    table = place.table
    viewed = any(view.of == table.id and view.shape == "timeline" for _, view in layout.template.views())
    listed = any(entry.rows_of == table.id for entry in layout.template.lists)
    wanted = _mirrored(layout, table)
    for column in place.columns:
        if column.across is None and (column.column.id in wanted or (viewed and column.column.role)):
            yield values_name(column.column.id), column.index, column.index
    if wanted:
        yield ids_name(table.id), place.row_id, place.row_id
    if viewed or listed:
        yield numbers_name(table.id), LABEL, LABEL
    if listed:
        yield inputs_name(table.id), place.row_id + 1, place.last_input


def _mirrored(layout: Layout, table: Table) -> set[str]:
    """The columns of which rows elsewhere speak: the title, and what their formulas ask for."""
    wanted: set[str] = set()
    for other in (place.table for place in layout.tables.values()):
        mirrors = (rows for rows in (other.rows, other.across) if isinstance(rows, MirrorRows))
        if any(table.id in rows.tables for rows in mirrors):
            cells: list[Column | CellSpec] = [*other.columns]
            cells += [change for changed in other.cells.values() for change in changed.values()]
            texts = (text for cell in cells for text in (cell.formula, cell.required_when, cell.conflict_when) if text)
            wanted |= {table.title_id, *(name for text in texts for name in _asked(text))}
    return wanted


def _asked(expression: str) -> set[str]:
    called = (call for call in calls(parse(expression)) if call.function == "mirrored")
    return {argument.id for call in called for argument in call.arguments if isinstance(argument, Ref)}
