"""What people do to a plan workbook: one small function each, whose docstring says what the person does.

An edit works on a `Desk` (desk.py): the full account plan with every answer filled in. Where the person means to
change an answer the edit says so (`desk.type`, `desk.mean`); all other answers must be right or named by a finding
afterwards.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

from accountplan.layout.places import letters
from accountplan.workbook.package import column_number
from tests.roundtrip.matrix.desk import Desk, other_plan


@dataclass(frozen=True)
class Edit:
    """`what` the person does; `gives`: codes of findings that must be among those that the reader reports."""

    name: str
    what: str
    do: Callable[[Desk], None]
    group: str
    gives: frozenset[str]


EDITS: list[Edit] = []


def edit(group: str, *gives: str) -> Callable[[Callable[[Desk], None]], Callable[[Desk], None]]:
    """Put a function on the list of edits."""

    def listed(do: Callable[[Desk], None]) -> Callable[[Desk], None]:
        what = " ".join((do.__doc__ or "").split())
        EDITS.append(Edit(do.__name__.replace("_", " "), what, do, group, frozenset(gives)))
        return do

    return listed


def columns_between(left: str, right: str) -> int:
    """C, E → 2."""
    return column_number(right) - column_number(left)


def next_to(column: str) -> str:
    """The column right of it: C → D."""
    return letters(column_number(column) + 1)


FORM = "1.1"
ADDRESS = (
    "cust.address_street", "cust.address_postcode", "cust.address_city", "cust.address_country", "cust.coc_no",
    "cust.website",
)  # fmt: skip
"""Questions that stand in six rows below each other."""


# -- nothing at all ----------------------------------------------------------------------------------------------------
@edit("nothing")
def nothing(desk: Desk) -> None:
    """Opens the plan and saves it."""


# -- rows --------------------------------------------------------------------------------------------------------------
@edit("rows and columns")
def rows_inserted_above_the_form(desk: Desk) -> None:
    """Inserts two rows between the title and the first question."""
    desk.unprotect(sheet := desk.sheet(FORM))
    desk.book.insert_rows(sheet, 7, 2)


@edit("rows and columns")
def rows_inserted_above_everything(desk: Desk) -> None:
    """Inserts three rows at the very top of every sheet, for a logo."""
    desk.unprotect()
    for sheet in desk.sheets():
        desk.book.insert_rows(sheet, 1, 3)


@edit("rows and columns")
def rows_inserted_within_the_form(desk: Desk) -> None:
    """Inserts a row between two questions and writes a remark in it."""
    desk.unprotect(sheet := desk.sheet(FORM))
    row = desk.row("cust.address_city")
    desk.book.insert_rows(sheet, row, 1)
    desk.book.set(f"{sheet}!{desk.form(FORM).labels}{row}", "Let op:")


@edit("rows and columns")
def rows_inserted_in_a_table(desk: Desk) -> None:
    """Inserts two blank rows between the filled rows of a table."""
    table = desk.table("contacts")
    desk.unprotect(table.sheet)
    desk.book.insert_rows(table.sheet, table.first + 3, 2)


@edit("rows and columns")
def rows_inserted_in_a_table_and_filled(desk: Desk) -> None:
    """Inserts a row between the filled rows of a table and writes a new contact in it."""
    table = desk.table("contacts")
    desk.unprotect(table.sheet)
    desk.book.insert_rows(table.sheet, table.first + 3)
    desk.book.set(f"{table.sheet}!{table.column('contacts.name')}{table.first + 3}", "Nieuwe collega")
    desk.mean(("contacts", f"contacts.+{table.first + 3}", "contacts.name"), "Nieuwe collega")


@edit("rows and columns")
def rows_inserted_in_a_fixed_table(desk: Desk) -> None:
    """Inserts a blank row between two quarters of a table with fixed rows."""
    table = desk.table("evaluation")
    desk.unprotect(table.sheet)
    desk.book.insert_rows(table.sheet, table.first + 5)


@edit("rows and columns")
def rows_inserted_above_a_table(desk: Desk) -> None:
    """Inserts two rows above the title of a table."""
    table = desk.table("contacts")
    desk.unprotect(table.sheet)
    desk.book.insert_rows(table.sheet, table.place.title_row + 1, 2)


@edit("rows and columns")
def row_inserted_below_the_headers(desk: Desk) -> None:
    """Inserts a row right below the headers of a table, for an explanation."""
    table = desk.table("activities")
    desk.unprotect(table.sheet)
    desk.book.insert_rows(table.sheet, table.first)


@edit("rows and columns")
def row_inserted_above_the_headers(desk: Desk) -> None:
    """Inserts a row right above the headers of a table, below the hidden row with its keys."""
    table = desk.table("activities")
    desk.unprotect(table.sheet)
    desk.book.insert_rows(table.sheet, table.header)


@edit("rows and columns")
def columns_inserted_before_the_keys(desk: Desk) -> None:
    """Inserts a column at the very left of every sheet."""
    desk.unprotect()
    for sheet in desk.sheets():
        desk.book.insert_columns(sheet, "A")


@edit("rows and columns")
def column_inserted_between_label_and_input(desk: Desk) -> None:
    """Inserts a column right of the questions of every sheet."""
    desk.unprotect()
    right_of_labels = next_to(desk.form(FORM).labels)
    for sheet in desk.sheets():
        desk.book.insert_columns(sheet, right_of_labels)


@edit("rows and columns")
def column_inserted_left_of_the_input(desk: Desk) -> None:
    """Inserts two columns right left of the inputs of a form with a table on its sheet."""
    desk.unprotect(sheet := desk.sheet(FORM))
    desk.book.insert_columns(sheet, desk.form(FORM).inputs, 2)


@edit("rows and columns")
def column_inserted_within_a_table(desk: Desk) -> None:
    """Inserts a column between two columns of a table and writes a remark in it."""
    table = desk.table("contacts")
    desk.unprotect(table.sheet)
    desk.book.insert_columns(table.sheet, table.column("contacts.role"))
    desk.book.set(f"{table.sheet}!{table.column('contacts.role')}{table.first}", "let op")


@edit("rows and columns")
def column_inserted_right_of_a_table(desk: Desk) -> None:
    """Inserts a column right of the last column of a table and fills it."""
    table = desk.table("goals")
    desk.unprotect(table.sheet)
    desk.book.insert_columns(table.sheet, next_to(table.right))
    desk.book.set(f"{table.sheet}!{next_to(table.right)}{table.first}", "eigen kolom")


@edit("rows and columns")
def column_inserted_in_a_matrix(desk: Desk) -> None:
    """Inserts a column in a table whose columns repeat for every quarter."""
    table = desk.table("goal_state")
    desk.unprotect(table.sheet)
    desk.book.insert_columns(table.sheet, next_to(next_to(table.left)))


# -- sheets ------------------------------------------------------------------------------------------------------------
@edit("sheets")
def sheets_renamed(desk: Desk) -> None:
    """Gives every sheet another name."""
    for n, sheet in enumerate(desk.sheets()):
        desk.book.rename_sheet(sheet, f"Blad {n}")


@edit("sheets")
def names_of_two_sheets_swapped(desk: Desk) -> None:
    """Gives two sheets each other's name."""
    one, other = desk.sheet("1.1"), desk.sheet("1.2")
    desk.book.rename_sheet(one, "even")
    desk.book.rename_sheet(other, one)
    desk.book.rename_sheet("even", other)


