"""Commands on templates: `template list | show | check | fields | new`."""

from __future__ import annotations

import json
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from accountplan.cli.common import PATH, language_option
from accountplan.messages import DEFAULT_LANGUAGE, say

if TYPE_CHECKING:
    from accountplan.template.model import Template


@click.group()
def template() -> None:
    """The definitions of a plan: list, show, check them, or start one of your own.

    \b
    Example: accountplan template check my-template
    """


@template.command("list")
@language_option
def list_templates(language: str | None) -> int:
    """The templates that come with accountplan."""
    from accountplan.template import load_template, shipped_templates

    for name in shipped_templates():
        loaded = load_template(name)
        click.echo(f"{name}  {loaded.version}  {loaded.title[language or DEFAULT_LANGUAGE]}")
    return 0


@template.command()
@click.argument("name")
@language_option
def show(name: str, language: str | None) -> int:
    """Chapters, questions and tables of a template (a name or a folder)."""
    from accountplan.template import load_template

    for line in _outline(load_template(name, language or DEFAULT_LANGUAGE), language or DEFAULT_LANGUAGE):
        click.echo(line)
    return 0


@template.command()
@click.argument("name")
@language_option
def check(name: str, language: str | None) -> int:
    """Check a template's definition: every mistake with file, line and what to do. Exit code 1 if there are any."""
    from accountplan.errors import TemplateError
    from accountplan.template import load_template

    spoken = language or DEFAULT_LANGUAGE
    try:
        loaded = load_template(name, spoken)
    except TemplateError as error:
        for problem in error.problems:
            click.echo(problem)
        return 1
    counts = {"fields": len(field_rows(loaded)), "chapters": len(loaded.chapters)}
    click.echo(say(spoken, "cli", "template-good", id=loaded.id, version=loaded.version, **counts))
    return 0


@template.command()
@click.argument("name")
@click.option("--json", "as_json", is_flag=True, help="A JSON list, one object per field.")
@language_option
def fields(name: str, as_json: bool, language: str | None) -> int:
    """Every field of a template: id, chapter, type, label."""
    from accountplan.template import load_template

    spoken = language or DEFAULT_LANGUAGE
    rows = field_rows(load_template(name, spoken))
    if as_json:
        click.echo(json.dumps(rows, ensure_ascii=False, indent=1))
        return 0
    for row in rows:
        required = " *" if row["required"] else ""
        click.echo(f"{row['chapter']:<8} {row['id']:<28} {row['type']:<9} {row['label'][spoken]}{required}")
    return 0


@template.command()
@click.argument("folder", type=PATH)
@language_option
def new(folder: Path, language: str | None) -> int:
    """Start a template of your own in FOLDER: the shipped one with a chapter of your questions added."""
    from accountplan.template.start import start_template

    spoken = language or DEFAULT_LANGUAGE
    for path in start_template(folder, spoken):
        click.echo(path.as_posix())
    click.echo(say(spoken, "cli", "template-started", folder=folder.as_posix()), err=True)
    return 0


def field_rows(loaded: Template) -> list[dict[str, Any]]:
    """Every field in template order as the contract's objects; fixed rows' own ids among them."""
    from accountplan.template.fields import all_fields

    return [
        {
            "id": found.spec.id,
            "chapter": found.chapter.id,
            "type": found.spec.type,
            "label": found.spec.label.root,
            "help": found.spec.help.root if found.spec.help else None,
            "required": found.spec.required,
            "choices": [{"code": c.code, **c.label.root} for c in found.choices],
            "unit": found.spec.unit.root if found.spec.unit else None,
            "minimum": _plain(found.spec.minimum),
            "maximum": _plain(found.spec.maximum),
            "table": found.table.id if found.table else None,
            "role": found.spec.role,
        }
        for found in all_fields(loaded)
    ]


def _plain(limit: Any) -> Any:
    return limit.isoformat() if hasattr(limit, "isoformat") else limit


def _outline(loaded: Template, language: str) -> Iterator[str]:
    from accountplan.template.model import Heading, Question, Table

    yield f"{loaded.id} {loaded.version} – {loaded.title[language]}"
    for chapter in loaded.chapters:
        yield f"\n{chapter.title[language]}"
        for item in chapter.items:
            if isinstance(item, Heading):
                yield f"  {item.label[language]}"
            elif isinstance(item, Question):
                yield f"    {item.id}  {item.type}  {item.label[language]}{' *' if item.required else ''}"
            elif isinstance(item, Table):
                yield f"    [{item.id}]  {item.label[language]}"
                for column in item.columns:
                    yield f"      {column.id}  {column.type}  {column.label[language]}{' *' if column.required else ''}"
