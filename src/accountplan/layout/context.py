"""What, besides the template, decides how a plan workbook is laid out and what its words mean."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cached_property

from accountplan.fields import Option, Options
from accountplan.fields.base import Meaning
from accountplan.messages import say
from accountplan.template.model import Axis, FieldSpec, FreeRows, Limits, Table, Template

YES_NO = "yes_no"
"""Id of the list behind every yes/no cell."""
UNKNOWN = Options((), known=False)


@dataclass(frozen=True)
class PlanContext:
    """One workbook's circumstances. `organisation` holds the organisation's lists with labels in `language`."""

    language: str
    year: int
    tier: str | None = None
    currency: str = "EUR"
    organisation: Mapping[str, Options] = field(default_factory=dict)
    limits: Mapping[str, Limits] = field(default_factory=dict)
    date1904: bool = False

    @cached_property
    def worked_out(self) -> dict[tuple[int, str], tuple[Template, Options]]:
        """Lists by template and id; the template is kept so that no other one can get its number."""
        return {}

    def shown(self, tiers: tuple[str, ...]) -> bool:
        """Whether something with these tiers is part of this plan."""
        return not tiers or self.tier is None or self.tier in tiers


def options_of(template: Template, context: PlanContext, list_id: str) -> Options:
    """The choices of a list as this workbook shows them: worked out once for each context."""
    at = id(template), list_id
    if at not in context.worked_out:
        context.worked_out[at] = template, _options_of(template, context, list_id)
    return context.worked_out[at][1]


def _options_of(template: Template, context: PlanContext, list_id: str) -> Options:
    if list_id == YES_NO:
        return Options(tuple(Option.of(code, say(context.language, "word", code)) for code in ("yes", "no")))
    entry = template.choice_list(list_id)
    if entry.organisation:
        return context.organisation.get(entry.organisation, UNKNOWN)
    if entry.rows_of:
        table = template.table(entry.rows_of)
        return UNKNOWN if table is None else Options(tuple(row_options(table)))
    return Options(
        tuple(
            Option.of(c.code, c.label[context.language], (*c.label.every(), *c.aliases), means=c.means)
            for c in entry.choices
        )
    )


def row_options(table: Table) -> list[Option]:
    """The rows of a table as choices: the code is the row id, the label its number (D-01)."""
    count = table.rows.count if isinstance(table.rows, FreeRows) else 0
    return [Option.of(f"{table.id}.{n}", number_label(table, n), (f"{table.number}-{n}",)) for n in range(1, count + 1)]


def number_width(table: Table) -> int:
    """Digits of a row number."""
    return max(2, len(str(table.rows.count))) if isinstance(table.rows, FreeRows) else 2


def number_label(table: Table, number: int) -> str:
    """What people see as the number of a free row: D-01, or 1 where the table has no prefix."""
    return f"{table.number}-{number:0{number_width(table)}d}" if table.number else str(number)


def list_of(spec: FieldSpec) -> str | None:
    """Id of the list that a field chooses from; None for one that does not choose."""
    return YES_NO if spec.result_type == "yes-no" else spec.list_id


def meaning_of(template: Template, context: PlanContext, spec: FieldSpec) -> Meaning:
    """How to understand, and to write, a cell of this field in this workbook."""
    list_id = list_of(spec)
    options = options_of(template, context, list_id) if list_id else None
    return Meaning(context.language, options, context.date1904, context.year, context.currency)


def axis_items(template: Template, context: PlanContext, axis: Axis) -> tuple[tuple[str, str], ...]:
    """(code, label) of every item of an axis. Years become y1, y2 … oldest first."""
    if axis.years:
        return tuple((f"y{n}", str(context.year + offset)) for n, offset in enumerate(sorted(axis.years), start=1))
    if axis.organisation:
        return tuple((o.code, o.label) for o in context.organisation.get(axis.organisation, UNKNOWN).items)
    return tuple((item.code, item.label[context.language]) for item in axis.items)


def limits_of(template: Template, context: PlanContext, kpi_code: str) -> Limits:
    """Traffic-light limits of a KPI: the portfolio's, else the template's."""
    kpi = template.kpi(kpi_code)
    return context.limits.get(kpi_code) or (kpi.limits if kpi else Limits())