@edit("sheets")
def sheets_reordered(desk: Desk) -> None:
    """Drags sheets to other places."""
    desk.book.move_sheet(desk.sheet("3"), 0)
    desk.book.move_sheet(desk.sheet("1.1"), 7)
    desk.book.move_sheet(desk.lists(), 2)


@edit("sheets")
def sheet_copied(desk: Desk) -> None:
    """Makes a copy of a sheet, to be safe, and leaves it there."""
    desk.book.copy_sheet(desk.sheet("1.1"), "Reserve")


@edit("sheets", "field-duplicated")
def sheet_copied_and_the_copy_changed(desk: Desk) -> None:
    """Makes a copy of a form and types something else in the copy."""
    desk.book.copy_sheet(desk.sheet("1.1"), "Reserve")
    cell = desk.at("cust.parent").rpartition("!")[2]
    desk.book.set(f"Reserve!{cell}", "Iets heel anders")


@edit("sheets", "field-duplicated")
def sheet_copied_and_the_original_changed(desk: Desk) -> None:
    """Makes a copy of a sheet with a table, and goes on in the original."""
    sheet = desk.table("goals").sheet
    desk.book.copy_sheet(sheet, "Reserve")
    desk.type(("goals", "goals.2", "goal.specific"), "Scherper gesteld doel")


@edit("sheets")
def sheet_copied_and_the_original_deleted(desk: Desk) -> None:
    """Makes a copy of a sheet and deletes the original."""
    for chapter in ("1.1", "2.1"):
        desk.book.copy_sheet(desk.sheet(chapter), f"Kopie {chapter}")
        desk.book.delete_sheet(desk.sheet(chapter))


@edit("sheets")
def every_sheet_copied_and_the_originals_deleted(desk: Desk) -> None:
    """Copies all sheets within the workbook and deletes the originals: their names are now those of one sheet."""
    for n, sheet in enumerate(desk.sheets()):
        desk.book.copy_sheet(sheet, f"Blad {n}")
    for sheet in desk.sheets():
        desk.book.delete_sheet(sheet)


@edit("sheets")
def every_sheet_moved_to_a_new_workbook(desk: Desk) -> None:
    """Copies all sheets, the lists too, to a new workbook and returns that."""
    new = desk.new()
    for sheet in [*desk.sheets(), desk.lists()]:
        new.take_sheet(desk.book, sheet)
    desk.book = new


@edit("sheets", "list-unknown")
def every_visible_sheet_moved_to_a_new_workbook(desk: Desk) -> None:
    """Copies all sheets but the hidden lists to a new workbook and returns that."""
    new = desk.new()
    for sheet in desk.sheets():
        new.take_sheet(desk.book, sheet)
    desk.book = new


@edit("sheets", "field-lost")
def one_sheet_sent_in_a_new_workbook(desk: Desk) -> None:
    """Copies the sheet with the goals to a new workbook and returns only that."""
    new = desk.new()
    new.take_sheet(desk.book, desk.sheet("2.1"))
    desk.book = new


@edit("sheets", "field-lost")
def sheet_deleted(desk: Desk) -> None:
    """Deletes a sheet that seems of no use."""
    desk.book.delete_sheet(desk.sheet("1.6"))


@edit("sheets", "field-lost")
def cover_deleted(desk: Desk) -> None:
    """Deletes the cover and the contents."""
    desk.book.delete_sheet(desk.sheet("cover"))
    desk.book.delete_sheet(desk.sheet("contents"))


@edit("sheets", "list-unknown")
def lists_sheet_deleted(desk: Desk) -> None:
    """Shows the hidden sheet of lists and deletes it."""
    desk.book.delete_sheet(desk.lists())


@edit("sheets")
def names_deleted(desk: Desk) -> None:
    """Cleans up the list of names."""
    desk.book.forget_names()


# -- cutting -----------------------------------------------------------------------------------------------------------
@edit("cut and paste")
def cell_cut_to_the_next_input_and_retyped(desk: Desk) -> None:
    """Typed the street in the row of the postcode: cuts it to where it belongs and types the postcode."""
    desk.book.cut(desk.at("cust.address_street"), desk.at("cust.address_postcode"))
    desk.mean(("cust.address_postcode",), desk.value("cust.address_street"))
    desk.type(("cust.address_street",), "Havenstraat 12")


@edit("cut and paste")
def cell_cut_to_the_input_above_and_retyped(desk: Desk) -> None:
    """The same, upwards."""
    desk.book.cut(desk.at("cust.address_city"), desk.at("cust.address_postcode"))
    desk.mean(("cust.address_postcode",), desk.value("cust.address_city"))
    desk.type(("cust.address_city",), "Zwolle")


