"""From a file to a `Reading`: the mirror image of `write.py`. Never raises for what a file holds."""

from __future__ import annotations

import hashlib
from collections.abc import Collection, Mapping
from dataclasses import replace
from pathlib import Path

from accountplan.fields import Options
from accountplan.findings import Finding
from accountplan.workbook.circumstances import Find, find_identity, foreign_sheets, identity_from_sheets
from accountplan.workbook.content import content_of
from accountplan.workbook.earlier import edition_of, with_names_of_today
from accountplan.workbook.encrypted import unlocked
from accountplan.workbook.grid import Grid, open_grid
from accountplan.workbook.identity import OWN_MARK, PROPERTY, SUMMARY_MARK
from accountplan.workbook.limits import LIMITS, Limits
from accountplan.workbook.package import Refused
from accountplan.workbook.reader import Reader
from accountplan.workbook.reading import Identity, Reading


def read_plan(
    path: Path, shown: str, find: Find, organisation: Mapping[str, Options] | None = None, limits: Limits = LIMITS,
    passwords: Collection[str] = (),
) -> Reading:  # fmt: skip
    """What stands in the plan workbook at `path`, called `shown` in what people see.

    `find` gives the template by its id. `organisation` serves where the workbook has lost its own lists. Of a workbook
    behind a password each of `passwords` is tried.
    A file that cannot be read gives a reading with `readable=False` and the finding that says why.
    """
    try:
        content = content_of(path, limits.size)
    except OSError as error:
        return Reading(shown, findings=(Finding("unreadable", shown, params={"why": error}),))
    except Refused as refused:
        return Reading(shown, findings=(Finding(refused.code, shown, params=refused.params),))
    return read_content(content, shown, find, organisation, limits, passwords)


def read_content(
    content: bytes, shown: str, find: Find, organisation: Mapping[str, Options] | None = None, limits: Limits = LIMITS,
    passwords: Collection[str] = (),
) -> Reading:  # fmt: skip
    """`read_plan` for bytes that are at hand."""
    blank = Reading(shown, hashlib.sha256(content).hexdigest())
    try:
        grid = open_grid(unlocked(content, passwords), limits)
    except Refused as refused:
        return replace(blank, findings=(Finding(refused.code, shown, params=refused.params),))
    return read_grid(grid, replace(blank, modified=grid.package.modified), find, organisation)


def read_grid(grid: Grid, blank: Reading, find: Find, organisation: Mapping[str, Options] | None = None) -> Reading:
    """`read_plan` for cells that are at hand; `blank` names the file."""
    findings: list[Finding] = []
    identity = find_identity(grid)
    if identity is None:
        identity = identity_from_sheets(grid, find)
        if identity is None:
            own = grid.package.properties.get(PROPERTY) in (OWN_MARK, SUMMARY_MARK)
            return replace(blank, findings=(Finding("ignored-own" if own else "not-a-plan", blank.file),))
        findings.append(Finding("identity-missing", blank.file))
    template = find(identity.template)
    if template is None:
        finding = Finding(
            "template-unknown", blank.file, params={"template": f"{identity.template} {identity.version}"}
        )
        return replace(blank, identity=identity, findings=(*findings, finding))
    edition = edition_of(template, identity.version)
    if edition.finding is not None:
        sentence = None if edition.finding == "template-newer" else "version-unknown"
        params = {"version": identity.version, "ours": template.version, "sentence": sentence}
        findings.append(Finding(edition.finding, blank.file, params=params))
    foreign = foreign_sheets(grid, identity)
    findings += [_foreign(blank.file, sheet, identity, other) for sheet, other in foreign.items()]
    grid = with_names_of_today(grid.without(foreign), edition.renamed)
    reader = Reader(grid, edition.template, identity, blank.file, organisation, edition.added)
    return reader.reading(blank, findings)


def _foreign(file: str, sheet: str, identity: Identity, other: Identity) -> Finding:
    params = {
        "other": f"{other.account} {other.year}", "account": f"{identity.account} {identity.year}",
    }  # fmt: skip
    return Finding("other-plan", file, sheet, params=params)
