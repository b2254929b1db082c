"""The portfolio of the demo, made of the samples and the accounts that play in it."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from accountplan.demo.figures import QUARTERS, Figures
from accountplan.demo.samples import Data, Sample, Samples
from accountplan.demo.vary import Cast
from accountplan.fields import Cell, Meaning, field_type
from accountplan.portfolio.choices import template_options
from accountplan.portfolio.model import Account, ListItem, Person, Portfolio, Rate, Settings, Target
from accountplan.template.model import FieldSpec, Limits, Template

_ROUND_TO = 1000


def portfolio_of(samples: Samples, cast: Cast, template: Template, language: str) -> Portfolio:
    """The portfolio in which these accounts stand, in one language."""
    data = samples.portfolio
    lists = Portfolio(
        _settings(data["settings"], language),
        people=_people([*data["people"], *cast.hired], data["email_domain"]),
        teams=_items(data["teams"]),
        regions=_items(data["regions"]),
        product_groups=_items(data["product_groups"]),
        products=_items(data["products"]),
        industries=_items(data["industries"]),
        countries=_items(data["countries"]),
        rates=tuple(Rate(rate["currency"], rate["rate"], rate["date"]) for rate in data["rates"]),
    )
    accounts = tuple(_account(sample, samples, template, lists) for sample in cast.accounts)
    return _with(lists, accounts, _targets(samples, cast))


def _with(lists: Portfolio, accounts: tuple[Account, ...], targets: tuple[Target, ...]) -> Portfolio:
    from dataclasses import replace

    return replace(lists, accounts=accounts, targets=targets)


def _settings(given: Data, language: str) -> Settings:
    return Settings(
        year=given["year"],
        language=language,
        currency=given["currency"],
        template=given["template"],
        company=given["company"],
        logo=given["logo"],
        accent=given["accent"],
        limits={point: Limits(green=green, amber=amber) for point, (green, amber) in given["limits"].items()},
        return_by=given["return_by"],
    )


def _people(people: list[Data], domain: str) -> tuple[Person, ...]:
    return tuple(
        Person(person["key"], person["name"], f"{person['key']}@{domain}", person["team"], person["hours"])
        for person in people
    )


def _items(items: list[Data]) -> tuple[ListItem, ...]:
    return tuple(ListItem(item["code"], item["label"], item.get("group")) for item in items)


def _account(sample: Sample, samples: Samples, template: Template, lists: Portfolio) -> Account:
    figures = Figures(sample)
    return Account(
        id=sample.id,
        name=sample.name,
        manager=sample.manager,
        team=sample.team,
        region=sample.region,
        tier=sample.tier,
        language=sample.language,
        customer_since=sample.customer_since,
        customer_until=sample.customer_until,
        revenue_last_year=float(figures.history[-1]),
        orders_last_year=float(figures.orders[-1]),
        prefill=_prefill(sample, samples.places, template, lists),
    )


def _prefill(sample: Sample, places: Mapping[str, Any], template: Template, lists: Portfolio) -> dict[str, Cell]:
    """What the portfolio knows of the account beforehand, as a person would have typed it there."""
    known = {**sample.fields, places["website"]: f"www.{sample.domain}" if sample.domain else None}
    cells: dict[str, Cell] = {}
    for field_id in places["prefill"]:
        question = template.question(field_id)
        if question is not None and known.get(field_id) is not None:
            cells[field_id] = Cell.of(_entry(known[field_id], question, template, lists))
    return cells


def _entry(value: Any, spec: FieldSpec, template: Template, lists: Portfolio) -> object:
    language = lists.settings.language
    options = template_options(template, spec, language, lists)
    return field_type(spec).entry(value, spec, Meaning(language, options))


def _targets(samples: Samples, cast: Cast) -> tuple[Target, ...]:
    """The sales plan: that of the samples, as much larger or smaller as the plans of all accounts together are."""
    year, plan = samples.year, samples.portfolio["sales_plan"]
    now, given = planned(cast.accounts), planned(samples.accounts)
    targets = []
    for group, amounts in plan.items():
        for quarter in QUARTERS:
            share = now[group, quarter] / given[group, quarter]
            amount = amounts[quarter] if share == 1 else round(amounts[quarter] * share / _ROUND_TO) * _ROUND_TO
            targets.append(Target(group, f"{year}-{quarter.upper()}", float(amount)))
    return tuple(targets)


def planned(accounts: tuple[Sample, ...]) -> dict[tuple[str, str], int]:
    """What the plans of these accounts add up to, per product group and quarter alone."""
    sums: dict[tuple[str, str], int] = {}
    for sample in accounts:
        if "plan" in sample.figures:
            for quarter, money in Figures(sample).quarters.items():
                for group, amount in money.plan.items():
                    sums[group, quarter] = sums.get((group, quarter), 0) + amount
    return sums
