"""Views: what charts are drawn from, who follows whom, which combinations are strongest, when what is planned."""

from __future__ import annotations

import io
import zipfile
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import openpyxl
import pytest
from lxml import etree

from accountplan.layout.answers import PlanAnswers
from accountplan.layout.laying_out import lay_out
from accountplan.layout.places import (
    TablePlace,
    ViewPlace,
)
from accountplan.layout.views import weeks_of
from accountplan.template import Template, load_template
from tests.helpers import HEAD, REAL_TEMPLATES, context, found, plan, put_template, read, real_template, saved
from tests.office.office import Office
from tests.roundtrip.recalculated import disagreements

FIRST = REAL_TEMPLATES[0]
PEOPLE = """\
id: "1"
title: {nl: Mensen, en: People}
items:
  - table: people
    label: {nl: Contacten, en: Contacts}
    role: contacts
    rows: 7
    columns:
      - {column: own.name, label: {nl: Naam, en: Name}, type: text, role: name}
      - {column: own.boss, label: {nl: Baas, en: Boss}, type: text, role: reports-to}
      - {column: own.weight, label: {nl: Invloed, en: Influence}, type: scale, role: influence}
  - view: chain
    label: {nl: Wie beslist, en: Who decides}
    shape: chain
    of: people
"""
POINTS = "".join(
    f"""\
  - table: {name}
    label: {{nl: {name}, en: {name}}}
    role: {name}
    rows: 2
    number: {name[0].upper()}
    columns: [{{column: own.{name}, label: {{nl: {one}, en: {one}}}, type: text, role: text}}]
"""
    for name, one in (
        ("strengths", "Sterkte"),
        ("weaknesses", "Zwakte"),
        ("opportunities", "Kans"),
        ("threats", "Gevaar"),
    )
)
MATRIX = f"""\
id: "1"
title: {{nl: Matrix, en: Matrix}}
items:
{POINTS}
  - table: matrix
    label: {{nl: Confrontatie, en: Confrontation}}
    role: confrontation
    totals: true
    rows: {{mirror: [strengths, weaknesses]}}
    across: {{mirror: [opportunities, threats]}}
    columns: [{{column: own.score, label: {{nl: Score, en: Score}}, type: scale, minimum: -2, maximum: 2, role: score}}]
  - view: strongest
    label: {{nl: De sterkste, en: The strongest}}
    shape: ranking
    of: matrix
    words:
      strengths.opportunities: {{nl: inzetten, en: use}}
      strengths.threats: {{nl: afweren, en: ward off}}
      weaknesses.opportunities: {{nl: ombuigen, en: turn}}
      weaknesses.threats: {{nl: veranderen, en: change}}
"""


def made(folder: Path, chapter: str) -> Template:
    return load_template(str(put_template(folder, HEAD, first=chapter)))


def rows_of(table: str, rows: list[dict[str, Any]]) -> dict[str, dict[str, dict[str, Any]]]:
    return {table: {f"{table}.{n}": row for n, row in enumerate(rows, start=1)}}


def listed(template: Template, content: bytes, view: str, column: int) -> list[Any]:
    """What a column of a view's rows holds, by the values that were written with the formulas."""
    place = next(p for sheet in lay_out(template, context()).sheets for p in sheet.places if is_view(p, view))
    sheet = openpyxl.load_workbook(io.BytesIO(content), data_only=True)[place.sheet]
    return [sheet.cell(row + 1, column + 1).value or "" for row in range(place.first_row, place.end_row)]


def is_view(place: object, view: str) -> bool:
    return isinstance(place, ViewPlace) and place.view.id == view


def recalculated(office: Office, path: Path, content: bytes) -> list[str]:
    path.write_bytes(content)
    return disagreements(office, path)


# -- who decides -------------------------------------------------------------------------------------------------------
def team(*pairs: tuple[str, str]) -> PlanAnswers:
    rows = [{"own.name": name, "own.boss": boss} for name, boss in pairs]
    return PlanAnswers({}, rows_of("people", rows)).without_blanks()


