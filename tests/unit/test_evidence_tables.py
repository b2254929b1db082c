"""Tables that lost a part of what tells where they are: keys, marks, headers, ids, names, their end."""

from __future__ import annotations

import pytest
from openpyxl.cell import Cell as SheetCell

from accountplan.workbook.reading import Reading
from tests.helpers import found
from tests.unit.test_evidence import head_of, swap_columns
from tests.unit.test_locate import Edited, before, insert_rows
from tests.unit.test_locate import column as step_column

# -- a table that lost one thing or another --------------------------------------------------------------------------
SCORES = {"check.need": 2, "check.money": 3, "check.say": 4, "check.timing": 5}
KEYS = ("ap:c:check", "ap:t:check", "ap:e:check")


class Scored(Edited):
    """A plan with a score for each of the four criteria, in which no name or Excel table tells where they are."""

    def __init__(self, names: bool = False) -> None:
        super().__init__()
        self.worksheet = self.book[before().tables["check"][0].sheet]
        for row in before().tables["check"]:
            self.worksheet[row.cells["check.score"].cell or ""].value = SCORES[row.id]
        for merged in list(self.worksheet.merged_cells.ranges):
            self.worksheet.unmerge_cells(str(merged))
        if not names:
            self.forget_names()
            self.forget_excel_tables()

    def forget_excel_tables(self) -> None:
        for name in list(self.worksheet.tables):
            del self.worksheet.tables[name]

    def overwrite(self, text: str, other: str) -> None:
        self.here(text).value = other

    def here(self, text: str) -> SheetCell:
        """The cell of the sheet that holds the text."""
        return next(cell for cell in self.cells() if cell.parent is self.worksheet and cell.value == text)


def scores(reading: Reading) -> dict[str, object]:
    return {row.id: row.cells["check.score"].value for row in reading.tables["check"] if "check.score" in row.cells}


def codes(reading: Reading, field: str = "check") -> set[str]:
    return {code for code, name in found(reading) if name is not None and name.startswith(field)}


def test_the_table_of_these_tests_is_right_and_says_nothing() -> None:
    assert scores(Scored().read()) == SCORES
    assert codes(Scored().read()) == set()


def test_without_the_key_of_its_ids_a_table_is_known_by_the_keys_of_its_columns() -> None:
    edited = Scored()
    edited.forget("ap:c:check")
    assert scores(edited.read()) == SCORES
    assert codes(edited.read()) == {"relocated"}


def test_keys_of_columns_that_were_copied_elsewhere_are_no_second_table() -> None:
    edited = Scored()
    edited.forget("ap:c:check")
    above, below = edited.here("Kennismaken").row, edited.worksheet.max_row + 2
    for row in (above, below):
        edited.worksheet.cell(row, edited.here("ap:c:check.score").column).value = "ap:c:check.score"
    assert scores(edited.read()) == SCORES


@pytest.mark.parametrize("gone", [(), ("ap:t:check",), ("ap:c:check",), ("ap:t:check", "ap:c:check")])
def test_headers_may_be_overwritten_where_there_are_keys_of_columns(gone: tuple[str, ...]) -> None:
    edited = Scored()
    edited.overwrite("Waarom", "A")
    edited.overwrite("Score *", "B")
    for key in gone:
        edited.forget(key)
    assert scores(edited.read()) == SCORES


def test_a_row_of_headers_may_be_gone_where_there_are_keys() -> None:
    edited = Scored()
    edited.worksheet.delete_rows(edited.here("Score *").row)
    assert scores(edited.read()) == SCORES
    assert codes(edited.read()) == set()


def test_rows_between_the_keys_and_the_headers_of_a_table_are_no_matter() -> None:
    edited = Scored()
    edited.forget("ap:t:check")
    edited.worksheet.insert_rows(edited.here("Score *").row, 3)
    assert scores(edited.read()) == SCORES
    assert codes(edited.read()) == set()


def test_a_row_of_keys_that_was_copied_below_everything_is_an_empty_table() -> None:
    edited = Scored()
    below = edited.worksheet.max_row + 1
    for cell in edited.worksheet[edited.here("ap:c:check").row]:
        edited.worksheet.cell(below, cell.column).value = cell.value
    reading = edited.read()
    assert scores(reading) == SCORES
    assert codes(reading) == set()


