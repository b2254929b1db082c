"""Random edits on random templates: whatever a person does, no answer is silently lost or wrong.

The workbook lies on paper (`sheet_model`). Every input cell carries a mark with the id of its answer. The mark goes
where the person takes the input: along with inserted rows, moved sheets, sorted rows. Afterwards each answer must be
what stands in the cell with its mark, or a finding must name it. The meaning of the content itself is not in question
here: `read_cell` gives it.

What cannot be found out from a workbook, and is therefore not asked of the reader:

- contents that a person puts in the place of others: retyped, cut to another input, dragged over it, sorted while the
labels stay. The answer of a question is then what stands beside its label, and the marks stay where they are;
- which free row a row was once its id is gone: it is right if all of it stands in one row of the table;
- answers of a free row that a person deletes as a row: they are meant to go. (Those of a form, of fixed rows, of a
column or a sheet are not: somebody asked for them.);
- an answer that vanished under merged cells, once those are gone too: an empty cell like any other;
- two blows to the evidence. Of the hidden keys, the labels, the bond between the two, and the column of the inputs
(which a hidden row names) only one is attacked in one sequence. The names may be lost besides, except with the hidden
rows: nothing else says in which column the inputs of a form stand.
"""

from __future__ import annotations

from collections.abc import Callable, Set
from dataclasses import dataclass, field, replace
from typing import Any

import pytest
from hypothesis import assume, given, note, settings
from hypothesis import strategies as st

from accountplan.fields import Value, field_type, read_cell
from accountplan.layout.context import meaning_of
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    Layout,
    TablePlace,
    address,
)
from accountplan.template.model import FieldSpec, FreeRows
from accountplan.workbook.grid import open_grid
from accountplan.workbook.read import read_grid
from accountplan.workbook.reading import Identity, Reading
from accountplan.workbook.write import plan_bytes
from tests.office.office import Refused
from tests.property.sheet_model import BLANK, Box, Content, PaperBook
from tests.property.strategies import Example, answer, examples
from tests.roundtrip.matrix.judge import AnswerPath, judge
from tests.tools.counts import count

Place = tuple[str, int, int]
"""(sheet, row, column), 0-based."""


@dataclass
class Hands:
    """A person at work: the workbook, what every input is, and what the person let go on purpose."""

    example: Example
    book: PaperBook
    layout: Layout
    draw: Callable[[st.SearchStrategy[Any]], Any]
    specs: dict[AnswerPath, FieldSpec] = field(default_factory=dict)
    let_go: set[AnswerPath] = field(default_factory=set)
    covered: set[AnswerPath] = field(default_factory=set)
    """Answers that vanished under merged cells."""
    new_rows: int = 0

    # -- looking -----------------------------------------------------------------------------------------------------
    def marked(self, sheet: str | None = None) -> dict[Place, AnswerPath]:
        """Every input cell that is there now."""
        return {
            (name, *at): content.kept
            for name, paper in self.book.sheets.items()
            if sheet in (None, name)
            for at, content in paper.cells.items()
            if content.kept is not None
        }

    def pick(self, options: list[Any]) -> Any:
        assume(options)
        return self.draw(st.sampled_from(options))

    def sheet(self) -> str:
        """A sheet of the plan with something to fill in."""
        return str(self.pick(sorted({sheet for sheet, _, _ in self.marked()})))

    def input(self) -> tuple[Place, AnswerPath]:
        found: tuple[Place, AnswerPath] = self.pick(sorted(self.marked().items()))
        return found

    def table(self, *, free: bool = False) -> tuple[TablePlace, str, Box]:
        """A table, the sheet on which it stands, and the box of its inputs there."""
        boxes: list[tuple[TablePlace, str, Box]] = []
        for table in self.layout.tables.values():
            if free and not isinstance(table.table.rows, FreeRows):
                continue
            at: dict[str, list[tuple[int, int]]] = {}
            for (sheet, row, column), path in self.marked().items():
                if path[0] == table.table.id:
                    at.setdefault(sheet, []).append((row, column))
            for sheet, cells in sorted(at.items()):
                rows, columns = [row for row, _ in cells], [column for _, column in cells]
                boxes.append((table, sheet, Box(min(rows), min(columns), max(rows), max(columns))))
        found: tuple[TablePlace, str, Box] = self.pick(boxes)
        return found

    def form_rows(self) -> tuple[str, list[int]]:
        """Rows of questions right below each other, on some sheet."""
        runs: list[tuple[str, list[int]]] = []
        rows = sorted({(sheet, row) for (sheet, row, _), path in self.marked().items() if len(path) == 1})
        for sheet, row in rows:
            if runs and runs[-1][0] == sheet and runs[-1][1][-1] == row - 1:
                runs[-1][1].append(row)
            else:
                runs.append((sheet, [row]))
        found: tuple[str, list[int]] = self.pick([run for run in runs if len(run[1]) > 1])
        return found

    # -- writing -----------------------------------------------------------------------------------------------------
    def content(self, place: Place) -> Content:
        return self.book.content(place[0], place[1:])

    def put(self, place: Place, content: Content) -> None:
        """New content; the cell stays the input that it is."""
        self.book.sheets[place[0]].cells[place[1:]] = replace(content, kept=self.content(place).kept)


