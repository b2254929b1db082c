"""Where the results of `consolidate` go, and that nothing is overwritten there which is not ours to overwrite."""

from __future__ import annotations

import os
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date
from pathlib import Path
from typing import TYPE_CHECKING, Literal

from accountplan.cli.common import Speaker, named, way, workbook_name, write_result
from accountplan.cli.periods import Asked
from accountplan.messages import say, stop

if TYPE_CHECKING:
    from accountplan.consolidate import Consolidated
    from accountplan.portfolio.model import Portfolio
    from accountplan.summary.inputs import Inputs


Workbook = Literal["summary", "pages", "briefings"]
"""A workbook that can be asked for. In a folder it is called after it and its period: `summary-2027-Q1.xlsx`."""


@dataclass(frozen=True)
class Outputs:
    """The places for the results of one period: the workbooks that are asked for, and folders."""

    workbooks: Mapping[Workbook, Path]
    data: Path | None
    reminders: Path | None

    @property
    def main(self) -> Path:
        """What a person looks at first."""
        found = next((path for path in (*self.workbooks.values(), self.data, self.reminders) if path is not None), None)
        assert found is not None, "one of them is always asked for"
        return found


def outputs_of(
    periods: Sequence[str], workbooks: Mapping[Workbook, str | None], data: Path | None, reminders: Path | None,
    language: str,
) -> list[Outputs]:  # fmt: skip
    """The places for each period. Several periods have a folder each; a workbook in a folder is named by its period.

    Raises `Stop` where nothing is asked for, or one file for the workbooks of several periods.
    """
    asked = {kind: place for kind, place in workbooks.items() if place is not None}
    if not asked and data is None and reminders is None:
        raise stop(language, "nothing-asked")
    many = len(periods) > 1
    return [
        Outputs(
            {kind: _place(kind, place, period, many, language) for kind, place in asked.items()},
            data / period if data and many else data,
            reminders / period if reminders and many else reminders,
        )
        for period in periods
    ]


def _place(kind: Workbook, given: str, period: str, many: bool, language: str) -> Path:
    path = Path(given)
    file_like = path.suffix.lower() == ".xlsx"  # a folder of such a name is in the way, and nobody's wish
    there = os.path.isdir(path) and not file_like  # noqa: PTH112 (a Path raises on odd names)
    if given.endswith(("/", os.sep)) or there or (many and not path.suffix):
        return path / f"{kind}-{period}.xlsx"
    workbook_name(path, language)
    if many:
        raise stop(language, "one-file-for-many", file=named(path))
    return path


