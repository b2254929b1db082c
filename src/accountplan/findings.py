"""Findings: coded remarks on a place. The code is stable and for programs; the message is for people.

Every code has its severity here and a sentence per language in `messages/`; a test holds the two together.
"""

from __future__ import annotations

import dataclasses
from collections import Counter
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any, Literal

from accountplan.messages import halves, say

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
    "formula-in-input": "info",
    "percent-ambiguous": "error",
    "approximate": "warning",
    "number-in-text": "warning",
    "digits-lost": "error",
    # where it stands
    "relocated": "warning",
    "field-lost": "error",
    "field-duplicated": "error",
    "structure-changed": "warning",
    "stray-text": "info",
    "own-sheet": "info",
    "other-plan": "error",
    "field-retired": "warning",
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
    "changed-while-read": "error",
    # the round
    "account-duplicate": "error",
    "account-unknown": "warning",
    "account-spelling": "warning",
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
    "logo-unusable": "warning",
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

SEVERITY_ORDER: tuple[Severity, ...] = ("error", "warning", "info")
"""Worst first."""


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
        return say(language, "finding", self._sentence, **self._filling)

    def told(self, language: str) -> tuple[str, str]:
        """The message in two: what is wrong, and the way out (blank where nothing need be done)."""
        return halves(language, "finding", self._sentence, **self._filling)

    @property
    def _sentence(self) -> str:
        # A sentence of its own where the code has several ways to say it (`params["sentence"]`).
        return str(self.params.get("sentence") or self.code)

    @property
    def _filling(self) -> dict[str, Any]:
        known = {"file": self.file or "", "sheet": self.sheet or "", "cell": self.cell or "", "field": self.field or ""}
        return known | dict(self.params)

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
    return sorted(findings, key=lambda finding: SEVERITY_ORDER.index(finding.severity))


def badness(severities: Iterable[Severity]) -> tuple[int, ...]:
    """To put the worst of several files first: by its errors, then its warnings, then the rest."""
    counts = Counter(severities)
    return tuple(-counts[severity] for severity in SEVERITY_ORDER)


LONGEST = 160
"""Characters of a text out of a plan that a sentence shows where people read it."""
_PUT_TOGETHER = ("differences", "places")
"""Parameters that list several places, each of them short already."""


def brief(finding: Finding) -> Finding:
    """The finding with long texts out of the plan shortened."""
    short = {
        key: shorter(value) if isinstance(value, str) and key not in _PUT_TOGETHER else value
        for key, value in finding.params.items()
    }
    return replace(finding, params=short)


def shorter(text: str, longest: int = LONGEST) -> str:
    """`text` within so many characters, with an ellipsis where something had to go."""
    return text if len(text) <= longest else text[: longest - 1].rstrip() + "…"


def counted(severities: Iterable[Severity], language: str) -> str:
    """`1 error, 11 warnings`: how many there are of each, worst first."""
    counts = Counter(severities)
    return ", ".join(
        say(language, "feedback", f"count-{severity}{'-one' if counts[severity] == 1 else ''}", count=counts[severity])
        for severity in SEVERITY_ORDER
        if counts[severity]
    )
