"""Workbooks that were made with an earlier version of their template."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from accountplan.layout.places import COLUMN_PREFIX, END_PREFIX, FIELD_PREFIX, TABLE_PREFIX, excel_name
from accountplan.template.model import Template
from accountplan.workbook.grid import Grid

_KEYS = (FIELD_PREFIX, TABLE_PREFIX, END_PREFIX, COLUMN_PREFIX)


@dataclass(frozen=True)
class Edition:
    """How to read a workbook of one version: by which definition, and what is called otherwise in it."""

    template: Template
    renamed: Mapping[str, str] = field(default_factory=dict)
    """From the ids of that version to those of `template`."""
    added: frozenset[str] = frozenset()
    """Ids that the version did not have yet: that they are not found is no loss."""
    finding: str | None = None
    """`template-newer` or `template-unknown`, where that is to be said."""


def edition_of(template: Template, version: str) -> Edition:
    """The version's own definition where the template keeps it; else today's, with what has been renamed since."""
    if version == template.version:
        return Edition(template)
    own = next((earlier for earlier in template.earlier if earlier.version == version), None)
    if own is not None:
        return Edition(own)
    if ordered(version) > ordered(template.version):
        return Edition(template, finding="template-newer")
    renamed: dict[str, str] = {}
    added: set[str] = set()
    for step in sorted(template.history, key=lambda step: ordered(step.version)):
        if ordered(step.version) > ordered(version):
            renamed = {old: step.renamed.get(new, new) for old, new in renamed.items()}
            renamed |= {old: new for old, new in step.renamed.items() if old not in renamed.values()}
            added = {step.renamed.get(name, name) for name in added} | set(step.added)
    known = version in {step.version for step in template.history}
    return Edition(template, renamed, frozenset(added), None if known else "template-unknown")


def ordered(version: str) -> tuple[int, ...]:
    """A version for comparing: 1.10.0 comes after 1.9.0."""
    return tuple(int(part) for part in version.split(".") if part.isdecimal())


def with_names_of_today(grid: Grid, renamed: Mapping[str, str]) -> Grid:
    """The grid with its hidden keys, row ids and names as today's template has them."""
    if not renamed:
        return grid
    keys = {f"{prefix}{old}": f"{prefix}{new}" for old, new in renamed.items() for prefix in _KEYS}
    sheets = {
        name: [[_today(value, keys, renamed) for value in row] for row in rows] for name, rows in grid.sheets.items()
    }
    names = {
        excel_name(kind, old): excel_name(kind, new) for old, new in renamed.items() for kind in ("ap", "apt", "tbl")
    }
    package = replace(
        grid.package,
        names={names.get(name, name): area for name, area in grid.package.names.items()},
        tables={names.get(name, name): area for name, area in grid.package.tables.items()},
    )
    return Grid(package, sheets)


def _today(value: Any, keys: Mapping[str, str], renamed: Mapping[str, str]) -> Any:
    """A cell's content, translated if it is a key (`ap:f:old`, `ap:c:old@q1`) or a row id (`old.3`)."""
    if not isinstance(value, str) or not value:
        return value
    if value.startswith("ap:"):
        key, at, rest = value.partition("@")
        return keys.get(key, key) + at + rest
    table, dot, row = value.partition(".")
    while dot:
        if table in renamed and " " not in row:
            return f"{renamed[table]}.{row}"
        more, dot, row = row.partition(".")
        table = f"{table}.{more}"
    return value
