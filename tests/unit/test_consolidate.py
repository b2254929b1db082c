"""The tables of a round: the right figure from the right cell, nothing guessed, nothing added that does not belong."""

from __future__ import annotations

import csv
import subprocess
import sys
from dataclasses import replace
from datetime import date
from pathlib import Path

import pytest

from accountplan.consolidate import Quarter, Tables, consolidate, parse_quarter, status, tables, write_data
from accountplan.consolidate.data import csv_text
from accountplan.consolidate.frames import frames
from accountplan.consolidate.rows import EvaluationRow, GoalRow
from accountplan.errors import Stop
from accountplan.portfolio.model import Account, Portfolio
from accountplan.template.model import Limits
from accountplan.workbook.reading import Reading
from tests.unit.rounds import a_round, account, answers, cell_of, figures, find, portfolio, reading, sold, workbook_of

Q1, Q2 = Quarter(2027, 1), Quarter(2027, 2)


def of(
    *readings: Reading, quarter: Quarter = Q1, by: Portfolio | None = None, as_of: date = date(2027, 3, 31)
) -> Tables:
    return tables(a_round(by or portfolio(account("A-1"), account("A-2", "bob")), *readings), quarter, as_of, "nl")


def point(found: Tables, kpi: str, account_id: str = "A-1", quarter: str = "Q1") -> EvaluationRow:
    (row,) = [r for r in found.evaluations if (r.account_id, r.kpi, r.quarter) == (account_id, kpi, quarter)]
    return row


# -- the points --------------------------------------------------------------------------------------------------------
def test_a_point_has_its_figures_its_light_and_the_cells_they_stand_in() -> None:
    found = of(
        reading("A-1", answers("A-1", figures("q1", revenue=(1000, 940.5, 3900)) | figures("q4", revenue=(4000,))))
    )
    row = point(found, "revenue")
    assert (row.plan, row.actual, row.forecast, row.variance, row.plan_year) == (1000, 940.5, 3900, -59.5, 4000)
    assert (row.light, row.basis, row.unit, row.currency) == ("amber", "year-to-date", "money", "EUR")
    assert (row.file, row.sheet) == ("A-1.xlsx", "3 Kwartaalevaluatie")
    fields = ("eval.revenue_plan", "eval.revenue_actual", "eval.revenue_forecast", "eval.correction")
    cells = (row.cell_plan, row.cell_actual, row.cell_forecast, row.cell_correction)
    assert cells == tuple(cell_of("evaluation.q1.revenue", field) for field in fields)


def test_missing_is_not_zero() -> None:
    found = of(reading("A-1", answers("A-1", figures("q1", revenue=(1000, None), costs=(None, 50)))))
    for kpi in ("revenue", "costs", "visits", "range", "margin"):
        row = point(found, kpi)
        assert row.light == "none"
        assert row.variance is None
    assert point(found, "revenue").actual is None
    assert point(found, "range").plan is None
    assert all(total.plan is None and total.accounts == 0 for total in found.totals)


def test_zero_is_a_figure() -> None:
    row = point(of(reading("A-1", answers("A-1", figures("q1", visits=(0, 0))))), "visits")
    assert (row.plan, row.actual, row.variance, row.light) == (0, 0, 0, "green")


@pytest.mark.parametrize(("spent", "light"), [(90, "green"), (102, "green"), (109, "amber"), (111, "red")])
def test_of_costs_less_is_better(spent: int, light: str) -> None:
    assert point(of(reading("A-1", answers("A-1", figures("q1", costs=(100, spent))))), "costs").light == light


def test_the_portfolio_sets_the_limits() -> None:
    strict = portfolio(account("A-1"), limits={"revenue": Limits(green=0, amber=0.01)})
    plan = reading("A-1", answers("A-1", figures("q1", revenue=(100, 98))))
    assert point(of(plan), "revenue").light == "green"
    assert point(of(plan, by=strict), "revenue").light == "red"


def test_differences_are_those_of_the_numbers_as_written() -> None:
    found = of(reading("A-1", answers("A-1", figures("q1", margin=(0.32, 0.31), costs=(0.1, 0.3)))))
    assert point(found, "margin").variance == -0.01
    assert point(found, "costs").variance == 0.2