@edit("cut and paste")
def cells_cut_to_the_inputs_below(desk: Desk) -> None:
    """Cuts two answers one row down, and types the first anew."""
    first, second, third = ADDRESS[:3]
    sheet, _, top = desk.at(first).rpartition("!")
    bottom = desk.at(second).rpartition("!")[2]
    desk.book.cut(f"{sheet}!{top}:{bottom}", desk.at(second))
    desk.mean((second,), desk.value(first))
    desk.mean((third,), desk.value(second))
    desk.type((first,), "Kade 1")


@edit("cut and paste")
def cell_cut_away_and_left_empty(desk: Desk) -> None:
    """Cuts an answer to the next question and leaves the first one blank."""
    desk.book.cut(desk.at("cust.address_street"), desk.at("cust.address_postcode"))
    desk.mean(("cust.address_postcode",), desk.value("cust.address_street"))
    desk.mean(("cust.address_street",), None)


@edit("cut and paste")
def cell_of_a_table_cut_down_and_retyped(desk: Desk) -> None:
    """Cuts a name in a table one row down and types another in its place."""
    one, two = (("contacts", f"contacts.{n}", "contacts.name") for n in (2, 3))
    desk.book.cut(desk.at(*one), desk.at(*two))
    desk.mean(two, desk.value(*one))
    desk.type(one, "A. Nders")


@edit("cut and paste")
def row_of_a_table_cut_down(desk: Desk) -> None:
    """Cuts the inputs of a row to the row below, and types a new row in its place."""
    table = desk.table("contacts")
    row = table.first + 1
    desk.book.cut(f"{table.sheet}!{table.left}{row}:{table.right}{row}", f"{table.sheet}!{table.left}{row + 1}")
    for _, _, column in list(desk.row_paths("contacts", "contacts.2")):
        desk.mean(("contacts", "contacts.3", column), desk.value("contacts", "contacts.2", column))
        desk.mean(("contacts", "contacts.2", column), None)
    desk.type(("contacts", "contacts.2", "contacts.name"), "A. Nders")


@edit("cut and paste")
def cell_of_a_table_cut_to_the_right(desk: Desk) -> None:
    """Cuts a job title to the column of the names, where it belongs, and types the job title."""
    name, title = (("contacts", "contacts.1", f"contacts.{c}") for c in ("name", "job_title"))
    desk.book.cut(desk.at(*title), desk.at(*name))
    desk.mean(name, desk.value(*title))
    desk.type(title, "Inkoper")


@edit("cut and paste")
def a_whole_form_row_cut_to_a_blank_row(desk: Desk) -> None:
    """Cuts a question with its input and all to a blank place at the end of the sheet."""
    sheet, row = desk.sheet("1.2"), desk.row("hist.credit_limit")
    desk.unprotect(sheet)
    desk.book.cut(f"{sheet}!A{row}:{desk.form('1.2').helps}{row}", f"{sheet}!A60")


@edit("cut and paste", "stray-text")
def an_input_cut_far_away(desk: Desk) -> None:
    """Cuts an answer to the right of the form, out of the way, and leaves it there: it is no answer any more."""
    desk.unprotect(sheet := desk.sheet("1.2"))
    desk.book.cut(desk.at("hist.credit_limit"), f"{sheet}!{desk.form('1.2').beside}{desk.row('hist.credit_limit')}")
    desk.mean(("hist.credit_limit",), None)


# -- dragging and copying ----------------------------------------------------------------------------------------------
@edit("copy and paste")
def input_filled_down_over_the_next_inputs(desk: Desk) -> None:
    """Drags an answer down over the two questions below it."""
    street, postcode, city = ADDRESS[:3]
    desk.book.copy(desk.at(street), desk.at(postcode))
    desk.book.copy(desk.at(street), desk.at(city))
    desk.mean((postcode,), desk.value(street))
    desk.mean((city,), desk.value(street))


@edit("copy and paste")
def cell_of_a_table_filled_down(desk: Desk) -> None:
    """Drags the date of a visit down over the next visits."""
    first = ("visits", "visits.1", "visit.date")
    for n in (2, 3, 4):
        path = ("visits", f"visits.{n}", "visit.date")
        desk.book.copy(desk.at(*first), desk.at(*path))
        desk.mean(path, desk.value(*first))


@edit("copy and paste", "field-lost")
def whole_row_copied_over_another_row(desk: Desk) -> None:
    """Copies a row of the form, its hidden key too, over the next row: what stood there is gone."""
    sheet, row = desk.sheet(FORM), desk.row("cust.address_street")
    desk.unprotect(sheet)
    desk.book.copy(f"{sheet}!A{row}:{desk.form(FORM).helps}{row}", f"{sheet}!A{row + 1}")


@edit("copy and paste", "structure-changed")
def whole_row_of_a_table_copied_over_another_row(desk: Desk) -> None:
    """Copies a row of a table, its hidden id too, over another one and changes a cell of it."""
    table = desk.table("contacts")
    source, target = table.first + 1, table.first + 4
    desk.unprotect(table.sheet)
    desk.book.copy(f"{table.sheet}!A{source}:{table.right}{source}", f"{table.sheet}!A{target}")
    desk.book.set(f"{table.sheet}!{table.column('contacts.name')}{target}", "De vervanger")
    for path in list(desk.row_paths("contacts", "contacts.5")):
        desk.mean(path, desk.value("contacts", "contacts.2", path[2]))
    desk.mean(("contacts", "contacts.5", "contacts.name"), "De vervanger")


@edit("copy and paste", "structure-changed")
def row_of_a_table_copied_on_a_protected_sheet(desk: Desk) -> None:
    """Copies the open cells of a row, the hidden id too, over another row (no protection prevents it)."""
    table = desk.table("activities")
    source, target = table.first, table.first + 2
    desk.book.copy(f"{table.sheet}!{table.ids}{source}:{table.right}{source}", f"{table.sheet}!{table.ids}{target}")
    for path in list(desk.row_paths("activities", "activities.3")):
        desk.mean(path, desk.value("activities", "activities.1", path[2]))


