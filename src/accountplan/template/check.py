"""What makes a well-formed definition a usable one. Every rule adds its problems; none stops the others."""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator
from itertools import pairwise
from typing import Any

from pydantic import BaseModel

from accountplan.messages import LANGUAGES
from accountplan.template.check_expressions import (
    CONDITIONS,
    LOOKS,
    check_expression,
    check_own_sheet,
    functions_of,
)
from accountplan.template.check_views import check_view
from accountplan.template.model import (
    AxisRows,
    CellSpec,
    ChoiceList,
    FieldSpec,
    FreeRows,
    Label,
    MirrorRows,
    Question,
    Table,
    Template,
    View,
)
from accountplan.template.repair import Mended
from accountplan.template.roles import AXIS_ROLES, CHOICE_MEANINGS, QUESTION_ROLES, TABLE_ROLES
from accountplan.template.source import Marked, Problems, locate

Path = tuple[Any, ...]
_ID = re.compile(r"^[a-z][a-z0-9_]*(\.[a-z][a-z0-9_]*)*$")
_CELL = re.compile(r"^([a-z]{1,3}\d{1,7}|r\d*c\d*|r|c|true|false)$", re.IGNORECASE)
_SHEET_FORBIDDEN = re.compile(r"[\[\]:*?/\\]")
_TEMPLATE_ID = re.compile(r"^[a-z0-9][a-z0-9_-]*$")
_CHAPTER_ID = re.compile(r"^\w[\w.-]*$")
_LIST_ID = re.compile(r"^[a-z][a-z0-9_]*$")
_TAKEN = ("yes_no", "limits")
"""Lists that every workbook has besides those of its template."""
_CHOOSING = ("choice", "choices")
_NUMERIC = ("number", "money", "percent", "scale")


class _Report:
    """Adds problems at paths of the merged source, but for the parts that had to be mended to be looked at."""

    def __init__(self, data: Marked, problems: Problems, mended: Mended) -> None:
        self._data, self._problems, self._mended = data, problems, mended

    def __call__(self, path: Path, message: str, /, **params: Any) -> None:
        if self._mended.touched(path):
            return
        self._problems.add(locate(self._data, path)[0], message, **params)


def check(template: Template, data: Marked, problems: Problems, mended: Mended | None = None) -> None:
    """Add every problem of a validated template to `problems`; `data` is the source it came from."""
    report = _Report(data, problems, mended or Mended(data))
    for rule in _RULES:
        rule(template, report)


# -- walking ---------------------------------------------------------------------------------------------------------
def _items(template: Template) -> Iterator[tuple[Path, Any]]:
    for i, chapter in enumerate(template.chapters):
        for j, item in enumerate(chapter.items):
            yield ("chapters", i, "items", j), item


def _tables(template: Template) -> Iterator[tuple[Path, Table]]:
    for path, item in _items(template):
        if isinstance(item, Table):
            yield path, item


def _cells(template: Template) -> Iterator[tuple[Path, Table, str, str, CellSpec]]:
    for path, table in _tables(template):
        for code, changes in table.cells.items():
            for column, change in changes.items():
                yield (*path, "cells", code, column), table, code, column, change


def _specs(template: Template) -> Iterator[tuple[Path, FieldSpec, Table | None]]:
    """Every field: questions, columns, and columns as a fixed row changes them."""
    for path, item in _items(template):
        if isinstance(item, Question):
            yield path, item, None
        elif isinstance(item, Table):
            for k, column in enumerate(item.columns):
                yield (*path, "columns", k), column, item
    for path, table, code, column_id, _ in _cells(template):
        changed = table.column(column_id)
        spec = None if changed is None else table.spec(changed, (code,))
        if spec is not None:
            yield path, spec, table


