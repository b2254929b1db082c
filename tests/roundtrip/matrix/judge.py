"""What became of each answer: right, named by a finding, or neither; the last must not be.

*Right* is the value that the person means. *Named* is a value that is lost or wrong while a finding of severity error
or warning names its field, its row, its column, its table or its sheet; or a file that is refused as a whole. A row
of a free table that lost its hidden id (deleted and typed again) is right where all of it stands in a row without id.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field

from accountplan.fields import Value
from accountplan.findings import Finding
from accountplan.workbook.reading import Reading

AnswerPath = tuple[str, ...]


@dataclass
class Verdict:
    right: int = 0
    named: int = 0
    silent: list[str] = field(default_factory=list)
    wrong: list[str] = field(default_factory=list)
    """Named, but with a value all the same, and not the right one."""
    codes: frozenset[str] = frozenset()


def judge(
    wanted: Mapping[AnswerPath, Value],
    reading: Reading,
    sheets: Mapping[AnswerPath, str | None],
    cells: Mapping[AnswerPath, set[tuple[str, str]]] | None = None,
    columns: Mapping[str, str] | None = None,
) -> Verdict:
    """`sheets`: on which sheet each answer stood before the edit; `cells`: (sheet, cell) where it stands now, if known;
    `columns`: the column of fields that have an id of their own in some row of a table."""
    verdict = Verdict(codes=frozenset(finding.code for finding in reading.findings))
    if not reading.readable:
        verdict.named = len(wanted)
        return verdict
    found, now = _found(reading)
    named = _Named(reading.findings, columns or {})
    rows = _rows_without_id(found)
    for path, value in wanted.items():
        got = found.pop(path, None)
        places = {sheets.get(path), now.get(path)}
        if _same(got, value) or _taken(rows, wanted, path):
            verdict.right += 1
        elif named(path, places) or (cells is not None and named.cells & cells.get(path, set())):
            verdict.named += 1
            if got is not None:
                verdict.wrong.append(f"{'/'.join(path)}: {value!r} became {got!r}")
        else:
            verdict.silent.append(f"{'/'.join(path)}: {value!r} became {got!r}")
    used = {row_id for (_, row_id), cells in rows.items() if cells is None}
    for path, got in found.items():
        if got is not None and not (len(path) == 3 and path[1] in used):
            if named(path, {sheets.get(path), now.get(path)}):
                verdict.named += 1
            else:
                verdict.silent.append(f"{'/'.join(path)}: nothing became {got!r}")
    return verdict


class _Named:
    """Whether a finding that a person must look at names the place of an answer."""

    def __init__(self, findings: tuple[Finding, ...], columns: Mapping[str, str]) -> None:
        self.columns = columns
        loud = [finding for finding in findings if finding.severity != "info"]
        self.fields = {finding.field for finding in loud if finding.field is not None}
        self.cells = {(finding.sheet, finding.cell) for finding in loud if finding.sheet and finding.cell}
        self.sheets = {finding.sheet for finding in loud if finding.field is None and finding.sheet is not None}

    def __call__(self, path: AnswerPath, sheets: set[str | None]) -> bool:
        names = names_of(path)
        if len(path) == 3:
            names.add(f"{path[0]}.{self.columns.get(path[2], path[2])}")
        return bool(names & self.fields) or bool(sheets & self.sheets)


def names_of(path: AnswerPath) -> set[str]:
    """What a finding may call the place of an answer: a question, or a cell, column, row or table."""
    if len(path) == 1:
        return set(path)
    table, row, column = path
    names = {f"{row}.{column}", f"{table}.{column}", row, table}
    # A data row of a table with something across begins with the id of the row on the sheet: `state.goals.1.q1`.
    parts = row.removeprefix(f"{table}.").split(".")
    return names | {f"{table}." + ".".join(parts[:n]) for n in range(1, len(parts))}


def _found(reading: Reading) -> tuple[dict[AnswerPath, Value], dict[AnswerPath, str | None]]:
    """The value of every input, and the sheet that it was found on."""
    cells = {(key,): answer for key, answer in reading.answers.items()}
    for table_id, rows in reading.tables.items():
        cells |= {(table_id, row.id, key): answer for row in rows for key, answer in row.cells.items()}
    inputs = {path: answer for path, answer in cells.items() if answer.type != "computed"}
    return {path: a.value for path, a in inputs.items()}, {path: a.sheet for path, a in inputs.items()}


Rows = dict[tuple[str, str], dict[str, Value] | None]


def _rows_without_id(found: Mapping[AnswerPath, Value]) -> Rows:
    """Rows of tables that are known by their place on the sheet only."""
    rows: dict[tuple[str, str], dict[str, Value]] = {}
    for path, value in found.items():
        if len(path) == 3 and ".+" in path[1] and value is not None:
            rows.setdefault((path[0], path[1]), {})[path[2]] = value
    return dict(rows)


def _taken(rows: Rows, wanted: Mapping[AnswerPath, Value], path: AnswerPath) -> bool:
    """Whether the answer's whole row stands in a row without an id."""
    if len(path) != 3:
        return False
    whole = {other[2]: value for other, value in wanted.items() if other[:2] == path[:2]}
    for key, cells in rows.items():
        if key[0] == path[0] and cells is not None and cells == whole:
            rows[key] = None
            rows[key[0], f"={path[1]}"] = whole
            return True
    return (path[0], f"={path[1]}") in rows


def _same(one: Value, other: Value) -> bool:
    return one == other and isinstance(one, bool) == isinstance(other, bool)
