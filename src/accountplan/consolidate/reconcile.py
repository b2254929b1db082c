"""Every total beside the sum of its sources: added up again straight from the cells of the plans, another way.

Neither the figures nor the sums of the totals are used here, so that a mistake in one shows beside the other.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from math import fsum, isclose

from accountplan.consolidate.quarter import Quarter
from accountplan.consolidate.rows import AccountRow, CheckRow, Number, RangeTotalRow, Tables, TotalRow
from accountplan.consolidate.totals import kpis_of, weight_of
from accountplan.fields.base import tidy
from accountplan.layout.rows import RowKey, data_rows
from accountplan.portfolio.round import Round
from accountplan.template.model import Table, Template
from accountplan.workbook.reading import Reading

FIGURES = ("plan", "actual")


@dataclass(frozen=True)
class Source:
    """A point of one account in the quarter asked, as its workbook has it."""

    account_id: str
    kpi: str
    plan: float | None
    actual: float | None

    @property
    def complete(self) -> bool:
        return self.plan is not None and self.actual is not None


@dataclass(frozen=True)
class Sold:
    """A product group of one plan."""

    group: str
    currency: str
    plan: float | None
    actual: float | None

    @property
    def complete(self) -> bool:
        return self.plan is not None and self.actual is not None


def reconcile(tables: Tables, the_round: Round, quarter: Quarter) -> tuple[CheckRow, ...]:
    """A check per figure of every total of `tables`: against the plans, and of the groups against the portfolio."""
    weight = weight_of(kpis_of(the_round))
    sources = {
        (source.account_id, source.kpi): source
        for account_id, reading in the_round.counted.items()
        for source in _sources(account_id, reading, quarter)
    }
    against_plans = (check for total in tables.totals for check in _against_plans(total, sources, tables, weight))
    sold = [amount for reading in the_round.counted.values() for amount in _sold(reading, quarter)]
    in_groups = (check for total in tables.range_totals for check in _against_sold(total, sold))
    checks = (*against_plans, *_against_groups(tables.totals), *in_groups)
    return tuple(check for check in checks if check.total is not None or check.sources is not None)


# -- the plans themselves ----------------------------------------------------------------------------------------------
def _sources(account_id: str, reading: Reading, quarter: Quarter) -> Iterator[Source]:
    template, context = reading.template, reading.context
    table = template.table_by_role("evaluation") if template else None
    if template is None or context is None or table is None:
        return
    at_quarter, at_kpi = template.axis_of(table, "quarter"), template.axis_of(table, "kpi")
    for row in data_rows(template, context, table):
        if at_quarter is None or at_kpi is None or row.codes[at_quarter] != _code_of(template, table, quarter):
            continue
        kpi = template.kpi(row.codes[at_kpi])
        groups = template.table_by_role("range")
        if kpi and kpi.source == "range" and groups:
            yield Source(account_id, kpi.code, *_judged(reading, groups, quarter))
        elif kpi:
            yield Source(account_id, kpi.code, *(_cell(reading, table, row, figure) for figure in FIGURES))


def _code_of(template: Template, table: Table, quarter: Quarter) -> str | None:
    """The code of the quarter asked on the table's own axis."""
    for rows in (table.rows, table.across):
        for name in getattr(rows, "axes", ()):
            axis = template.axis(name)
            if axis.role == "quarter" and len(axis.items) >= quarter.number:
                return axis.items[quarter.number - 1].code
    return None


def _cell(reading: Reading, table: Table, row: RowKey, role: str) -> float | None:
    column = table.by_role(role)
    spec = table.spec(column, row.codes) if column else None
    if spec is None or column is None:
        return None
    if spec.computed:
        value = reading.values().cell(table, row, column.id)
    else:
        found = next((r for r in reading.tables.get(table.id, ()) if r.id == row.id), None)
        answer = found.cells.get(spec.id) if found else None
        value = answer.value if answer else None
    return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None


def _judged(reading: Reading, groups: Table, quarter: Quarter) -> tuple[float | None, float | None]:
    """Product groups that were planned or judged, and those that came out as planned or better."""
    template, context = reading.template, reading.context
    verdict_of = groups.by_role("verdict")
    if template is None or context is None or verdict_of is None or verdict_of.list_id is None:
        return None, None
    met = {choice.code for choice in template.choice_list(verdict_of.list_id).choices if choice.means == "met"}
    at_quarter = template.axis_of(groups, "quarter")
    wanted = _code_of(template, groups, quarter)
    verdicts, planned = [], 0
    rows = {row.id: row for row in reading.tables.get(groups.id, ())}
    for key in data_rows(template, context, groups):
        if at_quarter is None or key.codes[at_quarter] != wanted or key.id not in rows:
            continue
        answer = rows[key.id].cells.get(verdict_of.id)
        amount = _cell(reading, groups, key, "plan")
        verdict = answer.value if answer else None
        planned += verdict is not None or (amount or 0) > 0
        verdicts += [verdict] if verdict is not None else []
    return (planned or None), (sum(verdict in met for verdict in verdicts) if verdicts else None)


