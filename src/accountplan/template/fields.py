"""Every field of a template in one flat list: questions, columns, and what fixed rows make of columns."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass

from accountplan.template.model import Chapter, Choice, FieldSpec, Question, Table, Template


@dataclass(frozen=True)
class TemplateField:
    """A field with where it stands, and the template's own choices (none for the organisation's lists)."""

    spec: FieldSpec
    chapter: Chapter
    table: Table | None
    choices: tuple[Choice, ...]


def all_fields(template: Template) -> Iterator[TemplateField]:
    """Every field in template order; a fixed row's cell with an id of its own comes after its column."""
    for chapter in template.chapters:
        for item in chapter.items:
            if isinstance(item, Question):
                yield TemplateField(item, chapter, None, _choices(template, item))
            elif isinstance(item, Table):
                for column in item.columns:
                    for spec in (column, *_own(item, column.id)):
                        yield TemplateField(spec, chapter, item, _choices(template, spec))


def _own(table: Table, column_id: str) -> Iterator[FieldSpec]:
    column = table.column(column_id)
    for code, changes in table.cells.items():
        change = changes.get(column_id)
        if column is not None and change is not None and change.id is not None:
            spec = table.spec(column, (code,))
            if spec is not None:
                yield spec


def _choices(template: Template, spec: FieldSpec) -> tuple[Choice, ...]:
    return template.choice_list(spec.list_id).choices if spec.list_id else ()
