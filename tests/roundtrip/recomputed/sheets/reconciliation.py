"""Reconciliation: every total stands where it says, agrees with its sources, and is a number that was recomputed."""

from __future__ import annotations

from typing import Any

from tests.roundtrip.recomputed.facts import Facts
from tests.roundtrip.recomputed.sheet import Claimed, Line


def reconciliation(sheet: Claimed, facts: Facts) -> None:
    """The totals themselves are recomputed on their own sheets; here they must agree with them, all of them."""
    book = sheet.sheet.parent
    shown = {
        name: [cell.value for row in book[name].iter_rows() for cell in row if isinstance(cell.value, (int, float))]
        for name in book.sheetnames
    }

    def expected(line: Line) -> dict[str, Any]:
        total = line["Totaal"]
        assert any(abs(total - value) <= 1e-9 * max(1, abs(total)) for value in shown[line["Op blad"]]), line.row
        return {"Uitkomst": "✓ klopt", "Totaal": total, "Som van de bronnen": total, "Verschil": 0}

    assert sheet.table("Uitkomst").each(expected) > 0