@edit("copy and paste", "field-lost")
def row_of_a_fixed_table_copied_over_another(desk: Desk) -> None:
    """Copies a row of a table with fixed rows, its hidden id too, over the row of another quarter."""
    table = desk.table("evaluation")
    desk.unprotect(table.sheet)
    source, target = table.first, table.first + 5
    desk.book.copy(f"{table.sheet}!A{source}:{table.right}{source}", f"{table.sheet}!A{target}")


@edit("copy and paste", "field-duplicated")
def table_copied_below_itself(desk: Desk) -> None:
    """Copies a whole table, hidden keys and all, to a blank place below, and changes a cell of the copy."""
    table = desk.table("changes")
    desk.unprotect(table.sheet)
    top = table.place.title_row + 1
    desk.book.copy(f"{table.sheet}!A{top}:{table.right}{table.end}", f"{table.sheet}!A60")
    row = 60 + table.first - top
    desk.book.set(f"{table.sheet}!{table.column('log.what')}{row}", "Anders in de kopie")


# -- sorting and filtering ---------------------------------------------------------------------------------------------
def _address_rows(desk: Desk, left: str) -> str:
    """The rows of the address from column `left` to the inputs: what stands right of those is merged, and not
    sorted."""
    return f"{desk.sheet(FORM)}!{left}{desk.row(ADDRESS[0])}:{desk.form(FORM).inputs}{desk.row(ADDRESS[-1])}"


@edit("sorting", "relocated")
def form_sorted_with_its_keys(desk: Desk) -> None:
    """Sorts questions by their label, whole rows."""
    desk.unprotect(desk.sheet(FORM))
    desk.book.sort(_address_rows(desk, "A"), columns_between("A", desk.form(FORM).labels))


@edit("sorting", "field-duplicated")
def form_sorted_without_its_keys(desk: Desk) -> None:
    """Sorts questions by their label, signs and all, and does not see the hidden first column."""
    desk.unprotect(desk.sheet(FORM))
    form = desk.form(FORM)
    desk.book.sort(_address_rows(desk, form.signs), columns_between(form.signs, form.labels))


@edit("sorting", "field-duplicated")
def form_sorted_descending_without_its_keys(desk: Desk) -> None:
    """Sorts questions from Z to A, and does not see the hidden first column."""
    desk.unprotect(desk.sheet(FORM))
    desk.book.sort(_address_rows(desk, desk.form(FORM).labels), 0, descending=True)


@edit("sorting", "field-duplicated")
def form_sorted_without_its_keys_and_without_names(desk: Desk) -> None:
    """Sorts questions without the hidden first column, in a workbook that has lost its names."""
    form_sorted_without_its_keys(desk)
    desk.book.forget_names()


@edit("sorting")
def table_sorted(desk: Desk) -> None:
    """Sorts a table by one of its columns, as the protected sheet allows."""
    table = desk.table("contacts")
    desk.book.sort(table.rows(), 1)


@edit("sorting")
def table_sorted_descending_by_a_number(desk: Desk) -> None:
    """Sorts the activities by budget, highest first."""
    table = desk.table("activities")
    at = columns_between(table.ids, table.column("act.budget"))
    desk.book.sort(table.rows(), at, descending=True)


@edit("sorting")
def table_sorted_with_everything_on_its_rows(desk: Desk) -> None:
    """Sorts whole sheet rows of a table, its row numbers too."""
    table = desk.table("goals")
    desk.unprotect(table.sheet)
    desk.book.sort(table.rows("A"), columns_between("A", table.left))


@edit("sorting")
def table_sorted_without_the_ids(desk: Desk) -> None:
    """Sorts the visible inputs of a table, latest date first: each number now stands beside another visit,
    in plain sight."""
    table = desk.table("visits")
    desk.book.sort(table.rows(table.left), columns_between(table.left, table.column("visit.date")), descending=True)
    ids = desk.rows_of("visits")
    latest = sorted(ids, key=lambda row_id: str(desk.value("visits", row_id, "visit.date")), reverse=True)
    for now, before in zip(ids, latest, strict=True):
        for path in list(desk.row_paths("visits", now)):
            desk.mean(path, desk.value("visits", before, path[2]))


@edit("sorting", "field-duplicated")
def fixed_table_sorted_without_its_labels(desk: Desk) -> None:
    """Sorts the inputs of a table with fixed rows; the labels of the rows stay where they are."""
    table = desk.table("evaluation")
    desk.unprotect(table.sheet)
    at = columns_between(table.ids, table.column("eval.actual"))
    desk.book.sort(table.rows(), at)


@edit("sorting")
def fixed_table_sorted_with_its_labels(desk: Desk) -> None:
    """Sorts a table with fixed rows, its labels too."""
    table = desk.table("evaluation")
    desk.unprotect(table.sheet)
    labels = desk.form("3").labels
    desk.book.sort(table.rows(labels), columns_between(labels, table.column("eval.actual")))


@edit("sorting")
def table_filtered(desk: Desk) -> None:
    """Filters a table: the other rows are hidden."""
    table = desk.table("activities")
    desk.unprotect(table.sheet)
    shown = str(
        desk.entry(("activities", "activities.1", "act.owner"), desk.value("activities", "activities.1", "act.owner"))
    )
    at = columns_between(table.left, table.column("act.owner"))
    desk.book.filter(f"{table.sheet}!{table.left}{table.header}:{table.right}{table.end - 1}", at, shown)


# -- rows of tables ----------------------------------------------------------------------------------------------------
@edit("tables")
def blank_rows_between_the_rows_of_a_table(desk: Desk) -> None:
    """Inserts a blank row after every second row."""
    table = desk.table("contacts")
    desk.unprotect(table.sheet)
    for n in (8, 6, 4, 2):
        desk.book.insert_rows(table.sheet, table.first + n)