def test_the_choice_of_the_sales_person_stands_beside_the_computed_light() -> None:
    rows = figures("q1", revenue=(100, 50))
    rows["evaluation.q1.revenue"] |= {"eval.light": "green", "eval.light_reason": "order valt later"}
    row = point(of(reading("A-1", answers("A-1", rows))), "revenue")
    assert (row.light, row.light_override, row.light_reason) == ("red", "green", "order valt later")


def test_the_range_is_counted_from_the_verdicts() -> None:
    filled = answers("A-1", range=sold("q1", bread=(100, 90, "less"), cake=(50, 60, "more")))
    row = point(of(reading("A-1", filled)), "range")
    assert (row.plan, row.actual, row.light) == (2, 1, "red")
    groups = ("range.q1.bread", "range.q1.cake")
    assert row.cell_plan == ";".join(cell_of(group, "eval.range_plan") for group in groups)
    assert row.cell_actual == ";".join(cell_of(group, "eval.range_verdict") for group in groups)


def test_a_planned_group_without_verdict_is_planned_and_without_any_verdict_nothing_is_known() -> None:
    one = of(reading("A-1", answers("A-1", range=sold("q1", bread=(100, 90, None), cake=(None, 60, "as-planned")))))
    assert (point(one, "range").plan, point(one, "range").actual) == (2, 1)
    none = of(reading("A-1", answers("A-1", range=sold("q1", bread=(100, 90, None)))))
    assert (point(none, "range").plan, point(none, "range").actual, point(none, "range").light) == (1, None, "none")


def test_only_quarters_up_to_the_one_asked() -> None:
    filled = answers("A-1", figures("q1", visits=(1, 1)) | figures("q2", visits=(2, 2)) | figures("q3", visits=(3, 3)))
    found = of(reading("A-1", filled), quarter=Q2)
    assert {row.quarter for row in found.evaluations} == {"Q1", "Q2"}
    assert [row.kpi for row in found.evaluations][:5] == ["revenue", "range", "visits", "costs", "margin"]
    assert len(found.evaluations) == 10


# -- goals and activities ----------------------------------------------------------------------------------------------
GOALS = {
    "goals.1": {"goal.specific": "Meer", "goal.area": "revenue", "goal.baseline": 10, "goal.target": 20},
    "goals.2": {"goal.specific": "Minder", "goal.area": "visits", "goal.end": date(2027, 12, 31)},
}


def test_the_state_of_a_goal_is_the_newest_up_to_the_quarter_asked() -> None:
    states = {"goal_state.goals.1.q1": {"eval.goal_value": 12}, "goal_state.goals.1.q3": {"eval.goal_value": 17}}
    plan = reading("A-1", answers("A-1", goals=GOALS, goal_state=states))

    def goal(quarter: Quarter) -> GoalRow:
        return of(plan, quarter=quarter).goals[0]

    assert (goal(Q2).current, goal(Q2).current_quarter) == (12, "Q1")
    assert goal(Quarter(2027, 3)).current == 17
    assert (goal(Q1).goal_id, goal(Q1).goal_no, goal(Q1).area, goal(Q1).target) == ("goals.1", "D-01", "revenue", 20)
    assert (goal(Q1).sheet, goal(Q1).cell) == ("2.1 Doelstellingen", cell_of("goals.1", "goal.specific"))
    assert of(plan).goals[1].current is None


def test_an_activity_is_overdue_when_it_is_open_past_its_deadline() -> None:
    def activity(deadline: date | None, state: str | None) -> dict[str, object]:
        cells = {"act.what": "x", "act.goal_id": "goals.1", "act.deadline": deadline, "act.status": state}
        return {key: value for key, value in cells.items() if value is not None}

    before, after = date(2027, 3, 30), date(2027, 3, 31)
    asked = [
        *((before, state) for state in ("in-progress", "done", "dropped", None)),
        *((day, "not-started") for day in (after, None)),
    ]
    rows = {f"activities.{n}": activity(*each) for n, each in enumerate(asked, start=1)}
    found = of(reading("A-1", answers("A-1", goals=GOALS, activities=rows)))
    assert [row.overdue for row in found.activities] == [True, False, False, True, False, False]
    assert (found.activities[0].goal_id, found.activities[0].goal_no) == ("goals.1", "D-01")
    assert [row.activities for row in found.goals] == [6, 0]


