"""What the files of the feedback are called: after the plan, after the person; never two by one name."""

from __future__ import annotations

from collections.abc import Iterable, Sequence

from accountplan.feedback.plan import PlanFeedback
from accountplan.files import safe_name
from accountplan.messages import DEFAULT_LANGUAGE, say

_LONGEST = 120
"""Characters of a name before its ending: a path as a whole must not be too long for Windows either."""


def workbook_names(plans: Sequence[PlanFeedback]) -> list[str]:
    """One for every checked plan, with or without remarks, so that a name does not depend on what others mended."""
    return list(_apart((_safe(f"{_cut(plan.path.stem)} - {_word(plan, 'corrections')}"), ".xlsx") for plan in plans))


def letter_names(plans: dict[str, list[PlanFeedback]]) -> list[str]:
    """One for every account manager; whoever has none goes by a word, which no name can take."""
    nobody = next((_word(own[0], "without-manager") for manager, own in plans.items() if not manager), "")
    return names_of(list(plans), nobody)


def names_of(people: Sequence[str], nobody: str) -> list[str]:
    """A text file for each of these people; for a blank name, which comes last, `nobody`."""
    words = [nobody for person in people if not person]
    names = _apart(((_safe(person), ".txt") for person in people if person), taken=words)
    return [*names, *(f"{word}.txt" for word in words)]


def _word(plan: PlanFeedback, key: str) -> str:
    return say(plan.language or DEFAULT_LANGUAGE, "feedback", f"name-{key}")


def _cut(name: str) -> str:
    return name[:_LONGEST]


def _safe(name: str) -> str:
    return safe_name(_cut(name))


def _apart(names: Iterable[tuple[str, str]], taken: Iterable[str] = ()) -> Iterable[str]:
    """The names with their endings; one that is taken, in capitals or not, gets a number."""
    used = {name.casefold() for name in taken}
    for name, ending in names:
        given, number = name, 1
        while given.casefold() in used:
            number += 1
            given = f"{name} ({number})"
        used.add(given.casefold())
        yield given + ending
