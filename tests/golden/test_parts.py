"""What is written for a small template, part by part, as it is meant to be.

Where a change is meant: ACCOUNTPLAN_UPDATE_GOLDEN=1 python -m pytest tests/golden/test_parts.py, and look at the
difference that git shows before keeping it.
"""

from __future__ import annotations

import difflib
import os
from datetime import date
from pathlib import Path

import pytest

from accountplan.layout.answers import PlanAnswers
from tests.golden.parts import golden_parts
from tests.roundtrip.plans import Plan, circumstances, template_named

FOLDER = Path(__file__).with_name("parts")
UPDATE = bool(os.environ.get("ACCOUNTPLAN_UPDATE_GOLDEN"))
ANSWERS = PlanAnswers(
    {
        "who.company": "Bédrijf & Co",
        "who.code": "A-001",
        "who.seller": "z.jansen",
        "who.year": 2027,
        "who.currency": "EUR",
        "who.revised": date(2027, 3, 1),
        "lead.branch": "wholesale",
        "lead.temperature": "warm",
        "lead.needs": ("cost", "advice"),
        "lead.known_us": True,
        "lead.known_from": "=beurs",
        "lead.value": 125000.5,
        "lead.chance": 0.25,
    },
    {
        "check": {
            "check.need": {"check.why": "00712", "check.score": 4},
            "check.timing": {"check.when": "na de zomer", "check.score": 2},
        },
        "steps": {
            "steps.1": {"step.what": "rondleiding", "step.due": date(2027, 4, 15), "step.cost": 250},
            "steps.2": {"step.what": "proefzending", "step.after": "steps.1", "step.due": date(2027, 6, 1)},
        },
        "progress": {"progress.steps.1.first": {"progress.state": "finished"}},
    },
)


@pytest.mark.parametrize("language", ["nl", "en"])
def test_every_part_of_a_small_plan_is_as_it_was(tmp_path: Path, language: str) -> None:
    template = template_named("prospectplan")
    plan = Plan(template, circumstances(template, language), ANSWERS)
    path = tmp_path / "plan.xlsx"
    path.write_bytes(plan.content())
    assert plan.read(path.read_bytes()).plan_answers() == ANSWERS, "the golden parts hold every answer"

    parts = golden_parts(path)
    folder = FOLDER / language
    if UPDATE:
        folder.mkdir(parents=True, exist_ok=True)
        for old in folder.glob("*.xml"):
            old.unlink()
        for name, text in parts.items():
            (folder / name).write_text(text, "utf-8")
    kept = {old.name: old.read_text("utf-8") for old in folder.glob("*.xml")}
    if kept != parts:
        pytest.fail("\n".join(_differences(kept, parts)), pytrace=False)


def _differences(kept: dict[str, str], parts: dict[str, str]) -> list[str]:
    lines = ["Parts differ; if that is meant, see the head of this file."]
    for name in sorted(kept.keys() | parts.keys()):
        old, new = kept.get(name, "").splitlines(), parts.get(name, "").splitlines()
        lines += difflib.unified_diff(old, new, f"golden/{name}", f"written/{name}", lineterm="", n=2)
    return lines[:200]
