"""From a file to a `Reading`: the mirror image of `write.py`. Never raises for what a file holds."""

from __future__ import annotations

import hashlib
from collections.abc import Iterator, Mapping
from dataclasses import replace
from pathlib import Path

from accountplan.fields import Options, read_cell
from accountplan.findings import Finding
from accountplan.layout.answers import PlanValues
from accountplan.layout.completeness import needed_answers
from accountplan.layout.context import meaning_of
from accountplan.layout.places import ColumnPlace, FieldPlace, Layout, TablePlace, address, lay_out
from accountplan.layout.rows import RowKey, joined, spec_in
from accountplan.template.model import FieldSpec, FreeRows, Template
from accountplan.workbook.circumstances import Find, context_of, find_identity, identity_from_sheets
from accountplan.workbook.grid import Grid, Spot, read_grid
from accountplan.workbook.locate import FoundRow, FoundTable, Locator
from accountplan.workbook.package import Refused, open_package
from accountplan.workbook.reading import Answer, Completeness, Identity, Reading, ReadRow


def read_plan(path: Path, shown: str, find: Find, organisation: Mapping[str, Options] | None = None) -> Reading:
    """What stands in the plan workbook at `path`, called `shown` in what people see.

    `find` gives the template by its id. `organisation` serves where the workbook has lost its own lists.
    A file that cannot be read gives a reading with `readable=False` and the finding that says why.
    """
    try:
        content = path.read_bytes()
    except OSError as error:
        return Reading(shown, findings=(Finding("unreadable", shown, params={"why": error}),))
    return read_content(content, shown, find, organisation)


def read_content(content: bytes, shown: str, find: Find, organisation: Mapping[str, Options] | None = None) -> Reading:
    """`read_plan` for bytes that are at hand."""
    blank = Reading(shown, hashlib.sha256(content).hexdigest())
    try:
        grid = read_grid(content, open_package(content))
    except Refused as refused:
        return replace(blank, findings=(Finding(refused.code, shown, params=refused.params),))
    findings: list[Finding] = []
    identity = find_identity(grid)
    if identity is None:
        identity = identity_from_sheets(grid, find)
        if identity is None:
            return replace(blank, findings=(Finding("not-a-plan", shown),))
        findings.append(Finding("identity-missing", shown))
    template = find(identity.template)
    if template is None:
        finding = Finding("template-unknown", shown, params={"template": f"{identity.template} {identity.version}"})
        return replace(blank, identity=identity, findings=(*findings, finding))
    if _version(identity.version) > _version(template.version):
        findings.append(
            Finding("template-newer", shown, params={"version": identity.version, "ours": template.version})
        )
    return _Reader(grid, template, identity, shown, organisation).reading(blank, findings)


def _version(text: str) -> tuple[int, ...]:
    return tuple(int(part) for part in text.split(".") if part.isdecimal())


