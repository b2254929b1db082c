"""Findings: coded remarks on a place. The code is stable and for programs; the message is for people.

Every code has its severity here and a sentence per language in `messages/`; a test holds the two together.
"""

from __future__ import annotations

import dataclasses
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from accountplan.messages import say

Severity = Literal["error", "warning", "info"]

SEVERITIES: dict[str, Severity] = {
    # the value of a cell
    "missing-required": "warning",
    "not-a-number": "error",
    "number-ambiguous": "error",
    "not-a-date": "error",
    "date-ambiguous": "error",
    "date-suspicious": "warning",
    "not-yes-no": "error",
    "not-in-list": "error",
    "list-unknown": "warning",
    "out-of-range": "error",
    "not-whole": "error",
    "too-long": "error",
    "cell-error": "error",
    "formula-uncalculated": "error",
    "percent-ambiguous": "error",
    # where it stands
    "relocated": "warning",
    "field-lost": "error",
    "field-duplicated": "error",
    "structure-changed": "warning",
    "stray-text": "info",
    "own-sheet": "info",
    # the file
    "identity-missing": "warning",
    "identity-changed": "warning",
    "template-newer": "warning",
    "template-unknown": "error",
    "not-a-plan": "error",
    "encrypted": "error",
    "damaged": "error",
    "too-large": "error",
    "unsafe": "error",
    "unreadable": "error",
    "ignored": "info",
    # the round
    "account-duplicate": "error",
    "account-unknown": "warning",
    "other-year": "warning",
    "currency-differs": "warning",
    "ignored-temporary": "info",
    "ignored-hidden": "info",
    "ignored-kind": "info",
    "ignored-folder": "info",
    "ignored-link": "info",
    "ignored-special": "info",
    "ignored-closed": "error",
    "ignored-own": "info",
    # the plan
    "goal-not-smart": "warning",
    "goal-horizon": "warning",
    "goal-without-activity": "warning",
    "activity-without-goal": "warning",
    "activity-overdue": "warning",
    "ends-before-start": "error",
    "shares-over-100": "warning",
    "evaluation-not-planned": "warning",
    "evaluation-missed": "warning",
    "correction-missing": "warning",
    # the portfolio
    "sheet-missing": "error",
    "column-missing": "error",
    "column-unknown": "warning",
    "row-duplicate": "error",
    "unknown-reference": "error",
    "value-missing": "error",
    "no-plan-for-tier": "info",
    "sheet-duplicate": "warning",
    "column-duplicate": "warning",
    "column-without-place": "warning",
    "column-moved": "warning",
    "code-derived": "info",
    "tier-missing": "info",
    "setting-default": "warning",
    "setting-unknown": "warning",
    "not-a-colour": "error",
    "limits-crossed": "error",
    "dates-disordered": "warning",
    "row-ragged": "error",
    "encoding-assumed": "info",
    # generate
    "not-replaced": "error",
    "filled-in": "error",
    "not-written": "error",
}
"""Every code there is, with its severity, unless a finding has a level of its own."""

_ORDER: dict[str, int] = {"error": 0, "warning": 1, "info": 2}


@dataclass(frozen=True)
class Finding:
    """A remark of one code on a place; what is not known of the place is None. `params` fill the message."""

    code: str
    file: str | None = None
    sheet: str | None = None
    cell: str | None = None
    field: str | None = None
    params: Mapping[str, Any] = dataclasses.field(default_factory=dict)
    level: Severity | None = None
    """The severity where it is not that of the code."""

    def __post_init__(self) -> None:
        if self.code not in SEVERITIES:
            raise ValueError(f"no such finding code: {self.code}")

    @property
    def severity(self) -> Severity:
        return self.level or SEVERITIES[self.code]

    def message(self, language: str) -> str:
        """The sentence for people: what is wrong, where, and the way out."""
        # A sentence of its own where the code has several ways to say it (`params["sentence"]`).
        sentence = str(self.params.get("sentence") or self.code)
        known = {"file": self.file or "", "sheet": self.sheet or "", "cell": self.cell or "", "field": self.field or ""}
        return say(language, "finding", sentence, **(known | dict(self.params)))

    def of_file(self, file: str) -> Finding:
        return replace(self, file=file)

    def as_json(self, language: str) -> dict[str, Any]:
        """The object of the contract."""
        return {
            "severity": self.severity,
            "code": self.code,
            "message": self.message(language),
            "sheet": self.sheet,
            "cell": self.cell,
            "field": self.field,
        }


def worst_first(findings: Iterable[Finding]) -> list[Finding]:
    """Errors, warnings, infos; within each the order in which they were found."""
    return sorted(findings, key=lambda finding: _ORDER[finding.severity])
