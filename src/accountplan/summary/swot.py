"""SWOT & market: what returns across accounts, the strongest confrontations, competitors, satisfaction."""

from __future__ import annotations

from collections.abc import Sequence

from accountplan.consolidate.profile import SWOT
from accountplan.consolidate.recurring import Met, Said, meetings, said_of_meetings, said_of_swot, strongest
from accountplan.consolidate.rows import SwotRow
from accountplan.consolidate.words import in_language
from accountplan.summary.desk import Desk
from accountplan.summary.market import write_competitors, write_satisfaction
from accountplan.summary.page import Cell, Page
from accountplan.summary.places import Place
from accountplan.workbook.styles import HEAT, PAPER

WIDTHS = (38, 11, 12, 12, 11, 2, 38, 11, 12, 12, 11)
"""Two halves of five columns, with a narrow one between them."""
_MOST_PER_KIND = 6
_MOST_RECURRING = 12
_MOST_CONFRONTATIONS = 6
_GAP = Cell(look={"bottom": 0, "border": 0, "bg_color": PAPER})


def write_swot(desk: Desk) -> None:
    page = Page(desk, "swot", WIDTHS, desk.say("help-swot"))
    page.block()
    tables = desk.result.tables
    said = said_of_swot(tables.swot)
    if not said:
        page.heading(desk.say("swot-heading"))
        page.sentence(desk.say("empty-swot"))
    else:
        _counts(page)
        _quadrants(page, said)
        _recurring(page, said)
        _confrontations(page, said_of_meetings(meetings(tables)))
    write_competitors(page)
    write_satisfaction(page)
    page.print_out()
    page.sheet.freeze_panes(2, 0)


# -- how much there is -------------------------------------------------------------------------------------------------
def _counts(page: Page) -> None:
    """Per kind: how many items of how many accounts, how many of them differ, and what they score on average."""
    desk, data = page.desk, page.desk.data["swot"]
    page.heading(desk.say("swot-heading"))
    keys = ("items", "accounts", "different", "mean-score")
    page.headers([Cell(desk.say("col-swot-kind")), *(Cell(desk.say(f"col-{key}"), "number") for key in keys)])
    for kind in SWOT:
        figures = (
            ("number", data.count(swot_code=kind)),
            ("number", data.count(swot_code=kind, first_of_kind=1)),
            ("number", data.count(swot_code=kind, first_of_words=1)),
            ("decimal-change", data.mean("score", swot_code=kind, scored=1)),
        )
        name = desk.say(f"swot-{kind}-all")
        row = page.line([Cell(name), *(Cell(found.value if found else None, shown) for shown, found in figures)])
        for column, (key, (shown, found)) in enumerate(zip(keys, figures, strict=True), start=1):
            page.note(row, column, f"{name} · {desk.say(f'col-{key}').lower()}", shown, found)
    page.gap()


# -- the four boxes ----------------------------------------------------------------------------------------------------
def _quadrants(page: Page, said: Sequence[Said[SwotRow]]) -> None:
    """Two boxes next to each other, twice: what scores highest up or down, each text once."""
    for left, right in ((SWOT[0], SWOT[1]), (SWOT[2], SWOT[3])):
        boxes = [_ranked(said, kind) for kind in (left, right)]
        page.block()
        page.headers([*_box_headers(page.desk, left), _GAP, *_box_headers(page.desk, right)])
        for n in range(min(_MOST_PER_KIND, max(map(len, boxes)))):
            halves = [_item(page, box[n]) if n < len(box) else [_GAP] * 4 for box in boxes]
            page.line([*halves[0], _GAP, *halves[1]] if boxes[0][n:] else [_wide_gap(), *halves[1]])
        rests = [page.rest(len(box) - _MOST_PER_KIND, "sheet-data-swot") for box in boxes]
        if any(rests):
            look = page.quiet | {"bottom": 0}
            page.line([Cell(rests[0], span=5, look=look), _GAP, Cell(rests[1], span=5, look=look)])
        page.gap(8)
    page.small(page.desk.say("swot-strongest-note"))
    page.gap()


def _box_headers(desk: Desk, kind: str) -> list[Cell]:
    return [
        Cell(desk.say(f"swot-{kind}-all")),
        Cell(desk.say("col-name"), span=2),
        Cell(desk.say("col-score"), "light"),
        Cell(desk.say("col-link"), "light"),
    ]


def _wide_gap() -> Cell:
    return Cell(span=6, look={"bottom": 0})


def _ranked(said: Sequence[Said[SwotRow]], kind: str) -> list[Said[SwotRow]]:
    """The highest score up or down first, then what most accounts say."""
    return sorted(
        (group for group in said if group.first.kind == kind),
        key=lambda group: (-abs(strongest(group.rows).score or 0), -len(group.accounts)),
    )


def _item(page: Page, group: Said[SwotRow]) -> list[Cell]:
    row = strongest(group.rows)
    return [
        Cell(row.text, "wrapped"),
        Cell(_with_others(page.desk, row.account_id, len(group.accounts)), "wrapped", span=2),
        score(row.score),
        Cell(place=Place.of(row.file, row.sheet, row.cell), kind="light"),
    ]


def _with_others(desk: Desk, account_id: str, count: int) -> str:
    name = desk.name_of(account_id)
    return desk.say("and-others", name=name, count=str(count - 1)) if count > 1 else name