@edit("tables")
def rows_of_a_table_deleted(desk: Desk) -> None:
    """Deletes two rows of a table that are of no use any more."""
    table = desk.table("contacts")
    desk.unprotect(table.sheet)
    desk.book.delete_rows(table.sheet, table.first + 2, 2)
    for row in ("contacts.3", "contacts.4"):
        for path in list(desk.row_paths("contacts", row)):
            desk.mean(path, None)


@edit("tables")
def row_of_a_table_deleted_and_typed_again(desk: Desk) -> None:
    """Deletes a row of a table, inserts a new one in its place and types all of it again."""
    table = desk.table("contacts")
    desk.unprotect(table.sheet)
    row = table.first + 4
    desk.book.delete_rows(table.sheet, row)
    desk.book.insert_rows(table.sheet, row)
    for path in desk.row_paths("contacts", "contacts.5"):
        cell = desk.at(*path)
        desk.book.set(cell, desk.entry(path, desk.value(*path)))


@edit("tables")
def rows_typed_below_the_end(desk: Desk) -> None:
    """Has more contacts than rows: goes on below the last row."""
    table = desk.table("changes")
    desk.unprotect(table.sheet)
    column = table.column("log.what")
    for row in (table.end, table.end + 1, table.end + 2):
        desk.book.set(f"{table.sheet}!{column}{row}", f"Nog een wijziging {row}")
        desk.mean(("changes", f"changes.+{row}", "log.what"), f"Nog een wijziging {row}")


@edit("tables", "field-lost")
def row_of_a_fixed_table_deleted(desk: Desk) -> None:
    """Deletes the row of a quarter from a table with fixed rows."""
    table = desk.table("evaluation")
    desk.unprotect(table.sheet)
    desk.book.delete_rows(table.sheet, table.first + 3)


@edit("tables")
def end_of_a_table_deleted(desk: Desk) -> None:
    """Deletes the row below the last row of two tables, in which nothing seems to stand."""
    for table in (desk.table("motives"), desk.table("contacts")):
        desk.unprotect(table.sheet)
        desk.book.delete_rows(table.sheet, table.end)


@edit("tables")
def headers_deleted(desk: Desk) -> None:
    """Deletes the header row of a table."""
    table = desk.table("visits")
    desk.unprotect(table.sheet)
    desk.book.delete_rows(table.sheet, table.header)


@edit("tables", "relocated")
def hidden_keys_of_a_table_deleted(desk: Desk) -> None:
    """Deletes the hidden row above the headers of a table."""
    table = desk.table("visits")
    desk.unprotect(table.sheet)
    desk.book.delete_rows(table.sheet, table.header - 1)


@edit("tables")
def row_ids_cleared(desk: Desk) -> None:
    """Shows the hidden column of a table and clears the strange codes in it."""
    table = desk.table("activities")
    desk.book.clear(f"{table.sheet}!{table.ids}{table.first}:{table.ids}{table.end - 1}")


@edit("tables", "relocated")
def row_ids_of_a_fixed_table_cleared(desk: Desk) -> None:
    """Clears the strange codes in a table with fixed rows."""
    table = desk.table("evaluation")
    desk.book.clear(f"{table.sheet}!{table.ids}{table.first}:{table.ids}{table.end - 1}")


@edit("tables")
def column_of_row_ids_deleted(desk: Desk) -> None:
    """Deletes the hidden column with the row ids."""
    table = desk.table("activities")
    desk.unprotect(table.sheet)
    desk.book.delete_columns(table.sheet, table.ids)


# -- columns of tables -------------------------------------------------------------------------------------------------
@edit("tables")
def column_of_a_table_moved(desk: Desk) -> None:
    """Cuts a whole column of the sheet and inserts it further to the left."""
    table = desk.table("goals")
    desk.unprotect(table.sheet)
    column, target = table.column("goal.unit"), table.column("goal.area")
    desk.book.insert_columns(table.sheet, target)
    moved = next_to(column)
    desk.book.cut(f"{table.sheet}!{moved}1:{moved}60", f"{table.sheet}!{target}1")
    desk.book.delete_columns(table.sheet, moved)


@edit("tables", "field-duplicated")
def column_of_a_table_moved_without_its_hidden_key(desk: Desk) -> None:
    """Swaps two columns of a table from the header down; the hidden keys above them stay where they are."""
    table = desk.table("contacts")
    desk.unprotect(table.sheet)
    one, other, spare = table.column("contacts.name"), table.column("contacts.job_title"), "T"
    for source, target in ((one, spare), (other, one), (spare, other)):
        desk.book.cut(
            f"{table.sheet}!{source}{table.header}:{source}{table.end - 1}", f"{table.sheet}!{target}{table.header}"
        )


@edit("tables", "field-lost")
def column_of_a_table_deleted(desk: Desk) -> None:
    """Deletes a column of a table that is never used."""
    table = desk.table("activities")
    desk.unprotect(table.sheet)
    desk.book.delete_columns(table.sheet, table.column("act.result"))


@edit("tables")
def headers_renamed(desk: Desk) -> None:
    """Gives the columns of a table other names."""
    table = desk.table("contacts")
    desk.unprotect(table.sheet)
    for column in ("contacts.name", "contacts.job_title", "contacts.role"):
        desk.book.set(f"{table.sheet}!{table.column(column)}{table.header}", f"Mijn {column[9:]}")


@edit("tables", "field-duplicated")
def two_headers_swapped(desk: Desk) -> None:
    """Swaps the headers of two columns, and nothing else."""
    table = desk.table("contacts")
    desk.unprotect(table.sheet)
    name, title = (table.place.column_place(f"contacts.{c}") for c in ("name", "job_title"))
    assert name is not None and title is not None
    labels = [place.column.label[desk.language] for place in (name, title)]
    required = [label + " *" * place.column.required for label, place in zip(labels, (name, title), strict=True)]
    desk.book.set(f"{table.sheet}!{table.column('contacts.name')}{table.header}", required[1])
    desk.book.set(f"{table.sheet}!{table.column('contacts.job_title')}{table.header}", required[0])


