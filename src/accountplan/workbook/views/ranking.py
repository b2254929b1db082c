"""A ranking: the strongest combinations of a matrix of points, in words; of equal strength the first comes first."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from functools import cached_property
from itertools import groupby

from accountplan.formula import literal
from accountplan.layout.letters import height, height_of
from accountplan.layout.places import LABEL, TablePlace, ViewPlace, address
from accountplan.layout.rows import RowKey
from accountplan.template.model import FieldSpec
from accountplan.workbook.formulas import title_value
from accountplan.workbook.page import Page
from accountplan.workbook.views.cells import hide_spare, range_of, write_hint

_SIDE = 10_000
"""More than there are points on a side, so that a place in the matrix is one number."""
_LINES = 2
"""Lines of room for each text."""


@dataclass(frozen=True)
class _Group:
    """The points of one table on a side of the matrix; `first` and `last` count from 1."""

    table: str
    name: str
    """What the table calls one of them."""
    first: int
    last: int


@dataclass(frozen=True)
class _Side:
    keys: tuple[RowKey, ...]
    groups: tuple[_Group, ...]

    def group(self, n: int) -> _Group:
        return next(group for group in self.groups if group.first <= n <= group.last)

    def chosen(self, n: str, text: Callable[[_Group], str]) -> str:
        """The formula that comes to the text for the group of the point whose number stands in cell `n`."""
        *others, last = self.groups
        formula = text(last)
        for group in reversed(others):
            formula = f"IF({n}<={group.last},{text(group)},{formula})"
        return formula


@dataclass(frozen=True)
class _Matrix:
    page: Page
    view: ViewPlace
    place: TablePlace

    @cached_property
    def area(self) -> str:
        columns = self.place.columns
        return self.cells(self.place.first_row, columns[0].index, self.place.end_row - 1, columns[-1].index)

    def cells(self, top: int, first: int, bottom: int, last: int) -> str:
        return range_of(self.page, self.place.sheet, (top, first), (bottom, last))

    @cached_property
    def sides(self) -> tuple[_Side, _Side]:
        """Left and above."""
        across = [column.across for column in self.place.columns if column.across]
        return self._side([row.key for row in self.place.rows]), self._side(across)

    def _side(self, keys: list[RowKey]) -> _Side:
        groups, last = [], 0
        for table_id, own in groupby(keys, key=lambda key: (key.mirrors or key.id).rpartition(".")[0]):
            table = self.page.layout.tables[table_id].table
            title = table.column(table.title_id)
            first, last = last + 1, last + len(list(own))
            groups.append(_Group(table_id, title.label[self.page.language] if title else "", first, last))
        return _Side(tuple(keys), tuple(groups))

    @cached_property
    def scores(self) -> dict[tuple[int, int], float]:
        """By row and column, from 1, where a combination has any strength."""
        found = {}
        for slot in self.place.slots:
            value = self.page.shown(self.place.table, slot)
            if isinstance(value, (int, float)) and abs(value) in _levels(slot.spec):
                at = slot.at_row - self.place.first_row + 1, slot.at_column - self.place.columns[0].index + 1
                found[at] = value
        return found

    @cached_property
    def ranks(self) -> list[int]:
        """A number per combination, highest first: its strength, and behind that how early it stands."""
        return sorted((int(abs(s)) * _SIDE**2 - r * _SIDE - c for (r, c), s in self.scores.items()), reverse=True)

    def rank_formula(self, n: int) -> str:
        """The n-th of `ranks`, from 1; 0 where there are fewer."""
        cells, first = self.area, self.place.columns[0]
        strength = "+".join(f"{n}*(({cells}={n})+({cells}=-{n}))" for n in _levels(first.column))
        row, column = f"(ROW({cells})-{self.place.first_row})", f"(COLUMN({cells})-{first.index})"
        every = f"({strength})*{_SIDE**2}-{row}*{_SIDE}-{column}"
        return f"=MAX(0,IFERROR(SUMPRODUCT(LARGE({every},{n})),0))"

    def word(self, one: _Group, other: _Group) -> str:
        label = self.view.view.words.get(f"{one.table}.{other.table}")
        return label[self.page.language] if label else ""


def _levels(spec: FieldSpec) -> range:
    """How strong a combination may be."""
    limits = [abs(limit) for limit in (spec.minimum, spec.maximum) if isinstance(limit, (int, float))]
    return range(1, int(max(limits, default=1)) + 1)


def write_ranking(page: Page, place: ViewPlace) -> None:
    """A row per combination: its words and score, and the texts of both points."""
    matrix = _Matrix(page, place, page.layout.tables[place.view.of])
    write_hint(page, place, matrix.place, f"COUNT({matrix.area})=0", not matrix.scores)
    helper = hide_spare(page, 3)
    for n, row in enumerate(range(place.first_row, place.end_row)):
        rank = matrix.ranks[n] if n < len(matrix.ranks) else 0
        at = _write_rank(matrix, row, helper, n + 1, rank)
        page.sheet.set_row(
            row, max(_write_words(matrix, row, helper, at), _write_points(matrix, row, helper, at), height(_LINES))
        )


def _write_rank(matrix: _Matrix, row: int, helper: int, n: int, rank: int) -> tuple[int, int] | None:
    """Hidden: the combination, its row and its column; these two, None where there is none."""
    sheet, hidden, own = matrix.page.sheet, matrix.page.styles("hidden"), address(row, helper)
    r, c = divmod(-rank % _SIDE**2, _SIDE)
    sheet.write_formula(row, helper, matrix.rank_formula(n), hidden, rank)
    sheet.write_formula(row, helper + 1, f"=INT(MOD(-{own},{_SIDE**2})/{_SIDE})", hidden, r)
    sheet.write_formula(row, helper + 2, f"=MOD(-{own},{_SIDE})", hidden, c)
    return (r, c) if rank else None


def _write_words(matrix: _Matrix, row: int, helper: int, at: tuple[int, int] | None) -> float:
    """`Strength 2 × Opportunity 1: use (+2)`; the height that it needs."""
    left, above = matrix.sides
    found, r, c = (address(row, helper + n) for n in range(3))
    names = f'{_named(left, r)}&" × "&{_named(above, c)}'
    word = left.chosen(r, lambda one: above.chosen(c, lambda other: literal(matrix.word(one, other))))
    score = f"INDEX({matrix.area},{r},{c})"
    formula = f'=IF({found}=0,"",{names}&": "&{word}&IF({score}>0," (+"," (")&{score}&")")'
    shown = ""
    if at is not None:
        one, other = left.group(at[0]), above.group(at[1])
        shown = f"{one.name} {at[0] - one.first + 1} × {other.name} {at[1] - other.first + 1}"
        shown += f": {matrix.word(one, other)} ({matrix.scores[at]:+g})"
    page = matrix.page
    page.sheet.write_formula(row, LABEL, formula, page.styles("cell-line", bold=True, text_wrap=True), shown)
    return height_of(shown, page.place.widths[LABEL], bold=True)


def _named(side: _Side, n: str) -> str:
    return side.chosen(
        n, lambda group: f"{literal(group.name + ' ')}&{n}" + (f"-{group.first - 1}" * (group.first > 1))
    )


def _write_points(matrix: _Matrix, row: int, helper: int, at: tuple[int, int] | None) -> float:
    """The texts of both points, as they stand beside and above the matrix; the height that they need."""
    page, place = matrix.page, matrix.place
    titles = place.header_row if place.across_row is None else place.across_row
    names = (
        matrix.cells(place.first_row, LABEL, place.end_row - 1, LABEL),
        matrix.cells(titles, place.columns[0].index, titles, place.columns[-1].index),
    )
    style, column, last = page.styles("cell-line", text_wrap=True), page.place.input, page.place.last_column
    if last > column + 1:
        page.sheet.merge_range(row, column + 1, row, last, "", style)
    needed = 0.0
    for n, (cells, side) in enumerate(zip(names, matrix.sides, strict=True)):
        key = side.keys[at[n] - 1] if at else None
        shown = title_value(page.values, page.layout, key.mirrors or key.id, key.labels[0]) if key else ""
        formula = f'=IF({address(row, helper)}=0,"",INDEX({cells},{address(row, helper + 1 + n)}))'
        page.sheet.write_formula(row, column + n, formula, style, shown)
        needed = max(needed, height_of(shown, page.width(column + n, last if n else column)))
    return needed
