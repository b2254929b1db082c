"""Reminders: a mail to each account manager who still has something to deliver or to finish, all accounts in one."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from accountplan.consolidate import Consolidated
from accountplan.consolidate.rows import AccountRow
from accountplan.feedback.folder import Folder, Made
from accountplan.feedback.names import names_of
from accountplan.messages import say
from accountplan.portfolio.generate import file_name
from accountplan.workbook.excel import readable

REGISTER = ".accountplan-reminders.json"
"""What lies in the folder by our hand: it may be the folder of the feedback, too."""


@dataclass(frozen=True)
class Reminders:
    """What was put in the folder, by file name: reminders, those of earlier runs that were taken away, and those that
    somebody changed and that stay, though they no longer hold."""

    letters: tuple[str, ...]
    removed: tuple[str, ...]
    stale: tuple[str, ...]


def write_reminders(folder: Path, result: Consolidated) -> Reminders:
    """A text file for each account manager of whom something is still needed, in the language of `result`.

    Accounts without a manager share one. Only files that an earlier run wrote here, and nobody has changed since, are
    replaced or taken away. Raises OSError where the folder cannot be written.
    """
    at = Folder(folder, REGISTER)
    needed = _Needed(result)
    wanted = {who: rows for who, rows in _by_manager(result).items() if any(map(needed.open, rows))}
    names = names_of([who.name for who in wanted], say(result.language, "feedback", "name-without-manager"))
    made: list[Made] = []
    for (who, rows), name in zip(wanted.items(), names, strict=True):
        made.append(at.made(name, _Reminder(result, needed, who, rows).text().encode("utf-8"), []))
    removed = at.put(made)
    return Reminders(tuple(one.name for one in made), tuple(removed), tuple(at.changed))


@dataclass(frozen=True)
class _Manager:
    """Whose accounts they are. Whoever is in the portfolio goes by a key: two people may have one name."""

    key: str
    name: str
    email: str


def _by_manager(result: Consolidated) -> dict[_Manager, list[AccountRow]]:
    """The accounts that something is asked of, per manager by name; those without one come last."""
    found: dict[_Manager, list[AccountRow]] = {}
    portfolio = result.round.portfolio
    for row in result.tables.accounts:
        if row.expected:
            person = portfolio.person(row.manager_key) if portfolio else None
            key, name = row.manager_key or "", " ".join((row.account_manager or "").split())
            who = _Manager(key, name or key, (person.email if person else None) or "")
            found.setdefault(who, []).append(row)
    return dict(sorted(found.items(), key=lambda item: (not item[0].name, item[0].name.casefold(), item[0].key)))


class _Needed:
    """What is still to be done for an account."""

    def __init__(self, result: Consolidated) -> None:
        asked = [row for row in result.tables.evaluations if row.quarter == result.quarter.name]
        self._evaluated = {row.account_id for row in asked if row.actual is not None}
        self._to_evaluate = {row.account_id for row in asked}

    def open(self, row: AccountRow) -> bool:
        """Whether anything is."""
        return row.status in ("missing", "conflict") or any(self.of_plan(row))

    def of_plan(self, row: AccountRow) -> Iterator[str]:
        """What is wrong with a plan that came."""
        if row.status == "delivered":
            if row.account_id in self._to_evaluate - self._evaluated:
                yield "figures"
            if row.answered is not None and row.answered < (row.required or 0):
                yield "incomplete"
            if row.errors:
                yield "errors"


class _Reminder:
    """The mail to one manager, line by line. No line is broken: mail programs do that."""

    def __init__(self, result: Consolidated, needed: _Needed, who: _Manager, rows: Sequence[AccountRow]) -> None:
        self.result, self.needed, self.who = result, needed, who
        told = filter(needed.open, rows)
        self.told = sorted(told, key=lambda row: (row.status == "delivered", -(row.days_late or 0)))
        self.done = [row for row in rows if not needed.open(row)]
        self._files = {delivery.account_id: delivery.files for delivery in result.round.deliveries}
        self._accounts = {delivery.account_id: delivery.account for delivery in result.round.deliveries}

    def text(self) -> str:
        return "\n".join(self._lines()) + "\n"

    def _lines(self) -> Iterator[str]:
        if self.who.email:
            yield self._say("to", email=_line(self.who.email))
        yield self._counting("subject", len(self.told), period=self._period())
        yield ""
        yield self._say("dear", name=_line(self.who.name)) if self.who.name else self._say("dear-nobody")
        yield ""
        yield " ".join((self._opening(), self._counting("needed", len(self.told))))
        for number, row in enumerate(self.told, start=1):
            yield ""
            yield from self._account(number, row)
        if self.done:
            yield ""
            yield self._say("done", accounts=", ".join(_line(row.account_name or row.account_id) for row in self.done))
        yield ""
        yield self._say("reply")
        yield ""
        yield say(self.result.language, "feedback", "letter-regards")

    def _opening(self) -> str:
        day = next((row.return_by for row in self.told if row.return_by), None)
        if day is None:
            return self._say("opening", period=self._period())
        return self._say("opening-past" if self.result.as_of > day else "opening-by", period=self._period(), day=day)

    def _period(self) -> str:
        return str(self.result.quarter.year) if self.result.whole_year else self._quarter()

    def _quarter(self) -> str:
        quarter = self.result.quarter
        return self._say("quarter", quarter=str(quarter.number), year=str(quarter.year))

    def _account(self, number: int, row: AccountRow) -> Iterator[str]:
        title = " ".join(filter(None, (_line(row.account_name or ""), f"({_line(row.account_id)})")))
        yield f"{number}. {title}: {self._state(row)}"
        files = self._files_of(row)
        if files:
            yield f"   {self._counting('file', len(files), files=', '.join(map(_line, files)))}"
        for what in self._to_do(row):
            yield f"   - {what}"

    def _state(self, row: AccountRow) -> str:
        """What is the matter, and how late it is."""
        if row.status == "delivered":
            return "; ".join(self._of_plan(row, key) for key in self.needed.of_plan(row))
        key = "unreadable" if row.status == "missing" and row.files else row.status
        said = [self._say(f"state-{key}", count=row.files)]
        if row.days_late:
            said.append(self._counting("late", row.days_late))
        return ", ".join(said)

    def _of_plan(self, row: AccountRow, key: str) -> str:
        if key == "errors":
            return self._counting("state-errors", row.errors or 0)
        facts = {"answered": row.answered, "required": row.required, "period": self._quarter()}
        return self._say(f"state-{key}", **facts)

    def _to_do(self, row: AccountRow) -> Iterator[str]:
        if row.status == "delivered":
            yield from (self._say(f"do-{key}", period=self._quarter()) for key in self.needed.of_plan(row))
        else:
            yield self._say("do-unreadable" if row.status == "missing" and row.files else f"do-{row.status}")

    def _files_of(self, row: AccountRow) -> list[str]:
        """What it is about: the file that counts, all that are in conflict, or the name of what was handed out."""
        if row.file:
            return [row.file]
        account = self._accounts[row.account_id]
        return list(self._files[row.account_id]) or ([file_name(account)] if account else [])

    def _counting(self, key: str, count: int, **params: Any) -> str:
        return self._say(f"{key}-one" if count == 1 else key, count=count, **params)

    def _say(self, key: str, **params: Any) -> str:
        return say(self.result.language, "feedback", f"reminder-{key}", **params)


def _line(text: str) -> str:
    """A text of people on one line, without signs that nobody sees."""
    return " ".join(readable(text).split())