# -- totals ------------------------------------------------------------------------------------------------------------
def test_totals_equal_a_recomputation_in_plain_python() -> None:
    numbers = {  # account: manager, revenue plan, actual, margin plan, actual
        "A-1": ("ann", 1000.1, 900.2, 0.30, 0.28),
        "A-2": ("bob", 500, 650.35, 0.20, 0.25),
        "A-3": ("ann", 2000, 1700, 0.40, 0.41),
        "A-4": ("bob", 700, None, 0.50, None),
    }
    accounts = [account(name, row[0]) for name, row in numbers.items()]
    plans = [
        reading(name, answers(name, figures("q1", revenue=row[1:3], margin=row[3:5]))) for name, row in numbers.items()
    ]
    found = of(*plans, by=portfolio(*accounts, account("A-5")))
    for manager, members in ((None, "A-1 A-2 A-3"), ("ann", "A-1 A-3"), ("bob", "A-2")):
        rows = [numbers[name] for name in members.split()]
        dimension = "manager" if manager else "portfolio"
        total = {t.kpi: t for t in found.totals if (t.dimension, t.group) == (dimension, manager)}
        assert total["revenue"].plan == pytest.approx(sum(row[1] for row in rows), abs=1e-9)
        assert total["revenue"].actual == pytest.approx(sum(row[2] for row in rows), abs=1e-9)  # type: ignore[misc]
        assert total["margin"].plan == pytest.approx(sum(r[3] * r[1] for r in rows) / sum(r[1] for r in rows))
        weighted = sum(row[4] * row[2] for row in rows) / sum(row[2] for row in rows)  # type: ignore[operator, misc]
        assert total["margin"].actual == pytest.approx(weighted)
    whole = next(t for t in found.totals if (t.dimension, t.kpi) == ("portfolio", "revenue"))
    assert (whole.accounts, whole.of_accounts, whole.none) == (3, 5, 2)
    assert whole.actual == 3250.55
    assert all(check.agrees for check in found.reconciliation)
    assert {check.dimension for check in found.reconciliation} == {"portfolio", "manager", "team", "tier"}


def test_two_currencies_are_never_added() -> None:
    by = portfolio(account("A-1"), account("A-2", "bob", currency="GBP"))
    found = of(
        reading("A-1", answers("A-1", figures("q1", revenue=(100, 90), visits=(2, 1)))),
        reading("A-2", answers("A-2", figures("q1", revenue=(7, 8), visits=(3, 3))), currency="GBP"),
        by=by,
    )
    whole = {(t.kpi, t.currency): t for t in found.totals if t.dimension == "portfolio"}
    assert (whole["revenue", "EUR"].plan, whole["revenue", "GBP"].plan) == (100, 7)
    assert ("revenue", None) not in whole
    assert (whole["visits", None].plan, whole["visits", None].accounts) == (5, 2)


def test_a_percentage_counts_only_beside_the_revenue_that_it_is_of() -> None:
    found = of(
        reading("A-1", answers("A-1", figures("q1", revenue=(100, 100), margin=(0.5, 0.5)))),
        reading("A-2", answers("A-2", figures("q1", margin=(0.1, 0.1)))),
    )
    margin = next(t for t in found.totals if (t.dimension, t.kpi) == ("portfolio", "margin"))
    assert (margin.plan, margin.accounts, margin.of_accounts) == (0.5, 1, 2)


def test_product_groups_are_totalled_and_reconciled() -> None:
    found = of(
        reading("A-1", answers("A-1", range=sold("q1", bread=(100, 90.5, "less"), cake=(10, None, None)))),
        reading("A-2", answers("A-2", range=sold("q1", bread=(50, 60.25, "more"), cake=(5, 4, "other")))),
    )
    bread, cake = found.range_totals
    assert (bread.product_group, bread.plan, bread.actual, bread.variance) == ("bread", 150, 150.75, 0.75)
    assert (bread.met, bread.missed, bread.other, cake.accounts, cake.planned_accounts) == (1, 1, 0, 1, 2)
    checks = [check for check in found.reconciliation if check.dimension == "product-group"]
    assert [check.total for check in checks] == [150, 150.75, 5, 4]
    assert all(check.agrees for check in checks)


