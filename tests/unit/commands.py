"""Commands run in this process, as a terminal would run them."""

from __future__ import annotations

import contextlib
import io
import json
import sys
from dataclasses import dataclass
from pathlib import Path
from typing import Any
from unittest.mock import patch

import pytest

from accountplan.cli import main


@dataclass(frozen=True)
class Ran:
    """What a command said and how it ended."""

    code: int
    out: str
    err: str

    @property
    def json(self) -> list[dict[str, Any]]:
        """Its objects, one per line."""
        return [json.loads(line) for line in self.out.splitlines()]


class Terminal(io.StringIO):
    """Somebody who watches."""

    def isatty(self) -> bool:
        return True


def ran(folder: Path, *arguments: object, watched: bool = False) -> Ran:
    """Run `accountplan` with these arguments from `folder`; `watched` is with a terminal for stderr."""
    out, err = io.StringIO(), Terminal() if watched else io.StringIO()
    line = ["accountplan", *map(str, arguments)]
    with (
        contextlib.chdir(folder),
        patch.object(sys, "argv", line),
        contextlib.redirect_stdout(out),
        contextlib.redirect_stderr(err),
        pytest.raises(SystemExit) as ended,
    ):
        main()
    return Ran(int(ended.value.code or 0), out.getvalue(), err.getvalue())
