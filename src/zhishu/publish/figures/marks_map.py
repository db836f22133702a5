"""Counts on the map as circles whose area is the count."""

from __future__ import annotations

from dataclasses import dataclass, replace
from math import floor, log10, pi, sqrt
from typing import TYPE_CHECKING, Any

import numpy as np

from zhishu.framework import Text
from zhishu.publish.classes import NO_DATA
from zhishu.publish.drawing import Core, fit
from zhishu.publish.figure import ByLanguage, Figure
from zhishu.publish.figures.ground import ground_of, ground_of_china
from zhishu.publish.figures.map_legend import LINE, LegendBox, heading_layer
from zhishu.publish.figures.map_names import halo_layer, wrapped
from zhishu.publish.figures.map_shapes import INSET, THICK, area_layers, areas_of, line_layer
from zhishu.publish.figures.map_values import MapValues, role_of_land
from zhishu.publish.kinds import kind
from zhishu.publish.labels import Anchor, place_labels
from zhishu.publish.layers import drawing, points, texts
from zhishu.publish.style import PAGE_WIDTH, PHONE_WIDTH, colour

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from zhishu.publish.drawing import Fit
    from zhishu.publish.figures.ground import Ground
    from zhishu.publish.findings import Findings

NAMED = 12
NAME_SIZE = 12
LEADERS = 5
SHARES = (1.0, 0.4, 0.1)
"""The circles of the legend, as shares of the largest value before rounding."""


@dataclass(frozen=True, slots=True)
class Layout:
    """How wide the drawing is, the box of the map, the legend's corner, the radius of the largest circle."""

    width: int
    height: int
    map_box: tuple[float, float, float, float]
    legend: tuple[float, float]
    legend_width: float
    radius: float
    named: bool


WIDE = Layout(PAGE_WIDTH, 700, (60, 4, 930, 696), (4, 560), 225, 25.0, named=True)
NARROW = Layout(PHONE_WIDTH, 386, (2, 2, 358, 290), (4, 306), 352, 12.0, named=False)
WIDE_OWN = replace(WIDE, map_box=(240, 4, 956, 696))
"""Where nothing is known of the shape, the map leaves the legend a column of its own."""


@kind("figure", "marks_map", Text("圆点地图", "Map of graduated circles"))
def marks_map(
    findings: Findings,
    *,
    level: str,
    measure: str,
    named: int = NAMED,
    boundaries: str | Mapping[str, Any] | None = None,
) -> Figure | None:
    """Return the map of a measure whose values are shown as circles, their area in proportion.

    A circle stands in the middle of its region; zeros have none. The `named` largest are named.
    None when no boundaries of the level are known, or no value is above zero. Negative values have
    no circle; they stand in the data.
    """
    found = findings.level(level)
    ground = ground_of(findings.edition, found, boundaries)
    shown = MapValues(found, measure)
    if ground is None or not (shown.values > 0).any():
        return None
    base = ground_of_china(findings.edition, "province") if ground.nested else ground
    return Figure(
        id=f"marks-{level}{shown.suffix}",
        number="",
        title=_title(shown),
        data=shown.data(shown.order.tolist(), []),
        spec=_spec(base, ground, shown, WIDE_OWN if ground.kind == "own" else WIDE, named),
        narrow=_spec(base, ground, shown, NARROW, named),
        alternative=_alternative(shown),
        note=_note(shown),
        source=ground.source,
    )


def _title(shown: MapValues) -> Text:
    name, said = shown.level.level.name, shown.title
    return Text(f"各{name.zh}{said.zh}分布", f"{said.en}: {name.en}")


def _note(shown: MapValues) -> Text:
    none = int(np.sum(shown.values == 0))
    zh, en = (
        "圆的面积与数值成正比，圆心位于该地区范围的中部。",
        "The area of a circle is in proportion to its value; it stands in the middle of its region.",
    )
    if none:
        zh, en = f"{zh}{none} 个地区为零，不画圆。", f"{en} {none} regions have none and no circle."
    return Text(f"{zh}斜线区域无数据。", f"{en} Hatched areas have no data.")


def _alternative(shown: MapValues) -> Text:
    level = shown.level
    rows = [row for row in shown.order[:LEADERS].tolist() if shown.values[row] > 0]
    said = [(level.names[row].short, shown.magnitude.text(float(shown.values[row]))) for row in rows]
    zh = "、".join(f"{name.zh} {value.zh}" for name, value in said)
    en = ", ".join(f"{name.en} {value.en}" for name, value in said)
    unit, title = shown.magnitude.unit, shown.title.en
    what = f"{title} ({unit.en})" if unit else title
    return Text(
        f"地图，圆的大小表示{shown.title.zh}{f'（{unit.zh}）' if unit else ''}。最多的是{zh}。",
        f"Map, the size of circles for {what}. Most: {en}.",
    )


