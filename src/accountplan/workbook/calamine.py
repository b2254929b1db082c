"""The fast reader of .xlsx, and how far it is to be trusted: whatever it raises, `xlsx.py` goes on without it."""

from __future__ import annotations

import io
from typing import Any

from accountplan.workbook.package import Refused


def sheets_of(content: bytes) -> dict[str, list[list[Any]]]:
    """The rows of every sheet by its name. Raises `Refused` where the library cannot read the file."""
    from python_calamine import CalamineWorkbook

    try:
        workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
        return {
            name: workbook.get_sheet_by_name(name).to_python(skip_empty_area=False) for name in workbook.sheet_names
        }
    except (KeyboardInterrupt, SystemExit, MemoryError):
        raise
    except BaseException as error:  # its panic is no Exception
        raise Refused("damaged") from error