def ref(sheet: str, box: Box) -> str:
    return f"{sheet}!{address(box.top, box.left)}:{address(box.bottom, box.right)}"


# -- edits that leave no doubt -----------------------------------------------------------------------------------------
def rows_inserted(hands: Hands) -> None:
    sheet = hands.sheet()
    hands.book.insert_rows(
        sheet, hands.draw(st.integers(1, hands.book.last_row(sheet) + 1)), hands.draw(st.integers(1, 3))
    )


def columns_inserted(hands: Hands) -> None:
    sheet = hands.sheet()
    column = hands.draw(st.integers(0, hands.book.last_column(sheet)))
    hands.book.insert_columns(sheet, address(0, column)[:-1], hands.draw(st.integers(1, 2)))


def input_row_deleted(hands: Hands) -> None:
    (sheet, row, _), path = hands.input()
    gone = [p for (s, r, _), p in hands.marked(sheet).items() if r == row]
    table = hands.layout.tables.get(path[0])
    if table is not None and isinstance(table.table.rows, FreeRows):
        hands.let_go.update(gone)
    hands.book.delete_rows(sheet, row + 1)


def sheet_renamed(hands: Hands) -> None:
    hands.book.rename_sheet(hands.sheet(), f"Blad {len(hands.book.sheets)} {hands.draw(st.integers(1, 10**6))}")


def sheet_moved(hands: Hands) -> None:
    hands.book.move_sheet(hands.sheet(), hands.draw(st.integers(0, len(hands.book.sheets))))


def sheet_copied(hands: Hands) -> None:
    sheet = hands.sheet()
    hands.book.copy_sheet(sheet, f"Kopie {len(hands.book.sheets)} {hands.draw(st.integers(1, 10**6))}")


def sheet_copied_and_original_deleted(hands: Hands) -> None:
    sheet = hands.sheet()
    hands.book.copy_sheet(sheet, f"Kopie {len(hands.book.sheets)} {hands.draw(st.integers(1, 10**6))}")
    hands.book.delete_sheet(sheet)


def sheet_deleted(hands: Hands) -> None:
    hands.book.delete_sheet(hands.sheet())


def input_retyped(hands: Hands) -> None:
    place, path = hands.input()
    spec, example = hands.specs[path], hands.example
    value: Value = hands.draw(answer(example.template, example.context, spec))
    entry = (
        None
        if value is None
        else field_type(spec).entry(value, spec, meaning_of(example.template, example.context, spec))
    )
    hands.put(place, replace(Content(entry), percent=True if spec.type == "percent" else None))


def input_cut_to_another(hands: Hands) -> None:
    """Cut and pasted; both cells stay the inputs that they are, though the name may go along."""
    one, mark = hands.input()
    other, landing = hands.pick(sorted((p, m) for p, m in hands.marked(one[0]).items() if p != one))
    hands.book.cut(f"{one[0]}!{address(*one[1:])}", f"{other[0]}!{address(*other[1:])}")
    hands.book.sheets[other[0]].cells[other[1:]] = replace(hands.content(other), kept=landing)
    hands.book.sheets[one[0]].cells[one[1:]] = replace(BLANK, kept=mark)


