"""The portfolio workbook as data: which sheets it has, and which columns and settings stand on them.

Keys are stable and stand hidden in the workbook; names, labels and help come from `messages/<language>/portfolio.toml`.
The columns are `FieldSpec`s, so that the field types format, guard and read the cells.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from functools import cache
from typing import Any

from accountplan.messages import LANGUAGES, catalogue, say
from accountplan.template.model import FieldSpec, FieldTypeName, Label, Template

FORMAT_VERSION = 1
HEADER_MARK = "header"
"""Stands hidden in the first column of the header row."""
LISTS_SHEET = "lists"
QUARTERS = ("q1", "q2", "q3", "q4")
GOAL_LIMITS = "goal_limits"
"""The key of the setting with the limits of goals."""
LONGEST_CODE, LONGEST_NAME = 60, 120

_IDENTITY = re.compile(r"^\s*ap-portfolio:(\d+)#([a-z_]+)\s*$")


def identity(sheet: str) -> str:
    """The hidden text by which a sheet is known after it was renamed: `ap-portfolio:1#accounts`."""
    return f"ap-portfolio:{FORMAT_VERSION}#{sheet}"


def identified(text: str) -> tuple[int, str] | None:
    """Format version and sheet key out of an identity text; None if it is none."""
    match = _IDENTITY.match(text)
    return (int(match[1]), match[2]) if match else None


@dataclass(frozen=True)
class SheetSpec:
    """One list sheet. `room`: rows to fill, at least; `formats`: number formats that differ from those of the type."""

    key: str
    columns: tuple[FieldSpec, ...]
    room: int
    unique: str
    """The column that tells the rows apart."""
    formats: Mapping[str, str] = field(default_factory=dict)

    def column(self, key: str) -> FieldSpec | None:
        return next((column for column in self.columns if column.id == key), None)

    def columns_in(self, language: str) -> tuple[FieldSpec, ...]:
        """The columns as a workbook in `language` shows them: of the names, its own first, that one required."""
        own = f"label.{language}"
        labels = sorted((c for c in self.columns if c.id.startswith("label.")), key=lambda c: c.id != own)
        rest = iter(c.model_copy(update={"required": c.id == own}) for c in labels)
        return tuple(next(rest) if c.id.startswith("label.") else c for c in self.columns)


@dataclass(frozen=True)
class SettingRow:
    """One line of the settings sheet: its key, the block it stands in, and one field per value column."""

    key: str
    block: str
    label: Label
    specs: tuple[FieldSpec, ...]
    help: Label | None = None


def every(key: str, **params: Any) -> Label:
    """A sentence of the portfolio in every language."""
    return Label({language: say(language, "portfolio", key, **params) for language in LANGUAGES})


def maybe(key: str) -> Label | None:
    return every(key) if all(key in catalogue(language, "portfolio") for language in LANGUAGES) else None


def sheet_name(key: str, language: str) -> str:
    return say(language, "portfolio", f"sheet-{key}")


def _column(sheet: str, key: str, type_: FieldTypeName = "text", **more: Any) -> FieldSpec:
    says = f"{sheet}-{key.replace('.', '-')}"
    help_ = maybe(f"{says}-help")
    return FieldSpec(id=key, type=type_, label=every(says), help=help_, **more)


def _items(key: str, *more: FieldSpec, room: int = 100) -> SheetSpec:
    """A sheet for one of the organisation's lists: a code, and a name per language."""
    labels = (_column("item", f"label.{lang}", width=40, max_length=LONGEST_NAME) for lang in LANGUAGES)
    code = _column("item", "code", width=18, max_length=LONGEST_CODE)
    return SheetSpec(key, (code, *labels, *more), room, "code")


