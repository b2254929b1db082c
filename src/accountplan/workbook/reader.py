"""One plan workbook, place by place: every question and every row of the layout, with what is remarkable about it."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import replace

from accountplan.fields import Cell, Options, read_cell
from accountplan.findings import Finding
from accountplan.layout.answers import PlanValues
from accountplan.layout.completeness import needed_answers
from accountplan.layout.context import meaning_of
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    ColumnPlace,
    FieldPlace,
    Layout,
    TablePlace,
    address,
)
from accountplan.layout.rows import RowKey, joined, spec_in
from accountplan.template.model import FieldSpec, FreeRows, Template
from accountplan.workbook.circumstances import context_of
from accountplan.workbook.grid import Grid, Spot
from accountplan.workbook.locate import Locator
from accountplan.workbook.locate_tables import FoundRow, FoundTable, TableLocator
from accountplan.workbook.reading import Answer, Completeness, Identity, Reading, ReadRow
from accountplan.workbook.retired import retired_answers
from accountplan.workbook.strays import stray_cells


class Reader:
    """Reads one plan. `added` are ids of fields and tables that the workbook's version did not have yet."""

    def __init__(
        self, grid: Grid, template: Template, identity: Identity, shown: str,
        organisation: Mapping[str, Options] | None = None, added: frozenset[str] = frozenset(),
    ) -> None:  # fmt: skip
        self.grid, self.template, self.identity, self.shown, self.added = grid, template, identity, shown, added
        self.context = context_of(template, identity, grid, organisation)
        self.layout: Layout = lay_out(template, self.context)
        self.locator = Locator(self.layout, grid)
        self.findings: list[Finding] = []
        self.seen: set[Spot] = set()
        """Every cell that has been read as an answer, or could have been."""
        self.tables: dict[str, list[FoundTable]] = {}
        """Where each table was found, by its id."""
        self._keyless: list[str] = []
        """Sheets with questions whose hidden key is gone."""

    def reading(self, blank: Reading, findings: list[Finding]) -> Reading:
        """`blank` filled in; `findings` are those of the file as a whole."""
        answers: dict[str, Answer] = {}
        tables: dict[str, tuple[ReadRow, ...]] = {}
        for sheet in self.layout.sheets:
            for place in sheet.places:
                if isinstance(place, FieldPlace):
                    answers[place.spec.id] = self._field(place)
                elif isinstance(place, TablePlace):
                    tables[place.table.id] = tuple(self._table(place))
        self._unplaced_tables()
        retired = retired_answers(self.grid, self.template)
        for answer in retired.values():
            self._retired(answer)
        self._sheets()
        for _, question in self.template.questions():
            answers.setdefault(question.id, Answer(question.id, question.type, locked=not question.is_input))
        ordered = {question.id: answers[question.id] for _, question in self.template.questions()}
        tables = {table.id: tables.get(table.id, ()) for _, table in self.template.tables()}
        read = replace(
            blank, readable=True, identity=self.identity, template=self.template, context=self.context,
            answers=ordered, tables=tables, retired=retired, findings=(*findings, *self.findings),
        )  # fmt: skip
        return with_computed(read)

    def _report(
        self, code: str, spec: FieldSpec | None, sheet: str | None, cell: str | None = None, name: str | None = None,
        **params: object,
    ) -> None:  # fmt: skip
        label = spec.label[self.context.language] if spec else ""
        field = name or (spec.id if spec else None)
        self.findings.append(Finding(code, self.shown, sheet, cell, field, {"label": label, **params}))

    # -- sheets ------------------------------------------------------------------------------------------------------
    def _sheets(self) -> None:
        """What is to be said of sheets as a whole, and of what people put where nothing is asked."""
        for name in self.locator.own_sheets():
            self._report("own-sheet", None, name)
        for name in dict.fromkeys(self._keyless):
            self._report("structure-changed", None, name, sentence="structure-keys")
        if self.identity.version != self.template.version:
            return  # which texts that version had of its own, nobody can tell any more
        for (sheet, row, column), text in stray_cells(self.locator, self.tables, self.seen):
            self._report("stray-text", None, sheet, address(row, column), raw=text)

    def _retired(self, answer: Answer) -> None:
        self._report("field-retired", None, answer.sheet, answer.cell, answer.field, label=answer.field, raw=answer.raw)

    # -- questions ---------------------------------------------------------------------------------------------------
    def _field(self, place: FieldPlace) -> Answer:
        spec = place.spec
        found = self.locator.field(place)
        if found is None:
            if spec.id not in self.added:
                self._report("field-lost", spec, place.sheet)
            return Answer(spec.id, spec.type, sheet=place.sheet, locked=not spec.is_input)
        if place.key not in self.grid.keys:
            self._keyless.append(found.spots[0][0])
        return self._taken(spec, list(found.spots), spec.id, found.moved)

    def _taken(self, spec: FieldSpec, spots: list[Spot], name: str, moved: bool = False) -> Answer:
        """The answer out of the cells that may hold it: none where they contradict each other."""
        self.seen.update(spots)
        spots = self._candidates(spots)
        if len(spots) > 1 and not spec.computed:
            return self._dispute(spec, spots, name)
        if moved:
            self._report("relocated", spec, spots[0][0], address(*spots[0][1:]), name)
        return self._answer(spec, spots[0], name)

    def _dispute(self, spec: FieldSpec, spots: list[Spot], name: str) -> Answer:
        """All that stands there, none of it taken."""
        places = ", ".join(f"{sheet}!{address(row, column)}" for sheet, row, column in spots)
        at = address(*spots[0][1:])
        self._report("field-duplicated", spec, spots[0][0], at, name, places=places)
        raws = " | ".join(self.grid.cell(*spot).text for spot in spots)
        return Answer(spec.id, spec.type, raw=raws, sheet=spots[0][0], locked=not spec.is_input)

    def _candidates(self, spots: list[Spot]) -> list[Spot]:
        """The places in dispute; where all hold the same, the first will do."""
        if len(spots) == 1:
            return spots
        contents = {(cell.kind, cell.text) for cell in (self.grid.cell(*spot) for spot in spots)}
        return list(dict.fromkeys(spots)) if len(contents) > 1 else [spots[0]]

    def _answer(self, spec: FieldSpec, spot: Spot, name: str) -> Answer:
        sheet, row, column = spot
        cell, at = self.grid.cell(*spot), address(row, column)
        locked = not spec.is_input
        if spec.computed:
            return Answer(spec.id, spec.type, None, cell.text, sheet, at, locked)
        if any(area.holds(row, column) for area in self.grid.package.merged.get(sheet, ())):
            self._report("structure-changed", spec, sheet, at, name, sentence="structure-merged")
        if (row, column) in self.grid.package.formulas.get(sheet, ()):
            if self._uncalculated(spot, cell):
                self._report("formula-uncalculated", spec, sheet, at, name)
                return Answer(spec.id, spec.type, None, cell.text or "=", sheet, at, locked)
            if cell.kind != "error":
                sentence = "formula-empty" if cell.kind == "empty" else "formula-in-input"
                self._report("formula-in-input", spec, sheet, at, name, raw=cell.text, sentence=sentence)
        parsed = read_cell(cell, spec, meaning_of(self.template, self.context, spec))
        for problem in parsed.problems:
            self._report(problem.code, spec, sheet, at, name, **dict(problem.params))
        return Answer(spec.id, spec.type, parsed.value, cell.text, sheet, at, locked)

    def _uncalculated(self, spot: Spot, cell: Cell) -> bool:
        """Whether what stands in a cell with a formula is not its result.

        A program that cannot calculate saves nothing, or 0 together with the wish that the next one does.
        """
        package = self.grid.package
        nought = cell.kind == "number" and cell.value == 0
        return spot[1:] in package.uncalculated.get(spot[0], ()) or (package.recalculates and nought)

    # -- tables ------------------------------------------------------------------------------------------------------
    def _table(self, place: TablePlace) -> Iterator[ReadRow]:
        tables = self.tables[place.table.id] = TableLocator(self.locator, place).tables()
        if not tables:
            if place.table.id not in self.added:
                self._say("field-lost", place, place.sheet)
            return
        found = tables[0]
        self._report_columns(place, found)
        if found.moved:
            at = address(found.rows[0].row, place.row_id + 1) if found.rows else None
            self._say("relocated", place, found.sheet, at)
        yield from self._known_rows(place, tables)
        for row in found.rows:
            if row.key is None:
                yield self._extra_row(place, found, row)
        for other in tables[1:]:
            self._extra_rows_of_copy(place, found, other)

    def _unplaced_tables(self) -> None:
        """Tables with a row per item of a list of the organisation, of which nothing is left in the workbook."""
        for chapter, table in self.template.tables():
            axes = [self.template.axis(name) for name in getattr(table.rows, "axes", ())]
            lost = any(axis.organisation and axis.organisation not in self.context.organisation for axis in axes)
            if lost and self.context.shown(chapter.tiers) and self.context.shown(table.tiers):
                language = self.context.language
                params = {"label": table.label[language]}
                self.findings.append(Finding("field-lost", self.shown, chapter.title[language], None, table.id, params))

    def _say(
        self, code: str, place: TablePlace, sheet: str, cell: str | None = None, name: str | None = None,
        **params: object,
    ) -> None:  # fmt: skip
        """A finding on a table or a row of it."""
        said = {"label": place.table.label[self.context.language], **params}
        self.findings.append(Finding(code, self.shown, sheet, cell, name or place.table.id, said))

    def _report_columns(self, place: TablePlace, found: FoundTable) -> None:
        for column in found.lost_columns:
            if column.column.is_input and column.column.id not in self.added:
                for name in _ids_in(place, column):
                    self._report("field-lost", column.column, found.sheet, name=f"{place.table.id}.{name}")

    def _known_rows(self, place: TablePlace, tables: list[FoundTable]) -> Iterator[ReadRow]:
        """Rows in the order of the layout, wherever sorting has put them; with rows across, data row by data row."""
        at: dict[str, list[tuple[FoundTable, FoundRow]]] = {}
        for table in tables:
            for row in table.rows:
                if row.key is not None:
                    at.setdefault(row.key.id, []).append((table, row))
        across_keys = list(dict.fromkeys(column.across for column in place.columns))
        for row_place in place.rows:
            where = at.get(row_place.key.id)
            if where is None:
                if not isinstance(place.table.rows, FreeRows):
                    label = f"{place.table.label[self.context.language]} – {' '.join(row_place.key.labels)}"
                    self._say("field-lost", place, tables[0].sheet, name=row_place.key.id, label=label)
                continue
            self._report_moved(place, *where[0])
            for across in across_keys:
                key = row_place.key if across is None else joined(row_place.key, across)
                yield self._read_row(place, where, across, key.id, row_place.key.codes)

    def _report_moved(self, place: TablePlace, found: FoundTable, row: FoundRow) -> None:
        if row.moved and not found.moved and row.key is not None:
            label = f"{place.table.label[self.context.language]} – {' '.join(row.key.labels)}"
            self._say("relocated", place, found.sheet, self._row_address(place, found, row), row.key.id, label=label)

    def _row_address(self, place: TablePlace, found: FoundTable, row: FoundRow) -> str:
        inputs = (found.cells(row, column.key) for column in place.columns if column.column.is_input)
        return next((address(*spots[0][1:]) for spots in inputs if spots), address(row.row, 0))

    def _read_row(
        self, place: TablePlace, where: list[tuple[FoundTable, FoundRow]], across: RowKey | None, row_id: str,
        codes: tuple[str, ...],
    ) -> ReadRow:  # fmt: skip
        cells: dict[str, Answer] = {}
        sheet = where[0][0].sheet
        for column in _columns_of(place, across):
            spec = spec_in(place.table, column.column.id, codes)
            if spec is None:
                continue
            spots = [spot for found, row in where for spot in found.cells(row, column.key)]
            if spots:
                cells[spec.id] = self._taken(spec, spots, f"{row_id}.{spec.id}")
            else:
                cells[spec.id] = Answer(spec.id, spec.type, sheet=sheet, locked=not spec.is_input)
        return ReadRow(row_id, sheet, cells)

    def _extra_row(self, place: TablePlace, found: FoundTable, row: FoundRow) -> ReadRow:
        """A filled row without an id of its own."""
        row_id = f"{place.table.id}.+{row.row + 1}"
        if row.copied or not isinstance(place.table.rows, FreeRows):
            at = self._row_address(place, found, row)
            sentence = "structure-copied" if row.copied else "structure-row"
            self._say("structure-changed", place, found.sheet, at, row_id, sentence=sentence)
        return self._read_row(place, [(found, row)], None, row_id, ())

    def _extra_rows_of_copy(self, place: TablePlace, first: FoundTable, other: FoundTable) -> None:
        """Rows without an id that only a copy of the table has: shown, and not taken."""
        known = {self._contents(first, row) for row in first.rows}
        for row in other.rows:
            if row.key is None:
                self.seen.update(spot for key in other.columns for spot in other.cells(row, key))
                if self._contents(other, row) not in known:
                    at = self._row_address(place, other, row)
                    self._say("field-duplicated", place, other.sheet, at, places=f"{other.sheet}!{at}")

    def _contents(self, found: FoundTable, row: FoundRow) -> tuple[tuple[str, str], ...]:
        cells = ((key, self.grid.cell(*spots[0])) for key in sorted(found.columns) if (spots := found.cells(row, key)))
        return tuple((key, cell.text) for key, cell in cells)


def _ids_in(place: TablePlace, column: ColumnPlace) -> list[str]:
    """The ids by which the cells of a column go: its own, and those that fixed rows give it."""
    changes = (cells.get(column.column.id) for cells in place.table.cells.values())
    return list(dict.fromkeys([column.column.id, *(change.id for change in changes if change and change.id)]))


def _columns_of(place: TablePlace, across: RowKey | None) -> Iterator[ColumnPlace]:
    return (column for column in place.columns if column.across == across)


def with_computed(reading: Reading) -> Reading:
    """The reading with computed values and completeness, both worked out here from the inputs."""
    values = reading.values()
    answers = {
        key: answer._replace(value=values.question(key)) if answer.type == "computed" else answer
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
            cells[spec.id] = cells[spec.id]._replace(value=values.cell(table, key, column.id))
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