class _Reader:
    """Reads one plan, place by place."""

    def __init__(
        self, grid: Grid, template: Template, identity: Identity, shown: str, organisation: Mapping[str, Options] | None
    ) -> None:
        self.grid, self.template, self.identity, self.shown = grid, template, identity, shown
        self.context = context_of(template, identity, grid, organisation)
        self.layout: Layout = lay_out(template, self.context)
        self.locator = Locator(self.layout, grid)
        self.findings: list[Finding] = []
        self.disputed: dict[Spot, list[Spot]] = {}
        """Cells of tables that stand there more than once, with different contents."""

    def reading(self, blank: Reading, findings: list[Finding]) -> Reading:
        answers: dict[str, Answer] = {}
        tables: dict[str, tuple[ReadRow, ...]] = {}
        for sheet in self.layout.sheets:
            for place in sheet.places:
                if isinstance(place, FieldPlace):
                    answers[place.spec.id] = self._field(place)
                elif isinstance(place, TablePlace):
                    tables[place.table.id] = tuple(self._table(place))
        for name in self.locator.own_sheets():
            self._report("own-sheet", None, name)
        for _, question in self.template.questions():
            answers.setdefault(question.id, Answer(question.id, question.type, locked=not question.is_input))
        ordered = {question.id: answers[question.id] for _, question in self.template.questions()}
        tables = {table.id: tables.get(table.id, ()) for _, table in self.template.tables()}
        read = replace(
            blank, readable=True, identity=self.identity, template=self.template, context=self.context,
            answers=ordered, tables=tables, findings=(*findings, *self.findings),
        )  # fmt: skip
        return _with_computed(read)

    # -- questions ---------------------------------------------------------------------------------------------------
    def _field(self, place: FieldPlace) -> Answer:
        spec = place.spec
        found = self.locator.field(place)
        if found is None:
            self._report("field-lost", spec, place.sheet)
            return Answer(spec.id, spec.type, sheet=place.sheet, locked=not spec.is_input)
        spots = self._candidates(found.spots)
        if len(spots) > 1:
            return self._dispute(spec, spots, spec.id)
        if found.moved:
            self._report("relocated", spec, spots[0][0], address(*spots[0][1:]))
        return self._answer(spec, spots[0], spec.id)

    def _dispute(self, spec: FieldSpec, spots: list[Spot], name: str) -> Answer:
        """All that stands there, none of it taken."""
        places = ", ".join(f"{sheet}!{address(row, column)}" for sheet, row, column in spots)
        self._report("field-duplicated", spec, spots[0][0], name=name, places=places)
        raws = " | ".join(self.grid.cell(*spot).text for spot in spots)
        return Answer(spec.id, spec.type, raw=raws, sheet=spots[0][0], locked=not spec.is_input)

    def _candidates(self, spots: tuple[Spot, ...]) -> list[Spot]:
        """The places in dispute; where all hold the same, the first will do."""
        contents = {(cell.kind, cell.text) for cell in (self.grid.cell(*spot) for spot in spots)}
        return list(spots) if len(contents) > 1 else [spots[0]]

    def _answer(self, spec: FieldSpec, spot: Spot, name: str) -> Answer:
        sheet, row, column = spot
        cell, at = self.grid.cell(*spot), address(row, column)
        locked = not spec.is_input
        if spec.computed:
            return Answer(spec.id, spec.type, None, cell.text, sheet, at, locked)
        if spot in self.disputed:
            return self._dispute(spec, self.disputed[spot], name)
        if cell.kind == "empty" and (row, column) in self.grid.package.uncalculated.get(sheet, ()):
            self._report("formula-uncalculated", spec, sheet, at, name)
            return Answer(spec.id, spec.type, None, "=", sheet, at, locked)
        parsed = read_cell(cell, spec, meaning_of(self.template, self.context, spec))
        for problem in parsed.problems:
            self._report(problem.code, spec, sheet, at, name, **dict(problem.params))
        return Answer(spec.id, spec.type, parsed.value, cell.text, sheet, at, locked)

    def _report(
        self, code: str, spec: FieldSpec | None, sheet: str | None, cell: str | None = None, name: str | None = None,
        **params: object,
    ) -> None:  # fmt: skip
        label = spec.label[self.context.language] if spec else ""
        field = name or (spec.id if spec else None)
        self.findings.append(Finding(code, self.shown, sheet, cell, field, {"label": label, **params}))

    # -- tables ------------------------------------------------------------------------------------------------------
    def _table(self, place: TablePlace) -> Iterator[ReadRow]:
        candidates = self.locator.tables(place)
        if not candidates:
            self._lost_table(place)
            return
        found = candidates[0]
        self._compare(place, candidates)
        for column in found.lost_columns:
            if column.column.is_input:
                self._report("field-lost", column.column, found.sheet, name=f"{place.table.id}.{column.column.id}")
        if found.moved:
            params = {"label": place.table.label[self.context.language]}
            at = address(found.rows[0].row, place.row_id + 1) if found.rows else None
            self.findings.append(Finding("relocated", self.shown, found.sheet, at, place.table.id, params))
        yield from self._known_rows(place, found)
        for row in found.rows:
            if row.key is None:
                yield self._read_row(place, found, row, None, f"{place.table.id}.+{row.row + 1}", ())

    def _compare(self, place: TablePlace, candidates: list[FoundTable]) -> None:
        """Note where copies of a table differ: those cells are in dispute, and none of them is taken."""
        first = self._contents(candidates[0]) if len(candidates) > 1 else {}
        for other in candidates[1:]:
            for where, spot in self._contents(other).items():
                mine = first.get(where)
                if mine is not None and len(self._candidates((mine, spot))) > 1:
                    self.disputed.setdefault(mine, [mine]).append(spot)
                elif mine is None and self.grid.cell(*spot).kind != "empty":
                    places = f"{spot[0]}!{address(*spot[1:])}"
                    label = place.table.label[self.context.language]
                    params = {"label": label, "places": places}
                    self.findings.append(Finding("field-duplicated", self.shown, spot[0], None, place.table.id, params))

    def _contents(self, found: FoundTable) -> dict[tuple[str, str], Spot]:
        """Every cell of a table by row and column, wherever they stand."""
        rows = [(row.key.id if row.key else f"+{row.row}", row.row) for row in found.rows]
        return {
            (row_id, key): (found.sheet, row, column) for row_id, row in rows for key, column in found.columns.items()
        }

    def _lost_table(self, place: TablePlace) -> None:
        label = place.table.label[self.context.language]
        self.findings.append(Finding("field-lost", self.shown, place.sheet, None, place.table.id, {"label": label}))

    def _known_rows(self, place: TablePlace, found: FoundTable) -> Iterator[ReadRow]:
        """Rows in the order of the layout, wherever sorting has put them; with rows across, data row by data row."""
        at = {row.key.id: row for row in found.rows if row.key is not None}
        across_keys = list(dict.fromkeys(column.across for column in place.columns))
        for row_place in place.rows:
            row = at.get(row_place.key.id)
            if row is None:
                if not isinstance(place.table.rows, FreeRows):
                    self._lost_row(place, row_place.key, found.sheet)
                continue
            for across in across_keys:
                key = row_place.key if across is None else joined(row_place.key, across)
                yield self._read_row(place, found, row, across, key.id, row_place.key.codes)

    def _lost_row(self, place: TablePlace, key: RowKey, sheet: str) -> None:
        label = f"{place.table.label[self.context.language]} – {' '.join(key.labels)}"
        self.findings.append(Finding("field-lost", self.shown, sheet, None, key.id, {"label": label}))

    def _read_row(
        self, place: TablePlace, found: FoundTable, row: FoundRow, across: RowKey | None, row_id: str,
        codes: tuple[str, ...],
    ) -> ReadRow:  # fmt: skip
        cells: dict[str, Answer] = {}
        for column in _columns_of(place, across):
            spec = spec_in(place.table, column.column.id, codes)
            if spec is None:
                continue
            index = found.columns.get(column.key)
            if index is None:
                cells[spec.id] = Answer(spec.id, spec.type, sheet=found.sheet, locked=not spec.is_input)
            else:
                cells[spec.id] = self._answer(spec, (found.sheet, row.row, index), f"{row_id}.{spec.id}")
        return ReadRow(row_id, found.sheet, cells)