def _labels(thing: Any, path: Path = ()) -> Iterator[tuple[Path, Label]]:
    if isinstance(thing, Label):
        yield path, thing
    elif isinstance(thing, BaseModel):
        for name, info in type(thing).model_fields.items():
            yield from _labels(getattr(thing, name), (*path, info.alias or name))
    elif isinstance(thing, tuple):
        for n, entry in enumerate(thing):
            yield from _labels(entry, (*path, n))
    elif isinstance(thing, dict):
        for key, entry in thing.items():
            yield from _labels(entry, (*path, key))


# -- rules -----------------------------------------------------------------------------------------------------------
def _identity(template: Template, report: _Report) -> None:
    """What sheets carry in their hidden marks (`ap:template@version#chapter`) must come out of them again."""
    if not _TEMPLATE_ID.match(template.id):
        report(("id",), "template-id-wrong", id=template.id)
    for i, chapter in enumerate(template.chapters):
        if not _CHAPTER_ID.match(chapter.id):
            report(("chapters", i, "id"), "chapter-id-wrong", id=chapter.id)


def _history(template: Template, report: _Report) -> None:
    """Steps of versions up to today's, each once; what they call new must exist, or be renamed by a later step."""
    ids = {item.id for _, item in _items(template) if isinstance(item, Question | Table)}
    ids |= {column.id for _, table in _tables(template) for column in table.columns}
    ids |= {change.id for _, _, _, _, change in _cells(template) if change.id is not None}
    renamed = {old for step in template.history for old in step.renamed}
    seen: set[str] = set()
    for i, step in enumerate(template.history):
        if not re.fullmatch(r"\d+(\.\d+)*", step.version) or step.version in seen:
            report(("history", i, "version"), "history-version", version=step.version)
        seen.add(step.version)
        for old, new in step.renamed.items():
            if new not in ids | renamed:
                report(("history", i, "renamed", old), "history-unknown", id=new)
        for name in step.added:
            if name not in ids | renamed:
                report(("history", i, "added"), "history-unknown", id=name)


def _languages(template: Template, report: _Report) -> None:
    for language in template.languages:
        if language not in LANGUAGES:
            report(("languages",), "language-unknown", language=language, known=list(LANGUAGES))
    for path, label in _labels(template):
        for language in template.languages:
            if not label.root.get(language, "").strip():
                report(path, "language-missing", language=language)


def _ids(template: Template, report: _Report) -> None:
    seen: dict[str, str] = {}

    def once(name: str, path: Path) -> None:
        excel_name = name.replace(".", "_")
        if not _ID.match(name):
            report(path, "id-wrong", id=name)
        elif _CELL.match(excel_name):
            report(path, "id-is-cell", id=name)
        if excel_name in seen:
            report(path, "id-twice", id=name)
        seen[excel_name] = name

    for path, item in _items(template):
        if isinstance(item, Question | Table):
            once(item.id, (*path, "id"))
        if isinstance(item, Table):
            for k, column in enumerate(item.columns):
                once(column.id, (*path, "columns", k, "id"))
    for path, _, _, _, change in _cells(template):
        if change.id is not None:
            once(change.id, (*path, "id"))


def _chapters(template: Template, report: _Report) -> None:
    ids: set[str] = set()
    titles: set[tuple[str, str]] = set()
    for i, chapter in enumerate(template.chapters):
        if chapter.id in ids:
            report(("chapters", i, "id"), "id-twice", id=chapter.id)
        ids.add(chapter.id)
        for language, title in chapter.title.root.items():
            name = title.strip()
            if len(name) > 31 or _SHEET_FORBIDDEN.search(name) or name.lower() == "history" or name.strip("'") != name:
                report(("chapters", i, "title", language), "sheet-name-wrong", title=title)
            if (language, name.casefold()) in titles:
                report(("chapters", i, "title", language), "sheet-name-twice", title=title)
            titles.add((language, name.casefold()))
    holds_lists = [chapter for chapter in template.chapters if chapter.kind == "lists"]
    if not holds_lists:
        report(("chapters",), "lists-chapter-missing")
    elif len(holds_lists) > 1 or holds_lists[0].tiers:
        report(("chapters",), "lists-chapter-one")
    asking = [chapter for chapter in template.chapters if chapter.kind == "form"]
    tiers = [tier.code for tier in template.tiers if tier.plan] or [""]
    if not all(any(not chapter.tiers or tier in chapter.tiers for chapter in asking) for tier in tiers):
        report(("chapters",), "form-missing")


