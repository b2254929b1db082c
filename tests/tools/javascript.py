"""JavaScript libraries as converters: a workbook in, the same workbook as they would save it out."""

from __future__ import annotations

import subprocess
from pathlib import Path

from tests.tools.ooxml import NODE_TOOLS
from tests.tools.ooxml import missing as node_missing

_PACKAGES = {"exceljs": "exceljs", "sheetjs": "xlsx"}


class NotSaved(Exception):
    """The library did not write the file; the message is what it said."""


def missing() -> str | None:
    """What is lacking, or None."""
    lacking = [name for name, folder in _PACKAGES.items() if not (NODE_TOOLS / "node_modules" / folder).is_dir()]
    return node_missing() or (f"{', '.join(lacking)} not installed (tests/tools/set_up.sh node)" if lacking else None)


def exceljs(source: Path, target: Path) -> Path:
    """Open and save as .xlsx. Raises NotSaved."""
    return _save("exceljs", source, target)


def sheetjs(source: Path, target: Path, *more: Path) -> Path:
    """Open once and save, by the ending of each target (.xlsx .xls .ods .xlsb). Raises NotSaved."""
    return _save("sheetjs", source, target, *more)


def _save(program: str, source: Path, target: Path, *more: Path) -> Path:
    run = subprocess.run(
        ["node", "save.mjs", program, *(str(path.absolute()) for path in (source, target, *more))],
        cwd=NODE_TOOLS,
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )
    if run.returncode or not all(path.exists() for path in (target, *more)):
        raise NotSaved(run.stderr.strip() or f"exit code {run.returncode}")
    return target
