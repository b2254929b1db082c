"""Charts of what a table holds: native ones, from its own cells or, added up per choice, from a block beside them."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from accountplan.fields import Option, shown_as
from accountplan.formula import parse
from accountplan.formula.evaluate import evaluate
from accountplan.formula.excel import formula
from accountplan.layout.answers import FormRow, axis_names
from accountplan.layout.places import LABEL, RowPlace, TablePlace, ViewPlace, quoted, unit_text
from accountplan.layout.rows import spec_in
from accountplan.layout.views import charted_by, charted_choices
from accountplan.messages import say
from accountplan.template.model import Column, FieldSpec
from accountplan.workbook.charting import font, titled
from accountplan.workbook.formulas import CellAddresses, shown_value
from accountplan.workbook.page import Page
from accountplan.workbook.styles import LINE, PAPER, QUIET, ROW
from accountplan.workbook.views.cells import Cells, column_cells, write_hint

_SLICES, _BARS = (1.0, 0.35, 0.65, 0.2, 0.85, 0.5), (0.3, 1.0, 0.6)
"""Shares of the accent: of neighbours one is dark and one light, in print without colour too."""
_WIDEST = 640
_GAP = 12
"""Pixels."""


@dataclass(frozen=True)
class _Series:
    name: str
    values: Cells
    spec: FieldSpec


@dataclass(frozen=True)
class _Chart:
    title: str
    along: str
    """What stands along it, in a word."""
    categories: Cells
    series: tuple[_Series, ...]


def write_charts(page: Page, place: ViewPlace) -> None:
    """The charts of a view, side by side."""
    table = page.layout.tables[place.view.of]
    choices = charted_choices(page.layout.template, page.layout.context, place.view)
    start = LABEL
    if choices:
        charts = [_added_up(page, place, table, choices)]
        start = page.place.input + len(place.view.columns)
    else:
        charts = [chart for chosen in place.view.selections if (chart := _of_rows(page, place, table, chosen))]
        _while_empty(page, place, table, charts)
    width = min(_WIDEST, _pixels(page, start) // max(1, len(charts)))
    for n, chart in enumerate(charts):
        drawn = _drawn(page, place, chart)
        drawn.set_size({"width": width - _GAP, "height": int(ROW["line"] * 4 / 3) * place.count - 2 * _GAP})
        at = {"x_offset": n * width + _GAP, "y_offset": _GAP, "object_position": 2}
        text = _alternative(page, place, table, chart)
        page.sheet.insert_chart(place.first_row, start, drawn, at | {"description": text})


def _pixels(page: Page, start: int) -> int:
    """The width of the sheet from a column to the last that people see."""
    return sum(int(width * 7 + 5) for width in page.place.widths[start : page.place.last_column + 1] if width)


# -- what they are drawn from ------------------------------------------------------------------------------------------
def _of_rows(page: Page, place: ViewPlace, table: TablePlace, selection: Mapping[str, str]) -> _Chart | None:
    """From the table's own cells: of every row, or of those with these codes; None where there is none."""
    names = axis_names(table.table)
    wanted = {names.index(axis): code for axis, code in selection.items()}
    rows = [row for row in table.rows if all(row.key.codes[n] == code for n, code in wanted.items())]
    if not rows:
        return None
    by = charted_by(table.table, place.view)
    if by in names:
        at = names.index(by)
        along = page.layout.template.axis(by).label[page.language]
        labels = tuple(row.key.labels[at] for row in rows)
        categories = Cells(table.sheet, LABEL + at, tuple(row.row for row in rows), labels)
    else:
        along = _column(table, by).label[page.language]
        categories = column_cells(page, table, rows, by)
    series = tuple(_of_column(page, table, rows, column) for column in place.view.columns)
    chosen = [rows[0].key.labels[at] for at in wanted]
    return _Chart(" – ".join(chosen) or _listed(page, series), along, categories, series)


def _of_column(page: Page, table: TablePlace, rows: list[RowPlace], column_id: str) -> _Series:
    column = _column(table, column_id)
    spec = spec_in(table.table, column_id, rows[0].key.codes) or column
    return _Series(column.label[page.language], column_cells(page, table, rows, column_id), spec)


def _column(table: TablePlace, column_id: str) -> Column:
    column = table.table.column(column_id)
    assert column is not None
    return column


def _added_up(page: Page, place: ViewPlace, table: TablePlace, choices: tuple[Option, ...]) -> _Chart:
    """From a block that the view writes: a row per choice, with what the rows of the table come to."""
    by, rows = _column(table, charted_by(table.table, place.view)), range(place.first_row + 1, place.end_row)
    along = by.label[page.language]
    page.sheet.text(place.first_row, LABEL, along, page.styles("header"))
    for row, choice in zip(rows, choices, strict=False):
        page.sheet.text(row, LABEL, choice.label, page.styles("row-label"))
    at = tuple(rows)[: len(choices)]
    categories = Cells(place.sheet, LABEL, at, tuple(choice.label for choice in choices))
    series = [
        _block_column(page, replace(categories, column=page.place.input + n), _column(table, column_id), by, choices)
        for n, column_id in enumerate(place.view.columns)
    ]
    return _Chart(_listed(page, series), along, categories, tuple(series))