def _lists(template: Template, report: _Report) -> None:
    for n, entry in enumerate(template.lists):
        path: Path = ("lists", n)
        if not _LIST_ID.match(entry.id) or entry.id in _TAKEN or entry.id.startswith("org_"):
            report((*path, "id"), "list-id-wrong", id=entry.id)
        sources = [bool(entry.choices), entry.organisation is not None, entry.rows_of is not None]
        if sum(sources) != 1:
            report((*path, "id"), "list-source", id=entry.id)
        codes: set[str] = set()
        for m, choice in enumerate(entry.choices):
            if choice.code in codes:
                report((*path, "choices", m, "code"), "choice-twice", code=choice.code, id=entry.id)
            codes.add(choice.code)
            if choice.means is not None and choice.means not in CHOICE_MEANINGS:
                report((*path, "choices", m, "means"), "role-unknown", role=choice.means, known=sorted(CHOICE_MEANINGS))
        _choice_labels(path, entry, report)
        table = template.table(entry.rows_of) if entry.rows_of else None
        if entry.rows_of and (table is None or not isinstance(table.rows, FreeRows)):
            report((*path, "rows_of"), "table-unknown", id=entry.rows_of)
        if entry.rows_of and table is not None and not table.number:
            report((*path, "rows_of"), "number-missing", id=entry.rows_of)


def _choice_labels(path: Path, entry: ChoiceList, report: _Report) -> None:
    """Labels must be told apart, whatever the case; `;` separates several choices in one cell."""
    seen: set[tuple[str, str]] = set()
    for m, choice in enumerate(entry.choices):
        for language, text in choice.label.root.items():
            folded = " ".join(text.split()).casefold()
            if (language, folded) in seen:
                report((*path, "choices", m, "label"), "choice-label-twice", label=text, id=entry.id)
            seen.add((language, folded))
            if ";" in text:
                report((*path, "choices", m, "label"), "choice-label-wrong", label=text)


def _fields(template: Template, report: _Report) -> None:
    lists = {entry.id for entry in template.lists}
    for path, spec, _ in _specs(template):
        chooses = spec.type in _CHOOSING or (spec.computed and spec.result in _CHOOSING)
        if chooses and spec.list_id is None:
            report((*path, "type"), "list-missing", id=spec.id)
        if spec.list_id is not None and spec.list_id not in lists:
            report((*path, "list"), "list-unknown", id=spec.id, list=spec.list_id, known=sorted(lists))
        if spec.list_id is not None and not chooses:
            report((*path, "list"), "list-useless", id=spec.id, type=spec.type)
        if spec.computed and not spec.formula:
            report((*path, "type"), "formula-missing", id=spec.id)
        if spec.formula and not spec.computed:
            report((*path, "formula"), "formula-useless", id=spec.id)
        _limits(path, spec, report)
        if bool(spec.conflict_when) != (spec.conflict is not None):
            report((*path, "conflict_when" if spec.conflict_when else "conflict"), "conflict-half", id=spec.id)
        if spec.suggest is not None and (template.table_of_column(spec.suggest) is None or spec.type != "text"):
            report((*path, "suggest"), "suggest-wrong", id=spec.id, column=spec.suggest)
        for tier in spec.tiers:
            _tier(template, (*path, "tiers"), tier, report)


def _limits(path: Path, spec: FieldSpec, report: _Report) -> None:
    low, high = spec.minimum, spec.maximum
    for key, limit in (("minimum", low), ("maximum", high)):
        fits = isinstance(limit, (int, float)) if spec.type in _NUMERIC else spec.type == "date" and limit is not None
        if limit is not None and (not fits or (spec.type == "date" and isinstance(limit, (int, float)))):
            report((*path, key), "limit-wrong", id=spec.id, type=spec.type)
            return
    if low is not None and high is not None and low > high:  # type: ignore[operator]
        report((*path, "minimum"), "limits-crossed", id=spec.id)