def test_of_a_copied_sheet_the_original_is_shown_first_also_where_its_table_stands_lower() -> None:
    edited = Scored()
    copy = edited.book.copy_worksheet(edited.worksheet)
    copy[edited.here("check.need").coordinate].offset(column=2).value = 1
    edited.worksheet.insert_rows(edited.here("ap:c:check").row, 3)
    reading = edited.read()
    assert reading.tables["check"][0].cells["check.score"].raw == "2 | 1"


@pytest.mark.parametrize("ends", [True, False], ids=["with its ends", "without its ends"])
def test_of_a_table_that_was_copied_on_its_own_sheet_only_what_differs_is_in_dispute(ends: bool) -> None:
    edited = Scored()
    first, last = edited.here("ap:c:check").row, edited.here("ap:e:check").row
    down = edited.worksheet.max_row + 3 - first
    for cells in list(edited.worksheet.iter_rows(first, last)):
        for cell in cells:
            edited.worksheet.cell(cell.row + down, cell.column).value = cell.value
    edited.worksheet.cell(edited.here("check.money").row + down, edited.here("Score *").column).value = 1
    if not ends:
        edited.clear("ap:e:check")
    reading = edited.read()
    assert scores(reading) == SCORES | {"check.money": None}
    assert found(reading) == [("field-duplicated", "check.money.check.score")]


def test_without_the_keys_of_its_columns_a_table_is_known_by_its_mark_and_reported() -> None:
    edited = Scored()
    edited.clear("ap:c:check")
    assert scores(edited.read()) == SCORES
    assert codes(edited.read()) == {"relocated"}


@pytest.mark.parametrize("name", [True, False], ids=["by the name of its block", "by its Excel table"])
@pytest.mark.parametrize("headers", [True, False], ids=["with its headers", "without its headers"])
def test_without_any_key_a_table_is_still_known_and_reported(headers: bool, name: bool) -> None:
    edited = Scored(names=True)
    edited.clear(*KEYS)
    if not headers:
        edited.overwrite("Waarom", "A")
        edited.overwrite("Score *", "B")
    if name:
        edited.forget_excel_tables()
    else:
        edited.forget_names()
    assert scores(edited.read()) == SCORES
    assert codes(edited.read()) == {"relocated"}


def test_a_name_of_a_table_that_points_to_a_sheet_that_is_gone_tells_nothing() -> None:
    edited = Scored(names=True)
    edited.clear(*KEYS)
    edited.worksheet.title = "Blad1"
    assert scores(edited.read()) == SCORES


@pytest.mark.parametrize("left", [0, 1], ids=["where it was", "moved to the right"])
def test_without_keys_and_headers_columns_are_known_by_their_distance_from_the_ids(left: int) -> None:
    edited = Scored()
    edited.clear("ap:c:check")
    edited.overwrite("Waarom", "A")
    edited.overwrite("Score *", "B")
    if left:
        edited.insert_columns(edited.worksheet, edited.here("Criterium").column)
    assert scores(edited.read()) == SCORES


def test_without_keys_headers_and_ids_columns_are_known_by_where_they_were_laid_out() -> None:
    edited = Scored(names=True)
    edited.clear(*KEYS, "check.")
    edited.overwrite("Waarom", "A")
    edited.overwrite("Score *", "B")
    assert scores(edited.read()) == SCORES


def test_by_its_headers_alone_a_table_is_known_and_reported() -> None:
    edited = Scored()
    edited.clear(*KEYS)
    assert scores(edited.read()) == SCORES
    assert codes(edited.read()) == {"relocated"}


def test_by_half_of_its_headers_a_table_is_not_known() -> None:
    edited = Scored()
    edited.clear(*KEYS)
    edited.overwrite("Waarom", "A")
    assert "field-lost" in codes(edited.read())
    assert scores(edited.read()) == {}


