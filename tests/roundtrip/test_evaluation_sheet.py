"""The sheet Evaluation in LibreOffice: every choice of every drop-down, and filters, against sums in plain Python."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any

import pytest

from accountplan.consolidate import Consolidated
from accountplan.consolidate.rows import AccountRow, EvaluationRow
from accountplan.messages import say
from tests.office.office import Book, Office
from tests.tools.counts import FULL
from tests.unit import summaries
from tests.unit.awkward import ROUNDS

CHOSEN = ("two currencies", "strange names", "no team")
if FULL:
    CHOSEN += ("demo after Q2", "no rate", "odd figures", "fourth quarter")
FILTERED = ("demo after Q2", "two currencies", "no rate", "strange names") if FULL else ("demo after Q2", "no rate")
DIMENSIONS: dict[str, Callable[[AccountRow], str | None]] = {
    "Accountmanager": lambda row: row.manager_key,
    "Team": lambda row: row.team,
    "Regio": lambda row: row.region,
    "Prioriteit": lambda row: row.tier,
}
Members = set[str]
Figures = dict[str, float | str]


class Sheet:
    """The sheet as it stands in the file: where its drop-downs, its totals and its list are."""

    def __init__(self, path: Path) -> None:
        sheet = summaries.Book(path.read_bytes())["Evaluatie"]
        (table,) = sheet.tables.values()
        self.table = table.ref
        headings = sheet[table.ref][0]
        self.letters = {str(cell.value): cell.column_letter for cell in headings}
        self.first, self.last = headings[0].row + 1, sheet[table.ref][-1][0].row
        self.drop_downs = {}
        for rule in sheet.data_validations.dataValidation:
            cell = sheet[str(rule.sqref).split(":")[0]]
            self.drop_downs[str(sheet.cell(cell.row - 1, cell.column).value)] = f"Evaluatie!{cell.coordinate}"
        top = next(row for row in range(1, headings[0].row) if sheet.cell(row, 1).value == "Onderdeel")
        places = {str(cell.value).replace("\n", " "): cell.column_letter for cell in sheet[top] if cell.value}
        self.totals = {
            "plan": places["Plan"], "actual": places["Realisatie"], "variance": places["Afwijking"],
            "share": places["% van plan"], "light": places["Stoplicht"], "forecast": places["Prognose heel jaar"],
            "year": places["Plan heel jaar"], "of": places["Klanten compleet"],
        }  # fmt: skip
        self.lines = {}
        for row in range(top + 1, headings[0].row):
            if sheet.cell(row, 1).value in (None, "Zichtbaar"):
                break
            unit = str(sheet.cell(row, 3).value).removeprefix("× 1.000 ")
            self.lines[str(sheet.cell(row, 1).value), unit] = row
        self.visible = {
            str(sheet.cell(row, 3).value): row
            for row in range(top, self.first)
            if sheet.cell(row, 1).value == "Zichtbaar"
        }


def plain(result: Consolidated, members: Iterable[str], point: str, unit: str) -> Figures:
    """The totals of one point in one unit, over these accounts: nothing of ours but the rows of the tables."""
    kpi = next(row.kpi for row in result.tables.evaluations if _point(result, row.kpi) == point)
    converted = unit.endswith("(omgerekend)")
    currency = unit.removesuffix(" (omgerekend)").removeprefix("% ")
    rates = {row.currency: row.rate for row in result.tables.rates} if converted else {}
    accounts = {row.account_id: row for row in result.tables.accounts if row.account_id in set(members)}
    if unit != "aantal":
        accounts = {key: row for key, row in accounts.items() if converted or row.currency == currency}
    rows = {(row.account_id, row.kpi): row for row in result.tables.evaluations if row.quarter == result.quarter.name}

    def of(figures: tuple[str, ...]) -> Iterator[tuple[EvaluationRow, EvaluationRow | None, float]]:
        for account in accounts.values():
            row, revenue = rows.get((account.account_id, kpi)), rows.get((account.account_id, "revenue"))
            if row is None or any(getattr(row, figure) is None for figure in figures):
                continue
            if row.unit == "percent" and any(getattr(revenue, figure) is None for figure in figures):
                continue
            rate = rates.get(str(account.currency), 1.0) if unit != "aantal" else 1.0
            yield row, revenue, rate

    def total(figure: str, figures: tuple[str, ...]) -> float | str:
        found = list(of(figures))
        if not found:
            return ""
        if found[0][0].unit != "percent":
            return math.fsum(getattr(row, figure) * rate for row, _, rate in found)
        whole = math.fsum(getattr(revenue, figure) * rate for _, revenue, rate in found)
        return math.fsum(getattr(row, figure) * getattr(revenue, figure) * rate for row, revenue, rate in found) / whole

    now, yearly = ("plan", "actual"), ("forecast", "plan_year")
    plan, actual = total("plan", now), total("actual", now)
    told: Figures = {"plan": plan, "actual": actual, "variance": "", "share": "", "light": "onbekend"}
    if not isinstance(plan, str) and not isinstance(actual, str):
        told |= {"variance": actual - plan, "share": actual / plan if plan > 0 else ""}
        told["light"] = _light(result, kpi, plan, actual)
    told |= {"forecast": total("forecast", yearly), "year": total("plan_year", yearly)}
    return told | {"of": f"{len(list(of(now)))} van {len(accounts)}"}


def _point(result: Consolidated, code: str) -> str:
    return next(k.label.root["nl"] for template in result.round.templates for k in template.kpis if k.code == code)


def _light(result: Consolidated, code: str, plan: float, actual: float) -> str:
    kpi = next(k for template in result.round.templates for k in template.kpis if k.code == code)
    limits = result.round.portfolio.settings.limits_of(kpi) if result.round.portfolio else kpi.limits
    miss = plan - actual if kpi.better == "higher" else actual - plan
    short = miss / abs(plan) if plan else float(miss > 0)
    return "groen" if short < limits.green + 1e-9 else "oranje" if short < limits.amber + 1e-9 else "rood"


def same(one: Any, other: Any) -> bool:
    if isinstance(one, float) and isinstance(other, float):
        return math.isclose(one, other, rel_tol=1e-9, abs_tol=1e-6)
    return bool(one == other)


def check(book: Book, sheet: Sheet, result: Consolidated, members: Members, what: object) -> None:
    """The totals of the sheet are those of these accounts."""
    values = book.values("Evaluatie")
    for (point, unit), row in sheet.lines.items():
        seen = {name: values.get(f"{letter}{row}", "") for name, letter in sheet.totals.items()}
        told = plain(result, members, point, unit)
        wrong = {name: (seen[name], told[name]) for name in told if not same(seen[name], told[name])}
        assert not wrong, (what, point, unit, wrong)


def check_reconciliation(book: Book, what: object) -> None:
    verdicts = [value for cell, value in book.values("Controle").items() if cell.startswith("A")]
    wrong = say("nl", "summary", "disagrees")
    assert wrong not in verdicts and len(verdicts) > 10, what


def taking_part(result: Consolidated) -> list[AccountRow]:
    return [row for row in result.tables.accounts if row.status != "no-plan"]


@pytest.fixture(scope="module")
def written(tmp_path_factory: pytest.TempPathFactory) -> Callable[[str], tuple[Path, Consolidated]]:
    folder = tmp_path_factory.mktemp("evaluations")

    def write(name: str) -> tuple[Path, Consolidated]:
        result = ROUNDS[f"the {name}" if name.startswith("demo") else name]("nl")
        path = folder / f"{name}.xlsx"
        path.write_bytes(summaries.written(result))
        return path, result

    return write


@pytest.mark.parametrize("name", CHOSEN)
def test_every_choice_of_every_drop_down_gives_its_totals(
    office: Office, written: Callable[[str], tuple[Path, Consolidated]], name: str
) -> None:
    path, result = written(name)
    sheet, book = Sheet(path), office.open(path)
    everybody = {row.account_id for row in taking_part(result)}
    check(book, sheet, result, everybody, "all")
    for dimension, cell in sheet.drop_downs.items():
        groups = {DIMENSIONS[dimension](row) for row in taking_part(result)}
        offered = book.offered(cell)
        assert offered is not None and len(offered) == len(groups) + 1 == len(set(offered))
        chosen: list[Members] = []
        for choice in offered[1:]:
            book.set(cell, choice)
            members = _members(result, dimension, choice)
            check(book, sheet, result, members, (dimension, choice))
            chosen.append(members)
        check_reconciliation(book, dimension)
        book.set(cell, offered[0])
        assert set().union(*chosen) == everybody and sum(map(len, chosen)) == len(everybody)
    check(book, sheet, result, everybody, "all again")


def _members(result: Consolidated, dimension: str, choice: str) -> Members:
    """The accounts that a choice is about, by what people call their manager, team, region or tier."""
    portfolio = result.round.portfolio
    assert portfolio is not None
    lists = {"Team": portfolio.teams, "Regio": portfolio.regions}
    names = {item.code: item.label["nl"] for item in lists.get(dimension, ())}
    names |= {person.key: person.name for person in portfolio.people} if dimension == "Accountmanager" else {}
    found: Members = set()
    for row in taking_part(result):
        code = DIMENSIONS[dimension](row)
        if choice == (names.get(code, code) if code else say("nl", "summary", "group-none")):
            found.add(row.account_id)
    return found


def test_choices_narrow_each_other_and_a_text_that_is_no_choice_is_nobody(
    office: Office, written: Callable[[str], tuple[Path, Consolidated]]
) -> None:
    path, result = written("demo after Q2")
    sheet, book = Sheet(path), office.open(path)
    row = taking_part(result)[0]
    book.set(sheet.drop_downs["Accountmanager"], str(row.account_manager))
    book.set(sheet.drop_downs["Prioriteit"], "B")
    members = {other.account_id for other in taking_part(result)
               if (other.manager_key, other.tier) == (row.manager_key, "B")}  # fmt: skip
    check(book, sheet, result, members, "both")
    check_reconciliation(book, "both")
    for typed in ("*", "?", "=1", "", str(row.account_manager).upper()):
        book.set(sheet.drop_downs["Accountmanager"], typed)
        check(book, sheet, result, set(), typed)
    check_reconciliation(book, "nobody")


@pytest.mark.parametrize("name", FILTERED)
def test_what_a_filter_leaves_is_added_up_above_the_list(
    office: Office, written: Callable[[str], tuple[Path, Consolidated]], name: str
) -> None:
    path, result = written(name)
    sheet, book = Sheet(path), office.open(path)
    accounts = {row.account_id: row for row in taking_part(result)}
    before = book.values("Evaluatie")
    listed = [str(before[f"A{row}"]) for row in range(sheet.first, sheet.last + 1)]
    states = dict(zip(listed, (before[f"{sheet.letters['Slechtste stoplicht']}{row}"]
                               for row in range(sheet.first, sheet.last + 1)), strict=True))  # fmt: skip
    column = list(sheet.letters).index("Slechtste stoplicht")
    for state in sorted(set(map(str, states.values()))):
        book.filter(f"Evaluatie!{sheet.table}", column, state)
        members = {account for account in listed if states[account] == state}
        values = book.values("Evaluatie")
        for unit, row in sheet.visible.items():
            mine = {a for a in members if unit not in ("EUR", "USD") or accounts[a].currency == unit}
            assert values[f"B{row}"] == len(mine), (state, unit)
            for point, told in _told(result, sheet, mine, unit):
                for figure, heading in (("plan", "plan"), ("actual", "gerealiseerd"), ("variance", "afwijking"),
                                        ("forecast", "prognose heel jaar"), ("year", "plan heel jaar")):  # fmt: skip
                    seen = values.get(f"{sheet.letters[f'{point}: {heading}']}{row}", "")
                    assert same(seen, told[figure]), (state, unit, point, figure, seen, told[figure])
                assert same(values.get(f"{sheet.letters[point]}{row}", ""), told["share"]), (state, unit, point)
        check_reconciliation(book, state)


def _told(result: Consolidated, sheet: Sheet, members: Members, unit: str) -> Iterator[tuple[str, Figures]]:
    """What a line of visible totals must hold: its own currency's points, and the numbers on the last line."""
    last = unit == list(sheet.visible)[-1]
    for point, own in sheet.lines:
        if own.removeprefix("% ") == unit or (last and own == "aantal"):
            yield point, plain(result, members, point, own)


def test_a_figure_that_somebody_changes_no_longer_agrees_with_the_totals(
    office: Office, written: Callable[[str], tuple[Path, Consolidated]]
) -> None:
    path, _ = written("two currencies")
    data = summaries.Book(path.read_bytes())["Gegevens evaluatie"]
    headings = {str(cell.value): cell.column_letter for cell in data[5]}
    row = next(row for row in range(6, data.max_row + 1) if data[f"{headings['Plan']}{row}"].value == 1000)
    book = office.open(path)
    book.set(f"Gegevens evaluatie!{headings['Plan']}{row}", 1001)
    values = book.values("Controle")
    wrong = {values[f"C{cell[1:]}"] for cell, value in values.items()
             if cell.startswith("A") and value == say("nl", "summary", "disagrees")}  # fmt: skip
    assert {"Gekozen · Omzet · plan · EUR", "Zichtbaar · Omzet · plan · EUR · omgerekend"} <= wrong