def names(template: Template, answers: PlanAnswers) -> list[str]:
    return [text.replace("\xa0", " ") for text in listed(template, plan(template, answers), "chain", 2)[1:] if text]


def test_people_stand_below_those_they_report_to(tmp_path: Path) -> None:
    people = team(("Jan", "Piet"), ("Piet", ""), ("Klaas", "jan"), ("Eva", ""), ("Loes", "Piet"))
    assert names(made(tmp_path, PEOPLE), people) == ["Piet", "    └ Jan", "        └ Klaas", "    └ Loes", "Eva"]


def test_who_reports_to_nobody_in_the_list_or_to_oneself_stands_on_top(tmp_path: Path) -> None:
    assert names(made(tmp_path, PEOPLE), team(("Jan", "de baas"), ("Piet", "Piet"))) == ["Jan", "Piet"]


def test_people_who_report_to_each_other_in_a_circle_come_last(tmp_path: Path) -> None:
    people = team(("An", "Bo"), ("Bo", "Cor"), ("Cor", "An"), ("Dik", "An"), ("Eva", ""), ("Flip", "Eva"))
    assert names(made(tmp_path, PEOPLE), people) == ["Eva", "    └ Flip", "An", "Bo", "Cor", "Dik"]


CHAINS = [
    team(),
    team(("A*", "a"), ("a", "?*"), ("=1+1", "A*"), ("~", "=1+1"), ("b", "~"), ("c", "b"), ("d", "c")),
    team(("An", "Bo"), ("Bo", "An"), ("", "An"), ("an", "BO"), ("Dik", "an"), ("Eva", "eva")),
]


@pytest.mark.parametrize("people", CHAINS, ids=["empty", "deep", "circle"])
def test_libreoffice_lists_the_same_people(office: Office, tmp_path: Path, people: PlanAnswers) -> None:
    assert recalculated(office, tmp_path / "plan.xlsx", plan(made(tmp_path, PEOPLE), people)) == []


# -- the strongest combinations ----------------------------------------------------------------------------------------
def matrix(*rows: tuple[Any, ...]) -> PlanAnswers:
    """Scores from left to right and from top to bottom."""
    left = [f"{table}.{n}" for table in ("strengths", "weaknesses") for n in (1, 2)]
    above = [f"{table}.{n}" for table in ("opportunities", "threats") for n in (1, 2)]
    scores = {
        f"matrix.{one}.{other}": {"own.score": score}
        for one, row in zip(left, rows, strict=False)
        for other, score in zip(above, row, strict=True)
    }
    points = rows_of("strengths", [{"own.strengths": "snel"}, {"own.strengths": "groot"}])
    return PlanAnswers({}, {"matrix": scores, **points}).without_blanks()


SCORED = matrix((1, None, 0, 2), (-2, 0, None, None), (None, 1, -1, 0), (0, 0, 0, -2))


def test_the_strongest_combinations_are_named_with_their_word_and_score(tmp_path: Path) -> None:
    template = made(tmp_path, MATRIX)
    content = plan(template, SCORED)
    assert listed(template, content, "strongest", 2) == [
        "Sterkte 1 × Gevaar 2: afweren (+2)",
        "Sterkte 2 × Kans 1: inzetten (-2)",
        "Zwakte 2 × Gevaar 2: veranderen (-2)",
        "Sterkte 1 × Kans 1: inzetten (+1)",
        "Zwakte 1 × Kans 2: ombuigen (+1)",
    ]
    assert listed(template, content, "strongest", 4)[:3] == ["S-01 snel", "S-02 groot", "W-02"]


def test_rows_and_columns_are_added_up(tmp_path: Path) -> None:
    template = made(tmp_path, MATRIX)
    place = lay_out(template, context()).tables["matrix"]
    sheet = openpyxl.load_workbook(io.BytesIO(plan(template, SCORED)), data_only=True)[place.sheet]
    assert place.totals is not None
    assert [sheet.cell(row.row + 1, place.totals + 1).value for row in place.rows] == [3, -2, 0, -2]
    below = [sheet.cell(place.totals_row + 1, column.index + 1).value for column in place.columns]
    assert below == [-1, 1, -1, 0]


