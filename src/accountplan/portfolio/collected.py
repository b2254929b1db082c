"""One file of a folder, and what became of it."""

from __future__ import annotations

from dataclasses import dataclass, field, replace
from typing import Literal

from accountplan.findings import Finding, worst_first
from accountplan.workbook.reading import Reading

FileStatus = Literal["read", "refused", "ignored"]


@dataclass(frozen=True)
class Collected:
    """One file of the folder and what became of it. `modified` is its time of change (ns); it decides `newest` only."""

    file: str
    sha256: str
    status: FileStatus
    reading: Reading | None = None
    findings: tuple[Finding, ...] = ()
    modified: int = 0
    known_as: str | None = None
    """The account as the round writes it, where the file writes it otherwise."""
    size: int = field(default=0, compare=False)
    """Bytes."""
    seconds: float = field(default=0.0, compare=False)
    """How long reading took. For the log only."""

    def at_moment(self, number: int) -> Collected:
        """The file as it is at one of the moments that it was checked at, the first being 0."""
        if self.reading is None or not self.reading.at_other_moments:
            return self
        reading = self.reading.at_moment(number)
        return replace(self, reading=reading, findings=reading.findings)

    @property
    def account_id(self) -> str | None:
        """Whose plan it says it is: its identity, or where that is lost the answer to the question for it."""
        if self.known_as is not None:
            return self.known_as
        if self.reading is None or self.reading.identity is None:
            return None
        answer = self.reading.of_role("account-id")
        return self.reading.identity.account or (str(answer.value) if answer and answer.value else None)

    @property
    def reason(self) -> str | None:
        """Why a file was not read: the code of the worst finding. None for one that was."""
        return None if self.status == "read" else next((f.code for f in worst_first(self.findings)), None)