def _tier(template: Template, path: Path, tier: str, report: _Report) -> None:
    if template.tier(tier) is None:
        report(path, "tier-unknown", tier=tier, known=[entry.code for entry in template.tiers])


def _tiers(template: Template, report: _Report) -> None:
    for i, chapter in enumerate(template.chapters):
        for tier in chapter.tiers:
            _tier(template, ("chapters", i, "tiers"), tier, report)
    for path, item in _items(template):
        if not isinstance(item, Question):
            for tier in item.tiers:
                _tier(template, (*path, "tiers"), tier, report)


def _axes(template: Template, report: _Report) -> None:
    for n, axis in enumerate(template.axes):
        if sum((bool(axis.items), bool(axis.years), axis.organisation is not None)) != 1:
            report(("axes", n, "id"), "axis-source", id=axis.id)
        codes = [item.code for item in axis.items]
        for m, code in enumerate(codes):
            if not re.match(r"^[a-z0-9][a-z0-9_-]*$", code):
                report(("axes", n, "items", m, "code"), "code-wrong", code=code)
            if code in codes[:m]:
                report(("axes", n, "items", m, "code"), "choice-twice", code=code, id=axis.id)
        if axis.role is not None and axis.role not in AXIS_ROLES:
            report(("axes", n, "role"), "role-unknown", role=axis.role, known=sorted(AXIS_ROLES))
        if axis.role == "kpi":
            for m, code in enumerate(codes):
                if template.kpi(code) is None:
                    report(("axes", n, "items", m, "code"), "kpi-unknown", code=code)


def _rows(template: Template, report: _Report) -> None:
    axes = {axis.id for axis in template.axes}
    for path, table in _tables(template):
        for key, rows in (("rows", table.rows), ("across", table.across)):
            if isinstance(rows, AxisRows):
                for name in rows.axes:
                    if name not in axes:
                        report((*path, key), "axis-unknown", axis=name, known=sorted(axes))
            elif isinstance(rows, MirrorRows):
                for name in rows.tables:
                    other = template.table(name)
                    if other is None or not isinstance(other.rows, FreeRows):
                        report((*path, key), "table-unknown", id=name)
        if table.across is not None and isinstance(table.rows, FreeRows):
            report((*path, "across"), "across-free", id=table.id)
        if table.across is not None and isinstance(table.across, AxisRows) and len(table.across.axes) != 1:
            report((*path, "across"), "across-many", id=table.id)
        if isinstance(table.rows, FreeRows) and table.required_rows > table.rows.count:
            report((*path, "required_rows"), "rows-too-many", id=table.id)
        _columns(path, table, report)


def _columns(path: Path, table: Table, report: _Report) -> None:
    inputs = [column.is_input for column in table.columns]
    if not any(inputs):
        report((*path, "columns"), "no-input", id=table.id)
    if any(later and not earlier for earlier, later in pairwise(inputs)):
        report((*path, "columns"), "computed-first", id=table.id)
    if table.title_column is not None and table.column(table.title_column) is None:
        report((*path, "title_column"), "column-unknown", id=table.title_column, table=table.id)
    if table.totals and (table.across is None or not all(c.result_type in _NUMERIC for c in table.columns)):
        report((*path, "totals"), "totals-useless", id=table.id)


def _changed_cells(template: Template, report: _Report) -> None:
    for path, table, code, column, _ in _cells(template):
        codes = set(_codes(template, table))
        if table.across is not None:
            report(path[:-1], "cells-across", id=table.id)
        if code not in codes:
            report(path[:-1], "row-code-unknown", code=code, known=sorted(codes))
        if table.column(column) is None:
            report(path, "column-unknown", id=column, table=table.id)


