"""The lists sheet: where every drop-down of a workbook comes from, and the limits of its traffic lights.

Each list is two columns, codes and labels, under a row with its key; so that a workbook can be read back without the
portfolio that it was made from.
"""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accountplan.fields import Options
from accountplan.layout.context import YES_NO, limits_of, options_of
from accountplan.layout.places import FIRST_ROW, LIST_PREFIX, Layout, absolute, excel_name, quoted

KEY_ROW = FIRST_ROW
FIRST_ITEM = KEY_ROW + 2
LIMITS = "limits"
_FIRST_COLUMN = 1
_STEP = 4
"""Code, label, parent, and a gap."""


@dataclass(frozen=True)
class ListPlace:
    """One list on the lists sheet: codes in `column`, labels right of it, then the parents."""

    id: str
    column: int
    options: Options

    @property
    def key(self) -> str:
        return LIST_PREFIX + self.id

    @property
    def name(self) -> str:
        return excel_name("apl", self.id)


def list_places(layout: Layout) -> Iterator[ListPlace]:
    """Every list that the workbook holds: the template's, the organisation's, yes/no."""
    column = _FIRST_COLUMN + _STEP
    template, context = layout.template, layout.context
    needed = [YES_NO, *(entry.id for entry in template.lists)]
    for list_id in needed:
        yield ListPlace(list_id, column, _by_parent(options_of(template, context, list_id)))
        column += _STEP
    # An axis of the organisation needs its items too, whether or not a drop-down shows them.
    listed = {entry.organisation for entry in template.lists}
    for axis in template.axes:
        if axis.organisation and axis.organisation not in listed:
            listed.add(axis.organisation)
            known = context.organisation.get(axis.organisation, Options((), known=False))
            yield ListPlace(f"org_{axis.organisation}", column, known)
            column += _STEP


def _by_parent(options: Options) -> Options:
    """Items of one parent together, as a drop-down of a parent's items needs them."""
    parents = list(dict.fromkeys(option.parent for option in options.items))
    if len(parents) < 2:
        return options
    return Options(tuple(sorted(options.items, key=lambda option: parents.index(option.parent))), options.known)


def list_name(list_id: str) -> str:
    """The defined name of a list's labels."""
    return excel_name("apl", list_id)


def labels_range(layout: Layout, place: ListPlace) -> str:
    """The cells of the labels; at least one, for a name must refer to something."""
    last = FIRST_ITEM + max(1, len(place.options.items)) - 1
    sheet = quoted(layout.lists_sheet.name)
    return f"{sheet}!{absolute(FIRST_ITEM, place.column + 1)}:{absolute(last, place.column + 1)}"


def limit_rows(layout: Layout) -> Iterator[tuple[str, int, float, float]]:
    """(KPI code, row, green, amber) of the traffic-light limits, which stand left of the lists."""
    for n, kpi in enumerate(layout.template.kpis):
        limits = limits_of(layout.template, layout.context, kpi.code)
        yield kpi.code, FIRST_ITEM + n, limits.green, limits.amber


def limit_cells(layout: Layout, kpi_code: str) -> tuple[str, str]:
    """Addresses, on the lists sheet, of a KPI's green and amber limit."""
    row = next(row for code, row, _, _ in limit_rows(layout) if code == kpi_code)
    return absolute(row, _FIRST_COLUMN + 1), absolute(row, _FIRST_COLUMN + 2)