def input_copied_over_another(hands: Hands) -> None:
    one, _ = hands.input()
    other, _ = hands.pick(sorted((p, m) for p, m in hands.marked(one[0]).items() if p != one))
    hands.put(other, hands.content(one))


def row_inserted_in_a_free_table_and_filled(hands: Hands) -> None:
    table, sheet, box = hands.table(free=True)
    row = hands.draw(st.integers(box.top, box.bottom))
    model = {c: path for (s, r, c), path in hands.marked(sheet).items() if r == row and path[0] == table.table.id}
    assume(model)
    hands.book.insert_rows(sheet, row + 1)
    hands.new_rows += 1
    for column, (table_id, _, spec_id) in model.items():
        path = (table_id, f"{table_id}.new{hands.new_rows}", spec_id)
        hands.specs[path] = table.table.spec(table.table.column(spec_id), ())
        spec, example = hands.specs[path], hands.example
        value = hands.draw(answer(example.template, example.context, spec))
        entry = (
            None
            if value is None
            else field_type(spec).entry(value, spec, meaning_of(example.template, example.context, spec))
        )
        hands.book.sheets[sheet].cells[row, column] = Content(entry, percent=spec.type == "percent" or None, kept=path)


def table_sorted_with_its_ids(hands: Hands) -> None:
    table, sheet, box = hands.table()
    ids = {row.key.id for row in table.rows}
    column = next((c for c in range(box.left) if any(
        hands.book.content(sheet, (r, c)).value in ids for r in range(box.top, box.bottom + 1))), None)  # fmt: skip
    assume(column is not None)
    by = hands.draw(st.integers(0, box.right - column))
    hands.book.sort(ref(sheet, Box(box.top, column, box.bottom, box.right)), by, descending=hands.draw(st.booleans()))


def form_sorted_with_its_keys(hands: Hands) -> None:
    sheet, rows = hands.form_rows()
    box = Box(rows[0], 0, rows[-1], hands.book.last_column(sheet))
    hands.book.sort(ref(sheet, box), hands.draw(st.integers(0, box.right)), descending=hands.draw(st.booleans()))


def inputs_merged(hands: Hands) -> None:
    """With the cell to the right or the one below: what stood there is gone."""
    (sheet, row, column), _ = hands.input()
    down = hands.draw(st.booleans())
    box = Box(row, column, row + down, column + (not down))
    for at in box.cells():
        content = hands.book.content(sheet, at)
        if at != (row, column) and content.kept is not None and not content.empty:
            hands.covered.add(content.kept)
    hands.book.merge(ref(sheet, box))


def names_lost(hands: Hands) -> None:
    hands.book.forget_names()


# -- edits that take a piece of evidence away --------------------------------------------------------------------------
def input_column_deleted(hands: Hands) -> None:
    (sheet, _, column), _ = hands.input()
    hands.book.delete_columns(sheet, address(0, column)[:-1])


def key_column_cleared(hands: Hands) -> None:
    sheet = hands.sheet()
    for at in [
        at for at, c in hands.book.sheets[sheet].cells.items() if str(c.value).startswith(("ap:f:", "ap:t:", "ap:e:"))
    ]:
        del hands.book.sheets[sheet].cells[at]


def key_column_deleted(hands: Hands) -> None:
    hands.book.delete_columns(hands.sheet(), "A")


def hidden_rows_deleted(hands: Hands) -> None:
    hands.book.delete_rows(hands.sheet(), 1, 2)


def column_keys_cleared(hands: Hands) -> None:
    sheet = hands.sheet()
    for at in [at for at, c in hands.book.sheets[sheet].cells.items() if str(c.value).startswith("ap:c:")]:
        del hands.book.sheets[sheet].cells[at]


def labels_overwritten(hands: Hands) -> None:
    sheet = hands.sheet()
    cells = hands.book.sheets[sheet].cells
    rows = {row for (_, row, _), path in hands.marked(sheet).items() if len(path) == 1}
    for n, at in enumerate(sorted(at for at, c in cells.items() if at[0] in rows and c.kept is None)):
        if isinstance(cells[at].value, str) and not cells[at].value.startswith("ap:"):
            cells[at] = Content(f"Eigen woorden {n}")


