"""What the fields of many rows hold."""

from __future__ import annotations

from typing import Literal

Number = int | float
LightWord = Literal["green", "amber", "red", "none"]
