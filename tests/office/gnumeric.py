"""Gnumeric as a converter: a workbook in, the same workbook as Gnumeric would save it out."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

_EXPORTERS = {
    ".xlsx": "Gnumeric_Excel:xlsx2",
    ".xls": "Gnumeric_Excel:excel_biff8",
    ".ods": "Gnumeric_OpenCalc:odf",
    ".csv": "Gnumeric_stf:stf_csv",
}


class GnumericFailed(Exception):
    """ssconvert did not write the file; the message is what it said."""


def missing() -> str | None:
    """What is lacking, or None."""
    return None if shutil.which("ssconvert") else "Gnumeric is not installed (ssconvert)"


def convert(source: Path, target: Path, *, recalculate: bool = False) -> Path:
    """Open and save, by the ending of `target`. Raises GnumericFailed."""
    command = ["ssconvert", f"--export-type={_EXPORTERS[target.suffix.lower()]}"]
    if recalculate:
        command.append("--recalc")
    run = subprocess.run(
        [*command, str(source.absolute()), str(target.absolute())],
        capture_output=True,
        encoding="utf-8",
        errors="replace",
        timeout=120,
        check=False,
    )
    if run.returncode or not target.exists():
        raise GnumericFailed(run.stderr.strip() or f"exit code {run.returncode}")
    return target