@pytest.mark.parametrize(("gone", "known"), [(("Na stap",), True), (("Na stap", "Uiterlijk *"), False)])
def test_a_table_of_four_columns_is_known_by_three_headers_and_not_by_two(gone: tuple[str, ...], known: bool) -> None:
    edited = Edited()
    head_of(edited)
    edited.clear("ap:c:step", "ap:t:steps", "ap:e:steps")
    edited.forget_names()
    for header in gone:
        edited.holding(header).value = "Anders"
    reading = edited.read()
    assert [row.cells[step_column()].value for row in reading.tables["steps"] if row.filled] == (
        ["Stap 1", "Stap 2"] if known else []
    )
    assert ("field-lost", "steps") in found(reading) or known


def read_with_header(header: str, text: str) -> Reading:
    """The plan without the key of the column of steps, with another text as one of the headers."""
    edited = Edited()
    head_of(edited)
    edited.holding(f"ap:c:{step_column()}").value = None
    edited.holding(header).value = text
    return edited.read()


def test_a_header_in_the_other_language_tells_which_column_it_is() -> None:
    reading = read_with_header("Stap *", "Step")
    assert reading.tables["steps"][0].cells[step_column()].value == "Stap 1"


def test_headers_that_two_columns_share_do_not_tell_which_is_which() -> None:
    reading = read_with_header("Na stap", "Stap *")
    assert ("field-lost", f"steps.{step_column()}") in found(reading)
    assert ("relocated", "steps") not in found(reading)


def test_a_column_without_key_and_header_is_not_known_by_its_position_where_others_changed_places() -> None:
    edited = Edited()
    sheet, keys, end = head_of(edited)
    at = edited.holding(f"ap:c:{step_column()}").column
    edited.clear("ap:c:step")
    edited.holding("Uiterlijk *").value = "Anders"
    swap_columns(sheet, range(keys + 1, end), at, at + 1)
    reading = edited.read()
    assert ("field-lost", "steps.step.due") in found(reading)
    assert reading.tables["steps"][0].cells[step_column()].value == "Stap 1"


# -- fixed rows that lost one thing or another -----------------------------------------------------------------------
def test_fixed_rows_without_their_ids_are_known_by_their_names_and_reported() -> None:
    edited = Scored()
    edited.clear("check.")
    reading = edited.read()
    assert scores(reading) == SCORES
    assert {("relocated", row) for row in SCORES} <= set(found(reading))


def test_fixed_rows_without_ids_are_known_by_their_names_though_a_column_was_put_in_between() -> None:
    edited = Scored()
    edited.insert_columns(edited.worksheet, edited.here("check.need").column)
    edited.clear("check.")
    assert scores(edited.read()) == SCORES


def test_fixed_rows_without_ids_and_names_are_known_by_their_position_and_reported() -> None:
    edited = Scored()
    edited.clear("check.", "Behoefte", "Budget", "Beslissingsmacht", "Moment")
    reading = edited.read()
    assert scores(reading) == SCORES
    assert {("relocated", row) for row in SCORES} <= set(found(reading))


def test_fixed_rows_without_ids_and_names_are_not_known_once_one_was_deleted() -> None:
    edited = Scored()
    edited.worksheet.delete_rows(edited.here("check.money").row)
    edited.clear("check.", "Behoefte", "Budget", "Beslissingsmacht", "Moment")
    reading = edited.read()
    assert {("field-lost", row) for row in SCORES} <= set(found(reading))
    assert not SCORES.keys() & scores(reading).keys()
    assert [code for code, _ in found(reading)].count("structure-changed") == 3, "each filled row is pointed out"


def test_a_name_beside_the_id_of_another_row_does_not_tell_which_row_it_is() -> None:
    edited = Scored()
    edited.worksheet.delete_rows(edited.here("check.need").row)
    edited.overwrite("Budget", "Behoefte")
    reading = edited.read()
    assert scores(reading) == {row: score for row, score in SCORES.items() if row != "check.need"}
    assert {("field-lost", "check.need"), ("relocated", "check.money")} <= set(found(reading))


def test_a_row_without_an_id_whose_name_stands_twice_is_in_dispute() -> None:
    edited = Scored()
    edited.forget("check.need")
    edited.forget("check.timing")
    edited.overwrite("Moment", "Behoefte")
    reading = edited.read()
    assert {("field-duplicated", "check.need.check.score"), ("field-lost", "check.timing")} <= set(found(reading))
    assert reading.tables["check"][0].cells["check.score"].raw == "2 | 5"
    assert scores(reading) == {"check.need": None, "check.money": 3, "check.say": 4}


