"""One checked file with its remarks: whose plan it is, in which language its people speak, who else has it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from pathlib import Path

from accountplan.feedback.remark import Remark, remarks_on
from accountplan.fields.base import folded
from accountplan.findings import Severity
from accountplan.messages import DEFAULT_LANGUAGE
from accountplan.portfolio.collected import Collected
from accountplan.portfolio.round import round_of
from accountplan.workbook.reading import Reading


@dataclass(frozen=True)
class Checked:
    """A file and what was found in it."""

    path: Path
    reading: Reading

    @property
    def own(self) -> bool:
        """It is no plan but a corrections workbook of ours."""
        return not self.reading.readable and any(finding.code == "ignored-own" for finding in self.reading.findings)


@dataclass(frozen=True)
class PlanFeedback:
    """A file and what its person must know. What is not known of the plan is blank; `year` is never 0."""

    path: Path
    file: str
    language: str
    year: int
    account: str
    name: str
    manager: str
    remarks: tuple[Remark, ...]

    @property
    def customer(self) -> str:
        """By name and number, as far as they are known."""
        return f"{self.name} ({self.account})" if self.name and self.account else self.name or self.account

    @property
    def severities(self) -> list[Severity]:
        return [remark.severity for remark in self.remarks]

    @property
    def title(self) -> str:
        """The customer; of a file that cannot be read its name."""
        return self.customer or self.path.name


def with_duplicates(readings: Sequence[Reading]) -> list[Reading]:
    """The readings of one folder, each with a finding where another file in it is of the same account."""
    collected = [Collected(r.file, r.sha256, "read" if r.readable else "refused", r, r.findings) for r in readings]
    found = round_of(collected).collected
    return [replace(reading, findings=file.findings) for reading, file in zip(readings, found, strict=True)]


def main_language(readings: Iterable[Reading]) -> str | None:
    """The language of most plans, the first in a tie; None where no plan says."""
    spoken = Counter(reading.identity.language for reading in readings if reading.identity)
    return spoken.most_common(1)[0][0] if spoken else None


def feedback_on(checked: Sequence[Checked], language: str | None = None) -> list[PlanFeedback]:
    """Each file with its remarks, in its own language; `language` is for those that have none."""
    readings = [one.reading for one in checked]
    other = language or main_language(readings) or DEFAULT_LANGUAGE
    years = Counter(reading.identity.year for reading in readings if reading.identity and reading.identity.year)
    year = years.most_common(1)[0][0] if years else 2000
    return [_feedback(one, other, year) for one in checked]


def _feedback(one: Checked, language: str, year: int) -> PlanFeedback:
    reading, identity = one.reading, one.reading.identity
    spoken = identity.language if identity else language
    account = reading.of_role("account-id")
    return PlanFeedback(
        one.path, reading.file, spoken, (identity.year if identity else 0) or year,
        (identity.account if identity else "") or (account.raw if account else ""),
        _raw(reading, "account-name"), _raw(reading, "account-manager"), remarks_on(reading, spoken),
    )  # fmt: skip


def _raw(reading: Reading, role: str) -> str:
    answer = reading.of_role(role)
    return " ".join(answer.raw.split()) if answer else ""


def by_manager(plans: Iterable[PlanFeedback]) -> dict[str, list[PlanFeedback]]:
    """The plans of each account manager, by name; those without one go by a blank name, and come last."""
    known: dict[str, str] = {}
    found: dict[str, list[PlanFeedback]] = {}
    for plan in plans:
        name = known.setdefault(folded(plan.manager), plan.manager)
        found.setdefault(name, []).append(plan)
    return dict(sorted(found.items(), key=lambda item: (not item[0], folded(item[0]), item[0])))
