"""Drop-downs that depend on what was filled in elsewhere: references `INDEX(…):INDEX(…)`, nothing volatile."""

from __future__ import annotations

from accountplan.layout.context import options_of
from accountplan.layout.places import Layout, TablePlace, absolute, excel_name, letters, quoted
from accountplan.template.model import FieldSpec
from accountplan.workbook.lists import ListPlace, list_name, list_places

BOUNDS = ("apx", "apy")
_LONGEST = 255
"""Signs that Excel takes in the formula of a rule."""


def choices_here(layout: Layout, place: TablePlace, spec: FieldSpec, row: int) -> str | None:
    """The choices that fit a column of a table, as seen from `row`; None where it always offers the same."""
    if spec.suggest:
        return choices_suggested(layout, spec)
    if spec.list_id is None:
        return None
    entry = layout.template.choice_list(spec.list_id)
    if entry.rows_of and entry.rows_of in layout.tables:
        return typed_name(entry.id)
    return _of_parent(layout, place, spec, row) if entry.parent else None


def choices_suggested(layout: Layout, spec: FieldSpec) -> str | None:
    """What stands in the column that a field suggests; None where it suggests none that this plan has."""
    return suggested_name(spec.suggest) if spec.suggest and spec.suggest in suggested(layout) else None


def _of_parent(layout: Layout, place: TablePlace, spec: FieldSpec, row: int) -> str | None:
    """The items that belong to what the same row chooses from the parent list; all while it has chosen nothing."""
    own = next((entry for entry in dependent_lists(layout) if entry.id == spec.list_id), None)
    if own is None:
        return None
    parent = layout.template.choice_list(own.id).parent or ""
    column = next((c for c in place.columns if c.column.list_id == parent), None)
    if column is None:
        return None
    labels = list_name(own.id)
    at = f"MATCH(${letters(column.index)}{row + 1},{list_name(parent)},0)"
    first, last = (f"INDEX({bound_name(own.id, which)},{at})" for which in BOUNDS)
    count = len(own.options.items)
    choices = f"INDEX({labels},IFERROR({first},1)):INDEX({labels},IFERROR({last},{count}))"
    return choices if len(choices) < _LONGEST else None


def dependent_lists(layout: Layout) -> list[ListPlace]:
    """The lists of which every item belongs to one of another list."""
    return [
        place
        for place in list_places(layout)
        if place.id in {entry.id for entry in layout.template.lists if entry.parent}
        and any(option.parent for option in place.options.items)
    ]


def bounds(layout: Layout, place: ListPlace) -> list[tuple[int, int]]:
    """Per item of the parent list, the first and the last (from 1) of the items that belong to it; all if none does."""
    parent = layout.template.choice_list(place.id).parent or ""
    items = place.options.items
    found = []
    for option in options_of(layout.template, layout.context, parent).items:
        own = [n for n, item in enumerate(items, start=1) if item.parent == option.code]
        found.append((own[0], own[-1]) if own else (1, len(items)))
    return found


def bound_name(list_id: str, which: str) -> str:
    """The defined name of the first or last items (`BOUNDS`) per item of the parent list."""
    return excel_name(which, list_id)


# -- names of what was typed -------------------------------------------------------------------------------------------
def suggested(layout: Layout) -> list[str]:
    """The columns whose contents are offered somewhere."""
    specs: list[FieldSpec] = [column for _, table in layout.template.tables() for column in table.columns]
    specs += [question for _, question in layout.template.questions()]
    wanted = dict.fromkeys(spec.suggest for spec in specs if spec.suggest)
    return [name for name in wanted if _place_of(layout, name) is not None]


def suggested_name(column: str) -> str:
    """The defined name of what stands in a column."""
    return excel_name("aps", column)


def suggested_range(layout: Layout, column: str) -> str:
    """The cells of a column from its first row to the last that is filled in."""
    place = _place_of(layout, column)
    found = place.column_place(column) if place else None
    assert place is not None and found is not None
    cells = f"{quoted(place.sheet)}!{absolute(place.first_row, found.index)}:{absolute(place.end_row - 1, found.index)}"
    return until_last(cells)


def until_last(cells: str) -> str:
    """Of these cells, one below the other, those up to the last in which something stands; the first at least."""
    last = f'MAX(1,SUMPRODUCT(MAX(({cells}<>"")*(ROW({cells})-MIN(ROW({cells}))+1))))'
    return f"INDEX({cells},1):INDEX({cells},{last})"


def typed_name(list_id: str) -> str:
    """The defined name of the rows of a table that are filled in, of a list that is the rows of that table."""
    return excel_name("apf", list_id)


def _place_of(layout: Layout, column: str) -> TablePlace | None:
    table = layout.template.table_of_column(column)
    return None if table is None else layout.tables.get(table.id)
