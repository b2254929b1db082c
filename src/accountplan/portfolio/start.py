"""The portfolio that a round begins with."""

from __future__ import annotations

from dataclasses import replace
from datetime import timedelta

from accountplan.portfolio.customers import Import
from accountplan.portfolio.lists import countries, industries
from accountplan.portfolio.model import Portfolio, Settings, calendar_end
from accountplan.portfolio.sheets import QUARTERS
from accountplan.template.model import Template

_DAYS_TO_RETURN = 14
"""From the end of a quarter until its workbooks are due back, unless the settings say otherwise."""


def new_portfolio(
    template: Template, year: int, language: str, imported: Import | None = None, template_name: str | None = None
) -> Portfolio:
    """A portfolio to fill in, or filled with an import. It holds no example rows: nothing in it has to be cleaned up.

    Countries and a first set of industries are there, because a plan asks for them; quarters end with the calendar's.
    `template_name` is what the settings call the template (a folder, for one's own); default its id.
    """
    due = {quarter: calendar_end(year, quarter) + timedelta(days=_DAYS_TO_RETURN) for quarter in QUARTERS}
    settings = Settings(year, language, template=template_name or template.id, return_by=due)
    started = Portfolio(settings, industries=industries(), countries=countries(language))
    if imported is None:
        return started
    return replace(
        started,
        accounts=imported.accounts,
        people=imported.people,
        teams=imported.teams,
        regions=imported.regions,
        industries=started.industries + imported.industries,
        countries=started.countries + imported.countries,
        findings=imported.findings,
    )