def _spec(base: Ground, ground: Ground, shown: MapValues, layout: Layout, named: int) -> dict[str, Any]:
    place, canvas = fit(base.features, layout.map_box), (layout.width, layout.height)
    areas = areas_of(base.areas, place, role=role_of_land(base, shown), names={})
    main, inset = [one for one in areas if not one.inset], [one for one in areas if one.inset]
    rows = [
        row
        for row in shown.order.tolist()
        if shown.values[row] > 0 and shown.level.codes[row] in ground.centres
    ]
    layers = (
        *area_layers("areas", main, outline=THICK, hatched=NO_DATA),
        *area_layers("inset", inset, outline=INSET, hatched=NO_DATA),
        line_layer(base, place),
        _circle_layer(ground, shown, rows, place, layout),
        *(_name_layers(ground, shown, rows[:named], place, layout) if layout.named else ()),
        *_legend_layers(shown, layout, canvas),
    )
    return drawing(layers, width=layout.width, height=layout.height)


_CIRCLE = {
    "color": colour("mark"),
    "fillOpacity": 0.55,
    "stroke": colour("paper"),
    "strokeWidth": 0.7,
    "opacity": 1,
}


def _radius(shown: MapValues, value: float, layout: Layout) -> float:
    return layout.radius * sqrt(value / float(np.nanmax(shown.values)))


def _circle_layer(
    ground: Ground, shown: MapValues, rows: Sequence[int], place: Fit, layout: Layout
) -> dict[str, Any]:
    """Return the circles, the largest first, so that small ones lie on top."""
    circles = []
    for row in rows:
        x, y = place.point(*ground.centres[shown.level.codes[row]])
        radius = max(0.8, _radius(shown, float(shown.values[row]), layout))
        circles.append({"x": x, "y": y, "size": round(pi * radius**2, 1)})
    return points("circles", circles, (layout.width, layout.height), _CIRCLE)


def _name_layers(
    ground: Ground, shown: MapValues, rows: Sequence[int], place: Fit, layout: Layout
) -> list[dict[str, Any]]:
    """Return the names on their circle where it is wide enough, otherwise beside it."""
    frame = (0.0, 0.0, float(layout.width), float(layout.height))
    found = {}
    for language in ("zh", "en"):
        anchors = []
        for row in rows:
            x, y = place.point(*ground.centres[shown.level.codes[row]])
            reach = _radius(shown, float(shown.values[row]), layout)
            box = (x - reach, y - reach, x + reach, y + reach)
            name = shown.level.names[row].short.in_language(language)
            anchors.append(Anchor(name, Core(x, y, 2 * reach, box), "ink"))
        found[language] = [
            {"x": one.x, "y": one.y, "text": one.text} for one in place_labels(anchors, NAME_SIZE, frame)
        ]
    canvas, style = (layout.width, layout.height), {"fontSize": NAME_SIZE}
    return [
        halo_layer("label_halo", ByLanguage(**found), canvas, style),
        texts("labels", ByLanguage(**found), canvas, {**style, "color": colour("ink")}),
    ]


def _legend_layers(shown: MapValues, layout: Layout, canvas: tuple[int, int]) -> list[dict[str, Any]]:
    unit, left, top = shown.magnitude.unit, *layout.legend
    heading = Text(f"{shown.title.zh}（{unit.zh}）", f"{shown.title.en} ({unit.en})") if unit else shown.title
    tall = max(len(wrapped(said, NAME_SIZE, layout.legend_width)) for said in (heading.zh, heading.en)) * LINE
    y = top + tall + layout.radius + 6
    x, circles, words = left, [], []
    for value in _round_values(shown):
        radius = _radius(shown, value, layout)
        circles.append({"x": x + radius, "y": y, "size": round(pi * radius**2, 1)})
        words.append({"x": round(x + 2 * radius + 5, 1), "y": y, "text": shown.magnitude.text(value)})
        x += 2 * radius + 52
    return [
        heading_layer(heading, LegendBox(left, top, layout.legend_width, 1, canvas)),
        points("legend_circles", circles, canvas, _CIRCLE),
        texts("legend", words, canvas, {"align": "left", "fontSize": NAME_SIZE, "color": colour("ink")}),
    ]


def _round_values(shown: MapValues) -> list[float]:
    """Return the values of the legend's circles: round, falling, none twice."""
    largest = float(np.nanmax(shown.values))
    found = dict.fromkeys(_rounded_down(largest * share) for share in SHARES)
    return [value for value in found if value > 0]


def _rounded_down(value: float) -> float:
    """Return a number with one digit that is not zero, no larger than `value`.

    >>> _rounded_down(97.0), _rounded_down(0.034), _rounded_down(7.0)
    (90.0, 0.03, 7.0)
    """
    unit = 10.0 ** floor(log10(value))
    return round(floor(round(value / unit, 9)) * unit, 12)
