"""What people call the codes in the tables: labels of templates and of the organisation's lists, in one language."""

from __future__ import annotations

from functools import cached_property

from accountplan.consolidate.totals import kpis_of
from accountplan.portfolio.model import ListItem
from accountplan.portfolio.round import Round
from accountplan.template.model import Kpi, Label


def in_language(label: Label, language: str) -> str:
    """The label in this language, else in the first that it has."""
    return label.root.get(language) or next(iter(label.every()), "")


class Words:
    """Labels for one round in one language. A code that nobody has a word for is its own word."""

    def __init__(self, the_round: Round, language: str) -> None:
        self.round, self.language = the_round, language

    @cached_property
    def kpis(self) -> dict[str, Kpi]:
        return kpis_of(self.round)

    def point(self, code: str) -> str:
        """The name of a point of the evaluation."""
        return in_language(self.kpis[code].label, self.language) if code in self.kpis else code

    def choice(self, table_role: str, column_role: str, code: str | None) -> str:
        """The label of a code in the column with this role of the table with this role."""
        if code is None:
            return ""
        for template in self.round.templates:
            table = template.table_by_role(table_role)
            column = table.by_role(column_role) if table else None
            if column is not None and column.list_id:
                chosen = template.choice_list(column.list_id)
                found = self.listed(chosen.organisation, code) if chosen.organisation else None
                labels = [in_language(choice.label, self.language) for choice in chosen.choices if choice.code == code]
                if found or labels:
                    return found or labels[0]
        return code

    def answer(self, role: str, code: str | None) -> str:
        """The label of a code in the question with this role."""
        for template in self.round.templates:
            question = template.question_by_role(role)
            if code is not None and question is not None and question.list_id:
                chosen = template.choice_list(question.list_id)
                labels = [in_language(choice.label, self.language) for choice in chosen.choices if choice.code == code]
                if labels or chosen.organisation:
                    return labels[0] if labels else self.listed(chosen.organisation or "", code)
        return code or ""

    def question(self, field_id: str) -> str:
        """What a question asks, in the words of the first template that has it."""
        for template in self.round.templates:
            question = template.question(field_id)
            if question is not None:
                return in_language(question.label, self.language)
        return field_id

    def listed(self, name: str, code: str | None) -> str:
        """The label of an item of one of the organisation's lists: the portfolio's, else the plans' own."""
        if code is None:
            return ""
        return self._listed.get((name, code)) or code

    @cached_property
    def _listed(self) -> dict[tuple[str, str], str]:
        found: dict[tuple[str, str], str] = {}
        for reading in self.round.counted.values():
            for name, options in (reading.context.organisation if reading.context else {}).items():
                for option in options.items:
                    found.setdefault((name, option.code), option.label)
        if self.round.portfolio:
            portfolio = self.round.portfolio
            found |= {("people", person.key): person.name for person in portfolio.people}
            for name in ("teams", "regions", "product_groups", "products", "industries", "countries"):
                items: tuple[ListItem, ...] = getattr(portfolio, name)
                found |= {(name, item.code): item.label.get(self.language) or item.code for item in items}
        return found

    def group(self, dimension: str, code: str | None, name: str | None) -> str:
        """The name of a manager, team or region; empty for accounts without one."""
        lists = {"team": "teams", "region": "regions"}
        return self.listed(lists[dimension], code) if dimension in lists else name or code or ""
