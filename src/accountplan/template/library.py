"""The templates at hand in one run: those that come with accountplan, and one of the user's own."""

from __future__ import annotations

from pathlib import Path

from accountplan.errors import Stop
from accountplan.messages import DEFAULT_LANGUAGE
from accountplan.template.load import load_template, shipped_templates
from accountplan.template.model import Template


class Library:
    """Finds templates by id, each loaded once. Can be sent to another process."""

    def __init__(
        self, own: str | Path | None = None, language: str = DEFAULT_LANGUAGE, near: Path | None = None
    ) -> None:
        """`own` is a name or a folder; folders that a portfolio names are looked for from `near`, where it lies.

        Raises `Stop` or `TemplateError` if `own` cannot be used.
        """
        self.language, self.near = language, near
        self.own = load_template(own, language) if own is not None else None
        self._loaded: dict[str, Template | None] = {self.own.id: self.own} if self.own else {}

    def find(self, template_id: str) -> Template | None:
        """The template with this id; None where it is not at hand."""
        if template_id not in self._loaded:
            self._loaded[template_id] = self._shipped(template_id)
        return self._loaded[template_id]

    def named(self, name: str) -> Template:
        """The template with this name, in this folder, or with this id. Raises `Stop`."""
        if self.own is not None:
            return self.own
        template = self._loaded.get(name) or load_template(name, self.language, self.near)
        self._loaded[name] = self._loaded[template.id] = template
        return template

    def loaded(self) -> tuple[Template, ...]:
        """Every template that has been asked for and found, once."""
        return tuple({id(template): template for template in self._loaded.values() if template}.values())

    def _shipped(self, template_id: str) -> Template | None:
        if template_id not in shipped_templates():
            return None
        try:
            return load_template(template_id, self.language)
        except Stop:
            return None
