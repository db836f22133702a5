"""Native bar charts: editable in PowerPoint, with their numbers in an embedded workbook."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from zhishu.publish.slides.layouts import rgb, sides
from zhishu.publish.workbook.sheet import neutral

if TYPE_CHECKING:
    from pptx.slide import Slide

    from zhishu.publish.slides.page import Bars, Series

LARGEST, ROW = 15.0, 0.62
"""Letters of a chart: the largest size, and the share of a bar's row that they may take."""
POINTS = 72.0
TOP, TALL = 0.02, 0.96
"""Where the bars stand in a chart without a legend, as shares of its height."""
LEGEND = 0.09


def add_bars(slide: Slide, part: Bars) -> None:
    """Put the chart into its box: categories from the top, quiet axes, alternative text."""
    from pptx.chart.data import CategoryChartData  # noqa: PLC0415 - only when slides are made
    from pptx.enum.chart import XL_CHART_TYPE  # noqa: PLC0415 - as above

    make: Any = CategoryChartData
    data = make(number_format="0." + "0" * part.digits if part.digits else "0")
    # The workbook inside a chart would take a name that begins with = for a formula.
    data.categories = [neutral(name) for name in part.categories]
    for series in part.series:
        data.add_series(neutral(series.name), series.values)
    kind = XL_CHART_TYPE.BAR_STACKED if len(part.series) > 1 else XL_CHART_TYPE.BAR_CLUSTERED
    shapes: Any = slide.shapes
    frame = shapes.add_chart(kind, *sides(part.box), data)
    frame.name = part.title
    frame._element.nvGraphicFramePr.cNvPr.set("descr", part.alternative)  # noqa: SLF001 - not offered
    _look(frame.chart, part)


def letter_size(part: Bars) -> float:
    """Return the size of the letters: a row's height holds one line."""
    room = part.box.height * TALL * POINTS / max(len(part.categories), 1) * ROW
    return max(8.0, min(LARGEST, float(int(room))))


def _look(chart: Any, part: Bars) -> None:  # noqa: ANN401 - a chart of python-pptx
    from pptx.enum.chart import XL_LEGEND_POSITION, XL_TICK_LABEL_POSITION, XL_TICK_MARK  # noqa: PLC0415 - as above
    from pptx.util import Pt  # noqa: PLC0415 - as above

    chart.has_title = False
    chart.font.size = Pt(letter_size(part))
    chart.font.color.rgb = rgb("ink")
    chart.has_legend = part.legend
    if part.legend:
        chart.legend.position = XL_LEGEND_POSITION.TOP
        chart.legend.include_in_layout = False
    names, values = chart.category_axis, chart.value_axis
    names.reverse_order = True
    names.major_tick_mark = XL_TICK_MARK.NONE
    names.format.line.color.rgb = rgb("line")
    if not part.named:
        names.tick_label_position = XL_TICK_LABEL_POSITION.NONE
    values.visible = False
    values.has_major_gridlines = False
    values.minimum_scale = 0 if _positive(part) else None
    chart.plots[0].gap_width = 45
    chart.plots[0].overlap = 100
    for drawn, series in zip(chart.plots[0].series, part.series, strict=True):
        _series(drawn, series, part)
    _inner(chart, part)


def _positive(part: Bars) -> bool:
    return all(value is None or value >= 0 for series in part.series for value in series.values)


def _series(drawn: Any, series: Series, part: Bars) -> None:  # noqa: ANN401 - as above
    from pptx.enum.chart import XL_LABEL_POSITION  # noqa: PLC0415 - as above

    if series.role:
        drawn.format.fill.solid()
        drawn.format.fill.fore_color.rgb = rgb(series.role)
    else:
        drawn.format.fill.background()
    if series.labelled:
        labels = drawn.data_labels
        labels.show_value = True
        labels.number_format = "0." + "0" * part.digits if part.digits else "0"
        labels.number_format_is_linked = False
        if len(part.series) == 1:
            labels.position = XL_LABEL_POSITION.OUTSIDE_END


def _inner(chart: Any, part: Bars) -> None:  # noqa: ANN401 - as above
    """Fix where the bars stand, so that the rows of charts side by side are level."""
    from pptx.oxml import parse_xml  # noqa: PLC0415 - as above

    left = part.share if part.named else 0.01
    top = LEGEND if part.legend else TOP
    places = {"x": left, "y": top, "w": 0.97 - left, "h": TALL - top}
    inner = "".join(f'<c:{name} val="{value:g}"/>' for name, value in places.items())
    layout = parse_xml(
        '<c:layout xmlns:c="http://schemas.openxmlformats.org/drawingml/2006/chart"><c:manualLayout>'
        '<c:layoutTarget val="inner"/><c:xMode val="edge"/><c:yMode val="edge"/>'
        f"{inner}</c:manualLayout></c:layout>"
    )
    area = chart._chartSpace.chart.plotArea  # noqa: SLF001 - the layout of the plot is not offered
    old = area.find("{*}layout")
    if old is not None:
        area.remove(old)
    area.insert(0, layout)
