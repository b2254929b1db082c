"""Sales plan: per product group what is asked, planned and bought, per period and per account."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from tests.roundtrip.recomputed.facts import QUARTER, Facts
from tests.roundtrip.recomputed.sheet import Claimed, Line

PERIODS = {"Q1": (1,), "Q2": (2,), "Q3": (3,), "Q4": (4,), "t/m Q2": (1, 2), "heel jaar": (1, 2, 3, 4)}
ALL = "Alle productgroepen"


class Groups:
    """What the plans say of each product group."""

    def __init__(self, facts: Facts) -> None:
        self.facts = facts
        self.codes = {row[1]: row[0] for row in facts.portfolio["Productgroepen"] if row[0] and row[1]}

    def named(self, name: str) -> list[str]:
        """The codes of a product group, or of all of them."""
        rows = [self.codes[label] for label in self.facts.targets]
        return rows if name == ALL else [self.codes[name]]

    def at(self, account: str, group: str, quarter: int, column: str) -> float | None:
        """Up to the end of a quarter, as it was filled in."""
        return self.facts.number(account, f"range.q{quarter}.{group}.eval.range_{column}")

    def in_period(self, account: str, group: str, quarters: tuple[int, ...], column: str) -> float | None:
        """In these quarters: the last of them less what was there before the first."""
        last = self.at(account, group, quarters[-1], column)
        before = self.at(account, group, quarters[0] - 1, column) if quarters[0] > 1 else 0.0
        return None if last is None or before is None else last - before

    def known(self, group: str, quarters: tuple[int, ...], column: str) -> dict[str, float]:
        """Per account that says it; of a period that is not over there is no actual."""
        if column == "actual" and quarters[-1] > QUARTER:
            return {}
        found = {a: self.in_period(a, group, quarters, column) for a in self.facts.delivered}
        return {account: value for account, value in found.items() if value is not None}

    def goals(self, group: str) -> list[float]:
        """The targets of goals in money about a product group that work on revenue or on the product range."""
        found = []
        for account in self.facts.delivered:
            for row in self.facts.rows(account, "goals"):
                text = {name: self.facts.text(account, f"{row}.goal.{name}") for name in ("product", "unit", "area")}
                target = self.facts.number(account, f"{row}.goal.target")
                works_on = text["area"] not in ("visits", "satisfaction", "margin")
                if (text["product"], text["unit"]) == (group, "money") and target is not None and works_on:
                    found.append(target)
        return found


def salesplan(sheet: Claimed, facts: Facts) -> None:
    groups = Groups(facts)
    names = [*facts.targets, ALL]

    def expected(line: Line) -> dict[str, Any]:
        quarters, codes = PERIODS[line["Periode"]], groups.named(line["Productgroep"])
        asked = [facts.targets[name] for name in facts.targets if groups.codes[name] in codes]
        target = sum(amounts[n - 1] for amounts in asked for n in quarters)
        planned = [value for code in codes for value in groups.known(code, quarters, "plan").values()]
        actual = [value for code in codes for value in groups.known(code, quarters, "actual").values()]
        one = line["Productgroep"] != ALL
        found: dict[str, Any] = {
            "Doel": target,
            "Gepland": sum(planned),
            "Gepland van het doel": sum(planned) / target,
            "Niet gedekt": sum(max(0, _target(facts, groups, code, quarters) - _planned(groups, code, quarters))
                               for code in codes),
            "Boven het doel": sum(max(0, _planned(groups, code, quarters) - _target(facts, groups, code, quarters))
                                  for code in codes),
            "Gerealiseerd": sum(actual) if actual else None,
            "Gerealiseerd van het doel": sum(actual) / target if actual else None,
            "Klanten met plan": len(planned) if one else None,
            "Klanten met cijfers": (len(actual) or None) if one else None,
            "Doelen van klanten": sum(goal for code in codes for goal in groups.goals(code)),
        }  # fmt: skip
        return {heading: value for heading, value in found.items() if heading in line.columns}

    first, year, bought, quarters = (sheet.table("Productgroep", nth) for nth in (1, 2, 3, 4))
    assert first.each(expected) == year.each(expected) == len(names)
    assert quarters.each(expected) == 4 * len(names)
    _bought(sheet, facts, groups, bought.each)
    _accounts(sheet, facts, groups)


def _target(facts: Facts, groups: Groups, code: str, quarters: tuple[int, ...]) -> float:
    name = next(name for name, known in groups.codes.items() if known == code)
    return sum(facts.targets[name][n - 1] for n in quarters)


def _planned(groups: Groups, code: str, quarters: tuple[int, ...]) -> float:
    return sum(groups.known(code, quarters, "plan").values())


def _sold(facts: Facts, groups: Groups, code: str) -> Iterator[tuple[str, float | None, float | None, str]]:
    """Account, plan, actual and verdict up to the end of the quarter, of every account that says any of them."""
    for account in facts.delivered:
        plan, actual = (groups.at(account, code, QUARTER, column) for column in ("plan", "actual"))
        verdict = facts.text(account, f"range.q{QUARTER}.{code}.eval.range_verdict")
        if plan is not None or actual is not None or verdict:
            yield account, plan, actual, verdict


def _bought(sheet: Claimed, facts: Facts, groups: Groups, each: Any) -> None:
    def expected(line: Line) -> dict[str, Any]:
        rows = list(_sold(facts, groups, groups.codes[line["Productgroep"]]))
        both = [(plan, actual) for _, plan, actual, _ in rows if plan is not None and actual is not None]
        plan, actual = sum(plan for plan, _ in both), sum(actual for _, actual in both)
        verdicts = [verdict for *_, verdict in rows]
        return {
            "Plan": plan,
            "Gerealiseerd": actual,
            "Afwijking": actual - plan,
            "Afwijking in %": (actual - plan) / plan,
            "Volgens plan of meer": verdicts.count("more") + verdicts.count("as-planned"),
            "Minder dan plan": verdicts.count("less"),
            "Andere artikelen": verdicts.count("other"),
            "Klanten compleet": len(both),
            "Klanten met plan": sum(plan is not None for _, plan, _, _ in rows),
        }

    assert each(expected) == len(facts.targets)


def _accounts(sheet: Claimed, facts: Facts, groups: Groups) -> None:
    """Who bought less than planned: the largest amounts first, as many as fit."""
    short = sorted(
        (actual - plan, facts.accounts[account]["account_name"], code)
        for code in groups.codes.values()
        for account, plan, actual, _ in _sold(facts, groups, code)
        if plan is not None and actual is not None and actual < plan
    )
    shown = []

    def expected(line: Line) -> dict[str, Any]:
        account, code = facts.named(line["Klant"]), groups.codes[line["Productgroep"]]
        plan, actual = (groups.at(account, code, QUARTER, column) for column in ("plan", "actual"))
        assert plan is not None and actual is not None
        shown.append((actual - plan, line["Klant"], code))
        variance = actual - plan
        return {"Plan": plan, "Gerealiseerd": actual, "Afwijking": variance, "Afwijking in %": variance / plan}

    sheet.table("Klant").each(expected)
    assert shown == short[: len(shown)]
