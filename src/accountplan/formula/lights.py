"""The traffic light of a point: how far it falls short of plan, against two limits."""

from __future__ import annotations

from typing import Literal

Light = Literal["green", "amber", "red"]


def shortfall(plan: float, actual: float, better: str) -> float:
    """How much worse than plan, as a fraction of the plan; negative where better. Of a plan of zero any miss is 1."""
    miss = plan - actual if better == "higher" else actual - plan
    if plan == 0:
        return 0.0 if miss <= 0 else 1.0
    return round(miss / abs(plan), 9)


def traffic_light(plan: float, actual: float, better: str, green: float, amber: float) -> Light:
    """Green up to the first limit, amber up to the second, red beyond."""
    short = shortfall(plan, actual, better)
    return "green" if short <= green else "amber" if short <= amber else "red"
