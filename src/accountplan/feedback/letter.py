"""The mail to one account manager over all their plans: plain text, ready to be sent with the corrections attached."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Mapping, Sequence
from datetime import date, timedelta
from pathlib import Path
from typing import Any

from accountplan.feedback.plan import PlanFeedback
from accountplan.feedback.remark import Remark
from accountplan.findings import badness, counted
from accountplan.messages import say
from accountplan.workbook.excel import readable

_WORST = 3
"""Findings of a plan that the letter names; the corrections workbook has them all."""
DAYS_TO_MEND = 7


def letter_text(
    manager: str, plans: Sequence[PlanFeedback], attached: Mapping[Path, str], as_of: date | None = None
) -> str:
    """The letter. `attached` names the corrections workbook of each plan that has one.

    With `as_of` it asks for the plans a week after that day. No line of it is broken: mail programs do that.
    """
    return "\n".join(_Letter(manager, plans, attached, as_of).lines()) + "\n"


class _Letter:
    def __init__(
        self, manager: str, plans: Sequence[PlanFeedback], attached: Mapping[Path, str], as_of: date | None
    ) -> None:
        self.manager, self.attached, self.as_of = manager, attached, as_of
        self.language = Counter(plan.language for plan in plans).most_common(1)[0][0]
        self.told = sorted((plan for plan in plans if plan.remarks), key=lambda plan: badness(plan.severities))
        self.fine = [plan for plan in plans if not plan.remarks]

    def lines(self) -> Iterator[str]:
        years = sorted({plan.year for plan in self.told})
        every = [severity for plan in self.told for severity in plan.severities]
        of = {"years": " / ".join(map(str, years)), "counts": counted(every, self.language)}
        yield self._say("subject", **of)
        yield ""
        yield self._say("dear", name=_line(self.manager)) if self.manager else self._say("dear-nobody")
        yield ""
        yield self._counting("opening", len(self.told) + len(self.fine), told=len(self.told), **of)
        for number, plan in enumerate(self.told, start=1):
            yield ""
            yield from self._plan(number, plan)
        if self.fine:
            yield ""
            yield self._say("fine", files=", ".join(_line(plan.path.name) for plan in self.fine))
        yield ""
        yield from self._closing()

    def _plan(self, number: int, plan: PlanFeedback) -> Iterator[str]:
        yield f"{number}. {_line(plan.title)}: {counted(plan.severities, self.language)}"
        yield f"   {self._say('plan', file=_line(plan.path.name))}"
        if plan.path in self.attached:
            yield f"   {self._say('attachment', file=_line(self.attached[plan.path]))}"
        for remark in plan.remarks[:_WORST]:
            yield f"   - {self._remark(remark)}"
        if len(plan.remarks) > _WORST:
            yield f"   {self._say('more', count=len(plan.remarks) - _WORST)}"

    def _remark(self, remark: Remark) -> str:
        word = say(self.language, "cli", remark.severity)
        return f"{word} – {_line(remark.wrong)} {_line(remark.mend)}"

    def _closing(self) -> Iterator[str]:
        worst = {severity for plan in self.told for severity in plan.severities}
        if worst == {"info"}:
            yield self._say("only-to-know")
        else:
            yield self._say("what-to-do" if self._with_cells() else "what-to-do-file") + (
                f" {self._say('errors-first')}" if "error" in worst else ""
            )
            yield ""
            by = {} if self.as_of is None else {"day": self.as_of + timedelta(days=DAYS_TO_MEND)}
            yield self._counting("send-back-by" if by else "send-back", len(self.told), **by)
        yield ""
        yield self._say("regards")

    def _with_cells(self) -> bool:
        return any(remark.cell for plan in self.told for remark in plan.remarks)

    def _counting(self, key: str, count: int, **params: Any) -> str:
        """A sentence that there is for one thing and for more."""
        return self._say(f"{key}-one" if count == 1 else key, count=count, **params)

    def _say(self, key: str, **params: Any) -> str:
        return say(self.language, "feedback", f"letter-{key}", **params)


def _line(text: str) -> str:
    """A text out of a plan on one line, without signs that nobody sees."""
    return " ".join(readable(text).split())