def test_a_tampered_figure_shows_in_the_reconciliation() -> None:
    from accountplan.consolidate.reconcile import reconcile
    from accountplan.consolidate.totals import totals

    the_round = a_round(
        portfolio(account("A-1"), account("A-2", "bob")),
        reading("A-1", answers("A-1", figures("q1", revenue=(100, 90), margin=(0.3, 0.2)))),
        reading("A-2", answers("A-2", figures("q1", revenue=(50, 60), margin=(0.4, 0.4)))),
    )
    found = tables(the_round, Q1, date(2027, 3, 31), "nl")
    assert all(check.agrees for check in found.reconciliation)
    forged = tuple(
        replace(r, actual=91) if (r.account_id, r.kpi) == ("A-1", "revenue") else r for r in found.evaluations
    )
    wrong = replace(found, evaluations=forged)
    wrong = replace(wrong, totals=totals(wrong, the_round, Q1))
    apart = {(c.dimension, c.group, c.kpi, c.figure): c for c in reconcile(wrong, the_round, Q1) if not c.agrees}
    assert set(apart) == {
        (dimension, group, kpi, "actual")
        for dimension, group, kpi in (
            ("portfolio", None, "revenue"), ("manager", "ann", "revenue"), ("team", "north", "revenue"),
                ("tier", "A", "revenue"), ("tier", "A", "margin"),
            ("portfolio", None, "margin"),
        )
    }  # fmt: skip
    assert apart["portfolio", None, "revenue", "actual"].difference == 1


# -- accounts, files, answers, findings --------------------------------------------------------------------------------
def test_accounts_and_files_are_all_there() -> None:
    by = portfolio(account("A-1"), account("A-2", "bob"), account("C", tier="C"))
    found = of(reading("A-1"), reading("Z-1"), by=by)
    assert [(row.account_id, row.status, row.in_portfolio) for row in found.accounts] == [
        ("A-1", "delivered", True),
        ("A-2", "missing", True),
        ("C", "no-plan", True),
        ("Z-1", "delivered", False),
    ]
    first = found.accounts[0]
    assert (first.account_manager, first.manager_key, first.team) == ("Ann de Wit", "ann", "north")
    assert first.file == "A-1.xlsx"
    assert [(row.file, row.status, row.counts, row.reason) for row in found.files] == [
        ("A-1.xlsx", "read", True, None),
        ("Z-1.xlsx", "read", True, None),
    ]
    assert [(row.code, row.account_id, row.file) for row in found.findings] == [("account-unknown", "Z-1", "Z-1.xlsx")]


def test_answers_hold_every_question_and_every_filled_row() -> None:
    found = of(reading("A-1", answers("A-1", figures("q1", revenue=(100, None)), goals=GOALS)))
    by_field = {row.field: row for row in found.answers}
    assert by_field["meta.account_id"].value == "A-1"
    assert by_field["evaluation.q1.revenue.eval.revenue_plan"].value == 100
    assert by_field["evaluation.q1.revenue.eval.revenue_actual"].value is None
    assert by_field["goals.1.goal.area"].value == "revenue"
    assert "goals.3.goal.area" not in by_field


def test_status_says_who_and_how_old() -> None:
    plan = reading("A-1", replace(answers("A-1"), fields={"meta.last_change": date(2027, 3, 1)}))
    rows = list(status(a_round(portfolio(account("A-1"), account("A-2")), plan), date(2027, 3, 31)))
    assert [(row.account_id, row.status, row.days_old, row.answered, row.required) for row in rows] == [
        ("A-1", "delivered", 30, 8, 10), ("A-2", "missing", None, None, None)]  # fmt: skip