# -- labels and keys ---------------------------------------------------------------------------------------------------
@edit("labels and keys")
def labels_overwritten(desk: Desk) -> None:
    """Puts questions in other words."""
    desk.unprotect(desk.sheet(FORM))
    for n, field in enumerate(ADDRESS):
        desk.book.set(desk.label(field), f"Vraag {n}")


@edit("labels and keys", "field-duplicated")
def labels_of_two_questions_swapped(desk: Desk) -> None:
    """Overwrites two labels, each with the other's."""
    desk.unprotect(desk.sheet(FORM))
    for one, other in (ADDRESS[:2], ADDRESS[1::-1]):
        spec = desk.question(other).spec
        desk.book.set(desk.label(one), spec.label[desk.language] + " *" * spec.required)


@edit("labels and keys", "structure-changed")
def key_column_deleted(desk: Desk) -> None:
    """Deletes the hidden first column of every sheet."""
    desk.unprotect()
    for sheet in desk.sheets():
        desk.book.delete_columns(sheet, "A")


@edit("labels and keys", "structure-changed")
def key_column_cleared(desk: Desk) -> None:
    """Clears the hidden first column of every sheet below its title."""
    desk.unprotect()
    for sheet in desk.sheets():
        desk.book.clear(f"{sheet}!A3:A120")


@edit("labels and keys", "relocated")
def key_column_deleted_and_names_too(desk: Desk) -> None:
    """Deletes the hidden first column of a sheet and cleans up the names: only labels and headers are left."""
    desk.unprotect(sheet := desk.sheet(FORM))
    desk.book.delete_columns(sheet, "A")
    desk.book.forget_names()


@edit("labels and keys", "relocated")
def key_column_and_labels_deleted(desk: Desk) -> None:
    """Deletes the columns up to the labels of a form: the inputs stand there without a word."""
    desk.unprotect(sheet := desk.sheet("1.2"))
    desk.book.delete_columns(sheet, "A", columns_between("A", desk.form("1.2").labels) + 1)


@edit("labels and keys", "field-lost")
def column_of_the_inputs_deleted(desk: Desk) -> None:
    """Deletes the column in which the answers of a form stand, and the first column of its tables with it."""
    desk.unprotect(sheet := desk.sheet(FORM))
    desk.book.delete_columns(sheet, desk.form(FORM).inputs)


@edit("labels and keys")
def hidden_rows_deleted(desk: Desk) -> None:
    """Deletes the two hidden rows at the top of every sheet."""
    desk.unprotect()
    for sheet in desk.sheets():
        desk.book.delete_rows(sheet, 1, 2)


@edit("labels and keys", "structure-changed")
def hidden_rows_and_key_column_deleted(desk: Desk) -> None:
    """Deletes everything that is hidden on a sheet: the rows at the top and the column at the left."""
    desk.unprotect(sheet := desk.sheet(FORM))
    desk.book.delete_rows(sheet, 1, 2)
    desk.book.delete_columns(sheet, "A")


@edit("labels and keys", "structure-changed")
def form_row_deleted_and_typed_again(desk: Desk) -> None:
    """Deletes the row of a question, inserts a new one in its place, and types question and answer again."""
    sheet, row = desk.sheet(FORM), desk.row("cust.website")
    desk.unprotect(sheet)
    desk.book.delete_rows(sheet, row)
    desk.book.insert_rows(sheet, row)
    desk.book.set(desk.label("cust.website"), desk.question("cust.website").spec.label[desk.language])
    desk.type(("cust.website",), "www.example.com")


@edit("labels and keys", "field-lost")
def form_row_deleted(desk: Desk) -> None:
    """Deletes the row of a question."""
    sheet = desk.sheet(FORM)
    desk.unprotect(sheet)
    desk.book.delete_rows(sheet, desk.row("cust.coc_no"))


# -- merged cells ------------------------------------------------------------------------------------------------------
@edit("merged cells")
def input_merged_with_the_cell_right_of_it(desk: Desk) -> None:
    """Merges an input with the cell right of it, to have more room."""
    desk.unprotect(sheet := desk.sheet(FORM))
    row, form = desk.row("cust.offering"), desk.form(FORM)
    desk.book.merge(f"{sheet}!{form.inputs}{row}:{form.helps}{row}")


@edit("merged cells", "structure-changed")
def input_merged_with_its_label(desk: Desk) -> None:
    """Merges a label with its input: the program keeps what stands in the first of them."""
    desk.unprotect(sheet := desk.sheet(FORM))
    row, form = desk.row("cust.website"), desk.form(FORM)
    desk.book.merge(f"{sheet}!{form.labels}{row}:{form.inputs}{row}")


@edit("merged cells", "structure-changed")
def input_merged_with_the_input_below(desk: Desk) -> None:
    """Merges two inputs below each other: the program keeps what stands in the first."""
    desk.unprotect(sheet := desk.sheet(FORM))
    row, inputs = desk.row("cust.coc_no"), desk.form(FORM).inputs
    desk.book.merge(f"{sheet}!{inputs}{row}:{inputs}{row + 1}")


@edit("merged cells", "structure-changed")
def cells_of_a_table_merged_down(desk: Desk) -> None:
    """Merges the owner of three activities: one cell for all of them."""
    table = desk.table("activities")
    desk.unprotect(table.sheet)
    column = table.column("act.owner")
    desk.book.merge(f"{table.sheet}!{column}{table.first}:{column}{table.first + 2}")


@edit("merged cells", "structure-changed")
def cells_of_a_table_merged_across(desk: Desk) -> None:
    """Merges two cells of a row of a table."""
    table = desk.table("visits")
    desk.unprotect(table.sheet)
    one, other = table.column("visit.topics"), table.column("visit.report")
    desk.book.merge(f"{table.sheet}!{one}{table.first}:{other}{table.first}")