def score(value: float | None) -> Cell:
    """A score with its sign, blue where it helps and orange where it harms."""
    look: dict[str, object] = {"align": "center"}
    if value:
        look["font_color"], look["bg_color"] = HEAT[3] if value > 0 else HEAT[1]
    return Cell(value, "number-change", look=look)


# -- what returns ------------------------------------------------------------------------------------------------------
def _recurring(page: Page, said: Sequence[Said[SwotRow]]) -> None:
    """What more than one account says: the most said first, then what scores highest together."""
    desk = page.desk
    page.block()
    page.heading(desk.say("swot-recurring"))
    found = sorted(
        (group for group in said if len(group.accounts) > 1),
        key=lambda group: (-len(group.accounts), -abs(sum(row.score or 0 for row in group.rows))),
    )
    if not found:
        page.sentence(desk.say("swot-no-recurring"))
        page.gap()
        return
    keys = (("item", "text", 1), ("swot-kind", "text", 1), ("accounts", "number", 1), ("score-sum", "number", 1),
            ("mean-score", "number", 1), ("", "text", 1), ("said-by", "text", 5))  # fmt: skip
    page.headers([Cell(desk.say(f"col-{key}") if key else "", kind, span) for key, kind, span in keys])
    for group in found[:_MOST_RECURRING]:
        _said_by_several(page, group)
    page.more(len(found) - _MOST_RECURRING, "sheet-data-swot")
    page.gap()


def _said_by_several(page: Page, group: Said[SwotRow]) -> None:
    desk, data = page.desk, page.desk.data["swot"]
    kind, mean = desk.say(f"swot-{group.first.kind}"), data.mean("score", text_number=group.number, scored=1)
    figures = (
        ("accounts", "number", data.count(text_number=group.number, first_of_text=1)),
        ("score-sum", "number-change", data.sum("score", text_number=group.number) if mean else None),
        ("mean-score", "decimal-change", mean),
    )
    row = page.line([
        Cell(group.first.text, "wrapped"),
        Cell(kind),
        *(Cell(found.value if found else None, shown) for _, shown, found in figures),
        Cell(),
        Cell(desk.names_of(group.accounts), "wrapped", 5),
    ])  # fmt: skip
    for column, (key, shown, found) in enumerate(figures, start=2):
        page.note(row, column, f"{kind} · {group.first.text} · {desk.say(f'col-{key}').lower()}", shown, found)


# -- confrontations ----------------------------------------------------------------------------------------------------
def _confrontations(page: Page, said: Sequence[Said[Met]]) -> None:
    """What helps most and what harms most, each pair of texts once."""
    desk = page.desk
    page.block()
    page.heading(desk.say("confrontations-heading"))
    if not said:
        page.sentence(desk.say("empty-confrontations"))
        page.gap()
        return
    page.small(desk.say("confrontations-note"))
    for up, key in ((1, "helping"), (-1, "harming")):
        _strongest_pairs(page, said, up, key)
    page.gap()


def _ranked_pairs(said: Sequence[Said[Met]], up: int) -> list[Said[Met]]:
    """Pairs that help (`up` is 1) or harm (-1): by score, by how many accounts say so, by how much both weigh."""
    found = [group for group in said if best(group, up).row.score * up > 0]
    return sorted(found, key=lambda g: (-best(g, up).row.score * up, -len(g.accounts), -best(g, up).weight))


def best(group: Said[Met], up: int) -> Met:
    """The one that helps, or harms, most; of equals the one whose items weigh most."""
    return max(group.rows, key=lambda met: (met.row.score * up, met.weight))


def _strongest_pairs(page: Page, said: Sequence[Said[Met]], up: int, key: str) -> None:
    desk, found = page.desk, _ranked_pairs(said, up)
    if not found:
        page.sentence(desk.say(f"no-{key}"))
        return
    words = _words(desk)
    if up < 0:
        page.block()
    page.headers([
        Cell(desk.say(f"confrontations-{key}")),
        Cell(desk.say("col-what-to-do"), span=2),
        Cell(desk.say("col-score"), "light"),
        Cell(desk.say("col-accounts"), "number"),
        Cell(),
        Cell(desk.say("col-outside")),
        Cell(desk.say("col-name"), span=3),
        Cell(desk.say("col-link"), "light"),
    ])  # fmt: skip
    for group in found[:_MOST_CONFRONTATIONS]:
        met = best(group, up)
        page.line([
            Cell(met.inside.text, "wrapped"),
            Cell(words.get(_tables_of(met), ""), span=2),
            score(met.row.score),
            Cell(len(group.accounts), "number"),
            Cell(),
            Cell(met.outside.text, "wrapped"),
            Cell(_with_others(desk, met.account_id, len(group.accounts)), "wrapped", span=3),
            Cell(place=Place.of(met.row.file, met.row.sheet, met.row.cell), kind="light"),
        ])  # fmt: skip
    page.more(len(found) - _MOST_CONFRONTATIONS, "sheet-data-confrontations")
    page.gap(8)


def _words(desk: Desk) -> dict[str, str]:
    """What the templates call the combinations of two tables, in their view of the strongest ones."""
    found: dict[str, str] = {}
    for template in desk.result.round.templates:
        table = template.table_by_role("confrontation")
        for _, view in template.views():
            if table is not None and view.of == table.id:
                for tables, label in view.words.items():
                    found.setdefault(tables, in_language(label, desk.language))
    return found


def _tables_of(met: Met) -> str:
    """The tables of a row inside and one outside, as templates write the two: `strengths.threats`."""
    return ".".join(row_id.split(".")[0] for row_id in (met.row.inside, met.row.outside))
