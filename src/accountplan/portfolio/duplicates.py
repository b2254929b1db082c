"""One account in several files: copies, or plans that contradict each other; where, and which of them counts."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

from accountplan.findings import Finding, Severity, shorter
from accountplan.portfolio.collected import Collected
from accountplan.workbook.reading import Answer, Reading

OnDuplicate = Literal["error", "newest"]

_NAMED = 3
"""Differences that the finding itself names; all of them stand in the table of differences."""
_LONGEST = 60
"""Characters of an answer in a finding."""


@dataclass(frozen=True)
class Difference:
    """An answer of one account as one of its files has it, where the files differ. `field` as in the answers."""

    account_id: str
    field: str
    label: str
    file: str
    sheet: str | None
    cell: str | None
    raw: str
    """What stands there, as text; empty where nothing does."""


@dataclass(frozen=True)
class Settled:
    """What several files of one account come to. `counts` is None where none of them can be chosen."""

    counts: Collected | None
    findings: Mapping[str, Finding] = field(default_factory=dict)
    """By file."""
    differences: tuple[Difference, ...] = ()


@dataclass
class _Version:
    """Files with the same answers, in order of path."""

    content: tuple[Any, ...]
    files: list[Collected] = field(default_factory=list)


def settle(account: str, came: Sequence[Collected], on_duplicate: OnDuplicate) -> Settled:
    """Which of the files counts for an account. Identical copies count once, the first; different plans not at all,
    or, with `newest`, the one changed last. Each of several files says so in a finding."""
    files = [file for file in came if file.status == "read"]
    if len(files) < 2:
        return Settled(files[0] if files else None)
    versions = _versions(files)
    params: dict[str, Any] = {"account": account, "files": [file.file for file in files]}
    if len(versions) == 1:
        params |= {"sentence": "account-copy", "counts": files[0].file}
        return Settled(files[0], _said(files, params, "warning"))
    differences = tuple(_differences(account, files))
    params |= {"differences": _in_short(differences), "count": len({d.field for d in differences})}
    newest, decided = _newest(versions) if on_duplicate == "newest" else (None, "")
    if newest is not None:
        params |= {"sentence": f"account-newest-{decided}", "counts": newest.file}
    elif on_duplicate == "newest":
        params["sentence"] = "account-newest-unknown"
    return Settled(newest, _said(files, params, "warning" if newest else None), differences)


def _said(files: Sequence[Collected], params: Mapping[str, Any], level: Severity | None) -> dict[str, Finding]:
    return {file.file: Finding("account-duplicate", file=file.file, params=params, level=level) for file in files}


# -- what is the same --------------------------------------------------------------------------------------------------
def _versions(files: Sequence[Collected]) -> list[_Version]:
    versions: list[_Version] = []
    for file in files:
        version = next((v for v in versions if _same(v, file)), None)
        if version is None:
            version = _Version(_content(file))
            versions.append(version)
        version.files.append(file)
    return versions


def _same(version: _Version, file: Collected) -> bool:
    return version.files[0].sha256 == file.sha256 != "" or version.content == _content(file)


def _content(file: Collected) -> tuple[Any, ...]:
    """By which answers are compared: their values, and the raw text where no value could be taken from it."""
    reading = file.reading
    assert reading is not None
    unread = sorted((key, a.raw) for key, a in _cells(reading) if a.raw and a.value is None and a.type != "computed")
    return reading.plan_answers().fingerprint(), tuple(unread)


def _cells(reading: Reading) -> Iterator[tuple[str, Answer]]:
    """Every question and every cell of the tables, by the names that the answers have in the tables."""
    yield from reading.answers.items()
    for rows in reading.tables.values():
        for row in rows:
            yield from ((f"{row.id}.{key}", answer) for key, answer in row.cells.items())


# -- what is not -------------------------------------------------------------------------------------------------------
def _differences(account: str, files: Sequence[Collected]) -> Iterator[Difference]:
    """Per answer in which the files differ: each file, with what it has there."""
    cells = [dict(_cells(file.reading)) for file in files if file.reading]
    for name in dict.fromkeys(name for own in cells for name in own):
        answers = [own.get(name) for own in cells]
        if len({_compared(answer) for answer in answers}) > 1:
            asked = (file.reading for file, own in zip(files, cells, strict=True) if name in own)
            label = next((_label(reading, name) for reading in asked if reading), name)
            for file, answer in zip(files, answers, strict=True):
                here = (answer.sheet, answer.cell, answer.raw) if answer else (None, None, "")
                yield Difference(account, name, label, file.file, *here)


def _compared(answer: Answer | None) -> tuple[Any, ...]:
    """What makes an answer another one: its value; the text where it has none. A blank equals an answer not there."""
    if answer is None or answer.type == "computed" or (answer.value is None and not answer.raw):
        return ()
    return (answer.value,) if answer.value is not None else (None, answer.raw)


def _label(reading: Reading, name: str) -> str:
    """The question in the language of the plan; for a cell of a table the table, the row and the column."""
    template, language = reading.template, reading.context.language if reading.context else None
    if template is None or language is None:
        return name
    question = template.question(name)
    if question is not None:
        return question.label[language]
    for table_id, rows in reading.tables.items():
        table = template.table(table_id)
        for row in rows if table else ():
            key = name.removeprefix(f"{row.id}.")
            column = next((column for column in table.columns if column.id == key), None) if table else None
            if table and key != name:
                words = (table.label[language], row.id.removeprefix(f"{table_id}."))
                return " ".join((*words, column.label[language] if column else key))
    return name


def _in_short(differences: Sequence[Difference]) -> str:
    """The first few: `Omzet: a.xlsx C7 = 90, b.xlsx C7 = 80`."""
    by_field: dict[str, list[Difference]] = {}
    for difference in differences:
        by_field.setdefault(difference.field, []).append(difference)
    return "; ".join(f"{same[0].label}: {', '.join(map(_told, same))}" for same in list(by_field.values())[:_NAMED])


def _told(difference: Difference) -> str:
    return " ".join(filter(None, (difference.file, difference.cell, "=", _quoted(difference.raw))))


def _quoted(raw: str) -> str:
    return f"'{shorter(' '.join(raw.split()), _LONGEST)}'"


# -- the newest --------------------------------------------------------------------------------------------------------
def _newest(versions: Sequence[_Version]) -> tuple[Collected | None, str]:
    """The first copy of the version that was changed last, and what says so: the documents, or the files' times.

    Documents are asked first. Where one of them does not say, or two say the same, all are compared by their files.
    None where these say the same too.
    """
    saved = [[file.reading.saved if file.reading else None for file in version.files] for version in versions]
    if all(moment is not None for moments in saved for moment in moments):
        last = [max(moment for moment in moments if moment is not None) for moments in saved]
        if last.count(max(last)) == 1:
            return versions[last.index(max(last))].files[0], "document"
    times = [max(file.modified for file in version.files) for version in versions]
    if times.count(max(times)) == 1:
        return versions[times.index(max(times))].files[0], "file"
    return None, ""
