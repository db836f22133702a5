"""Native charts beside the data: they follow the cells when a weight is changed."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.style import colour
from zhishu.publish.workbook.sheet import TOP, neutral

if TYPE_CHECKING:
    from xlsxwriter import Workbook
    from xlsxwriter.chart import Chart as Drawn
    from xlsxwriter.worksheet import Worksheet

    from zhishu.publish.workbook.sheet import Chart, Sheet

WIDTH, HEIGHT, ROWS = 620, 420, 22
"""Pixels of a chart, and the rows that it covers."""


def add_chart(book: Workbook, page: Worksheet, sheet: Sheet, chart: Chart, number: int) -> None:
    """Draw a chart right of the sheet's columns, the `number`-th from the top."""
    options = {"type": "scatter"} if chart.kind == "scatter" else {"type": "bar"}
    drawn = book.add_chart(options | ({"subtype": "stacked"} if chart.kind == "range" else {}))
    assert drawn is not None  # noqa: S101 - both types exist
    for series in _series(sheet, chart):
        drawn.add_series(series)
    drawn.set_title({"name": neutral(chart.title), "name_font": {"size": 12, "color": colour("ink")}})
    drawn.set_legend({"none": True})
    drawn.set_chartarea({"border": {"color": colour("line")}})
    (_point_axes if chart.kind == "scatter" else _bar_axes)(drawn, chart)
    drawn.set_size({"width": WIDTH, "height": HEIGHT})
    page.insert_chart(TOP + number * ROWS, len(sheet.columns) + 1, drawn, {"description": chart.title})


def _series(sheet: Sheet, chart: Chart) -> list[dict[str, Any]]:
    last = sheet.first + min(chart.rows, len(sheet.rows)) - 1
    base = {
        "name": neutral(chart.title),
        "categories": [sheet.name, sheet.first, chart.names, last, chart.names],
        "values": [sheet.name, sheet.first, chart.values, last, chart.values],
    }
    fill = {"fill": {"color": colour("accent")}}
    if chart.kind == "scatter":
        return [base | {"marker": {"type": "circle", "size": 5, **fill, "border": {"none": True}}}]
    if chart.kind == "bar":
        return [base | fill | {"gap": 45, "data_labels": {"value": True, "num_format": "0.0"}}]
    width = [sheet.name, sheet.first, chart.second, last, chart.second]
    # The lower end carries the bar and is not seen; an interval of one place keeps a thin outline.
    seen = {**fill, "border": {"color": colour("accent"), "width": 2}}
    return [base | {"fill": {"none": True}, "gap": 120}, base | {"values": width} | seen]


def _bar_axes(drawn: Drawn, chart: Chart) -> None:
    font = {"num_font": {"color": colour("ink")}, "line": {"color": colour("line")}}
    drawn.set_y_axis(
        {"reverse": True, "major_gridlines": {"visible": False}, "major_tick_mark": "none", **font}
    )
    lines = {"visible": True, "line": {"color": colour("line"), "width": 0.75}}
    if chart.kind == "bar":
        drawn.set_x_axis({"visible": False, "min": 0, "major_gridlines": {"visible": False}})
    else:
        drawn.set_x_axis({"major_gridlines": lines, "min": 0, "num_format": "0", **font})


def _point_axes(drawn: Drawn, chart: Chart) -> None:
    lines = {"visible": True, "line": {"color": colour("line"), "width": 0.75}}
    first, second = (neutral(name) for name in chart.axes)
    titled = {"name_font": {"bold": False, "color": colour("muted")}, "line": {"color": colour("line")}}
    drawn.set_x_axis({"name": first, "min": 0, "major_gridlines": {"visible": False}, **titled})
    drawn.set_y_axis({"name": second, "min": 0, "num_format": "0", "major_gridlines": lines, **titled})