def _codes(template: Template, table: Table) -> Iterator[str]:
    if isinstance(table.rows, AxisRows):
        for axis in template.axes:
            if axis.id in table.rows.axes:
                yield from (item.code for item in axis.items)
                yield from (f"y{n}" for n, _ in enumerate(axis.years, start=1))


# -- views -----------------------------------------------------------------------------------------------------------
def _views(template: Template, report: _Report) -> None:
    seen: set[str] = set()
    for path, item in _items(template):
        if isinstance(item, View):
            if not _ID.match(item.id):
                report((*path, "id"), "id-wrong", id=item.id)
            if item.id in seen:
                report((*path, "id"), "id-twice", id=item.id)
            seen.add(item.id)
            for place, message, params in check_view(template, item):
                report((*path, *place), message, **params)


# -- roles -----------------------------------------------------------------------------------------------------------
def _roles(template: Template, report: _Report) -> None:
    taken: set[str] = set()
    for path, item in _items(template):
        role = getattr(item, "role", None)
        if role is None:
            continue
        known = QUESTION_ROLES if isinstance(item, Question) else frozenset(TABLE_ROLES)
        if role not in known:
            report((*path, "role"), "role-unknown", role=role, known=sorted(known))
        elif role in taken:
            report((*path, "role"), "role-twice", role=role)
        taken.add(role)
        if isinstance(item, Table) and role in TABLE_ROLES:
            _column_roles(path, item, report)


def _column_roles(path: Path, table: Table, report: _Report) -> None:
    role = TABLE_ROLES[table.role or ""]
    has = {column.role for column in table.columns if column.role}
    for missing in sorted(role.needs - has):
        report((*path, "role"), "role-unfilled", role=missing, table=table.id, of=table.role)
    for k, column in enumerate(table.columns):
        if column.role and column.role not in role.needs | role.may:
            report((*path, "columns", k, "role"), "role-unknown", role=column.role, known=sorted(role.needs | role.may))


def _kpis(template: Template, report: _Report) -> None:
    table = template.table_by_role("evaluation")
    if template.kpis and (table is None or template.axis_of(table, "kpi") is None):
        report(("kpis",), "kpis-unfilled")
    if any(kpi.source == "range" for kpi in template.kpis) and template.table_by_role("range") is None:
        report(("kpis",), "range-unfilled")
    _kpi_areas(template, report)
    if table is None:
        return
    for n, kpi in enumerate(template.kpis):
        for role in ("plan", "actual"):
            column = table.by_role(role)
            if column is not None and kpi.source == "figures" and table.spec(column, (kpi.code,)) is None:
                report(("kpis", n), "kpi-unfilled", code=kpi.code, role=role)


def _kpi_areas(template: Template, report: _Report) -> None:
    """The areas of a point are choices of the goals' own list."""
    goals = template.table_by_role("goals")
    column = goals.by_role("area") if goals else None
    codes = {c.code for c in template.choice_list(column.list_id).choices} if column and column.list_id else set()
    for n, kpi in enumerate(template.kpis):
        for k, area in enumerate(kpi.areas):
            if area not in codes:
                report(("kpis", n, "areas", k), "kpi-area-unknown", area=area, code=kpi.code)


# -- expressions -----------------------------------------------------------------------------------------------------
def _expressions(template: Template, report: _Report) -> None:
    for path, spec, table in _specs(template):
        for key in ("formula", *CONDITIONS):
            text = getattr(spec, key)
            if text:
                check_expression(template, (*path, key), text, table, report)
            if text and key in LOOKS:
                check_own_sheet(template, (*path, key), text, report)
        if spec.formula and "several" in functions_of(spec.formula) and spec.result != "choices":
            report((*path, "result"), "function-needs-choices", function="several")


_RULES: tuple[Callable[[Template, _Report], None], ...] = (
    _identity,
    _history,
    _languages,
    _ids,
    _chapters,
    _lists,
    _fields,
    _tiers,
    _axes,
    _rows,
    _changed_cells,
    _views,
    _roles,
    _kpis,
    _expressions,
)