def _sold(reading: Reading, quarter: Quarter) -> Iterator[Sold]:
    """What every product group of a plan was to bring and brought."""
    template, context = reading.template, reading.context
    groups = template.table_by_role("range") if template else None
    if template is None or context is None or groups is None:
        return
    at_quarter, at_group = template.axis_of(groups, "quarter"), template.axis_of(groups, "product-group")
    wanted = _code_of(template, groups, quarter)
    answer = reading.of_role("currency")
    currency = str(answer.value) if answer and answer.value else context.currency
    for row in data_rows(template, context, groups):
        if at_quarter is not None and at_group is not None and row.codes[at_quarter] == wanted:
            plan, actual = (_cell(reading, groups, row, figure) for figure in FIGURES)
            yield Sold(row.codes[at_group], currency, plan, actual)


# -- the checks --------------------------------------------------------------------------------------------------------
def _against_plans(
    total: TotalRow, sources: Mapping[tuple[str, str], Source], tables: Tables, weight: str | None
) -> Iterator[CheckRow]:
    members = [account for account in tables.accounts if _belongs(account, total)]
    rates = {row.currency: float(row.rate) for row in tables.rates} if total.converted else {}
    pairs = [
        (
            sources.get((a.account_id, total.kpi)),
            sources.get((a.account_id, weight or "")),
            rates.get(a.currency or "", 1),
        )
        for a in members
    ]
    for figure in FIGURES:
        yield _check(total, figure, "plans", _summed(pairs, figure, total.unit == "percent"))


def _belongs(account: AccountRow, total: TotalRow) -> bool:
    codes = {"portfolio": None, "manager": account.manager_key, "team": account.team, "region": account.region,
             "tier": account.tier}  # fmt: skip
    same_currency = total.currency is None or total.converted or account.currency == total.currency
    return account.status != "no-plan" and codes[total.dimension] == total.group and same_currency


def _summed(pairs: list[tuple[Source | None, Source | None, float]], figure: str, weighted: bool) -> float | None:
    """The sum, amounts multiplied by their rate; of a percentage the mean by weight."""
    numbers: list[tuple[float, float]] = []
    for source, weight, rate in pairs:
        if source is None or not source.complete or (weighted and (weight is None or not weight.complete)):
            continue
        numbers.append((getattr(source, figure), (getattr(weight, figure) if weighted else 1.0) * rate))
    whole = fsum(by for _, by in numbers)
    if not numbers or (weighted and whole == 0):
        return None
    summed = fsum(number * by for number, by in numbers)
    return summed / whole if weighted else summed


def _against_groups(totals: Sequence[TotalRow]) -> Iterator[CheckRow]:
    """All managers together are the portfolio, and so are all teams and all regions. Percentages do not add up."""
    for whole in totals:
        if whole.dimension != "portfolio" or whole.unit == "percent" or whole.converted:
            continue
        for dimension in dict.fromkeys(total.dimension for total in totals if total.dimension != "portfolio"):
            parts = [t for t in totals if _same(t, whole) and t.dimension == dimension]
            for figure in FIGURES:
                numbers = [getattr(part, figure) for part in parts if getattr(part, figure) is not None]
                yield _check(whole, figure, dimension, fsum(numbers) if numbers else None)


def _same(one: TotalRow, other: TotalRow) -> bool:
    return (one.kpi, one.currency, one.converted) == (other.kpi, other.currency, other.converted)


def _against_sold(total: RangeTotalRow, sold: Iterable[Sold]) -> Iterator[CheckRow]:
    members = [s for s in sold if (s.group, s.currency) == (total.product_group, total.currency) and s.complete]
    for figure in FIGURES:
        numbers = [getattr(source, figure) for source in members]
        yield _check(total, figure, "plans", fsum(numbers) if numbers else None)


def _check(total: TotalRow | RangeTotalRow, figure: str, against: str, sources: float | None) -> CheckRow:
    value: Number | None = getattr(total, figure)
    apart = None if value is None or sources is None else value - sources
    agrees = value == sources if apart is None else isclose(value or 0, sources or 0, rel_tol=1e-9, abs_tol=1e-9)
    return CheckRow(
        dimension="product-group" if isinstance(total, RangeTotalRow) else total.dimension,
        group=total.product_group if isinstance(total, RangeTotalRow) else total.group,
        group_name=None if isinstance(total, RangeTotalRow) else total.group_name,
        kpi=None if isinstance(total, RangeTotalRow) else total.kpi,
        unit="money" if isinstance(total, RangeTotalRow) else total.unit,
        currency=total.currency,
        figure=figure,
        against=against,
        total=value,
        sources=None if sources is None else tidy(value if agrees and value is not None else sources),
        difference=0 if agrees and apart is not None else apart,
        agrees=agrees,
        converted=isinstance(total, TotalRow) and total.converted,
    )