@pytest.mark.parametrize("answers", [PlanAnswers(), SCORED], ids=["empty", "scored"])
def test_libreoffice_finds_the_same_combinations(office: Office, tmp_path: Path, answers: PlanAnswers) -> None:
    typed = {"matrix.strengths.1.opportunities.2.own.score": "veel", "matrix.weaknesses.1.threats.1.own.score": 7.0}
    content = plan(made(tmp_path, MATRIX), answers, typed=typed if answers.tables else None)
    assert recalculated(office, tmp_path / "plan.xlsx", content) == []


# -- charts ------------------------------------------------------------------------------------------------------------
NS = {
    "c": "http://schemas.openxmlformats.org/drawingml/2006/chart",
    "a": "http://schemas.openxmlformats.org/drawingml/2006/main",
    "xdr": "http://schemas.openxmlformats.org/drawingml/2006/spreadsheetDrawing",
}


def parts(content: bytes, folder: str) -> Iterator[Any]:
    with zipfile.ZipFile(io.BytesIO(content)) as package:
        for name in sorted(package.namelist()):
            if name.startswith(folder) and name.endswith(".xml"):
                yield etree.fromstring(package.read(name))


def test_every_chart_says_what_it_shows_to_those_who_do_not_see_it() -> None:
    for language, words in (("nl", "De cijfers staan in de tabel"), ("en", "The figures stand in the table")):
        content = plan(real_template(FIRST), circumstances=context(language))
        charts = list(parts(content, "xl/charts/chart"))
        drawn = [frame for drawing in parts(content, "xl/drawings/") for frame in drawing.iter(f"{{{NS['xdr']}}}cNvPr")]
        texts = [frame.get("descr", "") for frame in drawn]
        assert len(charts) == len([text for text in texts if words in text]) == 4
        assert all(chart.find(".//c:title//a:t", NS).text for chart in charts)


def test_a_chart_of_one_point_per_quarter_is_drawn_from_the_cells_of_that_point() -> None:
    template = real_template(FIRST)
    actuals = {f"evaluation.q{n}.revenue": {"eval.revenue_actual": 100.0 * n} for n in (1, 2)}
    content = plan(template, PlanAnswers({}, {"evaluation": actuals}))
    place = lay_out(template, context()).tables["evaluation"]
    rows = [row.row + 1 for row in place.rows if row.key.codes[1] == "revenue"]
    column = place.column_place("eval.actual")
    assert column is not None
    letter = openpyxl.utils.get_column_letter(column.index + 1)
    cells = ",".join(f"'{place.sheet}'!${letter}${row}" for row in rows)
    charts = {chart.find(".//c:title//a:t", NS).text: chart for chart in parts(content, "xl/charts/chart")}
    drawn = [series.find("c:val//c:f", NS).text for series in charts["Omzet"].iter(f"{{{NS['c']}}}ser")]
    assert drawn[1] == f"({cells})"
    shown = [value.text for value in charts["Omzet"].findall(".//c:ser", NS)[1].findall("c:val//c:v", NS)]
    assert [float(text) for text in shown[:2]] == [100, 200]


def test_figures_are_added_up_per_choice_beside_the_chart() -> None:
    template = real_template(FIRST)
    rows = [{"pot.group": group, "pot.group_potential": 10.0} for group in ("bread", "cheese", "bread")]
    content = plan(template, PlanAnswers({}, rows_of("potential", rows)))
    groups, sums = (listed(template, content, "potential_chart", column) for column in (2, 4))
    assert (groups[1:4], sums[1:4]) == (["Brood", "Kaas", ""], [20, 10, ""])


# -- the timeline ------------------------------------------------------------------------------------------------------
def test_the_weeks_of_a_year_hold_each_of_its_days() -> None:
    for year in range(2020, 2060):
        weeks = weeks_of(year)
        assert {day.weekday() for day in weeks} == {0}
        assert weeks[0] <= date(year, 1, 1) < weeks[0] + timedelta(7)
        assert weeks[-1] <= date(year, 12, 31) < weeks[-1] + timedelta(7)
    assert {len(weeks_of(year)) for year in (2027, 2040)} == {53, 54}


