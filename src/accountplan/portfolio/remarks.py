"""Findings as they come up while one file is read."""

from __future__ import annotations

from collections.abc import Iterable
from typing import Any

from accountplan.fields import Cell, Problem
from accountplan.findings import Finding

_REFERENCE = {"not-in-list": "unknown-reference"}


class Remarks:
    """Collects findings on one file, in the order in which they are found."""

    def __init__(self, file: str) -> None:
        self.file = file
        self.found: list[Finding] = []

    def add(self, code: str, sheet: str | None, cell: str | None, field: str | None = None, **params: Any) -> None:
        self.found.append(Finding(code, self.file, sheet, cell, field, params))

    def problems(
        self,
        problems: Iterable[Problem],
        sheet: str,
        cell: str,
        field: str,
        label: str,
        raw: Cell,
        *,
        ours: bool = True,
    ) -> None:
        """What a field type found wrong. In our own columns (`ours`) an unknown choice is an unknown reference."""
        for problem in problems:
            code = _REFERENCE.get(problem.code, problem.code) if ours else problem.code
            said = {"raw": raw.text, **problem.params, "label": label}
            if problem.params.get("near"):
                said["sentence"] = f"{code}-near"
            self.add(code, sheet, cell, field, **said)
