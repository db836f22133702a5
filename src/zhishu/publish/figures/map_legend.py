"""The legend of a map: a heading, the classes from the highest down, and what is hatched."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from zhishu.framework import Text
from zhishu.publish.classes import NO_DATA, ZERO_ROLE
from zhishu.publish.figure import ByLanguage
from zhishu.publish.figures.map_names import wrapped
from zhishu.publish.figures.map_shapes import hatch_layer
from zhishu.publish.layers import feature, rectangle, shapes, texts
from zhishu.publish.style import colour

if TYPE_CHECKING:
    from collections.abc import Sequence

    from zhishu.publish.classes import ValueClass
    from zhishu.publish.magnitude import Magnitude

SWATCH = (22, 14)
ROW = 23
LINE = 16
SIZE = 12
NOT_SCORED = Text("未参评", "Not scored")
NO_VALUE = Text("无数据", "No data")


@dataclass(frozen=True, slots=True)
class LegendBox:
    """Where the legend stands: its corner, its width, its columns, and the size of the drawing."""

    left: float
    top: float
    width: float
    columns: int
    canvas: tuple[int, int]


@dataclass(frozen=True, slots=True)
class Legend:
    """What the legend says: heading, and (role, words) from the highest class down."""

    heading: Text
    entries: tuple[tuple[str, Text], ...]

    def heading_lines(self, width: float) -> int:
        """Return how many lines the heading takes."""
        return max(len(wrapped(said, SIZE, width)) for said in (self.heading.zh, self.heading.en))

    def height(self, width: float, columns: int) -> float:
        """Return how tall the legend is."""
        return self.heading_lines(width) * LINE + -(-len(self.entries) // columns) * ROW


def legend_of(
    title: Text, classes: Sequence[ValueClass], magnitude: Magnitude, *, missing: Text | None
) -> Legend:
    """Return the legend of classes; `missing` is what hatched areas are called, None without any."""
    entries = [(found.role, _entry(found, magnitude)) for found in classes[::-1]]
    entries += [(NO_DATA, missing)] if missing else []
    unit = magnitude.unit
    zh, en = (f"{title.zh}（{unit.zh}）", f"{title.en} ({unit.en})") if unit else (title.zh, title.en)
    heading = Text(f"{zh}；括号内为地区数", f"{en}; regions in brackets")
    return Legend(heading, tuple(entries))


def _entry(found: ValueClass, magnitude: Magnitude) -> Text:
    span = Text("0", "0") if found.role == ZERO_ROLE else magnitude.span(found.low, found.high)
    return Text(f"{span.zh}（{found.count} 个）", f"{span.en} ({found.count})")


def legend_layers(legend: Legend, box: LegendBox) -> list[dict[str, Any]]:
    """Return the legend drawn at its corner, its entries down each column in turn."""
    top = box.top + legend.heading_lines(box.width) * LINE
    down = -(-len(legend.entries) // box.columns)
    corners = [
        (box.left + (at // down) * box.width / box.columns, top + ROW * (at % down) + SWATCH[1] / 2)
        for at in range(len(legend.entries))
    ]
    boxes = [rectangle(x, y - SWATCH[1] / 2, *SWATCH) for x, y in corners]
    both = list(zip(boxes, legend.entries, strict=True))
    swatches = [feature(drawn, fill=colour(role)) for drawn, (role, _) in both]
    said = [
        {"x": x + SWATCH[0] + 8, "y": y, "text": text}
        for (x, y), (_, text) in zip(corners, legend.entries, strict=True)
    ]
    style = {"align": "left", "fontSize": SIZE}
    return [
        shapes("legend_swatches", swatches, {"stroke": colour("border"), "strokeWidth": 0.6}),
        hatch_layer("legend_hatch", [drawn for drawn, (role, _) in both if role == NO_DATA]),
        heading_layer(legend.heading, box),
        texts("legend", said, box.canvas, {"color": colour("ink"), **style}),
    ]


def heading_layer(heading: Text, box: LegendBox) -> dict[str, Any]:
    """Return the legend's heading, in lines as wide as the legend."""
    rows = [
        [{"x": box.left, "y": box.top, "text": wrapped(said, SIZE, box.width)}]
        for said in (heading.zh, heading.en)
    ]
    style = {"align": "left", "baseline": "top", "fontSize": SIZE, "lineHeight": LINE}
    return texts("legend_heading", ByLanguage(*rows), box.canvas, {"color": colour("muted"), **style})