# -- out of the house --------------------------------------------------------------------------------------------------
@pytest.mark.parametrize(
    ("value", "text"),
    [
        ("=1+1", "'=1+1"), ("+31 6", "'+31 6"), ("-5 dagen", "'-5 dagen"), ("@home", "'@home"), ("\tx", "'\tx"),
        ("\rx", "'\rx"), ("x=1", "x=1"), (-5, "-5"), (-0.25, "-0.25"), (12.0, "12"), (1250000.5, "1250000.5"),
        (1e-7, "1e-07"), (None, ""), (True, "true"), (False, "false"), (date(2027, 3, 1), "2027-03-01"),
        (("price", "other"), "price;other"), (("=a", "b"), "'=a;b"),
    ],
)  # fmt: skip
def test_csv_values(value: object, text: str) -> None:
    assert csv_text(value) == text


def test_the_csv_files_follow_the_contract(tmp_path: Path) -> None:
    rows = figures("q1", revenue=(1000, 940.5))
    rows["evaluation.q1.revenue"] |= {"eval.correction": '=cmd(); "bel", dan\nmail'}
    found = of(reading("A-1", answers("A-1", rows)))
    write_data(found, tmp_path / "data")
    names = "files accounts evaluations range goals activities answers findings".split()
    assert {f"{name}.csv" for name in names} <= {path.name for path in (tmp_path / "data").iterdir()}
    raw = (tmp_path / "data" / "evaluations.csv").read_bytes()
    assert b"\r" not in raw
    with open(tmp_path / "data" / "evaluations.csv", encoding="utf-8", newline="") as file:
        records = list(csv.DictReader(file))
    assert (
        list(records[0])[:16]
        == (
            "account_id year quarter kpi plan actual forecast variance light basis correction file sheet "
            "cell_plan cell_actual cell_forecast"
        ).split()
    )
    assert (records[0]["plan"], records[0]["actual"], records[0]["variance"]) == ("1000", "940.5", "-59.5")
    assert records[0]["correction"] == '\'=cmd(); "bel", dan\nmail'
    assert records[0]["forecast"] == ""


def test_writing_twice_gives_the_same_bytes(tmp_path: Path) -> None:
    found = of(reading("A-1", answers("A-1", figures("q1", revenue=(1000, 940.5)))))
    once, twice = ({p.name: p.read_bytes() for p in write_data(found, tmp_path / name)} for name in "ab")
    assert once == twice


def test_frames_have_the_columns_and_know_null() -> None:
    made = frames(of(reading("A-1", answers("A-1", figures("q1", revenue=(1000, None))))))
    evaluations = made["evaluations"]
    assert len(evaluations) == 5
    assert evaluations["plan"].dtype == "Float64"
    assert evaluations.loc[0, "plan"] == 1000
    assert evaluations["actual"].isna().all()
    assert str(made["activities"]["deadline"].dtype).startswith("datetime64")
    assert made["files"].loc[0, "counts"]


# -- the whole ---------------------------------------------------------------------------------------------------------
def test_consolidate_reads_a_folder_of_real_workbooks(tmp_path: Path) -> None:
    plan = answers("A-1", figures("q1", revenue=(1000, 800)) | figures("q2", revenue=(2000, 1990)))
    (tmp_path / "A-1.xlsx").write_bytes(workbook_of("A-1", plan))
    (tmp_path / "A-2.xlsx").write_bytes(workbook_of("A-2", language="en"))
    result = consolidate(tmp_path, Q1, find, portfolio(account("A-1"), account("A-2", "bob"), account("A-3")))
    row = point(result.tables, "revenue")
    assert (row.plan, row.actual, row.light, row.sheet) == (1000, 800, "red", "3 Kwartaalevaluatie")
    assert point(result.tables, "revenue", "A-2").sheet == "3 Quarterly evaluation"
    assert (result.counts["delivered"], result.counts["missing"], result.reds["revenue"]) == (2, 1, 1)
    assert result.exit_code == 0
    assert any("2 van 3" in line for line in result.lines())
    cells = {row.field: (row.sheet, row.cell) for row in result.tables.answers if row.account_id == "A-1"}
    assert cells["evaluation.q1.revenue.eval.revenue_actual"] == (row.sheet, row.cell_actual)


