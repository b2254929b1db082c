"""How much a test run does: a selection in `make test`, everything in `make verify`."""

from __future__ import annotations

import os

PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "default")
FULL = PROFILE == "verify"


def count(selection: int, full: int) -> int:
    """The number of cases to run now: `@settings(max_examples=count(200, 2_000))`."""
    return full if FULL else selection
