"""The quarter asked against the one before: what improved, what fell, and what became of the corrections."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass

from accountplan.consolidate.history import Agreed, History, Key, Past
from accountplan.consolidate.previous import EarlierAccount, Previous
from accountplan.consolidate.rows import AccountRow, ChangeRow, EvaluationRow, LightWord, MoveRow, Number
from accountplan.consolidate.rows.changes import Direction, Outcome
from accountplan.fields.base import tidy
from accountplan.formula.lights import shortfall
from accountplan.template.model import Kpi

_SEEN = 3
"""Decimals of a shortfall that are looked at: what is the same to a tenth of a percent is the same."""
_RANK = {"green": 0, "amber": 1, "red": 2}


def changes(history: History, kpis: Mapping[str, Kpi]) -> Iterator[ChangeRow]:
    """Every point of which anything is known of the quarter before, in the order of the accounts.

    Accounts that were reported then and have not delivered now come last.
    """
    for key in history.points:
        then = history.at(key, history.asked.before)
        kpi = kpis.get(key[1])
        if then is not None and kpi is not None:
            yield _change(history, key, kpi, then)


@dataclass(frozen=True)
class _Side:
    """A point in one of the two quarters."""

    light: LightWord
    short: Number | None
    achievement: Number | None


def _side(point: Past | None, better: str) -> _Side:
    plan, actual = (point.plan, point.actual) if point else (None, None)
    light: LightWord = point.light if point else "none"
    if plan is None or actual is None:
        return _Side(light, None, None)
    return _Side(light, max(0, shortfall(plan, actual, better)), tidy(round(actual / plan, 9)) if plan else None)


def _change(history: History, key: Key, kpi: Kpi, then: Past) -> ChangeRow:
    asked = history.asked
    point = history.at(key, asked)
    now = point.row if point else None
    before, after = _side(then, kpi.better), _side(point, kpi.better)
    moved = None if before.short is None or after.short is None else tidy(round(before.short - after.short, 9))
    agreed = history.standing(key)
    direction, own = direction_of(moved), then.row
    source = now or own
    return ChangeRow(
        account_id=key[0],
        year=asked.year,
        quarter=asked.name,
        kpi=kpi.code,
        unit=kpi.unit,
        currency=now.currency if now else then.currency,
        basis=kpi.basis,
        year_then=then.quarter.year,
        quarter_then=then.quarter.name,
        source_then=then.source,
        plan_then=then.plan,
        actual_then=then.actual,
        achievement_then=before.achievement,
        light_then=before.light,
        plan=now.plan if now else None,
        actual=now.actual if now else None,
        achievement=after.achievement,
        light=after.light,
        shortfall_then=before.short,
        shortfall=after.short,
        direction=direction,
        change=moved,
        correction_then=agreed.text if agreed else None,
        agreed_in=str(agreed.quarter) if agreed else None,
        outcome=outcome_of(agreed, before.light, after.light, direction),
        carried_over=agreed is not None and after.light != "green",
        correction=now.correction if now else None,
        restated=then.restated,
        plan_reported=then.reported.plan if then.reported else None,
        actual_reported=then.reported.actual if then.reported else None,
        plan_restated=own.plan if own and then.restated else None,
        actual_restated=own.actual if own and then.restated else None,
        currency_then=then.currency,
        file=source.file if source else None,
        sheet=source.sheet if source else None,
        **_cells(own, now),
    )


def _cells(own: EvaluationRow | None, now: EvaluationRow | None) -> dict[str, str | None]:
    return {
        "cell_plan_then": own.cell_plan if own else None,
        "cell_actual_then": own.cell_actual if own else None,
        "cell_correction_then": own.cell_correction if own else None,
        "cell_plan": now.cell_plan if now else None,
        "cell_actual": now.cell_actual if now else None,
    }


def direction_of(change: Number | None) -> Direction:
    """Where a point went, by how much smaller its shortfall has become as a part of the plan."""
    if change is None:
        return "unknown"
    seen = round(change, _SEEN)
    return "better" if seen > 0 else "worse" if seen < 0 else "same"


def outcome_of(agreed: Agreed | None, then: LightWord, now: LightWord, direction: Direction) -> Outcome:
    """What became of a correction; of one on a point whose light then is unknown, by the light now alone."""
    if agreed is None:
        return "none"
    if now == "none":
        return "unknown"
    if now == "green":
        return "worked"
    if then == "none":
        return "open"
    if _RANK[now] < _RANK[then]:
        return "worked"
    return "worse" if _RANK[now] > _RANK[then] or direction == "worse" else "open"


def moves(accounts: tuple[AccountRow, ...], previous: Previous | None) -> Iterator[MoveRow]:
    """Accounts with another manager, team, region or tier than in the earlier summary; new ones, and those gone."""
    earlier = previous.accounts if previous else {}
    for account in accounts if earlier else ():
        then = earlier.get(account.account_id)
        if then is None:
            yield MoveRow(*_who(account), "joined", None, None, None, None)
        else:
            yield from _moves(account, then)
    here = {account.account_id for account in accounts}
    for then in earlier.values():
        if then.account_id not in here:
            yield MoveRow(then.account_id, then.name, "left", None, None, None, None)


def _moves(account: AccountRow, then: EarlierAccount) -> Iterator[MoveRow]:
    now = {"manager": account.manager_key, "team": account.team, "region": account.region, "tier": account.tier}
    if "manager" not in then.places and then.manager != account.account_manager:  # a folder that has but the names
        yield MoveRow(*_who(account), "manager", None, account.manager_key, then.manager, account.account_manager)
    for what, before in then.places.items():
        after = now[what]
        if before != after:
            names = (then.manager, account.account_manager) if what == "manager" else (None, None)
            yield MoveRow(*_who(account), what, before, after, *names)


def _who(account: AccountRow) -> tuple[str, str | None]:
    return account.account_id, account.account_name
