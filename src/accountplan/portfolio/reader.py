"""One plan workbook read and checked, and how what was read goes from the child process that read it to its parent."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from functools import cache, partial
from pathlib import Path

from accountplan.checks import Moment, check_at
from accountplan.fields import Options
from accountplan.findings import Finding
from accountplan.template.model import Template
from accountplan.workbook.circumstances import Find
from accountplan.workbook.earlier import edition_of
from accountplan.workbook.limits import LIMITS, Limits
from accountplan.workbook.read import read_plan
from accountplan.workbook.reading import Answer, Reading, ReadRow


@dataclass(frozen=True)
class WorkbookReader:
    """Reads and checks one plan workbook; may be sent to another process."""

    find: Find
    organisation: Mapping[str, Options] | None = None
    moments: tuple[Moment, ...] = (Moment(),)
    """When the plan is looked at: it is read once, and checked at each of them."""
    limits: Limits = LIMITS
    passwords: tuple[str, ...] = field(default=(), repr=False)
    """Tried on workbooks behind a password; never shown."""

    def __call__(self, path: Path, shown: str) -> Reading:
        reading = read_plan(path, shown, self.find, self.organisation, self.limits, self.passwords)
        return check_at(reading, self.moments)


class Packed:
    """A reading on its way from a child: without its template, which all plans of a version share, and with its many
    small answers as a few long columns, which go twice as fast."""

    def __init__(self, reading: Reading) -> None:
        cells = [*reading.answers.values()]
        self._questions = len(cells)
        self._rows: list[tuple[str, list[tuple[str, str | None, int]]]] = []
        for table_id, rows in reading.tables.items():
            self._rows.append((table_id, [(row.id, row.sheet, len(row.cells)) for row in rows]))
            for row in rows:
                cells += row.cells.values()
        self._columns = list(zip(*cells, strict=True))
        self._has_template = reading.template is not None
        self._rest = replace(reading, template=None, answers={}, tables={})

    def unpacked(self, templates: Templates) -> Reading:
        """The reading as it was; answers and cells go by the name of their field."""
        names = self._columns[0] if self._columns else ()
        cells = list(map(_ANSWER, zip(*self._columns, strict=True)))
        at = self._questions
        answers = dict(zip(names[:at], cells, strict=False))
        tables: dict[str, tuple[ReadRow, ...]] = {}
        for table_id, rows in self._rows:
            read: list[ReadRow] = []
            for row_id, sheet, count in rows:
                read.append(
                    ReadRow(row_id, sheet, dict(zip(names[at : at + count], cells[at : at + count], strict=True)))
                )
                at += count
            tables[table_id] = tuple(read)
        identity = self._rest.identity
        template = templates(identity.template, identity.version) if identity and self._has_template else None
        return replace(self._rest, template=template, answers=answers, tables=tables)


_ANSWER = partial(tuple.__new__, Answer)
"""An answer out of its values: `Answer._make` without a look at their number."""

Templates = Callable[[str, str], Template | None]
"""From a template's id and a version to the definition by which a workbook of that version is read."""


def templates_of(find: Find) -> Templates:
    """The definitions behind `find`, each looked for once."""

    @cache
    def edition(template_id: str, version: str) -> Template | None:
        template = find(template_id)
        return edition_of(template, version).template if template else None

    return edition


def failed(shown: str, error: BaseException) -> Reading:
    """What comes of a file on which the reading itself failed."""
    why = f"{type(error).__name__}: {error}"[:500]
    return Reading(shown, findings=(Finding("unreadable", shown, params={"why": why, "sentence": "reading-failed"}),))
