"""Whose plan a workbook is: one line of text that stands in several places of it."""

from __future__ import annotations

import json

from accountplan.layout.places import SHEET_PREFIX, WORKBOOK_PREFIX
from accountplan.template.model import Template
from accountplan.workbook.reading import Identity

PROPERTY = "accountplan"
"""Name of the document property that holds the identity."""
OWN_MARK = "ap-corrections:1"
"""What stands in that property of a corrections workbook, so that it is never taken for a plan."""
SUMMARY_MARK = "ap-summary:1"
"""The same, of a summary."""

_LAST_YEAR = 9999


def identity_text(identity: Identity) -> str:
    """The line: a prefix and compact JSON."""
    body = {key: value for key, value in vars(identity).items() if value is not None}
    return WORKBOOK_PREFIX + json.dumps(body, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def read_identity(text: str) -> Identity | None:
    """The identity in a line; None if it is not one."""
    if not text.startswith(WORKBOOK_PREFIX):
        return None
    try:
        body = json.loads(text[len(WORKBOOK_PREFIX) :])
        known = {key: body[key] for key in Identity.__dataclass_fields__ if key in body}
        year = known.get("year")
        texts = all(isinstance(value, str) for key, value in known.items() if key != "year")
        return Identity(**known) if texts and isinstance(year, int) and 0 <= year <= _LAST_YEAR else None
    except (ValueError, TypeError, RecursionError):
        return None


def sheet_identity(template: Template, chapter_id: str) -> str:
    """`ap:accountplan@1.0.0#1.1`: which chapter of which template a sheet is."""
    return f"{SHEET_PREFIX}{template.id}@{template.version}#{chapter_id}"


def read_sheet_identity(text: str) -> tuple[str, str, str] | None:
    """(template id, version, chapter id) of a sheet's identity."""
    if not text.startswith(SHEET_PREFIX) or "#" not in text or "@" not in text:
        return None
    template, _, chapter = text[len(SHEET_PREFIX) :].rpartition("#")
    name, _, version = template.rpartition("@")
    return (name, version, chapter) if name and ":" not in name else None
