"""Back to the person: what is wrong in a plan, where, what was expected and how to mend it; and a mail about it.

remark.py       a finding in the words of whoever mends it
expected.py     what a cell asks
plan.py         one file with its remarks, and whose it is
corrections.py  the corrections workbook of one file
letter.py       the mail to one account manager
reminders.py    the mail to one account manager about what has not come yet
folder.py       the folder that they lie in: what is ours there, and what is somebody else's
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from pathlib import Path

from accountplan.feedback.folder import Folder, Made
from accountplan.feedback.names import letter_names, workbook_names
from accountplan.feedback.plan import Checked, by_manager, feedback_on, main_language, with_duplicates

__all__ = ["Checked", "Feedback", "main_language", "with_duplicates", "write_feedback"]


@dataclass(frozen=True)
class Feedback:
    """What was put in the folder, by file name: workbooks, letters, outdated ones taken away, others' files kept."""

    workbooks: tuple[str, ...]
    letters: tuple[str, ...]
    removed: tuple[str, ...]
    kept: tuple[str, ...]


def write_feedback(
    folder: Path, checked: Sequence[Checked], language: str | None = None, as_of: date | None = None
) -> Feedback:
    """A corrections workbook for each file with findings, and a letter for each account manager who has one.

    Each is in the language of its plan (a letter: of most of its plans); a file that cannot be read has none, and
    speaks `language`, else that of most plans. With `as_of` the letters ask for the plans a week after that day.
    Only files that an earlier run wrote here, and nobody has changed since, are replaced or removed.
    Raises OSError where the folder cannot be written.
    """
    from accountplan.feedback.corrections import corrections_bytes
    from accountplan.feedback.letter import letter_text

    at = Folder(folder)
    plans = feedback_on([one for one in checked if not one.path.is_dir()], language)
    at.taken = {at.way_to(plan.path) for plan in plans}
    made: list[Made] = []
    attached: dict[Path, str] = {}
    for plan, name in zip(plans, workbook_names(plans), strict=True):
        if plan.remarks:
            way = at.way_to(plan.path)
            one = at.made(name, corrections_bytes(plan, way), [way])
            attached[plan.path] = one.name
            made.append(one)
    workbooks = [one.name for one in made]
    wanted = {manager: own for manager, own in by_manager(plans).items() if any(plan.remarks for plan in own)}
    for (manager, own), name in zip(wanted.items(), letter_names(wanted), strict=True):
        text = letter_text(manager, own, attached, as_of)
        made.append(at.made(name, text.encode("utf-8"), [at.way_to(plan.path) for plan in own]))
    removed = at.put(made)
    letters = [one.name for one in made[len(workbooks) :]]
    return Feedback(
        tuple(workbooks), tuple(letters), tuple(removed), tuple(one.instead_of for one in made if one.instead_of)
    )
