"""What an import meets on its way: people, teams, regions, industries, countries. Each gets one code."""

from __future__ import annotations

from dataclasses import replace
from typing import Any

from accountplan.fields.base import folded
from accountplan.messages import LANGUAGES
from accountplan.portfolio.lists import countries, country_of, industries
from accountplan.portfolio.model import ListItem, Person
from accountplan.portfolio.slugs import Slugs


class Met:
    """Collects list items in the order in which they first occur."""

    def __init__(self, language: str) -> None:
        self.language = language
        self._people: dict[str, Person] = {}
        self._items: dict[str, dict[str, ListItem]] = {"teams": {}, "regions": {}, "industries": {}, "countries": {}}
        standard = {"industries": industries(), "countries": countries(language)}
        self._standard = {
            list_: {folded(name): item for item in items for name in (item.code, *item.label.values())}
            for list_, items in standard.items()
        }
        self._slugs = {list_: Slugs(i.code for i in standard.get(list_, ())) for list_ in (*self._items, "people")}

    def lists(self) -> dict[str, Any]:
        """Everything met, as the fields of an `Import`; what stands in the standard lists anyway is left out."""
        found = {list_: tuple(items.values()) for list_, items in self._items.items()}
        return {**found} | {"people": tuple({person.key: person for person in self._people.values()}.values())}

    def person(self, name: str, email: str | None) -> str:
        """The key of a person: the same for the same name or the same address."""
        known = self._people.get(folded(email)) if email else None
        known = known or self._people.get(folded(name))
        if known is None:
            spoken = name.partition("@")[0] if "@" in name else name
            known = Person(self._slugs["people"].fresh(spoken), name)
        if email and not known.email:
            known = replace(known, email=email)
        for way in filter(None, (name, email, known.name)):
            self._people[folded(way)] = known
        return known.key

    def item(self, list_: str, name: str | None) -> str | None:
        """The code of a team or region."""
        if name is None:
            return None
        items = self._items[list_]
        if folded(name) not in items:
            code = self._slugs[list_].fresh(name)
            items[folded(name)] = ListItem(code, dict.fromkeys(LANGUAGES, name))
        return items[folded(name)].code

    def choice(self, list_: str, name: str) -> str:
        """How the portfolio names an industry or a country that an export calls `name`; a new one joins the list."""
        standard = self._standard[list_].get(folded(name))
        if standard:
            return name
        country = country_of(name) if list_ == "countries" else None
        if country is None:
            self.item(list_, name)
            return name
        if folded(country.code) not in self._standard[list_]:
            self._items[list_].setdefault(folded(country.code), country)
        return country.label[self.language]