# -- pasting -----------------------------------------------------------------------------------------------------------
@edit("pasting")
def values_pasted_over_inputs(desk: Desk) -> None:
    """Pastes three lines of another workbook over three inputs, values only."""
    lines = ["Kade 3", "8011 AB", "Zwolle"]
    desk.book.paste(desk.at(ADDRESS[0]), [[line] for line in lines], only_values=True)
    for field, line in zip(ADDRESS, lines, strict=False):
        desk.mean((field,), line)


@edit("pasting")
def cells_pasted_over_inputs_with_their_looks(desk: Desk) -> None:
    """Pastes three cells of another workbook over three inputs, looks, locks and all."""
    lines = ["Kade 3", "8011 AB", "Zwolle"]
    desk.book.paste(desk.at(ADDRESS[0]), [[line] for line in lines])
    for field, line in zip(ADDRESS, lines, strict=False):
        desk.mean((field,), line)


@edit("pasting")
def numbers_pasted_over_a_table_with_their_looks(desk: Desk) -> None:
    """Pastes numbers without a format over revenues, and over a percentage: 35 where 35 % was shown."""
    rows = desk.rows_of("sales")
    first = ("sales", rows[0], "hist.our_revenue")
    desk.book.paste(desk.at(*first), [["125000"]])
    desk.mean(first, 125_000)
    desk.book.paste(desk.at("comp.own_share"), [["0.35"]])
    desk.mean(("comp.own_share",), 0.35)


@edit("pasting")
def a_percentage_pasted_as_a_whole_number(desk: Desk) -> None:
    """Pastes 35, without a format, in a cell that asks for a percentage: 35 % is meant."""
    desk.book.paste(desk.at("comp.own_share"), [["35"]])
    desk.mean(("comp.own_share",), 0.35)


@edit("pasting")
def text_lines_of_another_program_pasted(desk: Desk) -> None:
    """Pastes lines of text over a column of a table of numbers."""
    rows = desk.rows_of("sales")
    texts = ["'12.500", "'13.750", "'15.000"] if desk.language == "nl" else ["'12,500", "'13,750", "'15,000"]
    desk.book.paste(desk.at("sales", rows[0], "hist.our_revenue"), [[text] for text in texts], only_values=True)
    for row, amount in zip(rows, (12_500, 13_750, 15_000), strict=True):
        desk.mean(("sales", row, "hist.our_revenue"), amount)


@edit("pasting")
def a_block_pasted_over_labels_and_inputs(desk: Desk) -> None:
    """Pastes two columns of another workbook, one too far to the left: labels are gone."""
    desk.unprotect(desk.sheet(FORM))
    lines = [["Adres", "", "Kade 3"], ["Postcode", "", "8011 AB"]]
    desk.book.paste(desk.label(ADDRESS[0]), lines, only_values=True)
    desk.mean((ADDRESS[0],), "Kade 3")
    desk.mean((ADDRESS[1],), "8011 AB")


# -- contents ----------------------------------------------------------------------------------------------------------
@edit("contents")
def formulas_in_inputs(desk: Desk) -> None:
    """Calculates in the cells of answers."""
    desk.formula(("hist.credit_limit",), "=50000+2500", 52_500)
    desk.mean(("hist.credit_limit",), 52_500)
    path = ("sales", desk.rows_of("sales")[0], "hist.our_revenue")
    desk.formula(path, "=2*61000", 122_000)
    desk.mean(path, 122_000)


@edit("contents", "cell-error")
def errors_in_inputs(desk: Desk) -> None:
    """Has formulas in inputs that come to an error."""
    desk.formula(("hist.credit_limit",), "=1/0", "#DIV/0!")
    desk.formula(("sales", desk.rows_of("sales")[1], "hist.our_revenue"), "=NA()", "#N/A")


@edit("contents")
def numbers_typed_as_text(desk: Desk) -> None:
    """Types numbers in the notation of the language, and the program keeps them as text."""
    dutch = desk.language == "nl"
    desk.book.set(desk.at("hist.credit_limit"), "€ 1.250,50" if dutch else "€ 1,250.50")
    desk.mean(("hist.credit_limit",), 1250.5)
    desk.book.set(desk.at("hist.our_share"), "35%")
    desk.mean(("hist.our_share",), 0.35)


@edit("contents", "number-ambiguous")
def an_ambiguous_number_typed_as_text(desk: Desk) -> None:
    """Types a number that means two things, as text."""
    desk.book.set(desk.at("hist.credit_limit"), "12.5" if desk.language == "nl" else "12,5")
    desk.mean(("hist.credit_limit",), 12.5)


@edit("contents")
def dates_typed_as_text(desk: Desk) -> None:
    """Types dates that the program keeps as text."""
    desk.book.set(desk.at("hist.customer_since"), "14-3-2019" if desk.language == "nl" else "14 March 2019")
    desk.mean(("hist.customer_since",), date(2019, 3, 14))
    desk.book.set(desk.at("hist.contract_until"), "2027-12-31")
    desk.mean(("hist.contract_until",), date(2027, 12, 31))


@edit("contents", "date-ambiguous")
def an_ambiguous_date_typed_as_text(desk: Desk) -> None:
    """Types 03/04/2027, as text."""
    desk.book.set(desk.at("hist.contract_until"), "03/04/2027")
    desk.mean(("hist.contract_until",), None)


@edit("contents")
def answers_cleared(desk: Desk) -> None:
    """Clears answers, one of them in a table."""
    for path in (("cust.parent",), ("contacts", "contacts.4", "contacts.name")):
        desk.book.clear(desk.at(*path))
        desk.mean(path, None)


@edit("contents", "stray-text")
def text_where_no_input_is(desk: Desk) -> None:
    """Writes remarks beside a form and below it."""
    desk.unprotect(sheet := desk.sheet("1.4"))
    form = desk.form("1.4")
    desk.book.set(f"{sheet}!{form.beside}{desk.row('mkt.trends')}", "hier nog eens naar kijken")
    desk.book.set(f"{sheet}!{form.labels}70", "Met dank aan Zoë")