def test_an_empty_folder_is_a_round_only_with_a_portfolio(tmp_path: Path) -> None:
    result = consolidate(tmp_path, Q1, find, portfolio(account("A-1")))
    assert (result.counts["expected"], result.counts["delivered"], result.exit_code) == (1, 0, 0)
    with pytest.raises(Stop, match="--portfolio"):
        consolidate(tmp_path, Q1, find)


def test_wrong_use_is_one_clear_line(tmp_path: Path) -> None:
    with pytest.raises(Stop, match="nergens"):
        consolidate(tmp_path / "nergens", Q1, find)
    with pytest.raises(Stop, match="2027"):
        consolidate(tmp_path, Quarter(2028, 1), find, portfolio())


@pytest.mark.parametrize(("text", "quarter"), [("2027-Q1", Q1), ("2027-q2", Q2), (" 2027Q2 ", Q2), ("2027-K1", Q1)])
def test_a_quarter_as_people_write_it(text: str, quarter: Quarter) -> None:
    assert parse_quarter(text) == quarter


@pytest.mark.parametrize("text", ["2027-Q5", "2027-Q0", "Q1", "2027", "27-Q1", "2027-Q1-x", ""])
def test_what_is_no_quarter(text: str) -> None:
    with pytest.raises(Stop):
        parse_quarter(text)


def test_consolidating_does_not_wait_for_pandas() -> None:
    code = "import sys, accountplan.consolidate, accountplan.summary; sys.exit('pandas' in sys.modules)"
    assert subprocess.run([sys.executable, "-c", code], check=False).returncode == 0


def test_an_account_that_moved_counts_where_the_portfolio_has_it() -> None:
    moved = Account("A-1", "Klant", "ann", "south", tier="A", currency="EUR")
    found = of(reading("A-1", answers("A-1", figures("q1", revenue=(1, 1)))), by=portfolio(moved))
    assert [total.group for total in found.totals if (total.dimension, total.kpi) == ("team", "revenue")] == ["south"]


def test_an_account_in_dispute_that_the_portfolio_does_not_know_has_a_name_all_the_same() -> None:
    one, other = (
        reading("X-1", answers("X-1", figures("q1", revenue=(1, n))), f"{n}.xlsx") for n in (1, 2)
    )  # fmt: skip
    row = next(row for row in of(one, other, by=portfolio(account("A-1"))).accounts if row.account_id == "X-1")
    assert (row.status, row.account_name, row.file) == ("conflict", "Klant X-1", None)


def test_copies_and_the_newest_of_several_need_nobody(tmp_path: Path) -> None:
    one, other = (answers("A-1", figures("q1", revenue=(1, n))) for n in (1, 2))
    for name, filled in {"a": one, "b": one}.items():
        (tmp_path / f"{name}.xlsx").write_bytes(workbook_of("A-1", filled))
    result = consolidate(tmp_path, Q1, find, workers=1)
    copies = [row for row in result.tables.findings if row.code == "account-duplicate"]
    assert [(row.file, row.severity) for row in copies] == [("a.xlsx", "warning"), ("b.xlsx", "warning")]
    (tmp_path / "c.xlsx").write_bytes(workbook_of("A-1", other))
    for how, severity in (("error", "error"), ("newest", "warning")):
        result = consolidate(tmp_path, Q1, find, workers=1, on_duplicate=how)
        named = [row for row in result.tables.findings if row.code == "account-duplicate"]
        assert [row.severity for row in named] == [severity] * 3
        assert (result.exit_code == 1) == (severity == "error")


def test_accounts_that_nobody_expects_are_not_counted_among_those_expected(tmp_path: Path) -> None:
    for name in ("A-1", "X-1"):
        (tmp_path / f"{name}.xlsx").write_bytes(workbook_of(name))
    result = consolidate(tmp_path, Q1, find, portfolio(account("A-1"), account("A-2")), workers=1)
    assert result.round.delivered_of_expected == (1, 2)
    assert any("1 van 2" in line for line in result.lines())
    assert {row.account_id for row in result.tables.accounts} == {"A-1", "A-2", "X-1"}
