"""A customer list out of a CRM or an accounting program (CSV) as accounts, with the people, teams and regions in it."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, replace
from email.utils import parseaddr
from functools import cached_property
from pathlib import Path
from typing import Any

from accountplan.fields import EMPTY, Cell, Meaning, Options, Problem, Value, read_cell
from accountplan.fields.base import folded
from accountplan.fields.percent import hundredth
from accountplan.findings import Finding
from accountplan.layout.places import address
from accountplan.messages import stop
from accountplan.portfolio.choices import fixed_options, template_options
from accountplan.portfolio.csv_text import CsvTable, read_csv
from accountplan.portfolio.headers import Columns, Headers
from accountplan.portfolio.met import Met
from accountplan.portfolio.model import Account, ListItem, Person
from accountplan.portfolio.numbers import meanings_of, notation_of
from accountplan.portfolio.prefill import Fields
from accountplan.portfolio.remarks import Remarks
from accountplan.portfolio.sheets import list_sheet
from accountplan.template.model import FieldSpec, Template

_NUMERIC = frozenset(("number", "money", "percent", "scale"))
_TIMESTAMP = re.compile(r"^(\d{4}-\d{2}-\d{2})[T ]\d{2}:\d{2}")
_TYPED = ("tier", "currency", "language", "customer_since", "customer_until", "revenue_last_year", "orders_last_year")
_ADDED_TO = ("industries", "countries")
_UNDECIDED = frozenset(("number-ambiguous", "percent-ambiguous", "date-ambiguous"))
"""What could be two things: the portfolio holds it as it was written, for a person to decide."""


@dataclass(frozen=True)
class Import:
    """What a customer list gave. `unmatched` are the headers that nothing was made of, as they stand in the file."""

    accounts: tuple[Account, ...]
    people: tuple[Person, ...] = ()
    teams: tuple[ListItem, ...] = ()
    regions: tuple[ListItem, ...] = ()
    industries: tuple[ListItem, ...] = ()
    countries: tuple[ListItem, ...] = ()
    unmatched: tuple[str, ...] = ()
    findings: tuple[Finding, ...] = ()


def customers_from_csv(path: Path, template: Template, language: str) -> Import:
    """The customers in a CSV file (`,` `;` tab `|`; UTF-8, UTF-16, Windows; Dutch or English numbers).

    Columns go by the names of `accounts.csv`, by our own labels, by field id or label, or by what CRMs call them.
    A column whose numbers can be both is read as the others of the file are. What cannot be taken is a finding, its
    cell as a spreadsheet would show the file; what is ambiguous goes into the prefill as it stands.
    Raises `Stop`, in `language`, for a file that cannot be read as a list of customers, or has no column for the
    number or the name.
    """
    headers = Headers(Fields(template))
    table = read_csv(path, language, headers.known)
    columns = headers.columns(table.headers)
    for key in ("id", "name"):
        if key not in columns.own:
            label = _own(key).label[language]
            shown = [header for header in table.headers if header][:12]
            raise stop(language, "customers-no-column", file=path.as_posix(), label=label, header=label, headers=shown)
    return _Importer(path, template, language, table, columns).result()


def _own(key: str) -> FieldSpec:
    """A column of the accounts sheet."""
    return next(column for column in list_sheet("accounts").columns if column.id == key)


class _Importer:
    """Takes one table row by row."""

    def __init__(self, path: Path, template: Template, language: str, table: CsvTable, columns: Columns) -> None:
        self.path, self.template, self.language = path, template, language
        self.table, self.columns = table, columns
        self.fields = Fields(template).prefillable
        self.remarks = Remarks(path.as_posix())
        self.options = fixed_options(template, language)
        self.met = Met(language)
        self.rows = list(self._whole_rows())

    def result(self) -> Import:
        self._say_columns()
        accounts = tuple(self._accounts())
        if self.table.encoding == "cp1252":
            self.remarks.add("encoding-assumed", None, None, encoding=self.table.encoding)
        return Import(
            accounts,
            **self.met.lists(),
            unmatched=tuple(self.table.headers[at] for at in sorted(self.columns.unmatched + self.columns.homeless)),
            findings=tuple(self.remarks.found),
        )

    # -- columns ------------------------------------------------------------------------------------------------------
    def _say_columns(self) -> None:
        where = self.table.header_row - 1
        sheet = self.path.stem
        for at in self.columns.unmatched:
            header = self.table.headers[at]
            if header or any(cells[at : at + 1] not in ((), ("",)) for _, cells in self.rows):
                self.remarks.add("column-unknown", sheet, address(where, at), header=header)
        for at in self.columns.homeless:
            self.remarks.add("column-without-place", sheet, address(where, at), header=self.table.headers[at])
        for at, other in self.columns.doubles:
            place = address(where, other)
            self.remarks.add("column-duplicate", sheet, address(where, at), header=self.table.headers[at], other=place)

    def _whole_rows(self) -> Iterator[tuple[int, tuple[str, ...]]]:
        """The rows that fit the headers: in a longer one the values have shifted, and nobody knows from where."""
        width = len(self.table.headers)
        for number, cells in self.table.rows:
            if any(cell.strip() for cell in cells[width:]):
                self._say_ragged(number, len(cells), width)
            else:
                yield number, cells[:width]

    def _say_ragged(self, number: int, found: int, expected: int) -> None:
        delimiter = {"\t": "tab"}.get(self.table.delimiter, self.table.delimiter)
        said: dict[str, Any] = {"row": str(number), "found": found, "expected": expected, "delimiter": delimiter}
        self.remarks.add("row-ragged", self.path.stem, address(number - 1, 0), None, **said)

    # -- rows ---------------------------------------------------------------------------------------------------------
    def _accounts(self) -> Iterator[Account]:
        seen: dict[str, str] = {}
        for number, cells in self.rows:
            id_ = self._text(number, cells, "id")
            if id_ is None:
                self._say("value-missing", number, "id")
                continue
            place = address(number - 1, self.columns.own["id"])
            first = seen.setdefault(folded(id_), place)
            if first != place:
                self._say("row-duplicate", number, "id", raw=id_, first=first)
                continue
            yield self._account(id_, number, cells)

    def _account(self, id_: str, number: int, cells: tuple[str, ...]) -> Account:
        name = self._text(number, cells, "name")
        if name is None:
            self._say("value-missing", number, "name")
        account = Account(
            id_,
            name or id_,
            manager=self._manager(number, cells),
            team=self.met.item("teams", self._text(number, cells, "team")),
            region=self.met.item("regions", self._text(number, cells, "region")),
        )
        values: dict[str, Value] = {}
        undecided: dict[str, Cell] = {}
        for key in _TYPED:
            if key in self.columns.own:
                spec = _own(key)
                options = self.options.get(spec.list_id or "")
                cell, known = self._understood(number, cells, self.columns.own[key], spec, options, ours=True)
                if known:
                    values[key] = read_cell(cell, spec, Meaning(self.language, options)).value
                else:
                    undecided[key] = cell
        typed: dict[str, Any] = values
        return replace(account, **typed, prefill=undecided | dict(self._prefill(number, cells)))

    def _text(self, number: int, cells: tuple[str, ...], key: str) -> str | None:
        """A text of an accounts column; None where it is empty."""
        at = self.columns.own.get(key)
        text = cells[at].strip() if at is not None and at < len(cells) else ""
        if at is not None and key in ("id", "name"):
            raw = Cell.of(text)
            self._report(read_cell(raw, _own(key), Meaning(self.language)).problems, number, at, _own(key), raw, True)
        return text or None

    def _manager(self, number: int, cells: tuple[str, ...]) -> str | None:
        """The person in the owner column: a name, an e-mail address, or `Name <address>`."""
        text = self._text(number, cells, "manager")
        email = self._text(number, cells, "manager_email")
        if text and "@" in text:
            name, found = parseaddr(text)
            text, email = name or found or text, email or found or None
        text = text or email
        return self.met.person(text, email) if text else None

    def _prefill(self, number: int, cells: tuple[str, ...]) -> Iterator[tuple[str, Cell]]:
        for field, spec in self.fields.items():
            at = self.columns.fields.get(field)
            if at is None:
                continue
            list_ = self.template.choice_list(spec.list_id).organisation if spec.list_id else None
            if list_ in _ADDED_TO and at < len(cells) and cells[at].strip():
                yield field, Cell.of(self.met.choice(str(list_), cells[at].strip()))
                continue
            options = template_options(self.template, spec, self.language, None)
            cell, _ = self._understood(number, cells, at, spec, options)
            if cell.kind != "empty":
                yield field, cell

    # -- cells --------------------------------------------------------------------------------------------------------
    def _understood(
        self,
        number: int,
        cells: tuple[str, ...],
        at: int,
        spec: FieldSpec,
        options: Options | None,
        *,
        ours: bool = False,
    ) -> tuple[Cell, bool]:
        """The cell as the portfolio will hold it, and whether it is known what it means.

        Numbers and dates as such, texts as they are, also those that can be several numbers; empty if not taken.
        """
        text = cells[at].strip() if at < len(cells) else ""
        raw = Cell.of(text)
        if raw.kind == "empty":
            return raw, True
        cell, problems = self._numeric(text, at, spec) if spec.type in _NUMERIC else (raw, ())
        if spec.type == "date" and (stamp := _TIMESTAMP.match(text)):
            cell = Cell.of(stamp[1])
        if not problems and (options is None or options.known):
            parsed = read_cell(cell, spec, Meaning(self.language, options))
            problems = parsed.problems
            if spec.type == "date" and parsed.value is not None:
                cell = Cell.of(parsed.value)
        self._report(problems, number, at, spec, raw, ours)
        if any(problem.code in _UNDECIDED for problem in problems):
            return raw, False
        return (EMPTY if problems and (ours or spec.type in _NUMERIC or spec.type == "date") else cell), True

    @cached_property
    def _numbers(self) -> dict[int, list[str]]:
        """The texts of every column that should hold numbers."""
        specs = {self.columns.own[key]: _own(key) for key in _TYPED if key in self.columns.own}
        specs |= {at: self.fields[key] for key, at in self.columns.fields.items() if key in self.fields}
        numeric = [at for at, spec in specs.items() if spec.type in _NUMERIC]
        return {at: [cells[at] for _, cells in self.rows if at < len(cells)] for at in numeric}

    @cached_property
    def _notations(self) -> dict[int, str | None]:
        """The notation of every such column: what its own numbers say, else what all of the file do."""
        of_file = notation_of(text for texts in self._numbers.values() for text in texts)
        return {at: notation_of(texts) or of_file for at, texts in self._numbers.items()}

    def _numeric(self, text: str, at: int, spec: FieldSpec) -> tuple[Cell, tuple[Problem, ...]]:
        """A number in the notation of its column. A percentage without its sign can be a fraction, too."""
        meanings = meanings_of(text, self._notations[at])
        if not meanings:
            return EMPTY, (Problem("not-a-number", {"raw": text}),)
        if len(meanings) > 1:
            return EMPTY, (Problem("number-ambiguous", {"raw": text, "meanings": list(meanings)}),)
        number = meanings[0]
        if spec.type != "percent" or not number:
            return Cell.of(number), ()
        if not text.endswith("%"):
            return EMPTY, (Problem("percent-ambiguous", {"raw": text, "number": number, "times": number * 100}),)
        return Cell.of(hundredth(number)), ()

    def _report(
        self, problems: tuple[Problem, ...], number: int, at: int, spec: FieldSpec, raw: Cell, ours: bool
    ) -> None:
        label = spec.label[self.language]
        self.remarks.problems(problems, self.path.stem, address(number - 1, at), spec.id, label, raw, ours=ours)

    def _say(self, code: str, number: int, key: str, **params: object) -> None:
        label = _own(key).label[self.language]
        place = address(number - 1, self.columns.own[key])
        self.remarks.add(code, self.path.stem, place, key, **{"label": label, **params})
