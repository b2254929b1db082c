"""Cells that lie about where they stand, what they are, and how many there are."""

from __future__ import annotations

import re

from tests.hostile.making import (
    ANYTHING,
    SAME,
    book,
    form,
    in_every_sheet,
    more_in,
    packed,
    parts,
    plan_with,
    relation,
    replaced,
    right,
    sheet_part,
    with_cell,
)

_ONE = b'<row r="1"><c r="A1"><v>1</v></c></row>'


def _cell(address: bytes, value: bytes = b"<v>1</v>", more: bytes = b"") -> bytes:
    return b'<row r="1"><c r="%s"%s>%s</c></row>' % (address, more, value)


# -- how large a sheet is --------------------------------------------------------------------------------------------
@right("not-a-plan")
def two_cells_in_opposite_corners() -> bytes:
    """A1 and XFD1048576: seventeen thousand million places between two numbers."""
    return packed(book(_ONE + b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'))


@right("not-a-plan")
def one_cell_in_the_last_corner() -> bytes:
    """XFD1048576 alone."""
    return packed(book(b'<row r="1048576"><c r="XFD1048576"><v>2</v></c></row>'))


@right("not-a-plan")
def one_cell_at_the_end_of_the_first_column() -> bytes:
    """A1048576 alone."""
    return packed(book(b'<row r="1048576"><c r="A1048576"><v>2</v></c></row>'))


@right("not-a-plan")
def a_dimension_of_all_there_is() -> bytes:
    """A sheet that says it is A1:XFD1048576 and has one cell."""
    return packed(book(sheet=sheet_part(_ONE, b'<dimension ref="A1:XFD1048576"/>')))


@right("not-a-plan")
def a_dimension_of_nonsense() -> bytes:
    """A sheet that says it is XFD1048576:A1, and ZZZZ99999999999."""
    return packed(book(sheet=sheet_part(_ONE, b'<dimension ref="XFD1048576:ZZZZ99999999999999999999"/>')))


@right(SAME)
def a_dimension_that_is_too_small() -> bytes:
    """Every sheet says that it is A1."""
    return in_every_sheet(lambda part: re.sub(rb'<dimension ref="[^"]*"/>', b'<dimension ref="A1"/>', part))


@right(SAME)
def no_dimension() -> bytes:
    """No sheet says how large it is."""
    return in_every_sheet(lambda part: re.sub(rb"<dimension [^>]*/>", b"", part))


@right(SAME)
def a_number_typed_in_the_last_cell_of_the_sheet() -> bytes:
    """Somebody typed something in XFD1048576 of a real plan."""
    far = b'<row r="1048576"><c r="XFD1048576"><v>7</v></c></row></sheetData>'
    return replaced(form(), b"</sheetData>", far)


@right("too-large")
def three_hundred_cells_in_each_corner() -> bytes:
    """A cell at the end of three hundred rows: five million places."""
    rows = b"".join(b'<row r="%d"><c r="XFD%d"><v>1</v></c></row>' % (n, n) for n in range(1, 301))
    return packed(book(rows))


@right("too-large")
def cells_at_the_end_of_twenty_sheets() -> bytes:
    """Twenty sheets with a cell in their last row: each is allowed, together they are not."""
    made = book(b'<row r="1048576"><c r="A1048576"><v>2</v></c></row>')
    sheets = b"".join(b'<sheet name="S%d" sheetId="%d" r:id="rId1"/>' % (n, n) for n in range(2, 21))
    return packed(made | {"xl/workbook.xml": made["xl/workbook.xml"].replace(b"</sheets>", sheets + b"</sheets>")})


def _numbers(rows: int) -> bytes:
    """Rows of four numbers."""
    cells = b'<c r="A%d"><v>1</v></c><c r="B%d"><v>2.5</v></c><c r="C%d"><v>3</v></c><c r="D%d"><v>4</v></c>'
    row = b'<row r="%d">' + cells + b"</row>"
    return b"".join(row % (n, n, n, n, n) for n in range(1, rows + 1))


@right("too-large", slow=True)
def more_cells_than_are_read() -> bytes:
    """A sheet of 504,000 numbers."""
    return packed(book(_numbers(126_000)))


@right("not-a-plan", slow=True)
def as_many_numbers_as_are_read() -> bytes:
    """A sheet of nearly half a million numbers: the memory that it takes is within bounds."""
    return packed(book(_numbers(124_000)))


@right("not-a-plan", slow=True)
def as_many_numbers_as_are_read_in_an_unusual_hand() -> bytes:
    """The same for the other reader, which takes longer."""
    return packed(book(b"<!-- -->" + _numbers(124_000)))


@right("not-a-plan", slow=True)
def as_many_texts_as_are_read() -> bytes:
    """A sheet of nearly half a million texts."""
    row = b'<row r="%d"><c r="A%d" t="s"><v>%d</v></c><c r="B%d" t="s"><v>1</v></c><c r="C%d" t="s"><v>2</v></c></row>'
    rows = b"".join(row % (n, n, n % 50_000, n, n) for n in range(1, 166_000))
    return packed(book(rows, strings=b"".join(b"<si><t>a text of some length %d</t></si>" % n for n in range(50_000))))


@right("too-large", slow=True)
def more_formulas_than_are_read() -> bytes:
    """Four hundred thousand formulas."""
    row = b'<row r="%d"><c r="A%d"><f>1+1</f><v>2</v></c><c r="B%d"><f>1+1</f><v>2</v></c></row>'
    return packed(book(b"".join(row % (n, n, n) for n in range(1, 200_001))))


@right(SAME)
def a_hundred_thousand_formatted_cells() -> bytes:
    """A plan with a hundred thousand empty cells that have a format."""
    rows = b"".join(
        b'<row r="%d">%s</row>' % (n, b"".join(b'<c r="%s%d" s="1"/>' % (c, n) for c in (b"A", b"B", b"C", b"D", b"E")))
        for n in range(2_000, 22_000)
    )
    return replaced(form(), b"</sheetData>", rows + b"</sheetData>")


@right(SAME)
def formatted_to_the_last_row() -> bytes:
    """A plan with an empty cell with a format in the last row."""
    return replaced(form(), b"</sheetData>", b'<row r="1048576"><c r="XFD1048576" s="1"/></row></sheetData>')


# -- where a cell stands ---------------------------------------------------------------------------------------------
@right("damaged")
def a_cell_in_row_nought() -> bytes:
    """A0."""
    return packed(book(_cell(b"A0")))


@right("damaged")
def a_cell_in_a_column_of_four_letters() -> bytes:
    """AAAA1."""
    return packed(book(_cell(b"AAAA1")))


@right("damaged")
def a_cell_right_of_the_last_column() -> bytes:
    """XFE1, one beyond what a sheet has."""
    return packed(book(_cell(b"XFE1")))


@right("damaged")
def a_cell_below_the_last_row() -> bytes:
    """A1048577, one beyond what a sheet has."""
    return packed(book(_cell(b"A1048577")))


@right("damaged")
def a_cell_in_a_row_of_twenty_digits() -> bytes:
    """A row number that fits in no machine word."""
    return packed(book(_cell(b"A99999999999999999999")))


@right("damaged")
def a_cell_with_a_number_for_an_address() -> bytes:
    """A cell at 1."""
    return packed(book(_cell(b"1")))


@right("damaged")
def a_cell_with_letters_for_an_address() -> bytes:
    """A cell at A."""
    return packed(book(_cell(b"A")))


@right("damaged")
def a_cell_with_nothing_for_an_address() -> bytes:
    """A cell at ''."""
    return packed(book(_cell(b"")))


@right("damaged")
def a_cell_at_a_negative_place() -> bytes:
    """A cell at A-1."""
    return packed(book(_cell(b"A-1")))


@right("damaged")
def a_cell_at_an_area() -> bytes:
    """A cell at A1:B2."""
    return packed(book(_cell(b"A1:B2")))


@right(SAME)
def addresses_in_small_letters() -> bytes:
    """Cells at a1, b1."""
    return in_every_sheet(lambda part: re.sub(rb'<c r="(\w+)"', lambda m: b'<c r="%s"' % m[1].lower(), part))


@right(SAME)
def absolute_addresses() -> bytes:
    """Cells at $A$1."""
    return in_every_sheet(lambda part: re.sub(rb'<c r="([A-Z]+)', rb'<c r="$\1$', part))


@right(SAME)
def no_addresses_where_cells_follow_each_other() -> bytes:
    """Cells without an address stand right of the one before."""

    def without(part: bytes) -> bytes:
        def row(match: re.Match[bytes]) -> bytes:
            kept, expected = b"", 0
            for cell in re.findall(rb"<c [^>]*/>|<c .*?</c>", match[2], re.DOTALL):
                address = re.search(rb' r="([A-Z]+)\d+"', cell)
                assert address is not None
                number = 0
                for letter in address[1]:
                    number = number * 26 + letter - 64
                kept += cell.replace(address[0], b"", 1) if number == expected + 1 else cell
                expected = number
            return match[1] + kept + b"</row>"

        return re.sub(rb"(<row [^>]*[^/]>)(.*?)</row>", row, part, flags=re.DOTALL)

    return in_every_sheet(without)


@right(SAME)
def rows_in_reverse() -> bytes:
    """The last row stands first."""

    def reverse(part: bytes) -> bytes:
        start, end = part.index(b"<sheetData>") + 11, part.index(b"</sheetData>")
        rows = re.findall(rb"<row [^>]*/>|<row .*?</row>", part[start:end], re.DOTALL)
        return part[:start] + b"".join(reversed(rows)) + part[end:]

    return in_every_sheet(reverse)


@right(SAME)
def rows_that_say_they_are_another_row() -> bytes:
    """Rows with wrong numbers; their cells say where they stand."""
    return in_every_sheet(lambda part: re.sub(rb'<row r="\d+"', b'<row r="1"', part))


@right(SAME)
def rows_without_numbers() -> bytes:
    """Rows without a number; their cells say where they stand."""
    return in_every_sheet(lambda part: re.sub(rb'<row r="\d+"', b"<row", part))


@right("damaged")
def one_cell_twice() -> bytes:
    """The same cell with two values: nobody knows which one counts."""
    return with_cell(b"125000.5", lambda cell: cell + cell.replace(b"125000.5", b"1"))


@right(SAME)
def one_cell_twice_with_the_same_value() -> bytes:
    """The same cell with the same value twice."""
    return with_cell(b"125000.5", lambda cell: cell + cell)


# -- what a cell is --------------------------------------------------------------------------------------------------
@right(SAME)
def a_newer_error_elsewhere() -> bytes:
    """A cell with #SPILL!, for which the fast reader refuses the whole workbook."""
    return replaced(form(), b"</sheetData>", b'<row r="900"><c r="A900" t="e"><v>#SPILL!</v></c></row></sheetData>')


@right("cell-error")
def a_newer_error_in_an_answer() -> bytes:
    """#CALC! in the place of an answer."""
    return with_cell(b"125000.5", lambda cell: re.sub(rb"<c ([^>]*)>.*", rb'<c \1 t="e"><v>#CALC!</v></c>', cell))


@right("cell-error")
def an_error_in_an_answer() -> bytes:
    """#REF! in the place of an answer: no empty cell."""
    return with_cell(b"125000.5", lambda cell: re.sub(rb"<c ([^>]*)>.*", rb'<c \1 t="e"><v>#REF!</v></c>', cell))


@right("cell-error")
def an_error_with_its_type_first() -> bytes:
    """The same with the attributes in another order."""
    return with_cell(b"125000.5", lambda cell: re.sub(rb"<c ([^>]*)>.*", rb'<c t="e" \1><v>#REF!</v></c>', cell))


@right("cell-error")
def an_error_without_a_value() -> bytes:
    """An error cell that does not say which error."""
    return with_cell(b"125000.5", lambda cell: re.sub(rb"<c ([^>]*)>.*", rb'<c \1 t="e"></c>', cell))


@right("cell-error")
def a_shared_text_that_is_not_there() -> bytes:
    """A cell that names a shared text beyond the last one."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"><v>125000.5", b' t="s"><v>4000000'))


@right("cell-error")
def a_shared_text_of_a_negative_number() -> bytes:
    """A cell that names shared text -1, for which one reader takes the first."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"><v>125000.5", b' t="s"><v>-1'))


@right("cell-error")
def a_shared_text_of_no_number() -> bytes:
    """A cell that names shared text x."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"><v>125000.5", b' t="s"><v>x'))


@right("cell-error")
def a_shared_text_of_twenty_digits() -> bytes:
    """A cell that names a shared text by a number that fits in no machine word."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"><v>125000.5", b' t="s"><v>99999999999999999999'))


@right("damaged")
def no_shared_texts_at_all() -> bytes:
    """The part with the shared texts is gone, though the workbook has a relation to it."""
    return plan_with({"xl/sharedStrings.xml": None})


@right(SAME)
def a_type_that_nobody_knows() -> bytes:
    """A number of type zz."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"><v>", b' t="zz"><v>'))


@right(SAME)
def a_number_with_its_type() -> bytes:
    """A number of type n."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"><v>", b' t="n"><v>'))


@right(SAME)
def a_number_with_an_exponent() -> bytes:
    """1.250005E5."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"125000.5", b"1.250005E5"))


@right(SAME)
def a_number_with_seventeen_digits() -> bytes:
    """125000.50000000000, as some programs write it."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"125000.5", b"125000.50000000000"))


@right(SAME)
def a_number_between_spaces() -> bytes:
    """A number with spaces around it."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"125000.5", b" 125000.5\n"))


@right("not-a-number")
def a_number_that_is_none() -> bytes:
    """NaN."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"125000.5", b"NaN"))


@right("not-a-number")
def a_number_beyond_all_numbers() -> bytes:
    """1E400."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"125000.5", b"1E400"))


@right("not-a-number")
def a_number_that_is_a_word() -> bytes:
    """A numeric cell that holds 'abc'."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"125000.5", b"abc"))


@right(SAME)
def a_comment_in_a_number() -> bytes:
    """A comment in the middle of a number, at which the fast reader stops."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"125000.5", b"125<!-- -->000.5"))


@right(SAME)
def a_number_in_a_character_data_section() -> bytes:
    """A number in <![CDATA[…]]>, which the fast reader passes over."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"125000.5", b"<![CDATA[125000.5]]>"))


@right(SAME)
def a_number_by_references() -> bytes:
    """A number of which the digits are written as &#49;."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"125000.5", b"&#49;25000.5"))


@right(SAME)
def a_value_with_its_spaces_kept() -> bytes:
    """<v xml:space="preserve">."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"<v>", b'<v xml:space="preserve">'))


@right("formula-uncalculated")
def a_formula_without_a_result() -> bytes:
    """A formula that was never calculated."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"<v>125000.5</v>", b"<f>1+1</f>"))


@right("formula-uncalculated")
def a_formula_without_a_result_on_lines_of_its_own() -> bytes:
    """The same, laid out prettily."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"<v>125000.5</v>", b"\n <f>1+1</f>\n <v></v>\n"))


@right("formula-uncalculated")
def a_shared_formula_without_a_result() -> bytes:
    """A formula shared with another cell, never calculated."""
    return with_cell(b"125000.5", lambda cell: cell.replace(b"<v>125000.5</v>", b'<f t="shared" si="0"/>'))


@right(SAME)
def a_style_that_is_not_there() -> bytes:
    """A style beyond the last one."""
    return with_cell(b"125000.5", lambda cell: re.sub(rb' s="\d+"', b' s="99999999999999"', cell))


@right(SAME)
def a_negative_style() -> bytes:
    """Style -1."""
    return with_cell(b"125000.5", lambda cell: re.sub(rb' s="\d+"', b' s="-1"', cell))


@right(SAME)
def a_style_that_is_a_word() -> bytes:
    """Style 'x'."""
    return with_cell(b"125000.5", lambda cell: re.sub(rb' s="\d+"', b' s="x"', cell))


@right("not-a-plan")
def a_format_code_without_end() -> bytes:
    """A number format of a megabyte, full of what could make an expression slow."""
    styles = b'<numFmts><numFmt numFmtId="164" formatCode="%s"/></numFmts><cellXfs><xf numFmtId="164"/></cellXfs>'
    return packed(book(_cell(b"A1", more=b' s="0"'), styles=styles % (b"[&quot;\\_*" * 100_000)))


@right("not-a-plan")
def a_format_of_nonsense() -> bytes:
    """Formats with numbers that are none."""
    styles = (
        b'<numFmts><numFmt numFmtId="x" formatCode="0"/><numFmt/></numFmts><cellXfs><xf numFmtId="-5"/><xf/></cellXfs>'
    )
    return packed(book(_cell(b"A1", more=b' s="1"'), styles=styles))


@right("not-a-plan")
def dates_of_all_ages() -> bytes:
    """Dates below zero and far beyond the year 9999."""
    styles = b'<cellXfs><xf numFmtId="14"/><xf numFmtId="46"/></cellXfs>'
    values = (b"-1", b"1E300", b"-1E300", b"2958466", b"1E400", b"NaN", b"0", b"60")
    cells = b"".join(
        b'<c r="%c%d" s="%d"><v>%s</v></c>' % (65 + n, s + 1, s, v) for s in (0, 1) for n, v in enumerate(values)
    )
    return packed(book(b'<row r="1">%s</row>' % cells, styles=styles))


# -- texts -----------------------------------------------------------------------------------------------------------
@right("not-a-plan")
def a_count_of_shared_texts_that_lies() -> bytes:
    """Four thousand million shared texts promised, one given: the fast reader makes room for all of them."""
    strings = b'<sst count="4294967295" uniqueCount="4294967295"><si><t>a</t></si></sst>'
    return packed(book(_cell(b"A1", b"<v>0</v>", b' t="s"'), strings=strings))


@right(SAME)
def a_count_of_shared_texts_that_lies_in_another_hand() -> bytes:
    """The same between single quotes, with spaces around its sign, before the other count."""
    lie = b"uniqueCount = '3999999999' count"
    part = re.sub(rb' uniqueCount="\d+"', b"", parts()["xl/sharedStrings.xml"]).replace(b"count", lie, 1)
    assert lie in part
    return plan_with({"xl/sharedStrings.xml": part})


@right(SAME)
def a_count_of_shared_texts_that_lies_with_a_prefix() -> bytes:
    """The same in a part of which every element has a prefix."""
    part = re.sub(rb'uniqueCount="\d+"', b'uniqueCount="3999999999"', parts()["xl/sharedStrings.xml"])
    part = re.sub(rb"<(/?)(?=[a-z])", rb"<\1x:", part).replace(b"xmlns=", b"xmlns:x=", 1)
    return plan_with({"xl/sharedStrings.xml": part})


@right(SAME)
def a_count_of_shared_texts_that_lies_in_a_plan() -> bytes:
    """The same in a real plan: it is read by the other reader."""
    part = re.sub(rb'uniqueCount="\d+"', b'uniqueCount="3999999999"', parts()["xl/sharedStrings.xml"])
    return plan_with({"xl/sharedStrings.xml": part})


@right(SAME)
def a_count_of_shared_texts_that_is_negative() -> bytes:
    """-1 shared texts."""
    part = re.sub(rb'(c|uniqueC)ount="\d+"', rb'\1ount="-1"', parts()["xl/sharedStrings.xml"])
    return plan_with({"xl/sharedStrings.xml": part})


@right(SAME)
def a_count_of_shared_texts_that_is_too_small() -> bytes:
    """One shared text promised."""
    part = re.sub(rb'(c|uniqueC)ount="\d+"', rb'\1ount="1"', parts()["xl/sharedStrings.xml"])
    return plan_with({"xl/sharedStrings.xml": part})


@right(SAME, slow=True)
def shared_texts_of_the_longest_kind() -> bytes:
    """A text of eight megabytes among the shared texts, used by nobody."""
    return replaced(
        "xl/sharedStrings.xml", b"</sst>", b"<si><t>%s</t></si></sst>" % b" ".join(b"%d" % n for n in range(1_200_000))
    )


@right("too-long")
def an_answer_of_900_kb() -> bytes:
    """A text answer far beyond what a cell can hold."""
    return replaced("xl/sharedStrings.xml", b"<t>een beurs<", b"<t>%s<" % (b"een beurs " * 90_000))


@right(SAME)
def runs_of_formatted_text() -> bytes:
    """An answer in runs, half of it bold, with the sounds of its signs."""
    runs = b'<r><t>een</t></r><r><rPr><b/></rPr><t xml:space="preserve"> beurs</t></r><rPh sb="0" eb="1"><t>X</t></rPh>'
    return replaced("xl/sharedStrings.xml", b"<t>een beurs</t>", runs)


@right(SAME)
def a_hundred_thousand_runs() -> bytes:
    """A text of a hundred thousand runs."""
    text = b"<si>" + b"<r><t>x</t></r>" * 100_000 + b"</si></sst>"
    return replaced("xl/sharedStrings.xml", b"</sst>", text)


@right(SAME)
def texts_written_in_their_cells() -> bytes:
    """Inline texts in the place of shared ones."""
    texts = re.findall(rb"<si>(.*?)</si>", parts()["xl/sharedStrings.xml"], re.DOTALL)

    def inline(part: bytes) -> bytes:
        return re.sub(rb' t="s"><v>(\d+)</v>', lambda m: b' t="inlineStr"><is>%s</is>' % texts[int(m[1])], part)

    return in_every_sheet(inline)


@right(SAME)
def texts_as_results() -> bytes:
    """Texts of type str without a formula."""
    texts = re.findall(rb"<si><t[^>]*>(.*?)</t></si>", parts()["xl/sharedStrings.xml"], re.DOTALL)

    def result(part: bytes) -> bytes:
        return re.sub(rb' t="s"><v>(\d+)</v>', lambda m: b' t="str"><v>%s</v>' % texts[int(m[1])], part)

    return in_every_sheet(result)


@right(SAME)
def escaped_signs_in_a_text() -> bytes:
    """Letters written as _x0062_."""
    return replaced("xl/sharedStrings.xml", b"<t>een beurs<", b"<t>een _x0062_eurs<")


@right(SAME)
def a_key_between_spaces() -> bytes:
    """Every shared text with spaces around it that are not kept."""
    part = re.sub(rb"<t>([^<]+)</t>", rb"<t> \1\n</t>", parts()["xl/sharedStrings.xml"])
    return plan_with({"xl/sharedStrings.xml": part})


# -- around the cells ------------------------------------------------------------------------------------------------
@right(SAME)
def thirty_thousand_merged_areas() -> bytes:
    """Merged areas without end, far below the plan."""
    areas = b"".join(b'<mergeCell ref="A%d:B%d"/>' % (n, n) for n in range(2_000, 32_000))
    return replaced(form(), b"</sheetData>", b"</sheetData><mergeCells>%s</mergeCells>" % areas)


@right(SAME)
def merged_areas_of_nonsense() -> bytes:
    """Merged areas that are none."""
    areas = b"".join(b'<mergeCell ref="%s"/>' % text for text in (b"A0:", b"XFD9999999:A1", b"", b"900:1", b"A1:A1:A1"))
    return replaced(form(), b"</sheetData>", b"</sheetData><mergeCells>%s</mergeCells>" % areas)


@right(SAME)
def tables_of_nonsense() -> bytes:
    """Tables whose area is none, or all there is."""
    changes = {n: re.sub(rb' ref="[^"]*"', b' ref="A0:ZZZZ99999999"', p) for n, p in parts().items() if "tables/" in n}
    return plan_with(dict(changes))


@right(SAME)
def tables_that_are_gone() -> bytes:
    """Relations to tables that are not there."""
    return plan_with({name: None for name in parts() if "tables/" in name})


@right(SAME)
def no_names_of_places() -> bytes:
    """A program that dropped all defined names."""
    return plan_with({"xl/workbook.xml": re.sub(rb"<definedNames>.*</definedNames>", b"", parts()["xl/workbook.xml"])})


@right(ANYTHING)
def a_plan_with_other_dates() -> bytes:
    """The workbook says that it counts days from 1904."""
    return replaced("xl/workbook.xml", b"<workbookPr", b'<workbookPr date1904="1"')


@right(SAME)
def a_hundred_thousand_rules() -> bytes:
    """Validation rules without end."""
    rules = b"".join(b'<dataValidation sqref="A%d"/>' % n for n in range(1, 50_000))
    return replaced(form(), b"</worksheet>", b"<dataValidations>%s</dataValidations></worksheet>" % rules)


@right(SAME)
def links_to_other_places() -> bytes:
    """External relations with dangerous targets: nobody follows them."""
    link = relation(999, b"hyperlink", b"file://evil/share").replace(b"/>", b' TargetMode="External"/>')
    return replaced("xl/_rels/workbook.xml.rels", b"</Relationships>", link + b"</Relationships>")


@right(SAME)
def a_macro() -> bytes:
    """A project of macros that is noise: nobody opens it."""
    return plan_with({"xl/vbaProject.bin": b"\xd0\xcf\x11\xe0" + b"\xff" * 10_000})


@right(SAME)
def a_moment_that_is_none() -> bytes:
    """The document says that it was saved on the 99th of a month."""
    part = re.sub(rb"(<dcterms:modified[^>]*>)[^<]*", rb"\g<1>2027-13-99T25:61:00Z", parts()["docProps/core.xml"])
    return plan_with({"docProps/core.xml": part})


@right(SAME)
def a_property_of_a_megabyte() -> bytes:
    """A document property of 900 kB."""
    return more_in(
        "docProps/custom.xml",
        b"</Properties>",
        b'<property name="x" pid="99"><vt:lpwstr>%s</vt:lpwstr></property>' % (b"A" * 900_000),
    )


def _short_texts() -> bytes:
    """Nearly as many shared texts as the limit on parts leaves room for."""
    return b"".join(b"<si><t>%d</t></si>" % n for n in range(2_600_000))


@right("not-a-plan", slow=True)
def as_many_shared_texts_as_are_read() -> bytes:
    """Two and a half million short texts, within the limit of bytes."""
    return packed(book(_cell(b"A1", b"<v>0</v>", b' t="s"'), strings=_short_texts()))


@right("too-large", slow=True)
def a_shared_text_of_sixty_megabytes() -> bytes:
    """One text as long as the limit of bytes allows."""
    text = b" ".join(b"%x" % (n * 2_654_435_761 % 4_294_967_296) for n in range(6_500_000))
    return packed(book(_cell(b"A1", b"<v>0</v>", b' t="s"'), strings=b"<si><t>%s</t></si>" % text))


@right("not-a-plan")
def a_long_text_in_twenty_thousand_cells() -> bytes:
    """A text of 30,000 signs that stands in twenty thousand cells: a gigabyte, once each cell has its own copy."""
    rows = b"".join(b'<row r="%d"><c r="A%d" t="s"><v>0</v></c></row>' % (n, n) for n in range(1, 20_001))
    text = b" ".join(b"%x" % (n * 2_654_435_761 % 4_294_967_296) for n in range(3_500))
    return packed(book(rows, strings=b"<si><t>%s</t></si>" % text))