def test_a_fixed_row_whose_id_stands_twice_is_in_dispute() -> None:
    edited = Scored()
    edited.overwrite("check.timing", "check.need")
    edited.overwrite("Moment", "Behoefte")
    reading = edited.read()
    assert ("field-duplicated", "check.need.check.score") in found(reading)
    assert scores(reading) == {"check.need": None, "check.money": 3, "check.say": 4}


# -- rows that mirror those of another table -------------------------------------------------------------------------
class Progressed(Edited):
    """A plan of which two steps have come further; some programs keep the names of those rows as texts."""

    def __init__(self, first: str | None, second: str | None) -> None:
        super().__init__()
        self.forget_names()
        for row, name, state in (("progress.steps.1", first, "loopt"), ("progress.steps.2", second, "klaar")):
            ids = self.holding(row)
            self.state(row).value = state
            ids.offset(column=-1).value = name

    def state(self, row: str) -> SheetCell:
        return self.holding(row).offset(column=1)


def states(reading: Reading) -> dict[str, object]:
    return {row.id: row.cells["progress.state"].value for row in reading.tables["progress"] if row.filled}


@pytest.mark.parametrize("first", ["P-01 Stap 1", "P-01"])
def test_mirroring_rows_without_their_ids_are_known_by_their_names(first: str) -> None:
    edited = Progressed("P-02 Stap 2", first)
    edited.clear("progress.steps.")
    reading = edited.read()
    assert states(reading) == {"progress.steps.1.first": "finished", "progress.steps.2.first": "running"}
    assert {("relocated", "progress.steps.1"), ("relocated", "progress.steps.2")} <= set(found(reading))


def test_a_name_that_only_begins_like_that_of_a_mirroring_row_is_not_its_name() -> None:
    edited = Progressed("P-02 Stap 2", "P-011")
    edited.clear("progress.steps.")
    assert "progress.steps.1.first" not in states(edited.read())


def test_mirroring_rows_without_ids_and_names_are_known_by_their_position() -> None:
    edited = Progressed(None, None)
    edited.clear("progress.steps.")
    assert states(edited.read()) == {"progress.steps.1.first": "running", "progress.steps.2.first": "finished"}


def test_a_mirroring_row_with_its_id_and_the_name_of_another_is_in_dispute() -> None:
    edited = Progressed("P-02 Stap 2", "P-01 Stap 1")
    reading = edited.read()
    assert states(reading) == {"progress.steps.1.first": None, "progress.steps.2.first": None}
    assert ("field-duplicated", "progress.steps.1.first.progress.state") in found(reading)


def test_the_last_row_of_a_sheet_is_a_row_of_the_table_that_ends_there() -> None:
    edited = Progressed(None, None)
    edited.state("progress.steps.8").value = "wacht"
    end = edited.holding("ap:e:progress")
    insert_rows(edited.book, edited.book[before().tables["progress"][0].sheet], end.row, names=False)
    edited.book[before().tables["progress"][0].sheet].delete_rows(end.row, 4)
    edited.clear("ap:e:progress")
    assert states(edited.read())["progress.steps.8.first"] == "waiting"


def test_an_id_in_another_column_does_not_make_a_table_longer() -> None:
    edited = Progressed(None, None)
    state = edited.state("progress.steps.8")
    edited.clear("ap:e:progress")
    state.offset(row=2).value = "Los"
    state.offset(row=2, column=9).value = "progress.steps.1"
    assert {f.code for f in edited.read().findings} == {"stray-text"}


# -- where a table ends ----------------------------------------------------------------------------------------------
def test_a_question_right_below_a_shortened_table_without_its_end_is_no_row_of_it() -> None:
    edited = Scored()
    edited.forget("ap:e:check")
    edited.worksheet.delete_rows(edited.here("check.say").row, 2)
    reading = edited.read()
    assert [row.id for row in reading.tables["check"]] == ["check.need", "check.money"]
    assert "structure-changed" not in {code for code, _ in found(reading)}


def filled_steps(reading: Reading) -> list[object]:
    return [row.cells[step_column()].value for row in reading.tables["steps"] if row.filled]