def headers_renamed(hands: Hands) -> None:
    _, sheet, box = hands.table()
    for column in range(box.left, box.right + 1):
        cell = hands.book.content(sheet, (box.top - 1, column))
        if isinstance(cell.value, str) and cell.kept is None and not cell.value.startswith("ap:"):
            hands.book.sheets[sheet].cells[box.top - 1, column] = Content(f"Eigen kop {column}")


def form_sorted_without_its_keys(hands: Hands) -> None:
    sheet, rows = hands.form_rows()
    left = min(c for (s, r, c), path in hands.marked(sheet).items() if r in rows and len(path) == 1)
    label = next((c for c in range(left - 1, -1, -1) if not hands.book.content(sheet, (rows[0], c)).empty), None)
    assume(label is not None and not str(hands.book.content(sheet, (rows[0], label)).value).startswith("ap:"))
    box = Box(rows[0], label, rows[-1], hands.book.last_column(sheet))
    hands.book.sort(ref(sheet, box), 0, descending=hands.draw(st.booleans()))


def columns_swapped_without_their_keys(hands: Hands) -> None:
    """Headers and data of two columns of a table change places; the hidden keys above them stay."""
    table, sheet, box = hands.table()
    columns = sorted({c for (s, _, c), path in hands.marked(sheet).items() if path[0] == table.table.id})
    assume(len(columns) > 1)
    one, other = hands.draw(st.permutations(columns))[:2]
    cells = hands.book.sheets[sheet].cells
    for row in range(box.top - 1, box.bottom + 1):
        first, second = cells.pop((row, one), BLANK), cells.pop((row, other), BLANK)
        cells[row, one], cells[row, other] = second, first


PLAIN = [
    rows_inserted, columns_inserted, input_row_deleted, sheet_renamed, sheet_moved, sheet_copied,
    sheet_copied_and_original_deleted, sheet_deleted, input_retyped, input_cut_to_another, input_copied_over_another,
    row_inserted_in_a_free_table_and_filled, table_sorted_with_its_ids, form_sorted_with_its_keys, inputs_merged,
    names_lost, ]  # fmt: skip
BLOWS = [
    input_column_deleted, key_column_cleared, key_column_deleted, hidden_rows_deleted, column_keys_cleared,
    labels_overwritten, headers_renamed, form_sorted_without_its_keys, columns_swapped_without_their_keys,
]  # fmt: skip


# -- the test ----------------------------------------------------------------------------------------------------------
def at_work(example: Example, draw: Callable[[st.SearchStrategy[Any]], Any]) -> Hands:
    """The workbook of an example, with every input marked."""
    context = example.context
    identity = Identity(
        "A-1", context.year, "made", "1.0", context.language, context.tier, "EUR", example.answers.fingerprint()
    )
    book = PaperBook.of_grid(open_grid(plan_bytes(example.template, context, example.answers, identity)))
    hands = Hands(example, book, lay_out(example.template, context), draw)
    for place in hands.layout.fields.values():
        if place.spec.is_input:
            mark(hands, (place.sheet, place.row, place.input), (place.spec.id,), place.spec)
    for table in hands.layout.tables.values():
        for slot in table.slots:
            if slot.spec.is_input:
                path = (table.table.id, slot.row.id, slot.spec.id)
                mark(hands, (table.sheet, slot.at_row, slot.at_column), path, slot.spec)
    return hands


def mark(hands: Hands, place: Place, path: AnswerPath, spec: FieldSpec) -> None:
    hands.specs[path] = spec
    hands.book.sheets[place[0]].cells[place[1:]] = replace(hands.content(place), kept=path)


LOST = object()
"""The value of an answer that nobody can know: only a finding will do."""


