"""Which fields of a template a portfolio or a CRM export can fill beforehand, by id or by label.

A field that has a column of its own in the portfolio (the account's name, its tier …) is that column by another name.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from dataclasses import dataclass, replace
from functools import cached_property

from accountplan.fields import Cell, Meaning, Parsed, read_cell
from accountplan.fields.base import folded
from accountplan.portfolio.choices import template_options
from accountplan.portfolio.model import Portfolio
from accountplan.template.model import FieldSpec, FreeRows, Table, Template

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
    """What a header stands for: an accounts column (`own`), a `field` to prefill, or a field without one single place.

    `needs`: the label belongs to a column of a table and counts only if that table's title column is there, too; else
    somebody's own `Status` would become the status of the first activity.
    """

    own: str | None = None
    field: str | None = None
    homeless: str | None = None
    needs: str | None = None

    @property
    def target(self) -> tuple[str | None, str | None]:
        return self.own, self.field


class Fields:
    """The fields of one template as headers name them."""

    def __init__(self, template: Template) -> None:
        self.template = template

    @cached_property
    def prefillable(self) -> dict[str, FieldSpec]:
        """By id, in template order. A column of a table with free rows stands for the first row."""
        return {spec.id: spec for spec in self._every() if _takes_prefill(spec)}

    @cached_property
    def _homeless(self) -> dict[str, FieldSpec]:
        """Columns of tables with fixed rows: which row is meant, a single column cannot say."""
        return {
            column.id: column
            for _, table in self.template.tables()
            if not isinstance(table.rows, FreeRows)
            for column in table.columns
        }

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
            labelled = replace(match, needs=self._titles.get(spec.id))
            for label in spec.label.every():
                labels.setdefault(spell(label), set()).add(labelled)
        found = {name: meanings for name, meanings in (labels | ids).items() if name and len(meanings) == 1}
        return {name: next(iter(meanings)) for name, meanings in found.items()}

    @cached_property
    def _titles(self) -> dict[str, str]:
        """Column of a table with free rows: the column that names its rows."""
        return {
            column.id: table.title_id
            for _, table in self.template.tables()
            if isinstance(table.rows, FreeRows)
            for column in table.columns
            if column.id != table.title_id
        }

    def _matches(self) -> Iterator[tuple[FieldSpec, Match]]:
        for spec in self._every():
            if spec.role in OWN_COLUMNS:
                yield spec, Match(own=OWN_COLUMNS[spec.role])
            elif spec.id in self.prefillable:
                yield spec, Match(field=spec.id)
        for spec in self._homeless.values():
            if not spec.computed:
                yield spec, Match(homeless=spec.id)

    def _every(self) -> Iterator[FieldSpec]:
        for _, question in self.template.questions():
            yield question
        for _, table in self.template.tables():
            yield from _table_fields(table)


def _takes_prefill(spec: FieldSpec) -> bool:
    return not spec.computed and spec.role not in OWN_COLUMNS and spec.role not in _NOT_PREFILLED


def _table_fields(table: Table) -> Iterator[FieldSpec]:
    """The columns of free rows, and the cells of fixed rows that have an id of their own."""
    if isinstance(table.rows, FreeRows):
        yield from (column.model_copy(update={"role": None}) for column in table.columns)
        return
    for code, changes in table.cells.items():
        for column in table.columns:
            spec = table.spec(column, (code,)) if column.id in changes else None
            if spec is not None and spec.id != column.id:
                yield spec.model_copy(update={"role": None})


def understood(cell: Cell, spec: FieldSpec, template: Template, portfolio: Portfolio, language: str) -> Parsed:
    """A prefilled cell as the plan will understand it; what only the plan's own lists can tell is let pass."""
    options = template_options(template, spec, language, portfolio)
    if options is not None and not options.known:
        return Parsed()
    return read_cell(cell, spec, Meaning(language, options))
