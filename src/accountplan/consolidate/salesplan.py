"""The sales plan: what the portfolio asks of every product group, beside what the accounts plan, aim at and sell.

Targets are of one quarter alone, account plans run from 1 January (or are of a quarter alone: the template says so).
Both are made comparable here: every quarter alone, the year to date, the whole year.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal

from accountplan.consolidate.money import Exchange
from accountplan.consolidate.periods import Series
from accountplan.consolidate.plan import CELLS_JOINED, Plan, as_date, as_number, as_text, difference
from accountplan.consolidate.quarter import Quarter, numbered_codes, quarter_name
from accountplan.consolidate.rows import Number, SalesplanAccountRow, SalesplanRow
from accountplan.consolidate.totals import exact_sum, weight_of
from accountplan.fields.base import tidy
from accountplan.portfolio.model import Portfolio
from accountplan.template.model import Template

QUARTERS = tuple(quarter_name(number) for number in range(1, 5))
TO_DATE, YEAR = "to-date", "year"
PERIODS = (*QUARTERS, TO_DATE, YEAR)


# -- the accounts ------------------------------------------------------------------------------------------------------
@dataclass
class _Group:
    """One product group of one plan, as its cells come by."""

    plan: Series = field(default_factory=Series)
    actual: Series = field(default_factory=Series)
    goals: list[Number] = field(default_factory=list)
    plan_cells: list[str] = field(default_factory=list)
    actual_cells: list[str] = field(default_factory=list)
    goal_cells: list[str] = field(default_factory=list)

    @property
    def filled(self) -> bool:
        return bool(self.plan.values or self.actual.values or self.goals)


def salesplan_accounts(plan: Plan, quarter: Quarter) -> Iterator[SalesplanAccountRow]:
    """Every product group that a plan says anything of: the plans of all four quarters, the actuals up to the one
    asked, and the goals."""
    groups, sheet = _figures(plan, quarter)
    for code, target, cell in goals_in_money(plan):
        group = groups.setdefault(code, _Group())
        group.goals.append(target)
        group.goal_cells.append(cell or "?")
    for code, group in groups.items():
        if group.filled:
            yield _account_row(plan, quarter, code, group, sheet)


def _figures(plan: Plan, quarter: Quarter) -> tuple[dict[str, _Group], str | None]:
    """The product groups in the order of the plan, and the sheet that they stand on."""
    table = plan.template.table_by_role("range")
    groups: dict[str, _Group] = {}
    sheet = None
    if table is None:
        return groups, sheet
    to_date = _runs_from_january(plan.template)
    quarters = numbered_codes(plan.template, plan.context, table, "quarter")
    for row, number in plan.keys(table, quarters, len(QUARTERS)):
        read = plan.read_row(row)
        sheet = sheet or (read.sheet if read else None)
        code = plan.code(table, row, "product-group") or row.codes[-1]
        group = groups.setdefault(code, _Group(Series(to_date), Series(to_date)))
        figures = (("plan", group.plan, group.plan_cells), ("actual", group.actual, group.actual_cells))
        for role, series, cells in figures[: 2 if number <= quarter.number else 1]:
            value = plan.number(table, row, role)
            if value is not None:
                series.values[number] = value
                cells.append(plan.cells(table, row, role) or "?")
    return groups, sheet


def _runs_from_january(template: Template) -> bool:
    """Whether the figures per product group run from 1 January: as those of the point that is counted from them."""
    return all(kpi.basis == "year-to-date" for kpi in template.kpis if kpi.source == "range")


def _account_row(plan: Plan, quarter: Quarter, code: str, group: _Group, sheet: str | None) -> SalesplanAccountRow:
    alone = {f"plan_q{n}": group.plan.alone(n) for n in range(1, 5)}
    alone |= {f"actual_q{n}": group.actual.alone(n) for n in range(1, 5)}
    return SalesplanAccountRow(
        account_id=plan.account_id,
        year=plan.year,
        product_group=code,
        currency=plan.currency,
        **alone,
        plan_to_date=group.plan.up_to(quarter.number),
        plan_year=group.plan.up_to(len(QUARTERS)),
        actual_to_date=group.actual.up_to(quarter.number),
        goals=exact_sum(group.goals),
        goal_count=len(group.goals),
        file=plan.file,
        sheet=sheet,
        cell_plan=CELLS_JOINED.join(group.plan_cells) or None,
        cell_actual=CELLS_JOINED.join(group.actual_cells) or None,
        cell_goals=CELLS_JOINED.join(group.goal_cells) or None,
    )


def goals_in_money(plan: Plan) -> Iterator[tuple[str, Number, str | None]]:
    """Product group, target and cell of every goal in money about a product group that runs in the year of the plan.

    A goal in an area that works on another point than revenue or the product range, such as the margin, is none.
    """
    table = plan.template.table_by_role("goals")
    if table is None:
        return
    others = _areas_of_other_points(plan.template)
    for row, _ in plan.filled_rows(table):
        group, target = as_text(plan.value(table, row, "product-group")), as_number(plan.value(table, row, "target"))
        in_money = plan.means(table, "unit", plan.value(table, row, "unit")) == "money"
        days = [as_date(plan.value(table, row, role)) for role in ("start", "end")]
        runs = _runs_in(plan.year, *days)
        if group and target is not None and in_money and runs and plan.value(table, row, "area") not in others:
            yield group, target, plan.cells(table, row, "target")


def _areas_of_other_points(template: Template) -> set[str]:
    revenue = weight_of({kpi.code: kpi for kpi in template.kpis})
    return {area for kpi in template.kpis if kpi.source != "range" and kpi.code != revenue for area in kpi.areas}


def _runs_in(year: int, start: date | None, end: date | None) -> bool:
    """Whether a period touches a year; what is not known of it keeps it from none."""
    return (start is None or start.year <= year) and (end is None or end.year >= year)


# -- the plan of all together ------------------------------------------------------------------------------------------
def salesplan(
    accounts: Sequence[SalesplanAccountRow], portfolio: Portfolio | None, known: Exchange, quarter: Quarter
) -> tuple[SalesplanRow, ...]:
    """Every product group in every period, in the order of the portfolio; one that nobody says anything of is left out.

    Amounts are in the portfolio's currency; without a portfolio every currency stands apart.
    """
    currencies = [known.own] if known.own else list(dict.fromkeys(row.currency for row in accounts))
    targets = targets_of(portfolio, quarter)
    found: list[SalesplanRow] = []
    for group in _product_groups(accounts, portfolio):
        for currency in currencies:
            members = [row for row in accounts if row.product_group == group]
            members = members if known.own else [row for row in members if row.currency == currency]
            if members or group in targets:
                basket = Basket(group, currency, quarter, members, known)
                found += [basket.total(period, targets.get(group, {})) for period in PERIODS]
    return tuple(found)


def _product_groups(accounts: Iterable[SalesplanAccountRow], portfolio: Portfolio | None) -> list[str]:
    of_portfolio = [item.code for item in portfolio.product_groups] if portfolio else []
    targeted = [target.product_group for target in portfolio.targets] if portfolio else []
    return list(dict.fromkeys([*of_portfolio, *targeted, *(row.product_group for row in accounts)]))


def targets_of(portfolio: Portfolio | None, quarter: Quarter) -> dict[str, dict[str, Number]]:
    """Per product group what the sales plan asks of each quarter of the year alone (`Q1` …)."""
    found: dict[str, dict[str, Number]] = {}
    for target in portfolio.targets if portfolio else ():
        year, _, name = target.quarter.partition("-")
        if year == str(quarter.year):
            found.setdefault(target.product_group, {})[name] = tidy(target.amount)
    return found


def quarters_in(period: str, quarter: Quarter) -> tuple[str, ...]:
    """The quarters that a period is made of."""
    if period in QUARTERS:
        return (period,)
    return QUARTERS[: quarter.number] if period == TO_DATE else QUARTERS


@dataclass(frozen=True)
class Basket:
    """One product group of the accounts that are added up in one currency."""

    group: str
    currency: str
    quarter: Quarter
    members: Sequence[SalesplanAccountRow]
    known: Exchange

    def total(self, period: str, targets: Mapping[str, Number]) -> SalesplanRow:
        """The product group in one period, beside its targets by quarter."""
        asked = [targets.get(name) for name in quarters_in(period, self.quarter)]
        target = None if None in asked else exact_sum(asked)
        planned, planned_accounts = self._added(f"plan_{column_of(period)}")
        past = TO_DATE if period == YEAR else period  # of a year that has come to its end
        actual, actual_accounts = self._added(f"actual_{column_of(past)}") if self._is_past(period) else (None, 0)
        goals, goal_accounts = self._added("goals") if period == YEAR else (None, 0)
        apart = difference(planned or 0, target)
        return SalesplanRow(
            product_group=self.group,
            year=self.quarter.year,
            period=period,
            currency=self.currency,
            target=target,
            planned=planned,
            goals=goals,
            actual=actual,
            uncovered=None if apart is None else max(0, -apart),
            over_committed=None if apart is None else max(0, apart),
            covered=tidy((planned or 0) / target) if target else None,
            planned_accounts=planned_accounts,
            actual_accounts=actual_accounts,
            goal_accounts=goal_accounts,
            left_out=sum(self._rate(row) is None for row in self.members),
            converted=any(row.currency != self.currency and self._rate(row) is not None for row in self.members),
        )

    def _is_past(self, period: str) -> bool:
        """Whether the period has come to its end: only then there is an actual of it."""
        return period == TO_DATE or QUARTERS.index(quarters_in(period, self.quarter)[-1]) < self.quarter.number

    def _added(self, column: str) -> tuple[Number | None, int]:
        """What the column comes to over the accounts that can be added up, and how many have something in it."""
        known = [(getattr(row, column), self._rate(row)) for row in self.members]
        worth = [Decimal(str(value)) * rate for value, rate in known if value is not None and rate is not None]
        return (tidy(float(sum(worth, Decimal()))) if worth else None), len(worth)

    def _rate(self, row: SalesplanAccountRow) -> Decimal | None:
        return Decimal(1) if row.currency == self.currency else self.known.rate(row.currency)


def column_of(period: str) -> str:
    """How the columns of a period end in the rows of the accounts."""
    return period.lower().replace("-", "_")
