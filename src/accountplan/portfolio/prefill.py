"""Which fields of a template a portfolio or a CRM export can fill beforehand, by id or by label.

A field that has a column of its own in the portfolio (the account's name, its tier …) is that column by another name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cached_property

from accountplan.fields import Cell, Meaning, Parsed, read_cell
from accountplan.fields.base import folded
from accountplan.portfolio.choices import template_options
from accountplan.portfolio.model import Portfolio
from accountplan.template.model import FieldSpec, Template

OWN_COLUMNS = {
    "account-id": "id",
    "account-name": "name",
    "account-manager": "manager",
    "currency": "currency",
    "tier": "tier",
    "customer-since": "customer_since",
}
"""Role of a template field: the accounts column that says the same."""
_NOT_PREFILLED = frozenset(("plan-year", "last-change"))


def squeezed(text: str) -> str:
    """For headers as programs spell them: only letters and digits count (`Account_ID`, `account id`)."""
    return re.sub(r"[\W_]+", "", folded(text))


@dataclass(frozen=True)
class Match:
    """What a header stands for: an accounts column (`own`), a `field` to prefill, or one of a table (`homeless`)."""

    own: str | None = None
    field: str | None = None
    homeless: bool = False

    @property
    def target(self) -> tuple[str | None, str | None]:
        return self.own, self.field


class Fields:
    """The fields of one template as headers name them."""

    def __init__(self, template: Template) -> None:
        self.template = template

    @cached_property
    def prefillable(self) -> dict[str, FieldSpec]:
        """The questions that a portfolio can answer, by id, in template order."""
        return {question.id: question for _, question in self.template.questions() if _takes_prefill(question)}

    def _homeless(self) -> Iterator[FieldSpec]:
        """The fields of tables: which row is meant, a single column cannot say."""
        for _, table in self.template.tables():
            for column in table.columns:
                yield column
                for code, changes in table.cells.items():
                    spec = table.spec(column, (code,)) if column.id in changes else None
                    if spec is not None and spec.id != column.id:
                        yield spec

    def match(self, header: str) -> Match | None:
        """What a header means; None if nothing, or more than one thing."""
        return self._by_name.get(folded(header)) or self._squeezed.get(squeezed(header))

    @cached_property
    def _by_name(self) -> dict[str, Match]:
        return self._index(folded)

    @cached_property
    def _squeezed(self) -> dict[str, Match]:
        return self._index(squeezed)

    def _index(self, spell: Callable[[str], str]) -> dict[str, Match]:
        ids: dict[str, set[Match]] = {}
        labels: dict[str, set[Match]] = {}
        for spec, match in self._matches():
            for name in (spec.id, *spec.aliases):
                ids.setdefault(spell(name), set()).add(match)
            for label in spec.label.every():
                labels.setdefault(spell(label), set()).add(match)
        for named in (ids, labels):
            for name, meanings in named.items():
                named[name] = {match for match in meanings if not match.homeless} or meanings
        found = {name: meanings for name, meanings in (labels | ids).items() if name and len(meanings) == 1}
        return {name: next(iter(meanings)) for name, meanings in found.items()}

    def _matches(self) -> Iterator[tuple[FieldSpec, Match]]:
        for _, question in self.template.questions():
            if question.role in OWN_COLUMNS:
                yield question, Match(own=OWN_COLUMNS[question.role])
            elif question.id in self.prefillable:
                yield question, Match(field=question.id)
        for spec in self._homeless():
            yield spec, Match(homeless=True)


def _takes_prefill(spec: FieldSpec) -> bool:
    return not spec.computed and spec.role not in OWN_COLUMNS and spec.role not in _NOT_PREFILLED


def understood(cell: Cell, spec: FieldSpec, template: Template, portfolio: Portfolio, language: str) -> Parsed:
    """A prefilled cell as the plan will understand it; what only the plan's own lists can tell is let pass."""
    options = template_options(template, spec, language, portfolio)
    if options is not None and not options.known:
        return Parsed()
    return read_cell(cell, spec, Meaning(language, options))
