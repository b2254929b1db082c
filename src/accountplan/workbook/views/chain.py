"""A chain of people: who decides, each followed by those who report to them, however the table is sorted.

Formulas cannot go round, so each person's managers are looked up a fixed number of times, in hidden columns. Their
positions, topmost first, are the digits of a number by which the list is sorted. Who is part of a circle, or stands
deeper than that, comes last.
"""

from __future__ import annotations

from dataclasses import dataclass
from functools import cached_property

from accountplan.layout.letters import height_of
from accountplan.layout.places import LABEL, ColumnPlace, TablePlace, ViewPlace, absolute, address
from accountplan.workbook.page import Page
from accountplan.workbook.styles import ROW
from accountplan.workbook.views.cells import Shown, address_of, column_cells, hide_spare, range_of, write_hint

_ABOVE = 4
"""So many managers above a person are looked up."""
_DETAILS = ("job-title", "decision-role", "influence")
"""Roles of the columns beside the names."""
_STEP, _BRANCH = "\xa0" * 4, "└ "
"""Spaces that no program takes off a text, and the sign before a name below another."""


@dataclass(frozen=True)
class _People:
    page: Page
    view: ViewPlace
    place: TablePlace

    # -- as Python knows them ----------------------------------------------------------------------------------------
    def column(self, role: str) -> ColumnPlace | None:
        column = self.place.table.by_role(role)
        return self.place.column_place(column.id) if column else None

    def shown(self, role: str) -> tuple[Shown, ...]:
        column = self.column(role)
        return column_cells(self.page, self.place, self.place.rows, column.column.id).shown if column else ()

    @cached_property
    def managers(self) -> list[int]:
        """Per person the position of the manager, from 1; 0 where there is none in the list."""
        names = [_folded(name) for name in self.shown("name")]
        wanted = [_folded(name) for name in self.shown("reports-to")]
        return [
            names.index(boss) + 1 if name and boss and boss != name and boss in names else 0
            for name, boss in zip(names, wanted, strict=True)
        ]

    def above(self, person: int) -> list[int]:
        """The managers of a person, the nearest first; 0 where there is none."""
        found: list[int] = []
        for _ in range(_ABOVE):
            person = self.managers[person - 1] if person else 0
            found.append(person)
        return found

    @cached_property
    def keys(self) -> list[float | str]:
        return [self._key(n, name) for n, name in enumerate(self.shown("name"), start=1)]

    def _key(self, person: int, name: Shown) -> Shown:
        base, above = len(self.place.rows) + 1, self.above(person)
        if name == "":
            return ""
        if above[-1] and self.managers[above[-1] - 1]:
            return float((base ** (_ABOVE + 1) + person) * 10)
        depth = sum(map(bool, above))
        digits = sum(manager * base**n for n, manager in enumerate([person, *above]))
        return float(digits * base ** (_ABOVE - depth) * 10 + depth)

    @cached_property
    def order(self) -> list[int]:
        """The people as they are listed, by their position in the table."""
        return [self.keys.index(key) + 1 for key in sorted(key for key in self.keys if not isinstance(key, str))]

    # -- as the sheet does -------------------------------------------------------------------------------------------
    def cells(self, role: str) -> str:
        column = self.column(role)
        assert column is not None
        return range_of(
            self.page, self.place.sheet, (self.place.first_row, column.index), (self.place.end_row - 1, column.index)
        )

    def reckoned(self, column: int) -> str:
        """A hidden column of the view."""
        return f"{absolute(self.view.first_row + 1, column)}:{absolute(self.view.end_row - 1, column)}"


def write_chain(page: Page, place: ViewPlace) -> None:
    """The names, indented, with what else tells who decides."""
    people = _People(page, place, page.layout.tables[place.view.of])
    write_hint(page, place, people.place, f"COUNTA({people.cells('name')})=0", not people.order)
    helper = hide_spare(page, _ABOVE + 2)
    details = [column for role in _DETAILS if (column := people.column(role))]
    for at, column in enumerate([people.column("name"), *details]):
        if column is not None:
            text = column.column.label[page.language]
            page.sheet.text(
                place.first_row, LABEL if at == 0 else page.place.input + at - 1, text, page.styles("header")
            )
    for n, row in enumerate(range(place.first_row + 1, place.end_row)):
        _reckon(people, row, helper, n)
        person = people.order[n] if n < len(people.order) else 0
        _write_person(people, row, helper, person, details)