def _columns_of(place: TablePlace, across: RowKey | None) -> Iterator[ColumnPlace]:
    return (column for column in place.columns if column.across == across)


def _with_computed(reading: Reading) -> Reading:
    """The reading with computed values and completeness, both worked out here from the inputs."""
    values = reading.values()
    answers = {
        key: replace(answer, value=values.question(key)) if answer.type == "computed" else answer
        for key, answer in reading.answers.items()
    }
    tables = {
        table_id: tuple(_computed_row(values, table_id, row) for row in rows)
        for table_id, rows in reading.tables.items()
    }
    return replace(reading, answers=answers, tables=tables, completeness=completeness_of(values))


def _computed_row(values: PlanValues, table_id: str, row: ReadRow) -> ReadRow:
    table = values.template.table(table_id)
    if table is None or all(answer.type != "computed" for answer in row.cells.values()):
        return row
    key = values.row_key(table, row.id) or RowKey(row.id, (row.id.removeprefix(f"{table_id}."),), ("",))
    cells = dict(row.cells)
    for column in table.columns:
        spec = spec_in(table, column.id, key.codes)
        if spec is not None and spec.computed and spec.id in cells:
            cells[spec.id] = replace(cells[spec.id], value=values.cell(table, key, column.id))
    return replace(row, cells=cells)


def completeness_of(values: PlanValues) -> Completeness:
    """How much of what is required has been answered."""
    by_chapter: dict[str, tuple[int, int]] = {}
    for needed in needed_answers(values):
        required, answered = by_chapter.get(needed.chapter.id, (0, 0))
        by_chapter[needed.chapter.id] = (required + needed.count, answered + needed.answered)
    return Completeness(
        sum(required for required, _ in by_chapter.values()), sum(answered for _, answered in by_chapter.values()),
        by_chapter,
    )  # fmt: skip