@pytest.mark.parametrize("end", [True, False], ids=["with its end", "without its end"])
@pytest.mark.parametrize("down", [0, 1], ids=["in the row of the end", "right below"])
def test_a_row_typed_at_the_end_of_a_table_is_a_row_of_it(down: int, end: bool) -> None:
    edited = Edited()
    sheet, _, last = head_of(edited)
    edited.forget_names()
    insert_rows(edited.book, sheet, last + 1, names=False)
    sheet.cell(last + down, edited.holding(f"ap:c:{step_column()}").column).value = "Nog een"
    if not end:
        edited.forget("ap:e:steps")
    right = end or down == 0
    assert filled_steps(edited.read()) == ["Stap 1", "Stap 2", *(["Nog een"] if right else [])]
    assert [f.code for f in edited.read().findings] == ([] if right else ["stray-text"])


def test_what_stands_below_a_gap_under_a_table_is_no_row_of_it() -> None:
    edited = Edited()
    sheet, _, last = head_of(edited)
    edited.forget_names()
    insert_rows(edited.book, sheet, last + 1, names=False)
    sheet.cell(last + 2, edited.holding(f"ap:c:{step_column()}").column).value = "Los"
    assert filled_steps(edited.read()) == ["Stap 1", "Stap 2"]
    assert [f.code for f in edited.read().findings] == ["stray-text"]


def test_a_row_typed_between_a_table_without_its_end_and_the_next_question_is_a_row_of_it() -> None:
    edited = Edited()
    sheet, _, last = head_of(edited)
    edited.forget_names()
    edited.forget("ap:e:steps")
    sheet.cell(last, edited.holding(f"ap:c:{step_column()}").column).value = "Nog een"
    assert sheet.cell(last + 1, 1).value == "ap:f:step.total", "the question stands right below"
    assert filled_steps(edited.read()) == ["Stap 1", "Stap 2", "Nog een"]


class Stretched(Edited):
    """A plan with four free rows between a table without its end and the next question; in the second and the fourth
    of them something was typed."""

    def __init__(self) -> None:
        super().__init__()
        self.steps = self.book[before().tables["steps"][0].sheet]
        self.last = self.holding("ap:e:steps").row
        for merged in list(self.steps.merged_cells.ranges):
            self.steps.unmerge_cells(str(merged))
        self.steps.insert_rows(self.last + 1, 4)
        for down, text in ((2, "Onderaan"), (4, "Los")):
            self.steps.cell(self.last + down, self.holding(f"ap:c:{step_column()}").column).value = text
        self.clear("ap:e:steps")

    def end_name(self, row: int) -> None:
        block = self.book.defined_names["apt_steps"]
        block.attr_text = (block.attr_text or "").replace(f"${self.last}", f"${row}")
        del self.steps.tables["tbl_steps"]

    def end_excel_table(self, row: int) -> None:
        self.forget_names()
        table = self.steps.tables["tbl_steps"]
        table.ref = table.ref.replace(str(self.last - 1), str(row))
        table.autoFilter = None


def test_without_its_end_a_table_reaches_as_far_as_the_name_of_its_block() -> None:
    edited = Stretched()
    edited.end_name(edited.last + 3)
    assert filled_steps(edited.read()) == ["Stap 1", "Stap 2", "Onderaan"]


def test_without_its_end_a_table_reaches_as_far_as_its_excel_table() -> None:
    edited = Stretched()
    edited.end_excel_table(edited.last + 2)
    assert filled_steps(edited.read()) == ["Stap 1", "Stap 2", "Onderaan"]


def test_a_name_that_reaches_into_a_question_does_not_tell_where_a_table_ends() -> None:
    edited = Stretched()
    edited.end_name(edited.last + 7)
    assert filled_steps(edited.read()) == ["Stap 1", "Stap 2"]
    assert [f.code for f in edited.read().findings].count("stray-text") == 2


def test_a_name_that_was_left_behind_above_a_table_does_not_tell_where_it_ends() -> None:
    edited = Scored(names=True)
    edited.forget_excel_tables()
    edited.forget("ap:e:check")
    edited.clear("check.")
    edited.worksheet.insert_rows(edited.here("ap:c:check").row, 10)
    assert scores(edited.read()) == SCORES