def _accounts() -> SheetSpec:
    def column(key: str, type_: FieldTypeName = "text", **more: Any) -> FieldSpec:
        return _column("accounts", key, type_, **more)

    columns = (
        column("id", required=True, width=16, max_length=LONGEST_CODE),
        column("name", required=True, width=34),
        column("manager", "choice", list_id="people", width=24),
        column("team", "choice", list_id="teams", width=18),
        column("region", "choice", list_id="regions", width=18),
        column("tier", "choice", list_id="tiers", width=20),
        column("currency", "choice", list_id="currencies", width=11),
        column("language", "choice", list_id="languages", width=14),
        column("customer_since", "date", width=14),
        column("customer_until", "date", width=14),
        column("revenue_last_year", "money", width=16),
        column("orders_last_year", "number", whole=True, minimum=0, maximum=10_000_000, width=13),
    )
    return SheetSpec("accounts", columns, 500, "id")


def _people() -> SheetSpec:
    columns = (
        _column("people", "key", width=18, max_length=LONGEST_CODE),
        _column("people", "name", required=True, width=30),
        _column("people", "email", width=36),
        _column("people", "team", "choice", list_id="teams", width=20),
        _column("people", "capacity", "number", minimum=0, maximum=168, width=14),
    )
    return SheetSpec("people", columns, 200, "key", {"capacity": "0.0"})


def _sales_plan() -> SheetSpec:
    amounts = tuple(_column("sales_plan", quarter, "money", width=16) for quarter in QUARTERS)
    group = _column("sales_plan", "product_group", "choice", list_id="product_groups", required=True, width=34)
    total = _column("sales_plan", "total", "computed", result="money", width=17)
    return SheetSpec("sales_plan", (group, *amounts, total), 100, "product_group")


def _rates() -> SheetSpec:
    columns = (
        _column("rates", "currency", "choice", list_id="currencies", required=True, width=18),
        _column("rates", "rate", "number", minimum=1e-9, maximum=1e9, required=True, width=20),
        _column("rates", "on", "date", required=True, width=18),
    )
    return SheetSpec("rates", columns, 60, "currency", {"rate": "0.0000##"})


@cache
def list_sheets() -> tuple[SheetSpec, ...]:
    """Every sheet but the settings, in the order of the workbook."""
    group = _column("products", "product_group", "choice", list_id="product_groups", required=True, width=30)
    return (
        _accounts(),
        _people(),
        _items("teams"),
        _items("regions"),
        _items("product_groups"),
        _items("products", group, room=500),
        _items("industries"),
        _items("countries", room=260),
        _sales_plan(),
        _rates(),
    )


def list_sheet(key: str) -> SheetSpec:
    return next(sheet for sheet in list_sheets() if sheet.key == key)


def setting_rows(template: Template) -> tuple[SettingRow, ...]:
    """The lines of the settings sheet; one per KPI of the template among them."""
    general = tuple(
        SettingRow(spec.id, "general", spec.label, (spec,), spec.help)
        for spec in (
            _column("settings", "year", "number", whole=True, minimum=1990, maximum=2199, required=True),
            _column("settings", "language", "choice", list_id="languages", required=True),
            _column("settings", "currency", "choice", list_id="currencies", required=True),
            _column("settings", "template", required=True),
            _column("settings", "company"),
            _column("settings", "logo"),
            _column("settings", "accent"),
        )
    )
    return general + _limit_rows(template) + _quarter_rows()


def _limit_rows(template: Template) -> tuple[SettingRow, ...]:
    """One per KPI, and one for the goals where the template has any."""
    specs = (_column("settings", "green", "percent"), _column("settings", "amber", "percent"))
    of_kpis = tuple(
        SettingRow(f"limit.{kpi.code}", "limits", kpi.label, specs, every(f"settings-limit-{kpi.better}"))
        for kpi in template.kpis
    )
    if template.table_by_role("goals") is None:
        return of_kpis
    goals = SettingRow(GOAL_LIMITS, "limits", every("settings-goals"), specs, every("settings-limit-goals"))
    return (*of_kpis, goals)


def _quarter_rows() -> tuple[SettingRow, ...]:
    specs = (_column("settings", "quarter_end", "date"), _column("settings", "return_by", "date"))
    return tuple(
        SettingRow(f"quarter.{quarter}", "quarters", every("quarter", number=quarter[1:]), specs)
        for quarter in QUARTERS
    )