ACTIVITY = {
    "act.what": "proeverij", "act.owner": "jan", "act.start": date(2027, 3, 1), "act.deadline": date(2027, 4, 30),
    "act.status": "done",
}  # fmt: skip


def test_the_timeline_copies_what_is_filled_in_and_nothing_else() -> None:
    template = real_template(FIRST)
    content = plan(template, PlanAnswers({}, rows_of("activities", [ACTIVITY])))
    columns = [listed(template, content, "timeline", column)[3:5] for column in (2, 4, 5, 6, 7)]
    assert [column[0] for column in columns] == [
        "A-01 proeverij", "Jan de Vries", date_cell(2027, 3, 1), date_cell(2027, 4, 30), "gereed",
    ]  # fmt: skip
    assert [column[1] for column in columns] == [""] * 5


def date_cell(*day: int) -> Any:
    return openpyxl.utils.datetime.from_excel((date(*day) - date(1899, 12, 30)).days)


def test_a_timeline_goes_on_one_page_and_knows_today_in_its_looks_alone() -> None:
    book = openpyxl.load_workbook(io.BytesIO(plan(real_template(FIRST))))
    sheet = book["2.2 Tijdlijn"]
    assert sheet.sheet_properties.pageSetUpPr.fitToPage
    assert {sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight} <= {None, 1}  # one page is what Excel assumes
    assert sheet.page_setup.orientation == "landscape"
    rules = [rule.formula[0] for rules in sheet.conditional_formatting for rule in rules.rules]
    assert sum("TODAY()" in formula for formula in rules) == 1
    assert not any("TODAY" in str(cell.value) for row in sheet.iter_rows() for cell in row)


def test_no_text_stands_in_the_bars_of_a_timeline() -> None:
    content = plan(real_template(FIRST), PlanAnswers({}, rows_of("activities", [ACTIVITY])))
    sheet = openpyxl.load_workbook(io.BytesIO(content))["2.2 Tijdlijn"]
    rules = {str(rules.sqref): rule for rules in sheet.conditional_formatting for rule in rules.rules}
    bars = [area for area, rule in rules.items() if rule.formula[0] == "TRUE"]
    assert len(bars) == 1
    assert {cell.value for row in sheet[bars[0]] for cell in row} == {None}
    samples = [cell for cell in sheet[sheet.max_row] if cell.fill.fill_type]
    assert len(samples) >= 3
    assert {cell.value for cell in samples} == {None}


# -- reading back ------------------------------------------------------------------------------------------------------
def test_views_that_a_program_turned_into_constants_are_no_answers_and_no_strays(tmp_path: Path) -> None:
    template = made(tmp_path, MATRIX)
    content = plan(template, SCORED)
    reading = read(saved(openpyxl.load_workbook(io.BytesIO(content), data_only=True)), template)
    assert [code for code, _ in found(reading) if code in ("stray-text", "structure-changed", "field-duplicated")] == []
    assert {key: len(rows) for key, rows in reading.tables.items()} == {
        "strengths": 2, "weaknesses": 2, "opportunities": 2, "threats": 2, "matrix": 16,
    }  # fmt: skip


def test_a_view_of_what_a_plan_does_not_have_is_left_out() -> None:
    template = real_template(FIRST)
    shown = {
        tier: {
            place.view.id
            for sheet in lay_out(template, context(tier=tier)).sheets
            for place in sheet.places
            if isinstance(place, ViewPlace)
        }
        for tier in "AB"
    }
    assert shown["A"] - shown["B"] == {"who_decides", "channel_chart", "strongest"}
    assert "timeline" in shown["B"]


def test_views_stand_below_what_they_show() -> None:
    for name in REAL_TEMPLATES:
        for sheet in lay_out(real_template(name), context()).sheets:
            tables = {p.table.id: p.end_row for p in sheet.places if isinstance(p, TablePlace)}
            for place in sheet.places:
                if isinstance(place, ViewPlace) and place.view.of in tables:
                    assert place.title_row > tables[place.view.of]
