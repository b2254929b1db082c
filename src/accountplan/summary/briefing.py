"""Visit briefing: what somebody must know of an account on the way to a visit, on one A4."""

from __future__ import annotations

from accountplan.summary.account_page import link, unit
from accountplan.summary.blocks import Band, Block, Facts, Field, Room
from accountplan.summary.data_sheets.columns import PER_QUARTER
from accountplan.summary.desk import Desk


def briefing_bands(desk: Desk) -> tuple[Band, ...]:
    """The blocks of the page, from top to bottom."""
    return (
        _facts(desk),
        _next_visit(desk),
        (_contacts(desk),),
        _last_visit(desk),
        (_followups(desk),),
        (_overdue(desk),),
        (_goals(desk),),
        (_points(desk), _potential(desk)),
        Room(desk.say("brief-notes"), 5),
    )


def _facts(desk: Desk) -> Facts:
    return Facts(
        (
            (Field("account", 4), Field("manager", 4), Field("tier", 3, "text")),
            (Field("industry", 4), Field("size", 4), Field("fit", 3)),
            (
                Field("customer-since", 4),
                Field("customer-revenue", 4),
                Field("unit", 3, heading=desk.say("fact-currency")),
            ),
            (
                Field("potential-used", 4),
                Field("satisfied", 4),
                Field("satisfaction-score", 3, heading=desk.say("fact-score")),
            ),
            (Field("satisfaction-why", 17, lines=2, heading=desk.say("fact-satisfied-why")),),
            (Field("priority-reason", 17, lines=2),),
        )
    )


def _next_visit(desk: Desk) -> Facts:
    day = Field("day", 4)
    rows = ((day, Field("by", 4), Field("with", 3, heading=desk.say("brief-with"))),)
    empty = desk.say("brief-next-none")
    return Facts(rows, block=Block(desk.say("brief-next"), "visits", (day,), 1, key="key-planned", empty=empty))


def _last_visit(desk: Desk) -> Facts:
    day = Field("day", 4)
    rows = (
        (day, Field("by", 4), Field("with", 3)),
        (Field("report", 17, lines=8),),
        (Field("promised", 10, lines=2, heading=desk.say("brief-agreed")), Field("followup-open", 4)),
    )
    empty = desk.say("brief-last-none")
    return Facts(rows, block=Block(desk.say("brief-last"), "visits", (day,), 1, key="key-made", empty=empty))


def _contacts(desk: Desk) -> Block:
    fields = (
        Field("person", 4),
        Field("job-title", 5),
        Field("decision-role", 3),
        Field("influence", 2),
        Field("relation", 2),
        Field("phone", 4),
    )
    return Block(desk.say("brief-contacts"), "contacts", fields, most=6, empty=desk.say("page-contacts-none"))


def _followups(desk: Desk) -> Block:
    fields = (Field("promised", 10, lines=2), Field("day", 2), Field("by", 3), Field("with", 4), link(desk))
    empty = desk.say("brief-followups-none")
    return Block(desk.say("brief-followups"), "visits", fields, most=5, key="key-followup", empty=empty)


def _overdue(desk: Desk) -> Block:
    fields = (Field("what", 11, lines=2), Field("for-goal", 2), Field("owner", 4), Field("deadline", 2), link(desk))
    empty = desk.say("brief-overdue-none")
    return Block(desk.say("brief-overdue"), "activities", fields, most=5, key="key-overdue", empty=empty)


def _goals(desk: Desk) -> Block:
    fields = (
        Field("goal", 9, lines=2),
        Field("light", 2),
        Field("current", 2),
        Field("target", 2),
        Field("unit", 2, "light"),
        Field("end", 2),
        link(desk),
    )
    empty = desk.say("page-goals-none")
    return Block(desk.say("page-goals"), "goals", fields, most=5, key="key-open", empty=empty)


def _points(desk: Desk) -> Block:
    quarter = desk.result.quarter
    fields = (Field("point", 3), unit(desk), Field("plan", 2), Field("actual", 2), Field("light", 2))
    return Block(
        desk.say("page-points", quarter=quarter.name), "evaluations", fields, most=len(desk.words.kpis) or 1,
        part=quarter.number * PER_QUARTER, room=PER_QUARTER, empty=desk.say("page-points-none"),
    )  # fmt: skip


def _potential(desk: Desk) -> Block:
    fields = (Field("product-group", 4), Field("room", 2), Field("supplier", 4))
    empty = desk.say("page-potential-none")
    return Block(desk.say("page-potential"), "potential", fields, most=5, key="key-room", empty=empty)
