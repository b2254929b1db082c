"""Findings as a person reads them on a terminal: by file and sheet, worst first, one place per line."""

from __future__ import annotations

import textwrap
from collections import Counter
from collections.abc import Iterable, Iterator, Sequence

import click

from accountplan.cli.common import printable
from accountplan.findings import Finding, Severity, badness, brief, counted, worst_first
from accountplan.messages import say

_SHOWN = 10
"""Findings of one code in one file that are shown; of the rest is said how many there are."""
_NAMED = 10
"""Files without findings that are named."""
_COLOURS: dict[Severity, str | None] = {"error": "red", "warning": "yellow", "info": None}
_NARROWEST = 40

Told = tuple[str, Sequence[Finding], str]
"""A file, its findings, and the language to tell them in."""


def report(files: Iterable[Told], language: str, width: int | None, everything: bool = False) -> Iterator[str]:
    """The lines, worst file first; those without findings share the last. `language` is for what is of no file.

    Lines are broken at `width`; with None each finding stays on one line. Of many findings of one code in one file
    only the first are shown, unless `everything` is asked for.
    """
    files = list(files)
    bad = [told for told in files if told[1]]
    for file, findings, spoken in sorted(bad, key=lambda told: badness(_severities(told[1]))):
        yield click.style(f"{printable(file)}: {counted(_severities(findings), spoken)}", bold=True)
        yield from _File(findings, spoken, width, everything).lines()
    fine = [printable(file) for file, findings, _ in files if not findings]
    if fine:
        yield _fine(fine, language, everything)


def _severities(findings: Iterable[Finding]) -> Iterator[Severity]:
    return (finding.severity for finding in findings)


def _fine(files: Sequence[str], language: str, everything: bool) -> str:
    named = files if everything else files[:_NAMED]
    key = "check-fine" if len(named) == len(files) else "check-fine-more"
    return say(language, "cli", key, count=len(files), files=", ".join(named), more=len(files) - len(named))


class _File:
    """The lines of one file."""

    def __init__(self, findings: Iterable[Finding], language: str, width: int | None, everything: bool) -> None:
        self.language, self.width = language, width
        self.findings = worst_first(findings)
        counts = Counter(finding.code for finding in self.findings)
        self.hidden = {} if everything else {code: n - _SHOWN for code, n in counts.items() if n > _SHOWN}
        words = {finding.severity: say(language, "cli", finding.severity) for finding in self.findings}
        self.words = {severity: word.ljust(max(map(len, words.values()))) for severity, word in words.items()}
        self.cells = max(len(finding.cell or "") for finding in self.findings)

    def lines(self) -> Iterator[str]:
        for sheet, findings in self._by_sheet().items():
            if sheet is not None:
                yield f"  {printable(sheet)}"
            for finding in findings:
                yield self._line(finding.severity, finding.cell or "", f"{self._message(finding)} [{finding.code}]")
        for code, count in self.hidden.items():
            severity = next(finding.severity for finding in self.findings if finding.code == code)
            yield self._line(severity, "", say(self.language, "cli", "check-more", count=count, code=code))

    def _by_sheet(self) -> dict[str | None, list[Finding]]:
        """What is shown, by sheet: first what is about the whole file, then the sheet with the worst."""
        left = Counter(dict.fromkeys((finding.code for finding in self.findings), _SHOWN))
        sheets: dict[str | None, list[Finding]] = {None: []}
        for finding in self.findings:
            if finding.code not in self.hidden or left[finding.code] > 0:
                left[finding.code] -= 1
                sheets.setdefault(finding.sheet, []).append(finding)
        return sheets

    def _message(self, finding: Finding) -> str:
        return printable(brief(finding).message(self.language))

    def _line(self, severity: Severity, cell: str, text: str) -> str:
        word = click.style(self.words[severity], fg=_COLOURS[severity], bold=severity == "error")
        place = f"{printable(cell).ljust(self.cells)}  " if self.cells else ""
        margin = 4 + len(self.words[severity]) + 2 + len(place)
        if self.width is not None:
            room = max(_NARROWEST, self.width - 1 - margin)
            broken = textwrap.wrap(text, room, break_long_words=False, break_on_hyphens=False)
            text = ("\n" + " " * margin).join(broken)
        return f"    {word}  {place}{text}"