def meant(hands: Hands, own: Set[str | None]) -> dict[AnswerPath, Any]:
    """Every answer as the person means it: what stands in the cells with its mark.

    A copy without a mark of ours left is one of the person's `own` sheets, which the reading names: it counts only
    where nothing else has the answer.
    """
    grid, example = hands.book.grid(), hands.example
    values: dict[AnswerPath, list[Value]] = {}
    marked = hands.marked()
    at_home = {path for place, path in marked.items() if place[0] not in own}
    for place, path in marked.items():
        if place[0] in own and path in at_home:
            continue
        spec = hands.specs[path]
        parsed = read_cell(grid.cell(*place), spec, meaning_of(example.template, example.context, spec))
        values.setdefault(path, []).append(parsed.value)
    before = original_values(example)
    wanted: dict[AnswerPath, Any] = {}
    for path in {**before, **values}:
        found = values.get(path)
        if found is None:
            wanted[path] = None if path in hands.let_go else before[path]
        else:
            wanted[path] = found[0] if all(value == found[0] for value in found) else LOST
    for path in hands.covered & hidden_by_merges(hands):
        wanted[path] = wanted[path] if wanted.get(path) is not None else LOST
    return {path: value for path, value in wanted.items() if value is not None}


def hidden_by_merges(hands: Hands) -> set[AnswerPath]:
    """The answers whose cells are part of merged cells, and not the first of them."""
    return {
        path
        for (sheet, row, column), path in hands.marked().items()
        for box in hands.book.sheets[sheet].merged
        if box.holds((row, column)) and (row, column) != (box.top, box.left)
    }


def original_values(example: Example) -> dict[AnswerPath, Value]:
    values: dict[AnswerPath, Value] = {(key,): value for key, value in example.answers.fields.items()}
    for table_id, rows in example.answers.tables.items():
        values |= {(table_id, row, key): value for row, cells in rows.items() for key, value in cells.items()}
    return values


def home_sheets(hands: Hands) -> dict[AnswerPath, str | None]:
    sheets: dict[AnswerPath, str | None] = {(key,): place.sheet for key, place in hands.layout.fields.items()}
    for table in hands.layout.tables.values():
        sheets |= {(table.table.id, slot.row.id, slot.spec.id): table.sheet for slot in table.slots}
    return sheets


def columns_of(hands: Hands) -> dict[str, str]:
    """The column of every field of a table."""
    return {slot.spec.id: slot.column.id for table in hands.layout.tables.values() for slot in table.slots}


def cells_of(hands: Hands) -> dict[AnswerPath, set[tuple[str, str]]]:
    """Where each answer stands now, as findings say it."""
    cells: dict[AnswerPath, set[tuple[str, str]]] = {}
    for (sheet, row, column), path in hands.marked().items():
        cells.setdefault(path, set()).add((sheet, address(row, column)))
    return cells


def silent(hands: Hands, reading: Reading) -> list[str]:
    """The answers that are wrong or lost, and that no finding names."""
    own = {finding.sheet for finding in reading.findings if finding.code == "own-sheet"}
    return judge(meant(hands, own), reading, home_sheets(hands), cells_of(hands), columns_of(hands)).silent


@given(examples(), st.data())
@settings(max_examples=count(150, 2_000))
def test_no_sequence_of_edits_loses_or_changes_an_answer_silently(example: Example, data: st.DataObject) -> None:
    hands = at_work(example, data.draw)
    blow = data.draw(st.sampled_from([None, *BLOWS]))
    others = [step for step in PLAIN if not (step is names_lost and blow is hidden_rows_deleted)]
    steps = data.draw(st.lists(st.sampled_from(others), min_size=0 if blow else 1, max_size=5))
    if blow is not None:
        steps.insert(data.draw(st.integers(0, len(steps))), blow)
    note(", ".join(step.__name__ for step in steps))
    for step in steps:
        try:
            step(hands)
        except Refused:
            assume(False)
    reading = read_grid(hands.book.grid(), Reading("plan.xlsx"), lambda name: example.template)
    for finding in reading.findings:
        note(f"{finding.code} {finding.field} {finding.sheet} {finding.cell}")
    assert silent(hands, reading) == []


@pytest.mark.parametrize("step", [*PLAIN, *BLOWS], ids=lambda step: step.__name__)
@given(examples(), st.data())
@settings(max_examples=count(5, 200))
def test_every_edit_alone(step: Callable[[Hands], None], example: Example, data: st.DataObject) -> None:
    hands = at_work(example, data.draw)
    try:
        step(hands)
    except Refused:
        assume(False)
    reading = read_grid(hands.book.grid(), Reading("plan.xlsx"), lambda name: example.template)
    note(repr(reading.findings))
    assert silent(hands, reading) == []
