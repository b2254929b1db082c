"""The settings sheet: one line per setting, limits of the lights, dates of the quarters, links to the sheets."""

from __future__ import annotations

from collections.abc import Mapping

from accountplan.fields import Value
from accountplan.portfolio.frame import HEADER, KEYS, LEFT, MARK, Desk, dress, entry, guard, input_style, put
from accountplan.portfolio.model import Portfolio
from accountplan.portfolio.sheets import GOAL_LIMITS, QUARTERS, SettingRow, list_sheets, setting_rows, sheet_name
from accountplan.template.model import Template
from accountplan.workbook.excel import StrictSheet
from accountplan.workbook.styles import ROW

VALUE_KEYS = ("value", "second")
"""Hidden keys of the two columns that hold values."""
_LABEL, _VALUE, _SECOND, _HELP = LEFT, LEFT + 1, LEFT + 2, LEFT + 3
_WIDTHS = [34.0, 26.0, 26.0, 62.0]
_PLAIN_YEAR = {"year": "0"}
_TWO_LINES = 28
"""Row height for help of up to two lines."""


def write_settings(desk: Desk, sheet: StrictSheet, portfolio: Portfolio, template: Template, title: str) -> None:
    """Write the sheet. Limits and quarter ends stand there as they hold, also where they are the default."""
    dress(desk, sheet, "settings", title, _WIDTHS)
    for offset, key in enumerate(VALUE_KEYS):
        sheet.text(KEYS, _VALUE + offset, key, desk.styles("hidden"))
    values = setting_values(portfolio, template)
    row, block = HEADER, ""
    for line in setting_rows(template):
        if line.block != block:
            row = _heading(desk, sheet, row if not block else row + 1, line)
            block = line.block
        _line(desk, sheet, row, line, values[line.key])
        row += 1
    _contents(desk, sheet, row + 1)
    sheet.set_selection(HEADER + 1, _VALUE, HEADER + 1, _VALUE)
    sheet.freeze_panes(HEADER - 1, 0)


def setting_values(portfolio: Portfolio, template: Template) -> Mapping[str, tuple[Value, ...]]:
    """What the value cells of each line hold."""
    settings = portfolio.settings
    general = ("year", "language", "currency", "template", "company", "logo", "accent")
    values: dict[str, tuple[Value, ...]] = {key: (getattr(settings, key) or None,) for key in general}
    for kpi in template.kpis:
        limits = settings.limits_of(kpi)
        values[f"limit.{kpi.code}"] = (limits.green, limits.amber)
    limits = settings.limits_of_goals(template)
    values[GOAL_LIMITS] = (limits.green, limits.amber)
    for quarter in QUARTERS:
        values[f"quarter.{quarter}"] = (settings.quarter_end(quarter), settings.return_by.get(quarter))
    return values


def _heading(desk: Desk, sheet: StrictSheet, row: int, line: SettingRow) -> int:
    """A block's heading and, where it has two values a line, their headers; returns the next row."""
    sheet.set_row(row, ROW["heading"])
    for column in range(LEFT, _HELP + 1):
        sheet.text(
            row, column, desk.say(f"block-{line.block}") if column == LEFT else "", desk.styles("heading", indent=1)
        )
    if line.block == "general":
        return row + 1
    sheet.set_row(row + 1, ROW["line"])
    names = [desk.say(f"block-{line.block}-first"), *(spec.label[desk.language] for spec in line.specs)]
    for column, name in enumerate(names, start=LEFT):
        sheet.text(row + 1, column, name, desk.styles("header", valign="vcenter", indent=1))
    return row + 2


def _line(desk: Desk, sheet: StrictSheet, row: int, line: SettingRow, values: tuple[Value, ...]) -> None:
    required = any(spec.required for spec in line.specs)
    help_ = line.help[desk.language] if line.help else ""
    sheet.set_row(row, _TWO_LINES if line.block == "general" else ROW["line"])
    sheet.text(row, MARK, line.key, desk.styles("hidden"))
    label = line.label[desk.language] + (" *" if required else "")
    sheet.text(row, _LABEL, label, desk.styles("label-required" if required else "label", indent=1))
    for offset, (spec, value) in enumerate(zip(line.specs, values, strict=True)):
        style = input_style(desk, spec, number_format=_PLAIN_YEAR.get(spec.id))
        style = desk.styles("input", num_format=style.num_format, align="left", valign="vcenter", indent=1)
        put(sheet, row, _VALUE + offset, entry(desk, spec, value), style)
        guard(desk, sheet, (row, _VALUE + offset, row, _VALUE + offset), spec)
    if help_:
        sheet.text(row, _HELP, help_, desk.styles("help", indent=1))


def _contents(desk: Desk, sheet: StrictSheet, row: int) -> None:
    """A link to every sheet, with what it is for."""
    sheet.set_row(row, ROW["heading"])
    for column in range(LEFT, _HELP + 1):
        sheet.text(row, column, desk.say("block-sheets") if column == LEFT else "", desk.styles("heading", indent=1))
    for number, spec in enumerate(list_sheets(), start=row + 1):
        name = sheet_name(spec.key, desk.language)
        sheet.set_row(number, ROW["line"])
        target = "internal:'" + name.replace("'", "''") + "'!A1"
        sheet.write_url(number, _LABEL, target, desk.styles("link", indent=1), string=name)
        sheet.text(number, _VALUE, desk.say(f"about-{spec.key}"), desk.styles("help", text_wrap=False, indent=1))
