"""The circumstances in which a workbook was made, out of the workbook itself: identity, lists, limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Mapping

from accountplan.fields import Option, Options
from accountplan.layout.context import PlanContext
from accountplan.layout.places import COLUMN_PREFIX, LIST_PREFIX, WORKBOOK_PREFIX
from accountplan.layout.progress import SIGNS
from accountplan.messages import DEFAULT_LANGUAGE
from accountplan.template.model import Limits, Template
from accountplan.workbook.grid import Grid, Spot
from accountplan.workbook.identity import PROPERTY, read_identity, read_sheet_identity
from accountplan.workbook.lists import LIMITS
from accountplan.workbook.reading import Identity

Find = Callable[[str], Template | None]
"""From a template's id to the template, or None where it is not at hand."""


def find_identity(grid: Grid) -> Identity | None:
    """Whose plan it is: what most of its sheets say, else the document property, which also breaks a tie."""
    votes = Counter[Identity]()
    for identity in _identities(grid).values():
        votes[identity] += 1
    own = read_identity(grid.package.properties.get(PROPERTY, ""))
    plans = Counter[tuple[object, ...]]()
    for identity, count in votes.items():
        plans[_plan(identity)] += count
    return max(votes, key=lambda one: (plans[_plan(one)], one == own, votes[one]), default=own)


def foreign_sheets(grid: Grid, identity: Identity) -> dict[str, Identity]:
    """The sheets that belong to another account, year or template than the workbook as a whole, with whose they are."""
    return {name: other for name, other in _identities(grid).items() if _plan(other) != _plan(identity)}


def _identities(grid: Grid) -> dict[str, Identity]:
    """What each sheet says whose plan it is, in the order of the sheets."""
    said: dict[str, Identity] = {}
    for key, spots in grid.keys.items():
        identity = read_identity(key) if key.startswith(WORKBOOK_PREFIX) else None
        if identity is not None:
            said |= {sheet: identity for sheet, _, _ in spots}
    return {name: said[name] for name in grid.sheets if name in said}


def _plan(identity: Identity) -> tuple[object, ...]:
    return identity.account, identity.year, identity.template


def identity_from_sheets(grid: Grid, find: Find) -> Identity | None:
    """What the sheets' own marks still tell where the plan's identity is gone: template, language, year."""
    marks = [mark for key in grid.keys if (mark := read_sheet_identity(key)) is not None]
    if not marks:
        return None
    name, version, _ = Counter(marks).most_common(1)[0][0]
    template = find(name)
    if template is None:
        return Identity("", 0, name, version, DEFAULT_LANGUAGE)
    return Identity("", _year(grid, template), name, version, _language(grid, template))


def _language(grid: Grid, template: Template) -> str:
    names = set(grid.sheets)
    scores = {language: sum(c.title[language] in names for c in template.chapters) for language in template.languages}
    return max(scores, key=lambda language: scores[language])


def _year(grid: Grid, template: Template) -> int:
    question = template.question_by_role("plan-year")
    for sheet, row, column in grid.keys.get(f"ap:f:{question.id}", []) if question else []:
        for right in range(column + 1, column + 6):
            cell = grid.cell(sheet, row, right)
            if cell.kind == "number" and isinstance(cell.value, int) and 1990 <= cell.value <= 2200:
                return cell.value
    return 0


def context_of(
    template: Template, identity: Identity, grid: Grid, organisation: Mapping[str, Options] | None
) -> PlanContext:
    """The context that the workbook was laid out with. Lists that it has lost are taken from `organisation`."""
    lists = dict(organisation or {})
    for name in sorted({axis.organisation for axis in template.axes if axis.organisation}):
        found = _read_list(grid, f"org_{name}")
        if found is not None:
            lists[name] = found
    for entry in template.lists:
        if entry.organisation:
            found = _read_list(grid, entry.id)
            if found is not None:
                lists[entry.organisation] = found
    for of_rows, options in _lists_of_rows(template, grid):
        lists.setdefault(of_rows, options)
    language = identity.language if identity.language in template.languages else DEFAULT_LANGUAGE
    return PlanContext(
        language, identity.year, identity.tier, identity.currency, lists, _limits(grid), grid.package.date1904
    )


def _lists_of_rows(template: Template, grid: Grid) -> Iterator[tuple[str, Options]]:
    """The organisation's lists of which every item has a row of its own: out of the row ids and the names beside them.

    They serve where the lists sheet is gone: such a table would have no rows otherwise.
    """
    for _, table in template.tables():
        axes = [template.axis(name) for name in getattr(table.rows, "axes", ())]
        open_axes = [n for n, axis in enumerate(axes) if axis.organisation]
        heads = grid.keys.get(COLUMN_PREFIX + table.id, [])
        if len(open_axes) == 1 and heads and table.across is None:
            at = open_axes[0]
            items = dict(_named_items(grid, table.id, len(axes), at, heads[0]))
            if items:
                yield (
                    str(axes[at].organisation),
                    Options(tuple(Option.of(code, label) for code, label in items.items())),
                )


def _named_items(grid: Grid, table_id: str, axes: int, at: int, head: Spot) -> Iterator[tuple[str, str]]:
    """(code, name) of the axis in place `at` of a table's row ids; codes of the other axes hold no dots."""
    sheet, first, column = head
    for row in range(first + 1, len(grid.sheets.get(sheet, []))):
        parts = grid.text(sheet, row, column).removeprefix(f"{table_id}.").split(".")
        if grid.text(sheet, row, column).startswith(f"{table_id}.") and len(parts) >= axes:
            code = ".".join(parts[at : len(parts) - (axes - 1 - at)])
            texts = (grid.cell(sheet, row, left).text for left in range(column))
            beside = [text for text in texts if text and text not in SIGNS]
            yield code, beside[at] if len(beside) == axes else code


def _read_list(grid: Grid, list_id: str) -> Options | None:
    spots = grid.keys.get(LIST_PREFIX + list_id, [])
    return _items(grid, spots[0]) if spots else None


def _items(grid: Grid, spot: Spot) -> Options:
    sheet, row, column = spot
    items: list[Option] = []
    row += 2
    while (code := grid.cell(sheet, row, column)).kind != "empty":
        label = grid.cell(sheet, row, column + 1)
        parent = grid.text(sheet, row, column + 2) or None
        items.append(Option.of(code.text, label.text or code.text, parent=parent))
        row += 1
    return Options(tuple(items))


def _limits(grid: Grid) -> dict[str, Limits]:
    found: dict[str, Limits] = {}
    for sheet, key_row, column in grid.keys.get(LIST_PREFIX + LIMITS, [])[:1]:
        row = key_row + 2
        while code := grid.text(sheet, row, column):
            green, amber = grid.cell(sheet, row, column + 1), grid.cell(sheet, row, column + 2)
            if green.kind == amber.kind == "number":
                found[code] = Limits(green=float(green.value), amber=float(amber.value))
            row += 1
    return found
