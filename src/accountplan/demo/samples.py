"""The samples as they stand on disk: a portfolio, accounts with their sales people's answers, and names for more."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from functools import cache
from pathlib import Path
from typing import Any

from accountplan.layout.context import PlanContext
from accountplan.messages import DEFAULT_LANGUAGE

Data = dict[str, Any]
"""What YAML holds between its braces."""


@dataclass(frozen=True)
class Sample:
    """One account: what the portfolio knows of it, its figures, and what its sales person answers.

    `tables` holds rows by table id; a row's keys are column ids, roles, or the last part of a column's id. Beside the
    tables of the template stand `moments`, `reviews`, `corrections`, `lights` and `range_notes`, by quarter.
    """

    id: str
    name: str
    city: str
    manager: str
    team: str
    region: str
    tier: str
    customer_since: date
    figures: Data
    fields: Data
    tables: Data = field(default_factory=dict)
    customer_until: date | None = None
    """The last day as a customer; None while it is one."""
    kinds: tuple[str, ...] = ()
    domain: str = ""
    language: str | None = None
    mistakes: Mapping[str, list[str]] = field(default_factory=dict)
    """What the sales person does wrong, per quarter (see `mistakes.py` and `returned.py`)."""

    @staticmethod
    def of(data: Data) -> Sample:
        return Sample(**{**data, "kinds": tuple(data.get("kinds", ()))})

    def erred(self, mistake: str, quarter: str) -> bool:
        """Whether this account's sales person makes the mistake after this quarter."""
        return mistake in self.mistakes.get(quarter, ())


@dataclass(frozen=True)
class Samples:
    """Everything in the folder of samples."""

    portfolio: Data
    names: Data
    accounts: tuple[Sample, ...]
    logo: bytes = field(repr=False)

    @property
    def year(self) -> int:
        return int(self.portfolio["settings"]["year"])

    @property
    def places(self) -> Mapping[str, Any]:
        """Which question holds what, where no role of the template says so."""
        places: Mapping[str, Any] = self.names["places"]
        return places


@dataclass(frozen=True)
class Desk:
    """What a sales person has at hand when filling in: the account, the workbook's circumstances, what stands where."""

    sample: Sample
    context: PlanContext
    places: Mapping[str, Any]
    phrases: Mapping[str, Any]
    """What may stand beside an amber or red point, per language and point."""

    @property
    def words(self) -> str:
        """The language in which the sales person writes; the workbook may be in another."""
        return self.sample.language or DEFAULT_LANGUAGE


def samples_folder() -> Path:
    """Where the samples lie: in the installed package, or beside the source."""
    package = Path(__file__).resolve().parents[1]
    installed = package / "samples"
    return installed if installed.is_dir() else package.parents[1] / "samples"


@cache
def load_samples() -> Samples:
    """The samples that come with accountplan. They are shared: copy before changing anything in them."""
    folder = samples_folder()
    accounts = tuple(Sample.of(_read(path)) for path in sorted(folder.glob("accounts/*.yaml")))
    portfolio = _read(folder / "portfolio.yaml")
    logo = (folder / portfolio["settings"]["logo"]).read_bytes()
    return Samples(portfolio, _read(folder / "names.yaml"), accounts, logo)


def _read(path: Path) -> Data:
    from ruamel.yaml import YAML

    data: Data = YAML(typ="safe").load(path.read_text("utf-8"))
    return data
