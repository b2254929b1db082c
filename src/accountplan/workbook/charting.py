"""What every chart has, in plans and in the summary: its letters, its title at the left, and no frame."""

from __future__ import annotations

from typing import Any

from accountplan.workbook.styles import FONT, INK, SIZE


def font(size: int = SIZE["small"], *, bold: bool = False, color: str = INK) -> dict[str, Any]:
    """Letters in a chart, as XlsxWriter takes them."""
    return {"name": FONT, "size": size, "bold": bold, "color": color}


def titled(chart: Any, title: str) -> Any:
    """The chart with its title, on the paper of its sheet."""
    chart.set_title({"name": title, "name_font": font(SIZE["text"], bold=True), "layout": {"x": 0.01, "y": 0.02}})
    none = {"fill": {"none": True}, "border": {"none": True}}
    chart.set_chartarea(none)
    chart.set_plotarea(none)
    return chart
