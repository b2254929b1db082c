"""Why an account is red, and by which rule a point is, in a sentence each: made from the figures alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

from accountplan.consolidate.rows import EvaluationRow, Number
from accountplan.formula.lights import shortfall
from accountplan.summary.figures import said_amount, said_number, said_percent, said_points
from accountplan.template.model import Kpi

if TYPE_CHECKING:
    from accountplan.summary.desk import Desk

LONGEST = 160
"""Signs of what a person wrote, in a sentence of ours; the whole text stands beside it."""
_EXAMPLE = 0.30
"""The plan by which the rule of a percentage is explained."""


def why(desk: Desk, account_id: str, *, agreed: bool = True) -> str:
    """Why an account needs attention in the quarter asked; empty where nothing is amber or red.

    The worst point, how far it is off, since when, and (unless it stands beside it) what was agreed on it; then the
    others on the same light, and the lights that the sales person sees otherwise.
    """
    account = desk.accounts.get(account_id)
    if account is None or account.status == "no-plan":
        return ""
    if account.status != "delivered":
        return desk.say(f"why-{account.status}")
    rows = desk.current.get(account_id, [])
    if all(row.light == "none" for row in rows):
        key = "why-no-plan" if any(row.actual is not None for row in rows) else "why-no-figures"
        return desk.say(key, quarter=desk.result.quarter.name)
    worst = worst_first(desk, [row for row in rows if row.light == desk.worst_light(account_id) != "green"])
    said = [_worst(desk, worst[0], agreed)] if worst else []
    if len(worst) > 1:
        others = [in_a_sentence(desk.words.point(row.kpi)) for row in worst[1:]]
        said.append(desk.say("why-also", light=desk.light(worst[0].light), points=others))
    said += [_override(desk, row) for row in rows if row.light_override not in (None, row.light)]
    return " ".join(map(_ended, said))


def worst_first(desk: Desk, rows: list[EvaluationRow]) -> list[EvaluationRow]:
    """Points of known plan and actual, the largest shortfall (as a part of the plan) first."""
    return sorted(rows, key=lambda row: -short_of(desk, row))


def short_of(desk: Desk, row: EvaluationRow) -> float:
    """How much worse than plan a point is, as a part of the plan; 0 where that is unknown."""
    if row.plan is None or row.actual is None:
        return 0.0
    return shortfall(row.plan, row.actual, _better(desk, row))


def since(desk: Desk, row: EvaluationRow) -> list[EvaluationRow]:
    """The quarters, oldest first, in which a point has without a break been amber or red, up to this one."""
    run: list[EvaluationRow] = []
    for earlier in reversed(desk.quarters_of(row.account_id, row.kpi, row.quarter)):
        if earlier.light not in ("amber", "red"):
            break
        run.append(earlier)
    return run[::-1]


def light_rule(desk: Desk, kpi: Kpi) -> str:
    """By which rule a point is green, amber or red, in words, from the limits that hold in this round."""
    limits = desk.limits_of(kpi)
    green, amber = (_limit(desk, limit) for limit in (limits.green, limits.amber))
    key = f"rule-{kpi.better}" + ("" if limits.green else "-exact") + ("" if limits.amber > limits.green else "-two")
    rule = desk.say(key, green=green, amber=amber)
    if kpi.unit != "percent":
        return rule
    sign = -1 if kpi.better == "higher" else 1
    green, amber = (_limit(desk, _EXAMPLE * (1 + sign * limit)) for limit in (limits.green, limits.amber))
    return f"{rule} {desk.say('rule-example', plan=_limit(desk, _EXAMPLE), green=green, amber=amber)}"


def _limit(desk: Desk, value: float) -> str:
    return f"{said_number(desk.language, value * 100)}%"


def in_a_sentence(label: str) -> str:
    """A label as it stands in the middle of a sentence: `omzet`, but `NPS`."""
    return label[:1].lower() + label[1:] if label[1:2].islower() else label


def why_point(desk: Desk, row: EvaluationRow) -> str:
    """How far a point that is not green is off its plan, and since when."""
    return _worst(desk, row, agreed=False)


# -- pieces ------------------------------------------------------------------------------------------------------------
def _worst(desk: Desk, row: EvaluationRow, agreed: bool) -> str:
    said = desk.say("why", point=desk.words.point(row.kpi), off=_off(desk, row), light=_light(desk, row))
    return f"{said}; {_correction(desk, row)}" if agreed else said


def _off(desk: Desk, row: EvaluationRow) -> str:
    """How far a point is from its plan: as a part of it, and in its own unit."""
    better = _better(desk, row)
    if not row.plan:
        return desk.say("why-of-nothing", actual=_figure(desk, row, row.actual or 0))
    share = said_percent(desk.language, short_of(desk, row))
    return desk.say(f"why-off-{better}", share=share, size=_size(desk, row))


def _size(desk: Desk, row: EvaluationRow) -> str:
    variance = row.variance or 0
    if row.unit == "money":
        return said_amount(desk.language, variance, row.currency, signed=True)
    if row.unit == "percent":
        return desk.say("why-points", points=said_points(desk.language, variance))
    plan, actual = (_figure(desk, row, figure or 0) for figure in (row.plan, row.actual))
    return desk.say("why-instead", plan=plan, actual=actual)


def _figure(desk: Desk, row: EvaluationRow, value: Number) -> str:
    if row.unit == "money":
        return said_amount(desk.language, value, row.currency)
    return said_percent(desk.language, value) if row.unit == "percent" else said_number(desk.language, value)


def _light(desk: Desk, row: EvaluationRow) -> str:
    """The light and since when: `rood sinds Q1`. Where the quarter before is unknown nothing is said of it."""
    run = since(desk, row)
    first, light = run[0], desk.light(row.light)
    if any(earlier.light != row.light for earlier in run):
        return desk.say("why-not-green-since", light=light, quarter=first.quarter)
    before = desk.quarters_of(row.account_id, row.kpi, row.quarter)[: -len(run)]
    known = first.quarter == "Q1" or (before and before[-1].light == "green")
    return desk.say("why-since" if known else "why-in", light=light, quarter=first.quarter)


def _correction(desk: Desk, row: EvaluationRow) -> str:
    """What was agreed on the point in this quarter, else what was last agreed since it stopped being green."""
    noted = [earlier for earlier in since(desk, row) if earlier.correction]
    if not noted:
        return desk.say("why-no-correction")
    text = in_short(noted[-1].correction or "")
    key = "why-correction" if noted[-1].quarter == row.quarter else "why-correction-of"
    return desk.say(key, quarter=noted[-1].quarter, text=text)


def _override(desk: Desk, row: EvaluationRow) -> str:
    key = "why-override" if row.light_reason else "why-override-unexplained"
    point, light = in_a_sentence(desk.words.point(row.kpi)), desk.light(row.light_override or "none")
    return desk.say(key, point=point, light=light, reason=in_short(row.light_reason or ""))


def in_short(text: str) -> str:
    """What a person wrote, on one line and not too long."""
    line = " ".join(text.split()).rstrip(". ")
    if len(line) <= LONGEST:
        return line
    return line[:LONGEST].rsplit(" ", 1)[0].rstrip(" ,;:-") + "…"


def _ended(sentence: str) -> str:
    return sentence if sentence.endswith((".", "!", "?", "…")) else f"{sentence}."


def _better(desk: Desk, row: EvaluationRow) -> str:
    kpi = desk.words.kpis.get(row.kpi)
    return kpi.better if kpi else "higher"