class Writer:
    """Writes what was asked for of each period. `options` are those that a summary depends on, `accounts` those that
    pages are made of (none: all); with `force` whatever stands in the way is replaced."""

    def __init__(
        self, folder: Path, speaker: Speaker, portfolio: Portfolio | None, options: Mapping[str, object],
        accounts: Collection[str], force: bool,
    ) -> None:  # fmt: skip
        self.folder, self.speaker, self.portfolio = folder, speaker, portfolio
        self._options, self.accounts, self.force = options, accounts, force
        self._expected: list[tuple[Path, Inputs]] = []

    # -- what is there already ---------------------------------------------------------------------------------------
    def refuse_early(self, asked: Asked, outputs: Sequence[Outputs], as_of: date | None) -> None:
        """Before anything is read: raises `Stop` for a summary that must stay, as far as that can be known."""
        from accountplan.summary.inputs import Inputs, options_hash, portfolio_hash

        for quarter, period, out in zip(asked.quarters, asked.periods, outputs, strict=True):
            for kind, path in out.workbooks.items():
                inputs = Inputs(
                    period, (as_of or quarter.end(self.portfolio)).isoformat(), self.speaker.language,
                    portfolio=portfolio_hash(self.portfolio), options=options_hash(self.options(kind)),
                )  # fmt: skip
                self._expected.append((path, inputs))
        self._refuse()

    def refuse_late(self, first: Consolidated) -> None:
        """The same once the plans are read, for all periods before one is written."""
        from accountplan.summary.inputs import inputs_of

        known = inputs_of(first)
        self._expected = [
            (path, replace(inputs, plans=known.plans, templates=known.templates)) for path, inputs in self._expected
        ]
        self._refuse()

    def _refuse(self) -> None:
        for path, inputs in self._expected:
            self._refuse_at(path, inputs)

    def _refuse_at(self, path: Path, inputs: Inputs) -> None:
        if not self.force:
            refuse_to_overwrite(path, inputs, self.speaker.language)

    def options(self, kind: Workbook) -> dict[str, object]:
        """The options that a workbook depends on; one with pages is never taken for a summary."""
        if kind == "summary":
            return dict(self._options)
        return {**self._options, "workbook": kind, "accounts": sorted(set(self.accounts))}

    # -- writing -----------------------------------------------------------------------------------------------------
    def write(self, result: Consolidated, out: Outputs) -> list[Path]:
        """The files of one period, tables first. Raises `Stop` where one cannot be written."""
        from accountplan.summary.inputs import inputs_of

        for kind, path in out.workbooks.items():
            self._refuse_at(path, inputs_of(result, self.options(kind)))
        self.speaker.stage("working-out", period=result.period)
        written: list[Path] = []
        if out.data is not None:
            written += self._data(result, out.data)
        if out.reminders is not None:
            written += self._reminders(result, out.reminders)
        for kind, path in out.workbooks.items():
            write_result(path, self._content(result, kind, way(path.parent, self.folder)), self.speaker.language)
            written.append(path)
        return written

    def _content(self, result: Consolidated, kind: Workbook, plans_at: str) -> bytes:
        if kind == "summary":
            from accountplan.summary import summary_bytes

            return summary_bytes(result, plans_at, self.options(kind))
        from accountplan.summary.pages import pages_bytes

        return pages_bytes(result, kind, plans_at, self.accounts, self.options(kind))

    def _data(self, result: Consolidated, folder: Path) -> list[Path]:
        from accountplan.consolidate import write_data

        try:
            return write_data(result.tables, folder)
        except OSError as error:
            raise stop(self.speaker.language, "folder-not-writable", folder=named(folder), why=error) from error

    def _reminders(self, result: Consolidated, folder: Path) -> list[Path]:
        from accountplan.feedback.reminders import write_reminders

        try:
            done = write_reminders(folder, result)
        except OSError as error:
            raise stop(self.speaker.language, "folder-not-writable", folder=named(folder), why=error) from error
        for name in done.stale:
            self.speaker.say("reminders-stale", file=named(folder / name))
        if done.removed:
            self.speaker.say("reminders-removed", count=len(done.removed))
        self.speaker.say("consolidate-reminders", folder=named(folder), count=len(done.letters))
        return [folder / name for name in done.letters]


# -- what is there already ---------------------------------------------------------------------------------------------
def refuse_to_overwrite(path: Path, inputs: Inputs, language: str) -> None:
    """Raises `Stop` where a file is there that is no summary, was saved by somebody since, or has other inputs.

    What is not known of the inputs yet is not looked at.
    """
    from accountplan.summary.inputs import older_summary

    if not path.exists():
        return
    try:
        older = older_summary(path)
    except OSError as error:
        raise stop(language, "file-not-writable", file=named(path), why=error) from error
    if older is None:
        raise stop(language, "summary-of-others", file=named(path))
    if older.touched:
        raise stop(language, "summary-touched", file=named(path))
    differing = list(inputs.differing(older.inputs))
    if differing:
        raise stop(language, "summary-differs", file=named(path), what=list(_words(differing, older.inputs, language)))


def _words(differing: Sequence[str], older: Inputs, language: str) -> Iterator[str]:
    """What differs, and how it was where that says something to a person."""
    for name in differing:
        if name != "as_of" or "period" not in differing:  # another quarter has another last day
            yield say(language, "cli", f"input-{name.replace('_', '-')}", was=_said(getattr(older, name)))


def _said(text: str) -> date | str:
    """A day as people write it; anything else as it is."""
    try:
        return date.fromisoformat(text)
    except ValueError:
        return text