def _block_column(page: Page, cells: Cells, column: Column, by: Column, choices: tuple[Option, ...]) -> _Series:
    name = column.label[page.language]
    page.sheet.text(cells.rows[0] - 1, cells.column, name, page.styles("header-computed"))
    at = CellAddresses(page.layout, cells.sheet, column)
    shown: list[str | float] = []
    for row, choice in zip(cells.rows, choices, strict=True):
        total = parse(f"total({column.id}, {by.id} == {choice.code!r})")
        value = shown_value(page.layout, column, evaluate(total, FormRow(page.values)))
        assert isinstance(value, (str, int, float))
        page.computed(row, cells.column, formula(total, at), value, column)
        shown.append(value)
    return _Series(name, replace(cells, shown=tuple(shown)), column)


def _while_empty(page: Page, place: ViewPlace, table: TablePlace, charts: list[_Chart]) -> None:
    """A line beside the title: what to do to see something."""
    values = [series.values for chart in charts for series in chart.series]
    numbers = any(isinstance(value, (int, float)) for cells in values for value in cells.shown)
    cells = ",".join(cells.reference.strip("()") for cells in values).replace(f"{quoted(place.sheet)}!", "")
    write_hint(page, place, table, f"COUNT({cells})=0", not numbers)


# -- how they look -----------------------------------------------------------------------------------------------------
def _drawn(page: Page, place: ViewPlace, chart: _Chart) -> Any:
    shape = place.view.shape
    drawn = page.book.add_chart({"type": shape})
    for n, series in enumerate(chart.series):
        drawn.add_series(_data(chart, series) | _look(page, shape, n, series))
    titled(drawn, chart.title)
    if shape == "pie" or len(chart.series) == 1:
        drawn.set_legend({"none": True})
    else:
        drawn.set_legend({"position": "bottom", "font": font()})
    if shape != "pie":
        _axes(page, drawn, chart, shape)
    return drawn


def _data(chart: _Chart, series: _Series) -> dict[str, Any]:
    """The cells of a series, with what they show, for programs that do not look it up."""
    return {
        "name": series.name,
        "categories": f"={chart.categories.reference}",
        "values": f"={series.values.reference}",
        "categories_data": [str(text) for text in chart.categories.shown],
        "values_data": list(series.values.shown),
    }


def _look(page: Page, shape: str, n: int, series: _Series) -> dict[str, Any]:
    tint = page.styles.palette.tint
    accent = {"color": page.styles.palette.accent, "width": 0.75}
    if shape == "pie":
        shades = [tint(_SLICES[p % len(_SLICES)]) for p in range(len(series.values.rows))]
        label = {"category": True, "value": True, "separator": "\n", "position": "outside_end"}
        label |= {"num_format": _number_format(series.spec), "font": font()}
        return {
            "points": [{"fill": {"color": shade}, "border": {"color": PAPER}} for shade in shades],
            "data_labels": label,
        }
    if shape == "line":
        dashes = ("solid", "dash", "round_dot")
        colour = tint(1.0 if n == 0 else 0.65)
        line = {"color": colour, "width": 2.25, "dash_type": dashes[n % len(dashes)]}
        return {"line": line, "marker": {"type": "circle", "size": 6, "fill": {"color": colour}, "border": accent}}
    return {"fill": {"color": tint(_BARS[n % len(_BARS)])}, "border": accent, "gap": 60, "overlap": 0}


def _axes(page: Page, drawn: Any, chart: _Chart, shape: str) -> None:
    line = {"color": LINE, "width": 0.75}
    small, quiet = font(), font(color=QUIET)
    categories: dict[str, Any] = {"name": chart.along, "name_font": quiet, "num_font": small, "line": line}
    categories |= {"major_tick_mark": "none", "major_gridlines": {"visible": False}}
    if shape == "bar":  # from top to bottom, with the figures still below
        categories |= {"reverse": True, "crossing": "max"}
    spec = chart.series[0].spec
    values: dict[str, Any] = {"num_font": small, "major_gridlines": {"visible": True, "line": line}}
    values |= {"line": {"none": True}, "major_tick_mark": "none", "num_format": _number_format(spec)}
    unit = unit_text(spec, page.layout.context)
    if unit:
        values |= {"name": unit, "name_font": quiet}
    if all(series.spec.is_input and not _goes_below(series.spec) for series in chart.series):
        values["min"] = 0
    drawn.set_x_axis(values if shape == "bar" else categories)
    drawn.set_y_axis(categories if shape == "bar" else values)


def _number_format(spec: FieldSpec) -> str:
    return "0%" if spec.result_type == "percent" else shown_as(spec).style(spec).number_format.split(";")[0]


def _goes_below(spec: FieldSpec) -> bool:
    return isinstance(spec.minimum, (int, float)) and spec.minimum < 0


# -- words -------------------------------------------------------------------------------------------------------------
def _listed(page: Page, series: Iterable[_Series]) -> str:
    """`Current revenue and revenue potential`."""
    first, *others = [one.name for one in series]
    return say(page.language, "word", "and").join([first, *(text[:1].lower() + text[1:] for text in others)])


def _alternative(page: Page, place: ViewPlace, table: TablePlace, chart: _Chart) -> str:
    """The chart in words, for those who do not see it."""
    what = _listed(page, chart.series)
    return say(
        page.language, "sheet", "chart-text", label=place.view.label[page.language], title=chart.title, what=what,
        along=chart.along.lower(), table=table.table.label[page.language],
    )  # fmt: skip
