"""From YAML to a `Template`, or to all that is wrong with it: each mistake with file, line and what to do."""

from __future__ import annotations

import difflib
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from accountplan.errors import TemplateError
from accountplan.messages import DEFAULT_LANGUAGE, say, stop
from accountplan.template.check import check
from accountplan.template.merge import read_template
from accountplan.template.model import Template
from accountplan.template.repair import Mended
from accountplan.template.source import Marked, Problems, locate

_ROUNDS = 6
"""How often a definition is mended before we give up looking for more mistakes in it."""


def shipped_folder() -> Path:
    """Where the templates that come with accountplan lie: in the installed package, or beside the source."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "workbook_templates"
    return installed if installed.is_dir() else package.parents[1] / "workbook_templates"


def shipped_templates() -> tuple[str, ...]:
    """Names of the templates that come with accountplan."""
    return tuple(sorted(path.parent.name for path in shipped_folder().glob("*/template.yaml")))


def find_template(name: str, near: Path | None = None) -> Path | None:
    """The folder of a template: a shipped name, or a path (tried from `near` first); None if there is none."""
    places = [near / name] if near else []
    places += [near.parent / name] if near else []
    places.append(Path(name))
    if name in shipped_templates():
        places.insert(0, shipped_folder() / name)
    return next((place.resolve() for place in places if (place / "template.yaml").is_file()), None)


def load_template(name: str | Path, language: str = DEFAULT_LANGUAGE, near: Path | None = None) -> Template:
    """The template with this name or in this folder, which is looked for from `near` first.

    Raises `Stop` if there is none, `TemplateError` (all mistakes at once, in `language`) if it cannot be used.
    """
    folder = find_template(str(name), near)
    if folder is None:
        raise stop(language, "template-missing", name=str(name), known=list(shipped_templates()))
    problems = Problems(language)
    data = read_template(folder, find_template, problems)
    template = None if data is None else _checked(data, problems)
    if problems.found or template is None:
        raise TemplateError(problems.in_order())
    return _with_earlier(template, folder, language)


def _with_earlier(template: Template, folder: Path, language: str) -> Template:
    """The template with the definitions of its earlier versions, in `history/<version>/`. Raises `TemplateError`."""
    folders = sorted(path.parent for path in (folder / "history").glob("*/template.yaml"))
    earlier = tuple(load_template(older, language) for older in folders)
    wrong = [
        say(language, "template", "earlier-wrong", where=f"{folder.name}/history/{older.name}", id=one.id,
            version=one.version, expected=template.id)
        for older, one in zip(folders, earlier, strict=True)
        if one.id != template.id or one.version != older.name or one.version == template.version
    ]  # fmt: skip
    if wrong:
        raise TemplateError(wrong)
    return template.model_copy(update={"earlier": earlier}) if earlier else template


def _checked(data: Marked, problems: Problems) -> Template | None:
    """The template that the source makes, every mistake in form and in sense added to `problems`."""
    mended = Mended(data)
    for _ in range(_ROUNDS):
        try:
            template = Template.model_validate(data)
        except ValidationError as error:
            # From the back, so that leaving an entry out does not shift those still to come.
            for mistake in reversed(error.errors(include_url=False)):
                if not mended.touched(mistake["loc"]):
                    _explain(mistake, data, problems)
            for mistake in reversed(error.errors(include_url=False)):
                mended.mend(mistake)
        else:
            check(template, data, problems, mended)
            return template
    return None


def _explain(mistake: Any, data: Marked, problems: Problems) -> None:
    """Pydantic's remark as a line for the author of the template."""
    place, path = locate(data, mistake["loc"])
    key = str(mistake["loc"][-1]) if mistake["loc"] else ""
    key = "rows" if key == "count" else key  # the number that authors write behind `rows:`
    match mistake["type"]:
        case "missing":
            problems.add(place, "key-missing", key=key, where=path)
        case "extra_forbidden":
            near = difflib.get_close_matches(key, _known_keys(), n=1)
            problems.add(place, "key-unknown-near" if near else "key-unknown", key=key, near=near[0] if near else "")
        case "literal_error":
            problems.add(place, "value-unknown", key=key, value=mistake["input"], known=mistake["ctx"]["expected"])
        case "union_tag_invalid" | "union_tag_not_found":
            problems.add(place, "item-unknown")
        case kind:
            why = say(problems.language, "template", f"why-{_WHY.get(kind, 'other')}", **mistake.get("ctx", {}))
            problems.add(place, "value-wrong", key=key, value=repr(mistake["input"])[:60], why=why)


_WHY = {
    "string_type": "text",
    "bool_type": "yes-no",
    "bool_parsing": "yes-no",
    "int_type": "whole",
    "int_parsing": "whole",
    "int_from_float": "whole",
    "float_type": "number",
    "float_parsing": "number",
    "tuple_type": "list",
    "list_type": "list",
    "dict_type": "mapping",
    "model_type": "mapping",
    "model_attributes_type": "mapping",
    "greater_than_equal": "at-least",
    "less_than_equal": "at-most",
}
"""Pydantic's kinds of mistake, and the sentence that explains each."""


def _known_keys() -> Iterator[str]:
    from accountplan.template import model

    for name in (
        "Question",
        "Column",
        "Table",
        "Note",
        "View",
        "Chapter",
        "ChoiceList",
        "Choice",
        "Axis",
        "Kpi",
        "CellSpec",
        "Template",
    ):
        for field, info in getattr(model, name).model_fields.items():
            yield info.alias or field
