"""The portfolio of one round: whose plans are made, by whom, with which lists, targets and settings. Pure data."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date

from accountplan.fields import Cell, Option, Options
from accountplan.findings import Finding
from accountplan.template.model import Kpi, Limits, Template, Tier
from accountplan.workbook.picture import Picture


@dataclass(frozen=True)
class Account:
    """One customer. `manager` is a person's key; `prefill` holds, per field id, the cell as the portfolio has it.

    What an import could not decide about a number or a date of our own stands in `prefill`, too, by its name here.
    """

    id: str
    name: str
    manager: str | None = None
    team: str | None = None
    region: str | None = None
    tier: str | None = None
    currency: str | None = None
    language: str | None = None
    customer_since: date | None = None
    customer_until: date | None = None
    revenue_last_year: float | None = None
    orders_last_year: float | None = None
    prefill: Mapping[str, Cell] = field(default_factory=dict)
    cell: str | None = None
    """Where the account's row begins in the portfolio workbook."""
    sheet: str | None = None
    cells: Mapping[str, str] = field(default_factory=dict)
    """Where its values stand there, by our own name or by field id."""


@dataclass(frozen=True)
class Person:
    key: str
    name: str
    email: str | None = None
    team: str | None = None
    capacity: float | None = None
    """Hours per week."""


@dataclass(frozen=True)
class ListItem:
    """An item of one of the organisation's lists; `parent` is the product group of a product."""

    code: str
    label: Mapping[str, str]
    parent: str | None = None


@dataclass(frozen=True)
class Target:
    """The sales plan: revenue of a product group in one quarter alone (`2027-Q1`)."""

    product_group: str
    quarter: str
    amount: float


@dataclass(frozen=True)
class Rate:
    """One unit of `currency` in the portfolio's own currency on a day."""

    currency: str
    rate: float
    on: date


@dataclass(frozen=True)
class Settings:
    year: int
    language: str = "nl"
    currency: str = "EUR"
    template: str = "accountplan"
    company: str = ""
    logo: str | None = None
    """The file with the logo, as seen from the folder of the portfolio."""
    accent: str | None = None
    limits: Mapping[str, Limits] = field(default_factory=dict)
    """Traffic-light limits per KPI code, where they differ from the template's."""
    quarter_ends: Mapping[str, date] = field(default_factory=dict)
    """Last day per quarter code (`q1`), where it is not the calendar's."""
    return_by: Mapping[str, date] = field(default_factory=dict)
    """Day by which the workbooks of a quarter must be back."""
    goal_limits: Limits | None = None
    """Traffic-light limits of goals, where they differ from the template's."""
    picture: Picture | None = field(default=None, compare=False)
    """What the file with the logo shows; None where there is none that can be used."""

    def limits_of(self, kpi: Kpi) -> Limits:
        """The traffic-light limits that hold for a KPI: the portfolio's, else the template's."""
        return self.limits.get(kpi.code, kpi.limits)

    def limits_of_goals(self, template: Template) -> Limits:
        """The traffic-light limits that hold for goals: the portfolio's, else the template's."""
        return self.goal_limits or template.goal_limits

    def quarter_end(self, quarter: str) -> date:
        """Last day of a quarter (`q1` … `q4`): the portfolio's, else the calendar's."""
        return self.quarter_ends.get(quarter) or calendar_end(self.year, quarter)


def calendar_end(year: int, quarter: str) -> date:
    """Last day of a calendar quarter (`q1` … `q4`)."""
    month = 3 * int(quarter[1:])
    return date(year, month, 31 if month in (3, 12) else 30)


@dataclass(frozen=True)
class Portfolio:
    settings: Settings
    accounts: tuple[Account, ...] = ()
    people: tuple[Person, ...] = ()
    product_groups: tuple[ListItem, ...] = ()
    products: tuple[ListItem, ...] = ()
    industries: tuple[ListItem, ...] = ()
    teams: tuple[ListItem, ...] = ()
    regions: tuple[ListItem, ...] = ()
    countries: tuple[ListItem, ...] = ()
    targets: tuple[Target, ...] = ()
    rates: tuple[Rate, ...] = ()
    findings: tuple[Finding, ...] = ()

    def account(self, account_id: str) -> Account | None:
        return next((account for account in self.accounts if account.id == account_id), None)

    def person(self, key: str | None) -> Person | None:
        return next((person for person in self.people if person.key == key), None)

    def tier_of(self, account: Account, template: Template) -> Tier | None:
        """The account's tier; one without gets the first tier that has a plan. None where the template has no tiers."""
        named = template.tier(account.tier) if account.tier else None
        return named or next((tier for tier in template.tiers if tier.plan), None)

    def organisation(self, language: str) -> dict[str, Options]:
        """The organisation's lists by name, as a workbook in `language` shows them."""
        people = tuple(Option.of(p.key, p.name, [p.email] if p.email else []) for p in self.people)
        return {"people": Options.distinct(people)} | {
            name: Options.distinct(
                tuple(Option.of(i.code, i.label[language], i.label.values(), i.parent) for i in getattr(self, name))
            )
            for name in ("teams", "regions", "product_groups", "products", "industries", "countries")
        }
