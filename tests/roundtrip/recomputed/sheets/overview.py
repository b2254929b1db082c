"""Overview: tiles, and the largest chances."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from typing import Any

from tests.roundtrip.recomputed.facts import QUARTER, Facts
from tests.roundtrip.recomputed.points import KPIS, LIGHTS, Points
from tests.roundtrip.recomputed.sheet import Claimed
from tests.roundtrip.recomputed.sheets.evaluation import part
from tests.roundtrip.recomputed.sheets.salesplan import Groups
from tests.roundtrip.recomputed.sheets.whitespace import rooms
from tests.roundtrip.recomputed.work import activities, goals

SIGNS = {"green": "✓", "amber": "!", "red": "✗", "none": "–"}


def overview(sheet: Claimed, facts: Facts) -> None:
    for code in KPIS:
        _point(sheet, facts, code)
    for title, large, lines in _counts(facts):
        _tile(sheet, title, large, lines)
    _chances(sheet, facts)
    checks = sheet.sheet.parent["Controle"].max_row - 5
    assert sheet.value(sheet.find("Controle") + 1, 1) == f"Alle {checks} totalen sluiten aan op de plannen."


def worst_light(facts: Facts, account: str) -> str:
    lights = {Points(facts).of(account, code).light for code in KPIS}
    return next((light for light in ("red", "amber", "green") if light in lights), "none")


def _point(sheet: Claimed, facts: Facts, code: str) -> None:
    points = Points(facts)
    total = points.total(code, facts.asked)
    row, column = _start(sheet, KPIS[code])
    light = next(text for at in range(column, column + 3) if (text := sheet.value(row, at)) and at > column)
    assert light == f"{SIGNS[total.light]} {LIGHTS[total.light]}"
    sheet.expect(row + 1, column, total.actual)
    year = part((total.forecast or 0) - (total.plan_year or 0), total.plan_year)
    percent = code == "margin"
    lines = {
        "Plan": (total.plan, total.variance if percent else total.share),
        "Prognose jaar": (total.forecast, None),
        "Plan jaar": (total.plan_year, None if percent else year),
    }
    _lines(sheet, row + 2, column, lines)
    quarters = {n: points.total(code, facts.asked, n) for n in range(1, QUARTER + 1)}
    reached = [f"Q{n} {round(100 * (t.actual or 0) / (t.plan or 1))}%" for n, t in quarters.items()]
    counts = "  ".join(f"{total.lights[name]} {SIGNS[name]}" for name in ("green", "amber", "red"))
    said = {sheet.value(at, column) for at in range(row, row + 8)}
    assert " → ".join(reached) in said
    assert f"{counts}  · {total.accounts} van {len(facts.asked)} klanten" in said


def _start(sheet: Claimed, title: str) -> tuple[int, int]:
    """The cell of the tile that begins with this title."""
    return next(
        (cell.row, cell.column)
        for row in sheet.sheet.iter_rows(min_row=5, max_row=20)
        for cell in row
        if str(cell.value or "").split(" (")[0] == title
    )


def _lines(sheet: Claimed, first: int, column: int, lines: dict[str, tuple[Any, Any]]) -> None:
    """Below each other a word with one or two figures, each in its own cell right of it; those without say nothing."""
    for row in range(first, first + 5):
        word = sheet.value(row, column)
        if word in lines:
            figures = [at for at in range(column + 1, column + 3) if sheet.value(row, at) is not None]
            wanted = [figure for figure in lines[word] if figure is not None]
            assert len(figures) == len(wanted), f"{word} in row {row}"
            for at, figure in zip(figures, wanted, strict=True):
                sheet.expect(row, at, figure)


def _tile(sheet: Claimed, title: str, large: Any, lines: dict[str, tuple[Any, Any]]) -> None:
    row, column = _start(sheet, title)
    sheet.expect(row + 1, column, large)
    _lines(sheet, row + 2, column, lines)


def _counts(facts: Facts) -> Iterator[tuple[str, Any, dict[str, tuple[Any, Any]]]]:
    status = Counter(facts.accounts[account]["status"] for account in facts.asked)
    errors = sum(row["severity"] == "error" for row in facts.csv("findings"))
    yield "Plannen aangeleverd", f"{status['delivered']} van {len(facts.asked)}", {
        "ontbreekt": (status["missing"], None),
        "in conflict": (status["conflict"], None),
        "fouten in plannen": (errors, None),
    }  # fmt: skip
    lights = Counter(worst_light(facts, account) for account in facts.delivered)
    yield "Klanten met een rood onderdeel", f"{lights['red']} van {len(facts.delivered)}", {
        LIGHTS[light]: (lights[light], None) for light in ("amber", "green", "none")
    }  # fmt: skip
    of_goals = Counter(goal.light for goal in goals(facts))
    yield "Doelen op koers", f"{of_goals['green']} van {of_goals.total()}", {
        "in gevaar": (of_goals["amber"], None),
        "ver achter of gemist": (of_goals["red"], None),
        "onbekend": (of_goals["none"], None),
    }  # fmt: skip
    done = list(activities(facts))
    still_open = sum(activity.open for activity in done)
    yield "Open activiteiten te laat", f"{sum(activity.overdue for activity in done)} van {still_open}", {
        "nog open": (still_open, None),
        "gereed of vervallen": (len(done) - still_open, None),
    }  # fmt: skip
    groups = Groups(facts)
    target = sum(sum(amounts[:QUARTER]) for amounts in facts.targets.values())
    planned, sold = (
        sum(value for code in groups.codes.values() for value in groups.known(code, (1, 2), column).values())
        for column in ("plan", "actual")
    )
    yield "Salesplan gedekt", planned / target, {
        "Doel": (target, None),
        "Gepland": (planned, planned / target),
        "Gerealiseerd": (sold, sold / target),
    }  # fmt: skip


def _chances(sheet: Claimed, facts: Facts) -> None:
    """The accounts with the largest room, by how much, and in which product group most of it."""
    found = list(rooms(facts))
    labels = {code: name for name, code in Groups(facts).codes.items()}
    per_account = {a: sum(r.room for r in found if r.account == a) for a in facts.delivered}
    ranked = sorted(per_account, key=lambda account: -per_account[account])[:5]
    first, column = next(place for place in sheet.beside("Grootste kansen"))
    for row, account in enumerate(ranked, start=first + 1):
        said = " ".join(str(cell.value) for cell in sheet.sheet[row][column:] if cell.value is not None)
        most = max((room for room in found if room.account == account), key=lambda room: room.room)
        assert sheet.value(row, column) == facts.accounts[account]["account_name"]
        assert f"EUR {per_account[account]:,.0f};".replace(",", ".") in said
        assert f"in {labels[most.group]} ({most.room:,.0f}".replace(",", ".") in said