@edit("contents", "own-sheet")
def a_sheet_of_ones_own_with_the_same_labels(desk: Desk) -> None:
    """Makes a new sheet and copies questions and answers to it, without what is hidden."""
    desk.book.add_sheet("Mijn overzicht")
    form = desk.form(FORM)
    for n, field in enumerate(ADDRESS):
        desk.book.set(f"Mijn overzicht!{form.labels}{n + 7}", desk.question(field).spec.label[desk.language])
        desk.book.set(f"Mijn overzicht!{form.inputs}{n + 7}", "iets anders")


@edit("contents", "own-sheet")
def a_visible_part_of_a_form_copied_to_ones_own_sheet(desk: Desk) -> None:
    """Copies a form, without its hidden rows and column, to a new sheet and changes it there."""
    desk.book.add_sheet("Mijn overzicht")
    form, last = desk.form(FORM), desk.row("cust.website")
    desk.book.copy(f"{desk.sheet(FORM)}!{form.signs}3:{form.helps}{last}", f"Mijn overzicht!{form.signs}3")
    desk.book.set(f"Mijn overzicht!{form.inputs}{desk.row('cust.parent')}", "iets anders")


@edit("contents", "field-duplicated")
def a_part_of_a_form_copied_with_its_keys(desk: Desk) -> None:
    """Copies questions with their hidden keys to a new sheet and changes one answer there."""
    desk.book.add_sheet("Mijn overzicht")
    desk.book.copy(_address_rows(desk, "A"), "Mijn overzicht!A5")
    desk.book.set(f"Mijn overzicht!{desk.form(FORM).inputs}5", "iets anders")


# -- looks and protection ----------------------------------------------------------------------------------------------
@edit("looks and protection")
def comments_on_inputs(desk: Desk) -> None:
    """Puts a note on an input and one on a label."""
    desk.unprotect(desk.sheet(FORM))
    desk.book.comment(desk.at("cust.parent"), "navragen bij Zoë")
    desk.book.comment(desk.label("cust.website"), "12.5")


@edit("looks and protection")
def rules_lost(desk: Desk) -> None:
    """Has validation and conditional formats removed from every sheet."""
    desk.unprotect()
    for sheet in desk.sheets():
        desk.book.forget_rules(sheet)


@edit("looks and protection")
def protection_removed(desk: Desk) -> None:
    """Takes the protection off every sheet."""
    desk.unprotect()


@edit("looks and protection")
def structure_protected_with_a_password(desk: Desk) -> None:
    """Protects the structure of the workbook with a password."""
    desk.book.protect_structure("geheim")


@edit("looks and protection")
def rows_and_columns_hidden(desk: Desk) -> None:
    """Hides rows of a form and of a table, and a column of a table."""
    table = desk.table("contacts")
    desk.unprotect(table.sheet)
    desk.book.hide_rows(table.sheet, desk.row(ADDRESS[0]), 3)
    desk.book.hide_rows(table.sheet, table.first + 2, 4)
    desk.book.hide_columns(table.sheet, table.column("contacts.role"))


# -- several people and several plans ----------------------------------------------------------------------------------
def _other(desk: Desk, account: str = "A-001", year: int = 2027) -> object:
    return desk.open(other_plan(desk.language, account, year))


@edit("several plans", "field-duplicated")
def copies_of_two_people_merged(desk: Desk) -> None:
    """Puts the sheets of a colleague, who filled in the same plan, beside the own ones."""
    theirs = _other(desk)
    for sheet in desk.sheets():
        desk.book.take_sheet(theirs, sheet)


@edit("several plans")
def sheets_of_a_colleague_in_place_of_ones_own(desk: Desk) -> None:
    """Replaces a sheet by that of a colleague who filled in the same plan: those answers are meant."""
    theirs = _other(desk)
    sheet = desk.sheet("1.6")
    before = {path for path, place in desk.start.places.items() if place.sheet == sheet}
    desk.book.delete_sheet(sheet)
    desk.book.take_sheet(theirs, sheet)
    reading = desk.start.plan.read(other_plan(desk.language))
    for path in before:
        if len(path) == 1:
            answer = reading.answers[path[0]]
        else:
            answer = next(row for row in reading.tables[path[0]] if row.id == path[1]).cells[path[2]]
        if answer.type != "computed":
            desk.mean(path, answer.value)


@edit("several plans", "other-plan")
def sheets_of_two_accounts_half_and_half(desk: Desk) -> None:
    """Replaces half of the sheets by those of another account."""
    theirs = _other(desk, "B-002")
    for sheet in desk.sheets()[len(desk.sheets()) // 2 :]:
        desk.book.delete_sheet(sheet)
        desk.book.take_sheet(theirs, sheet)


@edit("several plans", "other-plan")
def a_sheet_of_another_account_in_place_of_ones_own(desk: Desk) -> None:
    """Replaces a sheet by that of another account."""
    theirs = _other(desk, "B-002")
    desk.book.delete_sheet(desk.sheet("1.2"))
    desk.book.take_sheet(theirs, desk.sheet("1.2"))


@edit("several plans", "other-plan")
def a_sheet_of_another_account_beside_ones_own(desk: Desk) -> None:
    """Adds a sheet of another account, to compare."""
    desk.book.take_sheet(_other(desk, "B-002"), desk.sheet("1.2"))


@edit("several plans", "other-plan")
def a_sheet_of_last_year_in_place_of_ones_own(desk: Desk) -> None:
    """Replaces a sheet by that of the plan of the year before."""
    theirs = _other(desk, year=2026)
    desk.book.delete_sheet(desk.sheet("1.2"))
    desk.book.take_sheet(theirs, desk.sheet("1.2"))


@edit("several plans", "other-plan")
def the_cover_of_another_account(desk: Desk) -> None:
    """Replaces the cover by that of another account: the plan itself is not."""
    theirs = _other(desk, "B-002")
    desk.book.delete_sheet(desk.sheet("cover"))
    desk.book.take_sheet(theirs, desk.sheet("cover"))
    desk.book.move_sheet(desk.sheet("cover"), 0)
