"""Every spreadsheet that the installed packages and programs bring along: read or refused, never with a traceback."""

from __future__ import annotations

import sys
import sysconfig
from collections.abc import Iterator
from pathlib import Path

import pytest

from accountplan.workbook.read import read_content
from tests.helpers import real_template

ENDINGS = frozenset(".xlsx .xlsm .xlsb .xls .xltx .xltm .ods .ots .xlam .fods".split())
FOLDERS = (sysconfig.get_path("purelib"), "/usr/share", "/usr/lib/libreoffice", "/usr/lib/python3", sys.base_prefix)


def found() -> Iterator[Path]:
    for folder in dict.fromkeys(FOLDERS):
        for path in sorted(Path(folder).rglob("*")):
            if path.suffix.lower() in ENDINGS and path.is_file():
                yield path


@pytest.mark.slow
def test_every_spreadsheet_that_is_found_is_read_or_refused() -> None:
    template = real_template("accountplan")
    for path in found():
        reading = read_content(path.read_bytes(), path.name, lambda name: template if name == template.id else None)
        assert reading.findings, f"{path}: no plan, and nothing is said of it"
        for language in ("nl", "en"):
            assert all(path.name in finding.message(language) for finding in reading.findings), path
