"""The circumstances in which a workbook was made, out of the workbook itself: identity, lists, limits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Mapping

from accountplan.fields import Option, Options
from accountplan.layout.context import PlanContext
from accountplan.layout.places import LIST_PREFIX, WORKBOOK_PREFIX
from accountplan.messages import DEFAULT_LANGUAGE
from accountplan.template.model import Limits, Template
from accountplan.workbook.grid import Grid, Spot
from accountplan.workbook.identity import PROPERTY, read_identity, read_sheet_identity
from accountplan.workbook.lists import LIMITS
from accountplan.workbook.reading import Identity

Find = Callable[[str], Template | None]
"""From a template's id to the template, or None where it is not at hand."""


def find_identity(grid: Grid) -> Identity | None:
    """Whose plan it is: what most of its sheets say, else the document property."""
    votes = Counter[str]()
    for key, spots in grid.keys.items():
        if key.startswith(WORKBOOK_PREFIX):
            votes[key] += len({sheet for sheet, _, _ in spots})
    candidates = [text for text, _ in sorted(votes.items(), key=lambda vote: (-vote[1], vote[0]))]
    candidates.append(grid.package.properties.get(PROPERTY, ""))
    return next((identity for text in candidates if (identity := read_identity(text)) is not None), None)


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
    language = identity.language if identity.language in template.languages else DEFAULT_LANGUAGE
    return PlanContext(
        language, identity.year, identity.tier, identity.currency, lists, _limits(grid), grid.package.date1904
    )


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
