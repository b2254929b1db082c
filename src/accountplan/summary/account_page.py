"""Account page: everything about one account on one A4, as it is discussed in the review meeting."""

from __future__ import annotations

from collections.abc import Iterator

from accountplan.consolidate.profile import SWOT
from accountplan.summary.blocks import Band, Block, Facts, Field
from accountplan.summary.data_sheets.columns import PER_QUARTER, PER_SWOT_KIND
from accountplan.summary.desk import Desk


def account_bands(desk: Desk) -> tuple[Band, ...]:
    """The blocks of the page, from top to bottom."""
    return (
        _facts(desk),
        (_contacts(desk), _potential(desk)),
        (_points(desk),),
        tuple(_agreed(desk)),
        (_goals(desk),),
        (_activities(desk),),
        tuple(_swot(desk)),
    )


def link(desk: Desk) -> Field:
    """The way to the cell of the plan that a record comes from."""
    return Field("way", 1, "link", heading=desk.say("head-link"))


def unit(desk: Desk) -> Field:
    """What figures are measured in, in a narrow column."""
    return Field("unit", 1, "light", heading=desk.say("head-unit"))


def _facts(desk: Desk) -> Facts:
    return Facts(
        (
            (Field("account", 4), Field("manager", 4), Field("delivery", 3)),
            (Field("tier", 4, "text"), Field("team", 4), Field("completeness", 3, "share")),
            (Field("region", 4), Field("industry", 4), Field("plan-status", 3)),
            (Field("size", 4), Field("customer-since", 4), Field("fit", 3)),
            (Field("customer-revenue", 4), Field("max-revenue", 4), Field("potential-used", 3)),
            (
                Field("unit", 4, heading=desk.say("fact-currency")),
                Field("satisfied", 4),
                Field("satisfaction-score", 3, heading=desk.say("fact-score")),
            ),
            (Field("satisfaction-why", 17, lines=2, heading=desk.say("fact-satisfied-why")),),
        )
    )


def _contacts(desk: Desk) -> Block:
    fields = (Field("person", 3), Field("job-title", 4), Field("decision-role", 3), Field("influence", 2))
    return Block(desk.say("page-contacts"), "contacts", fields, most=4, empty=desk.say("page-contacts-none"))


def _potential(desk: Desk) -> Block:
    fields = (Field("product-group", 3), Field("room", 2), Field("supplier", 3))
    empty = desk.say("page-potential-none")
    return Block(desk.say("page-potential"), "potential", fields, most=4, key="key-room", empty=empty)


def _points(desk: Desk) -> Block:
    quarter = desk.result.quarter
    fields = (
        Field("point", 3),
        unit(desk),
        Field("plan", 2),
        Field("actual", 2),
        Field("variance", 2),
        Field("variance-share", 1, heading=desk.say("head-share")),
        Field("light", 2),
        Field("override", 2, heading=desk.say("head-override")),
        Field("forecast", 2, heading=desk.say("head-forecast")),
        Field("plan-year", 2, heading=desk.say("head-plan-year")),
        link(desk),
    )
    return Block(
        desk.say("page-points", quarter=quarter.name), "evaluations", fields, most=len(desk.words.kpis) or 1,
        part=quarter.number * PER_QUARTER, room=PER_QUARTER, empty=desk.say("page-points-none"),
    )  # fmt: skip


def _agreed(desk: Desk) -> Iterator[Block]:
    """What was agreed in the quarter before, and now; in the first quarter there is no before."""
    number = desk.result.quarter.number
    headings = [("page-agreed-before", number - 1), ("page-agreed-now", number)]
    shown = headings[1:] if number == 1 else headings
    for key, at in shown:
        fields = (Field("point", 2), Field("agreed", 20 // len(shown) - 3, lines=4), link(desk))
        yield Block(
            desk.say(key, quarter=f"Q{at}"), "evaluations", fields, most=3, key="key-agreed",
            part=at * PER_QUARTER, room=PER_QUARTER, empty=desk.say("page-agreed-none"), headed=2,
        )  # fmt: skip


def _goals(desk: Desk) -> Block:
    fields = (
        Field("goal", 9, lines=2),
        Field("light", 2),
        Field("current", 2),
        Field("expected", 2),
        Field("target", 2),
        Field("unit", 2, "light"),
        link(desk),
    )
    empty = desk.say("page-goals-none")
    return Block(desk.say("page-goals"), "goals", fields, most=5, key="key-open", empty=empty)


def _activities(desk: Desk) -> Block:
    fields = (
        Field("what", 9, lines=2),
        Field("for-goal", 1, heading=desk.say("head-for")),
        Field("owner", 3),
        Field("deadline", 2),
        Field("late", 2),
        Field("status", 2),
        link(desk),
    )
    empty = desk.say("page-activities-none")
    return Block(desk.say("page-activities"), "activities", fields, most=5, key="key-open", empty=empty)


def _swot(desk: Desk) -> Iterator[Block]:
    for n, kind in enumerate(SWOT):
        yield Block(
            desk.say(f"page-{kind}"), "swot", (Field("item", 5, lines=3),), most=3, key="key-kind",
            part=n * PER_SWOT_KIND, room=PER_SWOT_KIND, empty=desk.say("page-none"),
        )  # fmt: skip