def _reckon(people: _People, row: int, helper: int, n: int) -> None:
    """Hidden: the managers of the n-th person in the table, the key to sort by; who is listed in this row."""
    sheet, hidden, place = people.page.sheet, people.page.styles("hidden"), people.place
    name, boss = (_one(people, role, place.first_row + n) for role in ("name", "reports-to"))
    own = [address(row, helper + level) for level in range(_ABOVE)]
    first = people.reckoned(helper)
    found = f"IFERROR(SUMPRODUCT(MATCH(TRUE,{people.cells('name')}={boss},0)),0)"
    above = people.above(n + 1)
    sheet.write_formula(row, helper, f'=IF(OR({name}="",{boss}="",{name}={boss}),0,{found})', hidden, above[0])
    for level in range(1, _ABOVE):
        sheet.write_formula(row, helper + level, f"={_next(own[level - 1], first)}", hidden, above[level])
    base = len(place.rows) + 1
    digits = "+".join([str(n + 1), *(f"{cell}*{base**power}" for power, cell in enumerate(own, start=1))])
    depth = f'COUNTIF({own[0]}:{own[-1]},">0")'
    last = (base ** (_ABOVE + 1) + n + 1) * 10
    key = f"IF({_next(own[-1], first)}>0,{last},({digits})*{base}^({_ABOVE}-{depth})*10+{depth})"
    sheet.write_formula(row, helper + _ABOVE, f'=IF({name}="","",{key})', hidden, people.keys[n])
    keys = people.reckoned(helper + _ABOVE)
    listed = f"=IFERROR(MATCH(SMALL({keys},{n + 1}),{keys},0),0)"
    sheet.write_formula(row, helper + _ABOVE + 1, listed, hidden, people.order[n] if n < len(people.order) else 0)


def _next(cell: str, managers: str) -> str:
    return f"IF({cell}=0,0,INDEX({managers},{cell}))"


def _one(people: _People, role: str, row: int) -> str:
    column = people.column(role)
    assert column is not None
    return address_of(people.page, people.place.sheet, row, column.index)


def _write_person(people: _People, row: int, helper: int, person: int, details: list[ColumnPlace]) -> None:
    page = people.page
    style = page.styles("plain", text_wrap=True, align="left", indent=1)
    listed, keys = address(row, helper + _ABOVE + 1), people.reckoned(helper + _ABOVE)
    key = f"INDEX({keys},{listed})"
    depth = f"{key}-10*INT({key}/10)"
    shown: list[Shown] = [""]
    if person:
        steps = int(people.keys[person - 1]) % 10
        shown = [_STEP * steps + (_BRANCH if steps else "") + _text(people.shown("name")[person - 1])]
    name = f'REPT("{_STEP}",{depth})&IF({depth}>0,"{_BRANCH}","")&INDEX({people.cells("name")},{listed})'
    page.sheet.write_formula(row, LABEL, f'=IF({listed}=0,"",{name})', style, shown[0])
    for n, column in enumerate(details):
        cell = f"INDEX({people.cells(column.column.role or '')},{listed})"
        shown.append(people.shown(column.column.role or "")[person - 1] if person else "")
        formula = f'=IF({listed}=0,"",IF({cell}="","",{cell}))'
        page.sheet.write_formula(row, page.place.input + n, formula, style, shown[-1])
    widths = [page.place.widths[LABEL], *page.place.widths[page.place.input :]]
    needed = (height_of(_text(text), width, indent=1) for text, width in zip(shown, widths, strict=False) if width)
    page.sheet.set_row(row, max(ROW["line"], *needed))


def _folded(name: Shown) -> str:
    return name.lower() if isinstance(name, str) else ""


def _text(value: Shown) -> str:
    return value if isinstance(value, str) else f"{value:.15g}"
