"""From a portfolio workbook back to a `Portfolio`, with a finding for what could not be taken: `write.py` mirrored."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import replace
from pathlib import Path
from typing import Any

from accountplan.fields import Options
from accountplan.findings import Finding
from accountplan.messages import DEFAULT_LANGUAGE, LANGUAGES
from accountplan.portfolio.choices import fixed_options
from accountplan.portfolio.grids import Grid, open_grids
from accountplan.portfolio.model import Account, ListItem, Person, Portfolio, Rate, Settings, Target
from accountplan.portfolio.prefill import Fields, understood
from accountplan.portfolio.read_rows import Rows, read_rows
from accountplan.portfolio.read_settings import read_settings
from accountplan.portfolio.remarks import Remarks
from accountplan.portfolio.sheets import QUARTERS, list_sheet
from accountplan.portfolio.slugs import Slugs
from accountplan.portfolio.tabs import find_tabs
from accountplan.template.model import Template

_ITEMS = ("teams", "regions", "product_groups", "products", "industries", "countries")


def read_portfolio(path: Path, template_of: Callable[[str], Template], language: str = DEFAULT_LANGUAGE) -> Portfolio:
    """The portfolio in a workbook (.xlsx, .xlsm, .ods, .xls); what is wrong with it stands in `findings`.

    `template_of` gives the template that the settings name. Raises `Stop` (in `language` until the portfolio's own is
    known) for a file that is missing, unreadable, no portfolio or without a plan year; and what `template_of` raises.
    """
    remarks = Remarks(path.as_posix())
    grids = open_grids(path, language)
    tabs = find_tabs(grids, remarks, path.as_posix(), language)
    settings, template = read_settings(tabs["settings"], template_of, remarks, language, path.parent)
    return _Reader(tabs, settings, template, remarks).portfolio()


class _Reader:
    """Reads the sheets in the order in which they refer to each other."""

    def __init__(self, tabs: dict[str, Grid], settings: Settings, template: Template, remarks: Remarks) -> None:
        self.tabs, self.settings, self.template, self.remarks = tabs, settings, template, remarks
        self.options: dict[str, Options] = fixed_options(template, settings.language)
        self.fields = Fields(template)

    def portfolio(self) -> Portfolio:
        found = Portfolio(self.settings)
        for key in _ITEMS:
            items: dict[str, Any] = {key: tuple(self.items(key))}
            found = replace(found, **items)
            self.options |= found.organisation(self.settings.language)
        found = replace(found, people=tuple(self.people()))
        self.options |= found.organisation(self.settings.language)
        found = replace(found, accounts=tuple(self.accounts(found)))
        found = replace(found, targets=tuple(self.targets()), rates=tuple(self.rates()))
        return replace(found, findings=self.findings())

    def findings(self) -> tuple[Finding, ...]:
        return tuple(self.remarks.found)

    def rows(self, key: str) -> Rows:
        fields = self.fields if key == "accounts" else None
        return read_rows(
            self.tabs.get(key), list_sheet(key), self.settings.language, self.options, self.remarks, fields
        )

    # -- lists --------------------------------------------------------------------------------------------------------
    def items(self, key: str) -> Iterable[ListItem]:
        rows = self.rows(key)
        slugs = Slugs(row.cell("code").text for row in rows)
        for row in rows:
            names = {language: row.text(f"label.{language}") for language in LANGUAGES}
            own = names[self.settings.language] or next(filter(None, names.values()), None)
            code = row.text("code")
            if own is None and code is None:
                row.missing(f"label.{self.settings.language}")
                continue
            if code is None:
                code = row.derived("code", slugs.fresh(str(own)))
            if not row.first(code):
                continue
            label = {language: names[language] or own or code for language in LANGUAGES}
            parent = row.choice("product_group", required=True) if key == "products" else None
            yield ListItem(code, label, parent)

    def people(self) -> Iterable[Person]:
        rows = self.rows("people")
        slugs = Slugs(row.cell("key").text for row in rows)
        for row in rows:
            name, key = row.text("name"), row.text("key")
            if name is None:
                row.missing("name")
                if key is None:
                    continue
            if key is None:
                key = row.derived("key", slugs.fresh(str(name)))
            if not row.first(key):
                continue
            yield Person(key, name or key, row.text("email"), row.choice("team"), row.number("capacity"))

    # -- accounts -----------------------------------------------------------------------------------------------------
    def accounts(self, organisation: Portfolio) -> Iterable[Account]:
        rows = self.rows("accounts")
        without_tier = []
        for row in rows:
            id_ = row.text("id")
            if id_ is None:
                row.missing("id")
                continue
            if not row.first(id_):
                continue
            name = row.text("name")
            if name is None:
                row.missing("name")
            account = Account(
                id_,
                name or id_,
                manager=row.choice("manager"),
                team=row.choice("team"),
                region=row.choice("region"),
                tier=row.choice("tier"),
                currency=row.choice("currency"),
                language=row.choice("language"),
                customer_since=row.day("customer_since"),
                customer_until=row.day("customer_until"),
                revenue_last_year=row.number("revenue_last_year"),
                orders_last_year=row.number("orders_last_year"),
                prefill={field: row.cell(field) for field in rows.prefilled if row.cell(field).kind != "empty"},
                cell=row.address("id"),
                sheet=rows.sheet,
                cells={key: row.address(key) for key in rows.found.columns},
            )
            row.check_order("customer_since", "customer_until", account.customer_since, account.customer_until)
            if account.tier is None and row.cell("tier").kind == "empty":
                without_tier.append(row.address("tier"))
            for field, cell in account.prefill.items():
                spec = self.fields.prefillable[field]
                parsed = understood(cell, spec, self.template, organisation, self.settings.language)
                row.report(field, parsed.problems, cell)
            yield account
        tier = next((tier for tier in self.template.tiers if tier.plan), None)
        if without_tier and tier:
            label = tier.label[self.settings.language]
            self.remarks.add("tier-missing", rows.sheet, without_tier[0], "tier", count=len(without_tier), tier=label)

    # -- figures ------------------------------------------------------------------------------------------------------
    def targets(self) -> Iterable[Target]:
        for row in self.rows("sales_plan"):
            group = row.choice("product_group", required=True)
            if group is None or not row.first(group):
                continue
            for quarter in QUARTERS:
                amount = row.number(quarter)
                if amount is not None:
                    yield Target(group, f"{self.settings.year}-{quarter.upper()}", amount)

    def rates(self) -> Iterable[Rate]:
        for row in self.rows("rates"):
            currency, rate, on = (
                row.choice("currency", required=True),
                row.number("rate", required=True),
                row.day("on", required=True),
            )
            if currency is None or rate is None or on is None:
                continue
            if row.first(f"{currency} {on}"):
                yield Rate(currency, rate, on)
